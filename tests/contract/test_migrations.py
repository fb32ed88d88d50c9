"""The tables of the migrations are the tables of the models, on both databases."""

from alembic import command

from migrations.upgrade import alembic_config, missing_migrations
from models.database import Database


async def test_the_migrations_make_what_the_models_say(db: Database) -> None:
    async with db.engine.connect() as connection:
        await connection.run_sync(lambda sync: command.check(alembic_config(sync)))


async def test_a_migrated_database_misses_nothing(db: Database) -> None:
    assert await missing_migrations(db.engine) == []
