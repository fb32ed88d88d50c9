"""The page of phones, as somebody who has just typed `make run` uses it: in a browser.

What the scenarios leave behind is looked at in test_demo_story.py; here some of them are watched.
"""

from urllib.parse import unquote

import pytest
from playwright.async_api import Browser, Page, expect
from sqlalchemy import text

from bot.demo import hands
from bot.sandboxing import Life
from sandbox.content import PageContent, PhoneOnPage
from sandbox.telegram import Sandbox
from tests.story.on_the_page import AR, PATIENCE_MS, SMALL, Opens, phone, says, shows

pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
    pytest.mark.asyncio(loop_scope="module"),
]
pytest_plugins = ["tests.story.page_fixtures"]

TOLD_MS = 120_000
CUT_OFF = "one => one.scrollHeight > one.clientHeight + 8 || one.scrollWidth > one.clientWidth"
"""Less than a line below the box are the tails of letters."""


GREETED = 2
"""How many messages greet who presses Start."""


async def committed(life: Life, sql: str) -> list[tuple[object, ...]]:
    async with life.mizalla.house.db.reading() as tx:
        return [tuple(row) for row in (await tx.exec(text(sql))).all()]  # type: ignore[call-overload]


async def plays(page: Page, scenario: str) -> None:
    """Choose a scenario, and watch it to its end."""
    await page.locator("[data-scenarios]").click()
    await page.locator(f"[data-scenario={scenario}]").click()
    await expect(page.locator("[data-story]")).to_contain_text(AR.plain(f"scenario-{scenario}-lesson"))
    await page.locator("[data-story-main=ready]").click()
    await expect(page.locator("[data-story]")).to_have_attribute("data-state", "done", timeout=TOLD_MS)


async def test_the_page_is_arabic_from_right_to_left_and_english_is_one_click_away(page: Page):
    shown = page.locator("html")
    assert (await shown.get_attribute("lang"), await shown.get_attribute("dir")) == ("ar", "rtl")
    assert await page.locator("h1").inner_text() == AR.plain("demo-title")
    assert await page.locator(".phone").count() == 6
    for tool, name in (("[data-panel=anew]", "البدء من جديد"), (".story .step-button", "خطوة")):
        await expect(page.locator(tool).get_by_text(name, exact=True)).to_be_visible()
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
    picture = screen.locator(".message.out img.picture")
    await expect(picture).to_have_count(1)
    await expect(picture).to_have_css("object-fit", "contain")
    assert await screen.locator(".message.out .spot svg").count() == 1


async def test_a_sound_and_a_round_video_are_sent_from_the_page_and_kept(page: Page, life: Life):
    nasser = life.phones["approver"]
    screen = page.locator(phone(page, nasser))
    for number, (kind, shown) in enumerate((("ملف صوتي", "memo.mp3"), ("فيديو دائري", "0:08")), start=1):
        await screen.locator(".clip-button").click()
        await screen.get_by_role("button", name=kind).click()
        await expect(screen.locator(".message.out").last).to_contain_text(shown)
        kept = screen.locator(".message.in", has_text="وصل تسجيلك وهو محفوظ")
        await expect(kept).to_have_count(number)


async def test_a_pop_up_answer_is_shown_and_closed(page: Page, life: Life):
    muna = life.phones["neighbour"]
    screen = page.locator(phone(page, muna))
    await says(page, muna, "/language")
    await shows(page, muna, AR.plain("language-question"))
    await screen.locator(".message.in").last.get_by_role("button", name="English").click()
    await shows(page, muna, "From now on we will write in English.")
    assert await screen.locator(".waiting").count() == 0


async def test_the_network_breaks_and_mends_and_what_is_wrong_is_seen_until_then(page: Page, life: Life):
    network, strip = page.locator("[data-panel=network]"), page.locator("[data-faults]")
    await expect(strip).to_be_hidden()
    await network.click()
    await page.get_by_role("switch", name="قطع الشبكة").click()
    await expect(network).to_have_class("tool bad")
    assert [fault.kind for fault in life.telegram.faults.active] == ["cut"]
    await page.get_by_role("region", name="الشبكة").get_by_role("button", name="إصلاح كل شيء").click()
    await expect(network).to_have_class("tool")
    assert life.telegram.faults.active == []

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


async def test_what_happens_inside_is_shown_beside_the_phones(page: Page, life: Life):
    await page.locator("[data-hood-button]").click()
    await says(page, life.phones["volunteer"], "/report")
    asked = page.locator("[data-hood=talks] tr", has_text="خالد")
    await expect(asked).to_be_visible(timeout=PATIENCE_MS)
    await expect(page.locator("[data-hood=inbox] tr", has_text="تم")).to_be_visible()
    await expect(page.locator("[data-hood=agenda]")).to_contain_text("ملخّص الفريق اليومي")
    assert await page.locator(".traffic .passed").count() == 30
    await page.locator(".hood header button").click()
    await expect(page.locator(".hood")).to_be_hidden()


