"""Cases about one person: what suggests it, what joining does and keeps, and what is left when it is over."""

import asyncio
import io
import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from PIL import Image
from sqlmodel import col, select

from formats.search_drafts import read_search_drafts
from models.alerts import AlertState, Wording
from models.pictures import Picture
from models.recordings import Recording, RecordingKind
from models.refusals import NotAllowed
from models.same_people import LikelySame, NothingAlike, PairDecided
from models.searches import Outcome, Search, SearchMoved, SearchState, Sex, StopReason
from pictures.demo import child_in_blue_dress
from services import pictures, recordings, same_people, search_closing, search_purging, search_telling, searches
from services.house import House
from services.places import Place
from services.search_imports import import_drafts
from tests.contract.search_town import BOT, PARK, Town, town_of

DAY = timedelta(days=1)


@pytest.fixture
async def town(sqlite_house: House, now: datetime) -> Town:
    """Where it makes no difference which database it is."""
    return await town_of(sqlite_house, now)


@pytest.fixture
async def both(house: House, now: datetime) -> Town:
    """On SQLite and on PostgreSQL."""
    return await town_of(house, now)


async def pairs(town: Town) -> list[tuple[int, int, str, bool | None]]:
    async with town.house.db.reading() as tx:
        found = select(LikelySame).order_by(col(LikelySame.low_id), col(LikelySame.high_id))
        return [(row.low_id, row.high_id, row.reasons, row.same) for row in (await tx.exec(found)).all()]


async def twice(town: Town, **second: Any) -> tuple[int, int]:
    """Hind tells of her daughter, and so does Charlie; the two numbers."""
    first = await town.notice()
    again = await town.notice(by="charlie", **{"subject_name": "ريم العتيبي", "reporter_phone": ""} | second)
    return first.id or 0, again.id or 0


async def joins(town: Town, number: int, into: int, by: str = "suad") -> Search:
    return await same_people.join(town.house, search_id=number, into=into, member_id=town.people[by].id, now=town.now)


async def card(town: Town, number: int) -> str:
    [alert] = await town.alerts(await town.search(number), Wording.SEARCH_CARD)
    letter = await town.letter(alert)
    return letter.text + str(letter.buttons)


async def test_name_age_place_and_time_are_named_on_the_card_of_the_later_draft(both: Town):
    first, again = await twice(both)
    assert await pairs(both) == [(first, again, "name-likely,age-same,place-same,time-same", None)]
    assert f"same:join:{again}:{first}" in await card(both, again)
    assert "same:join" not in await card(both, first)
    assert (await both.search(again)).state is SearchState.DRAFT


async def test_a_draft_that_was_there_before_is_shown_beside_the_case_that_went_out(town: Town):
    draft = await town.notice()
    out = await town.opened(subject_name="Reem Al Otaibi")
    assert f"same:join:{draft.id}:{out.id}" in await card(town, draft.id or 0)
    assert "same:join" not in await card(town, out.id or 0)


@pytest.mark.parametrize(
    "other",
    [
        {"subject_name": "ريما العتيبي"},
        {"subject_name": "عمر العتيبي", "subject_sex": Sex.MALE},
        {"subject_sex": Sex.MALE},
        {"subject_name": "ريم", "lkp": Place(lat=21.5, lon=39.2), "subject_age": 16},
        {"subject_name": "", "subject_age": None},
    ],
)
async def test_another_name_another_sex_or_too_little_is_nobody_s_match(town: Town, other: dict[str, Any]):
    await twice(town, **other)
    assert await pairs(town) == []


async def test_an_imported_draft_is_compared_too(town: Town):
    out = await town.opened()
    seen = (town.now - timedelta(hours=1)).isoformat()
    record = {
        "id": "case-1",
        "subject": {"name": "Reem Al Otaibi", "age": 7, "sex": "female", "kind": "child"},
        "last_seen": {"lat": PARK.lat, "lon": PARK.lon, "at": seen},
        "reporter": {"name": "Salem", "relation": "uncle"},
        "gates": {"custody": False, "protection_order": False, "left_by_choice": False},
    }
    drafts = read_search_drafts(json.dumps(record).encode()).drafts
    [done] = await import_drafts(town.house, drafts, now=town.now)
    assert await pairs(town) == [(out.id, done.search_id, "name-likely,place-same,time-same,age-near", None)]


