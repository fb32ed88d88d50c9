"""«رأيتها»: the person or the post, in danger now, where, when, a picture, how sure; one thing at a time.

What is told is kept and with the coordinators from the first answer on: whoever stops half way has told that much.
"""

from typing import Any

from aiogram import Bot, F, Router
from aiogram.enums import ChatType
from aiogram.filters import StateFilter
from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from clock.clocks import Now
from handlers import places
from handlers.alerts_taps import Find, in_private
from handlers.buttons import Button, Rows
from handlers.drills import as_it_is
from handlers.notices import asker
from handlers.pictures import PICTURE, sent_picture
from handlers.places import PINNED, Where, pin_of, sought
from handlers.recordings import SPOKEN, kept_recording
from handlers.search_fields import Answer, chosen, when_meant
from handlers.talking import Talk
from handlers.unfinished import busy_besides
from handlers.words import WORDS
from language.text import Sentence
from models.refusals import NotUnderstood
from models.sightings import Sure
from services import areas, pictures, sightings
from services.house import House
from services.members import Known
from services.places import Place

PURPOSE = "sighting"
"""The name under which a sighting asks for its place."""
KEPT_AS = "sighting"
STEPS = ("place", "when", "picture", "sure")
AGO = ("30", "60", "120")
"""Minutes ago, as buttons."""


class Seeing(StatesGroup):
    answering = State()


class Saw(CallbackData, prefix="saw"):
    """The person or the post; `danger`: of a search that is over."""

    act: str
    search_id: int


class Danger(CallbackData, prefix="saw-danger"):
    """Whether the person is in danger now; without a sighting where only danger is taken any more."""

    search_id: int
    sighting_id: int
    answer: str


class Tell(CallbackData, prefix="saw-tell"):
    """An answer about a sighting: go-on, no-place, no-time, no-picture, or how sure."""

    sighting_id: int
    what: str


async def ask_which(query: CallbackQuery, callback_data: Find, house: House, who: Known, talk: Talk) -> None:
    """ "I saw the post" is not "I saw the person"; the number to call comes first."""
    number, line = callback_data.search_id, await areas.emergency(house, member_id=who.id)
    private = in_private(query, talk)
    if await sightings.is_over(house, search_id=number):
        rows: Rows = [[Button("sighting-over-danger", Saw(act="danger", search_id=number))]]
        said = talk.say("sighting-over", emergency=line)
    else:
        rows = [[Button(f"sighting-{act}", Saw(act=act, search_id=number))] for act in ("person", "post")]
        said = talk.say("sighting-which", emergency=line)
    await private.send(await as_it_is(said, number, house, talk.say), rows=rows)
    if not talk.private:
        await talk.notice("sighting-in-private")


async def post(_: CallbackQuery, house: House, who: Known, talk: Talk) -> None:
    await talk.replace("sighting-post-only", emergency=await areas.emergency(house, member_id=who.id))


async def person(
    _: CallbackQuery, callback_data: Saw, house: House, who: Known, talk: Talk, once: str, now: Now
) -> None:
    """Kept at once; then what to do out there, and whether they are in danger."""
    number = callback_data.search_id
    kept = await sightings.saw(house, search_id=number, member_id=who.id, made_by=once, now=now())
    told = kept.id if kept is not None else None
    what = talk.say("search-what-to-do-other", emergency=await areas.emergency(house, member_id=who.id))
    asked = talk.say("sighting-danger" if told else "sighting-danger-only")
    answers = ("yes", "no", "unknown") if told else ("yes", "no")
    rows: Rows = [
        [Button(f"sighting-danger-{each}", Danger(search_id=number, sighting_id=told or 0, answer=each))]
        for each in answers
    ]
    await talk.send(await as_it_is(Sentence(f"{what}\n\n{asked}"), number, house, talk.say), rows=rows)


async def over_and_in_danger(
    query: CallbackQuery, callback_data: Saw, house: House, who: Known, talk: Talk, once: str, now: Now, raw_state: str
) -> None:
    """The search is over; staff hear of it all the same."""
    number = callback_data.search_id
    kept = await sightings.saw(house, search_id=number, member_id=who.id, made_by=once, danger=True, now=now())
    await _call_now(number, house, who, talk)
    await _begin(query, talk, (kept.id or 0) if kept is not None else 0, raw_state)


