"""Grounds: where an alert or a subscription lies."""

import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from models.refusals import Refusal
from places.points import EARTH_RADIUS_M, Point, distance_m


class BadRadius(Refusal):
    """A radius is more than nothing and less than the way to the other side of the earth."""


@dataclass(frozen=True, slots=True)
class Circle:
    """All that is within `radius_m` metres of a point; refuses other radii with BadRadius."""

    point: Point
    radius_m: float

    def __post_init__(self) -> None:
        if not 0 < self.radius_m < math.pi * EARTH_RADIUS_M:
            raise BadRadius()

    def meets(self, other: "Circle") -> bool:
        """Two circles meet when their middles are no further apart than both radii together."""
        return distance_m(self.point, other.point) <= self.radius_m + other.radius_m


@dataclass(frozen=True, slots=True)
class AreaGround:
    """All of an area, by its number."""

    area_id: int


Ground = Circle | AreaGround


@dataclass(frozen=True, slots=True)
class Meeting:
    """The areas whose subscribers hear of a ground; `through` names the area with a shape that stood in for one."""

    area_ids: frozenset[int]
    through: Mapping[int, int] = field(default_factory=dict)


def meeting_of(told: Collection[int], through: Mapping[int, int]) -> Meeting:
    """Who hears of it in their own right is not said to hear of it through another."""
    others = {area: via for area, via in through.items() if area not in told}
    return Meeting(frozenset(told) | others.keys(), others)


def together(meetings: Iterable[Meeting]) -> Meeting:
    """The areas that hear of several grounds as of one."""
    every = list(meetings)
    told = {area for each in every for area in each.area_ids - each.through.keys()}
    return meeting_of(told, {area: via for each in every for area, via in each.through.items()})
