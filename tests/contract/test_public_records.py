"""What is told of a search outside: CAP messages that refer to each other, PFIF records, and what stays of them."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from capvalidator import check_schema
from sqlmodel import col, select

from formats.cap_checking import faults_of_cap
from formats.pfif import read_pfif
from formats.pfif_checking import faults_of_pfif
from formats.pfif_writing import write_pfif
from models.cap_messages import CapKind, CapMessage, CapMessageGone, SearchNotPublic
from models.rules import Rules
from models.searches import CaseSuppressed, Outcome, SearchNotFound
from services import (
    objections,
    pfif_records,
    public_cases,
    search_closing,
    search_purging,
    search_updates,
    search_widening,
    sighting_decisions,
    sightings,
)
from services.places import Place
from services.search_imports import import_drafts
from tests.contract.search_town import PARK, town_of

RULES = Rules(public_url="https://mizalla.example")
DAY = timedelta(days=1)
CREAM = "معطف كريمي"


@pytest.fixture
async def town(house, now):
    """On SQLite and on PostgreSQL."""
    return await town_of(replace(house, rules=RULES), now)


@pytest.fixture
async def small(sqlite_house, now):
    """Where it makes no difference which database it is."""
    return await town_of(replace(sqlite_house, rules=RULES), now)


async def messages(town, search) -> list[CapMessage]:
    async with town.house.db.reading() as tx:
        mine = select(CapMessage).where(CapMessage.search_id == search.id).order_by(col(CapMessage.id))
        return list((await tx.exec(mine)).all())


async def closes(town, search, **later):
    return await search_closing.close(
        town.house, search_id=search.id, outcome=Outcome.FOUND_SAFE, evidence="اتصلت الشرطة",
        member_id=town.suad, now=town.now + timedelta(**later),
    )  # fmt: skip


async def updates(town, search, minutes=10, **what):
    return await search_updates.update(
        town.house, search_id=search.id, member_id=town.suad, now=town.now + timedelta(minutes=minutes), **what
    )


def references(xml: str) -> list[str]:
    return [each.split(",")[1] for found in re.findall("<references>(.*?)</references>", xml) for each in found.split()]


async def test_alert_update_and_cancel_refer_to_all_before_them(town):
    search = await town.opened()
    await updates(town, search, clothing=CREAM)
    await updates(town, search, minutes=20, text="شوهدت قرب السوق")
    before = await messages(town, search)
    assert [each.kind for each in before] == [CapKind.ALERT, CapKind.UPDATE, CapKind.UPDATE]
    assert references(before[2].xml) == [each.identifier for each in before[:2]]
    assert CREAM in before[2].xml
    await closes(town, search, hours=2)
    *gone, cancel = await messages(town, search)
    assert [each.xml for each in gone] == ["", "", ""]
    assert (cancel.kind, cancel.public, cancel.sender) == (CapKind.CANCEL, True, "mizalla.example")
    assert references(cancel.xml) == [each.identifier for each in gone]
    for xml in (before[2].xml, cancel.xml):
        assert check_schema(xml.encode()).passed
        assert faults_of_cap(xml.encode()) == ()
        assert f"<incidents>{search.page_key}</incidents>" in xml


async def test_a_change_that_is_not_told_writes_no_message(small):
    search = await small.opened()
    await updates(small, search, how_checked="مرة أخرى")
    assert len(await messages(small, search)) == 1


async def saw(town, search) -> int:
    """Charlie saw her at the market, two kilometres north; the sighting's number."""
    new = await sightings.saw(
        town.house, search_id=search.id, member_id=town.charlie, made_by=town.once(), danger=False, now=town.now
    )
    assert new is not None
    assert new.id is not None
    where = Place(lat=PARK.lat + 0.018, lon=PARK.lon, words="السوق")
    await sightings.add(
        town.house, sighting_id=new.id, member_id=town.charlie, place=where, seen_at=town.now, now=town.now
    )
    return new.id


async def test_a_wider_ring_and_a_confirmed_sighting_are_updates(small):
    search = await small.opened()
    await search_widening.widen_now(small.house, search_id=search.id, member_id=small.suad, now=small.now)
    number = await saw(small, search)
    assert len(await messages(small, search)) == 2
    await sighting_decisions.confirm(small.house, sighting_id=number, member_id=small.suad, now=small.now)
    _, wider, moved = await messages(small, search)
    assert (wider.kind, moved.kind) == (CapKind.UPDATE, CapKind.UPDATE)
    assert "<circle>24.068,46.050" in moved.xml


async def test_what_police_has_not_confirmed_and_a_drill_are_restricted(small):
    unconfirmed, drill = await small.opened(police=False), await small.opened(drill=True)
    (one,), (other,) = await messages(small, unconfirmed), await messages(small, drill)
    assert (one.public, other.public) == (False, False)
    assert "<scope>Restricted</scope>" in one.xml
    assert "<status>Exercise</status>" in other.xml
    for message in (one, other):
        assert faults_of_cap(message.xml.encode()) == ()
        assert check_schema(message.xml.encode()).passed
        assert "https://" not in message.xml
        with pytest.raises(SearchNotFound):
            await public_cases.cap_message(small.house, identifier=message.identifier)
    assert await public_cases.cap_index(small.house, now=small.now) == []


