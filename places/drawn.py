"""Outlines of areas as they are drawn: rings of corners, no finer than a picture shows."""

from dataclasses import dataclass

import shapely
from shapely.geometry.base import BaseGeometry

Corner = tuple[float, float]
"""Longitude and latitude in degrees."""
FINEST = 1500
"""Corners closer to each other than this part of an outline's breadth are one."""


@dataclass(frozen=True, slots=True)
class Outline:
    """The outer rings of a ground, and the point furthest inside the largest of them."""

    rings: tuple[tuple[Corner, ...], ...]
    middle: Corner


def outline(ground: BaseGeometry) -> Outline:
    """How a ground is drawn; holes are not."""
    west, south, east, north = ground.bounds
    fine = max(east - west, north - south) / FINEST
    simple = ground.simplify(fine)
    parts = [part for part in shapely.get_parts(simple) if part.geom_type == "Polygon" and not part.is_empty]
    largest = max(parts, key=lambda part: part.area)
    (lon, lat), *_ = shapely.maximum_inscribed_circle(largest, tolerance=max(fine, 1e-9)).coords
    return Outline(tuple(tuple(part.exterior.coords) for part in parts), (lon, lat))
