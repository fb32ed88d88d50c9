"""The picture of a week: the outlines of some areas, and how many reports in each are open or were fixed.

Drawn from imported outlines alone, without map tiles. It shows figures, nobody, and no exact place: counts below five
are a dot without a number (SAFETY 8).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from PIL import ImageFont

from pictures.canvas import FINER, Canvas, Colour, Point
from pictures.fonts import arabic_font
from pictures.safe import CleanPicture

LEAST_TOLD = 5
"""Smaller counts are not told in figures."""
WIDTH, HEIGHT = 1000, 1250
_PAPER_TOP, _PAPER_FOOT, _CARD = (251, 248, 241), (245, 239, 227), (255, 254, 250)
_INK, _FAINT, _TEAL, _LINE = (38, 66, 70), (122, 132, 130), (46, 92, 97), (255, 255, 255)
_GROUND: tuple[Colour, ...] = ((233, 228, 214), (208, 224, 215), (164, 201, 194), (112, 170, 166))
_STEPS = (1, 5, 15)
"""From so many reports on an area is darker."""
_OPEN, _FIXED = (214, 132, 46), (70, 140, 92)
_MAP = (70.0, 250.0, 930.0, 1010.0)
"""Left, top, right and bottom of where the map may be, in pixels."""
_NAMES_AT_MOST = 16
_ABOVE = 34.0
"""Pixels from the middle of an area up to its name, where it has marks."""

Box = tuple[float, float, float, float]
"""Left, top, right and bottom in pixels."""
Ring = Sequence[Point]
"""Corners as longitude and latitude in degrees."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One area of the picture: its outlines, a point inside the largest, and its figures."""

    name: str
    rings: Sequence[Ring]
    middle: Point
    open: int = 0
    fixed: int = 0


@dataclass(frozen=True, slots=True)
class WeekWords:
    """Every word on the picture, in the language of who reads it."""

    title: str
    dates: str
    open: str
    fixed: str
    few: str
    credit: str
    rtl: bool = True


def week_picture(pieces: Sequence[Piece], outlines: Sequence[Ring], words: WeekWords) -> CleanPicture:
    """1000 by 1250 pixels, for a telephone held upright; `outlines` are drawn around the pieces.

    Refuses with NoArabicShaping.
    """
    canvas = Canvas(WIDTH, HEIGHT, top=_PAPER_TOP, bottom=_PAPER_FOOT)
    canvas.box((0, 0), (WIDTH, 14), _TEAL)
    _headline(canvas, words)
    canvas.box((40, 215), (WIDTH - 40, 1045), _CARD, rounded=28)
    onto = _Projection.around([each for piece in pieces for each in piece.rings])
    for piece in pieces:
        for ring in piece.rings:
            canvas.polygon([onto(each) for each in ring], _shade(piece.open + piece.fixed))
    for piece in pieces:
        for ring in piece.rings:
            _trace(canvas, [onto(each) for each in ring], _LINE, 3)
    for ring in outlines:
        _trace(canvas, [onto(each) for each in ring], _TEAL, 5)
    _write_figures(canvas, pieces, onto, words)
    _legend(canvas, words)
    return canvas.finished()


@dataclass(frozen=True, slots=True)
class _Projection:
    """Degrees to pixels, as wide as it is high at the middle's latitude (equirectangular)."""

    west: float
    north: float
    scale: float
    narrow: float
    left: float
    top: float

    @classmethod
    def around(cls, rings: Sequence[Ring]) -> "_Projection":
        lons = [lon for ring in rings for lon, _ in ring]
        lats = [lat for ring in rings for _, lat in ring]
        narrow = max(0.05, math.cos(math.radians((min(lats) + max(lats)) / 2)))
        wide, high = max((max(lons) - min(lons)) * narrow, 1e-6), max(max(lats) - min(lats), 1e-6)
        left, top, right, bottom = _MAP
        scale = min((right - left) / wide, (bottom - top) / high)
        spare_x, spare_y = right - left - wide * scale, bottom - top - high * scale
        return cls(min(lons), max(lats), scale, narrow, left + spare_x / 2, top + spare_y / 2)

    def __call__(self, degrees: Point) -> Point:
        lon, lat = degrees
        return self.left + (lon - self.west) * self.narrow * self.scale, self.top + (self.north - lat) * self.scale

    def breadth(self, piece: Piece) -> float:
        """How many pixels the largest outline of a piece is wide."""
        return max(max(x for x, _ in ring) - min(x for x, _ in ring) for ring in piece.rings) * self.narrow * self.scale


