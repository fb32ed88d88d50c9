"""Why did I get this, asked under an alert or with /why; and for staff, why somebody did not."""

from aiogram import Bot, F, Router
from aiogram.enums import ChatType
from aiogram.filters import Command
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, Message

from alerts.distances import away
from alerts.explaining import Answer, Because
from clock.clocks import Now
from handlers.buttons import Button, Rows
from handlers.menus import DESK, SETTINGS, Menu
from handlers.places import in_words
from handlers.subscription_drafts import WishDraft
from handlers.subscription_words import line, title
from handlers.subscriptions import Mine
from handlers.talking import Talk
from language.text import Sentence
from language.times import when
from services import whys
from services.house import House
from services.members import Known
from services.places import Place
from services.whys import Why

FAILURES = frozenset({"unknown-outcome", "transient", "letter-refused"})
"""Failures that have a sentence of their own."""


class WhyThis(CallbackData, prefix="why"):
    """Why what is told of this `search` or `report` is in this chat."""

    about: str
    number: int


class Quiet(CallbackData, prefix="why-mute"):
    """Hear no more of this one."""

    delivery_id: int


class Loud(CallbackData, prefix="why-unmute"):
    """Hear of this one again."""

    delivery_id: int


class WhyNot(CallbackData, prefix="desk-why"):
    """Why this member did not get this alert; 0: ask which."""

    member_id: int
    alert_id: int = 0


async def why(message: Message, bot: Bot, house: House, who: Known, talk: Talk) -> None:
    """Of the message that is answered to, else of the newest copy here."""
    asked = message.reply_to_message
    if asked is not None:
        found = await whys.of_message(house, bot_id=bot.id, address=str(message.chat.id), message_id=asked.message_id)
    else:
        found = await whys.of_last(house, recipient_id=who.recipient_id)
    await _explain(found, house, talk)


async def why_this(_: CallbackQuery, callback_data: WhyThis, bot: Bot, house: House, talk: Talk) -> None:
    """In a group only who tapped sees the answer."""
    found = await whys.of_thing(
        house,
        bot_id=bot.id,
        address=str(talk.chat_id),
        thread_id=talk.thread_id or 0,
        about=callback_data.about,
        number=callback_data.number,
    )
    if talk.private:
        await _explain(found, house, talk)
    else:
        names = [await title(house, talk.say, WishDraft.of("", each)) for each in found.wishes]
        key = "why-group" if names else "why-group-off"
        await talk.notice_of(talk.say(key, alerts=names[0] if names else ""), alert=True)


async def _explain(found: Why, house: House, talk: Talk) -> None:
    lines = [await _reason(found, house, talk)]
    lines += [talk.say("why-vetted")] if found.vetted_only else []
    await talk.send(Sentence("\n".join(lines)), rows=_ways_out(found))


async def _reason(found: Why, house: House, talk: Talk) -> Sentence:
    drafts = [WishDraft.of("", each) for each in found.wishes]
    if found.because is Because.DIGEST:
        lines = [await line(house, talk.say, each) for each in drafts]
        return talk.say("why-digest", lines=Sentence("\n".join(lines))) if lines else talk.say("why-off")
    alerts = await title(house, talk.say, drafts[0]) if drafts else ""
    distance = away(talk.say, found.band, None) or ""
    area = await in_words(house, talk.say, Place(area_id=found.via_area_id)) if found.via_area_id else ""
    key = "why-circle-unmeasured" if found.because is Because.CIRCLE and not distance else f"why-{found.because}"
    return talk.say(key, alerts=alerts, distance=distance, area=area)


def _ways_out(found: Why) -> Rows:
    """What can be done so that less of it comes; what is somebody's own affair cannot be turned off."""
    if not found.wishes and found.because is not Because.OFF:
        return []
    rows: list[list[Button]] = []
    if found.about:
        rows.append([_unmute(found.delivery_id) if found.muted else _mute(found.delivery_id)])
    if len(found.wishes) == 1:
        number = found.wishes[0].row.id or 0
        rows.append([Button("why-change", Mine(act="open", subscription_id=number))])
    return [*rows, [Button("why-settings", Menu(to=SETTINGS))]]


async def mute(_: CallbackQuery, callback_data: Quiet, house: House, who: Known, talk: Talk, now: Now) -> None:
    await whys.mute(house, recipient_id=who.recipient_id, delivery_id=callback_data.delivery_id, now=now())
    await talk.replace("why-muted", rows=[[_unmute(callback_data.delivery_id)]])


async def unmute(_: CallbackQuery, callback_data: Loud, house: House, who: Known, talk: Talk) -> None:
    await whys.unmute(house, recipient_id=who.recipient_id, delivery_id=callback_data.delivery_id)
    await talk.replace("why-unmuted", rows=[[_mute(callback_data.delivery_id)]])


def _mute(delivery_id: int) -> Button:
    return Button("why-mute", Quiet(delivery_id=delivery_id))


def _unmute(delivery_id: int) -> Button:
    return Button("why-unmute", Loud(delivery_id=delivery_id))


async def which_alert(_: CallbackQuery, callback_data: WhyNot, house: House, who: Known, talk: Talk) -> None:
    """A button for each alert that is out."""
    found = await whys.to_ask_about(house, by=who.id)
    rows: Rows = [
        [
            Button(
                "why-not-of-search" if each.search_id else "why-not-of-report",
                WhyNot(member_id=callback_data.member_id, alert_id=each.counts.alert),
                {"number": each.search_id or each.report_id or 0},
            )
        ]
        for each in found
    ]
    back: Rows = [[Button("desk-back", Menu(to=DESK))]]
    await talk.tell("why-not-which" if found else "why-not-none", rows=[*rows, *back])


async def why_not(_: CallbackQuery, callback_data: WhyNot, house: House, who: Known, talk: Talk, now: Now) -> None:
    """Whom and what it is about, and one named reason; it is recorded that they looked."""
    asked = callback_data.model_dump()
    found = await whys.why_not_them(house, **asked, by=who.id, now=now())
    key = "why-not-about-search" if found.search_id is not None else "why-not-about-report"
    about = talk.say(key, name=found.name or "…", number=found.search_id or found.report_id or 0)
    again = Button("why-not-another", WhyNot(member_id=callback_data.member_id))
    rows: Rows = [[again], [Button("desk-back", Menu(to=DESK))]]
    await talk.replace_by(Sentence(f"{about}\n{_named(found.answer, talk, now)}"), rows=rows)


def _named(answer: Answer, talk: Talk, now: Now) -> Sentence:
    """The reason in words: a moment on the asker's clock, a distance in steps."""
    reason = answer.failure if answer.failure in FAILURES else "other"
    return talk.say(
        f"why-not-{answer.absence}",
        when=when(talk.say, answer.at, talk.zone, now()) if answer.at is not None else talk.say("why-not-no-time"),
        distance=away(talk.say, answer.band, None) or "",
        reason=talk.say(f"why-failed-{reason}"),
    )


def routes() -> Router:
    router = Router(name="whys")
    router.message.register(why, Command("why"), F.chat.type == ChatType.PRIVATE)
    router.callback_query.register(why_this, WhyThis.filter())
    router.callback_query.register(mute, Quiet.filter())
    router.callback_query.register(unmute, Loud.filter())
    router.callback_query.register(which_alert, WhyNot.filter(F.alert_id == 0))
    router.callback_query.register(why_not, WhyNot.filter(F.alert_id != 0))
    return router
