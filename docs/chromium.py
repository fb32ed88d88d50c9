"""The system's Chromium, driven by playwright: for the pictures in docs and for the tests of pages."""

import contextlib
import shutil
from collections.abc import AsyncIterator

from playwright.async_api import Browser, async_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
SWITCHES = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
"""Runs as root and in containers, and asks nobody but the page it is given."""
MISSING = "There is no Chromium on this system. On Debian or Ubuntu: sudo apt install chromium"


def chromium() -> str | None:
    """Where it is installed; None where it is not."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)


@contextlib.asynccontextmanager
async def browser() -> AsyncIterator[Browser]:
    """Chromium without a window, until what is inside is done."""
    async with async_playwright() as playwright:
        opened = await playwright.chromium.launch(executable_path=chromium(), args=list(SWITCHES))
        try:
            yield opened
        finally:
            await opened.close()
