"""Missing people, up to the moment a search goes out: notices, gates, drafts, approval."""

from datetime import timedelta

import pytest
from sqlmodel import select

from models.alerts import Alert, AlertState, Audience, Priority, Wording
from models.organisations import Role
from models.refusals import NotAllowed, TooLong
from models.rules import Rules, SearchRules
from models.search_rules import missing
from models.searches import (
    AdultByChoice,
    AgeOutOfRange,
    GateClosed,
    NobodyToApprove,
    SamePerson,
    SearchIncomplete,
    SearchMoved,
    SearchNotFound,
    SearchState,
    SeenInFuture,
    StopReason,
    SubjectKind,
    TooManyCases,
)
from places.points import Point
from services import holding_back, members, organisations, search_publishing, searches
from services.audit import Actor
from services.places import Place
from tests.contract.search_town import HARBOUR, PARK, WEST, town_of


@pytest.fixture
async def town(sqlite_house, now):
    """Where it makes no difference which database it is."""
    return await town_of(sqlite_house, now)


@pytest.fixture
async def both(house, now):
    """On SQLite and on PostgreSQL."""
    return await town_of(house, now)


async def test_a_notice_is_a_draft_that_its_desk_and_its_sender_see(both):
    search = await both.notice()
    assert (search.state, search.subject_kind, search.lkp_area_id) == (SearchState.DRAFT, SubjectKind.CHILD, 3)
    assert await both.told(search, Wording.SEARCH_CARD) == {"badr", "suad", "amal"}
    assert await both.told(search, Wording.NOTICE_CARD) == {"hind"}
    (card,) = await both.alerts(search, Wording.SEARCH_CARD)
    assert (card.audience, card.priority, card.protect) == (Audience.STAFF, Priority.URGENT, True)


async def test_the_same_update_makes_one_search_however_often_it_comes(both):
    first = await both.notice(once="7:1")
    again = await both.notice(once="7:1")
    assert first.id == again.id
    assert len(await both.alerts(first)) == 2


async def test_a_notice_from_where_nobody_serves_goes_to_every_admin(town):
    search = await town.notice(lkp=Place(lat=24.5, lon=44.5))
    assert search.organisation_id is None
    assert await town.told(search, Wording.SEARCH_CARD) == {"amal", "faris"}


async def test_no_limit_stops_a_notice(town):
    for number in range(8):
        await town.notice(subject_name=f"طفل {number}")
    async with town.house.db.reading() as tx:
        assert len((await tx.exec(select(Alert.id).where(Alert.wording == Wording.NOTICE_CARD))).all()) == 8


@pytest.mark.parametrize(
    ("answers", "reason"),
    [
        ({"custody": True}, StopReason.CUSTODY),
        ({"protection_order": True}, StopReason.PROTECTION_ORDER),
        ({"left_by_choice": True, "subject_age": 30}, StopReason.LEFT_BY_CHOICE),
        ({"vulnerable": False, "subject_age": 30}, StopReason.ADULT_BY_CHOICE),
        ({"vulnerable": False, "subject_age": 70}, StopReason.ADULT_BY_CHOICE),
    ],
)
async def test_a_gate_answered_with_yes_stops_a_notice_and_the_desk_sees_no_name(town, answers, reason):
    search = await town.notice(**answers)
    assert (search.state, search.stopped_for) == (SearchState.STOPPED, reason)
    assert search.contacts_purge_at is not None
    (card,) = await town.alerts(search, Wording.SEARCH_CARD)
    letter = await town.letter(card)
    assert "ريم" not in letter.text
    assert letter.picture is None
    (told,) = await town.alerts(search, Wording.NOTICE_CARD)
    assert "911" in (await town.letter(told)).text


async def test_staff_cannot_take_a_gate_back(both):
    search = await both.notice()
    await searches.complete(both.house, search_id=search.id, member_id=both.suad, now=both.now, custody=True)
    assert (await both.search(search)).state is SearchState.STOPPED
    with pytest.raises(GateClosed):
        await search_publishing.submit(both.house, search_id=search.id, member_id=both.suad, now=both.now)
    with pytest.raises(SearchMoved):
        await searches.complete(both.house, search_id=search.id, member_id=both.suad, now=both.now, custody=False)


async def test_a_case_like_one_that_was_stopped_is_pointed_out_to_the_desk(town):
    stopped = await town.notice(custody=True)
    again = await town.notice(subject_name="ريم فهد العتيبي")
    (card,) = await town.alerts(again, Wording.SEARCH_CARD)
    assert f"{stopped.id}\u2069" in (await town.letter(card)).text.split("\n")[1]


