"""Groups, channels and forum topics: what their administrators ask for, and hear once staff has accepted it.

Anyone can add a bot to a group: until then it hears nothing. `services.group_chats`: the bot comes and goes;
`services.group_desk`: staff answer.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlmodel import col, select

from models.claims import Claimed
from models.database import Tx
from models.groups import GROUP_TRANSITIONS, Group, GroupNotFound, GroupNotWaiting, GroupState
from models.members import Recipient, RecipientState
from models.rows import changed, id_of
from services import claims, group_subscriptions
from services.audit import Actor, record
from services.group_subscriptions import Wanted, is_within
from services.house import House
from services.members import TELEGRAM
from services.subscriptions import INSTANT


@dataclass(frozen=True, slots=True)
class Chat:
    """One chat of Telegram, or one topic of it."""

    bot_id: int
    chat_id: int
    thread_id: int = 0


@dataclass(frozen=True, slots=True)
class Asked:
    """What became of an administrator's wish; `new`: staff are to be told of it."""

    group: Group
    new: bool


async def propose(
    house: House, *, group_id: int, wanted: Wanted, member_id: int, now: datetime, organisation_id: int | None = None
) -> Asked:
    """An administrator says what the group is to hear: staff are asked, unless it heard all of that before.

    Who calls this has checked that they administer the chat. While more is asked for, an accepted group goes on hearing
    what it heard. Saying the same again asks nobody again. `organisation_id`: its staff ask, and will accept it
    themselves. Refuses with ScheduleNeedsPlace.
    """
    areas = await house.areas()
    async with house.db.transaction() as tx:
        group = await the_group(tx, group_id)
        recipient_id = id_of(await recipient_of(tx, group) or await _make_recipient(tx, group, now))
        asked = await group_subscriptions.asked_for(tx, group, recipient_id)
        if group.state is GroupState.PROPOSED and asked == wanted:
            return Asked(group, new=False)
        before = await group_subscriptions.heard(tx, group, recipient_id)
        await _stays(tx, group)
        _set(group, wanted, member_id if organisation_id is None else group.set_up_by)
        await group_subscriptions.ask(tx, house, areas, group=group, recipient_id=recipient_id, wanted=wanted, now=now)
        by = Actor.member(member_id, organisation_id)
        if group.state is GroupState.ACCEPTED and before is not None and is_within(areas, wanted, before):
            await group_subscriptions.grant(tx, house, areas, group=group, recipient_id=recipient_id, now=now)
            await note(tx, group, "group.change", by, now)
            return Asked(group, new=False)
        await move(tx, group, GroupState.PROPOSED, "group.propose", by, now)
        return Asked(group, new=True)


async def stop(house: House, *, group_id: int, by: Actor, now: datetime) -> Group:
    """Nothing new goes to this group; copies already there are still edited when what they show is over.

    Who calls this has checked that they administer the chat, or act for the organisation. Again changes nothing.
    """
    areas = await house.areas()
    async with house.db.transaction() as tx:
        group = await the_group(tx, group_id)
        if group.state is GroupState.STOPPED:
            return group
        await move(tx, group, GroupState.STOPPED, "group.stop", by, now)
        recipient = await recipient_of(tx, group)
        if recipient is not None:
            await group_subscriptions.stop(tx, house, areas, recipient_id=id_of(recipient))
        return group


async def settings_of(house: House, group_id: int) -> Wanted | None:
    """What a group asks for, or else hears or last heard; None where nobody has said. Refuses with GroupNotFound."""
    async with house.db.reading() as tx:
        return await wanted_of(tx, await the_group(tx, group_id, looking=True))


async def wanted_of(tx: Tx, group: Group) -> Wanted | None:
    """The same in the caller's transaction."""
    recipient = await recipient_of(tx, group)
    if recipient is None:
        return None
    asked = await group_subscriptions.asked_for(tx, group, id_of(recipient))
    return asked or await group_subscriptions.heard(tx, group, id_of(recipient))


