"""A backup comes back whole, from SQLite and from PostgreSQL."""

import shutil
from pathlib import Path

import pytest
from sqlmodel import select

from bot.backups import back_up, restore
from bot.config import Config
from bot.failures import NotDone
from bot.storage import newest_migration
from migrations.upgrade import missing_migrations
from models.areas import Area, AreaKind
from models.database import open_database


@pytest.fixture
def config(database_url: str) -> Config:
    if database_url.startswith("postgresql") and shutil.which("pg_dump") is None:
        pytest.skip("pg_dump is not installed: sudo apt install postgresql-client")
    return Config(database={"url": database_url})


async def areas(config: Config) -> list[str]:
    db = open_database(config.database.url)
    async with db.reading() as tx:
        codes = list((await tx.exec(select(Area.code).order_by(Area.code))).all())
    await db.close()
    return codes


async def add_area(config: Config, code: str) -> None:
    db = open_database(config.database.url)
    async with db.transaction() as tx:
        tx.add(Area(code=code, kind=AreaKind.REGION, name_ar="الشمال"))
    await db.close()


async def test_a_backup_brings_back_what_was_there(config: Config, tmp_path: Path):
    await add_area(config, "north")
    assert back_up(config, tmp_path / "kept") == (tmp_path / "kept").stat().st_size > 0
    await add_area(config, "south")
    restore(config, tmp_path / "kept")
    assert await areas(config) == ["north"]


async def test_what_is_no_backup_changes_nothing(config: Config, tmp_path: Path):
    await add_area(config, "north")
    (tmp_path / "letter").write_text("dear all")
    with pytest.raises(NotDone):
        restore(config, tmp_path / "letter")
    assert await areas(config) == ["north"]


async def test_the_newest_migration_by_its_file_is_the_one_alembic_means(config: Config):
    db = open_database(config.database.url)
    assert await missing_migrations(db.engine) == []
    async with db.engine.connect() as connection:
        version = (await connection.exec_driver_sql("SELECT version_num FROM alembic_version")).scalar()
    await db.close()
    assert version == newest_migration()
