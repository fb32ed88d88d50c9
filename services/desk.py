"""The desk of an organisation: what waits for its staff and since when, how broadcasts go, and holding them back."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import func
from sqlalchemy import select as sql_select
from sqlmodel import col, select

from models.alerts import Alert
from models.claims import NothingToTake
from models.database import Tx
from models.organisations import Organisation, Role
from models.refusals import NotAllowed
from services import holding_back
from services.audit import Actor
from services.claims import Holder, holders
from services.counting import Counts, counts_of
from services.desk_piles import ANSWER_GROUPS, CLAIMED, SIGHTINGS, Pile, Scope, going_out, statements
from services.holding_back import is_everything_paused
from services.house import House
from services.organisations import acting_roles, require, roles_of
from services.progress import AreaCounts, counts_by_area

MAY_HOLD_BACK = (Role.COORDINATOR, Role.APPROVER, Role.ADMIN)
"""Who may stop everything that goes to subscribers, and let it go again."""
MOST_LISTED = 8


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing that waits: the number of its search, report, group or alert; a report's category; who has taken it.

    `count` is how many sightings of a search wait, 1 for everything else.
    """

    number: int
    since: datetime
    category: str = ""
    count: int = 1
    holder: Holder | None = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """How much of a kind waits, the oldest first; at most MOST_LISTED are listed."""

    pile: Pile
    count: int
    things: tuple[Thing, ...]

    @property
    def since(self) -> datetime:
        return self.things[0].since


@dataclass(frozen=True, slots=True)
class Desk:
    """What one member of staff sees."""

    waiting: tuple[Waiting, ...]
    paused: bool
    may_hold_back: bool
    answers_groups: bool
    """Whether they accept groups, and stop them."""
    knows_people: bool
    """Whether they may grant roles, or say that a volunteer is known."""
    organisation: Organisation
    """For which they act now."""
    others: tuple[Organisation, ...]
    """For which else they could."""


@dataclass(frozen=True, slots=True)
class Broadcast:
    """An alert to subscribers on its way: about which search or report, and how far it has come."""

    search_id: int | None
    report_id: int | None
    counts: Counts


async def desk_of(house: House, *, member_id: int) -> Desk:
    """What waits for this member of staff; refuses others with NotAllowed."""
    async with house.db.reading() as tx:
        scope = await scope_of(tx, member_id)
        return Desk(
            waiting=await waiting(tx, scope),
            paused=await is_everything_paused(tx),
            may_hold_back=not scope.roles.isdisjoint(MAY_HOLD_BACK),
            answers_groups=not scope.roles.isdisjoint(ANSWER_GROUPS),
            knows_people=not scope.roles.isdisjoint({Role.ADMIN, Role.COORDINATOR}),
            organisation=await tx.get_one(Organisation, next(iter(scope.organisations))),
            others=await _others(tx, member_id, scope),
        )


async def pile_of(house: House, *, pile: Pile, member_id: int) -> Waiting | None:
    """One kind of what waits, with who has taken what; None where nothing does any more."""
    async with house.db.reading() as tx:
        found = await _waiting(tx, pile, await scope_of(tx, member_id))
        return await _with_holders(tx, found) if found is not None else None


async def thing_of(tx: Tx, *, pile: Pile, number: int, member_id: int) -> Thing:
    """One thing that waits on this member's desk; refuses with NothingToTake what does not (any more)."""
    of_pile: Any = statements(await scope_of(tx, member_id))[pile].subquery()
    that_one: Any = sql_select(*of_pile.c).where(of_pile.c[0] == number)
    row = (await tx.exec(that_one)).first()
    if row is None:
        raise NothingToTake()
    [found] = (await _with_holders(tx, Waiting(pile, 1, (Thing(*row),)))).things
    return found


async def _with_holders(tx: Tx, found: Waiting) -> Waiting:
    thing = CLAIMED.get(found.pile)
    if thing is None:
        return found
    held = await holders(tx, thing, [each.number for each in found.things])
    things = tuple(replace(each, holder=held.get(each.number)) for each in found.things)
    return replace(found, things=things)


async def waiting(tx: Tx, scope: Scope) -> tuple[Waiting, ...]:
    """Everything that waits within a scope, what is most pressing first."""
    found = [await _waiting(tx, pile, scope) for pile in Pile]
    return tuple(each for each in found if each is not None)


async def broadcasts(house: House, *, member_id: int) -> list[Broadcast]:
    """What is going out or still being edited, the newest first."""
    async with house.db.reading() as tx:
        scope = await scope_of(tx, member_id)
        rows = (await tx.exec(going_out(scope).limit(MOST_LISTED))).all()
        return [Broadcast(each.search_id, each.report_id, await counts_of(tx, each)) for each in rows]


async def by_area(house: House, *, alert_id: int, member_id: int) -> list[AreaCounts]:
    """How far one broadcast has come, area by area; refuses with NotAllowed."""
    async with house.db.reading() as tx:
        scope = await scope_of(tx, member_id)
        if (await tx.exec(going_out(scope).where(Alert.id == alert_id))).first() is None:
            raise NotAllowed()
    return await counts_by_area(house, alert_id)


async def hold_everything(house: House, *, member_id: int, now: datetime) -> None:
    """Hold back everything that goes to subscribers; refuses with NotAllowed."""
    await holding_back.pause_everything(house, by=await _who_may_hold(house, member_id), now=now)


async def let_everything_go(house: House, *, member_id: int, now: datetime) -> None:
    """Let out what was held back; refuses with NotAllowed."""
    await holding_back.let_everything_go(house, by=await _who_may_hold(house, member_id), now=now)


async def _who_may_hold(house: House, member_id: int) -> Actor:
    async with house.db.reading() as tx:
        organisation_id = await require(tx, member_id=member_id, role=MAY_HOLD_BACK, organisation_id=None)
    return Actor.member(member_id, organisation_id)


async def scope_of(tx: Tx, member_id: int) -> Scope:
    """What this member of staff acts for now; refuses others with NotAllowed."""
    held = await acting_roles(tx, member_id)
    if not held:
        raise NotAllowed()
    return Scope(frozenset(each.organisation_id for each in held), frozenset(each.role for each in held))


async def _others(tx: Tx, member_id: int, scope: Scope) -> tuple[Organisation, ...]:
    theirs = {each.organisation_id for each in await roles_of(tx, member_id)} - scope.organisations
    found = select(Organisation).where(col(Organisation.id).in_(theirs)).order_by(col(Organisation.id))
    return tuple((await tx.exec(found)).all())


async def _waiting(tx: Tx, pile: Pile, scope: Scope) -> Waiting | None:
    of_pile = statements(scope)[pile]
    rows_of: Any = of_pile.subquery()
    counted: Any = func.sum(rows_of.c[3]) if pile in SIGHTINGS else func.count()
    count = (await tx.exec(select(counted).select_from(rows_of))).one()
    if not count:
        return None
    rows = (await tx.exec(of_pile.limit(MOST_LISTED))).all()
    return Waiting(pile, int(count), tuple(Thing(*row) for row in rows))
