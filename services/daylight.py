"""Those who are out come in before dark: when that is, and telling them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import update
from sqlmodel import col, select

from clock.daylight import is_dark, is_hot, next_sunset, sunset
from models.alerts import Audience, Priority, Wording
from models.database import Tx
from models.responders import MeetingPoint
from models.rows import changed, id_of
from models.searches import Search, SearchState
from places.points import Point
from services import alerts
from services import search_cards as cards
from services.house import House
from services.those_out import out_there

OUT = (SearchState.OPEN, SearchState.PAUSED)
STALE = timedelta(hours=8)
"""Told so much later it would be day again: only the next evening is planned."""


@dataclass(frozen=True, slots=True)
class Light:
    """What the sun means to somebody who sets out now; `sunset` in UTC where it is still to come."""

    dark: bool
    hot: bool
    sunset: datetime | None


async def light_at(house: House, *, search_id: int, now: datetime) -> Light:
    """How light and how hot it is where volunteers of this search go, by the sun and the calendar."""
    zone = ZoneInfo(house.rules.areas.zone)
    async with house.db.reading() as tx:
        search = await tx.get_one(Search, search_id)
        point = await _where(tx, search)
    if point is None:
        return Light(dark=False, hot=is_hot(now, zone), sunset=None)
    setting = sunset(now, point, zone)
    still = setting if setting is not None and setting > now else None
    return Light(is_dark(now, point, zone), is_hot(now, zone), still)


async def come_in_before_dark(tx: Tx, house: House, search: Search, *, now: datetime) -> None:
    """Somebody is out: note when they are to be told to come in, unless it is noted already."""
    if search.come_in_at is None or search.come_in_at <= now:
        search.come_in_at = await _next(tx, house, search, now)
        tx.add(search)
        await tx.flush()


async def call_in_before_dark(house: House, *, now: datetime) -> int:
    """Tell those who are out that it will be dark; of how many searches. It is told once an evening."""
    due = col(Search.come_in_at) <= now, col(Search.state).in_(OUT)
    async with house.db.reading() as tx:
        found = [each for each in (await tx.exec(select(Search.id).where(*due))).all() if each is not None]
    return sum([await _call_in(house, number, now) for number in found])


async def _call_in(house: House, search_id: int, now: datetime) -> bool:
    async with house.db.transaction() as tx:
        search = await tx.get_one(Search, search_id, with_for_update=True)
        at, following = search.come_in_at, await _next(tx, house, search, now)
        mine = col(Search.id) == search_id, col(Search.come_in_at) == at, col(Search.state).in_(OUT)
        if at is None or at > now:
            return False
        if await changed(tx, update(Search).where(*mine).values(come_in_at=following)) != 1:
            return False
        await tx.refresh(search)
        people = await out_there(tx, id_of(search))
        if not people or now - at > STALE:
            return False
        alert = cards.new_alert(search, Wording.COME_IN, Audience.PEOPLE, now)
        alert.priority, alert.protect = Priority.URGENT, False
        await alerts.tell_people(tx, house, alert, people)
        return True


async def _next(tx: Tx, house: House, search: Search, now: datetime) -> datetime | None:
    point = await _where(tx, search)
    if point is None:
        return None
    less = timedelta(minutes=house.rules.searches.dark_minutes)
    return next_sunset(now, point, ZoneInfo(house.rules.areas.zone), less=less)


async def _where(tx: Tx, search: Search) -> Point | None:
    """Where volunteers gather, else where the subject was last known."""
    kept = await tx.get(MeetingPoint, search.id)
    if kept is not None:
        return Point(kept.lat, kept.lon)
    if search.lkp_lat is None or search.lkp_lon is None:
        return None
    return Point(search.lkp_lat, search.lkp_lon)
