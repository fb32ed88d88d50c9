"""Words for somebody who is not the one we are talking with: a group, its manager, staff. They show no subject."""

from collections.abc import Callable, Iterable
from typing import Any

from aiogram import Bot
from aiogram.enums import ParseMode
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError
from aiogram.types import Message

from handlers.buttons import Rows, inline
from handlers.talking import NO_PREVIEW
from language.catalogues import Catalogues
from language.templates import Value
from language.text import shortened
from language.voices import Say
from services.staff import Reader

InWords = Callable[[Say], Value]
"""A value that depends on the language it is read in."""


async def tell_each(
    bot: Bot,
    catalogues: Catalogues,
    readers: Iterable[Reader],
    key: str,
    *,
    rows: Rows = (),
    **facts: Value | InWords,
) -> bool:
    """Say one sentence to each of these people in their language; False where nobody could be reached."""
    heard = False
    for reader in readers:
        say = catalogues.voice(reader.language)
        worded: dict[str, Any] = {name: fact(say) if callable(fact) else fact for name, fact in facts.items()}
        heard |= await post(bot, say, reader.address, key, rows=rows, **worded)
    return heard


async def post(
    bot: Bot, say: Say, address: int | str, key: str, *, thread_id: int = 0, rows: Rows = (), **facts: Value
) -> bool:
    """Say one sentence at an address, or in a topic there; False where the bot may not write."""
    return await posted(bot, say, address, key, thread_id=thread_id, rows=rows, **facts) is not None


async def posted(
    bot: Bot, say: Say, address: int | str, key: str, *, thread_id: int = 0, rows: Rows = (), **facts: Value
) -> Message | None:
    """The same, with the message it became."""
    try:
        return await bot.send_message(
            int(address),
            shortened(say(key, **facts)),
            message_thread_id=thread_id or None,
            parse_mode=ParseMode.HTML,
            reply_markup=inline(say, rows),
            link_preview_options=NO_PREVIEW,
        )
    except (TelegramForbiddenError, TelegramBadRequest):
        return None


async def reword(bot: Bot, say: Say, address: int | str, message_id: int, key: str, **facts: Value) -> bool:
    """Put another sentence where one was posted; False where that message cannot be changed any more."""
    try:
        await bot.edit_message_text(
            shortened(say(key, **facts)),
            chat_id=int(address),
            message_id=message_id,
            parse_mode=ParseMode.HTML,
            link_preview_options=NO_PREVIEW,
        )
    except TelegramForbiddenError:
        return False
    except TelegramBadRequest as refused:
        return "message is not modified" in refused.message
    return True
