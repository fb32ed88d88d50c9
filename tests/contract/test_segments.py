"""Ground given to pairs, where they went, and what an empty search says, on SQLite and PostgreSQL."""

import asyncio
import math
from datetime import timedelta

import pytest
from sqlalchemy import text

from models.refusals import NotAllowed, NotFound
from models.searches import Outcome, SearchNotOpen
from models.segments import (
    Footing,
    GroundInUse,
    HasPartner,
    NoGround,
    NoPoint,
    NoSegmentFree,
    NoSegmentHeld,
    NotOnSite,
    PartnerNeeded,
    SegmentHeld,
    SegmentMoved,
    SegmentState,
    WrongCode,
)
from places.equal_area import Plane
from places.search_theory import pod
from services import (
    forgetting,
    pairs,
    responders,
    search_closing,
    search_maps,
    search_purging,
    segment_searches,
    segments,
    tracks,
)
from services.audit import Actor
from services.places import Place
from services.segment_searches import Given, Missed
from tests.contract.search_town import PARK, town_of

MINUTE = timedelta(minutes=1)


@pytest.fixture
async def town(house, now):
    """On SQLite and on PostgreSQL."""
    return await town_of(house, now)


@pytest.fixture
async def small(sqlite_house, now):
    """Where it makes no difference which database it is."""
    return await town_of(sqlite_house, now)


class Ground:
    """A search with divided ground, and its volunteers by name."""

    def __init__(self, town, search):
        self.town, self.search, self.now = town, search, town.now

    @property
    def args(self):
        return {"search_id": self.search.id, "now": self.now}

    async def there(self, *names):
        """Volunteers who said that they have arrived."""
        for name in names:
            await self.town.volunteers(name)
            await responders.coming(self.town.house, member_id=getattr(self.town, name), **self.args)
            await responders.on_site(self.town.house, member_id=getattr(self.town, name), **self.args)

    async def pair(self, one, other):
        await self.there(one, other)
        await pairs.with_anybody(self.town.house, member_id=getattr(self.town, one), **self.args)
        return await pairs.with_anybody(self.town.house, member_id=getattr(self.town, other), **self.args)

    async def takes(self, name, number=None):
        return await segment_searches.take(
            self.town.house, member_id=getattr(self.town, name), number=number, **self.args
        )

    async def walks(self, name, *places):
        """Along these metres east and north of the park, one every minute; the clock goes with them."""
        for x, y in places:
            self.now += MINUTE
            where = Plane(PARK).point(x, y)
            await tracks.keep_place(
                self.town.house, member_id=getattr(self.town, name), lat=where.lat, lon=where.lon, accuracy_m=5,
                at=self.now, now=self.now,
            )  # fmt: skip

    async def back(self, name, **how):
        return await segment_searches.come_back(self.town.house, member_id=getattr(self.town, name), **self.args, **how)

    async def seen(self):
        return await search_maps.see_map(self.town.house, member_id=self.town.suad, what="map", **self.args)

    async def rows(self, sql):
        async with self.town.house.db.reading() as tx:
            return list((await tx.exec(text(sql))).all())


async def divided(town, footing=Footing.STREETS):
    search = await town.opened()
    await segments.divide(town.house, search_id=search.id, footing=footing, member_id=town.suad, now=town.now)
    return Ground(town, search)


THROUGH = [(-240, 0), (-120, 0), (0, 0), (120, 0), (240, 0)]
"""Across the block in the middle, 480 m in four minutes."""


async def test_the_ground_is_divided_once_and_the_probabilities_come_to_one(town):
    ground = await divided(town)
    seen = await ground.seen()
    # a child of six in a city: 50 % within 0.5 km, but never less than 1 km: 13 blocks (tests/unit)
    assert [each.number for each in seen.segments] == list(range(1, 14))
    assert math.fsum([*(each.poa for each in seen.segments), seen.rest_poa]) == pytest.approx(1, abs=1e-9)
    assert seen.following[0].number == 1
    assert seen.rings == (100, 500, 1000, 3400)
    again = await segments.divide(
        town.house, search_id=ground.search.id, footing=Footing.OPEN, member_id=town.suad, now=town.now
    )
    assert again.count == len((await ground.seen()).segments)


async def test_only_coordinators_divide_and_only_ground_that_is_known(small):
    search = await small.opened()
    with pytest.raises(NotAllowed):
        await segments.divide(
            small.house, search_id=search.id, footing=Footing.OPEN, member_id=small.charlie, now=small.now
        )
    nowhere = await small.opened(lkp=Place(words="في مكان ما"))
    with pytest.raises(NoPoint):
        await segments.divide(
            small.house, search_id=nowhere.id, footing=Footing.OPEN, member_id=small.suad, now=small.now
        )


