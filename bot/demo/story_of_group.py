"""A group of volunteers is set up: brought in, asked for, accepted by staff, and then it hears."""

from bot.demo.hands import Stage
from bot.demo.landmarks import area_name
from bot.demo.steps_of_report import OPENS, Trouble
from bot.demo.telling import Step
from models.rules import Rules
from pictures.demo import dark_street_light

AREAS = ("rimal", "zilal", "zilal-ghadir")
"""The region, the city in it, the district in that."""
HEARD = Trouble("light", "lighting", dark_street_light, "school", "volunteer")
"""What happens in the district once the group is there."""


def group(rules: Rules) -> list[Step]:
    """The steps, in their order."""

    async def reported(stage: Stage) -> None:
        await HEARD.shown(stage)
        await HEARD.pointed(stage)
        await HEARD.described(stage["citizen"], rules)
        await HEARD.sent(stage)

    return [
        Step("story-group-brought", ("host",), _brings),
        Step("story-group-asked", ("host",), _follows_link),
        Step("story-group-areas", ("host",), _chooses_areas),
        Step("story-group-kinds", ("host",), _chooses_kinds),
        Step("story-group-sent", ("host", "coordinator"), _sends),
        Step("story-group-accepted", ("coordinator", "host"), _accepts),
        OPENS,
        Step("story-group-reported", ("citizen", "coordinator"), reported),
        Step("story-group-heard", ("coordinator", "host"), _hears),
    ]


async def _brings(stage: Stage) -> None:
    """A group of her own, with a neighbour in it; the bot says one sentence there and nothing else."""
    salma = stage["host"]
    telegram, title = salma.person.telegram, salma.voice.plain("story-group-title")
    made = telegram.supergroup(title, stage["neighbour"].person, admins=[salma.person])
    await stage.pace.beat()
    made.adds_bot(salma.person)
    stage.kept["group"] = made
    stage.kept["link"] = await salma.finds("group-set-up", where=made)


async def _follows_link(stage: Stage) -> None:
    """Only who manages the group can: the link leads to a conversation of their own."""
    salma = stage["host"]
    button = stage.kept["link"].button(salma.voice.plain("group-set-up"))
    await salma.follows(button["url"])


async def _chooses_areas(stage: Stage) -> None:
    salma = stage["host"]
    for code in AREAS:
        await salma.taps(area_name(code, salma.voice.language))
    await salma.presses("group-areas-done")


async def _chooses_kinds(stage: Stage) -> None:
    """Searches are ticked already."""
    salma = stage["host"]
    await salma.presses("group-kind-reports")
    await salma.presses("group-kinds-done")
    await salma.presses("group-often-instant")
    await salma.presses("group-language-ar" if salma.voice.language == "ar" else "group-language-en")


async def _sends(stage: Stage) -> None:
    await stage["host"].presses("group-send")
    await stage["coordinator"].finds("group-show")


async def _accepts(stage: Stage) -> None:
    suad, salma = stage["coordinator"], stage["host"]
    await suad.presses("group-show")
    await suad.presses("group-accept")
    await salma.sees(where=stage.kept["group"])


async def _hears(stage: Stage) -> None:
    """One report, one message in the group, in the words its members can act on."""
    salma, made = stage["host"], stage.kept["group"]
    await stage["coordinator"].presses("button-report-desk-accept")
    await salma.sees(kind="photo", where=made)
