"""Ages, as they are typed where a number was expected."""

import pytest

from language.ages import years


@pytest.mark.parametrize(
    ("said", "age"),
    [
        ("7", 7),
        ("عمره ٧٤", 74),
        ("سبع سنين", 7),
        ("اثنعش سنة", 12),
        ("ثلاث عشرة سنة", 13),
        ("خمس وثلاثين", 35),
        ("في السبعين", 70),
        ("عمرها سبعين", 70),
        ("سنتين", 2),
        ("سنتين ونصف", 2),
        ("سنة", 1),
        ("6 أشهر", 0),
        ("ريم", None),
        ("seven", 7),
        ("she is thirty five", 35),
    ],
)
def test_an_age_is_read_in_words_as_in_digits(said: str, age: int | None):
    assert years(said) == age
