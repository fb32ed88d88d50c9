"""What came in from Telegram: kept before it is acknowledged, done once and in order; and where conversations stand."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from typing import Any, cast

from sqlalchemy import Table, bindparam, delete, func, update
from sqlalchemy import select as sql_select
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col, select

from models.database import Tx
from models.intake import Conversation, InboxState, InboxUpdate
from models.rows import changed
from services.house import House
from services.members import Known, known_among

ATTEMPTS = 3
"""How often an update is tried before it is kept as failed."""

_KEY = ("bot_id", "chat_id", "user_id", "thread_id")

DONE_KEPT = timedelta(hours=48)
"""Telegram delivers an update again for at most 24 hours (Bot API, "Getting updates")."""

FAILED_KEPT = timedelta(hours=72)

DRAFT = "draft"
"""Under this name a page keeps what could be lost of it: see `services.unfinished.Kept`."""

LEFT_AFTER = timedelta(minutes=10)
"""Who has written nothing for so long has left, and is reminded."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """One raw update as it arrived; updates of one lane are done in order."""

    update_id: int
    lane: str
    payload: bytes


@dataclass(frozen=True, slots=True)
class Place:
    """Where a conversation is held: one person in one chat, or in one topic of it."""

    bot_id: int
    chat_id: int
    user_id: int
    thread_id: int = 0


@dataclass(frozen=True, slots=True)
class Page:
    """The step a conversation is at, and what was entered so far (values JSON can hold)."""

    step: str | None = None
    entered: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Opening:
    """How a conversation stands when an update begins: who speaks (None: a stranger), and the page."""

    who: Known | None
    page: Page


@dataclass(frozen=True, slots=True)
class Backlog:
    """How the inbox of a bot stands; `oldest` is when the first of those waiting came."""

    waiting: int
    failed: int
    oldest: datetime | None


async def keep_updates(house: House, *, bot_id: int, updates: Iterable[Incoming], now: datetime) -> set[int]:
    """Commit raw updates, those seen before left as they are; returns those that are new. May be acknowledged after."""
    rows = [
        {"bot_id": bot_id, "update_id": each.update_id, "lane": each.lane, "payload": each.payload, "received_at": now}
        | {"state": InboxState.WAITING, "attempts": 0}
        for each in updates
    ]
    if not rows:
        return set()
    async with house.db.transaction() as tx:
        kept = await (await tx.connection()).execute(_keep(house.db.is_sqlite), rows)
        return set(kept.scalars().all())


async def waiting(house: House, *, bot_id: int, after: int | None = None, limit: int = 500) -> list[Incoming]:
    """The updates not done yet, in the order they came; with `after`, only those of a higher number."""
    rows = (
        select(InboxUpdate.update_id, InboxUpdate.lane, InboxUpdate.payload)
        .where(InboxUpdate.bot_id == bot_id, col(InboxUpdate.state) == InboxState.WAITING)
        .order_by(col(InboxUpdate.update_id))
        .limit(limit)
    )
    if after is not None:
        rows = rows.where(col(InboxUpdate.update_id) > after)
    async with house.db.reading() as tx:
        return [Incoming(number, lane, payload or b"") for number, lane, payload in (await tx.exec(rows)).all()]


async def load_conversation(house: House, place: Place) -> Page:
    """The page a conversation is at; an empty one where there is none."""
    return (await open_conversations(house, [place]))[place].page


async def open_conversations(house: House, places: Sequence[Place]) -> dict[Place, Opening]:
    """Who speaks in each of these places (of one bot), and the page they are at; one look for all."""
    if not places:
        return {}
    async with house.db.reading() as tx:
        people = {str(place.user_id) for place in places}
        known = await known_among(tx, bot_id=places[0].bot_id, addresses=people)
        pages = await _pages(tx, places)
    return {place: Opening(known.get(str(place.user_id)), pages.get(place, Page())) for place in places}


async def _pages(tx: Tx, places: Sequence[Place]) -> dict[Place, Page]:
    chats = sorted({place.chat_id for place in places})
    rows = await (await tx.connection()).execute(_conversations(), {"bot": places[0].bot_id, "chats": chats})
    return {Place(*row[:4]): Page(row.step, row.entered) for row in rows}


async def finish(house: House, *, bot_id: int, update_id: int, pages: Mapping[Place, Page], now: datetime) -> bool:
    """Mark an update done, forget what it said, and turn the conversations' pages, all at once.

    False, and nothing written, when it was done already.
    """
    return bool(await finish_all(house, bot_id=bot_id, finished={update_id: pages}, now=now))


async def finish_all(
    house: House, *, bot_id: int, finished: Mapping[int, Mapping[Place, Page]], now: datetime
) -> set[int]:
    """The same for many updates, with the pages each turned, in one transaction; returns those not done before."""
    async with house.db.ledger() as connection:
        found = await connection.execute(_done(), {"bot": bot_id, "ids": list(finished)})
        done = set(found.scalars().all())
        turned = {place: page for number in finished if number in done for place, page in finished[number].items()}
        kept = [_row(place, page, now) for place, page in turned.items() if page != Page()]
        ended = [_key(place, "its_") for place, page in turned.items() if page == Page()]
        if kept:
            await connection.execute(_turn(house.db.is_sqlite), kept)
        if ended:
            await connection.execute(_end(), ended)
    return done


async def set_aside(house: House, *, bot_id: int, update_ids: Sequence[int], error: str) -> None:
    """Keep updates as failed that nobody can read; `error` is the named reason."""
    async with house.db.transaction() as tx:
        theirs = col(InboxUpdate.bot_id) == bot_id, col(InboxUpdate.update_id).in_(update_ids)
        still = col(InboxUpdate.state) == InboxState.WAITING
        failed = update(InboxUpdate).where(*theirs, still)
        await tx.exec(failed.values(state=InboxState.FAILED, attempts=1, error=error))


async def fail(house: House, *, bot_id: int, update_id: int, error: str) -> bool:
    """Count a failed attempt, `error` being its named reason; True when it was the last and the update is given up."""
    async with house.db.transaction() as tx:
        row = await tx.get(InboxUpdate, (bot_id, update_id))
        if row is None or row.state is not InboxState.WAITING:
            return False
        row.attempts, row.error = row.attempts + 1, error[:120]
        row.state = InboxState.FAILED if row.attempts >= ATTEMPTS else InboxState.WAITING
        tx.add(row)
        return row.state is InboxState.FAILED


async def try_again(house: House, *, bot_id: int) -> int:
    """Let every failed update wait once more, after what failed was mended; returns how many."""
    failed = col(InboxUpdate.bot_id) == bot_id, col(InboxUpdate.state) == InboxState.FAILED
    still_there = col(InboxUpdate.payload).is_not(None)
    async with house.db.transaction() as tx:
        again = update(InboxUpdate).where(*failed, still_there).values(state=InboxState.WAITING, attempts=0)
        return await changed(tx, again)


async def backlog(house: House, *, bot_id: int) -> Backlog:
    """How many updates wait and failed, for staff and metrics."""
    counts = (
        select(InboxUpdate.state, func.count(), func.min(InboxUpdate.received_at))
        .where(InboxUpdate.bot_id == bot_id, col(InboxUpdate.state) != InboxState.DONE)
        .group_by(col(InboxUpdate.state))
    )
    async with house.db.reading() as tx:
        found = {state: (number, first) for state, number, first in (await tx.exec(counts)).all()}
    waits, oldest = found.get(InboxState.WAITING, (0, None))
    return Backlog(waits, found.get(InboxState.FAILED, (0, None))[0], oldest)


async def sweep(house: House, *, now: datetime) -> int:
    """Forget updates that cannot come again, and what failed ones said; returns how many rows went."""
    async with house.db.transaction() as tx:
        old_failures = col(InboxUpdate.state) == InboxState.FAILED, col(InboxUpdate.received_at) < now - FAILED_KEPT
        await tx.exec(update(InboxUpdate).where(*old_failures).values(payload=None, lane=""))
        old = col(InboxUpdate.state) == InboxState.DONE, col(InboxUpdate.received_at) < now - DONE_KEPT
        return await changed(tx, delete(InboxUpdate).where(*old))


async def end_conversations(tx: Tx, user_ids: Sequence[int]) -> None:
    """What these people were in the middle of is over, in every chat."""
    await tx.exec(delete(Conversation).where(col(Conversation.user_id).in_(user_ids)))


async def forget_chats(tx: Tx, chat_ids: Sequence[int]) -> None:
    """Remove the conversations of these private chats, and what came in from them."""
    lanes = [f"chat:{number}" for number in chat_ids]
    await tx.exec(delete(Conversation).where(col(Conversation.user_id).in_(chat_ids)))
    await tx.exec(update(InboxUpdate).where(col(InboxUpdate.lane).in_(lanes)).values(payload=None, lane=""))


def _key(place: Place, prefix: str = "") -> dict[str, int]:
    return {f"{prefix}{name}": getattr(place, name) for name in _KEY}


def _row(place: Place, page: Page, now: datetime) -> dict[str, Any]:
    draft = page.entered.get(DRAFT)
    about = f"{draft['kind']}:{draft['began']}" if draft else None
    looked_at = {"draft": about, "remind_at": now + LEFT_AFTER if draft else None}
    return {**_key(place), "step": page.step, "entered": page.entered, "changed_at": now, **looked_at}


@cache
def _conversations() -> Any:
    """Conversations of some chats."""
    table = _table(Conversation)
    here = table.c.bot_id == bindparam("bot"), table.c.chat_id.in_(bindparam("chats", expanding=True))
    return sql_select(*(table.c[name] for name in (*_KEY, "step", "entered"))).where(*here)


@cache
def _keep(sqlite_there: bool) -> Any:
    """Updates go into the inbox unless they are there."""
    table = _table(InboxUpdate)
    insert = (sqlite.insert if sqlite_there else postgresql.insert)(table)
    return insert.on_conflict_do_nothing().returning(table.c.update_id)


@cache
def _done() -> Any:
    """Updates not done yet become so, and lose what they said."""
    table = _table(InboxUpdate)
    these = table.c.bot_id == bindparam("bot"), table.c.update_id.in_(bindparam("ids", expanding=True))
    not_yet = update(table).where(*these, table.c.state == InboxState.WAITING)
    return not_yet.values(state=InboxState.DONE, payload=None, error=None).returning(table.c.update_id)


@cache
def _turn(sqlite_there: bool) -> Any:
    """A conversation is at this page, whether or not it was at one before."""
    insert = (sqlite.insert if sqlite_there else postgresql.insert)(_table(Conversation))
    names = "step", "entered", "changed_at", "draft", "remind_at"
    return insert.on_conflict_do_update(index_elements=_KEY, set_={name: insert.excluded[name] for name in names})


@cache
def _end() -> Any:
    """A conversation is over."""
    table = _table(Conversation)
    return delete(table).where(*(table.c[name] == bindparam(f"its_{name}") for name in _KEY))


def _table(kind: Any) -> Table:
    """The table of a model, to work on without objects."""
    return cast("Table", kind.__table__)
