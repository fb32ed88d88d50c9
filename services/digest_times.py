"""When a subscription's next digest is due: its own words, then its owner's, the area's, the deployment's."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Protocol
from zoneinfo import ZoneInfo

from sqlmodel import col, select

from clock.prayers import Spot
from clock.schedules import Schedule
from models.database import Tx
from models.groups import Group
from models.members import Member, Recipient
from models.rules import Rules
from places.areas import AreaIndex
from places.points import Point


class Wanted(Protocol):
    """What decides when a subscription's digests come; `models.subscriptions.Subscription` is one."""

    @property
    def instant(self) -> bool: ...
    @property
    def cron(self) -> str | None: ...
    @property
    def area_id(self) -> int | None: ...
    @property
    def lat(self) -> float | None: ...
    @property
    def lon(self) -> float | None: ...


@dataclass(frozen=True, slots=True)
class Owner:
    """What whoever subscribed (a member or a group) said of their broadcasts and their clock."""

    cron: str | None = None
    zone: str | None = None


def due_after(moment: datetime, *, wishes: Iterable[str | None], zone: ZoneInfo, point: Spot | None) -> datetime:
    """The next moment, in UTC, by the first of these wishes that says anything.

    One that follows the sun is passed over where no place is known. Refuses with BadSchedule and, when the last wish
    needs a place and has none, with ScheduleNeedsPlace.
    """
    said = [_parsed(text) for text in wishes if text]
    chosen = next((each for each in said if point is not None or not each.needs_place), said[-1])
    place = (point.lat, point.lon) if point is not None and chosen.needs_place else None
    return _next_after(chosen, moment, zone, place)


@lru_cache(maxsize=4096)
def _next_after(schedule: Schedule, moment: datetime, zone: ZoneInfo, place: tuple[float, float] | None) -> datetime:
    """Remembered, because an import asks the same for thousands."""
    return schedule.next_after(moment, zone, Point(*place) if place else None)


def due(row: Wanted, owner: Owner, rules: Rules, areas: AreaIndex, moment: datetime) -> datetime | None:
    """When this subscription's next digest is due; None where it is told at once."""
    if row.instant:
        return None
    point = _place(row, areas)
    wishes = (row.cron, owner.cron, _cron_of_area(row, areas), rules.schedule.digest)
    return due_after(moment, wishes=wishes, zone=ZoneInfo(owner.zone or rules.areas.zone), point=point)


async def owner_of(tx: Tx, recipient_id: int) -> Owner:
    """Whose subscriptions these are, as far as times go."""
    member = select(Member.broadcast_cron, Member.zone).join(Recipient, col(Recipient.member_id) == Member.id)
    group = select(Group.broadcast_cron, Group.zone).join(Recipient, col(Recipient.group_id) == Group.id)
    found = (await tx.exec(member.where(Recipient.id == recipient_id))).first()
    found = found or (await tx.exec(group.where(Recipient.id == recipient_id))).first()
    return Owner(*found) if found is not None else Owner()


@lru_cache(maxsize=512)
def _parsed(text: str) -> Schedule:
    return Schedule.parse(text)


def _place(row: Wanted, areas: AreaIndex) -> Point | None:
    if row.lat is not None and row.lon is not None:
        return Point(row.lat, row.lon)
    return areas.point_of(row.area_id) if row.area_id is not None else None


def _cron_of_area(row: Wanted, areas: AreaIndex) -> str | None:
    """What the nearest area that says anything says: the area itself, then those around it."""
    if row.area_id is not None:
        around = list(reversed(areas.path(row.area_id)))
    else:
        around = areas.holding(Point(row.lat or 0.0, row.lon or 0.0))
    return next((area.broadcast_cron for area in around if area.broadcast_cron), None)
