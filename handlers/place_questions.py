"""What is asked about a place that was understood, in words, on buttons, and on a map."""

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from aiogram.exceptions import TelegramBadRequest
from aiogram.filters.callback_data import CallbackData

from alerts.distances import map_link
from handlers.buttons import AnyButton, Button, Link, Named, Rows
from handlers.talking import Talk
from language.text import Sentence, visible, without_direction
from language.voices import Say
from services import places
from services.house import House
from services.places import Ask, Place, Understood

Name = Sentence | str
VENUE_LIMIT = 100
"""Characters of a venue's name; more would be cut on a small screen."""


class ThisPlace(CallbackData, prefix="place"):
    """This one of the places that were read back; `asked` is the update they were read back for."""

    asked: str
    at: int


class OtherPlace(CallbackData, prefix="place-other"):
    """None of these: ask again."""

    asked: str


def question(found: Understood, names: Sequence[Name], *, words_do: bool) -> tuple[str, dict[str, Any]]:
    """The key of what is asked about these places, and its values."""
    first = found.places[0] if found.places else Place()
    match found.ask:
        case Ask.PIN:
            return found.reason or "place-unknown", {}
        case Ask.MANY:
            return "place-many", {}
        case Ask.WORDS if not words_do:
            return "place-unknown", {}
        case Ask.CONFIRM if first.point is None:
            return "place-confirm-area", {"place": names[0]}
        case Ask.CONFIRM if first.area_id is None:
            return "place-confirm-outside", {}
        case Ask.CONFLICT:
            return _conflict(found, names)
        case Ask.GUESS if len(found.places) > 2:
            return "place-guess-many", {"words": found.places[-1].words}
        case Ask.GUESS:
            return "place-guess", {"words": found.places[-1].words, "place": names[0]}
        case Ask.SIDE if len(found.places) > 2:
            return "place-side-many", {}
        case Ask.SWAPPED if len(found.places) > 1:
            return "place-swapped-which", {}
        case ask:
            return f"place-{ask}", {"place": names[0]}


def _conflict(found: Understood, names: Sequence[Name]) -> tuple[str, dict[str, Any]]:
    if found.places[1].area_id is None:
        return "place-conflict-outside", {"said": names[0]}
    return "place-conflict", {"said": names[0], "sent": names[1]}


def choices(found: Understood, names: Sequence[Name], asked: str, *, words_do: bool) -> Rows:
    """A button for each place, the map beside a single one, and a way back; words alone only where they will do."""
    sure = [at for at, place in enumerate(found.places) if words_do or not only_words(place)]
    rows: list[list[AnyButton]] = [[_choice(found, at, names, asked)] for at in sure]
    if found.ask in {Ask.PIN, Ask.MANY} or not rows:
        return rows
    only = found.places[0]
    on_map = (
        [Link("button-open-map", map_link(only.point.lat, only.point.lon))] if len(sure) == 1 and only.point else []
    )
    return [*rows, [Button("place-other", OtherPlace(asked=asked))], on_map]


def _choice(found: Understood, at: int, names: Sequence[Name], asked: str) -> AnyButton:
    place, call = found.places[at], ThisPlace(asked=asked, at=at)
    if only_words(place):
        return Button("place-words-only", call)
    if found.ask is Ask.PIN:
        return Button("place-meanwhile", call, {"place": names[at]})
    return Button("place-this", call) if len(found.places) == 1 else Named(visible(names[at]), call)


def only_words(place: Place) -> bool:
    """Somebody's words, on no map."""
    return place.area_id is None and place.point is None


async def told_apart(house: House, say: Say, found: Understood, names: Sequence[Name]) -> list[Name]:
    """The same names; areas of one name («الرياض») with the word for what they are."""
    alike = [name for name in names if list(map(visible, names)).count(visible(name)) > 1]
    kinds = [await places.kind_of(house, place.area_id) for place in found.places]
    return [
        say(f"place-of-kind-{kind}", place=name) if name in alike and kind and place.point is None else name
        for name, kind, place in zip(names, kinds, found.places, strict=True)
    ]


async def put_pin(talk: Talk, house: House, found: Understood, names: Sequence[Name]) -> int | None:
    """Show on a map what is read back: the number of the message; None where there is nothing certain to show."""
    shown = found.places[-1] if found.ask is Ask.CONFLICT else next(iter(found.places), Place())
    if found.ask in {Ask.PIN, Ask.WORDS, Ask.CITY, Ask.MANY} or (found.ask is Ask.GUESS and len(found.places) > 2):
        return None
    point = await places.to_show(house, shown)
    if point is None:
        return None
    exact = shown.point is not None
    numbers = f"{point.lat:.5f}, {point.lon:.5f}"
    name = names[found.places.index(shown)] if found.ask is not Ask.SIDE else talk.say("place-on-border")
    sent = await talk.bot.send_venue(
        talk.chat_id,
        latitude=point.lat,
        longitude=point.lon,
        title=without_direction(visible(name)).strip()[:VENUE_LIMIT] or numbers,
        address=numbers if exact else talk.say.plain("place-whole-area"),
        message_thread_id=talk.thread_id,
    )
    return sent.message_id


async def take_pin_away(talk: Talk, message_id: int | None) -> None:
    """One pin at a time: what was asked about before is gone from the chat, if Telegram still lets us."""
    if message_id is not None:
        with suppress(TelegramBadRequest):
            await talk.bot.delete_message(talk.chat_id, message_id)
