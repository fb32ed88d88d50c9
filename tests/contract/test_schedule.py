"""The clock's list runs on both databases: every job has its turn, once, whatever became of the others."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.schedule import Keeping, jobs, run_due
from models.reports import Report
from services.house import House
from services.staff_summaries import StaffSummary
from tests.contract.digest_town import REGION, Town, town_of

EVENING = datetime(2026, 11, 22, 17, 0, tzinfo=UTC)
NEXT_MORNING = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
"""8:00 in Riyadh."""


@pytest.fixture
async def town(house: House, now: datetime) -> Town:
    return await town_of(house, now)


async def waits(town: Town) -> None:
    """A report for the desk of the team."""
    [(team,)] = await town.query("SELECT id FROM organisation WHERE code = 'team'")
    async with town.house.db.transaction() as tx:
        about = {"category": "water", "area_id": REGION, "organisation_id": team}
        tx.add(Report.model_validate({**about, "created_at": town.now, "changed_at": town.now}))


def test_every_job_is_a_service_of_its_own_name():
    names = [job.__name__ for _, job in jobs()]
    assert len(names) == len(set(names))
    assert all(job.__module__.startswith("services.") for _, job in jobs())


async def test_every_job_finds_its_tables(town: Town) -> None:
    await town.wants("suad")
    await town.search()
    await run_due(town.house, EVENING)
    await run_due(town.house, EVENING + timedelta(days=40))


async def test_digests_are_written_when_the_clocks_list_is_gone_through(town: Town) -> None:
    await town.wants("suad")
    await town.report()
    keeping = Keeping(town.house, lambda: EVENING)
    await keeping.run_due()
    await keeping.run_due()
    assert len(await town.digests("suad")) == 1
    assert keeping.beat == EVENING


async def test_the_staff_summary_is_told_once_a_day(town: Town) -> None:
    told: list[StaffSummary] = []

    async def tell(summary: StaffSummary) -> None:
        told.append(summary)

    await waits(town)
    for moment in (EVENING, EVENING, NEXT_MORNING, NEXT_MORNING):
        await Keeping(town.house, lambda at=moment: at, tell).run_due()  # type: ignore[misc]
    assert [[each.count for each in summary.waiting] for summary in told] == [[1]]
    assert {reader.address for summary in told for reader in summary.readers} == {"1002"}


async def test_a_summary_that_does_not_get_through_stops_no_other_job(town: Town) -> None:
    async def tell(_: StaffSummary) -> None:
        raise ConnectionError

    await waits(town)
    await town.wants("suad")
    await Keeping(town.house, lambda: town.now, tell).run_due()
    await town.report()
    await Keeping(town.house, lambda: NEXT_MORNING, tell).run_due()
    assert len(await town.digests("suad")) == 1
