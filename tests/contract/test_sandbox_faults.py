"""Faults: slowness, 5xx, hanging, a cut network – before a request took effect, or after."""

import asyncio
import time

import aiogram
import pytest

from sandbox import Person, Sandbox
from tests.contract.sandbox_libraries import AiogramBot, Library

pytest_plugins = ["tests.contract.sandbox_fixtures"]


async def test_an_answer_can_be_slow(library: Library, phones: Sandbox, alice: Person):
    phones.faults.slow(0.1, jitter=0.02, method="send*")
    began = time.monotonic()
    await library.bot.send_message(alice.id, "مرحبا")
    assert time.monotonic() - began >= 0.1
    phones.faults.slow(0, method="send*")
    assert phones.faults.active == []


async def test_a_method_fails_so_many_times(library: Library, phones: Sandbox, alice: Person):
    phones.faults.fail("sendMessage", times=2)
    for _ in range(2):
        with library.refuses("server", "Bad Gateway"):
            await library.bot.send_message(alice.id, "مرحبا")
    await library.bot.send_message(alice.id, "مرحبا")
    assert len(alice.inbox) == 1


async def test_a_share_of_requests_fails(library: Library, phones: Sandbox, alice: Person):
    phones.faults.dice.seed(7)
    phones.faults.fail(share=0.3, status=503)
    failed = 0
    for _ in range(60):
        try:
            await library.bot.send_message(alice.id, "مرحبا")
        except library.refusal("server"):
            failed += 1
    assert 8 <= failed <= 28
    assert len(alice.inbox) == 60 - failed


async def test_a_failed_answer_may_hide_a_message_that_arrived(library: Library, phones: Sandbox, alice: Person):
    phones.faults.fail("sendMessage", after_effect=True, times=1)
    with library.refuses("server"):
        await library.bot.send_message(alice.id, "مرحبا")
    assert alice.last.text == "مرحبا"
    assert phones.journal.of("sendMessage")[0].took_effect


@pytest.mark.parametrize("after_effect", [False, True])
async def test_a_cut_network_drops_the_connection(library: Library, phones: Sandbox, alice: Person, after_effect: bool):
    phones.faults.cut(after_effect=after_effect)
    with library.refuses("network"):
        await library.bot.send_message(alice.id, "مرحبا")
    phones.faults.clear()
    assert len(alice.inbox) == after_effect
    await library.bot.send_message(alice.id, "عدنا")


async def test_one_chat_hangs_and_the_others_do_not(receiving: AiogramBot, phones: Sandbox, alice: Person, bob: Person):
    phones.faults.hang("send*", chat_id=alice.id)
    hanging = asyncio.ensure_future(receiving.send_message(alice.id, "مرحبا"))
    await receiving.send_message(bob.id, "مرحبا")
    done, _ = await asyncio.wait({hanging}, timeout=0.05)
    assert not done
    phones.faults.clear()
    with pytest.raises(aiogram.exceptions.TelegramNetworkError):
        await hanging
    assert alice.inbox == []


async def test_a_flood_can_be_staged(library: Library, phones: Sandbox, alice: Person):
    phones.faults.flood(7, times=1)
    with library.refuses("flood"):
        await library.bot.send_message(alice.id, "مرحبا")
    await library.bot.send_message(alice.id, "مرحبا")


async def test_a_single_fault_can_be_mended(library: Library, phones: Sandbox, alice: Person):
    broken = phones.faults.fail("sendMessage")
    phones.faults.fail("sendPhoto")
    phones.faults.remove(broken)
    await library.bot.send_message(alice.id, "مرحبا")
    assert [fault.method for fault in phones.faults.active] == ["sendPhoto"]
