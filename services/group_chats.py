"""The chats the bot is in: it comes and goes, a group becomes a supergroup, a title changes."""

import secrets
from datetime import datetime

from sqlalchemy import delete, update
from sqlmodel import col, select

from language.text import cleaned
from models.alerts import Copy
from models.database import Tx
from models.groups import Group, GroupKind, GroupState
from models.members import Recipient, RecipientState
from models.rows import id_of
from services import alerts, group_subscriptions
from services.audit import Actor
from services.groups import Chat, move, note, recipient_of, rows_of
from services.house import House

TITLE_LIMIT = 255


async def entered(
    house: House, *, chat: Chat, kind: GroupKind, title: str, language: str, by: int | None, now: datetime
) -> Group:
    """The bot is in this chat, or is asked for in one of its topics: its row, made or begun again.

    What was accepted before the bot was removed has to be asked for and accepted anew.
    """
    async with house.db.transaction() as tx:
        group: Group | None = (await tx.exec(rows_of(chat).where(Group.thread_id == chat.thread_id))).first()
        if group is None:
            group = _new(chat, kind, language, now)
            tx.add(group)
            await tx.flush()
            await note(tx, group, "group.enter", _by(by), now)
        elif await _begins_again(tx, group):
            group.state, group.changed_at, group.leaving_at = GroupState.ADDED, now, None
            await note(tx, group, "group.enter", _by(by), now)
        group.title, group.kind = _title(title), kind
        tx.add(group)
        await tx.flush()
        return group


async def left(house: House, *, chat: Chat, by: int | None, now: datetime) -> list[Group]:
    """The bot was removed from a chat: nothing can be sent there any more. Those of its topics that heard anything."""
    areas = await house.areas()
    heard: list[Group] = []
    async with house.db.transaction() as tx:
        for group in (await tx.exec(rows_of(chat).where(Group.state != GroupState.STOPPED))).all():
            await move(tx, group, GroupState.STOPPED, "group.leave", _by(by), now)
            recipient = await recipient_of(tx, group)
            if recipient is not None:
                recipient.state, recipient.changed_at = RecipientState.GONE, now
                tx.add(recipient)
                await tx.flush()
                await group_subscriptions.stop(tx, house, areas, recipient_id=id_of(recipient))
            heard += [group] if group.organisation_id is not None else []
    return heard


async def may_write_again(house: House, *, chat: Chat, now: datetime) -> None:
    """The bot's rights in a chat changed: what was accepted and could not be reached is told again what is open."""
    areas = await house.areas()
    async with house.db.transaction() as tx:
        for group in (await tx.exec(rows_of(chat).where(Group.state == GroupState.ACCEPTED))).all():
            recipient = await recipient_of(tx, group)
            if recipient is not None and recipient.state is not RecipientState.ACTIVE:
                recipient.state, recipient.changed_at = RecipientState.ACTIVE, now
                tx.add(recipient)
                await tx.flush()
                await alerts.reconcile(tx, house, areas, id_of(recipient))


async def moved(house: House, *, chat: Chat, new_chat_id: int) -> None:
    """A group became a supergroup: everything about it goes along, copies included; again changes nothing.

    The dispatcher does the same (`alerts.moving.MovedTo`) when it hears of it first.
    """
    old = col(Group.bot_id) == chat.bot_id, col(Group.chat_id) == chat.chat_id
    new = col(Group.bot_id) == chat.bot_id, col(Group.chat_id) == new_chat_id
    async with house.db.transaction() as tx:
        if (await tx.exec(select(Group.id).where(*old))).first() is None:
            return
        spoken_for = select(Recipient.id).where(Recipient.group_id == Group.id).exists()
        await tx.exec(delete(Group).where(*new, col(Group.state) == GroupState.ADDED, ~spoken_for))
        if (await tx.exec(select(Group.id).where(*new))).first() is not None:
            return
        await tx.exec(update(Group).where(*old).values(chat_id=new_chat_id, kind=GroupKind.SUPERGROUP))
        for table in (Recipient, Copy):
            here = col(table.bot_id) == chat.bot_id, col(table.address) == str(chat.chat_id)
            await tx.exec(update(table).where(*here).values(address=str(new_chat_id)))


async def renamed(house: House, *, chat: Chat, title: str) -> None:
    """The chat has another title."""
    here = col(Group.bot_id) == chat.bot_id, col(Group.chat_id) == chat.chat_id
    async with house.db.transaction() as tx:
        await tx.exec(update(Group).where(*here).values(title=_title(title)))


def _new(chat: Chat, kind: GroupKind, language: str, now: datetime) -> Group:
    return Group(
        bot_id=chat.bot_id,
        chat_id=chat.chat_id,
        thread_id=chat.thread_id,
        kind=kind,
        language=language,
        set_up_key=secrets.token_urlsafe(12),
        changed_at=now,
    )


async def _begins_again(tx: Tx, group: Group) -> bool:
    """It was stopped, or its removal never reached us: nothing got through any more."""
    if group.state is not GroupState.ACCEPTED:
        return group.state is GroupState.STOPPED
    recipient = await recipient_of(tx, group)
    return recipient is None or recipient.state is not RecipientState.ACTIVE


def _title(text: str) -> str:
    return cleaned(text, limit=TITLE_LIMIT, lines=False).text


def _by(member_id: int | None) -> Actor:
    """Whoever it was, where we know them."""
    return Actor.member(member_id) if member_id is not None else Actor("member")
