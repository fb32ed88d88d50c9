"""The page of phones, as somebody who has just typed `make run` uses it: in a browser."""

from urllib.parse import unquote

import pytest
from playwright.async_api import Page, expect

from bot.sandboxing import Life
from tests.story.on_the_page import AR, PATIENCE_MS, phone, says, shows

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
pytest_plugins = ["tests.story.page_fixtures"]


async def test_the_page_is_arabic_from_right_to_left_and_english_is_one_click_away(page: Page):
    shown = page.locator("html")
    assert (await shown.get_attribute("lang"), await shown.get_attribute("dir")) == ("ar", "rtl")
    assert await page.locator("h1").inner_text() == AR.plain("demo-title")
    assert await page.locator(".phone").count() == 6
    await page.locator("[data-language]").click()
    assert (await shown.get_attribute("lang"), await shown.get_attribute("dir")) == ("en", "ltr")
    assert "The whole story" in await page.locator("[data-story]").inner_text()
    screen = page.locator(".phone .screen").first
    assert await screen.get_attribute("dir") == "rtl", "a phone speaks its owner's language"


async def test_what_is_typed_on_a_phone_is_answered_there(page: Page, life: Life):
    hind = life.phones["citizen"]
    await page.get_by_role("button", name="ابدأ", exact=True).click()
    await shows(page, hind, AR.plain("menu"))
    await says(page, hind, "/help")
    await shows(page, hind, "هكذا تعمل مِظَلّة")
    assert hind.last.from_bot


async def test_a_report_is_made_with_buttons_a_picture_and_a_click_on_the_map(page: Page, life: Life):
    khalid = life.phones["volunteer"]
    screen = page.locator(phone(page, khalid))
    await screen.get_by_role("button", name=AR.plain("menu-report")).click(timeout=PATIENCE_MS)
    await shows(page, khalid, AR.plain("report-picture"))
    await screen.locator(".clip-button").click()
    await screen.locator("[data-picture=pothole]").click()
    await shows(page, khalid, "أين المكان؟")
    await screen.locator(".clip-button").click()
    await screen.locator(".kind").nth(1).click()
    await screen.locator("svg.chooser").click()
    await screen.get_by_role("button", name="إرسال هذا الموقع").click()
    await shows(page, khalid, "هل هو المكان الصحيح؟")
    assert await screen.locator(".message.out img.picture").count() == 1
    assert await screen.locator(".message.out .spot svg").count() == 1


async def test_a_pop_up_answer_is_shown_and_closed(page: Page, life: Life):
    muna = life.phones["neighbour"]
    screen = page.locator(phone(page, muna))
    await says(page, muna, "/language")
    await shows(page, muna, AR.plain("language-question"))
    await screen.locator(".message.in").last.get_by_role("button", name="English").click()
    await shows(page, muna, "From now on we will write in English.")
    assert await screen.locator(".waiting").count() == 0


async def test_time_moves_forward_and_the_network_breaks_and_mends(page: Page, life: Life):
    before = life.clock()
    await page.locator("[data-panel=clock]").click()
    await page.get_by_role("button", name="+ساعة").click()
    await expect(page.locator("[data-panel=clock]")).to_contain_text("5:4")
    assert (life.clock() - before).total_seconds() >= 3600
    await page.keyboard.press("Escape")
    await page.locator("[data-panel=network]").click()
    await page.get_by_role("switch", name="قطع الشبكة").click()
    await expect(page.locator("[data-panel=network]")).to_have_class("tool bad")
    assert [fault.kind for fault in life.telegram.faults.active] == ["cut"]
    await page.get_by_role("region", name="الشبكة").get_by_role("button", name="إصلاح كل شيء").click()
    await expect(page.locator("[data-panel=network]")).to_have_class("tool")
    assert life.telegram.faults.active == []


async def test_the_story_plays_to_its_end_and_no_phone_shows_the_girl_any_more(page: Page, life: Life):
    await page.locator("[data-story-main=ready]").click()
    await expect(page.locator("[data-story]")).to_have_attribute("data-state", "done", timeout=120_000)
    files = life.telegram.world.files.by_unique_id
    addresses = [await image.get_attribute("src") for image in await page.locator(".message.in img.picture").all()]
    shown = {files[unquote(address or "").rpartition("/")[2].partition("~")[0]].content for address in addresses}
    assert len(shown) == 2, "the street light, and the neutral picture that took the girl's place"
    name = AR.plain("story-girl-name")
    assert await page.locator(".message.in", has_text=name).count() == 0


