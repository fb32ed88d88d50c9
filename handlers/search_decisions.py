"""What approvers decide: whether a search goes out, and what an objection means for it."""

from datetime import UTC, datetime

from aiogram import Bot, F, Router
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery

from clock.clocks import Now
from handlers.buttons import Button
from handlers.posting import tell_each
from handlers.search_rings import ring_words
from handlers.talking import Talk
from language.catalogues import Catalogues
from language.text import Key, Sentence
from models.alerts import Audience
from services import objections, search_lacks, search_publishing
from services.house import House
from services.members import Known
from services.search_grounds import Reach
from services.search_lacks import LACKS


class Approval(CallbackData, prefix="approval"):
    """What is done about a request: approve, approve-now, return; `at` says which request, in seconds since 1970."""

    act: str
    search_id: int
    at: int


class Lacks(CallbackData, prefix="approval-lacks"):
    """What a search that was sent back lacks."""

    what: str
    search_id: int


class Objected(CallbackData, prefix="objection"):
    """What is done about an objection: reject or uphold, and the same with -now."""

    act: str
    search_id: int


async def show_reach(_: CallbackQuery, callback_data: Approval, house: House, who: Known, talk: Talk, now: Now) -> None:
    """How many it will reach, before it is let out."""
    number = callback_data.search_id
    reach = await search_publishing.preview(house, search_id=number, member_id=who.id, now=now())
    sure = Approval(act="approve-now", search_id=number, at=callback_data.at)
    back = Approval(act="return", search_id=number, at=callback_data.at)
    rows = [[Button("approval-now", sure)], [Button("button-approval-return", back)]]
    asked = talk.say(_reach_key(reach), number=number, n=reach.recipients)
    rings = ring_words(talk.say, reach.rings, house.rules.searches.widen_minutes) if reach.rings else None
    await talk.send(Sentence(f"{asked}\n\n{rings}") if rings else asked, rows=rows)


def _reach_key(reach: Reach) -> str:
    if reach.audience is Audience.PEOPLE:
        return "approval-reach-drill"
    if reach.nowhere:
        return "approval-reach-nowhere"
    return "approval-reach-vetted" if reach.audience is Audience.VETTED else "approval-reach"


async def approve(_: CallbackQuery, callback_data: Approval, house: House, who: Known, talk: Talk, now: Now) -> None:
    seen = datetime.fromtimestamp(callback_data.at, UTC)
    out = await search_publishing.approve(
        house, search_id=callback_data.search_id, member_id=who.id, submitted_at=seen, now=now()
    )
    key = "approval-done" if out.alert_id is not None else "approval-waits"
    await talk.replace(key, number=callback_data.search_id, n=out.recipients)


async def send_back(_: CallbackQuery, callback_data: Approval, house: House, who: Known, talk: Talk, now: Now) -> None:
    await search_publishing.send_back(house, search_id=callback_data.search_id, member_id=who.id, now=now())
    rows = [[Button(f"approval-lacks-{what}", Lacks(what=what, search_id=callback_data.search_id))] for what in LACKS]
    await talk.tell("approval-returned", number=callback_data.search_id, rows=rows)


async def say_what_lacks(
    _: CallbackQuery,
    callback_data: Lacks,
    bot: Bot,
    house: House,
    who: Known,
    talk: Talk,
    catalogues: Catalogues,
    now: Now,
) -> None:
    """Whoever asked for approval reads it at once; several may be said, one after the other."""
    number, lack = callback_data.search_id, Key(f"approval-lacks-{callback_data.what}")
    said = await search_lacks.say(house, search_id=number, what=callback_data.what, member_id=who.id, now=now())
    heard = await tell_each(
        bot, catalogues, said.readers, "search-sent-back-lacks", number=number, by=said.by, lack=lack
    )
    await talk.notice("approval-lack-said" if heard else "approval-lack-unheard", alert=not heard)


async def ask_whether(_: CallbackQuery, callback_data: Objected, talk: Talk) -> None:
    """A second look at what a decision does."""
    act, number = callback_data.act, callback_data.search_id
    sure = Button(f"button-objection-{act}", Objected(act=f"{act}-now", search_id=number))
    await talk.tell(f"objection-{act}-sure", number=number, rows=[[sure]])


async def decide(_: CallbackQuery, callback_data: Objected, house: House, who: Known, talk: Talk, now: Now) -> None:
    uphold = callback_data.act == "uphold-now"
    number = callback_data.search_id
    await objections.decide_objection(house, search_id=number, uphold=uphold, member_id=who.id, now=now())
    await talk.replace("objection-upheld" if uphold else "objection-rejected", number=number)


def routes() -> Router:
    router = Router(name="search-decisions")
    router.callback_query.register(show_reach, Approval.filter(F.act == "approve"))
    router.callback_query.register(approve, Approval.filter(F.act == "approve-now"))
    router.callback_query.register(send_back, Approval.filter(F.act == "return"))
    router.callback_query.register(say_what_lacks, Lacks.filter(F.what.in_(set(LACKS))))
    router.callback_query.register(ask_whether, Objected.filter(F.act.in_({"reject", "uphold"})))
    router.callback_query.register(decide, Objected.filter(F.act.in_({"reject-now", "uphold-now"})))
    return router
