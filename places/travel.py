"""Whether somebody can have come from one place to another in that time: a flag for staff, never a verdict; pure."""

import enum
from dataclasses import dataclass
from datetime import datetime

from places.points import Point, distance_m

WALKING_KMH = 5.2
"""1.43 m/s, the highest mean of normal walking (Bohannon, Williams Andrews, Physiotherapy 97 (2011) 182–189)."""
ROAD_KMH = 120.0
"""A motorway's usual limit: our choice. Straight lines are shorter than roads, so a leg rather seems possible."""
INEXACT_M = 500.0
"""Pins and memories are not exact: so much of a distance is not counted."""


class How(enum.StrEnum):
    """The slowest way that suffices."""

    ON_FOOT = "on-foot"
    BY_VEHICLE = "by-vehicle"
    IMPOSSIBLE = "impossible"


@dataclass(frozen=True, slots=True)
class Leg:
    """From one place to another: metres in a straight line, minutes between, and how one must have gone."""

    metres: float
    minutes: float
    how: How


def leg(a: Point, at_a: datetime, b: Point, at_b: datetime) -> Leg:
    """The way between two places at two moments, whichever came first."""
    metres, minutes = distance_m(a, b), abs((at_b - at_a).total_seconds()) / 60
    counted_km, hours = max(0.0, metres - INEXACT_M) / 1000, minutes / 60
    if counted_km <= WALKING_KMH * hours:
        return Leg(metres, minutes, How.ON_FOOT)
    return Leg(metres, minutes, How.BY_VEHICLE if counted_km <= ROAD_KMH * hours else How.IMPOSSIBLE)


def worst(legs: list[Leg]) -> Leg | None:
    """The leg that is hardest to believe; None without any."""
    order = list(How)
    return max(legs, key=lambda each: (order.index(each.how), each.metres / max(each.minutes, 1.0)), default=None)
