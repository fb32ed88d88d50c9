"""What the clock has a bot do in single chats: telling who left, and taking back what staff listened to."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from functools import partial
from typing import TypeVar

import structlog
from aiogram import Bot
from aiogram.exceptions import TelegramAPIError, TelegramBadRequest, TelegramForbiddenError

from bot.answering import AnswerSession
from bot.config import Config
from bot.schedule import MINUTE, Job
from bot.tokens import Token
from handlers.reminders import remind, tell_refused
from handlers.segments import ask_for_location
from language.catalogues import Catalogues
from language.voices import Voice
from services import recordings, tracks, unfinished
from services.house import House
from services.unfinished import NotHandedOver, Reminder

log = structlog.get_logger()
Left = TypeVar("Left", Reminder, NotHandedOver)


class Errands:
    """Runs errands with this deployment's bot; none is run twice, one that fails stops no other, and without a
    token that is good none is begun."""

    def __init__(self, config: Config, catalogues: Catalogues, token: Token) -> None:
        self._telegram, self._catalogues, self._token = config.telegram, catalogues, token

    def jobs(self) -> list[tuple[float, Job]]:
        """For the clock's list: each with how often it is asked, in seconds."""
        return [
            (MINUTE, self.remind_who_left),
            (MINUTE, self.tell_who_was_refused),
            (MINUTE, self.take_back_recordings),
            (MINUTE, self.ask_who_is_quiet),
        ]

    async def remind_who_left(self, house: House, *, now: datetime) -> int:
        """One reminder for each draft that was left; how many. One that does not get through is tried again."""
        if not await self._token.is_good():
            return 0
        due = await unfinished.due_reminders(house, bot_id=self._telegram.bot_id, now=now)
        return await self._say_each(due, remind, partial(unfinished.reminded, house, now=now))

    async def tell_who_was_refused(self, house: House, *, now: datetime) -> int:
        """Say that a notice that was left did not reach the desk; how many. One not heard is told again."""
        if not await self._token.is_good():
            return 0
        due = await unfinished.due_refusals(house, bot_id=self._telegram.bot_id, now=now)
        return await self._say_each(due, partial(tell_refused, now=now), partial(unfinished.told_refused, house))

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

    async def ask_who_is_quiet(self, house: House, *, now: datetime) -> int:
        """Ask pairs of whom nothing is heard for their live location, once for each silence; how many were due."""
        if not await self._token.is_good():
            return 0
        due = await tracks.who_is_quiet(house, bot_id=self._telegram.bot_id, now=now)
        if due:
            async with self._bot() as bot:
                for each in due:
                    try:
                        await ask_for_location(bot, self._catalogues.voice(each.language), each)
                    except TelegramAPIError as error:
                        log.warning("reminder-not-sent", error=type(error).__name__)
                    await tracks.asked(house, each, now=now)
        return len(due)

    async def _say_each(
        self,
        due: Sequence[Left],
        say: Callable[[Bot, Voice, Left], Awaitable[None]],
        said: Callable[[Left], Awaitable[None]],
    ) -> int:
        """Say it to each, and write that it was said; one that does not get through stays due."""
        if not due:
            return 0
        async with self._bot() as bot:
            for each in due:
                try:
                    await say(bot, self._catalogues.voice(each.language), each)
                except TelegramAPIError as error:
                    log.warning("reminder-not-sent", error=type(error).__name__)
                    continue
                await said(each)
        return len(due)

    @asynccontextmanager
    async def _bot(self) -> AsyncIterator[Bot]:
        bot = Bot(self._token.value, session=AnswerSession(self._telegram.api_url, self._token))
        try:
            yield bot
        finally:
            await bot.session.close()
