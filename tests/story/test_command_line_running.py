"""`mizalla run` starts what it is told to, says when it is ready, and ends in good order."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

pytest_plugins = ["tests.story.command_lines"]

PATIENCE_S = 60


def test_a_role_nobody_knows_is_a_usage_error(terminal):
    answer = terminal("run --role intake,cooking")
    assert answer.code == 2
    assert "cooking" in answer.err


@pytest.mark.parametrize("role", ["intake", "deliver"])
def test_what_needs_telegram_needs_a_token(terminal, role):
    answer = terminal(f"run --role {role}")
    assert answer.code == 1
    assert "MIZALLA_TELEGRAM__TOKEN" in answer.err
    assert not (terminal.folder / "data").exists()


@pytest.fixture
def port() -> int:
    """One that nobody listens on."""
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.fixture
def web(terminal, port) -> Iterator[subprocess.Popen[str]]:
    """`mizalla run --role web`, in a process of its own."""
    environment = {**os.environ, "MIZALLA_WEB__PORT": str(port), "MIZALLA_LOGGING__FORMAT": "json"}
    mizalla = Path(sys.executable).with_name("mizalla")
    process = subprocess.Popen([mizalla, "run", "--role", "web"], env=environment, stderr=subprocess.PIPE, text=True)
    yield process
    process.kill()
    process.communicate()


def answer_of(url: str) -> tuple[int, str]:
    """Asked until somebody listens."""
    began = time.monotonic()
    while True:
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode()
        except OSError:
            if time.monotonic() - began > PATIENCE_S:
                raise
            time.sleep(0.1)  # noqa: TID251 - no loop runs here


def test_the_web_role_makes_its_database_serves_and_ends_when_told(web, port, terminal):
    status, ready = answer_of(f"http://127.0.0.1:{port}/readyz")
    assert (status, json.loads(ready)["ready"]) == (200, True)
    assert json.loads(answer_of(f"http://127.0.0.1:{port}/healthz")[1]) == {"status": "alive"}
    assert answer_of(f"http://127.0.0.1:{port}/metrics")[0] == 200
    assert (terminal.folder / "data" / "mizalla.db").is_file()
    web.send_signal(signal.SIGTERM)
    _, logged = web.communicate(timeout=PATIENCE_S)
    assert web.returncode == 0
    assert json.loads(logged.splitlines()[0])["event"] == "mizalla-started"


def test_a_database_that_is_taken_away_is_not_ready(web, port, terminal):
    answer_of(f"http://127.0.0.1:{port}/readyz")
    for file in (terminal.folder / "data").iterdir():
        file.unlink()
    status, ready = answer_of(f"http://127.0.0.1:{port}/readyz")
    assert (status, json.loads(ready)["checks"]) == (503, {"database": "database-absent"})


def test_an_address_somebody_else_listens_on_is_one_sentence(migrated, terminal, port):
    with closing(socket.socket()) as other:
        other.bind(("127.0.0.1", port))
        other.listen()
        terminal.write("config.yaml", f"web: {{port: {port}}}")
        answer = terminal("run --role web")
    assert answer.code == 1
    assert f"port {port}" in answer.err
    assert "web.port" in answer.err
    assert "Traceback" not in answer.err
