"""«Not missing, or in danger because of this»: anybody may say it, it pauses a search at once, and approvers decide."""

from datetime import datetime

from sqlalchemy import update
from sqlmodel import col, select

from models.alerts import Wording
from models.claims import Claimed
from models.database import Tx
from models.members import Recipient
from models.organisations import Role
from models.rows import changed, id_of
from models.searches import (
    Objection,
    Outcome,
    SamePerson,
    Search,
    SearchMoved,
    SearchNotOpen,
    SearchState,
)
from services import alerts, claims
from services import search_cards as cards
from services.audit import Actor, record
from services.house import House
from services.organisations import staff_of
from services.search_closing import end_now
from services.search_publishing import RUNG, minutes, next_rung
from services.search_states import APPROVERS, in_charge, move, refuse_unless, the_search

OUT = (SearchState.OPEN, SearchState.PAUSED)


async def object_to(house: House, *, search_id: int, member_id: int, now: datetime) -> Objection:
    """Somebody says that the person is not missing, or in danger because of this: nothing goes out until it is decided.

    Saying it again changes nothing. Whose objection was rejected once is heard again, but does not pause again: one
    claimant alone cannot end a search. Refuses with SearchNotOpen.
    """
    async with house.db.transaction() as tx:
        search = await the_search(tx, search_id)
        if search.state not in OUT:
            raise SearchNotOpen(search_id=search_id)
        theirs = Objection.search_id == search_id, Objection.member_id == member_id
        before = (await tx.exec(select(Objection).where(*theirs).order_by(col(Objection.id).desc()))).first()
        if before is not None and before.decided_at is None:
            return before
        by = Actor.member(member_id)
        if search.state is SearchState.OPEN and before is None:
            await _pause(tx, house, search, by=by, now=now)
        return await _ask(tx, house, search, by=by, now=now)


async def waits_for_decision(house: House, *, search_id: int) -> bool:
    """Whether nothing of this search goes out until an approver has decided."""
    async with house.db.reading() as tx:
        return (await the_search(tx, search_id)).state is SearchState.PAUSED


async def _pause(tx: Tx, house: House, search: Search, *, by: Actor, now: datetime) -> None:
    await move(tx, search, SearchState.PAUSED, act="search.pause", by=by, now=now)
    for alert in (await tx.exec(alerts.live_alerts(search_id=search.id, wordings=[Wording.SEARCH_OPEN]))).all():
        await alerts.pause(tx, house, alert, now=now)


async def _ask(tx: Tx, house: House, search: Search, *, by: Actor, now: datetime) -> Objection:
    """Write it down, and ask the first approvers."""
    objection = Objection(
        search_id=id_of(search), member_id=by.member_id, at=now, ask_at=now + minutes(house), asked=RUNG
    )
    tx.add(objection)
    await tx.flush()
    await record(tx, act="search.object", thing="search", thing_id=id_of(search), by=by, now=now)
    await cards.show(tx, house, search, now=now, sound=[Wording.SEARCH_CARD])
    await cards.ask(tx, house, search, (await deciders(tx, search))[:RUNG], now=now)
    return objection


async def deciders(tx: Tx, search: Search) -> list[int]:
    """Who decides on an objection, longest in office first: approvers, but not the one who posted the search."""
    people = await staff_of(tx, organisation_id=search.organisation_id, roles=(Role.APPROVER, Role.ADMIN))
    posted = set((await tx.exec(select(Recipient.id).where(Recipient.member_id == search.posted_by))).all())
    return [number for number in people if search.posted_by is None or number not in posted]


async def decide_objection(house: House, *, search_id: int, uphold: bool, member_id: int, now: datetime) -> Search:
    """An approver who did not post the search closes it as a false case, or lets it go on.

    Refuses with NotAllowed, SamePerson, and SearchMoved where there is nothing to decide.
    """
    async with house.db.transaction() as tx:
        search, by = await in_charge(tx, search_id=search_id, member_id=member_id, roles=APPROVERS)
        refuse_unless(search, *OUT)
        if member_id == search.posted_by:
            raise SamePerson()
        decided = await _settle(tx, search, uphold=uphold, by=by, now=now)
        if uphold:
            evidence = f"objection {decided}"
            await end_now(tx, house, search, outcome=Outcome.FALSE_CASE, evidence=evidence, by=by, now=now)
        else:
            await _go_on(tx, house, search, by=by, now=now)
        return search


async def _settle(tx: Tx, search: Search, *, uphold: bool, by: Actor, now: datetime) -> int:
    """Decide every objection that waits; the number of the last. Refuses with SearchMoved where none does."""
    waiting = col(Objection.search_id) == search.id, col(Objection.decided_at).is_(None)
    last = (await tx.exec(select(Objection.id).where(*waiting).order_by(col(Objection.id).desc()))).first()
    values = {"decided_at": now, "decided_by": by.member_id, "upheld": uphold, "ask_at": None}
    if last is None or await changed(tx, update(Objection).where(*waiting).values(**values)) == 0:
        raise SearchMoved(search_id=search.id, state=search.state.value)
    await claims.end(tx, Claimed.SEARCH, id_of(search), now)
    act = "objection.uphold" if uphold else "objection.reject"
    await record(tx, act=act, thing="search", thing_id=id_of(search), by=by, now=now)
    return last


async def _go_on(tx: Tx, house: House, search: Search, *, by: Actor, now: datetime) -> None:
    if search.state is SearchState.PAUSED:
        await move(tx, search, SearchState.OPEN, act="search.go-on", by=by, now=now)
        for alert in (await tx.exec(alerts.live_alerts(search_id=search.id, wordings=[Wording.SEARCH_OPEN]))).all():
            await alerts.go_on(tx, house, alert, now=now)
    await cards.end_ask(tx, house, search, now=now)
    await cards.show(tx, house, search, now=now)


async def ask_again_about_objections(house: House, *, now: datetime) -> int:
    """Climb the ladder of approvers for every objection nobody has decided in time; how many."""
    async with house.db.reading() as tx:
        late = select(Objection.id, Objection.ask_at).where(
            col(Objection.decided_at).is_(None), col(Objection.ask_at) <= now
        )
        due = (await tx.exec(late)).all()
    return sum([await _climb(house, number or 0, asked_for, now) for number, asked_for in due])


async def _climb(house: House, objection_id: int, asked_for: datetime | None, now: datetime) -> bool:
    async with house.db.transaction() as tx:
        objection = await tx.get_one(Objection, objection_id)
        search = await the_search(tx, objection.search_id)
        ladder = await deciders(tx, search)
        next_up, pause = next_rung(ladder, objection.asked, minutes(house))
        here = col(Objection.id) == objection_id, col(Objection.decided_at).is_(None)
        claim = update(Objection).where(*here, col(Objection.ask_at) == asked_for)
        still = search.state in OUT
        values = {"ask_at": now + pause if still else None, "asked": objection.asked + RUNG}
        if await changed(tx, claim.values(**values)) != 1 or not still:
            return False
        await cards.ask(tx, house, search, next_up, now=now)
        facts = {"asked": min(objection.asked + RUNG, len(ladder))}
        await record(
            tx, act="objection.ask-next", thing="search", thing_id=id_of(search), by=Actor.clock(), now=now, **facts
        )
        return True
