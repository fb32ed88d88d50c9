"""The map of a search as its staff see it: rings, segments, tracks and sightings; every look is recorded."""

from dataclasses import dataclass
from datetime import datetime

import shapely
from sqlmodel import col, select

from models.database import Tx
from models.rows import id_of
from models.searches import Search, SearchState
from models.segments import SearchGround, SearchPair, Segment, SegmentSearch, SegmentState, TrackPoint
from models.sightings import Sighting, SightingState
from places.points import Point
from places.search_theory import pod
from places.segments import Choice, in_order
from places.tracks import Fix, stretches
from services import segments, tracks
from services.audit import Actor, record
from services.house import House
from services.search_states import COORDINATORS, in_charge, refuse_unless, the_search
from services.segment_searches import outline_of

LOOKED_AT = (SearchState.OPEN, SearchState.PAUSED, SearchState.CLOSED)
PERCENT = (25, 50, 75, 95)


@dataclass(frozen=True, slots=True)
class SeenSegment:
    """A segment as its coordinator sees it; `team` holds it now, `quiet`: nothing is heard of where that team is."""

    number: int
    state: SegmentState
    outline: shapely.Polygon
    middle: Point
    area_m2: float
    poa: float
    coverage: float
    searches: int
    team: int | None = None
    quiet: bool = False

    @property
    def pod(self) -> float:
        """Of all its searches together: coverages of searches that know nothing of each other add up."""
        return pod(self.coverage)


@dataclass(frozen=True, slots=True)
class SeenTrack:
    """Where one of a team went in a segment, cleaned."""

    team: int
    segment: int
    stretches: tuple[tuple[Fix, ...], ...]


@dataclass(frozen=True, slots=True)
class SeenSighting:
    number: int
    at: Point
    state: SightingState
    seen_at: datetime | None


@dataclass(frozen=True, slots=True)
class Seen:
    """All of it at one moment. `rings` in metres, for 25, 50, 75 and 95 %; `nearest`: of another row or terrain."""

    search_id: int
    state: SearchState
    drill: bool
    at: datetime
    last_seen: Point | None
    last_seen_at: datetime | None
    rings: tuple[float, ...]
    nearest: bool
    rest_poa: float | None
    """None: the ground was not divided."""
    ground_m: float = 0.0
    """How far from the point it was divided."""
    segments: tuple[SeenSegment, ...] = ()
    tracks: tuple[SeenTrack, ...] = ()
    sightings: tuple[SeenSighting, ...] = ()

    @property
    def following(self) -> list[SeenSegment]:
        """What to search next, where an hour is worth most first."""
        free = {each.number: each for each in self.segments if each.state is SegmentState.FREE}
        choices = [Choice(each.number, each.poa, each.area_m2, each.middle) for each in free.values()]
        return [free[each.number] for each in in_order(choices)]

    def in_state(self, *states: SegmentState) -> list[SeenSegment]:
        """Segments in these states, by number."""
        return [each for each in self.segments if each.state in states]


async def see_map(house: House, *, search_id: int, member_id: int, what: str, now: datetime) -> Seen:
    """The map for a coordinator, with sightings and tracks; `what` they look at it for is recorded.

    Refuses with NotAllowed.
    """
    async with house.db.transaction() as tx:
        search, by = await in_charge(tx, search_id=search_id, member_id=member_id, roles=COORDINATORS, looking=True)
        return await _seen(tx, house, search, what=what, by=by, now=now)


async def see_map_as_operator(house: House, *, search_id: int, what: str, now: datetime) -> Seen:
    """The same for whoever sits at the command line; refuses with SearchNotFound."""
    async with house.db.transaction() as tx:
        search = await the_search(tx, search_id)
        return await _seen(tx, house, search, what=what, by=Actor.operator(), now=now)


async def _seen(tx: Tx, house: House, search: Search, *, what: str, by: Actor, now: datetime) -> Seen:
    refuse_unless(search, *LOOKED_AT)
    search_id = id_of(search)
    known = search.lkp_lat is not None and search.lkp_lon is not None
    point = Point(search.lkp_lat or 0.0, search.lkp_lon or 0.0) if known else None
    rings, nearest = segments.radii_of(house, search)
    ground = await tx.get(SearchGround, search_id)
    numbers = await _teams(tx, search_id)
    await record(tx, act=f"see.{what}", thing="search", thing_id=search_id, by=by, now=now)
    return Seen(
        search_id=search_id,
        state=search.state,
        drill=search.drill,
        at=now,
        last_seen=point,
        last_seen_at=search.lkp_at,
        rings=rings if point is not None else (),
        nearest=nearest,
        rest_poa=ground.rest_poa if ground is not None else None,
        ground_m=ground.radius_m if ground is not None else 0.0,
        segments=await _segments(tx, search_id, numbers, now),
        tracks=await _tracks(tx, search_id, numbers),
        sightings=await _sightings(tx, search_id),
    )


@dataclass(frozen=True, slots=True)
class _Team:
    """Which team searched which segment, and whether it is there now."""

    team: int
    segment_id: int
    begun: SegmentSearch


async def _teams(tx: Tx, search_id: int) -> dict[int, _Team]:
    """By the number of the search of a segment."""
    rows = (
        select(SegmentSearch, SearchPair.number)
        .join(SearchPair, col(SearchPair.id) == SegmentSearch.pair_id)
        .where(SegmentSearch.search_id == search_id)
    )
    return {id_of(begun): _Team(team, begun.segment_id, begun) for begun, team in (await tx.exec(rows)).all()}


async def _segments(tx: Tx, search_id: int, teams: dict[int, _Team], now: datetime) -> tuple[SeenSegment, ...]:
    there = {each.segment_id: each for each in teams.values() if each.begun.ended_at is None}
    return tuple(
        SeenSegment(
            row.number, row.state, outline_of(row), Point(row.lat, row.lon), row.area_m2, row.poa, row.coverage,
            row.searches, there[id_of(row)].team if id_of(row) in there else None,
            id_of(row) in there and _is_quiet(there[id_of(row)].begun, now),
        )
        for row in await segments.in_states(tx, search_id, tuple(SegmentState))
    )  # fmt: skip


def _is_quiet(begun: SegmentSearch, now: datetime) -> bool:
    late = now - (begun.heard_at or begun.taken_at) >= tracks.QUIET_AFTER
    return begun.quiet_since is not None or late


async def _tracks(tx: Tx, search_id: int, teams: dict[int, _Team]) -> tuple[SeenTrack, ...]:
    numbers = dict((await tx.exec(select(Segment.id, Segment.number).where(Segment.search_id == search_id))).all())
    walked = await tracks.tracks_of(tx, TrackPoint.search_id == search_id)
    return tuple(
        SeenTrack(teams[begun].team, numbers[teams[begun].segment_id], tuple(map(tuple, stretches(fixes))))
        for (begun, _), fixes in walked.items()
        if begun in teams
    )


async def _sightings(tx: Tx, search_id: int) -> tuple[SeenSighting, ...]:
    """Those with a place; one that was merged is seen in the one that was kept."""
    placed = select(Sighting).where(
        Sighting.search_id == search_id, col(Sighting.lat).is_not(None), Sighting.state != SightingState.MERGED
    )
    rows = (await tx.exec(placed.order_by(col(Sighting.id)))).all()
    return tuple(
        SeenSighting(id_of(row), Point(row.lat or 0.0, row.lon or 0.0), row.state, row.seen_at) for row in rows
    )
