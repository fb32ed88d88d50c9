"""The two libraries side by side, for the contract tests of the sandbox: same calls, same names, their own classes."""

import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import aiogram
import aiogram.exceptions
import pytest
import telegram
import telegram.error

AiogramBot = Any
"""aiogram.Bot; tests look into what it answers without asking first whether it is there."""

REFUSALS: dict[str, dict[str, type[Exception]]] = {
    "aiogram": {
        "bad request": aiogram.exceptions.TelegramBadRequest,
        "forbidden": aiogram.exceptions.TelegramForbiddenError,
        "moved": aiogram.exceptions.TelegramMigrateToChat,
        "flood": aiogram.exceptions.TelegramRetryAfter,
        "conflict": aiogram.exceptions.TelegramConflictError,
        "unauthorized": aiogram.exceptions.TelegramUnauthorizedError,
        "server": aiogram.exceptions.TelegramServerError,
        "network": aiogram.exceptions.TelegramNetworkError,
        "not found": aiogram.exceptions.TelegramNotFound,
        "too large": aiogram.exceptions.TelegramEntityTooLarge,
    },
    "python-telegram-bot": {
        "bad request": telegram.error.BadRequest,
        "forbidden": telegram.error.Forbidden,
        "moved": telegram.error.ChatMigrated,
        "flood": telegram.error.RetryAfter,
        "conflict": telegram.error.Conflict,
        "unauthorized": telegram.error.InvalidToken,
        "server": telegram.error.NetworkError,
        "network": telegram.error.NetworkError,
        "not found": telegram.error.InvalidToken,
        "too large": telegram.error.NetworkError,
    },
}


def png(width: int = 640, height: int = 480, shade: int = 200) -> bytes:
    """A grey picture."""
    rows = (b"\x00" + bytes([shade]) * width) * height
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)),
        (b"IDAT", zlib.compress(rows)),
        (b"IEND", b""),
    )
    packed = (
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(packed)


@dataclass
class Library:
    """One of the two libraries, its bot connected to the sandbox."""

    name: str
    bot: Any
    types: Any

    def refusal(self, kind: str) -> type[Exception]:
        return REFUSALS[self.name][kind]

    @contextmanager
    def refuses(self, kind: str, words: str = "") -> Iterator[None]:
        """What is done inside is refused with these words; python-telegram-bot begins them with a capital."""
        with pytest.raises(self.refusal(kind)) as told:
            yield
        assert words.lower() in str(told.value).lower()

    def file(self, content: bytes, name: str = "picture.png") -> Any:
        if self.name == "aiogram":
            return aiogram.types.BufferedInputFile(content, name)
        return telegram.InputFile(content, filename=name)

    def inline(self, *rows: list[tuple[str, str]]) -> Any:
        button = self.types.InlineKeyboardButton
        made = [[button(text=label, callback_data=data) for label, data in row] for row in rows]
        return self.types.InlineKeyboardMarkup(inline_keyboard=made)

    def keys(self, *labels: str, **options: Any) -> Any:
        key = self.types.KeyboardButton
        return self.types.ReplyKeyboardMarkup(keyboard=[[key(text=label) for label in labels]], **options)

    def photo(self, media: Any, caption: str | None = None) -> Any:
        if isinstance(media, telegram.InputFile):
            media = telegram.InputFile(media.input_file_content, filename=media.filename, attach=True)
        return self.types.InputMediaPhoto(media=media, caption=caption)

    async def download(self, file_id: str) -> bytes:
        file = await self.bot.get_file(file_id)
        if self.name == "aiogram":
            return bytes((await self.bot.download_file(file.file_path)).read())
        return bytes(await file.download_as_bytearray())


@dataclass
class Hands:
    """A clock moved by hand."""

    now: datetime = datetime(2026, 11, 22, 13, 40, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def ahead(self, **by: float) -> None:
        self.now += timedelta(**by)
