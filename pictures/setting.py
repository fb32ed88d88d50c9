"""Setting lines of type: paragraphs broken between words, made as large as their room allows, never beyond it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PIL import ImageFont

from language.text import without_direction
from pictures.canvas import Colour
from pictures.fonts import arabic_font, reading_font
from pictures.map_frames import Box
from pictures.map_ink import Sheet

LEADING = 1.3
"""The height of a line, in sizes of its letters: Arabic with its marks needs this much."""
SCALES = tuple(step / 100 for step in range(130, 36, -4))
"""How much larger or smaller than planned a block may be set, tried from the largest on."""
SCALES_READABLE = tuple(scale for scale in SCALES if scale >= 0.82)
"""Before a block becomes smaller than these, long paragraphs are cut."""
LEAST_READABLE = 0.62
"""And then no smaller than this."""
MOST_LINES = (3, 2, 1)
"""Lines that each paragraph of running text keeps then, tried from the most on."""
LOWER = 0.075
"""Of its size: how much lower Tajawal is set, whose letters stand high between its own edges."""
_GLUED = re.compile(r"(?<=\d) (?=\S{1,5}(?:[\s،,.]|$))")
"""The room between a number and a short word after it: «4:40 م» is not torn apart."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A text with its size in units, its weight, its colour and the room above it."""

    text: str
    size: float
    weight: int
    colour: Colour
    above: float = 0.0
    shown: bool = False
    """Set in the letters of headlines, not in those of running text."""
    ltr: bool = False
    """An address: it runs from left to right whatever surrounds it."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line that was set: its text, its letters, where its middle lies, and how high it is."""

    paragraph: Paragraph
    text: str
    font: ImageFont.FreeTypeFont
    top: float
    height: float


def set_block(
    sheet: Sheet,
    paragraphs: Sequence[Paragraph],
    box: Box,
    *,
    middle: bool = False,
    upright: bool | None = None,
    whole: bool = False,
    largest: float = SCALES[0],
) -> None:
    """Write paragraphs into a box of pixels as large as they fit, long ones cut to stay readable and ending in «…».

    From the side where reading begins, or around the `middle`; from the top, or `upright` in the middle of its height.
    What must not be cut is set `whole`, however small; nothing becomes larger than `largest` times its size.
    """
    left, top, right, bottom = box
    lines = _fitting(sheet, paragraphs, (right - left, bottom - top), whole, largest)
    used = max((line.top + line.height for line in lines), default=0.0)
    spare = (bottom - top - used) / 2 if (middle if upright is None else upright) else 0.0
    for line in lines:
        _write(sheet, line, (left, top + spare, right), middle=middle)


def _fitting(
    sheet: Sheet, paragraphs: Sequence[Paragraph], room: tuple[float, float], whole: bool, largest: float
) -> list[Line]:
    """As large as possible, nothing left out; else still readable, with long paragraphs cut; else what there is."""
    lines: list[Line] = []
    for scale, most in _tries(whole, largest):
        lines = list(_lines(sheet, paragraphs, room[0], scale, most))
        if not lines or (lines[-1].top + lines[-1].height <= room[1] and _narrow(sheet, lines, room[0])):
            return lines
    return _cut(sheet, lines, *room)


def _tries(whole: bool, largest: float) -> Iterator[tuple[float, int | None]]:
    """Scales with how many lines a paragraph may have, in the order in which they are liked."""
    for scale in SCALES if whole else SCALES_READABLE:
        if scale <= largest:
            yield scale, None
    if not whole:
        for most in MOST_LINES:
            yield from ((scale, most) for scale in SCALES if LEAST_READABLE <= scale <= min(1.0, largest))


def _narrow(sheet: Sheet, lines: Sequence[Line], room: float) -> bool:
    return all(sheet.width(line.text, line.font) <= room for line in lines)


def _cut(sheet: Sheet, lines: Sequence[Line], room: float, high: float) -> list[Line]:
    """Only the lines for which there is room, the last and those too wide ending in «…»."""
    kept = [line for line in lines if line.top + line.height <= high]
    short = len(kept) < len(lines)
    return [
        Line(line.paragraph, _clip(sheet, line, room, short and line is kept[-1]), line.font, line.top, line.height)
        for line in kept
    ]


def _clip(sheet: Sheet, line: Line, room: float, dots: bool) -> str:
    text = f"{line.text}…" if dots else line.text
    while len(text) > 1 and sheet.width(text, line.font) > room:
        text = f"{text.rstrip('…')[:-1]}…"
    return text


def _lines(
    sheet: Sheet, paragraphs: Sequence[Paragraph], room: float, scale: float, most: int | None
) -> Iterator[Line]:
    """Every line of these paragraphs; of one of running text so many at `most`."""
    y = 0.0
    for order, paragraph in enumerate(paragraphs):
        size = paragraph.size * scale
        font = face(sheet, size, paragraph.weight, shown=paragraph.shown)
        y += paragraph.above * scale * sheet.unit if order else 0.0
        texts = broken(sheet, paragraph.text, font, room)
        if most is not None and not paragraph.shown and len(texts) > most:
            texts = [*texts[: most - 1], f"{texts[most - 1].rstrip('،,. ')}…"]
        for text in texts:
            yield Line(paragraph, text, font, y, size * LEADING * sheet.unit)
            y += size * LEADING * sheet.unit


def face(sheet: Sheet, size: float, weight: int, *, shown: bool = False) -> ImageFont.FreeTypeFont:
    """Letters of `size` units: Tajawal for headlines, IBM Plex Sans Arabic for what is read."""
    pixels = round(size * sheet.unit * sheet.canvas.finer)
    return arabic_font(pixels, weight=weight) if shown else reading_font(pixels, weight=weight)


def broken(sheet: Sheet, text: str, font: ImageFont.FreeTypeFont, room: float) -> list[str]:
    """A text in lines no wider than `room` pixels, the last of a few not much shorter; one word may be wider."""
    words = [word for word in _GLUED.sub("\u00a0", without_direction(text)).split(" ") if word]
    lines = _filled(sheet, words, font, room)
    if 1 < len(lines) <= _EVEN_LINES:
        for narrower in range(95, 50, -5):
            even = _filled(sheet, words, font, room * narrower / 100)
            if len(even) > len(lines):
                break
            lines = even
    return lines


_EVEN_LINES = 3
"""Up to so many lines are made equally long."""


def _filled(sheet: Sheet, words: Sequence[str], font: ImageFont.FreeTypeFont, room: float) -> list[str]:
    lines: list[str] = []
    for word in words:
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and sheet.width(longer, font) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _write(sheet: Sheet, line: Line, where: tuple[float, float, float], *, middle: bool) -> None:
    left, top, right = where
    y = top + line.top + line.height * (0.5 + (LOWER if line.paragraph.shown else 0.0))
    wide = sheet.width(line.text, line.font)
    begin = (left + right - wide) / 2 if middle else right - wide if sheet.rtl else left
    sheet.take((begin, top + line.top + 1, begin + wide, top + line.top + line.height - 1))
    rtl = sheet.rtl and not line.paragraph.ltr
    at = (begin + wide, y) if rtl else (begin, y)
    anchor = "rm" if rtl else "lm"
    sheet.canvas.word(line.text, at, line.font, line.paragraph.colour, anchor=anchor, rtl=rtl)
