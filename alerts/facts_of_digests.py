"""What letters say of a digest, read once per revision; no rows of the database in them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import col, select

from alerts.distances import AreaName, Path, path_of
from alerts.facts_of_searches import SearchFacts, search_facts
from models.alerts import Alert, AlertState, Digest, DigestArea, DigestEntry, DigestFigure, DigestKind
from models.areas import Area
from models.database import Tx
from models.pictures import Picture
from models.reports import Report, ReportState

WEEK = timedelta(days=7)
"""What the picture of a week looks back on."""


@dataclass(frozen=True, slots=True)
class ReportLine:
    """One report of a digest."""

    number: int
    category: str
    area_id: int | None
    path: Path
    words: str
    """The place in the reporter's own words."""
    lat: float | None
    lon: float | None
    over: bool


@dataclass(frozen=True, slots=True)
class WeekFacts:
    """The figures of a week in some areas, as they are now."""

    paths: tuple[Path, ...]
    open: int
    fixed: int
    over: int
    """Ended otherwise."""
    picture_id: int | None


@dataclass(frozen=True, slots=True)
class DigestFacts:
    """What a digest shows now; a search under review is not among it."""

    kind: DigestKind
    written_at: datetime
    searches: tuple[SearchFacts, ...]
    """Those still open."""
    searches_over: int
    reports: tuple[ReportLine, ...]
    week: WeekFacts | None = None
    through: tuple[AreaName, ...] = ()
    """Areas that stood in for what its reader follows, which has no shape."""
    all_through: bool = False
    """Whether everything that is open came through one of them."""


async def digest_facts(tx: Tx, digest: Alert | Digest) -> DigestFacts:
    """A digest as what it gathered is now."""
    assert isinstance(digest, Digest)  # noqa: S101 - alerts have their own forms
    if digest.kind is DigestKind.WEEK:
        return DigestFacts(digest.kind, digest.created_at, (), 0, (), await _week(tx, digest))
    entries = select(DigestEntry.alert_id, DigestEntry.via_area_id).where(DigestEntry.digest_id == digest.id)
    via = dict((await tx.exec(entries.distinct())).all())
    shown = select(Alert).where(col(Alert.id).in_(via)).order_by(col(Alert.id))
    alerts = (await tx.exec(shown)).all()
    searches = [alert for alert in alerts if alert.search_id is not None]
    still = [alert for alert in searches if alert.state not in {AlertState.ENDED, AlertState.PAUSED}]
    reports = [alert for alert in alerts if alert.report_id is not None]
    shown_via = {via[alert.id or 0] for alert in [*still, *reports] if alert.state is not AlertState.ENDED}
    return DigestFacts(
        kind=digest.kind,
        written_at=digest.created_at,
        searches=tuple([await search_facts(tx, alert) for alert in still]),
        searches_over=sum(alert.state is AlertState.ENDED for alert in searches),
        reports=tuple(await _reports(tx, reports)),
        through=await _names(tx, shown_via),
        all_through=None not in shown_via,
    )


async def _names(tx: Tx, area_ids: Collection[int | None]) -> tuple[AreaName, ...]:
    found = select(Area).where(col(Area.id).in_([number for number in area_ids if number])).order_by(col(Area.id))
    return tuple(AreaName(area.name_ar, area.name_en) for area in (await tx.exec(found)).all())


async def _week(tx: Tx, digest: Digest) -> WeekFacts:
    counted = (
        select(Alert.state, Report.state)
        .join(DigestFigure, col(DigestFigure.alert_id) == Alert.id)
        .join(Report, col(Report.id) == Alert.report_id)
        .where(DigestFigure.digest_id == digest.id)
    )
    states = (await tx.exec(counted)).all()
    fixed = sum(report is ReportState.FIXED for _, report in states)
    still = sum(alert is not AlertState.ENDED and report is not ReportState.FIXED for alert, report in states)
    about = select(DigestArea.area_id).where(DigestArea.digest_id == digest.id).order_by(col(DigestArea.area_id))
    paths = [await path_of(tx, number) for number in (await tx.exec(about)).all()]
    picture = select(Picture.id).where(Picture.id == digest.picture_id)
    there = (await tx.exec(picture)).first() if digest.picture_id is not None else None
    return WeekFacts(tuple(paths), still, fixed, len(states) - still - fixed, there)


async def _reports(tx: Tx, alerts: Sequence[Alert]) -> list[ReportLine]:
    over = {alert.report_id: alert.state is AlertState.ENDED for alert in alerts}
    found = select(Report).where(col(Report.id).in_(over)).order_by(col(Report.id))
    rows = (await tx.exec(found)).all()
    paths = {area_id: await path_of(tx, area_id) for area_id in {row.area_id for row in rows}}
    return [
        ReportLine(
            number=row.id or 0,
            category=row.category,
            area_id=row.area_id,
            path=paths[row.area_id],
            words=row.place,
            lat=row.lat,
            lon=row.lon,
            over=over[row.id],
        )
        for row in rows
    ]
