"""Tracks: where a searcher went, from what a telephone said; how much of a segment that swept.

Searchers misjudge their own probability of detection, so it is computed and never asked. Two walks over the same ground
count once: what is told is at most what was done.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

import shapely

from places.equal_area import Plane
from places.points import Point, distance_m
from places.search_theory import pod

WORST_ACCURACY_M = 100.0
"""A place less exact than this says nothing of which street somebody was in."""

FASTEST_M_S = 4.0
"""Faster than anybody searches on foot: the telephone was mistaken, or sat in a car."""

LONGEST_GAP = timedelta(minutes=10)
FURTHEST_GAP_M = 300.0
"""Between two places further apart in time or on the ground nobody knows the way that was taken."""


@dataclass(frozen=True, slots=True)
class Fix:
    """Where somebody was at a moment, as exact as the telephone said (metres; 0: it did not say)."""

    at: datetime
    point: Point
    accuracy_m: float = 0.0


@dataclass(frozen=True, slots=True)
class Swept:
    """What a walk did in a segment: metres walked there, coverage, and the POD of that coverage."""

    length_m: float
    coverage: float
    pod: float


def clean(fixes: Iterable[Fix]) -> list[Fix]:
    """In order of time, each moment once, without places too inexact to use and without jumps nobody can walk.

    The first place cannot be judged by one before it: it goes when the next two agree against it.
    """
    exact = (each for each in fixes if each.accuracy_m <= WORST_ACCURACY_M)
    ordered = list({each.at: each for each in sorted(exact, key=lambda each: each.at)}.values())
    if len(ordered) > 2 and not _walkable(ordered[0], ordered[1]) and _walkable(ordered[1], ordered[2]):
        del ordered[0]
    kept: list[Fix] = []
    for each in ordered:
        if not kept or _walkable(kept[-1], each):
            kept.append(each)
    return kept


def _walkable(one: Fix, other: Fix) -> bool:
    """Whether somebody on foot gets from one to the other, each as inexact as it said."""
    away = distance_m(one.point, other.point) - one.accuracy_m - other.accuracy_m
    return away <= FASTEST_M_S * max((other.at - one.at).total_seconds(), 1.0)


def stretches(fixes: Sequence[Fix]) -> list[list[Fix]]:
    """Cleaned places in pieces: within each the way between two places is known well enough to draw a line."""
    found: list[list[Fix]] = []
    for each in clean(fixes):
        last = found[-1][-1] if found else None
        near = last is not None and distance_m(last.point, each.point) <= FURTHEST_GAP_M
        if last is not None and near and each.at - last.at <= LONGEST_GAP:
            found[-1].append(each)
        else:
            found.append([each])
    return found


def swept(tracks: Iterable[Sequence[Fix]], outline: shapely.Polygon, sweep_width_m: float) -> Swept:
    """How much of a segment (its outline in degrees) these walks covered together.

    Coverage is the ground within half the sweep width of a walk, over the ground of the segment: L · W / A for a walk
    that does not cross itself. Standing still covers nothing.
    """
    if not 0 < sweep_width_m < math.inf:
        raise ValueError(f"{sweep_width_m} m is no sweep width")
    inside = outline.representative_point()
    plane = Plane(Point(inside.y, (inside.x + 180) % 360 - 180))
    ground = plane.flat(outline)
    shapely.prepare(ground)
    walks = [_walk(plane, part) for track in tracks for part in stretches(track) if len(part) > 1]
    band = shapely.buffer(shapely.union_all(walks), sweep_width_m / 2, cap_style="flat")
    covered = band.intersection(ground).area / ground.area
    legs = [shapely.LineString(leg) for walk in walks for leg in pairwise(walk.coords)]
    length = math.fsum(leg.intersection(ground).length for leg in legs)
    return Swept(length, covered, pod(covered))


def _walk(plane: Plane, part: Sequence[Fix]) -> shapely.LineString:
    return shapely.LineString([plane.xy(each.point) for each in part])
