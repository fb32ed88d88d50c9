"""What volunteers tap under an alert: on my way, arrived, safely back, and «not missing, or in danger»."""

from dataclasses import replace

from aiogram import F, Router
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery

from clock.clocks import Now
from handlers import on_the_way
from handlers.buttons import Button, Rows
from handlers.segments import take_button
from handlers.talking import Talk
from services import areas, objections, preferences, responders
from services.house import House
from services.members import Known


class Find(CallbackData, prefix="find"):
    """A button under an alert about a search, or under the answer to one."""

    act: str
    search_id: int


def in_private(query: CallbackQuery, talk: Talk) -> Talk:
    """The same person in their own chat with the bot: a group is no place for it."""
    return talk if talk.private else replace(talk, chat_id=query.from_user.id, private=True)


async def coming(query: CallbackQuery, callback_data: Find, house: House, who: Known, talk: Talk, now: Now) -> None:
    """On my way; adults only, by their word, asked once."""
    if not who.adult:
        number = callback_data.search_id
        sure: Rows = [[Button("find-adult", Find(act="adult", search_id=number))]]
        await in_private(query, talk).tell("find-adult-question", rows=sure)
        return
    await _come(query, callback_data.search_id, house, who, talk, now)


async def adult(query: CallbackQuery, callback_data: Find, house: House, who: Known, talk: Talk, now: Now) -> None:
    await preferences.confirm_adult(house, member_id=who.id, now=now())
    await _come(query, callback_data.search_id, house, who, talk, now)


async def _come(query: CallbackQuery, number: int, house: House, who: Known, talk: Talk, now: Now) -> None:
    """Noted at the first tap; what to know before setting out, and what else may be said, in private."""
    said = await responders.coming(house, search_id=number, member_id=who.id, now=now())
    await talk.notice("find-noted" if said.new else "find-noted-already")
    if said.new:
        await on_the_way.brief(number, house, who, in_private(query, talk), now)


async def arrived(_: CallbackQuery, callback_data: Find, house: House, who: Known, talk: Talk, now: Now) -> None:
    await responders.on_site(house, search_id=callback_data.search_id, member_id=who.id, now=now())
    await talk.notice("find-arrived-noted")
    number = callback_data.search_id
    await talk.change_buttons([[take_button(number)], [Button("button-find-back", Find(act="back", search_id=number))]])


async def back(_: CallbackQuery, callback_data: Find, house: House, who: Known, talk: Talk, now: Now) -> None:
    await responders.back(house, search_id=callback_data.search_id, member_id=who.id, now=now())
    await talk.notice("find-back-noted", alert=True)
    await talk.change_buttons([])


async def ask_object(query: CallbackQuery, callback_data: Find, house: House, who: Known, talk: Talk) -> None:
    """Once more, in private: it stops everything, and a thumb slips."""
    line = await areas.emergency(house, member_id=who.id)
    sure: Rows = [[Button("find-object-now", Find(act="object-now", search_id=callback_data.search_id))]]
    await in_private(query, talk).tell("find-object-sure", emergency=line, rows=sure)
    if not talk.private:
        await talk.notice("find-object-in-private")


async def object_now(_: CallbackQuery, callback_data: Find, house: House, who: Known, talk: Talk, now: Now) -> None:
    await objections.object_to(house, search_id=callback_data.search_id, member_id=who.id, now=now())
    line = await areas.emergency(house, member_id=who.id)
    paused = await objections.waits_for_decision(house, search_id=callback_data.search_id)
    await talk.replace("find-objected" if paused else "find-objected-again", emergency=line)


def routes() -> Router:
    router = Router(name="alerts-taps")
    router.callback_query.register(coming, Find.filter(F.act == "coming"))
    router.callback_query.register(adult, Find.filter(F.act == "adult"))
    router.callback_query.register(arrived, Find.filter(F.act == "arrived"))
    router.callback_query.register(back, Find.filter(F.act == "back"))
    router.callback_query.register(ask_object, Find.filter(F.act == "object"))
    router.callback_query.register(object_now, Find.filter(F.act == "object-now"))
    return router
