"""Missing people while a search is out: updates, volunteers on their way, objections, the end, and what is removed."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlmodel import select

from models.alerts import AlertState, Audience, Delivery, DeliveryState, Priority, Wording
from models.members import AdultsOnly
from models.organisations import Role
from models.pictures import Picture
from models.refusals import NotAllowed, TooLong
from models.responders import ResponderState
from models.searches import (
    CaseSuppressed,
    EvidenceMissing,
    NotForThePoster,
    Outcome,
    SamePerson,
    SearchMoved,
    SearchNotOpen,
    SearchState,
    SearchUnderReview,
    StopReason,
)
from pictures.demo import child_in_blue_dress
from places.points import Point
from services import (
    objections,
    pictures,
    responders,
    search_cards,
    search_closing,
    search_publishing,
    search_purging,
    search_updates,
    searches,
    those_out,
)
from services.places import Place
from tests.contract.search_town import town_of

DAY = timedelta(days=1)


@pytest.fixture
async def town(house, now):
    """On SQLite and on PostgreSQL."""
    return await town_of(house, now)


@pytest.fixture
async def small(sqlite_house, now):
    """Where it makes no difference which database it is."""
    return await town_of(sqlite_house, now)


async def closes(town, search, outcome=Outcome.FOUND_SAFE, *, evidence="اتصلت الأم", now=None):
    return await search_closing.close(
        town.house, search_id=search.id, outcome=outcome, evidence=evidence, member_id=town.suad, now=now or town.now
    )


async def states(town, alert):
    async with town.house.db.reading() as tx:
        rows = (await tx.exec(select(Delivery.state, Delivery.priority).where(Delivery.alert_id == alert.id))).all()
    return [(DeliveryState(state), priority) for state, priority in rows]


# --- updates ---


async def test_an_update_makes_every_copy_say_so_without_a_sound(town):
    await town.volunteers("muna")
    search = await town.opened()
    await town.everyone_has_it(search)
    await search_updates.update(
        town.house, search_id=search.id, member_id=town.suad, text="شوهدت قرب المسجد", now=town.now
    )
    (alert,) = await town.alerts(search, Wording.SEARCH_OPEN)
    assert (alert.revision, alert.sound_revision) == (2, 1)
    assert await states(town, alert) == [(DeliveryState.DUE, Priority.NORMAL)]
    assert "شوهدت قرب المسجد" in (await town.letter(alert)).text


async def test_an_important_update_is_heard(small):
    search = await small.opened()
    await search_updates.update(
        small.house, search_id=search.id, member_id=small.suad, text="مهم", important=True, now=small.now
    )
    (alert,) = await small.alerts(search, Wording.SEARCH_OPEN)
    assert alert.sound_revision == alert.revision == 2


async def test_a_corrected_place_tells_those_whom_it_concerns_now(town):
    await town.volunteers("muna", area=None, at=Point(24.05, 46.05))
    await town.volunteers("sami", area=None, at=Point(24.3, 46.3))
    search = await town.opened(audience_radius_km=3)
    assert await town.told(search, Wording.SEARCH_OPEN) == {"muna"}
    await search_updates.update(
        town.house, search_id=search.id, member_id=town.suad, lkp=Place(lat=24.3, lon=46.3), now=town.now
    )
    assert await town.told(search, Wording.SEARCH_OPEN) == {"muna", "sami"}
    (alert,) = await town.alerts(search, Wording.SEARCH_OPEN)
    assert (alert.lat, alert.revision) == (24.3, 2)


async def test_the_poster_alone_does_not_change_who_is_looked_for(small):
    search = await small.opened()
    for entry in ({"subject_name": "أخرى"}, {"picture_id": None}, {"police_number": "2", "police_station": "س"}):
        with pytest.raises(NotForThePoster):
            await search_updates.update(small.house, search_id=search.id, member_id=small.suad, now=small.now, **entry)


async def test_only_a_second_person_is_offered_to_correct_who_is_looked_for(small):
    search = await small.opened()
    second = {
        name: await search_updates.may_correct_identity(
            small.house, search_id=search.id or 0, member_id=getattr(small, name)
        )
        for name in ("suad", "badr", "nasser", "amal")
    }
    assert second == {"suad": False, "badr": False, "nasser": True, "amal": True}


async def test_an_approver_adds_the_police_report_and_everybody_hears(small):
    await small.volunteers("muna")
    search = await small.opened(police=False)
    assert await small.told(search, Wording.SEARCH_OPEN) == set()
    await search_updates.update(
        small.house, search_id=search.id, member_id=small.nasser, now=small.now, police_number="1", police_station="س"
    )
    assert await small.told(search, Wording.SEARCH_OPEN) == {"muna"}


@pytest.mark.parametrize("who", ["badr", "charlie", "faris"])
async def test_only_those_in_charge_update(small, who):
    search = await small.opened()
    with pytest.raises(NotAllowed):
        await search_updates.update(
            small.house, search_id=search.id, member_id=getattr(small, who), text="x", now=small.now
        )


async def test_a_long_update_is_refused_and_said_to_be(small):
    search = await small.opened()
    with pytest.raises(TooLong):
        await search_updates.update(
            small.house, search_id=search.id, member_id=small.suad, text="ك" * 501, now=small.now
        )


# --- volunteers ---


async def test_volunteers_come_arrive_and_are_back_and_the_card_counts_them(town):
    await town.volunteers("muna")
    search = await town.opened()
    for step, state in (
        (responders.coming, ResponderState.COMING), (responders.on_site, ResponderState.ON_SITE), (responders.back, ResponderState.BACK),
    ):  # fmt: skip
        answered = await step(town.house, search_id=search.id, member_id=town.muna, now=town.now)
        assert (answered.state, answered.new) == (state, True)
        assert not (await step(town.house, search_id=search.id, member_id=town.muna, now=town.now)).new
    assert (await town.search(search)).progress_shown == "0/1/0/0/0/1/0/0/0/0/0"


async def test_only_adults_come_by_their_word(small):
    search = await small.opened()
    with pytest.raises(AdultsOnly):
        await responders.coming(small.house, search_id=search.id, member_id=small.charlie, now=small.now)


async def test_nobody_comes_when_it_is_over_or_under_review(small):
    await small.volunteers("muna")
    search = await small.opened()
    await objections.object_to(small.house, search_id=search.id, member_id=small.charlie, now=small.now)
    with pytest.raises(SearchUnderReview):
        await responders.coming(small.house, search_id=search.id, member_id=small.muna, now=small.now)
    await closes(small, search)
    with pytest.raises(SearchNotOpen):
        await responders.coming(small.house, search_id=search.id, member_id=small.muna, now=small.now)


async def test_nobody_comes_to_a_search_that_is_not_told_them(small):
    await small.volunteers("muna")
    await small.volunteers("sami", vetted=True)
    unconfirmed, drill = await small.opened(police=False), await small.opened(drill=True)
    for search, name in ((unconfirmed, "muna"), (drill, "muna"), (drill, "sami")):
        with pytest.raises(SearchNotOpen):
            await responders.coming(small.house, search_id=search.id, member_id=small.people[name].id, now=small.now)
    assert (await responders.coming(small.house, search_id=unconfirmed.id, member_id=small.sami, now=small.now)).new


async def test_whoever_is_out_when_it_ends_says_when_they_are_back(small):
    await small.volunteers("muna")
    search = await small.opened()
    await responders.coming(small.house, search_id=search.id, member_id=small.muna, now=small.now)
    await closes(small, search)
    answered = await responders.back(small.house, search_id=search.id, member_id=small.muna, now=small.now)
    assert (answered.state, answered.search_over) == (ResponderState.BACK, True)


# --- objections ---


async def test_an_objection_pauses_at_once_and_asks_two_approvers(town):
    await town.volunteers("muna")
    search = await town.opened()
    await objections.object_to(town.house, search_id=search.id, member_id=town.charlie, now=town.now)
    assert (await town.search(search)).state is SearchState.PAUSED
    (alert,) = await town.alerts(search, Wording.SEARCH_OPEN)
    assert alert.state is AlertState.PAUSED
    assert [state for state, _ in await states(town, alert)] == [DeliveryState.HELD]
    (ask,) = [each for each in await town.alerts(search, Wording.SEARCH_ASK) if each.state is AlertState.OPEN]
    assert (ask.priority, ask.audience) == (Priority.URGENT, Audience.STAFF)
    assert len([row for row in await states(town, ask) if row[0] is DeliveryState.DUE]) == 2
    letter = await town.letter(ask)
    assert [button.data for row in letter.buttons for button in row] == [
        f"objection:reject:{search.id}", f"objection:uphold:{search.id}",
    ]  # fmt: skip


async def test_saying_it_twice_is_saying_it_once(small):
    search = await small.opened()
    first = await objections.object_to(small.house, search_id=search.id, member_id=small.charlie, now=small.now)
    again = await objections.object_to(small.house, search_id=search.id, member_id=small.charlie, now=small.now)
    assert first.id == again.id


async def test_undecided_objections_climb_the_ladder(town):
    search = await town.opened()
    await objections.object_to(town.house, search_id=search.id, member_id=town.charlie, now=town.now)
    later = town.now + timedelta(minutes=5)
    assert await objections.ask_again_about_objections(town.house, now=later) == 1
    assert await objections.ask_again_about_objections(town.house, now=later) == 0
    ask = (await town.alerts(search, Wording.SEARCH_ASK))[-1]
    assert len(await states(town, ask)) == 3


async def test_a_rejected_objection_lets_it_go_on_to_those_it_has_not_reached(town):
    await town.volunteers("muna")
    search = await town.opened()
    await objections.object_to(town.house, search_id=search.id, member_id=town.charlie, now=town.now)
    await objections.decide_objection(town.house, search_id=search.id, uphold=False, member_id=town.layla, now=town.now)
    (alert,) = await town.alerts(search, Wording.SEARCH_OPEN)
    assert (alert.state, (await town.search(search)).state) == (AlertState.OPEN, SearchState.OPEN)
    assert [state for state, _ in await states(town, alert)] == [DeliveryState.DUE]


async def test_one_claimant_alone_does_not_hold_a_search_back_for_ever(small):
    search = await small.opened()
    object_to = {"search_id": search.id, "member_id": small.charlie, "now": small.now}
    await objections.object_to(small.house, **object_to)
    await objections.decide_objection(
        small.house, search_id=search.id, uphold=False, member_id=small.layla, now=small.now
    )
    await objections.object_to(small.house, **object_to)
    assert (await small.search(search)).state is SearchState.OPEN
    asks = [each for each in await small.alerts(search, Wording.SEARCH_ASK) if each.state is AlertState.OPEN]
    assert len(asks) == 1
    await objections.object_to(small.house, search_id=search.id, member_id=small.hind, now=small.now)
    assert (await small.search(search)).state is SearchState.PAUSED


async def test_an_upheld_objection_ends_it_as_a_false_case_that_nobody_posts_again(town):
    search = await town.opened()
    await objections.object_to(town.house, search_id=search.id, member_id=town.charlie, now=town.now)
    await objections.decide_objection(town.house, search_id=search.id, uphold=True, member_id=town.layla, now=town.now)
    closed = await town.search(search)
    assert (closed.state, closed.outcome) == (SearchState.CLOSED, Outcome.FALSE_CASE)
    assert "search.freeze" in await town.acts(search)
    with pytest.raises(CaseSuppressed):
        await town.notice(subject_name="ريم العتيبي", subject_age=7)


async def test_neither_the_poster_nor_a_stranger_decides(small):
    await small.staff("suad", Role.APPROVER, "harbour")
    search = await small.opened()
    await objections.object_to(small.house, search_id=search.id, member_id=small.charlie, now=small.now)
    for who, refusal in (("suad", SamePerson), ("charlie", NotAllowed), ("badr", NotAllowed)):
        with pytest.raises(refusal):
            await objections.decide_objection(
                small.house, search_id=search.id, uphold=True, member_id=getattr(small, who), now=small.now
            )


async def test_there_is_nothing_to_decide_twice(small):
    search = await small.opened()
    await objections.object_to(small.house, search_id=search.id, member_id=small.charlie, now=small.now)
    decide = {"search_id": search.id, "uphold": False, "now": small.now}
    await objections.decide_objection(small.house, member_id=small.layla, **decide)
    with pytest.raises(SearchMoved):
        await objections.decide_objection(small.house, member_id=small.nasser, **decide)


async def test_what_never_went_out_is_not_objected_to(small):
    search = await small.notice()
    with pytest.raises(SearchNotOpen):
        await objections.object_to(small.house, search_id=search.id, member_id=small.charlie, now=small.now)


# --- the end ---


async def test_nothing_ends_without_evidence(small):
    search = await small.opened()
    with pytest.raises(EvidenceMissing):
        await closes(small, search, evidence="  ")


async def test_the_end_is_looked_at_before_it_happens(town):
    await town.volunteers("muna")
    await town.group("متطوعو الورد")
    search = await town.opened()
    await responders.coming(town.house, search_id=search.id, member_id=town.muna, now=town.now)
    seen = await search_closing.closing_preview(town.house, search_id=search.id, member_id=town.suad)
    assert (seen.copies, seen.waiting, seen.out_there, seen.groups) == (0, 2, 1, ())


async def test_closing_calls_back_first_cancels_what_waits_and_empties_every_copy(town):
    await town.volunteers("muna")
    search = await town.opened()
    await town.everyone_has_it(search)
    await responders.coming(town.house, search_id=search.id, member_id=town.muna, now=town.now)
    await town.volunteers("sara")
    await closes(town, search)
    (back,) = await town.alerts(search, Wording.COME_BACK)
    assert (back.priority, back.audience, await town.told(search, Wording.COME_BACK)) == (
        Priority.URGENT, Audience.PEOPLE, {"muna"},
    )  # fmt: skip
    (alert,) = await town.alerts(search, Wording.SEARCH_CLOSED)
    assert alert.state is AlertState.ENDED
    assert await states(town, alert) == [(DeliveryState.DUE, Priority.CLOSING)]
    for each in await town.alerts(search):
        for language in ("ar", "en"):
            letter = await town.letter(each, language)
            assert "ريم" not in letter.text
            assert "ر. ع." not in letter.text
            assert letter.picture is None
    assert (await town.letter(alert)).text.startswith("انتهت عملية البحث. شكرًا لكل من ساعد.")


async def test_the_outcome_is_announced_nowhere(small):
    await small.volunteers("muna")
    letters = {}
    for outcome in (Outcome.FOUND_SAFE, Outcome.FOUND_DEAD):
        search = await small.opened(subject_name=f"ريم {outcome}")
        await responders.coming(small.house, search_id=search.id, member_id=small.muna, now=small.now)
        await closes(small, search, outcome)
        shown = [
            (await small.letter(each)).text.replace(f"رقم \u2068{search.id}", "رقم")
            for each in await small.alerts(search)
        ]
        letters[outcome] = shown
    assert letters[Outcome.FOUND_SAFE] == letters[Outcome.FOUND_DEAD]


async def test_what_is_closed_stays_closed(small):
    search = await small.opened()
    await closes(small, search)
    with pytest.raises(SearchMoved):
        await closes(small, search)
    with pytest.raises(SearchNotOpen):
        await search_updates.update(small.house, search_id=search.id, member_id=small.suad, text="x", now=small.now)
    with pytest.raises(SearchNotOpen):
        await objections.object_to(small.house, search_id=search.id, member_id=small.charlie, now=small.now)


async def test_a_paused_search_can_be_closed(small):
    search = await small.opened()
    await objections.object_to(small.house, search_id=search.id, member_id=small.charlie, now=small.now)
    await closes(small, search)
    assert {alert.state for alert in await small.alerts(search)} == {AlertState.ENDED}


async def test_a_search_ends_by_itself_unless_it_is_extended(town):
    search = await town.opened()
    almost = town.now + timedelta(hours=66)
    assert await search_closing.ask_about_expiry(town.house, now=almost) == [search.id]
    assert await search_closing.ask_about_expiry(town.house, now=almost) == []
    (card,) = await town.alerts(search, Wording.SEARCH_CARD)
    assert card.sound_revision == card.revision
    await search_updates.extend(town.house, search_id=search.id, member_id=town.suad, now=almost)
    assert await search_closing.expire_searches(town.house, now=town.now + timedelta(hours=73)) == []
    end = almost + timedelta(hours=72)
    assert await search_closing.expire_searches(town.house, now=end) == [search.id]
    closed = await town.search(search)
    assert (closed.state, closed.outcome) == (SearchState.CLOSED, Outcome.EXPIRED)
    assert await search_closing.expire_searches(town.house, now=end) == []


async def test_two_people_closing_at_once_close_it_once(town):
    search = await town.opened()
    both = await asyncio.gather(closes(town, search), closes(town, search), return_exceptions=True)
    assert sorted(type(each).__name__ for each in both) == ["Search", "SearchMoved"]
    assert len([act for act in await town.acts(search) if act == "search.close"]) == 1


async def test_two_approvers_at_once_open_it_once(town):
    await town.volunteers("muna")
    search = await town.submitted()
    both = await asyncio.gather(
        *(search_publishing.approve(town.house, search_id=search.id, member_id=who, now=town.now) for who in (town.nasser, town.layla)),
        return_exceptions=True,
    )  # fmt: skip
    assert sorted(type(each).__name__ for each in both) == ["Published", "SearchMoved"]
    assert len(await town.alerts(search, Wording.SEARCH_OPEN)) == 1


async def test_the_card_follows_the_broadcast(small):
    await small.volunteers("muna")
    search = await small.opened()
    assert await search_cards.refresh_progress(small.house, now=small.now) == 0
    await small.everyone_has_it(search)
    assert await search_cards.refresh_progress(small.house, now=small.now) == 1
    assert (await small.search(search)).progress_shown == "1/0/0/0/0/0/0/0/0/0/0"


# --- what is removed ---


async def test_pictures_and_contacts_go_within_a_day_and_the_rest_within_a_month(town):
    picture_id = await pictures.keep(town.house, child_in_blue_dress(), now=town.now)
    search = await town.opened(picture_id=picture_id)
    await town.volunteers("muna")
    await responders.coming(town.house, search_id=search.id, member_id=town.muna, now=town.now)
    await closes(town, search)
    assert await search_purging.purge_contacts(town.house, now=town.now + timedelta(hours=23)) == 0
    assert await search_purging.purge_contacts(town.house, now=town.now + DAY) == 1
    async with town.house.db.reading() as tx:
        assert (await tx.exec(select(Picture.id))).all() == []
    kept = await town.search(search)
    assert (kept.reporter_name, kept.reporter_phone, kept.picture_id) == ("", "", None)
    assert kept.subject_name != ""
    assert await search_purging.purge_cases(town.house, now=town.now + 29 * DAY) == 0
    assert await search_purging.purge_cases(town.house, now=town.now + 30 * DAY) == 1
    assert await search_purging.purge_cases(town.house, now=town.now + 31 * DAY) == 0
    gone = await town.search(search)
    assert (gone.subject_name, gone.clothing, gone.lkp_lat, gone.reporter_id, gone.evidence) == ("", "", None, None, "")
    assert gone.state is SearchState.CLOSED
    async with town.house.db.reading() as tx:
        assert (await tx.exec(text("SELECT count(*) FROM responder"))).scalar_one() == 0


@pytest.mark.parametrize(
    ("entry", "comes_back"),
    [
        ({}, False),
        ({"subject_name": "ريم العتيبى"}, False),
        ({"subject_name": "رِيم  بنت فهد العتيبي", "subject_age": 7}, False),
        ({"subject_name": "سارة العتيبي"}, True),
        ({"subject_age": 9}, True),
    ],
)
async def test_a_deleted_case_does_not_come_back(small, entry, comes_back):
    search = await small.opened()
    await closes(small, search)
    seen = search.lkp_at
    await search_purging.purge_cases(small.house, now=small.now + 30 * DAY)
    if comes_back:
        assert (await small.notice(lkp_at=seen, **entry)).state is SearchState.DRAFT
        return
    for bring_back in (small.notice, small.submitted):
        with pytest.raises(CaseSuppressed):
            await bring_back(lkp_at=seen, **entry)


async def test_who_goes_missing_again_later_is_looked_for_again(small):
    search = await small.opened()
    await closes(small, search)
    await search_purging.purge_cases(small.house, now=small.now + 30 * DAY)
    assert (await small.notice(lkp_at=small.now - 3 * DAY)).state is SearchState.DRAFT


async def test_a_draft_of_a_deleted_case_goes_with_it(town):
    search = await town.opened()
    await closes(town, search)
    again = await town.notice(subject_name="ريم العتيبي", lkp_at=search.lkp_at)
    await search_purging.purge_cases(town.house, now=town.now + 30 * DAY)
    assert (await town.search(again)).stopped_for is StopReason.SUPPRESSED


async def test_a_case_deleted_while_it_is_posted_does_not_come_back_either(town):
    """The deletion waits for the posting, or the posting for the deletion; either way nothing is left."""
    search = await town.opened()
    await closes(town, search)
    posting = asyncio.create_task(town.notice(lkp_at=search.lkp_at))
    await search_purging.purge_cases(town.house, now=town.now + 30 * DAY)
    try:
        posted = await posting
    except CaseSuppressed:
        return
    assert (await town.search(posted)).stopped_for is StopReason.SUPPRESSED


async def test_a_draft_nobody_touches_for_a_month_lapses(small):
    search = await small.notice()
    await search_purging.purge_cases(small.house, now=small.now + 31 * DAY)
    assert (await small.search(search)).stopped_for is StopReason.LAPSED


async def test_who_was_forgotten_is_in_no_search(small):
    await small.volunteers("muna")
    search = await small.opened()
    await responders.coming(small.house, search_id=search.id, member_id=small.muna, now=small.now)
    notice = await small.notice(subject_name="سلمى")
    async with small.house.db.transaction() as tx:
        await searches.forget_member(tx, member_id=small.hind)
        await searches.forget_member(tx, member_id=small.muna)
    assert (await small.search(notice)).reporter_phone == ""
    async with small.house.db.reading() as tx:
        assert await those_out.out_there(tx, search.id or 0) == []
