"""Missing people at the command line: drafts from files, published, updated and closed by the operator."""

from datetime import timedelta

import orjson
import pytest

from formats.search_drafts import SearchDraft, read_search_drafts
from models.alerts import AlertState, Wording
from models.organisations import OrganisationNotFound
from models.refusals import NotFound
from models.rules import Rules, SearchRules
from models.searches import (
    AdultByChoice,
    CaseSuppressed,
    GateClosed,
    Outcome,
    SearchIncomplete,
    SearchMoved,
    SearchState,
    SecondPersonNeeded,
    StopReason,
)
from pictures.demo import child_in_blue_dress
from pictures.safe import NotAPicture
from services import search_operator, search_publishing, search_purging
from services.search_imports import import_drafts
from tests.contract.search_town import PARK, town_of


@pytest.fixture
async def town(sqlite_house, now):
    return await town_of(sqlite_house, now)


def draft(town, **changes) -> SearchDraft:
    """As the JSON of DESIGN §6 has it."""
    seen = (town.now - timedelta(hours=1)).isoformat()
    record = {
        "id": "case-1",
        "subject": {"name": "سالم بن علي", "age": 6, "sex": "male", "kind": "child", "photo": "boy.jpg"},
        "last_seen": {"lat": PARK.lat, "lon": PARK.lon, "at": seen, "place": "الحديقة"},
        "police_report": {"number": "1/22", "station": "شرطة الميناء"},
        "reporter": {"name": "أبو سالم", "relation": "الأب"},
        "gates": {"custody": False, "protection_order": False, "left_by_choice": False},
        "consent": {"by": "أبو سالم", "at": seen},
        "audience": {"radius_km": 3},
    }
    merged = {key: value for key, value in (record | changes).items() if value is not None}
    (read,) = read_search_drafts(orjson.dumps(merged)).drafts
    return read


async def imported(town, *drafts: SearchDraft, **how):
    return await import_drafts(town.house, drafts, now=town.now, **how)


async def test_a_draft_becomes_a_case_of_the_desk_that_serves_its_place(house, now):
    town = await town_of(house, now)
    photos = {"boy.jpg": child_in_blue_dress()}
    (done,) = await imported(town, draft(town), photos=photos)
    search = await town.search(done.search_id)
    assert (done.new, done.refused, done.picture_refused) == (True, None, None)
    assert (search.state, search.external_id, search.audience_radius_m) == (SearchState.DRAFT, "case-1", 3000)
    assert search.picture_id is not None
    assert await town.told(search, Wording.SEARCH_CARD) == {"badr", "suad", "amal"}


async def test_the_same_file_again_changes_nothing(town):
    (first,) = await imported(town, draft(town))
    (again,) = await imported(town, draft(town))
    assert (again.search_id, again.new) == (first.search_id, False)
    assert len(await town.alerts(await town.search(first.search_id))) == 1


async def test_one_that_cannot_be_taken_does_not_keep_the_others_out(town):
    done = await imported(town, draft(town, audience={"area_id": "nowhere"}), draft(town, id="case-2"))
    assert isinstance(done[0].refused, NotFound)
    assert done[1].new


async def test_a_picture_that_is_none_or_not_there_is_left_out_and_said(town):
    (broken,) = await imported(town, draft(town), photos={"boy.jpg": b"not a picture"})
    (absent,) = await imported(town, draft(town, id="case-2"))
    assert isinstance(broken.picture_refused, NotAPicture)
    assert isinstance(absent.picture_refused, NotFound)
    assert (await town.search(broken.search_id)).picture_id is None


async def test_an_area_may_be_the_audience_and_an_organisation_may_be_named(town):
    (done,) = await imported(town, draft(town, audience={"area_id": "a-1"}), organisation_code="far")
    search = await town.search(done.search_id)
    assert search.audience_area_id == 1
    assert await town.told(search, Wording.SEARCH_CARD) == {"faris"}
    with pytest.raises(OrganisationNotFound):
        await imported(town, draft(town, id="case-2"), organisation_code="nobody")


async def test_publishing_as_the_operator_tells_those_it_concerns(town):
    await town.volunteers("muna")
    await town.group("متطوعو الورد")
    (done,) = await imported(town, draft(town))
    out = await search_operator.publish_as_operator(town.house, search_id=done.search_id, now=town.now)
    search = await town.search(done.search_id)
    assert out.recipients == 2
    assert (search.state, search.approved_as_operator, search.approved_by) == (SearchState.OPEN, True, None)
    assert (await town.alerts(search, Wording.SEARCH_OPEN))[0].id == out.alert_id