async def test_nobody_searches_alone(small):
    ground = await divided(small)
    await small.volunteers("muna")
    with pytest.raises(NotOnSite):
        await ground.takes("muna")
    await ground.there("sami")
    with pytest.raises(PartnerNeeded):
        await ground.takes("sami")
    alone = await pairs.with_anybody(small.house, member_id=small.sami, **ground.args)
    assert not alone.together
    with pytest.raises(PartnerNeeded):
        await ground.takes("sami")


async def test_whoever_waits_is_found_by_the_next_and_told(small):
    ground = await divided(small)
    joined = await ground.pair("muna", "sami")
    assert (joined.together, joined.number) == (True, 1)
    assert joined.partner.address == "1008", "muna's chat, so that the bot tells her"
    with pytest.raises(HasPartner):
        await pairs.with_anybody(small.house, member_id=small.muna, **ground.args)
    await ground.there("huda")
    assert not (await pairs.with_anybody(small.house, member_id=small.huda, **ground.args)).together


async def test_a_partner_who_stands_there_types_the_code(small):
    ground = await divided(small)
    await ground.there("muna", "sami", "huda")
    waits = await pairs.with_code(small.house, member_id=small.muna, **ground.args)
    assert not (await pairs.with_anybody(small.house, member_id=small.huda, **ground.args)).together
    with pytest.raises(WrongCode):
        await pairs.by_code(small.house, member_id=small.sami, code="no", **ground.args)
    with pytest.raises(WrongCode):
        await pairs.by_code(small.house, member_id=small.muna, code=waits.code or "", **ground.args)
    joined = await pairs.by_code(small.house, member_id=small.sami, code=waits.code or "", **ground.args)
    assert (joined.together, joined.number) == (True, waits.number)


async def test_two_volunteers_join_the_same_one_at_once(town):
    ground = await divided(town)
    await ground.there("muna", "sami", "huda")
    await pairs.with_anybody(town.house, member_id=town.muna, **ground.args)
    both = await asyncio.gather(
        *(pairs.with_anybody(town.house, member_id=getattr(town, who), **ground.args) for who in ("sami", "huda"))
    )
    assert sorted(each.together for each in both) == [False, True]


async def test_two_pairs_tap_the_same_segment_at_once(town):
    ground = await divided(town)
    await ground.pair("muna", "sami")
    await ground.pair("huda", "omar")
    got = await asyncio.gather(ground.takes("muna", 1), ground.takes("huda", 1))
    [won] = [each for each in got if isinstance(each, Given)]
    [lost] = [each for each in got if isinstance(each, Missed)]
    assert (won.number, lost.number) == (1, 1)
    assert lost.following not in {None, 1}
    assert await ground.rows("SELECT count(*) FROM segment_search") == [(1,)]
    assert await ground.rows("SELECT number FROM segment WHERE state = 'taken'") == [(1,)]


async def test_an_empty_search_is_worked_out_from_the_track_and_moves_every_probability(town):
    ground = await divided(town)
    await ground.pair("muna", "sami")
    before = await ground.seen()
    assert (await ground.takes("muna")).number == 1
    await ground.walks("sami", *THROUGH)
    left = await ground.back("muna")
    assert (left.number, left.tracked) == (1, True)
    after = await ground.seen()
    # 480 m x 20 m = 9,600 m2 of 240,000 m2: C = 0.04; POD = 1 - e^-0.04 = 0.0392106
    first, was = after.segments[0], before.segments[0].poa
    assert first.coverage == pytest.approx(0.04, rel=2e-3)
    missed = 1 - was * pod(first.coverage)
    assert first.poa == pytest.approx(was * (1 - pod(first.coverage)) / missed, rel=1e-9)
    assert after.rest_poa == pytest.approx(before.rest_poa / missed, rel=1e-9)
    assert math.fsum([*(each.poa for each in after.segments), after.rest_poa]) == pytest.approx(1, abs=1e-9)
    assert (first.state, first.searches) == (SegmentState.SEARCHED, 1)
    assert (await ground.takes("muna")).number != 1, "another team searches it again"


async def test_without_a_track_nothing_is_claimed(small):
    ground = await divided(small)
    await ground.pair("muna", "sami")
    before = await ground.seen()
    await ground.takes("sami")
    assert not (await ground.back("muna")).tracked
    after = await ground.seen()
    assert [each.poa for each in after.segments] == [each.poa for each in before.segments]
    assert (after.segments[0].coverage, after.segments[0].state) == (0, SegmentState.SEARCHED)


