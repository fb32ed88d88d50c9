"""Backups of the database, and bringing one back without what was deleted since.

SQLite: its online backup, while Mizalla runs. PostgreSQL: pg_dump and pg_restore, where they are installed.
"""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from contextlib import suppress as suppress_error
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit

from sqlalchemy import func, text
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlmodel import col, select

from bot.config import Config, without_password
from bot.failures import NotDone
from bot.storage import (
    DatabaseNotReady,
    Standing,
    be_brief,
    bring_up_to_date,
    newest_migration,
    open_house,
    standing,
    unlock,
)
from models.alerts import Delivery, DeliveryState
from models.members import Recipient
from models.searches import Suppression
from services.audit import BACKED_UP, Actor, record
from services.forgetting import forget
from services.holding_back import pause_everything
from services.house import House
from services.search_returns import delete_again
from services.suppressions import member_key, suppress

PATIENCE_S = 5.0
"""How long to wait for whoever writes to the database at the moment."""

Suppressed = list[tuple[str, datetime]]
"""Hashes of what must not come back, each with when it was deleted."""


async def suppressions(config: Config) -> Suppressed:
    """What a database about to be replaced knows was deleted; nothing where it is not there, or has no tables."""
    async with open_house(config) as house:
        if await standing(house.db, config) in {Standing.ABSENT, Standing.EMPTY}:
            return []
        try:
            async with house.db.reading() as tx:
                return [(row.key_hash, row.at) for row in (await tx.exec(select(Suppression))).all()]
        except DBAPIError as error:
            raise DatabaseNotReady(f"The present database cannot be read: {error.orig}.") from error


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restored database held that needs a word: cases deleted again, and copies it does not know to be sent."""

    deleted: list[int]
    unsent: int


async def clean_up(config: Config, suppressed: Suppressed, *, now: datetime) -> Restored:
    """Bring a restored database up to date, and hold back everything that goes out.

    Members forgotten since are forgotten again, and cases deleted since are deleted again.
    """
    async with open_house(config) as house:
        await bring_up_to_date(house, config, now=now)
        await unlock(house, now=now)
        async with house.db.transaction() as tx:
            for hashed, at in suppressed:
                await suppress(tx, hashed, now=at)
        operator = Actor.operator()
        await pause_everything(house, by=operator, now=now)
        for member_id in await _forgotten(house, {hashed for hashed, _ in suppressed}):
            await forget(house, member_id=member_id, by=operator, now=now)
        deleted = await delete_again(house, by=operator, now=now)
        return Restored(deleted, await _unsent(house))


async def _unsent(house: House) -> int:
    """Copies that were waiting when the backup was made: most of them were sent since."""
    waiting = [DeliveryState.DUE, DeliveryState.LEASED, DeliveryState.BEGUN, DeliveryState.HELD]
    new = col(Delivery.state).in_(waiting), col(Delivery.shown_revision).is_(None)
    async with house.db.reading() as tx:
        return (await tx.exec(select(func.count()).select_from(Delivery).where(*new))).one()


async def remember(config: Config, file: Path, size: int, *, now: datetime) -> None:
    """Write down that a backup was made, for the doctor.

    A database of another version is left as it is, and one that somebody writes to: the backup counts, not the line.
    """
    facts: dict[str, str | int] = {"file": str(file), "bytes": size}
    async with open_house(config) as house:
        if await standing(house.db, config) is not Standing.CURRENT:
            return
        await be_brief(house.db)
        with suppress_error(OperationalError):
            async with house.db.transaction() as tx:
                await record(tx, act=BACKED_UP, thing="database", thing_id=None, by=Actor.operator(), now=now, **facts)


async def refuse_while_used(config: Config) -> None:
    """Refuse while a process has the database of a PostgreSQL server open; SQLite's own locks say it themselves."""
    if config.database.is_sqlite:
        return
    async with open_house(config) as house:
        if await standing(house.db, config) is Standing.ABSENT:
            return
        async with house.db.engine.connect() as connection:
            others = (await connection.execute(_OTHERS)).scalar_one()
    if others:
        raise NotDone(f"{others} connections to {config.database.shown} are open: stop every Mizalla first.")


_OTHERS = text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    " AND backend_type = 'client backend'"
)


def check(config: Config) -> str:
    """Look through the whole database; a sentence on what was looked at. Refuses with NotDone when it is damaged."""
    if not config.database.is_sqlite:
        _run("pg_dump", config, "--format=plain", "--file=/dev/null")
        return "Every row of every table can be read."
    file = _file(config)
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True, timeout=PATIENCE_S)) as database:
            said = [row[0] for row in database.execute("PRAGMA integrity_check(20)")]
            strays = database.execute("PRAGMA foreign_key_check").fetchall()
    except sqlite3.Error as error:
        raise NotDone(f"{file} cannot be looked through: {error}. Restore a backup: mizalla db restore FILE") from error
    if said != ["ok"]:
        raise NotDone(f"{file} is damaged ({said[0]}): restore a backup: mizalla db restore FILE")
    if strays:
        tables = ", ".join(sorted({str(row[0]) for row in strays}))
        raise NotDone(
            f"{len(strays)} rows of {file} point at nothing ({tables}): restore a backup: mizalla db restore FILE"
        )
    return "Every page is whole, and every row points at what is there."


