"""The desk completes a report that came as it is: listens, asks who sent it, says what kind, what and where."""

from aiogram import Bot, F, Router
from aiogram.enums import ChatType
from aiogram.filters import StateFilter
from aiogram.types import CallbackQuery, Message

from clock.clocks import Now
from handlers import places
from handlers.recordings import play
from handlers.report_desk import AtDesk, Correct, Deciding, ask_correction, corrected
from handlers.talking import Talk
from handlers.unfinished import busy_besides, finish_first
from handlers.words import WORDS
from services import report_desk, report_listening
from services.house import House
from services.members import Known
from services.places import Place

PURPOSE = "report-desk"
"""The name under which the desk asks for a report's place."""
COMPLETING = frozenset({"place", "kind", "words", "ask"})


async def hear(
    _: CallbackQuery, callback_data: AtDesk, bot: Bot, house: House, who: Known, talk: Talk, now: Now
) -> None:
    number = callback_data.report_id
    found = await report_listening.listen(house, report_id=number, by=who, bot_id=bot.id, now=now())
    await play(found, "recording-of-report", number, house=house, talk=talk, now=now())


async def complete(query: CallbackQuery, callback_data: AtDesk, house: House, who: Known, talk: Talk) -> None:
    """Ask for the one thing the button names."""
    report = await report_desk.desk_report(house, report_id=callback_data.report_id, by=who)
    number = report.id or 0
    await talk.state.update_data(report_id=number)
    match callback_data.act:
        case "place":
            await places.ask(talk, PURPOSE, "report-desk-where", words_do=True, number=number)
        case "ask":
            await talk.ask(Deciding.question, "report-desk-ask-what", number=number)
        case what:
            await ask_correction(query, Correct(what=what), house, talk)


async def place_known(place: Place, *, house: House, who: Known, talk: Talk, now: Now) -> None:
    number = int((await talk.state.get_data())["report_id"])
    report = await report_desk.correct(house, report_id=number, place=place, by=who, made_by=None, now=now())
    await talk.thank(corrected(report), number=number)


async def ask_reporter(message: Message, house: House, who: Known, talk: Talk, once: str, now: Now) -> None:
    number = int((await talk.state.get_data())["report_id"])
    words = message.text or ""
    await report_listening.ask_reporter(house, report_id=number, question=words, by=who, made_by=once, now=now())
    await talk.thank("report-desk-asked", number=number)


def routes() -> Router:
    """Asked before the desk's other buttons: listening interrupts nothing."""
    router = Router(name="report-completing")
    router.message.filter(F.chat.type == ChatType.PRIVATE)
    router.callback_query.register(hear, AtDesk.filter(F.act == "hear"))
    asking = AtDesk.filter(F.act.in_(COMPLETING))
    router.callback_query.register(finish_first, asking, busy_besides(Deciding))
    router.callback_query.register(complete, asking)
    router.message.register(ask_reporter, StateFilter(Deciding.question), WORDS)
    return router
