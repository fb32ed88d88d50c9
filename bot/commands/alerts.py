"""`mizalla alerts`: how far what was told has come."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.commands.acting import AsJson, in_house
from bot.commands.printing import say_json, say_line, say_table

if TYPE_CHECKING:
    from bot.config import Config
    from services.house import House

BUCKETS = ("sent", "waiting", "failed", "withdrawn", "behind", "stuck")

app = typer.Typer(no_args_is_help=True, help="Alerts, and how many people they reached.")


@app.callback()
def _alerts() -> None:
    """Keeps `show` a command of its own while it is the only one."""


@app.command()
def show(
    context: typer.Context, alert: Annotated[int, typer.Argument(help="The alert's number.")], as_json: AsJson = False
) -> None:
    """How many it is for, how many have it, wait for it, cannot get it, or were spared it when it ended."""

    async def work(house: House, _config: Config, _now: datetime) -> dict[str, Any]:
        from services.counting import counts
        from services.progress import counts_by_area

        total = asdict(await counts(house, alert))
        return {**total, "areas": [asdict(area) for area in await counts_by_area(house, alert)]}

    counted = in_house(context, work)
    say_json(counted) if as_json else _tell(counted)


def _tell(counted: dict[str, Any]) -> None:
    say_line(f"alert {counted['alert']} is {counted['state']}: {counted['recipients']} recipients")
    say_table(BUCKETS, [[counted[bucket] for bucket in BUCKETS]], empty="")
    rows = [
        [area["code"] or "-", area["name_ar"], *(area[bucket] for bucket in BUCKETS[:4])] for area in counted["areas"]
    ]
    say_table(("area", "name", *BUCKETS[:4]), rows, empty="Nobody is to hear of it.")
