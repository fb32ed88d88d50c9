"""What coordinators do with sightings: open one, confirm it after a second look, doubt, merge, dismiss."""

from datetime import datetime

from aiogram import Bot, F, Router
from aiogram.enums import ChatType
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery

from clock.clocks import Now
from handlers.buttons import Button, Named, Rows
from handlers.recordings import play
from handlers.searches import AtSearch
from handlers.talking import Talk
from language.digits import decimal
from language.text import Sentence
from language.times import when
from language.voices import Say
from models.sightings import Dismissal
from places.travel import How
from services import sighting_decisions
from services.house import House
from services.members import Known
from services.sighting_decisions import Confirming


class AtSighting(CallbackData, prefix="sighting"):
    """A button of a sighting's card, or of the list of them."""

    act: str
    sighting_id: int


class Merge(CallbackData, prefix="sighting-into"):
    """It is the same as this other one."""

    sighting_id: int
    into: int


class Dismiss(CallbackData, prefix="sighting-no"):
    """Dismiss it for this reason."""

    sighting_id: int
    reason: Dismissal


async def show(_: CallbackQuery, callback_data: AtSighting, house: House, who: Known, now: Now) -> None:
    """Its card comes as a delivery: closing reaches it."""
    await sighting_decisions.show(house, sighting_id=callback_data.sighting_id, member_id=who.id, now=now())


async def show_list(_: CallbackQuery, callback_data: AtSearch, house: House, who: Known, now: Now) -> None:
    """From the search's card: the list at the end of the chat."""
    await sighting_decisions.show_list_again(house, search_id=callback_data.search_id, member_id=who.id, now=now())


async def ask_confirm(_: CallbackQuery, callback_data: AtSighting, house: House, who: Known, talk: Talk) -> None:
    """The second look: what confirming does, and what speaks against it."""
    number = callback_data.sighting_id
    seen = await sighting_decisions.look_before(house, sighting_id=number, member_id=who.id)
    sure: Rows = [[Button("sighting-confirm-now", AtSighting(act="confirm-now", sighting_id=number))]]
    await talk.send(_what_happens(talk.say, seen, number), rows=sure)


def _what_happens(say: Say, seen: Confirming, number: int) -> Sentence:
    odd = seen.leg is not None and seen.leg.how is not How.ON_FOOT
    lines = [
        say("sighting-card-outside") if seen.outside else None,
        say(f"sighting-travel-{seen.leg.how}", km=decimal(seen.leg.metres / 1000, 1), minutes=round(seen.leg.minutes))
        if odd and seen.leg is not None
        else None,
        say("sighting-confirm-moves" if seen.moves else "sighting-confirm-stays", number=number),
    ]
    return Sentence("\n".join(each for each in lines if each))


async def confirm(_: CallbackQuery, callback_data: AtSighting, house: House, who: Known, talk: Talk, now: Now) -> None:
    number = callback_data.sighting_id
    moved = await sighting_decisions.confirm(house, sighting_id=number, member_id=who.id, now=now())
    await talk.replace("sighting-confirmed-moved" if moved else "sighting-confirmed", number=number)


async def doubt(_: CallbackQuery, callback_data: AtSighting, house: House, who: Known, talk: Talk, now: Now) -> None:
    await sighting_decisions.doubt(house, sighting_id=callback_data.sighting_id, member_id=who.id, now=now())
    await talk.notice("sighting-doubted")


async def ask_merge(
    _: CallbackQuery, callback_data: AtSighting, house: House, who: Known, talk: Talk, now: Now
) -> None:
    number = callback_data.sighting_id
    others = await sighting_decisions.mergeable(house, sighting_id=number, member_id=who.id)
    if not others:
        await talk.notice("sighting-merge-nothing", alert=True)
        return
    rows: Rows = [
        [
            Named(
                _named(talk, each.id or 0, each.seen_at or each.created_at, now),
                Merge(sighting_id=number, into=each.id or 0),
            )
        ]
        for each in others
    ]
    await talk.tell("sighting-merge-which", number=number, rows=rows)


def _named(talk: Talk, number: int, moment: datetime, now: Now) -> str:
    return talk.say.plain("sighting-merge-one", number=number, when=when(talk.say, moment, talk.zone, now()))


async def merge(_: CallbackQuery, callback_data: Merge, house: House, who: Known, talk: Talk, now: Now) -> None:
    number, into = callback_data.sighting_id, callback_data.into
    await sighting_decisions.merge(house, sighting_id=number, into=into, member_id=who.id, now=now())
    await talk.replace("sighting-merged", number=number, into=into)


async def ask_dismiss(_: CallbackQuery, callback_data: AtSighting, talk: Talk) -> None:
    """Whoever sent it is told why."""
    number = callback_data.sighting_id
    rows: Rows = [[Button(f"sighting-why-{each}", Dismiss(sighting_id=number, reason=each))] for each in Dismissal]
    await talk.tell("sighting-dismiss-why", number=number, rows=rows)


async def dismiss(_: CallbackQuery, callback_data: Dismiss, house: House, who: Known, talk: Talk, now: Now) -> None:
    number, reason = callback_data.sighting_id, callback_data.reason
    await sighting_decisions.dismiss(house, sighting_id=number, member_id=who.id, reason=reason, now=now())
    await talk.replace("sighting-dismissed", number=number)


async def hear(
    _: CallbackQuery, callback_data: AtSighting, bot: Bot, house: House, who: Known, talk: Talk, now: Now
) -> None:
    number = callback_data.sighting_id
    found = await sighting_decisions.listen(house, sighting_id=number, member_id=who.id, bot_id=bot.id, now=now())
    await play(found, "recording-of-sighting", number, house=house, talk=talk, now=now())


def routes() -> Router:
    router = Router(name="sighting-desk")
    router.callback_query.filter(F.message.chat.type == ChatType.PRIVATE)
    router.callback_query.register(show_list, AtSearch.filter(F.act == "sightings"))
    router.callback_query.register(show, AtSighting.filter(F.act == "show"))
    router.callback_query.register(ask_confirm, AtSighting.filter(F.act == "confirm"))
    router.callback_query.register(confirm, AtSighting.filter(F.act == "confirm-now"))
    router.callback_query.register(doubt, AtSighting.filter(F.act == "doubt"))
    router.callback_query.register(ask_merge, AtSighting.filter(F.act == "merge"))
    router.callback_query.register(merge, Merge.filter())
    router.callback_query.register(ask_dismiss, AtSighting.filter(F.act == "dismiss"))
    router.callback_query.register(dismiss, Dismiss.filter())
    router.callback_query.register(hear, AtSighting.filter(F.act == "hear"))
    return router
