"""How far an alert has come, area by area: reached, waiting, failed, withdrawn."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func
from sqlmodel import col, select

from models.alerts import Delivery, DeliveryState
from models.subscriptions import Subscription
from places.areas import AreaIndex
from places.points import Point
from services.house import House


@dataclass
class AreaCounts:
    """Those who subscribed in one area; `code` is empty for those told by name, and where no area holds a circle."""

    code: str = ""
    name_ar: str = ""
    name_en: str = ""
    recipients: int = 0
    sent: int = 0
    waiting: int = 0
    failed: int = 0
    withdrawn: int = 0


async def counts_by_area(house: House, alert_id: int) -> list[AreaCounts]:
    """Most recipients first; a circle counts for the smallest area that holds its middle, which is a coarse home."""
    areas = await house.areas()
    async with house.db.reading() as tx:
        rows = (await tx.exec(_counted(alert_id))).all()
    found: dict[str, AreaCounts] = {}
    for (area_id, lat, lon), bucket, number in _bucketed(rows):
        counts = _of_place(areas, area_id, lat, lon)
        counts = found.setdefault(counts.code, counts)
        counts.recipients += number
        setattr(counts, bucket, getattr(counts, bucket) + number)
    return sorted(found.values(), key=lambda counts: (-counts.recipients, counts.code))


def _counted(alert_id: int) -> Any:
    """Deliveries of an alert by where their subscription lies, whether they have a copy, and their state."""
    place = Subscription.area_id, Subscription.lat, Subscription.lon
    shown = col(Delivery.shown_revision).is_not(None)
    by_place: Any = select(*place, shown, Delivery.state, func.count())  # type: ignore[call-overload]
    joined = by_place.join(Subscription, col(Subscription.id) == Delivery.subscription_id, isouter=True)
    return joined.select_from(Delivery).where(Delivery.alert_id == alert_id).group_by(*place, shown, Delivery.state)


def _bucketed(rows: Any) -> Iterator[tuple[tuple[Any, Any, Any], str, int]]:
    """The same four words as `services.counting.Counts`."""
    for area_id, lat, lon, shown, state, number in rows:
        unsent = {DeliveryState.FAILED: "failed", DeliveryState.CANCELLED: "withdrawn"}.get(state, "waiting")
        yield (area_id, lat, lon), "sent" if shown else unsent, number


def _of_place(areas: AreaIndex, area_id: int | None, lat: float | None, lon: float | None) -> AreaCounts:
    if area_id is not None:
        area = areas.area(area_id)
    elif lat is not None and lon is not None and (holding := areas.holding(Point(lat, lon))):
        area = holding[0]
    else:
        return AreaCounts()
    return AreaCounts(area.code, area.name_ar, area.name_en)
