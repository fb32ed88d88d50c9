"""The log of decisions of a case on paper: A4 pages with a table, read from the right in Arabic."""

import io
from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image, ImageFont

from pictures.canvas import Canvas
from pictures.map_ink import FAINT, INK, WHITE, Sheet
from pictures.setting import LEADING, broken, face

PIXELS = (1654, 2339)
DOTS_PER_INCH = 200.0
"""Then the pages are A4."""
WIDE = 1000.0
"""Units across a page."""
EDGE, TOP, FOOT = 70.0, 70.0, 1340.0
COLUMNS = (0.3, 0.24, 0.46)
"""Shares of the width: when, who, what."""
TITLE, TEXT, SMALL = 36.0, 19.0, 16.0
PAD = 7.0
RULE, BAND = (206, 200, 188), (240, 237, 229)


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One act, in words."""

    when: str
    who: str
    what: str


@dataclass(frozen=True, slots=True)
class ReportWords:
    """The words around the table."""

    title: str
    lines: tuple[str, ...]
    columns: tuple[str, str, str]
    foot: str
    of: str
    """Between the number of a page and how many there are."""
    rtl: bool


def report_pdf(words: ReportWords, rows: Sequence[ReportRow]) -> bytes:
    """All pages as one PDF. Takes a fifth of a second a page: call it in a thread. Refuses with NoArabicShaping."""
    pages = report_pages(words, rows)
    held = io.BytesIO()
    pages[0].save(held, "PDF", resolution=DOTS_PER_INCH, save_all=True, append_images=pages[1:], quality=85)
    return held.getvalue()


def report_pages(words: ReportWords, rows: Sequence[ReportRow]) -> list[Image.Image]:
    """The pages; at least one, however little was done."""
    sheets: list[Sheet] = []
    waiting = list(rows)
    while waiting or not sheets:
        sheet = _sheet(words)
        y = _head(sheet, words) if not sheets else TOP
        y = _row(sheet, words.columns, y, bold=True)
        taken = 0
        for row in waiting:
            cells = (row.when, row.who, row.what)
            if taken and y + _height(sheet, cells) > FOOT - 30:
                break
            y = _row(sheet, cells, y)
            taken += 1
        waiting = waiting[taken:]
        sheets.append(sheet)
    for number, sheet in enumerate(sheets, 1):
        _write(
            sheet,
            f"{words.foot} · {number} {words.of} {len(sheets)}",
            FOOT + 20,
            face(sheet, SMALL, 400),
            EDGE,
            faint=True,
        )
    return [sheet.canvas.drawn().convert("L") for sheet in sheets]


def _sheet(words: ReportWords) -> Sheet:
    canvas = Canvas(*PIXELS, top=WHITE, bottom=WHITE, finer=1)
    return Sheet(canvas, PIXELS[0] / WIDE, words.rtl)


def _head(sheet: Sheet, words: ReportWords) -> float:
    y = TOP
    _write(sheet, words.title, y + TITLE * LEADING / 2, face(sheet, TITLE, 800, shown=True), EDGE)
    y += TITLE * LEADING + 6
    font = face(sheet, TEXT, 400)
    for line in words.lines:
        for part in broken(sheet, line, font, (WIDE - 2 * EDGE) * sheet.unit):
            _write(sheet, part, y + TEXT * LEADING / 2, font, EDGE)
            y += TEXT * LEADING
    return y + 20


def _row(sheet: Sheet, cells: Sequence[str], y: float, *, bold: bool = False) -> float:
    """One row of the table from `y` on; where it ends, in units."""
    unit, font, high = sheet.unit, face(sheet, TEXT, 600 if bold else 400), _height(sheet, cells, bold=bold)
    if bold:
        sheet.canvas.box((EDGE * unit, y * unit), ((WIDE - EDGE) * unit, (y + high) * unit), BAND)
    begin = EDGE
    for cell, share in zip(cells, COLUMNS, strict=True):
        for order, line in enumerate(_broken(sheet, cell, font, share)):
            _write(sheet, line, y + PAD + (order + 0.5) * TEXT * LEADING, font, begin + PAD)
        begin += share * (WIDE - 2 * EDGE)
    under = (y + high) * unit
    sheet.canvas.line([(EDGE * unit, under), ((WIDE - EDGE) * unit, under)], RULE, 1.2 * unit)
    return y + high


def _height(sheet: Sheet, cells: Sequence[str], *, bold: bool = False) -> float:
    font = face(sheet, TEXT, 600 if bold else 400)
    lines = max(len(_broken(sheet, cell, font, share)) for cell, share in zip(cells, COLUMNS, strict=True))
    return 2 * PAD + max(1, lines) * TEXT * LEADING


def _broken(sheet: Sheet, cell: str, font: ImageFont.FreeTypeFont, share: float) -> list[str]:
    return broken(sheet, cell, font, (share * (WIDE - 2 * EDGE) - 2 * PAD) * sheet.unit)


def _write(
    sheet: Sheet, text: str, y: float, font: ImageFont.FreeTypeFont, begin: float, *, faint: bool = False
) -> None:
    """A line `begin` units from the side where reading begins, its middle at `y`."""
    x = WIDE - begin if sheet.rtl else begin
    at = (x * sheet.unit, y * sheet.unit)
    sheet.word(text, at, font, FAINT if faint else INK, anchor="rm" if sheet.rtl else "lm")
    wide, half = sheet.width(text, font), font.size * LEADING / 2 - 1
    left = at[0] - wide if sheet.rtl else at[0]
    sheet.take((left, at[1] - half, left + wide, at[1] + half))