async def test_who_has_to_leave_frees_it_for_another_team_and_what_they_covered_counts(small):
    ground = await divided(small)
    await ground.pair("muna", "sami")
    await ground.takes("muna")
    await ground.walks("muna", *THROUGH)
    await ground.back("sami", searched=False)
    first = (await ground.seen()).segments[0]
    assert first.state is SegmentState.FREE
    assert first.coverage == pytest.approx(0.04, rel=2e-3)


async def test_a_pair_holds_one_segment_and_stays_together_while_it_does(small):
    ground = await divided(small)
    await ground.pair("muna", "sami")
    await ground.takes("muna")
    with pytest.raises(SegmentHeld):
        await ground.takes("sami")
    with pytest.raises(SegmentHeld):
        await segment_searches.part(small.house, member_id=small.sami, **ground.args)
    await ground.back("sami")
    with pytest.raises(NoSegmentHeld):
        await ground.back("muna")
    await segment_searches.part(small.house, member_id=small.sami, **ground.args)
    with pytest.raises(NotFound):
        await segment_searches.part(small.house, member_id=small.muna, **ground.args)


async def test_the_coordinator_bars_frees_and_assigns(small):
    ground = await divided(small)
    await ground.pair("muna", "sami")
    desk = {"member_id": small.suad, **ground.args}
    await segments.bar(small.house, number=1, **desk)
    with pytest.raises(SegmentMoved):
        await segments.bar(small.house, number=1, **desk)
    given = await segment_searches.assign(small.house, number=5, pair=1, **desk)
    assert (given.number, len(given.tell)) == (5, 2)
    with pytest.raises(SegmentMoved):
        await segments.bar(small.house, number=5, **desk)
    with pytest.raises(GroundInUse):
        await segments.divide(small.house, footing=Footing.OPEN, **desk)
    await segments.free(small.house, number=5, **desk)
    await segments.free(small.house, number=1, **desk)
    assert {each.state for each in (await ground.seen()).segments} == {SegmentState.FREE}
    assert await segment_searches.free_teams(small.house, search_id=ground.search.id, member_id=small.suad) == [1]
    acts = await small.acts(ground.search)
    assert [act for act in acts if act.startswith("segment.")] == [
        "segment.barred", "segment.taken", "segment.free", "segment.free",
    ]  # fmt: skip


async def test_when_nothing_is_free_the_coordinator_decides(small):
    ground = await divided(small)
    await ground.pair("muna", "sami")
    for number in range(1, 14):
        await segments.bar(small.house, number=number, member_id=small.suad, **ground.args)
    with pytest.raises(NoSegmentFree):
        await ground.takes("muna")


async def test_ground_that_was_not_divided_is_not_given(small):
    ground = Ground(small, await small.opened())
    await ground.pair("muna", "sami")
    with pytest.raises(NoGround):
        await ground.takes("muna")


async def test_what_is_near_is_given_where_it_is_nearly_as_good(small):
    ground = await divided(small)
    await ground.pair("muna", "sami")
    await ground.takes("muna", 1)
    away = Plane(PARK)
    best = {each.number: each for each in (await ground.seen()).segments}
    north, south = best[2], best[4]
    assert north.poa == pytest.approx(south.poa, rel=1e-6)
    assert away.xy(south.middle)[1] < -400
    await ground.walks("muna", (0, -200), (0, -300))
    await ground.back("muna")
    assert (await ground.takes("muna")).number == 4


async def test_places_are_kept_only_of_who_holds_a_segment_and_no_closer_than_ten_seconds(small):
    ground = await divided(small)
    await ground.pair("muna", "sami")
    where = {"lat": 24.05, "lon": 46.05, "accuracy_m": 5}
    keep = tracks.keep_place
    assert await keep(small.house, member_id=small.muna, at=ground.now, now=ground.now, **where) is None
    await ground.takes("muna")
    begun = await keep(small.house, member_id=small.muna, at=ground.now, now=ground.now, **where)
    assert begun is not None
    assert (begun.number, begun.first) == (1, True)
    for seconds in (3, 9, 10, 3600):
        at = ground.now + timedelta(seconds=seconds)
        await keep(small.house, member_id=small.muna, at=at, now=ground.now + timedelta(seconds=20), **where)
    before = ground.now - MINUTE
    await keep(small.house, member_id=small.sami, at=before, now=ground.now, **where)
    assert await ground.rows("SELECT count(*) FROM track_point") == [(3,)]


