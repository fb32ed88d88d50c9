"""Members who are in a group too: what the group hears at once need not be told to them a second time in private."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col, select

from models.database import Tx
from models.groups import Group, GroupKind, GroupReader, GroupState
from models.members import Member, Recipient
from models.rows import changed, id_of
from services.audit import Actor, record
from services.groups import Chat, rows_of
from services.house import House
from services.members import change
from services.readers import tell_anew

MOST_ASKED = 30
"""Of so many groups Telegram is asked whether somebody is in them."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a member said of their groups: whether these are enough, and which they are in."""

    suffice: bool
    groups: tuple[Group, ...]


async def candidates(house: House, *, bot_id: int) -> list[Group]:
    """Groups of which Telegram can be asked whether somebody is in them: accepted, the newest first.

    Not channels: they tell nobody but their administrators who reads them.
    """
    there = Group.bot_id == bot_id, Group.state == GroupState.ACCEPTED, Group.kind != GroupKind.CHANNEL
    async with house.db.reading() as tx:
        rows = await tx.exec(select(Group).where(*there).order_by(col(Group.id).desc()).limit(MOST_ASKED))
        return list(rows.all())


async def reading(house: House, *, member_id: int) -> Reading:
    """What is known of a member's groups, for their own eyes."""
    async with house.db.reading() as tx:
        suffice = (await tx.exec(select(Member.groups_suffice).where(Member.id == member_id))).first()
        rows = (await tx.exec(_groups_of(member_id))).all()
        return Reading(bool(suffice), tuple(rows))


async def confirm(
    house: House, *, member_id: int, chats: Collection[int], asked: Collection[int], now: datetime
) -> None:
    """Telegram says that a member is in these chats, of those it was asked about; what was known of them is renewed."""
    areas = await house.areas()
    async with house.db.transaction() as tx:
        about = select(Group.id, Group.chat_id).where(col(Group.chat_id).in_(asked), Group.state == GroupState.ACCEPTED)
        rows = [(number or 0, chat) for number, chat in (await tx.exec(about)).all()]
        inside = [number for number, chat in rows if chat in chats]
        left = [number for number, chat in rows if chat not in chats]
        before = set((await tx.exec(select(GroupReader.group_id).where(GroupReader.member_id == member_id))).all())
        await _forget(tx, member_id, left)
        for number in inside:
            await _keep(tx, house, number, member_id, now)
        if before & set(left) or set(inside) - before:
            await tell_anew(tx, house, areas, [member_id])


async def set_suffice(house: House, *, member_id: int, suffice: bool, now: datetime) -> None:
    """What a group of theirs hears at once is not told to them in private as well; or is, again."""
    areas = await house.areas()
    async with house.db.transaction() as tx:
        await change(tx, member_id, groups_suffice=suffice)
        await tell_anew(tx, house, areas, [member_id])
        by = Actor.member(member_id)
        await record(tx, act="member.groups-suffice", thing="member", thing_id=member_id, by=by, now=now)


async def left(house: House, *, chat: Chat, address: str) -> None:
    """Somebody left a chat: what it hears is told to them in private again."""
    areas = await house.areas()
    async with house.db.transaction() as tx:
        here = Recipient.bot_id == chat.bot_id, Recipient.address == address, col(Recipient.member_id).is_not(None)
        member_id = (await tx.exec(select(Recipient.member_id).where(*here))).first()
        numbers = [id_of(each) for each in (await tx.exec(rows_of(chat))).all()]
        if member_id is not None and await _forget(tx, member_id, numbers):
            await tell_anew(tx, house, areas, [member_id])


async def forget_member(tx: Tx, member_id: int) -> None:
    """Which groups somebody is in is no longer known."""
    await tx.exec(delete(GroupReader).where(col(GroupReader.member_id) == member_id))


async def _keep(tx: Tx, house: House, group_id: int, member_id: int, now: datetime) -> None:
    insert: Any = sqlite.insert if house.db.is_sqlite else postgresql.insert
    row = insert(GroupReader).values(group_id=group_id, member_id=member_id, confirmed_at=now)
    keys = ["group_id", "member_id"]
    await tx.exec(row.on_conflict_do_update(index_elements=keys, set_={"confirmed_at": now}))


async def _forget(tx: Tx, member_id: int, group_ids: Sequence[int]) -> int:
    theirs = col(GroupReader.member_id) == member_id, col(GroupReader.group_id).in_(group_ids)
    return await changed(tx, delete(GroupReader).where(*theirs))


def _groups_of(member_id: int) -> Any:
    """The groups a member is in, as far as is known."""
    known = select(Group).join(GroupReader, col(GroupReader.group_id) == Group.id)
    return known.where(GroupReader.member_id == member_id, Group.state == GroupState.ACCEPTED).order_by(col(Group.id))
