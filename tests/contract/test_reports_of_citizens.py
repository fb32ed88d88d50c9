"""Reports as citizens send and follow them, on both databases."""

from datetime import datetime, timedelta

import pytest

from models.alerts import AlertState, Priority, Wording
from models.refusals import TooLong
from models.reports import (
    Report,
    ReportMoved,
    ReportNeedsPlace,
    ReportNotFound,
    ReportSaysNothing,
    ReportState,
    TooManyReports,
    UnknownCategory,
)
from models.rows import id_of
from pictures.demo import dark_street_light
from services import audit, pictures, report_desk, reports
from services.house import House
from services.places import Place
from services.reports import ReportDraft
from tests.contract.report_town import BLUE, IN_FAR, IN_RED, NOWHERE, RED, Town, town_of

CARD, FOLLOWED, OPEN, OVER = Wording.REPORT_CARD, Wording.REPORT_FOLLOWED, Wording.REPORT_OPEN, Wording.REPORT_OVER


@pytest.fixture
async def town(house: House, now: datetime) -> Town:
    return await town_of(house, now)


async def test_the_desk_that_serves_the_place_hears_of_a_report_and_nobody_else(town: Town):
    report = await town.reports()
    assert (report.state, report.area_id) == (ReportState.RECEIVED, RED)
    assert await town.told_of(report, CARD) == {"badr", "noura", "amal"}
    assert await town.told_of(report, FOLLOWED) == {"suad"}
    assert await town.alerts(report, OPEN) == []


async def test_a_report_nobody_serves_is_taken_and_shown_to_every_admin(town: Town):
    far = await town.reports(place=Place(IN_FAR.lat, IN_FAR.lon))
    sea = await town.reports(place=Place(NOWHERE.lat, NOWHERE.lon))
    words = await town.reports(place=Place(words="خلف المسجد الكبير"))
    assert {far.organisation_id, sea.organisation_id, words.organisation_id} == {None}
    for report in (far, sea, words):
        assert await town.told_of(report, CARD) == {"amal", "faris"}


async def test_the_side_of_a_border_that_was_chosen_is_where_it_is(town: Town):
    report = await town.reports(place=Place(IN_RED.lat, IN_RED.lon, area_id=BLUE))
    assert report.area_id == BLUE


async def test_the_same_update_twice_makes_one_report(town: Town):
    first, second = await town.reports(once="7:1"), await town.reports(once="7:1")
    assert first.id == second.id
    assert len(await town.alerts(first)) == 2


@pytest.mark.parametrize(
    ("about", "refusal"),
    [
        ({"category": "dragons"}, UnknownCategory),
        ({"place": Place()}, ReportNeedsPlace),
        ({"description": " \u202e "}, ReportSaysNothing),
        ({"description": "ا" * 10_000}, TooLong),
    ],
)
async def test_what_cannot_be_understood_is_refused_and_nothing_is_written(town: Town, about, refusal):
    with pytest.raises(refusal):
        await town.reports(**about)
    assert await reports.mine(town.house, member_id=town.suad.id) == []


async def test_a_picture_alone_is_enough(town: Town):
    picture = await pictures.keep(town.house, dark_street_light(), now=town.now)
    report = await town.reports(description="", picture_id=picture)
    assert report.picture_id == picture


async def test_a_picture_that_is_gone_costs_no_report(town: Town):
    report = await town.reports(picture_id=99)
    assert report.picture_id is None


async def test_the_sixth_report_of_an_hour_is_refused_with_when_the_next_may_come(town: Town):
    for minute in range(5):
        await town.reports()
        town.now += timedelta(minutes=minute and 1)
    with pytest.raises(TooManyReports) as refused:
        await town.reports()
    assert refused.value.facts["limit"] == 5
    town.now = refused.value.facts["after"]
    assert (await town.reports()).state is ReportState.RECEIVED


async def test_taking_back_and_sending_again_counts_as_sending(town: Town):
    report = await town.reports()
    draft = ReportDraft("lighting", Place(IN_RED.lat, IN_RED.lon), "المصباح مطفأ")
    for _ in range(4):
        await reports.withdraw(town.house, report_id=id_of(report), by=town.suad, made_by=None, now=town.now)
        await _sent_again(town, report, draft)
    await reports.withdraw(town.house, report_id=id_of(report), by=town.suad, made_by=None, now=town.now)
    with pytest.raises(TooManyReports):
        await _sent_again(town, report, draft)


async def test_danger_is_never_limited_and_uses_up_nobodys_number(town: Town):
    for _ in range(7):
        await town.reports(category="danger")
    assert (await town.reports()).state is ReportState.RECEIVED


async def test_the_desk_hears_of_danger_first(town: Town):
    calm, danger = await town.reports(), await town.reports(category="danger")
    assert [each.priority for each in await town.alerts(calm, CARD)] == [Priority.NORMAL]
    assert [each.priority for each in await town.alerts(danger, CARD)] == [Priority.URGENT]


async def test_anothers_limit_is_not_ones_own(town: Town):
    for _ in range(5):
        await town.reports()
    assert (await town.reports(by="charlie")).state is ReportState.RECEIVED


