"""Arabic spellings brought together, and what of a name is shown."""

import pytest

from language.names import given_name, initials, is_kunya, matching_name
from language.normaliser import normalised


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("أحمد", "احمد"),
        ("إيمان", "ايمان"),
        ("آمنة", "امنه"),
        ("مُحَمَّد", "محمد"),
        ("مـــحـــمد", "محمد"),
        ("هدى", "هدي"),
        ("رؤى", "روى"),
        ("هناء", "هنا"),
        ("عائشة", "عايشه"),
        ("ﻣﺤﻤﺪ", "محمد"),
        ("ﷲ", "الله"),
        ("علی کریم", "علي كريم"),
        ("حيّ النسيم، الغربي!", "حي  النسيم الغربي"),
        ("شارع ٥", "شارع 5"),
        ("Café AL-Noor", "cafe al noor"),
    ],
)
def test_two_spellings_match(one, other):
    assert normalised(one) == normalised(other)


@pytest.mark.parametrize(("one", "other"), [("ريم", "رم"), ("حسن", "حسين"), ("سعاد", "سعد"), ("علي", "علا")])
def test_two_names_do_not(one, other):
    assert normalised(one) != normalised(other)


def test_the_article_goes_only_when_asked_and_only_from_words_that_stay_words():
    assert normalised("النسيم") == "النسيم"
    assert normalised("حي النسيم", without_article=True) == normalised("حي نسيم")
    assert normalised("آل سعود", without_article=True) == "ال سعود"


def test_normalising_twice_changes_nothing_more():
    text = normalised("مُؤمِنة بنت عبد الله آل سعود")
    assert normalised(text) == text


@pytest.mark.parametrize(
    ("full", "given", "letters"),
    [
        ("ريم", "ريم", "ر."),
        ("ريم بنت فهد العتيبي", "ريم", "ر. ع."),
        ("عبد الله بن سالم", "عبد الله", "ع. س."),
        ("عبدالله", "عبدالله", "ع."),
        ("  الطفلة  هند آل سعود ", "هند", "هـ. س."),
        ("Abdul Rahman Al-Harbi", "Abdul Rahman", "A. H."),
        ("Reem bint Fahd Al Otaibi", "Reem", "R. O."),
        ("أبو مشعل", "أبو مشعل", "أ."),
        ("", "", ""),
    ],
)
def test_a_name_is_shown_by_its_first_part_or_by_initials(full, given, letters):
    assert given_name(full) == given
    assert initials(full) == letters


@pytest.mark.parametrize(
    ("text", "kunya"),
    [("أبو مشعل", True), ("Umm Khalid", True), ("أم خالد", True), ("ريم", False), ("أم", False), ("أمل خالد", False)],
)
def test_a_kunya_is_not_a_name(text, kunya):
    assert is_kunya(text) is kunya


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("عبد الله العتيبي", "عبدالله عتيبي"),
        ("عبد الرحمن بن فهد", "عبدالرحمن فهد"),
        ("فهد ابن سالم", "فهد بن سالم"),
        ("Abdul-Rahman Al-Harbi", "abdulrahman Harbi"),
        ("Abd Allah", "Abdullah"),
    ],
)
def test_one_person_spelled_twice_matches(one, other):
    assert matching_name(one) == matching_name(other)
