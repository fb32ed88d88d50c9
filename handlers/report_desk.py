"""What the desk does with a report: the buttons of its card."""

from collections.abc import Mapping
from typing import Any

from aiogram import F, Router
from aiogram.enums import ChatType
from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.state import State
from aiogram.types import CallbackQuery, Message

from clock.clocks import Now
from handlers.buttons import AnyButton, Button, Named, in_rows
from handlers.menus import leave_step
from handlers.report_drafts import name_of
from handlers.talking import Talk
from handlers.unfinished import OneAnswer, busy_besides, finish_first
from handlers.words import WORDS
from models.reports import Report, ReportState
from services import report_desk
from services.house import House
from services.members import Known

REASONS = ("elsewhere", "unclear", "repeated", "not-there", "private")
"""Reasons to choose from; each is the end of a key, so that the reporter reads it in their language."""

STEPS: Mapping[str, Any] = {
    "accept": report_desk.accept,
    "work": report_desk.start_work,
    "fixed": report_desk.mark_fixed,
    "reopen": report_desk.reopen,
}
"""Buttons that do one thing at once."""


class Deciding(OneAnswer):
    reason = State()
    correction = State()
    kind = State()
    words = State()
    question = State()


class AtDesk(CallbackData, prefix="report-desk"):
    """A button of the desk's card."""

    act: str
    report_id: int


class Reason(CallbackData, prefix="report-reason"):
    """Refuse this report for this reason."""

    code: str
    report_id: int


class Correct(CallbackData, prefix="report-correct"):
    """What is to be corrected: its kind or its words."""

    what: str


class NewKind(CallbackData, prefix="rd"):
    """The right kind; the prefix is short because a code has up to 60 characters."""

    code: str


async def take_step(
    _: CallbackQuery, callback_data: AtDesk, house: House, who: Known, talk: Talk, once: str, now: Now
) -> None:
    step = STEPS[callback_data.act]
    await step(house, report_id=callback_data.report_id, by=who, made_by=once, now=now())
    await talk.notice(f"report-desk-{callback_data.act}-done")


async def ask_why(_: CallbackQuery, callback_data: AtDesk, house: House, who: Known, talk: Talk) -> None:
    report = await report_desk.desk_report(house, report_id=callback_data.report_id, by=who)
    number = report.id or 0
    rows = [[Button(f"report-reason-{code}", Reason(code=code, report_id=number))] for code in REASONS]
    await talk.state.update_data(report_id=number)
    await talk.ask(Deciding.reason, "report-refuse-why", rows=[*rows, leave_step()], number=number)


async def refuse_because(
    _: CallbackQuery, callback_data: Reason, house: House, who: Known, talk: Talk, once: str, now: Now
) -> None:
    reason = f"report-reason-{callback_data.code}"
    await _refuse(house, who, talk, report_id=callback_data.report_id, reason=reason, made_by=once, now=now())


async def refuse_in_words(message: Message, house: House, who: Known, talk: Talk, once: str, now: Now) -> None:
    number = await _report_id(talk)
    await _refuse(house, who, talk, report_id=number, reason=message.text or "", made_by=once, now=now())


async def _refuse(house: House, who: Known, talk: Talk, **about: Any) -> None:
    report = await report_desk.refuse(house, by=who, **about)
    await talk.thank("report-refused", number=report.id or 0)


async def ask_what_to_correct(_: CallbackQuery, callback_data: AtDesk, house: House, who: Known, talk: Talk) -> None:
    report = await report_desk.desk_report(house, report_id=callback_data.report_id, by=who)
    await talk.state.update_data(report_id=report.id)
    rows = [[Button(f"report-correct-{what}", Correct(what=what)) for what in ("kind", "words")]]
    await talk.ask(Deciding.correction, "report-correct-what", rows=[*rows, leave_step()], number=report.id or 0)


async def ask_correction(_: CallbackQuery, callback_data: Correct, house: House, talk: Talk) -> None:
    if callback_data.what == "words":
        await talk.ask(Deciding.words, "report-correct-words-question")
        return
    kinds: list[AnyButton] = [
        Named(name_of(talk, each), NewKind(code=each.code)) for each in house.rules.reports.categories
    ]
    await talk.ask(Deciding.kind, "report-correct-kind-question", rows=in_rows(kinds))


async def correct_kind(
    _: CallbackQuery, callback_data: NewKind, house: House, who: Known, talk: Talk, once: str, now: Now
) -> None:
    await _correct(house, who, talk, category=callback_data.code, made_by=once, now=now())


async def correct_words(message: Message, house: House, who: Known, talk: Talk, once: str, now: Now) -> None:
    await _correct(house, who, talk, description=message.text or "", made_by=once, now=now())


async def _correct(house: House, who: Known, talk: Talk, **about: Any) -> None:
    report = await report_desk.correct(house, report_id=await _report_id(talk), by=who, **about)
    await talk.thank(corrected(report), number=report.id or 0)


def corrected(report: Report) -> str:
    """What is said of a correction: before it is accepted nobody but the desk and its sender has a copy."""
    return "report-completed" if report.state is ReportState.RECEIVED else "report-corrected"


async def _report_id(talk: Talk) -> int:
    return int((await talk.state.get_data())["report_id"])


def routes() -> Router:
    router = Router(name="report-desk")
    router.message.filter(F.chat.type == ChatType.PRIVATE)
    router.callback_query.register(take_step, AtDesk.filter(F.act.in_(set(STEPS))))
    router.callback_query.register(finish_first, AtDesk.filter(), busy_besides(Deciding))
    router.callback_query.register(ask_why, AtDesk.filter(F.act == "refuse"))
    router.callback_query.register(refuse_because, Deciding.reason, Reason.filter(F.code.in_(set(REASONS))))
    router.message.register(refuse_in_words, Deciding.reason, WORDS)
    router.callback_query.register(ask_what_to_correct, AtDesk.filter(F.act == "correct"))
    router.callback_query.register(ask_correction, Deciding.correction, Correct.filter())
    router.callback_query.register(correct_kind, Deciding.kind, NewKind.filter())
    router.message.register(correct_words, Deciding.words, WORDS)
    return router
