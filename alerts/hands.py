"""What a dispatcher has taken from the ledger and not begun: most urgent and nearest first."""

import heapq
from collections.abc import Iterator

from alerts.ledger import Key, Work


class Hand:
    """A heap of work, and beside it what waits for the turn of its chat; times are seconds on a monotonic clock."""

    def __init__(self) -> None:
        self._heap: list[tuple[Key, Work]] = []
        self._parked: list[tuple[float, Key, Work]] = []

    def __len__(self) -> int:
        """What may be begun as soon as the budget allows."""
        return len(self._heap)

    def __iter__(self) -> Iterator[Work]:
        yield from (work for _, work in self._heap)
        yield from (work for *_, work in self._parked)

    @property
    def parked(self) -> int:
        return len(self._parked)

    def put(self, work: Work) -> None:
        heapq.heappush(self._heap, (work.key, work))

    def first(self) -> Work:
        return self._heap[0][1]

    def take_first(self) -> Work:
        return heapq.heappop(self._heap)[1]

    def park_first(self, until: float) -> None:
        """The first of all waits for its chat; others may pass."""
        key, work = heapq.heappop(self._heap)
        heapq.heappush(self._parked, (until, key, work))

    def unpark(self, at: float) -> None:
        """Those whose chat may be written to now take their place again."""
        while self._parked and self._parked[0][0] <= at:
            _, key, work = heapq.heappop(self._parked)
            heapq.heappush(self._heap, (key, work))

    def next_turn(self) -> float | None:
        """When the next chat may be written to."""
        return self._parked[0][0] if self._parked else None

    def beyond(self, most: int, kept: set[int]) -> list[Work]:
        """Take out the least urgent beyond so many, but for those by id that must be kept."""
        if len(self._heap) <= most:
            return []
        self._heap.sort()  # a sorted list is a heap
        over = self._heap[most:]
        self._heap[most:] = [entry for entry in over if entry[1].id in kept]
        return [work for _, work in over if work.id not in kept]
