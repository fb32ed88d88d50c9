"""Sightings and widening where the database matters: who was first, who is nearer, what is removed."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from alerts.letters import View
from alerts.letters_of_sightings import forms
from models.alerts import Alert, Copy, Delivery, Shape, Wording
from models.members import Recipient
from models.searches import Outcome, Search, SearchNotOpen, SearchUnderReview
from models.sightings import (
    Dismissal,
    LastKnownPoint,
    Sighting,
    SightingDecided,
    SightingNotFound,
    SightingState,
    TooManySightings,
)
from pictures.demo import child_in_blue_dress
from places.points import Point
from services import (
    forgetting,
    objections,
    pictures,
    search_closing,
    search_publishing,
    search_purging,
    search_widening,
    sighting_decisions,
    sightings,
)
from services.audit import Actor
from services.places import Place
from tests.contract.search_town import BOT, PARK, VOICES, Town, town_of

NORTH = Point(PARK.lat + 0.018, PARK.lon)
"""Two kilometres north of the park."""
AT_SEA = Point(10.0, 60.0)


@pytest.fixture
async def town(house, now):
    """On SQLite and on PostgreSQL."""
    return await town_of(house, now)


@pytest.fixture
async def small(sqlite_house, now):
    """Where it makes no difference which database it is."""
    return await town_of(sqlite_house, now)


async def seen(town: Town, search: Search, at: Point = NORTH, *, minutes: int = 0, by: str = "charlie") -> int:
    """Somebody saw her there, so many minutes ago; the sighting's number."""
    who: dict[str, Any] = {"member_id": town.people[by].id, "now": town.now}
    new = await sightings.saw(town.house, search_id=search.id or 0, made_by=None, **who)
    assert new is not None
    moment = town.now - timedelta(minutes=minutes)
    place = Place(lat=at.lat, lon=at.lon)
    await sightings.add(town.house, sighting_id=new.id or 0, place=place, seen_at=moment, **who)
    return new.id or 0


async def confirms(town: Town, number: int, by: str = "suad") -> bool:
    member_id = town.people[by].id
    return await sighting_decisions.confirm(town.house, sighting_id=number, member_id=member_id, now=town.now)


async def rows(town: Town, what: Any) -> list[Any]:
    async with town.house.db.reading() as tx:
        return list((await tx.exec(what)).all())


async def with_copies(town: Town, alert: Alert) -> None:
    """As if every delivery of this alert were in its chat."""
    async with town.house.db.transaction() as tx:
        for each in (await tx.exec(select(Delivery).where(Delivery.alert_id == alert.id))).all():
            where = await tx.get_one(Recipient, each.recipient_id)
            about: dict[str, Any] = {"delivery_id": each.id, "bot_id": BOT, "address": where.address}
            tx.add(Copy(**about, message_id=each.id or 0, shape=Shape.TEXT, revision=1, sent_at=town.now))


async def test_readers_are_measured_anew_and_only_those_it_came_nearer_to_hear_it(town):
    near = await town.volunteers("khalid", area=None, at=NORTH)
    far = await town.volunteers("noura", area=None, at=PARK)
    await town.volunteers("muna", area=None, at=Point(PARK.lat + 0.05, PARK.lon))
    search = await town.opened()
    assert await town.told(search, Wording.SEARCH_OPEN) == {"khalid", "noura"}
    await town.everyone_has_it(search)
    [alert] = await town.alerts(search, Wording.SEARCH_OPEN)
    await with_copies(town, alert)

    assert await confirms(town, await seen(town, search))
    assert await town.told(search, Wording.SEARCH_OPEN) == {"khalid", "noura", "muna"}, "whom it concerns now"
    found = {
        each.recipient_id: each for each in await rows(town, select(Delivery).where(Delivery.alert_id == alert.id))
    }
    khalid, noura = found[near.recipient_id], found[far.recipient_id]
    assert (khalid.band, khalid.shown_revision, khalid.priority) == (0, 0, 0), "a new copy, with a sound"
    assert (noura.band, noura.octant, noura.shown_revision) == (2, 0, 1), "further: an edit"
    assert [each.state for each in (khalid, noura)] == ["due", "due"]
    assert (await town.search(search)).ring_m == 3400, "a sighting widens at once"


