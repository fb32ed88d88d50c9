"""Settings: language, when to be left alone, the clock, dates, how loud, when digests come."""

from collections.abc import Awaitable, Callable
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from aiogram import F, Router
from aiogram.enums import ChatType
from aiogram.filters import Command
from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from clock.clocks import Now
from clock.schedule_words import schedule_sentence
from clock.schedules import Schedule
from handlers.buttons import AnyButton, Button, Rows, in_rows
from handlers.menus import HOME, LANGUAGE, PRIVACY, SETTINGS, Menu
from handlers.subscription_words import own_times
from handlers.talking import Talk
from handlers.words import WORDS
from language import times
from language.text import Key, Sentence
from language.voices import Say
from models.members import Member
from services import preferences
from services.house import House
from services.members import Known


class Typing(StatesGroup):
    """What is typed when no button says it."""

    quiet = State()
    zone = State()
    usual = State()
    until = State()
    reach = State()


class Ask(CallbackData, prefix="set-ask"):
    """Show what one setting can be."""

    what: str


class Choose(CallbackData, prefix="set"):
    """Make a setting this; `value` is as short as a button can hold."""

    what: str
    value: str


QUIET = ("2230-0530", "2300-0700", "2100-0600", "0000-0000")
ZONES = ("Asia/Riyadh", "Asia/Dubai", "Asia/Kuwait", "Africa/Cairo", "Africa/Tunis", "Asia/Amman")
USUAL = ("daily 20.00", "daily 08.00", "isha+30", "every 2h", "weekly thu 17.00", "")
REACHES = ("2300", "0100", "1800-2300")
"""Until a time of today, or every day from one to another."""
PAUSES = ("1", "8", "24")
"""Hours."""


async def show(_: Message | CallbackQuery, house: House, who: Known, talk: Talk, now: Now, state: FSMContext) -> None:
    """Every setting as it is, with a button to change each."""
    await state.clear()
    member = await preferences.profile(house, who.id)
    await talk.replace_by(_summary(talk.say, house, member, now()), rows=_buttons(member, now()))


async def ask_quiet(_: CallbackQuery, talk: Talk) -> None:
    hours = [Button("settings-hours", Choose(what="quiet", value=each), _hours(talk.say, each)) for each in QUIET[:-1]]
    never = Button("settings-never-quiet", Choose(what="quiet", value=QUIET[-1]))
    await talk.ask(Typing.quiet, "settings-quiet-question", rows=_choices([*hours, never]))


async def ask_reach(_: CallbackQuery, talk: Talk) -> None:
    """Until when, or every day from when to when, urgent alerts are heard whatever the quiet hours."""
    once: list[AnyButton] = [
        Button("settings-reach-once", _choose("reach", each), {"until": _clock(talk.say, _read(each))})
        for each in REACHES[:-1]
    ]
    daily = Button("settings-reach-daily", _choose("reach", REACHES[-1]), _hours(talk.say, REACHES[-1]))
    never = Button("settings-reach-never", _choose("reach", ""))
    await talk.ask(Typing.reach, "settings-reach-question", rows=_choices([*once, daily, never]))


async def ask_zone(_: CallbackQuery, talk: Talk) -> None:
    zones: list[AnyButton] = [Button(_zone_key(each), _choose("zone", each)) for each in ZONES]
    await talk.ask(Typing.zone, "settings-zone-question", rows=_choices(zones))


async def ask_usual(_: CallbackQuery, talk: Talk) -> None:
    known = [
        Button("settings-schedule", _choose("usual", each), {"schedule": _schedule(talk.say, each.replace(".", ":"))})
        for each in USUAL[:-1]
    ]
    await talk.ask(
        Typing.usual,
        "settings-usual-question",
        rows=_choices([*known, Button("settings-usual-none", _choose("usual", ""))]),
    )


async def ask_pause(_: CallbackQuery, talk: Talk) -> None:
    """How long; a time of one's own is typed."""
    pauses: list[AnyButton] = [Button(f"settings-pause-{each}", _choose("pause", each)) for each in PAUSES]
    await talk.ask(Typing.until, "settings-pause-question", rows=_choices(pauses))


async def pause_typed(message: Message, house: House, who: Known, talk: Talk, now: Now, state: FSMContext) -> None:
    await preferences.pause_until(house, member_id=who.id, text=message.text or "", now=now())
    await state.clear()
    await _say_paused(house, who, talk, now)


async def pause(
    _: CallbackQuery, callback_data: Choose, house: House, who: Known, talk: Talk, now: Now, state: FSMContext
) -> None:
    """For so many hours; until when is said, and what does not come until then."""
    length = timedelta(hours=int(callback_data.value))
    await preferences.pause_for(house, member_id=who.id, length=length, now=now())
    await state.clear()
    await _say_paused(house, who, talk, now)


