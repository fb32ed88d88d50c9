"""What coordinators make of a sighting: confirmed, doubted, the same as another, or dismissed with a reason."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlmodel import col, select

from alerts.facts_of_sightings import hardest_leg
from models.alerts import Audience, Wording
from models.database import Tx
from models.recordings import Recording
from models.rows import changed, id_of
from models.searches import Search
from models.sightings import (
    SIGHTING_TRANSITIONS,
    Dismissal,
    Sighting,
    SightingDecided,
    SightingNotFound,
    SightingState,
)
from places.points import Point
from places.travel import Leg
from services import alerts, recordings
from services import search_cards as cards
from services.audit import Actor, record
from services.copies import show_again
from services.house import House
from services.search_grounds import is_outside
from services.search_points import add_point, drop_point
from services.search_states import COORDINATORS, in_charge, refuse_unless_open
from services.sightings import cards_of, gone_within_a_day, show_card, show_list

MOST_TO_MERGE = 10


@dataclass(frozen=True, slots=True)
class Confirming:
    """What confirming would do: does the search move there, is that outside of all areas, and can it be."""

    moves: bool
    outside: bool
    leg: Leg | None


async def show(house: House, *, sighting_id: int, member_id: int, now: datetime) -> None:
    """Put the card of a sighting into a coordinator's chat; each look is on record. Refuses with NotAllowed."""
    async with house.db.transaction() as tx:
        sighting, search, by = await _in_charge(tx, sighting_id, member_id)
        live = await cards_of(tx, sighting)
        card = live[0] if live else cards.new_alert(search, Wording.SIGHTING_CARD, Audience.STAFF, now)
        card.sighting_id = sighting_id
        await gone_within_a_day(tx, house, search, now=now)
        people = [number for number in (await tx.exec(alerts.active_recipients_of([member_id]))).all() if number]
        await record(tx, act="see.sighting", thing="sighting", thing_id=sighting_id, by=by, now=now)
        await alerts.tell_people(tx, house, card, people if not live else [])
        for recipient_id in people if live else ():
            await show_again(tx, house, card, recipient_id)


async def show_list_again(house: House, *, search_id: int, member_id: int, now: datetime) -> None:
    """The list of a search's sightings at the end of a coordinator's chat; refuses with NotAllowed.

    Of a case that was emptied nothing is left to show: refuses with SightingNotFound.
    """
    async with house.db.transaction() as tx:
        search, _ = await in_charge(tx, search_id=search_id, member_id=member_id, roles=COORDINATORS, looking=True)
        if search.purged_at is not None:
            raise SightingNotFound()
        await show_list(tx, house, search, now=now)
        people = (await tx.exec(alerts.active_recipients_of([member_id]))).all()
        for card in (await tx.exec(alerts.live_alerts(search_id=search_id, wordings=[Wording.SIGHTINGS]))).all():
            for recipient_id in people:
                await show_again(tx, house, card, recipient_id)


async def look_before(house: House, *, sighting_id: int, member_id: int) -> Confirming:
    """The second look before a sighting is confirmed; refuses with NotAllowed and SightingDecided."""
    areas = await house.areas()
    async with house.db.reading() as tx:
        sighting, search, _ = await _in_charge(tx, sighting_id, member_id, looking=True)
        if SightingState.CONFIRMED not in SIGHTING_TRANSITIONS[sighting.state]:
            raise SightingDecided(sighting_id=sighting_id, state=sighting.state.value)
        if sighting.lat is None or sighting.lon is None or sighting.seen_at is None:
            return Confirming(moves=False, outside=False, leg=None)
        latest = search.lkp_at is None or sighting.seen_at >= search.lkp_at
        here = Point(sighting.lat, sighting.lon)
        return Confirming(latest, is_outside(areas, here), await hardest_leg(tx, search, sighting))


async def confirm(house: House, *, sighting_id: int, member_id: int, now: datetime) -> bool:
    """Believe it: the latest is the last known point, and whom that concerns is told at once; whether it moved.

    Refuses with SightingDecided (two confirm at once), SearchNotOpen, SearchUnderReview and NotAllowed.
    """
    areas = await house.areas()
    async with house.db.transaction() as tx:
        sighting, search, by = await _in_charge(tx, sighting_id, member_id)
        refuse_unless_open(search)
        await _move(tx, sighting, SightingState.CONFIRMED, by=by, now=now)
        moved = await add_point(tx, house, areas, search, sighting, by=by, now=now)
        await _show(tx, house, search, sighting, now)
        return moved


async def doubt(house: House, *, sighting_id: int, member_id: int, now: datetime) -> None:
    """Keep it in mind without acting on it; a point that was confirmed goes. Refuses with SightingDecided."""
    await _withdraw(house, sighting_id, member_id, SightingState.DOUBTED, now)


async def dismiss(house: House, *, sighting_id: int, member_id: int, reason: Dismissal, now: datetime) -> None:
    """It was not them; whoever sent it is told why. Refuses with SightingDecided and NotAllowed."""
    await _withdraw(house, sighting_id, member_id, SightingState.DISMISSED, now, dismissed_for=reason)


