"""What people write who do not know the steps: for help, for their data, a part of the day, beside a voice message."""

import pytest

from sandbox.people import Person
from tests.story.searching import FIRST, answers, goes_out, in_ghadir, plain, presses, says, to_the_summary, town
from tests.story.test_reports_where import border
from tests.story.test_voice_and_picture import speaks
from tests.story.town import Town

__all__ = ["town"]


@pytest.mark.parametrize(
    ("words", "heard"),
    [
        ("وش تسوون ببياناتي؟", "privacy-kept"),
        ("الخصوصية", "privacy-kept"),
        ("what do you do with my data?", "privacy-kept"),
        ("مساعدة", "help-first"),
        ("القائمة", "menu"),
        ("الإعدادات", "settings"),
    ],
)
async def test_who_asks_in_words_is_answered_and_nothing_becomes_a_report(reception, words: str, heard: str):
    suad = reception.telegram.person("سعاد", language="ar", started=True)
    await suad.says(words)
    facts: dict[str, str | int] = {"n": 60} if heard == "privacy-kept" else {}
    facts |= {"emergency": "911"} if heard == "help-first" else {}
    await suad.hears(plain(reception.words(heard, **facts)).splitlines()[0][:40])
    assert reception.words("menu-report") not in suad.last.labels or heard in {"menu", "help-first"}
    await suad.says("فيه ماسورة مكسورة عند المدرسة ونحتاج مساعدة البلدية")
    await suad.hears("عمّ هو؟")


async def test_help_typed_in_the_middle_of_a_step_is_its_answer(town: Town):
    await says(town, town.citizen, "/report")
    await says(town, town.citizen, "مساعدة")
    assert town.ar.plain("report-without-picture") in town.citizen.last.labels


@pytest.mark.parametrize(("language", "first"), [("ar", "أهلًا بك في مِظَلّة"), ("en", "Welcome to Mizalla")])
async def test_a_newcomer_s_greeting_is_answered_with_the_first_words_in_their_language(
    reception, language: str, first: str
):
    stranger = reception.telegram.person("Noura", language=language)
    await stranger.says("السلام عليكم")
    welcome = await stranger.hears(first)
    assert "911" in welcome.text
    menu = await stranger.hears(reception.words("menu", language))
    assert reception.words("menu-volunteer", language) in menu.labels


async def test_a_part_of_the_day_is_answered_with_hours_and_none_is_made_up(town: Town):
    hind = town.citizen
    await says(town, hind, "/missing")
    await answers(town, hind, dict(list(FIRST.items())[:-1]))
    await says(town, hind, "اليوم الظهر")
    assert plain(hind.last.text) == town.ar.plain("search-when-around")
    hours = [plain(label) for label in hind.last.labels]
    assert hours[:3] == ["اليوم الساعة 11:00 ص", "اليوم الساعة 11:30 ص", "اليوم الساعة 12:00 م"]
    assert await town.query("SELECT count(*) FROM conversation WHERE entered LIKE '%lkp_at%'") == [(0,)]
    await hind.presses(hind.last.labels[1])
    await town.quiet()
    [(entered,)] = await town.query("SELECT entered FROM conversation WHERE entered LIKE '%lkp_at%'")
    assert "T08:30:00" in str(entered)


async def test_words_while_the_two_buttons_stand_go_beside_the_recording(town: Town):
    hind = town.citizen
    await says(town, hind, "/missing")
    await speaks(town, hind)
    await says(town, hind, "عمرها 6 سنوات")
    assert plain(hind.last.text) == town.ar.plain("notice-spoken")
    await says(town, hind, "وتلبس نظارة")
    await presses(town, hind, "notice-questions")
    assert plain(hind.last.text) == town.ar.plain("search-question-age")
    await presses(town, hind, "notice-as-is")
    assert await town.query("SELECT marks, subject_age FROM search") == [("عمرها 6 سنوات، وتلبس نظارة", None)]
    assert "وتلبس نظارة" in plain((await town.coordinator.hears("رسالة عن شخص مفقود")).text)


