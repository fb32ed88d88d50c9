"""SAFETY.md has twenty lines: each is named here, with the tests that fail when it is not held."""

import ast
from functools import cache

import pytest

from tests.habits.pages import ROOT

HELD_BY: dict[tuple[int, str], tuple[str, ...]] = {
    (1, "two people, a police report, who reports, how it was checked"): (
        "contract/test_searches_before_they_go_out.py::test_whoever_posts_does_not_approve",
        "contract/test_searches_before_they_go_out.py::test_whoever_told_us_does_not_approve",
        "contract/test_searches_before_they_go_out.py::test_nothing_is_submitted_before_it_is_complete",
        "contract/test_searches_before_they_go_out.py::test_what_was_changed_after_the_request_is_not_approved_unseen",
        "contract/test_searches_while_they_are_out.py::test_the_poster_alone_does_not_change_who_is_looked_for",
    ),
    (2, "without police only the vetted hear of it; approvers are a ladder"): (
        "contract/test_searches_before_they_go_out.py::test_without_police_only_vetted_volunteers_hear_of_it_and_no_group",
        "contract/test_searches_before_they_go_out.py::test_approval_is_asked_of_two_and_climbs_when_they_do_not_answer",
        "contract/test_audience.py::test_what_police_has_not_confirmed_reaches_the_vetted_only",
        "contract/test_groups.py::test_what_is_only_for_the_vetted_never_reaches_a_group",
        "contract/test_searches_while_they_are_out.py::test_nobody_comes_to_a_search_that_is_not_told_them",
        "contract/test_posters.py::test_what_police_has_not_confirmed_is_not_printed",
        "contract/test_public_records.py::test_what_police_has_not_confirmed_and_a_drill_are_restricted",
        "story/test_live_case.py::test_what_never_was_public_answers_like_what_never_was",
    ),
    (3, "a yes at a gate stops the case; an adult who decides is never published"): (
        "contract/test_searches_before_they_go_out.py::test_a_gate_answered_with_yes_stops_a_notice_and_the_desk_sees_no_name",
        "contract/test_searches_before_they_go_out.py::test_staff_cannot_take_a_gate_back",
        "contract/test_searches_before_they_go_out.py::test_an_adult_who_is_not_vulnerable_is_never_submitted",
        "contract/test_searches_by_the_operator.py::test_no_gate_is_passed_by_import",
        "contract/test_same_people.py::test_what_a_gate_stopped_is_heard_at_the_desk_of_the_case_it_is_like",
        "story/test_announcements.py::test_rewards_custody_workers_and_old_posts_stop_with_a_number_to_call",
    ),
    (4, "a guardian's consent; pictures of minors as the law has it"): (
        "contract/test_searches_by_the_operator.py::test_nobody_goes_out_without_a_guardian_s_consent",
        "contract/test_posters.py::test_without_a_recorded_consent_there_is_none",
        "unit/test_search_letters.py::test_where_the_law_forbids_it_no_minor_s_picture_is_public",
        "unit/test_pictures_posters.py::test_the_law_may_forbid_a_childs_picture",
        "story/test_live_case.py::test_where_the_law_forbids_pictures_of_minors_there_is_none",
    ),
    (5, "so many cases a day; a false case is frozen"): (
        "contract/test_searches_before_they_go_out.py::test_a_coordinator_opens_so_many_cases_a_day_and_no_more",
        "contract/test_searches_while_they_are_out.py::test_an_upheld_objection_ends_it_as_a_false_case_that_nobody_posts_again",
        "story/test_searches_bad_input.py::test_who_is_not_staff_any_more_is_refused_at_every_button_of_the_card",
    ),
    (6, "what goes out of a subject; never the family's number; groups are accepted first"): (
        "unit/test_search_letters.py::test_no_full_name_and_no_exact_place_goes_out",
        "unit/test_search_letters.py::test_the_vehicle_is_told_and_what_an_announcement_said_is_not",
        "unit/test_pictures_posters.py::test_no_house_school_number_or_diagnosis_is_printed",
        "story/test_live_case.py::test_the_page_says_what_the_alert_says_and_nothing_of_the_family",
        "contract/test_public_records.py::test_an_open_search_is_a_person_without_what_is_not_public",
        "contract/test_groups.py::test_a_group_hears_nothing_before_it_is_accepted",
    ),
    (7, "no metadata; minors protected; a link is shared; posters are for staff"): (
        "unit/test_pictures_safe.py::test_no_metadata_of_any_kind_survives",
        "contract/test_sightings.py::test_a_drill_s_sightings_say_so_and_a_child_s_are_protected",
        "story/test_live_case.py::test_the_alert_shares_a_link_to_the_page_and_never_the_picture",
        "contract/test_posters.py::test_nobody_but_staff_of_the_search_gets_one",
        "unit/test_pictures_posters.py::test_the_code_leads_to_the_live_case",
    ),
    (8, "homes are coarse, distances are bands, few are not counted"): (
        "contract/test_subscriptions.py::test_a_home_is_kept_coarse_and_all_of_the_circle_still_counts",
        "unit/test_places_points.py::test_homes_of_one_cell_cannot_be_told_apart_by_point_or_error",
        "unit/test_places_points.py::test_people_are_told_a_band",
        "unit/test_explaining.py::test_staff_never_read_how_near_a_home_is",
        "contract/test_group_weeks.py::test_what_ends_changes_the_words_and_the_picture_stays",
        "story/test_volunteers_out.py::test_what_a_search_teaches_is_kept_without_anybody",
    ),
    (9, "a drill says so everywhere and reaches who joined it"): (
        "contract/test_searches_before_they_go_out.py::test_a_drill_reaches_the_team_only_and_says_so",
        "contract/test_searches_while_they_are_out.py::test_nobody_comes_to_a_search_that_is_not_told_them",
        "contract/test_sightings.py::test_a_drill_s_sightings_say_so_and_a_child_s_are_protected",
        "contract/test_same_people.py::test_a_drill_is_like_no_real_case",
        "story/test_searches_from_chat_to_volunteers.py::test_a_drill_says_so_to_everybody_it_reaches_and_reaches_the_team_only",
        "unit/test_pictures_posters.py::test_a_drill_names_no_number_to_call_and_looks_like_a_drill",
        "unit/test_pictures_maps.py::test_a_drill_says_so_across_the_map",
    ),
    (10, "a sighting's place and picture are for coordinators; it changes no state"): (
        "contract/test_segments.py::test_every_look_at_the_map_is_recorded_and_nobody_but_coordinators_sees_it",
        "contract/test_sightings.py::test_what_coordinators_open_after_the_end_leaves_within_a_day_and_of_an_emptied_case_there_is_nothing",
        "contract/test_sightings.py::test_a_sighting_without_a_place_is_confirmed_and_moves_nothing",
        "contract/test_public_records.py::test_a_sighting_nobody_confirmed_is_a_note_without_its_place",
        "story/test_sightings.py::test_a_confirmed_sighting_moves_the_search_and_sounds_only_where_it_came_nearer",
    ),
    (11, "what volunteers are told to do"): (
        "unit/test_search_letters.py::test_what_to_do_is_said_of_a_girl_a_boy_and_of_whom_we_do_not_know",
        "unit/test_search_letters.py::test_every_letter_fits_under_a_picture_and_what_to_do_is_never_cut",
    ),
    (12, "adults, in pairs, asked after, called in before dark"): (
        "contract/test_searches_while_they_are_out.py::test_only_adults_come_by_their_word",
        "contract/test_segments.py::test_nobody_searches_alone",
        "story/test_volunteers_out.py::test_the_partner_is_asked_before_the_coordinator",
        "story/test_volunteers_out.py::test_whoever_is_overdue_is_asked_then_the_coordinator_hears_it_until_somebody_says_safe",
        "story/test_volunteers_out.py::test_those_out_are_called_in_before_dark_once",
    ),
    (13, "an objection pauses within seconds; one claimant alone ends nothing"): (
        "contract/test_searches_while_they_are_out.py::test_an_objection_pauses_at_once_and_asks_two_approvers",
        "contract/test_searches_while_they_are_out.py::test_undecided_objections_climb_the_ladder",
        "contract/test_searches_while_they_are_out.py::test_one_claimant_alone_does_not_hold_a_search_back_for_ever",
        "contract/test_sightings.py::test_under_review_nothing_is_confirmed_and_nothing_widens",
        "unit/test_deciding.py::test_under_review_nothing_goes_out_and_copies_wait_unchanged",
        "contract/test_public_records.py::test_only_the_newest_message_stands_and_none_under_review",
        "story/test_live_case.py::test_an_objection_hides_the_page_at_once",
    ),
    (14, "closing has evidence and a second look, calls back, and reaches every copy"): (
        "contract/test_searches_while_they_are_out.py::test_nothing_ends_without_evidence",
        "contract/test_searches_while_they_are_out.py::test_the_end_is_looked_at_before_it_happens",
        "contract/test_searches_while_they_are_out.py::test_closing_calls_back_first_cancels_what_waits_and_empties_every_copy",
        "contract/test_dispatcher.py::test_closing_edits_every_copy_and_takes_the_picture_away",
        "contract/test_dispatcher.py::test_a_copy_that_cannot_be_edited_is_deleted",
        "contract/test_segments.py::test_closing_freezes_all_of_it",
        "contract/test_public_records.py::test_alert_update_and_cancel_refer_to_all_before_them",
        "contract/test_public_records.py::test_a_closed_search_is_a_placeholder_and_nothing_else",
        "story/test_posters.py::test_a_poster_comes_as_a_file_follows_the_case_and_goes_with_it",
    ),
    (15, "the outcome is not announced"): (
        "contract/test_searches_while_they_are_out.py::test_the_outcome_is_announced_nowhere",
        "unit/test_search_letters.py::test_the_outcome_is_in_no_facts",
    ),
    (16, "pictures and contacts go in a day, the rest in a month, and it does not come back"): (
        "contract/test_searches_while_they_are_out.py::test_pictures_and_contacts_go_within_a_day_and_the_rest_within_a_month",
        "contract/test_searches_while_they_are_out.py::test_a_deleted_case_does_not_come_back",
        "contract/test_searches_while_they_are_out.py::test_a_case_deleted_while_it_is_posted_does_not_come_back_either",
        "contract/test_searches_while_they_are_out.py::test_a_search_ends_by_itself_unless_it_is_extended",
        "contract/test_sightings.py::test_what_was_seen_goes_with_the_case_and_who_saw_it_with_them",
        "contract/test_segments.py::test_tracks_go_with_the_contacts_and_the_rest_with_the_case",
        "contract/test_same_people.py::test_what_was_joined_goes_when_the_case_does",
        "contract/test_posters.py::test_each_size_and_language_is_a_poster_of_its_own_and_all_go_with_the_picture",
        "contract/test_public_records.py::test_when_the_rest_of_a_case_goes_no_message_says_anything",
        "story/test_command_line_database.py::test_a_case_that_was_deleted_since_is_deleted_again",
    ),
    (17, "whoever asks is forgotten"): (
        "contract/test_forgetting.py::test_afterwards_nothing_names_them",
        "contract/test_forgetting.py::test_it_happens_a_day_after_it_was_asked_and_not_before",
        "contract/test_segments.py::test_forgetting_somebody_takes_their_track_and_leaves_what_was_covered",
        "contract/test_searches_while_they_are_out.py::test_who_was_forgotten_is_in_no_search",
        "habits/test_people.py::test_every_column_that_points_at_a_person_has_its_end",
    ),
    (18, "what was done is only added to, and looks are in it"): (
        "habits/test_safety.py::test_nothing_changes_or_removes_what_is_on_record",
        "contract/test_searches_before_they_go_out.py::test_each_look_at_the_reporters_number_is_on_record",
        "contract/test_members.py::test_who_looked_is_seen",
        "story/test_whys.py::test_staff_hear_one_named_reason_and_their_look_is_recorded",
    ),
    (19, "geography fails open, identity and pictures fail closed"): (
        "contract/test_searches_before_they_go_out.py::test_with_no_place_known_it_goes_everywhere_and_says_so",
        "contract/test_sightings.py::test_a_point_in_the_sea_is_said_to_be_so_and_does_not_keep_everybody_from_hearing",
        "unit/test_pictures_safe.py::test_garbage_inside_a_picture_is_a_refusal_and_never_a_crash",
        "unit/test_pictures_neutral.py::test_without_libfribidi_arabic_is_refused_and_closing_still_has_its_picture",
    ),
    (20, "a refusal is told; no limit stops a person in danger; the number to call comes first"): (
        "contract/test_searches_before_they_go_out.py::test_no_limit_stops_a_notice",
        "contract/test_reports_of_citizens.py::test_danger_is_never_limited_and_uses_up_nobodys_number",
        "contract/test_trust.py::test_a_ban_never_stops_what_is_dangerous",
        "contract/test_sightings.py::test_only_danger_is_told_without_limit_and_after_the_end",
        "story/test_sightings.py::test_danger_is_never_limited_and_heard_first",
        "unit/test_search_letters.py::test_the_emergency_line_is_that_of_the_place",
        "story/test_searches_bad_input.py::test_the_police_come_first_even_when_something_is_unfinished",
    ),
}  # fmt: skip
"""By the number of the line and what it asks for, files below tests/ and the tests in them."""

ROOMS = ("alerts", "bot", "handlers", "services", "web")


def test_every_line_is_named_once():
    assert [number for number, _ in HELD_BY] == list(range(1, 21))


@pytest.mark.parametrize("line", HELD_BY, ids=lambda line: str(line[0]))
def test_the_tests_that_hold_a_line_are_there(line: tuple[int, str]):
    assert [each for each in HELD_BY[line] if not _is_there(each)] == []


def test_nothing_changes_or_removes_what_is_on_record():
    files = [file for room in ROOMS for file in (ROOT / room).rglob("*.py")]
    changes = ("update(Audit)", "delete(Audit)", "UPDATE audit", "DELETE FROM audit")
    assert [file.name for file in files if any(each in file.read_text(encoding="utf-8") for each in changes)] == []


def _is_there(named: str) -> bool:
    file, _, name = named.partition("::")
    return name in _tests_in(file)


@cache
def _tests_in(file: str) -> frozenset[str]:
    tree = ast.parse((ROOT / "tests" / file).read_text(encoding="utf-8"))
    return frozenset(each.name for each in tree.body if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef))
