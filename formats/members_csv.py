"""The CSV of `members import`: one row is one subscription of one member (DESIGN §6)."""

import functools
import hashlib
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import time
from typing import Literal, TypeVar

from pydantic import BaseModel, ConfigDict

from clock.schedules import BadSchedule, Schedule
from formats.bad_rows import BadRow, Fault, Reason, on_land_or_sea, shown, tidy, within
from formats.sheets import rows_of, text_of
from language.digits import latin_digits, number
from models.organisations import Role

COLUMNS = (
    "channel", "address", "name", "language", "roles", "subscription", "area_id", "lat", "lon", "radius_km",
    "kinds", "frequency", "quiet_from", "quiet_to",
)  # fmt: skip
REPORTED = ("line", "column", "reason")
"""What a report of bad rows adds; left alone when the file is mended and read again."""
INSTANT = "instant"
IMPORTED_ROLES = ("volunteer", "vetted")
STAFF_ROLES = frozenset({*Role, "reporter desk"})
RADIUS_KM = (0.1, 200.0)
"""The least and the largest circle, where the deployment does not say otherwise."""
_TELEGRAM_ID = re.compile(r"[1-9][0-9]{0,15}")
_MOST_TELEGRAM_ID = 2**52
"""An id has at most 52 significant bits (Bot API, User.id)."""
_LIST = re.compile("[;؛]")
_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)(?::00)?")

T = TypeVar("T")


class MemberRow(BaseModel):
    """One subscription as written in the file, every value checked; what the ids name is for the caller to look up."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    line: int
    channel: str
    address: str
    name: str
    language: Literal["ar", "en"]
    roles: tuple[str, ...]
    subscription: Literal["circle", "area"]
    area_id: str | None = None
    """The code of an area; only where the subscription is an area."""
    lat: float | None = None
    lon: float | None = None
    radius_km: float | None = None
    kinds: tuple[str, ...]
    frequency: str
    """`instant`, or the one way of writing a schedule (`Schedule.text`)."""
    quiet_from: time | None = None
    quiet_to: time | None = None
    """Both or neither; on the clock of the member's zone."""

    @property
    def instant(self) -> bool:
        return self.frequency == INSTANT


@dataclass(slots=True)
class MembersFile:
    """What a file gave: rows to keep, and what is wrong with the others (several faults may be on one line)."""

    rows: list[MemberRow] = field(default_factory=list)
    bad: list[BadRow] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Known:
    """What exists in this deployment."""

    kinds: Collection[str]
    channels: Collection[str]
    radius_km: tuple[float, float]


def read_members(
    raw: bytes,
    *,
    kinds: Collection[str],
    channels: Collection[str] = ("telegram",),
    radius_km: tuple[float, float] = RADIUS_KM,
    encoding: str = "",
) -> MembersFile:
    """Read a whole file; see `each_member`."""
    found = MembersFile()
    rows = each_member(raw, found.bad, kinds=kinds, channels=channels, radius_km=radius_km, encoding=encoding)
    found.rows.extend(rows)
    found.bad.sort(key=lambda bad: bad.line)
    return found


def each_member(
    raw: bytes,
    bad: list[BadRow],
    *,
    kinds: Collection[str],
    channels: Collection[str] = ("telegram",),
    radius_km: tuple[float, float] = RADIUS_KM,
    encoding: str = "",
) -> Iterator[MemberRow]:
    """The rows of a file one by one, what is wrong with others told in `bad` meanwhile.

    UTF-8 with or without a byte-order mark, UTF-16 with one, or the `encoding` named; commas, semicolons or tabs, as
    the header has them. `kinds` and `channels` are those that exist here; `radius_km` the least and the largest circle.
    """
    known = _Known(kinds, channels, radius_km)
    text = text_of(raw, encoding)
    if text is None:
        bad.append(BadRow(0, Reason.NOT_UTF8))
        return
    rows = rows_of(text, bad)
    header = _header(next(rows, None), bad)
    if header is not None:
        read = (_row(_cells(line, header, values), bad, known) for line, values in rows)
        yield from _each_once((row for row in read if row is not None), bad)


def _each_once(rows: Iterable[MemberRow], bad: list[BadRow]) -> Iterator[MemberRow]:
    seen: dict[bytes, int] = {}
    for row in rows:
        said = row.model_dump_json(exclude={"line"}).encode()
        first = seen.setdefault(hashlib.blake2b(said, digest_size=16).digest(), row.line)
        if first == row.line:
            yield row
        else:
            bad.append(BadRow(row.line, Reason.ROW_TWICE, facts={"first": str(first)}))


def _header(first: tuple[int, list[str]] | None, bad: list[BadRow]) -> list[str] | None:
    """The columns in the file's order; None, and said in `bad`, where it cannot be read by them."""
    if first is None:
        bad.append(BadRow(0, Reason.FILE_EMPTY))
        return None
    line, names = first[0], [name.lower() for name in first[1]]
    unknown = [name for name in names if name and name not in COLUMNS + REPORTED]
    if unknown:
        bad.append(BadRow(line, Reason.COLUMN_UNKNOWN, facts={"columns": shown(", ".join(unknown))}))
    missing = [column for column in COLUMNS if column not in names]
    if missing:
        bad.append(BadRow(line, Reason.COLUMNS_MISSING, facts={"columns": ", ".join(missing)}))
    twice = [column for column in COLUMNS if names.count(column) > 1]
    if twice:
        bad.append(BadRow(line, Reason.COLUMN_TWICE, facts={"columns": ", ".join(twice)}))
    return None if missing or twice else names


