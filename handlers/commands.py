"""The commands Telegram shows beside the text field, in every language, in the chats where they work."""

from contextlib import suppress

from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import (
    BotCommand,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
)

from language.catalogues import Catalogues
from language.voices import Say

PRIVATE = (
    "menu",
    "missing",
    "report",
    "alerts",
    "searches",
    "reports",
    "settings",
    "language",
    "privacy",
    "why",
    "cancel",
    "help",
)
GROUP_ADMINISTRATORS = ("setup", "stop")


STAFF = ("desk", "search", *PRIVATE)
"""For who acts for an organisation, in their own chat."""


async def show_staff_commands(bot: Bot, say: Say, chat_id: int) -> None:
    """The list of one member of staff, in the language they chose."""
    with suppress(TelegramBadRequest):  # a chat that was never opened has no list
        await bot.set_my_commands(_commands(say, STAFF), BotCommandScopeChat(chat_id=chat_id))


async def show_own_commands(bot: Bot, say: Say, chat_id: int, *, staff: bool) -> None:
    """The list of one member in the language they chose here, whatever their telephone speaks."""
    with suppress(TelegramBadRequest):
        await bot.set_my_commands(_commands(say, STAFF if staff else PRIVATE), BotCommandScopeChat(chat_id=chat_id))


async def hide_staff_commands(bot: Bot, chat_id: int) -> None:
    """They act for nobody any more: everybody's list is theirs again."""
    with suppress(TelegramBadRequest):
        await bot.delete_my_commands(BotCommandScopeChat(chat_id=chat_id))


async def set_commands(bot: Bot, catalogues: Catalogues) -> None:
    """Set them for each language; people of other languages see those of the first."""
    for code in (None, *catalogues.languages):
        say = catalogues.voice(code)
        await bot.set_my_commands(_commands(say, PRIVATE), BotCommandScopeAllPrivateChats(), code)
        await bot.set_my_commands(_commands(say, GROUP_ADMINISTRATORS), BotCommandScopeAllChatAdministrators(), code)
        await bot.delete_my_commands(BotCommandScopeAllGroupChats(), code)


def _commands(say: Say, names: tuple[str, ...]) -> list[BotCommand]:
    return [BotCommand(command=name, description=say.plain(f"command-{name}")) for name in names]
