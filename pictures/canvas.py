"""A sheet to draw on: coordinates in pixels of the finished picture, edges smooth because it is drawn larger."""

import itertools
import math
import random
from collections.abc import Iterable, Iterator, Sequence

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

from pictures.safe import CleanPicture, encoded

FINER = 3
"""Drawn so many times larger in each direction, then made small: Pillow itself does not smooth edges."""
HATCH_GAP = 14.0
"""Pixels between two strokes of a hatch."""

Point = tuple[float, float]
Colour = tuple[int, int, int]


class Canvas:
    """A picture being drawn; the same strokes give the same bytes."""

    def __init__(self, width: int, height: int, *, top: Colour, bottom: Colour, finer: int = FINER) -> None:
        """A large sheet may be drawn less `finer` than the rest; its fonts then are, too."""
        self.size = (width, height)
        self.finer = finer
        self.image = _gradient((width * finer, height * finer), top, bottom)
        self.pen = ImageDraw.Draw(self.image)

    def polygon(self, points: Iterable[Point], fill: Colour) -> None:
        self.pen.polygon([self._fine(point) for point in points], fill=fill)

    def line(self, points: Sequence[Point], fill: Colour, width: float) -> None:
        """A stroke with round joints and round ends."""
        fine = [self._fine(point) for point in points]
        self.pen.line(fine, fill=fill, width=round(width * self.finer))
        for point in points:
            self.ellipse(point, (width / 2, width / 2), fill)

    def dashes(self, points: Sequence[Point], fill: Colour, width: float, *, on: float, off: float) -> None:
        """A broken stroke along the points: `on` pixels drawn, `off` left out, round corners as everywhere else."""
        for piece in _broken(points, on, off):
            self.line(piece, fill, width)

    def ellipse(self, centre: Point, radii: Point, fill: Colour) -> None:
        (x, y), (rx, ry) = centre, radii
        self.pen.ellipse((*self._fine((x - rx, y - ry)), *self._fine((x + rx, y + ry))), fill=fill)

    def box(self, left_top: Point, right_bottom: Point, fill: Colour, *, rounded: float = 0) -> None:
        corners = (*self._fine(left_top), *self._fine(right_bottom))
        self.pen.rounded_rectangle(corners, radius=rounded * self.finer, fill=fill)

    def shade(self, points: Sequence[Point], colour: Colour, strength: float, *, soft: float = 0) -> None:
        """Lay a colour over a polygon, `strength` from 0 to 1, its edge blurred over `soft` pixels."""
        mask, box = self._mask(points, round(255 * strength), 3 * soft)
        self.image.paste(colour, box, mask.filter(ImageFilter.GaussianBlur(soft * self.finer)))

    def hatch(self, points: Sequence[Point], colour: Colour, width: float) -> None:
        """Cover a polygon with slanting strokes, so that it is told from others without its colour."""
        mask, box = self._mask(points, 255, 0)
        (wide, high), gap = mask.size, round(HATCH_GAP * self.finer)
        strokes = Image.new("L", mask.size, 0)
        pen = ImageDraw.Draw(strokes)
        start = -high - (box[0] + box[1] + high) % gap
        for x in range(start, wide + gap, gap):
            pen.line([(x, high), (x + high, 0)], fill=255, width=round(width * self.finer))
        self.image.paste(colour, box, ImageChops.multiply(mask, strokes))

    def stamp(self, text: str, at: Point, font: ImageFont.FreeTypeFont, colour: Colour, strength: float) -> None:
        """A word laid slantwise over everything, `strength` from 0 to 1; what lies below stays readable."""
        left, top, right, bottom = (round(each) for each in font.getbbox(text))
        mask = Image.new("L", (right - left, bottom - top), 0)
        ImageDraw.Draw(mask).text((-left, -top), text, font=font, fill=round(255 * strength))
        mask = mask.rotate(24, expand=True, resample=Image.Resampling.BICUBIC)
        x, y = self._fine(at)
        self.image.paste(colour, (round(x - mask.width / 2), round(y - mask.height / 2)), mask)

    def word(
        self,
        text: str,
        at: Point,
        font: ImageFont.FreeTypeFont,
        fill: Colour,
        *,
        anchor: str = "mm",
        rtl: bool = True,
        halo: Colour | None = None,
    ) -> None:
        """Text around its centre, or where Pillow's `anchor` says; the font's size is in pixels of the sheet
        (`finer` times larger). A `halo` keeps it readable over lines."""
        direction, language = ("rtl", "ar") if rtl else ("ltr", None)
        self.pen.text(
            self._fine(at),
            text,
            font=font,
            fill=fill,
            anchor=anchor,
            direction=direction,
            language=language,
            stroke_width=0 if halo is None else 3 * self.finer,
            stroke_fill=halo,
        )

    def grain(self, amount: float, seed: int) -> None:
        """The noise of a telephone's sensor, so that flat colours look like a photo."""
        chance = random.Random(seed)
        small = (self.size[0] // 2, self.size[1] // 2)
        noise = Image.frombytes("L", small, chance.randbytes(small[0] * small[1])).resize(self.image.size)
        self.image = Image.blend(self.image, Image.merge("RGB", (noise,) * 3), amount)
        self.pen = ImageDraw.Draw(self.image)

    def drawn(self) -> Image.Image:
        """The picture in its own size."""
        return self.image.resize(self.size, Image.Resampling.LANCZOS)

    def finished(self) -> CleanPicture:
        return encoded(self.drawn())

    def _fine(self, point: Point) -> Point:
        return (point[0] * self.finer, point[1] * self.finer)

    def _mask(self, points: Sequence[Point], grey: int, margin: float) -> tuple[Image.Image, tuple[int, int, int, int]]:
        """A polygon in this grey on black, and where on the sheet it lies."""
        fine, spare = [self._fine(point) for point in points], margin * self.finer
        left, top = (math.floor(min(axis) - spare) for axis in zip(*fine, strict=True))
        right, bottom = (math.ceil(max(axis) + spare) + 1 for axis in zip(*fine, strict=True))
        mask = Image.new("L", (right - left, bottom - top), 0)
        ImageDraw.Draw(mask).polygon([(x - left, y - top) for x, y in fine], fill=grey)
        return mask, (left, top, right, bottom)


def blob(centre: Point, radii: Point, *, rough: float, seed: int, corners: int = 40) -> list[Point]:
    """An uneven ellipse: each corner up to `rough` (a share of the radius) nearer or farther than it should be."""
    chance = random.Random(seed)
    (x, y), (rx, ry) = centre, radii
    reach = [1 + chance.uniform(-rough, rough) for _ in range(corners)]
    turns = [2 * math.pi * corner / corners for corner in range(corners)]
    return [(x + rx * r * math.cos(t), y + ry * r * math.sin(t)) for r, t in zip(reach, turns, strict=True)]


def _broken(points: Sequence[Point], on: float, off: float) -> Iterator[list[Point]]:
    """A path cut into pieces `on` pixels long, with `off` pixels between them."""
    piece, left, drawing = [points[0]], on, True
    for start, end in itertools.pairwise(points):
        at, length = 0.0, math.dist(start, end)
        while length - at > left:
            at += left
            cut = (start[0] + (end[0] - start[0]) * at / length, start[1] + (end[1] - start[1]) * at / length)
            if drawing:
                yield [*piece, cut]
            piece, drawing = [cut], not drawing
            left = on if drawing else off
        left -= length - at
        piece.append(end)
    if drawing and len(piece) > 1:
        yield piece


def _gradient(size: tuple[int, int], top: Colour, bottom: Colour) -> Image.Image:
    ramp = Image.linear_gradient("L").resize(size)
    return Image.composite(Image.new("RGB", size, bottom), Image.new("RGB", size, top), ramp)