async def test_a_coordinator_completes_a_notice_field_by_field(both):
    search = await both.notice()
    assert missing(search) == ["how_checked", "consent_by", "consent_at"]
    changed = await searches.complete(
        both.house, search_id=search.id, member_id=both.suad, now=both.now, **both.checked()
    )
    assert missing(changed) == []
    assert [alert.revision for alert in await both.alerts(search)] == [2, 2]
    assert "search.complete" in await both.acts(search)


@pytest.mark.parametrize("who", ["charlie", "hind", "nasser", "faris"])
async def test_only_the_desk_completes_a_draft(town, who):
    search = await town.notice()
    with pytest.raises(NotAllowed):
        await searches.complete(town.house, search_id=search.id, member_id=getattr(town, who), now=town.now, marks="x")


@pytest.mark.parametrize(
    ("entry", "refusal"),
    [
        ({"subject_age": 130}, AgeOutOfRange),
        ({"subject_age": -1}, AgeOutOfRange),
        ({"clothing": "ك" * 501}, TooLong),
        ({"subject_name": "ر" * 10_000}, TooLong),
    ],
)
async def test_what_cannot_be_kept_is_refused_and_nothing_changes(town, entry, refusal):
    search = await town.notice()
    with pytest.raises(refusal):
        await searches.complete(town.house, search_id=search.id, member_id=town.suad, now=town.now, **entry)
    assert (await town.search(search)).changed_at == search.changed_at


async def test_nobody_was_seen_tomorrow(town):
    with pytest.raises(SeenInFuture):
        await town.notice(lkp_at=town.now + timedelta(hours=1))


async def test_an_admin_takes_up_what_nobody_serves(town):
    search = await town.notice(lkp=Place(lat=24.5, lon=44.5))
    await searches.complete(town.house, search_id=search.id, member_id=town.faris, now=town.now, marks="شامة")
    assert (await town.search(search)).organisation_id is not None
    with pytest.raises(NotAllowed):
        await searches.complete(town.house, search_id=search.id, member_id=town.suad, now=town.now, marks="شامة")


async def test_looking_does_not_take_it_up(town):
    search = await town.notice(lkp=Place(lat=24.5, lon=44.5))
    await searches.look(town.house, search_id=search.id, member_id=town.faris)
    assert (await town.search(search)).organisation_id is None


async def test_whoever_told_us_takes_it_back_and_nobody_else_does(town):
    search = await town.notice()
    with pytest.raises(SearchNotFound):
        await searches.withdraw_notice(town.house, search_id=search.id, member_id=town.charlie, now=town.now)
    await searches.withdraw_notice(town.house, search_id=search.id, member_id=town.hind, now=town.now)
    assert (await town.search(search)).stopped_for is StopReason.WITHDRAWN
    assert {alert.state for alert in await town.alerts(search)} == {AlertState.ENDED}


async def test_a_refused_notice_says_why_to_who_sent_it(town):
    search = await town.notice()
    await searches.refuse(
        town.house, search_id=search.id, member_id=town.badr, reason=StopReason.NOT_ENOUGH_KNOWN, now=town.now
    )
    (told,) = await town.alerts(search, Wording.NOTICE_CARD)
    assert "ريم" not in (await town.letter(told)).text
    assert "لا تكفي" in (await town.letter(told)).text


async def test_each_look_at_the_reporters_number_is_on_record(town):
    search = await town.notice()
    contact = await searches.see_contact(town.house, search_id=search.id, member_id=town.nasser, now=town.now)
    assert contact.phone == "0500000000"
    assert (await town.acts(search)).count("see.contact") == 1
    with pytest.raises(NotAllowed):
        await searches.see_contact(town.house, search_id=search.id, member_id=town.charlie, now=town.now)


async def test_a_coordinator_opens_so_many_cases_a_day_and_no_more(both):
    both.house.rules = Rules(searches=SearchRules(cases_per_day=2))
    start = {"member_id": both.suad, "now": both.now}
    for _ in range(2):
        await searches.start(both.house, made_by=both.once(), **start)
    with pytest.raises(TooManyCases):
        await searches.start(both.house, made_by=both.once(), **start)
    await searches.start(
        both.house, made_by=both.once(), member_id=both.suad, now=both.now + timedelta(days=1, minutes=1)
    )


async def test_only_a_coordinator_starts_a_case(town):
    with pytest.raises(NotAllowed):
        await searches.start(town.house, made_by=None, member_id=town.nasser, now=town.now)


