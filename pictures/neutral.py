"""The picture that takes the place of a subject's when a search is over: an umbrella, and nobody."""

import functools
import math

from pictures.canvas import FINER, Canvas, Point
from pictures.fonts import arabic_font, can_shape_arabic
from pictures.safe import CleanPicture

WORDMARK = "مِظَلّة"
"""The product's own name, drawn as its mark: the same in every language, hence not in the catalogues."""

WIDTH, HEIGHT = 1280, 960
_SKY, _GROUND = (70, 128, 130), (46, 92, 97)
_LIGHT, _MIDDLE, _SHADE = (244, 236, 219), (231, 217, 190), (211, 192, 158)
_WOOD = (226, 205, 170)
_APEX, _DROP, _HALF, _SHAFT = (640.0, 130.0), 340.0, 400.0, 490.0
"""Of the canopy: its tip, its height, half its width; and how far below the tip the handle begins to bend. Pixels."""
_PANELS = 6


@functools.lru_cache(maxsize=2)
def neutral_picture(*, words: bool | None = None) -> CleanPicture:
    """An umbrella with the product's name under it; the same bytes each time.

    Closing a search must never fail: where Arabic cannot be shaped the name is left out. `words` forces one or the
    other, and forced without shaping it refuses with NoArabicShaping.
    """
    with_name = can_shape_arabic() if words is None else words
    canvas = Canvas(WIDTH, HEIGHT, top=_SKY, bottom=_GROUND)
    apex = _APEX if with_name else (_APEX[0], _APEX[1] + 80)
    _draw_shaft(canvas, apex)
    _draw_canopy(canvas, apex)
    if with_name:
        canvas.word(WORDMARK, (640, 822), arabic_font(116 * FINER, weight=700), _LIGHT)
    return canvas.finished()


def _draw_shaft(canvas: Canvas, apex: Point) -> None:
    (x, y), bend = apex, apex[1] + _SHAFT
    hook = [(x - 42 + 42 * math.cos(t), bend + 42 * math.sin(t)) for t in _turns(0, math.pi)]
    canvas.line([(x, y - 34), (x, bend), *hook, (x - 84, bend - 10)], _WOOD, 16)


def _draw_canopy(canvas: Canvas, apex: Point) -> None:
    edges = [_HALF * math.sin(math.pi * (step / _PANELS - 0.5)) for step in range(_PANELS + 1)]
    tones = (_SHADE, _LIGHT, _MIDDLE, _LIGHT, _MIDDLE, _SHADE)
    for left, right, tone in zip(edges, edges[1:], tones, strict=False):
        canvas.polygon([*_rib(apex, left), *_hem(apex, left, right), *reversed(_rib(apex, right))], tone)


def _rib(apex: Point, reach: float) -> list[Point]:
    """From the tip down to the lower edge, `reach` pixels to the right of the shaft (left, where negative)."""
    x, y = apex
    return [(x + reach * math.sin(t), y + _DROP * (1 - math.cos(t))) for t in _turns(0, math.pi / 2)]


def _hem(apex: Point, left: float, right: float) -> list[Point]:
    """The lower edge of a panel, bent upwards like cloth under tension."""
    middle, half, base = apex[0] + (left + right) / 2, (right - left) / 2, apex[1] + _DROP
    rise = 14 + half * 0.22
    return [(middle - half * math.cos(t), base - rise * math.sin(t)) for t in _turns(0, math.pi)]


def _turns(first: float, last: float, steps: int = 48) -> list[float]:
    return [first + (last - first) * step / steps for step in range(steps + 1)]
