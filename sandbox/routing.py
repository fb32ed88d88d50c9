"""Which bots hear a message."""

from typing import Any

from sandbox.accounts import BotAccount
from sandbox.chats import Chat
from sandbox.messages import Message

JSON = dict[str, Any]


def bots_in(chat: Chat) -> list[BotAccount]:
    """The bots that are in a chat now."""
    return [account for account in chat.accounts() if isinstance(account, BotAccount)]


def hears(bot: BotAccount, message: Message) -> bool:
    """Whether a bot is told of a message: never of its own; in groups only what privacy mode lets through."""
    chat = message.chat
    if message.sender is not None and message.sender.is_bot:
        return message.kind == "service" and message.sender is not bot
    if chat.type in {"private", "channel"} or message.kind == "service":
        return True
    return bot.reads_all_group_messages or chat.member(bot).administers or _is_meant_for(bot, message)


def _is_meant_for(bot: BotAccount, message: Message) -> bool:
    """Privacy mode: replies to the bot, and commands that name it or nobody."""
    if message.reply_to is not None and message.reply_to.sender is bot:
        return True
    return any(_commands(bot, message.text, entity) for entity in message.entities)


def _commands(bot: BotAccount, text: str, entity: JSON) -> bool:
    if entity["type"] != "bot_command":
        return False
    encoded = text.encode("utf-16-le")
    start, end = entity["offset"] * 2, (entity["offset"] + entity["length"]) * 2
    _, at, name = encoded[start:end].decode("utf-16-le").partition("@")
    return not at or name.lower() == (bot.username or "").lower()


def update_kind(message: Message, *, edited: bool) -> str:
    """Which field of an Update carries the message."""
    kind = "channel_post" if message.chat.type == "channel" else "message"
    return f"edited_{kind}" if edited else kind
