"""A volunteer who has arrived: a second adult first, then the best segment near them, and back from it.

While they hold a segment their live location becomes a track, which only coordinators see.
"""

from collections.abc import Iterable
from datetime import UTC, datetime

from aiogram import Bot, F, Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.enums import ChatType, ParseMode
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError
from aiogram.filters import StateFilter
from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import BufferedInputFile, CallbackQuery, Message

from alerts.distances import map_link
from clock.clocks import Now
from handlers.buttons import Button, Link, Rows, inline
from handlers.drills import as_it_is
from handlers.posting import post
from handlers.search_pictures import picture_of_segment
from handlers.talking import Talk
from handlers.unfinished import Offering, busy_besides, finish_first
from handlers.words import WORDS
from language.catalogues import Catalogues
from language.digits import latin_digits
from language.text import shortened
from language.voices import Voice
from models.refusals import NotUnderstood
from places.points import Point
from services import areas, pairs, segment_searches, tracks
from services.house import House
from services.members import Known
from services.pairs import Pair, Reachable
from services.segment_searches import Given, Missed


class Joining(StatesGroup):
    code = State()


class OnGround(CallbackData, prefix="ground"):
    """What somebody who has arrived may do."""

    act: str
    search_id: int


class TakeThis(CallbackData, prefix="segment"):
    """Take this segment rather than the best one."""

    search_id: int
    number: int


def take_button(search_id: int) -> Button:
    return Button("button-segment-take", OnGround(act="take", search_id=search_id))


async def take(
    _: CallbackQuery, callback_data: OnGround, bot: Bot, house: House, who: Known, talk: Talk, catalogues: Catalogues,
    now: Now,
) -> None:  # fmt: skip
    """The best free one, at once, for two; who is alone is asked with whom."""
    number = callback_data.search_id
    pair = await pairs.standing(house, search_id=number, member_id=who.id)
    if pair is None or not pair.together:
        await talk.tell("pair-first", rows=_partners(number))
        return
    given = await segment_searches.take(house, search_id=number, member_id=who.id, now=now())
    await _answer(given, number, bot, house, talk, catalogues)


async def take_this(
    _: CallbackQuery, callback_data: TakeThis, bot: Bot, house: House, who: Known, talk: Talk, catalogues: Catalogues,
    now: Now,
) -> None:  # fmt: skip
    search_id, number = callback_data.search_id, callback_data.number
    given = await segment_searches.take(house, search_id=search_id, member_id=who.id, number=number, now=now())
    await _answer(given, search_id, bot, house, talk, catalogues)


async def _answer(
    given: Given | Missed, search_id: int, bot: Bot, house: House, talk: Talk, catalogues: Catalogues
) -> None:
    """Both hear of it; who came second is offered the next."""
    if isinstance(given, Given):
        here = Reachable(str(talk.chat_id), talk.say.language)
        await hand_over(given, (here, *given.tell), bot, house, catalogues)
    elif given.following is None:
        await talk.tell("segment-missed-last", number=given.number)
    else:
        following = Button(
            "button-segment-this", TakeThis(search_id=search_id, number=given.following), {"number": given.following}
        )
        await talk.tell("segment-missed", number=given.number, next=given.following, rows=[[following]])


async def hand_over(given: Given, people: Iterable[Reachable], bot: Bot, house: House, catalogues: Catalogues) -> None:
    """Show a pair its segment: where, on what ground, and what to do; as words only where nothing can be drawn."""
    line = await areas.emergency(house, point=Point(given.lat, given.lon))
    for each in people:
        voice = catalogues.voice(each.language)
        picture = await picture_of_segment(house, voice, given)
        told = voice("segment-given", number=given.number, team=given.pair, emergency=line)
        words = await as_it_is(told, given.search_id, house, voice)
        keyboard = inline(voice, _held_rows(given))
        shared = {"parse_mode": ParseMode.HTML, "reply_markup": keyboard}
        try:
            if picture is None:
                await bot.send_message(int(each.address), shortened(words), **shared)  # type: ignore[arg-type]
            else:
                file = BufferedInputFile(picture, f"segment-{given.number}.jpg")
                await bot.send_photo(int(each.address), file, caption=shortened(words), **shared)  # type: ignore[arg-type]
        except (TelegramForbiddenError, TelegramBadRequest):
            continue


