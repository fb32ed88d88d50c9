"""Shifts: on duty until an hour, and at its end what one has goes to a colleague, or back to the desk."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlmodel import col, select

from language.text import cleaned
from models.claims import Claim, Claimed
from models.database import Tx
from models.handovers import Handover, HandoverOver, NoColleague, NothingToHandOver
from models.members import Member
from models.organisations import Role, StaffGrant
from models.refusals import TooLong
from models.rows import changed, id_of
from services import alerts, claims, preferences
from services.audit import Actor, record
from services.house import House
from services.organisations import require
from services.staff import Reader, readers_of

NOTE_LIMIT = 500
MOST_COLLEAGUES = 12
ANY = tuple(Role)


@dataclass(frozen=True, slots=True)
class Item:
    """One thing somebody has."""

    thing: Claimed
    number: int
    since: datetime


@dataclass(frozen=True, slots=True)
class Shift:
    """Until when somebody is on duty, what they have of the organisation they act for, and who else works there."""

    until: datetime | None
    items: tuple[Item, ...]
    colleagues: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Offer:
    """What is handed over, by whom and to whom; and where the one who is to hear of it reads."""

    id: int
    by: str
    to: str
    note: str
    items: tuple[Item, ...]
    readers: tuple[Reader, ...]


async def shift(house: House, *, member_id: int) -> Shift:
    """What one has and to whom it could go; refuses with NotAllowed who acts for nobody."""
    async with house.db.reading() as tx:
        organisation_id = await require(tx, member_id=member_id, role=ANY, organisation_id=None)
        until = (await tx.exec(select(Member.on_duty_until).where(Member.id == member_id))).one()
        items = await _items(tx, member_id, organisation_id)
        return Shift(until, items, await _colleagues(tx, member_id, organisation_id))


async def begin(house: House, *, member_id: int, until: datetime, now: datetime) -> None:
    """Be on duty until then: urgent cards sound at night too."""
    async with house.db.reading() as tx:
        await require(tx, member_id=member_id, role=ANY, organisation_id=None)
    await preferences.duty_until(house, member_id=member_id, until=until, now=now)


async def leave(house: House, *, member_id: int, now: datetime) -> int:
    """End one's shift and put everything back on the desk; how many things."""
    async with house.db.transaction() as tx:
        organisation_id = await require(tx, member_id=member_id, role=ANY, organisation_id=None)
        items = await _items(tx, member_id, organisation_id)
        await _put_back(tx, house, member_id, organisation_id, now)
        by = Actor.member(member_id, organisation_id)
        await record(tx, act="duty.leave", thing="member", thing_id=member_id, by=by, now=now, things=len(items))
        await preferences.end_duty(tx, member_id=member_id, by=by, now=now)
    return len(items)


async def offer(house: House, *, member_id: int, to: int, note: str, now: datetime) -> Offer:
    """Hand everything one has to a colleague, who takes it or declines; until then one has it.

    Refuses with NothingToHandOver, NoColleague and TooLong. A second offer takes the place of the first.
    """
    words = cleaned(note, limit=NOTE_LIMIT)
    if words.cut:
        raise TooLong(limit=NOTE_LIMIT, length=words.length)
    async with house.db.transaction() as tx:
        organisation_id = await require(tx, member_id=member_id, role=ANY, organisation_id=None)
        if to not in {number for number, _ in await _colleagues(tx, member_id, organisation_id, most=None)}:
            raise NoColleague()
        items = await _items(tx, member_id, organisation_id)
        if not items:
            raise NothingToHandOver()
        mine = col(Handover.from_member_id) == member_id, col(Handover.organisation_id) == organisation_id
        open_one = update(Handover).where(*mine, col(Handover.answered_at).is_(None))
        await tx.exec(open_one.values(answered_at=now, note=""))
        about: dict[str, Any] = {"organisation_id": organisation_id, "from_member_id": member_id, "to_member_id": to}
        row = Handover(**about, note=words.text, at=now, back_at=now + claims.patience(house))
        tx.add(row)
        await tx.flush()
        by = Actor.member(member_id, organisation_id)
        await record(tx, act="handover.offer", thing="member", thing_id=to, by=by, now=now, things=len(items))
        return await _offer(tx, row, items, heard_by=to)


