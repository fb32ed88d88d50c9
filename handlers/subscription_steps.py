"""The questions about alerts: about what, where, how far around, when; then all of it to confirm or to amend."""

from dataclasses import replace
from typing import Any

from aiogram import F, Router
from aiogram.enums import ChatType
from aiogram.filters import StateFilter
from aiogram.types import CallbackQuery, Message

from clock.clocks import Now
from clock.schedules import Schedule
from handlers import places
from handlers.area_walk import TOP, Pick, Walk, area_rows
from handlers.buttons import AnyButton, Button, Named, Rows, in_rows, no_keyboard
from handlers.group_drafts import put, toggled
from handlers.group_words import REPORTS, kind_name, kind_names
from handlers.places import Where, in_words, sought
from handlers.subscription_drafts import (
    PURPOSE,
    Adult,
    Alerting,
    Finish,
    KindOf,
    Often,
    Radius,
    WishDraft,
    draft_of,
    keep,
)
from handlers.subscription_words import digest, own_times, times, title
from handlers.talking import Talk
from handlers.words import WORDS
from language.lengths import kilometres
from language.text import visible
from models.refusals import NotUnderstood
from services import preferences, subscriptions
from services.house import House
from services.members import Known
from services.places import Place
from services.subscriptions import INSTANT, SEARCHES, known_kinds

OFTEN = {"instant": INSTANT, "usual": "", "morning": "daily 08:00", "thursday": "weekly thu 17:00", "isha": "isha+30"}
"""What is offered, by what its button carries; "usual" is when digests come anyway."""
RADII_KM = (1, 3, 5, 10, 25)


async def go_on(house: House, who: Known, talk: Talk, draft: WishDraft) -> None:
    """Keep what was said and ask what is still missing; with everything there, show the summary."""
    await keep(talk, draft)
    await ask(house, who, talk, draft, draft.missing)


async def ask(house: House, who: Known, talk: Talk, draft: WishDraft, what: str) -> None:
    """Ask for one thing, or show the summary, in a new message: what was said before stays to be read."""
    talk = replace(talk, query=None)
    match what:
        case "kinds":
            await _ask_kinds(house, talk, draft)
        case "place":
            await _ask_where(house, talk)
        case "radius":
            await _ask_radius(house, talk, draft)
        case "times":
            await _ask_times(house, who, talk, draft)
        case _:
            await _sum_up(house, talk, draft)


async def _ask_kinds(house: House, talk: Talk, draft: WishDraft) -> None:
    kinds = known_kinds([rule.code for rule in house.rules.reports.categories])
    buttons: list[AnyButton] = [Named(_kind(house, talk, draft, each), KindOf(code=each)) for each in kinds]
    rows: list[list[AnyButton]] = [[buttons[0]], [buttons[1]], *in_rows(buttons[2:])]
    if draft.kinds:
        rows.append([Button("alerts-kinds-done", Finish(act="kinds-done", began=draft.began))])
    await put(talk, Alerting.kinds, "alerts-kinds-question", rows)


def _kind(house: House, talk: Talk, draft: WishDraft, kind: str) -> str:
    name = visible(kind_name(house, talk.say, kind))
    return talk.say.plain("chosen", name=name) if kind in draft.kinds else name


async def choose_kind(_: CallbackQuery, callback_data: KindOf, house: House, talk: Talk) -> None:
    """Chosen, or no longer; the buttons stay where they were."""
    draft = await draft_of(talk)
    draft = replace(draft, kinds=toggled(draft.kinds, callback_data.code, REPORTS))
    await keep(talk, draft)
    await _ask_kinds(house, talk, draft)


async def kinds_done(_: CallbackQuery, house: House, who: Known, talk: Talk) -> None:
    """Searches are for adults, by their word, asked once."""
    draft = replace(await draft_of(talk), kinds_said=True)
    if SEARCHES not in draft.kinds or who.adult:
        await go_on(house, who, talk, draft)
        return
    rows: Rows = [[Button("alerts-adult", Adult(adult=True))], [Button("alerts-minor", Adult(adult=False))]]
    await talk.ask(Alerting.adult, "alerts-adult-question", rows=rows)


async def adult(_: CallbackQuery, callback_data: Adult, house: House, who: Known, talk: Talk, now: Now) -> None:
    """Who is younger hears of reports all the same."""
    draft = replace(await draft_of(talk), kinds_said=True)
    if callback_data.adult:
        await preferences.confirm_adult(house, member_id=who.id, now=now())
    else:
        draft = replace(draft, kinds=tuple(each for each in draft.kinds if each != SEARCHES))
        await talk.replace("alerts-without-searches")
    await go_on(house, who, talk, draft)


async def _ask_where(house: House, talk: Talk) -> None:
    rows = await area_rows(house, talk.say)
    await places.ask(talk, PURPOSE, "alerts-where", rows=rows, metres=round(house.rules.privacy.home_grid_m))


async def walk(_: CallbackQuery, callback_data: Walk, house: House, talk: Talk) -> None:
    """Look into an area, where the buttons were."""
    inside = callback_data.area_id
    rows = await area_rows(house, talk.say, inside, callback_data.page)
    if inside == TOP:
        await talk.replace("alerts-walk", rows=rows)
    else:
        await talk.replace("alerts-walk-in", rows=rows, area=await in_words(house, talk.say, Place(area_id=inside)))


