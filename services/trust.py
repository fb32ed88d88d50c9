"""How far an organisation trusts who reports to it: said with a reason, told to them, and open to one objection."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlmodel import col, select

from language.text import cleaned
from models.database import Tx
from models.members import Member, MemberNotFound
from models.organisations import Organisation, Role
from models.refusals import TooLong
from models.reports import ReasonMissing, Report, ReportNotFound
from models.rows import changed
from models.trust import AlreadyObjected, Banned, BannedForGood, MemberTrust, NotOfOneself, TrustLevel
from services import alerts
from services.audit import Actor, record
from services.house import House
from services.organisations import require, roles_of, staff_of
from services.staff import Reader, readers_of

KEEPERS = (Role.DESK, Role.COORDINATOR, Role.ADMIN)
RESTRICTING = frozenset({TrustLevel.LIMITED, TrustLevel.BANNED})
REASON_LIMIT = 300


@dataclass(frozen=True, slots=True)
class Standing:
    """How one member stands with one organisation; nothing said: new."""

    member_id: int
    name: str
    organisation: Organisation
    level: TrustLevel = TrustLevel.NEW
    reason: str = ""
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """What was said before, what is said now, and where the member reads."""

    before: Standing
    now: Standing
    readers: list[Reader]


async def standing(house: House, *, member_id: int, by: int, now: datetime) -> Standing:
    """How a member stands with the organisation this member of staff acts for, who is written down as having looked.

    Refuses with NotAllowed and MemberNotFound.
    """
    async with house.db.transaction() as tx:
        organisation_id = await require(tx, member_id=by, role=KEEPERS, organisation_id=None)
        actor = Actor.member(by, organisation_id)
        await record(tx, act="see.trust", thing="member", thing_id=member_id, by=actor, now=now)
        return await _standing(tx, member_id, organisation_id, now)


async def reporter_of(house: House, *, report_id: int, by: int, now: datetime) -> int:
    """Who sent a report, for its desk, which is written down as having looked.

    Refuses with NotAllowed, and with ReportNotFound where nobody is known any more.
    """
    async with house.db.transaction() as tx:
        report = await tx.get(Report, report_id)
        if report is None or report.reporter_id is None:
            raise ReportNotFound()
        roles = KEEPERS if report.organisation_id is not None else Role.ADMIN
        acting = await require(tx, member_id=by, role=roles, organisation_id=report.organisation_id)
        actor = Actor.member(by, acting)
        await record(tx, act="see.reporter", thing="report", thing_id=report_id, by=actor, now=now)
        return report.reporter_id


async def say(
    house: House, *, member_id: int, level: TrustLevel, reason: str, until: datetime | None, by: int, now: datetime
) -> Said:
    """Say how far a member is trusted by the organisation one acts for.

    A limit or a ban needs a reason. Refuses with NotAllowed, NotOfOneself, ReasonMissing and TooLong.
    """
    words = cleaned(reason, limit=REASON_LIMIT, lines=False)
    if words.cut:
        raise TooLong(limit=REASON_LIMIT, length=words.length)
    if level in RESTRICTING and not words.text:
        raise ReasonMissing()
    async with house.db.transaction() as tx:
        organisation_id = await require(tx, member_id=by, role=KEEPERS, organisation_id=None)
        colleagues = {each.organisation_id for each in await roles_of(tx, member_id)}
        if member_id == by or organisation_id in colleagues:
            raise NotOfOneself()
        before = await _standing(tx, member_id, organisation_id, now)
        row = {"level": level, "reason": words.text, "until": until if level in RESTRICTING else None}
        key = {"member_id": member_id, "organisation_id": organisation_id}
        await tx.merge(MemberTrust(**key, **row, since=now, by_member_id=by))  # type: ignore[arg-type]
        await tx.flush()
        actor = Actor.member(by, organisation_id)
        await record(tx, act="member.trust", thing="member", thing_id=member_id, by=actor, now=now, level=level)
        recipients = (await tx.exec(alerts.active_recipients_of([member_id]))).all()
        after = await _standing(tx, member_id, organisation_id, now)
        return Said(before, after, await readers_of(tx, recipients))


async def object_to(
    house: House, *, member_id: int, organisation_id: int, now: datetime
) -> tuple[Standing, list[Reader]]:
    """A member objects to their limit or ban; the admins who are to read it. Refuses with AlreadyObjected."""
    async with house.db.transaction() as tx:
        theirs = col(MemberTrust.member_id) == member_id, col(MemberTrust.organisation_id) == organisation_id
        still = col(MemberTrust.objected_at).is_(None), col(MemberTrust.level).in_(RESTRICTING)
        if await changed(tx, update(MemberTrust).where(*theirs, *still).values(objected_at=now)) != 1:
            raise AlreadyObjected()
        by = Actor.member(member_id)
        await record(tx, act="member.object", thing="organisation", thing_id=organisation_id, by=by, now=now)
        admins = await staff_of(tx, organisation_id=organisation_id, roles=(Role.ADMIN,))
        return await _standing(tx, member_id, organisation_id, now), await readers_of(tx, admins)


async def hourly_limit(tx: Tx, house: House, *, member_id: int, organisation_id: int | None, now: datetime) -> int:
    """How many reports in an hour this organisation takes from a member; refuses with Banned and BannedForGood.

    Where nobody serves the place, or it is not known, the strictest word of any organisation limits, and none bans.
    """
    rules = house.rules.reports
    rows = await _rows(tx, member_id, now)
    mine = next((row for row in rows if row.organisation_id == organisation_id), None)
    if mine is not None and mine.level is TrustLevel.BANNED:
        by = await tx.get_one(Organisation, mine.organisation_id)
        facts: dict[str, Any] = {"organisation": by.name_ar, "reason": mine.reason}
        raise BannedForGood(**facts) if mine.until is None else Banned(**facts, until=mine.until)
    strict = [row for row in rows if row.level in RESTRICTING and organisation_id in {None, row.organisation_id}]
    return min(rules.limited_per_hour, rules.per_hour) if strict else rules.per_hour


async def is_trusted(tx: Tx, *, member_id: int, organisation_id: int | None, now: datetime) -> bool:
    """Whether this organisation trusts a member."""
    rows = await _rows(tx, member_id, now)
    return any(row.organisation_id == organisation_id and row.level is TrustLevel.TRUSTED for row in rows)


async def forget(tx: Tx, *, member_id: int) -> None:
    """What was said of a member who is forgotten goes too; a ban stays, without its words, while it lasts."""
    theirs = update(MemberTrust).where(col(MemberTrust.member_id) == member_id)
    await tx.exec(theirs.values(reason="", objected_at=None))


async def _rows(tx: Tx, member_id: int, now: datetime) -> list[MemberTrust]:
    """What still counts of what organisations said of a member."""
    rows = (await tx.exec(select(MemberTrust).where(MemberTrust.member_id == member_id))).all()
    return [row for row in rows if row.until is None or row.until > now]


async def _standing(tx: Tx, member_id: int, organisation_id: int, now: datetime) -> Standing:
    member = await tx.get(Member, member_id)
    if member is None:
        raise MemberNotFound(member_id=member_id)
    organisation = await tx.get_one(Organisation, organisation_id)
    row = next((each for each in await _rows(tx, member_id, now) if each.organisation_id == organisation_id), None)
    if row is None:
        return Standing(member_id, member.name, organisation)
    return Standing(member_id, member.name, organisation, row.level, row.reason, row.until)
