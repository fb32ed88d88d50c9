"""`mizalla schedule`: what the clock will do next."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.acting import AsJson, in_house
from bot.commands.printing import say_json, say_table

if TYPE_CHECKING:
    from bot.config import Config
    from services.house import House
    from services.upcoming import Upcoming

app = typer.Typer(no_args_is_help=True, help="The clock's list.")


@app.callback()
def _schedule() -> None:
    """Keeps `show` a command of its own while it is the only one."""


@app.command()
def show(
    context: typer.Context,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="How many lines at most.")] = 50,
    as_json: AsJson = False,
) -> None:
    """What will happen next, when, and why; soonest first."""

    async def work(house: House, config: Config, _now: datetime) -> tuple[list[Upcoming], str]:
        from services.upcoming import upcoming

        return await upcoming(house, limit=limit), config.areas.zone

    coming, zone = in_house(context, work)
    if as_json:
        say_json([{**asdict(one), "at": one.at.isoformat()} for one in coming])
    else:
        rows = [(_local(one.at, zone), one.what, one.thing, one.n, one.why) for one in coming]
        say_table((f"when ({zone})", "what", "about", "how many", "why"), rows, empty="Nothing is due.")


def _local(at: datetime, zone: str) -> str:
    from zoneinfo import ZoneInfo

    return f"{at.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}"
