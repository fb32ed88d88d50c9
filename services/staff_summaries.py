"""The daily summary: what waits for an organisation's staff, once a day, and for whom it is."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import update
from sqlmodel import col, select

from clock.schedules import Schedule
from language.text import Sentence
from language.times import since
from language.voices import Voice
from models.database import Tx
from models.members import Member
from models.organisations import Organisation, Role, StaffGrant
from models.rows import changed
from services.desk import Waiting, waiting
from services.desk_piles import Scope
from services.house import House
from services.organisations import staff_of
from services.staff import Reader, readers_of


@dataclass(frozen=True, slots=True)
class StaffSummary:
    """What waits for one organisation at this moment; nothing in it names or shows anybody."""

    organisation_id: int
    waiting: tuple[Waiting, ...]
    readers: tuple[Reader, ...]
    at: datetime
    on_duty: bool = True
    """Whether any of them is on duty at this moment."""


async def staff_summary(house: House, *, now: datetime) -> list[StaffSummary]:
    """The summaries that are due, each claimed by its due time so that no process tells it twice.

    One of unknown outcome is not repeated: the next comes tomorrow. Where nothing waits nothing is told.
    """
    async with house.db.reading() as tx:
        rows = (await tx.exec(select(Organisation.id, Organisation.next_summary_at))).all()
    due = [(number, at) for number, at in rows if number is not None and (at is None or at <= now)]
    summaries = [await _claimed(house, number, at, now) for number, at in due]
    return [each for each in summaries if each is not None and each.waiting and each.readers]


def summary_words(voice: Voice, summary: StaffSummary) -> Sentence:
    """The summary as one message: a line for each kind of what waits, with how long the oldest has waited."""
    lines = [voice("desk-summary")]
    if not summary.on_duty:
        lines.append(voice("desk-summary-nobody-on-duty"))
    for each in summary.waiting:
        lines.append(voice(f"desk-pile-{each.pile}", n=each.count, since=since(voice, each.since, summary.at)))
    return Sentence("\n".join(lines))


async def _claimed(house: House, organisation_id: int, due: datetime | None, now: datetime) -> StaffSummary | None:
    """Set the next due time; what waits, if that was ours to set. A first time only sets it."""
    following = Schedule.parse(house.rules.schedule.staff_summary).next_after(now, ZoneInfo(house.rules.areas.zone))
    this = col(Organisation.id) == organisation_id, col(Organisation.next_summary_at).is_not_distinct_from(due)
    async with house.db.transaction() as tx:
        claim = update(Organisation).where(*this).values(next_summary_at=following)
        if await changed(tx, claim) != 1 or due is None:
            return None
        scope = Scope(frozenset({organisation_id}), frozenset({Role.ADMIN}))
        readers, on_duty = await _readers(tx, organisation_id), await _anybody_on_duty(tx, organisation_id, now)
        return StaffSummary(organisation_id, await waiting(tx, scope), readers, now, on_duty)


async def _anybody_on_duty(tx: Tx, organisation_id: int, now: datetime) -> bool:
    theirs = StaffGrant.organisation_id == organisation_id, col(StaffGrant.revoked_at).is_(None)
    there = select(Member.id).join(StaffGrant, col(StaffGrant.member_id) == Member.id)
    return (await tx.exec(there.where(*theirs, col(Member.on_duty_until) > now))).first() is not None


async def _readers(tx: Tx, organisation_id: int) -> tuple[Reader, ...]:
    staff = await staff_of(tx, organisation_id=organisation_id, roles=tuple(Role))
    return tuple(await readers_of(tx, staff))
