"""Adding to a notice that is with the desk, and the desk's side of it: hearing what was said, and asking for more."""

from dataclasses import replace
from typing import Any

from aiogram import Bot, F, Router
from aiogram.enums import ChatType
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from clock.clocks import Now
from handlers import places
from handlers.notice_drafts import Done, TellingMore, wait_for_more
from handlers.notices import Mine
from handlers.pictures import PICTURE, sent_picture
from handlers.places import PINNED, pin_of
from handlers.recordings import SPOKEN, kept_recording, play
from handlers.searches import AtSearch
from handlers.talking import Talk
from handlers.unfinished import busy_besides, finish_first
from handlers.words import WORDS
from models.refusals import NotUnderstood
from services import pictures, search_telling, searches
from services.house import House
from services.members import Known
from services.places import Place
from services.search_entries import Entry

PURPOSE = "notice-add"
"""The name under which a place is added to a notice."""


class Asking(StatesGroup):
    question = State()


async def ask_what(query: CallbackQuery, callback_data: Mine, house: House, who: Known, talk: Talk) -> None:
    """What the desk asked may name the person: it is not said again, the card with it is pointed at."""
    search = await search_telling.own_notice(house, search_id=callback_data.search_id, member_id=who.id)
    if callback_data.act == "answer" and search.question and query.message is not None:
        talk = replace(talk, quotes=query.message.message_id)
        await wait_for_more(talk, search.id or 0, "notice-answer-what")
    else:
        await wait_for_more(talk, search.id or 0, "notice-add-what")


async def add_words(message: Message, house: House, who: Known, talk: Talk, now: Now) -> None:
    await _add(house, who, talk, now, words=message.text or "")


async def add_recording(message: Message, bot: Bot, house: House, who: Known, talk: Talk, once: str, now: Now) -> None:
    number = await kept_recording(message, bot, house, once=once, now=now())
    await _add(house, who, talk, now, heard=[number], words=message.caption or "")


async def add_picture(
    message: Message, bot: Bot, house: House, who: Known, talk: Talk, now: Now, album_rest: bool
) -> None:
    """Of an album the first one."""
    if album_rest:
        return
    picture_id = await pictures.keep(house, await sent_picture(message, bot), now=now())
    await _add(house, who, talk, now, entry=Entry(picture_id=picture_id), words=message.caption or "")


async def add_contact(message: Message, house: House, who: Known, talk: Talk, now: Now) -> None:
    if message.contact is None:
        raise NotUnderstood()
    await _add(house, who, talk, now, entry=Entry(reporter_phone=message.contact.phone_number))


async def add_pin(message: Message, house: House, talk: Talk, once: str) -> None:
    await places.take_pin(pin_of(message), PURPOSE, house=house, talk=talk, once=once, words_do=True)


async def place_known(place: Place, *, house: House, who: Known, talk: Talk, now: Now) -> None:
    await _add(house, who, talk, now, entry=Entry(lkp=place))


async def _add(house: House, who: Known, talk: Talk, now: Now, **what: Any) -> None:
    number = int((await talk.state.get_data())["adding_to"])
    await search_telling.add_to_notice(house, search_id=number, member_id=who.id, now=now(), **what)
    await wait_for_more(talk, number, "notice-added")


async def done(_: CallbackQuery, talk: Talk) -> None:
    await talk.thank("notice-add-thanks")


async def hear(
    _: CallbackQuery, callback_data: AtSearch, bot: Bot, house: House, who: Known, talk: Talk, now: Now
) -> None:
    number = callback_data.search_id
    found = await search_telling.listen(house, search_id=number, member_id=who.id, bot_id=bot.id, now=now())
    await play(found, "recording-of-search", number, house=house, talk=talk, now=now())


async def ask_question(_: CallbackQuery, callback_data: AtSearch, house: House, who: Known, talk: Talk) -> None:
    search = await searches.look(house, search_id=callback_data.search_id, member_id=who.id)
    await talk.state.set_data({"search_id": search.id})
    await talk.ask(Asking.question, "search-ask-what", number=search.id or 0)


async def ask_reporter(message: Message, house: House, who: Known, talk: Talk, now: Now) -> None:
    number = int((await talk.state.get_data())["search_id"])
    question = message.text or ""
    await search_telling.ask_reporter(house, search_id=number, member_id=who.id, question=question, now=now())
    await talk.thank("search-asked", number=number)


def routes() -> Router:
    router = Router(name="notice-adding")
    router.message.filter(F.chat.type == ChatType.PRIVATE)
    adding = Mine.filter(F.act.in_({"add", "answer"}))
    router.callback_query.register(finish_first, adding, busy_besides(TellingMore))
    router.callback_query.register(ask_what, adding)
    router.callback_query.register(done, TellingMore.what, Done.filter())
    router.message.register(add_recording, TellingMore.what, SPOKEN)
    router.message.register(add_picture, TellingMore.what, PICTURE)
    router.message.register(add_contact, TellingMore.what, F.contact)
    router.message.register(add_pin, TellingMore.what, PINNED)
    router.message.register(add_words, TellingMore.what, WORDS)
    router.callback_query.register(hear, AtSearch.filter(F.act == "hear"))
    router.callback_query.register(finish_first, AtSearch.filter(F.act == "ask"), busy_besides(Asking))
    router.callback_query.register(ask_question, AtSearch.filter(F.act == "ask"))
    router.message.register(ask_reporter, Asking.question, WORDS)
    return router
