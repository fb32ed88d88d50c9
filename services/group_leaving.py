"""The bot leaves a group by choice: first what it showed there is covered, then it goes.

`leave` promises it, the dispatcher edits the copies (`alerts.deciding`), `ready` says which chats may be left now, and
`gone` writes down that it is done. A bot that was thrown out can cover nothing: those copies are counted as stuck.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import text
from sqlmodel import col, select

from models.alerts import Priority
from models.database import Tx
from models.groups import Group, GroupState
from models.members import RecipientState
from models.rows import id_of
from services import group_subscriptions
from services.audit import Actor
from services.groups import Chat, move, recipient_of, rows_of, the_group
from services.house import House

LONGEST = timedelta(minutes=10)
"""Copies that could not be covered by then stay; Telegram may not take an edit at all."""


@dataclass(frozen=True, slots=True)
class Departure:
    """A chat the bot may leave, and the language to say goodbye in."""

    bot_id: int
    chat_id: int
    language: str


async def leave(house: House, *, group_id: int, by: Actor, now: datetime) -> list[Group]:
    """Stop everything in a chat, all of its topics, and cover what is shown there; those that heard anything.

    Who calls this has checked that they administer the chat. Again changes nothing.
    """
    areas = await house.areas()
    heard: list[Group] = []
    async with house.db.transaction() as tx:
        asked = await the_group(tx, group_id)
        for group in (await tx.exec(rows_of(Chat(asked.bot_id, asked.chat_id)))).all():
            if group.leaving_at is not None:
                continue
            heard += [group] if group.state is GroupState.ACCEPTED else []
            if group.state is not GroupState.STOPPED:
                await move(tx, group, GroupState.STOPPED, "group.leave", by, now)
            group.leaving_at = now
            tx.add(group)
            await tx.flush()
            recipient = await recipient_of(tx, group)
            if recipient is not None:
                await group_subscriptions.stop(tx, house, areas, recipient_id=id_of(recipient))
                await _run(tx, _COVER, recipient=recipient.id)
        await house.db.announce(tx)
    return heard


async def ready(house: House, *, now: datetime) -> list[Departure]:
    """Chats in which everything is covered, or could not be in ten minutes."""
    found: dict[int, Departure] = {}
    async with house.db.transaction() as tx:
        leaving = (await tx.exec(select(Group).where(col(Group.leaving_at).is_not(None)))).all()
        for group in leaving:
            recipient = await recipient_of(tx, group)
            number = recipient.id if recipient is not None else None
            again: Any = await _run(tx, _COVER, recipient=number)
            waits = again.rowcount or (await _run(tx, _WAITING, recipient=number)).scalar_one()
            if waits and group.leaving_at is not None and now < group.leaving_at + LONGEST:
                found[group.chat_id] = Departure(0, 0, "")
            else:
                found.setdefault(group.chat_id, Departure(group.bot_id, group.chat_id, group.language))
        await house.db.announce(tx)
    return [departure for departure in found.values() if departure.bot_id]


async def gone(house: House, *, chat: Chat, now: datetime) -> None:
    """The bot has left: nothing more is sent there, and what was covered counts as over; again changes nothing."""
    async with house.db.transaction() as tx:
        for group in (await tx.exec(rows_of(chat).where(col(Group.leaving_at).is_not(None)))).all():
            group.leaving_at = None
            tx.add(group)
            recipient = await recipient_of(tx, group)
            if recipient is not None:
                recipient.state, recipient.changed_at = RecipientState.GONE, now
                tx.add(recipient)
                await tx.flush()
                await _run(tx, _COPIES_COVERED, recipient=recipient.id)
                await _run(tx, _COVERED, recipient=recipient.id)


async def forget_covered(tx: Tx, recipient_id: int) -> None:
    """Staff accept a group that the bot had left: what was covered there and is still open may be told anew."""
    await _run(tx, _COPIES_FORGOTTEN, recipient=recipient_id)
    await _run(tx, _FORGOTTEN, recipient=recipient_id)


async def _run(tx: Tx, sql: str, *, recipient: int | None) -> Any:
    return await tx.exec(text(sql).bindparams(recipient=recipient))  # type: ignore[call-overload]


_SHOWS_SOMETHING = (
    "(alert_id IN (SELECT id FROM alert WHERE state <> 'ended')"
    " OR digest_id IN (SELECT id FROM digest WHERE open_lines > 0 AND kind <> 'week'))"
)
"""Copies that say that something is over need no cover, and a picture of figures shows nobody."""
_COPY_THERE = "EXISTS (SELECT 1 FROM copy c WHERE c.delivery_id = delivery.id AND c.state = 'shown')"
_CLOSING = int(Priority.CLOSING)
_MARK = -1
"""The rank of what was covered; nothing is nearer than 0 metres."""
_COVER = (
    f"UPDATE delivery SET state = 'due', shown_revision = 0, rank = {_MARK}, priority = {_CLOSING}, not_before = NULL"  # noqa: S608
    f" WHERE recipient_id = :recipient AND shown_revision IS NOT NULL AND rank <> {_MARK}"
    f" AND state IN ('due', 'held', 'done') AND {_COPY_THERE} AND {_SHOWS_SOMETHING}"
)
"""What is under way is covered when it is asked for the next time; what was covered is known by its rank."""
_WAITING = (
    "SELECT count(*) FROM delivery WHERE recipient_id = :recipient"
    " AND state IN ('due', 'leased', 'begun') AND shown_revision IS NOT NULL"
)
_OF_COVERED = f"recipient_id = :recipient AND shown_revision IS NOT NULL AND rank = {_MARK} AND {_SHOWS_SOMETHING}"
_COPIES_COVERED = (
    "UPDATE copy SET state = 'gone' WHERE state = 'shown'"  # noqa: S608
    f" AND delivery_id IN (SELECT id FROM delivery WHERE {_OF_COVERED})"
)
_COVERED = f"UPDATE delivery SET state = 'cancelled' WHERE {_OF_COVERED}"  # noqa: S608
_FORGOTTEN = f"DELETE FROM delivery WHERE state = 'cancelled' AND {_OF_COVERED}"  # noqa: S608
_COPIES_FORGOTTEN = (
    "DELETE FROM copy WHERE delivery_id IN (SELECT id FROM delivery"  # noqa: S608
    f" WHERE state = 'cancelled' AND {_OF_COVERED})"
)
