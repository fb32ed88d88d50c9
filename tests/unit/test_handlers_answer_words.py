"""Answers in words, as they are typed where a button or a number was expected."""

import pytest

from handlers.answer_words import choice_of, only_yes


@pytest.mark.parametrize(
    ("field", "said", "among", "meant"),
    [
        ("sex", "بنت", ("female", "male"), "female"),
        ("sex", "طفلة أو امرأة", ("female", "male"), "female"),
        ("sex", "ولدي", ("female", "male"), "male"),
        ("sex", "بنت وولد", ("female", "male"), None),
        ("custody", "لا", ("no", "yes"), "no"),
        ("custody", "إيه فيه", ("no", "yes"), "yes"),
        ("custody", "لا يوجد نزاع", ("no", "yes"), "no"),
        ("custody", "ما أدري", ("no", "yes"), None),
        ("custody", "أي نزاع؟", ("no", "yes"), None),
        ("custody", "أبوها في سفر", ("no", "yes"), None),
        ("consent", "لا", ("agree", "not-guardian"), "not-guardian"),
        ("consent", "نعم", ("agree", "not-guardian"), None),
        ("name", "ما أدري", ("unknown",), "unknown"),
        ("name", "ريم", ("unknown",), None),
        ("place", "لا", (), None),
    ],
)
def test_a_button_may_be_said_in_words(field: str, said: str, among: tuple[str, ...], meant: str | None):
    assert choice_of(field, said, among) == meant


def test_a_yes_does_not_say_who_agrees():
    assert only_yes("نعم")
    assert not only_yes("سعاد")
