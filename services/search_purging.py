"""What is removed when a search is over: picture and contacts within a day, the rest within a month, and what stays."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete
from sqlmodel import col, select

from models.database import Tx
from models.recordings import Recording
from models.rows import id_of
from models.searches import Objection, Search, SearchState, StopReason
from models.segments import TrackPoint
from services import (
    alerts,
    cap_messages,
    meeting_points,
    pairs,
    pictures,
    posters,
    recordings,
    responders,
    same_people,
    search_points,
    segments,
    sightings,
    tracks,
)
from services import search_cards as cards
from services.audit import Actor, record
from services.house import House
from services.search_states import stop
from services.search_suppressions import is_suppressed, suppress_case

CONTACTS: dict[str, Any] = {
    "reporter_name": "",
    "reporter_relation": "",
    "reporter_phone": "",
    "consent_by": "",
    "said": "",
    "quoted": "",
    "question": "",
    "picture_id": None,
    "contacts_purge_at": None,
}
THE_REST: dict[str, Any] = {
    "subject_name": "",
    "subject_age": None,
    "clothing": "",
    "marks": "",
    "vehicle": "",
    "lkp_lat": None,
    "lkp_lon": None,
    "lkp_place": "",
    "lost_as": None,
    "may_ride": False,
    "police_number": "",
    "police_station": "",
    "how_checked": "",
    "consent_text": "",
    "update_text": "",
    "evidence": "",
    "reporter_id": None,
    "external_id": None,
}
"""What says who was looked for; state, times, kind, area and who of the staff did what stay."""


async def purge_contacts(house: House, *, now: datetime) -> int:
    """Remove pictures and contacts of cases that are over, within a day of that; how many."""
    due = await _due(house, col(Search.contacts_purge_at) <= now)
    return sum([await _purge(house, number, now, everything=False) for number in due])


async def purge_cases(house: House, *, now: datetime) -> int:
    """Remove the rest within a month, leaving a hash that keeps it from coming back; how many.

    Drafts that nobody touched for as long are stopped first.
    """
    await _stop_forgotten(house, now=now)
    due = await _due(house, col(Search.purge_at) <= now)
    return sum([await _purge(house, number, now, everything=True) for number in due])


async def _due(house: House, when: Any) -> list[int]:
    async with house.db.reading() as tx:
        rows = await tx.exec(select(Search.id).where(when, col(Search.purged_at).is_(None)))
        return [number for number in rows.all() if number is not None]


async def _purge(house: House, search_id: int, now: datetime, *, everything: bool) -> bool:
    async with house.db.transaction() as tx:
        search = await tx.get_one(Search, search_id, with_for_update=True)
        if search.purged_at is not None or (not everything and search.contacts_purge_at is None):
            return False
        joined = select(Search).where(Search.joined_to == search_id, col(Search.purged_at).is_(None))
        for each in (search, *(await tx.exec(joined.order_by(col(Search.id)).with_for_update())).all()):
            await _empty(tx, house, each, now, everything=everything)
        return True


async def _empty(tx: Tx, house: House, search: Search, now: datetime, *, everything: bool) -> None:
    """A case, or a notice that was joined to one and goes with it."""
    search_id, picture_id = id_of(search), search.picture_id
    if everything:
        await suppress_case(tx, house, search, now=now)
        await _stop_those_brought_back(tx, house, search, now=now)
        await _forget_people(tx, search)
        await same_people.forget_pairs(tx, search)
    empty = CONTACTS | (THE_REST | {"purge_at": None, "purged_at": now} if everything else {})
    for name, value in empty.items():
        setattr(search, name, value)
    tx.add(search)
    await tx.flush()
    await sightings.purge(tx, house, search_id, everything=everything, now=now)
    if picture_id is not None:
        await pictures.remove(tx, picture_id)
    await posters.remove(tx, search_id)
    await recordings.remove(tx, Recording.search_id == search_id, now=now)
    await tracks.remove(tx, TrackPoint.search_id == search_id)
    if everything:
        await search_points.remove_points(tx, search_id)
        await alerts.forget_place(tx, search_id=search_id)
        await cap_messages.purge(tx, search_id)
    act = "search.purge" if everything else "search.purge-contacts"
    await record(tx, act=act, thing="search", thing_id=search_id, by=Actor.clock(), now=now)


async def _forget_people(tx: Tx, search: Search) -> None:
    """Who said that they were coming, who objected, and who searched which ground with whom."""
    await responders.remove(tx, id_of(search))
    await meeting_points.remove(tx, id_of(search))
    await tx.exec(delete(Objection).where(col(Objection.search_id) == search.id))
    await tracks.remove(tx, TrackPoint.search_id == search.id)
    await segments.remove(tx, id_of(search))
    await pairs.remove(tx, id_of(search))


async def _stop_those_brought_back(tx: Tx, house: House, gone: Search, *, now: datetime) -> None:
    """A draft of the same case that somebody posted while it was being deleted does not stay either.

    One that is being approved at this moment is refused there: it waits for this transaction.
    """
    drafts = select(Search).where(Search.state == SearchState.DRAFT, Search.id != gone.id)
    for draft in (await tx.exec(drafts.with_for_update(skip_locked=True))).all():
        if await is_suppressed(tx, house, draft):
            await stop(tx, house, draft, StopReason.SUPPRESSED, by=Actor.clock(), now=now)
            await cards.end_all(tx, house, draft, now=now)


async def _stop_forgotten(house: House, *, now: datetime) -> None:
    before = now - timedelta(days=house.rules.privacy.case_days)
    unfinished = col(Search.state).in_([SearchState.DRAFT, SearchState.APPROVED])
    async with house.db.transaction() as tx:
        old = select(Search).where(unfinished, col(Search.changed_at) < before).with_for_update()
        for search in (await tx.exec(old)).all():
            await stop(tx, house, search, StopReason.LAPSED, by=Actor.clock(), now=now)
            await cards.end_all(tx, house, search, now=now)
