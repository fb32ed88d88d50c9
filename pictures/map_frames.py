"""How degrees become pixels of a map: what the map shows, and how many metres lie in one pixel."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from places.points import EARTH_RADIUS_M

LatLon = tuple[float, float]
"""Latitude and longitude in degrees."""
Point = tuple[float, float]
Box = tuple[float, float, float, float]
"""Left, top, right and bottom in pixels."""

DEGREE_M = math.radians(EARTH_RADIUS_M)
"""Metres in a degree of latitude."""
LEAST_ACROSS_M = 2000.0
"""However close together everything lies, the map shows so much of the ground."""
SPARE = 1.12
"""Room around what must be seen."""


@dataclass(frozen=True, slots=True)
class Frame:
    """Degrees to pixels, as wide as it is high at the middle's latitude (equirectangular).

    Longitudes are counted from the middle, the shorter way round, so that the antimeridian is no border.
    """

    middle: LatLon
    metres_per_pixel: float
    box: Box

    def __call__(self, place: LatLon) -> Point:
        left, top, right, bottom = self.box
        east, north = _metres(self.middle, place)
        return (
            (left + right) / 2 + east / self.metres_per_pixel,
            (top + bottom) / 2 - north / self.metres_per_pixel,
        )

    def pixels(self, metres: float) -> float:
        return metres / self.metres_per_pixel

    def shows(self, point: Point, *, inset: float = 0) -> bool:
        """Whether a pixel lies on the map, `inset` pixels from its edge at least."""
        left, top, right, bottom = self.box
        return left + inset <= point[0] <= right - inset and top + inset <= point[1] <= bottom - inset


def frame_of(places: Iterable[tuple[LatLon, float]], box: Box) -> Frame:
    """The frame that shows every place with so many metres around it; at least one place is needed."""
    known = list(places)
    first = known[0][0]
    reach = [(*_metres(first, place), around) for place, around in known]
    west, east = min(x - r for x, _, r in reach), max(x + r for x, _, r in reach)
    south, north = min(y - r for _, y, r in reach), max(y + r for _, y, r in reach)
    left, top, right, bottom = box
    scale = max((east - west) * SPARE / (right - left), (north - south) * SPARE / (bottom - top))
    scale = max(scale, LEAST_ACROSS_M / min(right - left, bottom - top))
    return Frame(_moved(first, (east + west) / 2, (north + south) / 2), scale, box)


def _metres(origin: LatLon, place: LatLon) -> Point:
    """East and north of an origin."""
    turn = (place[1] - origin[1] + 180) % 360 - 180
    return turn * DEGREE_M * _narrow(origin), (place[0] - origin[0]) * DEGREE_M


def _moved(origin: LatLon, east: float, north: float) -> LatLon:
    lat = max(-90.0, min(90.0, origin[0] + north / DEGREE_M))
    return lat, (origin[1] + east / (DEGREE_M * _narrow(origin)) + 180) % 360 - 180


def _narrow(origin: LatLon) -> float:
    """How much shorter a degree of longitude is here than one of latitude."""
    return max(0.05, math.cos(math.radians(origin[0])))
