"""The desk in the chat: what waits and since when, how broadcasts go, and holding everything back."""

from aiogram import Bot, F, Router
from aiogram.enums import ChatType
from aiogram.filters import Command
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, Message

from alerts.distances import AreaName
from clock.clocks import Now
from handlers.buttons import AnyButton, Button, Named, Rows
from handlers.commands import show_staff_commands
from handlers.desk_areas import DrawnAreas
from handlers.desk_items import OpenCard, ShowAreas, ShowGroups, ShowPile, back_to_desk
from handlers.desk_people import People, organisation_name
from handlers.menus import DESK, HOME, Menu
from handlers.searches import AtSearch
from handlers.shifts import ShowShift
from handlers.talking import Talk
from handlers.unfinished import is_dropped
from language.text import Key, Sentence
from language.times import clock, since
from models.alerts import AlertState
from models.claims import Claimed
from models.organisations import Organisation
from services import desk, organisations
from services.desk import Broadcast, Desk, Waiting
from services.desk_piles import SIGHTINGS
from services.house import House
from services.members import Known
from services.progress import AreaCounts

PROGRESS = {
    AlertState.OPEN: "desk-progress",
    AlertState.PAUSED: "desk-progress-paused",
    AlertState.HALTED: "desk-progress-halted",
    AlertState.ENDED: "desk-progress-ended",
}


class ShowBroadcasts(CallbackData, prefix="desk-broadcasts"):
    """How far broadcasts have come."""


class ActFor(CallbackData, prefix="desk-for"):
    """Act for this organisation from now on."""

    organisation_id: int


class Hold(CallbackData, prefix="desk-hold"):
    """Hold back everything that goes to subscribers, or let it go."""

    on: bool


async def show_desk(
    _: Message | CallbackQuery, house: House, who: Known, talk: Talk, now: Now, raw_state: str | None
) -> None:
    """One message with what waits; refuses who acts for nobody. A decision that was not finished is dropped."""
    if is_dropped(raw_state):
        await talk.state.clear()
    await put_desk(house, who, talk, now)


async def open_desk(
    message: Message, bot: Bot, house: House, who: Known, talk: Talk, now: Now, raw_state: str | None
) -> None:
    """The same by its command, which from then on stands in their list of commands."""
    await show_desk(message, house, who, talk, now, raw_state)
    await show_staff_commands(bot, talk.say, talk.chat_id)


async def put_desk(house: House, who: Known, talk: Talk, now: Now) -> None:
    """The desk as it is now, where the tapped button was."""
    found = await desk.desk_of(house, member_id=who.id)
    lines = [talk.say("desk-acting-for", organisation=organisation_name(found.organisation, talk))]
    lines += [talk.say("desk-paused")] if found.paused else []
    lines += [_line(each, talk, now) for each in found.waiting] or [talk.say("desk-nothing-waits")]
    lines += [talk.say("desk-hold-does")] if found.may_hold_back and not found.paused else []
    at = clock(talk.say, now(), talk.zone)
    await talk.replace("desk-title", rows=_rows(found, talk), at=at, lines=Sentence("\n".join(lines)))


def _line(each: Waiting, talk: Talk, now: Now) -> Sentence:
    return talk.say(f"desk-pile-{each.pile}", n=each.count, since=since(talk.say, each.since, now()))


def _opens(each: Waiting) -> CallbackData:
    """The list of what waits; sightings of one search are there already, those in danger first."""
    if each.pile in SIGHTINGS and len(each.things) == 1:
        return AtSearch(act="sightings", search_id=each.things[0].number)
    return ShowPile(pile=each.pile)


def _rows(found: Desk, talk: Talk) -> Rows:
    rows: list[list[AnyButton]] = [[Button(f"desk-show-{each.pile}", _opens(each))] for each in found.waiting]
    rows.append([Button("desk-refresh", Menu(to=DESK)), Button("desk-broadcasts", ShowBroadcasts())])
    shift: list[AnyButton] = [Button("shift-open", ShowShift())]
    rows.append([*shift, Button("desk-groups", ShowGroups())] if found.answers_groups else shift)
    if found.may_hold_back:
        rows.append([Button("desk-let-go" if found.paused else "desk-hold", Hold(on=not found.paused))])
    if found.knows_people:
        rows.append([Button("search-start-offer", AtSearch(act="new", search_id=0))])
        rows.append([Button("desk-people", People()), Button("drawn-show", DrawnAreas())])
    rows += [[Named(_acting(each, talk), ActFor(organisation_id=each.id or 0))] for each in found.others]
    return [*rows, [Button("menu-home", Menu(to=HOME))]]


