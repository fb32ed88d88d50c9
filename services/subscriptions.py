"""Who wants to hear what, where and how often: at once what is open there is promised, and taken back when unwished."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func
from sqlmodel import col, select

from clock.schedules import Schedule
from models.alerts import Alert, AlertState, Delivery, DeliveryState
from models.database import Tx
from models.members import AdultsOnly, Member, Recipient
from models.reports import DANGER
from models.rows import changed, id_of
from models.subscriptions import (
    RadiusNotOffered,
    ReportKinds,
    Subscription,
    SubscriptionCategory,
    SubscriptionNotFound,
    TooManySubscriptions,
)
from places.areas import AreaIndex
from places.grounds import AreaGround, Ground
from places.points import Point, box, coarse
from services import alerts
from services.digest_times import due, owner_of
from services.house import House

INSTANT = "instant"
SEARCHES = "searches"


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants to hear and how often: `instant`, a schedule, or "" for digests at their usual times."""

    searches: bool = True
    reports: ReportKinds = ReportKinds.NONE
    categories: tuple[str, ...] = ()
    frequency: str = INSTANT

    @classmethod
    def of_kinds(cls, kinds: Iterable[str], *, frequency: str = INSTANT) -> "Wish":
        """From `searches`, `reports` (all of them) and codes of categories."""
        chosen = set(kinds)
        some = tuple(sorted(chosen - {SEARCHES, "reports"}))
        reports = ReportKinds.SOME if some else ReportKinds.NONE
        return cls(SEARCHES in chosen, ReportKinds.ALL if "reports" in chosen else reports, some, frequency)

    def __post_init__(self) -> None:
        if self.frequency not in {INSTANT, ""}:
            object.__setattr__(self, "frequency", Schedule.parse(self.frequency).text)
        if self.reports is not ReportKinds.SOME:
            object.__setattr__(self, "categories", ())

    @property
    def columns(self) -> dict[str, Any]:
        cron = None if self.frequency in {INSTANT, ""} else self.frequency
        return {"searches": self.searches, "reports": self.reports, "instant": self.frequency == INSTANT, "cron": cron}


@dataclass(frozen=True, slots=True)
class Subscribed:
    """One subscription with its categories."""

    row: Subscription
    categories: tuple[str, ...]


async def subscribe(
    house: House, *, recipient_id: int, ground: Ground, wish: Wish, made_by: str | None = None, now: datetime
) -> int:
    """Hear of what lies on this ground; its number. The same wish for the same ground again changes how often.

    A member's circle is kept coarse. Refuses with AdultsOnly, RadiusNotOffered, TooManySubscriptions, BadSchedule.
    """
    areas = await house.areas()
    async with house.db.transaction() as tx:
        member = await _member(tx, recipient_id)
        columns = _ground_columns(ground, house, areas, home=member is not None)
        row = await _same(tx, recipient_id, columns, wish, made_by)
        if row is None:
            await _check_number(tx, house, recipient_id, member)
            row = Subscription(recipient_id=recipient_id, created_at=now, made_by=made_by, **columns)
        _check_adult(member, wish)
        await _write(tx, house, areas, row, wish, now)
        return id_of(row)


def first_wish(house: House, *, adult: bool) -> Wish:
    """What a newcomer hears of until they say more: danger near them, and searches by their word to be an adult."""
    codes = {rule.code for rule in house.rules.reports.categories}
    kinds = {DANGER} & codes | ({SEARCHES} if adult else set())
    return Wish.of_kinds(kinds) if kinds else Wish.of_kinds({"reports"}, frequency="")


async def check_room(house: House, *, recipient_id: int) -> None:
    """Refuse with TooManySubscriptions before anything is asked of a member who has as many as one may have."""
    async with house.db.reading() as tx:
        await _check_number(tx, house, recipient_id, await _member(tx, recipient_id))


def check_radius(house: House, radius_m: float) -> None:
    """Refuse with RadiusNotOffered what no circle may have, in metres."""
    rules = house.rules.alerts
    if not rules.least_radius_km * 1000 <= radius_m <= rules.most_radius_km * 1000:
        raise RadiusNotOffered(least_km=_figure(rules.least_radius_km), most_km=_figure(rules.most_radius_km))


