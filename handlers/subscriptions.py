"""A volunteer's alerts: switched on by a conversation, listed, changed, switched off and on again, and tried out."""

from datetime import datetime
from typing import Any

from aiogram import F, Router
from aiogram.enums import ChatType
from aiogram.filters import Command, StateFilter
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, Message

from alerts.distances import away
from clock.clocks import Now
from handlers import settings
from handlers.buttons import AnyButton, Button, Named, Rows
from handlers.group_words import kind_name, kind_names
from handlers.menus import ALERTS, Menu, home
from handlers.settings import pause_button, paused_line, quiet_line
from handlers.subscription_drafts import Alerting, Finish, Near, WishDraft, draft_of, keep
from handlers.subscription_steps import ask, go_on
from handlers.subscription_words import line, title
from handlers.talking import Talk
from handlers.unfinished import Offering, busy_besides, finish_first
from language.text import Sentence
from language.times import when
from models.members import Member
from places.points import Band, Octant
from services import areas, digests, places, preferences, subscriptions
from services.house import House
from services.members import Known
from services.places import WORDS_LIMIT, Ask, Place
from services.subscriptions import Subscribed


class Mine(CallbackData, prefix="alerts-mine"):
    """What somebody does with alerts of theirs: open, kinds, times, remove, undo; or add others, or try them (0)."""

    act: str
    subscription_id: int = 0


async def list_mine(_: Message | CallbackQuery, house: House, who: Known, talk: Talk, now: Now) -> None:
    """All of one's alerts on one card, and what holds for all of them; each opens by its button."""
    found = [WishDraft.of("", each) for each in await subscriptions.of_recipient(house, who.recipient_id)]
    if not found:
        begin_here: Rows = [[Button("alerts-near", Near())], [Button("alerts-add", Mine(act="add"))]]
        await talk.replace("alerts-none", rows=[*begin_here, [Button("alerts-try", Mine(act="test"))], *home()])
        return
    member = await preferences.profile(house, who.id)
    lines = [talk.say("alerts-mine")]
    rows: list[list[AnyButton]] = []
    for at, each in enumerate(found, start=1):
        lines.append(await line(house, talk.say, each, number=at))
        name = talk.say.plain("alerts-numbered-button", number=at, alerts=await title(house, talk.say, each))
        rows.append([Named(name, Mine(act="open", subscription_id=each.subscription_id or 0))])
    lines.append(talk.say("alerts-card-quiet", hours=quiet_line(talk.say, house, member)))
    lines += paused_line(talk.say, house, member, now())
    await talk.replace_by(Sentence("\n".join(lines)), rows=[*rows, *_for_all(member, now())])


def _for_all(member: Member, now: datetime) -> Rows:
    """What can be done with all of one's alerts at once."""
    return [
        [Button("alerts-add", Mine(act="add"))],
        [pause_button(member, now), Button("settings-change-quiet", settings.Ask(what="quiet"))],
        [Button("alerts-try", Mine(act="test"))],
        *home(),
    ]


async def show(_: CallbackQuery, callback_data: Mine, house: House, who: Known, talk: Talk) -> None:
    """One of one's alerts, and what can be done with it."""
    number = callback_data.subscription_id
    known = await _mine(house, who, number)
    acts = ("kinds", "times", "place", "remove")
    rows: Rows = [[Button(f"alerts-change-{act}", Mine(act=act, subscription_id=number))] for act in acts]
    words = await line(house, talk.say, WishDraft.of("", known))
    await talk.replace_by(words, rows=[*rows, [Button("alerts-back", Menu(to=ALERTS))]])


async def begin(_: CallbackQuery, house: House, who: Known, talk: Talk, once: str) -> None:
    """The first question that what was sent before has not answered; refuses before it who has as many as one may."""
    await subscriptions.check_room(house, recipient_id=who.recipient_id)
    offered = (await talk.state.get_data()).get("offered", {})
    await talk.state.set_data({})
    draft, place = WishDraft(once.rpartition(":")[2]), await _offered_place(house, offered)
    await go_on(house, who, talk, draft.at(place) if place is not None else draft)


async def _offered_place(house: House, offered: dict[str, Any]) -> Place | None:
    """Where, if what was sent out of the blue says it without doubt."""
    if "pin" in offered:
        return (await places.from_pin(house, **offered["pin"])).places[0]
    words = offered.get("words", "")
    if not 0 < len(words) <= WORDS_LIMIT:
        return None
    found = await places.from_text(house, words)
    return found.places[0] if found.ask is Ask.CONFIRM else None


async def change(_: CallbackQuery, callback_data: Mine, house: House, who: Known, talk: Talk, once: str) -> None:
    """Ask again about what, when, or where."""
    known = await _mine(house, who, callback_data.subscription_id)
    draft = WishDraft.of(once.rpartition(":")[2], known)
    await talk.state.set_data({})
    await keep(talk, draft)
    await ask(house, who, talk, draft, callback_data.act)


