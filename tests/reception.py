"""The chat without the rest of the house: a sandbox, aiogram's dispatcher, the inbox, long polling."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from functools import cache

import aiohttp
import pytest
from aiogram import Bot, Dispatcher

from bot.answering import AnswerSession
from bot.intake import Intake
from bot.polling import Polling
from clock.clocks import SteppingClock
from handlers.routes import dispatcher
from language.catalogues import Catalogues
from sandbox import Limits, Sandbox
from services.house import House


@dataclass
class Reception:
    """`telegram` has the people; `ar` and `en` say what the bot says."""

    telegram: Sandbox
    house: House
    bot: Bot
    intake: Intake
    polling: Polling
    catalogues: Catalogues
    loops: list[asyncio.Task[None]] = field(default_factory=list)

    async def closes(self) -> None:
        """Receive no more; what was kept stays in the inbox."""
        while self.loops:
            loop = self.loops.pop()
            loop.cancel()
            with suppress(asyncio.CancelledError):
                await loop

    def words(self, key: str, language: str = "ar", **facts: str | int) -> str:
        """A sentence as a phone shows it."""
        return self.catalogues.voice(language).plain(key, **facts)


@cache
def _conversations() -> Dispatcher:
    return dispatcher()


@asynccontextmanager
async def reception_of(
    house: House, telegram: Sandbox, catalogues: Catalogues, clock: SteppingClock
) -> AsyncIterator[Reception]:
    """Opens; and closes in good order."""
    answers = AnswerSession(telegram.api_url)
    async with Bot(telegram.token, session=answers) as bot, aiohttp.ClientSession() as session:
        intake = Intake(bot, _conversations(), house, catalogues, clock, pauses=(0.01,))
        polling = Polling(intake, session, telegram.api_url, telegram.token, timeout=1, first_pause=0.01)
        loops = [asyncio.create_task(intake.run()), asyncio.create_task(polling.run())]
        opened = Reception(telegram, house, bot, intake, polling, catalogues, loops)
        yield opened
        await opened.closes()


@pytest.fixture
async def reception(sqlite_house: House, catalogues: Catalogues, clock: SteppingClock) -> AsyncIterator[Reception]:
    """A bot that answers, on SQLite, with nobody in its database yet."""
    async with (
        await Sandbox.start(limits=Limits.none()) as telegram,
        reception_of(sqlite_house, telegram, catalogues, clock) as opened,
    ):
        yield opened
