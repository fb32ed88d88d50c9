"""What the desk does about a draft that may be about the same person as another case: join it, or keep them apart."""

from aiogram import F, Router
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery

from clock.clocks import Now
from handlers.buttons import Button
from handlers.talking import Talk
from services import same_people
from services.house import House
from services.members import Known


class SamePeople(CallbackData, prefix="same"):
    """What is done about a draft and another case: join, join-now, apart."""

    act: str
    search_id: int
    other_id: int


async def ask_whether(_: CallbackQuery, callback_data: SamePeople, talk: Talk) -> None:
    """A second look at what joining does."""
    number, into = callback_data.search_id, callback_data.other_id
    sure = Button("same-join-now", SamePeople(act="join-now", search_id=number, other_id=into))
    await talk.tell("same-join-sure", number=number, into=into, rows=[[sure]])


async def join(_: CallbackQuery, callback_data: SamePeople, house: House, who: Known, talk: Talk, now: Now) -> None:
    number, into = callback_data.search_id, callback_data.other_id
    await same_people.join(house, search_id=number, into=into, member_id=who.id, now=now())
    await talk.replace("same-joined", number=number, into=into)


async def keep_apart(
    _: CallbackQuery, callback_data: SamePeople, house: House, who: Known, talk: Talk, now: Now
) -> None:
    number, other = callback_data.search_id, callback_data.other_id
    await same_people.keep_apart(house, search_id=number, other_id=other, member_id=who.id, now=now())
    await talk.notice("same-apart", alert=True, number=number, other=other)


def routes() -> Router:
    router = Router(name="same-people")
    router.callback_query.register(ask_whether, SamePeople.filter(F.act == "join"))
    router.callback_query.register(join, SamePeople.filter(F.act == "join-now"))
    router.callback_query.register(keep_apart, SamePeople.filter(F.act == "apart"))
    return router
