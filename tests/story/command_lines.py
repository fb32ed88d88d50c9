"""A terminal at which an operator types `mizalla …`, in an empty folder of its own."""

import json
import logging
import os
import shlex
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import structlog

from bot.command_line import main


@dataclass(frozen=True)
class Answer:
    """What the command left behind: its exit code, standard output and standard error."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@dataclass
class Terminal:
    """`terminal("areas at 24.7 46.7")`; files are in its folder."""

    folder: Path
    capsys: pytest.CaptureFixture[str]

    def __call__(self, line: str) -> Answer:
        with pytest.raises(SystemExit) as left:
            main(shlex.split(line))
        out, err = self.capsys.readouterr()
        return Answer(int(left.value.code or 0), out, err)

    def write(self, name: str, text: str) -> Path:
        (self.folder / name).write_text(text, "utf-8")
        return self.folder / name


@pytest.fixture
def terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Terminal]:
    """Nothing of ours in the environment, and a settings file that says nothing."""
    for name in [name for name in os.environ if name.upper().startswith("MIZALLA_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "config.yaml").write_text("")
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield Terminal(tmp_path, capsys)
    root.handlers[:], root.level = handlers, level
    structlog.reset_defaults()


@pytest.fixture
def migrated(terminal: Terminal, sqlite_template: Path) -> None:
    """The default database is there already, so that a test need not wait for migrations it is not about."""
    (terminal.folder / "data").mkdir()
    shutil.copyfile(sqlite_template, terminal.folder / "data" / "mizalla.db")
