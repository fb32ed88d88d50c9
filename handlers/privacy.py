"""What we hold about a member, and forgetting them."""

from zoneinfo import ZoneInfo

from aiogram import F, Router
from aiogram.enums import ChatType
from aiogram.filters import Command
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, Message

from clock.clocks import Now
from handlers.buttons import Button, Rows
from handlers.menus import HOME, PRIVACY, SETTINGS, Menu
from handlers.talking import Talk
from language import times
from language.lists import listed
from language.text import Sentence
from language.voices import Say
from services import forgetting
from services.forgetting import Holdings
from services.house import House
from services.members import Known


class Forget(CallbackData, prefix="forget"):
    """Ask to be forgotten (`ask` first shows what that means), or take it back."""

    act: str


async def show(_: Message | CallbackQuery, house: House, who: Known, talk: Talk) -> None:
    """What we hold, for how long, and the button that ends it."""
    held = await forgetting.what_we_hold(house, who.id)
    await talk.replace_by(_holdings(talk.say, house, held, talk.zone), rows=_buttons(held))


async def ask(_: CallbackQuery | Message, house: House, talk: Talk) -> None:
    """What forgetting means, before it is asked for."""
    rows = [[Button("forget-do", Forget(act="do"))], [Button("settings-back", Menu(to=PRIVACY))]]
    await talk.replace("forget-question", rows=rows, n=house.rules.privacy.forget_hours)


async def do(_: CallbackQuery, house: House, who: Known, talk: Talk, now: Now) -> None:
    due = await forgetting.ask_forgetting(house, member_id=who.id, now=now())
    when = times.when(talk.say, due, talk.zone, now())
    await talk.replace("forget-asked", when=when, rows=[[Button("forget-undo", Forget(act="undo"))]])


async def undo(_: CallbackQuery, house: House, who: Known, talk: Talk, now: Now) -> None:
    await forgetting.stay(house, member_id=who.id, now=now())
    await talk.replace("forget-undone", rows=[[Button("menu-home", Menu(to=HOME))]])


def _holdings(say: Say, house: House, held: Holdings, zone: ZoneInfo) -> Sentence:
    """A line for each kind of thing."""
    privacy = house.rules.privacy
    lines = [
        say("privacy", name=held.name, since=times.day(say, held.since, zone)),
        say("privacy-subscriptions", n=held.subscriptions),
        say("privacy-circles", metres=round(privacy.home_grid_m)) if held.circles else None,
        say("privacy-reports", n=held.reports),
        say("privacy-searches", n=held.searches) if held.searches else None,
        *(say(f"privacy-{what}", count=count) for what, count in _counted(held) if count),
        say("privacy-unfinished") if held.unfinished else None,
        say("privacy-roles", roles=listed(say, [say(f"role-{role}") for role in held.roles])) if held.roles else None,
        say("privacy-adult") if held.adult_since else None,
        say("privacy-vetted") if held.vetted else None,
        say("privacy-kept", n=privacy.backup_days),
    ]
    return Sentence("\n".join(line for line in lines if line is not None))


def _counted(held: Holdings) -> list[tuple[str, int]]:
    """What is said with a bare number, where there is any."""
    return [
        ("updates", held.updates),
        ("answers", held.answers),
        ("objections", held.objections),
        ("sightings", held.sightings),
        ("places", held.places),
        ("set-up", held.groups_set_up),
        ("groups-in", held.groups_in),
        ("copies", held.copies),
    ]


def _buttons(held: Holdings) -> Rows:
    forget = Button("forget-undo", Forget(act="undo")) if held.forget_at else Button("forget", Forget(act="ask"))
    return [[forget], [Button("settings-back", Menu(to=SETTINGS))]]


def routes() -> Router:
    router = Router(name="privacy")
    router.message.filter(F.chat.type == ChatType.PRIVATE)
    router.message.register(show, Command("privacy"))
    router.message.register(ask, Command("forget"))
    router.callback_query.register(show, Menu.filter(F.to == PRIVACY))
    router.callback_query.register(ask, Forget.filter(F.act == "ask"))
    router.callback_query.register(do, Forget.filter(F.act == "do"))
    router.callback_query.register(undo, Forget.filter(F.act == "undo"))
    return router
