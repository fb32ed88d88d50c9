"""What goes wrong while a missing person is told of or looked for gets one clear sentence, and loses nothing."""

from collections.abc import Callable
from functools import partial

from models.organisations import Role
from pictures.demo import child_in_blue_dress, pothole
from sandbox.acts import Sent
from services import organisations
from services.audit import Actor
from tests.story.searching import (
    FIRST,
    NAME,
    answers,
    ends,
    fills_in,
    goes_out,
    plain,
    presses,
    says,
    tells,
    to_the_summary,
    town,
)
from tests.story.town import Town

__all__ = ["town"]


async def is_no_answer(town: Town, deed: Callable[[], Sent]) -> None:
    """One clear sentence, and the same question again."""
    hind = town.citizen
    asked = hind.last.text
    await deed()
    await town.quiet()
    assert plain(hind.inbox[-2].text) == town.ar.plain("refusal-not-understood")
    assert hind.last.text == asked


async def test_what_is_no_answer_leaves_every_question_where_it_was(town: Town):
    hind = town.citizen
    wrong = {"age": "كبير", "custody": "ما أدري", "protection-order": "أي أمر؟", "sex": "ريم"}
    await says(town, hind, "/missing")
    for field, answer in FIRST.items():
        for deed in (hind.sends_sticker, partial(hind.sends_document, b"%PDF-1.4", "plan.pdf")):
            await is_no_answer(town, deed)
        if field in wrong:
            await is_no_answer(town, partial(hind.says, wrong[field]))
        await answers(town, hind, {field: answer})
    await says(town, hind, "الغدير، الظلال")
    assert "الغدير" in hind.last.text


async def test_words_answer_what_has_a_button_and_what_says_no_hour_is_asked_for_it(town: Town):
    hind = town.citizen
    await says(town, hind, "/missing")
    for said in ("سبع سنين", "لا", "لا يوجد", "ما أدري", "بنت"):
        await says(town, hind, said)
    await says(town, hind, "قريب")
    assert plain(hind.inbox[-2].text) == town.ar.plain("refusal-clock-missing")
    assert hind.last.text == town.ar.plain("search-question-when")


async def test_an_age_nobody_has_and_a_name_without_end_are_refused_at_once(town: Town):
    hind = town.citizen
    await says(town, hind, "/missing")
    await says(town, hind, "١٣٠")
    assert "120" in hind.last.text
    await answers(town, hind, {each: FIRST[each] for each in ("age", "custody", "protection-order")})
    await says(town, hind, "ر" * 4000)
    assert "100" in hind.last.text
    await says(town, hind, NAME)
    assert plain(hind.last.text) == town.ar.plain("search-question-sex")


async def test_markup_and_turned_around_text_reach_the_desk_as_they_were_typed(town: Town):
    hind = town.citizen
    await to_the_summary(town, hind)
    await presses(town, hind, "notice-amend")
    await presses(town, hind, "search-field-name")
    await says(town, hind, "<b>ريم</b> & \u202eعلي\u202c <script>")
    await presses(town, hind, "notice-send")
    assert "<b>ريم</b> & علي <script>" in plain(town.coordinator.last.text)


async def test_a_picture_at_any_question_is_kept_and_of_an_album_the_first(town: Town):
    hind = town.citizen
    await says(town, hind, "/missing")
    await answers(town, hind, {each: FIRST[each] for each in ("age", "custody", "protection-order", "name")})
    for sent in hind.sends_album([child_in_blue_dress(), pothole()]):
        await sent
    await town.quiet()
    assert plain(hind.last.text) == town.ar.plain("search-question-sex")
    assert await town.query("SELECT count(*) FROM picture") == [(1,)]


async def test_a_button_of_an_earlier_question_changes_nothing(town: Town):
    hind = town.citizen
    await says(town, hind, "/missing")
    await says(town, hind, "6")
    custody = hind.last
    await answers(town, hind, {each: FIRST[each] for each in ("custody", "protection-order")})
    await hind.presses(town.ar.plain("search-answer-custody-yes"), on=custody)
    await town.quiet()
    assert await town.query("SELECT count(*) FROM search") == [(0,)]


