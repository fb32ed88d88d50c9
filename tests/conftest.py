"""What every test may ask for."""

import os
from datetime import UTC, datetime

import pytest

from clock.clocks import SteppingClock
from language.catalogues import Catalogues, load_catalogues
from models.database import Database
from services.house import House

os.environ.setdefault("PTB_TIMEDELTA", "1")

pytest_plugins = ["tests.databases"]

SECRET = b"a secret for tests only"


@pytest.fixture
def now() -> datetime:
    """A Sunday afternoon in Riyadh."""
    return datetime(2026, 11, 22, 13, 40, tzinfo=UTC)


@pytest.fixture
def clock(now: datetime) -> SteppingClock:
    return SteppingClock(now)


@pytest.fixture(scope="session")
def catalogues() -> Catalogues:
    """Every sentence in every language."""
    return load_catalogues()


@pytest.fixture
def house(db: Database) -> House:
    """What services are given, on SQLite and on PostgreSQL."""
    return House(db, secret=SECRET)


@pytest.fixture
def sqlite_house(sqlite_db: Database) -> House:
    return House(sqlite_db, secret=SECRET)
