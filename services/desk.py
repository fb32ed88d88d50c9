"""The desk of an organisation: what waits for its staff and since when, how broadcasts go, and holding them back."""

import enum
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, or_
from sqlalchemy import select as sql_select
from sqlmodel import col, select

from models.alerts import Alert, AlertState, Audience, Delivery
from models.claims import Claimed, NothingToTake
from models.database import Tx
from models.groups import Group, GroupState
from models.organisations import Organisation, Role
from models.refusals import NotAllowed
from models.reports import REPORT_OPEN, Report, ReportState
from models.searches import Objection, Search, SearchState
from services import holding_back
from services.audit import Actor
from services.claims import Holder, holders
from services.counting import Counts, counts_of
from services.holding_back import is_everything_paused
from services.house import House
from services.organisations import acting_roles, require, roles_of
from services.progress import AreaCounts, counts_by_area
from services.report_steps import DANGER

MAY_HOLD_BACK = (Role.COORDINATOR, Role.APPROVER, Role.ADMIN)
"""Who may stop everything that goes to subscribers, and let it go again."""
MOST_LISTED = 8
PUBLIC = (Audience.SUBSCRIBERS, Audience.VETTED)
LIVE = (AlertState.OPEN, AlertState.PAUSED, AlertState.HALTED)


class Pile(enum.StrEnum):
    """What can wait for staff; each is the key of its line, `desk-pile-…`."""

    OBJECTION = "objection"
    APPROVAL = "approval"
    DANGER = "danger"
    """Reports of what endangers passers-by."""
    DRAFT = "draft"
    REPORT = "report"
    GROUP = "group"
    WORK = "work"
    """Reports that were accepted and are not fixed yet."""
    LETTER = "letter"
    """Alerts whose text Telegram refuses."""


CLAIMED = {
    Pile.OBJECTION: Claimed.SEARCH,
    Pile.APPROVAL: Claimed.SEARCH,
    Pile.DANGER: Claimed.REPORT,
    Pile.DRAFT: Claimed.SEARCH,
    Pile.REPORT: Claimed.REPORT,
    Pile.GROUP: Claimed.GROUP,
    Pile.WORK: Claimed.REPORT,
}
"""As what a thing of a pile is taken; a refused letter is nobody's."""


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing that waits: the number of its search, report, group or alert; a report's category; who has taken it."""

    number: int
    since: datetime
    category: str = ""
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


@dataclass(frozen=True, slots=True)
class Scope:
    """The organisation a member acts for; an admin also sees what nobody serves."""

    organisations: frozenset[int]
    roles: frozenset[Role]

    def covers(self, organisation_id: Any) -> Any:
        mine = organisation_id.in_(self.organisations)
        return or_(mine, organisation_id.is_(None)) if Role.ADMIN in self.roles else mine


async def desk_of(house: House, *, member_id: int) -> Desk:
    """What waits for this member of staff; refuses others with NotAllowed."""
    async with house.db.reading() as tx:
        scope = await _scope(tx, member_id)
        return Desk(
            waiting=await waiting(tx, scope),
            paused=await is_everything_paused(tx),
            may_hold_back=not scope.roles.isdisjoint(MAY_HOLD_BACK),
            knows_people=not scope.roles.isdisjoint({Role.ADMIN, Role.COORDINATOR}),
            organisation=await tx.get_one(Organisation, next(iter(scope.organisations))),
            others=await _others(tx, member_id, scope),
        )


async def pile_of(house: House, *, pile: Pile, member_id: int) -> Waiting | None:
    """One kind of what waits, with who has taken what; None where nothing does any more."""
    async with house.db.reading() as tx:
        found = await _waiting(tx, pile, await _scope(tx, member_id))
        return await _with_holders(tx, found) if found is not None else None


async def thing_of(tx: Tx, *, pile: Pile, number: int, member_id: int) -> Thing:
    """One thing that waits on this member's desk; refuses with NothingToTake what does not (any more)."""
    of_pile: Any = _queries(await _scope(tx, member_id))[pile].subquery()
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
        scope = await _scope(tx, member_id)
        rows = (await tx.exec(_going_out(scope))).all()
        return [Broadcast(each.search_id, each.report_id, await counts_of(tx, each)) for each in rows]


async def by_area(house: House, *, alert_id: int, member_id: int) -> list[AreaCounts]:
    """How far one broadcast has come, area by area; refuses with NotAllowed."""
    async with house.db.reading() as tx:
        scope = await _scope(tx, member_id)
        if (await tx.exec(_going_out(scope).where(Alert.id == alert_id))).first() is None:
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


async def _scope(tx: Tx, member_id: int) -> Scope:
    held = await acting_roles(tx, member_id)
    if not held:
        raise NotAllowed()
    return Scope(frozenset(each.organisation_id for each in held), frozenset(each.role for each in held))


