"""The scenarios to choose from, each told on phones only."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.demo.steps_of_report import OPENS, Trouble
from bot.demo.story_of_girl import girl
from bot.demo.story_of_group import group
from bot.demo.story_of_storm import Size, storm
from bot.demo.telling import Step
from models.rules import Rules
from pictures.demo import dark_street_light, pothole

LIGHT = Trouble("light", "lighting", dark_street_light, "school", "volunteer")
POTHOLE = Trouble("pothole", "road", pothole, "market", "neighbour")


@dataclass(frozen=True)
class Plot:
    """A scenario: its name, and what happens in it. The sentences `scenario-<id>` and `…-lesson` say what it is."""

    id: str
    steps: Callable[[Rules], list[Step]]


def plots(size: Size) -> list[Plot]:
    """All of them; the first is the one that is up at the beginning. `size` is the storm's."""
    return [
        Plot("whole", lambda rules: [OPENS, *LIGHT.steps(rules), *girl()]),
        Plot("girl", lambda _: [OPENS, *girl()]),
        Plot("pothole", lambda rules: [OPENS, *POTHOLE.steps(rules)]),
        Plot("group", group),
        Plot("storm", lambda _: storm(size)),
    ]
