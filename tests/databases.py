"""Databases for tests: migrated once per session, copied for each test, the same tests on SQLite and PostgreSQL."""

import asyncio
import os
import shutil
import uuid
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import asyncpg
import pytest
from sqlalchemy.engine import URL, make_url

from migrations.upgrade import upgrade
from models.database import Database, open_database

POSTGRESQL = os.environ.get("MIZALLA_TEST_POSTGRES", "postgresql://postgres@127.0.0.1/postgres")
"""A server on which databases may be created and dropped."""

BOTH = ("sqlite", pytest.param("postgresql", marks=pytest.mark.postgres))


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file; copied, never opened by tests."""
    file = tmp_path_factory.mktemp("template") / "mizalla.db"
    asyncio.run(_migrate(f"sqlite:///{file}"))
    return file


@pytest.fixture(scope="session")
def postgresql_template() -> Iterator[str]:
    """The name of a migrated PostgreSQL database; skips with a sentence where there is no server, fails in CI."""
    name = f"mizalla_{uuid.uuid4().hex[:12]}"
    try:
        asyncio.run(_on_server(f"CREATE DATABASE {name}"))
    except (OSError, asyncpg.PostgresError) as error:
        _do_without(f"no PostgreSQL server at {make_url(POSTGRESQL)!r} (set MIZALLA_TEST_POSTGRES): {error}")
    asyncio.run(_migrate(_database(name)))
    yield name
    asyncio.run(_on_server(f"DROP DATABASE {name} WITH (FORCE)"))


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """A migrated SQLite database of this test's own."""
    file = tmp_path / "mizalla.db"
    shutil.copyfile(sqlite_template, file)
    return f"sqlite:///{file}"


@pytest.fixture
def postgresql_url(postgresql_template: str) -> Iterator[str]:
    """A migrated PostgreSQL database that is empty; one per process, emptied after each test."""
    yield _database(postgresql_template)
    asyncio.run(_empty(postgresql_template))


@pytest.fixture(params=BOTH)
def database_url(request: pytest.FixtureRequest) -> str:
    """A migrated database of this test's own, on SQLite and on PostgreSQL."""
    return str(request.getfixturevalue(f"{request.param}_url"))


@pytest.fixture
async def db(database_url: str) -> AsyncIterator[Database]:
    """The tables on SQLite and on PostgreSQL: a test that asks for this one runs on both."""
    database = open_database(database_url)
    yield database
    await database.close()


@pytest.fixture
async def sqlite_db(sqlite_url: str) -> AsyncIterator[Database]:
    """The tables on SQLite only, where it makes no difference."""
    database = open_database(sqlite_url)
    yield database
    await database.close()


def _database(name: str) -> str:
    return make_url(POSTGRESQL).set(database=name).render_as_string(hide_password=False)


async def _migrate(url: str) -> None:
    database = open_database(url)
    await upgrade(database.engine)
    await database.close()


async def _on_server(statement: str, database: str | None = None) -> None:
    url: URL = make_url(POSTGRESQL)
    connection = await asyncpg.connect(
        host=url.host,
        port=url.port or 5432,
        user=url.username,
        password=url.password,
        database=database or url.database,
        timeout=30,
    )
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


async def _empty(database: str) -> None:
    """Take out every row, and whoever a test left connected; a hundred times quicker than another database."""
    await _on_server(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        f" WHERE datname = '{database}' AND pid <> pg_backend_pid()"
    )
    await _on_server(_DELETE, database)


_DELETE = """SET synchronous_commit = off; SET session_replication_role = replica;
DO $$ DECLARE name text; BEGIN
    FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version' LOOP
        EXECUTE 'DELETE FROM ' || quote_ident(name);
    END LOOP;
    FOR name IN SELECT sequencename FROM pg_sequences WHERE schemaname = 'public' LOOP
        PERFORM setval(quote_ident(name), 1, false);
    END LOOP;
END $$"""
"""TRUNCATE makes new files and waits for the disk; the tables of a test are nearly empty."""


def _do_without(why: str) -> None:
    if os.environ.get("CI"):
        pytest.fail(why)
    pytest.skip(why)
