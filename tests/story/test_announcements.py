"""A coordinator forwards the post that is going round, and it becomes a draft, or stops with whom to call."""

from datetime import timedelta

import orjson

from language.text import visible
from pictures.demo import child_in_blue_dress
from sandbox.people import Person
from tests.story.searching import plain, presses, says, tells, town
from tests.story.town import Town

__all__ = ["town"]

POST = (
    "🔴 مفقودة 🔴\nالطفلة جنى خالد الحربي، عمرها سنتين ونصف، خرجت اليوم الساعة ٣ عصرًا من حي الغدير ولم تعد، "
    "ترتدي فستانًا أزرق وعندها شامة على الخد\nمعها سيارة كامري بيضاء لوحة أ ب ج 1234\nللتواصل مع والدها 0501234567"
)


def told(town: Town, key: str, **facts: str) -> str:
    """A sentence as a phone shows it."""
    return plain(visible(town.ar(key, **facts)))


async def forwards(town: Town, person: Person, text: str) -> str:
    await person.says(text, forwarded_from="أخبار الحي")
    await town.quiet()
    return plain(person.last.text)


async def test_a_post_becomes_a_draft_that_quotes_the_words_of_every_field(town: Town):
    suad = town.coordinator
    await forwards(town, suad, POST)
    [row] = await town.query(
        "SELECT subject_name, subject_age, subject_sex, clothing, marks, vehicle, lkp_place, reporter_phone, state, quoted"
        " FROM search"
    )
    assert row[:3] == ("جنى خالد الحربي", 2, "female")
    assert row[3:6] == ("فستانًا أزرق", "شامة على الخد", "سيارة كامري بيضاء لوحة أ ب ج 1234")
    assert row[6:9] == ("حي الغدير", "+966501234567", "draft")
    quoted = orjson.loads(row[9])
    assert all(words in POST for words in quoted.values())
    said = [plain(each.text) for each in suad.inbox]
    [card] = [each for each in said if "عمرها سنتين ونصف" in each]
    assert "المركبة: سيارة كامري بيضاء لوحة أ ب ج 1234" in card
    assert "0501234567" not in card
    answer = next(each for each in said if "مسودة البحث رقم 1" in each)
    assert "جنى" not in answer
    assert town.copies("جنى خالد الحربي") != []


async def test_what_is_missing_is_asked_next_and_the_card_forgets_when_the_draft_is_stopped(town: Town):
    suad = town.coordinator
    await forwards(town, suad, "مفقود الطفل ليث العتيبي عمره ٨ سنوات لابس ثوب أبيض، خرج أمس من حي الغدير")
    [(seen, phone, by)] = await town.query("SELECT lkp_at, reporter_phone, reporter_name FROM search")
    assert (seen, phone, by) == (None, "", "")
    await suad.presses(town.ar.plain("search-next-field", field=town.ar("search-field-when")))
    await town.quiet()
    assert plain(suad.last.text) == told(town, "search-question-when")
    await says(town, suad, "/cancel")
    await presses(town, suad, "button-search-refuse")
    await presses(town, suad, "search-reason-not-enough-known")
    assert town.copies("ليث") == []


async def test_the_picture_of_a_post_is_the_case_s(town: Town):
    await town.coordinator.sends_photo(child_in_blue_dress(), caption=POST)
    await town.quiet()
    [(picture,)] = await town.query("SELECT picture_id FROM search")
    assert picture is not None


async def test_rewards_custody_workers_and_old_posts_stop_with_a_number_to_call(town: Town):
    suad = town.coordinator
    for text, gate in (
        ("مفقود الطفل سالم عمره ٥ سنوات مكافأة ٥٠٠٠ ريال لمن يجده", "reward"),
        ("طليقتي أخذت ولدي سالم عمره ٤ سنوات والحضانة معي ساعدوني", "custody"),
        ("خادمتنا هربت من البيت اليوم اسمها ماريا عمرها ٣٠ سنة", "worker"),
        ("زوجتي نوف تركت البيت بعد خلاف عمرها ٣٠ سنة وينها", "left-by-choice"),
        ("مفقود الشاب فهد المطيري خرج من منزله بتاريخ 12/3/2021 ولم يعد", "old"),
    ):
        assert await forwards(town, suad, text) == told(town, f"announcement-gate-{gate}", emergency="911")
    assert await town.query("SELECT count(*) FROM search") == [(0,)]


