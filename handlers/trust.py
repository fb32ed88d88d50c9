"""How far the organisation trusts somebody: shown, said with a reason, told to them, and objected to once."""

from datetime import timedelta

from aiogram import Bot, F, Router
from aiogram.enums import ChatType
from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.state import State
from aiogram.types import CallbackQuery, Message

from clock.clocks import Now
from handlers.buttons import Button, Rows
from handlers.desk_items import back_to_desk
from handlers.desk_people import Naming, ShowTrust, organisation_name_in
from handlers.menus import leave_step
from handlers.moderation import Moderating
from handlers.posting import tell_each
from handlers.talking import Talk
from handlers.unfinished import OneAnswer, busy_besides, finish_first, is_dropped
from handlers.words import WORDS
from language.catalogues import Catalogues
from language.templates import Value
from language.text import Key
from language.times import when
from models.trust import TrustLevel
from services import trust
from services.house import House
from services.members import Known
from services.trust import RESTRICTING, Said, Standing

DAYS = (7, 30, 0)
"""How long a limit or a ban lasts; 0: until it is lifted."""


class Trusting(OneAnswer):
    length = State()
    reason = State()


class OfReporter(CallbackData, prefix="trust-of"):
    """How far who sent this report is trusted, from its card."""

    report_id: int


class SetTrust(CallbackData, prefix="trust-set"):
    """Say this of a member."""

    member_id: int
    level: TrustLevel


class Lasting(CallbackData, prefix="trust-days"):
    """For so many days."""

    days: int


class Object(CallbackData, prefix="trust-object"):
    """Object to what this organisation said of whoever taps."""

    organisation_id: int


async def show(_: CallbackQuery, callback_data: ShowTrust, house: House, who: Known, talk: Talk, now: Now) -> None:
    await _put(await trust.standing(house, member_id=callback_data.member_id, by=who.id, now=now()), talk)


async def show_reporter(
    _: CallbackQuery,
    callback_data: OfReporter,
    house: House,
    who: Known,
    talk: Talk,
    now: Now,
    raw_state: str | None,
) -> None:
    """From the report's card; what was being decided of the report is dropped, lest its reason be typed here."""
    if is_dropped(raw_state):
        await talk.state.clear()
    number = await trust.reporter_of(house, report_id=callback_data.report_id, by=who.id, now=now())
    await _put(await trust.standing(house, member_id=number, by=who.id, now=now()), talk)


async def _put(found: Standing, talk: Talk) -> None:
    levels = [level for level in TrustLevel if level is not found.level]
    rows: Rows = [[Button(f"trust-set-{level}", SetTrust(member_id=found.member_id, level=level))] for level in levels]
    about: dict[str, Value] = {
        "name": found.name,
        "number": found.member_id,
        "level": Key(f"trust-level-{found.level}"),
        "organisation": organisation_name_in(found.organisation, talk.say.language),
    }
    if found.reason:
        about["reason"] = found.reason
    key = "trust-now-why" if found.reason else "trust-now"
    rows = [*rows, back_to_desk()]
    await talk.tell(key, rows=rows, **about)


async def choose(
    _: CallbackQuery,
    callback_data: SetTrust,
    bot: Bot,
    house: House,
    who: Known,
    talk: Talk,
    catalogues: Catalogues,
    now: Now,
) -> None:
    """At once, but for a limit or a ban: how long and why is asked first."""
    if callback_data.level in RESTRICTING:
        await talk.state.update_data(member_id=callback_data.member_id, level=callback_data.level.value)
        rows = [[Button(f"trust-days-{days}", Lasting(days=days)) for days in DAYS]]
        await talk.ask(Trusting.length, "trust-how-long", rows=[*rows, leave_step()])
        return
    about = callback_data.model_dump()
    said = await trust.say(house, **about, reason="", until=None, by=who.id, now=now())
    await _said(said, bot, talk, catalogues, now)


async def ask_why(_: CallbackQuery, callback_data: Lasting, talk: Talk) -> None:
    await talk.state.update_data(days=callback_data.days)
    await talk.ask(Trusting.reason, "trust-why", rows=[leave_step()])


async def because(
    message: Message, bot: Bot, house: House, who: Known, talk: Talk, catalogues: Catalogues, now: Now
) -> None:
    kept = await talk.state.get_data()
    until = now() + timedelta(days=kept["days"]) if kept["days"] else None
    about = {"member_id": kept["member_id"], "level": TrustLevel(kept["level"]), "reason": message.text or ""}
    said = await trust.say(house, **about, until=until, by=who.id, now=now())
    await _said(said, bot, talk, catalogues, now)


async def _said(said: Said, bot: Bot, talk: Talk, catalogues: Catalogues, now: Now) -> None:
    """The desk hears that it is done; who it is about hears what, why, until when, and how to object."""
    done = "trust-said-restricting" if said.now.level in RESTRICTING else "trust-said"
    await talk.thank(done, name=said.now.name, level=Key(f"trust-level-{said.now.level}"))
    key = _told_by(said)
    if key is None:
        return
    rows: Rows = [[Button("trust-object", Object(organisation_id=said.now.organisation.id or 0))]]
    await tell_each(
        bot,
        catalogues,
        said.readers,
        key,
        rows=rows if said.now.level in RESTRICTING else (),
        organisation=lambda say: organisation_name_in(said.now.organisation, say.language),
        reason=said.now.reason,
        until=lambda say: when(say, said.now.until or now(), talk.zone, now()),
    )


def _told_by(said: Said) -> str | None:
    """The sentence they read; nothing is said to who was never limited."""
    if said.now.level in RESTRICTING:
        return f"trust-told-{said.now.level}" + ("" if said.now.until is None else "-until")
    return "trust-told-lifted" if said.before.level in RESTRICTING else None


async def object_to(
    _: CallbackQuery,
    callback_data: Object,
    bot: Bot,
    house: House,
    who: Known,
    talk: Talk,
    catalogues: Catalogues,
    now: Now,
) -> None:
    """An admin of the organisation reads it, and opens what was said from there; the answer comes as its change."""
    about = callback_data.organisation_id
    found, admins = await trust.object_to(house, member_id=who.id, organisation_id=about, now=now())
    rows = [[Button("trust-open", ShowTrust(member_id=who.id))]]
    level = Key(f"trust-level-{found.level}")
    await tell_each(bot, catalogues, admins, "trust-objected", rows=rows, name=found.name, level=level)
    await talk.notice("trust-object-sent", alert=True)


def routes() -> Router:
    router = Router(name="trust")
    router.message.filter(F.chat.type == ChatType.PRIVATE)
    router.callback_query.register(show, ShowTrust.filter())
    router.callback_query.register(show_reporter, OfReporter.filter())
    router.callback_query.register(finish_first, SetTrust.filter(), busy_besides(Trusting, Naming, Moderating))
    router.callback_query.register(choose, SetTrust.filter())
    router.callback_query.register(ask_why, Trusting.length, Lasting.filter(F.days.in_(set(DAYS))))
    router.message.register(because, Trusting.reason, WORDS)
    router.callback_query.register(object_to, Object.filter())
    return router
