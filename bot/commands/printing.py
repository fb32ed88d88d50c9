"""How commands answer: a table or a sentence for people, JSON for programs; notes and refusals on standard error."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import datetime
from typing import TYPE_CHECKING, Any

from language.text import without_direction

if TYPE_CHECKING:
    from language.voices import Voice
    from models.refusals import Refusal


def say_line(text: str) -> None:
    """One line on standard output, at once: whoever reads a pipe waits for it too."""
    sys.stdout.write(f"{without_direction(text)}\n")
    sys.stdout.flush()


def note(text: str) -> None:
    """One line on standard error, so that what a program reads stays clean."""
    sys.stderr.write(f"{without_direction(text)}\n")


def say_json(value: Any) -> None:
    """JSON with Arabic as it is; moments as ISO 8601."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2, default=str) + "\n")


def say_table(columns: Sequence[str], rows: Iterable[Sequence[object]], *, empty: str) -> None:
    """A table as wide as its contents; the sentence `empty` when there are no rows."""
    from rich import box
    from rich.console import Console
    from rich.table import Table

    table = Table(*columns, box=box.SIMPLE_HEAD, pad_edge=False)
    for row in rows:
        table.add_row(*("" if cell is None else str(cell) for cell in row))
    if not table.row_count:
        say_line(empty)
        return
    console = Console(soft_wrap=not sys.stdout.isatty())
    console.print(table)


def bare(sentence: str) -> str:
    """A sentence without the marks that keep its values apart on a phone: programs compare it, terminals show them."""
    return without_direction(sentence)


def waiting_for(what: str) -> AbstractContextManager[object]:
    """Shows on a terminal that something long is going on; nothing where nobody watches."""
    if not sys.stderr.isatty():
        return nullcontext()
    from rich.console import Console

    return Console(stderr=True).status(f"{what} …")


@contextmanager
def progress_of(what: str, total: int) -> Iterator[Callable[[int], None]]:
    """A bar on a terminal, moved by telling how much is done by now; nothing where nobody watches."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    columns = TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn()
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(what, total=total)
        yield lambda done: progress.update(task, completed=done)


def sentence_of(refusal: Refusal) -> str:
    """The English sentence of a refusal, for a terminal; what its class says where the catalogues have no words."""
    from language.voices import MissingValue

    voice = english()
    facts = {name: _word(fact) for name, fact in refusal.facts.items()}
    try:
        if voice.has(refusal.sentence):
            return bare(voice.plain(refusal.sentence, **facts))
    except MissingValue:
        pass
    told = ", ".join(f"{name}: {fact}" for name, fact in facts.items())
    said = " ".join((type(refusal).__doc__ or refusal.sentence).partition("; facts:")[0].split())
    return said + (f" ({told})" if told else "")


def _word(fact: object) -> str | int:
    """A fact as it can be put into a sentence."""
    if isinstance(fact, str | int) and not isinstance(fact, bool):
        return fact
    if isinstance(fact, list | tuple | set | frozenset):
        return ", ".join(map(str, fact))
    return f"{fact:%Y-%m-%d %H:%M %Z}" if isinstance(fact, datetime) else str(fact)


def fault_sentence(key: str, facts: Mapping[str, Any]) -> str:
    """Why a row was not taken, in English; the name of the fault and its facts where the catalogues have no words."""
    voice = english()
    if voice.has(key):
        return bare(voice.plain(key, **{name: _word(fact) for name, fact in facts.items()}))
    told = ", ".join(f"{name}: {value}" for name, value in facts.items())
    return key.replace("-", " ") + (f" ({told})" if told else "")


def english() -> Voice:
    """The voice operators are spoken to in."""
    from language.catalogues import load_catalogues

    return load_catalogues().voice("en")
