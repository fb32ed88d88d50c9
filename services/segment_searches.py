"""What pairs do with segments: taking the best one near them, coming back from it, or having to leave it."""

from dataclasses import dataclass
from datetime import datetime

import shapely
from sqlmodel import col, select

from models.database import Tx
from models.refusals import NotFound
from models.rows import id_of
from models.searches import Search, SearchState
from models.segments import (
    NoSegmentFree,
    NoSegmentHeld,
    PairState,
    SearchPair,
    Segment,
    SegmentHeld,
    SegmentSearch,
    SegmentState,
)
from places.points import Point
from places.segments import Choice, in_order
from places.tracks import Swept, swept
from services import pairs, segments, tracks
from services.audit import Actor
from services.house import House
from services.pairs import Reachable
from services.search_states import COORDINATORS, in_charge, refuse_unless_open, the_search

OFFERED = 3
"""So many other segments are offered to choose from."""


@dataclass(frozen=True, slots=True)
class Given:
    """A segment that is this pair's now; who is to be told of it besides the one who asked."""

    search_id: int
    number: int
    pair: int
    lat: float
    lon: float
    outline: shapely.Polygon
    tell: tuple[Reachable, ...]


@dataclass(frozen=True, slots=True)
class Missed:
    """Another pair was first; what is the next best, where there is any."""

    number: int
    following: int | None


@dataclass(frozen=True, slots=True)
class Left:
    """What became of a segment its pair is out of; `tracked`: somebody had shared where they went."""

    search_id: int
    number: int
    tracked: bool
    tell: tuple[Reachable, ...]


async def take(
    house: House, *, search_id: int, member_id: int, number: int | None = None, now: datetime
) -> Given | Missed:
    """Give a volunteer's pair the best free segment near them, or this one, unless another pair was first.

    Refuses with SearchNotOpen, SearchUnderReview, NotOnSite, PartnerNeeded, NoGround, SegmentHeld and NoSegmentFree.
    """
    async with house.db.transaction() as tx:
        refuse_unless_open(await the_search(tx, search_id))
        pair = await pairs.together(tx, search_id, member_id)
        await segments.the_ground(tx, search_id)
        await _refuse_busy(tx, pair)
        ordered = await _choices(tx, pair, now=now)
        if number is not None and number not in {each.number for each in ordered}:
            return Missed(number, ordered[0].number if ordered else None)
        if not ordered:
            raise NoSegmentFree()
        segment = await segments.the_segment(tx, search_id, number or ordered[0].number)
        return await _give(tx, segment, pair, besides=member_id, by=Actor.member(member_id), now=now)


async def others(house: House, *, search_id: int, member_id: int, now: datetime) -> list[int]:
    """Numbers of a few segments this pair might take, the best first; refuses as `take` does."""
    async with house.db.reading() as tx:
        refuse_unless_open(await the_search(tx, search_id))
        pair = await pairs.together(tx, search_id, member_id)
        await segments.the_ground(tx, search_id)
        return [each.number for each in (await _choices(tx, pair, now=now))[:OFFERED]]


async def assign(house: House, *, search_id: int, number: int, pair: int, member_id: int, now: datetime) -> Given:
    """A coordinator gives a segment to a team by its number.

    Refuses with NotAllowed, NotFound (no such team of two), SegmentNotFound, SegmentMoved and SegmentHeld.
    """
    async with house.db.transaction() as tx:
        search, by = await in_charge(tx, search_id=search_id, member_id=member_id, roles=COORDINATORS)
        refuse_unless_open(search)
        team = await _team(tx, search_id, pair)
        await _refuse_busy(tx, team)
        segment = await segments.the_segment(tx, search_id, number)
        return await _give(tx, segment, team, besides=None, by=by, now=now)


async def free_teams(house: House, *, search_id: int, member_id: int) -> list[int]:
    """Numbers of the teams of two that hold no segment; refuses with NotAllowed."""
    async with house.db.reading() as tx:
        await in_charge(tx, search_id=search_id, member_id=member_id, roles=COORDINATORS, looking=True)
        busy = select(SegmentSearch.pair_id).where(col(SegmentSearch.ended_at).is_(None))
        idle = select(SearchPair.number).where(
            SearchPair.search_id == search_id, SearchPair.state == PairState.TOGETHER, col(SearchPair.id).not_in(busy)
        )
        return list((await tx.exec(idle.order_by(col(SearchPair.number)))).all())


async def come_back(house: House, *, search_id: int, member_id: int, searched: bool = True, now: datetime) -> Left:
    """The pair is out of its segment; coverage is computed from where they went, and never asked.

    Not `searched`: they had to leave, and it is free for another team. Refuses with SearchNotOpen and NoSegmentHeld.
    """
    async with house.db.transaction() as tx:
        _refuse_over(await the_search(tx, search_id))
        pair = await pairs.together(tx, search_id, member_id)
        begun, segment = await _held(tx, pair)
        done = await _done(tx, begun, segment)
        by = Actor.member(member_id)
        coverage = done.coverage if done is not None else None
        length_m = done.length_m if done is not None else 0.0
        await segments.end_search(
            tx, begun, segment, length_m=length_m, coverage=coverage, searched=searched, by=by, now=now
        )
        return Left(search_id, segment.number, done is not None, await _others_of(tx, pair, member_id))


