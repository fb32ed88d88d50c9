"""The groups an organisation has accepted: what each hears, and when it heard something last."""

from aiogram import F, Router
from aiogram.enums import ChatType
from aiogram.types import CallbackQuery

from clock.clocks import Now
from handlers.buttons import AnyButton, Button, Named
from handlers.desk_items import ShowGroups, back_to_desk
from handlers.group_desk import GroupCard
from handlers.group_words import area_names, kind_names, kinds_of
from handlers.talking import Talk
from language.text import Sentence
from language.times import since
from services import group_list
from services.group_list import Listening
from services.house import House
from services.members import Known


async def show(_: CallbackQuery, callback_data: ShowGroups, house: House, who: Known, talk: Talk, now: Now) -> None:
    """A line for each, and a button to its card, from where it is stopped."""
    page = callback_data.page
    found = await group_list.accepted(house, member_id=who.id, page=page)
    if not found.groups:
        await talk.replace("desk-no-groups", rows=[back_to_desk()])
        return
    lines = Sentence("\n".join([await _line(each, house, talk, now) for each in found.groups]))
    rows: list[list[AnyButton]] = [
        [Named(each.group.title, GroupCard(group_id=each.group.id or 0, page=page))] for each in found.groups
    ]
    turns: list[AnyButton] = [Button("desk-groups-before", ShowGroups(page=page - 1))] if page else []
    turns += [Button("desk-groups-more", ShowGroups(page=page + 1))] if found.more else []
    await talk.replace("desk-groups-now", n=found.count, lines=lines, rows=[*rows, turns, back_to_desk()])


async def _line(each: Listening, house: House, talk: Talk, now: Now) -> Sentence:
    """«متطوعو الغدير»: where, what, and how long ago it heard something."""
    say = talk.say
    last = say("desk-group-silent") if each.last is None else say("desk-group-last", since=since(say, each.last, now()))
    if each.wanted is None:
        return say("desk-group-bare", title=each.group.title, last=last)
    areas = await area_names(house, say, each.wanted.area_ids)
    kinds = kind_names(house, say, kinds_of(each.wanted))
    return say("desk-group-line", title=each.group.title, areas=areas, kinds=kinds, last=last)


def routes() -> Router:
    router = Router(name="desk-groups")
    router.callback_query.filter(F.message.chat.type == ChatType.PRIVATE)
    router.callback_query.register(show, ShowGroups.filter(F.page >= 0))
    return router
