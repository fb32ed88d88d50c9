"""The state of a sandbox as JSON, for the page of phones.

{"now": ISO time, "bot": User, "people": [Phone], "chats": {key: Chat}, "faults": [Fault]}

Phone: {"id", "name", "language", "username", "phone", "blocked", "deactivated", "started", "chats": [key],
        "keyboard": [[key button]], "commands": [BotCommand]}
Chat:  {"key", "id", "type", "title", "is_forum", "topics": [...], "members": [...], "bot_status", "pinned": [id],
        "messages": [Message]}
Message: a Bot API Message without file ids, and "silent", "protected", "versions" (how often it was edited),
        "reactions"; pictures and other files are at /sandbox/files/<file_unique_id>.

A chat's key is its id, and for a private chat "<bot id>/<person id>".
"""

from typing import Any

from sandbox.accounts import BotAccount, User
from sandbox.chats import Chat
from sandbox.messages import Message
from sandbox.methods.commands import seen_by
from sandbox.phone import reply_keyboard
from sandbox.world import Event, World

JSON = dict[str, Any]


def key_of(chat: Chat) -> str:
    return f"{chat.bot.id}/{chat.id}" if chat.bot else str(chat.id)


def message_state(world: World, message: Message) -> JSON:
    return message.as_json(None, world.files) | {
        "silent": message.silent,
        "protected": message.protected,
        "versions": len(message.history),
        "reactions": [one["emoji"] for given in message.reactions.values() for one in given],
    }


def chat_state(world: World, chat: Chat, bot: BotAccount) -> JSON:
    topics = [topic.as_json() | {"is_closed": topic.closed} for topic in chat.topics.values()]
    members = [
        {"id": one.account.id, "name": one.account.full_name, "status": one.status} for one in chat.members.values()
    ]
    return {
        "key": key_of(chat),
        "id": chat.id,
        "type": chat.type,
        "title": chat.title or (chat.bot.full_name if chat.bot else ""),
        "is_forum": chat.is_forum,
        "migrated_to": chat.migrated_to,
        "topics": topics,
        "members": members,
        "bot_status": "member" if chat.is_private else chat.member(bot).status,
        "pinned": list(chat.pinned),
        "messages": [message_state(world, message) for message in chat.messages.values()],
    }


def phone_state(world: World, user: User, bot: BotAccount) -> JSON:
    private = world.dialog(bot, user)
    return {
        "id": user.id,
        "name": user.full_name,
        "language": user.language,
        "username": user.username,
        "phone": user.phone,
        "blocked": user.id in bot.blocked_by,
        "deactivated": user.deactivated,
        "started": private.started,
        "chats": [key_of(chat) for chat in world.chats_of(user)],
        "keyboard": reply_keyboard(private, user),
        "commands": seen_by(world.desk(bot), private, user),
    }


def state_of(world: World, bot: BotAccount, people: list[int] | None = None) -> JSON:
    """Everything, or the phones of some people and the chats they are in."""
    users = [user for number, user in world.users.items() if people is None or number in people]
    phones = [phone_state(world, user, bot) for user in users]
    chats = {key_of(chat): chat for user in users for chat in world.chats_of(user)}
    return {
        "now": world.clock().isoformat(),
        "bot": bot.as_json(),
        "people": phones,
        "chats": {key: chat_state(world, chat, bot) for key, chat in chats.items()},
    }


def event_state(world: World, event: Event) -> JSON:
    """One event of the stream: {"kind", "chat": key, "message": Message, "keyboard": of a private chat, …details}."""
    told: JSON = {"kind": event.kind}
    if event.chat is not None:
        told["chat"] = key_of(event.chat)
        if event.chat.user is not None and event.kind == "message":
            told["keyboard"] = reply_keyboard(event.chat, event.chat.user)
    if event.message is not None:
        told["message"] = message_state(world, event.message)
    return told | event.details
