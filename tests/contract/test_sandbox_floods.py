"""Floods: what is too much, in both libraries' terms, and that waiting as told is enough."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import aiogram
import aiohttp
import pytest

from sandbox import Limits, Sandbox
from tests.contract.sandbox_libraries import AiogramBot, Library

pytest_plugins = ["tests.contract.sandbox_fixtures"]


@dataclass
class Seconds:
    """A clock for the limits."""

    now: float = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


@pytest.fixture
async def phones(seconds: Seconds) -> AsyncIterator[Sandbox]:
    """A Telegram with its usual limits."""
    async with await Sandbox.start(limits=Limits(), meter_clock=seconds) as sandbox:
        yield sandbox


async def test_thirty_go_through_in_a_second_and_the_next_waits(library: Library, phones: Sandbox, seconds: Seconds):
    crowd = phones.crowd(32)
    for person in crowd[:30]:
        await library.bot.send_message(person.id, "تنبيه")
    with library.refuses("flood", "in 1 seconds" if library.name == "aiogram" else ""):
        await library.bot.send_message(crowd[30].id, "تنبيه")
    seconds.now += 1
    await library.bot.send_message(crowd[30].id, "تنبيه")


async def test_edits_share_the_same_thirty(library: Library, phones: Sandbox, seconds: Seconds):
    crowd = phones.crowd(20)
    sent = [await library.bot.send_message(person.id, "مفقود") for person in crowd]
    for message in sent[:10]:
        await library.bot.edit_message_text("شكرا", chat_id=message.chat.id, message_id=message.message_id)
    with library.refuses("flood"):
        await library.bot.edit_message_text("شكرا", chat_id=crowd[10].id, message_id=sent[10].message_id)
    assert crowd[10].last.text == "مفقود"
    await library.bot.delete_message(crowd[10].id, sent[10].message_id)


async def test_one_chat_takes_a_burst_and_then_one_a_second(library: Library, phones: Sandbox, seconds: Seconds):
    (alice,) = phones.crowd(1)
    for number in range(phones.limits.chat_burst):
        await library.bot.send_message(alice.id, str(number))
        seconds.now += 0.1
    with library.refuses("flood"):
        await library.bot.send_message(alice.id, "كثير")
    seconds.now += phones.limits.chat_burst
    await library.bot.send_message(alice.id, "الآن")


async def test_a_group_takes_twenty_a_minute(library: Library, phones: Sandbox, seconds: Seconds):
    group = phones.supergroup("الحي")
    group.adds_bot()
    for number in range(20):
        await library.bot.send_message(group.id, str(number))
        seconds.now += 1
    with library.refuses("flood"):
        await library.bot.send_message(group.id, "كثير")
    assert phones.journal.of("sendMessage")[-1].description == "Too Many Requests: retry after 40"
    seconds.now += 40
    await library.bot.send_message(group.id, "الآن")


async def test_retrying_early_is_refused_again_and_counted(receiving: AiogramBot, phones: Sandbox, seconds: Seconds):
    phones.limits.per_second = 2
    for person in phones.crowd(2):
        await receiving.send_message(person.id, "تنبيه")
    late = phones.person("متأخر", started=True)
    meter = phones.world.desk(phones.bot).meter
    for _ in range(2):
        with pytest.raises(aiogram.exceptions.TelegramRetryAfter):
            await receiving.send_message(late.id, "تنبيه")
        seconds.now += 0.5
    assert (meter.refusals, meter.early_retries) == (2, 1)
    await receiving.send_message(late.id, "تنبيه")


async def test_paid_sends_go_a_thousand_a_second_and_cost_stars(library: Library, phones: Sandbox):
    for person in phones.crowd(100):
        await library.bot.send_message(person.id, "تنبيه", allow_paid_broadcast=True)
    assert phones.bot.stars_spent == pytest.approx(7.0)
    late = phones.person("متأخر", started=True)
    with library.refuses("flood"):
        await library.bot.send_message(late.id, "تنبيه")


async def test_paying_buys_no_edits(phones: Sandbox):
    phones.limits.per_second = 3
    crowd = phones.crowd(4)
    async with aiohttp.ClientSession() as session:

        async def call(method: str, **params: object) -> tuple[int, dict[str, Any]]:
            url = f"{phones.base_url}{phones.token}/{method}"
            async with session.post(url, json=params | {"allow_paid_broadcast": True}) as response:
                return response.status, await response.json() | {"header": response.headers.get("Retry-After")}

        sent = [await call("sendMessage", chat_id=person.id, text="مفقود") for person in crowd]
        assert [status for status, _ in sent] == [200] * 4
        number = sent[0][1]["result"]["message_id"]
        status, body = await call("editMessageText", chat_id=crowd[0].id, message_id=number, text="شكرا")
    assert status == 429
    assert body["description"] == "Too Many Requests: retry after 1"
    assert (body["parameters"], body["header"]) == ({"retry_after": 1}, "1")


async def test_limits_can_be_raised_and_removed_while_it_runs(library: Library, phones: Sandbox):
    crowd = phones.crowd(41)
    phones.limits.per_second = 40
    for person in crowd[:40]:
        await library.bot.send_message(person.id, "تنبيه")
    phones.limits.per_second = None
    await library.bot.send_message(crowd[40].id, "تنبيه")
    phones.limits.enforced = False
    for _ in range(10):
        await library.bot.send_message(crowd[40].id, "تنبيه")


async def test_what_is_refused_costs_nothing(library: Library, phones: Sandbox):
    (alice,) = phones.crowd(1)
    for _ in range(40):
        with library.refuses("bad request"):
            await library.bot.send_message(alice.id, " ")
    await library.bot.send_message(alice.id, "أخيرا")
