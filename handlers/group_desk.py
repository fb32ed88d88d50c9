"""Staff see what a group asks for, and accept or refuse it; the group and its manager hear of it."""

from aiogram import Bot, F, Router
from aiogram.enums import ChatType
from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.state import State
from aiogram.types import CallbackQuery, Message

from clock.clocks import Now
from handlers.buttons import Button, Rows
from handlers.desk_items import ShowGroups
from handlers.group_told import tell_group
from handlers.group_words import card_lines, wishes
from handlers.menus import DESK, Menu, leave_step
from handlers.posting import post, tell_each
from handlers.talking import Talk
from handlers.unfinished import OneAnswer, busy_besides, finish_first
from handlers.words import WORDS
from language.catalogues import Catalogues
from language.text import Key
from language.voices import Say
from models.groups import Group, GroupState
from services import group_desk
from services.audit import Actor
from services.group_desk import stamp
from services.house import House
from services.members import Known

REASONS = ("group-reason-unknown", "group-reason-wide", "group-reason-elsewhere")
"""Reasons to choose from; the manager reads them in their language."""


class Refusing(OneAnswer):
    reason = State()


class GroupCard(CallbackData, prefix="group-card"):
    """Show what a group asks for; `page` of the list it was opened from."""

    group_id: int
    page: int | None = None


class GroupChange(CallbackData, prefix="group-own"):
    """Staff change what a group of theirs hears."""

    group_id: int


class Answer(CallbackData, prefix="group-answer"):
    """Accept, refuse or stop a group; `asked_at`: as it was when the card was shown; `page` as of GroupCard."""

    act: str
    group_id: int
    asked_at: int
    page: int | None = None


class Because(CallbackData, prefix="group-because"):
    """Refuse for this reason."""

    reason: int


async def show_card(_: CallbackQuery, callback_data: GroupCard, house: House, who: Known, talk: Talk) -> None:
    await _put_card(callback_data, house, who, talk)


async def _put_card(at: GroupCard | Answer, house: House, who: Known, talk: Talk) -> None:
    card = await group_desk.card(house, group_id=at.group_id, member_id=who.id)
    group = card.group
    await talk.replace(
        "group-card",
        rows=_buttons(group, at.page),
        title=group.title,
        kind=Key(f"group-chat-{'topic' if group.thread_id else group.kind}"),
        state=Key(f"group-state-{group.state}"),
        lines=await card_lines(house, talk.say, group, card.wanted),
    )


def _buttons(group: Group, page: int | None) -> Rows:
    def answer(act: str) -> Answer:
        return Answer(act=act, group_id=group.id or 0, asked_at=stamp(group), page=page)

    back = [Button("desk-back", Menu(to=DESK)) if page is None else Button("desk-groups-back", ShowGroups(page=page))]
    if group.state is GroupState.PROPOSED:
        return [[Button("group-accept", answer("accept"))], [Button("group-refuse", answer("refuse"))], back]
    if group.state is not GroupState.ACCEPTED:
        return [back]
    change = Button("group-change", GroupChange(group_id=group.id or 0))
    return [[change], [Button("group-stop", answer("stop"))], back]


async def accept(
    _: CallbackQuery,
    callback_data: Answer,
    bot: Bot,
    house: House,
    who: Known,
    talk: Talk,
    catalogues: Catalogues,
    now: Now,
) -> None:
    """From now on the group hears what it asked for, and is told so."""
    group, _open = await group_desk.accept(
        house, group_id=callback_data.group_id, asked_at=callback_data.asked_at, member_id=who.id, now=now()
    )
    heard = await _welcome(group, bot, house, catalogues.voice(group.language), who)
    await talk.notice("group-accepted" if heard else "group-accepted-mute", alert=not heard, title=group.title)
    await _put_card(callback_data, house, who, talk)
    await _tell_manager(group, "group-was-accepted", bot, house, catalogues)


async def _welcome(group: Group, bot: Bot, house: House, say: Say, who: Known) -> bool:
    """The group reads what will come; False where the bot may not write there."""
    wanted = (await group_desk.card(house, group_id=group.id or 0, member_id=who.id)).wanted
    if wanted is None:
        return True
    lines = await wishes(house, say, wanted)
    return await post(bot, say, group.chat_id, "group-hears-now", thread_id=group.thread_id, lines=lines)


