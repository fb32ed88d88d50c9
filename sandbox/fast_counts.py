"""What the fast mode counts: requests by method, refusals, first and last times, the most in any one second."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

JSON = dict[str, Any]
Entry = tuple[float, str, str, str, int]

KINDS = ("sends", "edits", "deletes", "other")


def kind_of(method: bytes) -> str:
    lowered = method.lower()
    if lowered.startswith((b"send", b"copymessage", b"forwardmessage")) and lowered != b"sendchataction":
        return "sends"
    if lowered.startswith((b"editmessage", b"stopmessage")):
        return "edits"
    return "deletes" if lowered.startswith(b"deletemessage") else "other"


@dataclass
class MethodCount:
    """One method: times in unix seconds; `refused` are 429s and are not in `passed`."""

    passed: int = 0
    refused: int = 0
    first: float = 0.0
    last: float = 0.0


@dataclass
class Counts:
    """Everything counted since the start or the last reset."""

    journal_kept: bool = False
    by_method: dict[bytes, MethodCount] = field(default_factory=dict)
    times: dict[str, array[float]] = field(default_factory=lambda: {kind: array("d") for kind in KINDS})
    journal: list[Entry] = field(default_factory=list)
    connections: int = 0
    most_connections: int = 0

    def passed(self, method: bytes, kind: str, now: float) -> None:
        count = self._method(method)
        count.passed += 1
        count.first = count.first or now
        count.last = now
        self.times[kind].append(now)

    def refused(self, method: bytes) -> None:
        self._method(method).refused += 1

    def _method(self, method: bytes) -> MethodCount:
        count = self.by_method.get(method)
        if count is None:
            count = self.by_method[method] = MethodCount()
        return count

    def as_json(self) -> JSON:
        """Totals, each method, and the highest number in any second of sends, of edits, and of both together."""
        totals = {kind: len(times) for kind, times in self.times.items()}
        both = sorted([*self.times["sends"], *self.times["edits"]])
        rates = {kind: most_in_a_second(self.times[kind]) for kind in ("sends", "edits")}
        methods = {name.decode(errors="replace"): vars(count) for name, count in self.by_method.items()}
        return totals | {
            "refused": sum(count.refused for count in self.by_method.values()),
            "maximum_rate": rates | {"both": most_in_a_second(both)},
            "by_method": methods,
            "connections": self.connections,
            "most_connections": self.most_connections,
        }

    def reset(self) -> None:
        self.by_method.clear()
        self.journal.clear()
        for times in self.times.values():
            del times[:]


def most_in_a_second(times: Iterable[float]) -> int:
    """The most of some ascending times that fall into any one second."""
    ordered = list(times)
    most = first = 0
    for last, time in enumerate(ordered):
        while ordered[first] <= time - 1.0:
            first += 1
        most = max(most, last - first + 1)
    return most
