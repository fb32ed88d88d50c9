"""What somebody sees on their phone: messages as shown, with buttons that can be found by their labels."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sandbox.accounts import User
from sandbox.chats import Chat
from sandbox.messages import Message
from sandbox.world import World

JSON = dict[str, Any]


@dataclass(frozen=True)
class Bubble:
    """One message on a screen. It shows the message as it is now: edit it and the bubble changes."""

    world: World
    message: Message

    @property
    def id(self) -> int:
        return self.message.id

    @property
    def text(self) -> str:
        """Text or caption."""
        return self.message.text

    @property
    def caption(self) -> str | None:
        return self.message.content.get("caption")

    @property
    def entities(self) -> list[JSON]:
        return self.message.entities

    @property
    def kind(self) -> str:
        """text, photo, document, voice, audio, video, video_note, sticker, venue, location, contact or service."""
        return self.message.kind

    @property
    def sender(self) -> str:
        """The name above it."""
        return self.message.sender.full_name if self.message.sender else str(self.message.chat.title)

    @property
    def from_bot(self) -> bool:
        return self.message.sender is not None and self.message.sender.is_bot

    @property
    def photo(self) -> bytes | None:
        """The bytes of its picture."""
        return self.file if self.kind == "photo" else None

    @property
    def file(self) -> bytes | None:
        """The bytes of whatever file it carries."""
        about = self.message.file()
        if about is None:
            return None
        return self.world.files.by_unique_id[about["file_unique_id"].rsplit("~", 1)[0]].content

    @property
    def location(self) -> tuple[float, float] | None:
        """Latitude and longitude in degrees."""
        where = self.message.content.get("location")
        return (where["latitude"], where["longitude"]) if where else None

    @property
    def buttons(self) -> list[list[str]]:
        """Labels of its inline buttons, row by row."""
        return [[button["text"] for button in row] for row in self.message.inline_keyboard]

    @property
    def labels(self) -> list[str]:
        """Labels of its inline buttons in one row."""
        return [label for row in self.buttons for label in row]

    @property
    def silent(self) -> bool:
        return self.message.silent

    @property
    def protected(self) -> bool:
        return self.message.protected

    @property
    def edited(self) -> bool:
        return self.message.edited is not None

    @property
    def date(self) -> datetime:
        return self.message.date

    @property
    def deleted(self) -> bool:
        return self.message.deleted

    @property
    def thread_id(self) -> int | None:
        return self.message.thread_id

    @property
    def history(self) -> list[str]:
        """The texts it showed before, oldest first."""
        return [str(old.content.get("text") or old.content.get("caption") or "") for old in self.message.history]

    @property
    def reactions(self) -> list[str]:
        return [one["emoji"] for given in self.message.reactions.values() for one in given]

    def button(self, wanted: str) -> JSON | None:
        """The inline button with this label, or with this callback data or address."""
        every = [button for row in self.message.inline_keyboard for button in row]
        by_label = [button for button in every if button["text"] == wanted]
        matching = [button for button in every if wanted in (button.get("callback_data"), button.get("url"))]
        return next(iter(by_label + matching), None)

    def __repr__(self) -> str:
        return f"<{self.sender}: {self.kind} {self.text!r} {self.buttons or ''}>"


def screen_of(world: World, chat: Chat) -> list[Bubble]:
    """Every message of a chat that is still there, oldest first."""
    return [Bubble(world, message) for message in chat.messages.values()]


def reply_keyboard(chat: Chat, user: User) -> list[list[JSON]]:
    """The keys under the field for typing: those of the bot's newest message that brought or removed some.

    A one-time keyboard is gone once the person has written after it.
    """
    spoken = False
    for message in reversed(chat.messages.values()):
        spoken = spoken or message.sender is user
        markup = message.markup or {}
        if markup.get("remove_keyboard"):
            return []
        if "keyboard" in markup:
            keys: list[list[JSON]] = markup["keyboard"]
            return [] if markup.get("one_time_keyboard") and spoken else keys
    return []


def keys(rows: list[list[JSON]]) -> Iterator[JSON]:
    """Every key of a keyboard."""
    for row in rows:
        yield from row
