"""What the documents say is so: links, settings, routes, files, and the words on buttons."""

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.config import Config
from bot.webhook import webhook_routes
from clock.clocks import system_now
from formats.members_csv import read_members
from formats.search_drafts import read_search_drafts
from language.catalogues import load_catalogues
from language.text import visible
from models.database import open_database
from services.house import House
from tests.habits.pages import (
    DECISIONS,
    HOW_TO,
    PAGES,
    README,
    README_AR,
    ROOMS,
    ROOT,
    SEARCH,
    SEARCH_AR,
    blocks,
    both_readmes,
    everywhere,
    is_importable,
    lines,
    prose,
    text,
)
from web.app import create_app
from web.feeds import feed_routes
from web.health import Health
from web.live_cases import live_case_routes


def test_these_tests_see_the_pages():
    names = {page.name for page in PAGES}
    assert {"README.md", "README.ar.md", "CONTRIBUTING.md", "glossary.md", SEARCH_AR.name} <= names
    assert lines(README, "mizalla")
    assert len(DECISIONS) > 10


# --- links and files ---


def anchors(page: Path) -> set[str]:
    """As GitHub makes them of headings."""
    headings = re.findall(r"^#+ (.*)$", prose(page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", re.sub(r"[`*]", "", each).lower()).replace(" ", "-") for each in headings}


def leads_somewhere(page: Path, target: str) -> bool:
    path, _, anchor = target.partition("#")
    there = page if not path else page.parent / path
    return there.exists() and (not anchor or anchor in anchors(there))


def test_every_link_leads_somewhere():
    links = everywhere(r"\]\(([^)\s]+)\)")
    inside = ((page, target) for page, target in links if not re.match(r"[a-z]+:", target))
    assert [(page.name, target) for page, target in inside if not leads_somewhere(page, target)] == []


def test_every_file_that_is_named_is_there():
    named = everywhere(r"`((?:[\w.-]+/)+[\w.-]+\.(?:py|md|po|yaml|json|js|css|geojson))`")
    real = {
        name for _, name in named if not re.search("[A-Z]{4,}", name.replace("README", ""))
    }  # not services/THING.py
    assert {name for name in real if not (ROOT / name).exists()} == set()


def test_a_decision_points_at_what_is_there():
    named = everywhere(rf"`((?:{ROOMS})\.[a-z_]+(?:\.[A-Za-z_]+)*)`", DECISIONS)
    settings = {f"{section}.{key}" for section, key in setting_names()}
    assert {name for _, name in named if name not in settings and not is_importable(name)} == set()


# --- settings, routes, examples ---


def setting_names() -> Iterator[tuple[str, str]]:
    for section, field in Config.model_fields.items():
        yield from ((section, key) for key in getattr(field.annotation, "model_fields", {}))


@both_readmes
def test_every_section_of_the_settings_is_mentioned(readme):
    assert [section for section in Config.model_fields if f"`{section}`" not in text(readme)] == []


def test_settings_that_are_named_exist():
    pages = [page for page in PAGES if "sandbox" not in page.parts]  # there `telegram` is a variable
    named = {found for _, found in everywhere(rf"`({'|'.join(Config.model_fields)})\.([a-z_]+)[`:]", pages)}
    modules = {(section, key) for section, key in named if (ROOT / section / f"{key}.py").exists()}
    assert named - modules - set(setting_names()) == set()


def test_settings_that_are_shown_can_be_used():
    for page in PAGES:
        for block in blocks(page, "yaml"):
            Config(**yaml.safe_load(block))


def test_rows_and_cases_that_are_shown_can_be_read():
    kinds = ["searches", *(category.code for category in Config().reports.categories)]
    for page in PAGES:
        for block in blocks(page, "csv"):
            assert not block.startswith("channel,") or read_members(block.encode(), kinds=kinds).bad == []
        for block in blocks(page, "json"):
            assert read_search_drafts(block.encode()).bad == []


def routes_of(app: Any) -> Iterator[Any]:
    """Every route with its whole path; newer FastAPI keeps those of an included router behind it."""
    for route in app.routes:
        contexts = getattr(route, "effective_route_contexts", None)
        yield from contexts() if contexts is not None else [route]


def test_every_route_has_a_line():
    house, catalogues = House(open_database("sqlite:///unopened.db")), load_catalogues()
    pages = [live_case_routes(house, catalogues, system_now), feed_routes(house, catalogues, system_now)]
    app = create_app(Health(), [*pages, webhook_routes({})])
    there = {(route.path, method) for route in routes_of(app) for method in route.methods if method != "HEAD"}
    said = re.findall(r"^\| `(/[^`]*)` \| ([A-Z]+) \|", text(ROOT / "docs" / "http.md"), re.MULTILINE)
    assert set(said) == there


def test_every_figure_has_a_line():
    page = text(ROOT / "docs" / "http.md")
    code = "".join(file.read_text("utf-8") for room in ("alerts", "bot", "web") for file in (ROOT / room).rglob("*.py"))
    figures = set(re.findall(r'"(mizalla_[a-z]+_[a-z_]+)", "', code))
    assert figures
    assert {name for name in figures if name not in page} == set()


# --- the same in both languages, and as the screen says ---


def headings(page: Path) -> list[int]:
    return [len(each) for each in re.findall(r"^(#+) ", prose(page), re.MULTILINE)]


def test_both_languages_have_the_same_headings():
    assert headings(README) == headings(README_AR)
    assert headings(SEARCH)[: len(headings(SEARCH_AR))] == headings(SEARCH_AR)


@cache
def spoken(language: str) -> frozenset[str]:
    """Every sentence and button of the bot that needs no values, and every word of the page of phones."""
    page = json.loads((ROOT / "sandbox" / "page" / f"words.{language}.json").read_text("utf-8"))
    said = {str(word) for word in page.values()}
    voice = load_catalogues().voice(language)
    for file in (ROOT / "language" / "catalogues" / language).glob("*.po"):
        for key in re.findall(r'^msgid "([a-z0-9-]+)"$', file.read_text("utf-8"), re.MULTILINE):
            try:
                said.add(visible(voice(key)))
            except (LookupError, ValueError, TypeError):  # it needs values: no button
                continue
    return frozenset(said | {"Group Privacy", "English"})


def in_italics(written: str) -> set[str]:
    """What stands between single stars; of `one → two` each by itself."""
    found = re.findall(r"(?<!\*)\*([^*\n\[\]]+)\*(?!\*)", written)
    return {part.strip() for said in found for part in said.split("→")}


def section(page: Path, number: int) -> str:
    return re.split(r"^## ", text(page), flags=re.MULTILINE)[number]


@pytest.mark.parametrize(
    ("page", "language"),
    [(SEARCH, "en"), (HOW_TO / "setting-up-a-group.md", "en"), (SEARCH_AR, "ar")],
    ids=lambda each: getattr(each, "name", each),
)
def test_a_guide_names_buttons_as_they_are(page, language):
    assert in_italics(prose(page))
    assert in_italics(prose(page)) - spoken(language) == set()


@pytest.mark.parametrize(("readme", "language"), [(README, "en"), (README_AR, "ar")], ids=["en", "ar"])
def test_the_tour_names_what_is_on_the_screen(readme, language):
    named = in_italics(section(readme, 3))
    assert len(named) > 10
    assert named - spoken(language) == set()


# --- decisions ---


@pytest.mark.parametrize("page", DECISIONS, ids=lambda page: page.stem)
def test_a_decision_says_why_what_and_what_not(page):
    assert re.fullmatch(r"\d{4}-[a-z-]+", page.stem)
    assert text(page).startswith(f"# {page.name[:4]} ")
    assert re.search(r"^Status: (accepted|replaced|rejected)", text(page), re.MULTILINE)
    assert re.findall(r"^## (\w+)", text(page), re.MULTILINE) == ["Context", "Decision", "Consequences", "Rejected"]


def test_decisions_are_numbered_without_a_gap():
    assert [int(page.name[:4]) for page in DECISIONS] == list(range(1, len(DECISIONS) + 1))
