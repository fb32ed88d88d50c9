"""What the operator does with searches at the command line: trusted, and on record."""

from datetime import datetime
from typing import Any, Unpack

from models.database import Tx
from models.search_rules import missing_for_operator
from models.searches import Outcome, Search, SearchIncomplete, SearchState, SecondPersonNeeded
from places.areas import AreaIndex
from services import search_cards as cards
from services.audit import Actor
from services.house import House
from services.search_closing import EVIDENCE_LIMIT, OUT, ClosingPreview, end_now, preview_of
from services.search_entries import Entry, line
from services.search_gates import refuse_gated
from services.search_publishing import Published, ask_for_approval, let_out
from services.search_states import move, refuse_unless, refuse_unless_open, the_search
from services.search_suppressions import refuse_suppressed
from services.search_updates import change, values_of


async def publish_as_operator(house: House, *, search_id: int, now: datetime) -> Published:
    """Let a draft out as the operator, by the rules an approver has; what was approved and waits goes out too.

    With `operator_needs_second` the organisation's approvers are asked, and SecondPersonNeeded says so. Refuses with
    SearchNotFound, SearchMoved, SearchIncomplete, GateClosed, AdultByChoice and CaseSuppressed.
    """
    areas, by = await house.areas(), Actor.operator()
    asked = house.rules.searches.operator_needs_second
    async with house.db.transaction() as tx:
        search = await _publishable(tx, house, search_id)
        if asked:
            await ask_for_approval(tx, house, search, by=by, now=now)
        else:
            return await _let_out(tx, house, areas, search, by=by, now=now)
    raise SecondPersonNeeded(search_id=search_id)


async def _publishable(tx: Tx, house: House, search_id: int) -> Search:
    search = await the_search(tx, search_id)
    await refuse_gated(house, search)
    refuse_unless(search, SearchState.DRAFT)
    if empty := missing_for_operator(search):
        raise SearchIncomplete(missing=empty)
    await refuse_suppressed(tx, house, search)
    return search


async def _let_out(tx: Tx, house: House, areas: AreaIndex, search: Search, *, by: Actor, now: datetime) -> Published:
    agreed: dict[str, Any] = {"approved_as_operator": True, "approved_at": now, "approver_ask_at": None}
    await move(tx, search, SearchState.APPROVED, act="search.approve", by=by, now=now, **agreed)
    await cards.end_ask(tx, house, search, now=now)
    return await let_out(tx, house, areas, search, by=by, now=now)


async def update_as_operator(
    house: House,
    *,
    search_id: int,
    text: str | None = None,
    important: bool = False,
    now: datetime,
    **entry: Unpack[Entry],
) -> Search:
    """As `search_updates.update`, by the operator."""
    areas = await house.areas()
    values = values_of(entry, text, areas, now)
    async with house.db.transaction() as tx:
        search = await the_search(tx, search_id)
        refuse_unless_open(search)
        by = Actor.operator()
        await change(tx, house, areas, search, values, entry=entry, important=important, by=by, now=now)
        return search


async def closing_preview_as_operator(house: House, *, search_id: int) -> ClosingPreview:
    """The second look before the operator closes a search."""
    async with house.db.reading() as tx:
        search = await the_search(tx, search_id)
        refuse_unless(search, *OUT)
        return await preview_of(tx, search)


async def close_as_operator(
    house: House, *, search_id: int, outcome: Outcome, evidence: str = "", now: datetime
) -> Search:
    """As `search_closing.close`, by the operator, whose word is evidence where none is given."""
    words = line(evidence, EVIDENCE_LIMIT) or "operator"
    async with house.db.transaction() as tx:
        search = await the_search(tx, search_id)
        refuse_unless(search, *OUT)
        await end_now(tx, house, search, outcome=outcome, evidence=words, by=Actor.operator(), now=now)
        return search
