"""Which areas hold a point, among very many polygons."""

import math
import random
import statistics
import time

import shapely

from benchmarks.figures import Figure, Limit
from benchmarks.scale import Scale
from models.areas import Area, AreaKind
from places.areas import AreaIndex
from places.points import Point

LIMIT = Limit(50, "µs")
CORNERS = 60
"""Of each polygon; real districts have a few dozen to a few hundred."""
POINTS = 5_000


async def measure(scale: Scale) -> list[Figure]:
    dice = random.Random(1)
    side = math.ceil(math.sqrt(scale.polygons))
    index = AreaIndex([district(number, side) for number in range(scale.polygons)])
    points = [Point(20 + dice.random() * side / 20, 40 + dice.random() * side / 20) for _ in range(POINTS)]
    index.holding(points[0])
    runs = [_microseconds(index, points) for _ in range(scale.runs)]
    alone = statistics.median(_microseconds_alone(index, points) for _ in range(scale.runs))
    what = f"areas of a point among {scale.polygons:,} polygons"
    return [Figure(what, runs, LIMIT, f"median of {POINTS:,} points; shapely's tree and test alone {alone:.0f} µs")]


def district(number: int, side: int) -> Area:
    """A blob in its own cell of 0.05 degrees, with a wavy edge."""
    lat, lon = 20 + (number // side + 0.5) / 20, 40 + (number % side + 0.5) / 20
    turns = [2 * math.pi * corner / CORNERS for corner in range(CORNERS)]
    reach = [0.022 + 0.002 * math.sin(5 * turn + number) for turn in turns]
    ring = [(lon + r * math.cos(t), lat + r * math.sin(t)) for r, t in zip(reach, turns, strict=True)]
    return Area(
        id=number + 1, code=f"d{number}", kind=AreaKind.DISTRICT, name_ar=f"حي {number}",
        shape=shapely.to_wkb(shapely.Polygon(ring)),
    )  # fmt: skip


def _microseconds(index: AreaIndex, points: list[Point]) -> float:
    times = []
    for point in points:
        begun = time.perf_counter_ns()
        index.holding(point)
        times.append(time.perf_counter_ns() - begun)
    return statistics.median(times) / 1000


def _microseconds_alone(index: AreaIndex, points: list[Point]) -> float:
    """What the library takes for the same, before anything is known about what it found."""
    tree, shapes, times = index._boxes, index._shapes, []
    for point in points:
        begun = time.perf_counter_ns()
        near = tree.query(shapely.Point(point.lon, point.lat))
        shapely.intersects_xy(shapes[near], point.lon, point.lat)
        times.append(time.perf_counter_ns() - begun)
    return statistics.median(times) / 1000
