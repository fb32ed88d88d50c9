"""Plus codes: places in ten letters and digits, worked out without asking anybody.

Open Location Code, specification 1.0 (github.com/google/open-location-code): pairs of one digit of latitude and one of
longitude in base 20, the first pair 20 degrees wide; after ten digits a grid of 5 rows and 4 columns.
"""

import re

from language.digits import latin_digits
from places.points import Point

_DIGITS = "23456789CFGHJMPQRVWX"
_ONE = f"[{_DIGITS}]"
_FULL = re.compile(rf"(?<![\w+])([2-9C][2-9CFGHJMPQRV]{_ONE}{{6}})\+({_ONE}{{2,7}})(?![\w+])", re.IGNORECASE)
_SHORT = re.compile(rf"(?<![\w+])({_ONE}{{4}}|{_ONE}{{6}})\+({_ONE}{{2,7}})(?![\w+])", re.IGNORECASE)
_PADDED = re.compile(rf"(?<![\w+])({_ONE}{{2}}0{{6}}|{_ONE}{{4}}0{{4}}|{_ONE}{{6}}0{{2}})\+(?![\w+])", re.IGNORECASE)

PAIRS = 10
"""Digits in pairs; those after them divide a grid."""
_ROWS, _COLUMNS = 5, 4
_FULL_BEFORE_PLUS = 8


def full_code(text: str) -> Point | None:
    """The middle of the first full code in a text; None without one."""
    found = _FULL.search(_plain(text))
    return decoded(found[1] + found[2]) if found else None


def short_code(text: str) -> str | None:
    """The first shortened code in a text, or one with zeros that names a whole county; None without one."""
    found = _SHORT.search(_plain(text)) or _PADDED.search(_plain(text))
    return found[0].upper() if found else None


def without_codes(text: str) -> str:
    """The rest of a text: what stands beside its codes."""
    plain = _plain(text)
    for code in (_FULL, _SHORT, _PADDED):
        plain = code.sub(" ", plain)
    return plain


def recovered(code: str, near: Point) -> Point | None:
    """The place nearest to `near` with this shortened code; None when it has zeros for its last digits."""
    before, after = code.split("+")
    if not after:
        return None
    missing = _FULL_BEFORE_PLUS - len(before)
    size = 20.0 ** (2 - missing // 2)
    middle = decoded(_encoded(near)[:missing] + before + after)
    lat, lon = _nearest(middle.lat, near.lat, size), _nearest(middle.lon, near.lon, size)
    if not -90 <= lat <= 90:
        lat = middle.lat
    return Point(lat, (lon + 180) % 360 - 180)


def decoded(digits: str) -> Point:
    """The middle of the cell that these digits (a full code without its plus) name."""
    values = [_DIGITS.index(digit) for digit in digits.upper()]
    lat, lon, height, width = -90.0, -180.0, 400.0, 400.0
    for at, value in enumerate(values[:PAIRS]):
        if at % 2 == 0:
            height /= 20
            lat += value * height
        else:
            width /= 20
            lon += value * width
    for value in values[PAIRS:]:
        height, width = height / _ROWS, width / _COLUMNS
        lat, lon = lat + value // _COLUMNS * height, lon + value % _COLUMNS * width
    return Point(min(lat + height / 2, 90.0), min(lon + width / 2, 180.0))


def _encoded(point: Point) -> str:
    """The first eight digits of a point's code: enough to know what a shortened one leaves out."""
    lat, lon = min(point.lat, 89.9999) + 90, (point.lon + 180) % 360
    digits, size = "", 20.0
    for _ in range(_FULL_BEFORE_PLUS // 2):
        digits += _DIGITS[int(lat // size)] + _DIGITS[int(lon // size)]
        lat, lon, size = lat % size, lon % size, size / 20
    return digits


def _nearest(found: float, wanted: float, size: float) -> float:
    """The same place in the neighbouring cell, where that is nearer."""
    return found + size * round((wanted - found) / size)


def _plain(text: str) -> str:
    return latin_digits(text).replace("＋", "+")
