"""All areas of a deployment, ready to be asked what lies where."""

from collections.abc import Iterable, Iterator
from functools import cached_property

import numpy as np
import shapely
from numpy.typing import ArrayLike
from shapely.geometry.base import BaseGeometry

from models.areas import Area, AreaKind
from places import shapes
from places.grounds import Circle, Ground, Meeting, meeting_of
from places.names import AreaNames
from places.points import Box, Point, box, distance_m
from places.trees import AreaTree

SLIVER = 0.01
"""Areas that share less than this part of the smaller one are neighbours drawn by different hands: they do not meet."""

COAST_M = 10_000.0
"""How far outside of every outline a place may be and still belong to the nearest: rough outlines cut off harbours."""

RANKS = {AreaKind.REGION: 0, AreaKind.CITY: 1, AreaKind.DISTRICT: 2}


class AreaIndex:
    """Areas as they were when it was made; make another when they change. Rows must not expire with their session."""

    def __init__(self, areas: Iterable[Area], names: Iterable[tuple[int, str]] = ()) -> None:
        """`names`: what else areas are called, each with the number of its area."""
        self._further: dict[int, list[str]] = {}
        for number, name in names:
            self._further.setdefault(number, []).append(name)
        self._tree = AreaTree(areas)
        rows = [self._tree.area(number) for number in self._tree]
        found = shapes.of_areas(rows)
        shaped = np.flatnonzero(~shapely.is_missing(found))
        self._shapes = found[shaped]
        self._ids = [rows[at].id or 0 for at in shaped]
        self._places = {number: at for at, number in enumerate(self._ids)}
        self._circles = {at: _circle(rows[row]) for at, row in enumerate(shaped) if shapes.is_circle(rows[row])}
        self._sizes: list[float] = shapes.size_m2(self._shapes).tolist()
        self._boxes = shapely.STRtree(self._shapes)
        shapely.prepare(self._shapes)
        self._stand_ins = {number: self._stand_in(number) for number in self._tree}
        self._served: dict[int, list[int]] = {}
        for number, stand_in in self._stand_ins.items():
            if stand_in is not None and stand_in != number:
                self._served.setdefault(stand_in, []).append(number)

    def __len__(self) -> int:
        return len(self._stand_ins)

    def area(self, area_id: int) -> Area:
        """Refuses a number that is no area with NotFound."""
        return self._tree.area(area_id)

    def path(self, area_id: int) -> list[Area]:
        """Where an area lies, from the top down to itself: region, city, district."""
        self._tree.area(area_id)
        return [self._tree.area(number) for number in reversed(self._tree.lineage(area_id))]

    def children(self, area_id: int | None) -> list[Area]:
        """What lies directly below an area, by name; below None lies what has no parent."""
        return self._tree.children(area_id)

    def below(self, area_id: int) -> set[int]:
        """Everything that lies in an area, at any depth, without the area itself."""
        return self._tree.below(area_id)

    def named(self, text: str) -> list[Area]:
        """Areas of this Arabic or English name but for spelling, article and the word for their kind; larger first."""
        return self._names.named(text)

    def learn_names(self) -> AreaNames:
        """Read all names, as the first question would: a second of work for a whole country, so let a thread do it."""
        return self._names

    def has_learnt_names(self) -> bool:
        return "_names" in self.__dict__

    def resembling(self, text: str) -> list[Area]:
        """A few areas this may have meant, where no area has the name: its end is missing, or a letter is."""
        return self._names.resembling(text)

    def called(self, kind: AreaKind) -> Iterator[tuple[Area, list[str]]]:
        """Every area of a kind with all it is called."""
        for area in map(self._tree.area, self._tree):
            if area.kind is kind:
                names = (area.name_ar, area.name_en, *self._further.get(area.id or 0, ()))
                yield area, [name for name in names if name]

    def shaped(self, area_id: int) -> int | None:
        """The area whose shape serves for this one: itself or the nearest above it; None when none has a shape."""
        self._tree.area(area_id)
        return self._stand_ins[area_id]

    def holding(self, point: Point) -> list[Area]:
        """Every area the point is in or on the border of, smallest first; a name only comes after what it holds.

        A circle ends at the outline of what it lies in: who stands in Dubai is not in Sharjah's.
        """
        size = {self._ids[at]: self._sizes[at] for at in self._at(point)}
        for number in list(size):
            for above in self._tree.lineage(number)[1:]:
                if above not in self._places:
                    size[above] = max(size.get(above, 0.0), size[number])
                elif above not in size:
                    size[above] = self._sizes[self._places[above]]
        smallest_first = sorted(size, key=lambda number: (size[number], -len(self._tree.lineage(number))))
        return [self._tree.area(number) for number in smallest_first]

    def above(self, point: Point, kind: AreaKind) -> Area | None:
        """The smallest area of a larger kind that holds a point; on a rough coast, the nearest within COAST_M."""
        larger = [each for each in AreaKind if RANKS[each] < RANKS[kind]]
        held = sorted(self._at(point), key=lambda at: self._sizes[at])
        found = next((number for at in held if self._tree.kind(number := self._ids[at]) in larger), None)
        if found is not None:
            return self._tree.area(found)
        away = self._within(Circle(point, COAST_M))
        near = [number for number in away if self._tree.kind(number) in larger and self._has_outline(number)]
        return self._tree.area(min(near, key=lambda number: away[number])) if near else None

    def near_border(self, point: Point, accuracy_m: float, kind: AreaKind) -> list[Area]:
        """Other areas of a kind that the point could lie in, nearest first: when there are any, ask which.

        Who stands in an area is asked about outlines only: the edge of a circle is no border anybody knows of.
        """
        home = next((area.id for area in self.holding(point) if area.kind is kind), None)
        if home is not None and not self._has_outline(home):
            return []
        away = self._within(Circle(point, max(accuracy_m, 1.0)))
        near = [number for number in away if number != home and self._tree.kind(number) is kind]
        others = near if home is None else filter(self._has_outline, near)
        return [self._tree.area(number) for number in sorted(others, key=lambda number: away[number])]

    def meeting(self, ground: Ground) -> Meeting:
        """Every area whose subscribers hear of what lies on this ground.

        Areas whose ground meets it, what those lie in, and, for an area, what lies in it. A name only is served through
        the nearest area above it with a shape, unless its names say that it is elsewhere.
        """
        if isinstance(ground, Circle):
            told = self._with_ancestors(self._within(ground))
            return meeting_of(told, self._by_name_only(told))
        return self._meeting_area(ground.area_id)

    def circle_meets(self, area_id: int, lats: ArrayLike, lons: ArrayLike, radii_m: ArrayLike) -> shapes.Bools:
        """Which of many circles meet an area (or what serves for its shape), by the same distances as `meeting`.

        Exact but for how edges bend: half a metre below 60 degrees. No circle meets an area that has no shape up to the
        top, which `shaped` tells beforehand.
        """
        lat, lon, radius = (np.asarray(column, dtype=np.float64) for column in (lats, lons, radii_m))
        stand_in = self.shaped(area_id)
        if stand_in is None or lat.size == 0:
            return np.zeros(lat.shape, dtype=np.bool_)
        at = self._places[stand_in]
        if at in self._circles:
            middle = self._circles[at]
            return shapes.haversine_m(middle.point, lat, lon) <= radius + middle.radius_m
        return shapes.circles_meet(self._shapes[at], lat, lon, radius)

    def bounds(self, area_id: int) -> Box | None:
        """The rectangle around an area (or what serves for its shape); None without any shape."""
        stand_in = self.shaped(area_id)
        if stand_in is None:
            return None
        at = self._places[stand_in]
        if at in self._circles:
            return box(self._circles[at].point, self._circles[at].radius_m)
        west, south, east, north = self._shapes[at].bounds
        return Box(south, north, west, east)

    def extent(self) -> Box | None:
        """The rectangle around all shapes; None without any."""
        if not len(self._shapes):
            return None
        west, south, east, north = shapely.total_bounds(self._shapes)
        return Box(float(south), float(north), float(west), float(east))

    def outline(self, area_id: int) -> BaseGeometry | None:
        """The ground of an area itself in degrees, a polygon about it where it is a circle; None for a name only."""
        at = self._places.get(area_id)
        return None if at is None else self._shapes[at]

    def drawn(self, area_id: int) -> BaseGeometry | None:
        """The same where somebody drew it; None for a circle too, whose edge is no border."""
        return self.outline(area_id) if self._has_outline(area_id) else None

    def point_of(self, area_id: int) -> Point | None:
        """A point to show for an area: its own, or one inside its shape, or that of what it lies in."""
        self._tree.area(area_id)
        for number in self._tree.lineage(area_id):
            area = self._tree.area(number)
            if area.lat is not None and area.lon is not None:
                return Point(area.lat, area.lon)
            if number in self._places:
                inside = self._shapes[self._places[number]].representative_point()
                return Point(inside.y, inside.x)
        return None

    def names_only_at(self, point: Point) -> list[Area]:
        """Districts the point could lie in and no outline tells: known by name in the smallest city that holds it.

        None where an outlined district holds the point already, or the city's are not known by name.
        """
        held = self.holding(point)
        if any(area.kind is AreaKind.DISTRICT for area in held):
            return []
        cities = [area.id or 0 for area in held if area.kind is AreaKind.CITY]
        found = ([each for each in self.children(city) if each.id not in self._places] for city in cities)
        return next((named for named in found if named), [])

    @cached_property
    def _names(self) -> AreaNames:
        return AreaNames((self._tree.area(number) for number in self._tree), self._further)

    def _stand_in(self, area_id: int) -> int | None:
        return next((number for number in self._tree.lineage(area_id) if number in self._places), None)

    def _at(self, point: Point) -> list[int]:
        """Places in the list of shapes that hold the point."""
        near = self._boxes.query(shapely.Point(point.lon, point.lat))
        inside = near[shapely.intersects_xy(self._shapes[near], point.lon, point.lat)].tolist()
        if not self._circles:
            return list(inside)
        drawn = {self._ids[at] for at in inside if at not in self._circles}
        kinds = {self._tree.kind(number) for number in drawn}
        return [at for at in inside if at not in self._circles or self._holds(at, point, drawn, kinds)]

    def _holds(self, at: int, point: Point, drawn: set[int], kinds: set[AreaKind]) -> bool:
        """Whether a circle holds a point; it ends where another outline of its parent's kind begins."""
        if distance_m(self._circles[at].point, point) > self._circles[at].radius_m:
            return False
        outlined = (number for number in self._tree.lineage(self._ids[at])[1:] if self._has_outline(number))
        above = next(outlined, None)
        return above is None or above in drawn or self._tree.kind(above) not in kinds

    def _has_outline(self, area_id: int) -> bool:
        at = self._places.get(area_id)
        return at is not None and at not in self._circles

    def _within(self, ground: Circle) -> dict[int, float]:
        """Areas with a shape that a circle reaches, with the metres from its middle to them."""
        near = self._boxes.query(shapes.bounding(ground.point, ground.radius_m))
        away = dict(zip(near.tolist(), shapes.metres_to(ground.point, self._shapes[near]).tolist(), strict=True))
        for at in self._circles.keys() & away.keys():
            circle = self._circles[at]
            away[at] = max(0.0, distance_m(ground.point, circle.point) - circle.radius_m)
        return {self._ids[at]: metres for at, metres in away.items() if metres <= ground.radius_m}

    def _meeting_area(self, area_id: int) -> Meeting:
        told = {area_id, *self._tree.below(area_id), *(area.id or 0 for area in self.path(area_id))}
        stand_in = self._stand_ins[area_id]
        if stand_in is None:
            return Meeting(frozenset(told))
        overlapping = self._with_ancestors(self._overlapping(stand_in, told))
        if stand_in == area_id:
            told |= overlapping
        through = dict.fromkeys(overlapping - told, stand_in)
        through |= self._by_name_only(told | overlapping)
        return meeting_of(told, {other: via for other, via in through.items() if not self._tree.apart(area_id, other)})

    def _overlapping(self, area_id: int, known: set[int]) -> set[int]:
        """Areas not yet known that share more than a sliver with one that has a shape; touching is not enough."""
        shape = self._shapes[self._places[area_id]]
        near = np.array([at for at in self._boxes.query(shape) if self._ids[at] not in known], dtype=np.intp)
        near = near[shapely.intersects(shape, self._shapes[near])]
        others = self._shapes[near]
        shared = shapely.area(shapely.intersection(others, shape))
        smaller = np.minimum(shapely.area(others), shapely.area(shape))
        return {self._ids[at] for at in near[shared > SLIVER * smaller]} | {area_id}

    def _with_ancestors(self, found: Iterable[int]) -> set[int]:
        return {above for number in found for above in self._tree.lineage(number)}

    def _by_name_only(self, told: Iterable[int]) -> dict[int, int]:
        """Areas without a shape that those told stand in for, with which."""
        return {name_only: number for number in told for name_only in self._served.get(number, ())}


def _circle(area: Area) -> Circle:
    return Circle(Point(area.lat or 0.0, area.lon or 0.0), area.radius_m or 0.0)
