"""Coordinates as people write them: decimals, degrees, minutes and seconds, in either script."""

import re
from dataclasses import dataclass

from language.digits import latin_digits
from places.points import BadCoordinates, Point

_LONGEST = 2_000
"""Characters that are looked at; nobody's coordinates are further on."""

_SIGNS = str.maketrans(
    {
        "−": "-",
        "–": "-",
        "‐": "-",
        "،": ",",
        "؛": ";",
        "º": "°",
        "˚": "°",
        "′": "'",
        "’": "'",
        "‘": "'",
        "´": "'",
        "`": "'",
    }
    | {"″": '"', "“": '"', "”": '"'}
    | dict.fromkeys("\u00a0\u202f()[]{}", " ")
    | dict.fromkeys(
        "\u200b\u200c\u200d\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff", ""
    )
)

_MARKS = {
    "N": r"north|شمال(?:ًا|اً|ا)?|ش|n",
    "S": r"south|جنوب(?:ًا|اً|ا)?|ج|s",
    "E": r"east|شرق(?:ًا|اً|ا)?|ق|e",
    "W": r"west|غرب(?:ًا|اً|ا)?|غ|w",
    "Y": r"latitude|lat|(?:(?:خط|دائر[ةه])\s+)?(?:ال)?عرض",
    "X": r"longitude|long|lng|lon|(?:خط\s+)?(?:ال)?طول",
    "°": r"درج[ةه]|درجات|degrees?|deg",
    "'": r"دقيق[ةه]|دقائق|minutes?|min",
    '"': r"ثاني[ةه]|ثواني|ثوان|seconds?|sec",
}
"""What people write for directions, axes and parts of a degree; Y and X say which axis without saying which half."""

_ENDS = r"(?<![^\W\d_])(?:{})(?![^\W\d_])\.?"
_WORDS = [(mark, re.compile(_ENDS.format(words), re.IGNORECASE)) for mark, words in _MARKS.items()]

_REWRITTEN = [
    (re.compile(pattern, re.IGNORECASE), plain)
    for pattern, plain in (
        (r"%2C", ","),
        (r'"(?=lat|lng|lon)|(?<=lat|lng|lon)"|(?<=tude)"', " "),
        (r"(?:خط\s+)?الاستواء|غ?جرينتش|غرينتش|equator|greenwich", " "),
        (r"(?<=\d)\s*–\s*(?=\d)|(?<=\d)\s+-\s+(?=\d)", ", "),
        (r"(?<!\w)(?:و|and)\s*(?=\d|خط|دائر|(?:ال)?طول|(?:ال)?عرض|lat|lon)", " "),
        (r"(?<!\d)(\d{1,3})d\s*(\d{1,2})m\s*(\d{1,2}(?:\.\d+)?)s", "\\1°\\2'\\3\""),
        (r"(?<![\d.-])(\d{1,3})([-.])([0-5]?\d)\2([0-5]?\d(?:\.\d+)?)(?=\s*[NSEWشجقغ])", "\\1°\\3'\\4\""),
        (r"(?<!\d)(\d{2})(\d{2})(\d{2})([NS])[\s,]*(\d{3})(\d{2})(\d{2})([EW])", "\\1°\\2'\\3\"\\4 \\5°\\6'\\7\"\\8"),
    )
]
"""Other ways to write the same, and how it is written here."""

_DECIMAL = r"(?P<deg{0}>\d{{1,3}}(?:\.\d+)?)\s*°?"
_DMS = (
    r"(?P<d{0}>\d{{1,3}})\s*[°:\s]\s*(?P<m{0}>[0-5]?\d(?:\.\d+)?)"
    r"(?:\s*['\s:]\s*(?P<s{0}>[0-5]?\d(?:\.\d+)?)\s*(?:\"|'')?|\s*')?"
)
_ANGLE = (
    r"(?:(?P<label{0}>[XY])\s*[:=]?\s*)?(?:(?P<pre{0}>[NSEW])\s*[:=]?\s*)?(?P<sign{0}>[+-])?(?:"
    + _DMS
    + "|"
    + _DECIMAL
    + r")"
    r"(?(pre{0})|\s*(?P<post{0}>[NSEW])?)"
)
_BETWEEN = r"(?:\s*[,;/|&]\s*|\s+|(?=[+-])|(?<=[NSEW])|(?=[NSEW]))"
_PAIR = re.compile(_ANGLE.format(1) + _BETWEEN + _ANGLE.format(2))
_PLAIN = r"(?P<{}>[+-]?\d{{1,3}}(?:\.\d+)?)\s*°?"
_PLAIN_PAIR = re.compile(_PLAIN.format("a") + r"(?P<between>\s*[,;/|&]\s*|\s+|(?=[+-]))" + _PLAIN.format("b") + "/?")
_DECIMAL_COMMA = re.compile(r"(?<![\d.])(\d{1,3}),(\d{4,})(?![\d.])")
_DECIMAL_COMMAS = re.compile(r"\s*[+-]?\d{1,3},(?!\d{3}\b)\d{2,}\s*[;/|\s]\s*[+-]?\d{1,3},(?!\d{3}\b)\d{2,}\s*")
_WELL_KNOWN_TEXT = re.compile(r"\s*POINT\s+([+-]?\d+(?:\.\d+)?)\s+([+-]?\d+(?:\.\d+)?)\s*", re.IGNORECASE)
"""Longitude first (OGC 06-103r4); its brackets are gone by then."""
_FROM_FIRST_TO_LAST = re.compile(r"(?:(?<![^\W\d_])[NSEWYX]\s*[:=]?\s*)*[+-]?\d.*\d[\s°'\"]*(?:[NSEW](?![^\W\d_]))?")
_WITHIN = re.compile(r"(?<![\d.,])[+-]?\d{1,3}\.\d{3,}\s*°?\s*[,;\s]\s*[+-]?\d{1,3}\.\d{3,}(?![\d.])")


