"""Fonts for pictures, from wheels, and the check that Arabic will come out joined and in the right order."""

import functools

import fontpkg
from PIL import ImageFont, features

from models.refusals import Refusal


class NoArabicShaping(Refusal):
    """Pillow cannot shape Arabic here, because the system lacks libfribidi0 (`sudo apt install libfribidi0`).

    Without it Arabic comes out as loose letters in the wrong order, and Pillow says nothing.
    """


def can_shape_arabic() -> bool:
    """Whether Pillow found raqm, harfbuzz and the system's libfribidi."""
    return bool(features.check("raqm"))


def arabic_font(size: float, *, weight: int = 700) -> ImageFont.FreeTypeFont:
    """Tajawal at `size` pixels; weights 200, 300, 400, 500, 700, 800, 900. Refuses with NoArabicShaping."""
    if not can_shape_arabic():
        raise NoArabicShaping
    return _tajawal(size, weight)


@functools.lru_cache(maxsize=32)
def _tajawal(size: float, weight: int) -> ImageFont.FreeTypeFont:
    path = fontpkg.path("tajawal", weight=weight)
    return ImageFont.truetype(str(path), size, layout_engine=ImageFont.Layout.RAQM)
