"""Civic reports as an organisation's desk sees them: accepted or refused with a reason, seen through, corrected."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from models.alerts import Audience, Wording
from models.database import Tx
from models.organisations import Role
from models.reports import ReasonMissing, Report, ReportIncomplete, ReportState, lacking
from models.rows import id_of
from places.areas import AreaIndex
from places.grounds import AreaGround, Circle, Ground
from places.points import Point
from services import alerts, trust
from services.audit import Actor
from services.copies import show_again
from services.house import House
from services.members import Known
from services.organisations import require
from services.places import Place
from services.report_steps import (
    DESK_ROLES,
    REASON_LIMIT,
    Hand,
    alert_of,
    check_category,
    end_public,
    made_before,
    move,
    moved,
    place_columns,
    read_again,
    refuse_held,
    revise,
    rewrite,
    tell_desk,
    told,
    within_limit,
)

RECEIVED, ACCEPTED, IN_PROGRESS = ReportState.RECEIVED, ReportState.ACCEPTED, ReportState.IN_PROGRESS
FIXED, REFUSED = ReportState.FIXED, ReportState.REFUSED
PUBLIC = frozenset({ACCEPTED, IN_PROGRESS})
"""States in which subscribers are told of a report."""


async def accept(house: House, *, report_id: int, by: Known, made_by: str | None, now: datetime) -> Report:
    """Take a report on, and tell those who subscribed to its kind around its place.

    A report whose place nobody serves becomes that of the organisation whose admin accepts it.
    """
    return await _bring(house, report_id, {RECEIVED}, ACCEPTED, by, made_by, now, reason="")


async def accept_trusted(
    tx: Tx, house: House, areas: AreaIndex, report: Report, reporter: Known, now: datetime
) -> Report:
    """Take a complete report on at once where its organisation trusts who sent it; the deployment allows that."""
    served, number = report.organisation_id, id_of(report)
    if served is None or lacking(report):
        return report
    if not await trust.is_trusted(tx, member_id=reporter.id, organisation_id=served, now=now):
        return report
    report = await move(tx, number, {RECEIVED}, ACCEPTED, Hand(Actor.clock(), now), reason="")
    await revise(tx, house, report, now)
    await _tell_public(tx, house, areas, report, now)
    return report


async def reopen(house: House, *, report_id: int, by: Known, made_by: str | None, now: datetime) -> Report:
    """Take a report on again that was fixed or refused; subscribers are told anew."""
    return await _bring(house, report_id, {FIXED, REFUSED}, ACCEPTED, by, made_by, now, reason="")


async def start_work(house: House, *, report_id: int, by: Known, made_by: str | None, now: datetime) -> Report:
    """Say that somebody is at it."""
    return await _bring(house, report_id, {ACCEPTED}, IN_PROGRESS, by, made_by, now)


async def mark_fixed(house: House, *, report_id: int, by: Known, made_by: str | None, now: datetime) -> Report:
    """Say that it is done; every copy subscribers have says so."""
    return await _bring(house, report_id, PUBLIC, FIXED, by, made_by, now)


async def refuse(house: House, *, report_id: int, reason: str, by: Known, made_by: str | None, now: datetime) -> Report:
    """Say no, with a reason the reporter reads; refuses with ReasonMissing and TooLong."""
    words = within_limit(reason, REASON_LIMIT)
    if not words:
        raise ReasonMissing()
    return await _bring(house, report_id, {RECEIVED, *PUBLIC}, REFUSED, by, made_by, now, reason=words)


async def correct(
    house: House,
    *,
    report_id: int,
    category: str | None = None,
    description: str | None = None,
    place: Place | None = None,
    by: Known,
    made_by: str | None,
    now: datetime,
) -> Report:
    """Change a report's kind, words or place: every copy already sent is corrected, those of the new kind hear of it.

    The place is the desk's to say as long as nobody but the desk has heard of it; refuses with ReportMoved after.
    """
    columns: dict[str, Any] = {} if category is None else {"category": check_category(house, category)}
    columns |= {} if description is None else {"description": within_limit(description)}
    columns |= {} if place is None else await place_columns(house, place)
    areas = await house.areas()
    async with house.db.transaction() as tx:
        report = await read_again(tx, report_id)
        organisation_id = await require_desk(tx, report, by)
        if (made := await made_before(tx, made_by)) is not None:
            return made
        if report.state is ReportState.WITHDRAWN or (place is not None and report.state is not RECEIVED):
            raise moved(report)
        hand = Hand(Actor.member(by.id, organisation_id), now, made_by, staff=True)
        report = await rewrite(tx, report_id, hand, columns)
        if place is not None:
            await tell_desk(tx, house, report, now)
        await revise(tx, house, report, now)
        await _tell_new_kind(tx, house, areas, report)
        return report


async def desk_report(house: House, *, report_id: int, by: Known) -> Report:
    """A report as the staff who answer for it see it; refuses others with NotAllowed."""
    async with house.db.reading() as tx:
        report = await read_again(tx, report_id)
        await require_desk(tx, report, by)
        return report


async def show_card(house: House, *, report_id: int, to: Known) -> None:
    """Put the desk's card of a report in front of this member of staff again, as a new message."""
    async with house.db.transaction() as tx:
        report = await read_again(tx, report_id)
        await require_desk(tx, report, to)
        for card in (await tx.exec(told(report, Wording.REPORT_CARD))).all():
            await show_again(tx, house, card, to.recipient_id)


