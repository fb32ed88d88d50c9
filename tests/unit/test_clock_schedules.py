"""Schedules: written, read back, said, and the next moment they name."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clock.prayers import Prayer, prayer_time
from clock.rules import ScheduleNeedsPlace
from clock.schedule_words import schedule_sentence
from clock.schedules import BadSchedule, Schedule
from language.catalogues import load_catalogues
from places.points import Point

RIYADH = ZoneInfo("Asia/Riyadh")
BEIRUT = ZoneInfo("Asia/Beirut")
CAIRO = ZoneInfo("Africa/Cairo")
HOME = Point(24.7136, 46.6753)
SUNDAY = datetime(2026, 11, 22, 13, 40, tzinfo=UTC)


def following(text: str, moment: datetime, zone: ZoneInfo, count: int = 1) -> list[str]:
    schedule, found = Schedule.parse(text), []
    for _ in range(count):
        moment = schedule.next_after(moment, zone, HOME)
        assert moment.tzinfo is UTC
        found.append(f"{moment.astimezone(zone):%a %d %H:%M}")
    return found


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("daily 20:00", "daily 20:00"),
        ("  DAILY   8:05 ", "daily 08:05"),
        ("daily ٢٠:٠٠", "daily 20:00"),
        ("weekly THU 17:00", "weekly thu 17:00"),
        ("weekly tue,sun 17:00", "weekly sun,tue 17:00"),
        ("weekly sun,mon,tue,wed,thu,fri,sat 17:00", "daily 17:00"),
        ("every 2h", "every 2h"),
        ("every 12 h", "every 12h"),
        ("isha+30", "isha+30"),
        ("Isha + 30 thu,fri", "isha+30 thu,fri"),
        ("maghrib-10", "maghrib-10"),
        ("fajr", "fajr"),
        ("fajr+0", "fajr"),
        ("0 20 * * *", "daily 20:00"),
        ("30 7 * * 1,3", "weekly mon,wed 07:30"),
        ("0 8 * * 7", "weekly sun 08:00"),
        ("0 8 * * mon-wed", "weekly mon,tue,wed 08:00"),
        ("0 */2 * * *", "every 2h"),
        ("*/15 6-9 * * *", "*/15 6-9 * * *"),
        ("0 8 1 * *", "0 8 1 * *"),
        ("0  8 * *  FRI#2", "0 8 * * fri#2"),
    ],
)
def test_a_schedule_has_one_way_of_writing_that_reads_back_to_itself(written, canonical):
    schedule = Schedule.parse(written)
    assert schedule.text == canonical
    assert Schedule.parse(schedule.text) == schedule


@pytest.mark.parametrize(
    "text",
    [
        "", "hello", "daily", "daily 24:00", "daily 20", "weekly 17:00", "weekly thursday 17:00", "every 5h", "every 0h",
        "isha+181", "isha-", "sunrise+10", "* * * * * *", "0 0 30 2 *", "61 * * * *", "@daily", "0 8 * *",
    ],
)  # fmt: skip
def test_what_is_no_schedule_is_refused_with_the_text(text):
    with pytest.raises(BadSchedule) as caught:
        Schedule.parse(text)
    assert caught.value.facts == {"text": text}


def test_a_refusal_repeats_no_more_than_a_line_of_what_was_typed():
    with pytest.raises(BadSchedule) as caught:
        Schedule.parse("x\u202e\n" * 10_000)
    assert caught.value.facts == {"text": ("x " * 30).strip()}


@given(st.text(max_size=40))
def test_whatever_is_typed_is_read_or_refused(text):
    try:
        schedule = Schedule.parse(text)
    except BadSchedule:
        return
    assert Schedule.parse(schedule.text) == schedule


def test_the_next_moment_is_after_this_one_even_at_the_moment_itself():
    at_eight = datetime(2026, 11, 22, 17, 0, tzinfo=UTC)
    assert following("daily 20:00", at_eight - timedelta(seconds=1), RIYADH) == ["Sun 22 20:00"]
    assert following("daily 20:00", at_eight, RIYADH) == ["Mon 23 20:00"]
    assert following("daily 20:00", at_eight + timedelta(microseconds=1), RIYADH) == ["Mon 23 20:00"]


@pytest.mark.parametrize(
    ("text", "moments"),
    [
        ("weekly thu 17:00", ["Thu 26 17:00", "Thu 03 17:00"]),
        ("weekly sun,tue 16:39", ["Tue 24 16:39", "Sun 29 16:39"]),
        ("every 2h", ["Sun 22 18:00", "Sun 22 20:00", "Sun 22 22:00", "Mon 23 00:00"]),
        ("every 12h", ["Mon 23 00:00", "Mon 23 12:00"]),
        ("0 8 1 * *", ["Tue 01 08:00", "Fri 01 08:00"]),
    ],
)
def test_schedules_follow_the_clock_of_the_zone(text, moments):
    assert following(text, SUNDAY, RIYADH, len(moments)) == moments


def test_the_same_schedule_comes_at_another_moment_in_another_zone():
    schedule = Schedule.parse("daily 20:00")
    riyadh, beirut = (schedule.next_after(SUNDAY, zone) for zone in (RIYADH, BEIRUT))
    assert (riyadh.hour, beirut.hour) == (17, 18)


@pytest.mark.parametrize(
    ("zone", "eve", "text", "moments"),
    [
        # Beirut 2026: on 29 March 00:00 becomes 01:00, on 25 October 00:00 becomes 23:00 of the 24th.
        (BEIRUT, "2026-03-28T12:00", "daily 00:30", ["Sun 29 01:00", "Mon 30 00:30"]),
        (BEIRUT, "2026-03-28T12:00", "daily 20:00", ["Sat 28 20:00", "Sun 29 20:00"]),
        (BEIRUT, "2026-10-24T12:00", "daily 23:30", ["Sat 24 23:30", "Sun 25 23:30"]),
        (BEIRUT, "2026-03-28T21:00", "every 2h", ["Sat 28 22:00", "Sun 29 02:00", "Sun 29 04:00"]),
        (BEIRUT, "2026-10-24T21:00", "every 1h", ["Sat 24 22:00", "Sat 24 23:00", "Sat 24 23:00", "Sun 25 00:00"]),
        # Cairo 2026: on 24 April 00:00 becomes 01:00, on 29 October 24:00 becomes 23:00.
        (CAIRO, "2026-04-23T12:00", "daily 00:15", ["Fri 24 01:00", "Sat 25 00:15"]),
        (CAIRO, "2026-10-29T12:00", "daily 23:15", ["Thu 29 23:15", "Fri 30 23:15"]),
    ],
)
def test_when_the_clock_is_changed_a_daily_broadcast_goes_out_once(zone, eve, text, moments):
    start = datetime.fromisoformat(eve).replace(tzinfo=zone).astimezone(UTC)
    assert following(text, start, zone, len(moments)) == moments


def test_a_schedule_by_prayer_follows_the_sun_of_its_place():
    """Riyadh, 22 November 2026: maghrib 17:05, isha 18:35 by the Umm al-Qura rule."""
    assert following("isha+30", SUNDAY, RIYADH, 2) == ["Sun 22 19:05", "Mon 23 19:05"]
    assert following("maghrib-10", SUNDAY, RIYADH) == ["Sun 22 16:55"]


def test_a_prayer_is_never_announced_before_it_has_come():
    isha = prayer_time(Prayer.ISHA, SUNDAY.astimezone(RIYADH).date(), HOME)
    found = Schedule.parse("isha").next_after(SUNDAY, RIYADH, HOME)
    assert isha is not None
    assert timedelta(0) <= found - isha < timedelta(minutes=1)
    assert found.second == 0


def test_days_of_a_prayer_are_the_days_of_the_prayer_itself():
    assert following("isha+30 thu", SUNDAY, RIYADH, 2) == ["Thu 26 19:04", "Thu 03 19:04"]
    cairo_summer = datetime(2026, 6, 22, 12, tzinfo=UTC)
    after_midnight = Schedule.parse("isha+180 mon").next_after(cairo_summer, CAIRO, Point(30.04, 31.24))
    assert f"{after_midnight.astimezone(CAIRO):%a %H}" == "Tue 00"
    before = after_midnight - timedelta(minutes=1)
    assert Schedule.parse("isha+180 mon").next_after(before, CAIRO, Point(30.04, 31.24)) == after_midnight


def test_a_schedule_by_prayer_without_a_place_asks_for_one():
    schedule = Schedule.parse("isha+30")
    assert schedule.needs_place
    with pytest.raises(ScheduleNeedsPlace):
        schedule.next_after(SUNDAY, RIYADH)
    assert not Schedule.parse("daily 20:00").needs_place


@pytest.mark.parametrize(
    ("text", "arabic", "english"),
    [
        ("daily 20:00", "كل يوم الساعة 8:00 م", "every day at 8:00 pm"),
        ("weekly thu 17:00", "يوم الخميس من كل أسبوع الساعة 5:00 م", "every Thursday at 5:00 pm"),
        ("weekly sun,tue 7:00", "يومي الأحد والثلاثاء من كل أسبوع الساعة 7:00 ص", "every Sunday and Tuesday at 7:00 am"),
        ("weekly sun,mon,tue 7:00", "أيام الأحد والاثنين والثلاثاء من كل أسبوع الساعة 7:00 ص", "every Sunday, Monday and Tuesday at 7:00 am"),
        ("every 1h", "كل ساعة", "every hour"),
        ("every 2h", "كل ساعتين", "every 2 hours"),
        ("every 3h", "كل 3 ساعات", "every 3 hours"),
        ("every 12h", "كل 12 ساعة", "every 12 hours"),
        ("isha+30", "كل يوم بعد 30 دقيقة من أذان العشاء", "every day 30 minutes after Isha"),
        ("maghrib-5 fri", "يوم الجمعة من كل أسبوع قبل 5 دقائق من أذان المغرب", "every Friday 5 minutes before Maghrib"),
        ("fajr", "كل يوم عند أذان الفجر", "every day at Fajr"),
        ("0 8 1 * *", "في مواعيد مخصّصة: 0 8 1 * *", "at custom times: 0 8 1 * *"),
    ],
)  # fmt: skip
def test_a_schedule_is_said_in_both_languages(text, arabic, english):
    catalogues = load_catalogues()
    said = [schedule_sentence(catalogues.voice(language), Schedule.parse(text)) for language in ("ar", "en")]
    unseen = str.maketrans({"\u2068": None, "\u2069": None, "\xa0": " "})
    assert [line.translate(unseen) for line in said] == [arabic, english]
