"""Cleaning what people send, and shortening what we send."""

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from language.text import (
    CAPTION_LIMIT,
    LETTER_LIMIT,
    Sentence,
    cleaned,
    is_number,
    isolated,
    shortened,
    utf16_length,
    visible,
)


def test_control_and_override_characters_go():
    assert cleaned("ري\u202eم\x00\x07\u200b \ufeffالعتيبي\u2069", limit=100).text == "ريم العتيبي"


def test_letters_that_look_the_same_are_kept_the_same():
    assert cleaned("آ e\u0301", limit=100).text == "آ é"


def test_blank_runs_collapse_and_paragraphs_stay():
    assert cleaned("  a\t\t b \r\n\r\n\n\n c \u2028d  ", limit=100).text == "a b\n\nc\nd"
    assert cleaned(" a \n\n b ", limit=100, lines=False).text == "a b"


def test_joined_emoji_and_persian_joiners_stay_whole():
    family = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
    assert cleaned(f"{family} می\u200cروم", limit=100).text == f"{family} می\u200cروم"


def test_lone_surrogates_go_so_that_the_text_can_be_stored():
    cleaned("a\ud83d b", limit=10).text.encode()


def test_what_is_too_long_is_cut_and_said_to_be():
    result = cleaned("ا" * 10_000, limit=500)
    assert (len(result.text), result.length, result.cut) == (500, 10_000, True)
    assert not cleaned("ا" * 500, limit=500).cut


def test_a_cut_does_not_part_a_letter_from_its_marks():
    assert cleaned("abc" + "ب\u0651\u064e", limit=4).text == "abc"
    assert cleaned("ab\U0001f468\u200d\U0001f469", limit=4).text == "ab"


@given(st.text(), st.integers(1, 50), st.booleans())
def test_cleaning_twice_changes_nothing_more(text, limit, lines):
    once = cleaned(text, limit=limit, lines=lines)
    assert len(once.text) <= limit
    assert cleaned(once.text, limit=limit, lines=lines).text == once.text


@given(st.text())
def test_isolating_twice_isolates_once(text):
    assert isolated(isolated(text)) == isolated(text)


def test_telegram_counts_utf16_units():
    assert utf16_length("ab\U0001f468") == 4


def test_a_letter_that_fits_is_left_alone():
    letter = "<b>" + "ا" * LETTER_LIMIT + "</b>"
    assert shortened(letter) == letter


def test_a_cut_letter_closes_its_tags_and_isolates():
    letter = '<b>One <a href="https://example.org/long">two \u2068three four five\u2069</a></b>'
    short = shortened(letter, 13)
    assert short == '<b>One <a href="https://example.org/long">two…</a></b>'
    assert shortened("<i>\u2068abcdefghij\u2069</i>", 6) == "<i>\u2068abc…\u2069</i>"


def test_a_cut_letter_never_ends_inside_an_entity_or_a_pair():
    assert shortened("&lt;" * 10, 5) == "&lt;" * 4 + "…"
    assert shortened("\U0001f468" * 10, 6) == "\U0001f468" * 2 + "…"


pieces = st.sampled_from(["كلمة ", "word ", "<b>", "</b>", "&amp;", "\U0001f468", "\n", "\u2068ريم\u2069", "x" * 30])


@given(st.lists(pieces, max_size=80), st.sampled_from([40, 200, CAPTION_LIMIT]))
def test_a_shortened_letter_fits_and_stays_well_formed(parts, limit):
    short = shortened(_balanced(parts), limit)
    assert utf16_length(visible(short)) <= limit
    assert short.count("<b>") == short.count("</b>")
    assert short.count("\u2068") == short.count("\u2069")
    assert not re.search("[<>]", re.sub("</?b>", "", short))
    assert html.escape(html.unescape(re.sub("</?b>", "", short)), quote=False) == re.sub("</?b>", "", short)
    assert isinstance(short, Sentence)


def _balanced(parts: list[str]) -> str:
    depth, text = 0, ""
    for part in parts:
        if part == "</b>" and not depth:
            continue
        depth += (part == "<b>") - (part == "</b>")
        text += part
    return text + "</b>" * depth


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("24", True),
        ("4:40", True),
        ("24.7,46.6", True),
        ("22/11/2026", True),
        ("050-1", False),
        ("+5", False),
        ("5 م", False),
        ("", False),
    ],
)
def test_only_numbers_that_keep_their_order_go_without_isolates(text, bare):
    assert is_number(text) is bare
