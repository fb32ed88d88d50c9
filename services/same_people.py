"""Two cases about one person: found as soon as one is told of, joined or kept apart by staff, never by itself.

Joining links and does not merge, as PFIF 1.4 has it for duplicates: a joined notice stays as it was told, with its
words, recordings and picture, and goes when the case goes to which it was joined.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import delete, or_, update
from sqlmodel import col, select

from models.alerts import Wording
from models.database import Tx
from models.pictures import Picture
from models.rows import changed, id_of
from models.same_people import LikelySame, NothingAlike, PairDecided
from models.searches import Search, SearchState, StopReason
from services import search_cards as cards
from services.audit import Actor, record
from services.house import House
from services.likely_same import Likely, likely_same
from services.search_gates import GATES
from services.search_states import EDITORS, in_charge, move, refuse_unless, the_search

GATED = frozenset(GATES.values()) | {StopReason.ADULT_BY_CHOICE}
LIVE = (SearchState.DRAFT, SearchState.APPROVED, SearchState.OPEN, SearchState.PAUSED)


async def look_for(tx: Tx, house: House, search: Search, *, now: datetime) -> None:
    """Find the cases of the same desk that may be about this one's subject; what staff said of a pair stays.

    A draft's card shows what was found: this one's is brought up to it by whoever calls, that of another draft here.
    Where a gate stopped this one, the desks of the others hear it: somebody knows what their family did not say.
    """
    if search.stopped_for in GATED:
        for other, _ in await _likely(tx, search):
            await cards.show(tx, house, other, now=now, sound=[Wording.SEARCH_CARD])
    if search.state not in LIVE:
        return
    found = {id_of(other): likely for other, likely in await _likely(tx, search)}
    known = {pair.low_id + pair.high_id - id_of(search): pair for pair in await _pairs(tx, search)}
    for number, pair in known.items():
        if pair.same is None and number not in found:
            await tx.delete(pair)
    for number, likely in found.items():
        await _write(tx, search, number, likely, known.get(number))
    await tx.flush()
    await _show_other_drafts(tx, house, search, found.keys() - known.keys(), now=now)


async def join(house: House, *, search_id: int, into: int, member_id: int, now: datetime) -> Search:
    """A draft is about the subject of another case: it goes no further, and what it says is before that case's desk.

    Whoever told of it hears so. Refuses with NotAllowed, NothingAlike, SearchMoved where either is over or out, and
    with PairDecided who comes second.
    """
    async with house.db.transaction() as tx:
        draft, other, by = await _both(tx, search_id, into, member_id)
        await _decide(tx, draft, other, same=True, by=by, now=now)
        refuse_unless(draft, SearchState.DRAFT)
        refuse_unless(other, *LIVE)
        await tx.exec(update(Search).where(col(Search.joined_to) == search_id).values(joined_to=into))
        reason = StopReason.JOINED
        linked = {"stopped_for": reason, "joined_to": into, "approver_ask_at": None, "question": ""}
        await move(tx, draft, SearchState.STOPPED, act="search.join", by=by, now=now, why=str(into), **linked)
        await cards.end_ask(tx, house, draft, now=now)
        await cards.show(tx, house, draft, now=now, sound=[Wording.NOTICE_CARD])
        await cards.show(tx, house, other, now=now)
        return draft


async def keep_apart(house: House, *, search_id: int, other_id: int, member_id: int, now: datetime) -> None:
    """Two cases are about two people: it is not asked again. Refuses with NotAllowed, NothingAlike and PairDecided."""
    async with house.db.transaction() as tx:
        draft, other, by = await _both(tx, search_id, other_id, member_id)
        await _decide(tx, draft, other, same=False, by=by, now=now)
        await record(tx, act="search.keep-apart", thing="search", thing_id=search_id, by=by, now=now, other=other_id)
        for each in (draft, other):
            await cards.show(tx, house, each, now=now)


async def _both(tx: Tx, search_id: int, other_id: int, member_id: int) -> tuple[Search, Search, Actor]:
    """Both cases, of which one must be in charge; taken in one order, so that two who press never wait in a circle."""
    for number in sorted({search_id, other_id}):
        await the_search(tx, number)
    draft, by = await in_charge(tx, search_id=search_id, member_id=member_id, roles=EDITORS)
    other, _ = await in_charge(tx, search_id=other_id, member_id=member_id, roles=EDITORS)
    return draft, other, by


async def _decide(tx: Tx, one: Search, other: Search, *, same: bool, by: Actor, now: datetime) -> None:
    low, high = sorted((id_of(one), id_of(other)))
    this = col(LikelySame.low_id) == low, col(LikelySame.high_id) == high
    values = {"same": same, "decided_at": now, "decided_by": by.member_id}
    undecided = update(LikelySame).where(*this, col(LikelySame.same).is_(None))
    if await changed(tx, undecided.values(**values)) == 1:
        return
    known = (await tx.exec(select(LikelySame.low_id).where(*this))).first()
    raise (NothingAlike if known is None else PairDecided)(number=id_of(one), other=id_of(other))


async def _likely(tx: Tx, search: Search) -> list[tuple[Search, Likely]]:
    """Live cases of the same desk, or of none, that are likely about the same person."""
    theirs: list[Any] = [col(Search.state).in_(LIVE), Search.id != search.id, Search.drill == search.drill]
    if search.organisation_id is not None:
        theirs.append(or_(col(Search.organisation_id) == search.organisation_id, col(Search.organisation_id).is_(None)))
    others = (await tx.exec(select(Search).where(*theirs))).all()
    marks = await _marks(tx, search, others)
    mine = marks.get(search.picture_id, b"")
    pairs = [(each, likely_same(search, each, marks=(mine, marks.get(each.picture_id, b"")))) for each in others]
    return [(other, likely) for other, likely in pairs if likely is not None]


async def _marks(tx: Tx, search: Search, others: Collection[Search]) -> dict[int | None, bytes]:
    """By the number of the picture; none where there is nothing to compare with."""
    if search.picture_id is None:
        return {}
    numbers = [each.picture_id for each in (search, *others) if each.picture_id is not None]
    rows = (await tx.exec(select(Picture.id, Picture.marks).where(col(Picture.id).in_(numbers)))).all()
    return {number: marks or b"" for number, marks in rows}


async def _pairs(tx: Tx, search: Search) -> list[LikelySame]:
    mine = or_(col(LikelySame.low_id) == search.id, col(LikelySame.high_id) == search.id)
    return list((await tx.exec(select(LikelySame).where(mine))).all())


async def _write(tx: Tx, search: Search, number: int, likely: Likely, pair: LikelySame | None) -> None:
    low, high = sorted((id_of(search), number))
    pair = pair or LikelySame(low_id=low, high_id=high, weight=0, reasons="")
    pair.weight, pair.reasons = likely.weight, ",".join(likely.reasons)
    tx.add(pair)


async def _show_other_drafts(tx: Tx, house: House, search: Search, numbers: Collection[int], *, now: datetime) -> None:
    """A draft that was there before may be about who is told of now."""
    for number in sorted(numbers):
        other = await tx.get_one(Search, number)
        if other.state is SearchState.DRAFT and (search.state is not SearchState.DRAFT or number > id_of(search)):
            await cards.show(tx, house, other, now=now)


async def forget_pairs(tx: Tx, search: Search) -> None:
    """A case that is being emptied is like no other any more, in the caller's transaction."""
    mine = or_(col(LikelySame.low_id) == search.id, col(LikelySame.high_id) == search.id)
    await tx.exec(delete(LikelySame).where(mine))