async def answer(house: House, *, handover_id: int, member_id: int, accept: bool, now: datetime) -> Offer:
    """Take what a colleague hands over, or decline: then it is back on the desk. Their shift ends with either.

    Refuses with HandoverOver and NotAllowed.
    """
    async with house.db.transaction() as tx:
        row = await tx.get(Handover, handover_id)
        if row is None or row.to_member_id != member_id:
            raise HandoverOver()
        await require(tx, member_id=member_id, role=ANY, organisation_id=row.organisation_id)
        items = await _items(tx, row.from_member_id, row.organisation_id)
        told = await _offer(tx, row, items, heard_by=row.from_member_id)
        await _answer(tx, row, accept, now)
        by = Actor.member(member_id, row.organisation_id)
        await _put_back(tx, house, row.from_member_id, row.organisation_id, now)
        for each in items if accept else ():
            await claims.take(tx, house, each.thing, each.number, by, now)
            await claims.show_holder(tx, house, each.thing, each.number, now)
        await record(
            tx, act="handover.answer", thing="member", thing_id=row.from_member_id, by=by, now=now, accepted=accept
        )
        await preferences.end_duty(tx, member_id=row.from_member_id, by=by, now=now)
    return told


async def return_unanswered(house: House, *, now: datetime) -> int:
    """Put back on the desk what a colleague did not take in time; how many handovers."""
    async with house.db.reading() as tx:
        late = select(Handover.id).where(col(Handover.answered_at).is_(None), col(Handover.back_at) <= now)
        due = (await tx.exec(late)).all()
    return sum([await _return(house, number or 0, now) for number in due])


async def _return(house: House, handover_id: int, now: datetime) -> bool:
    async with house.db.transaction() as tx:
        row = await tx.get_one(Handover, handover_id)
        try:
            await _answer(tx, row, False, now)
        except HandoverOver:
            return False
        await _put_back(tx, house, row.from_member_id, row.organisation_id, now)
        by, number = Actor.clock(), row.from_member_id
        await record(tx, act="handover.return", thing="member", thing_id=number, by=by, now=now)
        return True


async def _answer(tx: Tx, row: Handover, accepted: bool, now: datetime) -> None:
    """Once; refuses with HandoverOver."""
    here = col(Handover.id) == row.id, col(Handover.answered_at).is_(None)
    answered = update(Handover).where(*here).values(answered_at=now, accepted=accepted, note="")
    if await changed(tx, answered) != 1:
        raise HandoverOver()


async def _put_back(tx: Tx, house: House, member_id: int, organisation_id: int, now: datetime) -> None:
    await claims.drop_all(tx, house, member_id=member_id, organisation_ids={organisation_id}, now=now)


async def _items(tx: Tx, member_id: int, organisation_id: int) -> tuple[Item, ...]:
    live = Claim.member_id == member_id, Claim.organisation_id == organisation_id, col(Claim.ended_at).is_(None)
    rows = (await tx.exec(select(Claim).where(*live).order_by(col(Claim.id)))).all()
    return tuple(Item(row.thing, row.thing_id, row.at) for row in rows)


async def _colleagues(
    tx: Tx, member_id: int, organisation_id: int, most: int | None = MOST_COLLEAGUES
) -> tuple[tuple[int, str], ...]:
    """Who else has a role there, by number and name."""
    theirs = StaffGrant.organisation_id == organisation_id, col(StaffGrant.revoked_at).is_(None)
    working = select(StaffGrant.member_id).where(*theirs, col(StaffGrant.member_id) != member_id)
    found = select(Member.id, Member.name).where(col(Member.id).in_(working)).order_by(col(Member.id)).limit(most)
    return tuple((number or 0, name) for number, name in (await tx.exec(found)).all())


async def _offer(tx: Tx, row: Handover, items: tuple[Item, ...], *, heard_by: int) -> Offer:
    by, to = await tx.get_one(Member, row.from_member_id), await tx.get_one(Member, row.to_member_id)
    recipients = (await tx.exec(alerts.active_recipients_of([heard_by]))).all()
    readers = tuple(await readers_of(tx, recipients))
    return Offer(id_of(row), by.name, to.name, row.note, items, readers)
