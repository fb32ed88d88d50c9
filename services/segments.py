"""Segments: the ground of a search cut up, given to pairs one by one, and what empty searches of it say."""

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import shapely
from sqlalchemy import delete, update
from sqlmodel import col, select

from models.database import Tx
from models.lost_people import Terrain
from models.rows import changed, id_of
from models.searches import Search
from models.segments import (
    SEGMENT_TRANSITIONS,
    Footing,
    GroundInUse,
    NoGround,
    NoPoint,
    NothingToSearch,
    SearchGround,
    Segment,
    SegmentMoved,
    SegmentNotFound,
    SegmentSearch,
    SegmentState,
)
from places.areas import AreaIndex
from places.points import Point
from places.rings import Row, chosen_for, rings_of
from places.search_theory import Shares, after_empty_search, pod
from places.segments import MOST, WORK, Piece, cut, walkable
from services.audit import Actor, record
from services.house import House
from services.search_states import COORDINATORS, in_charge, refuse_unless_open


@dataclass(frozen=True, slots=True)
class Divided:
    """Into how many segments, how far from the point, and whether the statistics have no row for this person.

    `partly`: there is more ground than one search has segments for, and only the nearest was cut.
    """

    count: int
    radius_m: float
    nearest_row: bool
    partly: bool


async def divide(house: House, *, search_id: int, footing: Footing, member_id: int, now: datetime) -> Divided:
    """Cut the ground of an open search, out to where half of people like the subject were found.

    Cut again as long as no segment was given out. Refuses with NotAllowed, SearchNotOpen, SearchUnderReview, NoPoint,
    NothingToSearch and GroundInUse.
    """
    areas = await house.areas()
    async with house.db.reading() as tx:
        search, _ = await in_charge(tx, search_id=search_id, member_id=member_id, roles=COORDINATORS, looking=True)
        point = _point(search)
    radii_m, nearest = radii_of(house, search)
    radius_m = max(radii_m[1], house.rules.searches.least_radius_km * 1000)
    pieces = await asyncio.to_thread(_cut, areas, point, radius_m, footing, radii_m)
    if not pieces:
        raise NothingToSearch()
    async with house.db.transaction() as tx:
        search, by = await in_charge(tx, search_id=search_id, member_id=member_id, roles=COORDINATORS)
        refuse_unless_open(search)
        if _point(search) != point or await _was_given_out(tx, search_id):
            raise GroundInUse()
        await _write(tx, search_id, footing, point, radius_m, pieces, now)
        await record(
            tx, act="search.divide", thing="search", thing_id=search_id, by=by, now=now, segments=len(pieces),
            footing=footing.value,
        )  # fmt: skip
    return Divided(len(pieces), radius_m, nearest, partly=len(pieces) == MOST)


def radii_of(house: House, search: Search) -> tuple[tuple[float, ...], bool]:
    """Metres of the 25, 50, 75 and 95 % rings, and whether these are only the nearest.

    Of somebody of whom neither age nor kind is known, those of people with dementia, the widest row for adults.
    """
    chosen = chosen_for(search, house.rules.searches)
    if chosen is not None:
        rings, nearest = chosen.rings, chosen.nearest or chosen.other_terrain
    else:
        terrain = search.terrain or Terrain(house.rules.searches.terrain)
        rings, nearest = rings_of(Row.DEMENTIA, terrain)[0], True
    return tuple(km * 1000 for km in rings), nearest


def _point(search: Search) -> Point:
    if search.lkp_lat is None or search.lkp_lon is None:
        raise NoPoint()
    return Point(search.lkp_lat, search.lkp_lon)


def _cut(areas: AreaIndex, point: Point, radius_m: float, footing: Footing, radii_m: Sequence[float]) -> list[Piece]:
    return cut(point, radius_m, footing, radii_m, land=walkable(areas, point, radius_m))


async def _was_given_out(tx: Tx, search_id: int) -> bool:
    return (
        await tx.exec(select(SegmentSearch.id).where(SegmentSearch.search_id == search_id).limit(1))
    ).first() is not None


