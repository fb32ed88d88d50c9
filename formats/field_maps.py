"""What of a search goes to other maps: its last known point, rings, segments, tracks and sightings, and no person."""

from dataclasses import dataclass
from datetime import datetime

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from places.points import Point


@dataclass(frozen=True, slots=True)
class Mark:
    """A point with a name, such as the last known point or a sighting; `kind` says which."""

    name: str
    kind: str
    at: Point
    state: str = ""
    time: datetime | None = None


@dataclass(frozen=True, slots=True)
class Ring:
    """How far from the last known point a share of people was found, in per cent."""

    percent: int
    radius_m: float


@dataclass(frozen=True, slots=True)
class Ground:
    """A segment: its outline in degrees, how well it was searched and how likely the subject is there."""

    name: str
    number: int
    state: str
    outline: shapely.Polygon
    area_m2: float
    poa: float
    coverage: float
    pod: float


@dataclass(frozen=True, slots=True)
class Walk:
    """Where a team went in a segment: stretches of places with their times; no line is drawn between stretches."""

    name: str
    team: int
    segment: int
    stretches: tuple[tuple[tuple[Point, datetime], ...], ...]


@dataclass(frozen=True, slots=True)
class FieldMap:
    """Everything, at one moment."""

    name: str
    search_id: int
    made_at: datetime
    drill: bool = False
    marks: tuple[Mark, ...] = ()
    rings: tuple[Ring, ...] = ()
    grounds: tuple[Ground, ...] = ()
    walks: tuple[Walk, ...] = ()


def unbroken(places: list[Point]) -> list[tuple[float, float]]:
    """Longitude and latitude of one place after the other, the short way round the earth; may go beyond 180."""
    lons = np.unwrap([place.lon for place in places], period=360)
    return [(float(lon), place.lat) for lon, place in zip(lons, places, strict=True)]


def cut_at_180(shape: BaseGeometry) -> BaseGeometry:
    """The same ground or line with every longitude within -180..180, cut where it crosses (RFC 7946, 3.1.9)."""
    west, _, east, _ = shape.bounds
    if west >= -180 and east <= 180:
        return shape
    parts = [part for turn in (-1, 0, 1) for part in _window(shape, turn)]
    if len(parts) == 1:
        return parts[0]
    return shapely.MultiPolygon(parts) if shape.area > 0 else shapely.MultiLineString(parts)  # type: ignore[arg-type]


def _window(shape: BaseGeometry, turn: int) -> list[BaseGeometry]:
    inside = shape.intersection(shapely.box(360 * turn - 180, -90, 360 * turn + 180, 90))
    moved = shapely.transform(inside, lambda lonlat: lonlat - (360 * turn, 0))
    return [part for part in shapely.get_parts(moved) if (part.area if shape.area > 0 else part.length) > 0]
