"""docs/plurals.md: every sentence that counts, with the numbers at which Arabic changes its form."""

import re
from collections.abc import Iterator
from pathlib import Path

from language.catalogues import load_catalogues
from language.voices import Voice

PAGE = Path(__file__).parent / "plurals.md"
NUMBERS = (0, 1, 2, 3, 11, 100, 103, 111)
"""Each of the six forms, and the hundreds after which they begin again."""

_INTRODUCTION = """# Sentences that count

Made by `python -m docs.make_plurals` from the catalogues, to be read as an editor reads: each sentence with the
numbers at which Arabic changes its form. ‹name› stands for a value. A test compares this page with the catalogues.
"""
_VALUE = re.compile(r"\{(\w+)\}")
_UNSEEN = re.compile("[\u200e\u200f\u2066-\u2069]")


def page() -> str:
    """The whole page."""
    voice = load_catalogues().voice("ar")
    return "\n".join([_INTRODUCTION, *(_section(voice, key) for key in sorted(voice.counting))])


def _section(voice: Voice, key: str) -> str:
    rows = [f"| {n} | {_told(voice, key, n)} |" for n in NUMBERS]
    return "\n".join([f"## {key}", "", "| n | |", "|---|---|", *rows, ""])


def _told(voice: Voice, key: str, n: int) -> str:
    values = {name: f"‹{name}›" for name in _names(voice, key)}
    said = voice.plain(key, **values | {"n": n})
    return _UNSEEN.sub("", said).replace("\n", " ⏎ ").replace("|", "\\|")


def _names(voice: Voice, key: str) -> Iterator[str]:
    for n in NUMBERS:
        yield from (name for name in _VALUE.findall(voice.text(key, n)) if name != "n")


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
