"""How much Telegram lets a bot send before it answers 429.

The figures are those of its FAQ and its maintainers: about 30 messages a second for one bot, edits included
(levlam, tdlib/td #3034 and #2592); about one a second in one chat, short bursts tolerated; 20 a minute in one group;
1,000 a second for sends paid in Stars, never for edits. Where a document says "about" the number here is exact.

A window slides: in any `per` seconds at most `most` pass. After a refusal everything to that window is refused until
the seconds named have passed, as Telegram does it, so retrying early gains nothing; early retries are counted.
"""

import math
import time
from collections import deque
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field

from sandbox.refusals import too_many


@dataclass
class Limits:
    """What may pass; None removes a cap. Changing a field takes effect at the next request."""

    per_second: int | None = 30
    paid_per_second: int | None = 1000
    chat_per_second: float | None = 1.0
    chat_burst: int = 5
    group_per_minute: int | None = 20
    enforced: bool = True
    paid_allowed: bool = True
    """Whether this bot may pay; if not, asking for it changes nothing. Official pages disagree on who may."""
    upload_bytes: int = 50 * 1024 * 1024
    photo_bytes: int = 10 * 1024 * 1024
    download_bytes: int = 20 * 1024 * 1024
    callback_seconds: float = 60.0
    """How long a tap waits for its answer. Telegram documents none; bots meet refusals after about a minute."""

    @classmethod
    def none(cls) -> "Limits":
        """No floods at all; sizes stay."""
        return cls(enforced=False)


@dataclass
class Window:
    """At most so many in any `per` seconds; remembers until when it refuses."""

    passed: deque[float] = field(default_factory=deque)
    closed_until: float = 0.0

    def wait(self, now: float, most: int, per: float, weight: int = 1) -> float:
        """Seconds until `weight` more may pass; zero when they may now."""
        while self.passed and self.passed[0] <= now - per:
            self.passed.popleft()
        free_at = now
        if len(self.passed) + weight > most:
            last_in_the_way = self.passed[min(len(self.passed) + weight - most, len(self.passed)) - 1]
            free_at = last_in_the_way + per
        return max(free_at, self.closed_until) - now

    def take(self, now: float, weight: int = 1) -> None:
        self.passed.extend([now] * weight)

    def close(self, now: float, seconds: int) -> None:
        self.closed_until = max(self.closed_until, now + seconds)


@dataclass
class Meter:
    """Counts what one bot sends and refuses what is too much. `clock` is in seconds and never goes back."""

    limits: Limits
    clock: Callable[[], float] = time.monotonic
    windows: dict[Hashable, Window] = field(default_factory=dict)
    refusals: int = 0
    early_retries: int = 0

    def spend(self, chat_id: int, *, group: bool, paid: bool = False, weight: int = 1) -> float:
        """Let `weight` messages to a chat pass, or refuse with 429; returns the Stars they cost."""
        if not self.limits.enforced:
            return 0.0
        now, paid = self.clock(), paid and self.limits.paid_allowed
        free = self._window("bot", now, self.limits.per_second, 1.0, weight)
        rules = [self._chat_rule(chat_id, group, now, weight)]
        rules.append(self._window("paid", now, self.limits.paid_per_second, 1.0, weight) if paid else free)
        self._refuse_if_closed(rules, now)
        costs = 0.1 * weight if paid and free[1] > 0 else 0.0
        taken = [rules[0][0], "paid", *([] if costs else ["bot"])] if paid else [rules[0][0], "bot"]
        for name in taken:
            self.windows[name].take(now, weight)
        return costs

    def close(self, seconds: int, chat_id: int | None = None, *, group: bool = False) -> None:
        """Refuse everything of the bot, or of one chat, for so many seconds from now."""
        name: Hashable = "bot" if chat_id is None else ("group" if group else "chat", chat_id)
        self.windows.setdefault(name, Window()).close(self.clock(), seconds)

    def _chat_rule(self, chat_id: int, group: bool, now: float, weight: int) -> tuple[Hashable, float]:
        if group:
            return self._window(("group", chat_id), now, self.limits.group_per_minute, 60.0, weight)
        pace, burst = self.limits.chat_per_second, self.limits.chat_burst
        return self._window(("chat", chat_id), now, burst if pace else None, burst / (pace or 1.0), weight)

    def _window(self, name: Hashable, now: float, most: int | None, per: float, weight: int) -> tuple[Hashable, float]:
        window = self.windows.setdefault(name, Window())
        if most is None:
            return name, max(0.0, window.closed_until - now)
        return name, window.wait(now, max(most, weight), per, weight)

    def _refuse_if_closed(self, rules: list[tuple[Hashable, float]], now: float) -> None:
        waits = [(wait, name) for name, wait in rules if wait > 0]
        if not waits:
            return
        wait, name = max(waits, key=lambda pair: pair[0])
        seconds = max(1, math.ceil(wait))
        window = self.windows[name]
        self.refusals += 1
        self.early_retries += window.closed_until > now
        if window.closed_until <= now:
            window.close(now, seconds)
        raise too_many(seconds)
