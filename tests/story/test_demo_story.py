"""The demo story, on real phones: what the page plays is what happens."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.config import Config
from bot.demo.hands import Hands, Pace, Stage
from bot.demo.story_of_storm import Size
from bot.demo.telling import Step, Telling
from bot.sandboxing import Life, live
from language.catalogues import load_catalogues
from sandbox.acts import NotHeard
from sandbox.telegram import Sandbox

GREETED = 2
"""How many messages greet who presses Start."""
STORM = Size(reporters=4, followers=9)


@pytest.fixture(params=["ar", "en"])
async def life(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Life]:
    async with live(Config(), database=tmp_path / "sandbox.db", pace=0, language=request.param, storm=STORM) as begun:
        begun.telegram.limits.enforced = False
        yield begun


async def committed(life: Life, sql: str) -> list[tuple[object, ...]]:
    async with life.mizalla.house.db.reading() as tx:
        return [tuple(row) for row in (await tx.exec(text(sql))).all()]  # type: ignore[call-overload]


async def test_the_story_is_told_to_its_end_on_phones_alone(life: Life):
    await life.story.tell()
    assert await committed(life, "SELECT state FROM report") == [("fixed",)]
    assert await committed(life, "SELECT state FROM search") == [("closed",)]
    assert await committed(life, "SELECT count(DISTINCT posted_by), count(DISTINCT approved_by) FROM search") == [
        (1, 1)
    ]
    name = load_catalogues().voice(life.phones["citizen"].user.language).plain("story-girl-name")
    assert life.telegram.showing(name) == []
    pictures = {bubble.photo for bubble in life.telegram.everything_shown() if bubble.photo and bubble.from_bot}
    assert len(pictures) == 2, "the street light, and the neutral picture that took the girl's place"
    assert len(life.phones["neighbour"].inbox) == GREETED
    assert life.story.state()["state"] == "done"


async def test_a_lost_child_is_found_and_no_phone_shows_her_any_more(life: Life):
    life.story.choose("girl")
    await life.story.tell()
    assert await committed(life, "SELECT state, outcome FROM search") == [("closed", "found-safe")]
    assert await committed(life, "SELECT state FROM responder") == [("back",)]
    name = load_catalogues().voice(life.phones["citizen"].user.language).plain("story-girl-name")
    assert life.telegram.showing(name) == []


async def test_a_hole_in_the_road_is_heard_of_where_it_is(life: Life):
    life.story.choose("pothole")
    await life.story.tell()
    assert await committed(life, "SELECT state, category FROM report") == [("fixed", "road")]
    assert len(life.phones["neighbour"].inbox) > GREETED
    assert len(life.phones["volunteer"].inbox) == GREETED


async def test_a_group_is_set_up_and_hears_of_its_district(life: Life):
    life.story.choose("group")
    await life.story.tell()
    assert await committed(life, "SELECT state FROM volunteer_group ORDER BY id") == [("accepted",), ("accepted",)]
    told = "SELECT count(*) FROM delivery d JOIN recipient r ON r.id = d.recipient_id WHERE r.group_id IS NOT NULL"
    assert await committed(life, f"{told} AND d.alert_id IS NOT NULL") == [(2,)], "the new group and the settled one"


async def test_a_storm_of_reports_reaches_every_follower_once(life: Life):
    life.story.choose("storm")
    await life.story.tell()
    states = await committed(life, "SELECT state, count(*) FROM report GROUP BY state ORDER BY state")
    assert states == [("fixed", 1), ("received", STORM.reporters - 1)]
    assert await committed(life, "SELECT count(*) FROM inbox WHERE state <> 'done'") == [(0,)]
    assert life.telegram.page is not None
    assert len(life.telegram.page.crowd) == STORM.reporters + STORM.followers
    copies = [person for person in life.telegram.page.crowd if len(life.telegram.people[person].inbox) == 1]
    assert len(copies) == STORM.followers


async def test_another_scenario_is_put_up_only_before_one_has_begun(life: Life):
    life.story.choose("pothole")
    assert life.story.state()["scenario"] == "pothole"
    life.story.step()
    life.story.choose("group")
    assert life.story.state()["scenario"] == "pothole"
    with pytest.raises(KeyError):
        life.story.choose("nothing")


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    async with await Sandbox.start() as telegram:
        pace = Pace(0)
        hind = telegram.person("هند")
        hands = {"hind": Hands(hind, load_catalogues().voice("ar"), pace)}
        yield Stage(hands, pace, telegram.group("الحي", hind), nobody)


async def nobody(_n: int, _district: str | None) -> list[Hands]:
    return []


def telling_of(stage: Stage, done: list[str], *, fails: bool = False) -> Telling:
    async def opens(_: Stage) -> None:
        done.append("opens")

    async def goes_on(at: Stage) -> None:
        await at.pace.beat()
        if fails:
            raise NotHeard("nobody answered")
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


async def test_a_story_that_waits_in_vain_says_so(stage: Stage):
    telling = telling_of(stage, [], fails=True)
    telling.play()
    await settled(telling, "failed")
    assert telling.state()["at"] == 1
