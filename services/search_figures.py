"""What a search teaches, kept when the case is gone: how far, how long, which ring; nobody, and no place."""

from datetime import datetime

from sqlmodel import col, func, select

from models.database import Tx
from models.responders import Responder, SearchFigure
from models.rows import id_of
from models.searches import Search
from models.segments import Segment
from models.sightings import LastKnownPoint
from places.points import Point, distance_m

ROUNDED_M = 100
"""Distances are kept to so many metres: nobody works a place out from them."""


async def keep(tx: Tx, search: Search, *, now: datetime) -> None:
    """Write down the figures of a search that ends now, in the caller's transaction; of a drill nothing is learnt."""
    if search.drill or await tx.get(SearchFigure, search.id) is not None:
        return
    number = id_of(search)
    out = select(func.count(col(Responder.id))).where(Responder.search_id == number)
    searched = select(func.count(col(Segment.id))).where(Segment.search_id == number, Segment.searches > 0)
    opened = search.opened_at or search.created_at
    tx.add(
        SearchFigure(
            search_id=number,
            outcome=search.outcome.value if search.outcome is not None else "",
            hours=round((now - opened).total_seconds() / 3600, 1),
            moved_m=await _moved_m(tx, number),
            ring_m=search.ring_m,
            volunteers=(await tx.exec(out)).one(),
            segments_searched=(await tx.exec(searched)).one(),
            kept_at=now,
        )
    )
    await tx.flush()


async def _moved_m(tx: Tx, search_id: int) -> float | None:
    """From the first known point to the last, along a straight line; None: no sighting was confirmed."""
    found = select(LastKnownPoint).where(LastKnownPoint.search_id == search_id)
    points = (await tx.exec(found.order_by(col(LastKnownPoint.at), col(LastKnownPoint.id)))).all()
    if len(points) < 2:
        return None
    first, last = Point(points[0].lat, points[0].lon), Point(points[-1].lat, points[-1].lon)
    return float(round(distance_m(first, last) / ROUNDED_M) * ROUNDED_M)