async def test_time_moves_forward_and_what_becomes_due_by_that_is_told(page: Page, life: Life):
    clock, before = page.locator("[data-panel=clock]"), life.clock()
    await expect(clock).to_contain_text("4:4")
    await clock.click()
    await page.get_by_role("button", name="+ساعة").click()
    await expect(clock).to_contain_text("5:4")
    assert (life.clock() - before).total_seconds() >= 3600
    await page.get_by_role("button", name="إلى صباح الغد 8:00").click()
    await expect(page.locator(".due")).to_contain_text("ملخّص الفريق اليومي")
    await expect(clock).to_contain_text("8:00")
    await page.locator("input[type=datetime-local]").fill("2020-01-01T08:00")
    await page.get_by_role("button", name="الانتقال إليه").click()
    await expect(page.locator(".due")).to_contain_text("لا يعود")


async def test_the_story_plays_to_its_end_and_no_phone_shows_the_girl_any_more(fresh: Life, opens: Opens):
    async with opens(fresh.telegram.url) as page:
        await plays(page, "whole")
        assert await committed(fresh, "SELECT state FROM report UNION ALL SELECT state FROM search") == [
            ("fixed",),
            ("closed",),
        ]
        assert len(fresh.phones["neighbour"].inbox) == GREETED, "it is not where she follows"
        files = fresh.telegram.world.files.by_unique_id
        addresses = [await image.get_attribute("src") for image in await page.locator(".message.in img.picture").all()]
        shown = {files[unquote(address or "").rpartition("/")[2].partition("~")[0]].content for address in addresses}
        assert len(shown) == 2, "the street light, and the neutral picture that took the girl's place"
        name = AR.plain("story-girl-name")
        assert await page.locator(".message.in", has_text=name).count() == 0
        await page.locator("[data-hood-button]").click()
        alerts = page.locator("[data-hood=alerts]")
        await expect(alerts).to_contain_text("انتهاء البلاغ")
        await expect(alerts).to_contain_text("دعوة إلى العودة")
        assert "report-" not in await alerts.inner_text()


async def test_a_group_is_set_up_on_the_page_and_another_scenario_begins_everything_again(fresh: Life, opens: Opens):
    async with opens(fresh.telegram.url) as page:
        await plays(page, "group")
        salma = page.locator(phone(page, fresh.phones["host"]))
        await expect(salma.locator(".tabs")).to_contain_text(AR.plain("story-group-title"))
        await page.locator("[data-scenarios]").click()
        await page.locator("[data-scenario=storm]").click()
        assert await fresh.ended() == "ar"


async def test_a_crowd_is_counted_and_everything_begins_again_in_english_when_asked_to(fresh: Life, opens: Opens):
    async with opens(fresh.telegram.url) as page:
        await plays(page, "storm")
        assert await page.locator(".phone").count() == 6, "a crowd is counted, its phones are not drawn"
        await expect(page.locator(".crowd")).to_contain_text("9", timeout=PATIENCE_MS)
        await page.locator("[data-language]").click()
        await page.get_by_role("button", name="Phones in English").click()
        assert await fresh.ended() == "en"


async def test_a_story_that_a_phone_was_ahead_of_says_which_and_what_it_waited_for(
    fresh: Life, opens: Opens, monkeypatch: pytest.MonkeyPatch
):
    hind = fresh.phones["citizen"]
    async with opens(fresh.telegram.url, viewport=SMALL, reduced_motion="reduce") as page:
        story = page.locator("[data-story]")
        await story.locator(".step-button").click()
        await expect(story).to_have_attribute("data-state", "paused", timeout=TOLD_MS)
        await says(page, hind, "/help")
        await shows(page, hind, "هكذا تعمل مِظَلّة")
        monkeypatch.setattr(hands, "PATIENCE_SECONDS", 0.1)
        await page.locator("[data-story-main=paused]").click()
        await expect(story).to_have_attribute("data-state", "failed", timeout=TOLD_MS)
        told = story.locator("p")
        for words in (f"هاتف هند ما كان ينتظره: «{AR.plain('menu-report')}»", "استُعمل هاتف هند باليد", "زر «من جديد»"):
            await expect(told).to_contain_text(words)
        assert not await told.evaluate(CUT_OFF)
        await page.locator("[data-story-main=failed]").click()
        assert await fresh.ended() == "ar"


async def test_a_page_opened_before_the_town_is_furnished_shows_it_once_it_is(chrome: Browser, opens: Opens):
    async with await Sandbox.start() as telegram, opens(telegram.url) as page:
        await expect(page.locator(".phone")).to_have_count(0)
        hind = telegram.person("هند", language="ar")
        about = PhoneOnPage(hind.id, {"ar": "هند"}, {"ar": "من سكان المدينة"})
        title = {"ar": "مدينة جاهزة"}
        telegram.page = PageContent(title, {"ar": "الآن"}, "Asia/Riyadh", "ar", phones=[about])
        await expect(page.locator("h1")).to_have_text("مدينة جاهزة")
        await expect(page.locator(f"{phone(page, hind)} .who")).to_contain_text("من سكان المدينة")
