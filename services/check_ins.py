"""The overdue check: a volunteer of whom nothing is heard is asked, then their partner, then coordinators are told.

Again and again, until somebody says that they are safe; the end of the search does not end it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import col, or_, select

from models.alerts import Wording
from models.database import Tx
from models.members import Member, Recipient, RecipientState
from models.responders import OUT_THERE, CheckStep, NotTheirPartner, Responder, ResponderState
from models.rows import id_of
from models.searches import Search
from models.segments import PairState, SearchPair
from services import check_letters, responders
from services import search_cards as cards
from services.audit import Actor, record
from services.house import House
from services.search_states import COORDINATORS, in_charge, the_search
from services.those_out import addresses_of

HOUR = 60
"""Minutes for which "still here" and "with me" put the next question off."""
MOST_PATIENCE = 8
"""Coordinators are told again after one, two, four and then always so many times `searches.overdue_minutes`."""


@dataclass(frozen=True, slots=True)
class Missed:
    """A volunteer who is overdue, for the coordinators' eyes: who, how to reach them, and with whom they went."""

    responder_id: int
    name: str
    channel: str
    address: str
    state: ResponderState
    since: datetime
    """When they last said something."""
    told: bool
    """Coordinators were told of them; else they, or their partner, are being asked."""
    team: int | None = None
    partner: str = ""
    has_car: bool = False
    arrives_at: datetime | None = None
    skills: tuple[str, ...] = ()
    """Codes of `searches.skills`."""


async def check_due(house: House, *, now: datetime) -> int:
    """Climb the next step for everyone who is overdue; for how many."""
    due = col(Responder.check_at) <= now, col(Responder.state).in_(OUT_THERE)
    async with house.db.reading() as tx:
        found = [each for each in (await tx.exec(select(Responder.id).where(*due))).all() if each is not None]
    return sum([await _climb(house, number, now) for number in found])


async def _climb(house: House, responder_id: int, now: datetime) -> bool:
    async with house.db.transaction() as tx:
        row = await tx.get(Responder, responder_id, with_for_update=True, populate_existing=True)
        if row is None or row.state not in OUT_THERE or row.check_at is None or row.check_at > now:
            return False
        search = await tx.get_one(Search, row.search_id)
        team = await _team_of(tx, row)
        step = row.check_step + 1
        if step == CheckStep.PARTNER_ASKED and team is None:
            step = CheckStep.COORDINATOR_TOLD
        if not await responders.climb(tx, row, step=step, check_at=now + _patience(house, step)):
            return False
        await _act(tx, house, search, row, team, now=now)
        await cards.show_counts(tx, house, search, now=now)
        return True


def _patience(house: House, step: int) -> timedelta:
    times = min(2 ** max(0, step - CheckStep.COORDINATOR_TOLD), MOST_PATIENCE)
    return timedelta(minutes=house.rules.searches.overdue_minutes * times)


async def _act(tx: Tx, house: House, search: Search, row: Responder, team: SearchPair | None, *, now: datetime) -> None:
    """What the step that was climbed means."""
    facts = {"step": row.check_step}
    await record(tx, act="responder.check", thing="search", thing_id=row.search_id, by=Actor.clock(), now=now, **facts)
    if row.check_step == CheckStep.VOLUNTEER_ASKED:
        people = await addresses_of(tx, row.member_id)
        await check_letters.ask(tx, house, search, row, Wording.CHECK_IN, people, now=now)
    elif row.check_step == CheckStep.PARTNER_ASKED and team is not None:
        people = await addresses_of(tx, _other(team, row.member_id))
        await check_letters.ask(tx, house, search, row, Wording.CHECK_PARTNER, people, now=now)
    else:
        again = row.check_step > CheckStep.COORDINATOR_TOLD
        await check_letters.tell_coordinators(tx, house, search, again=again, now=now)


