"""The poster of a search: who is missing, what is known, whom to call, and where one sees whether it is still so.

For a chat, for a story, and for A4 print. It is made of finished words; what may be on it is decided before
(services/posters.py).
"""

import io
from dataclasses import dataclass

from PIL import Image, ImageDraw, ImageFilter, ImageOps

from models.posters import PosterSize
from pictures.canvas import Canvas, Colour
from pictures.map_frames import Box
from pictures.map_ink import Sheet
from pictures.maps import MapWords, SearchMap, draw_map
from pictures.neutral import WORDMARK
from pictures.qr import qr_image
from pictures.setting import Paragraph, face, set_block

PIXELS = {PosterSize.CHAT: (1080, 1350), PosterSize.STORY: (1080, 1920), PosterSize.PRINT: (2480, 3508)}
DOTS_PER_INCH = 300.0
"""Of the print: 2480 by 3508 pixels are then A4 (210 by 297 mm)."""
WIDE = 1080.0
"""Units across every poster."""
EDGE, GAP = 56.0, 32.0

WHITE, PAPER, INK, FAINT = (255, 255, 255), (250, 248, 243), (24, 34, 38), (92, 98, 98)
ALARM, DRILL, LABEL, HAIR = (168, 28, 20), (52, 78, 98), (46, 92, 97), (214, 208, 194)
YELLOW = (250, 204, 60)


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that is known: what it is, and what is known of it."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class PosterWords:
    """Every word on a poster, in its language; an empty one is left out."""

    heading: str
    name: str
    age: str
    facts: tuple[Fact, ...]
    call: str
    emergency: str
    """The number, or what stands in its place on a drill."""
    what_to_do: str
    live_title: str
    live_text: str
    link: str
    contact: str
    stands: str
    """Until when this was so."""
    drill: str
    drill_stamp: str
    rtl: bool


@dataclass(frozen=True, slots=True)
class PosterMap:
    """The map on a poster, and its words."""

    shown: SearchMap
    words: MapWords


@dataclass(frozen=True, slots=True)
class _Places:
    """Where the parts of a poster go, in units from its top."""

    high: float
    head: tuple[float, float]
    body: tuple[float, float]
    foot: tuple[float, float]
    """Map and code."""
    call: tuple[float, float]
    sign: tuple[float, float]
    margin: float = 0.0
    """White around the bands: a printer does not reach the edge."""
    across: float = 444.0
    """How wide a picture is beside the words."""
    tall: bool = False
    """There is room for a picture above the words."""


_PLACES = {
    PosterSize.CHAT: _Places(1350, (0, 156), (188, 786), (814, 1076), (1104, 1262), (1276, 1332)),
    PosterSize.STORY: _Places(
        1920, (0, 290), (322, 1266), (1296, 1556), (1588, 1746), (1758, 1814), across=500, tall=True
    ),
    PosterSize.PRINT: _Places(1527.7, (40, 190), (222, 884), (912, 1206), (1234, 1402), (1414, 1478), margin=40),
}


def poster_file(words: PosterWords, size: PosterSize, *, picture: bytes | None, around: PosterMap | None) -> bytes:
    """A PNG, or for print a PDF of one page. Takes a second: call it in a thread. Refuses with NoArabicShaping."""
    image = draw_poster(words, size, picture=picture, around=around)
    held = io.BytesIO()
    if size is PosterSize.PRINT:
        image.save(held, "PDF", resolution=DOTS_PER_INCH, quality=88)
    else:
        image.save(held, "PNG")
    return held.getvalue()


def draw_poster(
    words: PosterWords, size: PosterSize, *, picture: bytes | None = None, around: PosterMap | None = None
) -> Image.Image:
    """The poster as an RGB image of the size's pixels. Refuses with NoArabicShaping."""
    return set_poster(words, size, picture=picture, around=around).canvas.drawn()


def set_poster(words: PosterWords, size: PosterSize, *, picture: bytes | None, around: PosterMap | None) -> Sheet:
    """The poster with the boxes its parts take up, none over another."""
    wide, high = PIXELS[size]
    canvas = Canvas(wide, high, top=PAPER, bottom=PAPER, finer=1 if size is PosterSize.PRINT else 2)
    sheet = Sheet(canvas, wide / WIDE, words.rtl)
    places = _PLACES[size]
    _head(sheet, places, words)
    _body(sheet, places, words, picture)
    _foot(sheet, places, words, around)
    _call(sheet, places, words)
    _sign(sheet, places, words)
    if words.drill:
        font = face(sheet, 330, 900, shown=True)
        canvas.stamp(words.drill_stamp, (wide / 2, places.body[0] * sheet.unit + wide * 0.38), font, ALARM, 0.2)
    return sheet


