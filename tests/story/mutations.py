"""Real updates, spoilt: a part missing, of another kind, too long, too large, turned round, or somebody else's."""

import copy
import random
from collections.abc import Iterator
from typing import Any

STRANGE: tuple[Any, ...] = (
    None, True, False, 0, -1, 1.5, 1e308, 2**31, 2**53, 2**63, -(2**63), 2**64 - 1, "", " ", "\x00", "\u202e\u200f\u2066", "0",
    "<b>", "</b><a href='javascript:alert(1)'>", "{name}", "%s %(x)s", "؟" * 10_000, "a" * 70, "'; DROP TABLE member; --",
    "\ud83d".encode("utf-16", "surrogatepass").decode("utf-16", "replace"), "𓀀" * 300, "٢٤٫٧", "/start", "/forget", "/desk",
    [], [[]], {}, {"id": 1}, ["ر", 1, None], {"ا": {"ب": [{}]}},
)  # fmt: skip
"""Values that some field of some update has never had."""

ALIKE = 0.8
"""How often a strange value is of the kind it replaces."""

DEEPEST = 300
"""How many lists one value may be wrapped in."""

Path = tuple[str | int, ...]


class Spoiler:
    """An endless supply of spoilt updates made from real ones; the same seed makes the same."""

    def __init__(self, real: list[dict[str, Any]], seed: int) -> None:
        self._real, self._chance = real, random.Random(seed)
        self._callbacks = [each["callback_query"]["data"] for each in real if "callback_query" in each]
        self._ids = sorted({each for one in real for each in _numbers(one)})

    def spoilt(self, number: int) -> dict[str, Any]:
        """One update, spoilt in one to four ways; its own number stays, as only the sandbox gives those."""
        update = copy.deepcopy(self._chance.choice(self._real))
        for _ in range(self._chance.choice((1, 1, 1, 2, 4))):
            self._spoil(update)
        return update | {"update_id": number}

    def _spoil(self, update: dict[str, Any]) -> None:
        paths = [path for path in _paths(update) if path != ("update_id",)]
        if not paths:
            return
        holder, last = _reached(update, self._chance.choice(paths))
        ways = (self._drop, self._strange, self._swap, self._repeat, self._wrap, self._callback)
        [way] = self._chance.choices(ways, weights=(2, 9, 2, 1, 1, 3))
        way(holder, last)

    def _drop(self, holder: Any, last: Any) -> None:
        del holder[last]

    def _strange(self, holder: Any, last: Any) -> None:
        """Mostly of its own kind, which is what gets past the first look."""
        alike = [each for each in STRANGE if type(each) is type(holder[last])]
        holder[last] = copy.deepcopy(self._chance.choice(alike if alike and self._chance.random() < ALIKE else STRANGE))

    def _swap(self, holder: Any, last: Any) -> None:
        """Another part of another real update in its place: somebody else's number, a sticker for a location."""
        other = self._chance.choice(self._real)
        parts = [_at(other, path) for path in _paths(other)]
        alike = [part for part in parts if type(part) is type(holder[last])]
        holder[last] = copy.deepcopy(self._chance.choice(alike or parts))

    def _repeat(self, holder: Any, last: Any) -> None:
        value = holder[last]
        holder[last] = value * 300 if isinstance(value, str | list) and len(value) < 100 else [value] * 3

    def _wrap(self, holder: Any, last: Any) -> None:
        for _ in range(self._chance.choice((1, 2, DEEPEST))):
            holder[last] = [holder[last]]

    def _callback(self, holder: Any, last: Any) -> None:
        """A button of long ago, of another version, or made up; with a number that may be there."""
        if not isinstance(holder, dict) or "data" not in holder:
            self._strange(holder, last)
            return
        parts = self._chance.choice(self._callbacks or [""]).split(":")
        at = self._chance.randrange(len(parts))
        parts[at] = str(self._chance.choice((*self._ids[:20], -1, 0, 10**12, "x", "")))
        holder["data"] = ":".join(parts[: self._chance.choice((len(parts), 1, 2))])


def _paths(value: Any, above: Path = ()) -> Iterator[Path]:
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in pairs:
        yield (*above, key)
        yield from _paths(inner, (*above, key))


def _reached(value: Any, path: Path) -> tuple[Any, str | int]:
    return _at(value, path[:-1]), path[-1]


def _at(value: Any, path: Path) -> Any:
    for key in path:
        value = value[key]
    return value


def _numbers(value: Any) -> Iterator[int]:
    if isinstance(value, int) and not isinstance(value, bool):
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _numbers(inner)
