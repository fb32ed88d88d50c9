"""Staff read what was decided about a search, and by whom; or take it along on paper."""

from aiogram import F, Router
from aiogram.enums import ChatType
from aiogram.types import BufferedInputFile, CallbackQuery

from clock.clocks import Now
from handlers.buttons import Button
from handlers.searches import AtSearch
from handlers.talking import Talk
from language.text import Sentence
from language.times import when
from services import case_reports
from services.case_reports import CaseLog
from services.house import House
from services.members import Known

MOST_LINES = 20
"""Decisions in one message, the newest; paper has them all."""


async def show(_: CallbackQuery, callback_data: AtSearch, house: House, who: Known, talk: Talk, now: Now) -> None:
    told = await case_reports.log(house, search_id=callback_data.search_id, member_id=who.id, say=talk.say)
    rows = [[Button("search-report", AtSearch(act="report", search_id=callback_data.search_id))]]
    await talk.send(_lines(told, talk, now), rows=rows)


def _lines(told: CaseLog, talk: Talk, now: Now) -> Sentence:
    """A heading, then a line for each, the oldest first; how many came before them."""
    newest, before = told.decisions[-MOST_LINES:], max(0, len(told.decisions) - MOST_LINES)
    lines = [talk.say("log-heading", number=told.number)]
    if before:
        lines.append(talk.say("log-before", n=before))
    for each in newest:
        at = when(talk.say, each.at, talk.zone, now())
        key = "log-line" if each.times == 1 else "log-line-often"
        lines.append(talk.say(key, when=at, who=each.by, what=each.what, times=Sentence(each.times)))
    return Sentence("\n".join(lines))


async def print_it(_: CallbackQuery, callback_data: AtSearch, house: House, who: Known, talk: Talk, now: Now) -> None:
    """It names nobody who is looked for, so nothing has to take it back."""
    number = callback_data.search_id
    pdf = await case_reports.report(house, search_id=number, member_id=who.id, say=talk.say, zone=talk.zone, now=now())
    await talk.bot.send_document(talk.chat_id, BufferedInputFile(pdf, f"mizalla-{number}-log.pdf"))


def routes() -> Router:
    router = Router(name="case-reports")
    router.callback_query.filter(F.message.chat.type == ChatType.PRIVATE)
    router.callback_query.register(show, AtSearch.filter(F.act == "log"))
    router.callback_query.register(print_it, AtSearch.filter(F.act == "report"))
    return router
