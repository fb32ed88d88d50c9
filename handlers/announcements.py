"""A post that circulates, forwarded or pasted by staff: read into a draft, or stopped with its reason."""

from datetime import datetime
from typing import Any

from aiogram import Bot, F, Router
from aiogram.enums import ChatType
from aiogram.filters import StateFilter
from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from clock.clocks import Now
from handlers.buttons import Button, Named, Rows
from handlers.desk_items import OpenCard
from handlers.menus import leave_step
from handlers.offers import OFFERED
from handlers.pictures import PICTURE, sent_picture
from handlers.searches import FromPost, NewSearch, needed_of, what_next
from handlers.talking import Talk
from handlers.unfinished import Offering, busy_besides, finish_first
from handlers.words import WORDS
from models.claims import Claimed
from reading.announcements import Announcement
from reading.kinds import Kind
from services import announcements, areas, pictures
from services.house import House
from services.members import Known

ENOUGH_WORDS = 4
"""Fewer words than this out of the blue are no announcement."""


class Pasting(StatesGroup):
    waiting = State()


class ForAnother(CallbackData, prefix="search-another"):
    """A draft for another person of the post that this one was read from."""

    search_id: int


async def ask_for_post(_: CallbackQuery, house: House, who: Known, talk: Talk) -> None:
    """For whoever opens cases: what is sent next is the post."""
    await announcements.refuse_others(house, member_id=who.id)
    await talk.ask(Pasting.waiting, "announcement-ask", rows=[leave_step()])


async def take_post(
    message: Message, bot: Bot, house: House, who: Known, talk: Talk, once: str, now: Now, album_rest: bool
) -> None:
    """The post that was asked for."""
    if not album_rest:
        found = await _read(message, house, who, talk, now)
        await _answer(found, message, bot, house, who, talk, once, now)


async def take_offered(
    message: Message, bot: Bot, house: House, who: Known, talk: Talk, once: str, now: Now, announcement: Announcement
) -> None:
    """A post that came out of the blue, with nothing else begun."""
    await _answer(announcement, message, bot, house, who, talk, once, now)


async def _answer(
    found: Announcement, message: Message, bot: Bot, house: House, who: Known, talk: Talk, once: str, now: Now
) -> None:
    """A draft of somebody missing; of everything else what to do instead, and whom to call."""
    emergency = await areas.emergency(house, member_id=who.id)
    if found.gate is not None:
        await talk.thank(f"announcement-gate-{found.gate.value}", emergency=emergency)
    elif found.kind.value is Kind.FOUND:
        await talk.thank("announcement-found", emergency=emergency)
    elif found.kind.value is Kind.UPDATE:
        await _offer_cases(found, house, who, talk)
    elif found.kind.value is Kind.NONE:
        await talk.thank("announcement-none", rows=[[Button("search-start", NewSearch())]])
    else:
        await _draft(found, message, bot, house, who, talk, once, now)


async def _draft(
    found: Announcement, message: Message, bot: Bot, house: House, who: Known, talk: Talk, once: str, now: Now
) -> None:
    """Its card, which shows the name and every word it was read from, comes as a delivery."""
    relation = talk.say.plain(f"announcement-relation-{found.relation.value}") if found.relation else ""
    search = await announcements.open_case(
        house,
        found=found,
        relation=relation,
        picture_id=await _picture(message, bot, house, talk, now),
        member_id=who.id,
        made_by=once,
        now=now(),
    )
    if found.several is not None:
        another = Button("announcement-another", ForAnother(search_id=search.id or 0))
        await talk.tell("announcement-several", number=search.id or 0, rows=[[another]])
    key = "announcement-drafted-future" if found.when.ahead else "announcement-drafted"
    counts = {"read": len(found.quotes()) + (found.phone is not None), "needed": len(needed_of(search))}
    await talk.thank(key, number=search.id or 0, rows=what_next(search, talk), **counts)


async def draft_another(
    _: CallbackQuery, callback_data: ForAnother, house: House, who: Known, talk: Talk, once: str, now: Now
) -> None:
    """What is the same for both is in it; who it is, is asked."""
    first = callback_data.search_id
    search = await announcements.open_for_another(house, search_id=first, member_id=who.id, made_by=once, now=now())
    await talk.tell("announcement-another-drafted", number=search.id or 0, first=first, rows=what_next(search, talk))


async def _offer_cases(found: Announcement, house: House, who: Known, talk: Talk) -> None:
    numbers = await announcements.cases_about(house, found=found, member_id=who.id)
    rows: Rows = [
        [Named(talk.say.plain("desk-title-search", number=number), OpenCard(what=Claimed.SEARCH, number=number))]
        for number in numbers
    ]
    await talk.thank("announcement-update" if rows else "announcement-update-nowhere", rows=rows)


async def _picture(message: Message, bot: Bot, house: House, talk: Talk, now: Now) -> int | None:
    """The post's picture, or one that was sent just before it."""
    if message.photo or message.document:
        return await pictures.keep(house, await sent_picture(message, bot), now=now())
    offered: dict[str, Any] = (await talk.state.get_data()).get(OFFERED, {})
    return offered.get("picture_id")


async def _read(message: Message, house: House, who: Known, talk: Talk, now: Now) -> Announcement:
    text = message.text or message.caption or ""
    forwarded_at: datetime | None = message.forward_origin.date if message.forward_origin else None
    return await announcements.read(house, text, member_id=who.id, zone=talk.zone, now=now(), forwarded_at=forwarded_at)


async def _is_announcement(
    message: Message, house: House, who: Known, talk: Talk, now: Now
) -> bool | dict[str, Announcement]:
    """Whether a coordinator's text or caption is an announcement; it is read once."""
    if not who.staff or len((message.text or message.caption or "").split()) < ENOUGH_WORDS:
        return False
    if not await announcements.may_open(house, member_id=who.id):
        return False
    found = await _read(message, house, who, talk, now)
    return {"announcement": found} if announcements.is_announcement(found) else False


def routes() -> Router:
    """Asked before what comes out of the blue is offered to other conversations."""
    router = Router(name="announcements")
    router.message.filter(F.chat.type == ChatType.PRIVATE)
    router.callback_query.register(finish_first, FromPost.filter(), busy_besides(Pasting))
    router.callback_query.register(ask_for_post, FromPost.filter())
    router.callback_query.register(draft_another, ForAnother.filter())
    router.message.register(take_post, Pasting.waiting, WORDS)
    router.message.register(take_post, Pasting.waiting, PICTURE)
    nothing = StateFilter(None, Offering.asked)
    router.message.register(take_offered, nothing, WORDS, _is_announcement)
    router.message.register(take_offered, nothing, PICTURE, F.caption, _is_announcement)
    return router
