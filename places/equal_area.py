"""A flat map round one point, in metres, on which every area is true: where ground is cut up, measured and drawn in.

Lambert's azimuthal equal-area projection of the WGS 84 ellipsoid by way of its authalic sphere (J. P. Snyder, *Map
Projections: A Working Manual*, USGS 1395, 1987, pp. 16 and 185). Areas are exact but for how edges bend between their
corners (under 1e-6 for a side of a kilometre); lengths are within 0.5 % up to 50 km from the point. It knows neither
poles nor antimeridian: longitudes come back within 180 degrees of the point's own, so they may lie beyond 180.
"""

import math
from typing import Any, TypeVar

import numpy as np
import shapely
from numpy.typing import NDArray

from places.points import Point

Floats = NDArray[np.float64]
Shape = TypeVar("Shape", bound=Any)
"""A geometry, or an array of geometries."""

_E2 = 0.00669437999014
_E = math.sqrt(_E2)
_Q_POLE = 1 + (1 - _E2) / (2 * _E) * math.log((1 + _E) / (1 - _E))
AUTHALIC_RADIUS_M = 6_378_137.0 * math.sqrt(_Q_POLE / 2)
"""Of the sphere with the surface of the WGS 84 ellipsoid: 6,371,007.2 m."""

_BACK = (
    _E2 / 3 + 31 * _E2**2 / 180 + 517 * _E2**3 / 5040,
    23 * _E2**2 / 360 + 251 * _E2**3 / 3780,
    761 * _E2**3 / 45360,
)
"""From authalic to geodetic latitude (Snyder 3-18)."""


class Plane:
    """The map about one point; what is drawn on it is x (east) and y (north) in metres, the point at 0, 0."""

    def __init__(self, middle: Point) -> None:
        self.middle = middle
        beta = float(_authalic(np.array([middle.lat]))[0])
        self._sin, self._cos = math.sin(beta), math.cos(beta)

    def flat(self, shape: Shape) -> Shape:
        """From degrees (lon, lat) to metres."""
        flat: Shape = shapely.transform(shape, self._flat)
        return flat

    def degrees(self, shape: Shape) -> Shape:
        """From metres to degrees (lon, lat)."""
        lonlat: Shape = shapely.transform(shape, self._degrees)
        return lonlat

    def xy(self, point: Point) -> tuple[float, float]:
        """Metres east and north of the middle."""
        [(x, y)] = self._flat(np.array([[point.lon, point.lat]]))
        return float(x), float(y)

    def point(self, x: float, y: float) -> Point:
        """The place on earth, its longitude within -180..180."""
        [(lon, lat)] = self._degrees(np.array([[x, y]]))
        return Point(float(min(90.0, max(-90.0, lat))), float((lon + 180) % 360 - 180))

    def _flat(self, lonlat: Floats) -> Floats:
        beta, turn = _authalic(lonlat[:, 1]), np.radians(lonlat[:, 0] - self.middle.lon)
        up = self._sin * np.sin(beta) + self._cos * np.cos(beta) * np.cos(turn)
        scale = AUTHALIC_RADIUS_M * np.sqrt(2 / np.maximum(1 + up, 1e-12))
        east = np.cos(beta) * np.sin(turn)
        north = self._cos * np.sin(beta) - self._sin * np.cos(beta) * np.cos(turn)
        return np.column_stack([scale * east, scale * north])

    def _degrees(self, xy: Floats) -> Floats:
        x, y = xy[:, 0], xy[:, 1]
        away = np.hypot(x, y)
        angle = 2 * np.arcsin(np.minimum(away / (2 * AUTHALIC_RADIUS_M), 1.0))
        sine, cosine = np.sin(angle), np.cos(angle)
        north = np.where(away > 0, y / np.where(away > 0, away, 1.0), 0.0)
        beta = np.arcsin(np.clip(cosine * self._sin + sine * self._cos * north, -1.0, 1.0))
        turn = np.arctan2(x * sine, away * self._cos * cosine - y * self._sin * sine)
        lat = beta + sum(factor * np.sin(2 * (at + 1) * beta) for at, factor in enumerate(_BACK))
        return np.column_stack([self.middle.lon + np.degrees(turn), np.degrees(lat)])


def _authalic(lat_deg: Floats) -> Floats:
    """The latitude on the sphere of equal surface (Snyder 3-11, 3-12), in radians."""
    sine = np.sin(np.radians(lat_deg))
    q = (1 - _E2) * (sine / (1 - _E2 * sine**2) + np.arctanh(_E * sine) / _E)
    return np.asarray(np.arcsin(np.clip(q / _Q_POLE, -1.0, 1.0)), dtype=np.float64)
