"""Two ids of one area: files that name the same region differently are joined by a list of aliases."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from places.faults import BadRow, Fault
from places.files import cells

_HEADERS = {"alias", "alias_id", "alias id"}


@dataclass(frozen=True, slots=True)
class AliasesRead:
    """From another id to the one the area is known by; the lines they came from; and the lines not taken."""

    joins: dict[str, str]
    lines: dict[str, int]
    bad: list[BadRow]

    def of_nothing(self, codes: Collection[str]) -> list[BadRow]:
        """Aliases of an id that is no area, once the file they came with is read."""
        missing = [(alias, code) for alias, code in self.joins.items() if code not in codes]
        return [
            BadRow(self.lines[alias], Fault.ALIAS_OF_NOTHING, {"alias": alias, "id": code}) for alias, code in missing
        ]


def read_aliases(path: Path, *, known: Collection[str] = (), joined: Mapping[str, str] | None = None) -> AliasesRead:
    """A CSV of two columns, the alias and the id, with or without a header.

    `known` are the ids of stored areas and `joined` the stored aliases. Where only the first of two ids is a stored
    area, the second is the alias. Two ids that are two stored areas cannot be joined any more.
    """
    read = AliasesRead({}, {}, [])
    stored = joined or {}
    for number, line in cells(path):
        pair = [cell.strip() for cell in line[:2]]
        if number == 1 and pair[0].lower() in _HEADERS:
            continue
        fault = _take(read, pair, number, known, stored)
        if fault is not None:
            read.bad.append(BadRow(number, fault, {"line": ", ".join(pair)}))
    return read


def _take(
    read: AliasesRead, pair: list[str], number: int, known: Collection[str], stored: Mapping[str, str]
) -> Fault | None:
    if len(pair) < 2 or not all(pair):
        return Fault.ALIAS_INCOMPLETE
    alias, code = pair
    if alias in known and code not in known:
        alias, code = code, alias
    code = stored.get(code, code)
    if alias == code:
        return None
    if alias in known:
        return Fault.ALIAS_OF_TWO_AREAS
    if read.joins.get(alias, stored.get(alias, code)) != code:
        return Fault.ALIAS_TWICE
    read.joins[alias] = code
    read.lines[alias] = number
    return None
