"""Lengths as people type them."""

import pytest

from language.lengths import kilometres


@pytest.mark.parametrize(
    ("typed", "km"),
    [
        ("1.5", 1.5), ("١٫٥ كم", 1.5), ("1,5", 1.5), ("3km", 3), ("-2", -2),
        ("كيلو ونص", 1.5), ("كيلو ونصف", 1.5), ("كيلومتر ونصف", 1.5), ("نص كيلو", 0.5), ("نصف كيلو متر", 0.5),
        ("ربع كيلو", 0.25), ("كيلوين", 2), ("كيلوين إلا ربع", 1.75), ("كيلو", 1), ("خمسة كيلو", 5),
        ("ثلاثة كيلو ونص", 3.5), ("ثلاثة ونص كيلو", 3.5), ("خمسة وعشرين كم", 25), ("حوالي 5 كيلو", 5),
        ("500 متر", 0.5), ("٥٠٠ متر", 0.5), ("٥٠٠م", 0.5), ("خمسمية متر", 0.5), ("ميتين متر", 0.2),
        ("مية متر", 0.1), ("ألف متر", 1), ("كيلو و500 متر", 1.5), ("خمسة", 5),
        ("half a kilometre", 0.5), ("one and a half km", 1.5), ("a kilometre and a half", 1.5), ("500 metres", 0.5),
    ],
)  # fmt: skip
def test_a_length_is_read_as_it_is_said(typed: str, km: float):
    assert kilometres(typed) == pytest.approx(km)


@pytest.mark.parametrize("typed", ["", "قريب", "نص ساعة", "خمس دقايق", "كم", "بعيد شوي", "5 شوارع", "كيلو 7", "."])
def test_what_is_no_length_is_none(typed: str):
    assert kilometres(typed) is None
