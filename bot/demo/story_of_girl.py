"""A girl is missing: told, checked by one, let out by another, heard by those near by, and taken back in the end."""

from bot.demo.hands import Stage
from bot.demo.landmarks import landmark
from bot.demo.telling import Step
from pictures.demo import child_in_blue_dress

AGE, POLICE = "6", "1448/2291"


def girl() -> list[Step]:
    """The steps, in their order."""
    aimed = Step("story-girl-aimed", ("coordinator",), _aims)
    back = Step("story-girl-back", ("volunteer",), _comes_back)
    return [*missing(), aimed, *let_out(), *taken_back(), back]


def missing() -> list[Step]:
    """She is told of, and checked."""
    return [
        Step("story-girl-begins", ("citizen",), _begins),
        Step("story-girl-who", ("citizen",), _says_who),
        Step("story-girl-where", ("citizen",), _says_where),
        Step("story-girl-shown", ("citizen",), _shows_her),
        Step("story-girl-told", ("citizen", "coordinator"), _tells_us),
        Step("story-girl-completed", ("coordinator",), _completes),
    ]


def let_out() -> list[Step]:
    """Another person lets it out, and somebody sets out."""
    return [
        Step("story-girl-asked", ("coordinator", "approver"), _asks_approval),
        Step("story-girl-approved", ("approver", "host", "volunteer"), _approves),
        Step("story-girl-coming", ("volunteer",), _sets_out),
    ]


def taken_back() -> list[Step]:
    """She is found, and every copy says that it is over."""
    return [
        Step("story-girl-found", ("coordinator",), _begins_to_end),
        Step("story-girl-over", ("coordinator", "volunteer"), _ends),
    ]


async def _begins(stage: Stage) -> None:
    """The number to call comes first; then what could stop the case, before anybody is named."""
    hind = stage["citizen"]
    await hind.writes("/menu")
    await hind.presses("menu-missing")
    await hind.finds("search-answer-age-unknown")
    await hind.writes(AGE)
    await hind.presses("search-answer-custody-no")
    await hind.presses("search-answer-protection-order-no")


async def _says_who(stage: Stage) -> None:
    hind = stage["citizen"]
    await hind.finds("search-answer-name-unknown")
    await hind.says("story-girl-name")
    await hind.presses("search-answer-sex-female")
    await hind.presses("search-answer-when-30")


async def _says_where(stage: Stage) -> None:
    hind, park = stage["citizen"], landmark("park")
    await hind.finds("search-answer-place-unknown")
    await hind.points(park["lat"], park["lon"])
    await hind.presses("place-this")


async def _shows_her(stage: Stage) -> None:
    hind = stage["citizen"]
    await hind.finds("search-answer-clothing-none")
    await hind.says("story-girl-clothing")
    await hind.finds("search-answer-picture-none")
    await hind.shows(child_in_blue_dress())


async def _tells_us(stage: Stage) -> None:
    hind = stage["citizen"]
    await hind.finds("search-answer-police-none")
    await hind.writes(POLICE)
    await hind.presses("search-answer-relation-mother")
    await hind.finds("search-answer-phone-none")
    await hind.writes(hind.person.user.phone or "")
    await hind.presses("search-answer-consent-agree")
    await hind.presses("notice-send")
    await stage["coordinator"].finds("button-search-complete")


async def _completes(stage: Stage) -> None:
    """What the desk must have checked itself before anybody may be asked to let it out."""
    suad = stage["coordinator"]
    await suad.presses("button-search-complete")
    await suad.presses("search-field-station")
    await suad.asked("search-question-station")
    await suad.says("story-girl-station")
    await suad.presses("button-search-complete")
    await suad.presses("search-field-checked")
    await suad.asked("search-question-checked")
    await suad.says("story-girl-checked")


async def _aims(stage: Stage) -> None:
    suad = stage["coordinator"]
    await suad.presses("button-search-complete")
    await suad.presses("search-field-area")
    await suad.asked("search-question-area")
    await suad.says("story-girl-area")
    await suad.presses("place-this")
    await suad.finds("button-search-submit")


async def _asks_approval(stage: Stage) -> None:
    await stage["coordinator"].presses("button-search-submit")
    await stage["approver"].finds("button-approval-approve")


async def _approves(stage: Stage) -> None:
    """Another person than who asked; first they see how many it reaches."""
    nasser, khalid = stage["approver"], stage["volunteer"]
    await nasser.presses("button-approval-approve")
    await nasser.presses("approval-now")
    alert = await khalid.finds("button-find-coming")
    stage.kept["her picture"] = alert.photo
    await stage["host"].finds("button-find-coming", where=stage.group)


async def _sets_out(stage: Stage) -> None:
    await stage["volunteer"].presses("button-find-coming")
    await stage["volunteer"].finds("button-find-back")


async def _begins_to_end(stage: Stage) -> None:
    """Ending needs to be told how she was found, and a second look at what will happen."""
    suad = stage["coordinator"]
    await suad.presses("button-search-close")
    await suad.presses("search-outcome-found-safe")
    await suad.asked("search-end-evidence")
    await suad.says("story-girl-evidence")
    await suad.finds("search-end-now")


async def _ends(stage: Stage) -> None:
    await stage["coordinator"].presses("search-end-now")
    khalid = stage["volunteer"]
    await khalid.sees(khalid.voice.plain("search-come-back"))
    await stage.gone(khalid.voice.plain("story-girl-name"), stage.kept["her picture"])


async def _comes_back(stage: Stage) -> None:
    await stage["volunteer"].presses("button-find-back")
