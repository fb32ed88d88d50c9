"""Groups as staff see them: what one asks for, who may answer, accepted or refused with a reason."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select

from language.text import cleaned
from models.database import Tx
from models.groups import Group, GroupNotWaiting, GroupState
from models.members import Recipient, RecipientState
from models.organisations import Role, ServedArea
from models.refusals import NotAllowed, TooLong
from models.reports import ReasonMissing
from models.rows import id_of
from places.areas import AreaIndex
from services import group_leaving, group_subscriptions, groups
from services.audit import Actor
from services.desk_piles import ANSWER_GROUPS
from services.group_subscriptions import Wanted
from services.groups import move, recipient_of, the_group, wanted_of
from services.house import House
from services.organisations import require, staff_of
from services.staff import Reader, readers_of

REASON_LIMIT = 300


@dataclass(frozen=True, slots=True)
class GroupCard:
    """What a group asks for or hears, as staff decide on it; nobody is named in it."""

    group: Group
    wanted: Wanted | None


async def card(house: House, *, group_id: int, member_id: int) -> GroupCard:
    """A group as its staff see it; refuses others with NotAllowed."""
    areas = await house.areas()
    async with house.db.reading() as tx:
        group = await the_group(tx, group_id, looking=True)
        wanted = await wanted_of(tx, group)
        await _acting_for(tx, areas, group, wanted, member_id)
        return GroupCard(group, wanted)


async def accept(house: House, *, group_id: int, asked_at: int, member_id: int, now: datetime) -> tuple[Group, int]:
    """Staff accept what a group asks for; with how many open alerts it is told at once.

    `asked_at`: the `stamp` of the wish they saw. Refuses with NotAllowed, and with GroupNotWaiting what was answered
    already or asked differently since.
    """
    areas = await house.areas()
    async with house.db.transaction() as tx:
        group = await the_group(tx, group_id)
        organisation_id = await _acting_for(tx, areas, group, await wanted_of(tx, group), member_id)
        recipient = await recipient_of(tx, group)
        if group.state is not GroupState.PROPOSED or stamp(group) != asked_at or recipient is None:
            raise GroupNotWaiting()
        group.organisation_id = organisation_id
        await move(tx, group, GroupState.ACCEPTED, "group.accept", Actor.member(member_id, organisation_id), now)
        recipient.state, recipient.changed_at = RecipientState.ACTIVE, now
        tx.add(recipient)
        await tx.flush()
        number = id_of(recipient)
        await group_leaving.forget_covered(tx, number)
        return group, await group_subscriptions.grant(tx, house, areas, group=group, recipient_id=number, now=now)


async def refuse(house: House, *, group_id: int, asked_at: int, reason: str, member_id: int, now: datetime) -> Group:
    """Staff say no, with a reason its administrator reads; an accepted group that asked for more keeps what it had.

    Refuses with ReasonMissing, TooLong, NotAllowed and GroupNotWaiting.
    """
    words = cleaned(reason, limit=REASON_LIMIT, lines=False)
    if words.cut:
        raise TooLong(limit=REASON_LIMIT, length=words.length)
    if not words.text:
        raise ReasonMissing()
    areas = await house.areas()
    async with house.db.transaction() as tx:
        group = await the_group(tx, group_id)
        organisation_id = await _acting_for(tx, areas, group, await wanted_of(tx, group), member_id)
        recipient = await recipient_of(tx, group)
        if group.state is not GroupState.PROPOSED or stamp(group) != asked_at or recipient is None:
            raise GroupNotWaiting()
        keeps = await group_subscriptions.heard(tx, group, id_of(recipient)) is not None
        if keeps:
            await group_subscriptions.forget_asked(tx, id_of(recipient))
        group.reason = words.text
        to = GroupState.ACCEPTED if keeps else GroupState.REFUSED
        await move(tx, group, to, "group.refuse", Actor.member(member_id, organisation_id), now)
        return group


async def stop(house: House, *, group_id: int, member_id: int, now: datetime) -> Group:
    """Staff stop a group; refuses with NotAllowed."""
    areas = await house.areas()
    async with house.db.reading() as tx:
        group = await the_group(tx, group_id, looking=True)
        organisation_id = await _acting_for(tx, areas, group, await wanted_of(tx, group), member_id)
    return await groups.stop(house, group_id=group_id, by=Actor.member(member_id, organisation_id), now=now)


async def keeper(house: House, *, group_id: int, member_id: int) -> int:
    """The organisation that accepted this group, for whose staff this member acts; refuses others with NotAllowed."""
    async with house.db.reading() as tx:
        group = await the_group(tx, group_id, looking=True)
        if group.organisation_id is None:
            raise NotAllowed()
        return await require(tx, member_id=member_id, role=ANSWER_GROUPS, organisation_id=group.organisation_id)


async def staff_to_tell(house: House, group: Group) -> list[Reader]:
    """Who may answer for a group, longest in office first."""
    areas = await house.areas()
    async with house.db.reading() as tx:
        organisations: list[int | None] = [*await _organisations(tx, areas, group, await wanted_of(tx, group))]
        people: list[int] = []
        for organisation_id in organisations or [None]:
            people += await staff_of(tx, organisation_id=organisation_id, roles=ANSWER_GROUPS)
        return await readers_of(tx, people)


async def administrator(house: House, group: Group) -> Reader | None:
    """Where the administrator who set the group up reads; None where they cannot be reached."""
    async with house.db.reading() as tx:
        theirs = select(Recipient.id).where(
            Recipient.member_id == group.set_up_by,
            Recipient.bot_id == group.bot_id,
            Recipient.state == RecipientState.ACTIVE,
        )
        found = (await tx.exec(theirs)).first() if group.set_up_by is not None else None
        return next(iter(await readers_of(tx, [found])), None) if found is not None else None


def stamp(group: Group) -> int:
    """When a group last asked or was answered, in microseconds: short enough for a button."""
    return round(group.changed_at.timestamp() * 1_000_000)


async def _acting_for(tx: Tx, areas: AreaIndex, group: Group, wanted: Wanted | None, member_id: int) -> int:
    """The organisation for which this member may answer for the group; refuses with NotAllowed."""
    organisations = await _organisations(tx, areas, group, wanted)
    if not organisations:
        return await require(tx, member_id=member_id, role=Role.ADMIN, organisation_id=None)
    for organisation_id in organisations:
        try:
            return await require(tx, member_id=member_id, role=ANSWER_GROUPS, organisation_id=organisation_id)
        except NotAllowed:
            continue
    raise NotAllowed()


async def _organisations(tx: Tx, areas: AreaIndex, group: Group, wanted: Wanted | None) -> list[int]:
    """Who accepted it, and those who serve the areas it is about, or else something in them; none: every admin."""
    first = [group.organisation_id] if group.organisation_id is not None else []
    served = (await tx.exec(select(ServedArea).order_by(col(ServedArea.organisation_id)))).all()
    wished = set(wanted.area_ids) if wanted else set()
    around = {area.id for number in wished for area in areas.path(number)}
    serving = [row.organisation_id for row in served if row.area_id in around]
    inside = [row.organisation_id for row in served if wished & _lineage(areas, row.area_id)]
    return list(dict.fromkeys([*first, *(serving or inside)]))


def _lineage(areas: AreaIndex, area_id: int) -> set[int | None]:
    return {area.id for area in areas.path(area_id)}
