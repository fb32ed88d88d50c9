"""What letters of reports say, in both languages, and that they fit."""

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alerts.distances import AreaName
from alerts.facts_of_reports import ReportFacts
from alerts.letters import Letter, View
from alerts.letters_of_reports import forms
from language.catalogues import load_catalogues
from language.text import CAPTION_LIMIT, utf16_length, visible
from models.alerts import Shape, Wording
from models.reports import ReportState
from models.rules import Rules

CATALOGUES = load_catalogues()
FORMS = forms(Rules())
REPORT_WORDINGS = [Wording.REPORT_OPEN, Wording.REPORT_CARD, Wording.REPORT_FOLLOWED, Wording.REPORT_OVER]

LIGHT = ReportFacts(
    number=12,
    state=ReportState.ACCEPTED,
    category="lighting",
    description="المصباح مطفأ",
    path=(AreaName("حي النسيم", "An Nasim"), AreaName("الرياض", "Riyadh"), AreaName("الرياض", "Riyadh")),
    place="خلف المدرسة",
    lat=24.7,
    lon=46.7,
    picture_id=3,
    newest_picture_id=3,
    added="",
    reason="",
    organisation=AreaName("فريق الرياض", ""),
    created_at=datetime(2026, 11, 22, 13, 40, tzinfo=UTC),
    nowhere=False,
    through={7: AreaName("منطقة الرياض", "Riyadh Region")},
)


def letter(wording: Wording, facts: ReportFacts = LIGHT, language: str = "ar", **view: object) -> Letter:
    return FORMS[wording].write(facts, CATALOGUES.voice(language), View(language, **view))  # type: ignore[arg-type]


def words(wording: Wording, facts: ReportFacts = LIGHT, language: str = "ar", **view: object) -> str:
    """As a phone shows it, marks of direction aside."""
    return re.sub("[\u200e\u200f\u2066-\u2069]", "", visible(letter(wording, facts, language, **view).text)).replace(
        "\u00a0", " "
    )


def test_neighbours_read_the_kind_the_place_and_how_far_it_is():
    text = words(Wording.REPORT_OPEN, band=1, octant=0)
    assert text.splitlines()[0] == "بلاغ في نطاقك: إنارة (رقم 12)"
    assert "المكان: حي النسيم، الرياض\nكما كُتب: خلف المدرسة" in text
    assert "على بُعد كيلومتر تقريبًا إلى الشمال منك." in text
    assert "المصباح مطفأ" in text


def test_the_english_letter_is_english():
    assert words(Wording.REPORT_OPEN, language="en", band=0, octant=4).splitlines() == [
        "A report in your area: Street lighting (no. 12)",
        "Place: An Nasim, Riyadh",
        "As written: خلف المدرسة",
        "It is less than 500 m away.",
        "المصباح مطفأ",
    ]


def test_where_somebody_may_come_to_harm_what_to_do_is_the_first_line():
    assert words(Wording.REPORT_OPEN, replace(LIGHT, category="danger")).startswith("نرجو الابتعاد عن المكان")


def test_who_hears_through_a_larger_area_is_told_so():
    assert "يصلك هذا عبر منطقة الرياض" in words(Wording.REPORT_OPEN, via_area_id=7)
    assert "عبر" not in words(Wording.REPORT_OPEN, via_area_id=8)


def test_a_place_that_is_not_known_is_said_to_be_so():
    nowhere = replace(LIGHT, nowhere=True, path=(), lat=None, lon=None)
    assert "مكانه غير محدد على الخريطة" in words(Wording.REPORT_OPEN, nowhere)
    assert [row[0].data for row in letter(Wording.REPORT_OPEN, nowhere).buttons] == ["why:report:12"]


@pytest.mark.parametrize("state", [ReportState.FIXED, ReportState.REFUSED, ReportState.WITHDRAWN])
def test_what_is_over_is_short_and_has_neither_picture_nor_buttons(state: ReportState):
    over = letter(Wording.REPORT_OVER, replace(LIGHT, state=state))
    assert (over.picture, over.buttons) == (None, ())
    assert "المصباح" not in over.text
    assert ("أُصلح" in over.text) == (state is ReportState.FIXED)


def test_an_alert_that_ended_before_a_report_was_reopened_says_that_there_is_a_newer_one():
    assert "تنبيه أحدث" in words(Wording.REPORT_OVER)


def test_the_card_says_since_when_in_the_deployments_zone():
    assert "وصل يوم الأحد 22 نوفمبر 2026، الساعة 4:40 م." in words(Wording.REPORT_CARD)


def test_the_card_of_what_nobody_serves_says_so():
    assert "لا تخدم هذا المكان أي جمعية" in words(Wording.REPORT_CARD, replace(LIGHT, organisation=None))


def test_the_card_shows_the_newest_picture_and_neighbours_the_one_that_was_accepted():
    added = replace(LIGHT, newest_picture_id=9, added="صورة أوضح")
    assert letter(Wording.REPORT_CARD, added).picture == "picture-9"
    assert "أُضيف إليه: صورة أوضح" in words(Wording.REPORT_CARD, added)
    assert letter(Wording.REPORT_OPEN, added).picture == "picture-3"
    assert "أوضح" not in words(Wording.REPORT_OPEN, added)


def test_a_chosen_reason_is_read_in_the_readers_language_and_ones_own_words_as_they_are():
    chosen = replace(LIGHT, state=ReportState.REFUSED, reason="report-reason-repeated")
    assert "It was reported before" in words(Wording.REPORT_FOLLOWED, chosen, "en")
    assert "وصل بلاغ عنه من قبل" in words(Wording.REPORT_CARD, chosen)
    own = replace(chosen, reason="ضمن مشروع قادم")
    assert "السبب: ضمن مشروع قادم" in words(Wording.REPORT_FOLLOWED, own)


def test_a_kind_that_config_has_dropped_is_called_by_its_code():
    assert "trees" in words(Wording.REPORT_CARD, replace(LIGHT, category="trees"))


@pytest.mark.parametrize("state", list(ReportState))
@pytest.mark.parametrize("language", ["ar", "en"])
def test_every_state_has_its_sentence_and_buttons_telegram_takes(state: ReportState, language: str):
    facts = replace(LIGHT, state=state, number=2**31 - 1, reason="ضمن مشروع قادم")
    for wording in REPORT_WORDINGS:
        for button in (each for row in letter(wording, facts, language).buttons for each in row):
            assert button.url or len((button.data or "").encode()) <= 64


TEXTS = st.text(st.sampled_from("ab ا<&>\n\u202e😀ً"), max_size=600)


@settings(max_examples=60, deadline=None)
@given(description=TEXTS, added=TEXTS, place=TEXTS.map(lambda text: text[:200]), reason=TEXTS.map(lambda t: t[:300]))
@pytest.mark.parametrize("wording", REPORT_WORDINGS)
def test_every_letter_fits_under_a_picture_and_its_tags_are_closed(
    wording: Wording, description: str, added: str, place: str, reason: str
):
    facts = replace(
        LIGHT, state=ReportState.REFUSED, description=description, added=added, place=place, reason=reason, nowhere=True
    )
    text = letter(wording, facts, shape=Shape.PICTURE, via_area_id=7).text
    assert utf16_length(visible(text)) <= CAPTION_LIMIT
    assert re.findall(r"<(\w+)>", text) == re.findall(r"</(\w+)>", text)
    assert text.count("\u2068") == text.count("\u2069")
