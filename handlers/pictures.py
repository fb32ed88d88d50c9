"""Pictures people send: as a photo or as a file."""

from io import BytesIO
from typing import Any

from aiogram import Bot, F
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import Message

from pictures.safe import MOST_BYTES, NotAPicture, PictureTooLarge

PICTURE: Any = F.photo | F.document.mime_type.startswith("image/")
"""A message with a picture, whichever way it was sent."""


async def sent_picture(message: Message, bot: Bot) -> bytes:
    """The bytes of the picture in a message, the largest Telegram has; refuses with NotAPicture and PictureTooLarge."""
    file = message.photo[-1] if message.photo else message.document
    if file is None:
        raise NotAPicture
    if file.file_size is not None and file.file_size > MOST_BYTES:
        raise PictureTooLarge
    held = BytesIO()
    try:
        await bot.download(file, destination=held)
    except TelegramBadRequest as error:
        raise (PictureTooLarge if "too big" in error.message else NotAPicture) from error
    return held.getvalue()
