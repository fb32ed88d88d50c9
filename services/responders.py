"""Volunteers who said that they are on their way, from then until they are back."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col, select

from models.database import Tx
from models.members import AdultsOnly, Member
from models.responders import OUT_THERE, CheckStep, NotOut, Responder, ResponderState
from models.rows import changed
from models.searches import Search, SearchState
from services import search_cards as cards
from services.audit import Actor, record
from services.check_letters import over_for
from services.daylight import come_in_before_dark
from services.house import House
from services.search_grounds import refuse_not_told
from services.search_states import refuse_unless_open, the_search


@dataclass(frozen=True, slots=True)
class Answered:
    """What the house knows of a volunteer's place in a search now; `new` is False when they had said so already."""

    state: ResponderState
    new: bool
    search_over: bool = False


async def coming(house: House, *, search_id: int, member_id: int, now: datetime) -> Answered:
    """A volunteer is on their way.

    Refuses with SearchNotOpen (of a search that is not told them too), SearchUnderReview, and AdultsOnly until they
    said so.
    """
    return await _say(house, search_id, member_id, ResponderState.COMING, now)


async def on_site(house: House, *, search_id: int, member_id: int, now: datetime) -> Answered:
    """A volunteer has arrived; refuses as `coming` does, and with NotOut who is back already."""
    return await _say(house, search_id, member_id, ResponderState.ON_SITE, now)


async def back(house: House, *, search_id: int, member_id: int, now: datetime) -> Answered:
    """A volunteer is safely back, whatever became of the search; who never said that they were coming too."""
    async with house.db.transaction() as tx:
        search = await the_search(tx, search_id)
        new = await _write(tx, house, search_id, member_id, ResponderState.BACK, now)
        over = search.state is SearchState.CLOSED
        if new:
            await settled(tx, house, search, member_id, now=now)
        return Answered(ResponderState.BACK, new, search_over=over)


async def arrives_in(house: House, *, search_id: int, member_id: int, minutes: int, now: datetime) -> None:
    """When they will be there; they are asked after so much later. Refuses with NotOut."""
    arrives_at = now + timedelta(minutes=minutes)
    due = arrives_at + timedelta(minutes=house.rules.searches.checkin_minutes)
    await _add(house, search_id, member_id, now, arrives_at=arrives_at, check_at=due)


async def comes_by_car(house: House, *, search_id: int, member_id: int, has_car: bool, now: datetime) -> None:
    """Whether they have a car with them. Refuses with NotOut."""
    await _add(house, search_id, member_id, now, has_car=has_car)


async def can(house: House, *, search_id: int, member_id: int, skill: str) -> tuple[str, ...]:
    """Say that one can do this, or take it back; the codes of all they can do. Refuses with NotOut."""
    known = [each.code for each in house.rules.searches.skills]
    async with house.db.transaction() as tx:
        row = await _out(tx, search_id, member_id)
        had = {each for each in row.skills.split(",") if each}
        able = tuple(each for each in known if each in had ^ {skill})
        row.skills = ",".join(able)
        tx.add(row)
        return able


async def stays(house: House, *, search_id: int, member_id: int, minutes: int, now: datetime) -> None:
    """Well and still out, for so much longer: asked again then. Refuses with NotOut."""
    async with house.db.transaction() as tx:
        search = await the_search(tx, search_id)
        row = await _out(tx, search_id, member_id)
        row.check_at, row.check_step = now + timedelta(minutes=minutes), CheckStep.NOBODY_ASKED
        tx.add(row)
        by = Actor.member(member_id)
        await record(tx, act="responder.well", thing="search", thing_id=search_id, by=by, now=now)
        await settled(tx, house, search, member_id, now=now)


async def marked_safe(tx: Tx, house: House, search: Search, row: Responder, *, by: Actor, now: datetime) -> bool:
    """Staff know that they are back: in the caller's transaction; False when they had said so themselves."""
    out = col(Responder.id) == row.id, col(Responder.state).in_(OUT_THERE)
    safe = update(Responder).where(*out).values(state=ResponderState.BACK, check_at=None, check_step=0, changed_at=now)
    if await changed(tx, safe) != 1:
        return False
    await record(tx, act="responder.marked-safe", thing="search", thing_id=row.search_id, by=by, now=now)
    await settled(tx, house, search, row.member_id, now=now)
    return True


