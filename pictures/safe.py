"""Pictures people sent, made safe to keep and to pass on: pixels only, nothing of where or by whom they were taken."""

import hashlib
import io
from dataclasses import dataclass

from PIL import Image

from models.refusals import Refusal

MOST_BYTES = 20 * 1024 * 1024
"""What a bot may download (Telegram Bot API, getFile)."""
LONG_SIDE = 1280
"""Pixels; the largest size Telegram keeps of a photo."""
QUALITY = 85
MOST_PIXELS = 25_000_000
MOST_PIXELS_BASELINE = 65_000_000
"""A 64-megapixel telephone: a baseline JPEG is decoded at a fraction of its size, so only it may be so large."""
MOST_SCANS = 100
"""Of a progressive JPEG, thumbnails included; ordinary ones have about ten, and each costs a pass over all pixels."""
MOST_STRETCHED = 20
"""Telegram refuses a photo whose sides differ more than this (sendPhoto)."""
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "AVIF")
"""What telephones and computers send (MPO, two JPEGs in one file, is read as JPEG).

Decoders with a worse record (EPS, TIFF, PSD …) are never started.
"""

_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""What undoes each value of EXIF's Orientation (tag 0x0112; 1 is upright)."""


class NotAPicture(Refusal):
    """What was sent cannot be read as a picture, is broken off, or is too long and thin to be shown as one."""


class PictureTooLarge(Refusal):
    """The picture has more bytes or pixels than are taken; facts: limit_megabytes, limit_megapixels."""

    def __init__(self) -> None:
        super().__init__(limit_megabytes=MOST_BYTES // 2**20, limit_megapixels=MOST_PIXELS // 10**6)


@dataclass(frozen=True, slots=True)
class CleanPicture:
    """A JPEG made anew from pixels, upright, at most 1280 pixels long; `sha256` is of its bytes, in hexadecimal."""

    jpeg: bytes
    width: int
    height: int
    sha256: str


def clean_picture(raw: bytes) -> CleanPicture:
    """The first frame of what was sent, upright, without transparency and without any metadata.

    Takes up to a second and, for the largest, 250 MB: call it in a thread, and few at a time.
    Refuses with NotAPicture and PictureTooLarge.
    """
    if len(raw) > MOST_BYTES:
        raise PictureTooLarge
    if raw[:2] == b"\xff\xd8" and raw.count(b"\xff\xda") > MOST_SCANS:
        raise NotAPicture
    try:
        pixels = _read(raw)
    except Refusal:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
        raise PictureTooLarge from bomb
    except Exception as broken:  # a decoder fed garbage raises whatever it likes; all of it means the same
        raise NotAPicture from broken
    return encoded(pixels)


def encoded(pixels: Image.Image) -> CleanPicture:
    """An RGB image as a JPEG that holds nothing but it; the same pixels give the same bytes."""
    held = io.BytesIO()
    pixels.save(held, "JPEG", quality=QUALITY, optimize=True)
    jpeg = held.getvalue()
    return CleanPicture(jpeg, pixels.width, pixels.height, hashlib.sha256(jpeg).hexdigest())


def _read(raw: bytes) -> Image.Image:
    with Image.open(io.BytesIO(raw), formats=FORMATS) as image:
        _refuse_beyond_limits(image)
        longest = max(image.size)
        image.draft("RGB", (-(-image.width * LONG_SIDE // longest), -(-image.height * LONG_SIDE // longest)))
        image.load()
        upright = _UPRIGHT.get(_orientation(image))
        small = _resizable(image)
        small.thumbnail((LONG_SIDE, LONG_SIDE), Image.Resampling.LANCZOS)
        return _on_white(small.transpose(upright) if upright is not None else small)


def _refuse_beyond_limits(image: Image.Image) -> None:
    """Before a single pixel is decoded."""
    baseline = image.format in {"JPEG", "MPO"} and "progressive" not in image.info
    limit = MOST_PIXELS_BASELINE if baseline else MOST_PIXELS
    if image.width * image.height > limit:
        raise PictureTooLarge
    if max(image.size) > MOST_STRETCHED * min(image.size):
        raise NotAPicture


def _orientation(image: Image.Image) -> int:
    """EXIF's Orientation; broken EXIF does not cost anybody their picture, it is upright then."""
    try:
        return int(image.getexif().get(0x0112, 1))
    except (ValueError, TypeError, KeyError, SyntaxError, OSError):
        return 1


def _resizable(image: Image.Image) -> Image.Image:
    """In a mode that can be resized; 16-bit grey is brought to 8 bits, since `convert` would cut it off at 255."""
    if image.mode.startswith("I"):
        return image.point(lambda value: value * (1 / 256)).convert("L")
    if image.mode in {"P", "PA"} or "transparency" in image.info:
        return image.convert("RGBA")
    return image if image.mode in {"L", "LA", "RGB", "RGBA"} else image.convert("RGB")


def _on_white(image: Image.Image) -> Image.Image:
    """Drawn on a new canvas, so that not even Pillow's own notes (a JPEG comment) come along."""
    canvas = Image.new("RGB", image.size, "white")
    canvas.paste(image, mask=image.getchannel("A") if "A" in image.getbands() else None)
    return canvas
