"""Receiving by long polling: raw answers of getUpdates, acknowledged by the next offset once they are committed."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NoReturn

import aiohttp
import orjson
import structlog

from bot.intake import Intake
from bot.updates import has_number

log = structlog.get_logger()

AT_A_TIME = 100
"""The most getUpdates gives (Bot API)."""

FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0
"""Seconds between attempts while Telegram cannot be reached: doubled each time, up to the longest."""


class NoUpdates(Exception):
    """getUpdates did not give updates; `pause` is how many seconds Telegram asks for, `why` its sentence."""

    def __init__(self, why: str, pause: float | None = None) -> None:
        super().__init__(why)
        self.why, self.pause = why, pause


class UnknownToken(Exception):
    """Telegram does not know this token (any more): asking again with it is of no use."""


@dataclass
class Polling:
    """Asks one Bot API server for one bot's updates, for ever."""

    intake: Intake
    session: aiohttp.ClientSession
    api_url: str
    token: str = field(repr=False)
    allowed: Sequence[str] = ()
    timeout: int = 50
    """Seconds Telegram may keep the question open."""

    first_pause: float = FIRST_PAUSE
    _offset: int | None = None

    async def run(self) -> None:
        """Poll until cancelled; survives any trouble on the way to Telegram and the database. Raises UnknownToken."""
        pause = self.first_pause
        while True:
            try:
                await self.once()
                pause = self.first_pause
            except UnknownToken:
                raise
            except NoUpdates as no:
                log.error("Telegram gives no updates", why=no.why)
                await asyncio.sleep(no.pause if no.pause is not None else pause)
                pause = min(pause * 2, LONGEST_PAUSE)
            except Exception as error:  # noqa: BLE001 - the address holds the token: only the kind of trouble is logged
                log.warning("updates could not be fetched or kept", error=type(error).__name__, pause=pause)
                await asyncio.sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE)

    async def once(self) -> int:
        """Ask once, commit what came; returns how many updates were given."""
        updates = [each for each in await self._ask() if has_number(each)]
        if updates:
            await self.intake.keep(updates)
            self._offset = max(each["update_id"] for each in updates) + 1
        return len(updates)

    async def _ask(self) -> list[Any]:
        question = {"timeout": self.timeout, "limit": AT_A_TIME, "allowed_updates": list(self.allowed)}
        if self._offset is not None:
            question["offset"] = self._offset
        url = f"{self.api_url.rstrip('/')}/bot{self.token}/getUpdates"
        patience = aiohttp.ClientTimeout(total=self.timeout + 15)
        async with self.session.post(url, json=question, timeout=patience) as response:
            answer = orjson.loads(await response.read())
        if not (isinstance(answer, dict) and answer.get("ok") and isinstance(answer.get("result"), list)):
            _refuse(answer)
        return list(answer["result"])


def _refuse(answer: Any) -> NoReturn:
    """Say what Telegram said; 409 in words that help."""
    facts = answer if isinstance(answer, dict) else {}
    if facts.get("error_code") == 409:
        raise NoUpdates("another process receives for this token, or a webhook is set: only one may")
    if facts.get("error_code") in {401, 404}:
        raise UnknownToken
    parameters = facts.get("parameters")
    wait = parameters.get("retry_after") if isinstance(parameters, dict) else None
    raise NoUpdates(str(facts.get("description", "not an answer of the Bot API"))[:200], wait)