async def test_a_post_sent_again_after_weeks_is_old_by_its_date(town: Town):
    suad = town.coordinator
    post = await town.citizen.says(POST)
    town.clock.move(timedelta(days=20))
    await suad.forwards(post)
    await town.quiet()
    assert plain(suad.last.text) == told(town, "announcement-gate-old", emergency="911")


async def test_a_child_that_was_found_and_news_of_a_case_are_no_new_case(town: Town):
    number = await tells(town, town.citizen)
    suad = town.coordinator
    found = await forwards(town, suad, "لقينا طفل عمره ٤ سنوات عند سوق الديرة لابس بلوزة صفراء ما يعرف بيته")
    assert found == told(town, "announcement-found", emergency="911")
    news = await forwards(town, suad, "تحديث: تم العثور على الطفلة ريم فهد العتيبي ولله الحمد، عمرها ٦ سنوات")
    assert news == told(town, "announcement-update")
    await presses(town, suad, "desk-title-search", number=number)
    assert await town.query("SELECT count(*) FROM search") == [(1,)]


async def test_from_the_desk_anything_that_is_no_announcement_is_said_to_be_none(town: Town):
    suad = town.coordinator
    await says(town, suad, "/search")
    await presses(town, suad, "search-start-post")
    await says(town, suad, "😭" * 2000)
    assert plain(suad.last.text) == told(town, "announcement-none")
    await presses(town, suad, "search-start")
    assert await town.query("SELECT count(*) FROM search") == [(1,)]


async def test_a_time_still_to_come_is_not_taken_and_said(town: Town):
    suad = town.coordinator
    await forwards(town, suad, "مفقودة الطفلة جنى عمرها ٧ سنوات خرجت اليوم الساعة 11:50 مساء من حي الغدير")
    assert await town.query("SELECT lkp_at FROM search") == [(None,)]
    assert any("لم يحن بعد" in each.text for each in suad.inbox)


async def test_a_file_that_is_no_picture_is_refused_and_the_post_can_be_sent_again(town: Town):
    suad = town.coordinator
    await suad.sends_document(b"not a picture", "x.jpg", caption=POST)
    await town.quiet()
    assert await town.query("SELECT count(*) FROM search") == [(0,)]
    await says(town, suad, POST)
    assert await town.query("SELECT count(*) FROM search") == [(1,)]


async def test_a_citizen_who_pastes_a_post_is_asked_only_what_it_does_not_say(town: Town):
    hind = town.citizen
    await says(town, hind, POST)
    await presses(town, hind, "menu-missing")
    heard = [plain(each.text) for each in hind.inbox[-3:]]
    assert "911" in heard[0]
    assert all(town.ar.plain(f"search-field-{field}") in heard[1] for field in ("age", "place", "clothing"))
    assert heard[2] == told(town, "search-question-custody")
    for answer in ("search-answer-custody-no", "search-answer-protection-order-no"):
        await presses(town, hind, answer)
    await says(town, hind, "جنى")
    await presses(town, hind, "search-answer-sex-female")
    await presses(town, hind, "search-answer-when-30")
    assert plain(hind.last.text) == told(town, "search-question-picture")


async def test_a_post_about_two_says_so_and_offers_a_second_draft(town: Town):
    suad = town.coordinator
    await forwards(
        town,
        suad,
        "مفقودان الطفل سالم خالد الحربي عمره ٦ سنوات وأخته ريم عمرها ٤ سنوات، خرجا اليوم الساعة ٣ عصرًا من حي الغدير",
    )
    assert any("يبدو أن الإعلان عن أكثر من شخص" in plain(each.text) for each in suad.inbox)
    await presses(town, suad, "announcement-another")
    rows = await town.query("SELECT subject_name, subject_age, lkp_place, lkp_at, state FROM search ORDER BY id")
    assert [row[:2] for row in rows] == [("سالم خالد الحربي", 6), ("", None)]
    assert rows[0][2:] == rows[1][2:], "the same place and time"
    assert rows[1][2] == "حي الغدير"
    await forwards(town, suad, POST)
    texts = [plain(each.text) for each in suad.inbox]
    assert sum("أكثر من شخص" in each for each in texts) == 1, "a post about one says nothing of the kind"
