"""What the doctor looks at in the database itself: that it is there, current, sound, has room, and is backed up."""

from collections.abc import AsyncIterator, Iterable
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import func, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import col, select

from bot import doctor_people, doctor_telegram, doctor_work
from bot.config import Config
from bot.findings import Finding, ok, problem, warning
from bot.only_one import somebody_is
from bot.storage import DatabaseNotReady, Standing, be_brief, newest_migration, open_house, standing
from models.audit import Audit
from models.database import Database, Tx
from services.audit import BACKED_UP
from services.house import House

MUCH_LATENESS_S = 60
LARGE_WAL = 256 * 1024 * 1024
"""Bytes of SQLite's journal that nobody could fold back into the database: some reader never ends."""

BACKUP_AGE = timedelta(days=2)


async def house(config: Config, now: datetime) -> tuple[list[Finding], bool]:
    """Everything that is in the database, and whether a process of this deployment takes updates now."""
    async with open_house(config) as opened:
        try:
            found = await standing(opened.db, config)
        except DatabaseNotReady as error:
            return [problem("database", str(error), _mend_unreachable(config))], False
        if found is not Standing.CURRENT:
            return [_not_current(found, config)], False
        running = bool(config.telegram.bot_id) and await somebody_is(opened, config, "intake")
        return [finding async for finding in _inside(opened, config, now, running)], running


def _mend_unreachable(config: Config) -> str:
    if config.database.is_sqlite:
        return f"See who owns it: ls -l {config.database.file}; if it is damaged, `mizalla db restore FILE`."
    return "See that the server runs (pg_isready), and that MIZALLA_DATABASE__URL names it with the right password."


def _not_current(found: Standing, config: Config) -> Finding:
    said = f"The database at {config.database.shown} is {found}, not current ({newest_migration()})."
    if found is Standing.AHEAD:
        return problem("database", said, "Install the newer Mizalla that made it, or restore a backup.")
    if found is Standing.BEHIND:
        return problem("database", said, "Run `mizalla db backup before-upgrade.db`, then `mizalla db upgrade`.")
    return warning("database", said, "Run `mizalla db upgrade`, or `mizalla run`, which does it too.")


async def _inside(opened: House, config: Config, now: datetime, running: bool) -> AsyncIterator[Finding]:
    yield await (_sqlite(opened.db, config) if opened.db.is_sqlite else _postgresql(opened.db, config))
    yield await _writable(opened.db, config)
    async with opened.db.reading() as tx:
        if not opened.db.is_sqlite:
            yield await _clock(tx, now)
        yield await _backup(tx, config, now)
        async for finding in doctor_people.people(tx, config):
            yield finding
        async for finding in doctor_telegram.other_bots(tx, config):
            yield finding
        async for finding in doctor_work.work(tx, opened, config, now, running=running):
            yield finding


async def _sqlite(db: Database, config: Config) -> Finding:
    async with db.engine.connect() as connection:
        journal = (await connection.execute(text("PRAGMA journal_mode"))).scalar()
        options = (await connection.execute(text("PRAGMA compile_options"))).scalars().all()
    if journal != "wal":
        said = f"SQLite keeps its journal as {journal}, not wal: readers and writers would stop each other."
        return problem("database", said, "Put the database on a disk of this machine, not on a network share.")
    if "ENABLE_RTREE" not in options:
        said = "This Python's SQLite has no R*Tree: circles could not be found."
        return problem("database", said, "Use a Python whose SQLite has it, such as the one of Debian or python.org.")
    return _files(config)


def _files(config: Config) -> Finding:
    """How large the database and its journal are."""
    at = f"{config.database.shown} is current ({newest_migration()}), in WAL mode"
    file = config.database.file
    if file is None:
        return ok("database", f"{at}.")
    wal = Path(f"{file}-wal")
    if wal.is_file() and wal.stat().st_size > LARGE_WAL:
        said = f"SQLite's journal has grown to {_size(wal.stat().st_size)}: some reader has it open and never ends."
        return warning("database", said, f"Stop what else reads {file} (fuser {file}), then start Mizalla again.")
    return ok("database", f"{at}, {_size(file.stat().st_size)}.")


async def _postgresql(db: Database, config: Config) -> Finding:
    async with db.engine.connect() as connection:
        version = (await connection.execute(text("SHOW server_version"))).scalar()
        size = (await connection.execute(text("SELECT pg_database_size(current_database())"))).scalar_one()
    at = f"{config.database.shown} is current ({newest_migration()}), on PostgreSQL {version}"
    return ok("database", f"{at}, {_size(size)}.")


async def _writable(db: Database, config: Config) -> Finding:
    """A full disk, another owner's file or a replica read well and keep nothing."""
    await be_brief(db)
    try:
        async with db.engine.connect() as connection:
            await connection.execution_options(mizalla_writes=True)
            await connection.execute(text("UPDATE alembic_version SET version_num = version_num"))
            await connection.rollback()
    except DBAPIError as error:
        said = f"The database cannot be written to: {str(error.orig).splitlines()[0]}."
        return problem("database_writable", said, _mend_unwritable(config))
    return ok("database_writable", "The database can be written to.")


def _mend_unwritable(config: Config) -> str:
    if config.database.is_sqlite:
        return f"Let whoever runs Mizalla own it: sudo chown -R $USER {(config.database.file or Path()).parent}"
    return "Name the primary server, and a role that owns the tables, in MIZALLA_DATABASE__URL."


async def _clock(tx: Tx, now: datetime) -> Finding:
    """The database's clock is another machine's."""
    theirs = (await tx.exec(select(func.now()))).one()
    apart = abs((theirs - now).total_seconds())
    said = f"This machine's clock and the database's are {apart:.0f} seconds apart."
    if apart > MUCH_LATENESS_S:
        return problem("database_clock", said, "Set the clocks: sudo timedatectl set-ntp true, on both machines.")
    return ok("database_clock", said)


async def _backup(tx: Tx, config: Config, now: datetime) -> Finding:
    """The newest one we made, and those past their time that still lie on this machine."""
    rows = (await tx.exec(select(Audit).where(Audit.act == BACKED_UP).order_by(col(Audit.id).desc()).limit(500))).all()
    limit = timedelta(days=config.privacy.backup_days)
    newer = {row.facts["file"] for row in rows if now - row.at <= limit}
    still = _still_there({row.facts["file"] for row in rows} - newer)
    if still:
        said = f"Backups older than {limit.days} days hold people's data and are still there: {', '.join(still)}."
        return warning("backup", said, f"rm {' '.join(still)}")
    return _newest(rows[0] if rows else None, now, live=bool(config.telegram.bot_id))


def _still_there(files: Iterable[str]) -> list[str]:
    return sorted(file for file in files if Path(file).exists())


def _newest(made: Audit | None, now: datetime, *, live: bool) -> Finding:
    mend = 'Run `mizalla db backup "backups/mizalla-$(date +%F).db"`, every day by cron or a systemd timer.'
    if made is None and live:
        return warning("backup", "No backup has been made yet.", mend)
    if made is None:
        return ok("backup", "No backup has been made yet; there is no bot, so nobody's words to lose.")
    said = f"The newest backup is of {made.at:%Y-%m-%d %H:%M} UTC, {_size(int(made.facts['bytes']))}"
    if live and now - made.at > BACKUP_AGE:
        return warning("backup", f"{said}: {(now - made.at).days} days old.", mend)
    return ok("backup", f"{said} ({made.facts['file']}).")


def _size(n: int) -> str:
    return f"{n / 1024**3:.1f} GB" if n >= 1024**3 else f"{n / 1024**2:.1f} MB"
