"""How a dispatcher's ledger is written: all of a commit in one go.

SQLAlchemy asks SQLite's thread, or the server, several times for one statement; at a thousand messages a second that
costs more than sending them. So a dispatcher keeps one connection of the driver to itself: on SQLite the whole
transaction is one visit to a thread of its own. Rows go in as one JSON value and come out as one.
"""

import asyncio
import re
import sqlite3
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any, Protocol

import orjson
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection

from models.database import Database

Row = Sequence[Any]


LOCK_SECONDS = 0.2
"""PostgreSQL: rather than wait longer for rows that a service is changing, a commit is given up and made again."""


class GaveWay(Exception):
    """A service holds rows of this commit: nothing was written, and it can be soon."""


class BadRow(Exception):
    """The database refuses what a statement would write, and would again."""


@dataclass(frozen=True, slots=True)
class Statement:
    """SQL with `:names`; a value that is a list becomes one JSON text, a moment is stored as its column has it."""

    sql: str
    values: Mapping[str, Any]


class Pen(Protocol):
    """One connection that writes; after an error the next use opens another. Raises BadRow and GaveWay."""

    async def write(self, statements: Sequence[Statement]) -> list[list[Row]]:
        """All in one transaction, or none; the rows each gave, one list per statement."""

    async def close(self) -> None: ...


def pen_for(db: Database) -> Pen:
    return SqlitePen(db) if db.is_sqlite else PostgresqlPen(db)


class SqlitePen:
    """Does not wait for the disk, as `Database.ledger`: killing the process loses nothing."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._file = str(db.engine.url.database)
        self._thread = ThreadPoolExecutor(1, "ledger")
        self._connection: sqlite3.Connection | None = None

    async def write(self, statements: Sequence[Statement]) -> list[list[Row]]:
        prepared = [(one.sql, {name: _for_sqlite(value) for name, value in one.values.items()}) for one in statements]
        async with self._db.taking_turns():
            return await asyncio.get_running_loop().run_in_executor(self._thread, self._write, prepared)

    async def close(self) -> None:
        await asyncio.get_running_loop().run_in_executor(self._thread, self._drop)
        self._thread.shutdown(wait=False)

    def _write(self, prepared: Sequence[tuple[str, dict[str, Any]]]) -> list[list[Row]]:
        connection = self._connection or self._open()
        try:
            connection.execute("BEGIN IMMEDIATE")
            rows = [connection.execute(sql, values).fetchall() for sql, values in prepared]
            connection.execute("COMMIT")
        except (sqlite3.IntegrityError, sqlite3.DataError) as error:
            self._drop()  # which rolls back
            raise BadRow(str(error)) from error
        except sqlite3.Error:
            self._drop()
            raise
        return rows

    def _open(self) -> sqlite3.Connection:
        self._connection = sqlite3.connect(self._file, timeout=30, isolation_level=None)
        for pragma in ("journal_mode = WAL", "synchronous = NORMAL", "foreign_keys = ON", "cache_size = -65536"):
            self._connection.execute(f"PRAGMA {pragma}")
        return self._connection

    def _drop(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


class PostgresqlPen:
    """When it and a service wait for each other, it is the one that gives way. Does not wait for the disk either."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._connection: AsyncConnection | None = None

    async def write(self, statements: Sequence[Statement]) -> list[list[Row]]:
        prepared = [_for_postgresql(one) for one in statements]
        try:
            driver = await self._driver()
            async with driver.transaction():
                return [await driver.fetch(sql, *values) for sql, values in prepared]
        except BaseException as error:
            await self.close()
            state = str(getattr(error, "sqlstate", ""))
            if state in _GIVES_WAY:
                raise GaveWay(type(error).__name__) from error
            if state.startswith(_REFUSED):
                raise BadRow(type(error).__name__) from error
            raise

    async def close(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(SQLAlchemyError, OSError):
                await connection.invalidate()
                await connection.close()

    async def _driver(self) -> Any:
        """asyncpg's own connection, out of the pool for as long as it works."""
        if self._connection is None:
            self._connection = await self._db.engine.connect()
            driver: Any = (await self._connection.get_raw_connection()).driver_connection
            await driver.execute(f"SET lock_timeout = {int(LOCK_SECONDS * 1000)}; SET synchronous_commit = off")
        return (await self._connection.get_raw_connection()).driver_connection


_GIVES_WAY = ("55P03", "40P01")
"""PostgreSQL's codes for a lock that did not come in time, and for a circle of them."""
_REFUSED = ("22", "23")
"""PostgreSQL's classes of errors: data that cannot be, and broken constraints."""


def _for_sqlite(value: Any) -> Any:
    match value:
        case list():
            return orjson.dumps(value, default=_for_sqlite, option=orjson.OPT_PASSTHROUGH_DATETIME).decode()
        case datetime():
            return f"{value.astimezone(UTC):%Y-%m-%d %H:%M:%S.%f}"  # as SQLAlchemy stores it
        case _:
            return value


def _for_postgresql(statement: Statement) -> tuple[str, list[Any]]:
    sql, names = _numbered(statement.sql)
    values = [statement.values[name] for name in names]
    return sql, [orjson.dumps(value).decode() if isinstance(value, list) else value for value in values]


@cache
def _numbered(sql: str) -> tuple[str, tuple[str, ...]]:
    """With `$1` where `:name` was, and the names in that order."""
    names = tuple(dict.fromkeys(re.findall(r":(\w+)", sql)))
    return re.sub(r":(\w+)", lambda found: f"${names.index(found[1]) + 1}", sql), names
