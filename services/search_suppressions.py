"""A case that was deleted for good does not come back: known by keyed hashes of who it was about."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from itertools import product
from zoneinfo import ZoneInfo

from sqlalchemy import text

from language.names import matching_name
from models.database import Tx
from models.searches import CaseSuppressed, Search
from services.house import House
from services.suppressions import key, suppress, suppressed

LOCK = 7_206_150_001
"""Advisory lock of PostgreSQL (any number nobody else uses): who deletes waits for who is posting, and the reverse."""


async def refuse_suppressed(tx: Tx, house: House, search: Search) -> None:
    """Refuse with CaseSuppressed a case that was deleted, whoever brings it back and however they spell it."""
    await _lock(tx, house, shared=True)
    if await is_suppressed(tx, house, search):
        raise CaseSuppressed()


async def is_suppressed(tx: Tx, house: House, search: Search) -> bool:
    """Whether a deleted case has this name, about this age, and a day beside this one; or this record's id."""
    return bool(await suppressed(tx, _likely_keys(house, search)))


async def suppress_case(tx: Tx, house: House, search: Search, *, now: datetime) -> None:
    """Keep the hashes of this case; from this transaction on nobody can bring it back."""
    await _lock(tx, house, shared=False)
    for hashed in _keys(house, search):
        await suppress(tx, hashed, now=now)


async def _lock(tx: Tx, house: House, *, shared: bool) -> None:
    """SQLite's writers take turns anyway."""
    if not house.db.is_sqlite:
        kind = "pg_advisory_xact_lock_shared" if shared else "pg_advisory_xact_lock"
        await tx.exec(text(f"SELECT {kind}({LOCK})"))  # type: ignore[call-overload]


def _keys(house: House, search: Search) -> list[str]:
    """What a case is known by: its records' ids, and its name (whole, and first with last), age and day."""
    ours = key(house, "search-page", search.page_key)
    return [ours, *_hashed(house, search, [search.subject_age], [_day(house, search)])]


def _likely_keys(house: House, search: Search) -> list[str]:
    """The same, a year and a day off as well: people guess ages, and midnight is near."""
    day, age = _day(house, search), search.subject_age
    days = [day] if day is None else [day + timedelta(days=by) for by in (0, -1, 1)]
    ages = [age] if age is None else [age, age - 1, age + 1]
    return _hashed(house, search, ages, days)


def _hashed(house: House, search: Search, ages: Iterable[int | None], days: Iterable[date | None]) -> list[str]:
    record: list[str] = []
    if search.external_id:
        ours = key(house, "search-page", search.external_id.rpartition("/")[2])
        record = [key(house, "search-record", search.external_id), ours]
    cases = product(_names(search), ages, days)
    return record + [key(house, "search", name, str(age), str(day)) for name, age, day in cases]


def _names(search: Search) -> list[str]:
    words = matching_name(search.subject_name).split()
    return list(dict.fromkeys([" ".join(words), f"{words[0]} {words[-1]}"])) if words else []


def _day(house: House, search: Search) -> date | None:
    zone = ZoneInfo(house.rules.areas.zone)
    return search.lkp_at.astimezone(zone).date() if search.lkp_at is not None else None
