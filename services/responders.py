"""Volunteers who said that they are on their way, from then until they are back."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col, select

from models.database import Tx
from models.members import AdultsOnly, Member, Recipient, RecipientState
from models.searches import Responder, ResponderState, SearchState
from services import search_cards as cards
from services.audit import Actor, record
from services.house import House
from services.search_states import refuse_unless_open, the_search

OUT_THERE = (ResponderState.COMING, ResponderState.ON_SITE)


@dataclass(frozen=True, slots=True)
class Answered:
    """What the house knows of a volunteer's place in a search now; `new` is False when they had said so already."""

    state: ResponderState
    new: bool
    search_over: bool = False


async def coming(house: House, *, search_id: int, member_id: int, now: datetime) -> Answered:
    """A volunteer is on their way. Refuses with SearchNotOpen, SearchUnderReview, and AdultsOnly until they said so."""
    return await _say(house, search_id, member_id, ResponderState.COMING, now)


async def on_site(house: House, *, search_id: int, member_id: int, now: datetime) -> Answered:
    """A volunteer has arrived; refuses as `coming` does."""
    return await _say(house, search_id, member_id, ResponderState.ON_SITE, now)


async def back(house: House, *, search_id: int, member_id: int, now: datetime) -> Answered:
    """A volunteer is safely back, whatever became of the search; who never said that they were coming too."""
    async with house.db.transaction() as tx:
        search = await the_search(tx, search_id)
        new = await _write(tx, house, search_id, member_id, ResponderState.BACK, now)
        over = search.state is SearchState.CLOSED
        if new and not over:
            await cards.show_counts(tx, house, search, now=now)
        return Answered(ResponderState.BACK, new, search_over=over)


async def out_there(tx: Tx, search_id: int) -> list[int]:
    """Recipients of the volunteers who are on their way or there."""
    people = (
        select(Recipient.id)
        .join(Responder, col(Responder.member_id) == Recipient.member_id)
        .where(Responder.search_id == search_id, col(Responder.state).in_(OUT_THERE))
        .where(Recipient.state == RecipientState.ACTIVE)
        .order_by(col(Recipient.id))
    )
    return [number for number in (await tx.exec(people)).all() if number is not None]


async def _say(house: House, search_id: int, member_id: int, state: ResponderState, now: datetime) -> Answered:
    async with house.db.transaction() as tx:
        search = await the_search(tx, search_id)
        refuse_unless_open(search)
        member = await tx.get(Member, member_id)
        if member is None or member.adult_at is None:
            raise AdultsOnly()
        new = await _write(tx, house, search_id, member_id, state, now)
        if new:
            await cards.show_counts(tx, house, search, now=now)
        return Answered(state, new)


async def _write(tx: Tx, house: House, search_id: int, member_id: int, state: ResponderState, now: datetime) -> bool:
    """Keep what they said last; False when it was that already."""
    here = Responder.search_id == search_id, Responder.member_id == member_id
    if (await tx.exec(select(Responder.state).where(*here))).first() == state:
        return False
    insert: Any = sqlite.insert if house.db.is_sqlite else postgresql.insert
    row = insert(Responder).values(search_id=search_id, member_id=member_id, state=state, changed_at=now)
    said = {"state": state, "changed_at": now}
    await tx.exec(row.on_conflict_do_update(index_elements=["search_id", "member_id"], set_=said))
    by = Actor.member(member_id)
    await record(tx, act=f"responder.{state.value}", thing="search", thing_id=search_id, by=by, now=now)
    return True
