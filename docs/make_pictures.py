"""The pictures in docs/pictures: posters and maps as drawn, and the page of phones while the demo story is told.

`make pictures` makes them all, `python -m docs.make_pictures drawn` those alone that need no browser.
"""

import asyncio
import io
import re
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.async_api import Browser, Page

from bot.config import Config
from bot.sandboxing import Life, live
from docs.chromium import MISSING, browser, chromium
from docs.drawn_pictures import drawn

FOLDER = Path(__file__).parent / "pictures"
WIDE, SMALL = (1440, 900), (390, 844)
HEARD = "story-girl-approved"
"""After this step the alert is on the phones of those near by."""
LARGEST_BYTES = 400_000
CARD = re.compile(r"وصل: \W*\d")
"""What stands on the desk's card of a search alone: how many have it."""


async def make() -> list[Path]:
    """Every picture; the files that were written."""
    async with browser() as chrome:
        return [*make_drawn(), *await _arabic(chrome), *await _english(chrome)]


def make_drawn() -> list[Path]:
    """The pictures for which nothing has to run."""
    FOLDER.mkdir(exist_ok=True)
    return [_kept(image, name) for name, image in drawn().items()]


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
            made.append(await _card(chrome, life))
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


async def _card(chrome: Browser, life: Life) -> Path:
    """The desk's live card of the search, on the coordinator's telephone."""
    phone = await _page(chrome, life, SMALL, "ar")
    number = life.phones["coordinator"].id
    await phone.locator(f".look[data-person='{number}']").click()
    card = phone.locator(f"#phone-{number} .message.in").filter(has_text=CARD).last
    await phone.wait_for_timeout(3000)  # until its picture is there: that moves the chat down again
    await card.evaluate("bubble => bubble.scrollIntoView({block: 'end'})")
    return await _taken(phone, "card-ar.png")


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
    return _kept(Image.open(io.BytesIO(await page.screenshot(animations="disabled"))).convert("RGB"), name)


def _kept(shot: Image.Image, name: str) -> Path:
    path = FOLDER / name
    palette = shot.quantize(256, method=Image.Quantize.MAXCOVERAGE, kmeans=3)
    shot.quantize(palette=palette, dither=Image.Dither.FLOYDSTEINBERG).save(path, optimize=True)
    if path.stat().st_size > LARGEST_BYTES:
        raise RuntimeError(f"{path} has more than {LARGEST_BYTES} bytes")
    return path


def main() -> None:
    only_drawn = sys.argv[1:] == ["drawn"]
    if chromium() is None and not only_drawn:
        sys.exit(MISSING)
    for path in make_drawn() if only_drawn else asyncio.run(make()):
        sys.stdout.write(f"{path.relative_to(Path.cwd())} {path.stat().st_size // 1000} KB\n")


if __name__ == "__main__":
    main()
