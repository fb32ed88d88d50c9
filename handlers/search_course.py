"""What coordinators do while a search is out: saying what is new, going on, having it reviewed, and ending it."""

from aiogram import F, Router
from aiogram.enums import ChatType
from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.state import State
from aiogram.types import CallbackQuery, Message

from clock.clocks import Now
from handlers.buttons import Button, Rows
from handlers.menus import leave_step
from handlers.searches import AtSearch
from handlers.talking import Talk
from handlers.unfinished import OneAnswer, busy_besides, finish_first
from handlers.words import WORDS
from language.lists import listed
from language.text import Sentence
from language.times import when
from models.searches import EvidenceMissing, Outcome
from services import objections, search_closing, search_updates, searches
from services.house import House
from services.members import Known
from services.search_closing import EVIDENCE_LIMIT, ClosingPreview
from services.search_entries import line
from services.search_updates import UPDATE_LIMIT

OUTCOMES = tuple(outcome for outcome in Outcome if outcome is not Outcome.EXPIRED)
MOST_NAMED = 10
"""Groups named before a search is closed; the others are counted."""


class Course(OneAnswer):
    update = State()
    how_heard = State()
    evidence = State()
    closing = State()


class SendUpdate(CallbackData, prefix="search-tell"):
    """Send the update that was written, with a sound or without."""

    search_id: int
    important: bool


class Ending(CallbackData, prefix="search-end"):
    """How it ended; for staff only."""

    search_id: int
    outcome: Outcome


class EndNow(CallbackData, prefix="search-end-now"):
    """After the second look."""

    search_id: int


async def ask_update(_: CallbackQuery, callback_data: AtSearch, house: House, who: Known, talk: Talk) -> None:
    search = await searches.look(house, search_id=callback_data.search_id, member_id=who.id)
    await talk.state.set_data({"search_id": search.id})
    await talk.ask(Course.update, "search-update-what", rows=[leave_step()], number=search.id or 0)


async def ask_how_heard(message: Message, talk: Talk) -> None:
    """An edit is seen by who looks; what must be heard is sent anew."""
    text = line(message.text or "", UPDATE_LIMIT)
    number = int((await talk.state.get_data())["search_id"])
    await talk.state.update_data(text=text)
    rows: Rows = [
        [Button("search-update-quietly", SendUpdate(search_id=number, important=False))],
        [Button("search-update-with-sound", SendUpdate(search_id=number, important=True))],
        leave_step(),
    ]
    await talk.ask(Course.how_heard, "search-update-how", rows=rows, text=text)


async def send_update(
    _: CallbackQuery, callback_data: SendUpdate, house: House, who: Known, talk: Talk, now: Now
) -> None:
    kept, number = await talk.state.get_data(), callback_data.search_id
    if kept.get("search_id") != number:
        await talk.notice("button-stale", alert=True)
        return
    text, important = str(kept["text"]), callback_data.important
    await search_updates.update(house, search_id=number, member_id=who.id, text=text, important=important, now=now())
    await talk.thank("search-updated", number=number)


async def extend(_: CallbackQuery, callback_data: AtSearch, house: House, who: Known, talk: Talk, now: Now) -> None:
    search = await search_updates.extend(house, search_id=callback_data.search_id, member_id=who.id, now=now())
    until = when(talk.say, search.expires_at or now(), talk.zone, now())
    await talk.notice("search-extended", alert=True, until=until)


async def ask_review(_: CallbackQuery, callback_data: AtSearch, talk: Talk) -> None:
    sure = Button("search-review-now", AtSearch(act="review-now", search_id=callback_data.search_id))
    await talk.tell("search-review-sure", number=callback_data.search_id, rows=[[sure]])


async def review(_: CallbackQuery, callback_data: AtSearch, house: House, who: Known, talk: Talk, now: Now) -> None:
    """Staff who doubt do as anybody who objects."""
    await searches.look(house, search_id=callback_data.search_id, member_id=who.id)
    await objections.object_to(house, search_id=callback_data.search_id, member_id=who.id, now=now())
    await talk.replace("search-under-review", number=callback_data.search_id)