@pytest.mark.parametrize("scenario", ["girl", "pothole", "group", "storm"])
async def test_a_scenario_is_chosen_and_plays_to_its_end(page: Page, life: Life, scenario: str):
    await page.locator("[data-scenarios]").click()
    await page.locator(f"[data-scenario={scenario}]").click()
    lesson = AR.plain(f"scenario-{scenario}-lesson")
    await expect(page.locator("[data-story]")).to_contain_text(lesson)
    await page.locator("[data-story-main=ready]").click()
    await expect(page.locator("[data-story]")).to_have_attribute("data-state", "done", timeout=120_000)
    assert await page.locator(".phone").count() == 6, "a crowd is counted, its phones are not drawn"
    if scenario == "storm":
        await expect(page.locator(".crowd")).to_contain_text("9", timeout=PATIENCE_MS)
    if scenario == "group":
        salma = page.locator(phone(page, life.phones["host"]))
        await expect(salma.locator(".tabs")).to_contain_text(AR.plain("story-group-title"))


async def test_another_scenario_after_one_has_begun_begins_everything_again(page: Page, life: Life):
    await page.locator(".story .step-button").click()
    await expect(page.locator("[data-story]")).to_have_attribute("data-state", "paused", timeout=PATIENCE_MS)
    await page.locator("[data-scenarios]").click()
    await page.locator("[data-scenario=group]").click()
    assert await life.ended() == "ar"


async def test_what_happens_inside_is_shown_beside_the_phones(page: Page, life: Life):
    await page.locator("[data-hood-button]").click()
    hind = life.phones["citizen"]
    await page.get_by_role("button", name="ابدأ", exact=True).click()
    await says(page, hind, "/report")
    asked = page.locator("[data-hood=talks] tr", has_text="هند")
    await expect(asked).to_be_visible(timeout=PATIENCE_MS)
    await expect(page.locator("[data-hood=inbox] tr", has_text="تم")).to_be_visible()
    await expect(page.locator("[data-hood=agenda]")).to_contain_text("ملخّص الفريق اليومي")
    assert await page.locator(".traffic .passed").count() == 30
    await page.locator(".hood header button").click()
    await expect(page.locator(".hood")).to_be_hidden()


async def test_what_becomes_due_when_the_clock_moves_is_told(page: Page, life: Life):
    await page.locator("[data-panel=clock]").click()
    await page.get_by_role("button", name="إلى صباح الغد 8:00").click()
    await expect(page.locator(".due")).to_contain_text("ملخّص الفريق اليومي")
    await expect(page.locator("[data-panel=clock]")).to_contain_text("8:00")
    await page.locator("input[type=datetime-local]").fill("2020-01-01T08:00")
    await page.get_by_role("button", name="الانتقال إليه").click()
    await expect(page.locator(".due")).to_contain_text("لا يعود")


async def test_what_is_wrong_with_the_network_is_seen_until_it_is_mended(page: Page, life: Life):
    strip = page.locator("[data-faults]")
    await expect(strip).to_be_hidden()
    await page.locator("[data-panel=network]").click()
    await page.get_by_role("switch", name="رفض الإرسال 429").click()
    await page.get_by_role("switch", name="حدود تيليجرام").click()
    await page.locator(".scale label", has_text="0.3").click()
    await page.keyboard.press("Escape")
    for words in ("رفض الإرسال 429", "التأخير: 0.3 ث", "حدود تيليجرام مرفوعة"):
        await expect(strip).to_contain_text(words)
    assert {fault.kind for fault in life.telegram.faults.active} == {"flood", "slow"}
    assert not life.telegram.limits.enforced
    await strip.get_by_role("button", name="إصلاح كل شيء").click()
    await expect(strip).to_be_hidden()
    assert life.telegram.faults.active == []


async def test_everything_begins_again_in_english_when_asked_to(page: Page, life: Life):
    await page.locator("[data-language]").click()
    await page.get_by_role("button", name="Phones in English").click()
    assert await life.ended() == "en"
