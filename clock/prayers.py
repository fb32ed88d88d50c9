"""Prayer times by the Umm al-Qura calendar: fajr at 18.5 degrees, isha 90 minutes after maghrib, 120 in Ramadan.

Solar positions are astral's (Meeus, as in NOAA's solar calculator). Compared with the published calendar in
tests/unit/test_clock_prayers.py: within two minutes.
"""

import enum
import math
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Protocol

from astral import Observer, SunDirection
from astral.julian import julianday, julianday_to_juliancentury
from astral.sun import noon, sun_declination, sunset, time_at_elevation
from hijridate import Gregorian

FAJR_DEGREES = 18.5
"""The sun's depression at dawn in the Umm al-Qura calendar, since 1430 AH."""

ISHA = timedelta(minutes=90)
ISHA_IN_RAMADAN = timedelta(minutes=120)
RAMADAN = 9


class Spot(Protocol):
    """Anything with a latitude and a longitude in degrees (WGS 84); `places.points.Point` is one."""

    @property
    def lat(self) -> float: ...
    @property
    def lon(self) -> float: ...


class Prayer(enum.StrEnum):
    FAJR = "fajr"
    DHUHR = "dhuhr"
    ASR = "asr"
    MAGHRIB = "maghrib"
    ISHA = "isha"


def prayer_time(prayer: Prayer, day: date, place: Spot) -> datetime | None:
    """The moment in UTC, on the day as the sun counts it at that place; None where it does not come so low or high."""
    observer = Observer(place.lat, place.lon)
    if prayer is Prayer.ISHA:
        maghrib = prayer_time(Prayer.MAGHRIB, day, place)
        return maghrib and maghrib + (ISHA_IN_RAMADAN if _in_ramadan(day) else ISHA)
    try:
        moment = _MOMENTS[prayer](observer, day)
        return _MOMENTS[prayer](observer, day + _days_away(moment, day, observer.longitude)).astimezone(UTC)
    except ValueError:
        return None


def _days_away(moment: datetime, day: date, longitude: float) -> timedelta:
    """Astral counts days in UTC: far from Greenwich it may answer with the evening before or the morning after."""
    mean_noon = datetime.combine(day, time(12), UTC) - timedelta(minutes=4 * longitude)
    return timedelta(days=round((mean_noon - moment) / timedelta(days=1)))


def _fajr(observer: Observer, day: date) -> datetime:
    return time_at_elevation(observer, -FAJR_DEGREES, day, SunDirection.RISING)


def _dhuhr(observer: Observer, day: date) -> datetime:
    return noon(observer, day)


def _asr(observer: Observer, day: date) -> datetime:
    """When a shadow is its noon length and the object's height longer (the majority's and the calendar's rule)."""
    at_noon = julianday_to_juliancentury(julianday(datetime.combine(day, time(12), UTC)))
    zenith = math.radians(abs(observer.latitude - sun_declination(at_noon)))
    elevation = math.degrees(math.atan(1 / (1 + math.tan(zenith))))
    return time_at_elevation(observer, elevation, day, SunDirection.SETTING)


def _maghrib(observer: Observer, day: date) -> datetime:
    return sunset(observer, day)


def _in_ramadan(day: date) -> bool:
    return Gregorian(day.year, day.month, day.day).to_hijri().month == RAMADAN


_MOMENTS: Mapping[Prayer, Callable[[Observer, date], datetime]] = {
    Prayer.FAJR: _fajr,
    Prayer.DHUHR: _dhuhr,
    Prayer.ASR: _asr,
    Prayer.MAGHRIB: _maghrib,
}
