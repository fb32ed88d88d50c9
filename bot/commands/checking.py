"""`mizalla doctor`: is everything as it should be, and what to do where it is not."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Iterable
from dataclasses import asdict
from typing import TYPE_CHECKING

import typer

from bot.commands.acting import AsJson
from bot.commands.printing import say_json, say_line

if TYPE_CHECKING:
    from bot.findings import Finding

MARKS = {"ok": "  ok     ", "warning": "  warning", "problem": "  PROBLEM"}


def doctor(context: typer.Context, as_json: AsJson = False) -> None:
    """Look at everything a deployment needs, and say how to mend what is not well."""
    from bot.doctor import examine, is_well
    from clock.clocks import system_now

    gc.enable()
    findings = asyncio.run(examine(context.obj, system_now()))
    if as_json:
        say_json([asdict(finding) for finding in findings])
    else:
        show(findings)
    raise typer.Exit(0 if is_well(findings) else 1)


def show(findings: Iterable[Finding]) -> None:
    """One line a finding, and below it what to do."""
    for found in findings:
        say_line(f"{MARKS[found.verdict]}  {found.said}" + (f"\n           {found.mend}" if found.mend else ""))