async def test_two_taps_at_once_send_one_notice(town: Town):
    hind = town.citizen
    await to_the_summary(town, hind)
    label = town.ar.plain("notice-send")
    first, second = hind.taps(label), hind.taps(label)
    await first
    await second
    await town.quiet()
    assert await town.query("SELECT count(*) FROM search") == [(1,)]


async def test_a_notice_is_not_lost_to_a_report_begun_in_between(town: Town):
    hind = town.citizen
    await says(town, hind, "/missing")
    await says(town, hind, "6")
    await says(town, hind, "/report")
    await presses(town, hind, "menu-go-on")
    assert plain(hind.last.text) == town.ar.plain("search-question-custody")


async def test_the_police_come_first_even_when_something_is_unfinished(town: Town):
    hind = town.citizen
    await says(town, hind, "/report")
    await says(town, hind, "/missing")
    assert "911" in hind.last.text
    await presses(town, hind, "notice-anew")
    assert plain(hind.last.text) == town.ar.plain("search-question-age")


async def test_who_is_not_staff_any_more_is_refused_at_every_button_of_the_card(town: Town):
    number = await tells(town, town.citizen)
    suad = town.coordinator
    [(member_id,)] = await town.query("SELECT member_id FROM staff_grant WHERE role = 'coordinator'")
    for role in (Role.DESK, Role.COORDINATOR, Role.ADMIN):
        about = {"member_id": member_id, "role": role, "code": "zilal", "by": Actor.operator(), "now": town.clock()}
        await organisations.revoke(town.house, **about)
    card = await suad.hears(NAME)
    for key in ("button-search-complete", "button-search-contact", "button-search-refuse"):
        answer = await suad.presses(town.ar.plain(key), on=card)
        await town.quiet()
        assert answer.text == town.ar.plain("refusal-not-allowed")
    assert await town.query("SELECT state FROM search WHERE id = :n", n=number) == [("draft",)]
    assert await town.query("SELECT count(*) FROM audit WHERE act = 'see.contact'") == [(0,)]


async def test_an_approver_s_old_button_does_not_let_out_what_was_changed_since(town: Town):
    await tells(town, town.citizen)
    await fills_in(town, "station", "شرطة الظلال")
    await fills_in(town, "checked", "اتصال")
    await presses(town, town.coordinator, "button-search-submit")
    await presses(town, town.approver, "button-approval-approve")
    sure = town.approver.last
    await fills_in(town, "marks", "شامة")
    answer = await town.approver.presses(town.ar.plain("approval-now"), on=sure)
    await town.quiet()
    assert answer.text == town.ar.plain("refusal-search-moved")
    assert await town.query("SELECT state FROM search") == [("draft",)]


async def test_a_request_is_taken_back_while_it_waits_and_approvers_read_so(town: Town):
    await tells(town, town.citizen)
    await fills_in(town, "station", "شرطة الظلال")
    await fills_in(town, "checked", "اتصال")
    await presses(town, town.coordinator, "button-search-submit")
    await presses(town, town.approver, "button-approval-approve")
    sure = town.approver.last
    card = town.coordinator.last
    taken = await presses(town, town.coordinator, "button-search-take-back")
    assert taken == town.ar.plain("search-request-taken-back")
    assert town.ar.plain("search-ask-taken-back", number=1) in [plain(bubble.text) for bubble in town.approver.inbox]
    answer = await town.approver.presses(town.ar.plain("approval-now"), on=sure)
    assert answer.text == town.ar.plain("refusal-search-moved")
    assert town.ar.plain("button-search-take-back") not in card.labels
    acts = await town.query("SELECT act FROM audit WHERE act IN ('search.take-back', 'search.open')")
    assert acts == [("search.take-back",)]
    await presses(town, town.coordinator, "button-search-submit")
    await presses(town, town.approver, "button-approval-approve")
    assert await town.query("SELECT state, submitted_at IS NULL FROM search") in ([("draft", 0)], [("draft", False)])


