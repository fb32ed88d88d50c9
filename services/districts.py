"""Districts known by name only: which of them a place lies in, only the person who sends it can tell."""

from dataclasses import replace

from models.areas import Area, AreaKind
from models.refusals import NotFound
from places.names import containing
from places.typed import NotAPlace, read_place
from services.house import House
from services.places import Place, kept_words, together


async def to_choose(house: House, place: Place) -> list[Area]:
    """The districts, by name, among which only the reporter can tell where a point lies; none where one is known."""
    if place.point is None or place.area_id is None:
        return []
    index = await house.areas()
    if index.area(place.area_id).kind is AreaKind.DISTRICT:
        return []
    found = index.names_only_at(place.point)
    return found if found and place.area_id in {area.id for area in index.path(found[0].id or 0)} else []


async def in_district(house: House, place: Place, area_id: int) -> Place:
    """The same place in a district that was chosen; refuses one that was not to be chosen with NotFound."""
    if area_id not in {each.id for each in await to_choose(house, place)}:
        raise NotFound()
    return replace(place, area_id=area_id)


async def typed_of(house: House, place: Place, text: str) -> tuple[str, Place] | None:
    """What was typed of a district's name, and the place: it keeps words that no district has.

    None where another place was meant by it. Refuses with TooLong.
    """
    part = kept_words(text)
    if containing(await to_choose(house, place), part):
        return part, place
    if not isinstance(read_place(text, await house.areas_by_name()), NotAPlace):
        return None
    return part, replace(place, words=together(place.words, part))
