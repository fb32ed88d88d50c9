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
    return _font("tajawal", size, weight)


def reading_font(size: float, *, weight: int = 400) -> ImageFont.FreeTypeFont:
    """IBM Plex Sans Arabic at `size` pixels, for lines that are read rather than seen; weights 100 to 700, no 800.

    Refuses with NoArabicShaping.
    """
    if not can_shape_arabic():
        raise NoArabicShaping
    return _font("ibm-plex-sans-arabic", size, weight)


@functools.lru_cache(maxsize=128)
def _font(family: str, size: float, weight: int) -> ImageFont.FreeTypeFont:
    path = fontpkg.path(family, weight=weight)
    return ImageFont.truetype(str(path), size, layout_engine=ImageFont.Layout.RAQM)
