"""The steps every report has: a picture, a place, a kind and words, the desk that takes it up, and its end."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.demo.hands import Hands, Stage
from bot.demo.landmarks import landmark
from bot.demo.telling import Step
from models.rules import Rules


async def opens(stage: Stage) -> None:
    await stage["citizen"].starts()
    await stage["citizen"].finds("menu-report")


OVER = "report-over-fixed"
"""What every copy of a report's alert says in the end."""
OPENS = Step("story-opens", ("citizen",), opens)


@dataclass(frozen=True)
class Trouble:
    """Something broken: its name in the story's sentences, its kind, its picture, where it is, and who follows there.

    Where config.yaml has dropped the kind, it is the first kind there is.
    """

    name: str
    kind: str
    picture: Callable[[], bytes]
    place: str
    hearer: str

    async def shown(self, stage: Stage) -> None:
        hind = stage["citizen"]
        await hind.presses("menu-report")
        await hind.finds("report-without-picture")
        await hind.shows(self.picture())

    async def pointed(self, stage: Stage) -> None:
        hind, place = stage["citizen"], landmark(self.place)
        await hind.sees(hind.voice.plain("report-where"))
        await hind.points(place["lat"], place["lon"])
        await hind.presses("place-this")

    async def described(self, hands: Hands, rules: Rules) -> None:
        await hands.taps(_kind(rules, self.kind, hands.voice.language))
        await hands.asked("report-description")
        await hands.says(f"story-{self.name}-words")
        await hands.finds("report-summary-send")

    async def sent(self, stage: Stage) -> None:
        await stage["citizen"].presses("report-summary-send")
        await stage["coordinator"].finds("button-report-desk-accept")

    async def accepted(self, stage: Stage) -> None:
        suad = stage["coordinator"]
        await suad.presses("button-report-desk-accept")
        stage.kept["alert"] = await stage[self.hearer].sees(kind="photo")
        await suad.finds("button-report-desk-work")

    async def mended(self, stage: Stage) -> None:
        suad = stage["coordinator"]
        await suad.presses("button-report-desk-work")
        await suad.presses("button-report-desk-fixed")
        await stage[self.hearer].sees_end(stage.kept["alert"], OVER)

    def steps(self, rules: Rules) -> list[Step]:
        """From the picture to the end, in their order."""

        async def described(stage: Stage) -> None:
            await self.described(stage["citizen"], rules)

        desk = ("coordinator", self.hearer)
        return [
            Step(f"story-{self.name}-picture", ("citizen",), self.shown),
            Step(f"story-{self.name}-place", ("citizen",), self.pointed),
            Step(f"story-{self.name}-describes", ("citizen",), described),
            Step(f"story-{self.name}-sent", ("citizen", "coordinator"), self.sent),
            Step(f"story-{self.name}-accepted", desk, self.accepted),
            Step(f"story-{self.name}-fixed", desk, self.mended),
        ]


def _kind(rules: Rules, code: str, language: str) -> str:
    kinds = rules.reports.categories
    kind = next((each for each in kinds if each.code == code), kinds[0])
    return kind.ar if language == "ar" else kind.en
