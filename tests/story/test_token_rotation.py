"""@BotFather's /revoke gives the bot another token: nothing is lost, and nothing is said twice."""

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import aiohttp
import httpx
import pytest
from structlog.testing import capture_logs

from bot import tokens
from bot.config import load_config
from bot.demo.settling import Persona, move_in
from bot.doctor import examine
from bot.findings import Finding, Verdict
from bot.serving import Serving
from bot.storage import bring_up_to_date, open_house
from clock.clocks import SteppingClock, system_now
from models.organisations import Role
from sandbox import Limits, Sandbox
from sandbox.people import Person
from services import members, organisations
from services.audit import Actor
from tests.story.searching import ends, fills_in, listening, plain, presses, says, tells
from tests.story.town import Town, town

pytest_plugins = ["tests.story.command_lines"]

FOLLOWERS = 20
PER_SECOND = 40


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the token is read from, and looked for often."""
    monkeypatch.setattr(tokens, "LOOK_SECONDS", 0.05)
    return tmp_path / "telegram-token"


@pytest.fixture
async def bot_town(sqlite_url: str, clock: SteppingClock, file: Path) -> AsyncIterator[Town]:
    """The town, its token from a file."""
    async with town(sqlite_url, clock, per_second=PER_SECOND, token_file=file) as built:
        write(file, built.telegram.token)
        yield await listening(built)


def write(file: Path, token: str) -> None:
    file.write_text(f"{token}\n", "utf-8")


async def until(true: Callable[[], Any], within: float = 60.0) -> None:
    async with asyncio.timeout(within):
        while not true():
            await asyncio.sleep(0.01)


async def followers(town: Town) -> list[Person]:
    """People who hear of what happens in Ghadir."""
    people = town.telegram.crowd(FOLLOWERS)
    for person in people:
        one = Persona(str(person.id), "جار", "Neighbour", district="zilal-ghadir")
        bot = town.telegram.bot.id
        await move_in(town.house, one, bot_id=bot, address=str(person.id), language="ar", now=town.clock())
    return people


def waits(town: Town) -> bool:
    return bool(town.mizalla.parts["deliver"].token.is_refused)  # type: ignore[attr-defined]


async def ready(town: Town) -> tuple[int, str]:
    """What `/readyz` says of Telegram."""
    mizalla = town.mizalla
    token = mizalla.parts["deliver"].token  # type: ignore[attr-defined]
    serving = Serving(mizalla.config, town.house, town.clock, dict(mizalla.parts), token)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(serving.app), base_url="http://test") as client:
        answer = await client.get("/readyz")
    return answer.status_code, answer.json()["checks"]["telegram"]


async def begins_to_go_out(town: Town) -> None:
    """A search is let out, and its alert begins to arrive."""
    await tells(town, town.citizen)
    await fills_in(town, "station", "شرطة الظلال")
    await fills_in(town, "checked", "اتصال بالمركز")
    await presses(town, town.coordinator, "button-search-submit")
    await presses(town, town.approver, "button-approval-approve")
    town.approver.taps(town.ar.plain("approval-now"))


async def test_a_search_is_going_out_when_the_token_is_revoked_and_everybody_has_it_once(bot_town: Town, file: Path):
    town, telegram = bot_town, bot_town.telegram
    people = await followers(town)
    await begins_to_go_out(town)
    await until(lambda: sum(bool(person.inbox) for person in people) >= 5)
    with capture_logs() as logs:
        new = telegram.revokes_token()
        await until(lambda: waits(town))
        town.citizen.says("/menu")
        await asyncio.sleep(0.5)
        have = sum(bool(person.inbox) for person in people)
        assert 5 <= have < FOLLOWERS
        assert await ready(town) == (503, "token-refused")
        in_hand = "SELECT count(*), max(attempts) FROM delivery WHERE state IN ('leased', 'failed', 'begun')"
        assert await town.query(in_hand) == [(0, None)]
        write(file, new)
        await until(lambda: not waits(town))
        await town.quiet()
    assert [len(person.inbox) for person in people] == [1] * FOLLOWERS
    assert plain(town.citizen.last.text).startswith(plain(town.ar.plain("menu"))[:20])
    assert sum("refuses the token" in each["event"] for each in logs) == 1
    assert await ready(town) == (200, "ok")

    before = [person.last.id for person in people]
    await ends(town)
    assert {person.last.text for person in people} == {town.ar.plain("search-closed")}
    assert [person.last.id for person in people] == before
    assert await town.query("SELECT count(*) FROM delivery WHERE state = 'failed' OR attempts > 0") == [(0,)]


async def test_an_answer_that_was_refused_is_given_once_there_is_a_token(bot_town: Town, file: Path):
    town, telegram = bot_town, bot_town.telegram
    new: list[str] = []

    def revoke(event: Any) -> None:
        """Between taking her message and answering it."""
        if event.kind == "request" and event.details["method"].lower() == "getupdates" and not new:
            new.append(telegram.revokes_token())

    telegram.world.listeners.append(revoke)
    before = len(town.citizen.inbox)
    town.citizen.says("/menu")
    await until(lambda: waits(town))
    async with asyncio.timeout(60):
        while not await town.query("SELECT 1 FROM inbox WHERE state = 'waiting'"):
            await asyncio.sleep(0.01)
    assert len(town.citizen.inbox) == before
    write(file, new[0])
    await town.quiet()
    assert len(town.citizen.inbox) == before + 1
    assert await town.query("SELECT DISTINCT state, attempts FROM inbox") == [("done", 0)]


async def test_a_token_of_another_bot_is_never_taken_by_one_that_runs(bot_town: Town, file: Path):
    town, telegram = bot_town, bot_town.telegram
    stranger = telegram.new_bot("7000000009:AAF_of_somebody_else", "other_bot")
    new = telegram.revokes_token()
    await until(lambda: waits(town))
    with capture_logs() as logs:
        write(file, stranger.token)
        await until(lambda: any("another bot" in each["event"] for each in logs))
        assert waits(town)
        assert sum("another bot" in each["event"] for each in logs) == 1
    assert [each for each in telegram.journal if each.bot_id == stranger.id] == []
    write(file, new)
    await until(lambda: not waits(town))
    await says(town, town.citizen, "/menu")
    assert town.citizen.inbox


async def examined() -> dict[str, Finding]:
    return {finding.check: finding for finding in await examine(None, system_now())}


async def test_the_doctor_says_that_the_token_is_refused_and_where_the_new_one_goes(
    terminal: Any, monkeypatch: pytest.MonkeyPatch
):
    async with await Sandbox.start(limits=Limits.none()) as telegram, aiohttp.ClientSession() as http:
        (terminal.folder / "secrets").mkdir()
        terminal.write("secrets/telegram-token", telegram.token).chmod(0o600)
        monkeypatch.setenv("MIZALLA_TELEGRAM__API_URL", telegram.api_url)
        assert (await examined())["token"].verdict is Verdict.OK
        async with http.post(f"{telegram.url}/sandbox/token", json={}) as answer:
            new = (await answer.json())["token"]
        refused = (await examined())["token"]
        assert refused.verdict is Verdict.PROBLEM
        assert "secrets/telegram-token" in refused.mend
        terminal.write("secrets/telegram-token", new)
        assert (await examined())["token"].verdict is Verdict.OK
        terminal.write("secrets/telegram-token", "7000000001:gone")
        monkeypatch.setenv("MIZALLA_TELEGRAM__TOKEN", "7000000001:gone")
        assert "start it again" in (await examined())["token"].mend


async def test_at_another_bot_nobody_is_lost_and_the_doctor_says_who_has_not_come_along(
    terminal: Any, monkeypatch: pytest.MonkeyPatch
):
    terminal.write("config.yaml", "organisations: [{code: rescue, ar: إنقاذ}]")
    monkeypatch.setenv("MIZALLA_TELEGRAM__API_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("MIZALLA_TELEGRAM__TOKEN", "5:old")
    config, now = load_config(), system_now()
    async with open_house(config) as house:
        await bring_up_to_date(house, config, now=now)
        await members.adopt(house, bot_id=5, username="old_bot", now=now)
        first = [
            await members.meet(house, bot_id=5, address=str(number), name="", language="ar", now=now)
            for number in (100001, 100002)
        ]
        await organisations.grant(
            house, member_id=first[0].id, role=Role.ADMIN, code="rescue", by=Actor.operator(), now=now
        )
        assert "other_bots" not in await examined()
        monkeypatch.setenv("MIZALLA_TELEGRAM__TOKEN", "6:new")
        found = (await examined())["other_bots"]
        assert (found.verdict, "@old_bot (5) may write to: 2" in found.said) == (Verdict.WARNING, True)
        again = await members.meet(house, bot_id=6, address="100001", name="", language="ar", now=now)
        assert (again.id, again.staff) == (first[0].id, True)
        assert "may write to: 1" in (await examined())["other_bots"].said
