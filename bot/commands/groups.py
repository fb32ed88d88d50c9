"""`mizalla groups`: the groups, channels and topics that hear of things."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import typer

from bot.commands.acting import AsJson, in_house
from bot.commands.printing import say_json, say_table

if TYPE_CHECKING:
    from bot.config import Config
    from services.house import House

COLUMNS = ("id", "state", "kind", "title", "language", "organisation", "areas", "subscriptions")

app = typer.Typer(no_args_is_help=True, help="Groups, channels and topics.")


@app.callback()
def _groups() -> None:
    """Keeps `list` a command of its own while it is the only one."""


@app.command("list")
def list_groups(context: typer.Context, as_json: AsJson = False) -> None:
    """Every group the bot was added to, what has become of it, and which areas it hears of."""

    async def work(house: House, _config: Config, _now: datetime) -> list[dict[str, Any]]:
        from services.group_list import group_list

        return await group_list(house)

    found = in_house(context, work)
    if as_json:
        say_json(found)
    else:
        rows = [[", ".join(cell) if isinstance(cell, list) else cell for cell in each.values()] for each in found]
        say_table(COLUMNS, rows, empty="The bot is in no group yet.")
