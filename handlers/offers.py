"""What comes out of the blue: a picture, a voice, a place, some words; kept, and asked what it is about."""

from typing import Any

from aiogram import Bot, F, Router
from aiogram.enums import ChatType
from aiogram.filters import StateFilter
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, Message

from clock.clocks import Now
from handlers.buttons import Button, Rows
from handlers.menus import ALERTS, HOME, MISSING, REPORT, Menu
from handlers.pictures import PICTURE, sent_picture
from handlers.places import PINNED, pin_of
from handlers.recordings import SPOKEN, kept_recording
from handlers.talking import Talk
from handlers.unfinished import Offering
from handlers.words import WORDS
from language.text import cleaned
from services import areas, desk_questions, pictures, unfinished
from services.desk_questions import Asked
from services.house import House
from services.intake import DRAFT
from services.members import Known
from services.report_steps import WORDS_LIMIT, within_limit
from services.unfinished import OFFER, Kept

OFFERED = "offered"
"""What somebody sent before they said what it is about, kept under this name for whichever conversation it is for."""

ENOUGH_WORDS = 3
"""Fewer words than this out of the blue are a greeting, not a report."""


class Drop(CallbackData, prefix="offer-drop"):
    """It was about nothing."""


class AnswersAsked(CallbackData, prefix="offer-answer"):
    """It answers what the desk asked about this search or report."""

    of_search: bool
    number: int


async def offered_picture(
    message: Message, bot: Bot, house: House, who: Known, talk: Talk, once: str, now: Now, album_rest: bool
) -> None:
    """A picture out of the blue: kept, and asked what it is."""
    if album_rest:
        return
    words = await caption_of(message, talk)
    picture_id = await pictures.keep(house, await sent_picture(message, bot), now=now())
    await _offer(house, who, talk, once, "offered-picture", picture_id=picture_id, words=words)


async def offered_recording(
    message: Message, bot: Bot, house: House, who: Known, talk: Talk, once: str, now: Now
) -> None:
    """A voice message, a sound or a film alone is enough to begin with; what was written under it goes with it."""
    words = await caption_of(message, talk)
    heard = [
        *(await offered(talk)).get("recordings", []),
        await kept_recording(message, bot, house, once=once, now=now()),
    ]
    await _offer(house, who, talk, once, "offered-recording", recordings=heard, words=words)


async def offered_pin(message: Message, house: House, who: Known, talk: Talk, once: str) -> None:
    await _offer(house, who, talk, once, "offered-place", pin=vars(pin_of(message)))


async def offered_words(message: Message, house: House, who: Known, talk: Talk, once: str) -> None:
    await _offer(house, who, talk, once, "offered-words", words=within_limit(message.text or ""))


async def was_asked(_: Message, house: House, who: Known) -> bool:
    """Whether a desk waits for an answer of theirs: then even one word may be it."""
    return bool(await desk_questions.waiting_for(house, member_id=who.id))


async def drop(_: CallbackQuery, house: House, talk: Talk, now: Now) -> None:
    kept = (await talk.state.get_data()).get(DRAFT)
    if kept is not None:
        await unfinished.drop(house, Kept.from_json(kept), now=now())
    await talk.state.clear()
    await talk.replace("offered-dropped")


async def _offer(house: House, who: Known, talk: Talk, once: str, key: str, **what: Any) -> None:
    """Keep what was sent beside what was sent before it, and ask what it is about; an answer to the desk first."""
    sent = await offered(talk) | {name: value for name, value in what.items() if value}
    await talk.state.update_data({OFFERED: sent} | _draft(sent, once))
    asked = await desk_questions.waiting_for(house, member_id=who.id)
    rows: Rows = [
        *([_answering(each)] for each in asked),
        [Button("menu-missing", Menu(to=MISSING))],
        [Button("menu-report", Menu(to=REPORT))],
    ]
    rows = [*rows, [Button("menu-alerts", Menu(to=ALERTS))]] if "pin" in what else rows
    rows = [*rows, [Button("offered-drop", Drop())]] if "recordings" in sent or "picture_id" in sent else rows
    facts = {} if key == "offered-place" else {"emergency": await areas.emergency(house, member_id=who.id)}
    await talk.ask(Offering.asked, key, rows=[*rows, [Button("menu-home", Menu(to=HOME))]], **facts)


def _answering(asked: Asked) -> Button:
    """Nobody is named on it: whom it is about stands on their card."""
    answers = AnswersAsked(of_search=asked.of_search, number=asked.number)
    return Button(f"offered-answers-{'search' if asked.of_search else 'report'}", answers, {"number": asked.number})


def _draft(sent: dict[str, Any], once: str) -> dict[str, Any]:
    """Pictures and recordings are reminded of; words and places by themselves are not."""
    shown = tuple(filter(None, (sent.get("picture_id"),)))
    heard = tuple(sent.get("recordings", ()))
    began = once.rpartition(":")[2]
    return {DRAFT: Kept(OFFER, began, pictures=shown, recordings=heard).as_json()} if shown or heard else {}


async def offered(talk: Talk) -> dict[str, Any]:
    """What was sent so far and belongs to nothing yet."""
    found: dict[str, Any] = (await talk.state.get_data()).get(OFFERED, {})
    return found


async def caption_of(message: Message, talk: Talk) -> str:
    """What was written under a picture; where it is too long the picture is kept all the same."""
    kept = cleaned(message.caption or "", limit=WORDS_LIMIT)
    if kept.cut:
        await talk.tell("report-caption-too-long", limit=WORDS_LIMIT, length=kept.length)
    return "" if kept.cut else kept.text


def routes() -> Router:
    """Asked after every conversation that might have waited for it."""
    router = Router(name="offers")
    router.message.filter(F.chat.type == ChatType.PRIVATE)
    nothing = StateFilter(None, Offering.asked)
    router.message.register(offered_picture, nothing, PICTURE)
    router.message.register(offered_recording, nothing, SPOKEN)
    router.message.register(offered_pin, nothing, PINNED)
    router.message.register(offered_words, nothing, WORDS, F.text.func(lambda text: len(text.split()) >= ENOUGH_WORDS))
    router.message.register(offered_words, nothing, WORDS, was_asked)
    router.callback_query.register(drop, Offering.asked, Drop.filter())
    return router
