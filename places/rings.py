"""How far from where they were last known lost people are found: the rings of a search; pure.

Straight-line distances within which 25, 50, 75 and 95 % were found: R. J. Koester, *Lost Person Behavior* (ISRID), as
carried in miles by dferguso/IGT4SAR, IPP_EuclideanDistance2.py, converted to km. Foreign statistics: nothing of the
kind is published for Arab cities or deserts, and whoever shows these figures says so.
"""

import enum
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, Self

from models.lost_people import LostAs, Terrain
from models.rules import SearchRules
from models.searches import Search, SubjectKind


class Row(enum.StrEnum):
    """A row of the table."""

    CHILD_1_3 = "child-1-3"
    CHILD_4_6 = "child-4-6"
    CHILD_7_9 = "child-7-9"
    CHILD_10_12 = "child-10-12"
    CHILD_13_15 = "child-13-15"
    DEMENTIA = "dementia"
    AUTISM = "autism"


class Rings(NamedTuple):
    """Kilometres from the last known point within which this share of people was found."""

    quarter: float
    half: float
    three_quarters: float
    nearly_all: float


_URBAN, _DRY, _DRY_MOUNTAIN, _MOUNTAIN, _FLAT = (
    Terrain.URBAN, Terrain.DRY, Terrain.DRY_MOUNTAIN, Terrain.MOUNTAIN, Terrain.FLAT,
)  # fmt: skip

TABLE: dict[Row, dict[Terrain, Rings]] = {
    Row.CHILD_1_3: {
        _DRY: Rings(0.6, 1.3, 3.9, 9.0), _URBAN: Rings(0.16, 0.5, 0.8, 1.1), _MOUNTAIN: Rings(0.16, 0.3, 1.0, 3.2),
    },
    Row.CHILD_4_6: {
        _DRY: Rings(0.6, 1.9, 3.2, 8.2), _URBAN: Rings(0.10, 0.5, 1.0, 3.4), _MOUNTAIN: Rings(0.16, 0.8, 1.4, 3.7),
        _FLAT: Rings(0.16, 0.6, 1.4, 6.6),
    },
    Row.CHILD_7_9: {
        _DRY: Rings(0.5, 1.3, 3.2, 7.2), _URBAN: Rings(0.16, 0.5, 1.4, 5.1), _MOUNTAIN: Rings(0.8, 1.6, 3.2, 11.3),
        _FLAT: Rings(0.16, 0.8, 2.1, 8.0),
    },
    Row.CHILD_10_12: {
        _DRY: Rings(0.8, 2.1, 7.2, 16.1), _URBAN: Rings(0.3, 1.4, 2.9, 5.8), _MOUNTAIN: Rings(0.8, 1.6, 3.2, 9.0),
        _FLAT: Rings(0.5, 1.6, 4.8, 10.0),
    },
    Row.CHILD_13_15: {
        _DRY: Rings(2.4, 3.2, 4.8, 11.9), _MOUNTAIN: Rings(0.8, 2.1, 4.8, 21.4), _FLAT: Rings(0.6, 1.3, 3.2, 10.0),
    },
    Row.DEMENTIA: {
        _DRY_MOUNTAIN: Rings(1.0, 1.9, 3.1, 6.1), _DRY: Rings(0.5, 1.6, 3.5, 11.7), _URBAN: Rings(0.3, 1.1, 3.2, 12.6),
        _MOUNTAIN: Rings(0.3, 0.8, 1.9, 8.2), _FLAT: Rings(0.3, 1.0, 2.4, 12.7),
    },
    Row.AUTISM: {_URBAN: Rings(0.3, 1.0, 3.9, 8.0), _FLAT: Rings(0.6, 1.6, 3.7, 15.3)},
}  # fmt: skip
"""In km. Two tables in circulation are wrong: one has dementia 95 % = 2.0 km, one has its rows shifted by one."""

_OF_AGES = ((3, Row.CHILD_1_3), (6, Row.CHILD_4_6), (9, Row.CHILD_7_9), (12, Row.CHILD_10_12))
_YOUNGEST, _OLDEST, _LITTLE_FROM = 1, 15, 13


def rings_of(row: Row, terrain: Terrain) -> tuple[Rings, Terrain]:
    """The figures of a row, and the terrain they are of where the table has none for this one.

    Dry mountains are as dry plains but for dementia; «as mountain» is said of ages 1–3, «use other» of the rest.
    """
    columns = TABLE[row]
    for each in (terrain, Terrain.DRY if terrain is Terrain.DRY_MOUNTAIN else terrain, Terrain.FLAT, Terrain.MOUNTAIN):
        if each in columns:
            return columns[each], each
    raise KeyError(row)


