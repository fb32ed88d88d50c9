"""The page of phones by keyboard, by screen reader and on a phone: nobody is left out of trying it."""

from typing import Any

import pytest
from playwright.async_api import Page, expect

from bot.sandboxing import Life
from tests.story.on_the_page import AR, PATIENCE_MS, phone, shows

pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
    pytest.mark.asyncio(loop_scope="module"),
]
pytest_plugins = ["tests.story.page_fixtures"]

MOST_TABS = 250

UNNAMED = """() => [...document.querySelectorAll('button, a[href], input, select, textarea, summary, [role=button], [tabindex="0"]')]
  .filter((one) => one.checkVisibility() && !(one.getAttribute('aria-label') || one.textContent.trim() || one.title
    || (one.labels && one.labels.length)))
  .map((one) => one.outerHTML.slice(0, 120))"""
WITHOUT_ALT = "() => [...document.images].filter((one) => !one.hasAttribute('alt')).map((one) => one.src)"
OUT_OF_ORDER = """() => {
  const levels = [...document.querySelectorAll('h1, h2, h3, h4')].filter((one) => one.checkVisibility()).map((one) => Number(one.tagName[1]));
  return levels.filter((level, at) => level > (levels[at - 1] ?? 0) + 1);
}"""
PALE = """() => {
  const channel = (n) => (n / 255 <= 0.03928 ? n / 255 / 12.92 : ((n / 255 + 0.055) / 1.055) ** 2.4);
  const light = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
  const rgba = (colour) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
    return [r, g, b, a / 255];
  };
  const over = ([r, g, b, a], under) => [r, g, b].map((n, at) => n * a + under[at] * (1 - a));
  const behind = (one) => {
    const layers = [];
    for (let at = one; at; at = at.parentElement) layers.push(rgba(getComputedStyle(at).backgroundColor));
    return layers.reverse().reduce((under, layer) => over(layer, under), [245, 240, 230]);
  };
  const found = new Map();
  for (const one of document.querySelectorAll('body *')) {
    const words = [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    if (!words || !one.checkVisibility({ opacityProperty: true }) || one.closest(':disabled, .quiet, .skip, svg, noscript, [aria-hidden]')) continue;
    const [back, colour] = [behind(one), rgba(getComputedStyle(one).color)];
    const [a, b] = [light(over(colour, back)), light(back)].sort((x, y) => y - x);
    const contrast = (a + 0.05) / (b + 0.05);
    if (contrast < 4.5) found.set(`${one.tagName} ${one.className}`, contrast.toFixed(2));
  }
  return [...found];
}"""
PICTURES_AND_LETTERS_ARE_THERE = """() => Promise.all([document.fonts.ready,
  ...[...document.images].filter((one) => one.checkVisibility()).map((one) => { one.loading = 'eager'; return one.decode(); })])"""
LAST_BUTTON_IS_SEEN = """(where) => {
  const [last, field] = [[...document.querySelectorAll(`${where} .inline`)].at(-1), document.querySelector(`${where} .bottom`)];
  return last && last.getBoundingClientRect().bottom <= field.getBoundingClientRect().top;
}"""
SIDEWAYS = "() => document.documentElement.scrollWidth > innerWidth || document.body.scrollWidth > innerWidth"
FOCUSED = """() => {
  const one = document.activeElement;
  if (one === document.body) return ['', ''];
  return [one.closest('.phone')?.id ?? '', one.getAttribute('aria-label') || one.innerText || one.className?.baseVal || ''];
}"""


async def tab_to(page: Page, name: str, where: str = "", *, key: str = "Tab") -> None:
    """Press Tab until what has this name has the focus, on the phone with this id."""
    for _ in range(MOST_TABS):
        inside, called = await page.evaluate(FOCUSED)
        if inside == where and name in called:
            return
        await page.keyboard.press(key)
    raise AssertionError(f"{name!r} cannot be reached by {key}")


async def press(page: Page, name: str, where: str = "", *, key: str = "Tab") -> None:
    await tab_to(page, name, where, key=key)
    await page.keyboard.press("Enter")


