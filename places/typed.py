"""What people type when asked for a place."""

import enum
import re
from dataclasses import dataclass
from itertools import pairwise
from urllib.parse import unquote

from language.digits import latin_digits
from language.normaliser import normalised
from models.areas import Area, AreaKind
from places.addresses import Address, agreeing, read_address
from places.areas import AreaIndex
from places.chat_spelling import plainly_spelt
from places.coordinates import read_coordinates
from places.landmarks import BUILDINGS, DIRECTIONS, ROADS
from places.leading_names import called, without_article
from places.links import Unread, is_link, name_in_link, read_link
from places.names import beginning
from places.plus_codes import full_code, recovered, short_code, without_codes
from places.points import BadCoordinates, Point

_NATIONAL_ADDRESS = re.compile(r"\s*[A-Za-z]{4}\s?[-–]?\s?\d{4}\s*|.*\b[A-Z]{4}[-–]?\d{4}\b.*", re.DOTALL)
_GRID = re.compile(
    r"\b(?i:UTM|MGRS|USNG)\b|\b\d{1,2}\s?[C-HJ-NP-X]\s?[A-HJ-NP-Z]{2}\s?(?:\d{2}|\d{2,5}\s?\d{2,5})\b"
    r"|\b\d{1,2}[c-hj-np-x][a-hj-np-z]{2}\d{4,10}\b"
    r"|\b\d{1,2}\s?[C-HJ-NP-Xc-hj-np-x]\s+\d{6}(?:\.\d+)?\s*m?E?[\s,]+\d{6,7}(?:\.\d+)?"
)
"""Military grid and UTM: exact, but nobody types them from memory, and a wrong zone is another country."""
_THREE_WORDS = re.compile(r"\s*/{2,3}\s*[^\W\d]+(?:[.。・][^\W\d]+){2}\s*")
_PARTS = re.compile(r"\s*[,،;؛/|\n]\s*|\s+[-–]\s+|\s+(?:في|in)\s+")
_NUMBERS = re.compile(r"[+-]?\d+[.,٫]\d{3,}°?")
_LONGEST_NAME = 200
_MOST_OF_ONE_NAME = 4
"""A name among other words that more areas have is an ordinary word: «السلام عليكم»."""
_MOST_LEFT_OVER = 2
"""Words that name nothing, beside a description: with more of them it is a story, not a place."""


class PinReason(enum.StrEnum):
    """Why a pin is asked for; each is the key of its sentence."""

    SHORT_LINK = "needs-pin-short-link"
    LINK_WITHOUT_POINT = "needs-pin-link-without-point"
    NATIONAL_ADDRESS = "needs-pin-national-address"
    PLUS_CODE = "needs-pin-plus-code"
    THREE_WORDS = "needs-pin-three-words"
    GRID_REFERENCE = "needs-pin-grid-reference"
    LANDMARK = "needs-pin-landmark"
    ROAD = "needs-pin-road"
    NOT_ON_EARTH = "needs-pin-not-on-earth"
    WHOLE_DEGREES = "needs-pin-whole-degrees"


@dataclass(frozen=True, slots=True)
class FoundPoint:
    """A point was typed; read it back. `beside`: areas that were named in the same breath."""

    point: Point
    beside: tuple[Area, ...] = ()
    words: str = ""
    """What was said beside it, where that describes the place."""


@dataclass(frozen=True, slots=True)
class FoundAreas:
    """A name: of one area, or of several, of which one must be chosen."""

    areas: tuple[Area, ...]
    guessed: bool = False
    """Not this name, but one close to it, or a name in words that may mean something else."""
    described: bool = False
    """There was more than the name."""


@dataclass(frozen=True, slots=True)
class LooksSwapped:
    """Coordinates that lie where we serve only when read the other way round: ask; `typed` may be off the earth."""

    typed: Point | None
    swapped: Point


@dataclass(frozen=True, slots=True)
class NeedsPin:
    """A place, but not one that can be found from these words; `near`: areas that were named beside it."""

    reason: PinReason
    near: tuple[Area, ...] = ()


@dataclass(frozen=True, slots=True)
class NotAPlace:
    """Nothing here names a place."""


Typed = FoundPoint | FoundAreas | LooksSwapped | NeedsPin | NotAPlace

_UNREAD = {
    Unread.SHORT: PinReason.SHORT_LINK,
    Unread.THREE_WORDS: PinReason.THREE_WORDS,
    Unread.NO_POINT: PinReason.LINK_WITHOUT_POINT,
}


