"""Understanding where: what somebody sent as a place, and what must be asked before we may say that we understood."""

import enum
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Self

from language.text import cleaned
from models.areas import AreaKind
from models.refusals import TooLong
from places import typed
from places.areas import AreaIndex
from places.links import beside_links
from places.points import Point
from services.geocoding import look_up
from services.house import House

WORDS_LIMIT = 200
"""Characters kept of a place in somebody's own words."""
MOST_INEXACT_M = 1_500.0
"""The most Telegram says of how inexact a pin is (Bot API, `horizontal_accuracy`)."""
MOST_CHOICES = 8
DESCRIBING = (typed.PinReason.LANDMARK, typed.PinReason.ROAD, typed.PinReason.NATIONAL_ADDRESS)
"""Reasons to ask for a pin although the words say where: they are kept."""

LINKS = (typed.PinReason.SHORT_LINK, typed.PinReason.LINK_WITHOUT_POINT)


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is: a point, or an area, or only somebody's words; degrees (WGS 84)."""

    lat: float | None = None
    lon: float | None = None
    area_id: int | None = None
    """The smallest area that holds it, or the one that was named or chosen."""
    words: str = ""

    @property
    def point(self) -> Point | None:
        return Point(self.lat, self.lon) if self.lat is not None and self.lon is not None else None

    def as_json(self) -> dict[str, Any]:
        return {"lat": self.lat, "lon": self.lon, "area_id": self.area_id, "words": self.words}

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> Self:
        return cls(kept["lat"], kept["lon"], kept["area_id"], kept["words"])


class Ask(enum.StrEnum):
    """What has to be asked about the places that were understood; each begins the key of its question."""

    CONFIRM = "confirm"
    """One place: is it right?"""
    SIDE = "side"
    """Near a border: on which side of it?"""
    CITY = "city"
    """A name that several areas have."""
    MANY = "many"
    """A name that more areas have than one can choose from: of which city?"""
    GUESS = "guess"
    """Not a name we know, but close to these; or a name among other words. The words themselves come last."""
    SWAPPED = "swapped"
    """Coordinates that make sense only the other way round."""
    CONFLICT = "conflict"
    """What was written lies elsewhere than what was sent."""
    PIN = "pin"
    """A place that cannot be found from these words; the places are what is known meanwhile, the words alone last."""
    WORDS = "words"
    """No place we know: these words only?"""


@dataclass(frozen=True, slots=True)
class Understood:
    """Places to choose from, best first, and what to ask about them; `reason` says why a pin is needed."""

    ask: Ask
    places: tuple[Place, ...]
    reason: typed.PinReason | None = None
    and_more: bool = False
    """Whether more areas have the name than are offered."""
    found_as: str = ""
    """What the operator's geocoder calls it, where it was the one that knew; its makers are to be named."""


async def from_pin(
    house: House, *, lat: float, lon: float, exact_to_m: float = 0, words: str = "", said: Place | None = None
) -> Understood:
    """The place of a pin; `said` is what was written before: kept as words where it agrees, asked about where not.

    `exact_to_m`: how exact the telephone says it is; nearer than this to a border, its side is asked. A second pin
    takes the place of the first.
    """
    index, point = await house.areas(), Point(lat, lon)
    own = cleaned(words, limit=WORDS_LIMIT, lines=False).text
    words = together(own, said.words if said else "")
    sides = _sides(index, point, min(exact_to_m, MOST_INEXACT_M) or house.rules.areas.border_m)
    written = said.area_id if said is not None and said.point is None else None
    if written is not None and _only_named_in(index, written, sides):
        sides = [written]
    places = tuple(Place(lat, lon, area_id, words) for area_id in sides)
    if said is not None and written is not None and not _agrees(index, written, sides):
        return Understood(Ask.CONFLICT, (said, replace(places[0], words=own)))
    return Understood(Ask.CONFIRM if len(places) == 1 else Ask.SIDE, places)