def _head(sheet: Sheet, places: _Places, words: PosterWords) -> None:
    """What has happened, across the whole width; below it, on a drill, that it is none."""
    top, bottom = places.head
    band = _box(sheet, (places.margin, top), (WIDE - places.margin, bottom))
    sheet.canvas.box(band[:2], band[2:], DRILL if words.drill else ALARM, rounded=_rounding(sheet, places))
    below = bottom - 118
    mark = Paragraph(WORDMARK, 38, 700, WHITE, shown=True)
    heading = Paragraph(words.heading, 84, 800, WHITE, shown=True)
    begin, end = (EDGE + 180, WIDE - EDGE) if sheet.rtl else (EDGE, WIDE - EDGE - 180)
    floor = bottom - (46 if words.drill else 8)
    set_block(sheet, [heading], _box(sheet, (begin, below - 22), (end, floor)), upright=True, whole=True, largest=1.0)
    where = (EDGE, EDGE + 150) if sheet.rtl else (WIDE - EDGE - 150, WIDE - EDGE)
    set_block(sheet, [mark], _box(sheet, (where[0], below - 22), (where[1], floor)), middle=True, largest=1.0)
    if words.drill:
        strip = _box(sheet, (places.margin, bottom - 42), (WIDE - places.margin, bottom + 10))
        sheet.canvas.box(strip[:2], strip[2:], YELLOW)
        told = Paragraph(words.drill, 32, 800, INK, shown=True)
        set_block(
            sheet,
            [told],
            _box(sheet, (EDGE, bottom - 38), (WIDE - EDGE, bottom + 8)),
            middle=True,
            whole=True,
            largest=1.0,
        )


def _body(sheet: Sheet, places: _Places, words: PosterWords, picture: bytes | None) -> None:
    """The picture, and beside or below it what is known; without one the words take its room."""
    top, bottom = places.body
    left, right = EDGE, WIDE - EDGE
    shape = _shape_of(picture) if picture else 0.0
    if picture and shape > _LYING and places.tall:
        split = top + (bottom - top) * 0.47
        _picture(sheet, picture, _box(sheet, (left, top), (right, split)))
        top = split + 20
    elif picture:
        across = places.across if shape <= _LYING else _ACROSS_LYING
        foot = bottom if shape <= _LYING else top + across / max(1.0, shape * 0.75)
        start = right - across if sheet.rtl else left
        _picture(sheet, picture, _box(sheet, (start, top), (start + across, foot)))
        left, right = (left, start - GAP) if sheet.rtl else (start + across + GAP, right)
    set_block(sheet, _known(words), _box(sheet, (left, top - 8), (right, bottom)))


def _known(words: PosterWords) -> list[Paragraph]:
    known = [Paragraph(words.name, 78, 800, INK, shown=True)] if words.name else []
    if words.age:
        known.append(Paragraph(words.age, 46, 700, INK, shown=True))
    for fact in words.facts:
        known.append(Paragraph(fact.label, 25, 600, LABEL, above=18))
        known.append(Paragraph(fact.text, 35, 500, INK))
    return known


def _foot(sheet: Sheet, places: _Places, words: PosterWords, around: PosterMap | None) -> None:
    """The map, and how to learn whether the search is still on."""
    top, bottom = places.foot
    left, right = EDGE, WIDE - EDGE
    if around is not None:
        across = (right - left) * (0.52 if words.link else 0.6)
        start = right - across if sheet.rtl else left
        _map(sheet, around, _box(sheet, (start, top), (start + across, bottom)))
        left, right = (left, start - GAP) if sheet.rtl else (start + across + GAP, right)
    _live(sheet, words, _box(sheet, (left, top), (right, bottom)))


def _live(sheet: Sheet, words: PosterWords, box: Box) -> None:
    """The code with the address below it in letters; where there is no address, whom to ask."""
    left, top, right, bottom = box
    unit, pad = sheet.unit, 18 * sheet.unit
    sheet.canvas.box((left, top), (right, bottom), WHITE, rounded=18 * unit)
    says = [
        Paragraph(words.live_title, 31, 800, INK, shown=True),
        Paragraph(words.live_text, 23, 500, FAINT, above=6),
    ]
    if not words.link:
        set_block(sheet, says, (left + pad, top + pad, right - pad, bottom - pad), middle=True)
        return
    room = bottom - top - 2 * pad - 34 * unit
    code = qr_image(words.link, round(room * sheet.canvas.finer))
    size = code.width / sheet.canvas.finer
    x = left + pad if sheet.rtl else right - pad - size
    _paste(sheet, code, (x, top + pad))
    sheet.take((x, top + pad, x + size, top + pad + size))
    words_box = (x + size + pad, top + pad, right - pad, top + pad + size)
    set_block(sheet, says, words_box if sheet.rtl else (left + pad, top + pad, x - pad, top + pad + size))
    address = Paragraph(words.link.removeprefix("https://"), 22, 600, LABEL, ltr=True)
    set_block(
        sheet, [address], (left + pad, bottom - pad - 30 * unit, right - pad, bottom - pad + 4 * unit), middle=True
    )


