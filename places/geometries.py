"""The geometry of a feature, as a file draws it, made into ground that can be asked what it holds; or why it cannot."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
import shapely.geometry
from shapely.errors import ShapelyError
from shapely.geometry.base import BaseGeometry

from places.faults import Fault
from places.points import Point
from places.shapes import mended

MOST_UNCERTAIN = 0.1
"""An outline that crosses itself is mended as long as less than this part of its ground depends on how one reads it."""

_METRES = 720
"""Degrees end here, twice around the earth; what is more are metres of a projected map, UTM for one."""
_TURN, _HALF = 360.0, 180.0


class BadGeometry(Exception):
    """This geometry cannot be the ground of an area: why, and the facts of that sentence."""

    def __init__(self, fault: Fault, **facts: Any) -> None:
        super().__init__(fault)
        self.fault, self.facts = fault, facts


@dataclass(frozen=True, slots=True)
class Drawn:
    """A point to show, and the polygons as WKB (None of a lone point); degrees, valid, cut at the antimeridian."""

    point: Point
    shape: bytes | None = None
    mended: bool = False
    """Whether it crossed itself and was made valid."""


def ground_of(geometry: Mapping[str, Any]) -> Drawn:
    """A GeoJSON geometry as ground: Polygon, MultiPolygon, a collection with some in it, or a Point.

    Heights are left out and rings closed. What runs over the antimeridian is cut there (RFC 7946, 3.1.9). Refuses with
    BadGeometry what is no ground, empty, not in degrees, has its axes swapped, or crosses itself beyond mending.
    """
    shape = _shape(geometry)
    if isinstance(shape, shapely.Point):
        return Drawn(Point(shape.y, shape.x))
    sound = bool(shapely.is_valid(shape))
    ground = shape if sound and shape.geom_type in {"Polygon", "MultiPolygon"} else mended(shape)
    if ground is None:
        raise BadGeometry(Fault.EMPTY_GROUND)
    if not sound and (share := _uncertain(shape)) > MOST_UNCERTAIN:
        raise BadGeometry(Fault.CROSSES_ITSELF, percent=round(min(share, 1.0) * 100), most=round(MOST_UNCERTAIN * 100))
    ground = _cut_at_antimeridian(ground)
    inside = ground.representative_point()
    return Drawn(Point(inside.y, inside.x), shapely.to_wkb(ground), mended=not sound)


def _shape(geometry: Mapping[str, Any]) -> BaseGeometry:
    """A geometry of degrees, its longitudes running on beyond 180 where it crosses the antimeridian."""
    try:
        with np.errstate(invalid="ignore"):  # what is no number is told below
            shape: BaseGeometry = shapely.force_2d(shapely.geometry.shape(dict(geometry)))
    except (ShapelyError, AttributeError, LookupError, TypeError, ValueError):
        raise BadGeometry(Fault.NOT_A_GROUND) from None
    if shape.geom_type not in {"Polygon", "MultiPolygon", "GeometryCollection", "Point"}:
        raise BadGeometry(Fault.NOT_A_GROUND)
    if shape.is_empty:
        raise BadGeometry(Fault.EMPTY_GROUND)
    _check_degrees(shape)
    return _running_on(shape)


def _check_degrees(shape: BaseGeometry) -> None:
    west, south, east, north = shape.bounds
    if not np.isfinite(shapely.get_coordinates(shape)).all():
        raise BadGeometry(Fault.BAD_COORDINATES)
    if max(map(abs, shape.bounds)) > _METRES:
        raise BadGeometry(Fault.PROJECTED)
    if not -90 <= south <= north <= 90:
        swapped = -90 <= west <= east <= 90 and -_HALF <= south <= north <= _HALF
        raise BadGeometry(Fault.SWAPPED if swapped else Fault.BAD_COORDINATES)
    around = _HALF if isinstance(shape, shapely.Point) else _TURN
    if not -around <= west <= east <= around:
        raise BadGeometry(Fault.BAD_COORDINATES)


def _uncertain(shape: BaseGeometry) -> float:
    """The part of the ground that depends on how one reads the crossings, from what each polygon loses or gains."""
    parts = shapely.get_parts(shapely.get_parts(shape))
    grounds = [mended(part) for part in parts]
    kept = sum(ground.area for ground in grounds if ground is not None)
    moved = sum(abs(part.area - (ground.area if ground else 0.0)) for part, ground in zip(parts, grounds, strict=True))
    return float(moved / kept)


def _running_on(shape: BaseGeometry) -> BaseGeometry:
    """A ring that steps from 179 to -179 goes over the antimeridian, and not once around the earth."""
    if isinstance(shape, shapely.Polygon):
        return _polygon_running_on(shape)
    if isinstance(shape, shapely.MultiPolygon):
        return shapely.MultiPolygon([_polygon_running_on(part) for part in shape.geoms if not part.is_empty])
    return shape


def _polygon_running_on(polygon: shapely.Polygon) -> shapely.Polygon:
    rings = list(_ring_by_ring(polygon))
    return shapely.Polygon(rings[0], rings[1:])


def _ring_by_ring(polygon: shapely.Polygon) -> Iterator[Any]:
    """Holes follow their outline to the same side."""
    middle = 0.0
    for at, ring in enumerate((polygon.exterior, *polygon.interiors)):
        lonlat = shapely.get_coordinates(ring)
        steps = np.abs(np.diff(lonlat[:, 0]))
        if ((steps > _HALF) & (steps < _TURN)).any():
            on = np.unwrap(lonlat[:, 0], period=_TURN)
            lonlat[:, 0] = on if abs(on[-1] - on[0]) < 1 else lonlat[:, 0]
        if at == 0:
            middle = float(lonlat[:, 0].mean())
        elif abs(lonlat[:, 0].mean() - middle) > _HALF:
            lonlat[:, 0] += np.copysign(_TURN, middle - lonlat[:, 0].mean())
        yield lonlat


def _cut_at_antimeridian(ground: BaseGeometry) -> BaseGeometry:
    west, _, east, _ = ground.bounds
    if west >= -_HALF and east <= _HALF:
        return ground
    turns = [turn for turn in (-_TURN, 0.0, _TURN) if west < turn + _HALF and east > turn - _HALF]
    return mended(shapely.union_all([_back(ground, turn) for turn in turns])) or ground


def _back(ground: BaseGeometry, turn: float) -> BaseGeometry:
    """What lies on the sheet so many turns away, laid on the one from -180 to 180."""
    piece = shapely.intersection(ground, shapely.box(turn - _HALF, -90, turn + _HALF, 90))
    return shapely.transform(piece, lambda lonlat: np.clip(lonlat - [turn, 0], [-_HALF, -90], [_HALF, 90]))