async def says_nothing_wrong(page: Page) -> None:
    assert await page.evaluate(UNNAMED) == []
    assert await page.evaluate(WITHOUT_ALT) == []
    assert await page.evaluate(OUT_OF_ORDER) == []
    assert await page.locator("h1:visible").count() == 1
    assert await page.locator("[tabindex]:not([tabindex='0']):not([tabindex='-1'])").count() == 0
    assert await page.evaluate(PALE) == []


async def test_a_report_is_made_by_keyboard_alone(page: Page, life: Life):
    hind = life.phones["citizen"]
    here = phone(page, hind).removeprefix("#")
    await press(page, "إلى الهواتف")
    assert await page.evaluate("document.activeElement.id") == "phones"
    await press(page, "ابدأ", here)
    await shows(page, hind, AR.plain("menu"))
    assert "رسالة" in (await page.evaluate(FOCUSED))[1], "where the button was, the field for writing is now"
    await press(page, AR.plain("menu-report"), here, key="Shift+Tab")
    await shows(page, hind, AR.plain("report-picture"))
    await press(page, "إرفاق", here)
    await press(page, "حفرة في الطريق", here)
    await shows(page, hind, "أين المكان؟")
    await press(page, "إرفاق", here)
    await press(page, "موقع", here)
    await tab_to(page, "خريطة المدينة", here)
    for key in ("ArrowLeft", "ArrowUp", "Enter"):
        await page.keyboard.press(key)
    await shows(page, hind, "هل هو المكان الصحيح؟")
    await press(page, AR.plain("place-this"), here, key="Shift+Tab")
    await shows(page, hind, AR.plain("report-kind"))
    await press(page, "إنارة", here, key="Shift+Tab")
    await shows(page, hind, AR.plain("report-description"))
    await tab_to(page, "رسالة", here)
    await page.keyboard.type("المصباح مطفأ أمام المدرسة")
    await page.keyboard.press("Enter")
    await press(page, AR.plain("report-summary-send"), here, key="Shift+Tab")
    await expect(page.locator(f"{phone(page, hind)} .message.in", has_text="بلاغك رقم").last).to_be_visible()


async def test_a_sheet_keeps_the_focus_and_escape_gives_it_back(page: Page, life: Life):
    khalid = life.phones["volunteer"]
    screen = page.locator(phone(page, khalid))
    await screen.locator(".clip-button").focus()
    await page.keyboard.press("Enter")
    sheet = screen.get_by_role("dialog", name="إرفاق")
    for key in [*["Tab"] * 15, *["Shift+Tab"] * 15]:
        await page.keyboard.press(key)
        assert await sheet.evaluate("sheet => sheet.contains(document.activeElement)")
    await page.keyboard.press("Escape")
    await expect(sheet).to_have_count(0)
    assert await screen.locator(".clip-button").evaluate("one => one === document.activeElement")
    await page.locator("[data-hood-button]").focus()
    await page.keyboard.press("Enter")
    assert await page.locator(".hood").evaluate("hood => hood.contains(document.activeElement)")
    await page.keyboard.press("Escape")
    await expect(page.locator(".hood")).to_be_hidden()
    assert await page.locator("[data-hood-button]").evaluate("one => one === document.activeElement")


async def test_what_comes_is_said_to_who_listens(page: Page, life: Life):
    muna = life.phones["neighbour"]
    await muna.says("/help")
    heard = page.locator(f"{phone(page, muna)} p[aria-live=polite]")
    await expect(heard).to_contain_text("منى: هكذا تعمل مِظَلّة", timeout=PATIENCE_MS)
    assert await page.get_by_role("region", name="هاتف منى").count() == 1
    greeting = page.locator(f"{phone(page, muna)} .words").last
    assert (await greeting.get_attribute("lang"), await greeting.get_attribute("dir")) == ("ar", "auto")


