"""What a person did, and what came of it: messages sent, buttons tapped, answers, and why something can't be done."""

from collections.abc import Generator
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from sandbox.phone import Bubble
from sandbox.updates import UpdateQueue
from sandbox.world import Tap

JSON = dict[str, Any]


class Impossible(AssertionError):
    """A person can't do this with what is on their phone."""


class NoSuchButton(Impossible):
    """Nothing on the screen has this label or data."""


class NotHeard(AssertionError):
    """What was waited for did not come in time."""


class NotAnswered(AssertionError):
    """The bot left a tap unanswered."""


class NotTaken(AssertionError):
    """The bot listened but did not take an update in time."""


def _is_gone(queue: UpdateQueue, number: int) -> bool:
    return number not in queue.pending


@dataclass(frozen=True)
class Waiting:
    """Updates that a deed put in the bots' queues."""

    updates: tuple[tuple[UpdateQueue, int], ...] = ()

    async def taken(self, within: float) -> None:
        """Until every bot that has ever listened has confirmed them."""
        for queue, number in self.updates:
            if not queue.listened:
                continue
            if not await queue.confirmed.until(partial(_is_gone, queue, number), within):
                raise NotTaken(f"update {number} was not taken within {within} s")


@dataclass(frozen=True)
class Sent(Bubble):
    """A message a person sent. Awaiting it waits until the bot has taken it; if no bot ever listened, not at all."""

    waiting: Waiting = field(default_factory=Waiting)

    def __await__(self) -> Generator[Any, None, "Sent"]:
        yield from self.waiting.taken(within=30.0).__await__()
        return self


@dataclass(frozen=True)
class Answer:
    """What a tap got: a line of text (an alert if it has to be closed by hand), or an address to open."""

    text: str = ""
    alert: bool = False
    url: str | None = None


@dataclass(frozen=True)
class Tapped:
    """A tap on a button. Awaiting it gives the bot's answer; for keys and addresses there is nothing to wait for."""

    tap: Tap | None = None
    sent: Sent | None = None
    answer: Answer = field(default_factory=Answer)
    within: float = 30.0
    bubble: Bubble | None = None

    @property
    def is_answered(self) -> bool:
        return self.tap is None or self.tap.answer is not None

    def __await__(self) -> Generator[Any, None, Answer]:
        return self._answered().__await__()

    async def _answered(self) -> Answer:
        if self.sent is not None:
            await self.sent
        if self.tap is None or self.bubble is None:
            return self.answer
        tap = self.tap
        said: JSON | None = await tap.message.chat.changed.until(lambda: tap.answer, self.within)
        if said is None:
            raise NotAnswered(f"no answer to the tap on {self.bubble!r} within {self.within} s")
        return Answer(said["text"], said["show_alert"], said["url"] or None)