async def ask_why(_: CallbackQuery, callback_data: Answer, house: House, who: Known, talk: Talk) -> None:
    card = await group_desk.card(house, group_id=callback_data.group_id, member_id=who.id)
    await talk.state.update_data(group_id=callback_data.group_id, asked_at=callback_data.asked_at)
    rows = [[Button(reason, Because(reason=at))] for at, reason in enumerate(REASONS)]
    await talk.ask(Refusing.reason, "group-refuse-why", rows=[*rows, leave_step()], title=card.group.title)


async def refuse_because(
    _: CallbackQuery,
    callback_data: Because,
    bot: Bot,
    house: House,
    who: Known,
    talk: Talk,
    catalogues: Catalogues,
    now: Now,
) -> None:
    await _refuse(REASONS[callback_data.reason], bot, house, who, talk, catalogues, now)


async def refuse_in_words(
    message: Message, bot: Bot, house: House, who: Known, talk: Talk, catalogues: Catalogues, now: Now
) -> None:
    await _refuse(message.text or "", bot, house, who, talk, catalogues, now)


async def _refuse(
    reason: str, bot: Bot, house: House, who: Known, talk: Talk, catalogues: Catalogues, now: Now
) -> None:
    kept = await talk.state.get_data()
    about = {"group_id": kept["group_id"], "asked_at": kept["asked_at"]}
    group = await group_desk.refuse(house, **about, reason=reason, member_id=who.id, now=now())
    await talk.thank("group-refused", title=group.title)
    await _tell_manager(group, "group-was-refused", bot, house, catalogues)


async def ask_stop(_: CallbackQuery, callback_data: Answer, house: House, who: Known, talk: Talk) -> None:
    """Once more, saying what it means: the group would have to ask anew."""
    group = (await group_desk.card(house, group_id=callback_data.group_id, member_id=who.id)).group
    rows: Rows = [
        [Button("group-stop-now", callback_data.model_copy(update={"act": "stop-now"}))],
        [Button("group-stop-not", GroupCard(group_id=callback_data.group_id, page=callback_data.page))],
    ]
    await talk.replace("group-stop-question", rows=rows, title=group.title)


async def stop(
    _: CallbackQuery,
    callback_data: Answer,
    bot: Bot,
    house: House,
    who: Known,
    talk: Talk,
    catalogues: Catalogues,
    now: Now,
) -> None:
    """Nothing new goes to the group, and it reads who stopped it."""
    group = await group_desk.stop(house, group_id=callback_data.group_id, member_id=who.id, now=now())
    by = Actor.member(who.id, group.organisation_id)
    await tell_group(bot, house, catalogues, group, "group-told-stopped", by=by)
    await _put_card(callback_data, house, who, talk)


async def _tell_manager(group: Group, key: str, bot: Bot, house: House, catalogues: Catalogues) -> None:
    """Whoever set the group up reads the answer, with its reason if there is one."""
    manager = await group_desk.administrator(house, group)
    await tell_each(
        bot,
        catalogues,
        [manager] if manager is not None else [],
        key,
        title=group.title,
        reason=lambda say: say(group.reason) if say.has(group.reason) else group.reason,
    )


def routes() -> Router:
    router = Router(name="group-desk")
    router.message.filter(F.chat.type == ChatType.PRIVATE)
    router.callback_query.register(show_card, GroupCard.filter())
    router.callback_query.register(accept, Answer.filter(F.act == "accept"))
    router.callback_query.register(ask_stop, Answer.filter(F.act == "stop"))
    router.callback_query.register(stop, Answer.filter(F.act == "stop-now"))
    router.callback_query.register(finish_first, Answer.filter(F.act == "refuse"), busy_besides(Refusing))
    router.callback_query.register(ask_why, Answer.filter(F.act == "refuse"))
    router.callback_query.register(refuse_because, Refusing.reason, Because.filter(F.reason.in_(range(len(REASONS)))))
    router.message.register(refuse_in_words, Refusing.reason, WORDS)
    return router
