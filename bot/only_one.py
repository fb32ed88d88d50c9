"""One process at a time for what only one may do; others stand by."""

import asyncio
import fcntl
import os
import zlib
from collections.abc import AsyncIterator, Awaitable, Coroutine
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.config import Config
from services.house import House

STANDBY_SECONDS = 0.5
"""How often a standby asks whether it is the only one now."""

Role = Literal["dispatcher", "intake"]
"""Dispatching for a token, and doing what its inbox holds."""


async def until_lost(lost: Awaitable[None], work: Coroutine[Any, Any, None]) -> None:
    """Work until the lock is lost or we are told to stop."""
    working, losing = asyncio.create_task(work), asyncio.ensure_future(lost)
    try:
        await asyncio.wait({working, losing}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        losing.cancel()
        working.cancel()
        with suppress(asyncio.CancelledError):
            await working
        task = asyncio.current_task()
        if task is not None and task.cancelling():  # told to stop while it was ending: that is not to be forgotten
            raise asyncio.CancelledError


@asynccontextmanager
async def only_one(house: House, config: Config, role: Role) -> AsyncIterator[Awaitable[None]]:
    """Inside, no other process has this role for this token; gives what ends when that is no longer sure.

    PostgreSQL: an advisory lock; SQLite: a lock on a file beside the database. Both go with their process, however that
    ends.
    """
    lock = _locked_file(config, role) if house.db.is_sqlite else _advisory_lock(house, config, role)
    async with lock as lost:
        losing = asyncio.ensure_future(lost)
        try:
            yield losing
        finally:
            losing.cancel()


async def somebody_is(house: House, config: Config, role: Role) -> bool:
    """Whether a process has this role for this token at the moment; asking takes it from nobody."""
    if not house.db.is_sqlite:
        async with house.db.engine.connect() as connection:
            key = zlib.crc32(f"{role}-{config.telegram.bot_id}".encode())
            return bool((await connection.execute(_HELD, {"key": key})).scalar())
    file = _file(config, role)
    if file is None or not file.exists():
        return False
    handle = os.open(file, os.O_RDWR)
    try:
        return not _lock(handle)
    finally:
        os.close(handle)


_HELD = text(
    "SELECT EXISTS (SELECT FROM pg_locks JOIN pg_database ON pg_database.oid = database WHERE locktype = 'advisory'"
    " AND datname = current_database() AND classid = 0 AND objid::bigint = :key)"
)


def _file(config: Config, role: Role) -> Path | None:
    database = config.database.file
    return Path(f"{database}.{role}-{config.telegram.bot_id}") if database is not None else None


@asynccontextmanager
async def _locked_file(config: Config, role: Role) -> AsyncIterator[Awaitable[None]]:
    file = _file(config, role)
    if file is None:
        yield _for_ever()
        return
    handle = os.open(file, os.O_CREAT | os.O_RDWR, 0o600)
    try:
        while not _lock(handle):
            await asyncio.sleep(STANDBY_SECONDS)
        yield _for_ever()
    finally:
        os.close(handle)


def _lock(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


async def _for_ever() -> None:
    await asyncio.Event().wait()


@asynccontextmanager
async def _advisory_lock(house: House, config: Config, role: Role) -> AsyncIterator[Awaitable[None]]:
    async with house.db.engine.connect() as connection:
        await connection.execution_options(isolation_level="AUTOCOMMIT")
        key = zlib.crc32(f"{role}-{config.telegram.bot_id}".encode())
        take = text("SELECT pg_try_advisory_lock(:key)").bindparams(key=key)
        while not (await connection.execute(take)).scalar():
            await asyncio.sleep(STANDBY_SECONDS)
        try:
            yield _while_it_answers(connection)
        finally:
            await connection.invalidate()


async def _while_it_answers(connection: AsyncConnection) -> None:
    """Ends when the connection that holds the lock is gone: then the lock is, too."""
    with suppress(SQLAlchemyError, OSError):
        while True:
            await asyncio.sleep(STANDBY_SECONDS)
            await connection.execute(text("SELECT 1"))
