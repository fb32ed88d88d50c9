"""What goes wrong while reporting gets one clear sentence, and loses nothing that was entered."""

from functools import partial

import pytest

from models.organisations import Role
from sandbox.people import Person
from services import organisations
from services.audit import Actor
from tests.story.test_reports_from_chat_to_neighbours import (
    listening,
    picture,
    plain,
    presses,
    reports,
    says,
    to_the_summary,
)
from tests.story.town import Town


@pytest.fixture
async def hind(the_town: Town) -> Person:
    return (await listening(the_town)).citizen


async def at_the_words(town: Town, person: Person) -> None:
    """A report that lacks nothing but its words."""
    await says(town, person, "/report")
    await presses(town, person, "report-without-picture")
    await says(town, person, "الغدير، الظلال")
    await presses(town, person, "place-this")
    await person.presses("إنارة")
    await town.quiet()


async def test_ten_thousand_characters_are_refused_and_the_step_stays(the_town: Town, hind: Person):
    town = the_town
    await at_the_words(town, hind)
    for part in ("ا" * 4096, "ب" * 601):
        await says(town, hind, part)
        assert "600" in hind.last.text
    await says(town, hind, "المصباح مطفأ")
    assert "الوصف: المصباح مطفأ" in plain(hind.last.text)


async def test_markup_and_turned_around_text_are_shown_as_they_were_typed(the_town: Town, hind: Person):
    town = the_town
    await at_the_words(town, hind)
    await says(town, hind, "<b>مصباح</b> & \u202eمقلوب\u202c <script>")
    await presses(town, hind, "report-summary-send")
    assert "<b>مصباح</b> & مقلوب <script>" in plain(town.coordinator.last.text)
    assert "\u202e" not in town.coordinator.last.text


@pytest.mark.parametrize("step", ["picture", "place", "kind", "words", "summary"])
async def test_a_sticker_and_a_file_are_no_answer_at_any_step(the_town: Town, hind: Person, step: str):
    town = the_town
    await says(town, hind, "/report")
    if step != "picture":
        await presses(town, hind, "report-without-picture")
    if step not in {"picture", "place"}:
        await says(town, hind, "الغدير، الظلال")
        await presses(town, hind, "place-this")
    if step in {"words", "summary"}:
        await hind.presses("إنارة")
        await town.quiet()
    if step == "summary":
        await says(town, hind, "المصباح مطفأ")
    asked = hind.last.text
    for deed in (hind.sends_sticker, partial(hind.sends_document, b"%PDF-1.4", "plan.pdf")):
        await deed()
        await town.quiet()
        assert plain(hind.inbox[-2].text) == town.ar.plain("refusal-not-understood")
        assert hind.last.text == asked


async def test_a_file_of_twenty_megabytes_is_refused_with_what_to_do_instead(the_town: Town, hind: Person):
    town = the_town
    await says(town, hind, "/report")
    await hind.sends_document(b"\xff\xd8" + b"0" * (20 * 1024 * 1024 + 1), "photo.jpg")
    await town.quiet()
    assert "20" in hind.last.text
    await hind.sends_photo(picture())
    await town.quiet()
    assert plain(hind.inbox[-2].text) == town.ar.plain("report-where")


async def test_a_document_that_is_no_picture_is_refused_and_the_question_comes_again(the_town: Town, hind: Person):
    town = the_town
    await says(town, hind, "/report")
    await hind.sends_document(b"%PDF-1.4", "plan.pdf")
    await town.quiet()
    assert plain(hind.last.text) == town.ar.plain("report-picture")


async def test_an_edited_message_changes_nothing_and_says_so(the_town: Town, hind: Person):
    town = the_town
    await at_the_words(town, hind)
    sent = hind.says("المصباح مطفأ")
    await sent
    await town.quiet()
    hind.edits(sent, "المصباح يعمل")
    await town.quiet()
    assert plain(hind.last.text) == town.ar.plain("edited-too-late")


async def test_a_button_of_an_earlier_report_does_not_send_this_one(the_town: Town, hind: Person):
    town = the_town
    await to_the_summary(town, hind)
    old = hind.last
    await presses(town, hind, "report-summary-drop")
    await to_the_summary(town, hind)
    await hind.presses(town.ar.plain("report-summary-send"), on=old)
    await town.quiet()
    assert await town.query("SELECT count(*) FROM report") == [(0,)]


