"""Reports as the desk sees them through, on both databases."""

import asyncio
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import update
from sqlmodel import col, select

from models.alerts import Alert, AlertState, Copy, Delivery, DeliveryState, Shape, Wording
from models.organisations import Role
from models.refusals import NotAllowed, TooLong
from models.reports import ReasonMissing, Report, ReportMoved, ReportNotFound, ReportState
from models.rows import id_of
from services import audit, organisations, report_desk, reports
from services.audit import Actor
from services.house import House
from services.places import Place
from tests.contract.report_town import BORDER, HARBOUR, IN_FAR, IN_RED, Town, town_of

CARD, FOLLOWED, OPEN, OVER = Wording.REPORT_CARD, Wording.REPORT_FOLLOWED, Wording.REPORT_OPEN, Wording.REPORT_OVER


@pytest.fixture
async def town(house: House, now: datetime) -> Town:
    return await town_of(house, now)


def acts(town: Town, report: Report, by: str = "badr", once: str | None = None) -> dict[str, Any]:
    return {"report_id": report.id, "by": town.people[by], "made_by": once, "now": town.now}


async def test_accepting_tells_those_whose_circle_reaches_it_and_who_want_its_kind(town: Town):
    await town.follows("omar", IN_RED)
    await town.follows("laila", BORDER, 10_000, "lighting", "road")
    await town.follows("salem", IN_RED, 2_000, "water")
    await town.follows("huda", IN_FAR)
    report = await town.reports()
    accepted = await report_desk.accept(town.house, **acts(town, report))
    assert accepted.state is ReportState.ACCEPTED
    assert await town.told_of(report, OPEN) == {"omar", "laila"}


async def test_a_place_known_by_its_area_only_concerns_the_area(town: Town):
    await town.follows("omar", IN_RED)
    await town.follows("huda", IN_FAR)
    report = await town.reports(place=Place(area_id=HARBOUR, words="الميناء"))
    await report_desk.accept(town.house, **acts(town, report))
    assert await town.told_of(report, OPEN) == {"omar"}


async def test_a_place_not_known_is_told_everywhere_and_says_so(town: Town):
    await town.follows("omar", IN_RED)
    await town.follows("huda", IN_FAR)
    report = await town.reports(place=Place(words="خلف المسجد"))
    await report_desk.accept(town.house, **acts(town, report, "amal"))
    [alert] = await town.alerts(report, OPEN)
    assert alert.nowhere
    assert await town.told(alert) == {"omar", "huda"}


async def test_each_step_sounds_for_the_reporter_and_shows_on_the_card(town: Town):
    report = await town.reports()
    await report_desk.accept(town.house, **acts(town, report))
    await report_desk.start_work(town.house, **acts(town, report, "noura"))
    await report_desk.mark_fixed(town.house, **acts(town, report))
    [followed], [card] = await town.alerts(report, FOLLOWED), await town.alerts(report, CARD)
    assert (followed.revision, followed.sound_revision) == (4, 4)
    assert (card.revision, card.sound_revision) == (4, 1)
    history = await audit.history(town.house, thing="report", thing_id=id_of(report))
    assert [each.act for each in history][1:] == ["report.accepted", "report.in_progress", "report.fixed"]
    assert {each.organisation_id for each in history[1:]} == {report.organisation_id}


@pytest.mark.parametrize("ends", ["fixed", "refused"])
async def test_what_went_out_is_over_when_the_report_is(town: Town, ends: str):
    await town.follows("omar", IN_RED)
    report = await town.reports()
    await report_desk.accept(town.house, **acts(town, report))
    if ends == "fixed":
        await report_desk.mark_fixed(town.house, **acts(town, report))
    else:
        await report_desk.refuse(town.house, **acts(town, report), reason="خارج اختصاصنا")
    [over] = await town.alerts(report, OVER)
    assert over.state is AlertState.ENDED
    assert await _states(town, over) == {DeliveryState.CANCELLED}


async def test_a_report_is_reopened_and_told_anew(town: Town):
    await town.follows("omar", IN_RED)
    report = await town.reports()
    await report_desk.refuse(town.house, **acts(town, report), reason="لا يظهر شيء في الصورة")
    opened = await report_desk.reopen(town.house, **acts(town, report))
    assert (opened.state, opened.reason) == (ReportState.ACCEPTED, "")
    assert await town.told_of(report, OPEN) == {"omar"}


async def test_refusing_needs_a_reason_that_fits(town: Town):
    report = await town.reports()
    with pytest.raises(ReasonMissing):
        await report_desk.refuse(town.house, **acts(town, report), reason="  ")
    with pytest.raises(TooLong):
        await report_desk.refuse(town.house, **acts(town, report), reason="لا " * 200)
    assert (await town.report(report.id)).state is ReportState.RECEIVED


async def test_of_two_who_tap_at_once_one_acts_and_the_other_hears_how_it_stands(town: Town):
    await town.follows("omar", IN_RED)
    report = await town.reports()
    tapped = await asyncio.gather(
        report_desk.accept(town.house, **acts(town, report, "badr")),
        report_desk.accept(town.house, **acts(town, report, "noura")),
        return_exceptions=True,
    )
    [refused] = [each for each in tapped if isinstance(each, ReportMoved)]
    assert refused.facts == {"report_id": report.id, "state": "report-state-accepted"}
    assert len(await town.alerts(report, OPEN)) == 1


async def test_the_same_tap_delivered_twice_is_no_refusal(town: Town):
    report = await town.reports()
    for _ in range(2):
        accepted = await report_desk.accept(town.house, **acts(town, report, once="7:9"))
    assert accepted.state is ReportState.ACCEPTED
    assert len(await town.alerts(report, OPEN)) == 1