async def part(house: House, *, search_id: int, member_id: int, now: datetime) -> tuple[Reachable, ...]:
    """A volunteer leaves their pair, or does not wait any more; whom to tell of it.

    Refuses with SegmentHeld as long as the two are in a segment, and with NotFound where there is no pair.
    """
    async with house.db.transaction() as tx:
        await the_search(tx, search_id)
        pair = await pairs.live_pair(tx, search_id, member_id)
        if pair is None:
            raise NotFound()
        await _refuse_busy(tx, pair)
        tell = await _others_of(tx, pair, member_id)
        await pairs.part(tx, pair, by=Actor.member(member_id), now=now)
        return tell


async def settle_those_gone(house: House, *, now: datetime) -> int:
    """Who is back holds no segment and is in no pair; how many pairs that ends."""
    async with house.db.transaction() as tx:
        gone = await pairs.those_gone(tx)
        for pair in gone:
            await _settle(tx, pair, now=now)
        return len(gone)


async def freeze_all(tx: Tx, search_id: int, *, now: datetime) -> None:
    """In the transaction that closes a search: nobody takes, holds or shares ground of it any more."""
    await segments.freeze(tx, search_id, now=now)
    await pairs.part_all(tx, search_id, now=now)


async def _settle(tx: Tx, pair: SearchPair, *, now: datetime) -> None:
    """What they covered counts; whether they were through is not known, so it is free again."""
    held = await _held_or_none(tx, pair)
    if held is not None:
        begun, segment = held
        done = await _done(tx, begun, segment)
        coverage, length_m = (done.coverage, done.length_m) if done is not None else (None, 0.0)
        by = Actor.clock()
        await segments.end_search(
            tx, begun, segment, length_m=length_m, coverage=coverage, searched=False, by=by, now=now
        )
    await pairs.part(tx, pair, by=Actor.clock(), now=now)


async def _done(tx: Tx, begun: SegmentSearch, segment: Segment) -> Swept | None:
    """What the pair's tracks say; None where there are none."""
    walked = await tracks.of_search_of_segment(tx, id_of(begun))
    if not any(len(each) > 1 for each in walked):
        return None
    ground = await segments.the_ground(tx, segment.search_id)
    return swept(walked, outline_of(segment), ground.sweep_width_m)


def outline_of(segment: Segment) -> shapely.Polygon:
    """The ground of a segment in degrees, longitude first."""
    outline = shapely.from_wkb(segment.outline)
    if not isinstance(outline, shapely.Polygon):
        raise TypeError("a segment is one polygon")
    return outline


async def _choices(tx: Tx, pair: SearchPair, *, now: datetime) -> list[Choice]:
    """Free segments that neither of the two has searched before, the best near them first."""
    people = [number for number in (pair.first_id, pair.second_id) if number is not None]
    theirs = (
        select(SegmentSearch.segment_id)
        .join(SearchPair, col(SearchPair.id) == SegmentSearch.pair_id)
        .where(col(SearchPair.first_id).in_(people) | col(SearchPair.second_id).in_(people))
    )
    known = set((await tx.exec(theirs)).all())
    free = await segments.in_states(tx, pair.search_id, (SegmentState.FREE,))
    here = await tracks.last_place(tx, pair.search_id, people, now=now)
    new = [each for each in free if each.id not in known]
    return in_order([Choice(each.number, each.poa, each.area_m2, Point(each.lat, each.lon)) for each in new], here)


async def _give(tx: Tx, segment: Segment, pair: SearchPair, *, besides: int | None, by: Actor, now: datetime) -> Given:
    await segments.begin_search(tx, segment, id_of(pair), by=by, now=now)
    tell = await _others_of(tx, pair, besides)
    search_id, number = segment.search_id, segment.number
    return Given(search_id, number, pair.number, segment.lat, segment.lon, outline_of(segment), tell)


async def _others_of(tx: Tx, pair: SearchPair, besides: int | None) -> tuple[Reachable, ...]:
    people = [
        await pairs.reachable(tx, each) for each in (pair.first_id, pair.second_id) if each not in {None, besides}
    ]
    return tuple(each for each in people if each is not None)


async def _team(tx: Tx, search_id: int, number: int) -> SearchPair:
    two = SearchPair.search_id == search_id, SearchPair.number == number, SearchPair.state == PairState.TOGETHER
    found = (await tx.exec(select(SearchPair).where(*two))).first()
    if found is None:
        raise NotFound()
    return found


async def _refuse_busy(tx: Tx, pair: SearchPair) -> None:
    held = await _held_or_none(tx, pair)
    if held is not None:
        raise SegmentHeld(number=held[1].number)


async def _held(tx: Tx, pair: SearchPair) -> tuple[SegmentSearch, Segment]:
    held = await _held_or_none(tx, pair)
    if held is None:
        raise NoSegmentHeld()
    return held


async def _held_or_none(tx: Tx, pair: SearchPair) -> tuple[SegmentSearch, Segment] | None:
    of_pair = SegmentSearch.pair_id == pair.id, col(SegmentSearch.ended_at).is_(None)
    held = select(SegmentSearch, Segment).join(Segment, col(Segment.id) == SegmentSearch.segment_id).where(*of_pair)
    return (await tx.exec(held)).first()


def _refuse_over(search: Search) -> None:
    """While it is under review, who is out there still comes back."""
    if search.state is not SearchState.PAUSED:
        refuse_unless_open(search)