async def test_nothing_is_submitted_before_it_is_complete(town):
    search = await town.notice()
    with pytest.raises(SearchIncomplete) as refusal:
        await search_publishing.submit(town.house, search_id=search.id, member_id=town.suad, now=town.now)
    assert refusal.value.facts["missing"] == ["how_checked", "consent_by", "consent_at"]


async def test_approval_is_asked_of_two_and_climbs_when_they_do_not_answer(both):
    await both.staff("omar", Role.APPROVER, "harbour")
    search = await both.submitted()
    assert await both.told(search, Wording.SEARCH_ASK) == {"nasser", "layla"}
    later = both.now + timedelta(minutes=5)
    assert await search_publishing.ask_next_approver(both.house, now=later - timedelta(seconds=1)) == 0
    assert await search_publishing.ask_next_approver(both.house, now=later) == 1
    assert await search_publishing.ask_next_approver(both.house, now=later) == 0
    assert await both.told(search, Wording.SEARCH_ASK) == {"nasser", "layla", "amal", "omar"}
    assert "search.ask-next" in await both.acts(search)


async def test_when_all_were_asked_they_are_asked_again_with_a_sound(town):
    search = await town.submitted()
    at = town.now
    for _ in range(2):
        at += timedelta(minutes=5)
        assert await search_publishing.ask_next_approver(town.house, now=at) == 1
    (ask,) = await town.alerts(search, Wording.SEARCH_ASK)
    assert ask.sound_revision == ask.revision > 1
    assert await search_publishing.ask_next_approver(town.house, now=at + timedelta(minutes=29)) == 0
    assert await search_publishing.ask_next_approver(town.house, now=at + timedelta(minutes=30)) == 1


async def test_asking_the_next_approver_does_not_wake_the_desk(town):
    search = await town.submitted()
    (card,) = await town.alerts(search, Wording.SEARCH_CARD)
    await search_publishing.ask_next_approver(town.house, now=town.now + timedelta(minutes=5))
    (again,) = await town.alerts(search, Wording.SEARCH_CARD)
    assert (again.revision, again.sound_revision) == (card.revision, 1)


async def test_without_a_second_person_nothing_is_submitted(town):
    for name in ("nasser", "layla", "amal"):
        for role in (Role.APPROVER, Role.ADMIN):
            await organisations.revoke(
                town.house, member_id=getattr(town, name), role=role, code="harbour", by=Actor.operator(), now=town.now
            )
    with pytest.raises(NobodyToApprove):
        await town.submitted()


async def test_whoever_posts_does_not_approve(town):
    await town.staff("suad", Role.APPROVER, "harbour")
    search = await town.submitted()
    with pytest.raises(SamePerson):
        await search_publishing.approve(town.house, search_id=search.id, member_id=town.suad, now=town.now)
    assert (await town.search(search)).state is SearchState.DRAFT


async def test_whoever_told_us_does_not_approve(town):
    search = await town.notice(by="nasser")
    await searches.complete(town.house, search_id=search.id, member_id=town.suad, now=town.now, **town.checked())
    await search_publishing.submit(town.house, search_id=search.id, member_id=town.suad, now=town.now)
    assert await town.told(search, Wording.SEARCH_ASK) == {"layla", "amal"}
    with pytest.raises(SamePerson):
        await search_publishing.approve(town.house, search_id=search.id, member_id=town.nasser, now=town.now)


@pytest.mark.parametrize("who", ["badr", "charlie", "faris"])
async def test_nobody_approves_without_the_role(town, who):
    search = await town.submitted()
    with pytest.raises(NotAllowed):
        await search_publishing.approve(town.house, search_id=search.id, member_id=getattr(town, who), now=town.now)


async def test_what_was_changed_after_the_request_is_not_approved_unseen(town):
    search = await town.submitted()
    seen = (await town.search(search)).submitted_at
    await searches.complete(town.house, search_id=search.id, member_id=town.suad, now=town.now, marks="شامة")
    with pytest.raises(SearchMoved):
        await search_publishing.approve(town.house, search_id=search.id, member_id=town.nasser, now=town.now)
    later = town.now + timedelta(minutes=1)
    await search_publishing.submit(town.house, search_id=search.id, member_id=town.suad, now=later)
    with pytest.raises(SearchMoved):
        await search_publishing.approve(
            town.house, search_id=search.id, member_id=town.nasser, submitted_at=seen, now=later
        )


