"""The points at which the subject of a search was last known, and what happens when there is a newer one."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete
from sqlmodel import col, select

from alerts import nearing
from models.alerts import Wording
from models.database import Tx
from models.searches import Search
from models.sightings import LastKnownPoint, Sighting
from places.areas import AreaIndex
from places.points import Point
from services import alerts
from services import search_cards as cards
from services.audit import Actor
from services.house import House
from services.search_states import amend
from services.search_widening import tell_wider, widen_on_sighting


async def points_of(tx: Tx, search_id: int) -> list[LastKnownPoint]:
    """Every point, earliest first; empty until a first sighting is confirmed."""
    found = select(LastKnownPoint).where(LastKnownPoint.search_id == search_id)
    return list((await tx.exec(found.order_by(col(LastKnownPoint.at), col(LastKnownPoint.id)))).all())


async def add_point(
    tx: Tx, house: House, areas: AreaIndex, search: Search, sighting: Sighting, *, by: Actor, now: datetime
) -> bool:
    """A confirmed sighting is a point; whether it is the latest, and the search has moved there.

    One without a pin or a time is none: nothing is invented. The sender's words for the place stay on the card, since
    what a stranger typed is not for everybody to read: volunteers read the area, and see the pin.
    """
    if sighting.lat is None or sighting.lon is None or sighting.seen_at is None:
        return False
    if not await points_of(tx, sighting.search_id):
        await _keep_first(tx, search, now)
    common: dict[str, Any] = {"search_id": sighting.search_id, "sighting_id": sighting.id, "known_at": now}
    where: dict[str, Any] = {
        "lat": sighting.lat,
        "lon": sighting.lon,
        "area_id": sighting.area_id,
    }
    tx.add(LastKnownPoint(**common, **where, at=sighting.seen_at))
    await tx.flush()
    return await _recentre(tx, house, areas, search, by=by, now=now, wider=True)


async def drop_point(
    tx: Tx, house: House, areas: AreaIndex, search: Search, sighting: Sighting, *, by: Actor, now: datetime
) -> bool:
    """A sighting is believed no more: the search goes back to the latest point that is left; whether it moved."""
    await tx.exec(delete(LastKnownPoint).where(col(LastKnownPoint.sighting_id) == sighting.id))
    return await _recentre(tx, house, areas, search, by=by, now=now, wider=False)


async def correct_point(tx: Tx, search: Search) -> None:
    """Staff corrected where or when: the latest point says the same."""
    points = await points_of(tx, search.id or 0)
    if points and search.lkp_lat is not None and search.lkp_lon is not None:
        last = points[-1]
        last.lat, last.lon, last.area_id = search.lkp_lat, search.lkp_lon, search.lkp_area_id
        last.place, last.at = search.lkp_place, search.lkp_at or last.at
        tx.add(last)
        await tx.flush()


async def remove_points(tx: Tx, search_id: int) -> None:
    """Forget where the subject was, in the caller's transaction."""
    await tx.exec(delete(LastKnownPoint).where(col(LastKnownPoint.search_id) == search_id))


async def _keep_first(tx: Tx, search: Search, now: datetime) -> None:
    """The point the search began with."""
    if search.lkp_lat is not None and search.lkp_lon is not None and search.lkp_at is not None:
        where: dict[str, Any] = {"lat": search.lkp_lat, "lon": search.lkp_lon, "area_id": search.lkp_area_id}
        tx.add(
            LastKnownPoint(search_id=search.id or 0, **where, place=search.lkp_place, at=search.lkp_at, known_at=now)
        )
        await tx.flush()


async def _recentre(
    tx: Tx, house: House, areas: AreaIndex, search: Search, *, by: Actor, now: datetime, wider: bool
) -> bool:
    points = await points_of(tx, search.id or 0)
    if not points:
        return False
    last, was = points[-1], (search.lkp_lat, search.lkp_lon)
    values = {"lkp_lat": last.lat, "lkp_lon": last.lon, "lkp_at": last.at, "lkp_place": last.place}
    values |= {"lkp_area_id": last.area_id}
    if all(getattr(search, name) == value for name, value in values.items()):
        return False
    await amend(tx, search, values, act="search.move-point", by=by, now=now)
    if wider:
        await widen_on_sighting(tx, house, search, by=by, now=now)
    await follow(tx, house, areas, search, was, now=now)
    await cards.show(tx, house, search, now=now)
    return True


async def follow(
    tx: Tx, house: House, areas: AreaIndex, search: Search, was: tuple[float | None, float | None], *, now: datetime
) -> None:
    """The point has moved: whom it concerns now is told, copies are edited, and those it came nearer to hear it."""
    if search.lkp_lat is None or search.lkp_lon is None:
        return
    here = Point(search.lkp_lat, search.lkp_lon)
    before = _held_by(areas, Point(was[0], was[1])) if was[0] is not None and was[1] is not None else set()
    entered = sorted(_held_by(areas, here) - before)
    await tell_wider(tx, house, areas, search, now=now)
    for alert in (await tx.exec(alerts.live_alerts(search_id=search.id, wordings=[Wording.SEARCH_OPEN]))).all():
        await alerts.revise(tx, house, alert, now=now)
        await tx.exec(nearing.heard_anew(alert.id or 0, here, entered))  # type: ignore[call-overload]
        await tx.exec(nearing.measured(alert.id or 0, here))  # type: ignore[call-overload]
    await house.db.announce(tx)


def _held_by(areas: AreaIndex, point: Point) -> set[int]:
    return {area.id for area in areas.holding(point) if area.id is not None}
