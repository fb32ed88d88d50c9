"""Which district? Asked after a pin in a city whose districts are known by name only: no map can tell."""

from dataclasses import dataclass
from typing import Any

from aiogram.filters.callback_data import CallbackData

from alerts.distances import name_of
from handlers.buttons import AnyButton, Button, Named, Rows, in_rows
from language.voices import Say
from models.areas import Area
from places.names import containing
from services import districts, places
from services.house import House
from services.places import Place

PER_PAGE = 12
UNKNOWN = 0


class District(CallbackData, prefix="district"):
    """The place lies in this district; UNKNOWN: whoever is asked does not know."""

    asked: str
    area_id: int


class Districts(CallbackData, prefix="districts"):
    """Another page of them."""

    asked: str
    page: int


@dataclass(frozen=True)
class DistrictQuestion:
    """The key of what is asked, its values, and a button for each district that may be meant."""

    key: str
    facts: dict[str, Any]
    rows: Rows


async def district_question(
    house: House, say: Say, place: Place, asked: str, *, part: str = "", page: int = 0
) -> DistrictQuestion | None:
    """What to ask about the district of a place; None where the map tells it, or knows none.

    `part`: what was typed of its name; all are offered again where none has it.
    """
    known = await districts.to_choose(house, place)
    if not known:
        return None
    found = containing(known, part)
    facts = {"city": (await places.path(house, known[0].parent_id, say.language))[0], "words": part}
    key = "place-district-found" if found and part else "place-district-none" if part else "place-district"
    return DistrictQuestion(key, facts, _rows(say, found or known, asked, page))


def _rows(say: Say, found: list[Area], asked: str, page: int) -> Rows:
    shown = found[page * PER_PAGE : (page + 1) * PER_PAGE]
    names = [Named(name_of(each, say.language), District(asked=asked, area_id=each.id or 0)) for each in shown]
    turns: list[AnyButton] = []
    if page:
        turns.append(Button("place-districts-before", Districts(asked=asked, page=page - 1)))
    if len(found) > (page + 1) * PER_PAGE:
        turns.append(Button("place-districts-after", Districts(asked=asked, page=page + 1)))
    return [*in_rows(names), turns, [Button("place-district-unknown", District(asked=asked, area_id=UNKNOWN))]]
