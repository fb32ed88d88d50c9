"""Links to maps, read without opening them."""

import enum
import re
from collections.abc import Sequence
from urllib.parse import SplitResult, parse_qs, unquote_plus, urlsplit

from language.digits import latin_digits
from places.coordinates import read_coordinates
from places.points import BadCoordinates, Point

_NUMBER = r"([+-]?\d{1,3}(?:\.\d+)?)"
_PAIR = re.compile(rf"(?:loc:|ll\.|point\.)?\s*{_NUMBER}\s*[,~_]\s*{_NUMBER}(?![\d.])")
_PAIR_ANYWHERE = re.compile(rf"(?<![\d.]){_NUMBER},{_NUMBER}(?![\d.])")
_PIN = re.compile(r"!3d(-?\d+\.\d+)!4d(-?\d+\.\d+)")
_WAY = re.compile(r"!1d(-?\d+\.\d+)!2d(-?\d+\.\d+)")
"""A stop in Google's directions, longitude first."""
_VIEW = re.compile(r"/@(-?\d+(?:\.\d+)?),(-?\d+(?:\.\d+)?)")
_OSM_VIEW = re.compile(r"map=[\d.]+/(-?[\d.]+)/(-?[\d.]+)")

_SHORT = re.compile(
    r"(?:goo\.gl|maps\.app\.goo\.gl|g\.co|g\.page|osm\.org/go|openstreetmap\.org/go|maps\.apple|bit\.ly|t\.co|share\.google|tinyurl\.com"
    r"|waze\.com/ul/h\w+|her\.is|binged\.it|bing\.com/maps/s|go\.2gis\.com|yandex\.[a-z.]+/maps/-|omaps\.app|ge0\.me)(?:/|$)"
)
_THREE_WORDS = re.compile(r"(?:w3w\.co|what3words\.com)(?:/|$)")
_MAPS = re.compile(
    r"(?:maps\.google\.[a-z.]+|(?:consent\.google\.[a-z.]+/ml?|google\.[a-z.]+/(?:maps|url))|earth\.google\.com|maps\.apple\.com|(?:openstreetmap|osm)\.org"
    r"|(?:ul\.|embed\.)?waze\.com|bing\.com/maps|(?:wego|share)\.here\.com|here\.com/directions|petalmaps\.com|map\.snapchat\.com)(?:/|$)"
)
_LONGITUDE_FIRST = re.compile(r"(?:maps\.yandex\.[a-z.]+|yandex\.[a-z.]+/(?:maps|navi)|2gis\.[a-z.]+)(?:/|$)")
_SCHEMES = ("comgooglemaps", "waze", "google.navigation", "maps", "om", "yandexmaps", "dgis", "whatsapp")

_ASKED = ("q", "query", "destination", "daddr", "ll", "coordinate", "to", "sp", "cbll")
"""Parameters that hold the place itself."""
_MIDDLE = ("sll", "center", "cp", "map")
"""Parameters that hold the middle of what is shown."""
_ASKED_LONGITUDE_FIRST, _MIDDLE_LONGITUDE_FIRST = ("whatshere[point]", "pt", "poi[point]"), ("ll", "m")
_BY_AXIS = (("mlat", "mlon"), ("lat", "lon"), ("lat", "lng"), ("latitude", "longitude"))

_ADDRESS = re.compile(r"://|^www\.|^[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}/", re.IGNORECASE)
_CALLED = re.compile(r"/(?:place|search)/([^/@]+)")


class Unread(enum.Enum):
    """Why a link gives no point."""

    SHORT = "short"
    THREE_WORDS = "three-words"
    NO_POINT = "no-point"


def read_link(text: str) -> Point | Unread | None:
    """The point of the first link to a map in a text, why it has none, or None when there is no such link.

    Refuses a point that is not on earth with BadCoordinates.
    """
    for word in latin_digits(text).split():
        found = _in_word(word.strip("()<>«»\"'،"))
        if found is not None:
            return found
    return None


def name_in_link(text: str) -> str:
    """What is searched for or called a place in a link: «حي العليا، الرياض» of /maps/place/…; empty without one."""
    for link in map(_link, text.split()):
        asked = parse_qs(link.query)
        named = [asked[name][0] for name in ("q", "query", "destination", "daddr") if name in asked]
        named += _CALLED.findall(unquote_plus(link.path))
        if named:
            return named[0]
    return ""