async def partner_says(house: House, *, responder_id: int, member_id: int, well: bool, now: datetime) -> bool:
    """A partner answers for a volunteer: with them and well, or not known where: then coordinators hear it at once.

    False where nobody is asked after them any more. Refuses with NotTheirPartner.
    """
    async with house.db.transaction() as tx:
        row = await tx.get(Responder, responder_id, with_for_update=True, populate_existing=True)
        team = await _team_of(tx, row) if row is not None else None
        if row is None or team is None or _other(team, row.member_id) != member_id:
            raise NotTheirPartner()
        if row.state not in OUT_THERE or row.check_step == CheckStep.NOBODY_ASKED or row.check_at is None:
            return False
        search = await the_search(tx, row.search_id)
        step = CheckStep.NOBODY_ASKED if well else max(row.check_step, CheckStep.COORDINATOR_TOLD)
        later = timedelta(minutes=HOUR) if well else _patience(house, step)
        await responders.climb(tx, row, step=step, check_at=now + later)
        by, act = Actor.member(member_id), "responder.partner-well" if well else "responder.partner-lost"
        await record(tx, act=act, thing="search", thing_id=row.search_id, by=by, now=now)
        if well:
            await responders.settled(tx, house, search, row.member_id, now=now)
        else:
            await check_letters.tell_coordinators(tx, house, search, now=now)
            await cards.show_counts(tx, house, search, now=now)
        return True


async def call_list(house: House, *, search_id: int, member_id: int, now: datetime) -> list[Missed]:
    """Who is overdue, the longest first; that somebody looked is recorded. Refuses with NotAllowed."""
    async with house.db.transaction() as tx:
        _, by = await in_charge(tx, search_id=search_id, member_id=member_id, roles=COORDINATORS)
        late = col(Responder.state).in_(OUT_THERE), col(Responder.check_step) > CheckStep.NOBODY_ASKED
        found = select(Responder).where(Responder.search_id == search_id, *late)
        rows = (await tx.exec(found.order_by(col(Responder.changed_at)))).all()
        await record(tx, act="see.call-list", thing="search", thing_id=search_id, by=by, now=now, people=len(rows))
        return [await _missed(tx, row) for row in rows]


async def mark_safe(house: House, *, responder_id: int, member_id: int, now: datetime) -> bool:
    """A coordinator knows that this volunteer is safe; False when they had said so. Refuses with NotAllowed."""
    async with house.db.transaction() as tx:
        row = await tx.get(Responder, responder_id, with_for_update=True, populate_existing=True)
        if row is None:
            return False
        search, by = await in_charge(tx, search_id=row.search_id, member_id=member_id, roles=COORDINATORS)
        return await responders.marked_safe(tx, house, search, row, by=by, now=now)


async def _missed(tx: Tx, row: Responder) -> Missed:
    member = await tx.get_one(Member, row.member_id)
    there = select(Recipient).where(Recipient.member_id == row.member_id, Recipient.state != RecipientState.GONE)
    at = (await tx.exec(there.order_by(col(Recipient.id)))).first()
    team = await _team_of(tx, row)
    partner = await tx.get(Member, _other(team, row.member_id)) if team is not None else None
    return Missed(
        responder_id=id_of(row),
        name=member.name,
        channel=at.channel if at is not None else "",
        address=at.address if at is not None else "",
        state=row.state,
        since=row.changed_at,
        told=row.check_step >= CheckStep.COORDINATOR_TOLD,
        team=team.number if team is not None else None,
        partner=partner.name if partner is not None else "",
        has_car=row.has_car,
        arrives_at=row.arrives_at if row.state is ResponderState.COMING else None,
        skills=tuple(filter(None, row.skills.split(","))),
    )


async def _team_of(tx: Tx, row: Responder) -> SearchPair | None:
    """The team of two they went with last: closing parts it, and their partner knows all the same."""
    mine = or_(col(SearchPair.first_id) == row.member_id, col(SearchPair.second_id) == row.member_id)
    two = col(SearchPair.second_id).is_not(None), col(SearchPair.state).in_([PairState.TOGETHER, PairState.OVER])
    last = select(SearchPair).where(SearchPair.search_id == row.search_id, mine, *two)
    return (await tx.exec(last.order_by(col(SearchPair.changed_at).desc(), col(SearchPair.id).desc()))).first()


def _other(team: SearchPair, member_id: int) -> int:
    return (team.second_id or 0) if team.first_id == member_id else team.first_id
