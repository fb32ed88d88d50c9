"""Tables as spreadsheets write them: their encodings, what parts their cells, and their lines as they stand."""

import codecs
import csv
import io
import re
from collections.abc import Collection, Iterator

from formats.bad_rows import BadRow, Reason
from language.text import cleaned

SEPARATOR_LINE = re.compile(r"\ufeff?sep=([,;\t])\s*$", re.MULTILINE)


def rows_at(raw: bytes, lines: Collection[int], *, encoding: str = "") -> Iterator[tuple[int, list[str]]]:
    """The cells as they stand in these lines, the header (the first line with anything in it) before them."""
    text = text_of(raw, encoding) or ""
    parted, first = separator(text), True
    for line, written in enumerate(io.StringIO(text, newline=None), 1):
        if written.strip() and not SEPARATOR_LINE.match(written) and (first or line in lines):
            first = False
            yield line, next(csv.reader([written], delimiter=parted, skipinitialspace=True), [])


def text_of(raw: bytes, encoding: str) -> str | None:
    """The text, UTF-8, UTF-16 with its mark, or in the encoding named; None where it is not."""
    marked = raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        return raw.decode(encoding or ("utf-16" if marked else "utf-8-sig")).removeprefix("\ufeff")
    except (UnicodeDecodeError, LookupError):
        return None


def separator(text: str) -> str:
    """As the header has it; a spreadsheet's own `sep=` line counts first."""
    said = SEPARATOR_LINE.match(text)
    if said:
        return said[1]
    header = next((line for line in io.StringIO(text, newline=None) if line.strip()), "")
    return max(",;\t", key=header.count)


def rows_of(text: str, bad: list[BadRow]) -> Iterator[tuple[int, list[str]]]:
    """Each line by itself, so that a quotation mark left open costs one row, not all after it; blank ones left out."""
    parted = separator(text)
    for line, written in enumerate(io.StringIO(text, newline=None), 1):
        if line == 1 and SEPARATOR_LINE.match(written):
            continue
        try:
            values = next(csv.reader([written], delimiter=parted, strict=True, skipinitialspace=True), [])
        except csv.Error:
            bad.append(BadRow(line, Reason.QUOTE_OPEN))
            continue
        values = [_bare(value) for value in values]
        if any(values):
            yield line, values


def _bare(cell: str) -> str:
    """Without blanks around it and without marks nobody sees; those that are plain ASCII need no closer look."""
    return cell.strip() if cell.isascii() and cell.isprintable() else cleaned(cell, limit=len(cell), lines=False).text
