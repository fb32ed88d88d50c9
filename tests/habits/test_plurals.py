"""Counting in Arabic: six forms of a whole sentence, as they are read."""

import pytest

from docs.make_plurals import NUMBERS, PAGE, page
from language.catalogues import load_catalogues

AR = load_catalogues().voice("ar")
NAMED = {"schedule-weekly"}
"""Says which days they are, not how many."""
OF_MANY = "{n} من "
"""«3 من الأعضاء والمجموعات»: the noun is the same for every number."""
COUNTED = sorted(AR.counting - NAMED)


def test_the_page_of_counts_is_what_the_catalogues_say():
    assert PAGE.read_text("utf-8") == page(), "renew it: .venv/bin/python -m docs.make_plurals"


@pytest.mark.parametrize("key", COUNTED)
def test_one_and_two_are_told_by_the_noun_alone(key):
    for n in (1, 2):
        assert "{n}" not in AR.text(key, n)


@pytest.mark.parametrize("key", COUNTED)
def test_more_than_two_are_told_with_their_number(key):
    for n in (n for n in NUMBERS if n > 2):
        assert "{n}" in AR.text(key, n)


@pytest.mark.parametrize("key", COUNTED)
def test_a_few_and_many_take_another_noun(key):
    few, many = AR.text(key, 3), AR.text(key, 11)
    assert few != many or OF_MANY in few, "3 بلاغات، 11 بلاغًا; 3 دقائق، 11 دقيقة"