@pytest.mark.parametrize("language", ["ar", "en"])
async def test_everything_has_a_name_an_order_and_enough_contrast(page: Page, life: Life, language: str):
    if language == "en":
        await page.locator("[data-language]").click()
        await page.keyboard.press("Escape")
    await page.locator("[data-hood-button]").click()
    await expect(page.locator("[data-hood=inbox] table")).to_be_visible()
    for opener in ("[data-panel=clock]", "[data-panel=network]", "[data-panel=anew]", "[data-scenarios]"):
        await page.locator(opener).click()
        await says_nothing_wrong(page)
        await page.keyboard.press("Escape")


async def test_a_report_is_made_by_taps_on_a_small_screen(small: Page, life: Life):
    rim = life.telegram.person("ريم", language="ar")
    await small.reload()
    screen = small.locator(phone(small, rim))
    await small.locator(f".look[data-person='{rim.id}']").tap()
    assert await small.locator(".phone:visible").count() == 1
    await screen.get_by_role("button", name="ابدأ", exact=True).tap()
    await screen.get_by_role("button", name=AR.plain("menu-report")).tap()
    await shows(small, rim, AR.plain("report-picture"))
    await screen.locator(".clip-button").tap()
    await screen.locator("[data-picture=pothole]").tap()
    await shows(small, rim, "أين المكان؟")
    await screen.locator(".clip-button").tap()
    await screen.locator(".kind").nth(1).tap()
    await screen.locator("svg.chooser").tap()
    await screen.get_by_role("button", name="إرسال هذا الموقع").tap()
    await screen.get_by_role("button", name=AR.plain("place-this")).tap()
    await screen.get_by_role("button", name="طريق أو رصيف").tap()
    await shows(small, rim, AR.plain("report-description"))
    await screen.locator("textarea").fill("حفرة في منتصف الطريق")
    await screen.locator(".send-button").tap()
    await screen.get_by_role("button", name=AR.plain("report-summary-send"), exact=True).tap()
    await shows(small, rim, "بلاغك رقم")
    assert not await small.evaluate(SIDEWAYS)
    await small.reload()
    await small.locator(f".look[data-person='{rim.id}']").tap()
    await small.evaluate(PICTURES_AND_LETTERS_ARE_THERE)
    await small.wait_for_function(LAST_BUTTON_IS_SEEN, arg=phone(small, rim))


async def test_a_small_screen_switches_phones_and_counts_what_is_unread(small: Page, life: Life):
    khalid, hind = life.phones["volunteer"], life.phones["citizen"]
    await khalid.says("/help")
    tab = small.locator(f".look[data-person='{khalid.id}']")
    await expect(tab.locator(".badge")).to_be_visible(timeout=PATIENCE_MS)
    assert "رسائل جديدة" in (await tab.get_attribute("aria-label") or "")
    await tab.tap()
    await expect(small.locator(phone(small, khalid))).to_be_visible()
    await expect(small.locator(phone(small, hind))).to_be_hidden()
    await expect(tab.locator(".badge")).to_be_hidden()
    await small.locator("[data-hood-tab]").tap()
    await expect(small.locator(".hood")).to_be_visible()
    await expect(small.locator(".phone:visible")).to_have_count(0)
    await small.locator("[data-drawer]").tap()
    await small.locator("[data-panel=network]").tap()
    await expect(small.get_by_role("switch", name="قطع الشبكة")).to_be_visible()
    assert not await small.evaluate(SIDEWAYS)
    await says_nothing_wrong(small)


async def test_what_sixty_phones_hear_is_read_together(page: Page, life: Life):
    before = await page.locator(".phone").count()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    many: list[Any] = life.telegram.crowd(60)
    for number in range(5):
        for person in many:
            person.says(f"/help {number}") if number == 0 else person.says("مرحبا")
    await expect(page.locator(".phone")).to_have_count(before + 60, timeout=PATIENCE_MS)
    await expect(page.locator(f"{phone(page, many[-1])} .message.out")).to_have_count(5, timeout=PATIENCE_MS)
    assert len(asked) < 30, "many messages are read together, or it would stand still under them"
