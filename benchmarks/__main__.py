"""`make bench`: every measurement, or one by name, as a table; with `--json` for a machine, `--short` to try it."""

import argparse
import asyncio
import importlib
import json
import sys

import structlog
from rich.console import Console
from rich.table import Table

from benchmarks.figures import Figure
from benchmarks.scale import Scale

NAMES = (
    "dispatching",
    "pacing",
    "interrupting",
    "closing",
    "publishing",
    "choosing",
    "locating",
    "commanding",
    "starting",
)


def main() -> None:
    """Measure what was asked for; a figure that misses its limit does not fail the command."""
    asked = _arguments()
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
    scale = Scale.short() if asked.short else Scale()
    figures = [figure for name in asked.names or NAMES for figure in asyncio.run(_measured(name, scale))]
    if asked.json:
        print(json.dumps([figure.as_json() for figure in figures], ensure_ascii=False))
    else:
        Console().print(_table(figures))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", choices=[[], *NAMES], help="which measurements; all without a name")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--short", action="store_true", help="small sizes: seconds, and figures that say little")
    return parser.parse_args()


async def _measured(name: str, scale: Scale) -> list[Figure]:
    print(f"measuring: {name} ...", file=sys.stderr)
    measure = importlib.import_module(f"benchmarks.{name}").measure
    return list(await measure(scale))


def _table(figures: list[Figure]) -> Table:
    table = Table("what", "figure", "limit", "beside", "load", "verdict")
    for figure in figures:
        table.add_row(figure.what, figure.told, str(figure.limit), figure.reference, str(figure.load), figure.verdict)
    return table


if __name__ == "__main__":
    main()
