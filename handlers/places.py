"""Where? One step for every conversation: a pin, a venue, a live location or words, read back before it counts.

A conversation asks with `ask` and is called back through the arrivals given to `routes` once the place is certain.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any, Protocol

from aiogram import F, Router
from aiogram.enums import ChatType
from aiogram.filters import StateFilter
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from alerts.distances import joined
from clock.clocks import Now
from handlers.buttons import Rows, no_keyboard
from handlers.place_districts import UNKNOWN, District, Districts, district_question
from handlers.place_questions import (
    OtherPlace,
    ThisPlace,
    choices,
    put_pin,
    question,
    take_pin_away,
    told_apart,
)
from handlers.place_sought import Sought
from handlers.talking import Talk
from handlers.words import WORDS
from language.templates import Value
from language.text import Sentence
from language.voices import Say
from models.refusals import NotUnderstood
from services import districts, places
from services.house import House
from services.members import Known
from services.places import Ask, Place, Understood


class Where(StatesGroup):
    asked = State()
    choosing = State()


@dataclass(frozen=True)
class Pin:
    """Where a pin was put, how exact the telephone thought it was (metres), and what the place is called there."""

    lat: float
    lon: float
    exact_to_m: float = 0.0
    words: str = ""


PINNED: Any = F.location | F.venue
"""A message with a location, whichever way it was sent."""


class Arrived(Protocol):
    """What a conversation does with a place that is certain."""

    async def __call__(self, place: Place, *, house: House, who: Known, talk: Talk, now: Now) -> None: ...


async def sought(talk: Talk) -> Sought | None:
    """What is being asked for in this conversation."""
    kept = (await talk.state.get_data()).get("where")
    if kept is None:
        return None
    return Sought.from_json(kept)


async def ask(
    talk: Talk, purpose: str, question: str, *, rows: Rows = (), words_do: bool = False, **facts: Value
) -> None:
    """Ask where; `words_do`: a place that is on no map is taken in words, if the person says so."""
    await _keep(talk, Sought(purpose, words_do))
    await talk.ask(Where.asked, question, rows=rows, location="place-send-mine", **facts)


async def take_pin(pin: Pin, purpose: str, *, house: House, talk: Talk, once: str, words_do: bool = False) -> None:
    """Begin with a location that was sent before it was asked for."""
    found = await places.from_pin(house, **vars(pin))
    await _read_back(talk, house, Sought(purpose, words_do), found, once)


def pin_of(message: Message) -> Pin:
    """The pin, the venue or the beginning of a live location in a message."""
    venue, where = message.venue, message.location
    if venue is not None:
        where = venue.location
    if where is None:
        raise NotUnderstood()
    words = "، ".join(filter(None, (venue.title, venue.address))) if venue else ""
    return Pin(where.latitude, where.longitude, where.horizontal_accuracy or 0.0, words)


async def pinned(message: Message, house: House, talk: Talk, once: str) -> None:
    """A pin, a venue, or where a live location is now; what was written before is compared with it."""
    wanted = await sought(talk)
    if wanted is None:
        return
    found = await places.from_pin(house, **vars(pin_of(message)), said=wanted.said)
    live = message.message_id if message.location is not None and message.location.live_period else 0
    if live:
        await talk.tell("place-live")
    await _read_back(talk, house, wanted, found, once, live=live)


async def moved(message: Message, house: House, talk: Talk, once: str) -> None:
    """The live location that is being asked about: quietly where it stays in its area, anew where it has left it."""
    wanted = await sought(talk)
    if wanted is None or wanted.live != message.message_id:
        return
    found = await places.from_pin(house, **vars(pin_of(message)), said=wanted.said)
    if [each.area_id for each in found.places] == [each.area_id for each in wanted.choices]:
        await _keep(talk, replace(wanted, choices=found.places))
    else:
        await _read_back(talk, house, wanted, found, once, live=wanted.live)


async def typed(message: Message, house: House, talk: Talk, once: str, now: Now) -> None:
    """Coordinates, a link to a map, the name of an area, or words that are on no map."""
    wanted = await sought(talk)
    if wanted is None or await _took_for_district(talk, house, wanted, message.text or ""):
        return
    found = await places.understand(house, message.text or "", said=wanted.said, now=now())
    await _read_back(talk, house, wanted, found, once)


async def _took_for_district(talk: Talk, house: House, wanted: Sought, text: str) -> bool:
    """Whether what was typed answers the question for a district: a part of its name, or a name no map has."""
    place = wanted.without_district
    found = await districts.typed_of(house, place, text) if place is not None else None
    if found is None:
        return False
    part, described = found
    choices = tuple(described if each is place else each for each in wanted.choices)
    return await _ask_district(talk, house, replace(wanted, part=part, choices=choices))


async def other_place(_: CallbackQuery, callback_data: OtherPlace, talk: Talk) -> None:
    wanted = await sought(talk)
    if wanted is None or wanted.asked != callback_data.asked:
        await talk.notice("button-stale", alert=True)
        return
    await take_pin_away(talk, wanted.pin)
    await ask(talk, wanted.purpose, "place-ask-again", words_do=wanted.words_do)


async def turn(_: CallbackQuery, callback_data: Districts, house: House, talk: Talk) -> None:
    """Another page of districts, where the buttons were."""
    wanted = await sought(talk)
    place = wanted.without_district if wanted is not None else None
    if wanted is None or place is None or wanted.asked != callback_data.asked:
        await talk.notice("button-stale", alert=True)
        return
    part, page = wanted.part, callback_data.page
    asked = await district_question(house, talk.say, place, wanted.asked, part=part, page=page)
    if asked is not None:
        await talk.replace(asked.key, rows=asked.rows, **asked.facts)


async def _ask_district(talk: Talk, house: House, wanted: Sought) -> bool:
    """False where there is nothing to ask."""
    place = wanted.without_district or Place()
    asked = await district_question(house, talk.say, place, wanted.asked, part=wanted.part)
    if asked is not None:
        await _keep(talk, wanted)
        await talk.ask(Where.choosing, asked.key, rows=asked.rows, **asked.facts)
    return asked is not None


@dataclass(frozen=True)
class Arrivals:
    """Which conversation a place goes to; of some it is asked in which district it lies, where no map can tell."""

    by_purpose: Mapping[str, Arrived]
    with_district: Collection[str] = ()

    async def chosen(
        self, _: CallbackQuery, callback_data: ThisPlace, house: House, who: Known, talk: Talk, now: Now
    ) -> None:
        """This is the place: the conversation that asked for it goes on."""
        wanted = await sought(talk)
        if wanted is None or not wanted.is_of(callback_data):
            await talk.notice("button-stale", alert=True)
            return
        place, at = wanted.choices[callback_data.at], callback_data.at
        if wanted.purpose in self.with_district and await _ask_district(talk, house, replace(wanted, chosen=at)):
            return
        await self._arrive(place, wanted.purpose, house, who, talk, now)

    async def in_district(
        self, _: CallbackQuery, callback_data: District, house: House, who: Known, talk: Talk, now: Now
    ) -> None:
        """The place lies in this district, or whoever sent it does not know in which."""
        wanted = await sought(talk)
        place = wanted.without_district if wanted is not None else None
        if wanted is None or place is None or wanted.asked != callback_data.asked:
            await talk.notice("button-stale", alert=True)
            return
        if callback_data.area_id != UNKNOWN:
            place = await districts.in_district(house, place, callback_data.area_id)
        await self._arrive(place, wanted.purpose, house, who, talk, now)

    async def _arrive(self, place: Place, purpose: str, house: House, who: Known, talk: Talk, now: Now) -> None:
        words = talk.say("place-taken", place=await in_words(house, talk.say, place))
        await talk.send(words, keyboard=no_keyboard())
        await self.by_purpose[purpose](place, house=house, who=who, talk=talk, now=now)


async def in_words(house: House, say: Say, place: Place) -> Sentence | str:
    """A place as it is read back: the area and what it lies in, else the words sent for it, else its coordinates."""
    path = await places.path(house, place.area_id, say.language)
    if path or place.words or place.point is None:
        return joined(say, path) if path else place.words
    return f"{place.lat:.5f}, {place.lon:.5f}"


async def _read_back(talk: Talk, house: House, wanted: Sought, found: Understood, once: str, *, live: int = 0) -> None:
    """Say what was understood, show it on a map, with a button for each place it can be."""
    asked = once.rpartition(":")[2]
    names = [await in_words(house, talk.say, place) for place in found.places]
    names = await told_apart(house, talk.say, found, names)
    await take_pin_away(talk, wanted.pin)
    pin = await put_pin(talk, house, found, names) if not live else None
    guess = found.ask in {Ask.GUESS, Ask.SWAPPED}
    wanted = Sought(wanted.purpose, wanted.words_do, asked, found.places, guess=guess, live=live, pin=pin)
    await _keep(talk, wanted)
    if found.found_as:
        await talk.tell("place-found", found=found.found_as)
    key, facts = question(found, names, words_do=wanted.words_do)
    rows = choices(found, names, asked, words_do=wanted.words_do)
    again = found.ask in {Ask.PIN, Ask.MANY} or key == "place-unknown"
    await talk.ask(
        Where.choosing if rows else Where.asked, key, rows=rows, location="place-send-mine" if again else None, **facts
    )


async def _keep(talk: Talk, wanted: Sought) -> None:
    await talk.state.update_data(where=wanted.as_json())


def routes(arrivals: Arrivals) -> Router:
    """`arrivals`: what each conversation does with its place, by the purpose it asks with."""
    router = Router(name="places")
    router.message.filter(F.chat.type == ChatType.PRIVATE)
    asking = StateFilter(Where.asked, Where.choosing)
    router.message.register(pinned, asking, PINNED)
    router.message.register(typed, asking, WORDS)
    router.edited_message.filter(F.chat.type == ChatType.PRIVATE)
    router.edited_message.register(moved, asking, F.location)
    router.callback_query.register(arrivals.chosen, Where.choosing, ThisPlace.filter())
    router.callback_query.register(arrivals.in_district, Where.choosing, District.filter())
    router.callback_query.register(turn, Where.choosing, Districts.filter())
    router.callback_query.register(other_place, Where.choosing, OtherPlace.filter())
    return router
