"""Points on the earth: how far, which way, and how much of a home we keep."""

import enum
import math
from dataclasses import dataclass
from typing import NamedTuple

from models.refusals import Refusal

EARTH_RADIUS_M = 6_371_009.0
"""Mean radius of the earth (IUGG), as geopy's sphere has it; SQL uses the haversine of the same radius."""

_ROWS = 40_000
"""Rows of the grid of coarse homes from pole to pole: 0.0045 degrees, 500.4 m, each."""

_SLACK = 1e-8
"""Radians (6 cm) by which a box is wider than its circle, more than the rounding of any distance formula."""


class BadCoordinates(Refusal):
    """Not a place on earth: latitude -90..90, longitude -180..180, both finite; facts: which."""


@dataclass(frozen=True, slots=True)
class Point:
    """A place in degrees (WGS 84); refuses what is not on earth with BadCoordinates."""

    lat: float
    lon: float

    def __post_init__(self) -> None:
        if not -90 <= self.lat <= 90:
            raise BadCoordinates(which="lat")
        if not -180 <= self.lon <= 180:
            raise BadCoordinates(which="lon")


class Octant(enum.IntEnum):
    """One of eight directions, clockwise from north."""

    N = 0
    NE = 1
    E = 2
    SE = 3
    S = 4
    SW = 5
    W = 6
    NW = 7


class Band(enum.IntEnum):
    """How far, in the words people are told; never a figure, because a figure gives a home away."""

    UNDER_500_M = 0
    ABOUT_1_KM = 1
    ABOUT_2_KM = 2
    ABOUT_3_KM = 3
    ABOUT_5_KM = 4
    ABOUT_10_KM = 5
    ABOUT_20_KM = 6
    ABOUT_50_KM = 7
    FURTHER = 8

    @classmethod
    def of(cls, metres: float) -> "Band":
        """The step nearest to a distance; each ends about half way to the next, the last at 65 km."""
        return cls(sum(metres >= end for end in BAND_ENDS_M))


BAND_ENDS_M = (500.0, 1_500.0, 2_500.0, 4_000.0, 7_500.0, 15_000.0, 35_000.0, 65_000.0)
"""Where each band ends, in metres, the end itself belonging to the next; SQL may use the same numbers."""


class Coarse(NamedTuple):
    """A home as it is kept: the middle of its cell, and how far from there the home can be at most, in metres."""

    point: Point
    error_m: float


class Box(NamedTuple):
    """A rectangle in degrees."""

    min_lat: float
    max_lat: float
    min_lon: float
    max_lon: float


def distance_m(a: Point, b: Point) -> float:
    """Metres along the great circle, on a sphere of EARTH_RADIUS_M."""
    from geopy.distance import great_circle  # with every geocoder there is: a fifth of a second

    return float(great_circle((a.lat, a.lon), (b.lat, b.lon)).meters)


def bearing_deg(a: Point, b: Point) -> float:
    """The direction in which one sets out from `a` to `b`: 0 is north, 90 east, below 360."""
    lat_a, lat_b, turn = math.radians(a.lat), math.radians(b.lat), math.radians(b.lon - a.lon)
    east = math.sin(turn) * math.cos(lat_b)
    north = math.cos(lat_a) * math.sin(lat_b) - math.sin(lat_a) * math.cos(lat_b) * math.cos(turn)
    return math.degrees(math.atan2(east, north)) % 360.0 % 360.0


def octant(a: Point, b: Point) -> Octant:
    """Which way `b` lies from `a`; north when they are the same place."""
    return Octant(int((bearing_deg(a, b) + 22.5) // 45) % 8)


def coarse(point: Point) -> Coarse:
    """The middle of the point's cell in a fixed grid of about 500 m, the same for every home in the cell.

    The error is the cell's own, not this point's, which would put the home on a known circle; widen a radius by it.
    """
    row = min(int((point.lat + 90) / 180 * _ROWS), _ROWS - 1)
    lat = (row + 0.5) / _ROWS * 180 - 90
    columns = max(1, int(2 * _ROWS * math.cos(math.radians(lat))))
    column = int((point.lon + 180) / 360 * columns) % columns
    middle = Point(round(lat, 6), round((column + 0.5) / columns * 360 - 180, 6))
    return Coarse(middle, _reach_of_cell_m(middle, 90 / _ROWS, 180 / columns))


def box(point: Point, radius_m: float) -> Box:
    """The degrees around a circle, never missing a point of it.

    The whole width, -180..180, when the circle crosses the antimeridian or reaches a pole.
    """
    reach = radius_m / EARTH_RADIUS_M + _SLACK
    south, north = point.lat - math.degrees(reach), point.lat + math.degrees(reach)
    if south <= -90 or north >= 90:
        return Box(max(south, -90.0), min(north, 90.0), -180.0, 180.0)
    turn = math.degrees(math.asin(min(1.0, math.sin(reach) / math.cos(math.radians(point.lat)))))
    west, east = point.lon - turn, point.lon + turn
    if west < -180 or east > 180:
        west, east = -180.0, 180.0
    return Box(south, north, west, east)


def _reach_of_cell_m(middle: Point, half_lat: float, half_lon: float) -> float:
    """From the middle of a cell to its furthest corner, up to the next whole metre."""
    corners = (
        Point(max(-90.0, min(90.0, middle.lat + side * half_lat)), (middle.lon + half_lon + 180) % 360 - 180)
        for side in (-1, 1)
    )
    return float(math.ceil(max(distance_m(middle, corner) for corner in corners) + 0.2))
