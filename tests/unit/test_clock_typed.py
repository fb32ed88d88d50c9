"""When? as people type it."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from clock.typed import moments_of

RIYADH = ZoneInfo("Asia/Riyadh")
NOW = datetime(2026, 11, 22, 13, 40, tzinfo=UTC)
"""4:40 in the afternoon, Riyadh."""


def read(text: str) -> list[str]:
    return [each.astimezone(RIYADH).strftime("%d %H:%M") for each in moments_of(text, now=NOW, zone=RIYADH)]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("16:20", ["22 16:20"]),
        ("١٦:٢٠", ["22 16:20"]),
        ("4:20 م", ["22 16:20"]),
        ("الساعة 4:20 مساءً", ["22 16:20"]),
        ("٤ العصر", ["22 16:00"]),
        ("4pm", ["22 16:00"]),
        ("4:20", ["22 16:20", "22 04:20"]),
        ("5", ["22 05:00", "21 17:00"]),
        ("11 م", ["21 23:00"]),
        ("أمس 4:20 م", ["21 16:20"]),
        ("البارحة ١٠ ليلا", ["21 22:00"]),
        ("أول أمس 9 ص", ["20 09:00"]),
        ("yesterday at 9 am", ["21 09:00"]),
        ("22/11 3 م", ["22 15:00"]),
        ("2026-11-20 18:05", ["20 18:05"]),
        ("12 ظهرا", ["22 12:00"]),
        ("0:30", ["22 00:30"]),
    ],
)
def test_a_clock_is_read_with_its_day(text, meant):
    assert read(text) == meant


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("قبل ساعة", 60), ("قبل ساعتين", 120), ("قبل 3 ساعات", 180), ("منذ ٢٠ دقيقة", 20), ("قبل نصف ساعة", 30),
        ("نص ساعة", 30), ("20 minutes ago", 20), ("an hour ago", 60), ("half an hour ago", 30), ("2 hours ago", 120),
        ("قبل يومين", 2880), ("قبل 5 دقائق", 5),
    ],
)  # fmt: skip
def test_how_long_ago_is_a_moment(text, minutes):
    assert moments_of(text, now=NOW, zone=RIYADH) == [NOW - timedelta(minutes=minutes)]


@pytest.mark.parametrize(
    "text", ["", "العصر", "من الصبح", "قبل شوي", "99:99", "غدًا", "31/2 4 م", "؟", "🙂", "x" * 10_000]
)
def test_what_names_no_clock_is_asked_again(text):
    assert moments_of(text, now=NOW, zone=RIYADH) == []


def test_nothing_to_come_is_meant():
    assert read("23/11/2026 4 م") == []