async def test_the_question_of_the_desk_is_repeated_to_who_answers(town: Town):
    hind, suad = town.citizen, town.coordinator
    await speaks(town, hind)
    await presses(town, hind, "menu-report")
    await presses(town, hind, "draft-as-is")
    await presses(town, suad, "button-report-desk-words")
    await says(town, suad, "مصباح مكسور")
    assert town.ar.plain("report-completed", number=1) in [plain(bubble.text) for bubble in suad.inbox]
    await presses(town, suad, "button-report-desk-ask")
    await says(town, suad, "أين المكان؟")
    await presses(town, hind, "button-report-mine-answer")
    assert "أين المكان؟" in plain(hind.last.text)


async def is_asked_where(town: Town) -> Person:
    """She sent a recording alone, and the desk asks where it is."""
    await speaks(town, town.citizen)
    await presses(town, town.citizen, "menu-report")
    await presses(town, town.citizen, "draft-as-is")
    await presses(town, town.coordinator, "button-report-desk-ask")
    await says(town, town.coordinator, "أين المكان؟")
    return town.citizen


@pytest.mark.parametrize("said", ["عند المدرسة", "المكان عند باب المدرسة الشرقي"])
async def test_what_is_typed_after_a_question_of_the_desk_is_offered_as_its_answer(town: Town, said: str):
    hind = await is_asked_where(town)
    await says(town, hind, said)
    assert hind.last.labels[0] == town.ar.plain("offered-answers-report", number=1)
    await presses(town, hind, "offered-answers-report", number=1)
    assert plain(hind.last.text) == town.ar.plain("report-added", number=1)
    assert await town.query("SELECT question FROM report") == [("",)]
    assert await town.query("SELECT text FROM report_update WHERE text != '' AND NOT by_staff") == [(said,)]
    await says(town, hind, "ماسورة مكسورة في شارع آخر")
    assert hind.last.labels[0] == town.ar.plain("menu-missing")


async def test_a_place_and_words_sent_after_a_question_of_the_desk_are_both_its_answer(town: Town):
    hind = await is_asked_where(town)
    await says(town, hind, "عند المدرسة")
    await hind.sends_location(*await in_ghadir(town))
    await town.quiet()
    await presses(town, hind, "offered-answers-report", number=1)
    await presses(town, hind, "place-this")
    assert plain(hind.last.text) == town.ar.plain("report-added", number=1)
    assert await town.query("SELECT lat IS NULL, question FROM report") in ([(0, "")], [(False, "")])
    assert ("عند المدرسة",) in await town.query("SELECT text FROM report_update")


async def test_what_is_sent_after_a_question_about_a_missing_person_goes_to_the_team(town: Town):
    hind, suad = town.citizen, town.coordinator
    await speaks(town, hind)
    await presses(town, hind, "menu-missing")
    await presses(town, hind, "notice-as-is")
    await presses(town, hind, "notice-add-done")
    await presses(town, suad, "button-search-ask")
    await says(town, suad, "ما لون الثوب؟")
    await says(town, hind, "ثوبها أزرق طويل")
    await presses(town, hind, "offered-answers-search", number=1)
    assert plain(hind.last.text) == town.ar.plain("notice-added")
    assert "أضاف من أبلغ: ثوبها أزرق طويل" in plain(suad.last.text)


async def test_the_question_about_a_missing_person_is_pointed_at_where_it_stands(town: Town):
    hind, suad = town.citizen, town.coordinator
    await speaks(town, hind)
    await presses(town, hind, "menu-missing")
    await presses(town, hind, "notice-as-is")
    await presses(town, hind, "notice-add-done")
    await presses(town, suad, "button-search-ask")
    await says(town, suad, "ما لون ثوب ريم؟")
    card = hind.last
    assert plain(card.text).startswith("سؤال من الفريق: ما لون ثوب ريم؟")
    await presses(town, hind, "button-notice-answer")
    assert plain(hind.last.text) == town.ar.plain("notice-answer-what")
    assert hind.last.message.reply_to is card.message
    assert await town.query("SELECT count(*) FROM conversation WHERE entered LIKE '%ريم%'") == [(0,)]


