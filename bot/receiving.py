"""The intake role: updates in by polling or webhook, through the inbox, to the conversations (aiogram)."""

import asyncio
from collections.abc import Callable
from functools import cache
from typing import Any

import aiohttp
import structlog
from aiogram import Bot, Dispatcher
from aiogram.client.session.middlewares.base import BaseRequestMiddleware, NextRequestMiddlewareType
from aiogram.exceptions import (
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiogram.methods import Response, TelegramMethod
from aiogram.methods.base import TelegramType

from bot.answering import AnswerSession
from bot.config import Config
from bot.intake import Intake
from bot.only_one import only_one, until_lost
from bot.polling import Polling, UnknownToken
from bot.tokens import Token
from clock.clocks import Now
from handlers.commands import set_commands
from handlers.routes import dispatcher
from language.catalogues import Catalogues
from services.house import House
from services.members import adopt

log = structlog.get_logger()

UPDATES = ("message", "edited_message", "callback_query", "my_chat_member", "chat_member", "channel_post")
"""The kinds of update asked of Telegram; the rest is not ours to see."""

MAP_SECONDS = 5.0
"""How often it is asked whether the map has changed."""


@cache
def _conversations() -> Dispatcher:
    """One for all bots of a process: hundreds of handlers are looked at once."""
    return dispatcher()


class Receiving:
    """Answers the people who write to one bot; `run` until cancelled."""

    def __init__(
        self,
        config: Config,
        house: House,
        catalogues: Catalogues,
        now: Now,
        *,
        token: Token,
        spend: Callable[[], None] | None = None,
    ) -> None:
        self._config, self._house, self._catalogues, self._now = config, house, catalogues, now
        self.token = token
        session = AnswerSession(config.telegram.api_url, token)
        if spend is not None:
            session.middleware(_Spending(spend))
        self.bot = Bot(token.value, session=session)
        self.intake = Intake(self.bot, _conversations(), house, catalogues, now, may_answer=token.good)

    async def run(self) -> None:
        """Receive and answer; what an earlier run left is done first, even while Telegram cannot be reached.

        One process of a bot does what its inbox holds, and asks for updates: Telegram gives them to one only. Any
        number may take them in by webhook.
        """
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self._alone())
                if self._config.telegram.mode == "webhook":
                    group.create_task(self._stay_introduced())
        finally:
            await self.bot.session.close()

    async def _alone(self) -> None:
        while True:
            async with only_one(self._house, self._config, "intake") as lost:
                await until_lost(lost, self._work())

    async def _work(self) -> None:
        async with asyncio.TaskGroup() as group:
            group.create_task(self.intake.run())
            group.create_task(self._know_the_map())
            if self._config.telegram.mode == "polling":
                group.create_task(self._ask_for_updates())

    async def _know_the_map(self) -> None:
        """Read it and its names, at the start and after each change, before somebody types one."""
        while True:
            try:
                await self._house.areas_by_name()
            except Exception as error:  # noqa: BLE001 - whoever types a name reads them then
                log.warning("map-not-read", error=type(error).__name__)
            await asyncio.sleep(MAP_SECONDS)

    async def _ask_for_updates(self) -> None:
        """With each token that is good, as long as it is; what was given and not confirmed is given again."""
        async with aiohttp.ClientSession() as session:
            while True:
                token = await self._be_introduced()
                polling = Polling(self.intake, session, self._config.telegram.api_url, token, UPDATES)
                try:
                    await until_lost(self.token.refusal(), polling.run())
                except UnknownToken:
                    self.token.refused(token)

    async def _stay_introduced(self) -> None:
        """A webhook goes with its token, and nobody says so: Telegram is asked now and then."""
        while True:
            await self._be_introduced()
            await self.token.beats()

    async def _be_introduced(self) -> str:
        """Tell Telegram our commands and where updates go; tried until it answers. Gives the token it was told with."""
        pause = 1.0
        while True:
            token = await self.token.good()
            try:
                await self._introduce()
                return token
            except (TelegramUnauthorizedError, TelegramNotFound):
                self.token.refused(token)
            except (TelegramNetworkError, TelegramServerError, TelegramRetryAfter) as error:
                log.warning("telegram-not-reached", error=type(error).__name__)
                await asyncio.sleep(pause)
                pause = min(pause * 2, 30.0)

    async def _introduce(self) -> None:
        telegram = self._config.telegram
        me = await self.bot.me()
        await adopt(self._house, bot_id=me.id, username=me.username or "", now=self._now())
        await set_commands(self.bot, self._catalogues)
        if telegram.mode == "webhook":
            secret = telegram.webhook_secret.get_secret_value()
            await self.bot.set_webhook(telegram.webhook_url, secret_token=secret, allowed_updates=list(UPDATES))
        else:
            await self.bot.delete_webhook()


class _Spending(BaseRequestMiddleware):
    """Answers to people come first: each is taken from the budget that dispatching waits for."""

    def __init__(self, spend: Callable[[], None]) -> None:
        self._spend = spend

    async def __call__(
        self, make_request: NextRequestMiddlewareType[TelegramType], bot: Bot, method: TelegramMethod[TelegramType]
    ) -> Response[TelegramType]:
        if _counts(method):
            self._spend()
        return await make_request(bot, method)


def _counts(method: TelegramMethod[Any]) -> bool:
    """What Telegram's limits count: messages sent and edited."""
    return type(method).__name__.startswith(("Send", "Edit", "Copy", "Forward"))