async def test_two_coordinators_confirm_at_once_and_one_hears_that_it_is_done(town):
    search = await town.opened()
    number = await seen(town, search)
    both = await asyncio.gather(confirms(town, number), confirms(town, number, "amal"), return_exceptions=True)
    assert sorted(type(each).__name__ for each in both) == ["SightingDecided", "bool"]
    assert len(await rows(town, select(LastKnownPoint))) == 2


async def test_two_clocks_widen_it_once(town):
    search = await town.opened()
    later = town.now + timedelta(minutes=91)
    await asyncio.gather(*(search_widening.widen_due(town.house, now=later) for _ in range(2)))
    assert (await town.acts(search)).count("search.widen") == 1
    assert (await town.search(search)).ring_m == 3400


async def test_the_latest_point_counts_and_what_is_believed_no_more_moves_it_back(small):
    search = await small.opened()
    older = await seen(small, search, Point(PARK.lat, PARK.lon + 0.01), minutes=40)
    assert not await confirms(small, older), "she was seen at the park after that"
    newer = await seen(small, search)
    assert await confirms(small, newer)
    assert (await small.search(search)).lkp_lat == NORTH.lat
    await sighting_decisions.dismiss(
        small.house, sighting_id=newer, member_id=small.suad, reason=Dismissal.OTHER_PERSON, now=small.now
    )
    assert (await small.search(search)).lkp_lat == PARK.lat
    assert await small.told(search, Wording.SIGHTING_TOLD) == {"charlie"}
    with pytest.raises(SightingDecided):
        await confirms(small, newer)


async def test_a_sighting_without_a_place_is_confirmed_and_moves_nothing(small):
    search = await small.opened()
    new = await sightings.saw(small.house, search_id=search.id, member_id=small.charlie, made_by="7:1", now=small.now)
    again = await sightings.saw(small.house, search_id=search.id, member_id=small.charlie, made_by="7:1", now=small.now)
    assert new is not None
    assert again is not None
    assert again.id == new.id, "one update, one sighting"
    assert not await confirms(small, new.id or 0)
    assert (await small.search(search)).lkp_lat == PARK.lat


async def test_under_review_nothing_is_confirmed_and_nothing_widens(small):
    search = await small.opened()
    number = await seen(small, search)
    await objections.object_to(small.house, search_id=search.id, member_id=small.hind, now=small.now)
    with pytest.raises(SearchUnderReview):
        await confirms(small, number)
    assert await search_widening.widen_due(small.house, now=small.now + timedelta(hours=3)) == 0
    assert await seen(small, search, minutes=1) > number, "but it is told"


async def test_only_danger_is_told_without_limit_and_after_the_end(small):
    search = await small.opened()
    told: dict[str, Any] = {"search_id": search.id, "member_id": small.charlie, "made_by": None, "now": small.now}
    for _ in range(5):
        assert await sightings.saw(small.house, **told)
    assert await sightings.saw(small.house, **told) is None, "ask whether they are in danger"
    with pytest.raises(TooManySightings):
        await sightings.saw(small.house, danger=False, **told)
    assert await sightings.saw(small.house, danger=True, **told)
    await search_closing.close(
        small.house,
        search_id=search.id,
        outcome=Outcome.FOUND_SAFE,
        evidence="الشرطة",
        member_id=small.suad,
        now=small.now,
    )
    with pytest.raises(SearchNotOpen):
        await sightings.saw(small.house, **told)
    late = await sightings.saw(small.house, danger=True, **told)
    assert late is not None
    assert late.after_end
    lists = await small.alerts(search, Wording.SIGHTINGS)
    assert [each.state.value for each in lists] == ["ended", "open"], "the desk has a new one"