async def danger(
    query: CallbackQuery, callback_data: Danger, house: House, who: Known, talk: Talk, once: str, now: Now,
    raw_state: str,
) -> None:  # fmt: skip
    number, now_in_danger = callback_data.sighting_id, callback_data.answer == "yes"
    if not number:
        about: dict[str, Any] = {"search_id": callback_data.search_id, "danger": now_in_danger}
        kept = await sightings.saw(house, member_id=who.id, made_by=once, now=now(), **about)
        number = (kept.id or 0) if kept is not None else 0
    elif now_in_danger:
        await sightings.add(house, sighting_id=number, member_id=who.id, danger=True, now=now())
    if now_in_danger:
        await _call_now(callback_data.search_id, house, who, talk)
    await _begin(query, talk, number, raw_state)


async def _call_now(search_id: int, house: House, who: Known, talk: Talk) -> None:
    said = talk.say("sighting-danger-now", emergency=await areas.emergency(house, member_id=who.id))
    await talk.send(await as_it_is(said, search_id, house, talk.say))


async def _begin(query: CallbackQuery, talk: Talk, number: int, raw_state: str | None) -> None:
    """Ask for the rest, unless another conversation is under way: that one is not dropped, and this one is kept."""
    ours = await _for_sighting(query, talk) if raw_state in {Where.asked.state, Where.choosing.state} else False
    if not ours and await busy_besides(Seeing)(query, raw_state=raw_state):
        await talk.tell("sighting-later", rows=[[Button("sighting-go-on", Tell(sighting_id=number, what="go-on"))]])
        return
    await talk.state.set_data({})
    await _ask(talk, number, "place")


async def _ask(talk: Talk, number: int, step: str) -> None:
    await talk.state.update_data({KEPT_AS: {"id": number, "asking": step}})
    match step:
        case "place":
            rows: Rows = [[Button("sighting-no-place", Tell(sighting_id=number, what="no-place"))]]
            await places.ask(talk, PURPOSE, "sighting-where", rows=rows, words_do=True)
        case "when":
            await talk.ask(Seeing.answering, "sighting-when", rows=_times(number))
        case "picture":
            rows = [[Button("sighting-no-picture", Tell(sighting_id=number, what="no-picture"))]]
            await talk.ask(Seeing.answering, "sighting-picture", rows=rows)
        case _:
            rows = [[Button(f"sighting-sure-{each}", Tell(sighting_id=number, what=each))] for each in Sure]
            await talk.ask(Seeing.answering, "sighting-sure", rows=rows)


def _times(number: int) -> Rows:
    ago = [[Button(f"search-answer-when-{each}", Answer(field="when", value=each))] for each in AGO]
    now = [Button("sighting-now", Tell(sighting_id=number, what="now"))]
    return [now, *ago, [Button("sighting-no-time", Tell(sighting_id=number, what="no-time"))]]


async def tell(
    query: CallbackQuery, callback_data: Tell, house: House, who: Known, talk: Talk, now: Now, raw_state: str
) -> None:
    """A button of a question that was asked, or one to go on with what was begun."""
    number, what = callback_data.sighting_id, callback_data.what
    if what == "go-on":
        await _begin(query, talk, number, raw_state)
        return
    kept = (await talk.state.get_data()).get(KEPT_AS, {})
    if kept.get("id") != number:
        await talk.notice("button-stale", alert=True)
        return
    if what == "now":
        await sightings.add(house, sighting_id=number, member_id=who.id, seen_at=now(), now=now())
    elif what in set(Sure):
        await sightings.add(house, sighting_id=number, member_id=who.id, sure=Sure(what), now=now())
    await _next(house, who, talk, number, str(kept["asking"]))


async def _next(house: House, who: Known, talk: Talk, number: int, step: str) -> None:
    following = STEPS[STEPS.index(step) + 1 :]
    if following:
        await _ask(talk, number, following[0])
    else:
        line = await areas.emergency(house, member_id=who.id)
        await talk.thank("sighting-thanks", number=number, emergency=line)