async def test_a_report_is_undone_and_what_it_said_is_kept(town: Town):
    report = await town.reports()
    undone = await reports.withdraw(town.house, report_id=id_of(report), by=town.suad, made_by="7:2", now=town.now)
    assert (undone.state, undone.description) == (ReportState.WITHDRAWN, "المصباح مطفأ")
    [card] = await town.alerts(report, CARD)
    assert (card.state, card.revision, card.sound_revision) == (AlertState.OPEN, 2, 1)


async def test_undoing_by_the_same_update_twice_is_undoing_once(town: Town):
    report = await town.reports()
    for _ in range(2):
        await reports.withdraw(town.house, report_id=id_of(report), by=town.suad, made_by="7:2", now=town.now)
    acts = [each.act for each in await audit.history(town.house, thing="report", thing_id=id_of(report))]
    assert acts == ["report.received", "report.withdrawn"]


async def test_an_amended_report_is_sent_again_under_its_number_and_the_new_desk_hears(town: Town):
    report = await town.reports(place=Place(IN_FAR.lat, IN_FAR.lon))
    await reports.withdraw(town.house, report_id=id_of(report), by=town.suad, made_by=None, now=town.now)
    draft = ReportDraft("water", Place(IN_RED.lat, IN_RED.lon), "ماسورة مكسورة")
    again = await _sent_again(town, report, draft)
    assert (again.id, again.state, again.category) == (report.id, ReportState.RECEIVED, "water")
    assert await town.told_of(report, CARD) == {"amal", "faris", "badr", "noura"}
    assert len(await town.alerts(report, CARD)) == 1


async def test_a_report_that_was_not_taken_back_is_not_sent_again(town: Town):
    report = await town.reports()
    with pytest.raises(ReportMoved):
        await _sent_again(town, report, ReportDraft("water", Place(IN_RED.lat, IN_RED.lon), "ماسورة"))
    assert (await town.report(report.id)).category == "lighting"


async def test_taking_back_what_was_accepted_ends_it_for_the_neighbours(town: Town):
    await town.follows("omar", IN_RED)
    report = await town.reports()
    await report_desk.accept(town.house, report_id=id_of(report), by=town.badr, made_by=None, now=town.now)
    await reports.withdraw(town.house, report_id=id_of(report), by=town.suad, made_by=None, now=town.now)
    [over] = await town.alerts(report, OVER)
    assert over.state is AlertState.ENDED


async def test_nobody_takes_back_or_adds_to_anothers_report(town: Town):
    report = await town.reports()
    with pytest.raises(ReportNotFound):
        await reports.withdraw(town.house, report_id=id_of(report), by=town.charlie, made_by=None, now=town.now)
    with pytest.raises(ReportNotFound):
        await _added(town, report, by="charlie", text="وأنا أيضًا")
    with pytest.raises(ReportNotFound):
        await reports.own_report(town.house, report_id=id_of(report), by=town.charlie)


async def test_what_is_added_sounds_at_the_desk_but_not_twice_in_ten_minutes(town: Town):
    report = await town.reports()
    await _added(town, report, text="وبجانبه مصباح آخر")
    [card] = await town.alerts(report, CARD)
    assert (card.revision, card.sound_revision) == (2, 2)
    await _added(town, report, text="والثالث أيضًا")
    [card] = await town.alerts(report, CARD)
    assert (card.revision, card.sound_revision) == (3, 2)
    town.now += timedelta(minutes=11)
    await _added(town, report, text="ما زالت مطفأة")
    [card] = await town.alerts(report, CARD)
    assert (card.revision, card.sound_revision) == (4, 4)


async def test_adding_nothing_or_to_what_was_taken_back_is_refused(town: Town):
    report = await town.reports()
    with pytest.raises(ReportSaysNothing):
        await _added(town, report, text=" ")
    await reports.withdraw(town.house, report_id=id_of(report), by=town.suad, made_by=None, now=town.now)
    with pytest.raises(ReportMoved):
        await _added(town, report, text="انتبهوا")


async def test_ones_reports_are_listed_newest_first_and_no_one_elses(town: Town):
    mine = [await town.reports(), await town.reports(category="water")]
    await town.reports(by="charlie")
    assert [each.id for each in await reports.mine(town.house, member_id=town.suad.id)] == [mine[1].id, mine[0].id]


async def test_pictures_of_drafts_never_sent_are_forgotten_and_others_stay(town: Town):
    lost = await pictures.keep(town.house, dark_street_light(), now=town.now)
    used = await pictures.keep(town.house, dark_street_light(), now=town.now)
    added = await pictures.keep(town.house, dark_street_light(), now=town.now)
    report = await town.reports(picture_id=used)
    await _added(town, report, picture_id=added)
    assert await pictures.remove_unused(town.house, now=town.now + timedelta(hours=97)) == 1
    async with town.house.db.reading() as tx:
        assert [await pictures.kept(tx, each) for each in (lost, used, added)] == [None, used, added]


async def _sent_again(town: Town, report: Report, draft: ReportDraft) -> Report:
    return await reports.send_again(
        town.house, report_id=id_of(report), draft=draft, reporter=town.suad, made_by=None, now=town.now
    )


async def _added(town: Town, report: Report, by: str = "suad", **what) -> Report:
    who = town.people[by]
    return await reports.add_to(town.house, report_id=id_of(report), by=who, made_by=None, now=town.now, **what)