async def from_text(house: House, text: str, *, said: Place | None = None) -> Understood:
    """What place a text means beside what was said before; nothing typed is lost. Refuses with TooLong."""
    index = await house.areas_by_name()
    match typed.read_place(text, index):
        case typed.FoundPoint(point, beside, words):
            return await _typed_point(house, point, [area.id for area in beside], words, said)
        case typed.LooksSwapped(before, swapped):
            read = [_holding(index, point) for point in (swapped, before) if point is not None]
            return Understood(Ask.SWAPPED, tuple(read))
        case typed.FoundAreas(areas, guessed, described):
            named = [area.id for area in areas[:MOST_CHOICES] if area.id is not None]
            words, guess = kept_words(text) if described else "", text if guessed else ""
            return replace(_named(house, index, named, words, said, guess=guess), and_more=len(areas) > MOST_CHOICES)
        case typed.NeedsPin(reason, near):
            named = [area.id for area in near[:MOST_CHOICES] if area.id is not None]
            return await _needs_pin(house, reason, named, _describing(reason, text), said)
        case _ if not beside_links(text):
            return await _needs_pin(house, typed.PinReason.LINK_WITHOUT_POINT, (), "", said)
        case _:
            words = kept_words(text)
            if said is not None and said.point is not None:
                return await from_pin(house, lat=said.point.lat, lon=said.point.lon, words=words, said=said)
            return Understood(Ask.WORDS, (Place(words=words),))


async def understand(house: House, text: str, *, said: Place | None = None, now: datetime) -> Understood:
    """The same in a conversation: with a name said before; and where no map of ours has it, by the geocoder."""
    understood = await _with_name_before(house, text, said) or await from_text(house, text, said=said)
    if understood.ask is Ask.CITY and understood.and_more:
        return Understood(Ask.MANY, (Place(words=kept_words(text)),))
    unknown = understood.ask is Ask.WORDS or (understood.reason in DESCRIBING and typed.begins_with_a_name(text))
    found = await look_up(house, text, now=now) if unknown else None
    if found is None:
        return understood
    place = await from_pin(house, lat=found.point.lat, lon=found.point.lon, words=text, said=said)
    return replace(place, found_as=found.name)


async def _with_name_before(house: House, text: str, said: Place | None) -> Understood | None:
    """«العليا», and after the question «الرياض»: both together are one place."""
    if said is None or not said.words or said.area_id is not None or said.point is not None:
        return None
    both = f"{said.words}، {text}"
    found = await from_text(house, both) if len(both) <= WORDS_LIMIT else None
    certain = found is not None and found.ask in {Ask.CONFIRM, Ask.CITY} and found.places[0].point is None
    return found if certain and found is not None and not found.and_more else None


async def path(house: House, area_id: int | None, language: str) -> list[str]:
    """The names of an area and of all it lies in, smallest first: «حي النسيم», «الرياض»."""
    if area_id is None:
        return []
    index = await house.areas()
    names = [
        (area.name_ar or area.name_en) if language == "ar" else (area.name_en or area.name_ar)
        for area in reversed(index.path(area_id))
    ]
    return list(dict.fromkeys(names))


async def kind_of(house: House, area_id: int | None) -> AreaKind | None:
    """Whether it is a region, a city or a district."""
    return (await house.areas()).area(area_id).kind if area_id is not None else None


async def to_show(house: House, place: Place) -> Point | None:
    """Where to put it on a map: its point, or the middle of an area that has a shape of its own."""
    if place.point is not None or place.area_id is None:
        return place.point
    index = await house.areas()
    return index.point_of(place.area_id) if index.shaped(place.area_id) == place.area_id else None


async def areas_of(house: House, place: Place) -> list[int]:
    """The areas a place lies in, smallest first; the side that was chosen before any other."""
    index = await house.areas()
    chosen = [area.id for area in reversed(index.path(place.area_id))] if place.area_id is not None else []
    held = [area.id for area in index.holding(place.point)] if place.point is not None else []
    return [number for number in dict.fromkeys([*chosen, *held]) if number is not None]


async def _typed_point(
    house: House, point: Point, beside: Sequence[int | None], words: str, said: Place | None
) -> Understood:
    """A point that was typed; a name beside it, now or before, has to agree with it."""
    found = await from_pin(house, lat=point.lat, lon=point.lon, words=words, said=said)
    if found.ask is Ask.CONFLICT or not beside:
        return found
    index, sides = await house.areas(), [place.area_id for place in found.places]
    agreeing = [area_id for area_id in beside if area_id is not None and _agrees(index, area_id, sides)]
    if len(agreeing) == 1 and _only_named_in(index, agreeing[0], sides):
        return Understood(Ask.CONFIRM, (replace(found.places[0], area_id=agreeing[0]),))
    if agreeing:
        return found
    return Understood(Ask.CONFLICT, (Place(area_id=beside[0], words=words), found.places[0]))


