"""Hearing that something was written for the dispatchers, by this process or another.

In this process a commit calls us. Across processes PostgreSQL notifies, and SQLite's `user_version`, which every
announcing transaction counts up, is looked at every 20 ms.
"""

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import structlog
from sqlalchemy.exc import SQLAlchemyError

from models.database import CHANNEL, Database

LOOK_SECONDS = 0.02
log = structlog.get_logger()


class Announcements:
    """Calls each of those who listen after each announcement, and once at the start."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def listen(self, *listeners: Callable[[], Awaitable[None]]) -> None:
        """Until cancelled; a database that goes away is waited for, and no listener waits for another."""
        ears = [asyncio.Event() for _ in listeners]

        def heard() -> None:
            for ear in ears:
                ear.set()

        heard()
        self._db.on_announce.append(heard)
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self._watch(heard))
                for ear, listener in zip(ears, listeners, strict=True):
                    group.create_task(_pass_on(ear, listener))
        finally:
            self._db.on_announce.remove(heard)

    async def _watch(self, heard: Callable[[], None]) -> None:
        watch = self._look if self._db.is_sqlite else self._be_notified
        while True:
            try:
                await watch(heard)
            except (SQLAlchemyError, sqlite3.Error, OSError) as error:
                log.error("announcements-lost", error=type(error).__name__)
                heard()
                await asyncio.sleep(1)

    async def _look(self, heard: Callable[[], None]) -> None:
        """By the driver, in a thread of its own: fifty looks a second must cost nothing."""
        loop, thread = asyncio.get_running_loop(), ThreadPoolExecutor(1, "announcements")
        file = str(self._db.engine.url.database)
        connection = await loop.run_in_executor(thread, sqlite3.connect, file, 30)
        seen = None
        try:
            while True:
                version = await loop.run_in_executor(thread, _version, connection)
                if version != seen:
                    heard()
                    seen = version
                await asyncio.sleep(LOOK_SECONDS)
        finally:
            thread.submit(connection.close)
            thread.shutdown(wait=False)

    async def _be_notified(self, heard: Callable[[], None]) -> None:
        async with self._db.engine.connect() as connection:
            raw: Any = (await connection.get_raw_connection()).driver_connection
            lost = asyncio.Event()
            await raw.add_listener(CHANNEL, lambda *_: heard())
            raw.add_termination_listener(lambda *_: lost.set())
            heard()
            try:
                await lost.wait()
            finally:
                await connection.invalidate()
            raise OSError("the connection that listens was closed")


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


async def _pass_on(ear: asyncio.Event, listener: Callable[[], Awaitable[None]]) -> None:
    while True:
        await ear.wait()
        ear.clear()
        try:
            await listener()
        except (SQLAlchemyError, OSError) as error:
            log.error("announcement-unheard", error=type(error).__name__)
            await asyncio.sleep(0.5)
            ear.set()
