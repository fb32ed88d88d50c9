"""How wide and high a picture is, read from its first bytes."""

import struct
from collections.abc import Callable


def dimensions(picture: bytes) -> tuple[int, int] | None:
    """Width and height in pixels of a JPEG, PNG, GIF or WebP; None when it is none of these or cut short."""
    for opening, measure in _MEASURES.items():
        if picture.startswith(opening):
            try:
                return measure(picture)
            except (struct.error, IndexError):
                return None
    return None


def _png(picture: bytes) -> tuple[int, int]:
    width, height = struct.unpack(">II", picture[16:24])
    return width, height


def _gif(picture: bytes) -> tuple[int, int]:
    width, height = struct.unpack("<HH", picture[6:10])
    return width, height


def _jpeg(picture: bytes) -> tuple[int, int]:
    at = 2
    while picture[at] == 0xFF:
        marker, size = picture[at + 1], struct.unpack(">H", picture[at + 2 : at + 4])[0]
        if 0xC0 <= marker <= 0xCF and marker not in {0xC4, 0xC8, 0xCC}:
            height, width = struct.unpack(">HH", picture[at + 5 : at + 9])
            return width, height
        at += 2 + size
    raise IndexError


def _webp(picture: bytes) -> tuple[int, int]:
    form = picture[12:16]
    if form == b"VP8X":
        return int.from_bytes(picture[24:27], "little") + 1, int.from_bytes(picture[27:30], "little") + 1
    if form == b"VP8L":
        bits = struct.unpack("<I", picture[21:25])[0]
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    width, height = struct.unpack("<HH", picture[26:30])
    return width & 0x3FFF, height & 0x3FFF


_MEASURES: dict[bytes, Callable[[bytes], tuple[int, int]]] = {
    b"\x89PNG\r\n\x1a\n": _png,
    b"\xff\xd8": _jpeg,
    b"GIF8": _gif,
    b"RIFF": _webp,
}
