"""Words for somebody who is not the one we are talking with: a group, its manager, staff. They show no subject."""

from aiogram import Bot
from aiogram.enums import ParseMode
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError

from handlers.buttons import Rows, inline
from handlers.talking import NO_PREVIEW
from language.templates import Value
from language.text import shortened
from language.voices import Say


async def post(
    bot: Bot, say: Say, address: int | str, key: str, *, thread_id: int = 0, rows: Rows = (), **facts: Value
) -> bool:
    """Say one sentence at an address, or in a topic there; False where the bot may not write."""
    try:
        await bot.send_message(
            int(address),
            shortened(say(key, **facts)),
            message_thread_id=thread_id or None,
            parse_mode=ParseMode.HTML,
            reply_markup=inline(say, rows),
            link_preview_options=NO_PREVIEW,
        )
    except (TelegramForbiddenError, TelegramBadRequest):
        return False
    return True
