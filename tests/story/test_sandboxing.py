"""The sandbox keeps to itself: its own Telegram, its own database, the next free port."""

import asyncio
import contextlib
import socket
import sqlite3
from pathlib import Path

import aiohttp
import pytest

from bot.config import Config, DatabaseConfig
from bot.sandbox_database import NotOfTheSandbox, SandboxRuns, begin_anew, held
from bot.sandboxing import beginning, free_port, live, serve
from clock.clocks import system_now
from sandbox.phone import Bubble


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "data" / "sandbox.db"


async def test_the_town_is_at_work_with_everybody_in_it(database: Path):
    database.parent.mkdir()
    async with live(Config(), database=database, pace=0) as life:
        assert list(life.phones) == ["citizen", "volunteer", "neighbour", "coordinator", "approver", "host"]
        heard: Bubble = await life.phones["approver"].hears("ما الذي يمكن أن نساعد فيه؟", within=60)
        assert "مكتب الجمعية" in heard.labels
        assert life.phones["citizen"].screen == []
        assert life.telegram.page is not None
        told = life.telegram.page.as_json()
        assert {feature["properties"]["kind"] for feature in told["map"]["features"]} == {"district"}
        assert len(told["phones"]) == 6
        async with aiohttp.ClientSession(life.telegram.url) as page:
            for path in ("/", "/page/main.js", "/page/fonts/tajawal-700.ttf", "/sandbox/pictures/girl"):
                async with page.get(path) as answer:
                    assert (path, answer.status) == (path, 200)
            async with page.get("/sandbox/pictures/unknown") as answer:
                assert answer.status == 404


async def test_each_start_begins_on_an_empty_database_and_the_deployments_is_not_touched(
    tmp_path: Path, database: Path
):
    theirs = tmp_path / "mizalla.db"
    config = Config(database=DatabaseConfig(url=f"sqlite:///{theirs}"))
    said: list[str] = []
    for _ in range(2):
        serving = asyncio.create_task(serve(config, said.append, port=0, database=database))
        async with asyncio.timeout(60):
            while not said and not serving.done():
                await asyncio.sleep(0.05)
        serving.cancel()
        await asyncio.gather(serving, return_exceptions=True)
        assert "http://127.0.0.1:" in said.pop()
    assert not theirs.exists()
    with contextlib.closing(sqlite3.connect(database)) as connection:
        assert connection.execute("SELECT count(*) FROM organisation").fetchone() == (1,)


def test_a_database_no_sandbox_made_is_refused_and_left_as_it_is(database: Path):
    database.parent.mkdir()
    with contextlib.closing(sqlite3.connect(database)) as connection:
        connection.execute("CREATE TABLE precious (id INTEGER)")
    before = database.read_bytes()
    with pytest.raises(NotOfTheSandbox, match="was not made by a sandbox"):
        begin_anew(database)
    assert database.read_bytes() == before


def test_what_is_no_database_at_all_is_refused_too(database: Path):
    database.parent.mkdir()
    database.write_text("a shopping list")
    with pytest.raises(NotOfTheSandbox):
        begin_anew(database)
    assert database.read_text() == "a shopping list"


def test_two_sandboxes_do_not_share_a_database(database: Path):
    with held(database), pytest.raises(SandboxRuns, match="already"), held(database):
        pass


def test_a_port_that_is_taken_gives_way_to_the_next():
    with contextlib.closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert free_port(port) not in {0, port}


def test_the_town_begins_in_the_afternoon_of_its_own_day():
    begins = beginning(Config(), system_now())
    assert (begins.hour, begins.minute, str(begins.tzinfo)) == (16, 40, "Asia/Riyadh")
