"""A teller who goes through the steps of a story one by one, and may be paused."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import structlog

from bot.demo.hands import Stage, WaitedInVain
from language.voices import Voice

log = structlog.get_logger()

JSON = dict[str, Any]
Deed = Callable[[Stage], Awaitable[None]]


@dataclass(frozen=True)
class Step:
    """One step: the key of the sentence that tells it, whose phones it is about, and what they do."""

    key: str
    who: tuple[str, ...]
    deed: Deed


class Telling:
    """Plays the steps on the stage; `told` hears the state after every change. One telling, one story."""

    def __init__(
        self, stage: Stage, steps: Sequence[Step], voices: Mapping[str, Voice], told: Callable[[JSON], None]
    ) -> None:
        self._stage, self._steps, self._told = stage, steps, told
        self._sentences = [{code: voice.plain(step.key) for code, voice in voices.items()} for step in steps]
        self._state, self._at = "ready", 0
        self._waited: JSON | None = None
        self._steps_left: int | None = None
        self._task: asyncio.Task[None] | None = None

    def state(self) -> JSON:
        """As `sandbox.content.Story` says, but for the scenario's name."""
        step = self._steps[min(self._at, len(self._steps) - 1)]
        who = [self._stage[key].person.id for key in step.who]
        return {"state": self._state, "at": self._at, "who": who, "steps": self._sentences, "waited": self._waited}

    @property
    def has_begun(self) -> bool:
        return self._task is not None or self._state != "ready"

    def play(self) -> None:
        """From where it stands to the end."""
        self._go(None)

    def step(self) -> None:
        """One step, or the rest of the one that was paused."""
        self._go(1)

    def pause(self) -> None:
        """Hold still as soon as may be; a step under way goes on when the story does."""
        if self._state == "playing":
            self._stage.pace.gate.clear()
            self._change("paused")

    async def tell(self) -> None:
        """To the end, for whoever waits for it; what went wrong is raised."""
        await self._tell(None)

    async def _tell(self, steps: int | None) -> None:
        self._steps_left = steps
        self._stage.begins()
        self._stage.pace.gate.set()
        self._change("playing")
        while self._at < len(self._steps):
            await self._stage.pace.gate.wait()
            await self._steps[self._at].deed(self._stage)
            self._at += 1
            self._after_step()
        self._change("done")

    async def stop(self) -> None:
        """Leave the story where it is, for good."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    def _go(self, steps: int | None) -> None:
        if self._state not in {"ready", "paused"}:
            return
        if self._task is None:
            self._task = asyncio.create_task(self._tell_alone(steps))
            return
        self._steps_left = steps
        self._stage.pace.gate.set()
        self._change("playing")

    async def _tell_alone(self, steps: int | None) -> None:
        """What the page starts: a story that cannot go on says so and breaks nothing else."""
        try:
            await self._tell(steps)
        except (AssertionError, TimeoutError, ExceptionGroup) as error:  # what phones waited for did not come
            log.warning("story-failed", step=self._at, error=type(error).__name__)
            self._waited = self._in_vain(error)
            self._change("failed")

    def _in_vain(self, error: BaseException) -> JSON | None:
        """Whose phone waited for what, and whose phones may have been ahead of it."""
        while isinstance(error, ExceptionGroup):
            error = error.exceptions[0]
        if not isinstance(error, WaitedInVain):
            return None
        return {"person": error.person, "for": error.words, "ahead": self._stage.used_by_hand()}

    def _after_step(self) -> None:
        if self._steps_left is not None:
            self._steps_left -= 1
        if self._steps_left == 0:
            self._stage.pace.gate.clear()
            self._change("paused")
        elif self._at < len(self._steps):
            self._change("playing")

    def _change(self, state: str) -> None:
        self._state = state
        self._told(self.state())