class _Cells:
    """The cells of one row; one that cannot be read is noted in `bad` and read as None."""

    def __init__(self, line: int, cells: dict[str, str], bad: list[BadRow]) -> None:
        self.line, self.cells, self.bad = line, cells, bad

    def read(self, column: str, how: Callable[[str], T]) -> T | None:
        """None too where the cell is empty."""
        try:
            text = self.cells[column]
            return how(text) if text else None
        except Fault as fault:
            self.bad.append(BadRow(self.line, fault.reason, column, fault.facts))
            return None

    def need(self, column: str, how: Callable[[str], T]) -> T | None:
        """As `read`, and an empty cell is noted."""
        if not self.cells[column]:
            self.bad.append(BadRow(self.line, Reason.FIELD_MISSING, column))
        return self.read(column, how)

    def need_together(self, first: str, second: str, reason: Reason) -> None:
        if bool(self.cells[first]) != bool(self.cells[second]):
            self.bad.append(BadRow(self.line, reason, second if self.cells[first] else first))


def _cells(line: int, header: list[str], values: list[str]) -> _Cells:
    """Empty cells past the last column are a spreadsheet's habit, and meant by nobody."""
    bad = []
    if len(values) < len(header) or any(values[len(header) :]):
        bad.append(BadRow(line, Reason.CELL_COUNT, facts={"found": len(values), "expected": len(header)}))
    return _Cells(line, dict(zip(header, values, strict=False)), bad)


def _row(cells: _Cells, bad: list[BadRow], known: _Known) -> MemberRow | None:
    values = {} if cells.bad else _values(cells, known)
    bad.extend(cells.bad)
    return None if cells.bad else MemberRow.model_validate({"line": cells.line, **values})


def _values(cells: _Cells, known: _Known) -> dict[str, object]:
    values: dict[str, object] = {
        "channel": cells.need("channel", _one_of(known.channels)),
        "address": cells.need("address", _address_on(cells.cells["channel"])),
        "name": cells.need("name", _text(100)),
        "language": cells.need("language", _one_of(("ar", "en"))),
        "roles": cells.read("roles", _roles) or (),
        "subscription": cells.need("subscription", _one_of(("circle", "area"))),
        "kinds": cells.need("kinds", _several(known.kinds)),
        "frequency": cells.need("frequency", _frequency),
        "quiet_from": cells.read("quiet_from", _clock),
        "quiet_to": cells.read("quiet_to", _clock),
    }
    cells.need_together("quiet_from", "quiet_to", Reason.QUIET_HALF)
    values |= _ground(cells, values["subscription"], known.radius_km)
    return values


def _ground(cells: _Cells, subscription: object, radius_km: tuple[float, float]) -> dict[str, object]:
    """The cells that this kind of subscription is about; the others may hold anything."""
    if subscription == "area":
        return {"area_id": cells.need("area_id", _text(100))}
    if subscription != "circle":
        return {}
    lat, lon = cells.need("lat", _number(-90, 90)), cells.need("lon", _number(-180, 180))
    if lat == 0 and lon == 0:
        cells.read("lat", lambda _: on_land_or_sea(0, 0))
    return {"lat": lat, "lon": lon, "radius_km": cells.need("radius_km", _number(*radius_km))}


def _text(limit: int) -> Callable[[str], str]:
    return lambda text: tidy(text, limit)


def _one_of(allowed: Collection[str]) -> Callable[[str], str]:
    known = {value.lower(): value for value in allowed}

    def read(text: str) -> str:
        if text.lower() not in known:
            raise Fault(Reason.VALUE_UNKNOWN, value=shown(text), allowed=", ".join(sorted(allowed)))
        return known[text.lower()]

    return read


def _several(allowed: Collection[str]) -> Callable[[str], tuple[str, ...]]:
    """A list parted by semicolons, in the file's order, each once."""
    read = _one_of(allowed)
    return lambda text: tuple(dict.fromkeys(read(part.strip()) for part in _LIST.split(text) if part.strip()))


def _roles(text: str) -> tuple[str, ...]:
    """Volunteers' roles only: staff roles are granted per organisation, by command."""
    for part in _LIST.split(text):
        if part.strip().lower() in STAFF_ROLES:
            raise Fault(Reason.ROLE_IS_GRANTED, value=shown(part))
    return _several(IMPORTED_ROLES)(text)


def _number(least: float, most: float) -> Callable[[str], float]:
    def read(text: str) -> float:
        value = number(text)
        if value is None:
            raise Fault(Reason.NOT_A_NUMBER, value=shown(text))
        return within(value, least, most)

    return read


def _address_on(channel: str) -> Callable[[str], str]:
    return _telegram_address if channel.lower() == "telegram" else _text(100)


def _telegram_address(text: str) -> str:
    """The number of a person: a group's is negative, and groups are accepted by staff, not imported."""
    digits = latin_digits(text)
    if not _TELEGRAM_ID.fullmatch(digits) or int(digits) >= _MOST_TELEGRAM_ID:
        raise Fault(Reason.BAD_ADDRESS, value=shown(text))
    return digits


@functools.lru_cache(maxsize=256)
def _frequency(text: str) -> str:
    if text.lower() == INSTANT:
        return INSTANT
    try:
        return Schedule.parse(text).text
    except BadSchedule as error:
        raise Fault(Reason.BAD_SCHEDULE, value=shown(text)) from error


def _clock(text: str) -> time:
    """`22:30`; seconds, as spreadsheets add them, only when they are nought."""
    found = _CLOCK.fullmatch(latin_digits(text))
    if found is None:
        raise Fault(Reason.BAD_TIME, value=shown(text))
    return time(int(found[1]), int(found[2]))
