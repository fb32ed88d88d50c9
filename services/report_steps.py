"""What every change of a report has in common, in the caller's transaction: its step written down, every copy told."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, update
from sqlmodel import col, select

from language.text import Key, cleaned
from models.alerts import Alert, Audience, Priority, Wording
from models.claims import Claimed
from models.database import Tx
from models.organisations import Role
from models.refusals import TooLong
from models.reports import (
    DANGER,
    REPORT_OPEN,
    REPORT_TRANSITIONS,
    Report,
    ReportMoved,
    ReportNotFound,
    ReportState,
    ReportUpdate,
    TooManyReports,
    UnknownCategory,
)
from models.rows import changed, id_of
from services import alerts, claims, trust
from services.audit import Actor, record
from services.house import House
from services.members import Known
from services.organisations import serving, staff_of
from services.places import Place, areas_of

WORDS_LIMIT = 600
"""Characters of a description or an update: what fits under a picture beside place and state."""
REASON_LIMIT = 300
"""Characters of the reason a report was refused for."""
DESK_ROLES = (Role.DESK, Role.COORDINATOR, Role.ADMIN)
"""Who hears of reports at an organisation."""
AN_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Hand:
    """Who does something to a report, when, and by which update, so that it is done once."""

    by: Actor
    now: datetime
    made_by: str | None = None
    staff: bool = False


async def made_before(tx: Tx, made_by: str | None) -> Report | None:
    """The report that the same update made or moved when it came the first time."""
    if made_by is None:
        return None
    said = select(Report).join(ReportUpdate, col(ReportUpdate.report_id) == Report.id)
    return (await tx.exec(said.where(ReportUpdate.made_by == made_by))).first()


async def move(
    tx: Tx, report_id: int, frm: Collection[ReportState], to: ReportState, hand: Hand, **columns: Any
) -> Report:
    """Bring a report from one of these states to another, and write that it did; refuses with ReportMoved."""
    frm = [state for state in frm if to in REPORT_TRANSITIONS[state]]
    guarded = update(Report).where(col(Report.id) == report_id, col(Report.state).in_(frm))
    done = await changed(tx, guarded.values(state=to, changed_at=hand.now, **columns))
    report = await read_again(tx, report_id)
    if done != 1:
        raise moved(report)
    if to not in REPORT_OPEN:
        await claims.end(tx, Claimed.REPORT, report_id, hand.now)
    await step(tx, report, hand)
    return report


async def refuse_held(tx: Tx, house: House, report: Report, by: Actor, now: datetime) -> None:
    """Refuse with HeldByAnother to decide on what a colleague has just taken; danger waits for nobody."""
    if report.category != DANGER:
        await claims.refuse_held(tx, house, Claimed.REPORT, id_of(report), by, now)


async def rewrite(tx: Tx, report_id: int, hand: Hand, columns: dict[str, Any]) -> Report:
    """Write a report's corrected words or category."""
    await tx.exec(update(Report).where(col(Report.id) == report_id).values(changed_at=hand.now, **columns))
    await say(tx, report_id, hand)
    await record(tx, act="report.correct", thing="report", thing_id=report_id, by=hand.by, now=hand.now)
    return await read_again(tx, report_id)


async def read_again(tx: Tx, report_id: int) -> Report:
    report = await tx.get(Report, report_id, populate_existing=True)
    if report is None:
        raise ReportNotFound()
    return report


async def step(tx: Tx, report: Report, hand: Hand) -> None:
    """Write that a report took a step: for whoever follows it, and for the audit."""
    await say(tx, id_of(report), hand, state=report.state, text=report.reason)
    await record(tx, act=f"report.{report.state}", thing="report", thing_id=report.id, by=hand.by, now=hand.now)


async def say(tx: Tx, report_id: int, hand: Hand, **said: Any) -> None:
    """Add something said about a report."""
    said |= {"by_member_id": hand.by.member_id, "by_staff": hand.staff, "made_by": hand.made_by}
    tx.add(ReportUpdate(report_id=report_id, at=hand.now, **said))
    await tx.flush()


