"""Quiet hours, on the clock of the member's zone."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clock.quiet import QuietHours

RIYADH = ZoneInfo("Asia/Riyadh")
BEIRUT = ZoneInfo("Asia/Beirut")
CAIRO = ZoneInfo("Africa/Cairo")
NIGHT = QuietHours(time(22, 30), time(5, 30), RIYADH)
NAP = QuietHours(time(13, 0), time(15, 0), RIYADH)


def at(text: str, zone: ZoneInfo = RIYADH, fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone, fold=fold).astimezone(UTC)


@pytest.mark.parametrize(
    ("hours", "clock", "covered"),
    [
        (NIGHT, "22:29", False), (NIGHT, "22:30", True), (NIGHT, "00:00", True), (NIGHT, "05:29", True), (NIGHT, "05:30", False),
        (NAP, "12:59", False), (NAP, "13:00", True), (NAP, "14:59", True), (NAP, "15:00", False), (NAP, "23:00", False),
    ],
)  # fmt: skip
def test_the_start_is_quiet_and_the_end_is_not(hours, clock, covered):
    assert hours.covers(at(f"2026-11-22T{clock}")) is covered


def test_the_same_start_and_end_mean_never():
    never = QuietHours(time(8, 0), time(8, 0), RIYADH)
    assert not any(never.covers(at("2026-11-22T00:00") + timedelta(minutes=5 * n)) for n in range(288))


@pytest.mark.parametrize(
    ("hours", "moment", "end"),
    [
        (NIGHT, "2026-11-22T23:00", "2026-11-23T05:30"),
        (NIGHT, "2026-11-23T05:29:59", "2026-11-23T05:30"),
        (NIGHT, "2026-11-23T05:30", "2026-11-23T05:30"),
        (NIGHT, "2026-11-22T12:00", "2026-11-22T12:00"),
        (NAP, "2026-11-22T13:00", "2026-11-22T15:00"),
        (QuietHours(time(22), time(0), RIYADH), "2026-11-22T23:10", "2026-11-23T00:00"),
    ],
)
def test_what_waits_goes_out_when_the_quiet_ends(hours, moment, end):
    assert hours.ends_after(at(moment)) == at(end)


@pytest.mark.parametrize(
    ("hours", "moment", "end"),
    [
        # The night of 29 March 2026 in Beirut has no hour from 00:00 to 01:00.
        (QuietHours(time(22), time(5), BEIRUT), at("2026-03-28T23:00", BEIRUT), at("2026-03-29T05:00", BEIRUT)),
        (QuietHours(time(22), time(0, 30), BEIRUT), at("2026-03-28T23:50", BEIRUT), at("2026-03-29T01:00", BEIRUT)),
        # The night of 29 October 2026 in Cairo has the hour from 23:00 twice.
        (QuietHours(time(21), time(23, 30), CAIRO), at("2026-10-29T22:00", CAIRO), at("2026-10-29T23:30", CAIRO)),
        (QuietHours(time(21), time(23, 30), CAIRO), at("2026-10-29T23:10", CAIRO, 1), at("2026-10-29T23:30", CAIRO, 1)),
        (QuietHours(time(22), time(5), CAIRO), at("2026-10-29T22:30", CAIRO), at("2026-10-30T05:00", CAIRO)),
    ],
)
def test_quiet_hours_follow_the_clock_when_it_is_changed(hours, moment, end):
    assert hours.ends_after(moment) == end
    assert not hours.covers(end)


clocks = st.times().map(lambda clock: clock.replace(second=0, microsecond=0))


minutes_of_2026 = st.integers(0, 365 * 24 * 60).map(lambda n: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=n))


@given(clocks, clocks, minutes_of_2026, st.integers(0, 59), st.sampled_from([RIYADH, BEIRUT, CAIRO]))
def test_the_end_is_the_first_minute_that_is_not_quiet(start, end, minute, seconds, zone):
    hours, moment = QuietHours(start, end, zone), minute + timedelta(seconds=seconds)
    ends = hours.ends_after(moment)
    assert not hours.covers(ends)
    assert moment <= ends <= moment + timedelta(hours=26)
    if ends > moment:
        assert hours.covers(max(ends - timedelta(minutes=1), moment))
