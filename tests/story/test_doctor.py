"""`mizalla doctor` looks at a deployment, and says what is not well and how to mend it."""

import asyncio
from datetime import UTC, datetime, timedelta

import aiohttp
import pytest

from bot.bot_api import Answer
from bot.config import load_config
from bot.doctor import examine, is_well
from bot.doctor_machine import GOOD_FREE, LEAST_FREE, room
from bot.doctor_telegram import clock, webhook
from bot.findings import Finding, Verdict
from bot.storage import bring_up_to_date, open_house
from models.organisations import Role
from sandbox import Limits, Sandbox
from services import intake, members, organisations
from services.audit import Actor
from services.intake import Incoming

pytest_plugins = ["tests.story.command_lines"]

NOW = datetime(2026, 11, 22, 13, 40, tzinfo=UTC)
KEY = "0123456789abcdef0123456789abcdef"
BOT = 7_000_000_001
"""The number of the sandbox's bot."""
CONFIG = """
organisations: [{code: rescue, ar: إنقاذ}]
areas: {emergency_confirmed: true}
"""


@pytest.fixture(autouse=True)
def folder(terminal) -> None:
    """An empty folder and an empty environment."""
    terminal.write("config.yaml", CONFIG)


async def examined() -> dict[str, Finding]:
    found = await examine(None, datetime.now(UTC))
    return {finding.check: finding for finding in found}


async def deployed(*roles: Role) -> None:
    """A database that is current; with one person for each role."""
    config = load_config()
    async with open_house(config) as house:
        await bring_up_to_date(house, config, now=NOW)
        for number, role in enumerate(roles):
            known = await members.meet(house, bot_id=BOT, address=str(1000 + number), name="", language="ar", now=NOW)
            await organisations.grant(house, member_id=known.id, role=role, code="rescue", by=Actor.operator(), now=NOW)


async def test_every_finding_that_is_not_well_says_how_to_mend_it():
    for finding in (await examined()).values():
        assert bool(finding.mend) == (finding.verdict is not Verdict.OK), finding


async def test_a_fresh_place_has_no_problem_but_something_to_do(terminal):
    found = await examined()
    assert is_well(list(found.values()))
    assert found["database"].verdict is Verdict.WARNING
    assert "mizalla db upgrade" in found["database"].mend
    assert found["token"].verdict is Verdict.WARNING
    assert [path.name for path in terminal.folder.iterdir()] == ["config.yaml"]


async def test_wrong_settings_are_findings_too(terminal):
    terminal.write("config.yaml", "web: {prot: 1}\ntelegram: {mode: owls}")
    found = await examine(None, NOW)
    assert [finding.verdict for finding in found[:2]] == [Verdict.PROBLEM, Verdict.PROBLEM]
    assert "web.port" in found[1].said + found[0].said


async def test_a_deployment_with_everything_is_well(monkeypatch):
    monkeypatch.setenv("MIZALLA_PRIVACY__SECRET_KEY", KEY)
    await deployed(Role.ADMIN, Role.COORDINATOR, Role.APPROVER)
    async with await Sandbox.start(limits=Limits.none()) as telegram:
        monkeypatch.setenv("MIZALLA_TELEGRAM__TOKEN", telegram.token)
        monkeypatch.setenv("MIZALLA_TELEGRAM__API_URL", telegram.api_url)
        found = await examined()
    assert {check for check, finding in found.items() if finding.verdict is not Verdict.OK} == {"areas", "backup"}
    assert {"settings", "emergency", "fonts", "disk", "zones", "database", "staff", "token", "webhook", "clock"} <= set(
        found
    )


async def test_a_token_that_telegram_refuses_is_a_problem_and_is_not_repeated(monkeypatch):
    async with await Sandbox.start(limits=Limits.none()) as telegram:
        monkeypatch.setenv("MIZALLA_TELEGRAM__TOKEN", "999:HUSHHUSH")
        monkeypatch.setenv("MIZALLA_TELEGRAM__API_URL", telegram.api_url)
        found = await examined()
    assert found["token"].verdict is Verdict.PROBLEM
    assert "refuses" in found["token"].said
    assert "HUSH" not in "".join(finding.said + finding.mend for finding in found.values())


async def test_a_server_that_does_not_answer_is_a_problem(monkeypatch):
    monkeypatch.setenv("MIZALLA_TELEGRAM__TOKEN", "999:HUSHHUSH")
    monkeypatch.setenv("MIZALLA_TELEGRAM__API_URL", "http://127.0.0.1:9")
    assert (await examined())["token"].verdict is Verdict.PROBLEM


@pytest.mark.parametrize(
    ("roles", "missing"),
    [
        ((), "no admin and no coordinator and no approver"),
        ((Role.ADMIN,), "no second person"),
        ((Role.COORDINATOR, Role.APPROVER), "no admin"),
        ((Role.ADMIN, Role.COORDINATOR), ""),
    ],
)
async def test_an_organisation_needs_two_people_and_an_admin(roles, missing):
    await deployed(*roles)
    staff = (await examined())["staff"]
    assert missing in staff.said
    assert (staff.verdict is Verdict.OK) == (not missing)


async def test_going_live_without_staff_is_a_problem(monkeypatch):
    await deployed()
    monkeypatch.setenv("MIZALLA_TELEGRAM__TOKEN", "999:HUSHHUSH")
    monkeypatch.setenv("MIZALLA_TELEGRAM__API_URL", "http://127.0.0.1:9")
    assert (await examined())["staff"].verdict is Verdict.PROBLEM


def told(url: str = "", **more: object) -> Answer:
    return Answer(ok=True, result={"url": url, **more}, code=200, at=None)