@pytest.mark.parametrize("gate", ["custody", "protection_order", "left_by_choice"])
async def test_no_gate_is_passed_by_import(town, gate):
    gates = {"custody": False, "protection_order": False, "left_by_choice": False} | {gate: True}
    (done,) = await imported(town, draft(town, gates=gates))
    assert (await town.search(done.search_id)).state is SearchState.STOPPED
    with pytest.raises(GateClosed):
        await search_operator.publish_as_operator(town.house, search_id=done.search_id, now=town.now)


async def test_an_adult_goes_out_only_when_vulnerable(town):
    adult = {"name": "علي", "age": 30, "sex": "male", "kind": "adult"}
    plain, vulnerable = await imported(
        town, draft(town, subject=adult), draft(town, id="case-2", subject=adult, vulnerable=True)
    )
    with pytest.raises(AdultByChoice):
        await search_operator.publish_as_operator(town.house, search_id=plain.search_id, now=town.now)
    out = await search_operator.publish_as_operator(town.house, search_id=vulnerable.search_id, now=town.now)
    assert out.alert_id is not None


async def test_nobody_goes_out_without_a_guardian_s_consent(town):
    (done,) = await imported(town, draft(town, consent=None))
    with pytest.raises(SearchIncomplete) as refusal:
        await search_operator.publish_as_operator(town.house, search_id=done.search_id, now=town.now)
    assert refusal.value.facts["missing"] == ["consent_by", "consent_at"]


async def test_the_two_person_rule_can_be_switched_on_for_the_operator_too(town):
    town.house.rules = Rules(searches=SearchRules(operator_needs_second=True))
    (done,) = await imported(town, draft(town))
    with pytest.raises(SecondPersonNeeded):
        await search_operator.publish_as_operator(town.house, search_id=done.search_id, now=town.now)
    search = await town.search(done.search_id)
    assert await town.told(search, Wording.SEARCH_ASK) == {"nasser", "layla"}
    await search_publishing.approve(town.house, search_id=done.search_id, member_id=town.layla, now=town.now)
    assert (await town.search(search)).state is SearchState.OPEN


async def test_what_is_published_is_not_published_again(town):
    (done,) = await imported(town, draft(town))
    await search_operator.publish_as_operator(town.house, search_id=done.search_id, now=town.now)
    with pytest.raises(SearchMoved):
        await search_operator.publish_as_operator(town.house, search_id=done.search_id, now=town.now)


async def test_the_operator_updates_corrects_and_closes(town):
    await town.volunteers("muna")
    (done,) = await imported(town, draft(town))
    by = {"search_id": done.search_id, "now": town.now}
    await search_operator.publish_as_operator(town.house, **by)
    await search_operator.update_as_operator(town.house, text="شوهد", subject_name="سالم علي", **by)
    search = await town.search(done.search_id)
    (alert,) = await town.alerts(search, Wording.SEARCH_OPEN)
    assert (alert.revision, search.subject_name) == (2, "سالم علي")
    assert (await search_operator.closing_preview_as_operator(town.house, search_id=done.search_id)).waiting == 1
    await search_operator.close_as_operator(town.house, outcome=Outcome.FOUND_SAFE, **by)
    closed = await town.search(done.search_id)
    assert (closed.state, closed.evidence) == (SearchState.CLOSED, "operator")
    assert {each.state for each in await town.alerts(closed)} == {AlertState.ENDED}
    assert set(await town.acts(closed)) >= {
        "search.import",
        "search.approve",
        "search.open",
        "search.close",
    }


async def test_a_deleted_case_does_not_come_back_by_its_record_or_by_its_name(town):
    (done,) = await imported(town, draft(town))
    by = {"search_id": done.search_id, "now": town.now}
    await search_operator.publish_as_operator(town.house, **by)
    await search_operator.close_as_operator(town.house, outcome=Outcome.FOUND_SAFE, **by)
    await search_purging.purge_cases(town.house, now=town.now + timedelta(days=30))
    other = {"name": "خالد", "age": 9, "sex": "male", "kind": "child"}
    same_record, same_name = await imported(town, draft(town, subject=other), draft(town, id="case-9"))
    assert isinstance(same_record.refused, CaseSuppressed)
    assert isinstance(same_name.refused, CaseSuppressed)


async def test_a_stopped_case_is_not_brought_back_by_its_file(town):
    gates = {"custody": True, "protection_order": False, "left_by_choice": False}
    (stopped,) = await imported(town, draft(town, gates=gates))
    (again,) = await imported(town, draft(town))
    assert again.search_id == stopped.search_id
    assert (await town.search(again.search_id)).stopped_for is StopReason.CUSTODY