def _held_rows(given: Given) -> Rows:
    done, leave = (OnGround(act=act, search_id=given.search_id) for act in ("done", "leave"))
    return [
        [Link("button-segment-map", map_link(given.lat, given.lon))],
        [Button("button-segment-done", done)],
        [Button("button-segment-leave", leave)],
    ]


async def others(_: CallbackQuery, callback_data: OnGround, house: House, who: Known, talk: Talk, now: Now) -> None:
    search_id = callback_data.search_id
    numbers = await segment_searches.others(house, search_id=search_id, member_id=who.id, now=now())
    rows: Rows = [
        [Button("button-segment-this", TakeThis(search_id=search_id, number=each), {"number": each})]
        for each in numbers
    ]
    await talk.tell("segment-others" if rows else "segment-others-none", rows=rows)


def _partners(search_id: int) -> Rows:
    acts = ("anybody", "code", "type-code")
    return [[Button(f"button-pair-{act}", OnGround(act=act, search_id=search_id))] for act in acts]


async def with_anybody(
    _: CallbackQuery, callback_data: OnGround, bot: Bot, house: House, who: Known, talk: Talk, catalogues: Catalogues,
    now: Now,
) -> None:  # fmt: skip
    search_id = callback_data.search_id
    pair = await pairs.with_anybody(house, search_id=search_id, member_id=who.id, now=now())
    if pair.together:
        await _together(pair, search_id, bot, talk, catalogues)
    else:
        await talk.tell("pair-waiting", rows=[[Button("button-pair-part", OnGround(act="part", search_id=search_id))]])


async def with_code(_: CallbackQuery, callback_data: OnGround, house: House, who: Known, talk: Talk, now: Now) -> None:
    search_id = callback_data.search_id
    pair = await pairs.with_code(house, search_id=search_id, member_id=who.id, now=now())
    part = Button("button-pair-part", OnGround(act="part", search_id=search_id))
    await talk.tell("pair-code", code=pair.code or "", rows=[[part]])


async def ask_code(_: CallbackQuery, callback_data: OnGround, talk: Talk) -> None:
    await talk.state.set_data({"search_id": callback_data.search_id})
    await talk.ask(Joining.code, "pair-code-ask")


async def join_by_code(
    message: Message, bot: Bot, house: House, who: Known, talk: Talk, catalogues: Catalogues, now: Now
) -> None:
    search_id = int((await talk.state.get_data())["search_id"])
    code = latin_digits(message.text or "").strip()
    if not code.isdecimal():
        raise NotUnderstood()
    pair = await pairs.by_code(house, search_id=search_id, member_id=who.id, code=code, now=now())
    await talk.state.clear()
    await _together(pair, search_id, bot, talk, catalogues)


async def _together(pair: Pair, search_id: int, bot: Bot, talk: Talk, catalogues: Catalogues) -> None:
    """Both hear that they are two; neither hears a name or a number of the other."""
    rows: Rows = [
        [take_button(search_id)],
        [Button("button-segment-others", OnGround(act="others", search_id=search_id))],
    ]
    await talk.tell("pair-together", team=pair.number, rows=rows)
    if pair.partner is not None:
        voice = catalogues.voice(pair.partner.language)
        await post(bot, voice, pair.partner.address, "pair-together", team=pair.number, rows=rows)


async def part(
    _: CallbackQuery, callback_data: OnGround, bot: Bot, house: House, who: Known, talk: Talk, catalogues: Catalogues,
    now: Now,
) -> None:  # fmt: skip
    tell = await segment_searches.part(house, search_id=callback_data.search_id, member_id=who.id, now=now())
    await talk.tell("pair-parted", rows=[[take_button(callback_data.search_id)]])
    for each in tell:
        voice = catalogues.voice(each.language)
        await post(bot, voice, each.address, "pair-left-by", rows=[[take_button(callback_data.search_id)]])


