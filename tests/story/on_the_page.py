"""What a test does on the page of phones, and how it looks there."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager

from playwright.async_api import Page, expect

from language.catalogues import load_catalogues
from sandbox.people import Person

AR = load_catalogues().voice("ar")
PATIENCE_MS = 60_000
expect.set_options(timeout=PATIENCE_MS)
SMALL = {"width": 360, "height": 740}
Opens = Callable[..., AbstractAsyncContextManager[Page]]
"""Opens the page at an address; `playwright.async_api.Browser.new_context` says what else it takes."""


def phone(page: Page, person: Person) -> str:
    return f"#phone-{person.id}"


async def says(page: Page, person: Person, text: str) -> None:
    """Type into somebody's phone, and send."""
    field = page.locator(f"{phone(page, person)} textarea")
    await field.fill(text)
    await field.press("Enter")


async def shows(page: Page, person: Person, text: str) -> None:
    """Wait until a bubble on somebody's phone says so."""
    bubble = page.locator(f"{phone(page, person)} .message.in", has_text=text)
    await expect(bubble.last).to_be_visible(timeout=PATIENCE_MS)