def _named(
    house: House, index: AreaIndex, named: Sequence[int], words: str, said: Place | None, *, guess: str
) -> Understood:
    """Areas by name; where a pin was sent already, the one that it lies in."""
    if said is not None and said.point is not None and not guess:
        return _named_after_pin(house, index, named, words, said)
    places = tuple(Place(area_id=area_id, words=_kept(index, area_id, words, said)) for area_id in named)
    if guess:
        return Understood(Ask.GUESS, (*places, Place(words=kept_words(guess))))
    return Understood(Ask.CONFIRM if len(places) == 1 else Ask.CITY, places)


def _named_after_pin(house: House, index: AreaIndex, named: Sequence[int], words: str, said: Place) -> Understood:
    """A name makes the pin's area certain, or contradicts it."""
    point = said.point or Point(0, 0)
    sides = _sides(index, point, house.rules.areas.border_m)
    for area_id in named:
        if _agrees(index, area_id, sides):
            smaller = next((side for side in sides if side and area_id in _line(index, side)), area_id)
            return Understood(Ask.CONFIRM, (replace(said, area_id=smaller, words=together(said.words, words)),))
    return Understood(Ask.CONFLICT, (Place(area_id=named[0], words=words), said))


async def _needs_pin(
    house: House, reason: typed.PinReason, near: Sequence[int], words: str, said: Place | None
) -> Understood:
    """What is known until a pin comes: areas that were named, the words; words after a pin describe it."""
    if said is not None and said.point is not None and words:
        return await _typed_point(house, said.point, near, words, said)
    index = await house.areas()
    known = near or ([said.area_id] if said is not None and said.area_id is not None else [])
    places = [Place(area_id=area_id, words=_kept(index, area_id, words, said)) for area_id in known]
    described = together(said.words if said else "", words)
    if said is not None and said.point is not None:
        places = [said]
    elif described:
        places.append(Place(words=described))
    return Understood(Ask.PIN, tuple(places), reason)


def _kept(index: AreaIndex, area_id: int, words: str, said: Place | None) -> str:
    """The description that goes with a named area: what was said before too, unless it was said of another area."""
    same = said is not None and (
        said.area_id is None or said.area_id in _line(index, area_id) or area_id in _line(index, said.area_id)
    )
    return together(said.words if said is not None and same else "", words)


def together(before: str, words: str) -> str:
    """Two descriptions as one; the newer one where there is no room for both."""
    if not before or not words or before in words:
        return words or before
    if words in before:
        return before
    both = f"{before}، {words}"
    return both if len(both) <= WORDS_LIMIT else words


def _line(index: AreaIndex, area_id: int) -> set[int | None]:
    return {area.id for area in index.path(area_id)}


def _sides(index: AreaIndex, point: Point, reach_m: float) -> Sequence[int | None]:
    """The smallest area that holds a point, then others of its kind it could lie in; None: no area we know."""
    home = next(iter(index.holding(point)), None)
    kinds = [home.kind] if home else [AreaKind.DISTRICT, AreaKind.CITY, AreaKind.REGION]
    near = next((found for kind in kinds if (found := index.near_border(point, reach_m, kind))), [])
    sides = [area.id for area in ([home] if home else []) + near[: MOST_CHOICES - 1]]
    return sides or [None]


def _only_named_in(index: AreaIndex, said: int, sides: Sequence[int | None]) -> bool:
    """Whether the named area is more exact than any outline there: no map shows it, and it lies in the pin's area."""
    return index.outline(said) is None and any(side in _line(index, said) for side in sides)


def _agrees(index: AreaIndex, said: int, sides: Sequence[int | None]) -> bool:
    """Whether a pin lies in the area that was named, or the named one within it."""
    around = {area_id for side in sides if side is not None for area_id in _line(index, side)}
    return said in around or any(side in _line(index, said) for side in sides)


def _holding(index: AreaIndex, point: Point) -> Place:
    held = index.holding(point)
    return Place(point.lat, point.lon, held[0].id if held else None)


def _describing(reason: typed.PinReason, text: str) -> str:
    """What of a text describes the place for which a pin is asked; a link describes nothing."""
    return kept_words(text if reason in DESCRIBING else beside_links(text) if reason in LINKS else "")


def kept_words(text: str) -> str:
    """A place in somebody's own words, as it is kept; refuses with TooLong."""
    kept = cleaned(text, limit=WORDS_LIMIT, lines=False)
    if kept.cut:
        raise TooLong(limit=WORDS_LIMIT, length=kept.length)
    return kept.text
