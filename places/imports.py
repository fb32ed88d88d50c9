"""Areas from other people's files: what is understood becomes a draft, what is not is listed with its reason."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from language.digits import latin_digits, number
from models.areas import AreaKind
from places.columns import AreaColumns, Source
from places.faults import BadRow, Fault
from places.files import Row, rows
from places.geometries import BadGeometry, ground_of
from places.grounds import BadRadius, Circle
from places.listed_names import listed_names
from places.points import BadCoordinates, Point
from places.populations import radius_of_town_m

_RANK = {AreaKind.REGION: 0, AreaKind.CITY: 1, AreaKind.DISTRICT: 2}
_NAME = 200
_LONGEST = {"id": 100, "name_ar": _NAME, "name_en": _NAME}
"""Characters, as the columns of the table."""

Above = Callable[[Point, AreaKind], str | None]
"""The id of the smallest area that holds a point and stands above a kind."""


@dataclass(frozen=True, slots=True)
class AreaDraft:
    """An area as a file gives it; None and "" mean that the file says nothing, not that it should be taken away."""

    number: int
    code: str
    parent: str | None
    kind: AreaKind
    name_ar: str = ""
    name_en: str = ""
    lat: float | None = None
    lon: float | None = None
    radius_m: float | None = None
    shape: bytes | None = None
    mended: bool = False
    """Whether its polygon crossed itself and was made valid."""
    names: tuple[str, ...] = ()
    """What else it is called."""
    joined: bool = False
    """Whether the file has it by another id than the one it is known by: then its names only fill what is missing."""


@dataclass(frozen=True, slots=True)
class AreasRead:
    """Drafts, what stands above before what lies in it; and the rows not taken, in the order of the file."""

    drafts: list[AreaDraft]
    bad: list[BadRow]


class _Bad(Exception):
    def __init__(self, fault: Fault, **facts: Any) -> None:
        super().__init__(fault)
        self.fault, self.facts = fault, facts


@dataclass(frozen=True, slots=True)
class _Reading:
    """What holds for every row of a file."""

    sources: Mapping[str, Source]
    further: Sequence[Source]
    kinds: Mapping[str, AreaKind]
    aliases: Mapping[str, str]
    above: Above | None

    def joined(self, code: str) -> str:
        return self.aliases.get(code, code)

    def kind(self, word: str) -> AreaKind:
        try:
            return self.kinds[word.lower()]
        except KeyError:
            raise _Bad(Fault.UNKNOWN_KIND, kind=word[:40]) from None

    def placed(self, draft: AreaDraft) -> AreaDraft:
        """In what holds its point, where the file does not say what it lies in."""
        if self.above is None or draft.parent is not None or draft.lat is None or draft.lon is None:
            return draft
        return replace(draft, parent=self.above(Point(draft.lat, draft.lon), draft.kind))


def read_areas(
    path: Path,
    columns: AreaColumns | None = None,
    *,
    known: Mapping[str, AreaKind] | None = None,
    aliases: Mapping[str, str] | None = None,
    above: Above | None = None,
    encoding: str = "",
    watch: Callable[[int], None] | None = None,
) -> AreasRead:
    """The areas of a GeoJSON or CSV file.

    `known` are the areas already stored, by id; `aliases` lead from another id to the one an area is known by, for ids
    and parents; `above` finds what a place lies in where the file does not say; `watch` hears how many bytes were read.
    Refuses a file that cannot be read at all (UnknownFile, NotGeoJson, NotUtf8, NotInEncoding, UnknownColumn).
    """
    columns, known = columns or AreaColumns(), known or {}
    reading = _Reading(columns.sources(), columns.further_names(), columns.kinds_by_word(), aliases or {}, above)
    drafts: dict[str, AreaDraft] = {}
    bad: list[BadRow] = []
    for row in rows(path, columns.needed(), encoding=encoding):
        if watch is not None:
            watch(row.read)
        try:
            draft = _draft(row, reading)
            if draft.code in drafts:
                raise _Bad(Fault.DUPLICATE, id=draft.code, first=drafts[draft.code].number)
            drafts[draft.code] = draft
        except _Bad as no:
            bad.append(BadRow(row.number, no.fault, no.facts))
    orphans = list(_without_their_place(drafts, known))
    return AreasRead(
        sorted(drafts.values(), key=lambda draft: _RANK[draft.kind]), sorted(bad + orphans, key=_by_number)
    )


def _draft(row: Row, reading: _Reading) -> AreaDraft:
    if not row.fits:
        raise _Bad(Fault.WRONG_COLUMNS)
    value = {name: source.of(row.values) for name, source in reading.sources.items()}
    names = {name: listed_names(value[name]) for name in ("name_ar", "name_en")}
    further = [name for source in reading.further for name in listed_names(source.of(row.values))]
    said = {name: found[0] if found else "" for name, found in names.items()}
    for name, limit in _LONGEST.items():
        if len(text := said.get(name, value[name])) > limit:
            raise _Bad(Fault.TOO_LONG, column=name, limit=limit, length=len(text))
    if not value["id"]:
        raise _Bad(Fault.NO_ID)
    if not any(said.values()):
        raise _Bad(Fault.NO_NAME, id=value["id"])
    others = dict.fromkeys(name for name in (*names["name_ar"], *names["name_en"], *further) if len(name) <= _NAME)
    draft = AreaDraft(
        number=row.number,
        code=reading.joined(value["id"]),
        parent=reading.joined(value["parent"]) or None,
        kind=reading.kind(value["kind"]),
        name_ar=said["name_ar"],
        name_en=said["name_en"],
        names=tuple(name for name in others if name not in said.values()),
        joined=reading.joined(value["id"]) != value["id"],
    )
    try:
        return reading.placed(_with_ground(draft, value, row.geometry))
    except BadGeometry as no:
        raise _Bad(no.fault, **{"id": draft.code, **no.facts}) from None


def _with_ground(draft: AreaDraft, value: Mapping[str, str], geometry: Mapping[str, Any] | None) -> AreaDraft:
    """Its polygon; else its point, from the geometry or from columns, and the circle about it if there is a size."""
    drawn = ground_of(geometry) if geometry is not None else None
    if drawn is not None and drawn.shape is not None:
        return replace(draft, lat=drawn.point.lat, lon=drawn.point.lon, shape=drawn.shape, mended=drawn.mended)
    point = _point(draft, value) or (drawn.point if drawn else None)
    radius = _radius_m(draft, value)
    if point is None:
        if radius is not None and not value["population"]:
            raise _Bad(Fault.BAD_COORDINATES, id=draft.code)
        return draft
    return replace(draft, lat=point.lat, lon=point.lon, radius_m=radius)


def _point(draft: AreaDraft, value: Mapping[str, str]) -> Point | None:
    if not (value["lat"] or value["lon"]):
        return None
    try:
        return Point(_figure(value["lat"]), _figure(value["lon"]))
    except (ValueError, BadCoordinates):
        raise _Bad(Fault.BAD_COORDINATES, id=draft.code) from None


def _radius_m(draft: AreaDraft, value: Mapping[str, str]) -> float | None:
    """As the file gives it, else by how many live there."""
    metres, kilometres, inhabitants = (value[name] for name in ("radius_m", "radius_km", "population"))
    if metres or kilometres:
        try:
            return Circle(Point(0, 0), _figure(metres) if metres else _figure(kilometres) * 1_000).radius_m
        except (ValueError, BadRadius):
            raise _Bad(Fault.BAD_RADIUS, id=draft.code) from None
    if not inhabitants:
        return None
    counted = number(inhabitants)
    if counted is None or counted < 0:
        raise _Bad(Fault.BAD_POPULATION, id=draft.code)
    return radius_of_town_m(counted)


def _figure(text: str) -> float:
    """Degrees or metres in any digits; a comma is a decimal one, as spreadsheets here write it. ValueError."""
    return float(latin_digits(text).replace(",", "."))


def _without_their_place(drafts: dict[str, AreaDraft], known: Mapping[str, AreaKind]) -> Iterable[BadRow]:
    """Takes out drafts whose parent is nowhere or not above them, then what lay in those, until none is left."""
    while found := [(draft, fault) for draft in drafts.values() if (fault := _misplaced(draft, drafts, known))]:
        for draft, fault in found:
            del drafts[draft.code]
            yield BadRow(draft.number, fault, {"id": draft.code, "parent": draft.parent})


def _misplaced(draft: AreaDraft, drafts: Mapping[str, AreaDraft], known: Mapping[str, AreaKind]) -> Fault | None:
    if draft.parent is None:
        return None
    above = drafts[draft.parent].kind if draft.parent in drafts else known.get(draft.parent)
    if above is None:
        return Fault.UNKNOWN_PARENT
    return None if _RANK[above] < _RANK[draft.kind] else Fault.PARENT_NOT_ABOVE


def _by_number(row: BadRow) -> int:
    return row.number