async def _forgotten(house: House, hashes: set[str]) -> list[int]:
    """Members who are back and had asked to go."""
    async with house.db.reading() as tx:
        people = select(Recipient.member_id, Recipient.channel, Recipient.address)
        rows = (await tx.exec(people.where(col(Recipient.member_id).is_not(None)))).all()
    found = {member_id for member_id, channel, address in rows if member_key(house, channel, address) in hashes}
    return [member_id for member_id in found if member_id is not None]


def back_up(config: Config, target: Path) -> int:
    """Write a whole copy of the database to `target`, readable by its owner only; returns its size in bytes."""
    part = target.with_name(target.name + ".part")
    part.unlink(missing_ok=True)
    part.touch(mode=0o600)
    try:
        _copy_sqlite(_file(config), part) if config.database.is_sqlite else _dump(config, part)
        part.replace(target)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    return target.stat().st_size


def restore(config: Config, source: Path) -> None:
    """Put what `source` holds in the place of the database; nothing changes when it is no backup of ours."""
    if config.database.is_sqlite:
        _restore_sqlite(_file(config), source)
    else:
        _run("pg_restore", config, "--clean", "--if-exists", "--no-owner", "--single-transaction", str(source))


def _file(config: Config) -> Path:
    if config.database.file is None:
        raise NotDone("A database in memory cannot be backed up or restored.")
    return config.database.file


def _copy_sqlite(source: Path, target: Path) -> None:
    if not source.is_file():
        raise NotDone(f"There is no database at {source}.")
    try:
        with closing(sqlite3.connect(source, timeout=PATIENCE_S)) as old, closing(sqlite3.connect(target)) as new:
            old.backup(new)
            new.execute("PRAGMA journal_mode = DELETE")  # one file, to be carried away
    except sqlite3.Error as error:
        raise NotDone(f"The database could not be copied: {error}.") from error


def _restore_sqlite(target: Path, source: Path) -> None:
    """Through SQLite itself, which knows of readers and journals; a target too damaged for that is set aside."""
    _check(source)
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        _overwrite(target, source)
    except sqlite3.OperationalError as error:
        raise NotDone(f"The backup could not be put back ({error}): stop Mizalla first, then try again.") from error
    except sqlite3.DatabaseError:
        for file in (target, *target.parent.glob(f"{target.name}-*")):
            file.rename(file.with_name(f"damaged-{file.name}"))
        _overwrite(target, source)


def _overwrite(target: Path, source: Path) -> None:
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target, timeout=PATIENCE_S)) as new:
        new.execute("PRAGMA journal_mode = DELETE")  # refused as long as anybody else has it open, even if idle
        old.backup(new)
        new.execute("PRAGMA journal_mode = WAL")


def _check(source: Path) -> None:
    """Refuse what is not a whole backup of ours, or comes from a newer version."""
    try:
        with closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)) as backup:
            (sound,) = backup.execute("PRAGMA integrity_check").fetchone()
            (version,) = backup.execute("SELECT version_num FROM alembic_version").fetchone()
    except (sqlite3.Error, TypeError) as error:
        raise NotDone(f"{source} is not a backup of Mizalla.") from error
    if sound != "ok":
        raise NotDone(f"{source} is damaged: take another backup.")
    if version > newest_migration():
        raise NotDone(f"{source} comes from a newer Mizalla ({version}): install that version first.")


def _dump(config: Config, target: Path) -> None:
    _run("pg_dump", config, "--format=custom", f"--file={target}")


def _run(program: str, config: Config, *arguments: str) -> None:
    """Run a program of PostgreSQL; the password goes by its environment, where other users cannot read it."""
    found = shutil.which(program)
    if found is None:
        raise NotDone(f"{program} is not installed; on Debian or Ubuntu: sudo apt install postgresql-client")
    url = urlsplit(config.database.url)
    environment = {**os.environ, **({"PGPASSWORD": unquote(url.password)} if url.password else {})}
    done = subprocess.run(  # noqa: S603 - the program and its options are ours
        [found, f"--dbname={_plain(config.database.url)}", *arguments],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode != 0:
        raise NotDone(f"{program} failed: {without_password(done.stderr.strip().splitlines()[-1])}")


def _plain(url: str) -> str:
    """As PostgreSQL's programs read it: no driver's name, no password."""
    parts = urlsplit(url)
    netloc = parts.netloc.replace(f":{parts.password}@", "@") if parts.password else parts.netloc
    return parts._replace(scheme="postgresql", netloc=netloc).geturl()