async def pick(_: CallbackQuery, callback_data: Pick, house: House, who: Known, talk: Talk) -> None:
    """An area by its button needs no reading back."""
    place = Place(area_id=callback_data.area_id)
    words = talk.say("place-taken", place=await in_words(house, talk.say, place))
    await talk.send(words, keyboard=no_keyboard())
    await place_known(place, house=house, who=who, talk=talk)


async def place_known(place: Place, *, house: House, who: Known, talk: Talk, **_: object) -> None:
    """The place is certain; how exact it was sent is forgotten."""
    await talk.state.update_data(where=None)
    await go_on(house, who, talk, (await draft_of(talk)).at(place))


async def _ask_radius(house: House, talk: Talk, draft: WishDraft) -> None:
    """How far around; or all of the area in which it lies."""
    rules = house.rules.alerts
    offered = [km for km in RADII_KM if rules.least_radius_km <= km <= rules.most_radius_km]
    rows = in_rows([Button("alerts-km", Radius(km=km), {"km": str(km)}) for km in offered], width=3)
    if draft.area_id is not None:
        name = visible(await in_words(house, talk.say, Place(area_id=draft.area_id)))
        rows.append([Button("area-whole", Pick(area_id=draft.area_id), {"area": name})])
    await talk.ask(Alerting.radius, "alerts-radius-question", rows=rows)


async def radius(_: CallbackQuery, callback_data: Radius, house: House, who: Known, talk: Talk) -> None:
    await _take_radius(callback_data.km, house, who, talk)


async def type_radius(message: Message, house: House, who: Known, talk: Talk) -> None:
    """Kilometres, or a length in words."""
    km = kilometres(message.text or "")
    if km is None:
        raise NotUnderstood()
    await _take_radius(km, house, who, talk)


async def _take_radius(km: float, house: House, who: Known, talk: Talk) -> None:
    subscriptions.check_radius(house, km * 1000)
    await go_on(house, who, talk, replace(await draft_of(talk), radius_km=km))


async def _ask_times(house: House, who: Known, talk: Talk, draft: WishDraft) -> None:
    usual = await subscriptions.usual_times(house, recipient_id=who.recipient_id, ground=draft.ground)
    often: list[list[AnyButton]] = [[Button("alerts-instant", Often(times="instant"))]]
    for each, written in OFTEN.items():
        schedule = Schedule.parse(written) if written not in {INSTANT, ""} else usual
        if each == "usual" or (written != INSTANT and schedule != usual):
            often.append([Named(visible(digest(talk.say, schedule)), Often(times=each))])
    await talk.ask(Alerting.times, "alerts-times-question", rows=often)


async def choose_times(_: CallbackQuery, callback_data: Often, house: House, who: Known, talk: Talk) -> None:
    draft = replace(await draft_of(talk), frequency=OFTEN[callback_data.times])
    await go_on(house, who, talk, draft)


async def type_times(message: Message, house: House, who: Known, talk: Talk) -> None:
    """When, in words or in one of the written forms."""
    frequency = own_times(message.text or "", instant=True)
    await go_on(house, who, talk, replace(await draft_of(talk), frequency=frequency))


async def _sum_up(house: House, talk: Talk, draft: WishDraft) -> None:
    """Everything at a glance, to switch on or to amend."""
    acts = [["send" if draft.subscription_id is None else "save"], ["kinds", "times"], ["place"], ["drop"]]
    rows: Rows = [[Button(f"alerts-summary-{act}", Finish(act=act, began=draft.began)) for act in row] for row in acts]
    facts = {"kinds": kind_names(house, talk.say, draft.kinds), "times": times(talk.say, draft)}
    key = "alerts-summary" if draft.lat is None else "alerts-summary-circle"
    metres = round(house.rules.privacy.home_grid_m)
    await talk.ask(Alerting.summary, key, rows=rows, alerts=await title(house, talk.say, draft), metres=metres, **facts)


async def for_alerts(_: Any, talk: Talk) -> bool:
    """Whether the place that is being asked for is that of alerts."""
    wanted = await sought(talk)
    return wanted is not None and wanted.purpose == PURPOSE


def routes() -> Router:
    router = Router(name="subscription-steps")
    router.message.filter(F.chat.type == ChatType.PRIVATE)
    router.callback_query.register(choose_kind, Alerting.kinds, KindOf.filter())
    router.callback_query.register(kinds_done, Alerting.kinds, Finish.filter(F.act == "kinds-done"))
    router.callback_query.register(adult, Alerting.adult, Adult.filter())
    router.callback_query.register(walk, StateFilter(Where), Walk.filter(), for_alerts)
    router.callback_query.register(pick, StateFilter(Where), Pick.filter(), for_alerts)
    router.callback_query.register(pick, Alerting.radius, Pick.filter())
    router.callback_query.register(radius, Alerting.radius, Radius.filter())
    router.message.register(type_radius, Alerting.radius, WORDS)
    router.callback_query.register(choose_times, Alerting.times, Often.filter(F.times.in_(set(OFTEN))))
    router.message.register(type_times, Alerting.times, WORDS)
    return router
