"""`mizalla privacy`: what we hold about somebody goes."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import typer

from bot.commands.acting import AsJson, Yes, in_house, sure
from bot.commands.addresses import At, member_at, read_address
from bot.commands.printing import say_json, say_line

if TYPE_CHECKING:
    from bot.config import Config
    from services.house import House

app = typer.Typer(no_args_is_help=True, help="What is held about people.")


@app.callback()
def _privacy() -> None:
    """Keeps `forget` a command of its own while it is the only one."""


@app.command()
def forget(context: typer.Context, address: At, yes: Yes = False, as_json: AsJson = False) -> None:
    """Remove what we hold about a member, now; their reports stay without them, and so does what staff did."""
    channel, number = read_address(address)
    sure(f"Everything about {address} will be removed; it cannot be brought back.", yes=yes)

    async def work(house: House, config: Config, now: datetime) -> bool:
        from services.audit import Actor
        from services.forgetting import forget as let_go

        member_id = await member_at(house, config, channel, number, now)
        return await let_go(house, member_id=member_id, by=Actor.operator(), now=now)

    complete = in_house(context, work)
    if as_json:
        say_json({"forgotten": True, "complete": complete})
    elif complete:
        say_line(f"Nothing is held about {address} any more.")
    else:
        say_line(
            f"Only the address {address} is kept, until the searches that were shown to it are over: so that names and"
            " pictures can be taken out of that chat."
        )
