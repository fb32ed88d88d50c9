"""The scenarios that can be played, and the one that is."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from bot.demo.hands import Stage
from bot.demo.scenarios import Plot
from bot.demo.telling import Step, Telling
from language.voices import Voice
from models.rules import Rules

JSON = dict[str, Any]


class Playbill:
    """A `sandbox.content.Story`: one telling at a time, another only while none has begun."""

    def __init__(
        self,
        stage: Stage,
        plots: Sequence[Plot],
        rules: Rules,
        voices: Mapping[str, Voice],
        told: Callable[[JSON], None],
    ) -> None:
        self._stage, self._voices, self._told = stage, voices, told
        self.steps: dict[str, list[Step]] = {plot.id: plot.steps(rules) for plot in plots}
        """Of every scenario, by its id."""
        self._chosen = plots[0].id
        self._telling = self._prepared()

    def state(self) -> JSON:
        return self._telling.state() | {"scenario": self._chosen}

    def choose(self, scenario: str) -> None:
        """The page begins everything anew where a story has begun, so that each plays in a town as it was."""
        if scenario not in self.steps:
            raise KeyError(scenario)
        if not self._telling.has_begun:
            self._chosen = scenario
            self._telling = self._prepared()
            self._told(self.state())

    def play(self) -> None:
        self._telling.play()

    def pause(self) -> None:
        self._telling.pause()

    def step(self) -> None:
        self._telling.step()

    async def tell(self) -> None:
        """The chosen one to its end, for whoever waits for it."""
        await self._telling.tell()

    async def stop(self) -> None:
        """Leave it where it is, for good."""
        await self._telling.stop()

    def _prepared(self) -> Telling:
        return Telling(self._stage, self.steps[self._chosen], self._voices, lambda _: self._told(self.state()))
