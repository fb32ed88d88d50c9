"""`mizalla members`: people who already volunteer somewhere, brought in from a file."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.commands.acting import AsJson, InputFile, in_house
from bot.commands.addresses import bot_of
from bot.commands.printing import bare, english, note, progress_of, say_json, say_line, say_table
from bot.failures import NotDone

if TYPE_CHECKING:
    from bot.config import Config
    from formats.members_csv import MemberRow
    from services.house import House

MOST_SAID = 50
"""Bad rows told on the terminal; a report has them all."""

app = typer.Typer(no_args_is_help=True, help="Members, from files.")


@app.callback()
def _members() -> None:
    """Keeps `import` a command of its own while it is the only one."""


@app.command("import")
def import_file(
    context: typer.Context,
    file: InputFile,
    check: Annotated[bool, typer.Option("--check", help="Say what would happen, and change nothing.")] = False,
    report: Annotated[
        Path | None, typer.Option(dir_okay=False, help="Where to write the bad rows as CSV, to be mended and imported.")
    ] = None,
    encoding: Annotated[str, typer.Option(help="If it is not UTF-8 or UTF-16: windows-1256, for example.")] = "",
    as_json: AsJson = False,
) -> None:
    """Add members and their subscriptions from a CSV; good rows are kept, the same file twice changes nothing.

    Its header: channel,address,name,language,roles,subscription,area_id,lat,lon,radius_km,kinds,frequency,quiet_from,
    quiet_to. One row is one subscription.
    """
    raw = file.read_bytes()
    with progress_of(f"Reading {file.name}", raw.count(b"\n")) as watch:

        async def work(house: House, config: Config, now: datetime) -> dict[str, Any]:
            return await _import(house, config, raw, now, encoding=encoding, check_only=check, watch=watch)

        done = in_house(context, work, make=True)
    if report is not None and done["bad"]:
        _write_report(report, raw, done["bad"], encoding)
    say_json(done) if as_json else _tell(done, check=check, report=report)
    if done["bad"] and not done["rows"]:
        raise NotDone(f"No row of {file.name} could be used.")


async def _import(
    house: House,
    config: Config,
    raw: bytes,
    now: datetime,
    *,
    encoding: str,
    check_only: bool,
    watch: Callable[[int], None],
) -> dict[str, Any]:
    from formats.bad_rows import BadRow
    from formats.members_csv import each_member
    from services.audit import Actor
    from services.member_imports import import_members

    kinds = ["searches", *(category.code for category in config.reports.categories)]
    unread: list[BadRow] = []
    rows = _watched(each_member(raw, unread, kinds=kinds, encoding=encoding), watch)
    bot_id = await bot_of(house, config, now)
    done = await import_members(house, rows, bot_id=bot_id, by=Actor.operator(), now=now, check_only=check_only)
    bad = sorted([*unread, *done.bad], key=lambda row: row.line)
    voice = english() if bad else None
    return {
        "rows": done.subscriptions + done.changed + done.unchanged + done.forgotten,
        "members": done.members,
        "subscriptions": done.subscriptions,
        "changed": done.changed,
        "unchanged": done.unchanged,
        "forgotten": done.forgotten,
        "bad": [
            {"line": row.line, "field": row.field, "reason": str(row.reason), "sentence": bare(row.plain(voice))}
            for row in bad
            if voice
        ],
    }


def _watched(rows: Iterable[MemberRow], watch: Callable[[int], None]) -> Iterator[MemberRow]:
    for row in rows:
        if row.line % 500 == 0:
            watch(row.line)
        yield row


def _write_report(path: Path, raw: bytes, bad: list[dict[str, Any]], encoding: str) -> None:
    """Each bad row as it was, with its line, column and reason behind it; readable by its owner only."""
    from formats.members_csv import REPORTED
    from formats.sheets import rows_at

    faults: dict[int, list[dict[str, Any]]] = {}
    for one in bad:
        faults.setdefault(one["line"], []).append(one)
    path.touch(mode=0o600)
    with path.open("w", encoding="utf-8-sig", newline="") as opened:
        writer = csv.writer(opened)
        for at, (line, cells) in enumerate(rows_at(raw, faults, encoding=encoding)):
            told = faults.get(line, [])
            columns, reasons = "; ".join(one["field"] for one in told), " ".join(one["sentence"] for one in told)
            writer.writerow([*cells, *(REPORTED if at == 0 else (line, columns, reasons))])


def _tell(done: dict[str, Any], *, check: bool, report: Path | None) -> None:
    names = {"members": "new members", "subscriptions": "new subscriptions", "changed": "changed subscriptions"}
    names |= {"unchanged": "as they were", "forgotten": "of people who asked to be forgotten: left out"}
    rows = [[words, done[key]] for key, words in names.items()]
    lines = len({bad["line"] for bad in done["bad"]})
    say_table(("what", "number"), [*rows, ["rows that cannot be used", lines]], empty="")
    for bad in done["bad"][:MOST_SAID]:
        note(bad["sentence"])
    if len(done["bad"]) > MOST_SAID:
        note(f"and {len(done['bad']) - MOST_SAID} more: --report FILE.csv writes them all")
    if report is not None and done["bad"]:
        say_line(f"{report} has the rows that cannot be used: mend them there and import it.")
    if check:
        say_line("Nothing was changed: this was a check.")