@pytest.mark.parametrize(
    ("mode", "answer", "verdict"),
    [
        ("polling", told(), Verdict.OK),
        ("polling", told("https://elsewhere/"), Verdict.PROBLEM),
        ("webhook", told("https://here/"), Verdict.OK),
        ("webhook", told("https://elsewhere/"), Verdict.WARNING),
        ("webhook", told("https://here/", last_error_message="timeout"), Verdict.WARNING),
    ],
)
def test_two_ways_of_taking_updates_are_noticed(mode, answer, verdict):
    assert webhook(mode, "https://here/", answer).verdict is verdict


@pytest.mark.parametrize(
    ("seconds", "verdict"), [(5, Verdict.OK), (-6, Verdict.WARNING), (60, Verdict.WARNING), (61, Verdict.PROBLEM)]
)
def test_a_clock_that_is_wrong_is_noticed(seconds, verdict):
    assert clock(NOW + timedelta(seconds=seconds), NOW).verdict is verdict


@pytest.mark.parametrize(
    ("free", "verdict"),
    [(LEAST_FREE - 1, Verdict.PROBLEM), (LEAST_FREE, Verdict.WARNING), (GOOD_FREE, Verdict.OK)],
)
def test_a_disk_that_fills_is_noticed(free, verdict):
    assert room("/somewhere", free).verdict is verdict


def test_the_command_fails_only_on_a_problem(terminal):
    assert terminal("doctor").code == 0
    terminal.write("config.yaml", "web: {prot: 1}")
    answer = terminal("doctor --json")
    assert answer.code == 1
    assert answer.json[0]["verdict"] == "problem"
    assert answer.json[0]["mend"]


def live(monkeypatch, telegram: Sandbox) -> None:
    monkeypatch.setenv("MIZALLA_TELEGRAM__TOKEN", telegram.token)
    monkeypatch.setenv("MIZALLA_TELEGRAM__API_URL", telegram.api_url)


async def test_a_secret_that_others_can_read_is_a_problem_until_its_mend_is_done(terminal):
    (terminal.folder / "secrets").mkdir()
    terminal.write("secrets/privacy-secret-key", KEY).chmod(0o644)
    found = (await examined())["secrets"]
    assert (found.verdict, found.mend) == (Verdict.PROBLEM, "chmod 600 secrets/privacy-secret-key")
    (terminal.folder / "secrets" / "privacy-secret-key").chmod(0o600)
    now_found = await examined()
    assert (now_found["secrets"].verdict, now_found["secret_key"].verdict) == (Verdict.OK, Verdict.OK)


async def test_another_process_that_takes_the_updates_is_a_problem(monkeypatch):
    await deployed()
    async with await Sandbox.start(limits=Limits.none()) as telegram, aiohttp.ClientSession() as http:
        live(monkeypatch, telegram)
        assert (await examined())["polling"].verdict is Verdict.OK

        async def poll() -> None:
            while True:
                await http.get(f"{telegram.api_url}/bot{telegram.token}/getUpdates?timeout=30")
                await asyncio.sleep(0.2)

        other = asyncio.create_task(poll())
        async with asyncio.timeout(30):
            queue = telegram.world.desk(telegram.bot).queue
            while queue.poll is None or queue.poll.done():
                await asyncio.sleep(0.02)
        found = (await examined())["polling"]
        other.cancel()
    assert (found.verdict, "Another process" in found.said) == (Verdict.PROBLEM, True)


async def test_numbers_that_do_not_serve_a_region_are_noticed(terminal):
    terminal.write("config.yaml", CONFIG + "\n")
    terminal.write(
        "areas.csv", "id,kind,name_ar,lat,lon,radius_km\nSA-05,region,القصيم,26,44,90\nSA-01,region,الرياض,24,46,90\n"
    )
    await asyncio.to_thread(terminal, "areas import areas.csv")
    found = (await examined())["emergency_regions"]
    assert "SA-05 is shown 911, we know of 999" in found.said
    assert "SA-01" not in found.said


async def test_areas_that_no_pin_finds_are_named(terminal):
    terminal.write("areas.csv", "id,kind,name_ar\nnowhere,district,المجهول\n")
    await asyncio.to_thread(terminal, "areas import areas.csv")
    assert "nowhere" in (await examined())["area_shapes"].said


async def test_messages_that_wait_or_failed_are_told_with_what_to_run(terminal, monkeypatch):
    await deployed()
    config = load_config()
    async with await Sandbox.start(limits=Limits.none()) as telegram:
        live(monkeypatch, telegram)
        async with open_house(config) as house:
            one = Incoming(1, "chat:1", b"{}")
            await intake.keep_updates(house, bot_id=telegram.bot.id, updates=[one], now=NOW)
            assert (await examined())["inbox"].verdict is Verdict.PROBLEM
            await intake.set_aside(house, bot_id=telegram.bot.id, update_ids=[1], error="unreadable")
        found = (await examined())["inbox"]
        assert "mizalla inbox show" in found.mend
        shown = await asyncio.to_thread(terminal, "inbox show --json")
        assert [(row["error"], row["updates"]) for row in shown.json] == [("unreadable", 1)]
        assert "1 messages" in (await asyncio.to_thread(terminal, "inbox retry")).out


async def test_the_newest_backup_is_known_and_one_past_its_time_named(terminal):
    await deployed()
    await asyncio.to_thread(terminal, "db backup kept.db")
    assert "kept.db" in (await examined())["backup"].said
    found = {each.check: each for each in await examine(None, datetime.now(UTC) + timedelta(days=61))}
    assert found["backup"].mend == f"rm {terminal.folder / 'kept.db'}"
