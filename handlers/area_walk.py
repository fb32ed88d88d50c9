"""Buttons by which one walks to an area: from the regions down, page by page."""

from collections.abc import Collection

from aiogram.filters.callback_data import CallbackData

from alerts.distances import name_of
from handlers.buttons import AnyButton, Button, Named, Rows, in_rows
from language.voices import Say
from models.areas import Area
from services import areas, places
from services.house import House
from services.places import Place

TOP = 0
"""Where walking begins: above every region."""
PER_PAGE = 8


class Walk(CallbackData, prefix="area-in"):
    """Look into an area; what lies there is shown page by page."""

    area_id: int
    page: int = 0


class Pick(CallbackData, prefix="area"):
    """Choose this area; chosen already, no longer."""

    area_id: int


async def area_rows(house: House, say: Say, inside: int = TOP, page: int = 0, *, chosen: Collection[int] = ()) -> Rows:
    """What lies in an area: one that has areas in it is looked into, one that has none is chosen."""
    found = await areas.children(house, inside or None)
    shown = found[page * PER_PAGE : (page + 1) * PER_PAGE]
    rows = [*in_rows([await _button(house, say, each, chosen) for each in shown]), _turns(len(found), inside, page)]
    if not inside:
        return rows
    path = await places.areas_of(house, Place(area_id=inside))
    (whole, *_) = await places.path(house, inside, say.language)
    first = _marked(say, say.plain("area-whole", area=whole), Pick(area_id=inside), inside in chosen)
    return [[first], *rows, [Button("area-up", Walk(area_id=path[1] if len(path) > 1 else TOP))]]


def _turns(found: int, inside: int, page: int) -> list[AnyButton]:
    turns: list[AnyButton] = [Button("area-before", Walk(area_id=inside, page=page - 1))] if page else []
    if found > (page + 1) * PER_PAGE:
        turns.append(Button("area-after", Walk(area_id=inside, page=page + 1)))
    return turns


async def _button(house: House, say: Say, area: Area, chosen: Collection[int]) -> AnyButton:
    number = area.id or 0
    deeper = await areas.children(house, number)
    calls = Walk(area_id=number) if deeper else Pick(area_id=number)
    return _marked(say, name_of(area, say.language), calls, number in chosen)


def _marked(say: Say, name: str, calls: CallbackData, is_chosen: bool) -> AnyButton:
    return Named(say.plain("chosen", name=name) if is_chosen else name, calls)