async def _write(
    tx: Tx, search_id: int, footing: Footing, point: Point, radius_m: float, pieces: Sequence[Piece], now: datetime
) -> None:
    await remove(tx, search_id)
    rest = max(0.0, 1.0 - sum(piece.poa for piece in pieces))
    ground = SearchGround(
        search_id=search_id, footing=footing, lat=point.lat, lon=point.lon, radius_m=radius_m,
        sweep_width_m=WORK[footing].sweep_width_m, rest_poa=rest, made_at=now,
    )  # fmt: skip
    tx.add(ground)
    for piece in pieces:
        tx.add(
            Segment(
                search_id=search_id, number=piece.number, outline=shapely.to_wkb(piece.outline), lat=piece.middle.lat,
                lon=piece.middle.lon, area_m2=piece.area_m2, poa=piece.poa, changed_at=now,
            )
        )  # fmt: skip
    await tx.flush()


async def bar(house: House, *, search_id: int, number: int, member_id: int, now: datetime) -> None:
    """This segment is not to be searched on foot. Refuses with NotAllowed, SegmentNotFound and SegmentMoved."""
    async with house.db.transaction() as tx:
        search, by = await in_charge(tx, search_id=search_id, member_id=member_id, roles=COORDINATORS)
        refuse_unless_open(search)
        await move(tx, await the_segment(tx, search_id, number), SegmentState.BARRED, by=by, now=now)


async def free(house: House, *, search_id: int, number: int, member_id: int, now: datetime) -> None:
    """May be searched: again by another team, after all, or because whoever had it is not there. Refuses as `bar`."""
    async with house.db.transaction() as tx:
        search, by = await in_charge(tx, search_id=search_id, member_id=member_id, roles=COORDINATORS)
        refuse_unless_open(search)
        segment = await the_segment(tx, search_id, number)
        if segment.state is SegmentState.TAKEN:
            await end_searches(tx, SegmentSearch.segment_id == segment.id, now=now)
        await move(tx, segment, SegmentState.FREE, by=by, now=now)


async def the_ground(tx: Tx, search_id: int) -> SearchGround:
    """How the ground was cut; refuses with NoGround."""
    ground = await tx.get(SearchGround, search_id, populate_existing=True)
    if ground is None:
        raise NoGround()
    return ground


async def the_segment(tx: Tx, search_id: int, number: int) -> Segment:
    """The segment of this number; refuses with SegmentNotFound."""
    numbered = select(Segment).where(Segment.search_id == search_id, Segment.number == number)
    found = (await tx.exec(numbered)).first()
    if found is None:
        raise SegmentNotFound(number=number)
    return found


async def move(tx: Tx, segment: Segment, to: SegmentState, *, by: Actor, now: datetime, **values: Any) -> None:
    """From the state it was read in to another, recorded; refuses with SegmentMoved who comes second."""
    was = segment.state
    here = col(Segment.id) == segment.id, col(Segment.state) == was
    moved = update(Segment).where(*here).values(state=to, changed_at=now, **values)
    if to not in SEGMENT_TRANSITIONS[was] or await changed(tx, moved) != 1:
        raise SegmentMoved(number=segment.number)
    await tx.refresh(segment)
    facts: dict[str, Any] = {"was": was.value, "becomes": to.value, "number": segment.number}
    search_id = segment.search_id
    await record(tx, act=f"segment.{to.value}", thing="search", thing_id=search_id, by=by, now=now, **facts)


async def begin_search(tx: Tx, segment: Segment, pair_id: int, *, by: Actor, now: datetime) -> SegmentSearch:
    """A free segment is this pair's from now on; refuses with SegmentMoved."""
    await move(tx, segment, SegmentState.TAKEN, by=by, now=now)
    begun = SegmentSearch(search_id=segment.search_id, segment_id=id_of(segment), pair_id=pair_id, taken_at=now)
    tx.add(begun)
    await tx.flush()
    return begun