async def test_an_approver_sends_it_back_and_the_desk_hears(town):
    search = await town.submitted()
    await search_publishing.send_back(town.house, search_id=search.id, member_id=town.nasser, now=town.now)
    (card,) = await town.alerts(search, Wording.SEARCH_CARD)
    assert card.sound_revision == card.revision
    (ask,) = await town.alerts(search, Wording.SEARCH_ASK)
    assert ask.state is AlertState.ENDED
    assert "ريم" not in (await town.letter(ask)).text
    assert (await town.search(search)).submitted_at is None


async def test_an_adult_who_is_not_vulnerable_is_never_submitted(town):
    with pytest.raises(AdultByChoice):
        await town.submitted(subject_age=30, left_by_choice=False)


async def test_while_broadcasts_are_paused_an_approved_search_waits(both):
    await both.volunteers("muna")
    await holding_back.pause_everything(both.house, by=Actor.operator(), now=both.now)
    search = await both.opened()
    assert search.state is SearchState.APPROVED
    assert await search_publishing.open_approved(both.house, now=both.now) == []
    await holding_back.let_everything_go(both.house, by=Actor.operator(), now=both.now)
    (out,) = await search_publishing.open_approved(both.house, now=both.now)
    assert out.recipients == 1
    assert (await both.search(search)).state is SearchState.OPEN


async def test_the_reach_is_shown_before_it_is_let_out_and_is_what_happens(both):
    await both.volunteers("muna")
    await both.volunteers("khalid", area=None, at=Point(24.06, 46.05))
    await both.volunteers("sami", area=WEST)
    await both.group("متطوعو الورد")
    search = await both.submitted(audience_radius_km=3)
    reach = await search_publishing.preview(both.house, search_id=search.id, member_id=both.nasser, now=both.now)
    assert (reach.recipients, reach.audience, reach.nowhere) == (3, Audience.SUBSCRIBERS, False)
    out = await search_publishing.approve(both.house, search_id=search.id, member_id=both.nasser, now=both.now)
    assert out.recipients == 3
    assert await both.told(search, Wording.SEARCH_OPEN) == {"muna", "khalid", "متطوعو الورد"}
    assert (await both.search(search)).expires_at == both.now + timedelta(hours=72)


async def test_without_police_only_vetted_volunteers_hear_of_it_and_no_group(both):
    await both.volunteers("muna")
    await both.volunteers("khalid", vetted=True)
    await both.group("متطوعو الورد")
    search = await both.opened(police=False)
    assert await both.told(search, Wording.SEARCH_OPEN) == {"khalid"}


async def test_a_police_number_without_its_station_does_not_count(town):
    await town.volunteers("muna")
    search = await town.opened(police_station="")
    assert await town.told(search, Wording.SEARCH_OPEN) == set()


async def test_with_no_place_known_it_goes_everywhere_and_says_so(both):
    await both.volunteers("muna")
    await both.volunteers("sami", area=WEST)
    search = await both.opened(lkp=None)
    assert await both.told(search, Wording.SEARCH_OPEN) == {"muna", "sami"}
    (alert,) = await both.alerts(search, Wording.SEARCH_OPEN)
    assert alert.nowhere
    assert "غير محدد" in (await both.letter(alert)).text


async def test_an_audience_is_never_smaller_than_the_least_radius(town):
    search = await town.opened(audience_radius_km=0.01)
    (alert,) = await town.alerts(search, Wording.SEARCH_OPEN)
    assert (alert.lat, alert.radius_m) == (PARK.lat, 1000)


async def test_an_audience_may_be_an_area(town):
    await town.volunteers("khalid", area=None, at=Point(24.35, 46.35))
    search = await town.opened(audience_area_id=HARBOUR)
    assert await town.told(search, Wording.SEARCH_OPEN) == {"khalid"}


async def test_a_drill_reaches_the_team_only_and_says_so(town):
    await town.volunteers("muna", vetted=True)
    search = await town.opened(drill=True)
    assert "muna" not in await town.told(search, Wording.SEARCH_OPEN)
    assert await town.told(search, Wording.SEARCH_OPEN) == {"badr", "suad", "nasser", "layla", "amal"}
    for alert in await town.alerts(search):
        if alert.state is AlertState.OPEN:
            assert (
                "تمرين"
                in (await town.letter(alert)).text.split("\n")[0] + (await town.letter(alert)).text.split("\n")[1]
            )


async def test_the_volunteers_a_team_vetted_join_its_drills(both):
    await both.volunteers("muna")
    organisation = (await both.search(await both.notice())).organisation_id
    by = Actor.member(both.suad, organisation)
    await members.vet(both.house, member_id=both.muna, by=by, now=both.now)
    search = await both.opened(drill=True)
    assert "muna" in await both.told(search, Wording.SEARCH_OPEN)
