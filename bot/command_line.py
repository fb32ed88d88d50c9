"""`mizalla`: the command line of an operator, who is trusted and audited as `operator`.

Exit codes: 0 when it worked, 1 when it did not (a sentence on standard error says why), 2 for a command or a setting
that cannot be understood.
"""

import gc
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from bot.commands.printing import note
from bot.failures import NotDone


def command_line() -> typer.Typer:
    """The whole command line, put together."""
    from bot.commands import (
        alerts,
        areas,
        checking,
        database,
        groups,
        inbox,
        members,
        privacy,
        running,
        schedule,
        searches,
        setting_up,
        staff,
    )

    app = typer.Typer(no_args_is_help=True, pretty_exceptions_enable=False, add_completion=False)
    app.callback()(_settings)
    for command in (running.run, setting_up.setup, running.sandbox, checking.doctor, running.bench):
        app.command()(command)
    named = {"db": database, "areas": areas, "members": members, "groups": groups, "staff": staff}
    named |= {"searches": searches, "alerts": alerts, "schedule": schedule, "inbox": inbox, "privacy": privacy}
    for name, group in named.items():
        app.add_typer(group.app, name=name)
    return app


def _settings(
    context: typer.Context,
    config: Annotated[
        Path | None, typer.Option(help="The settings file; otherwise MIZALLA_CONFIG, otherwise ./config.yaml.")
    ] = None,
) -> None:
    """Mizalla: people who report, people who search, and the volunteers near them."""
    context.obj = config


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run one command and leave with its exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    gc.disable()  # a tenth of the time until a short command answers; on again once its work begins
    try:
        command_line()(_settings_first(given), prog_name="mizalla")
    except NotDone as error:
        note(str(error))
        sys.exit(error.exit_code)
    finally:
        gc.enable()
        if arguments is not None:
            gc.unfreeze()
    sys.exit(0)


def _settings_first(arguments: list[str]) -> list[str]:
    """`--config FILE` may stand anywhere on the line."""
    for at, argument in enumerate(arguments):
        if argument == "--":
            break
        if argument == "--config" or argument.startswith("--config="):
            width = 1 if "=" in argument else 2
            return arguments[at : at + width] + arguments[:at] + arguments[at + width :]
    return arguments
