"""What happens in a Telegram: somebody posts, edits, deletes, presses, joins, leaves; bots hear of it.

These functions know no refusals: whoever calls them has checked that it may happen.
"""

from datetime import datetime, timedelta
from typing import Any

from sandbox.accounts import Account, BotAccount, User
from sandbox.chats import ADMINISTRATOR_RIGHTS, CHANNEL_RIGHTS, GROUP_RIGHTS, Chat, Member, Status, Topic
from sandbox.messages import Message
from sandbox.routing import bots_in, hears, update_kind
from sandbox.updates import Update
from sandbox.world import FIRST_SUPERGROUP, Event, Tap, World

JSON = dict[str, Any]

ALL_RIGHTS = frozenset((*ADMINISTRATOR_RIGHTS, *GROUP_RIGHTS, *CHANNEL_RIGHTS))


def post(world: World, chat: Chat, sender: Account | None, content: JSON, **circumstances: Any) -> Message:
    """A new message; every bot that may hear it is told. `circumstances` are fields of `Message`."""
    number = circumstances.pop("id", None) or world.next_message_id(chat)
    message = Message(id=number, chat=chat, date=world.clock(), sender=sender, content=content, **circumstances)
    if chat.type == "channel":
        message.sender, message.sender_chat = None, chat
    chat.messages[message.id] = message
    world.tell(Event("message", chat, message))
    announce(world, message, edited=False, by=sender)
    return message


def announce(world: World, message: Message, *, edited: bool, by: Account | None) -> list[Update]:
    """Put a new or edited message in the queue of every bot that hears it."""
    kind, told = update_kind(message, edited=edited), []
    for bot in bots_in(message.chat):
        if bot is not by and hears(bot, message) and bot.id not in _blockers(message.chat):
            payload = message.as_json(bot, world.files)
            told.append(world.queue(bot).add(kind, payload, message.chat.id))
            _meet(bot, message)
    return [update for update in told if update is not None]


def _blockers(chat: Chat) -> set[int]:
    """Bots that hear nothing in this private chat, because the person has blocked them."""
    return {chat.bot.id} if chat.bot and chat.user and chat.user.id in chat.bot.blocked_by else set()


def _meet(bot: BotAccount, message: Message) -> None:
    if message.sender is not None:
        bot.met.add(message.sender.id)


def edit(world: World, message: Message, content: JSON, markup: JSON | None, by: Account | None) -> Message:
    """A message shows something else; bots hear of what people edit."""
    message.replace(content, markup, world.clock())
    world.tell(Event("edited", message.chat, message))
    if by is None or not by.is_bot:
        announce(world, message, edited=True, by=by)
    return message


def delete(world: World, message: Message) -> None:
    """A message is gone for everyone; no bot is told, as in Telegram."""
    message.deleted = True
    message.chat.messages.pop(message.id, None)
    if message.id in message.chat.pinned:
        message.chat.pinned.remove(message.id)
    world.tell(Event("deleted", message.chat, message))


def press(world: World, user: User, message: Message, data: str, bot: BotAccount) -> Tap:
    """Somebody presses an inline button of a bot's message."""
    number = str(world.count("tap", 4_000_000_000_000_001, 7))
    tap = world.taps[number] = Tap(number, user, message, world.clock(), bot)
    payload: JSON = {
        "id": number,
        "from": user.as_json(),
        "message": message.as_json(bot, world.files),
        "chat_instance": str(message.chat.id * -7_919),
        "data": data,
    }
    bot.met.add(user.id)
    world.queue(bot).add("callback_query", payload, message.chat.id)
    details = {"tap": number, "person": user.id, "message_id": message.id, "data": data}
    world.tell(Event("pressed", message.chat, details=details))
    return tap


def set_status(
    world: World, chat: Chat, account: Account, status: Status, by: Account, rights: frozenset[str] = frozenset()
) -> None:
    """Somebody's place in a group or channel changes; the bot concerned, and bots that administer it, are told."""
    before = chat.member(account)
    after = Member(account, status, rights)
    chat.members[account.id] = after
    change = _member_change(world, chat, by, before.as_json(chat.type), after.as_json(chat.type))
    world.tell(Event("member", chat, details={"person": account.id, "status": status}))
    if isinstance(account, BotAccount):
        world.queue(account).add("my_chat_member", change, chat.id)
    for bot in bots_in(chat):
        if bot is not account and chat.member(bot).administers:
            world.queue(bot).add("chat_member", change, chat.id)


