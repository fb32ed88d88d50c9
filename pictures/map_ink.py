"""Colours, sizes and lettering of maps: told apart by shape and tone too, so that a grey print still reads."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from PIL import ImageFont

from language.text import without_direction
from pictures.canvas import Canvas, Colour, Point
from pictures.fonts import arabic_font
from pictures.map_frames import Box

PAPER, LAND, BORDER, MAIN_BORDER = (236, 232, 222), (250, 248, 242), (205, 198, 182), (150, 142, 124)
INK, FAINT, WHITE = (28, 42, 48), (104, 104, 98), (255, 255, 255)
RED, BLUE, ORANGE, GREEN, PURPLE = (196, 46, 20), (0, 84, 147), (222, 140, 0), (0, 132, 100), (104, 44, 122)
"""After Okabe and Ito, who chose theirs so that people who see no red or no green tell them apart; darkened a little,
for thin strokes on white."""
GREY = (128, 128, 128)


@dataclass
class Sheet:
    """A canvas with a unit: a thousandth of the shorter side; and what has been taken up on it already."""

    canvas: Canvas
    unit: float
    rtl: bool
    taken: list[Box] = field(default_factory=list)

    def font(self, size: float, weight: int = 500) -> ImageFont.FreeTypeFont:
        """At `size` units."""
        return arabic_font(round(size * self.unit * self.canvas.finer), weight=weight)

    def width(self, text: str, font: ImageFont.FreeTypeFont) -> float:
        """Of a text, in pixels of the finished picture."""
        return font.getlength(without_direction(text)) / self.canvas.finer

    def word(
        self,
        text: str,
        at: Point,
        font: ImageFont.FreeTypeFont,
        fill: Colour,
        *,
        anchor: str = "mm",
        halo: Colour | None = None,
    ) -> None:
        """Bidi controls are left out: fonts draw them as boxes."""
        self.canvas.word(without_direction(text), at, font, fill, anchor=anchor, rtl=self.rtl, halo=halo)

    def free(self, box: Box) -> bool:
        """Whether nothing lies there yet."""
        return not self.overlaps(box)

    def overlaps(self, box: Box) -> int:
        """How many things lie there already."""
        return sum(meet(box, each) for each in self.taken)

    def take(self, box: Box) -> None:
        self.taken.append(box)


def meet(one: Box, other: Box) -> bool:
    """Whether two boxes overlap."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def around(at: Point, half_wide: float, half_high: float) -> Box:
    """The box with this middle."""
    return at[0] - half_wide, at[1] - half_high, at[0] + half_wide, at[1] + half_high


def closed(points: Iterable[Point]) -> list[Point]:
    """A ring that ends where it began."""
    ring = list(points)
    return ring if ring[0] == ring[-1] else [*ring, ring[0]]
