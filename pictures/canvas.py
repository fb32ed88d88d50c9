"""A sheet to draw on: coordinates in pixels of the finished picture, edges smooth because it is drawn larger."""

import math
import random
from collections.abc import Iterable, Sequence

from PIL import Image, ImageDraw, ImageFilter, ImageFont

from pictures.safe import CleanPicture, encoded

FINER = 3
"""Drawn so many times larger in each direction, then made small: Pillow itself does not smooth edges."""

Point = tuple[float, float]
Colour = tuple[int, int, int]


class Canvas:
    """A picture being drawn; the same strokes give the same bytes."""

    def __init__(self, width: int, height: int, *, top: Colour, bottom: Colour) -> None:
        self.size = (width, height)
        self.image = _gradient((width * FINER, height * FINER), top, bottom)
        self.pen = ImageDraw.Draw(self.image)

    def polygon(self, points: Iterable[Point], fill: Colour) -> None:
        self.pen.polygon([_fine(point) for point in points], fill=fill)

    def line(self, points: Sequence[Point], fill: Colour, width: float) -> None:
        """A stroke with round joints and round ends."""
        fine = [_fine(point) for point in points]
        self.pen.line(fine, fill=fill, width=round(width * FINER))
        for point in points:
            self.ellipse(point, (width / 2, width / 2), fill)

    def ellipse(self, centre: Point, radii: Point, fill: Colour) -> None:
        (x, y), (rx, ry) = centre, radii
        self.pen.ellipse((*_fine((x - rx, y - ry)), *_fine((x + rx, y + ry))), fill=fill)

    def box(self, left_top: Point, right_bottom: Point, fill: Colour, *, rounded: float = 0) -> None:
        self.pen.rounded_rectangle((*_fine(left_top), *_fine(right_bottom)), radius=rounded * FINER, fill=fill)

    def shade(self, points: Sequence[Point], colour: Colour, strength: float, *, soft: float = 0) -> None:
        """Lay a colour over a polygon, `strength` from 0 to 1, its edge blurred over `soft` pixels."""
        fine = [_fine(point) for point in points]
        margin = 3 * soft * FINER
        left, top = (math.floor(min(axis) - margin) for axis in zip(*fine, strict=True))
        right, bottom = (math.ceil(max(axis) + margin) + 1 for axis in zip(*fine, strict=True))
        mask = Image.new("L", (right - left, bottom - top), 0)
        ImageDraw.Draw(mask).polygon([(x - left, y - top) for x, y in fine], fill=round(255 * strength))
        self.image.paste(colour, (left, top, right, bottom), mask.filter(ImageFilter.GaussianBlur(soft * FINER)))

    def word(
        self, text: str, at: Point, font: ImageFont.FreeTypeFont, fill: Colour, *, anchor: str = "mm", rtl: bool = True
    ) -> None:
        """Text around its centre, or where Pillow's `anchor` says; the font's size is in pixels of the sheet
        (`FINER` times larger)."""
        direction, language = ("rtl", "ar") if rtl else ("ltr", None)
        self.pen.text(_fine(at), text, font=font, fill=fill, anchor=anchor, direction=direction, language=language)

    def grain(self, amount: float, seed: int) -> None:
        """The noise of a telephone's sensor, so that flat colours look like a photo."""
        chance = random.Random(seed)
        small = (self.size[0] // 2, self.size[1] // 2)
        noise = Image.frombytes("L", small, chance.randbytes(small[0] * small[1])).resize(self.image.size)
        self.image = Image.blend(self.image, Image.merge("RGB", (noise,) * 3), amount)
        self.pen = ImageDraw.Draw(self.image)

    def finished(self) -> CleanPicture:
        return encoded(self.image.resize(self.size, Image.Resampling.LANCZOS))


def blob(centre: Point, radii: Point, *, rough: float, seed: int, corners: int = 40) -> list[Point]:
    """An uneven ellipse: each corner up to `rough` (a share of the radius) nearer or farther than it should be."""
    chance = random.Random(seed)
    (x, y), (rx, ry) = centre, radii
    reach = [1 + chance.uniform(-rough, rough) for _ in range(corners)]
    turns = [2 * math.pi * corner / corners for corner in range(corners)]
    return [(x + rx * r * math.cos(t), y + ry * r * math.sin(t)) for r, t in zip(reach, turns, strict=True)]


def _fine(point: Point) -> Point:
    return (point[0] * FINER, point[1] * FINER)


def _gradient(size: tuple[int, int], top: Colour, bottom: Colour) -> Image.Image:
    ramp = Image.linear_gradient("L").resize(size)
    return Image.composite(Image.new("RGB", size, bottom), Image.new("RGB", size, top), ramp)
