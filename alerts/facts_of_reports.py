"""What letters say of a report, read once per revision; no rows of the database in them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func
from sqlmodel import col, select

from alerts.distances import AreaName, Path, path_of, through
from alerts.holding import Held, held
from models.alerts import Alert, Digest
from models.claims import Claimed
from models.database import Tx
from models.moderation import ReportOriginal
from models.organisations import Organisation
from models.pictures import Picture
from models.recordings import Recording
from models.reports import Report, ReportState, ReportUpdate, lacking


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """What letters say of a report."""

    number: int
    state: ReportState
    category: str
    description: str
    path: Path
    place: str
    """In the reporter's own words."""
    lat: float | None
    lon: float | None
    picture_id: int | None
    newest_picture_id: int | None
    """What the reporter added last, else the first; for the desk."""
    added: str
    """The words the reporter added last."""
    reason: str
    organisation: AreaName | None
    created_at: datetime
    nowhere: bool
    through: Mapping[int, AreaName]
    question: str = ""
    """What the desk asked and has no answer to yet."""
    lacking: tuple[str, ...] = ()
    """What the desk must complete before it goes out."""
    recordings: int = 0
    moderated: tuple[str, str] | None = None
    """What the desk took out of it last, words or picture, and why."""
    held: Held | None = None
    """Who at the desk has taken it."""
    has_reporter: bool = False
    """Somebody sent it, and has not asked to be forgotten since."""


async def facts_of(tx: Tx, alert: Alert | Digest) -> ReportFacts:
    """A report as it is now, with what its letters need of places, updates and organisation."""
    assert isinstance(alert, Alert)  # noqa: S101 - digests have their own form
    report = await tx.get_one(Report, alert.report_id)
    added, newest = await _added(tx, report)
    serves = await tx.get(Organisation, report.organisation_id) if report.organisation_id is not None else None
    return ReportFacts(
        number=report.id or 0,
        state=report.state,
        category=report.category,
        description=report.description,
        path=await path_of(tx, report.area_id),
        place=report.place,
        lat=report.lat,
        lon=report.lon,
        picture_id=await _there(tx, report.picture_id),
        newest_picture_id=await _there(tx, newest or report.picture_id),
        added=added,
        reason=report.reason,
        question=report.question,
        lacking=lacking(report),
        recordings=await _recordings(tx, report),
        moderated=await _moderated(tx, report),
        held=await held(tx, Claimed.REPORT, report.id),
        has_reporter=report.reporter_id is not None,
        organisation=AreaName(serves.name_ar, serves.name_en) if serves else None,
        created_at=report.created_at,
        nowhere=alert.nowhere,
        through=await through(tx, alert.id),
    )


async def _added(tx: Tx, report: Report) -> tuple[str, int | None]:
    """The last words and the last picture the reporter added."""
    said = select(ReportUpdate.text, ReportUpdate.picture_id).where(
        ReportUpdate.report_id == report.id, col(ReportUpdate.by_staff).is_(False), col(ReportUpdate.state).is_(None)
    )
    rows = (await tx.exec(said.order_by(col(ReportUpdate.id).desc()))).all()
    words = next((text for text, _ in rows if text), "")
    return words, next((picture for _, picture in rows if picture is not None), None)


async def _moderated(tx: Tx, report: Report) -> tuple[str, str] | None:
    mine = ReportOriginal.report_id == report.id
    last = select(ReportOriginal).where(mine).order_by(col(ReportOriginal.id).desc())
    row = (await tx.exec(last)).first()
    return None if row is None else ("picture" if row.hid_picture else "words", row.reason)


async def _recordings(tx: Tx, report: Report) -> int:
    return (await tx.exec(select(func.count(col(Recording.id))).where(Recording.report_id == report.id))).one()


async def _there(tx: Tx, picture_id: int | None) -> int | None:
    if picture_id is None:
        return None
    return (await tx.exec(select(Picture.id).where(Picture.id == picture_id))).first()
