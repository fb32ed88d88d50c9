"""`mizalla inbox`: what people wrote and could not be handled, seen without its words, and tried again."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import typer

from bot.commands.acting import AsJson, in_house
from bot.commands.addresses import bot_of
from bot.commands.printing import say_json, say_line, say_table

if TYPE_CHECKING:
    from bot.config import Config
    from services.house import House

app = typer.Typer(no_args_is_help=True, help="What came in from Telegram and could not be handled.")


@app.command()
def show(context: typer.Context, as_json: AsJson = False) -> None:
    """What failed, by reason; what people wrote is not shown, and is gone after three days."""

    async def work(house: House, config: Config, now: datetime) -> list[dict[str, Any]]:
        from services.intake_failures import failures

        found = await failures(house, bot_id=await bot_of(house, config, now))
        return [{"error": one.error, "updates": one.n, "kept": one.kept, "since": one.since} for one in found]

    rows = in_house(context, work)
    if as_json:
        say_json(rows)
        return
    names = ("reason", "messages", "can be tried again", "since")
    told = [[row["error"], row["updates"], row["kept"], f"{row['since']:%Y-%m-%d %H:%M} UTC"] for row in rows]
    say_table(names, told, empty="Nothing failed.")


@app.command()
def retry(context: typer.Context) -> None:
    """Let what failed wait once more, after its cause was mended; a running Mizalla takes it within seconds."""

    async def work(house: House, config: Config, now: datetime) -> int:
        from services.intake import try_again

        return await try_again(house, bot_id=await bot_of(house, config, now))

    say_line(f"{in_house(context, work)} messages will be tried again.")
