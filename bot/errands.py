"""What the clock has a bot do in single chats: reminding who left, and taking back what staff listened to."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime

import structlog
from aiogram import Bot
from aiogram.exceptions import TelegramAPIError, TelegramBadRequest, TelegramForbiddenError

from bot.answering import AnswerSession
from bot.config import Config
from bot.schedule import MINUTE, Job
from bot.tokens import Token
from handlers.reminders import remind
from language.catalogues import Catalogues
from services import recordings, unfinished
from services.house import House

log = structlog.get_logger()


class Errands:
    """Runs errands with this deployment's bot; none is run twice, one that fails stops no other, and without a
    token that is good none is begun."""

    def __init__(self, config: Config, catalogues: Catalogues, token: Token) -> None:
        self._telegram, self._catalogues, self._token = config.telegram, catalogues, token

    def jobs(self) -> list[tuple[float, Job]]:
        """For the clock's list: each with how often it is asked, in seconds."""
        return [(MINUTE, self.remind_who_left), (MINUTE, self.take_back_recordings)]

    async def remind_who_left(self, house: House, *, now: datetime) -> int:
        """One reminder for each draft that was left; how many. One that does not get through is tried again."""
        if not await self._token.is_good():
            return 0
        due = await unfinished.due_reminders(house, bot_id=self._telegram.bot_id, now=now)
        if due:
            async with self._bot() as bot:
                for reminder in due:
                    try:
                        await remind(bot, self._catalogues.voice(reminder.language), reminder)
                    except TelegramAPIError as error:
                        log.warning("reminder-not-sent", error=type(error).__name__)
                        continue
                    await unfinished.reminded(house, reminder, now=now)
        return len(due)

    async def take_back_recordings(self, house: House, *, now: datetime) -> int:
        """Recordings leave the chats of staff; how many were due. Where Telegram is away it is tried again."""
        if not await self._token.is_good():
            return 0
        due = await recordings.to_take_back(house, bot_id=self._telegram.bot_id, now=now)
        if due:
            async with self._bot() as bot:
                for shown in due:
                    try:
                        await bot.delete_message(shown.chat_id, shown.message_id)
                    except (TelegramBadRequest, TelegramForbiddenError) as refused:
                        log.warning("recording-not-taken-back", error=type(refused).__name__)
                    except TelegramAPIError as error:
                        log.warning("recording-not-taken-back", error=type(error).__name__)
                        continue
                    await recordings.taken_back(house, shown)
        return len(due)

    @asynccontextmanager
    async def _bot(self) -> AsyncIterator[Bot]:
        bot = Bot(self._token.value, session=AnswerSession(self._telegram.api_url, self._token))
        try:
            yield bot
        finally:
            await bot.session.close()
