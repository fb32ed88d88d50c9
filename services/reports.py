"""Civic reports as citizens see them: sent, followed, added to, taken back, sent again."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import col, select

from models.alerts import Wording
from models.database import Tx
from models.reports import (
    REPORT_OPEN,
    Report,
    ReportNeedsPlace,
    ReportNotFound,
    ReportSaysNothing,
    ReportState,
    ReportUpdate,
    lacking,
)
from models.rows import id_of
from services import pictures, recordings
from services.audit import Actor, record
from services.copies import show_again
from services.house import House
from services.members import Known
from services.places import Place
from services.report_desk import accept_trusted
from services.report_steps import (
    Hand,
    check_category,
    end_public,
    made_before,
    move,
    moved,
    place_columns,
    revise,
    say,
    stay_within_limit,
    step,
    tell_desk,
    tell_reporter,
    told,
    within_limit,
)

QUIET_AFTER_UPDATE = timedelta(minutes=10)
"""A second addition within this time changes the desk's card without a sound."""
MOST_SHOWN = 20


@dataclass(frozen=True, slots=True)
class ReportDraft:
    """What a report is about, as somebody is about to send it."""

    category: str
    place: Place
    description: str = ""
    picture_id: int | None = None
    recordings: tuple[int, ...] = ()
    as_is: bool = False
    """The desk completes what is missing; nothing goes out before."""


async def submit(
    house: House, *, draft: ReportDraft, reporter: Known | None, made_by: str | None, now: datetime
) -> Report:
    """Take a report in and tell the desk that serves its place, or every admin where nobody does.

    `reporter` is None for what an operator imports. Refuses with UnknownCategory, ReportNeedsPlace, ReportSaysNothing,
    TooLong and TooManyReports.
    """
    columns = await _columns(house, draft)
    by = Actor.member(reporter.id) if reporter is not None else Actor.operator()
    areas = await house.areas() if house.rules.reports.trusted_accepted else None
    async with house.db.transaction() as tx:
        if (made := await made_before(tx, made_by)) is not None:
            return made
        await stay_within_limit(tx, house, reporter, draft.category, now, served_by=columns["organisation_id"])
        columns["picture_id"] = await pictures.kept(tx, draft.picture_id)
        report = Report(**columns, reporter_id=by.member_id, created_at=now, changed_at=now, made_by=made_by)
        tx.add(report)
        await tx.flush()
        await _attach(tx, report, draft)
        await step(tx, report, Hand(by, now, made_by))
        await tell_desk(tx, house, report, now)
        if reporter is not None:
            await tell_reporter(tx, house, report, reporter, now)
            if areas is not None:
                report = await accept_trusted(tx, house, areas, report, reporter, now)
        return report


async def send_again(
    house: House, *, report_id: int, draft: ReportDraft, reporter: Known, made_by: str | None, now: datetime
) -> Report:
    """Send a report that was taken back, amended, under its old number; refuses as `submit`, and with ReportMoved."""
    columns = await _columns(house, draft)
    hand = Hand(Actor.member(reporter.id), now, made_by)
    async with house.db.transaction() as tx:
        await _own(tx, report_id, reporter)
        if (made := await made_before(tx, made_by)) is not None:
            return made
        await stay_within_limit(tx, house, reporter, draft.category, now, served_by=columns["organisation_id"])
        columns["picture_id"] = await pictures.kept(tx, draft.picture_id)
        report = await move(tx, report_id, {ReportState.WITHDRAWN}, ReportState.RECEIVED, hand, **columns)
        await recordings.attach(tx, draft.recordings, report_id=report_id)
        await tell_desk(tx, house, report, now)
        await revise(tx, house, report, now, desk_hears=True)
        return report


async def withdraw(house: House, *, report_id: int, by: Known, made_by: str | None, now: datetime) -> Report:
    """Take one's own report back while it is open; its words stay, so that it can be amended and sent again."""
    hand = Hand(Actor.member(by.id), now, made_by)
    async with house.db.transaction() as tx:
        await _own(tx, report_id, by)
        if (made := await made_before(tx, made_by)) is not None:
            return made
        report = await move(tx, report_id, REPORT_OPEN, ReportState.WITHDRAWN, hand)
        await end_public(tx, house, report, now)
        await revise(tx, house, report, now)
        return report