def read_place(text: str, areas: AreaIndex) -> Typed:
    """What place a text means: a link to a map, a code, coordinates anywhere on earth, or a name of this deployment."""
    found = _from_code(text, areas) or _from_link(text, areas) or _from_coordinates(text, areas)
    return found or _from_name(text, areas)


def begins_with_a_name(text: str) -> bool:
    """Whether a description names the building or the road itself («مستشفى الملك فهد»), not what is beside it."""
    first = normalised(text).split()[:1]
    return bool(first) and without_article(first[0]) in BUILDINGS | ROADS


def _from_link(text: str, areas: AreaIndex) -> Typed | None:
    try:
        found = read_link(text)
    except BadCoordinates:
        return NeedsPin(PinReason.NOT_ON_EARTH)
    if found is None:
        return None
    words = " ".join(word for word in text.split() if not is_link(word))
    if isinstance(found, Point):
        return _at(found, words, areas)
    return _pin(_UNREAD[found], f"{words}, {name_in_link(text)}", areas)


def _from_coordinates(text: str, areas: AreaIndex) -> Typed | None:
    written = read_coordinates(text)
    if written is None:
        return None
    point, swapped = written.point(), written.swapped()
    if point is None and swapped is None:
        return NeedsPin(PinReason.NOT_ON_EARTH)
    if written.coarse:
        return NeedsPin(PinReason.WHOLE_DEGREES)
    return _this_way_round(point, swapped, text, areas)


def _this_way_round(point: Point | None, swapped: Point | None, text: str, areas: AreaIndex) -> Typed:
    """As typed, unless only the other way round lies on earth or in an area of ours."""
    if point is None or (swapped and not areas.holding(point) and areas.holding(swapped)):
        return LooksSwapped(point, swapped) if swapped else NeedsPin(PinReason.NOT_ON_EARTH)
    return _at(point, text, areas)


def _from_code(text: str, areas: AreaIndex) -> Typed | None:
    """A plus code, a short one beside the name of a town; other codes cannot be read offline."""
    plain = latin_digits(text)
    if point := full_code(unquote(text)):
        return _at(point, without_codes(text) if "/" not in text else "", areas)
    if "://" in text:
        return None
    if code := short_code(text):
        return _beside_town(code, without_codes(text), areas)
    if _GRID.search(plain):
        return _pin(PinReason.GRID_REFERENCE, "", areas)
    if _THREE_WORDS.fullmatch(plain):
        return NeedsPin(PinReason.THREE_WORDS)
    return _pin(PinReason.NATIONAL_ADDRESS, text, areas) if _NATIONAL_ADDRESS.fullmatch(plain) else None


def _beside_town(code: str, words: str, areas: AreaIndex) -> Typed:
    """A short code is read from the middle of the one town or district named beside it; of a region it says nothing."""
    near = _named_in(words, areas)
    towns = [area for area in near if area.kind is not AreaKind.REGION]
    middle = areas.point_of(towns[0].id or 0) if len(towns) == 1 else None
    point = recovered(code, middle) if middle else None
    return FoundPoint(point) if point else NeedsPin(PinReason.PLUS_CODE, near)


def _at(point: Point, words: str, areas: AreaIndex) -> FoundPoint:
    """A point, with what is said beside it."""
    address = read_address(words[:_LONGEST_NAME], areas)
    beside = tuple(agreeing(address.mentions, areas)[0])
    return FoundPoint(
        point, beside, " ".join(_NUMBERS.sub(" ", words).split()).strip(" ,،") if address.described else ""
    )


def _pin(reason: PinReason, words: str, areas: AreaIndex) -> NeedsPin:
    return NeedsPin(reason, _named_in(words, areas))


def _named_in(words: str, areas: AreaIndex) -> tuple[Area, ...]:
    """The areas that names in a longer text agree on."""
    return tuple(agreeing(read_address(words[:_LONGEST_NAME], areas).mentions, areas)[0])


def _from_name(text: str, areas: AreaIndex) -> Typed:
    """A name, or a name and what it lies in: «العليا، الرياض», «حي العليا في الرياض», «العليا الرياض»."""
    if len(text) > _LONGEST_NAME:
        return NotAPlace()
    plain = plainly_spelt(text)
    if named := called(plain.split(), areas)[0]:
        return FoundAreas(tuple(named))
    found = _in_parts(plain, areas) or _in_two(plain, areas)
    if begun := _begun_in_city(plain, found, areas):
        return FoundAreas((*begun, *found), guessed=True)
    return FoundAreas(tuple(found)) if found else _from_address(read_address(plain, areas), areas)


