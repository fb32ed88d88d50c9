"""`mizalla run`, `sandbox` and `bench`: the bot at work, on Telegram, on phones of its own, or against the clock."""

from __future__ import annotations

import gc
import runpy
import sys
from collections.abc import Callable
from types import ModuleType
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.acting import settings_of
from bot.commands.printing import note
from bot.failures import NotDone

if TYPE_CHECKING:
    from bot.config import Config

ROLES = ("intake", "deliver", "schedule", "web")


def run(
    context: typer.Context,
    role: Annotated[
        list[str] | None,
        typer.Option(metavar="|".join(ROLES), help="Do only this part of the work; may be given several times."),
    ] = None,
) -> None:
    """Work until stopped. Without a token the sandbox starts instead, and says which page to open."""
    from bot.config import token_file

    roles = _roles(role)
    config = settings_of(context)
    if config.telegram.bot_id or role:
        _work(config, lambda app: app.run(config, roles=roles, token_file=token_file(context.obj)))
    else:
        note("There is no bot token (MIZALLA_TELEGRAM__TOKEN): the sandbox starts, on a database of its own.")
        _work(config, lambda app: app.run_sandbox(config))


def sandbox(
    context: typer.Context,
    port: Annotated[int | None, typer.Option(min=0, max=65535, help="Where the page is; a free one near 8081.")] = None,
) -> None:
    """A Telegram of your own with a page of phones, to try everything without a token; on a database of its own."""
    config = settings_of(context)
    _work(config, lambda app: app.run_sandbox(config, port=port))


def _work(config: Config, start: Callable[[ModuleType], None]) -> None:
    """Start, and log what ends it rather than print it: the message of an exception may hold what people wrote."""
    import structlog

    from bot import app
    from bot.logs import configure_logging

    configure_logging(config.logging)
    gc.enable()
    try:
        start(app)
    except NotDone:
        raise
    except Exception:  # noqa: BLE001 - logged without its words, and the exit code says it
        structlog.get_logger().exception("mizalla stopped")
        raise typer.Exit(1) from None


def _roles(given: list[str] | None) -> tuple[str, ...]:
    """Each once, in our order; `intake,web` is two."""
    asked = {one.strip() for several in given or ROLES for one in several.split(",")}
    unknown = sorted(asked - set(ROLES))
    if unknown:
        raise typer.BadParameter(f"{unknown[0]!r} is not a role; the roles are {', '.join(ROLES)}")
    return tuple(role for role in ROLES if role in asked)


def bench(
    name: Annotated[
        str | None, typer.Argument(metavar="NAME", help="Which measurement; all of them without a name.")
    ] = None,
) -> None:
    """Measure how fast Mizalla is on this machine, and print the table."""
    gc.enable()
    sys.argv = ["benchmarks", *([name] if name else [])]
    runpy.run_module("benchmarks", run_name="__main__")
