"""The documents, as the tests about them read them."""

import importlib
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
NOT_OURS = {"node_modules", "build", "dist"}
README, README_AR = ROOT / "README.md", ROOT / "README.ar.md"
HOW_TO = ROOT / "docs" / "how-to"
SEARCH, SEARCH_AR = HOW_TO / "running-a-search.md", HOW_TO / "ar" / "إدارة-عملية-بحث.md"
DECISIONS = sorted((ROOT / "docs" / "decisions").glob("*.md"))
ROOMS = "alerts|bot|clock|formats|handlers|language|models|pictures|places|services|web|migrations|sandbox"


def _is_ours(file: Path) -> bool:
    return not any(part.startswith(".") or part in NOT_OURS for part in file.relative_to(ROOT).parts)


PAGES = [file for file in sorted(ROOT.rglob("*.md")) if _is_ours(file)]
"""Every Markdown file of the project."""

both_readmes = pytest.mark.parametrize("readme", [README, README_AR], ids=lambda page: page.name)


@cache
def text(page: Path) -> str:
    return page.read_text("utf-8")


@cache
def prose(page: Path) -> str:
    """A page without its code blocks."""
    return re.sub(r"^ *```.*?^ *```", "", text(page), flags=re.MULTILINE | re.DOTALL)


def blocks(page: Path, language: str) -> list[str]:
    """The code blocks of one language, without the blanks a list puts before them."""
    found = re.findall(rf"^( *)```{language}\n(.*?)^\1```", text(page), re.MULTILINE | re.DOTALL)
    return [re.sub(f"^{indent}", "", block, flags=re.MULTILINE) for indent, block in found]


def lines(page: Path, program: str) -> list[str]:
    """The lines of its shell blocks that call a program, up to what comes after it."""
    every = (line.strip() for block in blocks(page, "sh") for line in block.splitlines())
    return [re.split(r" && | \| | #", line)[0] for line in every if line.startswith(f"{program} ")]


def everywhere(pattern: str, pages: list[Path] = PAGES) -> Iterator[tuple[Path, Any]]:
    """What a pattern finds in prose, with where."""
    for page in pages:
        for found in re.findall(pattern, prose(page)):
            yield page, found


def is_importable(name: str) -> bool:
    """Whether `models.areas.Area.code` or `bot.demo.settling` leads to something."""
    parts = name.split(".")
    for depth in range(len(parts), 0, -1):
        try:
            thing: Any = importlib.import_module(".".join(parts[:depth]))
        except ModuleNotFoundError:
            continue
        return _has(thing, parts[depth:])
    return False


def _has(thing: Any, parts: list[str]) -> bool:
    for part in parts:
        if part in getattr(thing, "model_fields", {}):
            return part == parts[-1]
        if not hasattr(thing, part):
            return False
        thing = getattr(thing, part)
    return True