async def test_who_asked_for_approval_reads_what_is_lacking_from_an_approver_alone(town: Town):
    await tells(town, town.citizen)
    await fills_in(town, "station", "شرطة الظلال")
    await fills_in(town, "checked", "اتصال")
    await presses(town, town.coordinator, "button-search-submit")
    await presses(town, town.approver, "button-approval-return")
    answer = await town.volunteer.taps("approval-lacks:police:1", on=town.approver.last)
    assert answer.text == town.ar.plain("refusal-not-allowed")
    await presses(town, town.approver, "approval-lacks-police")
    told = plain(town.coordinator.last.text)
    assert told == "أعاد ناصر البحث رقم 1 للاستكمال. ما ينقصه: بيانات بلاغ الشرطة."
    assert await town.query("SELECT count(*) FROM audit WHERE act = 'search.lacks'") == [(1,)]


async def test_ending_a_search_by_mistake_has_a_way_out_and_takes_no_evidence_later(town: Town):
    await goes_out(town)
    await presses(town, town.coordinator, "button-search-close")
    await presses(town, town.coordinator, "search-outcome-found-safe")
    await presses(town, town.coordinator, "menu-leave")
    assert plain(town.coordinator.last.text) == town.ar.plain("step-left")
    await presses(town, town.coordinator, "button-search-close")
    await presses(town, town.coordinator, "search-outcome-found-safe")
    await says(town, town.coordinator, "/desk")
    await says(town, town.coordinator, "اتصلت الشرطة")
    assert town.ar.plain("search-end-now") not in town.coordinator.last.labels
    assert await town.query("SELECT state FROM search") == [("open",)]


async def test_buttons_of_a_search_that_is_over_say_so(town: Town):
    await goes_out(town)
    alert = town.volunteer.last
    label = town.ar.plain("button-find-coming")
    data = next(each for row in alert.message.inline_keyboard for each in row if each["text"] == label)
    await ends(town)
    assert alert.buttons == []
    assert data["callback_data"].startswith("find:coming:")
    again = await town.coordinator.hears("انتهت عملية البحث رقم")
    assert again.labels == [town.ar.plain(f"button-search-{act}") for act in ("progress", "log")]
    answer = await town.coordinator.presses(again.labels[0])
    assert "بقيت 0" in plain(answer.text or "")


async def test_evidence_and_updates_too_long_are_refused_and_the_step_stays(town: Town):
    await goes_out(town)
    suad = town.coordinator
    await presses(town, suad, "button-search-update")
    await says(town, suad, "ك" * 501)
    assert "500" in suad.last.text
    await says(town, suad, "شوهدت")
    await presses(town, suad, "search-update-with-sound")
    assert "شوهدت" in town.volunteer.last.text


async def test_a_gate_s_yes_by_staff_is_asked_about_once_more_and_then_final(town: Town):
    await tells(town, town.citizen)
    suad = town.coordinator
    await presses(town, suad, "button-search-complete")
    await presses(town, suad, "search-field-custody")
    await presses(town, suad, "search-answer-custody-yes")
    assert await town.query("SELECT state FROM search") == [("draft",)]
    await presses(town, suad, "search-gate-stops")
    assert await town.query("SELECT state, stopped_for FROM search") == [("stopped", "custody")]
    assert town.copies(NAME) == []


async def test_a_picture_sent_out_of_the_blue_is_kept_when_it_turns_out_to_be_of_a_missing_person(town: Town):
    hind = town.citizen
    await hind.sends_photo(child_in_blue_dress())
    await town.quiet()
    await presses(town, hind, "menu-missing")
    await presses(town, hind, "notice-questions")
    await answers(town, hind, FIRST)
    await says(town, hind, "الغدير، الظلال")
    await presses(town, hind, "place-this")
    await says(town, hind, "فستان أزرق")
    assert plain(hind.last.text) == plain(town.ar.plain("search-question-police"))
