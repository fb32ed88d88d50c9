"""People who block the bot, and who come back."""

from aiogram import F, Router
from aiogram.enums import ChatMemberStatus, ChatType
from aiogram.types import ChatMemberUpdated

from clock.clocks import Now
from services import members
from services.house import House


async def blocked(event: ChatMemberUpdated, house: House, now: Now) -> None:
    """Nothing is sent there until they write again."""
    bot_id = event.bot.id if event.bot else 0
    await members.blocked(house, bot_id=bot_id, address=str(event.chat.id), now=now())


def routes() -> Router:
    router = Router(name="comings")
    private = F.chat.type == ChatType.PRIVATE
    gone = F.new_chat_member.status.in_({ChatMemberStatus.KICKED, ChatMemberStatus.LEFT})
    router.my_chat_member.register(blocked, private, gone)
    return router
