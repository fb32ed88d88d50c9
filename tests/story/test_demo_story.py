"""The demo story, on real phones: what the page plays is what happens.

Here each scenario is told once, in English; test_page.py watches the whole story, the group and the storm in Arabic.
"""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import aiohttp
import pytest
from sqlalchemy import text

from bot.config import Config
from bot.demo import hands, story_of_storm
from bot.demo.hands import Hands, Pace, Stage
from bot.demo.story_of_storm import Size
from bot.demo.telling import Step, Telling
from bot.sandboxing import Life, live
from language.catalogues import load_catalogues
from models.alerts import Wording
from sandbox.telegram import Sandbox

GREETED = 2
"""How many messages greet who presses Start."""
STORM = Size(seers=5, nearer=6)


@pytest.fixture
async def life(tmp_path: Path) -> AsyncIterator[Life]:
    async with live(Config(), database=tmp_path / "sandbox.db", pace=0, language="en", storm=STORM) as begun:
        begun.telegram.limits.enforced = False
        yield begun


async def committed(life: Life, sql: str) -> list[tuple[object, ...]]:
    async with life.mizalla.house.db.reading() as tx:
        return [tuple(row) for row in (await tx.exec(text(sql))).all()]  # type: ignore[call-overload]


async def test_a_lost_child_is_found_and_no_phone_shows_her_any_more(life: Life):
    life.story.choose("girl")
    await life.story.tell()
    assert await committed(life, "SELECT state, outcome FROM search") == [("closed", "found-safe")]
    assert await committed(life, "SELECT state FROM responder") == [("back",)]
    assert await committed(life, "SELECT count(DISTINCT posted_by), count(DISTINCT approved_by) FROM search") == [
        (1, 1)
    ]
    name = load_catalogues().voice(life.phones["citizen"].user.language).plain("story-girl-name")
    assert life.telegram.showing(name) == []


async def test_a_hole_in_the_road_is_heard_of_where_it_is_and_another_scenario_is_put_up_only_before(life: Life):
    with pytest.raises(KeyError):
        life.story.choose("nothing")
    life.story.choose("pothole")
    await life.story.tell()
    life.story.choose("group")
    assert life.story.state()["scenario"] == "pothole"
    assert await committed(life, "SELECT state, category FROM report") == [("fixed", "road")]
    assert len(life.phones["neighbour"].inbox) > GREETED
    assert len(life.phones["volunteer"].inbox) == GREETED
    assert life.story.state()["state"] == "done"


async def test_a_group_is_set_up_and_hears_of_its_district(life: Life):
    life.story.choose("group")
    await life.story.tell()
    assert await committed(life, "SELECT state FROM volunteer_group ORDER BY id") == [("accepted",), ("accepted",)]
    told = "SELECT count(*) FROM delivery d JOIN recipient r ON r.id = d.recipient_id WHERE r.group_id IS NOT NULL"
    assert await committed(life, f"{told} AND d.alert_id IS NOT NULL") == [(2,)], "the new group and the settled one"


async def test_in_a_storm_of_sightings_one_is_right_and_the_search_moves_to_who_is_near(life: Life):
    life.story.choose("storm")
    await life.story.tell()
    states = await committed(life, "SELECT state, danger, count(*) FROM sighting GROUP BY state, danger ORDER BY state")
    assert states == [("confirmed", 0, 1), ("dismissed", 1, 2), ("new", 0, 1)], "and two have seen the post only"
    assert await committed(life, "SELECT state, count(*) FROM search GROUP BY state") == [("closed", 1)]
    assert await committed(life, "SELECT count(*) FROM last_known_point") == [(2,)]
    assert await committed(life, "SELECT count(*) FROM inbox WHERE state <> 'done'") == [(0,)]
    assert life.telegram.page is not None
    assert len(life.telegram.page.crowd) == STORM.seers + STORM.nearer
    copies = [person for person in life.telegram.page.crowd if len(life.telegram.people[person].inbox) == 1]
    assert len(copies) == STORM.nearer, "told once, and only when it came near"
    english = load_catalogues().voice("en")
    assert life.telegram.showing(english.plain("story-girl-name")) == []


async def test_a_storm_whose_cards_are_gone_says_what_it_waited_for(stage: Stage, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(story_of_storm, "PATIENCE_SECONDS", 0.01)
    looks = next(step for step in story_of_storm.storm(STORM) if step.key == "story-storm-danger")
    alone = replace(stage, hands={"coordinator": stage["hind"]})

    async def told_before(at: Stage) -> None:
        at.kept["right"] = "إفادة 4"

    before = Step("story-storm-seen", ("coordinator",), told_before)
    told = Telling(alone, [before, looks], load_catalogues().voices, lambda _: None)
    told.play()
    await settled(told, "failed")
    assert told.state()["waited"]["person"] == stage["hind"].person.id


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    async with await Sandbox.start() as telegram:
        pace = Pace(0)
        hind = telegram.person("هند")
        cast = {"hind": Hands(hind, load_catalogues().voice("ar"), pace)}
        yield Stage(cast, pace, telegram.group("الحي", hind), nobody)


async def nobody(_n: int, _district: str) -> list[Hands]:
    return []


def telling_of(stage: Stage, done: list[str], *, fails: bool = False) -> Telling:
    async def opens(_: Stage) -> None:
        done.append("opens")

    async def goes_on(at: Stage) -> None:
        await at.pace.beat()
        if fails:
            await at["hind"].sees("what nobody says")
        done.append("goes on")

    steps = [Step("story-opens", ("hind",), opens), Step("story-light-sent", ("hind",), goes_on)]
    return Telling(stage, steps, load_catalogues().voices, lambda _: None)


async def settled(telling: Telling, state: str) -> None:
    async with asyncio.timeout(30):
        while telling.state()["state"] != state:
            await asyncio.sleep(0.01)


async def test_a_story_can_be_told_one_step_at_a_time(stage: Stage):
    done: list[str] = []
    telling = telling_of(stage, done)
    telling.step()
    await settled(telling, "paused")
    assert (done, telling.state()["at"]) == (["opens"], 1)
    telling.play()
    await settled(telling, "done")
    assert done == ["opens", "goes on"]
    telling.play()
    assert telling.state()["state"] == "done", "it is told once"


async def test_a_story_that_waits_in_vain_says_on_whose_phone_for_what_and_who_was_ahead(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(hands, "PATIENCE_SECONDS", 0.01)
    hind = stage["hind"].person
    telling = telling_of(stage, [], fails=True)
    telling.step()
    await settled(telling, "paused")
    async with aiohttp.ClientSession(hind.telegram.url) as page:
        await page.post("/sandbox/act", json={"person": hind.id, "do": "says", "text": "by hand"})
    telling.play()
    await settled(telling, "failed")
    told = telling.state()
    assert (told["at"], told["waited"]) == (
        1, {"person": hind.id, "for": "what nobody says", "ahead": [hind.id]}
    )  # fmt: skip


def test_every_letter_has_a_name_on_the_page():
    for voice in load_catalogues().voices.values():
        assert [each for each in Wording if not voice.has(f"hood-letter-{each}")] == []
