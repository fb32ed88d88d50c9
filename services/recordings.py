"""What people said instead of writing it: kept as Telegram's id, heard by staff, and gone when nothing needs it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, or_, update
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from models.database import Tx
from models.recordings import (
    MOST_MEGABYTES,
    MOST_SECONDS,
    NothingToHear,
    Recording,
    RecordingKind,
    RecordingTooLarge,
    RecordingTooLong,
    StaffCopy,
)
from models.reports import Report, ReportState
from models.rows import changed, id_of
from models.searches import Search, SearchState
from models.sightings import Sighting
from services.house import House

HEARD_FOR = timedelta(hours=24)
"""How long what staff listened to stays in their chat; a bot may delete for 48 hours (Bot API, deleteMessage)."""
TRY_AGAIN = timedelta(minutes=10)
OVER = (SearchState.CLOSED, SearchState.STOPPED)
DONE_WITH = (ReportState.FIXED, ReportState.REFUSED, ReportState.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class Sent:
    """A recording as it came in; bytes where Telegram says how many."""

    bot_id: int
    kind: RecordingKind
    file_id: str
    unique_id: str
    seconds: int
    size: int | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """A message in somebody's chat with a recording, or with something else that staff alone may see."""

    bot_id: int
    chat_id: int
    message_id: int
    recording_id: int | None = None


async def keep(house: House, sent: Sent, *, made_by: str, now: datetime) -> int:
    """Keep where a recording is; its number, the same however often its update comes.

    Refuses with RecordingTooLong and RecordingTooLarge.
    """
    if sent.seconds > MOST_SECONDS:
        raise RecordingTooLong(minutes=MOST_SECONDS // 60)
    if (sent.size or 0) > MOST_MEGABYTES * 2**20:
        raise RecordingTooLarge(limit_megabytes=MOST_MEGABYTES)
    known = select(Recording).where(Recording.made_by == made_by)
    async with house.db.transaction() as tx:
        row = (await tx.exec(known)).first() or Recording(
            bot_id=sent.bot_id, kind=sent.kind, file_id=sent.file_id, unique_id=sent.unique_id,
            seconds=sent.seconds, created_at=now, made_by=made_by,
        )  # fmt: skip
        tx.add(row)
        await tx.flush()
        return id_of(row)


async def attach(tx: Tx, numbers: Collection[int], **thing: int) -> int:
    """Give recordings of a draft to their `report_id` or `search_id`; how many were still there and nobody's."""
    free = col(Recording.report_id).is_(None), col(Recording.search_id).is_(None)
    return await changed(tx, update(Recording).where(col(Recording.id).in_(numbers), *free).values(**thing))


async def of(tx: Tx, *, bot_id: int, **things: Collection[int]) -> list[Recording]:
    """The recordings of these `report_id`s, `search_id`s or `sighting_id`s that this bot can send, in their order.

    What belongs to a sighting is not its search's own. Refuses with NothingToHear.
    """
    theirs = [getattr(Recording, name).in_(numbers) for name, numbers in things.items()]
    theirs += [] if "sighting_id" in things else [col(Recording.sighting_id).is_(None)]
    found = select(Recording).where(*theirs, Recording.bot_id == bot_id).order_by(col(Recording.id))
    rows = list((await tx.exec(found)).all())
    if not rows:
        raise NothingToHear()
    return rows


async def numbers_of(house: House, *, report_id: int) -> tuple[int, ...]:
    """The recordings a report has, in their order."""
    theirs = select(Recording.id).where(Recording.report_id == report_id).order_by(col(Recording.id))
    async with house.db.reading() as tx:
        return tuple(number for number in (await tx.exec(theirs)).all() if number is not None)


async def remember_shown(house: House, shown: Sequence[Shown], *, now: datetime) -> None:
    """Write down which messages are to leave the chat of whoever listened."""
    async with house.db.transaction() as tx:
        tx.add_all(
            StaffCopy(
                bot_id=each.bot_id, chat_id=each.chat_id, message_id=each.message_id,
                recording_id=each.recording_id, leave_at=now + HEARD_FOR,
            )
            for each in shown
        )  # fmt: skip


async def to_take_back(house: House, *, bot_id: int, now: datetime) -> list[Shown]:
    """A bot's messages that are to leave chats: a day old, of a search that is over, of a recording that is gone."""
    whole = aliased(Search)
    over = (
        select(Recording.id)
        .join(Search, col(Search.id) == Recording.search_id)
        .join(whole, col(whole.id) == func.coalesce(Search.joined_to, Search.id))
        .where(col(whole.state).in_(OVER), col(Recording.id) == StaffCopy.recording_id)
    )
    due = select(StaffCopy).where(StaffCopy.bot_id == bot_id, or_(col(StaffCopy.leave_at) <= now, over.exists()))
    async with house.db.transaction() as tx:
        rows = (await tx.exec(due.limit(200).with_for_update(skip_locked=True))).all()
        for row in rows:
            row.leave_at = now + TRY_AGAIN
            tx.add(row)
        return [Shown(row.bot_id, row.chat_id, row.message_id, row.recording_id) for row in rows]


async def taken_back(house: House, shown: Shown) -> None:
    """This message has left its chat, or cannot any more."""
    here = (StaffCopy.bot_id, shown.bot_id), (StaffCopy.chat_id, shown.chat_id)
    this = [col(column) == value for column, value in (*here, (StaffCopy.message_id, shown.message_id))]
    async with house.db.transaction() as tx:
        await tx.exec(delete(StaffCopy).where(*this))


async def leave_chats(tx: Tx, chat_ids: Sequence[int], *, now: datetime) -> None:
    """Whatever was listened to in these chats leaves them next, whoever else keeps it."""
    await tx.exec(update(StaffCopy).where(col(StaffCopy.chat_id).in_(chat_ids)).values(leave_at=now))


async def remove(tx: Tx, *which: Any, now: datetime) -> int:
    """Forget recordings, in the caller's transaction; what staff still have in their chats leaves next."""
    numbers = list((await tx.exec(select(Recording.id).where(*which))).all())
    if numbers:
        copies = update(StaffCopy).where(col(StaffCopy.recording_id).in_(numbers))
        await tx.exec(copies.values(leave_at=now))
        await tx.exec(delete(Recording).where(col(Recording.id).in_(numbers)))
    return len(numbers)


async def remove_of_member(tx: Tx, *, member_id: int, now: datetime) -> None:
    """Whoever is forgotten is not heard any more; before the reports and searches lose who sent them."""
    reports = select(Report.id).where(Report.reporter_id == member_id)
    searches = select(Search.id).where(Search.reporter_id == member_id)
    seen = select(Sighting.id).where(Sighting.member_id == member_id)
    notices = col(Recording.search_id).in_(searches) & col(Recording.sighting_id).is_(None)
    theirs = col(Recording.report_id).in_(reports), notices, col(Recording.sighting_id).in_(seen)
    await remove(tx, or_(*theirs), now=now)


async def remove_unneeded(house: House, *, now: datetime) -> int:
    """Forget recordings of drafts that were never sent, and of reports that are long over; how many."""
    privacy = house.rules.privacy
    unsent = col(Recording.report_id).is_(None) & col(Recording.search_id).is_(None)
    old = col(Recording.created_at) < now - timedelta(hours=2 * privacy.draft_hours)
    over = select(Report.id).where(
        col(Report.state).in_(DONE_WITH), col(Report.changed_at) < now - timedelta(days=privacy.case_days)
    )
    async with house.db.transaction() as tx:
        return await remove(tx, or_(unsent & old, col(Recording.report_id).in_(over)), now=now)
