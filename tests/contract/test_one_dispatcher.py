"""Two processes with the same token: one dispatches and answers, the other stands by and takes over."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

import pytest

from alerts.pacing import Turns
from bot.app import Mizalla, build
from clock.clocks import SteppingClock
from language.catalogues import load_catalogues
from sandbox.limits import Limits
from sandbox.people import Person
from sandbox.telegram import Sandbox
from tests.story.town import config_for

AR = load_catalogues().voice("ar")
TAKEN_OVER_S = 60


@pytest.fixture
async def telegram() -> AsyncIterator[Sandbox]:
    async with await Sandbox.start(limits=Limits.none()) as started:
        yield started


@contextlib.asynccontextmanager
async def process(telegram: Sandbox, database_url: str, clock: SteppingClock) -> AsyncIterator[Mizalla]:
    """One that takes in and delivers, as a second `mizalla run` would."""
    mizalla = build(config_for(telegram, database_url), roles=("intake", "deliver"), now=clock, turns=Turns(0, 0))
    work = asyncio.create_task(mizalla.run())
    try:
        yield mizalla
    finally:
        work.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await work


async def until_at_work(mizalla: Mizalla) -> None:
    async with asyncio.timeout(TAKEN_OVER_S):
        while not dispatches(mizalla):
            await asyncio.sleep(0.02)


def dispatches(mizalla: Mizalla) -> bool:
    return mizalla.parts["deliver"].dispatcher is not None  # type: ignore[attr-defined]


async def test_one_dispatches_and_the_other_takes_over_when_it_ends(
    telegram: Sandbox, database_url: str, clock: SteppingClock
):
    async with contextlib.AsyncExitStack() as second_life:
        async with process(telegram, database_url, clock) as first:
            await until_at_work(first)
            second = await second_life.enter_async_context(process(telegram, database_url, clock))
            await asyncio.sleep(1.2)
            assert not dispatches(second), "it stands by"
        await until_at_work(second)


async def test_a_message_is_answered_once_and_only_one_asks_for_updates(
    telegram: Sandbox, database_url: str, clock: SteppingClock
):
    people: list[Person] = []
    async with process(telegram, database_url, clock), process(telegram, database_url, clock):
        for number in range(10):
            people.append(telegram.person(f"جار {number}", language="ar"))
            people[-1].starts()
        for person in people:
            await person.hears(AR.plain("menu"), within=TAKEN_OVER_S)
        await telegram.settles(still=0.5)
        answers = [len(person.inbox) for person in people]
        # Looked at before they end: who takes over then may ask before Telegram has seen the other one go.
        conflicts = [each.status for each in telegram.journal.of("getUpdates") if each.status == 409]
    assert answers == [answers[0]] * len(people)
    assert conflicts == []
    assert len({bubble.text for bubble in people[0].inbox}) == answers[0], "nothing was said twice"
