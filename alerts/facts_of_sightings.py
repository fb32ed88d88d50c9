"""What letters say of sightings, read once per revision; for coordinators only."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, func
from sqlmodel import col, select

from alerts.distances import Path, path_of
from models.alerts import Alert, AlertState, Digest
from models.database import Tx
from models.members import Member
from models.recordings import Recording
from models.searches import Search
from models.sightings import Dismissal, LastKnownPoint, Sighting, SightingState, Sure
from places.points import Point, distance_m
from places.travel import Leg, leg, worst

MOST_LISTED = 8
"""Sightings that the list shows; the others are counted, and move up as it is worked off."""


@dataclass(frozen=True, slots=True)
class SightingFacts:
    """One sighting as its coordinators see it."""

    number: int
    search: int
    drill: bool
    over: bool
    state: SightingState
    danger: bool
    after_end: bool
    place: str
    path: Path
    lat: float | None
    lon: float | None
    seen_at: datetime | None
    told_at: datetime
    words: str
    picture_id: int | None
    recordings: int
    sure: Sure | None
    away_m: float | None
    """Metres from where the subject was last known."""
    leg: Leg | None
    """The leg that is hardest to believe, from a point where the subject is known to have been."""
    merged_into: int | None
    dismissed_for: Dismissal | None
    decided_by: str
    protect: bool

    @property
    def outside(self) -> bool:
        """Its place lies in no area that is known here."""
        return self.lat is not None and not self.path


@dataclass(frozen=True, slots=True)
class ListFacts:
    """The sightings of a search: how many in each state, and those that wait, the most pressing first."""

    search: int
    drill: bool
    over: bool
    counts: dict[str, int]
    waiting: tuple[SightingFacts, ...]
    protect: bool


async def sighting_facts(tx: Tx, alert: Alert | Digest) -> SightingFacts:
    """The sighting of a card as it is now."""
    assert isinstance(alert, Alert)  # noqa: S101 - digests have their own form
    return await _facts(tx, alert, await tx.get_one(Sighting, alert.sighting_id))


async def list_facts(tx: Tx, alert: Alert | Digest) -> ListFacts:
    """All sightings of a search as they are now."""
    assert isinstance(alert, Alert)  # noqa: S101
    search = await tx.get_one(Search, alert.search_id)
    of_search = Sighting.search_id == search.id
    counted = select(Sighting.state, func.count(col(Sighting.id))).where(of_search).group_by(col(Sighting.state))
    counts = dict((await tx.exec(counted)).all())
    new = select(Sighting).where(of_search, Sighting.state == SightingState.NEW)
    pressing = case((col(Sighting.danger), 0), else_=1), col(Sighting.id).desc()
    rows = (await tx.exec(new.order_by(*pressing).limit(MOST_LISTED))).all()
    waiting = tuple([await _facts(tx, alert, row) for row in rows])
    return ListFacts(search.id or 0, search.drill, alert.state is AlertState.ENDED, counts, waiting, alert.protect)


async def _facts(tx: Tx, alert: Alert, sighting: Sighting) -> SightingFacts:
    search = await tx.get_one(Search, sighting.search_id)
    decided = await tx.get(Member, sighting.decided_by) if sighting.decided_by is not None else None
    heard = select(func.count(col(Recording.id))).where(Recording.sighting_id == sighting.id)
    here = Point(sighting.lat, sighting.lon) if sighting.lat is not None and sighting.lon is not None else None
    return SightingFacts(
        number=sighting.id or 0,
        search=search.id or 0,
        drill=search.drill,
        over=alert.state is AlertState.ENDED,
        state=sighting.state,
        danger=sighting.danger,
        after_end=sighting.after_end,
        place=sighting.place,
        path=await path_of(tx, sighting.area_id),
        lat=sighting.lat,
        lon=sighting.lon,
        seen_at=sighting.seen_at,
        told_at=sighting.created_at,
        words=sighting.words,
        picture_id=sighting.picture_id,
        recordings=(await tx.exec(heard)).one(),
        sure=sighting.sure,
        away_m=_away(search, here),
        leg=await hardest_leg(tx, search, sighting),
        merged_into=sighting.merged_into,
        dismissed_for=sighting.dismissed_for,
        decided_by=decided.name if decided else "",
        protect=alert.protect,
    )


def _away(search: Search, here: Point | None) -> float | None:
    if here is None or search.lkp_lat is None or search.lkp_lon is None:
        return None
    return distance_m(Point(search.lkp_lat, search.lkp_lon), here)


async def hardest_leg(tx: Tx, search: Search, sighting: Sighting) -> Leg | None:
    """Between this sighting and the points where the subject is known to have been, the leg hardest to believe."""
    if sighting.lat is None or sighting.lon is None or sighting.seen_at is None:
        return None
    here = Point(sighting.lat, sighting.lon)
    found = select(LastKnownPoint).where(LastKnownPoint.search_id == search.id)
    known = (await tx.exec(found)).all()
    others = [(Point(each.lat, each.lon), each.at) for each in known if each.sighting_id != sighting.id]
    if not known and search.lkp_lat is not None and search.lkp_lon is not None and search.lkp_at is not None:
        others = [(Point(search.lkp_lat, search.lkp_lon), search.lkp_at)]
    return worst([leg(point, at, here, sighting.seen_at) for point, at in others])