async def _others(tx: Tx, member_id: int, scope: Scope) -> tuple[Organisation, ...]:
    theirs = {each.organisation_id for each in await roles_of(tx, member_id)} - scope.organisations
    found = select(Organisation).where(col(Organisation.id).in_(theirs)).order_by(col(Organisation.id))
    return tuple((await tx.exec(found)).all())


async def _waiting(tx: Tx, pile: Pile, scope: Scope) -> Waiting | None:
    of_pile = _queries(scope)[pile]
    count = (await tx.exec(select(func.count()).select_from(of_pile.subquery()))).one()
    if not count:
        return None
    rows = (await tx.exec(of_pile.limit(MOST_LISTED))).all()
    return Waiting(pile, int(count), tuple(Thing(*row) for row in rows))


def _queries(scope: Scope) -> dict[Pile, Any]:
    """Number, since when and category of what waits, oldest first."""
    return {
        Pile.OBJECTION: _objections(scope),
        Pile.APPROVAL: _searches(scope, col(Search.submitted_at), submitted=True),
        Pile.DANGER: _reports(scope, ReportState.RECEIVED).where(Report.category == DANGER),
        Pile.DRAFT: _searches(scope, col(Search.created_at), submitted=False),
        Pile.REPORT: _reports(scope, ReportState.RECEIVED).where(Report.category != DANGER),
        Pile.GROUP: _groups(scope),
        Pile.WORK: _reports(scope, ReportState.ACCEPTED, ReportState.IN_PROGRESS),
        Pile.LETTER: _refused_letters(scope),
    }


def _reports(scope: Scope, *states: ReportState) -> Any:
    mine = scope.covers(col(Report.organisation_id))
    found = select(Report.id, Report.created_at, Report.category).where(col(Report.state).in_(states), mine)
    return found.order_by(col(Report.created_at), col(Report.id))


def _searches(scope: Scope, since: Any, *, submitted: bool) -> Any:
    asked = col(Search.submitted_at).is_not(None)
    waits = Search.state == SearchState.DRAFT, asked if submitted else ~asked
    mine = scope.covers(col(Search.organisation_id))
    return select(Search.id, since).where(*waits, mine).order_by(since, col(Search.id))


def _objections(scope: Scope) -> Any:
    first = func.min(Objection.at)
    mine = scope.covers(col(Search.organisation_id))
    joined = select(Objection.search_id, first).join(Search, col(Search.id) == Objection.search_id)
    undecided = joined.where(col(Objection.decided_at).is_(None), mine)
    return undecided.group_by(col(Objection.search_id)).order_by(first, col(Objection.search_id))


def _groups(scope: Scope) -> Any:
    """Groups belong to nobody until they are accepted: who may answer for some sees those that wait."""
    may = not scope.roles.isdisjoint({Role.DESK, Role.COORDINATOR, Role.ADMIN})
    mine = or_(col(Group.organisation_id).is_(None), col(Group.organisation_id).in_(scope.organisations))
    found = select(Group.id, Group.changed_at).where(Group.state == GroupState.PROPOSED, mine)
    return (found if may else found.where(False)).order_by(col(Group.changed_at), col(Group.id))


def _refused_letters(scope: Scope) -> Any:
    """Alerts that halted while what they are about is not over."""
    reports = col(Report.state).in_(REPORT_OPEN) & scope.covers(col(Report.organisation_id))
    out = col(Search.state).in_([SearchState.OPEN, SearchState.PAUSED]) & scope.covers(col(Search.organisation_id))
    return (
        select(Alert.id, Alert.changed_at)
        .outerjoin(Search, col(Search.id) == Alert.search_id)
        .outerjoin(Report, col(Report.id) == Alert.report_id)
        .where(col(Alert.state) == AlertState.HALTED, or_(reports, out))
        .order_by(col(Alert.changed_at), col(Alert.id))
    )


def _going_out(scope: Scope) -> Any:
    """Alerts to subscribers that are live, or whose copies do not all say yet that they are over."""
    behind = select(Delivery.id).where(
        col(Delivery.alert_id) == Alert.id,
        col(Delivery.shown_revision).is_not(None),
        col(Delivery.shown_revision) < col(Delivery.want_revision),
    )
    mine = or_(
        and_(col(Alert.search_id).is_not(None), scope.covers(col(Search.organisation_id))),
        and_(col(Alert.report_id).is_not(None), scope.covers(col(Report.organisation_id))),
    )
    return (
        select(Alert)
        .outerjoin(Search, col(Search.id) == Alert.search_id)
        .outerjoin(Report, col(Report.id) == Alert.report_id)
        .where(col(Alert.audience).in_(PUBLIC), mine, or_(col(Alert.state).in_(LIVE), behind.exists()))
        .order_by(col(Alert.id).desc())
        .limit(MOST_LISTED)
    )