async def test_what_was_seen_goes_with_the_case_and_who_saw_it_with_them(small):
    search = await small.opened()
    number = await seen(small, search)
    picture = await pictures.keep(small.house, child_in_blue_dress(), now=small.now)
    who: dict[str, Any] = {"sighting_id": number, "member_id": small.charlie, "now": small.now}
    await sightings.add(small.house, words="مع رجل", picture_id=picture, **who)
    await confirms(small, number)
    assert (await forgetting.what_we_hold(small.house, small.charlie)).sightings == 1
    await forgetting.forget(small.house, member_id=small.charlie, by=Actor.operator(), now=small.now)
    [kept] = await rows(small, select(Sighting))
    assert (kept.member_id, kept.state) == (None, SightingState.CONFIRMED)

    await search_closing.close(
        small.house,
        search_id=search.id,
        outcome=Outcome.FOUND_SAFE,
        evidence="الشرطة",
        member_id=small.suad,
        now=small.now,
    )
    await search_purging.purge_contacts(small.house, now=small.now + timedelta(days=1))
    [kept] = await rows(small, select(Sighting))
    assert (kept.picture_id, kept.words) == (None, "")
    await search_purging.purge_cases(small.house, now=small.now + timedelta(days=31))
    [kept] = await rows(small, select(Sighting))
    assert (kept.lat, kept.place, kept.seen_at) == (None, "", None)
    assert await rows(small, select(LastKnownPoint)) == []


async def test_what_coordinators_open_after_the_end_leaves_within_a_day_and_of_an_emptied_case_there_is_nothing(small):
    search = await small.opened()
    number = await seen(small, search)
    await search_closing.close(
        small.house,
        search_id=search.id,
        outcome=Outcome.FOUND_SAFE,
        evidence="الشرطة",
        member_id=small.suad,
        now=small.now,
    )
    small.now += timedelta(days=2)
    await search_purging.purge_contacts(small.house, now=small.now)
    who: dict[str, Any] = {"member_id": small.suad, "now": small.now}
    await sighting_decisions.show(small.house, sighting_id=number, **who)
    await sighting_decisions.show_list_again(small.house, search_id=search.id, **who)
    of_sightings = (Wording.SIGHTING_CARD, Wording.SIGHTINGS)
    assert "open" in {each.state.value for each in await small.alerts(search, *of_sightings)}
    await search_purging.purge_contacts(small.house, now=small.now + timedelta(days=1))
    assert {each.state.value for each in await small.alerts(search, *of_sightings)} == {"ended"}

    await search_purging.purge_cases(small.house, now=small.now + timedelta(days=31))
    assert {(each.lat, each.radius_m) for each in await small.alerts(search)} == {(None, None)}, "nor where it was"
    with pytest.raises(SightingNotFound):
        await sighting_decisions.dismiss(small.house, sighting_id=number, reason=Dismissal.BEFORE, **who)
    with pytest.raises(SightingNotFound):
        await sighting_decisions.show_list_again(small.house, search_id=search.id, **who)


async def test_a_drill_s_sightings_say_so_and_a_child_s_are_protected(small):
    search = await small.opened(drill=True)
    number = await seen(small, search)
    who: dict[str, Any] = {"sighting_id": number, "member_id": small.suad, "now": small.now}
    await sighting_decisions.show(small.house, **who)
    await sighting_decisions.dismiss(small.house, reason=Dismissal.SAME_POST, **who)
    written = forms(small.house.rules)
    voice = VOICES.voice("ar")
    for alert in await small.alerts(search, Wording.SIGHTINGS, Wording.SIGHTING_CARD, Wording.SIGHTING_TOLD):
        form = written[alert.wording]
        async with small.house.db.reading() as tx:
            letter = form.write(await form.load(tx, alert), voice, View("ar"))
        assert letter.text.startswith("<b>تمرين")
        assert letter.protect or alert.wording is Wording.SIGHTING_TOLD


async def test_a_point_in_the_sea_is_said_to_be_so_and_does_not_keep_everybody_from_hearing(small):
    await small.volunteers("muna")
    lost = {"lkp": Place(lat=AT_SEA.lat, lon=AT_SEA.lon), "organisation_id": None}
    search = await small.submitted(**lost)
    reach = await search_publishing.preview(
        small.house, search_id=search.id or 0, member_id=small.nasser, now=small.now
    )
    assert reach.rings is not None
    assert (reach.nowhere, reach.rings.outside, reach.recipients) == (True, True, 1)
