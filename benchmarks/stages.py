"""What measurements are made on: a database of their own, a deliver role at work in this process, and a stopwatch."""

import asyncio
import contextlib
import os
import tempfile
import time
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

import asyncpg
from pydantic import SecretStr
from sqlalchemy import text
from sqlalchemy.engine import make_url

from alerts.budgets import Budget
from alerts.dispatcher import Dispatcher
from alerts.pacing import Turns
from bot.app import Mizalla, build, keep_what_is_loaded
from bot.config import Config, DatabaseConfig, TelegramConfig
from bot.delivering import Delivering
from clock.clocks import system_now
from migrations.upgrade import upgrade
from models.database import open_database
from sandbox.fast import Running
from services.house import House

POSTGRESQL = os.environ.get("MIZALLA_TEST_POSTGRES", "postgresql://postgres@127.0.0.1/postgres")
"""A server on which databases may be created and dropped, as for the tests."""
TOKEN = "4242:benchmark"


class NoServer(Exception):
    """There is no PostgreSQL server to measure on; the message says where it was looked for."""


@contextlib.asynccontextmanager
async def database(kind: str) -> AsyncIterator[str]:
    """The URL of a new, migrated database of this kind, which is deleted afterwards."""
    make = _sqlite if kind == "sqlite" else _postgresql
    async with make() as url:
        db = open_database(url)
        await upgrade(db.engine)
        await db.close()
        yield url


@contextlib.asynccontextmanager
async def _sqlite() -> AsyncIterator[str]:
    with tempfile.TemporaryDirectory(prefix="mizalla-bench-") as folder:
        yield f"sqlite:///{Path(folder) / 'mizalla.db'}"


@contextlib.asynccontextmanager
async def _postgresql() -> AsyncIterator[str]:
    server, name = make_url(POSTGRESQL), f"mizalla_bench_{uuid.uuid4().hex[:12]}"
    try:
        connection = await asyncpg.connect(server.render_as_string(hide_password=False), timeout=5)
    except (OSError, asyncpg.PostgresError) as error:
        raise NoServer(f"no PostgreSQL server at {server!r} (MIZALLA_TEST_POSTGRES)") from error
    try:
        await connection.execute(f"CREATE DATABASE {name}")
        yield server.set(database=name).render_as_string(hide_password=False)
    finally:
        await connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        await connection.close()


@contextlib.asynccontextmanager
async def house_at(url: str) -> AsyncIterator[House]:
    """The services' house over a database, which is told what it holds and closed afterwards."""
    db = open_database(url)
    try:
        yield House(db)
    finally:
        await db.close()


async def settle_down(house: House) -> None:
    """What a database does by itself some time after so many rows have come: count them."""
    async with house.db.ledger() as connection:
        await connection.execute(text("ANALYZE"))


def settings(url: str, telegram: Running, *, per_second: float = 1000.0, paid: bool = False) -> Config:
    """The settings of a deployment over this database that sends to this server."""
    return Config(
        telegram=TelegramConfig(
            token=SecretStr(TOKEN), api_url=telegram.url, messages_per_second=per_second, paid_broadcast=paid
        ),
        database=DatabaseConfig(url=url),
    )


@contextlib.asynccontextmanager
async def delivering(config: Config, *, capped: bool = True) -> AsyncIterator[Mizalla]:
    """The deliver role at work in this process, until the block ends; `capped` False takes its own limits away."""
    turns = None if capped else Turns(0, 0)
    mizalla = build(config, roles=("deliver",), turns=turns)
    part = mizalla.parts["deliver"]
    assert isinstance(part, Delivering)
    if not capped:
        part.budget = Budget.of(0, turns=turns)
    await mizalla.prepare(system_now)
    keep_what_is_loaded()
    task = asyncio.create_task(mizalla.run())
    try:
        await until(lambda: _beats(part), task)
        yield mizalla
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


async def _beats(part: Delivering) -> bool:
    return part.dispatcher is not None and part.dispatcher.beat is not None


def dispatcher_of(mizalla: Mizalla) -> Dispatcher:
    """The one that is at work."""
    dispatcher = mizalla.parts["deliver"].dispatcher  # type: ignore[attr-defined]  # a Delivering, once it beats
    assert isinstance(dispatcher, Dispatcher)
    return dispatcher


async def until(
    happened: Callable[[], Awaitable[bool]],
    working: "asyncio.Task[None] | None" = None,
    *,
    within: float = 600.0,
    look: float = 0.01,
) -> None:
    """Wait until something is so; what ended in the meantime raises here."""
    async with asyncio.timeout(within):
        while not await happened():
            if working is not None and working.done():
                working.result()
            await asyncio.sleep(look)


async def settled(mizalla: Mizalla) -> bool:
    """Whether nothing is in hand, and the ledger has nothing that is due or under way."""
    if not dispatcher_of(mizalla).is_quiet():
        return False
    async with mizalla.house.db.reading() as tx:
        waiting = "SELECT 1 FROM delivery WHERE bot_id = :bot AND state {} LIMIT 1"
        for states in ("= 'due'", "IN ('leased', 'begun')"):
            asked = text(waiting.format(states)).bindparams(bot=int(TOKEN.partition(":")[0]))
            if (await tx.exec(asked)).first() is not None:  # type: ignore[call-overload]
                return False
    return True


@dataclass
class Watch:
    """What passes between entering and leaving: seconds, and seconds of this process on a core."""

    seconds: float = 0.0
    on_core: float = 0.0

    def __enter__(self) -> "Watch":
        self._begun = time.perf_counter(), time.process_time()
        return self

    def __exit__(self, *_: object) -> None:
        self.seconds = time.perf_counter() - self._begun[0]
        self.on_core = time.process_time() - self._begun[1]
