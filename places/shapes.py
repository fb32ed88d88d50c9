"""The ground of areas as geometry in lon/lat degrees, and distances from it in metres.

An edge is straight in lon/lat. Distances come from an azimuthal equidistant projection about the one point asked for,
in which every corner lies at its true distance; edges are cut to 0.05 degrees, so that their bend in it stays under
half a metre where people live (below 60 degrees) and three metres at 80.
"""

import math
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from models.areas import Area
from places.points import EARTH_RADIUS_M, Point, box

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

_EDGE_DEG = 0.05
_FAN = np.linspace(0.0, 2 * math.pi, 64, endpoint=False)
_OUTSIDE = 1.003
"""How much further out the 64 corners lie, so that no edge cuts into the circle: more than 1 / cos(180/64 degrees)."""


def of_areas(areas: list[Area]) -> NDArray[np.object_]:
    """One geometry for each area: its polygon, a polygon about its circle, or None for a name only."""
    shapes = shapely.from_wkb([area.shape for area in areas])
    for broken in np.flatnonzero(~shapely.is_valid(shapes) & ~shapely.is_missing(shapes)):
        shapes[broken] = mended(shapes[broken])
    shapes = shapely.segmentize(shapes, _EDGE_DEG)
    for at, area in enumerate(areas):
        if is_circle(area):
            shapes[at] = _around(Point(area.lat or 0.0, area.lon or 0.0), area.radius_m or 0.0)
    return np.asarray(shapes, dtype=object)


def mended(shape: BaseGeometry) -> BaseGeometry | None:
    """The same ground as valid polygons; None when nothing of it has any width."""
    valid = shapely.make_valid(shape, method="structure", keep_collapsed=False)
    parts = shapely.get_parts(shapely.get_parts(valid))
    polygons = parts[(shapely.get_type_id(parts) == shapely.GeometryType.POLYGON) & ~shapely.is_empty(parts)]
    if polygons.size == 0:
        return None
    ground: BaseGeometry = polygons[0] if polygons.size == 1 else shapely.multipolygons(polygons)
    return ground


def is_circle(area: Area) -> bool:
    """Whether its ground is the circle about its point; a polygon, where there is one, goes first."""
    return area.shape is None and None not in (area.lat, area.lon, area.radius_m)


def size_m2(shapes: NDArray[np.object_]) -> Floats:
    """Square metres, within 1 % for anything up to a country; only for comparing."""
    middle = np.radians(shapely.bounds(shapes)[:, [1, 3]].mean(axis=1))
    degree_m = math.radians(EARTH_RADIUS_M)
    return np.asarray(shapely.area(shapes) * degree_m**2 * np.cos(middle), dtype=np.float64)


def bounding(point: Point, radius_m: float) -> BaseGeometry:
    """The rectangle of `points.box` as a geometry."""
    south, north, west, east = box(point, radius_m)
    return shapely.box(west, south, east, north)


def metres_to(point: Point, shapes: NDArray[np.object_]) -> Floats:
    """Metres from a point to each polygon, 0 inside it."""
    here = shapely.Point(point.lon, point.lat)
    flat = shapely.transform(shapes, lambda lonlat: _about(point, lonlat))
    away = shapely.distance(shapely.Point(0.0, 0.0), shapely.boundary(flat))
    return np.where(shapely.intersects(shapes, here), 0.0, away)


def haversine_m(point: Point, lats: Floats, lons: Floats) -> Floats:
    """Metres from one point to each of many."""
    lat, there = math.radians(point.lat), np.radians(lats)
    half = np.sin((there - lat) / 2) ** 2
    half += math.cos(lat) * np.cos(there) * np.sin(np.radians(lons - point.lon) / 2) ** 2
    return np.asarray(2 * EARTH_RADIUS_M * np.arcsin(np.sqrt(np.minimum(half, 1.0))), dtype=np.float64)


def circles_meet(shape: BaseGeometry, lats: Floats, lons: Floats, radii_m: Floats) -> Bools:
    """Which circles reach a polygon, by the same rule as `metres_to`.

    Mercator keeps shapes, its scale is known at every latitude: it decides all but the few circles whose edge is within
    what the scale changes across them (0.1 % of 10 km in Riyadh); those are measured one by one.
    """
    meet, doubtful = _by_mercator(shape, lats, lons, radii_m)
    one = np.array([shape], dtype=object)
    for at in np.flatnonzero(doubtful):
        point = Point(float(lats[at]), float(lons[at]))
        meet[at] = metres_to(point, one)[0] <= radii_m[at]
    return meet


def _by_mercator(shape: BaseGeometry, lats: Floats, lons: Floats, radii_m: Floats) -> tuple[Bools, Bools]:
    """(surely meets, cannot be told): a length is its metres times a scale between the circle's two edges' scales."""
    lat, reach = np.radians(lats), radii_m / EARTH_RADIUS_M + 1e-6
    nearest, furthest = np.maximum(np.abs(lat) - reach, 0.0), np.abs(lat) + reach
    beyond = (furthest > math.radians(85)) | (np.degrees(reach) / np.cos(lat) + np.abs(lons) > 180)
    scale_low, scale_high = 1 / np.cos(nearest), 1 / np.cos(np.minimum(furthest, math.radians(85)))
    flat = shapely.transform(shape, _mercator)
    shapely.prepare(flat)
    middles = shapely.points(_mercator(np.column_stack([lons, lats])))
    dwithin: Any = shapely.dwithin  # takes an array of distances, though its types say one
    surely = dwithin(flat, middles, (radii_m - 1.0) * scale_low)
    maybe = dwithin(flat, middles, (radii_m + 1.0) * scale_high)
    return surely & ~beyond, beyond | (maybe & ~surely)


def _mercator(lonlat: Floats) -> Floats:
    lat = np.radians(np.clip(lonlat[:, 1], -89.0, 89.0))
    return EARTH_RADIUS_M * np.column_stack([np.radians(lonlat[:, 0]), np.arctanh(np.sin(lat))])


def _about(point: Point, lonlat: Floats) -> Floats:
    """Azimuthal equidistant (Snyder 1987, p. 195): metres east and north, distances from the point true."""
    lat0, turn, lat = math.radians(point.lat), np.radians(lonlat[:, 0] - point.lon), np.radians(lonlat[:, 1])
    east = np.cos(lat) * np.sin(turn)
    north = math.cos(lat0) * np.sin(lat) - math.sin(lat0) * np.cos(lat) * np.cos(turn)
    up = math.sin(lat0) * np.sin(lat) + math.cos(lat0) * np.cos(lat) * np.cos(turn)
    sine = np.hypot(east, north)
    stretch = EARTH_RADIUS_M * np.arctan2(sine, up) / np.where(sine > 0, sine, 1.0)
    return np.column_stack([east * stretch, north * stretch])


def _around(point: Point, radius_m: float) -> BaseGeometry:
    """A polygon just outside a circle; its rectangle where the circle crosses the antimeridian or reaches a pole."""
    rectangle = bounding(point, radius_m)
    if rectangle.bounds[0] == -180.0:
        return rectangle
    reach, lat0 = radius_m * _OUTSIDE / EARTH_RADIUS_M, math.radians(point.lat)
    lat = np.arcsin(math.sin(lat0) * math.cos(reach) + math.cos(lat0) * math.sin(reach) * np.cos(_FAN))
    east = np.sin(_FAN) * math.sin(reach) * math.cos(lat0)
    turn = np.arctan2(east, math.cos(reach) - math.sin(lat0) * np.sin(lat))
    return shapely.Polygon(np.column_stack([point.lon + np.degrees(turn), np.degrees(lat)]))
