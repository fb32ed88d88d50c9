"""Sound, hours to be left alone in, and the picture of the week: chosen for a group, and true at once."""

from typing import Any

from aiogram import Bot, F, Router
from aiogram.enums import ChatType
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, Message

from clock.clocks import Now
from clock.schedule_phrases import ScheduleNotUnderstood, said
from handlers.buttons import AnyButton, Button, Rows
from handlers.group_drafts import Do, SetUp, acting, draft_of, put
from handlers.group_told import tell_manner
from handlers.group_words import QUIET, SOUND, WEEKLY, hours_words, manner_lines, quiet_from, quiet_of
from handlers.talking import Talk
from handlers.words import WORDS
from language.catalogues import Catalogues
from language.text import Sentence
from models.groups import Group, GroupSound
from services import group_manners, groups
from services.audit import Actor
from services.house import House
from services.members import Known

HOURS = ("2300-0600", "2200-0700")
NEVER = "never"
ON = {"on": True, "off": False}


class Manner(CallbackData, prefix="group-manner"):
    """Make one of them so."""

    what: str
    value: str


async def ask(_: CallbackQuery, house: House, talk: Talk) -> None:
    await _put_card(house, talk)


async def _put_card(house: House, talk: Talk) -> None:
    """As they are now, and what each can be; hours can be typed too."""
    draft = await draft_of(talk)
    group = await groups.by_number(house, draft.group_id)
    lines = manner_lines(house, talk.say, group) or [talk.say("group-manners-usual")]
    words = Sentence("\n".join(lines))
    await put(talk, SetUp.manners, "group-manners-card", _rows(talk, group), title=group.title, lines=words)


def _rows(talk: Talk, group: Group) -> Rows:
    """What is so already is not offered."""
    others = [each for each in GroupSound if each is not group.sound]
    rows: list[list[AnyButton]] = [[Button(f"group-sound-{each}", _calls(SOUND, each))] for each in others]
    for kept in HOURS:
        hours = quiet_from(kept)
        if hours is not None and hours != quiet_of(group):
            rows.append([Button("group-quiet-hours", _calls(QUIET, kept), {**hours_words(talk.say, *hours)})])
    if quiet_of(group) is not None:
        rows.append([Button("group-quiet-never", _calls(QUIET, NEVER))])
    turned = "off" if group.weekly_picture else "on"
    rows.append([Button(f"group-weekly-{turned}", _calls(WEEKLY, turned))])
    rows.append([Button("group-manners-done", Do(act="settings"))])
    return rows


def _calls(what: str, value: str) -> Manner:
    return Manner(what=what, value=value)


async def choose(
    query: CallbackQuery,
    callback_data: Manner,
    bot: Bot,
    house: House,
    who: Known,
    talk: Talk,
    catalogues: Catalogues,
    now: Now,
) -> None:
    """A tap makes it so, and the group reads what changed; what follows within a minute, in the same message."""
    by = await acting(bot, house, await draft_of(talk), who, query.from_user.id)
    await _make(callback_data.what, callback_data.value, bot, house, talk, catalogues, by, now)


async def type_hours(
    message: Message, bot: Bot, house: House, who: Known, talk: Talk, catalogues: Catalogues, now: Now
) -> None:
    """Hours in words: «لا ترسلوا بين 11 م و6 ص»; refuses with ScheduleNotUnderstood."""
    by = await acting(bot, house, await draft_of(talk), who, message.chat.id)
    heard = said(message.text or "")
    if heard.quiet is None or heard.frequency:
        raise ScheduleNotUnderstood(text=message.text or "")
    value = "-".join(f"{each:%H%M}" for each in heard.quiet)
    await _make(QUIET, value, bot, house, talk, catalogues, by, now)


async def _make(
    what: str, value: str, bot: Bot, house: House, talk: Talk, catalogues: Catalogues, by: Actor, now: Now
) -> None:
    about: dict[str, Any] = {"group_id": (await draft_of(talk)).group_id, "by": by, "now": now()}
    if what == SOUND:
        group = await group_manners.set_sound(house, sound=GroupSound(value), **about)
    elif what == QUIET:
        group = await group_manners.set_quiet(house, quiet=quiet_from(value), **about)
    else:
        group = await group_manners.set_weekly(house, on=ON[value], **about)
    await tell_manner(bot, house, catalogues, talk, group, what, by=by, now=now())
    await _put_card(house, talk)


def routes() -> Router:
    router = Router(name="group-manners")
    router.message.filter(F.chat.type == ChatType.PRIVATE)
    values = {*GroupSound, *HOURS, NEVER, *ON}
    router.callback_query.register(ask, SetUp.settings, Do.filter(F.act == "manners"))
    router.callback_query.register(choose, SetUp.manners, Manner.filter(F.value.in_(values)))
    router.message.register(type_hours, SetUp.manners, WORDS)
    return router
