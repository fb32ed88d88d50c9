"""The sandbox's own database: begun anew at each start, marked as its own, and never anybody else's."""

import contextlib
import fcntl
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from bot.failures import NotDone

DATABASE = Path("data/sandbox.db")
MARK = 0x4D5A5342
"""SQLite's application id of a database that a sandbox made."""
_BESIDE = ("", "-wal", "-shm", "-journal")


class NotOfTheSandbox(NotDone):
    """There is a database that no sandbox made; it is left as it is."""


class SandboxRuns(NotDone):
    """Another sandbox works on this database already."""


@contextlib.contextmanager
def held(database: Path) -> Iterator[None]:
    """Inside, no other sandbox works on this database. Refuses with SandboxRuns."""
    database.parent.mkdir(parents=True, exist_ok=True)
    with database.with_suffix(".lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise SandboxRuns(
                f"A sandbox is at work on {database} already: use its page, or stop it with Ctrl-C first."
            ) from None
        yield


def begin_anew(database: Path) -> None:
    """An empty database with our mark in the place of the last one; refuses with NotOfTheSandbox to touch another's."""
    if database.exists() and mark_of(database) != MARK:
        raise NotOfTheSandbox(
            f"{database} was not made by a sandbox, so it is left alone: move it away, then start again."
        )
    for ending in _BESIDE:
        database.with_name(database.name + ending).unlink(missing_ok=True)
    with contextlib.closing(sqlite3.connect(database)) as connection:
        connection.execute(f"PRAGMA application_id = {MARK}")


def mark_of(database: Path) -> int:
    """The application id in the header of an SQLite file (https://www.sqlite.org/fileformat.html, 1.3.17)."""
    with database.open("rb") as file:
        header = file.read(72)
    return int.from_bytes(header[68:72], "big") if header.startswith(b"SQLite format 3\0") else 0
