"""A storm: many report the same light at once, many more hear of it, and nobody waits for the others."""

import asyncio
from dataclasses import dataclass

from bot.demo.hands import PATIENCE_SECONDS, Hands, Stage
from bot.demo.landmarks import landmark
from bot.demo.steps_of_report import OVER, Trouble
from bot.demo.telling import Step
from models.rules import Rules
from pictures.demo import dark_street_light

DISTRICT = "zilal-ghadir"
LIGHT = Trouble("storm", "lighting", dark_street_light, "school", "volunteer")
STORM_SECONDS = 180.0
"""How long a storm may take where Telegram lets thirty messages a second pass."""


@dataclass(frozen=True)
class Size:
    """How many report, and how many follow the district."""

    reporters: int = 60
    followers: int = 200


def storm(rules: Rules, size: Size) -> list[Step]:
    """The steps, in their order."""

    async def gathers(stage: Stage) -> None:
        stage.kept["followers"] = await stage.moves_in(size.followers, DISTRICT)
        stage.kept["reporters"] = await stage.moves_in(size.reporters, None)

    async def reports(stage: Stage) -> None:
        async with asyncio.timeout(STORM_SECONDS), asyncio.TaskGroup() as everybody:
            for hands in stage.kept["reporters"]:
                everybody.create_task(_reports(hands, rules))
        await stage["coordinator"].finds("button-report-desk-accept")

    return [
        Step("story-storm-gathers", ("citizen",), gathers),
        Step("story-storm-reports", ("coordinator",), reports),
        Step("story-storm-accepted", ("coordinator", "volunteer"), _accepts),
        Step("story-storm-hears", ("volunteer",), _everybody_hears),
        Step("story-storm-fixed", ("coordinator", "volunteer"), _mends),
        Step("story-storm-over", ("volunteer",), _everybody_reads_the_end),
    ]


async def _reports(hands: Hands, rules: Rules) -> None:
    place = landmark(LIGHT.place)
    await hands.writes("/report")
    await hands.presses("report-without-picture")
    await hands.sees(hands.voice.plain("report-where"))
    await hands.points(place["lat"], place["lon"])
    await hands.presses("place-this")
    await LIGHT.described(hands, rules)
    await hands.presses("report-summary-send")
    await hands.finds("button-report-mine-undo")


async def _accepts(stage: Stage) -> None:
    """The first of them; the others are with the desk, and people hear of the light once."""
    suad, khalid = stage["coordinator"], stage["volunteer"]
    cards = [bubble for bubble in suad.person.inbox if suad.voice.plain("button-report-desk-accept") in bubble.labels]
    stage.kept["card"] = cards[0]
    await stage.pace.beat()
    await suad.person.presses(suad.voice.plain("button-report-desk-accept"), on=cards[0], within=PATIENCE_SECONDS)
    stage.kept["alert"] = await khalid.sees(after=khalid.person.last)


async def _everybody_hears(stage: Stage) -> None:
    async with asyncio.timeout(STORM_SECONDS):
        while not all(hands.person.inbox for hands in stage.kept["followers"]):
            await asyncio.sleep(0.1)


async def _mends(stage: Stage) -> None:
    suad, card = stage["coordinator"], stage.kept["card"]
    for key in ("button-report-desk-work", "button-report-desk-fixed"):
        label = suad.voice.plain(key)
        async with asyncio.timeout(STORM_SECONDS):
            while label not in card.labels:
                await asyncio.sleep(0.05)
        await stage.pace.beat()
        await suad.person.presses(label, on=card, within=PATIENCE_SECONDS)
    await stage["volunteer"].sees_end(stage.kept["alert"], OVER)


async def _everybody_reads_the_end(stage: Stage) -> None:
    async with asyncio.timeout(STORM_SECONDS), asyncio.TaskGroup() as everybody:
        for hands in stage.kept["followers"]:
            everybody.create_task(hands.sees_end(hands.person.last, OVER))
