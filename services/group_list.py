"""Every group at a glance, for the operator."""

from collections import defaultdict
from typing import Any

from sqlmodel import col, select

from models.areas import Area
from models.database import Tx
from models.groups import Group
from models.members import Recipient
from models.organisations import Organisation
from models.subscriptions import Subscription
from services.house import House


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
