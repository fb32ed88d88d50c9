"""What coordinators do about the volunteers of a search: where they gather, and who of them is overdue."""

from aiogram import Bot, F, Router
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery

from clock.clocks import Now
from handlers import places
from handlers.buttons import Named, Rows
from handlers.on_the_way import skill_name
from handlers.posting import posted
from handlers.searches import AtSearch
from handlers.talking import Talk
from handlers.unfinished import busy_besides, finish_first
from language.lists import listed
from language.text import Key, Sentence, escaped, isolated
from language.times import when
from services import check_ins, meeting_points, recordings, searches
from services.check_ins import Missed
from services.house import House
from services.members import TELEGRAM, Known
from services.places import Place
from services.recordings import Shown

PURPOSE = "search-meeting"
"""The name under which a search asks where its volunteers gather."""


class Overdue(CallbackData, prefix="overdue"):
    """The list of whom to call."""

    act: str
    search_id: int


class IsSafe(CallbackData, prefix="overdue-safe"):
    """This volunteer is known to be safe."""

    responder_id: int


async def ask_where(_: CallbackQuery, callback_data: AtSearch, house: House, who: Known, talk: Talk) -> None:
    search = await searches.look(house, search_id=callback_data.search_id, member_id=who.id)
    await talk.state.set_data({"search_id": search.id})
    await places.ask(talk, PURPOSE, "meeting-question")


async def place_known(place: Place, *, house: House, who: Known, talk: Talk, now: Now) -> None:
    number = int((await talk.state.get_data())["search_id"])
    await meeting_points.set_point(house, search_id=number, place=place, member_id=who.id, now=now())
    await talk.thank("meeting-set", number=number)


async def call_list(
    _: CallbackQuery, callback_data: Overdue, bot: Bot, house: House, who: Known, talk: Talk, now: Now
) -> None:
    """Names, and a way to write to each; it leaves the chat by itself within a day."""
    number = callback_data.search_id
    missed = await check_ins.call_list(house, search_id=number, member_id=who.id, now=now())
    if not missed:
        await talk.notice("overdue-nobody", alert=True)
        return
    people = Sentence("\n".join(_person(each, house, talk, now) for each in missed))
    rows: Rows = [
        [Named(talk.say.plain("overdue-is-safe", name=each.name or "…"), IsSafe(responder_id=each.responder_id))]
        for each in missed
    ]
    sent = await posted(bot, talk.say, talk.chat_id, "call-list", rows=rows, number=number, people=people)
    if sent is not None:
        await recordings.remember_shown(house, [Shown(bot.id, talk.chat_id, sent.message_id, None)], now=now())


def _person(each: Missed, house: House, talk: Talk, now: Now) -> Sentence:
    """Who, where to write to them, what they said last and when, with whom they went, and what they can do."""
    able = [skill_name(skill, talk) for skill in house.rules.searches.skills if skill.code in each.skills]
    name = isolated(escaped(each.name or "…"))
    linked = each.channel == TELEGRAM and each.address.isdecimal()
    shown = Sentence(f'<a href="tg://user?id={each.address}">{name}</a>' if linked else name)
    last = when(talk.say, each.since, talk.zone, now())
    state = Key(f"responder-{each.state.value.replace('_', '-')}")
    lines = [
        talk.say("call-list-person", name=shown, state=state, when=last),
        talk.say("call-list-team", team=each.team, partner=each.partner or "…") if each.team is not None else None,
        talk.say("call-list-arrives", when=when(talk.say, each.arrives_at, talk.zone, now()))
        if each.arrives_at
        else None,
        talk.say("call-list-car") if each.has_car else None,
        talk.say("call-list-able", skills=listed(talk.say, able)) if able else None,
        None if each.told else talk.say("call-list-asked"),
    ]
    return Sentence(" ".join(line for line in lines if line))


async def is_safe(_: CallbackQuery, callback_data: IsSafe, house: House, who: Known, talk: Talk, now: Now) -> None:
    new = await check_ins.mark_safe(house, responder_id=callback_data.responder_id, member_id=who.id, now=now())
    await talk.notice("overdue-safe-noted" if new else "check-settled", alert=True)


def routes() -> Router:
    router = Router(name="search-volunteers")
    meeting = AtSearch.filter(F.act == "meeting")
    router.callback_query.register(finish_first, meeting, busy_besides(places.Where))
    router.callback_query.register(ask_where, meeting)
    router.callback_query.register(call_list, Overdue.filter(F.act == "list"))
    router.callback_query.register(is_safe, IsSafe.filter())
    return router