async def test_a_drill_is_like_no_real_case(town: Town):
    await town.notice()
    await town.submitted(drill=True)
    assert await pairs(town) == []


async def test_the_same_picture_finds_a_case_without_a_name(both: Town):
    photo = child_in_blue_dress()
    small = io.BytesIO()
    Image.open(io.BytesIO(photo)).resize((480, 640)).save(small, "JPEG", quality=40)
    mine, theirs = [await pictures.keep(both.house, raw, now=both.now) for raw in (photo, small.getvalue())]
    first = await both.notice(picture_id=mine)
    nameless = {
        "subject_name": "",
        "subject_age": None,
        "subject_sex": None,
        "lkp": None,
        "lkp_at": None,
        "reporter_phone": "",
    }
    again = await both.notice(by="charlie", picture_id=theirs, **nameless)
    assert await pairs(both) == [(first.id, again.id, "picture-same", None)]


async def test_the_same_number_to_call_speaks_for_a_case_without_a_name(town: Town):
    nameless = {"subject_name": "", "lkp": None, "reporter_phone": "+966 50 000 0000"}
    first, again = await twice(town, **nameless)
    assert await pairs(town) == [(first, again, "phone-same,age-same,time-same", None)]


async def test_what_is_corrected_is_looked_for_again(town: Town):
    first, again = await twice(town, subject_name="سارة القحطاني")
    assert await pairs(town) == []
    about: dict[str, Any] = {"search_id": again, "member_id": town.suad, "now": town.now}
    await searches.complete(town.house, subject_name="ريم فهد العتيبي", **about)
    [(low, high, _, _)] = await pairs(town)
    assert (low, high) == (first, again)
    await searches.complete(town.house, subject_name="سارة القحطاني", **about)
    assert await pairs(town) == []


async def test_joining_stops_the_draft_keeps_what_it_said_and_tells_who_told_us(both: Town):
    first, again = await twice(both)
    about: dict[str, Any] = {"search_id": again, "member_id": both.charlie, "now": both.now}
    sent = recordings.Sent(BOT, RecordingKind.VOICE, "file", "unique", 4)
    heard = await recordings.keep(both.house, sent, made_by="7:500", now=both.now)
    await search_telling.add_to_notice(both.house, words="معها حقيبة صفراء", heard=[heard], **about)
    joined = await joins(both, again, first)
    assert (joined.state, joined.stopped_for, joined.joined_to) == (SearchState.STOPPED, StopReason.JOINED, first)
    assert (joined.contacts_purge_at, joined.purge_at) == (None, None)
    assert "search.join" in await both.acts(joined)

    assert "معها حقيبة صفراء" in await card(both, first)
    assert "ريم" in await card(both, again)
    listened = await search_telling.listen(both.house, search_id=first, member_id=both.suad, bot_id=BOT, now=both.now)
    assert [each.id for each in listened] == [heard]
    [told] = await both.alerts(joined, Wording.NOTICE_CARD)
    assert told.state is AlertState.OPEN
    assert told.sound_revision > 0
    letter = await both.letter(told)
    assert "شكرًا لك" in letter.text
    assert "ريم" not in letter.text


