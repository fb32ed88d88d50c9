"""What people say instead of writing: voice messages, sound and film; kept as they came, and played to staff."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from aiogram import Bot, F
from aiogram.types import Message

from handlers.talking import Talk
from language.text import visible
from models.recordings import Recording, RecordingKind
from models.refusals import NotUnderstood
from services import recordings
from services.house import House
from services.recordings import Sent, Shown

SPOKEN: Any = F.voice | F.audio | F.video | F.video_note
"""A message with something to listen to."""


async def kept_recording(message: Message, bot: Bot, house: House, *, once: str, now: datetime) -> int:
    """The number under which it is kept; refuses with RecordingTooLong and RecordingTooLarge."""
    return await recordings.keep(house, _sent(message, bot), made_by=once, now=now)


def _sent(message: Message, bot: Bot) -> Sent:
    spoken: Sequence[tuple[RecordingKind, Any]] = (
        (RecordingKind.VOICE, message.voice),
        (RecordingKind.AUDIO, message.audio),
        (RecordingKind.VIDEO_NOTE, message.video_note),
        (RecordingKind.VIDEO, message.video),
    )
    kind, file = next(((kind, file) for kind, file in spoken if file is not None), (None, None))
    if kind is None or file is None:
        raise NotUnderstood()
    return Sent(bot.id, kind, file.file_id, file.file_unique_id, file.duration, file.file_size)


async def play(found: Sequence[Recording], key: str, number: int, *, house: House, talk: Talk, now: datetime) -> None:
    """Put recordings into the chat of whoever asked for them; they leave it again, and cannot be passed on."""
    for each in found:
        message = await _sent_again(each, visible(talk.say(key, number=number)), talk)
        shown = Shown(talk.bot.id, talk.chat_id, message.message_id, each.id or 0)
        await recordings.remember_shown(house, [shown], now=now)


async def _sent_again(each: Recording, caption: str, talk: Talk) -> Message:
    bot, chat_id = talk.bot, talk.chat_id
    shared: dict[str, Any] = {"caption": caption, "protect_content": True}
    match each.kind:
        case RecordingKind.VOICE:
            return await bot.send_voice(chat_id, each.file_id, **shared)
        case RecordingKind.AUDIO:
            return await bot.send_audio(chat_id, each.file_id, **shared)
        case RecordingKind.VIDEO:
            return await bot.send_video(chat_id, each.file_id, **shared)
        case RecordingKind.VIDEO_NOTE:
            return await bot.send_video_note(chat_id, each.file_id, protect_content=True)
