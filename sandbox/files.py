"""Files: bytes, their ids (`file_id` is a bot's own, `file_unique_id` is everybody's), their descriptions in messages.

One copy of a picture's bytes stands for all its sizes; the sizes Telegram would make are only described.
"""

import base64
import binascii
import hashlib
import itertools
import mimetypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sandbox.accounts import BotAccount
from sandbox.images import dimensions
from sandbox.refusals import WRONG_FILE, bad_request

JSON = dict[str, Any]

_PREFIX = {
    "photo": "AgACAgQAAx", "document": "BQACAgQAAx", "voice": "AwACAgQAAx", "video": "BAACAgQAAx",
    "audio": "CQACAgQAAx", "video_note": "DQACAgQAAx",
}  # fmt: skip
_FOLDER = {
    "photo": "photos", "voice": "voice", "video": "videos", "sticker": "stickers", "audio": "music",
    "video_note": "video_notes",
}  # fmt: skip
_NAMED = frozenset({"document", "audio"})
"""Kinds of which a message says how the file was called."""
ANY_MIME = "application/octet-stream"
ROUND_PIXELS = 384
"""Both sides of a round video, where nobody says another length."""
_SIZES = (("s", 90), ("m", 320), ("x", 800), ("y", 1280))


@dataclass(frozen=True)
class StoredFile:
    """Bytes as they were uploaded; `path` is what getFile names and the file address serves."""

    unique_id: str
    kind: str
    content: bytes = field(repr=False)
    path: str
    name: str
    mime: str


@dataclass
class FileStore:
    """All files of one Telegram."""

    by_unique_id: dict[str, StoredFile] = field(default_factory=dict)
    by_path: dict[str, StoredFile] = field(default_factory=dict)
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(0))

    def keep(self, content: bytes, kind: str, name: str = "", mime: str = "") -> StoredFile:
        """Store an upload; the same bytes uploaded twice are two files, as in Telegram."""
        number = next(self.numbers)
        guessed = mime if mime not in {"", ANY_MIME} else mimetypes.guess_type(name)[0] or ANY_MIME
        unique = "AQAD" + base64.urlsafe_b64encode(hashlib.sha256(f"{kind}{number}".encode()).digest()[:9]).decode()
        path = f"{_FOLDER.get(kind, 'documents')}/file_{number}{_extension(kind, name, guessed)}"
        stored = StoredFile(unique, kind, content, path, name, guessed)
        self.by_unique_id[unique] = self.by_path[path] = stored
        return stored

    def file_id(self, bot: BotAccount, unique_id: str) -> str:
        """The id under which this bot, and no other, knows a file."""
        stored = self.by_unique_id[unique_id.rsplit("~", 1)[0]]
        secret = base64.urlsafe_b64encode(f"{bot.id}/{unique_id}".encode()).decode().rstrip("=")
        return _PREFIX.get(stored.kind, "CgACAgQAAx") + secret

    def find(self, bot: BotAccount, file_id: str) -> StoredFile:
        """The file behind an id; another bot's id, or nonsense, is refused."""
        secret = file_id[10:]
        try:
            owner, _, unique = base64.urlsafe_b64decode(secret + "=" * (-len(secret) % 4)).decode().partition("/")
        except (binascii.Error, UnicodeDecodeError, ValueError):
            raise bad_request(WRONG_FILE) from None
        stored = self.by_unique_id.get(unique.rsplit("~", 1)[0])
        if owner != str(bot.id) or stored is None or self.file_id(bot, unique) != file_id:
            raise bad_request(WRONG_FILE)
        return stored

    def named_for(self, bot: BotAccount | None, content: JSON) -> JSON:
        """Content with the bot's own file id beside every `file_unique_id`."""
        return {key: self._named(bot, value) for key, value in content.items()}

    def _named(self, bot: BotAccount | None, value: Any) -> Any:
        if isinstance(value, list):
            return [self._named(bot, one) for one in value]
        if not isinstance(value, dict):
            return value
        named = {key: self._named(bot, inner) for key, inner in value.items()}
        if bot is not None and "file_unique_id" in value:
            return {"file_id": self.file_id(bot, value["file_unique_id"])} | named
        return named


def _extension(kind: str, name: str, mime: str) -> str:
    if kind == "photo":
        return ".jpg"
    if kind == "voice":
        return ".oga"
    _, dot, extension = name.rpartition(".")
    return f".{extension}" if dot else mimetypes.guess_extension(mime) or ""


def photo_sizes(stored: StoredFile) -> list[JSON]:
    """The sizes Telegram lists of a picture, the largest last. What can't be measured counts as 800×600."""
    width, height = dimensions(stored.content) or (800, 600)
    longest = max(width, height)
    bounds = [(mark, bound) for mark, bound in _SIZES if bound < longest] or [_SIZES[0]]
    if longest > bounds[-1][1]:
        bounds.append(("w", min(longest, 2560)))
    return [_size(stored, mark, min(1.0, bound / longest), width, height) for mark, bound in bounds]


def _size(stored: StoredFile, mark: str, scale: float, width: int, height: int) -> JSON:
    return {
        "file_unique_id": f"{stored.unique_id}~{mark}",
        "file_size": max(1, int(len(stored.content) * scale * scale)),
        "width": max(1, round(width * scale)),
        "height": max(1, round(height * scale)),
    }


def described(stored: StoredFile, **more: Any) -> JSON:
    """What a message says of a document or of something to listen to or watch; a round video has no type of its own."""
    mime = "" if stored.kind == "video_note" else stored.mime
    optional = {"mime_type": mime, "file_name": stored.name if stored.kind in _NAMED else "", **more}
    about: JSON = {"file_unique_id": stored.unique_id, "file_size": len(stored.content)}
    return about | {name: value for name, value in optional.items() if value not in ("", None)}
