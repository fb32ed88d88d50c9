"""The door to the database: SQLite (WAL) or PostgreSQL, one transaction per sentence."""

import asyncio
import math
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlmodel.ext.asyncio.session import AsyncSession

EARTH_RADIUS_M = 6_371_009.0
"""Mean radius of the sphere on which distances are measured (as geopy's great_circle)."""

CHANNEL = "mizalla"
"""Where PostgreSQL notifies dispatchers; SQLite counts its `user_version` up instead."""

_POSTGRESQL_SETTINGS = {"max_parallel_workers_per_gather": "0", "jit": "off"}
"""Our statements read a few thousand rows by index: starting workers or a compiler for them takes longer than that."""

Tx = AsyncSession


def distance_m(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Great-circle distance in metres (haversine), as the databases compute it."""
    half_lat, half_lon = math.radians(lat2 - lat1) / 2, math.radians(lon2 - lon1) / 2
    chord = (
        math.sin(half_lat) ** 2 + math.cos(math.radians(lat1)) * math.cos(math.radians(lat2)) * math.sin(half_lon) ** 2
    )
    return 2 * EARTH_RADIUS_M * math.asin(min(1.0, math.sqrt(chord)))


def octant(lat1: float, lon1: float, lat2: float, lon2: float) -> int:
    """Direction from the first point to the second in eighths of a circle: 0 north, 2 east, 4 south, 6 west."""
    phi1, phi2, dlon = math.radians(lat1), math.radians(lat2), math.radians(lon2 - lon1)
    y = math.sin(dlon) * math.cos(phi2)
    x = math.cos(phi1) * math.sin(phi2) - math.sin(phi1) * math.cos(phi2) * math.cos(dlon)
    return round(math.degrees(math.atan2(y, x)) % 360 / 45) % 8


class Database:
    """Transactions over one engine.

    `transaction()` commits when its block returns and rolls back when it raises. On SQLite the writers of a process
    take turns and begin IMMEDIATE, so that none fails half way for the lock. `on_announce` is called after a commit
    that announced something to the dispatchers.
    """

    def __init__(self, engine: AsyncEngine, ledger_engine: AsyncEngine | None = None) -> None:
        self.engine = engine
        self._ledger_engine = ledger_engine or engine
        self.is_sqlite = engine.dialect.name == "sqlite"
        self.on_announce: list[Callable[[], None]] = []
        self._turn = asyncio.Lock()

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Tx]:
        """One unit of writing: all of it or nothing."""
        async with AsyncExitStack() as stack:
            await stack.enter_async_context(self.taking_turns())
            connection = await stack.enter_async_context(self.engine.connect())
            await connection.execution_options(mizalla_writes=True)
            session = await stack.enter_async_context(AsyncSession(connection, expire_on_commit=False))
            yield session
            await session.commit()
            await connection.commit()
            announced = session.info.get("announced", False)
        if announced:
            for tell in self.on_announce:
                tell()

    @asynccontextmanager
    async def taking_turns(self) -> AsyncIterator[None]:
        """Writers of this process go one after another on SQLite: its own lock would let each wait much longer."""
        if not self.is_sqlite:
            yield
            return
        async with self._turn:
            yield

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Tx]:
        """A look at what is committed; writes made through it are rolled back."""
        async with self.engine.connect() as connection, AsyncSession(connection, expire_on_commit=False) as session:
            yield session

    @asynccontextmanager
    async def ledger(self) -> AsyncIterator[AsyncConnection]:
        """A writing transaction without objects, for many rows at once.

        On SQLite it does not wait for the disk: killing the process loses nothing; after a power cut what was sent in
        the last moments may be sent again. Everything else is on the disk before it counts as done.
        """
        async with AsyncExitStack() as stack:
            await stack.enter_async_context(self.taking_turns())
            connection = await stack.enter_async_context(self._ledger_engine.connect())
            await connection.execution_options(mizalla_writes=True)
            async with connection.begin():
                yield connection

    async def announce(self, tx: Tx) -> None:
        """Tell the dispatchers of every process, when this commits, that there is something new to send or stop."""
        if tx.info.get("announced"):
            return
        tx.info["announced"] = True
        connection = await tx.connection()
        if not self.is_sqlite:
            await connection.exec_driver_sql(f"NOTIFY {CHANNEL}")
            return
        version = (await connection.exec_driver_sql("PRAGMA user_version")).scalar_one()
        await connection.exec_driver_sql(f"PRAGMA user_version = {(version + 1) % 2**31}")

    async def close(self) -> None:
        await self._ledger_engine.dispose()
        await self.engine.dispose()


def async_url(url: str) -> URL:
    """The database URL with the driver used here; `sqlite:///file.db` and `postgresql://…` as people write them."""
    parsed = make_url(url)
    drivers = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+asyncpg", "postgres": "postgresql+asyncpg"}
    return parsed.set(drivername=drivers.get(parsed.drivername, parsed.drivername))


def open_database(url: str, *, pool_size: int = 10) -> Database:
    """A Database over `url`; nothing is connected before the first transaction."""
    parsed = async_url(url)
    if parsed.get_backend_name() == "sqlite":
        engine = create_async_engine(parsed, pool_size=pool_size, connect_args={"timeout": 30}, hide_parameters=True)
        ledger = create_async_engine(parsed, pool_size=1, connect_args={"timeout": 30}, hide_parameters=True)
        _prepare_sqlite(engine, synchronous="FULL")
        _prepare_sqlite(ledger, synchronous="NORMAL")
        return Database(engine, ledger)
    settings = {"server_settings": _POSTGRESQL_SETTINGS}
    return Database(
        create_async_engine(parsed, pool_size=pool_size, max_overflow=10, connect_args=settings, hide_parameters=True)
    )


def _prepare_sqlite(engine: AsyncEngine, *, synchronous: str) -> None:
    @event.listens_for(engine.sync_engine, "connect")
    def connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves: the driver's own begins too late
        cursor = connection.cursor()
        for pragma in (
            "journal_mode = WAL",
            f"synchronous = {synchronous}",
            "foreign_keys = ON",
            "busy_timeout = 30000",
            "cache_size = -65536",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()
        connection.create_function("distance_m", 4, distance_m, deterministic=True)
        connection.create_function("octant", 4, octant, deterministic=True)

    @event.listens_for(engine.sync_engine, "begin")
    def begin(connection: Any) -> None:
        writes = connection.get_execution_options().get("mizalla_writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
