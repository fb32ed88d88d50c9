"""QR codes, drawn module by module so that no edge is blurred."""

import segno
from PIL import Image

QUIET = 4
"""Modules of white around a code (ISO/IEC 18004, 6.3.8)."""


def qr_matrix(link: str) -> list[list[int]]:
    """The modules of a link's code with the white around them, 1 for dark; a quarter of it may be dirty or torn off."""
    return [[int(bool(module)) for module in row] for row in segno.make_qr(link, error="q").matrix_iter(border=QUIET)]


def qr_image(link: str, room: int) -> Image.Image:
    """A square of `room` pixels at most, every module equally many whole pixels wide."""
    matrix = qr_matrix(link)
    small = Image.new("L", (len(matrix), len(matrix)), 255)
    small.putdata([0 if dark else 255 for row in matrix for dark in row])
    each = max(1, room // len(matrix))
    return small.resize((each * len(matrix),) * 2, Image.Resampling.NEAREST).convert("RGB")