def _from_address(address: Address, areas: AreaIndex) -> Typed:
    """Names among other words; a landmark or a road needs a pin, and other words make a name a guess."""
    found, agree = _meant(address, areas)
    story = address.beside > _MOST_LEFT_OVER
    telling = len(found) <= _MOST_OF_ONE_NAME and (address.pointed or not story)
    if address.common and (address.beside or address.described):
        address.landmark, found = True, []
    elif not address.sure and len(address.mentions) == 1 and not telling:
        found = []
    if address.described and (found or not story):
        return NeedsPin(PinReason.LANDMARK if address.landmark else PinReason.ROAD, tuple(found))
    if not found:
        close = areas.resembling(" ".join(address.rest)) if not story else []
        return FoundAreas(tuple(close), guessed=True) if close else NotAPlace()
    if not address.beside:
        return FoundAreas(tuple(found), guessed=not agree)
    close = _close_in(address, found, areas)
    certain = agree and (address.sure or len(address.mentions) > 1) and not close
    return FoundAreas(tuple(close or found), guessed=not certain, described=True)


def _meant(address: Address, areas: AreaIndex) -> tuple[list[Area], bool]:
    """What the names agree on; where they do not, a name that many areas have says nothing."""
    found, agree = agreeing(address.mentions, areas)
    telling = [named for named in address.mentions if len(named) <= _MOST_OF_ONE_NAME]
    few = agree or not telling or len(found) <= _MOST_OF_ONE_NAME
    return (found, agree) if few else (agreeing(telling, areas)[0], False)


def _close_in(address: Address, found: list[Area], areas: AreaIndex) -> list[Area]:
    """Areas close to the words left over that lie in those that were named: «النسم الغربي، الرياض»."""
    inside = {area.id for area in found}
    close = areas.resembling(" ".join(address.rest))
    return [area for area in close if inside & _above(areas, area)]


def _in_parts(text: str, areas: AreaIndex) -> list[Area]:
    """Parts in order from the smallest up, or from the largest down."""
    parts = [part for part in _PARTS.split(text.strip()) if part.strip()]
    if len(parts) < 2:
        return []
    return _lying_in(parts, areas) or _lying_in(parts[::-1], areas)


def _lying_in(parts: list[str], areas: AreaIndex) -> list[Area]:
    """Areas of the first name that lie in areas of all other names, as closely as any does."""
    above = [{area.id for area in areas.named(part)} for part in parts[1:]]
    steps = {area.id: [_steps_up(areas, area, wanted) for wanted in above] for area in areas.named(parts[0])}
    lying = {number: sum(up) for number, up in steps.items() if all(up)}
    return [areas.area(number or 0) for number, up in lying.items() if up == min(lying.values())]


def _begun_in_city(text: str, found: list[Area], areas: AreaIndex) -> list[Area]:
    """«النسيم، الرياض», where the city has a النسيم الشرقي and no district called النسيم alone: what it may mean."""
    parts = [part for part in _PARTS.split(text.strip()) if part.strip()]
    pairs = [parts, parts[::-1]] if len(parts) == 2 else _cuts(text)
    for small, large in pairs:
        cities = [area.id or 0 for area in areas.named(large) if area.kind is AreaKind.CITY]
        if any(city in _above(areas, area) for city in cities for area in found):
            return []
        if begun := [area for city in cities for area in beginning(areas.children(city), small)]:
            return begun
    return []


def _above(areas: AreaIndex, area: Area) -> set[int | None]:
    return {above.id for above in areas.path(area.id or 0)[:-1]}


def _in_two(text: str, areas: AreaIndex) -> list[Area]:
    """Words without anything between the two names, cut wherever both halves are names."""
    found = (_lying_in(cut, areas) for cut in _cuts(text))
    return next((areas_found for areas_found in found if areas_found), [])


def _cuts(text: str) -> list[list[str]]:
    """A text in two, at each of the first blanks; what begins with a direction is no name."""
    words = text.split()
    if words and normalised(words[0]) in DIRECTIONS:
        return []
    return [[" ".join(words[:at]), " ".join(words[at:])] for at, _ in enumerate(pairwise(words), start=1)][:8]


def _steps_up(areas: AreaIndex, area: Area, wanted: set[int | None]) -> int:
    """How many steps up from an area the nearest of the wanted ones is; 0 when none of them lies above it."""
    line = areas.path(area.id or 0)[::-1]
    return next((steps for steps, above in enumerate(line) if steps and above.id in wanted), 0)
