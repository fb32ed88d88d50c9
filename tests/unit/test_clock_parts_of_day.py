"""Parts of the day that are said for a time: hours to choose from, around the prayer where the place is known."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from clock.parts_of_day import hours_around
from places.points import Point

RIYADH, ZONE = Point(24.69, 46.72), ZoneInfo("Asia/Riyadh")
NOW = datetime(2026, 11, 20, 16, 40, tzinfo=ZONE)
"""A Friday in November: the noon prayer is at 11:39, that of the afternoon at 14:44, sunset at 17:05."""


def said(text: str, *, now: datetime = NOW, spot: Point | None = RIYADH) -> list[str]:
    found = hours_around(text, now=now.astimezone(UTC), zone=ZONE, spot=spot)
    return [moment.astimezone(ZONE).strftime("%d %H:%M") for moment in found]


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("العصر", ["20 14:00", "20 14:30", "20 15:00", "20 15:30", "20 16:00", "20 16:30"]),
        ("اليوم الظهر", ["20 11:00", "20 11:30", "20 12:00", "20 12:30", "20 13:00", "20 13:30"]),
        ("قبل صلاة الظهر", ["20 10:00", "20 10:30", "20 11:00", "20 11:30"]),
        ("امس بعد العصر", ["19 14:30", "19 15:00", "19 15:30", "19 16:00", "19 16:30"]),
        ("المغرب", ["19 16:30", "19 17:00", "19 17:30", "19 18:00", "19 18:30", "19 19:00"]),
        ("الصبح", ["20 06:00", "20 07:00", "20 08:00", "20 09:00", "20 10:00", "20 11:00"]),
        ("أمس بالليل", ["19 20:00", "19 21:00", "19 22:00", "19 23:00", "20 00:00", "20 01:00"]),
        ("yesterday morning", ["19 06:00", "19 07:00", "19 08:00", "19 09:00", "19 10:00", "19 11:00"]),
    ],
)
def test_a_part_of_the_day_is_hours_to_choose_from(text: str, hours: list[str]):
    assert said(text) == hours


def test_only_what_has_been_is_offered():
    noon = NOW.replace(hour=11, minute=10)
    assert said("اليوم الظهر", now=noon) == ["20 11:00"]
    assert said("اليوم العصر", now=noon) == []


def test_where_the_sun_goes_by_another_hour_other_hours_are_offered():
    west = Point(18.2, 36.0)
    assert said("العصر", spot=west)[0] > said("العصر")[0]
    assert said("العصر", spot=None)[1] == "20 15:30"


@pytest.mark.parametrize("text", ["", "ما أدري", "قريب", "1/22", "xyz", "عصير", "الظهران"])
def test_what_says_no_part_of_the_day_is_not_read(text: str):
    assert said(text) == []
