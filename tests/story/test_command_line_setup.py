"""Somebody sets a bot up from nothing: with options, or asked in a terminal; then the first admin opens a link."""

import asyncio
import os
import pty
import re
import stat
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.config import load_config
from bot.settings_writing import with_settings
from models.organisations import Role
from sandbox import Limits, Sandbox
from services.audit import Actor
from services.invitations import LASTS, invite
from tests.story.town import Town

pytest_plugins = ["tests.story.command_lines"]

SHIPPED = Path(__file__).parents[2] / "config.yaml"
NORTH = "id,parent,kind,name_ar,name_en,lat,lon,radius_km\nSA-01,,region,الرياض,Riyadh,24.8,46.7,30\n"
PATIENCE_S = 60


@dataclass
class Screen:
    """`mizalla setup` in a terminal of its own, and somebody who reads the question before answering."""

    process: subprocess.Popen[bytes]
    master: int
    seen: str = ""

    async def answers(self, question: str, answer: str) -> None:
        await self.shows(question)
        os.write(self.master, f"{answer}\n".encode())

    async def shows(self, words: str) -> None:
        async with asyncio.timeout(PATIENCE_S):
            while words not in self.seen:
                assert await self._reads(), f"{words!r} was never shown:\n{self.seen}"
        self.seen = self.seen.split(words, 1)[1]

    async def ends(self) -> tuple[int, str]:
        async with asyncio.timeout(PATIENCE_S):
            while await self._reads():
                continue
            while (code := self.process.poll()) is None:
                await asyncio.sleep(0.02)
        return code, self.seen

    async def _reads(self) -> bool:
        """False once the other end is closed."""
        try:
            self.seen += os.read(self.master, 65536).decode("utf-8", "replace")
        except BlockingIOError:
            await asyncio.sleep(0.02)
        except OSError:
            return False
        return True


def sits_down(*arguments: str, **environment: str) -> Screen:
    master, slave = pty.openpty()
    command = [str(Path(sys.executable).with_name("mizalla")), "setup", *arguments]
    told = {**os.environ, "TERM": "dumb", **environment}
    process = subprocess.Popen(command, stdin=slave, stdout=slave, stderr=slave, env=told, start_new_session=True)
    os.close(slave)
    os.set_blocking(master, False)
    return Screen(process, master)


async def test_somebody_who_is_asked_ends_with_a_bot_and_a_link(terminal):
    (terminal.folder / "config.yaml").write_text(SHIPPED.read_text("utf-8"), "utf-8")
    terminal.write("areas.csv", NORTH)
    async with await Sandbox.start(limits=Limits.none()) as telegram:
        screen = sits_down(MIZALLA_TELEGRAM__API_URL=telegram.api_url, LANG="en_US.UTF-8")
        await screen.answers("ar / en", "en")
        await screen.answers("not shown", "12345:wrong")
        await screen.shows("does not know this token")
        await screen.answers("not shown", telegram.token)
        await screen.answers("small Latin letters", "Not Good")
        await screen.answers("small Latin letters; it stays", "rescue")
        await screen.answers("name in Arabic", "فريق الإنقاذ")
        await screen.answers("name in English", "Rescue team")
        await screen.answers("Country", "sa")
        await screen.answers("Time zone", "")
        for place in ("SA-01", "SA-02", "SA-03", "SA-04", "everywhere else"):
            await screen.answers(place, "")
        await screen.answers("right service", "y")
        await screen.answers("To confirm", "911 999")
        await screen.answers("file of areas", "areas.csv")
        code, rest = await screen.ends()
    assert code == 0, rest
    assert re.search(r"https://t\.me/\w+\?start=staff-[\w-]{20,}", rest)
    assert "rescue has no admin" in rest
    assert telegram.token not in screen.seen + rest
    token = terminal.folder / "secrets" / "telegram-token"
    assert (token.read_text().strip(), stat.S_IMODE(token.stat().st_mode)) == (telegram.token, 0o600)
    config = load_config()
    assert config.telegram.bot_id == telegram.bot.id
    assert (config.organisations[0].ar, config.areas.emergency_confirmed) == ("فريق الإنقاذ", True)
    assert [(line.area, line.number) for line in config.areas.emergency][-2:] == [("SA-04", "911"), ("", "999")]
    comments = re.findall(r"^ *#.*$", SHIPPED.read_text("utf-8"), re.MULTILINE)
    assert re.findall(r"^ *#.*$", (terminal.folder / "config.yaml").read_text("utf-8"), re.MULTILINE) == comments


