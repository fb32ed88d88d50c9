"""What waits on the desk, thing by thing: who has it, taking it, putting it back, its card."""

from aiogram import F, Router
from aiogram.enums import ChatType
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery

from clock.clocks import Now
from handlers.buttons import Button, Named, Rows
from handlers.menus import DESK, Menu
from handlers.report_drafts import category_name
from handlers.searches import AtSearch
from handlers.talking import Talk
from language.text import Sentence
from language.times import clock, day, since
from models.claims import Claimed
from services import desk, desk_items, report_desk, search_cards
from services.claims import Holder
from services.desk import Thing
from services.desk_piles import CLAIMED, SIGHTINGS, Pile
from services.house import House
from services.members import Known


class ShowPile(CallbackData, prefix="desk-pile"):
    """List what waits of this kind."""

    pile: Pile


class ShowItem(CallbackData, prefix="desk-item"):
    """One thing of a pile, and who has it."""

    pile: Pile
    number: int


class AtItem(CallbackData, prefix="desk-do"):
    """Take this thing of a pile, or put it back."""

    act: str
    pile: Pile
    number: int


class AtCard(CallbackData, prefix="claim"):
    """The same from a card."""

    act: str
    thing: Claimed
    number: int


class OpenCard(CallbackData, prefix="desk-open"):
    """Put the card of a search or a report in front of whoever taps."""

    what: str
    number: int


class ShowGroups(CallbackData, prefix="desk-groups"):
    """List the groups that were accepted, so many at a time."""

    page: int = 0


class ShowUndelivered(CallbackData, prefix="desk-dead"):
    """What was given up of one alert."""

    alert_id: int


class ShowAreas(CallbackData, prefix="desk-areas"):
    """How far one broadcast has come, by area."""

    alert_id: int


async def show_pile(_: CallbackQuery, callback_data: ShowPile, house: House, who: Known, talk: Talk, now: Now) -> None:
    """A button for each thing that waits; the oldest first."""
    found = await desk.pile_of(house, pile=callback_data.pile, member_id=who.id)
    if found is None:
        await talk.replace("desk-pile-empty", rows=[back_to_desk()])
        return
    rows: Rows = [
        [Named(_label(each, found.pile, house, who, talk, now), _leads(each, found.pile))] for each in found.things
    ]
    again = Button("desk-refresh", callback_data)
    await talk.replace(f"desk-list-{found.pile}", n=found.count, rows=[*rows, [again], back_to_desk()])


def _label(thing: Thing, pile: Pile, house: House, who: Known, talk: Talk, now: Now) -> str:
    """«12 · إنارة · منذ ساعة · عند نورة»: numbers, kinds and colleagues, never anybody's name who is told of."""
    category = _kind(thing, house, talk)
    waits = since(talk.say, thing.since, now())
    about: dict[str, str | int] = {"number": thing.number, "category": category, "since": waits, "count": thing.count}
    label = talk.say.plain(f"desk-label-{pile}", **about)
    if thing.holder is None:
        return label
    if thing.holder.member_id == who.id:
        return talk.say.plain("desk-label-yours", label=label)
    return talk.say.plain("desk-label-held", label=label, name=thing.holder.name)


def _leads(thing: Thing, pile: Pile) -> CallbackData:
    """An alert is nobody's, and so has no page with who has taken it; sightings have their search's list."""
    if pile in SIGHTINGS:
        return AtSearch(act="sightings", search_id=thing.number)
    if pile is Pile.LETTER:
        return ShowAreas(alert_id=thing.number)
    return (
        ShowUndelivered(alert_id=thing.number) if pile is Pile.UNDELIVERED else ShowItem(pile=pile, number=thing.number)
    )


async def show_item(_: CallbackQuery, callback_data: ShowItem, house: House, who: Known, talk: Talk, now: Now) -> None:
    await _put_item(callback_data.pile, callback_data.number, house, who, talk, now)


async def _put_item(pile: Pile, number: int, house: House, who: Known, talk: Talk, now: Now) -> None:
    thing = await desk_items.look(house, pile=pile, number=number, member_id=who.id)
    title = talk.say.plain(f"desk-item-{CLAIMED[pile]}", number=number, category=_kind(thing, house, talk))
    waits, held = since(talk.say, thing.since, now()), _held(thing.holder, who, talk, now)
    await talk.replace("desk-item", rows=_item_rows(thing, pile, who), title=title, since=waits, held=held)


def _kind(thing: Thing, house: House, talk: Talk) -> str:
    return category_name(house, talk, thing.category or "")


