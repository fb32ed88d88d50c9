"""Keyboards from rows of buttons; a button is the key of its words and what it calls."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from aiogram.filters.callback_data import CallbackData
from aiogram.types import (
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)

from language.templates import Value
from language.voices import Say


@dataclass(frozen=True)
class Button:
    """The key of its words, the values in them, and what a tap calls: ids only, at most 64 bytes."""

    key: str
    calls: CallbackData | str
    facts: dict[str, Value] = field(default_factory=dict)

    @property
    def packed(self) -> str:
        return self.calls.pack() if isinstance(self.calls, CallbackData) else self.calls


@dataclass(frozen=True)
class Named:
    """A button whose words are a name from the database, such as an area's or a category's."""

    name: str
    calls: CallbackData | str

    @property
    def packed(self) -> str:
        return self.calls.pack() if isinstance(self.calls, CallbackData) else self.calls


@dataclass(frozen=True)
class Link:
    """A button that opens an address."""

    key: str
    url: str


@dataclass(frozen=True)
class CopyText:
    """A button that puts a text on the reader's clipboard (at most 256 characters)."""

    key: str
    text: str


AnyButton = Button | Named | Link | CopyText
Rows = Sequence[Sequence[AnyButton]]


def inline(say: Say, rows: Rows) -> InlineKeyboardMarkup | None:
    """The buttons under a message; None for no buttons."""
    keyboard = [[_inline(say, each) for each in row] for row in rows if row]
    return InlineKeyboardMarkup(inline_keyboard=keyboard) if keyboard else None


def in_rows(buttons: Sequence[AnyButton], width: int = 2) -> list[list[AnyButton]]:
    """Buttons one after the other, so many in a row."""
    return [list(buttons[start : start + width]) for start in range(0, len(buttons), width)]


def asking_for_location(say: Say, key: str) -> ReplyKeyboardMarkup:
    """A keyboard with one button that sends where the person is; gone after one use."""
    button = KeyboardButton(text=say.plain(key), request_location=True)
    return ReplyKeyboardMarkup(keyboard=[[button]], resize_keyboard=True, one_time_keyboard=True)


def no_keyboard() -> ReplyKeyboardRemove:
    """Takes the keyboard of `asking_for_location` away again."""
    return ReplyKeyboardRemove()


def _inline(say: Say, button: AnyButton) -> InlineKeyboardButton:
    if isinstance(button, Named):
        return InlineKeyboardButton(text=button.name, callback_data=button.packed)
    if isinstance(button, Link):
        return InlineKeyboardButton(text=say.plain(button.key), url=button.url)
    if isinstance(button, CopyText):
        return InlineKeyboardButton(text=say.plain(button.key), copy_text=CopyTextButton(text=button.text[:256]))
    return InlineKeyboardButton(text=say.plain(button.key, **button.facts), callback_data=button.packed)
