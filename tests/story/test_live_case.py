"""The live page of a search as a stranger's telephone sees it, from the link in an alert to the end of the search."""

import re
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from sqlmodel import select

from language.catalogues import load_catalogues
from models.alerts import Wording
from models.rules import Rules, SearchRules
from models.searches import Outcome, Search
from pictures.demo import child_in_blue_dress
from services import objections, pictures, search_closing, search_purging, search_updates
from tests.contract.search_town import Town, town_of
from web.app import create_app
from web.feeds import feed_routes
from web.health import Health
from web.live_cases import live_case_routes

PUBLIC = "https://mizalla.example"
SECRETS = ("العتيبي", "ريم", "هند", "الأم", "0500000000", "1/22", "شرطة الميناء", "مدرسة النور", "0501234567")
"""What is in the case and on no page: the name, the family, the police report, where she can be found tomorrow."""


@pytest.fixture
async def town(sqlite_house, now) -> Town:
    return await town_of(replace(sqlite_house, rules=Rules(public_url=PUBLIC)), now)


@pytest.fixture
async def web(town) -> AsyncIterator[httpx.AsyncClient]:
    """A telephone that follows links; Arabic, unless it says otherwise."""
    routes = [make(town.house, load_catalogues(), lambda: town.now) for make in (live_case_routes, feed_routes)]
    transport = httpx.ASGITransport(create_app(Health(), routes))
    async with httpx.AsyncClient(transport=transport, base_url=PUBLIC) as client:
        yield client


async def with_a_picture(town: Town, **entry) -> str:
    """Reem's case, told to everybody; the path of its page."""
    kept = await pictures.keep(town.house, child_in_blue_dress(), now=town.now)
    search = await town.opened(picture_id=kept, marks="شامة، تدرس في مدرسة النور، 0501234567", **entry)
    return f"/searches/{search.page_key}"


async def number_of(town: Town, path: str) -> int:
    async with town.house.db.reading() as tx:
        found = (await tx.exec(select(Search.id).where(Search.page_key == path.rpartition("/")[2]))).one()
        return int(found or 0)


async def ends(town: Town, path: str) -> None:
    await search_closing.close(
        town.house, search_id=await number_of(town, path), outcome=Outcome.FOUND_DEAD, evidence="الشرطة",
        member_id=town.suad, now=town.now,
    )  # fmt: skip


def read(answer: httpx.Response) -> str:
    """What is on the screen, without isolates."""
    body = re.sub("<style>.*?</style>|<[^>]*>", "", answer.text, flags=re.DOTALL)
    return body.translate(dict.fromkeys(map(ord, "\u2068\u2069\u200f")) | {0xA0: " "})


async def test_the_alert_shares_a_link_to_the_page_and_never_the_picture(town, web):
    path = await with_a_picture(town)
    search = await town.search(await number_of(town, path))
    (alert,) = await town.alerts(search, Wording.SEARCH_OPEN)
    (button,) = [each for row in (await town.letter(alert)).buttons for each in row if each.label == "مشاركة الرابط"]
    assert parse_qs(urlsplit(button.url).query)["url"] == [f"{PUBLIC}{path}"]
    assert (await web.get(path)).status_code == 200


async def test_no_link_to_share_where_there_are_no_pages_or_not_everybody_may_look(town):
    for search in (await town.opened(police=False), await town.opened(drill=True)):
        (alert,) = await town.alerts(search, Wording.SEARCH_OPEN)
        assert "مشاركة الرابط" not in repr((await town.letter(alert)).buttons)
    town.house.rules = Rules()
    (alert,) = await town.alerts(await town.opened(), Wording.SEARCH_OPEN)
    assert "مشاركة الرابط" not in repr((await town.letter(alert)).buttons)


async def test_the_page_says_what_the_alert_says_and_nothing_of_the_family(town, web):
    answer = await web.get(await with_a_picture(town))
    said = read(answer)
    for words in (
        "طفلة مفقودة في حي الورد: ر. ع.، 6 سنوات.",
        "ترتدي: فستان أزرق",
        "شامة",
        "عند رؤيتها: الاتصال بالرقم 911",
    ):
        assert words in said
    assert [secret for secret in SECRETS if secret in answer.text] == []
    assert '<html lang="ar" dir="rtl">' in answer.text
    assert 'href="tel:911"' in answer.text


async def test_english_is_chosen_by_the_browser_or_by_hand(town, web):
    path = await with_a_picture(town)
    assert "A girl is missing" in read(await web.get(path, headers={"Accept-Language": "fr, en-GB;q=0.8, ar;q=0.5"}))
    assert "A girl is missing" in read(await web.get(f"{path}?lang=en"))
    assert "طفلة مفقودة" in read(await web.get(f"{path}?lang=fr"))


async def test_nobody_is_told_to_keep_a_page_or_to_run_anything_on_it(town, web):
    path = await with_a_picture(town)
    for answer in (await web.get(path), await web.get(f"{path}/picture"), await web.get("/searches/7")):
        assert answer.headers["cache-control"] == "no-store"
        assert "noindex" in answer.headers["x-robots-tag"]
        assert answer.headers["referrer-policy"] == "no-referrer"
    page = await web.get(path)
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert "<script" not in page.text
    assert re.findall("og:[a-z]+", page.text) == ["og:title"]
    assert re.findall("(?:src|href)=.(https?:)?//", page.text) == []