async def _say_paused(house: House, who: Known, talk: Talk, now: Now) -> None:
    member = await preferences.profile(house, who.id)
    until = times.when(talk.say, member.paused_until or now(), _zone_of(house, member), now())
    rows: Rows = [[Button("settings-pause-0", _choose("go-on", "0"))], [Button("menu-home", Menu(to=HOME))]]
    await talk.replace("settings-pause-begun", until=until, rows=rows)


async def go_on(_: CallbackQuery, house: House, who: Known, talk: Talk, now: Now, state: FSMContext) -> None:
    """The pause is over: what waited and is still open comes now."""
    await state.clear()
    waited = await preferences.end_pause(house, member_id=who.id, now=now())
    await talk.replace("settings-pause-over", n=waited, rows=[[Button("menu-home", Menu(to=HOME))]])


async def choose(
    query: CallbackQuery, callback_data: Choose, house: House, who: Known, talk: Talk, now: Now, state: FSMContext
) -> None:
    """Change one setting by a button, and show them all again."""
    change = CHANGES.get(callback_data.what)
    if change is None:
        await talk.notice("button-stale", alert=True)
        return
    await change(house, who.id, callback_data.value, now())
    await talk.notice("settings-kept")
    await _show_again(query, house, who, talk, now, state)


async def typed(message: Message, house: House, who: Known, talk: Talk, now: Now, state: FSMContext) -> None:
    """Change the setting whose question was asked by what was typed."""
    step = (await state.get_state() or "").rpartition(":")[2]
    await CHANGES[step](house, who.id, message.text or "", now())
    await show(message, house, who, talk, now, state)


async def _show_again(query: CallbackQuery, house: House, who: Known, talk: Talk, now: Now, state: FSMContext) -> None:
    known = await preferences.profile(house, who.id)
    talk.zone = _zone_of(house, known)
    await show(query, house, who, talk, now, state)


Change = Callable[[House, int, str, datetime], Awaitable[Any]]


async def _quiet(house: House, member_id: int, value: str, now: datetime) -> None:
    written = f"{value[:2]}:{value[2:7]}:{value[7:]}" if value in QUIET else value
    await preferences.set_quiet_hours(house, member_id=member_id, text=written, now=now)


async def _reach(house: House, member_id: int, value: str, now: datetime) -> None:
    if not value:
        await preferences.end_reach(house, member_id=member_id, now=now)
        return
    halves = [f"{each[:2]}:{each[2:]}" for each in value.split("-")]
    written = "-".join(halves) if value in REACHES else value
    await preferences.set_reach(house, member_id=member_id, text=written, now=now)


async def _zone(house: House, member_id: int, value: str, now: datetime) -> None:
    await preferences.set_zone(house, member_id=member_id, text=value, now=now)


async def _usual(house: House, member_id: int, value: str, now: datetime) -> None:
    text = own_times(value.replace(".", ":"), instant=False) if value else None
    await preferences.set_usual_times(house, member_id=member_id, text=text, now=now)


async def _hijri(house: House, member_id: int, value: str, now: datetime) -> None:
    await preferences.set_hijri(house, member_id=member_id, shown=value == "on", now=now)


async def _wake(house: House, member_id: int, value: str, now: datetime) -> None:
    await preferences.set_wake(house, member_id=member_id, wake=value == "on", now=now)


CHANGES: dict[str, Change] = {
    "quiet": _quiet,
    "reach": _reach,
    "zone": _zone,
    "usual": _usual,
    "hijri": _hijri,
    "wake": _wake,
}


def _summary(say: Say, house: House, member: Member, now: datetime) -> Sentence:
    """One line for each setting."""
    zone = _zone_of(house, member)
    usual = _schedule(say, member.broadcast_cron) if member.broadcast_cron else say("settings-as-usual")
    lines = [
        say("settings"),
        say("settings-language", language=Key("language-own-name")),
        quiet_line(say, house, member),
        *reach_line(say, house, member, now),
        say("settings-wake-on" if member.wake_for_urgent else "settings-wake-off"),
        say("settings-usual", schedule=usual),
        say("settings-zone", zone=Key(_zone_key(zone.key)) if zone.key in ZONES else zone.key),
        say("settings-hijri-on" if member.hijri else "settings-hijri-off"),
    ]
    lines += [say("settings-groups-suffice")] if member.groups_suffice else []
    return Sentence("\n".join(lines + paused_line(say, house, member, now)))


