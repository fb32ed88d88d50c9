"""What the doctor looks at on the machine: Python and its libraries, fonts, disk, time zones."""

import importlib.metadata
import platform
import re
import shutil
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import TZPATH, ZoneInfo

from bot.config import Config
from bot.findings import Finding, ok, problem, warning

LEAST_FREE = 200 * 1024 * 1024
GOOD_FREE = 2 * 1024 * 1024 * 1024
"""Bytes on the disk of the database: below the first, writing may fail soon; below the second, look ahead."""


def fonts() -> Finding:
    """Whether pictures will show Arabic joined and in the right order."""
    import fontpkg

    from pictures.fonts import can_shape_arabic

    if not can_shape_arabic():
        said = "Arabic letters in pictures would come out loose and in the wrong order: raqm or fribidi is missing."
        return problem("fonts", said, "Install it: sudo apt install libfribidi0 (Debian, Ubuntu), then start again.")
    if not Path(fontpkg.path("tajawal", weight=700)).is_file():
        return problem("fonts", "The font Tajawal is missing.", "Install Mizalla again: make run does it.")
    return ok("fonts", "Tajawal is here and Arabic is shaped.")


def disk(config: Config) -> Finding:
    """Whether there is room where the database lies."""
    file = config.database.file
    if file is None:
        return ok("disk", "The database is not on a disk of this machine.")
    folder = next(folder for folder in file.absolute().parents if folder.is_dir())
    return room(str(folder), shutil.disk_usage(folder).free)


def room(folder: str, free: int) -> Finding:
    """Whether so many bytes are enough for what is still to come."""
    said = f"{free / 1024**3:.1f} GB are free where the database lies ({folder})."
    if free < LEAST_FREE:
        return problem("disk", said, "Make room now: without it nothing can be written down or sent.")
    if free < GOOD_FREE:
        return warning("disk", said, "Make room, or move the database to a larger disk.")
    return ok("disk", said)


def zones(config: Config, now: datetime) -> Finding:
    """Whether clocks of people can be read, and by which rules."""
    there = f"{now.astimezone(ZoneInfo(config.areas.zone)):%H:%M}"
    source = (
        "the system's zone data"
        if any(Path(folder).is_dir() for folder in TZPATH)
        else f"tzdata {importlib.metadata.version('tzdata')}"
    )
    return ok("zones", f"It is {there} in {config.areas.zone}, by {source}.")


def python() -> Finding:
    """Whether the libraries are those that were tested together."""
    lock = Path(__file__).parents[1] / "requirements.lock"
    here = platform.python_version()
    if not lock.is_file():
        return ok("python", f"Python {here}; there is no requirements.lock to compare the libraries with.")
    mend = f"{sys.executable} -m pip install --require-hashes -r {lock}"
    wrong = list(_unlike(lock.read_text("utf-8")))
    if wrong:
        return warning("python", f"Libraries differ from requirements.lock: {', '.join(wrong)}.", mend)
    return ok("python", f"Python {here}, with the libraries of requirements.lock.")


def _unlike(lock: str) -> Iterator[str]:
    """Libraries in another version than the lock's; what only other machines need is not missed here."""
    pinned: dict[str, set[str]] = {}
    for name, version in re.findall(r"^([A-Za-z0-9_.-]+)(?:\[[^\]]*\])?==([^\s;\\]+)", lock, re.MULTILINE):
        pinned.setdefault(name, set()).add(version)
    for name, versions in pinned.items():
        try:
            there = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            continue
        if there not in versions:
            yield f"{name} {there} instead of {' or '.join(sorted(versions))}"
