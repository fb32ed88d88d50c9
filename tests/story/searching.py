"""How people tell of a missing person and staff see it through, in the chat: what stories of searches are told with."""

import asyncio

import pytest

from sandbox.people import Person
from tests.story.town import Town

NAME = "ريم بنت فهد العتيبي"


async def listening(town: Town) -> Town:
    """A town whose bot has begun to listen: from then on, what people do is waited for."""
    while not town.telegram.world.desk(town.telegram.bot).queue.listened:
        await asyncio.sleep(0.01)
    return town


@pytest.fixture
async def town(the_town: Town) -> Town:
    """The demo town, its bot listening."""
    return await listening(the_town)


async def in_ghadir(town: Town) -> tuple[float, float]:
    [(lat, lon)] = await town.query("SELECT lat, lon FROM area WHERE code = 'zilal-ghadir'")
    return lat, lon


def plain(text: str) -> str:
    """Without isolates and marks, every space as one types it."""
    return text.translate(dict.fromkeys(map(ord, "\u2068\u2069\u200f")) | {0xA0: " "})


async def presses(town: Town, person: Person, key: str, **facts: object) -> str:
    """Press the button with these words, and wait until the bot is done with it; what popped up."""
    answer = await person.presses(town.ar.plain(key, **facts))  # type: ignore[arg-type]
    await town.quiet()
    return answer.text or ""


async def seen_after(town: Town, person: Person, key: str) -> str:
    """What they read last after pressing this."""
    await presses(town, person, key)
    return plain(person.last.text)


async def says(town: Town, person: Person, text: str) -> None:
    await person.says(text)
    await town.quiet()


FIRST = {
    "age": "6",
    "custody": "search-answer-custody-no",
    "protection-order": "search-answer-protection-order-no",
    "name": NAME,
    "sex": "search-answer-sex-female",
    "when": "search-answer-when-30",
}
"""The first questions about a child, with Hind's answers: the key of a button, or words."""


async def answers(town: Town, person: Person, given: dict[str, str]) -> None:
    """One question after the other."""
    for answer in given.values():
        if answer.startswith("search-answer-"):
            await presses(town, person, answer)
        else:
            await says(town, person, answer)


async def to_the_summary(town: Town, mother: Person, *, photo: bytes | None = None) -> None:
    await says(town, mother, "/missing")
    await answers(town, mother, FIRST)
    await mother.sends_location(*await in_ghadir(town))
    await town.quiet()
    await presses(town, mother, "place-this")
    await says(town, mother, "فستان أزرق")
    if photo is None:
        await presses(town, mother, "search-answer-picture-none")
    else:
        await mother.sends_photo(photo)
        await town.quiet()
    await says(town, mother, "1/22")
    await presses(town, mother, "search-answer-relation-mother")
    await says(town, mother, "0500000000")
    await presses(town, mother, "search-answer-consent-agree")


async def tells(town: Town, mother: Person, *, photo: bytes | None = None) -> int:
    """All of it in the order it is asked; the number of the search."""
    await to_the_summary(town, mother, photo=photo)
    await presses(town, mother, "notice-send")
    [(number,)] = await town.query("SELECT max(id) FROM search")
    return int(number)


async def fills_in(town: Town, field: str, text: str) -> None:
    await presses(town, town.coordinator, "button-search-complete")
    await presses(town, town.coordinator, f"search-field-{field}")
    await says(town, town.coordinator, text)


async def goes_out(town: Town, *, photo: bytes | None = None, radius_km: str | None = None) -> int:
    """Told by the mother, completed by the coordinator, approved by somebody else; in its first ring of 1 km."""
    number = await tells(town, town.citizen, photo=photo)
    await fills_in(town, "station", "شرطة الظلال")
    await fills_in(town, "checked", "اتصال بالمركز")
    if radius_km is not None:
        await fills_in(town, "radius", radius_km)
    await presses(town, town.coordinator, "button-search-submit")
    await presses(town, town.approver, "button-approval-approve")
    await presses(town, town.approver, "approval-now")
    return number


async def ends(town: Town, outcome: str = "found-safe") -> None:
    await presses(town, town.coordinator, "button-search-close")
    await presses(town, town.coordinator, f"search-outcome-{outcome}")
    await says(town, town.coordinator, "اتصلت الشرطة وأكدت الأم")
    await presses(town, town.coordinator, "search-end-now")