def _acting(organisation: Organisation, talk: Talk) -> str:
    return talk.say.plain("desk-act-for", organisation=organisation_name(organisation, talk))


async def act_for(_: CallbackQuery, callback_data: ActFor, house: House, who: Known, talk: Talk, now: Now) -> None:
    """For another of their organisations from now on; the desk is that one's."""
    about = callback_data.organisation_id
    await organisations.act_for(house, member_id=who.id, organisation_id=about, now=now())
    await put_desk(house, who, talk, now)


async def show_broadcasts(_: CallbackQuery, house: House, who: Known, talk: Talk) -> None:
    """What is going out, with counts while it happens."""
    found = await desk.broadcasts(house, member_id=who.id)
    if not found:
        await talk.replace("desk-no-broadcasts", rows=[back_to_desk()])
        return
    lines = "\n".join(_progress(each, talk) for each in found)
    rows: Rows = [
        [Named(_title(each, talk), ShowAreas(alert_id=each.counts.alert)), Button("desk-item-card", _card(each))]
        for each in found
    ]
    await talk.replace("desk-broadcasts-now", lines=Sentence(lines), rows=[*rows, back_to_desk()])


def _progress(each: Broadcast, talk: Talk) -> Sentence:
    counts = each.counts
    nobody = counts.state is AlertState.OPEN and counts.recipients == 0
    return talk.say(
        "desk-progress-nobody" if nobody else PROGRESS[counts.state],
        title=_title(each, talk),
        recipients=counts.recipients,
        sent=counts.sent,
        waiting=counts.waiting,
        failed=counts.failed,
        behind=counts.behind,
        stuck=counts.stuck,
    )


def _card(each: Broadcast) -> OpenCard:
    """What goes out waits for nobody, and so is in no pile: its card is found here."""
    if each.search_id is not None:
        return OpenCard(what=Claimed.SEARCH, number=each.search_id)
    return OpenCard(what=Claimed.REPORT, number=each.report_id or 0)


def _title(each: Broadcast, talk: Talk) -> str:
    key = "desk-title-search" if each.search_id is not None else "desk-title-report"
    return talk.say.plain(key, number=each.search_id or each.report_id or 0)


async def show_areas(_: CallbackQuery, callback_data: ShowAreas, house: House, who: Known, talk: Talk) -> None:
    """The same broadcast, area by area."""
    found = await desk.by_area(house, alert_id=callback_data.alert_id, member_id=who.id)
    lines = "\n".join(_reached(each, talk) for each in found) or talk.say("desk-reached-nobody")
    await talk.replace("desk-by-area", lines=Sentence(lines), rows=[[Button("desk-broadcasts", ShowBroadcasts())]])


def _reached(each: AreaCounts, talk: Talk) -> Sentence:
    """Told by name, or by a circle no area holds, is nowhere on the map."""
    area = AreaName(each.name_ar, each.name_en).in_language(talk.say.language) or Key("desk-no-area")
    return talk.say("desk-reached-area", area=area, sent=each.sent, recipients=each.recipients)


async def hold(_: CallbackQuery, callback_data: Hold, house: House, who: Known, talk: Talk, now: Now) -> None:
    """Everything stops, or goes on; the desk says which."""
    turn = desk.hold_everything if callback_data.on else desk.let_everything_go
    await turn(house, member_id=who.id, now=now())
    await talk.notice("desk-held" if callback_data.on else "desk-let-go-done", alert=True)
    await put_desk(house, who, talk, now)


def routes() -> Router:
    router = Router(name="desk")
    router.message.filter(F.chat.type == ChatType.PRIVATE)
    router.message.register(open_desk, Command("desk"))
    router.callback_query.register(show_desk, Menu.filter(F.to == DESK))
    router.callback_query.register(act_for, ActFor.filter())
    router.callback_query.register(show_broadcasts, ShowBroadcasts.filter())
    router.callback_query.register(show_areas, ShowAreas.filter())
    router.callback_query.register(hold, Hold.filter())
    return router