async def by_key(house: House, key: str) -> Group:
    """The group a deep link was made for; refuses with GroupNotFound."""
    return await _one(house, select(Group).where(Group.set_up_key == key))


async def by_number(house: House, group_id: int) -> Group:
    """The group of this number as it is now; refuses with GroupNotFound."""
    return await _one(house, select(Group).where(Group.id == group_id))


async def at(house: House, chat: Chat) -> Group:
    """The row of a chat or topic; refuses with GroupNotFound."""
    return await _one(house, rows_of(chat).where(Group.thread_id == chat.thread_id))


async def the_group(tx: Tx, group_id: int, *, looking: bool = False) -> Group:
    """The group of this number; refuses with GroupNotFound.

    Nobody else changes it until the transaction ends, unless one is only `looking`.
    """
    group = await tx.get(Group, group_id, with_for_update=not looking, populate_existing=True)
    if group is None:
        raise GroupNotFound()
    return group


async def recipient_of(tx: Tx, group: Group) -> Recipient | None:
    """Where a group is told things; None where nobody has said yet what it wants."""
    found: Recipient | None = (await tx.exec(select(Recipient).where(Recipient.group_id == group.id))).first()
    return found


async def move(tx: Tx, group: Group, to: GroupState, act: str, by: Actor, now: datetime) -> None:
    """Bring a group from the state it was read in to another, and record it; refuses with GroupNotWaiting.

    What waits may be asked for differently: it waits anew.
    """
    was = group.state
    tx.add(group)
    await tx.flush()
    here = col(Group.id) == group.id, col(Group.state) == was
    guarded = update(Group).where(*here).values(state=to, changed_at=now)
    may = to in GROUP_TRANSITIONS[was] or to is was is GroupState.PROPOSED
    if not may or await changed(tx, guarded) != 1:
        raise GroupNotWaiting()
    await tx.refresh(group)
    await claims.end(tx, Claimed.GROUP, id_of(group), now)
    await note(tx, group, act, by, now, was=was.value, state=to.value)


async def note(tx: Tx, group: Group, act: str, by: Actor, now: datetime, **facts: str) -> None:
    """Write in the audit what was done to a group."""
    await record(tx, act=act, thing="group", thing_id=id_of(group), by=by, now=now, **facts)


def rows_of(chat: Chat) -> Any:
    """A chat and its topics."""
    return select(Group).where(Group.bot_id == chat.bot_id, Group.chat_id == chat.chat_id)


async def _one(house: House, found: Any) -> Group:
    async with house.db.reading() as tx:
        group: Group | None = (await tx.exec(found)).first()
    if group is None:
        raise GroupNotFound()
    return group


def _set(group: Group, wanted: Wanted, member_id: int | None) -> None:
    """How a group is spoken to, and when: its administrator's own choice."""
    frequency = wanted.wish.frequency
    group.broadcast_cron = None if frequency in {INSTANT, ""} else frequency
    group.language, group.while_search_open = wanted.language, wanted.while_search_open
    group.set_up_by, group.reason, group.leaving_at = member_id, "", None


async def _stays(tx: Tx, group: Group) -> None:
    """Somebody sets the chat up anew: the bot does not leave it after all (`services.group_leaving`)."""
    here = col(Group.bot_id) == group.bot_id, col(Group.chat_id) == group.chat_id
    await tx.exec(update(Group).where(*here).values(leaving_at=None))


async def _make_recipient(tx: Tx, group: Group, now: datetime) -> Recipient:
    """Gone until staff accepts the group: it is told nothing."""
    made = Recipient(
        bot_id=group.bot_id,
        channel=TELEGRAM,
        address=str(group.chat_id),
        thread_id=group.thread_id,
        group_id=group.id,
        state=RecipientState.GONE,
        changed_at=now,
    )
    tx.add(made)
    await tx.flush()
    return made