async def test_asked_again_it_keeps_what_is_there_and_speaks_arabic(terminal, migrated):
    written = "organisations: [{code: rescue, ar: إنقاذ}]\nareas: {emergency_confirmed: true}  # rung by Noura\n"
    terminal.write("config.yaml", written)
    screen = sits_down("--language", "ar")
    await screen.answers("رمز الدخول كما أعطاه", "")
    await screen.shows("الجمعية محفوظة")
    await screen.answers("الدولة", "")
    await screen.answers("ملف نطاقات", "")
    code, _ = await screen.ends()
    assert code == 0
    assert (terminal.folder / "config.yaml").read_text("utf-8") == written


def test_without_a_terminal_it_says_what_to_do(terminal):
    answer = terminal("setup")
    assert (answer.code, "mizalla setup --help" in answer.err) == (1, True)
    assert [path.name for path in terminal.folder.iterdir()] == ["config.yaml"]


async def test_options_do_the_same_without_questions(terminal, monkeypatch):
    async with await Sandbox.start(limits=Limits.none()) as telegram:
        monkeypatch.setenv("MIZALLA_TELEGRAM__API_URL", telegram.api_url)
        terminal.write("given", telegram.token)
        line = "setup --token-file given --organisation rescue --name-ar إنقاذ --country ae --admin"
        answer = await asyncio.to_thread(terminal, line)
        again = await asyncio.to_thread(terminal, "setup --emergency-confirmed")
    assert (answer.code, again.code) == (0, 0), answer.err
    assert "t.me/" in answer.out
    config = load_config()
    assert (config.areas.zone, config.areas.emergency[0].number) == ("Asia/Dubai", "999")
    assert (config.areas.emergency_confirmed, config.telegram.bot_id) == (True, telegram.bot.id)
    assert len(config.privacy.secret_key.get_secret_value()) == 64


def test_what_cannot_be_is_refused_and_changes_nothing(terminal):
    before = (terminal.folder / "config.yaml").read_text()
    terminal.write("given", "123:abc")
    refused = (
        "setup --zone Mars/Olympus",
        "setup --country FR",
        "setup --organisation RESCUE",
        "setup --organisation a",
    )
    for line in refused:
        assert terminal(line).code == 1
    answer = terminal("setup --token-file given --config config.yaml")
    assert answer.code == 1
    assert (terminal.folder / "config.yaml").read_text() == before
    assert not (terminal.folder / "secrets").exists()


def test_a_token_of_the_environment_is_not_shadowed(terminal, monkeypatch):
    terminal.write("config.yaml", "")
    monkeypatch.setenv("MIZALLA_TELEGRAM__TOKEN", "")
    terminal.folder.joinpath("secrets").mkdir()
    terminal.write("secrets/telegram-token", "77:kept")
    assert load_config().telegram.bot_id == 0
    monkeypatch.delenv("MIZALLA_TELEGRAM__TOKEN")
    assert load_config().telegram.bot_id == 77


@pytest.mark.parametrize(
    "before", ["", "areas: {zone: Asia/Riyadh}\n", "areas:\n# kept\nweb: {port: 1}\n", SHIPPED.read_text()]
)
def test_settings_are_changed_where_they_stand(before):
    after = with_settings(before, {"areas.zone": "Asia/Dubai", "organisations": [{"code": "a", "ar": "ب: ج"}]})
    assert 'zone: "Asia/Dubai"' in after
    assert re.findall("#.*", after) == re.findall("#.*", before)


async def roles(town: Town) -> list[str]:
    rows = await town.query("SELECT role FROM staff_grant WHERE granted_by IS NULL AND revoked_at IS NULL")
    return sorted(row[0] for row in rows)


async def test_whoever_opens_the_link_first_is_the_admin_and_nobody_after(the_town: Town):
    (code,) = (await the_town.query("SELECT code FROM organisation"))[0]
    before = await roles(the_town)
    word = await invite(the_town.house, role=Role.ADMIN, code=code, by=Actor.operator(), now=the_town.clock())
    the_town.citizen.starts(f"staff-{word}")
    await the_town.quiet()
    the_town.volunteer.starts(f"staff-{word}")
    await the_town.quiet()
    assert await roles(the_town) == sorted([*before, "admin"])
    assert the_town.volunteer.last.text == the_town.ar.plain("refusal-invitation-over")
    assert word not in str(await the_town.query("SELECT * FROM staff_invitation"))


async def test_a_link_of_yesterday_gives_nothing(the_town: Town):
    (code,) = (await the_town.query("SELECT code FROM organisation"))[0]
    before = await roles(the_town)
    word = await invite(the_town.house, role=Role.APPROVER, code=code, by=Actor.operator(), now=the_town.clock())
    the_town.clock.move(LASTS)
    the_town.citizen.starts(f"staff-{word}")
    await the_town.quiet()
    assert await roles(the_town) == before
