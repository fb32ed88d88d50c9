"""Two people let a search out: one asks, another approves, and it goes to those it concerns."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import update
from sqlmodel import col, select

from models.alerts import Wording
from models.database import Tx
from models.members import Recipient
from models.organisations import Role
from models.rows import changed, id_of
from models.search_rules import missing
from models.searches import NobodyToApprove, SamePerson, Search, SearchIncomplete, SearchMoved, SearchState
from places.areas import AreaIndex
from services import cap_messages, search_widening
from services import search_cards as cards
from services.audit import Actor, record
from services.holding_back import is_everything_paused
from services.house import House
from services.organisations import staff_of
from services.search_gates import refuse_gated
from services.search_grounds import Reach, public_alert, reach, tell
from services.search_states import APPROVERS, COORDINATORS, in_charge, move, refuse_unless
from services.search_suppressions import refuse_suppressed

RUNG = 2
"""How many approvers are asked at a time."""
AGAIN_AFTER_ALL = 6
"""When all have been asked, they are asked again after so many times the minutes of one rung."""


@dataclass(frozen=True, slots=True)
class Published:
    """What became of an approval: its alert and how many hear of it at once; no alert while broadcasts are paused."""

    alert_id: int | None
    recipients: int


async def submit(house: House, *, search_id: int, member_id: int, now: datetime) -> Search:
    """A coordinator asks for approval and answers for what stands there: they become the one who posts it.

    Refuses with SearchIncomplete, GateClosed, AdultByChoice, CaseSuppressed and NobodyToApprove.
    """
    async with house.db.transaction() as tx:
        search, by = await in_charge(tx, search_id=search_id, member_id=member_id, roles=COORDINATORS)
        await refuse_gated(house, search)
        refuse_unless(search, SearchState.DRAFT)
        if empty := missing(search):
            raise SearchIncomplete(missing=empty)
        await refuse_suppressed(tx, house, search)
        search.posted_by = member_id
        await ask_for_approval(tx, house, search, by=by, now=now)
        return search


async def ask_for_approval(tx: Tx, house: House, search: Search, *, by: Actor, now: datetime) -> None:
    """Ask the first approvers of the ladder; refuses with NobodyToApprove where there is none."""
    ladder = await approvers(tx, search)
    if not ladder:
        raise NobodyToApprove()
    search.submitted_at = search.changed_at = now
    search.approver_asked = RUNG
    search.approver_ask_at = now + minutes(house)
    await record(tx, act="search.submit", thing="search", thing_id=id_of(search), by=by, now=now)
    await cards.ask(tx, house, search, ladder[:RUNG], now=now)
    await cards.show(tx, house, search, now=now)


async def take_back(house: House, *, search_id: int, member_id: int, now: datetime) -> Search:
    """A coordinator takes back a request nobody has answered yet; the draft stays as it is, to be asked for again.

    Refuses with SearchMoved where nothing waits any more.
    """
    async with house.db.transaction() as tx:
        search, by = await in_charge(tx, search_id=search_id, member_id=member_id, roles=COORDINATORS)
        await tx.flush()
        waits = col(Search.state) == SearchState.DRAFT, col(Search.submitted_at).is_not(None)
        nobody: dict[str, Any] = {"submitted_at": None, "approver_ask_at": None, "approver_asked": 0}
        if (
            await changed(
                tx, update(Search).where(col(Search.id) == search_id, *waits).values(changed_at=now, **nobody)
            )
            != 1
        ):
            raise SearchMoved(search_id=search_id, state=search.state.value)
        await tx.refresh(search)
        await record(tx, act="search.take-back", thing="search", thing_id=search_id, by=by, now=now)
        await cards.end_ask(tx, house, search, now=now)
        await cards.show(tx, house, search, now=now)
        return search


async def approvers(tx: Tx, search: Search) -> list[int]:
    """Who may be asked to approve, longest in office first: never the one who posts, nor the one who told us."""
    people = await staff_of(tx, organisation_id=search.organisation_id, roles=(Role.APPROVER, Role.ADMIN))
    theirs = [number for number in (search.posted_by, search.reporter_id) if number is not None]
    own = set((await tx.exec(select(Recipient.id).where(col(Recipient.member_id).in_(theirs)))).all())
    return [number for number in people if number not in own]


def minutes(house: House) -> timedelta:
    """How long one rung of approvers is waited for."""
    return timedelta(minutes=house.rules.searches.approver_minutes)


async def ask_next_approver(house: House, *, now: datetime) -> int:
    """Climb the ladder for every search whose approvers have not answered in time, at night too; how many."""
    async with house.db.reading() as tx:
        late = select(Search.id, Search.approver_ask_at).where(
            Search.state == SearchState.DRAFT, col(Search.approver_ask_at) <= now
        )
        due = (await tx.exec(late)).all()
    return sum([await _climb(house, search_id or 0, asked_for, now) for search_id, asked_for in due])


async def _climb(house: House, search_id: int, asked_for: datetime | None, now: datetime) -> bool:
    """One rung for one search, claimed so that two clocks do not climb it twice."""
    async with house.db.transaction() as tx:
        search = await tx.get_one(Search, search_id)
        ladder = await approvers(tx, search)
        next_up, pause = next_rung(ladder, search.approver_asked, minutes(house))
        here = col(Search.id) == search_id, col(Search.state) == SearchState.DRAFT
        claim = update(Search).where(*here, col(Search.approver_ask_at) == asked_for)
        claimed = claim.values(approver_ask_at=now + pause, approver_asked=search.approver_asked + RUNG)
        if await changed(tx, claimed) != 1:
            return False
        await tx.refresh(search)
        await cards.ask(tx, house, search, next_up, now=now)
        facts = {"asked": min(search.approver_asked, len(ladder))}
        await record(tx, act="search.ask-next", thing="search", thing_id=search_id, by=Actor.clock(), now=now, **facts)
        return True


def next_rung(ladder: list[int], asked: int, pause: timedelta) -> tuple[list[int], timedelta]:
    """Whom to ask after so many, and how long to wait then; past the top all are asked again, less and less often."""
    if asked < len(ladder):
        return ladder[asked : asked + RUNG], pause
    return ladder, pause * AGAIN_AFTER_ALL


async def preview(house: House, *, search_id: int, member_id: int, now: datetime) -> Reach:
    """How many an approval would reach, before it is given. Refuses as `approve` does."""
    areas = await house.areas()
    async with house.db.reading() as tx:
        search, _ = await _to_approve(tx, house, search_id, member_id, looking=True)
        return await reach(tx, house, areas, search, now=now)


async def approve(
    house: House, *, search_id: int, member_id: int, submitted_at: datetime | None = None, now: datetime
) -> Published:
    """Another person than the one who posts lets the search out, at once unless broadcasts are paused.

    `submitted_at`: which request they saw, to the second. Refuses with SearchMoved when the case was changed since,
    with SamePerson who posted it or told us, and as `submit` does.
    """
    areas = await house.areas()
    async with house.db.transaction() as tx:
        search, by = await _to_approve(tx, house, search_id, member_id)
        if submitted_at is not None and not _same_second(search.submitted_at, submitted_at):
            raise SearchMoved(search_id=search_id, state=search.state.value)
        agreed: dict[str, Any] = {"approved_by": member_id, "approved_at": now, "approver_ask_at": None}
        await move(tx, search, SearchState.APPROVED, act="search.approve", by=by, now=now, **agreed)
        await cards.end_ask(tx, house, search, now=now)
        return await let_out(tx, house, areas, search, by=by, now=now)


def _same_second(one: datetime | None, other: datetime) -> bool:
    return one is not None and int(one.timestamp()) == int(other.timestamp())


async def send_back(house: House, *, search_id: int, member_id: int, now: datetime) -> Search:
    """An approver wants more before they agree: the desk hears it, and has to ask again. Refuses as `approve` does."""
    async with house.db.transaction() as tx:
        search, by = await _to_approve(tx, house, search_id, member_id)
        search.submitted_at, search.approver_ask_at, search.approver_asked = None, None, 0
        await record(tx, act="search.send-back", thing="search", thing_id=search_id, by=by, now=now)
        await cards.end_ask(tx, house, search, now=now)
        await cards.show(tx, house, search, now=now, sound=[Wording.SEARCH_CARD])
        return search


async def _to_approve(
    tx: Tx, house: House, search_id: int, member_id: int, *, looking: bool = False
) -> tuple[Search, Actor]:
    search, by = await in_charge(tx, search_id=search_id, member_id=member_id, roles=APPROVERS, looking=looking)
    refuse_unless(search, SearchState.DRAFT)
    if member_id in {search.posted_by, search.reporter_id}:
        raise SamePerson()
    if search.submitted_at is None:
        raise SearchMoved(search_id=search_id, state=search.state.value)
    await refuse_gated(house, search)
    await refuse_suppressed(tx, house, search)
    return search, by


async def let_out(tx: Tx, house: House, areas: AreaIndex, search: Search, *, by: Actor, now: datetime) -> Published:
    """Open an approved search and promise it to its audience; while broadcasts are paused it waits, approved."""
    if await is_everything_paused(tx):
        await cards.show(tx, house, search, now=now)
        return Published(None, 0)
    until = now + timedelta(hours=house.rules.searches.expire_hours)
    await move(tx, search, SearchState.OPEN, act="search.open", by=by, now=now, opened_at=now, expires_at=until)
    alert = public_alert(search, now)
    await search_widening.begin(tx, house, search, now=now)
    told = await tell(tx, house, areas, search, alert, now=now)
    await cap_messages.tell(tx, house, areas, search, now=now)
    await cards.show(tx, house, search, now=now)
    return Published(id_of(alert), told)


async def open_approved(house: House, *, now: datetime) -> list[Published]:
    """Let out what was approved while broadcasts were paused."""
    areas = await house.areas()
    async with house.db.transaction() as tx:
        if await is_everything_paused(tx):
            return []
        approved = select(Search).where(Search.state == SearchState.APPROVED).order_by(col(Search.approved_at))
        waiting = (await tx.exec(approved.with_for_update())).all()
        return [await let_out(tx, house, areas, search, by=Actor.clock(), now=now) for search in waiting]
