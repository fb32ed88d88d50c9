"""The one reminder of something that was begun and left, and what is said where the desk could not get it."""

from datetime import datetime

from aiogram import Bot
from aiogram.enums import ParseMode

from handlers import notice_drafts, offers, report_drafts
from handlers.buttons import AnyButton, Button, Rows, inline
from handlers.menus import MISSING, ON, REPORT, Menu
from language.lists import listed
from language.refusals import refusal_sentence
from language.text import Sentence
from language.voices import Voice
from models.searches import NoticeSuppressed
from services.unfinished import NOTICE, OFFER, NotHandedOver, Reminder


async def remind(bot: Bot, voice: Voice, reminder: Reminder) -> None:
    """Say it to the person who left, with a sound: they asked for something."""
    keyboard = inline(voice, _rows(reminder))
    words = _words(voice, reminder)
    await bot.send_message(reminder.of.chat_id, words, parse_mode=ParseMode.HTML, reply_markup=keyboard)


async def tell_refused(bot: Bot, voice: Voice, refused: NotHandedOver, *, now: datetime) -> None:
    """The desk did not get what the reminder said it would: the number first, why, and the way back to it."""
    why = refusal_sentence(voice, refused.refusal, zone=refused.zone, now=now)
    if not isinstance(refused.refusal, NoticeSuppressed):
        why = voice("notice-not-handed-over", emergency=refused.emergency, why=why)
    keyboard = inline(voice, [[Button("draft-go-on", Menu(to=ON))]])
    await bot.send_message(refused.of.chat_id, why, parse_mode=ParseMode.HTML, reply_markup=keyboard)


def _words(voice: Voice, reminder: Reminder) -> Sentence:
    draft, hours, number = reminder.draft, reminder.hours, reminder.emergency
    if reminder.hands_over:
        return voice("reminder-notice", emergency=number)
    if draft.kind == NOTICE:
        return voice("reminder-notice-empty", emergency=number, n=hours)
    if draft.kind == OFFER:
        return voice("reminder-offer", emergency=number, n=hours)
    if not draft.lacks:
        return voice("reminder-report-ready", n=hours)
    missing = listed(voice, [voice(f"report-lacks-{each}") for each in draft.lacks])
    return voice("reminder-report", missing=missing, n=hours)


def _rows(reminder: Reminder) -> Rows:
    """The buttons of the conversations themselves: one that is over by then says so."""
    draft = reminder.draft
    if draft.kind == OFFER:
        about = [Button("menu-report", Menu(to=REPORT))], [Button("menu-missing", Menu(to=MISSING))]
        return [*about, [Button("offered-drop", offers.Drop())]]
    finish = notice_drafts.Finish if draft.kind == NOTICE else report_drafts.Finish
    rows: list[list[AnyButton]] = [[Button("draft-go-on", Menu(to=ON))]]
    if draft.something:
        rows.append([Button("draft-as-is", finish(act="as-is", began=draft.began))])
    return [*rows, [Button("draft-drop", finish(act="drop", began=draft.began))]]