async def settled(tx: Tx, house: House, search: Search, member_id: int, *, now: datetime) -> None:
    """Nobody is asked after this volunteer any more, and staff see it."""
    here = Responder.search_id == search.id, Responder.member_id == member_id
    row = (await tx.exec(select(Responder).where(*here).execution_options(populate_existing=True))).one()
    await over_for(tx, house, search, row, now=now)
    if search.state is not SearchState.CLOSED:
        await cards.show_counts(tx, house, search, now=now)


async def climb(tx: Tx, row: Responder, *, step: int, check_at: datetime) -> bool:
    """The next step of the overdue check is this one; False for whoever comes second to it."""
    mine = col(Responder.id) == row.id, col(Responder.check_at) == row.check_at, col(Responder.state).in_(OUT_THERE)
    same = col(Responder.check_step) == row.check_step
    climbed = update(Responder).where(*mine, same).values(check_step=step, check_at=check_at)
    if await changed(tx, climbed) != 1:
        return False
    await tx.refresh(row)
    return True


async def forget_member(tx: Tx, *, member_id: int) -> None:
    """Nothing is kept of where a member went."""
    await tx.exec(delete(Responder).where(col(Responder.member_id) == member_id))


async def remove(tx: Tx, search_id: int) -> None:
    """Nobody is remembered to have gone out for this search."""
    await tx.exec(delete(Responder).where(col(Responder.search_id) == search_id))


async def _say(house: House, search_id: int, member_id: int, state: ResponderState, now: datetime) -> Answered:
    async with house.db.transaction() as tx:
        search = await the_search(tx, search_id)
        refuse_unless_open(search)
        member = await tx.get(Member, member_id)
        if member is None or member.adult_at is None:
            raise AdultsOnly()
        await refuse_not_told(tx, search, member)
        new = await _write(tx, house, search_id, member_id, state, now)
        if new:
            await come_in_before_dark(tx, house, search, now=now)
            await settled(tx, house, search, member_id, now=now)
        return Answered(state, new)


async def _out(tx: Tx, search_id: int, member_id: int) -> Responder:
    """Their row, nobody else changing it; refuses with NotOut."""
    here = Responder.search_id == search_id, Responder.member_id == member_id
    row = (await tx.exec(select(Responder).where(*here).with_for_update())).first()
    if row is None or row.state not in OUT_THERE:
        raise NotOut()
    return row


async def _add(house: House, search_id: int, member_id: int, now: datetime, **values: Any) -> None:
    async with house.db.transaction() as tx:
        row = await _out(tx, search_id, member_id)
        for name, value in values.items():
            setattr(row, name, value)
        row.changed_at = now
        tx.add(row)


async def _write(tx: Tx, house: House, search_id: int, member_id: int, state: ResponderState, now: datetime) -> bool:
    """Keep what they said last; False when it was that already, or they have arrived.

    Who is back goes out again by "on my way" only: refuses with NotOut a button of the way before.
    """
    here = Responder.search_id == search_id, Responder.member_id == member_id
    was = (await tx.exec(select(Responder.state).where(*here))).first()
    if was == state or (was is ResponderState.ON_SITE and state is ResponderState.COMING):
        return False
    if was is ResponderState.BACK and state is ResponderState.ON_SITE:
        raise NotOut()
    insert: Any = sqlite.insert if house.db.is_sqlite else postgresql.insert
    said: dict[str, Any] = {"state": state, "changed_at": now, "check_step": CheckStep.NOBODY_ASKED, "check_at": None}
    if state in OUT_THERE:
        said["check_at"] = now + timedelta(minutes=house.rules.searches.checkin_minutes)
    row = insert(Responder).values(search_id=search_id, member_id=member_id, has_car=False, skills="", **said)
    await tx.exec(row.on_conflict_do_update(index_elements=["search_id", "member_id"], set_=said))
    by = Actor.member(member_id)
    await record(tx, act=f"responder.{state.value}", thing="search", thing_id=search_id, by=by, now=now)
    return True