async def _bring(
    house: House,
    report_id: int,
    frm: Collection[ReportState],
    to: ReportState,
    by: Known,
    made_by: str | None,
    now: datetime,
    **columns: Any,
) -> Report:
    """Bring a report to a state by the hand of staff, and let everyone who was told of it know."""
    areas = await house.areas()
    async with house.db.transaction() as tx:
        report = await read_again(tx, report_id)
        organisation_id = await require_desk(tx, report, by)
        if (made := await made_before(tx, made_by)) is not None:
            return made
        await refuse_held(tx, house, report, Actor.member(by.id, organisation_id), now)
        if to is ACCEPTED:
            if lacking(report):
                raise ReportIncomplete()
            columns["organisation_id"] = report.organisation_id or organisation_id
        hand = Hand(Actor.member(by.id, organisation_id), now, made_by, staff=True)
        report = await move(tx, report_id, frm, to, hand, **columns)
        await revise(tx, house, report, now, reporter_hears=True)
        await _tell_public(tx, house, areas, report, now)
        return report


async def require_desk(tx: Tx, report: Report, by: Known) -> int:
    """The organisation for which this member answers for the report; an admin of any where nobody serves the place."""
    roles = DESK_ROLES if report.organisation_id is not None else Role.ADMIN
    return await require(tx, member_id=by.id, role=roles, organisation_id=report.organisation_id)


async def _tell_public(tx: Tx, house: House, areas: AreaIndex, report: Report, now: datetime) -> None:
    """What subscribers hear of the step a report just took."""
    if report.state is ACCEPTED:
        await tell_desk(tx, house, report, now)
        alert = alert_of(report, Audience.SUBSCRIBERS, Wording.REPORT_OPEN, now)
        ground = ground_of(house, report)
        await alerts.tell_subscribers(tx, house, areas, alert, ground=ground, category=report.category)
    elif report.state not in PUBLIC:
        await end_public(tx, house, report, now)


async def _tell_new_kind(tx: Tx, house: House, areas: AreaIndex, report: Report) -> None:
    """Promise what is out already to subscribers of the kind it has now; who has it keeps it."""
    for alert in (await tx.exec(told(report, Wording.REPORT_OPEN))).all():
        ground = ground_of(house, report)
        await alerts.tell_subscribers(tx, house, areas, alert, ground=ground, category=report.category)


def ground_of(house: House, report: Report) -> Ground | None:
    """Where a report concerns people: a little around its point, else the area that was named; None: not known."""
    if report.lat is not None and report.lon is not None:
        return Circle(Point(report.lat, report.lon), house.rules.reports.radius_m)
    return AreaGround(report.area_id) if report.area_id is not None else None
