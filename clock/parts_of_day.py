"""A part of the day said for a time: «العصر», «اليوم بعد الظهر», "yesterday morning"; hours to choose from."""

import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from clock.clock_words import words
from clock.prayers import Prayer, Spot, prayer_time
from clock.typed import day_of, spelt

_PRAYERS = {
    Prayer.FAJR: words("الفجر", "فجرا", "فجر", "السحر", "fajr", "dawn"),
    Prayer.DHUHR: words("الظهر", "ظهرا", "ظهر", "الظهيره", "dhuhr", "noon", "midday"),
    Prayer.ASR: words("العصر", "عصرا", "عصر", "العصريه", "asr", "afternoon"),
    Prayer.MAGHRIB: words("المغرب", "مغرب", "الغروب", "maghrib", "sunset"),
    Prayer.ISHA: words("العشا", "عشا", "العشاء", "isha"),
}
_USUAL = {Prayer.FAJR: 300, Prayer.DHUHR: 720, Prayer.ASR: 930, Prayer.MAGHRIB: 1080, Prayer.ISHA: 1170}
"""Minutes of the day around which hours are offered where nobody knows the place: only a beginning, not an answer."""
_HOURS = (
    (words("الضحي", "ضحي"), (8, 9, 10, 11)),
    (words("الصبح", "صبحا", "صبح", "الصباح", "صباحا", "باكر", "morning"), (6, 7, 8, 9, 10, 11)),
    (words("المسا", "مسا", "evening"), (17, 18, 19, 20, 21)),
    (words("الليل", "ليلا", "ليل", "بالليل", "باليل", "البارحه", "night", "tonight"), (20, 21, 22, 23, 24, 25)),
)  # fmt: skip
"""Parts of the day without a prayer, and their hours; 24 and 25 are those after midnight."""
_BEFORE, _AFTER = words("قبل", "قبيل", "before"), words("بعد", "عقب", "after")
_AROUND = {"before": (-90, -60, -30, 0), "after": (0, 30, 60, 90, 120), "": (-30, 0, 30, 60, 90, 120)}
"""Minutes from the prayer, as it is rounded to half an hour."""
_HALF_HOUR = 30


def hours_around(text: str, *, now: datetime, zone: tzinfo, spot: Spot | None = None) -> list[datetime]:
    """Past moments to choose from, in order, where a text says a part of the day and no clock; none where it does not.

    Without a day it is the last such part that has begun. `spot`: where prayers are computed for.
    """
    plain, today = spelt(text), now.astimezone(zone).date()
    said, _ = day_of(plain, today)
    for day in [said] if said is not None else [today, today - timedelta(days=1)]:
        begins, minutes = _minutes(plain, day, zone, spot)
        if said is not None or _moment(day, begins, zone) <= now:
            return [moment for each in minutes if (moment := _moment(day, each, zone)) <= now]
    return []


def _minutes(plain: str, day: date, zone: tzinfo, spot: Spot | None) -> tuple[int, list[int]]:
    """When that part of a day begins, and the minutes it may mean, counted from midnight and on past the next one."""
    prayer = next((prayer for prayer, spelt_so in _PRAYERS.items() if re.search(spelt_so, plain)), None)
    if prayer is None:
        hours = next((hours for spelt_so, hours in _HOURS if re.search(spelt_so, plain)), ())
        return 60 * min(hours, default=0), [60 * hour for hour in hours]
    side = "before" if re.search(_BEFORE, plain) else "after" if re.search(_AFTER, plain) else ""
    at = _of_prayer(prayer, day, zone, spot)
    around = [at + by for by in _AROUND[side]]
    return (around[0] if side else at), around


def _of_prayer(prayer: Prayer, day: date, zone: tzinfo, spot: Spot | None) -> int:
    moment = prayer_time(prayer, day, spot) if spot is not None else None
    if moment is None:
        return _USUAL[prayer]
    local = moment.astimezone(zone)
    return round((60 * local.hour + local.minute) / _HALF_HOUR) * _HALF_HOUR


def _moment(day: date, minutes: int, zone: tzinfo) -> datetime:
    return (datetime.combine(day, time(0)) + timedelta(minutes=minutes)).replace(tzinfo=zone).astimezone(UTC)
