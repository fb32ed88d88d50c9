"""A volunteer who is in a group too: which groups Telegram confirms, and whether they are enough."""

from contextlib import suppress

from aiogram import Bot, F, Router
from aiogram.enums import ChatMemberStatus, ChatType
from aiogram.exceptions import TelegramAPIError
from aiogram.filters import LEAVE_TRANSITION, ChatMemberUpdatedFilter
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, ChatMemberRestricted, ChatMemberUpdated

from clock.clocks import Now
from handlers.buttons import Button, Rows
from handlers.menus import SETTINGS, Menu
from handlers.settings import Ask
from handlers.talking import Talk
from language.lists import listed
from services import group_readers
from services.groups import Chat
from services.house import House
from services.members import Known

INSIDE = {ChatMemberStatus.CREATOR, ChatMemberStatus.ADMINISTRATOR, ChatMemberStatus.MEMBER}


class Suffice(CallbackData, prefix="groups-suffice"):
    """What groups hear need not be told in private, or is to be."""

    on: bool


async def show(query: CallbackQuery, bot: Bot, house: House, who: Known, talk: Talk, now: Now) -> None:
    """Ask Telegram anew which groups they are in, and show what holds."""
    found = await group_readers.candidates(house, bot_id=bot.id)
    asked = {group.chat_id for group in found}
    chats = [chat_id for chat_id in sorted(asked) if await _is_inside(bot, chat_id, query.from_user.id)]
    await group_readers.confirm(house, member_id=who.id, chats=chats, asked=asked, now=now())
    await _put(house, who, talk)


async def _is_inside(bot: Bot, chat_id: int, user_id: int) -> bool:
    """As far as Telegram tells; what it does not tell is no."""
    with suppress(TelegramAPIError):
        member = await bot.get_chat_member(chat_id, user_id)
        return member.status in INSIDE or (isinstance(member, ChatMemberRestricted) and member.is_member)
    return False


async def suffice(_: CallbackQuery, callback_data: Suffice, house: House, who: Known, talk: Talk, now: Now) -> None:
    await group_readers.set_suffice(house, member_id=who.id, suffice=callback_data.on, now=now())
    await _put(house, who, talk)


async def _put(house: House, who: Known, talk: Talk) -> None:
    known = await group_readers.reading(house, member_id=who.id)
    back: Rows = [[Button("settings-back", Menu(to=SETTINGS))]]
    if not known.groups and not known.suffice:
        await talk.replace("groups-mine-none", rows=back)
        return
    titles = [group.title for group in known.groups] or [talk.say("groups-mine-no-more")]
    key = "groups-mine-on" if known.suffice else "groups-mine-off"
    turn = Button(f"groups-suffice-{'off' if known.suffice else 'on'}", Suffice(on=not known.suffice))
    await talk.replace(key, groups=listed(talk.say, titles), rows=[[turn], *back])


async def gone(event: ChatMemberUpdated, bot: Bot, house: House) -> None:
    """Who leaves a group is told in private again what it hears."""
    address = str(event.new_chat_member.user.id)
    await group_readers.left(house, chat=Chat(bot.id, event.chat.id), address=address)


def routes() -> Router:
    router = Router(name="own-groups")
    router.callback_query.register(show, Ask.filter(F.what == "groups"))
    router.callback_query.register(suffice, Suffice.filter())
    shared = F.chat.type.in_({ChatType.GROUP, ChatType.SUPERGROUP})
    router.chat_member.register(gone, shared, ChatMemberUpdatedFilter(LEAVE_TRANSITION))
    return router
