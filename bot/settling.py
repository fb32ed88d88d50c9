"""Settling updates by group commit: what is finished while a commit is under way goes with the next one."""

import asyncio
from collections.abc import Mapping

import structlog

from bot.updates import named
from clock.clocks import Now
from services import intake
from services.house import House
from services.intake import Page, Place

log = structlog.get_logger()

MOST_AT_ONCE = 200
FIRST_PAUSE, LONGEST_PAUSE = 0.1, 5.0
"""Seconds between attempts while the database is away."""


class Settling:
    """Marks one bot's updates done; `settle` returns when it is committed, however long the database is away."""

    def __init__(self, house: House, bot_id: int, now: Now) -> None:
        self._house, self._bot_id, self._now = house, bot_id, now
        self._waiting: dict[int, tuple[Mapping[Place, Page], asyncio.Future[None]]] = {}
        self._writer: asyncio.Task[None] | None = None

    async def settle(self, update_id: int, pages: Mapping[Place, Page]) -> None:
        committed = asyncio.get_running_loop().create_future()
        self._waiting[update_id] = pages, committed
        if self._writer is None:
            self._writer = asyncio.create_task(self._write())
        await committed

    async def _write(self) -> None:
        """Commit until nothing waits."""
        try:
            while self._waiting:
                some = dict(list(self._waiting.items())[:MOST_AT_ONCE])
                await self._commit({number: pages for number, (pages, _) in some.items()})
                for number, (_, committed) in some.items():
                    del self._waiting[number]
                    if not committed.done():
                        committed.set_result(None)
        finally:
            self._writer = None

    async def _commit(self, finished: Mapping[int, Mapping[Place, Page]]) -> None:
        pause = FIRST_PAUSE
        while True:
            try:
                await intake.finish_all(self._house, bot_id=self._bot_id, finished=finished, now=self._now())
                return
            except Exception as error:  # noqa: BLE001 - the rows are still there, and their handlers must not run again
                log.error("updates cannot be settled", count=len(finished), **named(error))
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)