async def back(
    _: CallbackQuery, callback_data: OnGround, bot: Bot, house: House, who: Known, talk: Talk, catalogues: Catalogues,
    now: Now,
) -> None:  # fmt: skip
    """Through with it, or it could not be done; how well it was searched is worked out, and not asked."""
    search_id, searched = callback_data.search_id, callback_data.act == "done"
    left = await segment_searches.come_back(house, search_id=search_id, member_id=who.id, searched=searched, now=now())
    said = "segment-done" if left.tracked or not searched else "segment-done-untracked"
    key = said if searched else "segment-left"
    rows: Rows = [[take_button(search_id)], [Button("button-pair-part", OnGround(act="part", search_id=search_id))]]
    await talk.tell(key, number=left.number, rows=rows)
    for each in left.tell:
        voice: Voice = catalogues.voice(each.language)
        await post(bot, voice, each.address, "segment-ended-by-partner", number=left.number, rows=rows)


async def ask_for_location(bot: Bot, voice: Voice, asked: tracks.Asked) -> None:
    """Nothing was heard of them for long: ask, and say how to end it."""
    done = Button("button-segment-done", OnGround(act="done", search_id=asked.search_id))
    await post(bot, voice, asked.address, "track-silent", number=asked.number, rows=[[done]])


async def begins_sharing(message: Message, house: House, who: Known, talk: Talk, now: Now) -> None:
    """A live location of somebody who holds a segment; of anybody else it is for whoever asks for places."""
    sharing = await _keep(message, house, who, now)
    if sharing is None:
        raise SkipHandler
    await talk.tell("track-begun", number=sharing.number)


async def moves(message: Message, house: House, who: Known, talk: Talk, now: Now) -> None:
    """A live location edits itself; one without a period has ended. Whoever else waits for it hears it too."""
    if message.location is not None and message.location.live_period:
        await _keep(message, house, who, now)
    else:
        stopped = await tracks.stop_sharing(house, member_id=who.id, now=now())
        if stopped is not None:
            await talk.tell("track-stopped", number=stopped.number)
    raise SkipHandler


async def _keep(message: Message, house: House, who: Known, now: Now) -> tracks.Sharing | None:
    where = message.location
    if where is None:
        return None
    return await tracks.keep_place(
        house, member_id=who.id, lat=where.latitude, lon=where.longitude,
        accuracy_m=where.horizontal_accuracy or 0.0, at=_moment(message, now()), now=now(),
    )  # fmt: skip


def _moment(message: Message, now: datetime) -> datetime:
    """When it was there, as Telegram says; now, where Telegram names a moment that cannot be."""
    if message.edit_date is None:
        return message.date
    try:
        return datetime.fromtimestamp(message.edit_date, UTC)
    except (ValueError, OverflowError, OSError):  # a year no calendar has
        return now


def routes() -> Router:
    router = Router(name="segments")
    router.message.filter(F.chat.type == ChatType.PRIVATE)
    router.edited_message.filter(F.chat.type == ChatType.PRIVATE)
    router.callback_query.register(take, OnGround.filter(F.act == "take"))
    router.callback_query.register(take_this, TakeThis.filter())
    router.callback_query.register(others, OnGround.filter(F.act == "others"))
    router.callback_query.register(with_anybody, OnGround.filter(F.act == "anybody"))
    router.callback_query.register(with_code, OnGround.filter(F.act == "code"))
    router.callback_query.register(finish_first, OnGround.filter(F.act == "type-code"), busy_besides(Joining))
    router.callback_query.register(ask_code, OnGround.filter(F.act == "type-code"))
    router.message.register(join_by_code, Joining.code, WORDS)
    router.callback_query.register(part, OnGround.filter(F.act == "part"))
    router.callback_query.register(back, OnGround.filter(F.act.in_({"done", "leave"})))
    router.message.register(begins_sharing, StateFilter(None, Offering.asked), F.location.live_period)
    router.edited_message.register(moves, F.location)
    return router