async def test_an_old_button_changes_nothing(town: Town):
    report = await town.reports()
    await report_desk.accept(town.house, **acts(town, report))
    await report_desk.mark_fixed(town.house, **acts(town, report))
    for act in (report_desk.accept, report_desk.start_work, report_desk.mark_fixed):
        with pytest.raises(ReportMoved):
            await act(town.house, **acts(town, report))
    with pytest.raises(ReportMoved):
        await report_desk.refuse(town.house, **acts(town, report), reason="تأخر")


@pytest.mark.parametrize("stranger", ["suad", "charlie", "faris"])
async def test_strangers_and_other_organisations_may_not(town: Town, stranger: str):
    report = await town.reports()
    for act in (report_desk.accept, report_desk.desk_report, report_desk.correct):
        given = acts(town, report, stranger)
        if act is report_desk.desk_report:
            given = {"report_id": report.id, "by": town.people[stranger]}
        with pytest.raises(NotAllowed):
            await act(town.house, **given)
    assert (await town.report(report.id)).state is ReportState.RECEIVED


async def test_a_role_that_was_taken_back_opens_nothing(town: Town):
    report = await town.reports()
    await organisations.revoke(
        town.house, member_id=town.badr.id, role=Role.DESK, code="harbour", by=Actor.operator(), now=town.now
    )
    with pytest.raises(NotAllowed):
        await report_desk.accept(town.house, **acts(town, report))


async def test_a_report_that_is_not_there_is_not_found(town: Town):
    with pytest.raises(ReportNotFound):
        await report_desk.accept(town.house, report_id=99, by=town.badr, made_by=None, now=town.now)


async def test_who_accepts_what_nobody_serves_takes_it_on_for_their_organisation(town: Town):
    report = await town.reports(place=Place(IN_FAR.lat, IN_FAR.lon))
    with pytest.raises(NotAllowed):
        await report_desk.accept(town.house, **acts(town, report, "badr"))
    accepted = await report_desk.accept(town.house, **acts(town, report, "amal"))
    assert accepted.organisation_id is not None
    assert await town.told_of(report, CARD) == {"amal", "faris", "badr", "noura"}
    with pytest.raises(NotAllowed):
        await report_desk.start_work(town.house, **acts(town, report, "faris"))


async def test_a_correction_reaches_every_copy_and_those_of_the_new_kind(town: Town):
    await town.follows("omar", IN_RED)
    await town.follows("salem", IN_RED, 2_000, "water")
    report = await town.reports()
    await report_desk.accept(town.house, **acts(town, report))
    corrected = await report_desk.correct(
        town.house, **acts(town, report), category="water", description="ماسورة مكسورة"
    )
    assert (corrected.category, corrected.description) == ("water", "ماسورة مكسورة")
    [alert] = await town.alerts(report, OPEN)
    assert (alert.revision, alert.sound_revision) == (2, 1)
    assert await town.told(alert) == {"omar", "salem"}
    assert await _wanted(town, alert) == {2}
    [followed] = await town.alerts(report, FOLLOWED)
    assert followed.revision == 3


async def test_the_desk_sees_a_card_again_as_a_message_of_its_own(town: Town):
    report = await town.reports()
    [card] = await town.alerts(report, CARD)
    await _as_sent(town, card)
    await report_desk.show_card(town.house, report_id=id_of(report), to=town.badr)
    rows = await _deliveries(town, card)
    assert {row.recipient_id: (row.state, row.shown_revision) for row in rows} == {
        town.badr.recipient_id: (DeliveryState.DUE, 0),
        town.noura.recipient_id: (DeliveryState.DONE, 1),
        town.amal.recipient_id: (DeliveryState.DONE, 1),
    }


async def test_staff_who_came_later_are_shown_the_card_too(town: Town):
    report = await town.reports()
    await town.staff("hind", Role.DESK, "harbour")
    await report_desk.show_card(town.house, report_id=id_of(report), to=town.hind)
    assert "hind" in await town.told_of(report, CARD)


async def test_a_card_is_shown_to_nobody_else(town: Town):
    report = await town.reports()
    with pytest.raises(NotAllowed):
        await report_desk.show_card(town.house, report_id=id_of(report), to=town.charlie)


async def test_a_reporter_sees_their_report_again(town: Town):
    report = await town.reports()
    [followed] = await town.alerts(report, FOLLOWED)
    await _as_sent(town, followed)
    await reports.show_mine(town.house, report_id=id_of(report), to=town.suad)
    [row] = await _deliveries(town, followed)
    assert (row.state, row.shown_revision) == (DeliveryState.DUE, 0)


async def _deliveries(town: Town, alert: Alert) -> list[Delivery]:
    async with town.house.db.reading() as tx:
        return list((await tx.exec(select(Delivery).where(Delivery.alert_id == alert.id))).all())


async def _states(town: Town, alert: Alert) -> set[DeliveryState]:
    return {row.state for row in await _deliveries(town, alert)}


async def _wanted(town: Town, alert: Alert) -> set[int]:
    return {row.want_revision for row in await _deliveries(town, alert)}


async def _as_sent(town: Town, alert: Alert) -> None:
    """As the dispatcher leaves it: a copy for each recipient."""
    async with town.house.db.transaction() as tx:
        sent = {"state": DeliveryState.DONE, "shown_revision": 1}
        await tx.exec(update(Delivery).where(col(Delivery.alert_id) == alert.id).values(**sent))
        for row in (await tx.exec(select(Delivery).where(Delivery.alert_id == alert.id))).all():
            about = {"bot_id": 7, "address": "1", "shape": Shape.TEXT, "revision": 1, "sent_at": town.now}
            tx.add(Copy(delivery_id=id_of(row), message_id=5, **about))  # type: ignore[arg-type]
