"""Groups at a glance: all of them for the operator, those an organisation has accepted for its staff."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func
from sqlmodel import col, select

from models.alerts import Copy, Delivery
from models.areas import Area
from models.database import Tx
from models.groups import Group, GroupState
from models.members import Recipient
from models.organisations import Organisation
from models.subscriptions import Subscription
from services.desk_piles import ANSWER_GROUPS
from services.group_subscriptions import Wanted
from services.groups import recipient_of, wanted_of
from services.house import House
from services.organisations import require

PAGE = 6
"""So many with their areas and kinds are read in one message."""


@dataclass(frozen=True, slots=True)
class Listening:
    """A group that was accepted, what it hears, and when something reached it last."""

    group: Group
    wanted: Wanted | None
    last: datetime | None


@dataclass(frozen=True, slots=True)
class Accepted:
    """One page of an organisation's groups, how many there are, and whether more follow."""

    groups: tuple[Listening, ...]
    count: int
    more: bool


async def accepted(house: House, *, member_id: int, page: int = 0) -> Accepted:
    """The groups of the organisation this member acts for, by title; refuses with NotAllowed who answers for none."""
    async with house.db.reading() as tx:
        organisation_id = await require(tx, member_id=member_id, role=ANSWER_GROUPS, organisation_id=None)
        theirs = Group.organisation_id == organisation_id, Group.state == GroupState.ACCEPTED
        count = (await tx.exec(select(func.count(col(Group.id))).where(*theirs))).one()
        named = select(Group).where(*theirs).order_by(Group.title, col(Group.id))
        rows = (await tx.exec(named.offset(page * PAGE).limit(PAGE))).all()
        groups = [Listening(group, await wanted_of(tx, group), await _last(tx, group)) for group in rows]
        return Accepted(tuple(groups), count, (page + 1) * PAGE < count)


async def _last(tx: Tx, group: Group) -> datetime | None:
    """When a copy was sent there last."""
    recipient = await recipient_of(tx, group)
    if recipient is None:
        return None
    sent = select(func.max(Copy.sent_at)).join(Delivery, col(Delivery.id) == Copy.delivery_id)
    return (await tx.exec(sent.where(Delivery.recipient_id == recipient.id))).one()


async def group_list(house: House) -> list[dict[str, Any]]:
    """Groups with the codes of their areas, those that wait for staff first."""
    async with house.db.reading() as tx:
        areas, counts = await _subscribed(tx)
        named = select(Group, Organisation.code).join(
            Organisation, col(Organisation.id) == Group.organisation_id, isouter=True
        )
        rows = (await tx.exec(named.order_by(col(Group.state) != "proposed", col(Group.id)))).all()
    return [
        {
            "id": group.id,
            "state": str(group.state),
            "kind": str(group.kind),
            "title": group.title,
            "language": group.language,
            "organisation": code,
            "areas": areas[group.id or 0],
            "subscriptions": counts[group.id or 0],
        }
        for group, code in rows
    ]


async def _subscribed(tx: Tx) -> tuple[dict[int, list[str]], dict[int, int]]:
    """Of each group the codes of areas it subscribed to, and how many subscriptions it has."""
    theirs = (
        select(Recipient.group_id, Area.code)
        .join(Subscription, col(Subscription.recipient_id) == Recipient.id)
        .join(Area, col(Area.id) == Subscription.area_id, isouter=True)
        .where(col(Recipient.group_id).is_not(None), Subscription.active)
        .order_by(Area.code)
    )
    areas: dict[int, list[str]] = defaultdict(list)
    counts: dict[int, int] = defaultdict(int)
    for group_id, code in (await tx.exec(theirs)).all():
        counts[group_id or 0] += 1
        if code and code not in areas[group_id or 0]:
            areas[group_id or 0].append(code)
    return areas, counts
