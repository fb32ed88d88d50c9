"""The fast mode as both libraries meet it: a process of its own, with and without caps."""

import asyncio
import time
from collections.abc import AsyncIterator

import aiogram
import aiohttp
import pytest
import telegram
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer

from sandbox.fast import Running, running
from tests.contract.sandbox_libraries import Library, png

TOKEN = "7000000001:fast"


async def libraries(url: str) -> AsyncIterator[Library]:
    session = AiohttpSession(api=TelegramAPIServer.from_base(url))
    yield Library("aiogram", aiogram.Bot(TOKEN, session=session), aiogram.types)
    await (await session.create_session()).close()
    async with telegram.Bot(TOKEN, base_url=f"{url}/bot") as bot:
        yield Library("python-telegram-bot", bot, telegram)
    await asyncio.sleep(0.01)


async def test_both_libraries_read_its_answers():
    async with running(journal=True) as fast:
        async for library in libraries(fast.url):
            bot = library.bot
            assert (await bot.get_me()).is_bot
            sent = await bot.send_message(100001, "صباح الخير", reply_markup=library.inline([("نعم", "y")]))
            assert sent.chat.id == 100001
            photo = await bot.send_photo(-100123, library.file(png()), caption="صورة")
            assert photo.photo[-1].file_id
            where = {"chat_id": 100001, "message_id": sent.message_id}
            assert (await bot.edit_message_text("نص", **where)).message_id == sent.message_id
            assert await bot.edit_message_media(library.photo(library.file(png())), **where)
            assert await bot.edit_message_caption(caption="نص", **where)
            assert await bot.delete_message(100001, sent.message_id)
            assert (await bot.copy_message(100001, 100001, sent.message_id)).message_id
            assert await bot.answer_callback_query("1")
            assert list(await bot.get_updates(timeout=0)) == []
        counts, journal = await fast.counts(), await fast.journal()
    assert (counts["sends"], counts["edits"], counts["deletes"]) == (6, 6, 2)
    assert counts["by_method"]["sendPhoto"]["passed"] == 2
    assert [entry[1:] for entry in journal[:2]] == [
        ["sendMessage", "100001", "صباح الخير", 200],
        ["sendPhoto", "-100123", "صورة", 200],
    ]


async def flooded(fast: Running, requests: list[dict[str, object]], method: str = "sendMessage") -> list[int]:
    """The status of each of many requests at once."""
    async with aiohttp.ClientSession() as session:

        async def call(params: dict[str, object]) -> int:
            async with session.post(f"{fast.url}/bot{TOKEN}/{method}", json={"text": "x", **params}) as answer:
                await answer.read()
                return answer.status

        return list(await asyncio.gather(*map(call, requests)))


async def test_its_caps_are_telegrams():
    async with running(rate=30, paid_rate=1000, chat_rate=1, group_rate=20) as fast:
        many = await flooded(fast, [{"chat_id": number} for number in range(1, 41)])
        assert 1 <= many.count(429) <= 10
        assert (await fast.counts())["maximum_rate"]["sends"] <= 30
        await asyncio.sleep(1.1)
        group = await flooded(fast, [{"chat_id": -5}] * 25)
        assert group.count(200) == 20
        await asyncio.sleep(1.1)
        paid = await flooded(fast, [{"chat_id": number, "allow_paid_broadcast": True} for number in range(100, 150)])
        assert paid.count(429) == 0
        edits: list[dict[str, object]]
        edits = [{"chat_id": number, "message_id": 1, "allow_paid_broadcast": True} for number in range(200, 240)]
        assert (await flooded(fast, edits, "editMessageText")).count(429) >= 1
        assert (await flooded(fast, [{"chat_id": 7}] * 2)).count(429) >= 1
        counts = await fast.counts()
        assert counts["maximum_rate"]["edits"] <= 30
        assert counts["refused"] >= 8


async def test_it_answers_after_its_latency_and_forgets_on_request():
    async with running(latency_ms=80) as fast:
        began = time.monotonic()
        await flooded(fast, [{"chat_id": number} for number in range(20)])
        assert time.monotonic() - began >= 0.08
        await fast.reset()
        assert (await fast.counts())["sends"] == 0


@pytest.mark.parametrize("garbage", [b"hello\r\n\r\n", b"POST / HTTP/1.1\r\n\r\n"])
async def test_garbage_gets_400_and_harms_nobody(garbage: bytes):
    async with running() as fast:
        host, _, port = fast.url.removeprefix("http://").partition(":")
        reader, writer = await asyncio.open_connection(host, int(port))
        writer.write(garbage)
        assert (await reader.readline()).startswith(b"HTTP/1.1 400")
        writer.close()
        await writer.wait_closed()
        assert await flooded(fast, [{"chat_id": 1}]) == [200]


async def test_it_takes_thousands_a_second():
    body = b'{"chat_id":100001,"text":"x"}'
    request = b"POST /bot1:a/sendMessage HTTP/1.1\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body)
    async with running() as fast:
        host, _, port = fast.url.removeprefix("http://").partition(":")
        reader, writer = await asyncio.open_connection(host, int(port))
        began = time.monotonic()
        for _ in range(100):
            writer.write(request * 100)
            answered = 0
            while answered < 100:
                answered += (await reader.read(1 << 18)).count(b"HTTP/1.1 200")
        took = time.monotonic() - began
        writer.close()
        await writer.wait_closed()
        assert (await fast.counts())["sends"] == 10_000
    assert took < 60