async def test_who_turns_sharing_off_or_falls_silent_is_seen_and_asked_once(town):
    ground = await divided(town)
    await ground.pair("muna", "sami")
    await ground.takes("muna")
    await ground.walks("muna", (0, 0))
    assert not (await ground.seen()).segments[0].quiet
    stopped = await tracks.stop_sharing(town.house, member_id=town.muna, now=ground.now)
    assert stopped is not None
    assert stopped.number == 1
    assert await tracks.stop_sharing(town.house, member_id=town.muna, now=ground.now) is None
    assert (await ground.seen()).segments[0].quiet
    await ground.walks("muna", (60, 0))
    assert not (await ground.seen()).segments[0].quiet
    late = ground.now + tracks.QUIET_AFTER
    due = await tracks.who_is_quiet(town.house, bot_id=7, now=late)
    assert sorted(each.address for each in due) == ["1008", "1009"]
    for each in due:
        await tracks.asked(town.house, each, now=late)
    assert await tracks.who_is_quiet(town.house, bot_id=7, now=late + MINUTE) == []


async def test_who_is_back_holds_nothing(small):
    ground = await divided(small)
    await ground.pair("muna", "sami")
    await ground.takes("muna")
    await ground.walks("muna", *THROUGH)
    await responders.back(small.house, member_id=small.sami, **ground.args)
    assert await segment_searches.settle_those_gone(small.house, now=ground.now) == 1
    assert await segment_searches.settle_those_gone(small.house, now=ground.now) == 0
    first = (await ground.seen()).segments[0]
    assert (first.state, first.coverage > 0) == (SegmentState.FREE, True)
    with pytest.raises(PartnerNeeded):
        await ground.takes("muna")


async def test_closing_freezes_all_of_it(town):
    ground = await divided(town)
    await ground.pair("muna", "sami")
    await ground.there("huda")
    await pairs.with_anybody(town.house, member_id=town.huda, **ground.args)
    await ground.takes("muna")
    await search_closing.close(
        town.house, outcome=Outcome.FOUND_SAFE, evidence="اتصلت الأم", member_id=town.suad, **ground.args
    )
    assert await ground.rows("SELECT DISTINCT state FROM segment") == [("frozen",)]
    assert await ground.rows("SELECT DISTINCT state FROM search_pair") == [("over",)]
    assert await ground.rows("SELECT count(*) FROM segment_search WHERE ended_at IS NULL") == [(0,)]
    for late in (ground.takes("sami"), ground.back("sami")):
        with pytest.raises(SearchNotOpen):
            await late
    assert (
        await tracks.keep_place(
            town.house, member_id=town.muna, lat=24, lon=46, accuracy_m=0, at=ground.now, now=ground.now
        )
        is None
    )


async def test_tracks_go_with_the_contacts_and_the_rest_with_the_case(town):
    ground = await divided(town)
    await ground.pair("muna", "sami")
    await ground.takes("muna")
    await ground.walks("muna", *THROUGH)
    await ground.back("muna")
    await search_closing.close(
        town.house, outcome=Outcome.FOUND_SAFE, evidence="اتصلت الأم", member_id=town.suad, **ground.args
    )
    later = ground.now + timedelta(hours=24)
    await search_purging.purge_contacts(town.house, now=later)
    assert await ground.rows("SELECT count(*) FROM track_point") == [(0,)]
    assert await ground.rows("SELECT count(*) FROM segment") == [(13,)]
    await search_purging.purge_cases(town.house, now=ground.now + timedelta(days=30))
    for table in ("segment", "search_ground", "search_pair", "segment_search"):
        assert await ground.rows(f"SELECT count(*) FROM {table}") == [(0,)]


async def test_forgetting_somebody_takes_their_track_and_leaves_what_was_covered(small):
    ground = await divided(small)
    await ground.pair("muna", "sami")
    await ground.takes("muna")
    await ground.walks("muna", *THROUGH)
    await ground.back("muna")
    await responders.back(small.house, member_id=small.muna, **ground.args)
    await forgetting.forget(small.house, member_id=small.muna, by=Actor.member(small.muna), now=ground.now)
    assert await ground.rows("SELECT count(*) FROM track_point") == [(0,)]
    assert (await ground.seen()).segments[0].coverage > 0


async def test_every_look_at_the_map_is_recorded_and_nobody_but_coordinators_sees_it(small):
    ground = await divided(small)
    await ground.seen()
    assert "see.map" in await small.acts(ground.search)
    for stranger in (small.charlie, small.nasser, small.badr):
        with pytest.raises(NotAllowed):
            await search_maps.see_map(small.house, member_id=stranger, what="map", **ground.args)


async def test_where_no_outline_is_known_none_is_left_out(small):
    search = await small.opened(lkp=Place(lat=0.0, lon=-170.0, words="البحر"))
    done = await segments.divide(
        small.house, search_id=search.id, footing=Footing.STREETS, member_id=small.suad, now=small.now
    )
    assert done.count == 13
