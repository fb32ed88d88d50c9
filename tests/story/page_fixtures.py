"""The page of phones in a browser, opened for a test.

One browser and one town serve a whole module: whoever leaves something behind there that others would trip over plays in
a town of their own, `fresh`.
"""

import contextlib
import os
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import pytest_asyncio
from playwright.async_api import Browser, ConsoleMessage, Page, Request

from bot.config import Config
from bot.demo.story_of_storm import Size
from bot.sandboxing import Life, live
from docs.chromium import MISSING, browser, chromium
from tests.story.on_the_page import PATIENCE_MS, SMALL, Opens

WIDE = {"width": 1440, "height": 900}
together = pytest_asyncio.fixture(loop_scope="module")
"""A fixture of one test, in the loop of its module."""


@contextlib.asynccontextmanager
async def demo_town(folder: Path) -> AsyncIterator[Life]:
    """The demo town at work, its story told without rests."""
    async with live(Config(), database=folder / "sandbox.db", pace=0.01, storm=Size(3, 6)) as begun:
        limits = begun.telegram.limits
        limits.per_second = limits.chat_per_second = limits.group_per_minute = None
        yield begun


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def chrome() -> AsyncIterator[Browser]:
    if chromium() is None:
        if "CI" in os.environ:
            pytest.fail(MISSING)
        pytest.skip(MISSING)
    async with browser() as opened:
        yield opened


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def life(chrome: Browser, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Life]:
    """The town that the module shares."""
    async with demo_town(tmp_path_factory.mktemp("town")) as begun:
        yield begun


@together
async def fresh(chrome: Browser, tmp_path: Path) -> AsyncIterator[Life]:
    """A town in which nothing has happened yet."""
    async with demo_town(tmp_path) as begun:
        yield begun


@together
async def opens(chrome: Browser) -> Opens:
    """Open the page of a town; at the end nothing has gone wrong in it, and nothing was asked of anybody else."""

    @contextlib.asynccontextmanager
    async def opened(url: str, **context: Any) -> AsyncIterator[Page]:
        around = await chrome.new_context(**({"viewport": WIDE} | context))
        page, wrong = await around.new_page(), list[str]()
        page.set_default_timeout(PATIENCE_MS)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda message: _note(message, wrong))
        page.on("request", lambda request: _leaves(request, url, wrong))
        await page.goto(url)
        await page.wait_for_selector("body.ready")
        yield page
        await around.close()
        assert wrong == []

    return opened


@together
async def page(life: Life, opens: Opens) -> AsyncIterator[Page]:
    """The page of the shared town on a wide screen."""
    async with opens(life.telegram.url) as opened:
        yield opened


@together
async def small(life: Life, opens: Opens) -> AsyncIterator[Page]:
    """The page of the shared town on a phone."""
    async with opens(life.telegram.url, viewport=SMALL, has_touch=True, reduced_motion="reduce") as opened:
        yield opened


def _note(message: ConsoleMessage, wrong: list[str]) -> None:
    if message.type in {"error", "warning"}:
        wrong.append(message.text)


def _leaves(request: Request, url: str, wrong: list[str]) -> None:
    if urlsplit(request.url).scheme != "data" and not request.url.startswith(url):
        wrong.append(request.url)
