"""The page of phones says everything in both languages, needs nothing from elsewhere, and stays small enough to read."""

import json
import re
from pathlib import Path

import sandbox.pages

PAGE = Path(sandbox.pages.__file__).parent / "page"
SCRIPTS = sorted(PAGE.glob("*.js"))
BOOKS = {file.stem.removeprefix("words."): json.loads(file.read_text("utf-8")) for file in PAGE.glob("words.*.json")}


def test_arabic_and_english_have_the_same_sentences_with_the_same_values():
    assert set(BOOKS) == {"ar", "en"}
    assert BOOKS["ar"].keys() == BOOKS["en"].keys()
    for key in BOOKS["ar"]:
        values = [set(re.findall(r"\{(\w+)\}", book[key])) for book in BOOKS.values()]
        assert values[0] == values[1], key


def test_no_sentence_is_left_over():
    said = "".join(file.read_text("utf-8") for file in SCRIPTS)
    assert [key for key in BOOKS["ar"] if f'"{key}"' not in said] == []


def test_every_sentence_a_script_says_is_there():
    said = "".join(file.read_text("utf-8") for file in SCRIPTS)
    asked = set(re.findall(r'(?:say\((?:[\w.]+, )?|words\()"([a-z][a-z0-9-]*)"', said))
    assert sorted(asked - BOOKS["ar"].keys()) == []


def test_nothing_is_loaded_from_elsewhere():
    for file in [*SCRIPTS, *PAGE.glob("*.css"), *PAGE.glob("*.html")]:
        loads = re.findall(
            r"(?:src|href|url|import|from|fetch)\s*[=(]?\s*[\"'(]\s*(?:https?:)?//", file.read_text("utf-8")
        )
        assert loads == [], file.name


def test_every_script_can_be_read_in_one_sitting():
    assert {
        file.name: len(file.read_text("utf-8").splitlines())
        for file in SCRIPTS
        if len(file.read_text("utf-8").splitlines()) >= 300
    } == {}
