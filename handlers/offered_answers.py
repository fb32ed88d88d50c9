"""What was sent out of the blue turns out to answer what a desk had asked: it goes where the question came from."""

from typing import Any

from aiogram import F, Router
from aiogram.types import CallbackQuery

from clock.clocks import Now
from handlers import my_reports, notice_adding, places
from handlers.notice_drafts import wait_for_more
from handlers.offers import AnswersAsked, offered
from handlers.places import Pin
from handlers.talking import Talk
from handlers.unfinished import Offering
from services import reports, search_telling
from services.house import House
from services.members import Known
from services.search_entries import Entry


async def answer_report(
    _: CallbackQuery, callback_data: AnswersAsked, house: House, who: Known, talk: Talk, once: str, now: Now
) -> None:
    """Words, picture and recordings at once; a place is read back first."""
    sent, number = await offered(talk), callback_data.number
    words, shown, heard = sent.get("words", ""), sent.get("picture_id"), tuple(sent.get("recordings", ()))
    if words or shown or heard:
        said: dict[str, Any] = {"text": words, "picture_id": shown, "heard": heard}
        await reports.add_to(house, report_id=number, by=who, made_by=once, now=now(), **said)
        await talk.thank("report-added", number=number)
    if "pin" in sent:
        await talk.state.set_data({"adding_to": number, "added_by": f"{once}:place"})
        await places.take_pin(Pin(**sent["pin"]), my_reports.PURPOSE, house=house, talk=talk, once=once, words_do=True)


async def answer_notice(
    _: CallbackQuery, callback_data: AnswersAsked, house: House, who: Known, talk: Talk, once: str, now: Now
) -> None:
    """The same about a missing person; more may follow."""
    sent, number = await offered(talk), callback_data.number
    words, heard = sent.get("words", ""), sent.get("recordings", ())
    entry = Entry(picture_id=sent["picture_id"]) if "picture_id" in sent else Entry()
    if words or heard or entry:
        what: dict[str, Any] = {"words": words, "heard": heard, "entry": entry}
        await search_telling.add_to_notice(house, search_id=number, member_id=who.id, now=now(), **what)
        await wait_for_more(talk, number, "notice-added")
    if "pin" in sent:
        await talk.state.set_data({"adding_to": number})
        await places.take_pin(
            Pin(**sent["pin"]), notice_adding.PURPOSE, house=house, talk=talk, once=once, words_do=True
        )


def routes() -> Router:
    router = Router(name="offered-answers")
    router.callback_query.register(answer_notice, Offering.asked, AnswersAsked.filter(F.of_search))
    router.callback_query.register(answer_report, Offering.asked, AnswersAsked.filter(~F.of_search))
    return router
