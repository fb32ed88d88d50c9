"""A shift at the desk: its beginning, its end, and what goes from hand to hand then."""

from datetime import timedelta
from functools import partial

from aiogram import Bot, F, Router
from aiogram.enums import ChatType
from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.state import State
from aiogram.types import CallbackQuery, Message

from clock.clocks import Now
from handlers.buttons import AnyButton, Button, Named, Rows, in_rows
from handlers.desk_items import back_to_desk
from handlers.menus import leave_step
from handlers.posting import tell_each
from handlers.talking import Talk
from handlers.unfinished import OneAnswer, busy_besides, finish_first
from handlers.words import WORDS
from language.catalogues import Catalogues
from language.lists import listed
from language.text import Sentence
from language.times import when
from language.voices import Say
from services import handovers
from services.handovers import Item, Offer, Shift
from services.house import House
from services.members import Known

HOURS = (4, 8, 12)


class HandingOver(OneAnswer):
    note = State()


class ShowShift(CallbackData, prefix="shift"):
    """Whether one is on duty, and what one has."""


class Begin(CallbackData, prefix="shift-begin"):
    """On duty for so many hours."""

    hours: int


class Leave(CallbackData, prefix="shift-leave"):
    """Go, and put everything back on the desk."""


class HandTo(CallbackData, prefix="shift-to"):
    """Hand everything to this colleague."""

    member_id: int


class WithoutNote(CallbackData, prefix="shift-no-note"):
    """There is nothing to add."""


class Answer(CallbackData, prefix="shift-answer"):
    """Take what a colleague hands over, or decline."""

    handover_id: int
    accept: bool


async def show(_: CallbackQuery, house: House, who: Known, talk: Talk, now: Now) -> None:
    """What one has, and to whom it could go."""
    found = await handovers.shift(house, member_id=who.id)
    on_duty = found.until is not None and found.until > now()
    until = when(talk.say, found.until or now(), talk.zone, now())
    rows = _rows(found, talk, on_duty=on_duty)
    state = talk.say("shift-on", until=until) if on_duty else talk.say("shift-off")
    rows.append([*back_to_desk()])
    if found.items:
        await talk.replace("shift-has", rows=rows, state=state, things=_things(talk.say, found.items))
    else:
        await talk.replace("shift-has-nothing", rows=rows, state=state)


def _rows(found: Shift, talk: Talk, *, on_duty: bool) -> list[list[AnyButton]]:
    begin: list[AnyButton] = [Button(f"shift-begin-{hours}", Begin(hours=hours)) for hours in HOURS]
    to: list[AnyButton] = [Named(_to(talk, name), HandTo(member_id=number)) for number, name in found.colleagues]
    rows = [] if on_duty else [begin]
    rows += in_rows(to) if found.items else []
    leave = Button("shift-leave" if on_duty else "shift-give-back", Leave())
    return [*rows, [leave]] if on_duty or found.items else rows


def _to(talk: Talk, name: str) -> str:
    return talk.say.plain("shift-to", name=name)


def _things(say: Say, items: tuple[Item, ...]) -> Sentence:
    """«البلاغ 12 وعملية البحث 3»: numbers, nobody's name."""
    return listed(say, [say(f"shift-thing-{each.thing}", number=each.number) for each in items])


async def begin(_: CallbackQuery, callback_data: Begin, house: House, who: Known, talk: Talk, now: Now) -> None:
    until = now() + timedelta(hours=callback_data.hours)
    await handovers.begin(house, member_id=who.id, until=until, now=now())
    await show(_, house, who, talk, now)


async def leave(_: CallbackQuery, house: House, who: Known, talk: Talk, now: Now) -> None:
    await handovers.leave(house, member_id=who.id, now=now())
    await talk.replace("shift-left", rows=[back_to_desk()])


async def ask_note(_: CallbackQuery, callback_data: HandTo, talk: Talk) -> None:
    await talk.state.update_data(to=callback_data.member_id)
    await talk.ask(HandingOver.note, "shift-note", rows=[[Button("shift-without-note", WithoutNote())], leave_step()])


async def hand_over(
    message: Message, bot: Bot, house: House, who: Known, talk: Talk, catalogues: Catalogues, now: Now
) -> None:
    await _offer(message.text or "", bot, house, who, talk, catalogues, now)


async def hand_over_silently(
    _: CallbackQuery, bot: Bot, house: House, who: Known, talk: Talk, catalogues: Catalogues, now: Now
) -> None:
    await _offer("", bot, house, who, talk, catalogues, now)


async def _offer(note: str, bot: Bot, house: House, who: Known, talk: Talk, catalogues: Catalogues, now: Now) -> None:
    """The colleague gets one card with what it is, the note, and two buttons."""
    to = int((await talk.state.get_data())["to"])
    made = await handovers.offer(house, member_id=who.id, to=to, note=note, now=now())
    heard = await _tell(made, "shift-offered-note" if note else "shift-offered", bot, catalogues, _answers(made))
    await talk.thank("shift-waits" if heard else "shift-unreachable", name=made.to)


def _answers(made: Offer) -> Rows:
    return [[Button(f"shift-{word}", Answer(handover_id=made.id, accept=word == "accept"))] for word in CHOICES]


CHOICES = ("accept", "decline")


async def _tell(about: Offer, key: str, bot: Bot, catalogues: Catalogues, rows: Rows = ()) -> bool:
    """Whether anybody heard it."""
    said = {"by": about.by, "to": about.to, "note": about.note}
    things = partial(_things, items=about.items)
    return await tell_each(bot, catalogues, about.readers, key, rows=rows, things=things, **said)


async def answer(
    _: CallbackQuery,
    callback_data: Answer,
    bot: Bot,
    house: House,
    who: Known,
    talk: Talk,
    catalogues: Catalogues,
    now: Now,
) -> None:
    done = await handovers.answer(house, **callback_data.model_dump(), member_id=who.id, now=now())
    word = "accepted" if callback_data.accept else "declined"
    await talk.replace(f"shift-you-{word}", things=_things(talk.say, done.items), by=done.by)
    await _tell(done, f"shift-was-{word}", bot, catalogues)


def routes() -> Router:
    router = Router(name="shifts")
    router.message.filter(F.chat.type == ChatType.PRIVATE)
    router.callback_query.register(show, ShowShift.filter())
    router.callback_query.register(begin, Begin.filter(F.hours.in_(set(HOURS))))
    router.callback_query.register(leave, Leave.filter())
    router.callback_query.register(finish_first, HandTo.filter(), busy_besides(HandingOver))
    router.callback_query.register(ask_note, HandTo.filter())
    router.message.register(hand_over, HandingOver.note, WORDS)
    router.callback_query.register(hand_over_silently, HandingOver.note, WithoutNote.filter())
    router.callback_query.register(answer, Answer.filter())
    return router
