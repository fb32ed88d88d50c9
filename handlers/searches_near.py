"""Which searches are near a member now, following one and muting the rest, and what they took part in."""

from aiogram import F, Router
from aiogram.enums import ChatType
from aiogram.filters import Command
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, Message

from alerts.distances import away
from clock.clocks import Now
from handlers.buttons import Button, Rows
from handlers.menus import home
from handlers.talking import Talk
from language.text import Key, Sentence
from language.times import when
from services import searches_near
from services.house import House
from services.members import Known
from services.searches_near import Near, TookPart

MOST = 10
"""Searches listed; the nearest."""


class NearMe(CallbackData, prefix="near"):
    """One of the searches that are near, or all of them."""

    act: str
    search_id: int = 0


async def show_list(_: Message | CallbackQuery, house: House, who: Known, talk: Talk) -> None:
    """How many, how far, and a button that brings each alert: nothing of who is looked for."""
    found = await searches_near.near_me(house, recipient_id=who.recipient_id)
    mine = [Button("near-mine", NearMe(act="mine"))]
    if not found:
        await talk.tell("near-none", rows=[mine, *home()])
        return
    lines = [talk.say("near-count", n=len(found)), *(_line(each, talk) for each in found[:MOST])]
    rows: Rows = [_buttons(each) for each in found[:MOST]]
    await talk.send(Sentence("\n".join(lines)), rows=[*rows, mine])


def _line(each: Near, talk: Talk) -> Sentence:
    distance = away(talk.say, each.band, None)
    said = talk.say("near-at", number=each.search_id, distance=distance) if distance else None
    said = said or talk.say("near-in-area", number=each.search_id)
    return Sentence(f"{said} {talk.say('near-is-muted')}") if each.muted else said


def _buttons(each: Near) -> list[Button]:
    number = each.search_id
    other = "follow" if each.muted else "mute"
    return [
        Button("near-show", NearMe(act="show", search_id=number), {"number": number}),
        Button(f"button-search-{other}", NearMe(act=other, search_id=number)),
    ]


async def show_alert(_: CallbackQuery, callback_data: NearMe, house: House, who: Known, talk: Talk) -> None:
    await searches_near.show(house, search_id=callback_data.search_id, recipient_id=who.recipient_id)
    await talk.notice("near-shown")


async def mute(_: CallbackQuery, callback_data: NearMe, house: House, who: Known, talk: Talk, now: Now) -> None:
    """Under the alert and in the list; in a group it is everybody's alert."""
    number, muted = callback_data.search_id, callback_data.act == "mute"
    if not talk.private:
        await talk.notice("near-in-private", alert=True)
        return
    await searches_near.mute(house, search_id=number, recipient_id=who.recipient_id, muted=muted, now=now())
    follow = [Button("button-search-follow", NearMe(act="follow", search_id=number))]
    only = [Button("button-search-only", NearMe(act="only", search_id=number))]
    await talk.tell("search-muted" if muted else "search-followed", number=number, rows=[follow if muted else only])


async def follow_only(_: CallbackQuery, callback_data: NearMe, house: House, who: Known, talk: Talk, now: Now) -> None:
    number = callback_data.search_id
    await searches_near.follow_only(house, search_id=number, recipient_id=who.recipient_id, now=now())
    await talk.replace("search-followed-only", number=number)


async def show_mine(_: CallbackQuery, house: House, who: Known, talk: Talk, now: Now) -> None:
    found = await searches_near.took_part(house, member_id=who.id)
    if not found:
        await talk.tell("near-mine-none", rows=home())
        return
    lines = [talk.say("near-mine-title"), *(_what_i_did(each, talk, now) for each in found[:MOST])]
    await talk.send(Sentence("\n".join(lines)), rows=home())


def _what_i_did(each: TookPart, talk: Talk, now: Now) -> Sentence:
    lines = []
    if each.state is not None and each.at is not None:
        state = Key(f"responder-{each.state.value.replace('_', '-')}")
        at = when(talk.say, each.at, talk.zone, now())
        lines.append(talk.say("near-mine-out", number=each.search_id, state=state, when=at))
    if each.sightings:
        lines.append(talk.say("near-mine-sightings", number=each.search_id, sightings=each.sightings))
    return Sentence("\n".join(lines))


def routes() -> Router:
    router = Router(name="searches-near")
    router.message.register(show_list, Command("searches"), F.chat.type == ChatType.PRIVATE)
    router.callback_query.register(show_list, NearMe.filter(F.act == "list"))
    router.callback_query.register(show_alert, NearMe.filter(F.act == "show"))
    router.callback_query.register(mute, NearMe.filter(F.act.in_({"mute", "follow"})))
    router.callback_query.register(follow_only, NearMe.filter(F.act == "only"))
    router.callback_query.register(show_mine, NearMe.filter(F.act == "mine"))
    return router
