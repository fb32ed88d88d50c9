"""What a volunteer has said so far of the alerts they want; kept with the conversation until it is confirmed."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.state import State, StatesGroup

from handlers.group_words import REPORTS
from handlers.talking import Talk
from models.refusals import NotUnderstood
from models.subscriptions import ReportKinds
from places.grounds import AreaGround, Circle, Ground
from places.points import Point, coarse
from services.places import Place
from services.subscriptions import SEARCHES, Subscribed, Wish

KEPT = "alerts"
"""Its place among what was entered."""
PURPOSE = "alerts"
"""The name under which the place of alerts is asked for."""


class Alerting(StatesGroup):
    kinds = State()
    adult = State()
    radius = State()
    times = State()
    summary = State()


class Near(CallbackData, prefix="volunteer"):
    """Switch on what is near, by one answer: the place."""


class KindOf(CallbackData, prefix="ak"):
    """This kind, or no longer; the prefix is short because a code has up to 60 characters."""

    code: str


class Adult(CallbackData, prefix="alerts-adult"):
    """What they say of their age."""

    adult: bool


class Radius(CallbackData, prefix="alerts-km"):
    """A circle of so many kilometres."""

    km: int


class Often(CallbackData, prefix="alerts-often"):
    """When alerts come."""

    times: str


class Finish(CallbackData, prefix="alerts"):
    """What a button does with the draft that began with an update."""

    act: str
    began: str


@dataclass(frozen=True)
class WishDraft:
    """What was said; the point of a circle is coarse from the moment it is known, and no finer one is kept."""

    began: str
    kinds: tuple[str, ...] = (SEARCHES,)
    kinds_said: bool = False
    area_id: int | None = None
    """The area it is about; of a circle, the one in which its middle lies."""
    lat: float | None = None
    lon: float | None = None
    radius_km: float | None = None
    frequency: str | None = None
    subscription_id: int | None = None
    """The number of the alerts that are changed."""
    moved: bool = False
    """Whether the place was said in this conversation."""

    @classmethod
    def of(cls, began: str, known: Subscribed) -> "WishDraft":
        """From alerts that are on already."""
        row = known.row
        reports = (REPORTS,) if row.reports is ReportKinds.ALL else known.categories
        kinds = (*([SEARCHES] if row.searches else []), *reports)
        frequency = "instant" if row.instant else (row.cron or "")
        place = (row.area_id, row.lat, row.lon, radius_km(known))
        return cls(began, kinds, True, *place, frequency=frequency, subscription_id=row.id)

    @property
    def missing(self) -> str:
        """What to ask next; empty when all of it is there."""
        circle = self.lat is not None
        have = {
            "kinds": self.kinds_said and bool(self.kinds),
            "place": circle or self.area_id is not None,
            "radius": not circle or self.radius_km is not None,
            "times": self.frequency is not None,
        }
        return next((what for what, known in have.items() if not known), "")

    def at(self, place: Place, *, radius_km: float | None = None) -> "WishDraft":
        """The same about this place."""
        home = coarse(place.point).point if place.point is not None else None
        lat, lon = (home.lat, home.lon) if home is not None else (None, None)
        return replace(self, area_id=place.area_id, lat=lat, lon=lon, radius_km=radius_km, moved=True)

    @property
    def ground(self) -> Ground:
        """Refuses with NotUnderstood while it is not known."""
        if self.missing in {"kinds", "place", "radius"}:
            raise NotUnderstood()
        if self.lat is not None and self.lon is not None:
            return Circle(Point(self.lat, self.lon), (self.radius_km or 0) * 1000)
        return AreaGround(self.area_id or 0)

    @property
    def wish(self) -> Wish:
        return Wish.of_kinds(self.kinds, frequency=self.frequency or "")


def radius_km(known: Subscribed) -> float | None:
    """The radius as it was chosen: without what was added for keeping the middle coarse."""
    row = known.row
    if row.radius_m is None or row.lat is None or row.lon is None:
        return None
    return round((row.radius_m - coarse(Point(row.lat, row.lon)).error_m) / 1000, 1)


async def keep(talk: Talk, draft: WishDraft) -> None:
    await talk.state.update_data({KEPT: asdict(draft)})


async def draft_of(talk: Talk) -> WishDraft:
    """The draft of this conversation; without one its steps are over, refused with NotUnderstood."""
    kept: dict[str, Any] | None = (await talk.state.get_data()).get(KEPT)
    if kept is None:
        raise NotUnderstood()
    kinds: Sequence[str] = kept["kinds"]
    return WishDraft(**{**kept, "kinds": tuple(kinds)})
