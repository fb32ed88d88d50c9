"""Fixtures of the sandbox's contract tests; a test module asks for them by `pytest_plugins`."""

import asyncio
import os
from collections.abc import AsyncIterator
from copy import copy
from functools import partial

import aiogram
import pytest
import telegram
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from telegram.request import HTTPXRequest

from sandbox import Limits, Person, Sandbox
from tests.contract.sandbox_libraries import Hands, Library

os.environ.setdefault("PTB_TIMEDELTA", "1")


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture
async def phones(hands: Hands) -> AsyncIterator[Sandbox]:
    """A Telegram without floods, and time moved by hand."""
    set_clock = partial(setattr, hands, "now")
    async with await Sandbox.start(clock=hands, set_clock=set_clock, limits=Limits.none()) as sandbox:
        yield sandbox


@pytest.fixture(scope="session")
def unopened_session() -> AiohttpSession:
    """Made once: the certificates it reads, and does not need here, take a tenth of a second."""
    return AiohttpSession()


@pytest.fixture
async def receiving(phones: Sandbox, unopened_session: AiohttpSession) -> AsyncIterator[aiogram.Bot]:
    """aiogram's bot."""
    session = copy(unopened_session)
    session.api = TelegramAPIServer.from_base(phones.api_url)
    bot = aiogram.Bot(phones.token, session=session)
    yield bot
    await (await session.create_session()).close()  # aiogram's own close() sleeps a quarter of a second
    await asyncio.sleep(0.01)  # the sockets close in the loop's next rounds


@pytest.fixture
async def sending(phones: Sandbox) -> AsyncIterator[telegram.Bot]:
    """python-telegram-bot's bot."""
    requests = [HTTPXRequest(httpx_kwargs={"verify": False}) for _ in range(2)]  # no certificates, as above
    async with telegram.Bot(
        phones.token,
        base_url=phones.base_url,
        base_file_url=phones.base_file_url,
        request=requests[0],
        get_updates_request=requests[1],
    ) as bot:
        yield bot


@pytest.fixture(params=["aiogram", "python-telegram-bot"])
def library(request: pytest.FixtureRequest) -> Library:
    """Each test runs with both."""
    if request.param == "aiogram":
        return Library("aiogram", request.getfixturevalue("receiving"), aiogram.types)
    return Library("python-telegram-bot", request.getfixturevalue("sending"), telegram)


@pytest.fixture
def alice(phones: Sandbox) -> Person:
    """She has started the bot."""
    return phones.person("سعاد", phone="+966500000001", started=True)


@pytest.fixture
def bob(phones: Sandbox) -> Person:
    return phones.person("Bob", language="en", username="bob", started=True)