async def end_search(
    tx: Tx, begun: SegmentSearch, segment: Segment, *, length_m: float, coverage: float | None, searched: bool,
    by: Actor, now: datetime,
) -> None:  # fmt: skip
    """The pair is out of it; what its empty search covered changes every segment's probability (Bayes).

    Not `searched`: they had to leave, and it is free again; what they covered counts.
    """
    mine = col(SegmentSearch.id) == begun.id, col(SegmentSearch.ended_at).is_(None)
    over = update(SegmentSearch).where(*mine).values(ended_at=now, length_m=length_m, coverage=coverage)
    if await changed(tx, over) != 1:
        raise SegmentMoved(number=segment.number)
    to = SegmentState.SEARCHED if searched else SegmentState.FREE
    more = {"coverage": segment.coverage + (coverage or 0.0), "searches": segment.searches + 1}
    await move(tx, segment, to, by=by, now=now, **(more if searched or coverage else {}))
    if coverage:
        await _found_nobody(tx, segment, pod(coverage))


async def _found_nobody(tx: Tx, segment: Segment, missed_by: float) -> None:
    """Every POA after an empty search of one segment with this POD."""
    ground = await the_ground(tx, segment.search_id)
    every = select(Segment.id, Segment.poa).where(Segment.search_id == segment.search_id).order_by(col(Segment.number))
    rows = (await tx.exec(every)).all()
    at = [number for number, _ in rows].index(segment.id)
    after = after_empty_search(Shares(tuple(poa for _, poa in rows), ground.rest_poa), at, missed_by)
    for (number, _), poa in zip(rows, after.segments, strict=True):
        await tx.exec(update(Segment).where(col(Segment.id) == number).values(poa=poa))
    ground.rest_poa = after.rest
    tx.add(ground)
    await tx.flush()


async def heard(tx: Tx, begun_id: int, *, now: datetime) -> None:
    """A telephone said where it is."""
    mine = update(SegmentSearch).where(col(SegmentSearch.id) == begun_id)
    await tx.exec(mine.values(heard_at=now, quiet_since=None, asked_at=None))


async def went_quiet(tx: Tx, begun_id: int, *, asked: bool, now: datetime) -> bool:
    """Nothing is heard of where they are any more; False where that was known."""
    silent = col(SegmentSearch.id) == begun_id, col(SegmentSearch.quiet_since).is_(None)
    values = {"quiet_since": now, "asked_at": now if asked else None}
    return await changed(tx, update(SegmentSearch).where(*silent).values(**values)) == 1


async def asked_for(tx: Tx, begun_id: int, *, now: datetime) -> None:
    """They were asked to share where they are."""
    await tx.exec(update(SegmentSearch).where(col(SegmentSearch.id) == begun_id).values(asked_at=now))


async def end_searches(tx: Tx, *which: Any, now: datetime) -> None:
    """Whoever was there is not there any more, or it is over; nothing is said of what they covered."""
    await tx.exec(update(SegmentSearch).where(*which, col(SegmentSearch.ended_at).is_(None)).values(ended_at=now))


async def freeze(tx: Tx, search_id: int, *, now: datetime) -> None:
    """The search is over: nobody takes ground any more, and what was searched stays as it is."""
    await end_searches(tx, SegmentSearch.search_id == search_id, now=now)
    rest = col(Segment.search_id) == search_id, col(Segment.state) != SegmentState.FROZEN
    await tx.exec(update(Segment).where(*rest).values(state=SegmentState.FROZEN, changed_at=now))


async def remove(tx: Tx, search_id: int) -> None:
    """Nothing of the ground of this search is kept; tracks and pairs go by their own modules first."""
    for table in (SegmentSearch, Segment, SearchGround):
        await tx.exec(delete(table).where(col(table.search_id) == search_id))


async def in_states(tx: Tx, search_id: int, states: Collection[SegmentState]) -> list[Segment]:
    """Segments in one of these states, by number."""
    found = select(Segment).where(Segment.search_id == search_id, col(Segment.state).in_(states))
    return list((await tx.exec(found.order_by(col(Segment.number)))).all())
