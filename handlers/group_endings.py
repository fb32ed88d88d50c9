"""How setting up a group ends: what was said is asked for, alerts are stopped, or the bot leaves altogether."""

from aiogram import Bot, F, Router
from aiogram.enums import ChatType
from aiogram.types import CallbackQuery

from clock.clocks import Now
from handlers.buttons import Button
from handlers.group_desk import GroupCard
from handlers.group_drafts import Do, GroupDraft, SetUp, acting, draft_of, put
from handlers.group_told import tell_group
from handlers.group_words import draft_lines, quiet_from, wishes
from handlers.posting import tell_each
from handlers.talking import Talk
from language.catalogues import Catalogues
from models.groups import Group, GroupState
from services import group_desk, group_leaving, group_manners, groups
from services.audit import Actor
from services.house import House
from services.members import Known


async def send(
    query: CallbackQuery, bot: Bot, house: House, who: Known, talk: Talk, catalogues: Catalogues, now: Now
) -> None:
    """Ask staff for it; less than what was accepted before holds at once, and so does what its own staff say."""
    draft = await draft_of(talk)
    by = await acting(bot, house, draft, who, query.from_user.id)
    group = await _asked(draft, house, who, by, now)
    if quiet := quiet_from(draft.quiet):
        group = await group_manners.set_quiet(house, group_id=draft.group_id, quiet=quiet, by=by, now=now())
    changed = group.state is GroupState.ACCEPTED
    await talk.thank("group-changed" if changed else "group-sent", title=draft.title)
    if changed:
        say = catalogues.voice(group.language)
        lines = draft_lines(say, await wishes(house, say, draft.wanted), draft.quiet)
        await tell_group(bot, house, catalogues, group, "group-told-changed", by=by, lines=lines)
    else:
        await _tell_staff(group, bot, house, catalogues)


async def _asked(draft: GroupDraft, house: House, who: Known, by: Actor, now: Now) -> Group:
    """The group once its wish was written down."""
    number, at = draft.group_id, now()
    asked = await groups.propose(
        house, group_id=number, wanted=draft.wanted, member_id=who.id, organisation_id=by.organisation_id, now=at
    )
    if not asked.new or by.organisation_id is None:
        return asked.group
    stamp = group_desk.stamp(asked.group)
    group, _ = await group_desk.accept(house, group_id=number, asked_at=stamp, member_id=who.id, now=at)
    return group


async def _tell_staff(group: Group, bot: Bot, house: House, catalogues: Catalogues) -> None:
    """Those who may answer hear that a group asks, and open its card from there."""
    rows = [[Button("group-show", GroupCard(group_id=group.id or 0))]]
    staff = await group_desk.staff_to_tell(house, group)
    await tell_each(bot, catalogues, staff, "group-asks", rows=rows, title=group.title)


async def ask_stop(_: CallbackQuery, talk: Talk) -> None:
    draft = await draft_of(talk)
    rows = [[Button("group-stop-now", Do(act="stop-now"))]]
    if not draft.as_staff:
        rows.append([Button("group-leave-now", Do(act="leave-now"))])
    rows.append([Button("group-stop-not", Do(act="settings"))])
    await put(talk, SetUp.settings, "group-stop-question", rows, title=draft.title)


async def stop_now(
    query: CallbackQuery, bot: Bot, house: House, who: Known, talk: Talk, catalogues: Catalogues, now: Now
) -> None:
    """Nothing new goes to the group; its link asks again for what it heard."""
    draft = await draft_of(talk)
    by = await acting(bot, house, draft, who, query.from_user.id)
    group = await groups.stop(house, group_id=draft.group_id, by=by, now=now())
    await talk.thank("group-stopped", title=draft.title)
    await tell_group(bot, house, catalogues, group, "group-told-stopped", by=by)


async def leave_now(
    query: CallbackQuery, bot: Bot, house: House, who: Known, talk: Talk, catalogues: Catalogues, now: Now
) -> None:
    """The bot covers what it showed in the chat, says goodbye there and goes; staff hear of it."""
    draft = await draft_of(talk)
    by = await acting(bot, house, draft, who, query.from_user.id)
    heard = await group_leaving.leave(house, group_id=draft.group_id, by=by, now=now())
    await talk.thank("group-leaving", title=draft.title)
    for group in heard:
        staff = await group_desk.staff_to_tell(house, group)
        await tell_each(bot, catalogues, staff, "group-left", title=group.title)


def routes() -> Router:
    router = Router(name="group-endings")
    router.callback_query.filter(F.message.chat.type == ChatType.PRIVATE)
    router.callback_query.register(ask_stop, SetUp.settings, Do.filter(F.act == "stop"))
    router.callback_query.register(stop_now, SetUp.settings, Do.filter(F.act == "stop-now"))
    router.callback_query.register(leave_now, SetUp.settings, Do.filter(F.act == "leave-now"))
    router.callback_query.register(send, SetUp.summary, Do.filter(F.act == "send"))
    return router