def _headline(canvas: Canvas, words: WeekWords) -> None:
    edge, anchor = (WIDTH - 60, "rm") if words.rtl else (60, "lm")
    font = _fitting(words.title, WIDTH - 120, 58, 800)
    canvas.word(words.title, (edge, 92), font, _INK, anchor=anchor, rtl=words.rtl)
    canvas.word(words.dates, (edge, 162), arabic_font(34 * FINER, weight=400), _FAINT, anchor=anchor, rtl=words.rtl)


def _shade(count: int) -> Colour:
    return _GROUND[sum(count >= step for step in _STEPS)]


def _trace(canvas: Canvas, points: Sequence[Point], colour: Colour, width: float) -> None:
    canvas.line([*points, points[0]], colour, width)


def _write_figures(canvas: Canvas, pieces: Sequence[Piece], onto: _Projection, words: WeekWords) -> None:
    """A mark for what is open and one for what was fixed in each; then names, where nothing is in their way."""
    taken: list[Box] = []
    for piece in pieces:
        for centre, count, colour in _marks(piece, onto, words.rtl):
            radius = _mark(canvas, centre, count, colour)
            taken.append((centre[0] - radius, centre[1] - radius, centre[0] + radius, centre[1] + radius))
    if len(pieces) == 1:
        return
    for piece in sorted(pieces, key=onto.breadth, reverse=True)[:_NAMES_AT_MOST]:
        (x, y), room = onto(piece.middle), onto.breadth(piece)
        font = _fitting(piece.name, room * 0.78, 30, 700, least=18)
        half = _width(piece.name, font) / 2
        at = y - _ABOVE if piece.open or piece.fixed else y
        box = (x - half, at - 16, x + half, at + 16)
        if half * 2 <= room * 1.1 and not any(_meet(box, each) for each in taken):
            taken.append(box)
            canvas.word(piece.name, (x, at), font, _INK, rtl=words.rtl)


def _marks(piece: Piece, onto: _Projection, rtl: bool) -> list[tuple[Point, int, Colour]]:
    """What is open comes first as one reads."""
    x, y = onto(piece.middle)
    marks = [(n, colour) for n, colour in ((piece.open, _OPEN), (piece.fixed, _FIXED)) if n]
    sides = [(at - (len(marks) - 1) / 2) * (-1 if rtl else 1) for at in range(len(marks))]
    return [((x + side * 54, y + 12), n, colour) for side, (n, colour) in zip(sides, marks, strict=True)]


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _mark(canvas: Canvas, centre: Point, count: int, colour: Colour) -> float:
    """A dot where there are few; else a disc with the number in it; how far it reaches."""
    if count < LEAST_TOLD:
        canvas.ellipse(centre, (15, 15), _LINE)
        canvas.ellipse(centre, (12, 12), colour)
        return 15
    radius = 21 + 3 * min(3, len(str(count)))
    canvas.ellipse(centre, (radius + 3, radius + 3), _LINE)
    canvas.ellipse(centre, (radius, radius), colour)
    x, y = centre
    canvas.word(str(count), (x, y + 3), arabic_font(26 * FINER, weight=800), _LINE, rtl=False)
    return radius + 3


def _legend(canvas: Canvas, words: WeekWords) -> None:
    """What the colours mean, what a dot without a number means, and whose outlines these are."""
    font = arabic_font(30 * FINER, weight=500)
    x = WIDTH - 84.0 if words.rtl else 84.0
    turn = -1 if words.rtl else 1
    anchor = "rm" if words.rtl else "lm"
    for text, colour in ((words.open, _OPEN), (words.fixed, _FIXED)):
        canvas.ellipse((x, 1096), (13, 13), colour)
        canvas.word(text, (x + turn * 30, 1096), font, _INK, anchor=anchor, rtl=words.rtl)
        x += turn * (90 + _width(text, font))
    edge = WIDTH - 70.0 if words.rtl else 70.0
    canvas.word(words.few, (edge, 1146), arabic_font(26 * FINER, weight=400), _FAINT, anchor=anchor, rtl=words.rtl)
    small = _fitting(words.credit, WIDTH - 140, 22, 400)
    canvas.word(words.credit, (edge, 1198), small, _FAINT, anchor=anchor, rtl=words.rtl)


def _fitting(text: str, room: float, size: float, weight: int, *, least: float = 14) -> ImageFont.FreeTypeFont:
    """The largest font up to this size in which the text is no wider than `room` pixels, and never below the least."""
    while size > least and _width(text, arabic_font(size * FINER, weight=weight)) > room:
        size -= 2
    return arabic_font(size * FINER, weight=weight)


def _width(text: str, font: ImageFont.FreeTypeFont) -> float:
    return font.getlength(text) / FINER
