"""The bot comes into groups and channels and goes again; what it says there, and where it is set up from."""

from aiogram import Bot, F, Router
from aiogram.enums import ChatType
from aiogram.filters import (
    IS_MEMBER,
    JOIN_TRANSITION,
    LEAVE_TRANSITION,
    ChatMemberUpdatedFilter,
    Command,
    CommandObject,
)
from aiogram.types import ChatMemberUpdated, Message
from aiogram.utils.deep_linking import create_start_link

from clock.clocks import Now
from handlers.buttons import Button, Link, Rows
from handlers.menus import ALERTS, SETTINGS, Menu
from handlers.posting import post, tell_each
from handlers.talking import Talk
from language.catalogues import Catalogues
from language.voices import Say
from models.groups import Group, GroupKind
from services import group_chats, group_desk
from services.groups import Chat
from services.house import House
from services.members import Known

SET_UP = "g-"
"""How the deep link begins by which a group is set up; its key follows."""

STOP = "stop"
"""The command in a group that leads to where its alerts are stopped."""

SHARED = {ChatType.GROUP, ChatType.SUPERGROUP, ChatType.CHANNEL}


async def entered(event: ChatMemberUpdated, bot: Bot, house: House, who: Known | None, say: Say, now: Now) -> None:
    """One sentence where to set it up: in the group, or to who brought the bot into a channel."""
    group = await group_chats.entered(
        house,
        chat=Chat(bot.id, event.chat.id),
        kind=GroupKind(event.chat.type),
        title=event.chat.title or "",
        language=say.language,
        by=who.id if who else None,
        now=now(),
    )
    rows = await _link(bot, group)
    if group.kind is GroupKind.CHANNEL:
        await post(bot, say, event.from_user.id, "group-channel-entered", rows=rows, title=group.title)
    else:
        await post(bot, say, group.chat_id, "group-entered", rows=rows)


async def left(
    event: ChatMemberUpdated, bot: Bot, house: House, catalogues: Catalogues, who: Known | None, now: Now
) -> None:
    """Nothing goes there any more; the staff who accepted it hear of it."""
    chat = Chat(bot.id, event.chat.id)
    for group in await group_chats.left(house, chat=chat, by=who.id if who else None, now=now()):
        staff = await group_desk.staff_to_tell(house, group)
        await tell_each(bot, catalogues, staff, "group-left", title=group.title)


async def rights_changed(event: ChatMemberUpdated, bot: Bot, house: House, now: Now) -> None:
    """Where the bot was kept from writing it may be allowed to again."""
    await group_chats.may_write_again(house, chat=Chat(bot.id, event.chat.id), now=now())


async def set_up_here(
    message: Message, command: CommandObject, bot: Bot, house: House, who: Known | None, say: Say, now: Now
) -> None:
    """The link for this chat or this topic of it; it is of use to its managers only, to stop it too."""
    thread_id = (message.message_thread_id or 0) if message.is_topic_message else 0
    group = await group_chats.entered(
        house,
        chat=Chat(bot.id, message.chat.id, thread_id),
        kind=GroupKind(message.chat.type),
        title=_title(message),
        language=say.language,
        by=who.id if who else None,
        now=now(),
    )
    rows = await _link(bot, group)
    key = "group-stop-here" if command.command == STOP else "group-set-up-here"
    await post(bot, say, group.chat_id, key, thread_id=thread_id, rows=rows)


async def set_up_where(_: Message, talk: Talk) -> None:
    """In private there is no group to set up."""
    await talk.tell("group-set-up-where")


async def stop_where(_: Message, talk: Talk) -> None:
    """In private it may be meant of one's own alerts, or of a group's."""
    rows = [[Button("menu-alerts", Menu(to=ALERTS))], [Button("menu-settings", Menu(to=SETTINGS))]]
    await talk.tell("stop-where", rows=rows)


async def migrated(message: Message, bot: Bot, house: House) -> None:
    """The group is a supergroup with another number now; either of the two messages that say so may come first."""
    old, new = message.chat.id, message.migrate_to_chat_id
    if new is None:
        old, new = message.migrate_from_chat_id or 0, message.chat.id
    await group_chats.moved(house, chat=Chat(bot.id, old), new_chat_id=new)


async def renamed(message: Message, bot: Bot, house: House) -> None:
    await group_chats.renamed(house, chat=Chat(bot.id, message.chat.id), title=message.new_chat_title or "")


async def _link(bot: Bot, group: Group) -> Rows:
    return [[Link("group-set-up", await create_start_link(bot, SET_UP + group.set_up_key))]]


def _title(message: Message) -> str:
    """The chat's, with the topic's where Telegram tells it."""
    opening = message.reply_to_message.forum_topic_created if message.reply_to_message else None
    title = message.chat.title or ""
    return f"{title} · {opening.name}" if opening is not None and message.is_topic_message else title


def routes() -> Router:
    router = Router(name="groups")
    shared = F.chat.type.in_(SHARED)
    router.my_chat_member.register(entered, shared, ChatMemberUpdatedFilter(JOIN_TRANSITION))
    router.my_chat_member.register(left, shared, ChatMemberUpdatedFilter(LEAVE_TRANSITION))
    router.my_chat_member.register(rights_changed, shared, ChatMemberUpdatedFilter(IS_MEMBER >> IS_MEMBER))
    router.message.register(set_up_where, Command("setup"), F.chat.type == ChatType.PRIVATE)
    router.message.register(stop_where, Command(STOP), F.chat.type == ChatType.PRIVATE)
    router.message.register(set_up_here, Command("setup", STOP), shared)
    router.channel_post.register(set_up_here, Command("setup", STOP))
    router.message.register(migrated, F.migrate_to_chat_id | F.migrate_from_chat_id)
    router.message.register(renamed, F.new_chat_title, shared)
    router.channel_post.register(renamed, F.new_chat_title)
    return router