async def test_a_notice_of_a_case_deleted_for_good_is_refused_in_a_message_with_the_number(town: Town):
    await goes_out(town)
    await presses(town, town.volunteer, "button-find-object-female")
    await presses(town, town.volunteer, "find-object-now")
    await presses(town, town.approver, "button-objection-uphold")
    await town.approver.presses("objection:uphold-now:1")
    await town.quiet()
    await to_the_summary(town, town.citizen)
    await presses(town, town.citizen, "notice-send")
    refused = plain(town.citizen.last.text)
    assert "911" in refused.splitlines()[0]
    for _ in range(2):
        await town.passes(minutes=11)
    assert plain(town.citizen.last.text) == refused
    assert town.citizen.last.labels == [town.ar.plain("draft-go-on")]
    count = len(town.citizen.inbox)
    await town.passes(hours=48)
    assert len(town.citizen.inbox) == count
    assert await town.query("SELECT count(*) FROM search") == [(1,)]
    assert await town.query("SELECT count(*) FROM conversation WHERE draft IS NOT NULL") == [(0,)]


async def test_what_was_muted_is_heard_again(town: Town):
    await goes_out(town)
    salma = town.volunteer
    await says(town, salma, "/why")
    await presses(town, salma, "why-mute")
    assert await town.query("SELECT count(*) FROM delivery WHERE muted_at IS NOT NULL") == [(1,)]
    await presses(town, salma, "why-unmute")
    assert plain(salma.last.text) == town.ar.plain("why-unmuted")
    assert await town.query("SELECT count(*) FROM delivery WHERE muted_at IS NOT NULL") == [(0,)]
    await presses(town, salma, "why-mute")
    await says(town, salma, "/why")
    assert town.ar.plain("why-unmute") in salma.last.labels


async def test_words_at_a_ready_report_are_met_with_the_number_and_a_way_to_tell_of_a_missing_person(town: Town):
    hind = town.citizen
    await to_a_ready_report(town, hind)
    await says(town, hind, "بنتي ضاعت من الصبح")
    assert "911" in plain(hind.inbox[-2].text).splitlines()[0]
    assert hind.last.labels[0] == town.ar.plain("report-summary-send")
    await presses(town, hind, "menu-missing")
    await presses(town, hind, "notice-anew")
    assert "الشرطة أولًا: 911" in plain(hind.inbox[-2].text)


async def to_a_ready_report(town: Town, person: Person) -> None:
    await says(town, person, "/report")
    await presses(town, person, "report-without-picture")
    await says(town, person, "الغدير، الظلال")
    await presses(town, person, "place-this")
    await person.presses(person.last.labels[0])
    await town.quiet()
    await says(town, person, "المصباح مكسور")


async def test_who_has_arrived_is_asked_for_the_way_back_only(town: Town):
    await goes_out(town)
    await presses(town, town.volunteer, "button-find-coming")
    await presses(town, town.volunteer, "find-arrived")
    assert town.ar.plain("button-find-back") in town.volunteer.last.labels
    assert town.ar.plain("find-arrived") not in town.volunteer.last.labels


async def test_a_home_beside_a_border_is_named_by_what_holds_both_sides(town: Town):
    salwa = town.telegram.person("سلوى", language="ar", started=True)
    await says(town, salwa, "/start")
    await presses(town, salwa, "menu-volunteer")
    await salwa.sends_location(*await border(town))
    await town.quiet()
    await salwa.presses(salwa.last.labels[0])
    await town.quiet()
    told = next(plain(bubble.text) for bubble in salwa.inbox if "فُعّلت تنبيهات" in bubble.text)
    assert "5 كم حول مكان في مدينة الظلال، الرمال" in told


async def _paused(town: Town, person: Person) -> str:
    await says(town, person, "/settings")
    await presses(town, person, "settings-pause")
    await presses(town, person, "settings-pause-1")
    return plain(person.last.text)


async def test_the_settings_say_of_a_pause_what_its_answer_said(town: Town):
    answer = await _paused(town, town.volunteer)
    await says(town, town.volunteer, "/settings")
    for said in ("لا يصل قبل ذلك أي تنبيه، ولا التنبيه العاجل عن طفل قريب", "عند الاستئناف يصل ما بقي مفتوحًا"):
        assert said in answer
        assert said in plain(town.volunteer.last.text)