async def ask_outcome(_: CallbackQuery, callback_data: AtSearch, house: House, who: Known, talk: Talk) -> None:
    """First what will happen, then how it ended."""
    number = callback_data.search_id
    seen = await search_closing.closing_preview(house, search_id=number, member_id=who.id)
    rows = [[Button(f"search-outcome-{each}", Ending(search_id=number, outcome=each))] for each in OUTCOMES]
    await talk.send(_what_happens(seen, number, talk), rows=[*rows, leave_step()])


def _what_happens(seen: ClosingPreview, number: int, talk: Talk) -> Sentence:
    """How many copies change, in which groups and channels, and who is called back."""
    where = [*seen.groups, *seen.channels]
    lines = [
        talk.say("search-end-copies", number=number, n=seen.copies),
        talk.say("search-end-waiting", n=seen.waiting) if seen.waiting else None,
        talk.say("search-end-groups", n=len(where), groups=listed(talk.say, where[:MOST_NAMED])) if where else None,
        talk.say("search-end-digests", n=seen.digests) if seen.digests else None,
        talk.say("search-end-out-there", n=seen.out_there) if seen.out_there else None,
        talk.say("search-end-beyond-us"),
        talk.say("search-end-how"),
    ]
    return Sentence("\n".join(each for each in lines if each))


async def ask_evidence(_: CallbackQuery, callback_data: Ending, talk: Talk) -> None:
    await talk.state.set_data({"search_id": callback_data.search_id, "outcome": callback_data.outcome.value})
    await talk.ask(Course.evidence, "search-end-evidence", rows=[leave_step()])


async def ask_end(message: Message, house: House, who: Known, talk: Talk) -> None:
    """The second look."""
    evidence = line(message.text or "", EVIDENCE_LIMIT)
    if not evidence:
        raise EvidenceMissing()
    kept = await talk.state.get_data()
    number = int(kept["search_id"])
    seen = await search_closing.closing_preview(house, search_id=number, member_id=who.id)
    await talk.state.update_data(evidence=evidence)
    rows = [[Button("search-end-now", EndNow(search_id=number))], leave_step()]
    outcome = talk.say(f"search-outcome-{kept['outcome']}")
    await talk.ask(Course.closing, "search-end-sure", rows=rows, number=number, outcome=outcome, n=seen.copies)


async def end(_: CallbackQuery, callback_data: EndNow, house: House, who: Known, talk: Talk, now: Now) -> None:
    kept, number = await talk.state.get_data(), callback_data.search_id
    if kept.get("search_id") != number:
        await talk.notice("button-stale", alert=True)
        return
    outcome, evidence = Outcome(kept["outcome"]), str(kept["evidence"])
    await search_closing.close(house, search_id=number, outcome=outcome, evidence=evidence, member_id=who.id, now=now())
    await talk.thank("search-ended", number=number)


async def show_withdrawal(_: CallbackQuery, callback_data: AtSearch, house: House, who: Known, talk: Talk) -> None:
    """How many copies still have to be changed, which could not be, and how many volunteers are not back."""
    gone = await search_closing.withdrawal(house, search_id=callback_data.search_id, member_id=who.id)
    counts = {"done": gone.done, "behind": gone.behind, "stuck": gone.stuck, "out": gone.out}
    await talk.notice("search-withdrawal", alert=True, **counts)


def routes() -> Router:
    router = Router(name="search-course")
    router.message.filter(F.chat.type == ChatType.PRIVATE)
    busy = busy_besides(Course)
    router.callback_query.register(finish_first, AtSearch.filter(F.act.in_({"update", "close"})), busy)
    router.callback_query.register(ask_update, AtSearch.filter(F.act == "update"))
    router.message.register(ask_how_heard, Course.update, WORDS)
    router.callback_query.register(send_update, Course.how_heard, SendUpdate.filter())
    router.callback_query.register(extend, AtSearch.filter(F.act == "extend"))
    router.callback_query.register(ask_review, AtSearch.filter(F.act == "review"))
    router.callback_query.register(review, AtSearch.filter(F.act == "review-now"))
    router.callback_query.register(ask_outcome, AtSearch.filter(F.act == "close"))
    router.callback_query.register(ask_evidence, Ending.filter(F.outcome.in_(set(OUTCOMES))))
    router.message.register(ask_end, Course.evidence, WORDS)
    router.callback_query.register(end, Course.closing, EndNow.filter())
    router.callback_query.register(show_withdrawal, AtSearch.filter(F.act == "progress"))
    return router
