"""The deliver role: one active dispatcher per bot token, standing by until it is the only one."""

import asyncio
from datetime import time

import structlog
from sqlalchemy.exc import SQLAlchemyError
from telegram import Bot

from alerts.budgets import Budget
from alerts.deciding import Manners
from alerts.dispatcher import Dispatcher
from alerts.failures import TokenRefused
from alerts.letters import Press
from alerts.pacing import Turns
from alerts.telegram import AiohttpRequest, TelegramChannel
from alerts.uploads import Uploads
from alerts.writers import forms
from bot.config import Config
from bot.only_one import STANDBY_SECONDS, only_one, until_lost
from bot.tokens import Token
from clock.clocks import Now
from language.catalogues import Catalogues
from pictures.neutral import neutral_picture
from services import alerts
from services.holding_back import BROADCASTS_PAUSED
from services.house import House

log = structlog.get_logger()

PAID_PER_SECOND = 1000.0
NEAREST_SECONDS = 0.2
"""So long the nearest have the writer of the ledger to themselves."""


class Delivering:
    """Sends what one bot owes; `run` until cancelled."""

    def __init__(
        self,
        config: Config,
        house: House,
        catalogues: Catalogues,
        now: Now,
        *,
        token: Token,
        turns: Turns | None = None,
    ) -> None:
        self._config, self._house, self._catalogues, self._now = config, house, catalogues, now
        self.token = token
        telegram = config.telegram
        paid = PAID_PER_SECOND if telegram.paid_broadcast else None
        self.budget = Budget.of(telegram.messages_per_second, paid=paid, turns=turns)
        self.dispatcher: Dispatcher | None = None

    async def run(self) -> None:
        """Wait to be the only dispatcher of this token, then dispatch; stand by again when that is lost."""
        while True:
            try:
                async with only_one(self._house, self._config, "dispatcher") as lost, AiohttpRequest() as request:
                    await until_lost(lost, self._dispatch(request))
            except (OSError, SQLAlchemyError) as error:
                log.error("dispatcher-stands-by", error=type(error).__name__)
            await asyncio.sleep(STANDBY_SECONDS)

    def spend(self) -> None:
        """An answer to a person leaves: dispatching waits for its share of the budget."""
        self.budget.edits.take(asyncio.get_running_loop().time())

    async def _dispatch(self, request: AiohttpRequest) -> None:
        """With each token that is good, as long as it is; between two of them everything is given back and waits."""
        while True:
            token = await self.token.good()
            self.dispatcher = await self._dispatcher(request, token)
            try:
                await until_lost(self.token.refusal(), self.dispatcher.run())
            except* TokenRefused:
                self.token.refused(token)
            self.dispatcher = None

    async def _dispatcher(self, request: AiohttpRequest, token: str) -> Dispatcher:
        telegram, house = self._config.telegram, self._house
        bot = Bot(token, base_url=f"{telegram.api_url}/bot", request=request, get_updates_request=request)
        uploads = Uploads(house.db, bot_id=telegram.bot_id, neutral=lambda: neutral_picture().jpeg, now=self._now)
        channel = TelegramChannel(
            bot, pictures=uploads.bytes_of, keep_upload=uploads.keep, paid=telegram.paid_broadcast
        )
        channel.knows(await uploads.known())
        return Dispatcher(
            house.db,
            bot_id=telegram.bot_id,
            channel=channel,
            press=Press(forms(house.rules), self._catalogues.voices),
            budget=self.budget,
            now=self._now,
            manners=manners(house),
            on_halt=self._halted,
            pause_switch=BROADCASTS_PAUSED,
            also=[self._promise_rest],
        )

    async def _promise_rest(self) -> None:
        """Those further away are promised what was published, once the nearest are on their way."""
        await asyncio.sleep(NEAREST_SECONDS)
        await alerts.promise_rest(self._house)

    async def _halted(self, alert_id: int) -> None:
        await alerts.halted(self._house, alert_id=alert_id, now=self._now())


def manners(house: House) -> Manners:
    """What the deployment says of disturbing people who said nothing themselves."""
    schedule = house.rules.schedule
    return Manners(
        house.rules.areas.zone, time.fromisoformat(schedule.quiet_from), time.fromisoformat(schedule.quiet_to)
    )
