"""The imported areas around a place, as a map shows them: outlines cut to what is seen, with their names."""

import math
from collections.abc import Sequence

import shapely
from shapely.geometry.base import BaseGeometry

from models.areas import Area, AreaKind
from models.rows import id_of
from pictures.map_frames import DEGREE_M, LatLon
from pictures.map_layers import Land
from places.areas import AreaIndex
from places.drawn import outline
from places.grounds import Circle
from places.points import Point

_ORDER = (AreaKind.REGION, AreaKind.CITY, AreaKind.DISTRICT)
"""Larger areas are drawn first, smaller ones over them."""
_AROUND = 4.0
"""Outlines are cut off so many times further out than what is to be seen, beyond any frame."""


def lands_around(areas: AreaIndex, middle: LatLon, radius_m: float, language: str) -> tuple[Land, ...]:
    """Areas with an outline that reach within `radius_m` of a place, larger ones first, named in this language."""
    about = Circle(Point(*middle), radius_m)
    near = [areas.area(number) for number in areas.meeting(about).area_ids]
    lands = [_land(areas, area, middle, radius_m, language) for area in sorted(near, key=_size)]
    return tuple(land for land in lands if land is not None)


def middle_and_reach(places: Sequence[LatLon]) -> tuple[LatLon, float]:
    """A place between all of these, and how many metres from it the furthest lies."""
    lats = [lat for lat, _ in places]
    turns = [(lon - places[0][1] + 180) % 360 - 180 for _, lon in places]
    lat, turn = (min(lats) + max(lats)) / 2, (min(turns) + max(turns)) / 2
    high = (max(lats) - min(lats)) / 2
    wide = (max(turns) - min(turns)) / 2 * math.cos(math.radians(lat))
    return (lat, (places[0][1] + turn + 180) % 360 - 180), math.hypot(high, wide) * DEGREE_M


def _size(area: Area) -> tuple[int, int]:
    return _ORDER.index(area.kind), id_of(area)


def _land(areas: AreaIndex, area: Area, middle: LatLon, radius_m: float, language: str) -> Land | None:
    ground = areas.outline(id_of(area))
    if ground is None:
        return None
    seen, far = _cut(ground, middle, radius_m), _cut(ground, middle, radius_m * _AROUND)
    if not far.area:
        return None
    rings = tuple(tuple((lat, lon) for lon, lat in ring) for ring in outline(far).rings)
    lon, lat = outline(seen if seen.area else far).middle
    first, second = (area.name_ar, area.name_en) if language == "ar" else (area.name_en, area.name_ar)
    return Land(first or second, rings, (lat, lon), main=area.kind is not AreaKind.DISTRICT)


def _cut(ground: BaseGeometry, middle: LatLon, radius_m: float) -> BaseGeometry:
    """What lies in the square around a place; whole where that square would reach over the antimeridian."""
    lat, lon = middle
    high = radius_m / DEGREE_M
    wide = high / max(0.05, math.cos(math.radians(lat)))
    if lon - wide < -180 or lon + wide > 180:
        return ground
    return shapely.clip_by_rect(ground, lon - wide, lat - high, lon + wide, lat + high)
