"""Cases that were deleted for good and came back with a restored backup: they go again, and at once."""

from datetime import datetime

from sqlalchemy import update
from sqlmodel import col, select

from models.searches import Outcome, Search, SearchState, StopReason
from services.audit import Actor
from services.house import House
from services.search_closing import OUT, end_now
from services.search_purging import purge_cases
from services.search_states import stop, the_search
from services.search_suppressions import is_suppressed

OVER = (SearchState.CLOSED, SearchState.STOPPED)


async def delete_again(house: House, *, by: Actor, now: datetime) -> list[int]:
    """End every case that a hash of deleted ones names, and remove what is held of it; returns their numbers.

    One that is out is closed as any other: its copies are edited, whoever is out there is called back.
    """
    async with house.db.reading() as tx:
        kept = (await tx.exec(select(Search).where(col(Search.purged_at).is_(None)).order_by(col(Search.id)))).all()
        back = [search.id or 0 for search in kept if await is_suppressed(tx, house, search)]
    for number in back:
        await _end(house, number, by=by, now=now)
    if back:
        await purge_cases(house, now=now)
    return back


async def _end(house: House, number: int, *, by: Actor, now: datetime) -> None:
    async with house.db.transaction() as tx:
        search = await the_search(tx, number)
        if search.state in OUT:
            await end_now(tx, house, search, outcome=Outcome.EXPIRED, evidence="deleted before", by=by, now=now)
        elif search.state not in OVER:
            await stop(tx, house, search, StopReason.SUPPRESSED, by=by, now=now)
        at_once = update(Search).where(col(Search.id) == number)
        await tx.exec(at_once.values(contacts_purge_at=now, purge_at=now))
