"""The ground round the last known point, cut into segments: what one pair searches in one to two hours.

Probability of area comes from the four distances within which 25, 50, 75 and 95 % of people like the subject were found
(the rings): even within each ring by area, with 5 % beyond the last. What is not cut, such as water, keeps its share in
the rest of the world.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import h3
import shapely
from shapely.geometry.base import BaseGeometry

from models.segments import Footing
from places.areas import AreaIndex
from places.equal_area import Plane
from places.grounds import Circle
from places.points import Point, distance_m
from places.search_theory import Work, by_density
from places.shapes import bounding

SHARES = (0.25, 0.25, 0.25, 0.20)
"""What lies in each ring, from the middle; 5 % lies beyond."""

MOST = 150
"""Segments of one search; further ground is left for later."""

LEAST_SHARE = 0.1
"""A block of which less than this is land is not worth a pair's way."""

NEARLY = 0.5
"""Ground worth at least this part of the best is as good, where it is nearer."""

_HEXAGON = 9
"""Resolution of h3: about 0.1 km² a cell."""

WORK = {Footing.STREETS: Work(20, 3000, 1, 2, 0.5), Footing.OPEN: Work(20, 2000, 2, 2, 1.0)}
"""A pair in streets for an hour: 0.24 km²; in the open for two: 0.16 km². No rule for this was ever published."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A segment: its outline in degrees (longitudes unbroken about the middle of the cut), its ground and its POA."""

    number: int
    outline: shapely.Polygon
    area_m2: float
    middle: Point
    poa: float


def cut(
    middle: Point,
    radius_m: float,
    footing: Footing,
    radii_m: Sequence[float],
    *,
    land: BaseGeometry | None = None,
) -> list[Piece]:
    """Cut the ground within a radius of the last known point; pieces are numbered from the middle outwards.

    `radii_m` are the distances of the 25, 50, 75 and 95 % rings. `land`, in degrees, is the ground that can be walked,
    where it is known. Blocks have their middle within the radius. Refuses nonsense with ValueError.
    """
    if not 0 < radius_m < 200_000:
        raise ValueError(f"no pair searches {radius_m} m round a point")
    plane, size_m2 = Plane(middle), WORK[footing].area_m2
    rings = _rings(radii_m)
    blocks = _squares(radius_m, size_m2) if footing is Footing.STREETS else _hexagons(plane, radius_m, size_m2)
    walked = plane.flat(_near(land, middle, radius_m + 2 * math.sqrt(size_m2))) if land is not None else None
    kept = [block if walked is None else _on_land(block, walked) for block in blocks]
    nearest = sorted((each for each in kept if each is not None), key=_how_far)[:MOST]
    return [_piece(number, block, plane, rings) for number, block in enumerate(nearest, start=1)]


def _piece(number: int, block: shapely.Polygon, plane: Plane, rings: list[tuple[BaseGeometry, float]]) -> Piece:
    poa = math.fsum(density * block.intersection(ring).area for ring, density in rings)
    inside = block.centroid if block.contains(block.centroid) else block.representative_point()
    return Piece(number, plane.degrees(block), block.area, plane.point(inside.x, inside.y), poa)


def _rings(radii_m: Sequence[float]) -> list[tuple[BaseGeometry, float]]:
    """Each ring with its probability per square metre."""
    if len(radii_m) != len(SHARES) or not all(a < b for a, b in zip((0.0, *radii_m), (*radii_m, 4e5), strict=True)):
        raise ValueError(f"four growing distances are wanted, not {radii_m}")
    discs = [shapely.Point(0, 0).buffer(radius, quad_segs=64) for radius in radii_m]
    rings = [discs[0], *(outer.difference(inner) for inner, outer in pairwise(discs))]
    return [(ring, share / ring.area) for ring, share in zip(rings, SHARES, strict=True)]


def _squares(radius_m: float, size_m2: float) -> Iterator[shapely.Polygon]:
    """Blocks along north and east, the last known point in the middle of one."""
    side = math.sqrt(size_m2)
    reach = range(-int(radius_m / side) - 1, int(radius_m / side) + 2)
    for x, y in ((i * side, j * side) for i in reach for j in reach):
        if math.hypot(x, y) <= radius_m:
            yield shapely.box(x - side / 2, y - side / 2, x + side / 2, y + side / 2)