def beside_links(text: str) -> str:
    """What a text says besides addresses: of «https://… جنب مسجد النور» the last three words."""
    return " ".join(word for word in text.split() if not _ADDRESS.search(word))


def is_link(word: str) -> bool:
    """Whether a word is an address of a page or a map, not part of a description."""
    return "://" in word or word.lower().startswith(("geo:", "www.", "maps.", "google.navigation:")) or "/" in word


def _in_word(word: str) -> Point | Unread | None:
    if word.lower().startswith("geo:"):
        return _geo(word)
    if word.lower().startswith("google.navigation:"):
        return _on_map(_link("https://google.com/maps?" + word.partition(":")[2]))
    link = _link(word)
    place = link.netloc.lower().removeprefix("www.").removeprefix("m.") + link.path
    if _SHORT.match(place):
        return Unread.SHORT
    if _THREE_WORDS.match(place):
        return Unread.THREE_WORDS
    if _LONGITUDE_FIRST.match(place):
        return _longitude_first(link)
    return _on_map(link) if _MAPS.match(place) or link.scheme in _SCHEMES else None


def _link(word: str) -> SplitResult:
    try:
        return urlsplit(word if "://" in word else "https://" + word)
    except ValueError:
        return urlsplit("")


def _on_map(link: SplitResult) -> Point | Unread:
    asked = parse_qs(link.query)
    for lat, lon in _BY_AXIS:
        if lat in asked and lon in asked:
            return _point(asked[lat][0], asked[lon][0])
    for name in ("continue", "link", "url"):
        if (inner := asked.get(name, [""])[0]) and isinstance(found := _in_word(inner), Point):
            return found
    path = unquote_plus(link.path)
    if pin := _PIN.search(path):
        return _point(*pin.groups())
    if stops := _WAY.findall(path):
        return _point(*stops[-1][::-1])
    return _asked_for(asked, _ASKED) or _step(path) or _asked_for(asked, _MIDDLE) or _shown(path, link.fragment)


def _asked_for(asked: dict[str, list[str]], names: Sequence[str]) -> Point | None:
    for name in names:
        text = asked.get(name, [""])[0]
        if pair := _PAIR.match(text):
            return _point(*pair.groups())
        if (written := read_coordinates(text)) and not written.coarse and (point := written.point()):
            return point
    route = asked.get("route", [""])[0]
    pairs = _PAIR_ANYWHERE.findall(route)
    return _point(*pairs[-1]) if pairs else None


def _step(path: str) -> Point | None:
    """Coordinates as a part of the path; of directions the last, where they lead."""
    steps = [step for step in path.split("/") if step and not step.startswith(("@", "data="))]
    for step in reversed(steps):
        if pair := _PAIR_ANYWHERE.search(step):
            return _point(*pair.groups())
        if (written := read_coordinates(step)) and (point := written.point()):
            return point
    return None


def _shown(path: str, fragment: str) -> Point | Unread:
    view = _VIEW.search(path) or _OSM_VIEW.search(fragment)
    return _point(*view.groups()) if view else Unread.NO_POINT


def _longitude_first(link: SplitResult) -> Point | Unread:
    """Yandex and 2GIS; the routes of Yandex (`rtext`) have latitude first, the last stop is where they lead."""
    asked = parse_qs(link.query)
    if stops := _PAIR_ANYWHERE.findall(asked.get("rtext", [""])[0]):
        return _point(*stops[-1])
    in_path = _PAIR_ANYWHERE.findall(unquote_plus(link.path))[-1:]
    asked_for, middle = (
        [pair.groups() for name in names if (pair := _PAIR.match(asked.get(name, [""])[0]))]
        for names in (_ASKED_LONGITUDE_FIRST, _MIDDLE_LONGITUDE_FIRST)
    )
    return next((_point(lat, lon) for lon, lat in [*asked_for, *in_path, *middle]), Unread.NO_POINT)


def _geo(word: str) -> Point | Unread:
    """RFC 5870, and Android's habit of geo:0,0?q=24.7,46.7(name)."""
    here, _, asked = word[4:].partition("?")
    for text in (*parse_qs(asked).get("q", []), here):
        pair = _PAIR.match(text)
        if pair and pair.groups() != ("0", "0"):
            return _point(*pair.groups())
    return Unread.NO_POINT


def _point(lat: str, lon: str) -> Point:
    try:
        return Point(float(lat), float(lon))
    except ValueError:
        raise BadCoordinates(which="lat") from None