async def revise(
    tx: Tx, house: House, report: Report, now: datetime, *, desk_hears: bool = False, reporter_hears: bool = False
) -> None:
    """Let every copy say how the report stands now; with a sound for whom it is news."""
    hears = {Wording.REPORT_CARD: desk_hears, Wording.REPORT_FOLLOWED: reporter_hears, Wording.REPORT_OPEN: False}
    for alert in (await tx.exec(told(report, *hears))).all():
        await alerts.revise(tx, house, alert, now=now, sound=hears[alert.wording])


async def end_public(tx: Tx, house: House, report: Report, now: datetime) -> None:
    """What subscribers were told of it is over."""
    for alert in (await tx.exec(told(report, Wording.REPORT_OPEN))).all():
        await alerts.end(tx, house, alert, wording=Wording.REPORT_OVER, now=now)


async def tell_desk(tx: Tx, house: House, report: Report, now: datetime) -> None:
    """Promise the desk's card to the staff who answer for the report now; who has it keeps theirs."""
    card = (await tx.exec(told(report, Wording.REPORT_CARD))).first()
    staff = await staff_of(tx, organisation_id=report.organisation_id, roles=DESK_ROLES)
    await alerts.tell_people(tx, house, card or alert_of(report, Audience.STAFF, Wording.REPORT_CARD, now), staff)


async def tell_reporter(tx: Tx, house: House, report: Report, reporter: Known, now: datetime) -> None:
    """Promise the reporter what they follow their report by."""
    followed = alert_of(report, Audience.PEOPLE, Wording.REPORT_FOLLOWED, now)
    await alerts.tell_people(tx, house, followed, [reporter.recipient_id])


async def stay_within_limit(
    tx: Tx, house: House, reporter: Known | None, category: str, now: datetime, *, served_by: int | None
) -> None:
    """Refuse with TooManyReports what is beyond the hour's number, sent again included; never what is dangerous.

    The organisation that serves the place may have limited or banned who reports: Banned, BannedForGood.
    """
    if reporter is None or category == DANGER:
        return
    limit = await trust.hourly_limit(tx, house, member_id=reporter.id, organisation_id=served_by, now=now)
    sent = (
        select(func.count(), func.min(ReportUpdate.at))
        .join(Report, col(Report.id) == ReportUpdate.report_id)
        .where(ReportUpdate.by_member_id == reporter.id, ReportUpdate.state == ReportState.RECEIVED)
        .where(col(ReportUpdate.at) > now - AN_HOUR, Report.category != DANGER)
    )
    number, first = (await tx.exec(sent)).one()
    if number >= limit:
        raise TooManyReports(limit=limit, after=first + AN_HOUR)


def alert_of(report: Report, audience: Audience, wording: Wording, now: datetime) -> Alert:
    """A new alert about a report; nothing is written yet. The desk hears of danger before anything else of its kind."""
    urgent = audience is Audience.STAFF and report.category == DANGER
    return Alert(
        report_id=report.id,
        audience=audience,
        wording=wording,
        priority=Priority.URGENT if urgent else Priority.NORMAL,
        created_at=now,
        changed_at=now,
    )


def told(report: Report, *wordings: Wording) -> Any:
    """The alerts about a report that are not over."""
    return alerts.live_alerts(report_id=report.id, wordings=wordings)


def moved(report: Report) -> ReportMoved:
    """The refusal that says how the report stands now."""
    return ReportMoved(report_id=report.id, state=Key(f"report-state-{report.state.replace('_', '-')}"))


async def place_columns(house: House, place: Place) -> dict[str, Any]:
    """A place as a report keeps it: with the smallest area that holds it, and the organisation that serves it."""
    areas = await areas_of(house, place)
    return {
        "lat": place.lat,
        "lon": place.lon,
        "area_id": areas[0] if areas else None,
        "place": place.words,
        "organisation_id": await serving(house, areas),
    }


def check_category(house: House, category: str) -> str:
    """Refuses with UnknownCategory what config.yaml does not list (any more)."""
    if category not in {each.code for each in house.rules.reports.categories}:
        raise UnknownCategory(category=category)
    return category


def within_limit(text: str, limit: int = WORDS_LIMIT) -> str:
    """The text as it is kept; refuses with TooLong."""
    kept = cleaned(text, limit=limit)
    if kept.cut:
        raise TooLong(limit=limit, length=kept.length)
    return kept.text
