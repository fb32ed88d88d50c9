"""Wider and wider: from one ring round the last known point to the next, by the clock, by hand, and on a sighting.

The rings are foreign statistics (`places.rings`): nothing of the kind is published for Arab cities or deserts.
"""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import update
from sqlmodel import col, select

from alerts.distances import through
from models.alerts import Wording
from models.database import Tx
from models.rows import changed, id_of
from models.searches import Search, SearchState
from models.sightings import NothingWider
from places.areas import AreaIndex
from places.rings import Aim, Step, next_step, radius_m, steps_for
from services import alerts, cap_messages
from services import search_cards as cards
from services.audit import Actor, record
from services.holding_back import is_everything_paused
from services.house import House
from services.search_grounds import SeenRings, rings, tell
from services.search_states import ANY_STAFF, CLOSERS, in_charge, refuse_unless_open


async def begin(tx: Tx, house: House, search: Search, *, now: datetime) -> None:
    """A search goes out: in its first ring, and the clock widens it, unless somebody chose how far it is told."""
    if search.drill or search.lkp_lat is None or search.audience_radius_m or search.audience_area_id is not None:
        return
    if steps_for(search, house.rules.searches):
        search.ring_m = radius_m(search, house.rules.searches)
        search.widen_at = _when(house, search, search.ring_m, now)
        tx.add(search)
        await tx.flush()


async def see_rings(house: House, *, search_id: int, member_id: int, now: datetime) -> SeenRings | None:
    """The rings of a search and how many each reaches, for its staff; None without a last known point.

    Refuses with SearchNotFound and NotAllowed.
    """
    areas = await house.areas()
    async with house.db.reading() as tx:
        search, _ = await in_charge(tx, search_id=search_id, member_id=member_id, roles=ANY_STAFF, looking=True)
        return await rings(tx, house, areas, search, now=now)


async def widen_now(house: House, *, search_id: int, member_id: int, now: datetime) -> Step:
    """Tell the next ring at once; from then on the clock goes on, also where somebody had chosen the distance.

    Refuses with NothingWider, SearchNotOpen, SearchUnderReview and NotAllowed.
    """
    areas = await house.areas()
    async with house.db.transaction() as tx:
        search, by = await in_charge(tx, search_id=search_id, member_id=member_id, roles=CLOSERS)
        refuse_unless_open(search)
        step = None if search.drill else next_step(search, house.rules.searches)
        if step is None or not await _take(tx, house, search, step, by=by, now=now):
            raise NothingWider()
        await tell_wider(tx, house, areas, search, now=now)
        await cards.show(tx, house, search, now=now)
        return step


async def stop_widening(house: House, *, search_id: int, member_id: int, now: datetime) -> None:
    """The clock widens it no more; by hand it still can be. Refuses with NothingWider where the clock does not."""
    async with house.db.transaction() as tx:
        search, by = await in_charge(tx, search_id=search_id, member_id=member_id, roles=CLOSERS)
        refuse_unless_open(search)
        here = update(Search).where(col(Search.id) == search_id, col(Search.widen_at).is_not(None))
        if await changed(tx, here.values(widen_at=None)) != 1:
            raise NothingWider()
        await tx.refresh(search)
        await record(tx, act="search.stop-widening", thing="search", thing_id=search_id, by=by, now=now)
        await cards.show(tx, house, search, now=now)


async def widen_due(house: House, *, now: datetime) -> int:
    """Tell the next ring of every search whose time has come; how many. What is paused waits until it goes on."""
    due = select(Search.id).where(Search.state == SearchState.OPEN, col(Search.widen_at) <= now)
    async with house.db.reading() as tx:
        numbers = (await tx.exec(due)).all()
        if not numbers or await is_everything_paused(tx):
            return 0
    areas = await house.areas()
    return sum([await _widen(house, areas, number or 0, now) for number in numbers])


async def _widen(house: House, areas: AreaIndex, search_id: int, now: datetime) -> bool:
    """One ring for one search, claimed so that two clocks do not tell two."""
    async with house.db.transaction() as tx:
        search = await tx.get_one(Search, search_id, with_for_update=True, populate_existing=True)
        if search.state is not SearchState.OPEN or search.widen_at is None or search.widen_at > now:
            return False
        step, by = next_step(search, house.rules.searches), Actor.clock()
        if not await _take(tx, house, search, step, by=by, now=now):
            return False
        if step is not None:
            await tell_wider(tx, house, areas, search, now=now)
        await cards.show(tx, house, search, now=now)
        return step is not None


async def widen_on_sighting(tx: Tx, house: House, search: Search, *, by: Actor, now: datetime) -> None:
    """A confirmed sighting widens at once what the clock would have widened later; the caller tells it."""
    step = next_step(search, house.rules.searches) if search.widen_at is not None else None
    if step is not None:
        await _take(tx, house, search, step, by=by, now=now)


async def _take(tx: Tx, house: House, search: Search, step: Step | None, *, by: Actor, now: datetime) -> bool:
    """Move a search to this ring, once; without one the clock looks at it no more. False: somebody did so just now."""
    await tx.flush()
    seen = [col(getattr(Search, name)).is_not_distinct_from(getattr(search, name)) for name in ("ring_m", "widen_at")]
    wider: dict[str, Any] = {"widen_at": None}
    if step is not None:
        later = _when(house, search, step.radius_m, now)
        wider = {"ring_m": step.radius_m, "audience_radius_m": None, "widen_at": later, "changed_at": now}
    here = update(Search).where(col(Search.id) == search.id, col(Search.state) == SearchState.OPEN, *seen)
    if await changed(tx, here.values(**wider)) != 1:
        return False
    await tx.refresh(search)
    if step is not None:
        facts = {"metres": round(step.radius_m), "percent": step.percent}
        await record(tx, act="search.widen", thing="search", thing_id=id_of(search), by=by, now=now, **facts)
    return True


def _when(house: House, search: Search, reached_m: float, now: datetime) -> datetime | None:
    """When the ring after this one is told; None after the last."""
    wider = any(each.radius_m > reached_m for each in steps_for(Aim.of(search), house.rules.searches))
    return now + timedelta(minutes=house.rules.searches.widen_minutes) if wider else None


async def tell_wider(tx: Tx, house: House, areas: AreaIndex, search: Search, *, now: datetime) -> int:
    """Promise it to whom it concerns now and did not before; who has it keeps their copy. How many are new.

    Copies are edited only where an area of theirs is served through another that no copy names yet.
    """
    told = 0
    for alert in (await tx.exec(alerts.live_alerts(search_id=search.id, wordings=[Wording.SEARCH_OPEN]))).all():
        before = await through(tx, alert.id)
        told += await tell(tx, house, areas, search, alert, now=now)
        if await through(tx, alert.id) != before:
            await alerts.revise(tx, house, alert, now=now)
    await cap_messages.tell(tx, house, areas, search, now=now)
    return told
