"""Which areas a group hears of: walked to by buttons, from regions down, or typed."""

from collections.abc import Sequence
from dataclasses import replace

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from alerts.distances import joined
from handlers.area_walk import TOP, Pick, Walk, area_rows
from handlers.buttons import Button, Named, Rows
from handlers.group_drafts import Do, SetUp, draft_of, keep, put
from handlers.group_words import area_name, area_names
from handlers.talking import Talk
from handlers.words import WORDS
from language.text import visible
from services import places
from services.house import House
from services.places import Ask, Place, Understood

MOST = 20
"""Areas of one group; a larger area says it shorter."""


async def ask_areas(house: House, talk: Talk, inside: int = TOP, page: int = 0) -> None:
    """What was chosen so far, and what lies in the area one is looking into."""
    draft = await draft_of(talk)
    rows = [*await area_rows(house, talk.say, inside, page, chosen=draft.areas)]
    if draft.areas:
        if inside == TOP:
            rows += await _chosen_rows(house, talk, draft.areas)
        rows.append([Button("group-areas-done", Do(act="areas-done"))])
        chosen = await area_names(house, talk.say, draft.areas)
        await put(talk, SetUp.areas, "group-areas-chosen", rows, title=draft.title, areas=chosen)
    else:
        await put(talk, SetUp.areas, "group-areas-question", rows, title=draft.title)


async def _chosen_rows(house: House, talk: Talk, areas: Sequence[int]) -> Rows:
    """A button for each chosen area, so that one need not walk down to it again to take it away."""
    names = [visible(await area_name(house, talk.say, each)) for each in areas]
    chosen = [talk.say.plain("chosen", name=name) for name in names]
    return [[Named(name, Pick(area_id=each))] for name, each in zip(chosen, areas, strict=True)]


async def walk(_: CallbackQuery, callback_data: Walk, house: House, talk: Talk) -> None:
    await ask_areas(house, talk, callback_data.area_id, callback_data.page)


async def pick(_: CallbackQuery, callback_data: Pick, house: House, talk: Talk) -> None:
    """Chosen, or no longer; the buttons stay where they were."""
    line = await places.areas_of(house, Place(area_id=callback_data.area_id))
    if await _choose(house, talk, callback_data.area_id):
        await ask_areas(house, talk, line[1] if len(line) > 1 else TOP)
    else:
        await talk.notice("group-areas-enough", alert=True)


async def typed(message: Message, house: House, talk: Talk) -> None:
    """An area by its name; one of several of that name, or one that is only a guess, is chosen by a button."""
    found = await places.from_text(house, message.text or "")
    numbers = [each.area_id for each in found.places if each.area_id is not None]
    if not numbers:
        await talk.tell("group-area-unknown")
        await talk.ask_again()
    elif len(numbers) > 1 or found.ask is not Ask.CONFIRM:
        names = [joined(talk.say, await places.path(house, each, talk.say.language)) for each in numbers]
        rows = [[Named(visible(name), Pick(area_id=each))] for name, each in zip(names, numbers, strict=True)]
        await talk.tell(_which(found), rows=rows, place=names[0], words=found.places[-1].words)
    elif await _choose(house, talk, numbers[0], unless_chosen=True):
        await ask_areas(house, talk)
    else:
        await talk.tell("group-areas-enough")


def _which(found: Understood) -> str:
    """The key of what is asked where the area is not certain; `place` is the first that may be meant."""
    if found.ask is Ask.GUESS:
        return "place-guess" if len(found.places) == 2 else "place-guess-many"
    return "group-area-which" if found.ask is Ask.CITY else "group-area-meant"


async def _choose(house: House, talk: Talk, area_id: int, *, unless_chosen: bool = False) -> bool:
    """False when there are too many; what lies in a chosen area, or holds it, gives way to it."""
    draft = await draft_of(talk)
    if area_id in draft.areas:
        left = tuple(each for each in draft.areas if each != area_id or unless_chosen)
        await keep(talk, replace(draft, areas=left))
        return True
    around = set(await places.areas_of(house, Place(area_id=area_id)))
    apart = [each for each in draft.areas if each not in around and area_id not in await _line(house, each)]
    if len(apart) >= MOST:
        return False
    await keep(talk, replace(draft, areas=(*apart, area_id)))
    return True


async def _line(house: House, area_id: int) -> list[int]:
    return await places.areas_of(house, Place(area_id=area_id))


def routes() -> Router:
    router = Router(name="group-areas")
    router.callback_query.register(walk, SetUp.areas, Walk.filter())
    router.callback_query.register(pick, SetUp.areas, Pick.filter())
    router.message.register(typed, SetUp.areas, WORDS)
    return router
