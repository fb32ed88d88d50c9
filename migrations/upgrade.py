"""Bringing a database up to date, and asking whether it is."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import AsyncEngine


def alembic_config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


async def upgrade(engine: AsyncEngine) -> None:
    """Run every migration this database has not seen."""
    async with engine.connect() as connection:
        await connection.execution_options(mizalla_writes=True)
        await connection.run_sync(lambda sync: command.upgrade(alembic_config(sync), "head"))
        await connection.commit()


async def missing_migrations(engine: AsyncEngine) -> list[str]:
    """The migrations this database still needs, oldest first; empty when it is up to date."""
    async with engine.connect() as connection:
        return await connection.run_sync(_missing)


def _missing(connection: Connection) -> list[str]:
    scripts = ScriptDirectory.from_config(alembic_config())
    seen = MigrationContext.configure(connection).get_current_heads()
    known = {revision.revision for head in seen for revision in scripts.iterate_revisions(head, "base")}
    return [script.revision for script in reversed(list(scripts.walk_revisions())) if script.revision not in known]
