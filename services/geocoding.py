"""Places the operator's geocoder knows: asked when no map of ours has them, and remembered for a month."""

from contextlib import suppress
from datetime import datetime, timedelta

import structlog
from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError
from sqlmodel import col

from language.normaliser import normalised
from language.text import TELEPHONE, cleaned
from models.geocoding import Geocoded
from models.rows import changed
from places.geocoding import Found, Unanswered
from places.points import BadCoordinates, Point
from services.house import House
from services.suppressions import key

log = structlog.get_logger()

KEPT = timedelta(days=30)
NAME_LIMIT = 200
LONGEST = 120
"""Characters of an address; what is longer tells a story, and that is nobody's but ours."""


async def look_up(house: House, text: str, *, now: datetime) -> Found | None:
    """The place of a description, from memory or from the geocoder; None where there is none, or it says nothing."""
    question = _question(text)
    if house.geocoder is None or not question:
        return None
    asked = key(house, "geocoded", normalised(question))
    async with house.db.reading() as tx:
        remembered = await tx.get(Geocoded, asked)
    if remembered is not None and remembered.at > now - KEPT:
        return _from_memory(remembered)
    index = await house.areas()
    try:
        found = await house.geocoder.find(question, within=index.extent(), language=house.rules.languages.default)
    except (Unanswered, BadCoordinates) as error:
        log.warning("geocoder-did-not-answer", error=getattr(error, "error", type(error).__name__))
        return None
    await _remember(house, asked, found, now)
    return found


def _question(text: str) -> str:
    """What leaves the house of a description: no telephone numbers, and nothing of what is longer than an address."""
    said = " ".join(TELEPHONE.sub(" ", text).split())
    return said if len(said) <= LONGEST else ""


async def forget_old(house: House, *, now: datetime) -> int:
    """Answers are kept for 30 days; returns how many went."""
    async with house.db.transaction() as tx:
        return await changed(tx, delete(Geocoded).where(col(Geocoded.at) <= now - KEPT))


async def _remember(house: House, asked: str, found: Found | None, now: datetime) -> None:
    row = Geocoded(asked=asked, at=now)
    if found is not None:
        name = cleaned(found.name, limit=NAME_LIMIT, lines=False).text
        row = Geocoded(asked=asked, lat=found.point.lat, lon=found.point.lon, name=name, at=now)
    with suppress(IntegrityError):  # somebody else asked the same just now
        async with house.db.transaction() as tx:
            await tx.merge(row)


def _from_memory(row: Geocoded) -> Found | None:
    return Found(Point(row.lat, row.lon), row.name) if row.lat is not None and row.lon is not None else None