@dataclass(frozen=True, slots=True)
class Chosen:
    """The figures for one case, and what has to be said about them."""

    row: Row
    terrain: Terrain
    rings: Rings
    nearest: bool
    """The table has no row for this person: this one is the nearest."""
    other_terrain: bool
    """The row has no figures for this terrain: these are of another."""
    little: bool
    """From 13 on, and who may have taken a bus or a car: rings mean little; areas are better."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of widening: how far it reaches, and within what share of people was found, in per cent."""

    radius_m: float
    percent: int


def choose(
    *, age: int | None, kind: SubjectKind | None, lost_as: LostAs | None, terrain: Terrain, may_ride: bool
) -> Chosen | None:
    """The row and the terrain for a case; None where neither age nor kind says which."""
    found = _row(age, kind, lost_as)
    if found is None:
        return None
    row, nearest = found
    rings, of = rings_of(row, terrain)
    young = age is not None and age < _LITTLE_FROM
    aged = row is Row.DEMENTIA or (row is Row.AUTISM and age is None)
    same = of is terrain or (of is Terrain.DRY and terrain is Terrain.DRY_MOUNTAIN)
    return Chosen(row, of, rings, nearest, not same, little=may_ride or not (young or aged))


def _row(age: int | None, kind: SubjectKind | None, lost_as: LostAs | None) -> tuple[Row, bool] | None:
    """The row, and whether it is only the nearest; an elder's is that of dementia, said by staff or not."""
    if lost_as is LostAs.DEMENTIA:
        return Row.DEMENTIA, False
    if lost_as is LostAs.AUTISM:
        return Row.AUTISM, False
    if kind is SubjectKind.ELDER:
        return Row.DEMENTIA, True
    if age is None:
        return None
    row = next((row for oldest, row in _OF_AGES if age <= oldest), Row.CHILD_13_15)
    return row, not _YOUNGEST <= age <= _OLDEST


def steps(rings: Rings, least_m: float) -> tuple[Step, ...]:
    """The rings to tell one after the other: 50, 75 and 95 %, none smaller than `least_m`, each wider than the last."""
    found: list[Step] = []
    shares = ((rings.half, 50), (rings.three_quarters, 75), (rings.nearly_all, 95))
    for km, percent in shares:
        radius_m = max(km * 1000, least_m)
        if found and found[-1].radius_m >= radius_m:
            found.pop()
        found.append(Step(radius_m, percent))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Aim:
    """What of a search decides how far it is told, by the names of its columns."""

    subject_age: int | None = None
    subject_kind: SubjectKind | None = None
    lost_as: LostAs | None = None
    terrain: Terrain | None = None
    may_ride: bool = False
    lkp_lat: float | None = None
    audience_radius_m: float | None = None
    audience_area_id: int | None = None
    ring_m: float | None = None
    widen_at: datetime | None = None

    @classmethod
    def of(cls, search: Search) -> Self:
        """Of a row, to be kept when the row is let go."""
        return cls(**{name: getattr(search, name) for name in cls.__slots__})


def chosen_for(search: Search | Aim, rules: SearchRules) -> Chosen | None:
    """The figures for this search; its terrain is the deployment's where nobody said otherwise."""
    return choose(
        age=search.subject_age,
        kind=search.subject_kind,
        lost_as=search.lost_as,
        terrain=search.terrain or Terrain(rules.terrain),
        may_ride=search.may_ride,
    )


def steps_for(search: Search | Aim, rules: SearchRules) -> tuple[Step, ...]:
    """The rings by which this search is told wider and wider; none where they mean little or are not known."""
    chosen = chosen_for(search, rules)
    if chosen is None or chosen.little:
        return ()
    return steps(chosen.rings, rules.least_radius_km * 1000)


def next_step(search: Search | Aim, rules: SearchRules) -> Step | None:
    """The ring after the one it is told in, by schedule or by hand; None where there is no wider one."""
    if search.audience_area_id is not None or search.lkp_lat is None:
        return None
    reached = radius_m(search, rules)
    return next((each for each in steps_for(search, rules) if each.radius_m > reached), None)


def radius_m(search: Search | Aim, rules: SearchRules) -> float:
    """How far round its last known point a search is told: as chosen, as widened, the first ring, or the usual."""
    first = next((each.radius_m for each in steps_for(search, rules)), rules.public_radius_km * 1000)
    return max(search.audience_radius_m or search.ring_m or first, rules.least_radius_km * 1000)
