"""What can go wrong between a bot and Telegram, switched on and off while it runs.

A `Fault` says what happens, to which requests, how often; `Faults` holds those that are on. A fault strikes before the
request took effect, or after it (the message is there, the answer is not).

slow    answered later, by `seconds` and up to `jitter` more
error   answered with `status`, usually 502
hang    never answered; the connection stays open until faults are cleared
cut     the connection is dropped
flood   answered with 429 and `seconds` to wait
"""

import asyncio
import fnmatch
import random
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

JSON = dict[str, Any]
FaultKind = Literal["slow", "error", "hang", "cut", "flood"]
KINDS: tuple[FaultKind, ...] = ("slow", "error", "hang", "cut", "flood")


@dataclass
class Fault:
    """One thing that goes wrong. `method` may hold wildcards (send*); `share` is a probability; `times` counts down."""

    kind: FaultKind
    method: str = "*"
    chat_id: int | None = None
    share: float = 1.0
    times: int | None = None
    after_effect: bool = False
    status: int = 502
    seconds: float = 0.0
    jitter: float = 0.0

    def strikes(self, method: str, chat_id: str, dice: random.Random) -> bool:
        """Whether it strikes this request; a strike is counted."""
        concerns = fnmatch.fnmatchcase(method.lower(), self.method.lower())
        concerns = concerns and (self.chat_id is None or str(self.chat_id) == chat_id)
        if not concerns or self.times == 0 or (self.share < 1 and dice.random() >= self.share):
            return False
        if self.times is not None:
            self.times -= 1
        return True

    def delay(self, dice: random.Random) -> float:
        return self.seconds + dice.random() * self.jitter


@dataclass
class Faults:
    """The faults that are on."""

    active: list[Fault] = field(default_factory=list)
    dice: random.Random = field(default_factory=random.Random)
    mended: asyncio.Event = field(default_factory=asyncio.Event)

    def add(self, fault: Fault) -> Fault:
        self.active.append(fault)
        return fault

    def slow(self, seconds: float, jitter: float = 0.0, method: str = "*") -> Fault:
        """Answer later; replaces an earlier slowness of the same methods, zero ends it."""
        self.active = [one for one in self.active if not (one.kind == "slow" and one.method == method)]
        fault = Fault("slow", method, seconds=seconds, jitter=jitter)
        return self.add(fault) if seconds or jitter else fault

    def fail(
        self,
        method: str = "*",
        *,
        share: float = 1.0,
        status: int = 502,
        times: int | None = None,
        after_effect: bool = False,
    ) -> Fault:
        """Answer with a 5xx."""
        return self.add(Fault("error", method, share=share, status=status, times=times, after_effect=after_effect))

    def hang(
        self, method: str = "*", *, chat_id: int | None = None, times: int | None = None, after_effect: bool = False
    ) -> Fault:
        """Never answer, for a method, a chat, or both."""
        return self.add(Fault("hang", method, chat_id, times=times, after_effect=after_effect))

    def cut(
        self, method: str = "*", *, share: float = 1.0, times: int | None = None, after_effect: bool = False
    ) -> Fault:
        """Drop the connection."""
        return self.add(Fault("cut", method, share=share, times=times, after_effect=after_effect))

    def flood(self, seconds: int, method: str = "send*", *, chat_id: int | None = None, times: int | None = 1) -> Fault:
        """Answer 429 with so many seconds to wait."""
        return self.add(Fault("flood", method, chat_id, times=times, seconds=seconds))

    def remove(self, fault: Fault) -> None:
        """One fault is over; what hung because of it goes on hanging."""
        self.active = [one for one in self.active if one is not fault]

    def clear(self) -> None:
        """Everything works again; what hung is dropped."""
        self.active = []
        self.mended.set()
        self.mended = asyncio.Event()

    def striking(self, method: str, chat_id: str) -> list[Fault]:
        """The faults that strike this request."""
        if not self.active:
            return []
        return [fault for fault in self.active if fault.strikes(method, chat_id, self.dice)]

    def as_json(self) -> list[JSON]:
        return [asdict(fault) for fault in self.active]