async def test_what_everybody_may_read_no_longer_is_taken_back_first(small):
    search = await small.opened()
    await search_updates.update(
        small.house, search_id=search.id, member_id=small.layla, now=small.now + timedelta(minutes=1),
        police_number="", police_station="",
    )  # fmt: skip
    told = await messages(small, search)
    assert [(each.kind, each.public) for each in told] == [
        (CapKind.ALERT, True), (CapKind.CANCEL, True), (CapKind.ALERT, False),
    ]  # fmt: skip


async def test_only_the_newest_message_stands_and_none_under_review(small):
    search = await small.opened()
    await updates(small, search, clothing=CREAM)
    first, second = await messages(small, search)
    with pytest.raises(CapMessageGone):
        await public_cases.cap_message(small.house, identifier=first.identifier)
    assert CREAM.encode() in await public_cases.cap_message(small.house, identifier=second.identifier)
    await objections.object_to(small.house, search_id=search.id, member_id=small.charlie, now=small.now)
    assert await public_cases.cap_index(small.house, now=small.now) == []
    with pytest.raises(SearchNotFound):
        await public_cases.cap_message(small.house, identifier=second.identifier)


async def exported(town, search=None, **later) -> bytes:
    at = town.now + timedelta(**later)
    kept = (
        await pfif_records.pfif_of(town.house, search_id=search.id, now=at)
        if search
        else await pfif_records.pfif_of_all(town.house, now=at)
    )
    raw = write_pfif(kept.records, kept.links)
    assert faults_of_pfif(raw) == ()
    return raw


async def test_an_open_search_is_a_person_without_what_is_not_public(town):
    search = await town.opened(marks="شامة، تدرس في مدرسة النور، 0501234567")
    raw = (await exported(town, search)).decode()
    for secret in ("العتيبي", "هند", "0500000000", "1/22", "مدرسة", "0501234567"):
        assert secret not in raw
    (draft,) = read_pfif(raw.encode(), now=town.now).drafts
    assert draft.id == f"mizalla.example/{search.page_key}"
    assert (draft.subject.age, draft.subject.sex) == (6, search.subject_sex)
    assert (draft.last_seen.lat, draft.last_seen.lon) == (PARK.lat, PARK.lon)
    entered = re.findall("<pfif:entry_date>(.*?)<", raw)[0]
    await updates(town, search, clothing=CREAM)
    again = (await exported(town, search)).decode()
    assert re.findall("<pfif:entry_date>(.*?)<", again)[0] > entered


async def test_a_closed_search_is_a_placeholder_and_nothing_else(town):
    search = await town.opened()
    await closes(town, search, hours=2)
    raw = (await exported(town, hours=3)).decode()
    fields = dict(re.findall("<pfif:([a-z_]+)>(.*?)<", raw))
    at = (town.now + timedelta(hours=2)).strftime("%Y-%m-%dT%H:%M:%SZ")
    own = f"mizalla.example/{search.page_key}"
    assert fields == {"person_record_id": own, "entry_date": at, "expiry_date": at, "source_date": at}
    assert "<pfif:full_name />" in raw


async def test_nothing_but_what_was_told_to_everybody_is_exported(small):
    hidden = [await small.opened(police=False), await small.opened(drill=True), await small.submitted()]
    paused = await small.opened()
    await objections.object_to(small.house, search_id=paused.id, member_id=small.charlie, now=small.now)
    for search in (*hidden, paused):
        with pytest.raises(SearchNotPublic):
            await exported(small, search)
    assert b"person_record_id" not in await exported(small)


async def test_our_own_record_does_not_come_back_neither_while_it_is_open_nor_when_it_is_forgotten(town):
    search = await town.opened()
    drafts = read_pfif(await exported(town, search), now=town.now).drafts
    (again,) = await import_drafts(town.house, drafts, now=town.now)
    assert (again.search_id, again.new) == (search.id, False)
    await closes(town, search)
    await search_purging.purge_cases(town.house, now=town.now + 31 * DAY)
    (refused,) = await import_drafts(town.house, drafts, now=town.now + 31 * DAY)
    assert isinstance(refused.refused, CaseSuppressed)


async def test_when_the_rest_of_a_case_goes_no_message_says_anything(town):
    search = await town.opened(clothing=CREAM)
    await closes(town, search)
    await search_purging.purge_cases(town.house, now=town.now + 31 * DAY)
    assert {each.xml for each in await messages(town, search)} == {""}
    assert await public_cases.cap_index(town.house, now=town.now) == []


async def test_a_sighting_nobody_confirmed_is_a_note_without_its_place(small):
    search = await small.opened()
    await saw(small, search)
    raw = (await exported(small, search)).decode()
    (note,) = [part for part in raw.split("<pfif:note>") if "sighting-" in part]
    assert "status" not in note
    assert "last_known_location" not in note
    assert "السوق" not in raw
