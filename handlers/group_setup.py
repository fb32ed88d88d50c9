"""A group's manager says in private what the group should hear: areas, kinds, times, language; then staff are asked."""

from dataclasses import replace

from aiogram import Bot, F, Router
from aiogram.enums import ChatType
from aiogram.filters import CommandObject, CommandStart
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, Message

from clock.schedule_phrases import said, weekend_of
from clock.schedule_words import schedule_sentence
from clock.schedules import Schedule
from handlers.buttons import AnyButton, Button, Named, Rows, in_rows
from handlers.group_areas import ask_areas
from handlers.group_desk import GroupChange
from handlers.group_drafts import Do, GroupDraft, SetUp, draft_of, keep, put, refuse_others, toggled
from handlers.group_words import REPORTS, card_lines, draft_lines, kind_name, quiet_text, wishes
from handlers.groups import SET_UP
from handlers.talking import Talk
from handlers.unfinished import busy_besides, finish_first
from handlers.words import WORDS
from language.catalogues import Catalogues
from language.text import Key, visible
from models.groups import GroupState, OnlyWithSearches
from services import group_desk, groups
from services.house import House
from services.members import Known
from services.subscriptions import INSTANT, SEARCHES, known_kinds

OFTEN = {"instant": (INSTANT, False), "evening": ("daily 20:00", False), "thursday": ("weekly thu 17:00", False)}
WHILE_OPEN = {"open": ("every 2h", True)}
"""What is offered, by what its button carries: the schedule, and whether it is only while a search is open."""


class KindOf(CallbackData, prefix="gk"):
    """This kind, or no longer; the prefix is short because a code has up to 60 characters."""

    code: str


class Often(CallbackData, prefix="group-often"):
    """When it comes."""

    times: str


class InLanguage(CallbackData, prefix="group-lang"):
    """In which language the group is spoken to."""

    language: str


async def opened(message: Message, command: CommandObject, bot: Bot, house: House, talk: Talk) -> None:
    """Somebody came by a group's link: its settings if there are any, else the first question."""
    group = await groups.by_key(house, (command.args or "").removeprefix(SET_UP))
    await refuse_others(bot, group.chat_id, message.chat.id)
    wanted = await groups.settings_of(house, group.id or 0)
    await keep(talk, GroupDraft.of(group, wanted))
    if wanted is None:
        await ask_areas(house, talk)
    else:
        await show_settings(house, talk)


async def opened_by_staff(_: CallbackQuery, callback_data: GroupChange, house: House, who: Known, talk: Talk) -> None:
    """Staff of the organisation that accepted a group see its settings as its manager does."""
    await group_desk.keeper(house, group_id=callback_data.group_id, member_id=who.id)
    group = await groups.by_number(house, callback_data.group_id)
    wanted = await groups.settings_of(house, callback_data.group_id)
    await keep(talk, GroupDraft.of(group, wanted, as_staff=True))
    await show_settings(house, talk)


async def back(_: CallbackQuery, house: House, talk: Talk) -> None:
    await show_settings(house, talk)


async def show_settings(house: House, talk: Talk) -> None:
    """Everything about the group as it is now, and what can be done."""
    draft = await draft_of(talk)
    group = await groups.by_number(house, draft.group_id)
    rows = [[Button("group-change", Do(act="summary"))], [Button("group-manners", Do(act="manners"))]]
    if group.state in {GroupState.PROPOSED, GroupState.ACCEPTED}:
        rows.append([Button("group-stop", Do(act="stop"))])
    lines = await card_lines(house, talk.say, group, await groups.settings_of(house, draft.group_id))
    state = Key(f"group-state-{group.state}")
    await put(talk, SetUp.settings, "group-settings", rows, title=group.title, state=state, lines=lines)


async def step(_: CallbackQuery, callback_data: Do, house: House, talk: Talk, catalogues: Catalogues) -> None:
    """Go on to a question, or to the summary once every question was answered."""
    draft = await draft_of(talk)
    match _next(callback_data.act, draft):
        case "areas":
            await ask_areas(house, talk)
        case "kinds":
            await _ask_kinds(house, talk, draft)
        case "times":
            await _ask_times(talk, draft)
        case "language":
            await _ask_language(talk, draft, catalogues)
        case _:
            await _sum_up(house, talk, draft)


def _next(act: str, draft: GroupDraft) -> str:
    """The question that comes now; who hears of no searches cannot hear of them again and again."""
    if act in {"areas", "kinds", "times", "language"}:
        return act
    if not draft.areas:
        return "areas"
    if not draft.kinds or (act == "areas-done" and not draft.whole):
        return "kinds"
    unfit = draft.while_search_open and SEARCHES not in draft.kinds
    return "times" if unfit or not draft.whole else "summary"


async def _ask_kinds(house: House, talk: Talk, draft: GroupDraft) -> None:
    kinds = known_kinds([rule.code for rule in house.rules.reports.categories])
    buttons: list[AnyButton] = [Named(_kind(house, talk, draft, each), KindOf(code=each)) for each in kinds]
    rows: list[list[AnyButton]] = [[buttons[0]], [buttons[1]], *in_rows(buttons[2:])]
    if draft.kinds:
        rows.append([Button("group-kinds-done", Do(act="kinds-done"))])
    await put(talk, SetUp.kinds, "group-kinds-question", rows, title=draft.title)


