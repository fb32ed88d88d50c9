"""Every command that the documents show exists, and those of the README work as they stand."""

import re
import shlex
from functools import cache
from typing import Any

import pytest
import typer.main

from bot.command_line import command_line
from tests.habits.pages import PAGES, README, README_AR, ROOT, blocks, both_readmes, everywhere, lines

pytest_plugins = ["tests.story.command_lines"]


@cache
def program() -> Any:
    return typer.main.get_command(command_line())


def found_command(words: list[str]) -> tuple[Any, list[str]]:
    """The command that words lead to, and the words after it."""
    command, rest = program(), list(words)
    while rest and rest[0] in getattr(command, "commands", {}):
        command = command.commands[rest.pop(0)]
    return command, rest


def what_is_wrong_with(line: str) -> str:
    """Every word names a command, every option is one of its options, and nothing is left over."""
    command, rest = found_command(shlex.split(line)[1:])
    if hasattr(command, "commands"):
        return "not a command"
    context = command.context_class(command, info_name="mizalla")
    try:
        _, left, _ = command.make_parser(context).parse_args(rest)
    except Exception as error:  # noqa: BLE001 - typer's own click is not to be imported by its private name
        return str(error)
    return f"too much: {left}" if left else ""


def test_every_command_exists_with_its_options():
    wrong = {line: what_is_wrong_with(line) for page in PAGES for line in lines(page, "mizalla")}
    assert {line: why for line, why in wrong.items() if why} == {}


@pytest.mark.parametrize("line", ["mizalla areas", "mizalla fly", "mizalla areas at 1 2 3", "mizalla run --rolle web"])
def test_a_wrong_command_would_be_noticed(line):
    assert what_is_wrong_with(line)


def test_every_command_in_a_sentence_exists():
    wrong = []
    for _, said in everywhere(r"`(mizalla [^`]*)`"):
        command, rest = found_command(re.split(" --| …", said)[0].split()[1:])
        if hasattr(command, "commands") and rest:
            wrong.append(said)
    assert wrong == []


def test_every_make_target_exists():
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    asked = {word for page in PAGES for line in lines(page, "make") for word in line.split()[1:] if word.isalpha()}
    assert asked | {target for _, target in everywhere(r"`make ([a-z]+)`")} <= targets


@both_readmes
def test_the_command_line_of_the_readme_works_as_it_stands(terminal, monkeypatch, readme):
    (walk,) = [block for block in blocks(readme, "sh") if "docs/examples/config.yaml" in block]
    for folder in ("docs", "bot"):
        (terminal.folder / folder).symlink_to(ROOT / folder)
    ((name, value),) = re.findall(r"^export (\w+)=(\S+)$", walk, re.MULTILINE)
    monkeypatch.setenv(name, value)
    asked = [line for line in walk.splitlines() if line.startswith("mizalla ")]
    answers = {line: terminal(line.removeprefix("mizalla ")) for line in asked}
    assert {line: answer.err for line, answer in answers.items() if answer.code != 0} == {}
    assert answers["mizalla alerts show 2 --json"].json["recipients"] == 2


def test_both_readmes_say_the_same_commands():
    assert lines(README, "mizalla") == lines(README_AR, "mizalla")
    assert lines(README, "make") == lines(README_AR, "make")