async def usual_times(house: House, *, recipient_id: int, ground: Ground) -> Schedule:
    """When digests about this ground come to somebody who says nothing else of it."""
    areas = await house.areas()
    async with house.db.reading() as tx:
        owner = await owner_of(tx, recipient_id)
    inner = reversed(areas.path(ground.area_id)) if isinstance(ground, AreaGround) else areas.holding(ground.point)
    of_area = next((area.broadcast_cron for area in inner if area.broadcast_cron), None)
    return Schedule.parse(owner.cron or of_area or house.rules.schedule.digest)


async def open_there(house: House, *, subscription_id: int) -> int:
    """How many open alerts this subscription has brought its owner."""
    brought = select(func.count()).select_from(Delivery).join(Alert, col(Alert.id) == Delivery.alert_id)
    here = Delivery.subscription_id == subscription_id, Alert.state == AlertState.OPEN
    async with house.db.reading() as tx:
        return (await tx.exec(brought.where(*here, Delivery.state != DeliveryState.CANCELLED))).one()


async def change(
    house: House, *, recipient_id: int, subscription_id: int, wish: Wish, ground: Ground | None = None, now: datetime
) -> None:
    """Hear of other things, at other times, or on another ground; a member's circle is kept coarse."""
    areas = await house.areas()
    async with house.db.transaction() as tx:
        row = await _mine(tx, recipient_id, subscription_id)
        member = await _member(tx, recipient_id)
        _check_adult(member, wish)
        if ground is not None:
            moved = dict.fromkeys(_GROUND) | _ground_columns(ground, house, areas, home=member is not None)
            for name, value in moved.items():
                setattr(row, name, value)
        await _write(tx, house, areas, row, wish, now)


async def remove(house: House, *, recipient_id: int, subscription_id: int, now: datetime) -> None:
    """Hear no more of this ground; copies sent stay. Taking it back is possible until something else is removed."""
    await _set_active(house, recipient_id, subscription_id, active=False, now=now)


async def bring_back(house: House, *, recipient_id: int, subscription_id: int, now: datetime) -> None:
    """Undo a removal."""
    await _set_active(house, recipient_id, subscription_id, active=True, now=now)


async def of_recipient(house: House, recipient_id: int) -> list[Subscribed]:
    """What somebody subscribed to, oldest first."""
    async with house.db.reading() as tx:
        theirs = select(Subscription).where(Subscription.recipient_id == recipient_id, Subscription.active)
        rows = (await tx.exec(theirs.order_by(col(Subscription.id)))).all()
        return [Subscribed(row, await categories_of(tx, id_of(row))) for row in rows]


async def get(house: House, *, recipient_id: int, subscription_id: int) -> Subscribed:
    """One of somebody's subscriptions; refuses with SubscriptionNotFound."""
    async with house.db.reading() as tx:
        row = await _mine(tx, recipient_id, subscription_id)
        return Subscribed(row, await categories_of(tx, subscription_id))


async def reschedule(tx: Tx, house: House, areas: AreaIndex, *, recipient_id: int, now: datetime) -> None:
    """Somebody's clock or usual times changed: their digests are due at other moments."""
    owner = await owner_of(tx, recipient_id)
    late = select(Subscription).where(Subscription.recipient_id == recipient_id, ~col(Subscription.instant))
    for row in (await tx.exec(late)).all():
        row.next_digest_at = due(row, owner, house.rules, areas, now)
        tx.add(row)


async def drop_all(tx: Tx, recipient_ids: Sequence[int]) -> int:
    """Remove every subscription of these recipients, homes with them; how many there were."""
    return await changed(tx, delete(Subscription).where(col(Subscription.recipient_id).in_(recipient_ids)))


async def _write(tx: Tx, house: House, areas: AreaIndex, row: Subscription, wish: Wish, now: datetime) -> None:
    """Write a row as wished, its categories and its next digest, and promise what is open there."""
    for name, value in wish.columns.items():
        setattr(row, name, value)
    row.active = True
    row.next_digest_at = due(row, await owner_of(tx, row.recipient_id), house.rules, areas, now)
    tx.add(row)
    await tx.flush()
    number = id_of(row)
    await tx.exec(delete(SubscriptionCategory).where(col(SubscriptionCategory.subscription_id) == number))
    tx.add_all(SubscriptionCategory(subscription_id=number, category=each) for each in wish.categories)
    await tx.flush()
    await alerts.reconcile(tx, house, areas, row.recipient_id)


