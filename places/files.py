"""Rows of the files areas come in, one at a time: GeoJSON (RFC 7946), a feature a line (RFC 8142, NDJSON), and CSV."""

import codecs
import contextlib
import csv
import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from io import TextIOWrapper
from itertools import chain
from pathlib import Path
from typing import Any, TextIO

from models.refusals import Refusal

_CHUNK = 1 << 20
_FEATURES = re.compile(r'"features"\s*:\s*\[')
_BETWEEN = re.compile(r"[\s,]*")
_RECORD_SEPARATOR = "\x1e"
_COLLECTIONS, _LINES = {".geojson", ".json"}, {".geojsonl", ".geojsons", ".ndjson", ".jsonl"}
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


class UnknownFile(Refusal):
    """Neither .csv, .geojson, .json nor a file of a feature a line; facts: name."""


class NotGeoJson(Refusal):
    """The file is not a FeatureCollection, or ends before its end; facts: feature, the number of the first unread."""


class NotUtf8(Refusal):
    """The file is not text in UTF-8; facts: name."""


class NotInEncoding(Refusal):
    """The file is not text in the encoding that was named, or there is no such encoding; facts: name, encoding."""


class UnknownColumn(Refusal):
    """The file's header has no column of this name; facts: column, columns."""


@dataclass(frozen=True, slots=True)
class Row:
    """One feature or line: its number from 1 (a line's counts the header), its values, its GeoJSON geometry if any."""

    number: int
    values: Mapping[str, Any]
    geometry: Mapping[str, Any] | None = None
    fits: bool = True
    """Whether a line has as many cells as the header."""
    read: int = 0
    """Bytes of the file read by now."""


def rows(path: Path, needed: Collection[str] = (), *, encoding: str = "") -> Iterator[Row]:
    """The rows of a file, by its ending; a CSV without a needed column is refused before its first row.

    UTF-8, UTF-16 with its mark, or the `encoding` named, as spreadsheets of Windows write `windows-1256`.
    """
    ending = path.suffix.lower()
    if ending not in {".csv", ".tsv", *_COLLECTIONS, *_LINES}:
        raise UnknownFile(name=path.name)
    with _opened(path, encoding) as file:
        if ending in _COLLECTIONS:
            found = _features(_members(file))
        else:
            found = _features(_each_line(file)) if ending in _LINES else _lines(file, needed)
        for row in found:
            yield replace(row, read=file.buffer.tell())  # type: ignore[attr-defined]  # a file can tell


def cells(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Every line of a CSV that has something in it, with its number."""
    with _opened(path) as file:
        yield from _cells(file)


@contextlib.contextmanager
def _opened(path: Path, encoding: str = "") -> Iterator[TextIOWrapper]:
    if encoding and not _is_encoding(encoding):
        raise NotInEncoding(name=path.name, encoding=encoding)
    with path.open("rb") as raw:
        marked = raw.peek(2)[:2] in _UTF_16
        try:
            with TextIOWrapper(raw, encoding or ("utf-16" if marked else "utf-8-sig"), newline="") as file:
                yield file
        except UnicodeError:
            raise NotInEncoding(name=path.name, encoding=encoding) if encoding else NotUtf8(name=path.name) from None


def _is_encoding(name: str) -> bool:
    try:
        return codecs.lookup(name)._is_text_encoding  # base64 and the like are none
    except LookupError:
        return False


def _cells(file: TextIO) -> Iterator[tuple[int, list[str]]]:
    """Commas, semicolons or tabs, whichever the first line has most of; what spans lines counts where it begins."""
    first = file.readline()
    reader = csv.reader(chain([first], file), delimiter=max(",;\t", key=first.count))
    begins = 1
    for line in reader:
        if any(cell.strip() for cell in line):
            yield begins, line
        begins = reader.line_num + 1


def _lines(file: TextIO, needed: Collection[str]) -> Iterator[Row]:
    lines = _cells(file)
    _, header = next(lines, (1, []))
    columns = [name.strip() for name in header]
    for column in needed:
        if column not in columns:
            raise UnknownColumn(column=column, columns=", ".join(columns))
    for number, line in lines:
        yield Row(number, dict(zip(columns, line, strict=False)), fits=len(line) == len(columns))


def _each_line(file: TextIO) -> Iterator[Any]:
    """A feature a line; empty lines and the separators of RFC 8142 do not count."""
    read = 0
    for line in file:
        if not (text := line.strip().lstrip(_RECORD_SEPARATOR)):
            continue
        try:
            yield json.loads(text)
        except json.JSONDecodeError:
            raise NotGeoJson(feature=read + 1) from None
        read += 1


def _features(found: Iterable[Any]) -> Iterator[Row]:
    for number, feature in enumerate(found, start=1):
        values = feature.get("properties") if isinstance(feature, dict) else None
        geometry = feature.get("geometry") if isinstance(feature, dict) else None
        own_id = {"id": feature["id"]} if isinstance(feature, dict) and "id" in feature else {}
        yield Row(number, own_id | (values if isinstance(values, dict) else {}), geometry)


def _members(file: TextIO) -> Iterator[Any]:
    """What stands in the features array, without ever holding more of the file than a chunk and one feature."""
    text, read = _from_first_feature(file), 0
    decode = json.JSONDecoder().raw_decode
    at = 0
    while True:
        at = _BETWEEN.match(text, at).end()  # type: ignore[union-attr]  # matches the empty string too
        if text.startswith("]", at):
            return
        try:
            member, at = decode(text, at)
        except json.JSONDecodeError:
            more = file.read(max(_CHUNK, len(text) - at))
            if not more:
                raise NotGeoJson(feature=read + 1) from None
            text, at = text[at:] + more, 0
        else:
            read += 1
            yield member


def _from_first_feature(file: TextIO) -> str:
    text = ""
    while more := file.read(_CHUNK):
        text += more
        if found := _FEATURES.search(text):
            return text[found.end() :]
    raise NotGeoJson(feature=1)
