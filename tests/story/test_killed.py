"""kill -9 at random moments of people reporting, a search going out, and its closing: nothing lost, hardly a double."""

import asyncio
import random
import time
from collections import Counter
from pathlib import Path

import pytest

from bot.app import build
from bot.demo import settling
from clock.clocks import system_now
from models.searches import Outcome
from sandbox.limits import Limits
from sandbox.people import Person
from sandbox.telegram import Sandbox
from services import search_operator
from tests.story import wide_town
from tests.story.lives import Lives
from tests.story.town import Town

KILLS = 20
CITIZENS, VOLUNTEERS = 8, 150
SETTLING_SECONDS = 0.5
"""What was answered so shortly before a kill may not have been written down yet."""


async def _town(telegram: Sandbox, database_url: str) -> tuple[Town, dict[str, object]]:
    telegram_settings = {"token": telegram.token, "api_url": telegram.api_url, "messages_per_second": 60}
    settings: dict[str, object] = {"telegram": telegram_settings, "database": {"url": database_url}}
    from bot.config import Config

    mizalla = build(Config(**settings), roles=())  # type: ignore[arg-type]
    await mizalla.prepare(system_now)
    await settling.build_town(mizalla.house, now=system_now())
    cast = {persona.key: telegram.person(persona.name_ar, started=True) for persona in settling.CAST}
    return Town(telegram, mizalla, system_now, **cast), settings  # type: ignore[arg-type]


async def _reports(citizen: Person, words: str) -> None:
    """One citizen's report, step by step; whoever answers may die meanwhile."""

    async def taps(key: str, label: str) -> None:
        await citizen.hears(button=label, within=60)
        citizen.taps(label)

    citizen.says("/report")
    await taps("picture", "المتابعة بلا صورة")
    await citizen.hears("أين المكان", within=60)
    citizen.sends_location(20.638, 50.371)
    await taps("place", "هذا هو المكان")
    await taps("kind", "إنارة")
    await citizen.hears("بضع كلمات", within=60)
    citizen.says(words)
    await taps("send", "إرسال البلاغ")
    await citizen.hears("رقم", within=60)


def _in_flight(telegram: Sandbox) -> int:
    """Requests whose answer the dead process may not have written down."""
    now = time.monotonic()
    return sum(1 for one in telegram.journal.of("sendMessage") if not one.ended or one.ended > now - SETTLING_SECONDS)


@pytest.mark.slow
async def test_twenty_kills_lose_nothing_and_double_no_more_than_was_in_flight(sqlite_url: str, tmp_path: Path) -> None:
    async with await Sandbox.start(limits=Limits.none()) as telegram:
        town, settings = await _town(telegram, sqlite_url)
        await wide_town.build(town, tmp_path)
        volunteers = telegram.crowd(VOLUNTEERS)
        await wide_town.members(town, [wide_town.by_area(person, "d7") for person in volunteers])
        telegram.faults.slow(0.03, jitter=0.05)
        citizens = telegram.crowd(CITIZENS, name="مواطن")
        lives, allowed, dice = Lives(settings), 0, random.Random(20261122)
        lives.begin()
        reporting = [asyncio.create_task(_reports(citizen, f"عمود مظلم رقم {n}")) for n, citizen in enumerate(citizens)]
        try:
            published = await wide_town.publish(town, wide_town.middle(7), audience={"radius_km": 1})
            for kill in range(KILLS):
                await asyncio.sleep(dice.uniform(0.3, 1.3))
                allowed += _in_flight(telegram)
                lives.end()
                lives.begin()
                if kill == KILLS // 2:
                    await search_operator.close_as_operator(
                        town.house, search_id=published.search_id, outcome=Outcome.FOUND_SAFE, now=system_now()
                    )
            async with asyncio.timeout(90):
                await asyncio.gather(*reporting)
                while await town.query("SELECT 1 FROM inbox WHERE state = 'waiting'") or await town._waiting():
                    await asyncio.sleep(0.2)
        finally:
            for task in reporting:
                task.cancel()
            lives.end()
        said = [words for (words,) in await town.query("SELECT description FROM report ORDER BY description")]
        sent = Counter(one.chat_id for one in telegram.journal.of("sendMessage") if one.took_effect)
        doubles = sum(sent[str(person.id)] - 1 for person in volunteers if sent[str(person.id)] > 1)
        assert said == sorted(f"عمود مظلم رقم {n}" for n in range(CITIZENS))
        assert await town.query("SELECT 1 FROM inbox WHERE state = 'failed'") == []
        cancelled = await town.query("SELECT count(*) FROM delivery WHERE state = 'cancelled'")
        heard = sum(1 for person in volunteers if sent[str(person.id)])
        assert heard + cancelled[0][0] >= VOLUNTEERS
        assert doubles <= allowed
        shown = [bubble.text for person in volunteers for bubble in person.inbox]
        unknown = len(shown) - shown.count(str(town.ar.plain("search-closed")))
        assert unknown <= allowed  # arrived, and the process died before it could write down where
        await town.house.db.close()
