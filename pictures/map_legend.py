"""Around a map: its title, what its signs mean, how long a kilometre is, where north is, and whose outlines it has."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from pictures.canvas import Point
from pictures.map_frames import Box, Frame
from pictures.map_ink import FAINT, INK, PURPLE, WHITE, Sheet, around
from pictures.map_layers import MapWords, SearchMap, SegmentState, SightingState
from pictures.map_marks import draw_last_seen, draw_mark, fill_segment
from pictures.setting import broken

EDGE, ROW, SIGN, GAP = 36.0, 48.0, 30.0, 36.0
"""Units: the margin, the height of a row of the legend, half the width of a sign, and the room after an entry."""
NOTE_ROW = 34.0
TITLE = 84.0
_ROUND = (1, 2, 5)
"""A scale bar is one of these times a power of ten metres long."""

Sign = Callable[[Sheet, Point], None]


@dataclass(frozen=True, slots=True)
class Entry:
    """One sign of the legend: how it is drawn around a point, and what it means."""

    sign: Sign
    text: str


@dataclass(frozen=True, slots=True)
class Legend:
    """What is written under a map, broken into rows."""

    rows: tuple[tuple[Entry, ...], ...]
    notes: tuple[str, ...]
    column: float
    """How wide an entry is, in pixels."""

    def height(self, unit: float) -> float:
        return (24 + len(self.rows) * ROW + 8 + len(self.notes) * NOTE_ROW + 16) * unit


def legend_of(sheet: Sheet, shown: SearchMap, words: MapWords) -> Legend:
    """Only what the map has, in as many rows as it needs."""
    room = sheet.canvas.size[0] - 2 * EDGE * sheet.unit
    entries = list(_entries(shown, words))
    widest = max([_breadth(sheet, each) for each in entries], default=room)
    columns = max(1, int((room + GAP * sheet.unit) // widest))
    rows = [tuple(entries[at : at + columns]) for at in range(0, len(entries), columns)]
    notes = [*([words.rings] if shown.rings else []), *words.notes, words.credit]
    font = sheet.font(23, 400)
    return Legend(tuple(rows), tuple(line for note in notes for line in broken(sheet, note, font, room)), widest)


def draw_title(sheet: Sheet, title: str) -> None:
    """A line at the top, made smaller where it is long."""
    wide, size = sheet.canvas.size[0], 44.0
    while size > 18 and sheet.width(title, sheet.font(size, 800)) > wide - 2 * EDGE * sheet.unit:
        size -= 2
    x = wide - EDGE * sheet.unit if sheet.rtl else EDGE * sheet.unit
    sheet.canvas.box((0, 0), (wide, TITLE * sheet.unit), WHITE)
    at = (x, (TITLE / 2 + 3) * sheet.unit)
    sheet.word(title, at, sheet.font(size, 800), INK, anchor="rm" if sheet.rtl else "lm")


def draw_legend(sheet: Sheet, legend: Legend, top: float) -> None:
    """From `top` down to the foot of the sheet; read from the right in Arabic."""
    (wide, high), unit = sheet.canvas.size, sheet.unit
    sheet.canvas.box((0, top), (wide, high), WHITE)
    turn, start = (-1, wide - EDGE * unit) if sheet.rtl else (1, EDGE * unit)
    anchor = "rm" if sheet.rtl else "lm"
    y = top + (24 + ROW / 2) * unit
    for row in legend.rows:
        x = start
        for entry in row:
            entry.sign(sheet, (x + turn * SIGN * unit, y))
            at = (x + turn * (2 * SIGN + 10) * unit, y + 2 * unit)
            sheet.word(entry.text, at, sheet.font(26, 500), INK, anchor=anchor)
            x += turn * legend.column
        y += ROW * unit
    y += (NOTE_ROW - ROW + 16) / 2 * unit
    for note in legend.notes:
        sheet.word(note, (start, y), sheet.font(23, 400), FAINT, anchor=anchor)
        y += NOTE_ROW * unit


def draw_scale(sheet: Sheet, frame: Frame, words: MapWords) -> Box:
    """How long a round number of metres is, with the way north, in the corner where reading ends; its box."""
    left, _, right, bottom = frame.box
    unit = sheet.unit
    longest = (right - left) * 0.24 * frame.metres_per_pixel
    metres = _round_below(longest)
    label = f"{metres // 1000} {words.kilometres}" if metres >= 1000 else f"{metres} {words.metres}"
    length, font = frame.pixels(metres), sheet.font(23, 700)
    half = max(length, sheet.width(label, font)) / 2 + 16 * unit
    x = left + half + 20 * unit if sheet.rtl else right - half - 20 * unit
    y = bottom - 60 * unit
    box = around((x, y), half, 38 * unit)
    sheet.canvas.box(box[:2], box[2:], WHITE, rounded=12 * unit)
    sheet.word(label, (x, y - 12 * unit), font, INK)
    ends = [(x - length / 2, y + 16 * unit), (x + length / 2, y + 16 * unit)]
    sheet.canvas.line(ends, INK, 5 * unit)
    for end in ends:
        sheet.canvas.line([(end[0], end[1] - 8 * unit), (end[0], end[1] + 8 * unit)], INK, 4 * unit)
    sheet.take(box)
    _draw_north(sheet, (box[0] + 36 * unit if sheet.rtl else box[2] - 36 * unit, box[1] - 60 * unit), words.north)
    return box


def draw_credit(sheet: Sheet, frame: Frame, words: MapWords) -> None:
    """Whose outlines these are, on the map itself where it has no legend."""
    left, _, right, bottom = frame.box
    font = sheet.font(19, 400)
    x = right - 20 * sheet.unit if sheet.rtl else left + 20 * sheet.unit
    at = (x, bottom - 22 * sheet.unit)
    sheet.word(words.credit, at, font, FAINT, anchor="rm" if sheet.rtl else "lm", halo=WHITE)


def _entries(shown: SearchMap, words: MapWords) -> Iterator[Entry]:
    if shown.last_seen is not None:
        yield Entry(_small_pin, words.last_seen)
    for state in SightingState:
        if any(each.state is state for each in shown.sightings):
            yield Entry(partial(_small_mark, state=state), words.sighting[state])
    for piece in SegmentState:
        if any(each.state is piece for each in shown.segments):
            yield Entry(partial(_small_ground, state=piece), words.segment[piece])
    if shown.tracks:
        yield Entry(_small_way, words.track)


def _breadth(sheet: Sheet, entry: Entry) -> float:
    return (2 * SIGN + 10 + GAP) * sheet.unit + sheet.width(entry.text, sheet.font(26, 500))


def _small_pin(sheet: Sheet, at: Point) -> None:
    half = Sheet(sheet.canvas, sheet.unit * 0.55, sheet.rtl)
    draw_last_seen(half, (at[0], at[1] + 22 * sheet.unit))


def _small_mark(sheet: Sheet, at: Point, *, state: SightingState) -> None:
    draw_mark(sheet, at, "", state)


def _small_ground(sheet: Sheet, at: Point, *, state: SegmentState) -> None:
    left, top, right, bottom = around(at, 24 * sheet.unit, 15 * sheet.unit)
    fill_segment(sheet, [(left, top), (right, top), (right, bottom), (left, bottom), (left, top)], state, 0.6)


def _small_way(sheet: Sheet, at: Point) -> None:
    x, y, unit = *at, sheet.unit
    bends = [(x - 24 * unit, y + 8 * unit), (x - 6 * unit, y - 8 * unit), (x + 8 * unit, y + 6 * unit)]
    sheet.canvas.line([*bends, (x + 24 * unit, y - 8 * unit)], PURPLE, 4.5 * unit)


def _draw_north(sheet: Sheet, at: Point, letter: str) -> None:
    unit = sheet.unit
    x, y = at
    box = around((x, y), 30 * unit, 46 * unit)
    sheet.canvas.box(box[:2], box[2:], WHITE, rounded=12 * unit)
    sheet.canvas.polygon([(x, y - 38 * unit), (x - 15 * unit, y + 6 * unit), (x, y - 4 * unit)], INK)
    sheet.canvas.polygon([(x, y - 38 * unit), (x + 15 * unit, y + 6 * unit), (x, y - 4 * unit)], FAINT)
    sheet.word(letter, (x, y + 26 * unit), sheet.font(24, 800), INK)
    sheet.take(box)


def _round_below(metres: float) -> int:
    """The longest round length that is no longer."""
    lengths = [step * int(10**power) for power in range(7) for step in _ROUND]
    return max(length for length in lengths if length <= max(metres, 1))
