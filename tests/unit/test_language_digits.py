"""Numbers as people type them."""

import pytest

from language.digits import decimal, latin_digits, number, whole_number


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("٢٤٫٧١٣٦، ٤٦٫٦٧٥٣", "24.7136, 46.6753"),
        ("۰۵۰۱۲۳", "050123"),
        ("١٬٥٠٠ ريال", "1500 ريال"),
        ("٢٤،٧", "24,7"),
        ("حي النسيم، شارع ٥", "حي النسيم، شارع 5"),
        ("٫٬،", "٫٬،"),
    ],
)
def test_digits_become_latin_and_separators_only_between_digits(typed, read):
    assert latin_digits(typed) == read


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("٥", 5),
        (" 12 ", 12),
        ("1,500", 1500),
        ("١٬٥٠٠", 1500),
        ("١٫٥", 1.5),
        ("1,5", 1.5),
        ("-3.25", -3.25),
        ("٢٤،٧", 24.7),
    ],
)
def test_one_number_is_read(typed, value):
    assert number(typed) == value


@pytest.mark.parametrize("typed", ["", "خمسة", "5 6", "1e5", "0x10", "1,2,3", "٥م", "nan", "²"])
def test_what_is_not_one_number_is_none(typed):
    assert number(typed) is None


def test_a_whole_number_has_no_fraction():
    assert (whole_number("٢٤"), whole_number("2.5"), whole_number("3.0")) == (24, None, 3)


@pytest.mark.parametrize(
    ("value", "text"), [(1.0, "1"), (1.25, "1.2"), (0.04, "0"), (10.0, "10"), (24.71, "24.7"), (-0.04, "0")]
)
def test_a_decimal_for_people_has_no_needless_zeros(value, text):
    assert decimal(value) == text