async def test_what_people_wrote_cannot_become_part_of_the_page(town, web):
    answer = await web.get(await with_a_picture(town, clothing="<script>alert(1)</script> {{ 7*7 }}"))
    assert "&lt;script&gt;alert(1)&lt;/script&gt; {{ 7*7 }}" in answer.text


async def test_the_picture_is_there_while_the_search_is_open(town, web):
    path = await with_a_picture(town)
    answer = await web.get(f"{path}/picture")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/jpeg")
    assert answer.content.startswith(b"\xff\xd8")
    await ends(town, path)
    assert (await web.get(f"{path}/picture")).status_code == 404


async def test_where_the_law_forbids_pictures_of_minors_there_is_none(town, web):
    town.house.rules = Rules(public_url=PUBLIC, searches=SearchRules(minors_pictures_public=False))
    path = await with_a_picture(town)
    assert "<img" not in (await web.get(path)).text
    assert (await web.get(f"{path}/picture")).status_code == 404


async def test_what_never_was_public_answers_like_what_never_was(town, web):
    hidden = [
        await town.submitted(),
        await town.opened(police=False),
        await town.opened(drill=True),
        await town.notice(),
    ]
    nothing = await web.get("/searches/aaaaaaaaaaaaaaaa")
    for search in hidden:
        answer = await web.get(f"/searches/{search.page_key}")
        assert (answer.status_code, answer.text) == (404, nothing.text)
        assert (await web.get(f"/searches/{search.id}")).text == nothing.text


async def test_an_objection_hides_the_page_at_once(town, web):
    path = await with_a_picture(town)
    number = await number_of(town, path)
    await objections.object_to(town.house, search_id=number, member_id=town.charlie, now=town.now)
    answer = await web.get(path)
    assert "موقوفة مؤقتًا للمراجعة" in read(answer)
    assert "أزرق" not in answer.text
    assert (await web.get(f"{path}/picture")).status_code == 404
    await objections.decide_objection(town.house, search_id=number, uphold=False, member_id=town.layla, now=town.now)
    assert "طفلة مفقودة" in read(await web.get(path))


async def test_a_search_that_police_no_longer_confirms_leaves_the_page(town, web):
    path = await with_a_picture(town)
    number = await number_of(town, path)
    await search_updates.update(
        town.house, search_id=number, member_id=town.layla, now=town.now, police_number="", police_station=""
    )
    assert (await web.get(path)).status_code == 404


async def test_when_it_is_over_nothing_of_her_is_left_anywhere(town, web):
    path = await with_a_picture(town)
    await ends(town, path)
    over = await web.get(path)
    assert "انتهت عملية البحث. شكرًا لكل من ساعد." in read(over)
    everywhere = [over, await web.get("/feeds/searches/a-3.xml"), await web.get("/feeds/cap.xml")]
    for identifier in re.findall(r"/feeds/cap/([^<\"]+)\.xml", everywhere[-1].text):
        everywhere.append(await web.get(f"/feeds/cap/{identifier}.xml"))
    assert len(everywhere) == 4
    for answer in everywhere:
        assert [word for word in (*SECRETS, "ر. ع.", "أزرق", "شامة", "found", "وفاة") if word in answer.text] == []
    later = town.now + timedelta(days=31)
    await search_purging.purge_cases(town.house, now=later)
    assert (await web.get(path)).text == over.text


async def test_feeds_say_where_and_that_somebody_is_looked_for(town, web):
    path = await with_a_picture(town)
    await town.opened(police=False)
    for area in ("a-3", "a-2", "a-1"):
        feed = await web.get(f"/feeds/searches/{area}.xml")
        assert feed.text.count("<entry>") == 1
        assert f'href="{PUBLIC}{path}"' in feed.text
        assert "البحث عن طفلة في حي الورد" in feed.text
        assert "24.05 46.05" in feed.text
        assert [word for word in (*SECRETS, "ر. ع.", "6 سنوات") if word in feed.text] == []
    assert (await web.get("/feeds/searches/a-4.xml")).text.count("<entry>") == 0
    assert (await web.get("/feeds/searches/nowhere.xml")).status_code == 404


async def test_the_index_of_cap_leads_to_the_message_that_stands(town, web):
    path = await with_a_picture(town)
    number = await number_of(town, path)
    (first,) = re.findall(f'href="{PUBLIC}(/feeds/cap/[^"]+)"', (await web.get("/feeds/cap.xml")).text)
    message = await web.get(first)
    assert message.headers["content-type"].startswith("application/cap+xml")
    assert f"<web>{PUBLIC}{path}</web>" in message.text
    assert f"<uri>{PUBLIC}{path}/picture</uri>" in message.text
    assert [secret for secret in SECRETS if secret in message.text] == []
    await search_updates.update(town.house, search_id=number, member_id=town.suad, text="قرب السوق", now=town.now)
    assert (await web.get(first)).status_code == 410
    assert (await web.get("/feeds/cap/nothing.xml")).status_code == 404
