"""What people type when asked when: a clock, a day with it, or how long ago. What is not said is never made up."""

import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from language.digits import latin_digits
from language.normaliser import normalised
from models.refusals import NotUnderstood

_LONGEST = 200
_MORNING = frozenset(["ص", "صباحا", "الصبح", "صبحا", "الفجر", "فجرا", "am", "morning"])
_AFTER_NOON = ("ظهرا", "الظهر", "عصرا", "العصر", "المغرب", "العشا", "afternoon")
_EVENING = frozenset(["م", "مساء", "المسا", "مسا", "ليلا", "بالليل", "pm", "evening", "night", *_AFTER_NOON])
_DAYS = {"اليوم": 0, "today": 0, "امس": -1, "البارحه": -1, "yesterday": -1, "اول امس": -2}
_MINUTES = {"دقيقه": 1, "دقايق": 1, "دقيقتين": 2, "minute": 1, "minutes": 1, "min": 1}
_MINUTES |= {"ساعه": 60, "ساعات": 60, "ساعتين": 120, "hour": 60, "hours": 60, "an hour": 60}
_MINUTES |= {"يوم": 1440, "ايام": 1440, "يومين": 2880, "day": 1440, "days": 1440, "a day": 1440}
_AGO = re.compile(
    r"(?:قبل|منذ|من)?\s*(?:(?P<half>نصف|نص|half an|half)\s*)?(?P<n>\d{1,3})?\s*"
    rf"(?P<unit>{'|'.join(sorted(_MINUTES, key=len, reverse=True))})(?:\s*ago)?"
)
_CLOCK = re.compile(r"(?<!\d)(?P<hour>\d{1,2})(?:[:.](?P<minute>[0-5]\d))?(?!\d)")
_DATE = re.compile(r"(?<!\d)(?P<a>\d{1,4})[/-](?P<b>\d{1,2})(?:[/-](?P<c>\d{1,4}))?(?!\d)")


class ClockMissing(NotUnderstood):
    """A text names no clock and no length of time: it is asked, never invented."""


def moments_of(text: str, *, now: datetime, zone: tzinfo) -> list[datetime]:
    """The past moments a text may mean, the latest first; none where it names no clock and no length of time.

    A clock of 1 to 12 without its half of the day means two moments; without a day, the last time it was that late.
    """
    plain = spelt(text)
    ago = _ago(plain, now)
    if ago is not None:
        return [ago]
    day, rest = day_of(plain, now.astimezone(zone).date())
    found = _CLOCK.search(rest)
    if found is None or _DATE.search(rest):
        return []
    times = _times(int(found["hour"]), int(found["minute"] or 0), frozenset(rest.split()))
    moments = {_on(day, each, now, zone) for each in times}
    return sorted((each for each in moments if each is not None and each <= now), reverse=True)


def spelt(text: str) -> str:
    """One spelling; what stands between digits stays, and letters stand apart from them."""
    kept = re.sub(r"(?<=\d)\s*([:./-])\s*(?=\d)", r"\1", latin_digits(text[:_LONGEST]))
    words = [
        part if re.fullmatch(r"[\d:./-]+", part) else normalised(part) for part in re.split(r"([\d:./-]+|\s+)", kept)
    ]
    return " ".join(" ".join(words).split())


def _ago(plain: str, now: datetime) -> datetime | None:
    found = _AGO.fullmatch(plain)
    if found is None:
        return None
    length = timedelta(minutes=_MINUTES[found["unit"]] * int(found["n"] or 1))
    return now - (length / 2 if found["half"] else length)


def day_of(plain: str, today: date) -> tuple[date | None, str]:
    """The day that is said, and what is left of the text; None where none is, or none of the calendar."""
    if (found := _DATE.search(plain)) and (said := _dated(found, today)):
        return said, plain.replace(found[0], " ")
    for words, ago in sorted(_DAYS.items(), key=lambda each: -len(each[0])):
        if re.search(rf"(?<!\w){words}(?!\w)", plain):
            return today + timedelta(days=ago), plain.replace(words, " ")
    return None, plain


def _dated(found: re.Match[str], today: date) -> date | None:
    """Day before month, as it is written here; a year may lead or follow, or be this one, or the last."""
    a, b, c = int(found["a"]), int(found["b"]), int(found["c"] or 0)
    year, month, day = (a, b, c) if a > 31 else (c or today.year, b, a)
    try:
        said = date(year + 2000 if year < 100 else year, month, day)
        return said.replace(year=said.year - 1) if not c and said > today else said
    except ValueError:
        return None


def _times(hour: int, minute: int, words: frozenset[str]) -> list[time]:
    if hour > 23:
        return []
    if hour > 12 or hour == 0:
        return [time(hour, minute)]
    halves = [0] if words & _MORNING else [12] if words & _EVENING else [0, 12]
    return [time(hour % 12 + half, minute) for half in halves]


def _on(day: date | None, at: time, now: datetime, zone: tzinfo) -> datetime | None:
    """That clock on that day; without a day, the last time it was that late."""
    if day is not None:
        return datetime.combine(day, at, zone).astimezone(UTC)
    today = datetime.combine(now.astimezone(zone).date(), at, zone).astimezone(UTC)
    return today if today <= now else today - timedelta(days=1)
