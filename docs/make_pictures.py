"""The pictures in docs/pictures, taken of the page of phones while the demo story is told: `make pictures`."""

import asyncio
import io
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.async_api import Browser, Page

from bot.config import Config
from bot.sandboxing import Life, live
from docs.chromium import MISSING, browser, chromium

FOLDER = Path(__file__).parent / "pictures"
WIDE, SMALL = (1440, 900), (390, 844)
HEARD = "story-girl-approved"
"""After this step the alert is on the phones of those near by."""
LARGEST_BYTES = 400_000


async def make() -> list[Path]:
    """Every picture; the files that were written."""
    FOLDER.mkdir(exist_ok=True)
    async with browser() as chrome:
        return [*await _arabic(chrome), *await _english(chrome)]


async def _arabic(chrome: Browser) -> list[Path]:
    """The alert out, on a wide screen and on a telephone; then everything over."""
    with tempfile.TemporaryDirectory() as folder:
        async with live(Config(), database=Path(folder) / "sandbox.db", pace=0.1) as life:
            page = await _page(chrome, life, WIDE, "ar")
            await _tell_until(life, HEARD)
            made = [await _taken(page, "page-ar.png")]
            phone = await _page(chrome, life, SMALL, "ar")
            khalid = life.phones["volunteer"].id
            await phone.locator(f".look[data-person='{khalid}']").click()
            await phone.locator(f"#phone-{khalid} .message.in").last.evaluate("bubble => bubble.scrollIntoView()")
            made.append(await _taken(phone, "page-phone.png"))
            await _tell_until(life, "story-girl-over")
            return [*made, await _taken(page, "story.png")]


async def _english(chrome: Browser) -> list[Path]:
    with tempfile.TemporaryDirectory() as folder:
        async with live(Config(), database=Path(folder) / "sandbox.db", pace=0.1, language="en") as life:
            page = await _page(chrome, life, WIDE, "en")
            await _tell_until(life, HEARD)
            made = [await _taken(page, "page-en.png")]
            await page.locator("[data-hood-button]").click()
            await page.locator(f"#phone-{life.phones['coordinator'].id}").scroll_into_view_if_needed()
            return [*made, await _taken(page, "page-hood.png")]


async def _page(chrome: Browser, life: Life, size: tuple[int, int], language: str) -> Page:
    page = await chrome.new_page(viewport={"width": size[0], "height": size[1]}, reduced_motion="reduce")
    await page.goto(f"{life.telegram.url}/?language={language}")
    await page.wait_for_selector("body.ready")
    return page


async def _tell_until(life: Life, key: str) -> None:
    """Step by step, until this step has been told."""
    limits = life.telegram.limits
    limits.per_second = limits.chat_per_second = limits.group_per_minute = None
    wanted = [step.key for step in life.story.steps["whole"]].index(key) + 1
    while life.story.state()["at"] < wanted:
        life.story.step()
        while life.story.state()["state"] == "playing":
            await asyncio.sleep(0.1)
        if life.story.state()["state"] == "failed":
            raise RuntimeError(f"the story could not be told as far as {key}")


async def _taken(page: Page, name: str) -> Path:
    """Once nothing moves any more, in the 256 colours that show it best."""
    await page.wait_for_timeout(3000)
    shot = Image.open(io.BytesIO(await page.screenshot(animations="disabled"))).convert("RGB")
    path = FOLDER / name
    palette = shot.quantize(256, method=Image.Quantize.MAXCOVERAGE, kmeans=3)
    shot.quantize(palette=palette, dither=Image.Dither.FLOYDSTEINBERG).save(path, optimize=True)
    if path.stat().st_size > LARGEST_BYTES:
        raise RuntimeError(f"{path} has more than {LARGEST_BYTES} bytes")
    return path


def main() -> None:
    if chromium() is None:
        sys.exit(MISSING)
    for path in asyncio.run(make()):
        sys.stdout.write(f"{path.relative_to(Path.cwd())} {path.stat().st_size // 1000} KB\n")


if __name__ == "__main__":
    main()