async def finish(
    _: CallbackQuery, callback_data: Finish, house: House, who: Known, talk: Talk, once: str, now: Now
) -> None:
    """A button of the summary, if it is this draft's: switch on, drop it, or ask one thing again."""
    draft = await draft_of(talk)
    if draft.began != callback_data.began:
        await talk.notice("button-stale", alert=True)
    elif callback_data.act == "drop":
        await talk.state.clear()
        await talk.replace("alerts-dropped", rows=home())
    elif callback_data.act == "send":
        await _switch_on(draft, house, who, talk, once, now)
    elif callback_data.act == "save":
        await _save(draft, house, who, talk, now)
    else:
        await ask(house, who, talk, draft, callback_data.act)


async def _switch_on(draft: WishDraft, house: House, who: Known, talk: Talk, once: str, now: Now) -> None:
    """What is open there comes at once, also to who otherwise reads digests; a limit leaves the summary where it is."""
    number = await subscriptions.subscribe(
        house, recipient_id=who.recipient_id, ground=draft.ground, wish=draft.wish, made_by=once, now=now()
    )
    await talk.state.clear()
    undo = Button("alerts-undo", Mine(act="remove", subscription_id=number))
    rows: Rows = [[Button("alerts-try", Mine(act="test"))], [undo, Button("menu-alerts", Menu(to=ALERTS))]]
    await say_it_is_on(number, house, who, talk, now, rows)


async def _save(draft: WishDraft, house: House, who: Known, talk: Talk, now: Now) -> None:
    number = draft.subscription_id or 0
    ground = draft.ground if draft.moved else None
    await subscriptions.change(
        house, recipient_id=who.recipient_id, subscription_id=number, wish=draft.wish, ground=ground, now=now()
    )
    await talk.state.clear()
    rows: Rows = [[Button("menu-alerts", Menu(to=ALERTS))]]
    await talk.replace("alerts-changed", rows=rows, line=await line(house, talk.say, draft))


async def say_it_is_on(number: int, house: House, who: Known, talk: Talk, now: Now, rows: Rows) -> None:
    """That it is so from now on, how much is open there, and when the next digest comes."""
    known = await _mine(house, who, number)
    at = known.row.next_digest_at
    if at is None:
        count = await subscriptions.open_there(house, subscription_id=number)
        rest = talk.say("alerts-open-there" if count else "alerts-nothing-there", n=count)
    else:
        count = await digests.write_now(house, subscription_id=number, now=now())
        key = "alerts-open-in-digest" if count else "alerts-nothing-in-digest"
        rest = talk.say(key, n=count, when=when(talk.say, at, talk.zone, now()))
    draft = WishDraft.of("", known)
    facts = {"alerts": await title(house, talk.say, draft), "kinds": kind_names(house, talk.say, draft.kinds)}
    await talk.replace("alerts-on", rows=rows, rest=rest, **facts)


async def remove(_: CallbackQuery, callback_data: Mine, house: House, who: Known, talk: Talk, now: Now) -> None:
    """Hear no more of it; taking that back is one button away."""
    number = callback_data.subscription_id
    alerts = await title(house, talk.say, WishDraft.of("", await _mine(house, who, number)))
    await subscriptions.remove(house, recipient_id=who.recipient_id, subscription_id=number, now=now())
    undo = Button("alerts-bring-back", Mine(act="undo", subscription_id=number))
    await talk.replace("alerts-removed", rows=[[undo], [Button("alerts-back", Menu(to=ALERTS))]], alerts=alerts)


async def bring_back(_: CallbackQuery, callback_data: Mine, house: House, who: Known, talk: Talk, now: Now) -> None:
    number = callback_data.subscription_id
    await subscriptions.bring_back(house, recipient_id=who.recipient_id, subscription_id=number, now=now())
    await say_it_is_on(number, house, who, talk, now, [[Button("menu-alerts", Menu(to=ALERTS))]])


async def send_test(_: CallbackQuery, house: House, who: Known, talk: Talk) -> None:
    """What an alert looks like, said to be none: about nothing, with a distance as alerts have it."""
    emergency = await areas.emergency(house, member_id=who.id)
    distance = away(talk.say, Band.ABOUT_1_KM, Octant.N) or ""
    kind = kind_name(house, talk.say, house.rules.reports.categories[0].code)
    back: Rows = [[Button("alerts-back", Menu(to=ALERTS))]]
    await talk.tell("alerts-test", rows=back, kind=kind, distance=distance, emergency=emergency)


async def _mine(house: House, who: Known, number: int) -> Subscribed:
    """One's own; refuses another's with SubscriptionNotFound."""
    return await subscriptions.get(house, recipient_id=who.recipient_id, subscription_id=number)


def routes() -> Router:
    router = Router(name="subscriptions")
    router.message.filter(F.chat.type == ChatType.PRIVATE)
    router.message.register(list_mine, Command("alerts"))
    router.callback_query.register(begin, Offering.asked, Menu.filter(F.to == ALERTS))
    router.callback_query.register(list_mine, Menu.filter(F.to == ALERTS))
    begins = Mine.filter(F.act.in_({"add", "kinds", "times", "place"}))
    router.callback_query.register(finish_first, begins, busy_besides())
    router.callback_query.register(begin, Mine.filter(F.act == "add"))
    router.callback_query.register(change, begins)
    deeds: dict[str, Any] = {"open": show, "remove": remove, "undo": bring_back, "test": send_test}
    for act, deed in deeds.items():
        router.callback_query.register(deed, Mine.filter(F.act == act))
    router.callback_query.register(finish, StateFilter(Alerting.summary), Finish.filter())
    return router
