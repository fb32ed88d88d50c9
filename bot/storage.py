"""The house of a deployment as its processes and commands open it: its database found, checked, brought up to date."""

import enum
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import DBAPIError

import migrations
from bot.config import Config
from bot.failures import NotDone
from models.database import Database, open_database
from services.house import House
from services.keys import DELETED_CASES, stored_key

_VERSIONS = Path(migrations.__file__).parent / "versions"


class Standing(enum.StrEnum):
    """How a database stands to this version of Mizalla."""

    ABSENT = "absent"
    EMPTY = "empty"
    BEHIND = "behind"
    CURRENT = "current"
    AHEAD = "ahead"


class DatabaseNotReady(NotDone):
    """The database cannot be used as it is; the message is a sentence that says what to do."""


def newest_migration() -> str:
    """The number of the newest migration, from the names of the files: Alembic takes half a second to say the same."""
    numbers = (re.match(r"v(\d+)_", file.name) for file in _VERSIONS.glob("v*.py"))
    return max(found[1] for found in numbers if found)


async def standing(db: Database, config: Config) -> Standing:
    """How the database stands; DatabaseNotReady when it does not answer. Asking makes no file."""
    file = config.database.file
    if file is not None and not file.exists():
        return Standing.ABSENT
    try:
        async with db.engine.connect() as connection:
            stored = await connection.run_sync(_stored_migration)
    except (DBAPIError, OSError) as error:
        cause = getattr(error, "orig", None) or error
        raise DatabaseNotReady(f"The database at {config.database.shown} does not answer: {cause}.") from error
    if stored is None:
        return Standing.EMPTY
    newest = newest_migration()
    return Standing.CURRENT if stored == newest else Standing.BEHIND if stored < newest else Standing.AHEAD


def _stored_migration(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


async def bring_up_to_date(house: House, config: Config, *, now: datetime) -> list[str]:
    """Make the database if need be, run the migrations it lacks, and make its organisations those of config.yaml.

    Returns the codes of areas that organisations name and nobody has imported yet.
    """
    from migrations.upgrade import upgrade

    if config.database.file is not None:
        config.database.file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)  # it holds what people wrote
    if await standing(house.db, config) is Standing.AHEAD:
        raise DatabaseNotReady(_AHEAD.format(at=config.database.shown))
    await upgrade(house.db.engine)
    return await sync_organisations(house, config, now=now)


async def sync_organisations(house: House, config: Config, *, now: datetime) -> list[str]:
    """As config.yaml names them; returns the codes of areas that nobody has imported yet."""
    from services.organisations import Charter, sync

    charters = [Charter(one.code, one.ar, one.en, one.areas) for one in config.organisations]
    return await sync(house, charters, now=now)


@asynccontextmanager
async def open_house(config: Config) -> AsyncIterator[House]:
    """The house over this deployment's database, which is closed afterwards; it is not looked at yet."""
    db = open_database(config.database.url)
    try:
        yield House(db, config.rules, config.privacy.secret_key.get_secret_value().encode())
    finally:
        await db.close()


async def be_brief(db: Database) -> None:
    """Wait for who writes to SQLite a moment only: what is asked next is not worth half a minute."""
    if db.is_sqlite:
        async with db.engine.connect() as connection:  # goes back to the pool, from which the next one takes it
            await connection.execute(text("PRAGMA busy_timeout = 1500"))


async def unlock(house: House, *, now: datetime) -> None:
    """Give the house the key that its database keeps, unless the operator gave one."""
    if not house.secret:
        house.secret = await stored_key(house.db, name=DELETED_CASES, now=now)


async def make_ready(house: House, config: Config, *, now: datetime, make: bool = False) -> None:
    """Refuse with DatabaseNotReady a database that is not up to date; with `make`, a new SQLite one is made."""
    found = await standing(house.db, config)
    is_new = found in {Standing.ABSENT, Standing.EMPTY}
    if is_new and make and config.database.is_sqlite:
        await bring_up_to_date(house, config, now=now)
    elif found is not Standing.CURRENT:
        raise DatabaseNotReady(_SAID[found].format(at=config.database.shown))
    await unlock(house, now=now)


_AHEAD = "The database at {at} was made by a newer Mizalla: install that version, or restore a backup."
_SAID = {
    Standing.ABSENT: "There is no database at {at} yet: run `mizalla db upgrade`.",
    Standing.EMPTY: "The database at {at} has no tables yet: run `mizalla db upgrade`.",
    Standing.BEHIND: "The database at {at} is from an older Mizalla: back it up, then run `mizalla db upgrade`.",
    Standing.AHEAD: _AHEAD,
}