async def test_what_was_joined_goes_when_the_case_does(both: Town):
    picture = await pictures.keep(both.house, child_in_blue_dress(), now=both.now)
    out = await both.opened()
    draft = await both.notice(by="charlie", picture_id=picture)
    sent = recordings.Sent(BOT, RecordingKind.VOICE, "file", "unique", 4)
    heard = await recordings.keep(both.house, sent, made_by="7:500", now=both.now)
    await search_telling.add_to_notice(
        both.house, search_id=draft.id or 0, member_id=both.charlie, heard=[heard], now=both.now
    )
    await joins(both, draft.id or 0, out.id or 0)
    await search_purging.purge_contacts(both.house, now=both.now + 2 * DAY)
    assert (await both.search(draft)).picture_id == picture

    ends: dict[str, Any] = {"outcome": Outcome.FOUND_SAFE, "evidence": "الشرطة", "member_id": both.suad}
    await search_closing.close(both.house, search_id=out.id or 0, now=both.now, **ends)
    assert {alert.state for alert in await both.alerts(draft)} == {AlertState.ENDED}
    for alert in await both.alerts(draft, Wording.SEARCH_CARD, Wording.NOTICE_CARD):
        assert "ريم" not in (await both.letter(alert)).text
    await search_purging.purge_contacts(both.house, now=both.now + DAY)
    gone = await both.search(draft)
    assert (gone.picture_id, gone.reporter_phone, gone.reporter_name) == (None, "", "")
    async with both.house.db.reading() as tx:
        assert (await tx.exec(select(Picture.id))).all() == []
        assert (await tx.exec(select(Recording.id))).all() == []
    await search_purging.purge_cases(both.house, now=both.now + 31 * DAY)
    gone = await both.search(draft)
    assert (gone.subject_name, gone.purged_at is None) == ("", False)
    assert await pairs(both) == []


async def test_a_third_notice_joined_to_a_joined_one_s_case_stays_in_one_hand(town: Town):
    first, second = await twice(town)
    third = (await town.notice(by="badr")).id or 0
    await joins(town, third, second)
    await joins(town, second, first)
    assert [(await town.search(number)).joined_to for number in (second, third)] == [first, first]


async def test_of_two_who_press_at_once_one_is_heard_and_the_other_told(both: Town):
    first, again = await twice(both)
    said = await asyncio.gather(
        joins(both, again, first, by="suad"),
        same_people.keep_apart(both.house, search_id=again, other_id=first, member_id=both.badr, now=both.now),
        return_exceptions=True,
    )
    assert [type(each) for each in said if isinstance(each, Exception)] == [PairDecided]
    [(_, _, _, same)] = await pairs(both)
    assert ((await both.search(again)).state is SearchState.STOPPED) is same


async def test_of_two_who_join_it_to_two_cases_one_is_told_that_it_moved(both: Town):
    first, second = await twice(both)
    third = (await both.notice(by="badr")).id or 0
    said = await asyncio.gather(joins(both, third, first), joins(both, third, second), return_exceptions=True)
    assert [type(each) for each in said if isinstance(each, Exception)] == [SearchMoved]
    assert (await both.search(third)).joined_to in {first, second}
    assert [same for _, _, _, same in await pairs(both)].count(True) == 1


async def test_what_is_over_or_alike_no_more_is_joined_to_nothing(town: Town):
    first, again = await twice(town)
    refused: dict[str, Any] = {"reason": StopReason.NOT_FOR_US, "member_id": town.suad, "now": town.now}
    await searches.refuse(town.house, search_id=first, **refused)
    assert "same:join" not in await card(town, again)
    with pytest.raises(SearchMoved):
        await joins(town, again, first)
    other = await town.notice(by="badr", subject_name="خلود الشمري", subject_age=9)
    with pytest.raises(NothingAlike):
        await joins(town, again, other.id or 0)
    assert (await town.search(again)).state is SearchState.DRAFT


async def test_only_the_desk_of_both_cases_decides(town: Town):
    first, again = await twice(town)
    for stranger in ("hind", "faris", "nasser"):
        with pytest.raises(NotAllowed):
            await joins(town, again, first, by=stranger)


async def test_another_team_s_cases_are_not_compared(town: Town):
    await town.notice()
    about: dict[str, Any] = {"member_id": town.faris, "made_by": None, "now": town.now}
    await searches.start(town.house, **about, **town.said(lkp=Place(lat=PARK.lat, lon=PARK.lon)))
    assert await pairs(town) == []


async def test_what_a_gate_stopped_is_heard_at_the_desk_of_the_case_it_is_like(town: Town):
    out = await town.opened()
    stopped = await town.notice(by="charlie", subject_name="Reem Alotaibi", custody=True)
    assert (await town.search(stopped)).stopped_for is StopReason.CUSTODY
    [alert] = await town.alerts(out, Wording.SEARCH_CARD)
    assert alert.sound_revision == alert.revision
    text = await card(town, out.id or 0)
    assert f"\u2068{stopped.id}\u2069" in text.partition("أسئلة السلامة")[2]
    assert await pairs(town) == []
