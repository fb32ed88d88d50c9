"""Updates brought to a webhook: with the secret, in order, again when refused."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiogram import Dispatcher, Router
from aiogram.webhook.aiohttp_server import SimpleRequestHandler
from aiohttp import web

from sandbox import Person, Sandbox
from tests.contract.sandbox_libraries import AiogramBot, Library

pytest_plugins = ["tests.contract.sandbox_fixtures"]


@dataclass
class Door:
    """Somebody's web server: what came in, and what it answers next."""

    url: str = ""
    came: list[dict[str, Any]] = field(default_factory=list)
    secrets: list[str | None] = field(default_factory=list)
    answers: list[web.Response] = field(default_factory=list)
    slow_chats: set[int] = field(default_factory=set)
    opened: asyncio.Event = field(default_factory=asyncio.Event)

    async def open(self, request: web.Request) -> web.Response:
        update = await request.json()
        self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        if update["message"]["chat"]["id"] in self.slow_chats:
            await self.opened.wait()
        self.came.append(update)
        return self.answers.pop(0) if self.answers else web.Response()

    @property
    def texts(self) -> list[str]:
        return [update["message"]["text"] for update in self.came]


async def serve(app: web.Application) -> AsyncIterator[str]:
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    await runner.cleanup()


@pytest.fixture
async def door(phones: Sandbox) -> AsyncIterator[Door]:
    phones.pauses.first = 0.02
    door, app = Door(), web.Application()
    app.router.add_post("/hook", door.open)
    async for address in serve(app):
        door.url = f"{address}/hook"
        yield door
        door.opened.set()


async def test_updates_come_with_the_secret_and_in_order(library: Library, alice: Person, door: Door):
    alice.says("قبل الخطاف")
    assert await library.bot.set_webhook(door.url, secret_token="s3cret_Token-1")
    await alice.says("بعده")
    assert door.texts == ["قبل الخطاف", "بعده"]
    assert door.secrets == ["s3cret_Token-1"] * 2
    info = await library.bot.get_webhook_info()
    assert (info.url, info.pending_update_count, info.max_connections) == (door.url, 0, 40)


async def test_a_refused_update_comes_again_before_the_next_of_its_chat(
    library: Library, phones: Sandbox, alice: Person, door: Door
):
    door.answers = [web.Response(status=500), web.Response(status=503)]
    await library.bot.set_webhook(door.url)
    alice.says("أولى")
    await alice.says("ثانية")
    assert door.texts == ["أولى", "أولى", "أولى", "ثانية"]
    began = [attempt[0] for attempt in phones.couriers[phones.bot.id].attempts]
    assert began[2] - began[1] > began[1] - began[0] > 0.02


async def test_one_stuck_chat_does_not_hold_up_another(library: Library, alice: Person, bob: Person, door: Door):
    door.slow_chats = {alice.id}
    await library.bot.set_webhook(door.url)
    waiting = alice.says("عالقة")
    await bob.says("عابرة")
    assert door.texts == ["عابرة"]
    door.opened.set()
    await waiting
    assert door.texts == ["عابرة", "عالقة"]


async def test_the_last_error_is_told(library: Library, phones: Sandbox, alice: Person, door: Door):
    phones.pauses.first = 30
    door.answers = [web.Response(status=500)]
    await library.bot.set_webhook(door.url, allowed_updates=["message"])
    alice.says("مرحبا")
    await asyncio.sleep(0.1)
    info = await library.bot.get_webhook_info()
    assert info.last_error_message == "Wrong response from the webhook: 500 Internal Server Error"
    assert info.last_error_date
    assert info.pending_update_count == 1
    assert list(info.allowed_updates) == ["message"]


async def test_a_new_webhook_takes_over_what_waits(library: Library, phones: Sandbox, alice: Person, door: Door):
    phones.pauses.first = 30
    await library.bot.set_webhook("http://127.0.0.1:1/nobody")
    waiting = alice.says("مرحبا")
    await asyncio.sleep(0.05)
    await library.bot.set_webhook(door.url)
    await waiting
    assert door.texts == ["مرحبا"]


async def test_what_is_no_address_or_no_secret_is_refused(library: Library):
    with library.refuses("bad request", "bad webhook: An HTTPS URL must be provided for webhook"):
        await library.bot.set_webhook("ftp://example.org/x")
    with library.refuses("bad request", "secret token contains illegal characters"):
        await library.bot.set_webhook("https://example.org/x", secret_token="سر")


async def test_an_empty_address_ends_it(library: Library, phones: Sandbox, alice: Person, door: Door):
    await library.bot.set_webhook(door.url)
    await library.bot.set_webhook("")
    alice.says("مرحبا")
    assert [update.message.text for update in await library.bot.get_updates()] == ["مرحبا"]
    assert door.came == []


async def test_an_answer_may_name_a_method(library: Library, alice: Person, door: Door):
    door.answers = [web.json_response({"method": "sendMessage", "chat_id": alice.id, "text": "في الجواب"})]
    await library.bot.set_webhook(door.url)
    await alice.says("مرحبا")
    assert alice.last.text == "في الجواب"


async def test_aiograms_own_webhook_handler_works_with_it(receiving: AiogramBot, alice: Person):
    async def greet(message: Any) -> Any:
        return message.answer(f"أهلا {message.from_user.first_name}")

    router, dispatcher, app = Router(), Dispatcher(), web.Application()
    router.message.register(greet)
    dispatcher.include_router(router)
    SimpleRequestHandler(dispatcher, receiving, handle_in_background=False, secret_token="abc").register(app, "/hook")
    async for address in serve(app):
        await receiving.set_webhook(f"{address}/hook", secret_token="abc")
        await alice.starts()
        await alice.hears("أهلا سعاد")
        await receiving.delete_webhook()