def _kind(house: House, talk: Talk, draft: GroupDraft, kind: str) -> str:
    name = visible(kind_name(house, talk.say, kind))
    return talk.say.plain("chosen", name=name) if kind in draft.kinds else name


async def choose_kind(_: CallbackQuery, callback_data: KindOf, house: House, talk: Talk) -> None:
    draft = await draft_of(talk)
    draft = replace(draft, kinds=toggled(draft.kinds, callback_data.code, REPORTS))
    await keep(talk, draft)
    await _ask_kinds(house, talk, draft)


async def _ask_times(talk: Talk, draft: GroupDraft) -> None:
    offered = OFTEN | WHILE_OPEN if SEARCHES in draft.kinds else OFTEN
    rows: Rows = [[_often(talk, each, *offered[each])] for each in offered]
    await put(talk, SetUp.times, "group-times-question", rows, title=draft.title)


def _often(talk: Talk, times: str, frequency: str, while_search_open: bool) -> Button:
    calls = Often(times=times)
    if frequency == INSTANT:
        return Button("group-often-instant", calls)
    schedule = schedule_sentence(talk.say, Schedule.parse(frequency))
    return Button("group-often-open" if while_search_open else "group-often-digest", calls, {"schedule": schedule})


async def choose_times(
    _: CallbackQuery, callback_data: Often, house: House, talk: Talk, catalogues: Catalogues
) -> None:
    frequency, while_open = (OFTEN | WHILE_OPEN)[callback_data.times]
    await _keep_times(house, talk, catalogues, frequency, while_open=while_open)


async def type_times(message: Message, house: House, talk: Talk, catalogues: Catalogues) -> None:
    """A schedule in words, hours to be left alone in, or both; refuses with ScheduleNotUnderstood."""
    heard = said(message.text or "", weekend=weekend_of(house.rules.areas.zone))
    draft = await draft_of(talk)
    if heard.while_search_open and SEARCHES not in draft.kinds:
        raise OnlyWithSearches()
    if heard.quiet is not None:
        draft = replace(draft, quiet=quiet_text(heard.quiet))
        await keep(talk, draft)
    if heard.frequency:
        await _keep_times(house, talk, catalogues, heard.frequency, while_open=heard.while_search_open)
    elif draft.whole:
        await _sum_up(house, talk, draft)
    else:
        await _ask_times(talk, draft)


async def _keep_times(house: House, talk: Talk, catalogues: Catalogues, frequency: str, *, while_open: bool) -> None:
    draft = replace(await draft_of(talk), frequency=frequency, while_search_open=while_open)
    await keep(talk, draft)
    if draft.whole:
        await _sum_up(house, talk, draft)
    else:
        await _ask_language(talk, draft, catalogues)


async def _ask_language(talk: Talk, draft: GroupDraft, catalogues: Catalogues) -> None:
    own = [(each, catalogues.voice(each).plain("language-own-name")) for each in catalogues.languages]
    rows = [[Named(name, InLanguage(language=code)) for code, name in own]]
    await put(talk, SetUp.language, "group-language-question", rows, title=draft.title)


async def choose_language(
    _: CallbackQuery, callback_data: InLanguage, house: House, talk: Talk, catalogues: Catalogues
) -> None:
    draft = replace(await draft_of(talk), language=catalogues.voice(callback_data.language).language)
    await _sum_up(house, talk, draft)


async def _sum_up(house: House, talk: Talk, draft: GroupDraft) -> None:
    """Everything at a glance, to send or to amend."""
    draft = replace(draft, whole=True)
    await keep(talk, draft)
    amend = ("areas", "kinds", "times", "language")
    rows: Rows = [
        [Button("group-send", Do(act="send"))],
        *in_rows([Button(f"group-amend-{each}", Do(act=each)) for each in amend]),
    ]
    lines = draft_lines(talk.say, await wishes(house, talk.say, draft.wanted), draft.quiet)
    await put(talk, SetUp.summary, "group-summary", rows, title=draft.title, lines=lines)


def routes() -> Router:
    router = Router(name="group-setup")
    router.message.filter(F.chat.type == ChatType.PRIVATE)
    by_link = CommandStart(deep_link=True, magic=F.args.startswith(SET_UP))
    router.message.register(finish_first, by_link, busy_besides(SetUp))
    router.message.register(opened, by_link)
    router.callback_query.register(finish_first, GroupChange.filter(), busy_besides(SetUp))
    router.callback_query.register(opened_by_staff, GroupChange.filter())
    router.callback_query.register(back, SetUp.settings, Do.filter(F.act == "settings"))
    router.callback_query.register(back, SetUp.manners, Do.filter(F.act == "settings"))
    router.callback_query.register(step, SetUp.settings, Do.filter(F.act == "summary"))
    for state, acts in AFTER.items():
        router.callback_query.register(step, state, Do.filter(F.act.in_(acts)))
    router.callback_query.register(choose_kind, SetUp.kinds, KindOf.filter())
    router.callback_query.register(choose_times, SetUp.times, Often.filter(F.times.in_({*OFTEN, *WHILE_OPEN})))
    router.message.register(type_times, SetUp.times, WORDS)
    router.callback_query.register(choose_language, SetUp.language, InLanguage.filter())
    return router


AFTER = {
    SetUp.areas: {"areas-done"},
    SetUp.kinds: {"kinds-done"},
    SetUp.summary: {"areas", "kinds", "times", "language"},
}
"""Where a step may lead."""