def quiet_line(say: Say, house: House, member: Member) -> Sentence:
    """When somebody is not disturbed, as they said or as the deployment has it."""
    schedule = house.rules.schedule
    start = member.quiet_from or time.fromisoformat(schedule.quiet_from)
    end = member.quiet_to or time.fromisoformat(schedule.quiet_to)
    if start == end:
        return say("settings-not-quiet")
    return say("settings-quiet", start=_clock(say, start), end=_clock(say, end))


def reach_line(say: Say, house: House, member: Member, now: datetime) -> list[Sentence]:
    """When urgent alerts sound whatever the quiet hours; nothing where that was not asked for, or is over."""
    until = member.reach_until
    if until is not None and until > now:
        return [say("settings-reach-until", until=times.when(say, until, _zone_of(house, member), now))]
    if member.duty_from is None or member.duty_to is None or member.duty_from == member.duty_to:
        return []
    return [say("settings-reach", start=_clock(say, member.duty_from), end=_clock(say, member.duty_to))]


def paused_line(say: Say, house: House, member: Member, now: datetime) -> list[Sentence]:
    """Until when alerts are paused, on the member's clock; nothing where they are not."""
    until = member.paused_until
    if until is None or until <= now:
        return []
    return [say("settings-paused", until=times.when(say, until, _zone_of(house, member), now))]


def pause_button(member: Member, now: datetime) -> Button:
    """Ends a pause, or begins one."""
    if member.paused_until is not None and member.paused_until > now:
        return Button("settings-pause-0", _choose("go-on", "0"))
    return Button("settings-pause", Ask(what="pause"))


def _zone_key(zone: str) -> str:
    """The sentence that names one of `ZONES`."""
    return f"zone-{zone.lower().replace('/', '-')}"


def _zone_of(house: House, member: Member) -> ZoneInfo:
    return ZoneInfo(member.zone or house.rules.areas.zone)


def _buttons(member: Member, now: datetime) -> Rows:
    wake = "off" if member.wake_for_urgent else "on"
    hijri = "off" if member.hijri else "on"
    return [
        [Button("settings-change-language", Menu(to=LANGUAGE)), Button("settings-change-quiet", Ask(what="quiet"))],
        [Button("settings-change-reach", Ask(what="reach"))],
        [Button(f"settings-turn-wake-{wake}", Choose(what="wake", value=wake))],
        [Button("settings-change-usual", Ask(what="usual")), Button("settings-change-zone", Ask(what="zone"))],
        [Button(f"settings-turn-hijri-{hijri}", Choose(what="hijri", value=hijri))],
        [pause_button(member, now)],
        [Button("settings-groups", Ask(what="groups"))],
        [Button("settings-privacy", Menu(to=PRIVACY))],
        [Button("menu-home", Menu(to=HOME))],
    ]


def _choose(what: str, value: str) -> Choose:
    return Choose(what=what, value=value)


def _choices(buttons: list[AnyButton]) -> Rows:
    return [*in_rows(buttons), [Button("settings-back", Menu(to=SETTINGS))]]


def _hours(say: Say, value: str) -> dict[str, str | int]:
    return {"start": _clock(say, _read(value[:4])), "end": _clock(say, _read(value[5:]))}


def _read(digits: str) -> time:
    return time(int(digits[:2]), int(digits[2:]))


def _clock(say: Say, at: time) -> Sentence:
    """A time of day, which needs no date: any will do."""
    utc = ZoneInfo("UTC")
    return times.clock(say, datetime.combine(date(2000, 1, 1), at, utc), utc)


def _schedule(say: Say, text: str) -> Sentence:
    return schedule_sentence(say, Schedule.parse(text))


def routes() -> Router:
    router = Router(name="settings")
    router.message.filter(F.chat.type == ChatType.PRIVATE)
    router.message.register(show, Command("settings"))
    router.message.register(typed, Typing.quiet, WORDS)
    router.message.register(typed, Typing.reach, WORDS)
    router.message.register(typed, Typing.zone, WORDS)
    router.message.register(typed, Typing.usual, WORDS)
    router.callback_query.register(show, Menu.filter(F.to == SETTINGS))
    asks = {"quiet": ask_quiet, "reach": ask_reach, "zone": ask_zone, "usual": ask_usual, "pause": ask_pause}
    for what, ask in asks.items():
        router.callback_query.register(ask, Ask.filter(F.what == what))
    router.message.register(pause_typed, Typing.until, WORDS)
    router.callback_query.register(pause, Choose.filter((F.what == "pause") & F.value.in_(PAUSES)))
    router.callback_query.register(go_on, Choose.filter(F.what == "go-on"))
    router.callback_query.register(choose, Choose.filter())
    return router