def _member_change(world: World, chat: Chat, by: Account, before: JSON, after: JSON) -> JSON:
    return {
        "chat": chat.as_json(),
        "from": by.as_json(),
        "date": int(world.clock().timestamp()),
        "old_chat_member": before,
        "new_chat_member": after,
    }


def set_blocked(world: World, user: User, bot: BotAccount, *, blocked: bool) -> None:
    """A person blocks or unblocks a bot; the bot is told by my_chat_member."""
    if (user.id in bot.blocked_by) == blocked:
        return
    chat = world.dialog(bot, user)
    (bot.blocked_by.add if blocked else bot.blocked_by.discard)(user.id)
    outside, inside = Member(bot, "kicked"), Member(bot, "member")
    before, after = (inside, outside) if blocked else (outside, inside)
    change = _member_change(world, chat, user, before.as_json(chat.type), after.as_json(chat.type))
    world.queue(bot).add("my_chat_member", change, chat.id)
    world.tell(Event("member", chat, details={"person": user.id, "blocked": blocked}))


def join(world: World, chat: Chat, account: Account, by: Account, *, rights: frozenset[str] | None = None) -> None:
    """Somebody enters a group (rights: as administrator), and the chat says so."""
    set_status(world, chat, account, "member" if rights is None else "administrator", by, rights or frozenset())
    if chat.type != "channel":
        post(world, chat, by, {"new_chat_members": [account.as_json()]})
    if isinstance(account, BotAccount):
        account.met.update(member.account.id for member in chat.members.values())


def leave(world: World, chat: Chat, account: Account, by: Account, *, removed: bool) -> None:
    """Somebody goes, or is removed by another; the chat says so."""
    set_status(world, chat, account, "kicked" if removed else "left", by)
    if chat.type != "channel":
        post(world, chat, by, {"left_chat_member": account.as_json()})


def migrate(world: World, group: Chat, by: Account) -> Chat:
    """A group becomes a supergroup with another id; both say so to each other."""
    successor = Chat(world.count("supergroup", FIRST_SUPERGROUP, -1), "supergroup", group.title)
    successor.members = dict(group.members)
    world.add_chat(successor)
    post(world, group, by, {"migrate_to_chat_id": successor.id})
    post(world, successor, by, {"migrate_from_chat_id": group.id})
    group.migrated_to = successor.id
    world.tell(Event("member", group, details={"migrated_to": successor.id}))
    return successor


def open_topic(world: World, chat: Chat, by: Account, name: str, color: int, emoji: str | None) -> Topic:
    """A new topic of a forum, opened by a service message whose id is the topic's."""
    created: JSON = {"name": name, "icon_color": color} | ({"icon_custom_emoji_id": emoji} if emoji else {})
    number = world.next_message_id(chat)
    topic = chat.topics[number] = Topic(number, name, color, emoji)
    post(world, chat, by, {"forum_topic_created": created}, id=number, thread_id=number)
    return topic


def move_live(world: World, message: Message, location: JSON, by: Account | None) -> Message:
    """A live location is somewhere else now."""
    kept = {key: value for key, value in message.content["location"].items() if key == "live_period"}
    return edit(world, message, message.content | {"location": location | kept}, message.markup, by)


def stop_live(world: World, message: Message, markup: JSON | None, by: Account | None) -> Message:
    """A live location moves no more."""
    message.live_until = world.clock()
    still = {key: value for key, value in message.content["location"].items() if key != "live_period"}
    return edit(world, message, message.content | {"location": still}, markup, by)


def goes_until(date: datetime, live_period: int) -> datetime:
    """When a live location ends; 0x7FFFFFFF seconds is without end."""
    return date + timedelta(seconds=min(live_period, 10 * 365 * 86400))


def react(world: World, message: Message, user: User, emoji: str) -> None:
    """A person reacts to a message; bots that administer the chat are told, if they asked for it."""
    before = message.reactions.get(user.id, [])
    after = message.reactions[user.id] = [{"type": "emoji", "emoji": emoji}] if emoji else []
    payload: JSON = {
        "chat": message.chat.as_json(),
        "message_id": message.id,
        "user": user.as_json(),
        "date": int(world.clock().timestamp()),
        "old_reaction": before,
        "new_reaction": after,
    }
    for bot in bots_in(message.chat):
        if message.chat.is_private or message.chat.member(bot).administers:
            world.queue(bot).add("message_reaction", payload, message.chat.id)
    world.tell(Event("reaction", message.chat, message))
