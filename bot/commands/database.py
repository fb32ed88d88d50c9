"""`mizalla db`: the database brought up to date, backed up and restored."""

from __future__ import annotations

import asyncio
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.acting import InputFile, Yes, settings_of, sure
from bot.commands.printing import note, say_line, waiting_for

if TYPE_CHECKING:
    from bot.config import Config

app = typer.Typer(no_args_is_help=True, help="The database: upgrade, backup, restore, check.")


@app.command()
def upgrade(context: typer.Context) -> None:
    """Make the database if there is none, run the migrations it lacks, and take the organisations from the settings."""
    from bot.storage import newest_migration
    from clock.clocks import system_now

    config = settings_of(context)
    unknown = asyncio.run(_upgrade(config, system_now()))
    say_line(f"{config.database.shown} is up to date ({newest_migration()}).")
    if unknown:
        note("Organisations in the settings serve areas that are not imported yet: " + ", ".join(unknown))


async def _upgrade(config: Config, now: datetime) -> list[str]:
    from bot.storage import bring_up_to_date, open_house, unlock

    async with open_house(config) as house:
        unknown = await bring_up_to_date(house, config, now=now)
        await unlock(house, now=now)
        return unknown


@app.command()
def backup(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(dir_okay=False, help="Where to write the backup.")],
    yes: Yes = False,
) -> None:
    """Copy the whole database to one file, while Mizalla runs. It holds people's data: keep it safe, not for ever."""
    from bot.backups import back_up, remember
    from clock.clocks import system_now

    config = settings_of(context)
    if file.exists():
        sure(f"{file} is there already and would be replaced.", yes=yes)
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    size = back_up(config, file)
    asyncio.run(remember(config, file.absolute(), size, now=system_now()))
    say_line(f"{file} holds the whole database ({size:,} bytes); delete it within {config.privacy.backup_days} days.")


@app.command()
def restore(context: typer.Context, file: InputFile, yes: Yes = False) -> None:
    """Replace the database by a backup; stop Mizalla first. Nothing goes out until staff let it."""
    from bot import backups
    from bot.storage import DatabaseNotReady
    from clock.clocks import system_now

    config = settings_of(context)
    sure(f"{config.database.shown} will be replaced by {file}: what happened since then is lost.", yes=yes)
    try:
        asyncio.run(backups.refuse_while_used(config))
        suppressed = asyncio.run(backups.suppressions(config))
    except DatabaseNotReady as error:
        note(f"{error} What was deleted since the backup may come back.")
        suppressed = []
    backups.restore(config, file)
    found = asyncio.run(backups.clean_up(config, suppressed, now=system_now()))
    say_line(f"{config.database.shown} is as it was in {file}, and up to date.")
    note("Everything that goes to subscribers is paused: see what is still true, then let it go from the desk.")
    if found.unsent:
        note(
            f"{found.unsent} copies were waiting when it was made: let go, they are sent, to some for the second time."
        )
    if found.deleted:
        note(f"Searches that had been deleted since are deleted again: {', '.join(map(str, found.deleted))}.")


@app.command("check")
def look_through(context: typer.Context) -> None:
    """Read the whole database and say whether it is sound; Mizalla may run meanwhile."""
    from bot.backups import check

    config = settings_of(context)
    with waiting_for("Reading everything"):
        said = check(config)
    say_line(f"{config.database.shown} is sound. {said}")
