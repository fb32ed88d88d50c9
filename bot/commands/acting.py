"""What all commands do alike: read the settings, open the house, run one piece of work.

Whatever is heavy is imported by the command that needs it: `mizalla --help` should not wait for the database's library.
"""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from bot.commands.printing import note, sentence_of
from bot.failures import NotDone

if TYPE_CHECKING:
    from bot.config import Config
    from services.house import House

T = TypeVar("T")
Work = Callable[["House", "Config", datetime], Awaitable[T]]

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, for a program to read.")]
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask before doing it.")]
InputFile = Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True, help="The file to read.")]


def settings_of(context: typer.Context) -> Config:
    """The settings named on the command line, in the environment or here; a note when there is no file at all."""
    from bot.config import DEFAULT_FILE, config_path, load_config

    path = config_path(context.obj)
    if path == DEFAULT_FILE and not path.is_file():
        note(f"There is no config.yaml in {Path.cwd()}: the defaults and the environment apply.")
    return load_config(context.obj)


def in_house(context: typer.Context, work: Work[T], *, make: bool = False) -> T:
    """Run one piece of work in the house of these settings; `make` lets it make a new SQLite database."""
    return asyncio.run(_in_house(settings_of(context), work, make))


async def _in_house(config: Config, work: Work[T], make: bool) -> T:
    from bot.logs import configure_logging
    from bot.storage import make_ready, open_house
    from clock.clocks import system_now
    from models.refusals import Refusal

    configure_logging(config.logging.model_copy(update={"level": "warning"}))
    gc.freeze()  # what is loaded stays: looking through it, now and at the end, takes half a second
    gc.enable()
    now = system_now()
    try:
        async with open_house(config) as house:
            await make_ready(house, config, now=now, make=make)
            return await work(house, config, now)
    except Refusal as refusal:
        raise NotDone(sentence_of(refusal)) from refusal


def sure(question: str, *, yes: bool) -> None:
    """Ask before something that cannot be taken back; where nobody can answer, refuse without --yes."""
    if yes:
        return
    if not typer.get_text_stream("stdin").isatty():
        raise NotDone(f"{question} Say --yes to do it.")
    typer.confirm(question, abort=True)
