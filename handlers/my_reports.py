"""One's own reports: the list, one of them again, taking it back, adding to it, sending it again."""

from typing import Any

from aiogram import Bot, F, Router
from aiogram.enums import ChatType
from aiogram.filters import Command
from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from clock.clocks import Now
from handlers import places
from handlers.buttons import Button, Named
from handlers.menus import REPORT, REPORTS, Menu
from handlers.pictures import PICTURE, sent_picture
from handlers.places import PINNED, pin_of
from handlers.recordings import SPOKEN, kept_recording
from handlers.report_drafts import Draft, Entry, category_name
from handlers.talking import Talk
from handlers.unfinished import busy_besides, finish_first
from handlers.words import WORDS
from language.templates import Value
from language.text import Key, Sentence
from language.times import since
from models.reports import Report
from services import pictures, recordings, reports
from services.house import House
from services.members import Known
from services.places import Place
from services.report_steps import within_limit

PURPOSE = "report-add"
"""The name under which a place is added to a report."""


class Adding(StatesGroup):
    what = State()


class Mine(CallbackData, prefix="report-mine"):
    """What its reporter does with a report: open, undo, withdraw, add, again."""

    act: str
    report_id: int


async def list_mine(_: Message | CallbackQuery, house: House, who: Known, talk: Talk, now: Now) -> None:
    """Every report with how it stands; each opens as a message of its own."""
    found = await reports.mine(house, member_id=who.id)
    if not found:
        await talk.tell("reports-none", rows=[[Button("menu-report", Menu(to=REPORT))]])
        return
    lines = [talk.say("reports-mine"), *(talk.say("report-line", **_line(each, house, talk, now)) for each in found)]
    rows = [[Named(_label(each, house, talk), Mine(act="open", report_id=each.id or 0))] for each in found]
    await talk.send(Sentence("\n".join(lines)), rows=rows)


async def show(_: CallbackQuery, callback_data: Mine, house: House, who: Known, talk: Talk) -> None:
    await reports.show_mine(house, report_id=callback_data.report_id, to=who)
    await talk.notice("report-shown")


async def take_back(
    _: CallbackQuery, callback_data: Mine, house: House, who: Known, talk: Talk, once: str, now: Now
) -> None:
    report = await reports.withdraw(house, report_id=callback_data.report_id, by=who, made_by=once, now=now())
    await talk.notice("report-taken-back", number=report.id or 0)


async def ask_what_to_add(_: CallbackQuery, callback_data: Mine, house: House, who: Known, talk: Talk) -> None:
    report = await reports.own_report(house, report_id=callback_data.report_id, by=who)
    await talk.state.update_data(adding_to=report.id)
    if callback_data.act == "answer" and report.question:
        await talk.ask(Adding.what, "report-answer", number=report.id or 0, question=report.question)
    else:
        await talk.ask(Adding.what, "report-add", number=report.id or 0)


async def add_words(message: Message, house: House, who: Known, talk: Talk, once: str, now: Now) -> None:
    await _add(house, who, talk, text=message.text or "", made_by=once, now=now())


async def add_picture(
    message: Message, bot: Bot, house: House, who: Known, talk: Talk, once: str, now: Now, album_rest: bool
) -> None:
    """With what is written under it; of an album the first one."""
    if album_rest:
        return
    text = within_limit(message.caption or "")
    picture_id = await pictures.keep(house, await sent_picture(message, bot), now=now())
    if message.media_group_id is not None:
        await talk.tell("album-first-kept")
    await _add(house, who, talk, text=text, picture_id=picture_id, made_by=once, now=now())


async def add_recording(message: Message, bot: Bot, house: House, who: Known, talk: Talk, once: str, now: Now) -> None:
    text = within_limit(message.caption or "")
    heard = await kept_recording(message, bot, house, once=once, now=now())
    await _add(house, who, talk, text=text, heard=(heard,), made_by=once, now=now())


async def add_pin(message: Message, house: House, talk: Talk, once: str) -> None:
    """A place is read back before it counts."""
    await talk.state.update_data(added_by=once)
    await places.take_pin(pin_of(message), PURPOSE, house=house, talk=talk, once=once, words_do=True)


async def place_known(place: Place, *, house: House, who: Known, talk: Talk, now: Now) -> None:
    made_by = (await talk.state.get_data()).get("added_by")
    await _add(house, who, talk, place=place, made_by=made_by, now=now())


async def _add(house: House, who: Known, talk: Talk, **what: Any) -> None:
    report_id = (await talk.state.get_data())["adding_to"]
    report = await reports.add_to(house, report_id=report_id, by=who, **what)
    await talk.thank("report-added", number=report.id or 0)


async def amend_and_send_again(
    _: CallbackQuery, callback_data: Mine, house: House, who: Known, talk: Talk, once: str
) -> None:
    """What it said, as a draft again, at its summary."""
    report = await reports.to_amend(house, report_id=callback_data.report_id, by=who)
    await talk.state.clear()
    heard = await recordings.numbers_of(house, report_id=callback_data.report_id)
    await Entry(_draft_of(report, heard, once), house, talk).go_on()


def _draft_of(report: Report, heard: tuple[int, ...], once: str) -> Draft:
    place = Place(report.lat, report.lon, report.area_id, report.place)
    return Draft(
        began=once.rpartition(":")[2],
        picture_id=report.picture_id,
        picture_asked=True,
        place=None if place == Place() else place,
        category=report.category or None,
        recordings=heard,
        words=report.description,
        words_asked=True,
        again=report.id,
    )


def _line(report: Report, house: House, talk: Talk, now: Now) -> dict[str, Value]:
    return {
        "number": report.id or 0,
        "category": category_name(house, talk, report.category),
        "state": Key(f"report-state-{report.state.replace('_', '-')}"),
        "since": since(talk.say, report.created_at, now()),
    }


def _label(report: Report, house: House, talk: Talk) -> str:
    category = category_name(house, talk, report.category)
    return talk.say.plain("report-label", number=report.id or 0, category=category)


def routes() -> Router:
    router = Router(name="my-reports")
    router.message.filter(F.chat.type == ChatType.PRIVATE)
    router.message.register(list_mine, Command("reports"))
    router.callback_query.register(list_mine, Menu.filter(F.to == REPORTS))
    router.callback_query.register(show, Mine.filter(F.act == "open"))
    router.callback_query.register(take_back, Mine.filter(F.act.in_({"undo", "withdraw"})))
    router.callback_query.register(
        finish_first, Mine.filter(F.act.in_({"add", "answer", "again"})), busy_besides(Adding)
    )
    router.callback_query.register(ask_what_to_add, Mine.filter(F.act.in_({"add", "answer"})))
    router.callback_query.register(amend_and_send_again, Mine.filter(F.act == "again"))
    router.message.register(add_words, Adding.what, WORDS)
    router.message.register(add_picture, Adding.what, PICTURE)
    router.message.register(add_recording, Adding.what, SPOKEN)
    router.message.register(add_pin, Adding.what, PINNED)
    return router