async def add_to(
    house: House,
    *,
    report_id: int,
    text: str = "",
    picture_id: int | None = None,
    heard: tuple[int, ...] = (),
    place: Place | None = None,
    by: Known,
    made_by: str | None,
    now: datetime,
) -> Report:
    """Add words, a picture, recordings or a place to one's own report, and so answer what its desk asked.

    The desk's card says so, with a sound unless it just did. A place is taken where the report had none.
    """
    words, hand = within_limit(text), Hand(Actor.member(by.id), now, made_by)
    columns = await place_columns(house, place) if place is not None else {}
    async with house.db.transaction() as tx:
        report = await _own(tx, report_id, by)
        if (made := await made_before(tx, made_by)) is not None:
            return made
        if place is not None and "place" not in lacking(report):
            words, columns = within_limit("\n".join(filter(None, (words, _in_words(place))))), {}
        if report.state is ReportState.WITHDRAWN:
            raise moved(report)
        picture_id = await pictures.kept(tx, picture_id)
        spoken = await recordings.attach(tx, heard, report_id=report_id)
        if not words and picture_id is None and not spoken and place is None:
            raise ReportSaysNothing()
        fresh = bool(report.question) or not await _said_lately(tx, report_id, by.id, now)
        await say(tx, report_id, hand, text=words, picture_id=picture_id)
        await record(tx, act="report.add", thing="report", thing_id=report_id, by=hand.by, now=now)
        if report.picture_id is None and report.state is ReportState.RECEIVED:
            columns |= {"picture_id": picture_id}
        await _take_answer(tx, report, columns)
        if "organisation_id" in columns:
            await tell_desk(tx, house, report, now)
        await revise(tx, house, report, now, desk_hears=fresh)
        return report


async def _take_answer(tx: Tx, report: Report, place: dict[str, Any]) -> None:
    """The question is answered; the first picture and the first place of a report sent without them become its own."""
    report.question = ""
    for name, value in place.items():
        setattr(report, name, value)
    tx.add(report)
    await tx.flush()


async def mine(house: House, *, member_id: int) -> list[Report]:
    """This member's own reports, the newest first, at most MOST_SHOWN."""
    theirs = select(Report).where(Report.reporter_id == member_id).order_by(col(Report.id).desc()).limit(MOST_SHOWN)
    async with house.db.reading() as tx:
        return list((await tx.exec(theirs)).all())


async def own_report(house: House, *, report_id: int, by: Known) -> Report:
    """One's own report; refuses any other with ReportNotFound."""
    async with house.db.reading() as tx:
        return await _own(tx, report_id, by)


async def to_amend(house: House, *, report_id: int, by: Known) -> Report:
    """One's own report that was taken back; refuses any other with ReportNotFound and ReportMoved."""
    report = await own_report(house, report_id=report_id, by=by)
    if report.state is not ReportState.WITHDRAWN:
        raise moved(report)
    return report


async def show_mine(house: House, *, report_id: int, to: Known) -> None:
    """Put one's own report in front of its reporter again, as a new message."""
    async with house.db.transaction() as tx:
        report = await _own(tx, report_id, to)
        for alert in (await tx.exec(told(report, Wording.REPORT_FOLLOWED))).all():
            await show_again(tx, house, alert, to.recipient_id)


async def _own(tx: Tx, report_id: int, by: Known) -> Report:
    report = await tx.get(Report, report_id)
    if report is None or report.reporter_id != by.id:
        raise ReportNotFound()
    return report


async def _columns(house: House, draft: ReportDraft) -> dict[str, Any]:
    """What a draft says, checked, with the smallest area of its place and the organisation that serves it.

    What is sent as it is may lack place and kind.
    """
    description = within_limit(draft.description)
    if draft.place == Place() and not draft.as_is:
        raise ReportNeedsPlace()
    if not description and draft.picture_id is None and not draft.recordings:
        raise ReportSaysNothing()
    unsaid = draft.as_is and not draft.category
    return {
        "category": "" if unsaid else check_category(house, draft.category),
        "description": description,
        "reason": "",
        "question": "",
        **await place_columns(house, draft.place),
    }


async def _attach(tx: Tx, report: Report, draft: ReportDraft) -> None:
    """Its recordings; a draft whose recordings are all gone by now, and that says nothing else, is refused."""
    there = await recordings.attach(tx, draft.recordings, report_id=id_of(report))
    if not there and not report.description and report.picture_id is None:
        raise ReportSaysNothing()


def _in_words(place: Place) -> str:
    """A place beside the one a report has already."""
    point = f"{place.lat:.5f}, {place.lon:.5f}" if place.point is not None else ""
    return " ".join(filter(None, (place.words, point)))


async def _said_lately(tx: Tx, report_id: int, member_id: int, now: datetime) -> bool:
    said = select(ReportUpdate.id).where(
        ReportUpdate.report_id == report_id,
        ReportUpdate.by_member_id == member_id,
        col(ReportUpdate.state).is_(None),
        col(ReportUpdate.at) > now - QUIET_AFTER_UPDATE,
    )
    return (await tx.exec(said)).first() is not None
