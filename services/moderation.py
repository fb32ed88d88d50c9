"""Taking words or a picture out of a report: what goes out is the rest, what it said before stays for admins."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import update
from sqlmodel import col, select

from language.text import TELEPHONE
from models.database import Tx
from models.moderation import NoOriginal, NothingChanged, ReportOriginal
from models.organisations import Role
from models.pictures import Picture
from models.reports import REPORT_OPEN, ReasonMissing, Report
from models.rows import changed
from services import pictures
from services.audit import Actor, record
from services.house import House
from services.members import Known
from services.organisations import require
from services.report_desk import require_desk
from services.report_steps import REASON_LIMIT, moved, read_again, revise, within_limit

MASK = "▒▒▒"
"""What stands where a telephone number stood."""


@dataclass(frozen=True, slots=True)
class Original:
    """What a report said and showed before; the latest first of each kind."""

    words: str
    pictures: tuple[bytes, ...]


def without_numbers(words: str) -> str:
    """The words with telephone numbers covered."""
    return TELEPHONE.sub(MASK, words)


async def to_moderate(house: House, *, report_id: int, by: Known) -> Report:
    """A report of which this member of staff may take something out; refuses with NotAllowed and ReportMoved."""
    async with house.db.reading() as tx:
        report = await read_again(tx, report_id)
        await require_desk(tx, report, by)
        if report.state not in REPORT_OPEN:
            raise moved(report)
        return report


async def replace_words(
    house: House, *, report_id: int, words: str, reason: str, by: Known, made_by: str | None, now: datetime
) -> Report:
    """Let these words go out in place of the reporter's, who is told why; every copy that is out is edited.

    Refuses with NothingChanged, ReasonMissing, TooLong, NotAllowed and ReportMoved.
    """
    kept = within_limit(words)
    async with house.db.transaction() as tx:
        report = await read_again(tx, report_id)
        before = ReportOriginal(words=report.description, **_about(house, report_id, reason, by, made_by, now))
        return await _moderate(tx, house, report, before, by, {"description": kept})


async def hide_picture(
    house: House, *, report_id: int, reason: str, by: Known, made_by: str | None, now: datetime
) -> Report:
    """Take a report's picture out of every copy; the reporter is told why. Refuses as `replace_words`."""
    async with house.db.transaction() as tx:
        report = await read_again(tx, report_id)
        hidden: dict[str, Any] = {"picture_id": report.picture_id, "hid_picture": True}
        before = ReportOriginal(**hidden, **_about(house, report_id, reason, by, made_by, now))
        return await _moderate(tx, house, report, before, by, {"picture_id": None})


async def original(house: House, *, report_id: int, by: Known, now: datetime) -> Original:
    """What a report said before, for an admin of its organisation, who is written down as having looked.

    Refuses with NotAllowed and NoOriginal.
    """
    async with house.db.transaction() as tx:
        report = await read_again(tx, report_id)
        acting = await require(tx, member_id=by.id, role=Role.ADMIN, organisation_id=report.organisation_id)
        there = ReportOriginal.report_id == report_id, col(ReportOriginal.purge_at).is_not(None)
        rows = (await tx.exec(select(ReportOriginal).where(*there).order_by(col(ReportOriginal.id)))).all()
        if not rows:
            raise NoOriginal()
        numbers = [row.picture_id for row in rows if row.picture_id is not None]
        shown = (await tx.exec(select(Picture.jpeg).where(col(Picture.id).in_(numbers)))).all()
        actor = Actor.member(by.id, acting)
        await record(tx, act="see.original", thing="report", thing_id=report_id, by=actor, now=now)
        return Original(next((row.words for row in rows if row.words), ""), tuple(shown))


async def remove_originals(house: House, *, now: datetime) -> int:
    """Forget what was taken out of reports a month ago; how many."""
    async with house.db.transaction() as tx:
        return await _forget(tx, col(ReportOriginal.purge_at) <= now)


async def forget_reporter(tx: Tx, *, member_id: int) -> None:
    """Forget what was taken out of the reports of a member who is forgotten."""
    theirs = select(Report.id).where(Report.reporter_id == member_id)
    await _forget(tx, col(ReportOriginal.report_id).in_(theirs), col(ReportOriginal.purge_at).is_not(None))


async def _moderate(
    tx: Tx, house: House, report: Report, before: ReportOriginal, by: Known, columns: dict[str, Any]
) -> Report:
    """Keep what was there, write what is, and let every copy say it; a replay of the update changes nothing."""
    organisation_id = await require_desk(tx, report, by)
    done = select(ReportOriginal.id).where(ReportOriginal.made_by == before.made_by)
    if before.made_by is not None and (await tx.exec(done)).first() is not None:
        return report
    if all(getattr(report, name) == value for name, value in columns.items()):
        raise NothingChanged()
    if not before.reason:
        raise ReasonMissing()
    if report.state not in REPORT_OPEN:
        raise moved(report)
    tx.add(before)
    await tx.exec(update(Report).where(col(Report.id) == report.id).values(changed_at=before.at, **columns))
    facts = {"what": "picture" if before.hid_picture else "words"}
    actor = Actor.member(by.id, organisation_id)
    await record(tx, act="report.moderate", thing="report", thing_id=report.id, by=actor, now=before.at, **facts)
    report = await read_again(tx, before.report_id)
    await revise(tx, house, report, before.at, reporter_hears=True)
    return report


def _about(house: House, report_id: int, reason: str, by: Known, made_by: str | None, now: datetime) -> dict[str, Any]:
    return {
        "report_id": report_id,
        "reason": within_limit(reason, REASON_LIMIT),
        "by_member_id": by.id,
        "at": now,
        "purge_at": now + timedelta(days=house.rules.privacy.case_days),
        "made_by": made_by,
    }


async def _forget(tx: Tx, *which: Any) -> int:
    shown = (await tx.exec(select(ReportOriginal.picture_id).where(*which))).all()
    gone = update(ReportOriginal).where(*which).values(words=None, picture_id=None, purge_at=None)
    number = await changed(tx, gone)
    for picture_id in shown:
        if picture_id is not None:
            await pictures.remove(tx, picture_id)
    return number
