"""Pairs: two adults who are there and search together; nobody goes alone."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, or_, update
from sqlmodel import col, select

from models.database import Tx
from models.members import Member, Recipient, RecipientState
from models.responders import Responder, ResponderState
from models.rows import changed, id_of
from models.segments import HasPartner, NotOnSite, PairState, PartnerNeeded, SearchPair, WrongCode
from services.audit import Actor, record
from services.house import House
from services.search_states import refuse_unless_open, the_search

LIVE = (PairState.WAITING, PairState.TOGETHER)
NOT_THERE = (ResponderState.COMING, ResponderState.BACK)
CODE_DIGITS = 4


@dataclass(frozen=True, slots=True)
class Reachable:
    """Somebody to whom a word is due who is not the one we are talking with."""

    address: str
    language: str


@dataclass(frozen=True, slots=True)
class Pair:
    """Where a volunteer stands: the number of their team, whether a second is there, and whom to tell that."""

    id: int
    number: int
    together: bool
    code: str | None = None
    partner: Reachable | None = None


async def with_anybody(house: House, *, search_id: int, member_id: int, now: datetime) -> Pair:
    """Search with whoever else waits for somebody, or wait for them. Refuses with NotOnSite and HasPartner."""
    async with house.db.transaction() as tx:
        await _may_join(tx, search_id, member_id)
        mine = await _live_of(tx, search_id, member_id)
        waiting = await _first_waiting(tx, search_id, member_id, None)
        if waiting is None:
            return await _wait(tx, search_id, member_id, mine, None, now)
        return await _join(tx, waiting, member_id, mine, now)


async def with_code(house: House, *, search_id: int, member_id: int, now: datetime) -> Pair:
    """Wait for the partner who stands beside one and will type this code; refuses as `with_anybody` does."""
    async with house.db.transaction() as tx:
        await _may_join(tx, search_id, member_id)
        mine = await _live_of(tx, search_id, member_id)
        taken = {each for each in (await tx.exec(select(SearchPair.code).where(_waits(search_id)))).all() if each}
        code = next(each for each in iter(_draw, "") if each not in taken)
        return await _wait(tx, search_id, member_id, mine, mine.code if mine and mine.code else code, now)


async def by_code(house: House, *, search_id: int, member_id: int, code: str, now: datetime) -> Pair:
    """Join the one who waits with this code; refuses with WrongCode, and as `with_anybody` does."""
    async with house.db.transaction() as tx:
        await _may_join(tx, search_id, member_id)
        waiting = await _first_waiting(tx, search_id, member_id, code)
        if waiting is None:
            raise WrongCode()
        return await _join(tx, waiting, member_id, await _live_of(tx, search_id, member_id), now)


async def standing(house: House, *, search_id: int, member_id: int) -> Pair | None:
    """The pair a volunteer is in or waits in; None: neither."""
    async with house.db.reading() as tx:
        mine = await _live_of(tx, search_id, member_id, even_together=True)
        return await _seen_by(tx, mine, member_id) if mine is not None else None


async def together(tx: Tx, search_id: int, member_id: int) -> SearchPair:
    """The pair of two this volunteer is in; refuses with NotOnSite and PartnerNeeded."""
    await _on_site(tx, search_id, member_id)
    mine = await _live_of(tx, search_id, member_id, even_together=True)
    if mine is None or mine.state is not PairState.TOGETHER:
        raise PartnerNeeded()
    return mine


async def live_pair(tx: Tx, search_id: int, member_id: int) -> SearchPair | None:
    """The pair a volunteer is in or waits in."""
    return await _live_of(tx, search_id, member_id, even_together=True)


async def reachable(tx: Tx, member_id: int | None) -> Reachable | None:
    """Where the bot reaches a member; None where it does not."""
    there = (
        select(Recipient.address, Member.language)
        .join(Member, col(Member.id) == Recipient.member_id)
        .where(Recipient.member_id == member_id, Recipient.state == RecipientState.ACTIVE)
    )
    found = (await tx.exec(there.limit(1))).first()
    return Reachable(*found) if found is not None else None


async def part(tx: Tx, pair: SearchPair, *, by: Actor, now: datetime) -> None:
    """The two go different ways, or the search is over."""
    live = col(SearchPair.id) == pair.id, col(SearchPair.state).in_(LIVE)
    over = {"state": PairState.OVER, "code": None, "changed_at": now}
    if await changed(tx, update(SearchPair).where(*live).values(**over)) == 1:
        await record(tx, act="pair.part", thing="search", thing_id=pair.search_id, by=by, now=now, pair=pair.number)


async def part_all(tx: Tx, search_id: int, *, now: datetime) -> None:
    """The search is over for every pair, those waiting too."""
    live = col(SearchPair.search_id) == search_id, col(SearchPair.state).in_(LIVE)
    await tx.exec(update(SearchPair).where(*live).values(state=PairState.OVER, code=None, changed_at=now))


async def remove(tx: Tx, search_id: int) -> None:
    """Nobody is remembered to have searched with anybody."""
    await tx.exec(delete(SearchPair).where(col(SearchPair.search_id) == search_id))


async def those_gone(tx: Tx) -> list[SearchPair]:
    """Pairs of whom one is back, or is no longer anywhere there."""
    there = select(Responder.member_id).where(
        Responder.search_id == SearchPair.search_id, Responder.state != ResponderState.BACK
    )
    gone = col(SearchPair.first_id).not_in(there) | (
        col(SearchPair.second_id).is_not(None) & col(SearchPair.second_id).not_in(there)
    )
    return list((await tx.exec(select(SearchPair).where(col(SearchPair.state).in_(LIVE), gone))).all())


async def _may_join(tx: Tx, search_id: int, member_id: int) -> None:
    refuse_unless_open(await the_search(tx, search_id))
    await _on_site(tx, search_id, member_id)
    mine = await _live_of(tx, search_id, member_id, even_together=True)
    if mine is not None and mine.state is PairState.TOGETHER:
        raise HasPartner(number=mine.number)


async def _on_site(tx: Tx, search_id: int, member_id: int) -> None:
    """Who is there has said so, and that they are an adult before that."""
    here = Responder.search_id == search_id, Responder.member_id == member_id
    if (await tx.exec(select(Responder.state).where(*here))).first() in {None, *NOT_THERE}:
        raise NotOnSite()


async def _live_of(tx: Tx, search_id: int, member_id: int, *, even_together: bool = False) -> SearchPair | None:
    """The pair they wait in, or with `even_together` the one they are in."""
    states = LIVE if even_together else (PairState.WAITING,)
    mine = or_(col(SearchPair.first_id) == member_id, col(SearchPair.second_id) == member_id)
    live = select(SearchPair).where(SearchPair.search_id == search_id, col(SearchPair.state).in_(states), mine)
    return (await tx.exec(live.order_by(col(SearchPair.id)))).first()


async def _first_waiting(tx: Tx, search_id: int, member_id: int, code: str | None) -> SearchPair | None:
    same = col(SearchPair.code).is_(None) if code is None else col(SearchPair.code) == code
    others = select(SearchPair).where(_waits(search_id), SearchPair.first_id != member_id, same)
    return (await tx.exec(others.order_by(col(SearchPair.changed_at), col(SearchPair.id)))).first()


def _waits(search_id: int) -> Any:
    return (col(SearchPair.search_id) == search_id) & (col(SearchPair.state) == PairState.WAITING)


async def _wait(
    tx: Tx, search_id: int, member_id: int, mine: SearchPair | None, code: str | None, now: datetime
) -> Pair:
    """Wait, or go on waiting for somebody else than before."""
    if mine is None:
        last = (await tx.exec(select(func.max(SearchPair.number)).where(SearchPair.search_id == search_id))).one()
        mine = SearchPair(search_id=search_id, number=(last or 0) + 1, first_id=member_id, code=code, changed_at=now)
    mine.code, mine.changed_at = code, now
    tx.add(mine)
    await tx.flush()
    return await _seen_by(tx, mine, member_id)


async def _join(tx: Tx, waiting: SearchPair, member_id: int, mine: SearchPair | None, now: datetime) -> Pair:
    """Two are together from now on; who waited elsewhere waits no more."""
    free = col(SearchPair.id) == waiting.id, col(SearchPair.state) == PairState.WAITING
    joined = {"second_id": member_id, "state": PairState.TOGETHER, "code": None, "changed_at": now}
    if await changed(tx, update(SearchPair).where(*free).values(**joined)) != 1:
        raise WrongCode()
    by = Actor.member(member_id)
    if mine is not None:
        await part(tx, mine, by=by, now=now)
    await tx.refresh(waiting)
    search_id, number = waiting.search_id, waiting.number
    await record(tx, act="pair.form", thing="search", thing_id=search_id, by=by, now=now, pair=number)
    return await _seen_by(tx, waiting, member_id)


async def _seen_by(tx: Tx, pair: SearchPair, member_id: int) -> Pair:
    other = pair.second_id if pair.first_id == member_id else pair.first_id
    partner = await reachable(tx, other) if other is not None else None
    return Pair(id_of(pair), pair.number, pair.state is PairState.TOGETHER, pair.code, partner)


def _draw() -> str:
    return str(secrets.randbelow(9 * 10 ** (CODE_DIGITS - 1)) + 10 ** (CODE_DIGITS - 1))
