"""One thing on the desk: looked at, taken, and put back; its cards say who has it."""

from dataclasses import dataclass
from datetime import datetime

from models.claims import Claimed, NothingToTake
from models.database import Tx
from models.organisations import Role
from models.reports import REPORT_OPEN
from models.searches import SearchState
from services import claims, desk
from services.audit import Actor
from services.claims import Holder
from services.desk import Thing
from services.desk_piles import ANSWER_GROUPS, Pile
from services.groups import the_group
from services.house import House
from services.organisations import require
from services.report_steps import DESK_ROLES, read_again
from services.search_states import ANY_STAFF, in_charge

WAITS = (SearchState.DRAFT, SearchState.OPEN, SearchState.PAUSED)
"""A search that is out waits while an objection to it does."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of taking a thing: who had it before, if anybody."""

    before: Holder | None
    again: bool
    """One had it already."""


async def look(house: House, *, pile: Pile, number: int, member_id: int) -> Thing:
    """One thing that waits, with who has taken it; refuses with NothingToTake what does not wait here any more."""
    async with house.db.reading() as tx:
        return await desk.thing_of(tx, pile=pile, number=number, member_id=member_id)


async def take(house: House, *, thing: Claimed, number: int, member_id: int, now: datetime) -> Taken:
    """Take a thing of the desk; colleagues see it on its card.

    Refuses with HeldByAnother, JustTaken, NothingToTake and NotAllowed.
    """
    async with house.db.transaction() as tx:
        by = await _acting_on(tx, thing, number, member_id)
        before = await claims.take(tx, house, thing, number, by, now)
        await claims.show_holder(tx, house, thing, number, now)
        return Taken(before, again=before is not None and before.member_id == member_id)


async def give_back(house: House, *, thing: Claimed, number: int, member_id: int, now: datetime) -> None:
    """Put a thing back on the desk; refuses with HeldByAnother and NotAllowed."""
    async with house.db.transaction() as tx:
        by = await _acting_on(tx, thing, number, member_id)
        await claims.give_back(tx, house, thing, number, by, now)
        await claims.show_holder(tx, house, thing, number, now)


async def _acting_on(tx: Tx, thing: Claimed, number: int, member_id: int) -> Actor:
    """Who takes it, for the organisation whose it is."""
    if thing is Claimed.SEARCH:
        search, by = await in_charge(tx, search_id=number, member_id=member_id, roles=ANY_STAFF, looking=True)
        if search.state not in WAITS:
            raise NothingToTake()
        return by
    if thing is Claimed.GROUP:
        await the_group(tx, number)
        return Actor.member(member_id, await require(tx, member_id=member_id, role=ANSWER_GROUPS, organisation_id=None))
    report = await read_again(tx, number)
    if report.state not in REPORT_OPEN:
        raise NothingToTake()
    roles = DESK_ROLES if report.organisation_id is not None else (Role.ADMIN,)
    served = report.organisation_id
    return Actor.member(member_id, await require(tx, member_id=member_id, role=roles, organisation_id=served))
