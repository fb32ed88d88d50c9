"""The page of phones in a browser, opened for a test."""

import os
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.async_api import Browser, ConsoleMessage, Page, Request

from bot.config import Config
from bot.demo.story_of_storm import Size
from bot.sandboxing import Life, live
from docs.chromium import MISSING, browser, chromium


@pytest.fixture
async def life(tmp_path: Path) -> AsyncIterator[Life]:
    """The demo town at work, its story told without rests."""
    if chromium() is None:
        if "CI" in os.environ:
            pytest.fail(MISSING)
        pytest.skip(MISSING)
    async with live(Config(), database=tmp_path / "sandbox.db", pace=0.01, storm=Size(3, 6)) as begun:
        limits = begun.telegram.limits
        limits.per_second = limits.chat_per_second = limits.group_per_minute = None
        yield begun


@pytest.fixture
async def chrome(life: Life) -> AsyncIterator[Browser]:
    async with browser() as opened:
        yield opened


@pytest.fixture
async def page(life: Life, chrome: Browser) -> AsyncIterator[Page]:
    """The page at 1440 by 900; at the end nothing has gone wrong in it, and nothing was asked of anybody else."""
    opened = await chrome.new_page(viewport={"width": 1440, "height": 900})
    wrong: list[str] = []
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    opened.on("console", lambda message: _note(message, wrong))
    opened.on("request", lambda request: _leaves(request, life, wrong))
    await opened.goto(life.telegram.url)
    await opened.wait_for_selector("body.ready")
    yield opened
    await opened.close()
    assert wrong == []


def _note(message: ConsoleMessage, wrong: list[str]) -> None:
    if message.type in {"error", "warning"}:
        wrong.append(message.text)


def _leaves(request: Request, life: Life, wrong: list[str]) -> None:
    if urlsplit(request.url).scheme != "data" and not request.url.startswith(life.telegram.url):
        wrong.append(request.url)
