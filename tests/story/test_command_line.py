"""An operator at the command line: what it answers, and with which exit code."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytest_plugins = ["tests.story.command_lines"]


def test_help_names_every_group(terminal):
    answer = terminal("--help")
    assert answer.code == 0
    assert [name for name in ("doctor", "db", "areas", "members", "staff", "alerts") if name not in answer.out] == []


def test_a_command_that_is_not_there_is_a_usage_error(terminal):
    assert terminal("areas draw").code == 2


def test_a_wrong_setting_is_said_in_one_sentence_with_exit_code_two(terminal):
    terminal.write("config.yaml", "web: {prot: 1}")
    answer = terminal("areas at 24.7 46.7")
    assert answer.code == 2
    assert answer.err == "config.yaml: web.prot is not a setting; the nearest right name is web.port.\n"


@pytest.mark.parametrize("line", ["--config other.yaml db upgrade", "db upgrade --config=other.yaml"])
def test_the_settings_file_may_be_named_anywhere_on_the_line(terminal, line):
    terminal.write("other.yaml", "database: {url: 'sqlite:///other/place.db'}")
    assert terminal(line).code == 0
    assert (terminal.folder / "other" / "place.db").is_file()


def test_without_any_settings_file_the_defaults_apply_and_are_said_to(terminal):
    (terminal.folder / "config.yaml").unlink()
    answer = terminal("db upgrade")
    assert answer.code == 0
    assert "There is no config.yaml" in answer.err


def test_a_question_asked_of_no_database_makes_none(terminal):
    answer = terminal("areas at 24.7 46.7")
    assert (answer.code, answer.out) == (1, "")
    assert answer.err == "There is no database at sqlite:///data/mizalla.db yet: run `mizalla db upgrade`.\n"
    assert not (terminal.folder / "data").exists()


def test_a_refusal_is_a_sentence_and_no_traceback(terminal):
    terminal("db upgrade")
    answer = terminal("alerts show 7 --json")
    assert answer.code == 1
    assert answer.err.count("\n") == 1
    assert "Traceback" not in answer.err


def test_a_short_command_answers_in_time(terminal):
    """DESIGN §8: 1.5 s, measured by `make bench`; four times that here, where other tests run beside it."""
    terminal("db upgrade")
    mizalla = Path(sys.executable).with_name("mizalla")
    began = time.process_time_ns(), os.times()
    done = subprocess.run(
        [mizalla, "areas", "at", "24.7", "46.7", "--json"], capture_output=True, text=True, check=True
    )
    spent = os.times()
    assert done.stdout == "[]\n"
    assert spent.children_user - began[1].children_user < 6.0
