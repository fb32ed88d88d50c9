"""The page of phones over HTTP: what it is given, with and without an embedder's content."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import aiohttp
import pytest

from sandbox import Sandbox
from sandbox.content import Due, PageContent, PhoneOnPage, PictureToSend, Scenario, Table
from sandbox.pages import font_file


class Told:
    """A story that remembers what it was asked to do."""

    def __init__(self) -> None:
        self.deeds: list[str] = []

    def state(self) -> dict[str, object]:
        return {"state": "ready", "at": 0, "who": [], "steps": [], "deeds": self.deeds}

    def choose(self, scenario: str) -> None:
        if scenario != "flood":
            raise KeyError(scenario)
        self.deeds.append(scenario)

    def play(self) -> None:
        self.deeds.append("play")

    def pause(self) -> None:
        self.deeds.append("pause")

    def step(self) -> None:
        self.deeds.append("step")


@pytest.fixture
async def telegram() -> AsyncIterator[Sandbox]:
    async with await Sandbox.start() as started:
        yield started


@pytest.fixture
async def asked(telegram: Sandbox) -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(telegram.url) as session:
        yield session


def content(telegram: Sandbox, anew: list[str]) -> PageContent:
    hind = telegram.person("هند")
    return PageContent(
        title={"en": "A town"},
        tagline={"en": "of phones"},
        zone="Asia/Riyadh",
        language="ar",
        phones=[PhoneOnPage(hind.id, {"en": "Hind"}, {"en": "citizen"})],
        pictures=[PictureToSend("lamp", {"en": "A lamp"}, lambda: b"jpeg")],
        story=Told(),
        scenarios=[Scenario("flood", {"en": "A flood"}, {"en": "What waits"}, 3)],
        inside=inside,
        agenda=agenda,
        anew=anew.append,
    )


async def inside() -> list[Table]:
    return [Table("inbox", {"en": "Inbox"}, {"en": "What came"}, [{"en": "State"}], [[3], [{"person": 1}]])]


async def agenda() -> list[Due]:
    return [Due(datetime(2030, 1, 1, 20, tzinfo=UTC), {"en": "digests"}, {"en": "every evening"}, 4)]


async def test_a_sandbox_alone_has_a_page_without_content(asked: aiohttp.ClientSession):
    assert await (await asked.get("/sandbox/page")).json() == {"page": None}
    answer = await asked.get("/")
    assert answer.status == 200
    assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
    for path in ("/sandbox/story", "/sandbox/anew"):
        assert (await asked.post(path, json={"do": "play"})).status == 400


async def test_the_page_is_told_what_was_handed_over(telegram: Sandbox, asked: aiohttp.ClientSession):
    telegram.page = content(telegram, [])
    told = (await (await asked.get("/sandbox/page")).json())["page"]
    assert told["pictures"] == [{"id": "lamp", "name": {"en": "A lamp"}}]
    assert told["phones"][0]["role"] == {"en": "citizen"}
    picture = await asked.get("/sandbox/pictures/lamp")
    assert (picture.content_type, await picture.read()) == ("image/jpeg", b"jpeg")
    assert (await asked.get("/sandbox/pictures/secret")).status == 404


async def test_the_page_plays_the_story_and_asks_for_a_new_beginning(telegram: Sandbox, asked: aiohttp.ClientSession):
    anew: list[str] = []
    telegram.page = page = content(telegram, anew)
    for deed in ("play", "pause", "step"):
        assert (await asked.post("/sandbox/story", json={"do": deed})).status == 200
    assert (await (await asked.post("/sandbox/story", json={"do": "end"})).json())["ok"] is False
    assert page.as_json()["story"]["deeds"] == ["play", "pause", "step"]
    assert (await asked.post("/sandbox/anew", json={"language": "en"})).status == 200
    assert anew == ["en"]


async def test_a_scenario_is_chosen_by_its_name(telegram: Sandbox, asked: aiohttp.ClientSession):
    telegram.page = page = content(telegram, [])
    told = (await (await asked.get("/sandbox/page")).json())["page"]
    assert [(one["id"], one["steps"]) for one in told["scenarios"]] == [("flood", 3)]
    assert (await asked.post("/sandbox/story", json={"do": "choose", "scenario": "flood"})).status == 200
    refused = await asked.post("/sandbox/story", json={"do": "choose", "scenario": "drought"})
    assert (refused.status, page.as_json()["story"]["deeds"]) == (400, ["flood"])


async def test_the_hood_shows_tables_agenda_and_traffic(telegram: Sandbox, asked: aiohttp.ClientSession):
    telegram.page = content(telegram, [])
    async with aiohttp.ClientSession(telegram.url) as bot:
        await bot.get(f"/bot{telegram.token}/sendMessage", params={"chat_id": "1", "text": "x"})
    told = await (await asked.get("/sandbox/hood")).json()
    assert told["tables"][0]["rows"] == [[3], [{"person": 1}]]
    assert told["agenda"] == [
        {"at": "2030-01-01T20:00:00+00:00", "what": {"en": "digests"}, "why": {"en": "every evening"}, "n": 4}
    ]
    assert (sum(told["traffic"]["requests"]), sum(told["traffic"]["refused"])) == (1, 0)


async def test_refusals_for_too_many_are_counted_by_the_second(telegram: Sandbox, asked: aiohttp.ClientSession):
    alice = telegram.person("سعاد", started=True)
    telegram.limits.chat_burst = 1
    for _ in range(3):
        await asked.get(f"/bot{telegram.token}/sendMessage", params={"chat_id": str(alice.id), "text": "x"})
    told = await (await asked.get("/sandbox/hood")).json()
    assert (sum(told["traffic"]["requests"]), sum(told["traffic"]["refused"])) == (3, 2)


async def test_a_crowd_is_counted_and_its_phones_are_not_sent(telegram: Sandbox, asked: aiohttp.ClientSession):
    telegram.page = page = content(telegram, [])
    crowd = telegram.crowd(3)
    page.crowd |= {person.id for person in crowd}
    await asked.get(f"/bot{telegram.token}/sendMessage", params={"chat_id": str(crowd[0].id), "text": "x"})
    assert (await (await asked.get("/sandbox/hood")).json())["crowd"] == {"people": 3, "heard": 1}
    shown = await (await asked.get("/sandbox/state", params={"crowd": "0"})).json()
    assert [person["name"] for person in shown["people"]] == ["هند"]
    assert len((await (await asked.get("/sandbox/state")).json())["people"]) == 4


async def test_the_events_of_a_crowd_are_left_out_where_nobody_asks_for_them(
    telegram: Sandbox, asked: aiohttp.ClientSession
):
    telegram.page = page = content(telegram, [])
    one, hind = telegram.crowd(1)[0], telegram.people[page.phones[0].person]
    page.crowd.add(one.id)
    async with asked.get("/sandbox/events", params={"crowd": "0"}) as events:
        await events.content.readuntil(b"\n\n")
        one.says("one of many")
        hind.says("here")
        line = await events.content.readuntil(b"\n\n")
    assert b"here" in line


async def test_moving_the_clock_tells_what_became_due():
    moved: list[datetime] = []
    before = datetime(2030, 1, 1, 19, tzinfo=UTC)
    async with await Sandbox.start(clock=lambda: before, set_clock=moved.append) as telegram:
        telegram.page = content(telegram, [])
        async with aiohttp.ClientSession(telegram.url) as page:
            soon = await (await page.post("/sandbox/clock", json={"ahead": 60})).json()
            late = await (await page.post("/sandbox/clock", json={"ahead": 7200})).json()
    assert (soon["due"], [one["n"] for one in late["due"]]) == ([], [4])
    assert moved == [before + timedelta(minutes=1), before + timedelta(hours=2)]


async def test_a_foreign_page_can_neither_play_nor_begin_again(telegram: Sandbox, asked: aiohttp.ClientSession):
    anew: list[str] = []
    telegram.page = content(telegram, anew)
    answer = await asked.post("/sandbox/anew", data=b'{"language": "en"}', headers={"Content-Type": "text/plain"})
    assert (answer.status, anew) == (415, [])


def test_fonts_are_those_of_the_wheels_and_nothing_else():
    found = font_file("tajawal-700")
    assert found is not None
    assert found.suffix == ".ttf"
    assert font_file("comic-sans-400") is None
    assert font_file("../../etc/passwd") is None
