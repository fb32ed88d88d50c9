"""A storm of sightings: very many press «رأيتها» at once, one of them is right, and the search moves there."""

import asyncio
import re
from dataclasses import dataclass

from bot.demo.hands import PATIENCE_SECONDS, Hands, Stage, WaitedInVain
from bot.demo.landmarks import landmark
from bot.demo.steps_of_report import OPENS
from bot.demo.story_of_girl import let_out, missing, taken_back
from bot.demo.telling import Step

LOST_IN, SEEN_IN = "zilal-ghadir", "zilal-suq"
SAW = "button-find-saw-female"
IN_DANGER, TELLS_WHERE = 2, 5
"""How many of them say that she is in danger; of the others every fifth says where, the rest have seen the post."""
ELSEWHERE, THERE = ("school", "market"), "mosque"
"""Where others say they saw her, and where she is: as far as a child walks in the time."""
NUMBER = re.compile(r"\d+")
STORM_SECONDS = 180.0
"""How long a storm may take where Telegram lets thirty messages a second pass."""


@dataclass(frozen=True)
class Size:
    """How many say that they saw her, and how many live where she is."""

    seers: int = 60
    nearer: int = 200


def storm(size: Size) -> list[Step]:
    """The steps, in their order."""

    async def gathers(stage: Stage) -> None:
        stage.kept["seers"] = await stage.moves_in(size.seers, LOST_IN)
        stage.kept["nearer"] = await stage.moves_in(size.nearer, SEEN_IN)

    return [
        OPENS,
        Step("story-storm-gathers", ("citizen",), gathers),
        *missing(),
        *let_out(),
        Step("story-storm-seen", ("coordinator",), _everybody_saw_her),
        Step("story-storm-danger", ("coordinator",), _looks_at_danger),
        Step("story-storm-confirmed", ("coordinator",), _confirms),
        Step("story-storm-moved", ("volunteer", "neighbour"), _nearer_people_hear),
        *taken_back(),
        Step("story-storm-over", ("neighbour",), _everybody_reads_the_end),
    ]


async def _everybody_saw_her(stage: Stage) -> None:
    """All at once; whoever is right is the last of them."""
    right, *others = stage.kept["seers"]
    async with asyncio.timeout(STORM_SECONDS):
        async with asyncio.TaskGroup() as everybody:
            for number, hands in enumerate(others):
                everybody.create_task(_says(hands, number))
        await _tells_where(right, THERE)
    stage.kept["right"] = await _is_thanked(stage, right)
    await _listed(stage)


async def _says(hands: Hands, number: int) -> None:
    if number < IN_DANGER:
        await _saw_her(hands, "sighting-danger-yes")
        await hands.finds("sighting-no-place")
    elif number % TELLS_WHERE == IN_DANGER:
        await _tells_where(hands, ELSEWHERE[number // TELLS_WHERE % len(ELSEWHERE)])
    else:
        await hands.presses(SAW)
        await hands.presses("sighting-post")


async def _saw_her(hands: Hands, danger: str) -> None:
    await hands.presses(SAW)
    await hands.presses("sighting-person")
    await hands.presses(danger)


async def _tells_where(hands: Hands, place: str) -> None:
    where = landmark(place)
    await _saw_her(hands, "sighting-danger-no")
    await hands.finds("sighting-no-place")
    await hands.points(where["lat"], where["lon"])
    for answer in ("place-this", "sighting-now", "sighting-no-picture", "sighting-sure-certain"):
        await hands.presses(answer)


async def _is_thanked(stage: Stage, hands: Hands) -> str:
    """The button of what they told, as the coordinator sees it: its number comes first in what they read."""
    begins = hands.voice.plain("sighting-thanks", number=1, emergency="").partition("1")[0]
    number = NUMBER.search((await hands.sees(begins)).text)
    if number is None:
        raise WaitedInVain(hands.person.id, begins)
    return stage["coordinator"].voice.plain("button-sighting-show", number=int(number[0]))


async def _listed(stage: Stage) -> list[str]:
    """The buttons of the coordinator's list, once the one who is right is on it."""
    suad, right = stage["coordinator"], stage.kept["right"]

    def look() -> list[str] | None:
        return next((bubble.labels for bubble in suad.person.inbox if right in bubble.labels), None)

    found = await suad.person.chat(None).changed.until(look, PATIENCE_SECONDS)
    if found is None:
        raise WaitedInVain(suad.person.id, right)
    return found


async def _opens(stage: Stage, label: str) -> None:
    suad = stage["coordinator"]
    await stage.pace.beat()
    await suad.person.presses(label, within=PATIENCE_SECONDS)


async def _looks_at_danger(stage: Stage) -> None:
    """They stand first on the one list there is; neither was her, and who told of it hears why."""
    suad = stage["coordinator"]
    for label in (await _listed(stage))[:IN_DANGER]:
        await _opens(stage, label)
        await suad.presses("button-sighting-dismiss")
        await suad.presses("sighting-why-other-person")


async def _confirms(stage: Stage) -> None:
    """A second look before the search moves."""
    suad = stage["coordinator"]
    await _opens(stage, stage.kept["right"])
    await suad.presses("button-sighting-confirm")
    await suad.presses("sighting-confirm-now")


async def _nearer_people_hear(stage: Stage) -> None:
    """Those who live where she is, and whom it had left alone."""
    async with asyncio.timeout(STORM_SECONDS), asyncio.TaskGroup() as everybody:
        for hands in (stage["neighbour"], *stage.kept["nearer"]):
            everybody.create_task(hands.finds(SAW))


async def _everybody_reads_the_end(stage: Stage) -> None:
    async with asyncio.timeout(STORM_SECONDS), asyncio.TaskGroup() as everybody:
        for hands in (stage["neighbour"], *stage.kept["seers"], *stage.kept["nearer"]):
            everybody.create_task(hands.asked("search-closed"))
