"""What a bot may reach: its chats, their messages, its rights there; and how Telegram says no."""

from typing import Any

from sandbox.accounts import BotAccount
from sandbox.chats import Chat
from sandbox.messages import Message
from sandbox.refusals import bad_request, forbidden, moved
from sandbox.world import World

JSON = dict[str, Any]

CHAT_NAMES = {"group": "group chat", "supergroup": "supergroup chat", "channel": "channel chat"}
THINGS = {
    "text": "text messages", "photo": "photos", "document": "documents", "voice": "voice notes", "video": "videos",
    "audio": "music", "video_note": "video notes",
    "venue": "text messages", "location": "text messages", "contact": "text messages", "sticker": "stickers",
}  # fmt: skip


def chat_of(world: World, bot: BotAccount, chat_id: str) -> Chat:
    """The chat a request names by number or by @username; refuses those the bot has never met."""
    if not chat_id:
        raise bad_request("chat_id is empty")
    if chat_id.startswith("@"):
        named = world.chat_named(chat_id)
        if named is None:
            raise bad_request("chat not found")
        return named
    if not chat_id.lstrip("-").isdecimal():
        raise bad_request("chat not found")
    number = int(chat_id)
    return _private(world, bot, number) if number > 0 else _shared(world, bot, number)


def _private(world: World, bot: BotAccount, number: int) -> Chat:
    if number == bot.id:
        raise forbidden("the bot can't send messages to the bot itself")
    if any(other.id == number for other in world.bots.values()):
        raise forbidden("bot can't send messages to bots")
    user = world.users.get(number)
    dialog = world.dialogs.get((bot.id, number))
    if user is None or (dialog is None and number not in bot.met):
        raise bad_request("chat not found")
    return world.dialog(bot, user)


def _shared(world: World, bot: BotAccount, number: int) -> Chat:
    chat = world.chats.get(number)
    if chat is None or (bot.id not in chat.members and not chat.username):
        raise bad_request("chat not found")
    return chat


def check_reachable(chat: Chat, bot: BotAccount) -> None:
    """Refuse a chat the bot may not even look at any more: left, removed from, or moved."""
    if chat.is_private:
        return
    if chat.migrated_to is not None:
        raise moved(chat.migrated_to)
    name = CHAT_NAMES[chat.type]
    if chat.deleted:
        raise forbidden("the group chat was deleted")
    if chat.member(bot).status == "kicked":
        raise forbidden(f"bot was kicked from the {name}")
    if not chat.member(bot).inside:
        raise forbidden(f"bot is not a member of the {name}")


def check_person(chat: Chat, bot: BotAccount) -> None:
    """Refuse a private chat in which nothing can be said to the person."""
    if chat.user is None:
        return
    if chat.user.deactivated:
        raise forbidden("user is deactivated")
    if chat.user.id in bot.blocked_by:
        raise forbidden("bot was blocked by the user")
    if not chat.started:
        raise forbidden("bot can't initiate conversation with a user")


def check_may_send(chat: Chat, bot: BotAccount, kind: str = "text") -> None:
    """Refuse a chat the bot may not write in, in the order in which Telegram looks."""
    check_reachable(chat, bot)
    check_person(chat, bot)
    member = chat.member(bot)
    if chat.type == "channel" and not member.may("can_post_messages"):
        raise bad_request("need administrator rights in the channel chat")
    muted = member.status == "restricted" or not (chat.members_may_send or member.administers)
    if not chat.is_private and muted:
        raise bad_request(f"not enough rights to send {THINGS.get(kind, 'text messages')} to the chat")


def thread_of(chat: Chat, bot: BotAccount, thread_id: int) -> int | None:
    """The topic a message goes to; the general one is None. Refuses unknown and closed topics."""
    if not thread_id:
        return None
    topic = chat.topics.get(thread_id) if chat.is_forum else None
    if topic is None:
        raise bad_request("message thread not found")
    if topic.closed and not chat.member(bot).may("can_manage_topics"):
        raise bad_request("TOPIC_CLOSED")
    return topic.id


def message_of(chat: Chat, message_id: int, what: str) -> Message:
    """A message of a chat; `what` says what it was wanted for, as in "message to edit"."""
    if not message_id:
        raise bad_request("message identifier is not specified")
    message = chat.messages.get(message_id)
    if message is None:
        raise bad_request(f"{what} not found")
    return message


def check_right(chat: Chat, bot: BotAccount, right: str, refusal: str = "not enough rights") -> None:
    """Refuse what only an administrator with this right may do."""
    if not chat.is_private and not chat.member(bot).may(right):
        raise bad_request(refusal)
