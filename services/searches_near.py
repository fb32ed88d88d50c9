"""The members' side of searches: which are near them now, following one or muting one, and what they did themselves.

Who is looked for is in the alert's own copy and nowhere else (decision 0009): here are numbers and steps of distance.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import col, func, select

from models.alerts import Alert, AlertState, Delivery, DigestEntry, Wording
from models.database import Tx
from models.responders import Responder, ResponderState
from models.rows import id_of
from models.searches import SearchNotOpen
from models.sightings import Sighting
from services import readers
from services.copies import show_again
from services.house import House


@dataclass(frozen=True, slots=True)
class Near:
    """A search that is told to this reader; `band`: how far it is, in steps, where that is measured."""

    search_id: int
    band: int | None
    muted: bool


@dataclass(frozen=True, slots=True)
class TookPart:
    """What one member did in one search: where they stand, and how many sightings they told of."""

    search_id: int
    state: ResponderState | None
    at: datetime | None
    sightings: int


async def near_me(house: House, *, recipient_id: int) -> list[Near]:
    """The open searches this reader's alerts brought, the nearest first; those that wait for a digest too."""
    async with house.db.reading() as tx:
        told = select(Alert.search_id, Delivery.band, Delivery.muted_at).join(
            Delivery, col(Delivery.alert_id) == Alert.id
        )
        rows = (await tx.exec(told.where(*_open(), Delivery.recipient_id == recipient_id))).all()
        found = {number: Near(number, band, muted is not None) for number, band, muted in rows if number is not None}
        gathered = select(Alert.search_id).join(DigestEntry, col(DigestEntry.alert_id) == Alert.id)
        for number in (await tx.exec(gathered.where(*_open(), DigestEntry.recipient_id == recipient_id))).all():
            if number is not None:
                found.setdefault(number, Near(number, None, muted=False))
    return sorted(found.values(), key=lambda each: (each.band is None, each.band or 0, each.search_id))


async def show(house: House, *, search_id: int, recipient_id: int) -> None:
    """The alert of this search at the end of the reader's chat; refuses with SearchNotOpen what is not told to them."""
    if search_id not in {each.search_id for each in await near_me(house, recipient_id=recipient_id)}:
        raise SearchNotOpen(search_id=search_id)
    async with house.db.transaction() as tx:
        for alert in (await tx.exec(select(Alert).where(*_open(), Alert.search_id == search_id))).all():
            await show_again(tx, house, alert, recipient_id)


async def mute(house: House, *, search_id: int, recipient_id: int, muted: bool, now: datetime) -> None:
    """Hear no more of this search, or hear of it again: its copy is kept right either way.

    Refuses with SearchNotOpen what is over, or was never told to them.
    """
    async with house.db.transaction() as tx:
        theirs = await _deliveries(tx, recipient_id)
        if search_id not in theirs:
            raise SearchNotOpen(search_id=search_id)
        await readers.mute(tx, theirs[search_id], since=now if muted else None)


async def follow_only(house: House, *, search_id: int, recipient_id: int, now: datetime) -> int:
    """Hear of this search, and of no other that is open now; how many were muted. Refuses as `mute` does."""
    async with house.db.transaction() as tx:
        theirs = await _deliveries(tx, recipient_id)
        if search_id not in theirs:
            raise SearchNotOpen(search_id=search_id)
        for number, delivery_id in theirs.items():
            await readers.mute(tx, delivery_id, since=None if number == search_id else now)
        return len(theirs) - 1


async def took_part(house: House, *, member_id: int) -> list[TookPart]:
    """The searches this member went out for or told a sighting of, the latest first, while the case is kept."""
    async with house.db.reading() as tx:
        went = (await tx.exec(select(Responder).where(Responder.member_id == member_id))).all()
        counted = select(Sighting.search_id, func.count(col(Sighting.id))).where(Sighting.member_id == member_id)
        told = dict((await tx.exec(counted.group_by(col(Sighting.search_id)))).all())
    found = [TookPart(row.search_id, row.state, row.changed_at, told.pop(row.search_id, 0)) for row in went]
    found += [TookPart(number, None, None, n) for number, n in told.items()]
    return sorted(found, key=lambda each: -each.search_id)


def _open() -> tuple[Any, ...]:
    return Alert.wording == Wording.SEARCH_OPEN, Alert.state == AlertState.OPEN


async def _deliveries(tx: Tx, recipient_id: int) -> dict[int, int]:
    """The deliveries by which open searches are told to this reader, by search."""
    found = select(Alert.search_id, Delivery).join(Delivery, col(Delivery.alert_id) == Alert.id)
    rows = (await tx.exec(found.where(*_open(), Delivery.recipient_id == recipient_id))).all()
    return {number: id_of(delivery) for number, delivery in rows if number is not None}