def _hexagons(plane: Plane, radius_m: float, size_m2: float) -> Iterator[shapely.Polygon]:
    """h3 cells, as many together as make up the size and no more, but at least one."""
    home = h3.latlng_to_cell(plane.middle.lat, plane.middle.lon, _HEXAGON)
    steps = math.ceil(radius_m / (1.2 * h3.average_hexagon_edge_length(_HEXAGON, unit="m"))) + 1
    near = [cell for cell in h3.grid_disk(home, steps) if distance_m(plane.middle, _middle(cell)) <= radius_m]
    near.sort(key=lambda cell: (distance_m(plane.middle, _middle(cell)), cell))
    at_once = max(1, int(size_m2 // h3.cell_area(home, unit="m^2")))
    for group in _grouped(near, at_once):
        block = shapely.union_all([_hexagon(plane, cell) for cell in group])
        yield block if isinstance(block, shapely.Polygon) else shapely.Polygon()


def _grouped(cells: list[str], at_once: int) -> Iterator[list[str]]:
    """Neighbours together, each cell once, beginning with the nearest."""
    left = dict.fromkeys(cells)
    while left:
        group = [next(iter(left))]
        del left[group[0]]
        while len(group) < at_once:
            touching = [cell for member in group for cell in h3.grid_disk(member, 1) if cell in left]
            if not touching:
                break
            group.append(min(touching, key=lambda cell: (distance_m(_middle(cell), _middle(group[0])), cell)))
            del left[group[-1]]
        yield group


def _hexagon(plane: Plane, cell: str) -> shapely.Polygon:
    """Flat; corners are rounded to a millimetre, so that neighbours share theirs."""
    corners = [plane.xy(Point(lat, lon)) for lat, lon in h3.cell_to_boundary(cell)]
    return shapely.Polygon([(round(x, 3), round(y, 3)) for x, y in corners])


def _middle(cell: str) -> Point:
    lat, lon = h3.cell_to_latlng(cell)
    return Point(lat, (lon + 180) % 360 - 180)


def _near(land: BaseGeometry, middle: Point, radius_m: float) -> BaseGeometry:
    """Only what lies round the point, so that nothing is projected from the other side of the earth."""
    return shapely.intersection(land, bounding(middle, radius_m))


def _on_land(block: shapely.Polygon, land: BaseGeometry) -> shapely.Polygon | None:
    """The largest part that can be walked without crossing what cannot; None where it is too little."""
    parts = shapely.get_parts(block.intersection(land))
    largest = max((part for part in parts if isinstance(part, shapely.Polygon)), key=shapely.area, default=None)
    return largest if largest is not None and largest.area >= LEAST_SHARE * block.area else None


def _how_far(block: shapely.Polygon) -> tuple[int, float]:
    """From the middle outwards, then clockwise from north."""
    x, y = block.centroid.x, block.centroid.y
    return round(math.hypot(x, y)), math.atan2(x, y) % (2 * math.pi)


@dataclass(frozen=True, slots=True)
class Choice:
    """Ground that may be searched next."""

    number: int
    poa: float
    area_m2: float
    middle: Point


def in_order(choices: Sequence[Choice], here: Point | None = None) -> list[Choice]:
    """By POA over area; of those nearly as good as the best, the nearest to `here` first, where that is known."""
    numbered = sorted(choices, key=lambda each: each.number)
    order = by_density([each.poa for each in numbered], [each.area_m2 for each in numbered])
    ranked = [numbered[at] for at in order]
    if here is None or not ranked:
        return ranked
    least = NEARLY * ranked[0].poa / ranked[0].area_m2
    good = [each for each in ranked if each.poa / each.area_m2 >= least]
    good.sort(key=lambda each: distance_m(here, each.middle))
    return [*good, *ranked[len(good) :]]


def walkable(areas: AreaIndex, middle: Point, radius_m: float) -> BaseGeometry | None:
    """The imported ground round a point, in degrees; None where its outline there is not known.

    Water and what was not imported lie outside every outline. A circle is nobody's outline.
    """
    near = areas.meeting(Circle(middle, radius_m)).area_ids
    drawn = [outline for number in near if (outline := areas.drawn(number)) is not None]
    land = shapely.union_all(drawn)
    return land if shapely.intersects_xy(land, middle.lon, middle.lat) else None