async def _set_active(house: House, recipient_id: int, subscription_id: int, *, active: bool, now: datetime) -> None:
    areas = await house.areas()
    async with house.db.transaction() as tx:
        row = await _mine(tx, recipient_id, subscription_id, active=not active)
        if not active:
            await tx.exec(_removed_before(recipient_id))
        row.active = active
        row.next_digest_at = due(row, await owner_of(tx, recipient_id), house.rules, areas, now) if active else None
        tx.add(row)
        await tx.flush()
        await alerts.reconcile(tx, house, areas, recipient_id)


async def _mine(tx: Tx, recipient_id: int, subscription_id: int, *, active: bool = True) -> Subscription:
    """One of somebody's own subscriptions; another's is not found."""
    row = await tx.get(Subscription, subscription_id)
    if row is None or row.recipient_id != recipient_id or row.active is not active:
        raise SubscriptionNotFound(subscription_id=subscription_id)
    return row


_GROUND = ("area_id", "lat", "lon", "radius_m", "min_lat", "max_lat", "min_lon", "max_lon")
"""The columns that say where."""


def _ground_columns(ground: Ground, house: House, areas: AreaIndex, *, home: bool) -> dict[str, Any]:
    if isinstance(ground, AreaGround):
        areas.area(ground.area_id)
        return {"area_id": ground.area_id}
    check_radius(house, ground.radius_m)
    return circle_columns(ground.point, ground.radius_m, home=home)


def circle_columns(point: Point, radius_m: float, *, home: bool) -> dict[str, float]:
    """A circle as it is stored, with its box; a home coarse, its radius widened by the rounding."""
    if home:
        point, error_m = coarse(point)
        radius_m += error_m
    return {"lat": point.lat, "lon": point.lon, "radius_m": radius_m, **box(point, radius_m)._asdict()}


async def _same(
    tx: Tx, recipient_id: int, ground: dict[str, Any], wish: Wish, made_by: str | None
) -> Subscription | None:
    """The subscription this update made already, or that is about the same things on the same ground."""
    if made_by is not None:
        made = (await tx.exec(select(Subscription).where(Subscription.made_by == made_by))).first()
        if made is not None:
            return made
    about = ground | {"searches": wish.searches, "reports": wish.reports}
    alike = [getattr(Subscription, name) == value for name, value in about.items()]
    theirs = select(Subscription).where(Subscription.recipient_id == recipient_id, *alike)
    rows = (await tx.exec(theirs.order_by(col(Subscription.active).desc(), col(Subscription.id)))).all()
    for row in rows:
        if await categories_of(tx, id_of(row)) == wish.categories:
            return row
    return None


async def _member(tx: Tx, recipient_id: int) -> Member | None:
    """Whose address this is; None for a group's."""
    theirs = select(Member).join(Recipient, col(Recipient.member_id) == Member.id)
    return (await tx.exec(theirs.where(Recipient.id == recipient_id))).first()


async def _check_number(tx: Tx, house: House, recipient_id: int, member: Member | None) -> None:
    counted = select(func.count()).select_from(Subscription)
    here = counted.where(col(Subscription.recipient_id) == recipient_id, col(Subscription.active))
    limit = house.rules.alerts.subscriptions_per_member
    if member is not None and (await tx.exec(here)).one() >= limit:
        raise TooManySubscriptions(limit=limit)


def _check_adult(member: Member | None, wish: Wish) -> None:
    if member is not None and wish.searches and member.adult_at is None:
        raise AdultsOnly()


async def categories_of(tx: Tx, subscription_id: int) -> tuple[str, ...]:
    """The categories a subscription is about, in order."""
    chosen = select(SubscriptionCategory.category).where(SubscriptionCategory.subscription_id == subscription_id)
    return tuple(sorted((await tx.exec(chosen)).all()))


def _removed_before(recipient_id: int) -> Any:
    """What somebody removed earlier and did not bring back."""
    theirs = col(Subscription.recipient_id) == recipient_id, ~col(Subscription.active)
    return delete(Subscription).where(*theirs)


def _figure(km: float) -> str:
    return f"{km:g}"


def known_kinds(categories: Collection[str]) -> list[str]:
    """What a subscription may be about: searches, all reports, or some categories."""
    return [SEARCHES, "reports", *categories]