@dataclass(frozen=True, slots=True)
class Written:
    """Two numbers as they were written, in degrees; `sure` when marks said which is which."""

    lat: float
    lon: float
    sure: bool = False
    coarse: bool = False
    """Whole degrees: a hundred kilometres."""

    def point(self) -> Point | None:
        """None when it is not on earth."""
        return _on_earth(self.lat, self.lon)

    def swapped(self) -> Point | None:
        """The same with longitude read first; None when that is not on earth, or the order was said."""
        return None if self.sure else _on_earth(self.lon, self.lat)


def read_coordinates(text: str) -> Written | None:
    """The coordinates a text is, or has in it with three decimals or more; None when there are none."""
    plain = _marked(text)
    if found := _PLAIN_PAIR.fullmatch(plain):
        return _plain(found)
    if found := _WELL_KNOWN_TEXT.fullmatch(plain):
        return Written(float(found[2]), float(found[1]), sure=True)
    if (found := _PAIR.fullmatch(plain)) and (written := _with_marks(found)):
        return written
    return _within(plain)


def _within(plain: str) -> Written | None:
    """Coordinates among words: marked to the minute, or with three decimals or more."""
    between = _FROM_FIRST_TO_LAST.search(plain)
    found = between and _PAIR.fullmatch(between[0].strip())
    if found and (written := _with_marks(found)) and not written.coarse:
        return written
    found = _WITHIN.search(plain)
    inner = found and _PLAIN_PAIR.fullmatch(found[0])
    return _plain(inner) if inner else None


def _marked(text: str) -> str:
    """The text with Latin digits, plain signs, points for decimal commas, and directions and axes as single letters."""
    plain = latin_digits(text[:_LONGEST])
    for other, rewritten in _REWRITTEN:
        plain = other.sub(rewritten, plain)
    plain = plain.translate(_SIGNS)
    if _DECIMAL_COMMAS.fullmatch(plain):
        plain = plain.replace(",", ".")
    for mark, words in _WORDS:
        plain = words.sub(mark, plain)
    return " ".join(_DECIMAL_COMMA.sub(r"\1.\2", plain).split()).strip(" .,;:")


def _plain(found: re.Match[str]) -> Written | None:
    """Two numbers without marks; whole ones only when something between them says that they are two."""
    whole = "." not in found[0]
    if whole and not found["between"].strip():
        return None
    return Written(float(found["a"]), float(found["b"]), coarse=whole)


def _with_marks(found: re.Match[str]) -> Written | None:
    """Two angles of which at least one says its direction or axis, or has minutes; not two of one axis."""
    axes = [_axis(found, 1), _axis(found, 2)]
    first, second = _degrees(found, 1), _degrees(found, 2)
    exact = all(found[f"m{side}"] or "." in (found[f"deg{side}"] or "") for side in (1, 2))
    if axes == [None, None]:
        written = any(sign in found[0] for sign in "\"'°") or bool(found["s1"] and found["s2"])
        return Written(first, second, coarse=not exact) if written else None
    if axes[0] == axes[1]:
        return None
    if axes[0] == "X" or axes[1] == "Y":
        first, second = second, first
    return Written(first, second, sure=True, coarse=not exact)


def _axis(found: re.Match[str], side: int) -> str | None:
    mark = found[f"post{side}"] or found[f"pre{side}"] or found[f"label{side}"]
    return mark and {"N": "Y", "S": "Y", "E": "X", "W": "X"}.get(mark, mark)


def _degrees(found: re.Match[str], side: int) -> float:
    if found[f"d{side}"]:
        value = float(found[f"d{side}"]) + float(found[f"m{side}"]) / 60 + float(found[f"s{side}"] or 0) / 3_600
    else:
        value = float(found[f"deg{side}"])
    mark = found[f"post{side}"] or found[f"pre{side}"]
    return -value if mark in {"S", "W"} or found[f"sign{side}"] == "-" else value


def _on_earth(lat: float, lon: float) -> Point | None:
    try:
        return Point(lat, lon)
    except BadCoordinates:
        return None
