"""Sound, hours to be left alone in, and the picture of the week: chosen for a group, and true at once."""

from aiogram import Bot, F, Router
from aiogram.enums import ChatType
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, Message

from clock.clocks import Now
from clock.schedule_phrases import ScheduleNotUnderstood, said
from handlers.buttons import AnyButton, Button, Rows
from handlers.group_drafts import Do, SetUp, acting, draft_of, put
from handlers.group_told import tell_group
from handlers.group_words import hours_words, manner_lines, quiet_from, weekly_words
from handlers.talking import Talk
from handlers.words import WORDS
from language.catalogues import Catalogues
from language.text import Sentence
from models.groups import Group, GroupSound
from services import group_manners, groups
from services.audit import Actor
from services.house import House
from services.members import Known

QUIET = ("2300-0600", "2200-0700")
NEVER = "never"
WEEKLY = {"on": True, "off": False}


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
    rows: list[list[AnyButton]] = [[Button(f"group-sound-{each}", _calls("sound", each))] for each in others]
    for kept in QUIET:
        hours = quiet_from(kept)
        if hours is not None and hours != (group.quiet_from, group.quiet_to):
            rows.append([Button("group-quiet-hours", _calls("quiet", kept), {**hours_words(talk.say, *hours)})])
    if group.quiet_from is not None:
        rows.append([Button("group-quiet-never", _calls("quiet", NEVER))])
    turned = "off" if group.weekly_picture else "on"
    rows.append([Button(f"group-weekly-{turned}", _calls("weekly", turned))])
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
    """A tap makes it so, and the group reads what changed."""
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
    await _make("quiet", value, bot, house, talk, catalogues, by, now)


async def _make(
    what: str, value: str, bot: Bot, house: House, talk: Talk, catalogues: Catalogues, by: Actor, now: Now
) -> None:
    number = (await draft_of(talk)).group_id
    match what:
        case "sound":
            sound = GroupSound(value)
            group = await group_manners.set_sound(house, group_id=number, sound=sound, by=by, now=now())
            await tell_group(bot, house, catalogues, group, f"group-told-sound-{sound}", by=by)
        case "quiet":
            quiet = quiet_from(value)
            group = await group_manners.set_quiet(house, group_id=number, quiet=quiet, by=by, now=now())
            facts = hours_words(catalogues.voice(group.language), *quiet) if quiet else {}
            key = "group-told-quiet" if quiet else "group-told-quiet-never"
            await tell_group(bot, house, catalogues, group, key, by=by, **facts)
        case _:
            on = WEEKLY[value]
            group = await group_manners.set_weekly(house, group_id=number, on=on, by=by, now=now())
            schedule = {"schedule": weekly_words(house, catalogues.voice(group.language))} if on else {}
            await tell_group(bot, house, catalogues, group, f"group-told-weekly-{value}", by=by, **schedule)
    await _put_card(house, talk)


def routes() -> Router:
    router = Router(name="group-manners")
    router.message.filter(F.chat.type == ChatType.PRIVATE)
    values = {*GroupSound, *QUIET, NEVER, *WEEKLY}
    router.callback_query.register(ask, SetUp.settings, Do.filter(F.act == "manners"))
    router.callback_query.register(choose, SetUp.manners, Manner.filter(F.value.in_(values)))
    router.message.register(type_hours, SetUp.manners, WORDS)
    return router