def _call(sheet: Sheet, places: _Places, words: PosterWords) -> None:
    """Whom to call, larger than anything but the face; and what to do until they come."""
    top, bottom = places.call
    band = _box(sheet, (places.margin, top), (WIDE - places.margin, bottom))
    sheet.canvas.box(band[:2], band[2:], DRILL if words.drill else INK, rounded=_rounding(sheet, places))
    across = 260.0 if len(words.emergency) < 8 else 420.0
    number = (EDGE, EDGE + across) if sheet.rtl else (WIDE - EDGE - across, WIDE - EDGE)
    rest = (EDGE + across + GAP, WIDE - EDGE) if sheet.rtl else (EDGE, WIDE - EDGE - across - GAP)
    large = Paragraph(words.emergency, 110, 900, YELLOW, shown=True, ltr=words.emergency[:1].isascii())
    set_block(sheet, [large], _box(sheet, (number[0], top + 6), (number[1], bottom - 6)), middle=True, whole=True)
    says = [
        Paragraph(words.call, 44, 800, WHITE, shown=True),
        Paragraph(words.what_to_do, 25, 500, (226, 230, 230), above=2),
    ]
    set_block(sheet, says, _box(sheet, (rest[0], top + 8), (rest[1], bottom - 8)), upright=True, whole=True)


def _sign(sheet: Sheet, places: _Places, words: PosterWords) -> None:
    """Who answers for it, and until when it was so."""
    lines = [Paragraph(words.contact, 24, 600, INK), Paragraph(words.stands, 21, 400, FAINT)]
    top, bottom = places.sign
    set_block(sheet, lines, _box(sheet, (EDGE, top), (WIDE - EDGE, bottom + 6)), middle=True, whole=True, largest=1.0)


def _map(sheet: Sheet, around: PosterMap, box: Box) -> None:
    finer = sheet.canvas.finer
    left, top, right, bottom = box
    size = (round((right - left) * finer), round((bottom - top) * finer))
    drawn = draw_map(around.shown, around.words, size=size, legend=False, unit=sheet.unit * finer * 0.85)
    _paste(sheet, drawn, (left, top), rounded=18, edge=HAIR)
    sheet.take(box)


def _picture(sheet: Sheet, jpeg: bytes, box: Box) -> None:
    """Cut to its room, more from below than from above; where too much would go, whole before a blurred one."""
    left, top, right, bottom = box
    size = (round((right - left) * sheet.canvas.finer), round((bottom - top) * sheet.canvas.finer))
    with Image.open(io.BytesIO(jpeg)) as opened:
        picture = opened.convert("RGB")
    whole = min(size[0] / picture.width, size[1] / picture.height)
    lost = 1 - whole / max(size[0] / picture.width, size[1] / picture.height)
    filled = ImageOps.fit(picture, size, Image.Resampling.LANCZOS, centering=(0.5, 0.3))
    if lost > _MOST_LOST:
        inner = ImageOps.contain(picture, size, Image.Resampling.LANCZOS)
        filled = filled.filter(ImageFilter.GaussianBlur(size[0] / 30))
        filled.paste(inner, ((size[0] - inner.width) // 2, (size[1] - inner.height) // 2))
    _paste(sheet, filled, (left, top), rounded=18)
    sheet.take(box)


_MOST_LOST = 0.42
"""Of a picture's width or height may be cut away."""
_LYING = 1.15
"""A picture that is wider than high by so much has a shape of its own room."""
_ACROSS_LYING = 520.0


def _shape_of(jpeg: bytes) -> float:
    """Its width over its height."""
    with Image.open(io.BytesIO(jpeg)) as opened:
        return opened.width / opened.height


def _paste(
    sheet: Sheet, image: Image.Image, at: tuple[float, float], *, rounded: float = 0, edge: Colour | None = None
) -> None:
    """An image drawn elsewhere, at a place in pixels of the finished poster, its corners rounded by units."""
    finer = sheet.canvas.finer
    radius = round(rounded * sheet.unit * finer)
    mask = Image.new("L", image.size, 0)
    frame = (0, 0, image.width - 1, image.height - 1)
    ImageDraw.Draw(mask).rounded_rectangle(frame, radius=radius, fill=255)
    if edge is not None:
        ImageDraw.Draw(image).rounded_rectangle(frame, radius=radius, outline=edge, width=round(3 * sheet.unit * finer))
    sheet.canvas.image.paste(image, (round(at[0] * finer), round(at[1] * finer)), mask)


def _box(sheet: Sheet, left_top: tuple[float, float], right_bottom: tuple[float, float]) -> Box:
    """Units as pixels."""
    unit = sheet.unit
    return left_top[0] * unit, left_top[1] * unit, right_bottom[0] * unit, right_bottom[1] * unit


def _rounding(sheet: Sheet, places: _Places) -> float:
    return 20 * sheet.unit if places.margin else 0.0