def _held(holder: Holder | None, who: Known, talk: Talk, now: Now) -> Sentence:
    """«عند نورة منذ الساعة 4:40 م»; of another day the date."""
    if holder is None:
        return talk.say("desk-holder-nobody")
    today = holder.since.astimezone(talk.zone).date() == now().astimezone(talk.zone).date()
    at = clock(talk.say, holder.since, talk.zone) if today else day(talk.say, holder.since, talk.zone)
    yours = holder.member_id == who.id
    return talk.say("desk-holder-yours", at=at) if yours else talk.say("desk-holder", name=holder.name, at=at)


def _item_rows(thing: Thing, pile: Pile, who: Known) -> Rows:
    mine = thing.holder is not None and thing.holder.member_id == who.id
    act = "back" if mine else "take"
    label = "desk-take-over" if thing.holder is not None and not mine else f"button-claim-{act}"
    return [
        [Button("desk-item-card", _card(thing, pile))],
        [Button(label, AtItem(act=act, pile=pile, number=thing.number))],
        [Button("desk-pile-back", ShowPile(pile=pile))],
        back_to_desk(),
    ]


def _card(thing: Thing, pile: Pile) -> CallbackData | str:
    """The groups' own conversation shows what a group asks for."""
    what = CLAIMED[pile]
    return f"group-card:{thing.number}:" if what is Claimed.GROUP else OpenCard(what=what, number=thing.number)


async def take_item(_: CallbackQuery, callback_data: AtItem, house: House, who: Known, talk: Talk, now: Now) -> None:
    await _take(CLAIMED[callback_data.pile], callback_data.number, house, who, talk, now)
    await _put_item(callback_data.pile, callback_data.number, house, who, talk, now)


async def put_item_back(
    _: CallbackQuery, callback_data: AtItem, house: House, who: Known, talk: Talk, now: Now
) -> None:
    await _give_back(CLAIMED[callback_data.pile], callback_data.number, house, who, talk, now)
    await _put_item(callback_data.pile, callback_data.number, house, who, talk, now)


async def take_from_card(
    _: CallbackQuery, callback_data: AtCard, house: House, who: Known, talk: Talk, now: Now
) -> None:
    await _take(callback_data.thing, callback_data.number, house, who, talk, now)


async def put_back_from_card(
    _: CallbackQuery, callback_data: AtCard, house: House, who: Known, talk: Talk, now: Now
) -> None:
    await _give_back(callback_data.thing, callback_data.number, house, who, talk, now)


async def _take(thing: Claimed, number: int, house: House, who: Known, talk: Talk, now: Now) -> None:
    taken = await desk_items.take(house, thing=thing, number=number, member_id=who.id, now=now())
    if taken.before is not None and not taken.again:
        await talk.notice("claim-taken-over", name=taken.before.name)
    else:
        await talk.notice("claim-taken")


async def _give_back(thing: Claimed, number: int, house: House, who: Known, talk: Talk, now: Now) -> None:
    await desk_items.give_back(house, thing=thing, number=number, member_id=who.id, now=now())
    await talk.notice("claim-given-back")


async def open_report(_: CallbackQuery, callback_data: OpenCard, house: House, who: Known, talk: Talk) -> None:
    await report_desk.show_card(house, report_id=callback_data.number, to=who)
    await talk.notice("desk-card-shown")


async def open_search(_: CallbackQuery, callback_data: OpenCard, house: House, who: Known, talk: Talk) -> None:
    await search_cards.show_again_to(house, search_id=callback_data.number, member_id=who.id)
    await talk.notice("desk-card-shown")


def back_to_desk() -> list[Button]:
    return [Button("desk-back", Menu(to=DESK))]


def routes() -> Router:
    router = Router(name="desk-items")
    router.message.filter(F.chat.type == ChatType.PRIVATE)
    router.callback_query.register(show_pile, ShowPile.filter())
    router.callback_query.register(show_item, ShowItem.filter(F.pile.in_(set(CLAIMED))))
    router.callback_query.register(take_item, AtItem.filter(F.act == "take"))
    router.callback_query.register(put_item_back, AtItem.filter(F.act == "back"))
    router.callback_query.register(take_from_card, AtCard.filter(F.act == "take"))
    router.callback_query.register(put_back_from_card, AtCard.filter(F.act == "back"))
    router.callback_query.register(open_report, OpenCard.filter(F.what == "report"))
    router.callback_query.register(open_search, OpenCard.filter(F.what == "search"))
    return router
