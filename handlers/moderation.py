"""The desk takes words or a picture out of a report; an admin may read what it said before."""

from aiogram import Bot, F, Router
from aiogram.enums import ChatType, ParseMode
from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.state import State
from aiogram.types import BufferedInputFile, CallbackQuery, Message

from clock.clocks import Now
from handlers.buttons import Button, Rows
from handlers.menus import leave_step
from handlers.talking import Talk
from handlers.unfinished import OneAnswer, busy_besides, finish_first
from handlers.words import WORDS
from models.reports import Report
from services import moderation, recordings
from services.house import House
from services.members import Known
from services.recordings import Shown
from services.report_steps import within_limit

REASONS = ("phone", "private", "face", "language", "accuses")
"""Reasons to choose from, each the end of a key: the reporter reads it in their language."""


class Moderating(OneAnswer):
    what = State()
    words = State()
    reason = State()


class Moderate(CallbackData, prefix="moderate"):
    """Begin with a report, from its card."""

    report_id: int


class TakeOut(CallbackData, prefix="take-out"):
    """What is taken out: words, numbers, picture; or the original is shown."""

    what: str


class Because(CallbackData, prefix="out-because"):
    """For this reason."""

    code: str


async def ask_what(_: CallbackQuery, callback_data: Moderate, house: House, who: Known, talk: Talk) -> None:
    report = await moderation.to_moderate(house, report_id=callback_data.report_id, by=who)
    await talk.state.update_data(report_id=report.id)
    await talk.ask(Moderating.what, "moderation-what", rows=_choices(report), number=report.id or 0)


def _choices(report: Report) -> Rows:
    there = {
        "numbers": moderation.without_numbers(report.description) != report.description,
        "words": bool(report.description),
        "picture": report.picture_id is not None,
        "original": True,
    }
    rows = [[Button(f"moderation-{what}", TakeOut(what=what))] for what, is_there in there.items() if is_there]
    return [*rows, leave_step()]


async def ask_words(_: CallbackQuery, house: House, who: Known, talk: Talk) -> None:
    report = await moderation.to_moderate(house, report_id=await _report_id(talk), by=who)
    await talk.ask(Moderating.words, "moderation-words-question", rows=[leave_step()], words=report.description)


async def keep_words(message: Message, talk: Talk) -> None:
    await talk.state.update_data(words=within_limit(message.text or ""))
    await _ask_why(talk)


async def cover_numbers(_: CallbackQuery, house: House, who: Known, talk: Talk) -> None:
    report = await moderation.to_moderate(house, report_id=await _report_id(talk), by=who)
    await talk.state.update_data(words=moderation.without_numbers(report.description))
    await _ask_why(talk)


async def ask_why_picture(_: CallbackQuery, talk: Talk) -> None:
    await talk.state.update_data(words=None)
    await _ask_why(talk)


async def _ask_why(talk: Talk) -> None:
    rows = [[Button(f"moderation-reason-{code}", Because(code=code))] for code in REASONS]
    await talk.ask(Moderating.reason, "moderation-why", rows=[*rows, leave_step()])


async def because(
    _: CallbackQuery, callback_data: Because, house: House, who: Known, talk: Talk, once: str, now: Now
) -> None:
    await _take_out(f"moderation-reason-{callback_data.code}", house, who, talk, once, now)


async def because_in_words(message: Message, house: House, who: Known, talk: Talk, once: str, now: Now) -> None:
    await _take_out(message.text or "", house, who, talk, once, now)


async def _take_out(reason: str, house: House, who: Known, talk: Talk, once: str, now: Now) -> None:
    number, words = await _report_id(talk), (await talk.state.get_data()).get("words")
    if words is None:
        await moderation.hide_picture(house, report_id=number, reason=reason, by=who, made_by=once, now=now())
    else:
        await moderation.replace_words(
            house, report_id=number, words=words, reason=reason, by=who, made_by=once, now=now()
        )
    await talk.thank("moderation-done", number=number)


async def show_original(_: CallbackQuery, bot: Bot, house: House, who: Known, talk: Talk, now: Now) -> None:
    """For an admin, protected, written down, and out of their chat after a day."""
    found = await moderation.original(house, report_id=await _report_id(talk), by=who, now=now())
    await talk.state.clear()
    said = talk.say("moderation-was", words=found.words) if found.words else talk.say("moderation-was-picture")
    sent = [await bot.send_message(talk.chat_id, said, parse_mode=ParseMode.HTML, protect_content=True)]
    for jpeg in found.pictures:
        sent.append(await bot.send_photo(talk.chat_id, BufferedInputFile(jpeg, "original.jpg"), protect_content=True))
    await recordings.remember_shown(house, [Shown(bot.id, talk.chat_id, each.message_id) for each in sent], now=now())


async def _report_id(talk: Talk) -> int:
    return int((await talk.state.get_data())["report_id"])


def routes() -> Router:
    router = Router(name="moderation")
    router.message.filter(F.chat.type == ChatType.PRIVATE)
    router.callback_query.register(finish_first, Moderate.filter(), busy_besides(Moderating))
    router.callback_query.register(ask_what, Moderate.filter())
    router.callback_query.register(ask_words, Moderating.what, TakeOut.filter(F.what == "words"))
    router.callback_query.register(cover_numbers, Moderating.what, TakeOut.filter(F.what == "numbers"))
    router.callback_query.register(ask_why_picture, Moderating.what, TakeOut.filter(F.what == "picture"))
    router.callback_query.register(show_original, Moderating.what, TakeOut.filter(F.what == "original"))
    router.message.register(keep_words, Moderating.words, WORDS)
    router.callback_query.register(because, Moderating.reason, Because.filter(F.code.in_(set(REASONS))))
    router.message.register(because_in_words, Moderating.reason, WORDS)
    return router
