"""How fast: an evenly spaced budget per bot (GCRA), a pace that learns from refusals, and turns per chat.

GCRA: the generic cell rate algorithm (ITU-T I.371), as a virtual schedule. Times are seconds on a monotonic clock.
"""

import math
from collections import deque
from dataclasses import dataclass, field

BURST_SECONDS = 0.02
"""At most so far ahead of an even schedule, or one request: what a late wake-up missed is made up for, no more.

A leaky bucket's full first second earns a 429 (DELIVERY.md, design 4).
"""
STARTING_SHARE = 0.95
RAMP_SECONDS = 10.0
FALLBACK = 0.7
FORGETTING = 0.01
"""The quickest way to the server and back is believed this much less with each second."""
SHORTEST = 0.005
"""So many seconds quicker it may be than has been seen."""
ACQUAINTED = 100
"""After so many answers the quickest way is known."""
TROUBLES = 5
"""So many failures of the server in a row are taken for more than bad luck."""


@dataclass
class Gcra:
    """One budget of `rate` requests a second, infinite when the rate is 0.

    In any stretch of t seconds at most 1 + rate × t + `burst` pass.
    """

    rate: float
    _due: float = 0.0

    @property
    def burst(self) -> float:
        """How many may be made up for at once."""
        return max(1.0, self.rate * BURST_SECONDS)

    def wait(self, at: float) -> float:
        """Seconds until the next request may begin; 0 when it may now."""
        return max(0.0, self._due - self.burst / self.rate - at) if self.rate > 0 else 0.0

    def take(self, at: float) -> None:
        """Account for one request begun at `at`."""
        if self.rate > 0:
            self._due = max(self._due, at) + 1 / self.rate


@dataclass
class LastSecond:
    """At most `most` requests reach the server in any second of its own clock; no limit when that is 0.

    Even spacing does not promise that: what waits on its way arrives closer together than it left. A request arrives
    between its beginning and its answer, so it counts until a second after its answer, less the quickest way there and
    back, which the next one has to go as well, once that is known.
    """

    most: int
    _flying: int = 0
    _answered: deque[float] = field(default_factory=deque)
    _quickest: float = math.inf
    _measured: float = 0.0
    _answers: int = 0

    def wait(self, at: float) -> float:
        """Seconds until one more fits; infinite while only an answer can tell."""
        if self.most <= 0:
            return 0.0
        gone = at - 1 + self._way
        while self._answered and self._answered[0] <= gone:
            self._answered.popleft()
        over = self._flying + len(self._answered) + 1 - self.most
        if over <= 0:
            return 0.0
        return self._answered[over - 1] - gone if over <= len(self._answered) else math.inf

    def begin(self) -> None:
        self._flying += 1

    def end(self, began: float, at: float) -> None:
        """An answer came, or will not come any more."""
        self._flying -= 1
        aged = 1 + FORGETTING * (at - self._measured)
        self._quickest, self._measured = min(self._quickest * aged, at - began), at
        self._answers += 1
        self.note(at)

    def note(self, at: float) -> None:
        """A request of others, of which nothing more is known."""
        if self.most > 0:
            self._answered.append(at)

    @property
    def _way(self) -> float:
        return max(0.0, min(self._quickest, 0.5) - SHORTEST) if self._answers >= ACQUAINTED else 0.0


@dataclass
class Pace:
    """A bot's budget: a little under the configured rate at first, all of it after ten clean seconds, 0.7 after a 429.

    One 429 speaks of its chat; three different chats refused within a second speak of the bot, which then pauses for
    the shortest time named and probes with one request.
    """

    configured: float
    budget: Gcra = field(init=False)
    second: LastSecond = field(init=False)
    paused_until: float = 0.0
    _share: float = STARTING_SHARE
    _clean_since: float | None = None
    _refused: deque[tuple[float, str, float]] = field(default_factory=deque)
    _must_probe: bool = False
    _probing: bool = False
    _trouble: int = 0

    def __post_init__(self) -> None:
        self.budget = Gcra(self.configured * self._share)
        self.second = LastSecond(max(1, int(self.configured)) if self.configured > 0 else 0)

    def wait(self, at: float) -> float:
        """Seconds until the bot may begin a request; infinite while only an answer can tell."""
        if self._probing:
            return math.inf
        return max(self.paused_until - at, self.budget.wait(at), self.second.wait(at))

    def begin(self, at: float) -> None:
        """A request begins; `end` follows."""
        self._climb(at)
        self.budget.take(at)
        self.second.begin()
        if self._must_probe and at >= self.paused_until:
            self._must_probe, self._probing = False, True

    def end(self, began: float, at: float) -> None:
        """A request that began is over, whatever became of it."""
        self.second.end(began, at)

    def take(self, at: float) -> None:
        """Somebody else used this budget once."""
        self.budget.take(at)
        self.second.note(at)

    def succeeded(self) -> None:
        """A request was answered; a probe that is lets the others go."""
        self._probing, self._trouble = False, 0

    def unused(self) -> None:
        """What was begun did not leave after all: if it was the probe, the next one is."""
        if self._probing:
            self._must_probe, self._probing = True, False

    def troubled(self, at: float) -> None:
        """The server or the way to it fails: after five in a row, wait longer each time and probe with one request."""
        self._trouble += 1
        if self._trouble >= TROUBLES or self._probing:
            self._pause(at + min(10.0, 0.25 * 2 ** min(max(0, self._trouble - TROUBLES), 6)))

    def refused(self, chat: str, seconds: float, at: float) -> bool:
        """Note a 429; True when it now counts for the whole bot."""
        self._refused.append((at, chat, seconds))
        while self._refused and self._refused[0][0] < at - 1:
            self._refused.popleft()
        general = self._probing or len({chat for _, chat, _ in self._refused}) >= 3
        if general:
            self._pause(at + min(seconds for _, _, seconds in self._refused))
            self._share = max(0.05, self._share * FALLBACK)
            self._clean_since = None
            self.budget.rate = self.configured * self._share
            self._refused.clear()
        return general

    def _pause(self, until: float) -> None:
        self.paused_until, self._must_probe, self._probing = until, True, False

    def _climb(self, at: float) -> None:
        if self._share >= 1:
            return
        if self._clean_since is None:
            self._clean_since = max(at, self.paused_until)
        climbed = min(1.0, max(0.0, at - self._clean_since) / RAMP_SECONDS)
        self.budget.rate = self.configured * (self._share + (1 - self._share) * climbed)
        if climbed >= 1:
            self._share = 1.0


@dataclass
class Turns:
    """One request in flight per chat, a second apart; groups 20 a minute. Edits count."""

    person_seconds: float = 1.0
    group_seconds: float = 3.0
    _next: dict[str, float] = field(default_factory=dict)
    _busy: set[str] = field(default_factory=set)

    def wait(self, chat: str, at: float) -> float:
        """Seconds until this chat may be written to; infinite while a request to it is in flight."""
        if chat in self._busy:
            return math.inf
        return max(0.0, self._next.get(chat, 0.0) - at)

    def take(self, chat: str, at: float) -> None:
        self._busy.add(chat)
        gap = self.group_seconds if chat.startswith(("-", "@")) else self.person_seconds
        if gap > 0:
            self._next[chat] = at + gap
        if len(self._next) > 10_000:
            self._next = {chat: due for chat, due in self._next.items() if due > at}

    def done(self, chat: str) -> None:
        self._busy.discard(chat)

    def not_before(self, chat: str, at: float) -> None:
        """Telegram named a time for this chat."""
        self._next[chat] = max(at, self._next.get(chat, 0.0))