async def test_an_old_button_of_a_place_does_not_choose_a_new_place(the_town: Town, hind: Person):
    town = the_town
    await says(town, hind, "/report")
    await presses(town, hind, "report-without-picture")
    await says(town, hind, "الغدير، الظلال")
    old = hind.last
    await presses(town, hind, "place-other")
    await says(town, hind, "المنارة، الظلال")
    await hind.presses(town.ar.plain("place-this"), on=old)
    await town.quiet()
    await presses(town, hind, "place-this")
    taken = next(bubble for bubble in hind.inbox[::-1] if plain(bubble.text).startswith("المكان: "))
    assert "المنارة" in taken.text


async def test_who_is_not_staff_any_more_is_refused_at_every_button_of_the_card(the_town: Town, hind: Person):
    town = the_town
    await reports(town, hind)
    [(member_id,)] = await town.query("SELECT member_id FROM staff_grant WHERE role = 'desk'")
    for role in (Role.DESK, Role.COORDINATOR, Role.ADMIN):
        about = {"member_id": member_id, "role": role, "code": "zilal", "by": Actor.operator(), "now": town.clock()}
        await organisations.revoke(town.house, **about)
    for key in ("accept", "refuse", "correct"):
        answer = await town.coordinator.presses(town.ar.plain(f"button-report-desk-{key}"))
        assert plain(answer.text) == town.ar.plain("refusal-not-allowed")
    assert await town.query("SELECT state FROM report") == [("received",)]


async def test_a_place_on_no_map_is_kept_in_words_or_made_exact(the_town: Town, hind: Person):
    town = the_town
    await says(town, hind, "/report")
    await presses(town, hind, "report-without-picture")
    await says(town, hind, "خلف المسجد الكبير")
    await says(town, hind, "الغدير، الظلال")
    await presses(town, hind, "place-this")
    await hind.presses("إنارة")
    await town.quiet()
    await says(town, hind, "المصباح مطفأ")
    assert "خلف المسجد الكبير" in hind.last.text
    assert "الغدير" in hind.last.text
    await presses(town, hind, "report-summary-place")
    await says(town, hind, "قرب البئر القديمة")
    await presses(town, hind, "place-words-only")
    await presses(town, hind, "report-summary-send")
    assert await town.query("SELECT place, area_id, organisation_id FROM report") == [("قرب البئر القديمة", None, None)]
    assert "لا تخدم هذا المكان أي جمعية" in town.coordinator.last.text


async def test_words_too_long_under_a_picture_cost_the_words_and_not_the_picture(the_town: Town, hind: Person):
    town = the_town
    await says(town, hind, "/report")
    await hind.sends_photo(picture(), caption="م" * 700)
    await town.quiet()
    assert "700" in hind.inbox[-3].text
    assert plain(hind.inbox[-2].text) == town.ar.plain("report-where")
    assert await town.query("SELECT count(*) FROM picture") == [(1,)]


async def test_a_name_that_is_no_kind_describes_the_report_once(the_town: Town, hind: Person):
    town = the_town
    await says(town, hind, "/report")
    await presses(town, hind, "report-without-picture")
    await says(town, hind, "الغدير، الظلال")
    await presses(town, hind, "place-this")
    await says(town, hind, "ماء يسيل في الشارع")
    assert plain(hind.last.text) == town.ar.plain("report-kind")
    await says(town, hind, "منذ الصباح")
    assert plain(hind.inbox[-2].text) == town.ar.plain("refusal-not-understood")
    await says(town, hind, "تسرّب مياه")
    assert "الوصف: ماء يسيل في الشارع" in plain(hind.last.text)


async def test_a_draft_of_ones_own_survives_a_tap_on_the_desks_card(the_town: Town, hind: Person):
    town = the_town
    await reports(town, hind)
    suad = town.coordinator
    await at_the_words(town, suad)
    await presses(town, suad, "button-report-desk-refuse")
    assert plain(suad.last.text) == town.ar.plain("unfinished-first")
    await presses(town, suad, "menu-go-on")
    await says(town, suad, "المصباح مطفأ")
    assert "الوصف: المصباح مطفأ" in plain(suad.last.text)


async def test_a_greeting_is_answered_with_the_first_words_and_the_menu_and_later_with_the_menu(the_town: Town):
    await says(the_town, the_town.citizen, "السلام عليكم")
    assert "أهلًا بك في مِظَلّة" in plain(the_town.citizen.inbox[-2].text)
    assert plain(the_town.citizen.last.text) == the_town.ar.plain("menu")
    await says(the_town, the_town.volunteer, "السلام عليكم")
    assert plain(the_town.volunteer.last.text) == the_town.ar.plain("not-understood-menu")