async def _withdraw(
    house: House, sighting_id: int, member_id: int, to: SightingState, now: datetime, **values: Any
) -> None:
    areas = await house.areas()
    async with house.db.transaction() as tx:
        sighting, search, by = await _in_charge(tx, sighting_id, member_id)
        was = sighting.state
        await _move(tx, sighting, to, by=by, now=now, **values)
        if was is SightingState.CONFIRMED:
            await drop_point(tx, house, areas, search, sighting, by=by, now=now)
        if to is SightingState.DISMISSED:
            await _tell_sender(tx, house, search, sighting, now)
        await _show(tx, house, search, sighting, now)


async def mergeable(house: House, *, sighting_id: int, member_id: int) -> list[Sighting]:
    """The sightings of the same search it may be the same as, latest first; refuses with NotAllowed."""
    async with house.db.reading() as tx:
        sighting, _, _ = await _in_charge(tx, sighting_id, member_id, looking=True)
        gone = [SightingState.MERGED, SightingState.DISMISSED]
        others = Sighting.search_id == sighting.search_id, Sighting.id != sighting_id
        found = select(Sighting).where(*others, col(Sighting.state).not_in(gone)).order_by(col(Sighting.id).desc())
        return list((await tx.exec(found.limit(MOST_TO_MERGE))).all())


async def merge(house: House, *, sighting_id: int, into: int, member_id: int, now: datetime) -> None:
    """It is the same moment as another sighting of the search, which stays. Refuses with SightingDecided."""
    async with house.db.transaction() as tx:
        sighting, search, by = await _in_charge(tx, sighting_id, member_id)
        other = await tx.get(Sighting, into)
        if other is None or other.search_id != sighting.search_id or into == sighting_id:
            raise SightingNotFound()
        if other.state in {SightingState.MERGED, SightingState.DISMISSED}:
            raise SightingDecided(sighting_id=into, state=other.state.value)
        await _move(tx, sighting, SightingState.MERGED, by=by, now=now, merged_into=into)
        await _show(tx, house, search, sighting, now)


async def listen(house: House, *, sighting_id: int, member_id: int, bot_id: int, now: datetime) -> Sequence[Recording]:
    """What was said with a sighting, for its coordinators; each look is on record. Refuses with NothingToHear."""
    async with house.db.transaction() as tx:
        _, _, by = await _in_charge(tx, sighting_id, member_id, looking=True)
        found = await recordings.of(tx, bot_id=bot_id, sighting_id=[sighting_id])
        await record(tx, act="see.recording", thing="sighting", thing_id=sighting_id, by=by, now=now)
        return found


async def _in_charge(
    tx: Tx, sighting_id: int, member_id: int, *, looking: bool = False
) -> tuple[Sighting, Search, Actor]:
    """A sighting with its search, for a coordinator of it; nobody else changes either until the transaction ends.

    Refuses with SightingNotFound, of a case that was emptied too.
    """
    found = await tx.get(Sighting, sighting_id)
    if found is None:
        raise SightingNotFound()
    search, by = await in_charge(
        tx, search_id=found.search_id, member_id=member_id, roles=COORDINATORS, looking=looking
    )
    if search.purged_at is not None:
        raise SightingNotFound()
    await tx.refresh(found)
    return found, search, by


async def _move(tx: Tx, sighting: Sighting, to: SightingState, *, by: Actor, now: datetime, **values: Any) -> None:
    """From the state it was read in to another, once; refuses with SightingDecided."""
    was = sighting.state
    here = col(Sighting.id) == sighting.id, col(Sighting.state) == was
    moved = update(Sighting).where(*here)
    decided: dict[str, Any] = {"decided_by": by.member_id, "decided_at": now, "changed_at": now, **values}
    if to not in SIGHTING_TRANSITIONS[was] or await changed(tx, moved.values(state=to, **decided)) != 1:
        raise SightingDecided(sighting_id=sighting.id, state=was.value)
    await tx.refresh(sighting)
    facts: dict[str, Any] = {"was": was.value, "becomes": to.value, "why": values.get("dismissed_for")}
    await record(tx, act=f"sighting.{to.value}", thing="sighting", thing_id=id_of(sighting), by=by, now=now, **facts)


async def _tell_sender(tx: Tx, house: House, search: Search, sighting: Sighting, now: datetime) -> None:
    if sighting.member_id is None:
        return
    told = cards.new_alert(search, Wording.SIGHTING_TOLD, Audience.PEOPLE, now)
    told.sighting_id = sighting.id
    people = (await tx.exec(alerts.active_recipients_of([sighting.member_id]))).all()
    await alerts.tell_people(tx, house, told, [number for number in people if number])


async def _show(tx: Tx, house: House, search: Search, sighting: Sighting, now: datetime) -> None:
    await show_list(tx, house, search, now=now)
    await show_card(tx, house, sighting, now=now)
