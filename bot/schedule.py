"""The clock's list: one line per job, each calling one service function with `now`.

Due times live in the tables; jobs claim due rows by guarded update, so a restart or a second process neither skips nor
doubles.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from clock.clocks import Now
from services import (
    check_ins,
    daylight,
    digests,
    forgetting,
    geocoding,
    group_weeks,
    handovers,
    intake,
    moderation,
    objections,
    pictures,
    recordings,
    search_cards,
    search_closing,
    search_publishing,
    search_purging,
    search_widening,
    segment_searches,
    unfinished,
)
from services.house import House
from services.staff_summaries import StaffSummary, staff_summary

log = structlog.get_logger()

Job = Callable[..., Awaitable[object]]
Tell = Callable[[StaffSummary], Awaitable[None]]
"""Puts a summary in front of the staff it is for."""

Errands = Sequence[tuple[float, Job]]
"""What a bot does in single chats, with how often it is asked."""

MINUTE, HOUR = 60.0, 3600.0
LEAVING_SECONDS = 3.0


def jobs() -> list[tuple[float, Job]]:
    """Every job with how often it is asked, in seconds; one that finds nothing due has looked at an index."""
    return [
        (2.0, digests.write_due),
        (3.0, search_cards.refresh_progress),
        (10.0, search_publishing.ask_next_approver),
        (10.0, search_publishing.open_approved),
        (10.0, objections.ask_again_about_objections),
        (10.0, search_widening.widen_due),
        (10.0, check_ins.check_due),
        (MINUTE, daylight.call_in_before_dark),
        (MINUTE, group_weeks.write_weeks),
        (MINUTE, search_closing.ask_about_expiry),
        (MINUTE, search_closing.expire_searches),
        (MINUTE, forgetting.forget_due),
        (MINUTE, handovers.return_unanswered),
        (MINUTE, segment_searches.settle_those_gone),
        (MINUTE, unfinished.settle_left),
        (5 * MINUTE, search_purging.purge_contacts),
        (10 * MINUTE, search_purging.purge_cases),
        (HOUR, pictures.remove_unused),
        (HOUR, moderation.remove_originals),
        (HOUR, recordings.remove_unneeded),
        (HOUR, intake.sweep),
        (HOUR, geocoding.forget_old),
    ]


async def tell_staff(house: House, tell: Tell, *, now: datetime) -> None:
    """The daily summary, once for each organisation for which something waits."""
    for summary in await staff_summary(house, now=now):
        await tell(summary)


class Keeping:
    """Keeps the clock's list for one deployment; without `tell` nobody is sent the daily summary, without `leave` no
    chat is left; `errands` are what a bot does in single chats."""

    def __init__(
        self, house: House, now: Now, tell: Tell | None = None, leave: Job | None = None, *, errands: Errands = ()
    ) -> None:
        self._house, self._now, self._tell, self._leave, self._errands = house, now, tell, leave, errands
        self.beat: datetime | None = None
        """When a job last came to its end; `/readyz` asks."""

    async def run(self) -> None:
        """Until cancelled; what became due while nothing ran is done at once."""
        await self.run_due()
        scheduler = AsyncIOScheduler(timezone="UTC")
        for seconds, job in self._jobs():
            scheduler.add_job(
                self._do,
                "interval",
                seconds=seconds,
                args=[job],
                name=job.__name__,
                max_instances=1,
                coalesce=True,
                misfire_grace_time=None,
            )
        scheduler.start()
        try:
            await asyncio.Event().wait()
        finally:
            scheduler.shutdown(wait=False)

    async def run_due(self) -> None:
        """Every job once, now: for whoever moves the clock by hand."""
        for _, job in self._jobs():
            await self._do(job)

    def _jobs(self) -> list[tuple[float, Job]]:
        telling = [(MINUTE, self._tell_staff)] if self._tell is not None else []
        leaving = [(LEAVING_SECONDS, self._leave)] if self._leave is not None else []
        return [*jobs(), *telling, *leaving, *self._errands]

    async def _tell_staff(self, house: House, *, now: datetime) -> None:
        if self._tell is not None:
            await tell_staff(house, self._tell, now=now)

    async def _do(self, job: Job) -> None:
        try:
            await job(self._house, now=self._now())
            self.beat = self._now()
        except Exception as error:  # noqa: BLE001 - one job that fails must not stop the clock
            log.error("job-failed", job=job.__name__, error=type(error).__name__)


async def run_due(house: House, now: datetime) -> None:
    """Every job once at this moment, without a token; what fails is raised when all had their turn."""
    failed: list[Exception] = []
    for _, job in jobs():
        try:
            await job(house, now=now)
        except Exception as error:  # noqa: BLE001 - the others have their turn
            failed.append(error)
    if failed:
        raise ExceptionGroup("jobs failed", failed)