async def answer_when(_: CallbackQuery, callback_data: Answer, house: House, who: Known, talk: Talk, now: Now) -> None:
    moment = chosen("when", callback_data.value, asker(house, who, talk, now))["lkp_at"]
    await _add(house, who, talk, now, "when", seen_at=moment)


async def answer_typed(message: Message, house: House, who: Known, talk: Talk, now: Now) -> None:
    """A time where one is asked for; anything else is kept as words."""
    kept, text = await _kept(talk), message.text or ""
    if kept["asking"] == "when":
        spot = await areas.likely_spot(house, member_id=who.id)
        key, rows = when_meant(text, asker(house, who, talk, now), spot)
        await talk.ask(Seeing.answering, key, rows=rows)
        return
    await _add(house, who, talk, now, "picture", words=text)


async def answer_picture(
    message: Message, bot: Bot, house: House, who: Known, talk: Talk, now: Now, album_rest: bool
) -> None:
    """At whatever step it comes; of an album the first one."""
    if album_rest:
        return
    picture_id = await pictures.keep(house, await sent_picture(message, bot), now=now())
    await _add(house, who, talk, now, "picture", picture_id=picture_id, words=message.caption or "")


async def answer_recording(
    message: Message, bot: Bot, house: House, who: Known, talk: Talk, once: str, now: Now
) -> None:
    number = await kept_recording(message, bot, house, once=once, now=now())
    await _add(house, who, talk, now, "picture", heard=[number], words=message.caption or "")


async def pin(message: Message, house: House, talk: Talk, once: str) -> None:
    """A place at a step that asked for something else."""
    await places.take_pin(pin_of(message), PURPOSE, house=house, talk=talk, once=once, words_do=True)


async def place_known(place: Place, *, house: House, who: Known, talk: Talk, now: Now) -> None:
    await _add(house, who, talk, now, "place", place=place)


async def _add(house: House, who: Known, talk: Talk, now: Now, answers: str, **what: Any) -> None:
    """Keep it, and go on where it was the answer; else ask again what was asked."""
    kept = await _kept(talk)
    number, asking = int(kept["id"]), str(kept["asking"])
    await sightings.add(house, sighting_id=number, member_id=who.id, now=now(), **what)
    if asking == answers:
        await _next(house, who, talk, number, asking)
    else:
        await talk.tell("sighting-kept")
        await _ask(talk, number, asking)


async def _kept(talk: Talk) -> dict[str, Any]:
    """The sighting of this conversation; without one its steps are over, refused with NotUnderstood."""
    kept: dict[str, Any] | None = (await talk.state.get_data()).get(KEPT_AS)
    if kept is None:
        raise NotUnderstood()
    return kept


async def _for_sighting(_: Any, talk: Talk) -> bool:
    """Whether the place that is being asked for is a sighting's."""
    wanted = await sought(talk)
    return wanted is not None and wanted.purpose == PURPOSE


def routes() -> Router:
    router = Router(name="sightings")
    router.message.filter(F.chat.type == ChatType.PRIVATE)
    router.callback_query.register(ask_which, Find.filter(F.act == "saw"))
    router.callback_query.register(post, Saw.filter(F.act == "post"))
    router.callback_query.register(person, Saw.filter(F.act == "person"))
    router.callback_query.register(over_and_in_danger, Saw.filter(F.act == "danger"))
    router.callback_query.register(danger, Danger.filter())
    router.callback_query.register(tell, Tell.filter())
    router.callback_query.register(answer_when, Seeing.answering, Answer.filter(F.field == "when"))
    where = StateFilter(Where.asked, Where.choosing)
    router.message.register(answer_picture, Seeing.answering, PICTURE)
    router.message.register(answer_picture, where, PICTURE, _for_sighting)
    router.message.register(answer_recording, Seeing.answering, SPOKEN)
    router.message.register(answer_recording, where, SPOKEN, _for_sighting)
    router.message.register(pin, Seeing.answering, PINNED)
    router.message.register(answer_typed, Seeing.answering, WORDS)
    return router
