"""A newcomer volunteers: one answer, the place, and alerts are on; everything else may be said later, or never."""

from typing import Any

from aiogram import F, Router
from aiogram.enums import ChatType
from aiogram.filters import StateFilter
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery

from clock.clocks import Now
from handlers import places
from handlers.area_walk import Pick, Walk, area_rows
from handlers.buttons import Button, Rows, no_keyboard
from handlers.menus import ALERTS, Menu
from handlers.places import Where, in_words, sought
from handlers.settings import Ask
from handlers.subscription_drafts import Near, WishDraft
from handlers.subscription_steps import walk
from handlers.subscriptions import Mine, say_it_is_on
from handlers.talking import Talk
from handlers.unfinished import busy_besides, finish_first
from services import preferences, subscriptions
from services.house import House
from services.members import Known
from services.places import Place
from services.subscriptions import SEARCHES, Wish, first_wish

PURPOSE = "volunteer"
"""The name under which the place of a newcomer is asked for."""
RADIUS_KM = 5
"""How far around a pin a newcomer hears of things, until they say otherwise."""


class OfAge(CallbackData, prefix="volunteer-adult"):
    """What a newcomer says of their age; asked once the place is known, answered whenever they like."""

    subscription_id: int
    adult: bool


async def newcomer(_: CallbackQuery, house: House, who: Known) -> bool:
    """Whether somebody has no alerts yet."""
    return not await subscriptions.of_recipient(house, who.recipient_id)


async def begin(_: CallbackQuery, house: House, talk: Talk) -> None:
    """The one question."""
    metres = round(house.rules.privacy.home_grid_m)
    await places.ask(talk, PURPOSE, "volunteer-where", rows=await area_rows(house, talk.say), metres=metres)


async def pick(_: CallbackQuery, callback_data: Pick, house: House, who: Known, talk: Talk, now: Now) -> None:
    """An area by its button needs no reading back."""
    place = Place(area_id=callback_data.area_id)
    words = talk.say("place-taken", place=await in_words(house, talk.say, place))
    await talk.send(words, keyboard=no_keyboard())
    await place_known(place, house=house, who=who, talk=talk, now=now)


async def place_known(place: Place, *, house: House, who: Known, talk: Talk, now: Now) -> None:
    """From here on they hear what is near; searches as soon as they say that they are adults."""
    await talk.state.clear()
    wish = first_wish(house, adult=who.adult)
    km = min(max(RADIUS_KM, house.rules.alerts.least_radius_km), house.rules.alerts.most_radius_km)
    ground = WishDraft("", kinds_said=True, radius_km=km).at(place, radius_km=km).ground
    number = await subscriptions.subscribe(house, recipient_id=who.recipient_id, ground=ground, wish=wish, now=now())
    rest = further(number)
    if who.adult:
        await say_it_is_on(number, house, who, talk, now, rest)
        return
    await say_it_is_on(number, house, who, talk, now, [])
    ages = [("alerts-adult", True), ("alerts-minor", False)]
    rows: Rows = [[Button(key, OfAge(subscription_id=number, adult=adult))] for key, adult in ages]
    await talk.tell("volunteer-adult-question", rows=rows)


async def of_age(_: CallbackQuery, callback_data: OfAge, house: House, who: Known, talk: Talk, now: Now) -> None:
    """Searches too, by their word; who is younger goes on hearing of reports."""
    number = callback_data.subscription_id
    if not callback_data.adult:
        await talk.replace("alerts-without-searches", rows=further(number))
        return
    await preferences.confirm_adult(house, member_id=who.id, now=now())
    known = await subscriptions.get(house, recipient_id=who.recipient_id, subscription_id=number)
    draft = WishDraft.of("", known)
    wish = Wish.of_kinds({*draft.kinds, SEARCHES}, frequency=draft.frequency or "")
    await subscriptions.change(house, recipient_id=who.recipient_id, subscription_id=number, wish=wish, now=now())
    await say_it_is_on(number, house, who, talk, now, further(number))


def further(number: int) -> Rows:
    """What may be said beyond the place, a button for each."""
    return [
        [Button("alerts-change-kinds", Mine(act="kinds", subscription_id=number))],
        [Button("alerts-change-times", Mine(act="times", subscription_id=number))],
        [Button("settings-change-quiet", Ask(what="quiet")), Button("menu-alerts", Menu(to=ALERTS))],
    ]


async def for_newcomers(_: Any, talk: Talk) -> bool:
    """Whether the place that is being asked for is a newcomer's."""
    wanted = await sought(talk)
    return wanted is not None and wanted.purpose == PURPOSE


def routes() -> Router:
    router = Router(name="volunteering")
    router.message.filter(F.chat.type == ChatType.PRIVATE)
    router.callback_query.register(begin, Menu.filter(F.to == ALERTS), StateFilter(None), newcomer)
    router.callback_query.register(finish_first, Near.filter(), busy_besides())
    router.callback_query.register(begin, Near.filter())
    router.callback_query.register(walk, StateFilter(Where), Walk.filter(), for_newcomers)
    router.callback_query.register(pick, StateFilter(Where), Pick.filter(), for_newcomers)
    router.callback_query.register(of_age, OfAge.filter())
    return router
