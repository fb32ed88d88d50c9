"""One message and its past."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sandbox.files import FileStore

if TYPE_CHECKING:
    from sandbox.accounts import Account, BotAccount
    from sandbox.chats import Chat

JSON = dict[str, Any]

MEDIA = ("photo", "document", "video", "voice", "audio", "animation", "sticker", "video_note")
CAPTIONED = ("photo", "document", "video", "voice", "audio", "animation")
KINDS = ("text", *MEDIA, "venue", "location", "contact")


@dataclass(frozen=True)
class Version:
    """What a message showed, and since when."""

    content: JSON
    markup: JSON | None
    since: datetime


@dataclass(eq=False, repr=False)
class Message:
    """A message; `content` holds the Bot API's fields that say what it is, without file ids, which differ by bot."""

    id: int
    chat: Chat
    date: datetime
    sender: Account | None
    content: JSON
    sender_chat: Chat | None = None
    markup: JSON | None = None
    thread_id: int | None = None
    reply_to: Message | None = None
    forward_origin: JSON | None = None
    media_group_id: str | None = None
    silent: bool = False
    protected: bool = False
    edited: datetime | None = None
    deleted: bool = False
    live_until: datetime | None = None
    reactions: dict[int, list[JSON]] = field(default_factory=dict)
    history: list[Version] = field(default_factory=list)
    moment: int = 0

    @property
    def kind(self) -> str:
        """Its first telling field: text, photo, venue …, or "service" for what nobody wrote."""
        if "venue" in self.content:
            return "venue"
        return next((kind for kind in KINDS if kind in self.content), "service")

    @property
    def text(self) -> str:
        """Text or caption, whichever it has."""
        return str(self.content.get("text") or self.content.get("caption") or "")

    @property
    def entities(self) -> list[JSON]:
        found: list[JSON] = self.content.get("entities") or self.content.get("caption_entities") or []
        return found

    @property
    def inline_keyboard(self) -> list[list[JSON]]:
        rows: list[list[JSON]] = (self.markup or {}).get("inline_keyboard", [])
        return rows

    def file(self) -> JSON | None:
        """The description of its file, the largest size of a picture."""
        for kind in MEDIA:
            if kind in self.content:
                held = self.content[kind]
                description: JSON = held[-1] if isinstance(held, list) else held
                return description
        return None

    def replace(self, content: JSON, markup: JSON | None, now: datetime) -> None:
        """Show something else from now on; what it showed is kept in `history`."""
        self.history.append(Version(self.content, self.markup, self.edited or self.date))
        self.content, self.markup, self.edited = content, markup, now

    def as_json(self, bot: BotAccount | None, files: FileStore, *, nested: bool = False) -> JSON:
        """A Bot API `Message` as this bot sees it."""
        message: JSON = {"message_id": self.id}
        if self.sender is not None:
            message["from"] = self.sender.as_json()
        if self.sender_chat is not None:
            message["sender_chat"] = self.sender_chat.as_json()
        message |= {"chat": self.chat.as_json(), "date": int(self.date.timestamp())}
        message |= self._circumstances()
        replied = self.reply_to or self._opening_of_its_topic()
        if replied is not None and not nested and not replied.deleted:
            message["reply_to_message"] = replied.as_json(bot, files, nested=True)
        message |= files.named_for(bot, self._content_with_nested(bot, files))
        if self.inline_keyboard:
            message["reply_markup"] = {"inline_keyboard": self.inline_keyboard}
        return message

    def _opening_of_its_topic(self) -> Message | None:
        """Telegram gives what is said in a topic as a reply to the message that opened it."""
        opening = self.chat.messages.get(self.thread_id) if self.thread_id else None
        return opening if opening is not self else None

    def _circumstances(self) -> JSON:
        thread: JSON = {"message_thread_id": self.thread_id, "is_topic_message": True} if self.thread_id else {}
        optional = {
            "forward_origin": self.forward_origin,
            "edit_date": int(self.edited.timestamp()) if self.edited else None,
            "has_protected_content": self.protected or None,
            "media_group_id": self.media_group_id,
        }
        return thread | {name: value for name, value in optional.items() if value is not None}

    def _content_with_nested(self, bot: BotAccount | None, files: FileStore) -> JSON:
        pinned = self.content.get("pinned_message")
        if isinstance(pinned, Message):
            return self.content | {"pinned_message": pinned.as_json(bot, files, nested=True)}
        return self.content
