"""The ground of a search, from the coordinator's knife to the map: pairs, segments, tracks, and the end of it all."""

import json
from datetime import timedelta

import gpxpy
import pytest

from sandbox.people import Person
from tests.story.searching import ends, in_ghadir, plain, presses, says, town
from tests.story.town import Town
from tests.story.wide_town import publish

__all__ = ["town"]


@pytest.fixture
async def divided(town: Town) -> Town:
    """A search that is out, its ground cut into blocks."""
    await publish(town, await in_ghadir(town), audience={"radius_km": 10})
    await town.quiet()
    await presses(town, town.coordinator, "button-search-segments")
    await presses(town, town.coordinator, "ground-footing-streets")
    return town


async def arrives(town: Town, person: Person) -> None:
    await presses(town, person, "button-find-coming")
    if town.ar.plain("find-adult") in person.last.labels:
        await presses(town, person, "find-adult")
    await presses(town, person, "find-arrived")


async def two_are_there(town: Town) -> tuple[Person, Person]:
    """Khalid waits, his neighbour joins him."""
    khalid, other = town.volunteer, town.neighbour
    for each in (khalid, other):
        await arrives(town, each)
        await presses(town, each, "button-segment-take")
        assert "لا بحث لأحد وحده" in plain(each.last.text)
        await presses(town, each, "button-pair-anybody")
    return khalid, other


async def walks_through(town: Town, person: Person) -> None:
    """East through the middle block, 330 m in four minutes, the telephone telling each minute."""
    lat, lon = await in_ghadir(town)
    await person.shares_live_location(lat, lon - 0.002)
    for step in range(-1, 3):
        await town.quiet()
        town.clock.move(timedelta(minutes=1))
        await person.moves_to(lat, lon + step * 0.0008, 5)
    await town.quiet()


async def test_two_volunteers_search_a_segment_and_the_coordinator_sees_how_well(divided: Town):
    town, coordinator = divided, divided.coordinator
    assert "إحصاءات أجنبية" in plain(coordinator.last.text)
    khalid, other = await two_are_there(town)
    assert "اكتمل الفريق 1" in plain(khalid.last.text), "who waited is told"

    await presses(town, khalid, "button-segment-take")
    for each in (khalid, other):
        shown = each.last
        assert (shown.photo is not None, "رقعة 1 للفريق 1" in plain(shown.text), "911" in shown.text) == (True,) * 3
    assert await town.query("SELECT state, count(*) FROM segment GROUP BY state ORDER BY state") == [
        ("free", 12), ("taken", 1),
    ]  # fmt: skip

    await walks_through(town, other)
    assert "يصل موقعك المباشر" in plain(other.last.text)
    await other.stops_sharing()
    await town.quiet()
    assert "توقف موقعك المباشر" in plain(other.last.text)
    await presses(town, coordinator, "button-search-segments")
    assert "ولا يصل موقعه" in plain(coordinator.last.text)

    await presses(town, khalid, "button-segment-done")
    assert "سُجّل الانتهاء من الرقعة 1" in plain(khalid.last.text)
    assert "سجّل الشريك الخروج" in plain(other.last.text)
    [(coverage, poa)] = await town.query("SELECT coverage, poa FROM segment WHERE number = 1")
    assert 0.02 < coverage < 0.04
    await presses(town, coordinator, "button-search-segments")
    assert "التغطية 0.03" in plain(coordinator.last.text)
    assert 0 < poa < 0.5


async def test_the_map_and_its_files_come_fresh_name_nobody_and_leave_the_chat(divided: Town):
    town, coordinator = divided, divided.coordinator
    khalid, _ = await two_are_there(town)
    await presses(town, khalid, "button-segment-take")
    await walks_through(town, khalid)

    await presses(town, coordinator, "button-search-map")
    assert (coordinator.last.photo is not None, coordinator.last.protected) == (True, True)
    await presses(town, coordinator, "button-search-segments")
    await presses(town, coordinator, "button-map-gpx")
    gpx = gpxpy.parse((coordinator.last.file or b"").decode())
    assert ([track.name for track in gpx.tracks], len(gpx.routes)) == (["الفريق 1"], 13)
    await presses(town, coordinator, "button-map-geojson")
    written = coordinator.last.file or b""
    assert len([each for each in json.loads(written)["features"] if each["properties"]["kind"] == "segment"]) == 13
    assert "خالد" not in written.decode() + gpx.to_xml()

    looked = await town.query("SELECT DISTINCT act FROM audit WHERE act LIKE 'see.map%' ORDER BY act")
    assert looked == [("see.map",), ("see.map-file",)]
    assert len(town.copies("للمنسّقين وحدهم. تُحذف")) == 3
    await town.passes(hours=24)
    assert town.copies("للمنسّقين وحدهم. تُحذف") == []


async def test_the_coordinator_bars_and_sends_and_who_chose_what_is_gone_is_offered_the_next(divided: Town):
    town, coordinator = divided, divided.coordinator
    khalid, _ = await two_are_there(town)
    await presses(town, khalid, "button-segment-others")
    assert len(khalid.last.labels) == 3
    choice = khalid.last
    await presses(town, coordinator, "button-search-segments")
    await presses(town, coordinator, "segment-name", number=1)
    await presses(town, coordinator, "button-segment-bar")
    await khalid.presses(town.ar.plain("button-segment-this", number=1), on=choice)
    await town.quiet()
    assert "لم تعد الرقعة 1 متاحة" in plain(khalid.last.text)
    assert len(khalid.last.labels) == 1
    await presses(town, coordinator, "segment-name", number=3)
    await presses(town, coordinator, "button-segment-assign", team=1)
    assert "رقعة 3 للفريق 1" in plain(khalid.last.text)
    assert await town.query("SELECT number, state FROM segment WHERE state <> 'free' ORDER BY number") == [
        (1, "barred"), (3, "taken"),
    ]  # fmt: skip


async def test_a_partner_beside_one_types_the_code(divided: Town):
    town, khalid, other = divided, divided.volunteer, divided.neighbour
    for each in (khalid, other):
        await arrives(town, each)
        await presses(town, each, "button-segment-take")
    await presses(town, khalid, "button-pair-code")
    [(code,)] = await town.query("SELECT code FROM search_pair")
    assert code in plain(khalid.last.text)
    await presses(town, other, "button-pair-type-code")
    await says(town, other, "0000")
    assert "لا فريق ينتظر بهذا الرمز" in plain(other.last.text)
    await says(town, other, code)
    assert "اكتمل الفريق 1" in plain(other.last.text)
    assert "اكتمل الفريق 1" in plain(khalid.last.text)


async def test_who_falls_silent_is_asked_once_and_closing_freezes_it_all(divided: Town):
    town = divided
    khalid, other = await two_are_there(town)
    await presses(town, khalid, "button-segment-take")
    await town.passes(minutes=16)
    for each in (khalid, other):
        assert "لا يصل موقع من الرقعة 1" in plain(each.last.text)
    await town.passes(minutes=16)
    assert len(town.copies("لا يصل موقع")) == 2

    await ends(town)
    assert await town.query("SELECT DISTINCT state FROM segment") == [("frozen",)]
    answer = await khalid.presses(town.ar.plain("button-segment-done"))
    assert "انتهت عملية البحث" in (answer.text or "")
    await walks_through(town, other)
    assert await town.query("SELECT count(*) FROM track_point") == [(0,)]
