"""Times in words: the clock, dates (Gregorian, Hijri beside), how long ago, how long from now, how long.

Every moment is aware; the zone is the reader's. What comes back goes into a sentence as a value.
"""

from datetime import date, datetime, time, timedelta, tzinfo

from hijridate import Gregorian

from language.text import Key, Sentence
from language.voices import Say


def clock(say: Say, moment: datetime, zone: tzinfo) -> Sentence:
    """«الساعة 4:40 م», "4:40 pm": the English sentence around it brings its own "at"."""
    return clock_time(say, _local(moment, zone).time())


def clock_time(say: Say, at: time) -> Sentence:
    """The same for a time of the clock on no particular day."""
    key = "time-am" if at.hour < 12 else "time-pm"
    return say(key, clock=Sentence(f"{at.hour % 12 or 12}:{at.minute:02}"))


def day(say: Say, moment: datetime, zone: tzinfo, *, hijri: bool = False) -> Sentence:
    """«22 نوفمبر 2026», with «(12 جمادى الآخرة 1448 هـ)» beside it where asked."""
    local = _local(moment, zone).date()
    gregorian = _date(say, "time-date", local.day, Key(f"time-month-{local.month}"), local.year)
    if not hijri:
        return gregorian
    return say("time-both-dates", date=gregorian, hijri=_hijri(say, local))


def when(say: Say, moment: datetime, zone: tzinfo, now: datetime) -> Sentence:
    """A moment as one says it: «اليوم الساعة 4:40 م», «أمس …», «غدًا …», else with weekday and date."""
    local, today = _local(moment, zone).date(), _local(now, zone).date()
    near = {0: "time-today", -1: "time-yesterday", 1: "time-tomorrow"}.get((local - today).days)
    at = clock(say, moment, zone)
    if near:
        return say(near, clock=at)
    return say("time-on-day", weekday=weekday(say, local.weekday()), date=day(say, moment, zone), clock=at)


def weekday(say: Say, number: int) -> Sentence:
    """The name of a day, Monday being 0 as in `date.weekday`."""
    return say(f"time-weekday-{number}")


def since(say: Say, moment: datetime, now: datetime) -> Sentence:
    """«منذ 5 دقائق»: the largest whole unit, down to «قبل لحظات»; a moment to come counts as this one."""
    passed = max(now - moment, timedelta())
    unit, n = _largest(passed)
    return say(f"time-since-{unit}", n=n) if n else say("time-since-now")


def ahead(say: Say, moment: datetime, now: datetime) -> Sentence:
    """«بعد ساعتين»: to the minute up to two hours, to the hour up to two days; a passed moment counts as this one."""
    unit, n = _exact(_rounded(max(moment - now, timedelta())))
    return say(f"time-ahead-{unit}", n=n) if n else say("time-ahead-now")


def lasting(say: Say, length: timedelta) -> Sentence:
    """«لمدة ساعتين», «لمدة 90 دقيقة»: exact to the minute; less than a minute counts as one."""
    unit, n = _exact(max(_to(timedelta(minutes=1), length), timedelta(minutes=1)))
    return say(f"time-lasting-{unit}", n=n)


_SINCE = (
    ("months", timedelta(days=30), timedelta(days=60)),
    ("weeks", timedelta(days=7), timedelta(days=14)),
    ("days", timedelta(days=1), timedelta(days=1)),
    ("hours", timedelta(hours=1), timedelta(hours=1)),
    ("minutes", timedelta(minutes=1), timedelta(0)),
)
"""A unit, its length, and from how much on it is used."""


def _largest(length: timedelta) -> tuple[str, int]:
    return next((unit, length // size) for unit, size, least in _SINCE if length >= least)


def _exact(length: timedelta) -> tuple[str, int]:
    """The largest unit that says a length of whole minutes exactly; a single day is 24 hours."""
    for unit, size, least in (
        ("days", timedelta(days=1), timedelta(days=2)),
        ("hours", timedelta(hours=1), timedelta(hours=1)),
    ):
        if length >= least and not length % size:
            return unit, length // size
    return "minutes", length // timedelta(minutes=1)


def _rounded(length: timedelta) -> timedelta:
    if length >= timedelta(days=2):
        return _to(timedelta(days=1), length)
    return _to(timedelta(hours=1) if length > timedelta(hours=2) else timedelta(minutes=1), length)


def _to(size: timedelta, length: timedelta) -> timedelta:
    return size * round(length / size)


def _hijri(say: Say, local: date) -> Sentence:
    """Umm al-Qura; hijridate knows 1924-08-01 to 2077-11-16 and raises OverflowError outside."""
    there = Gregorian(local.year, local.month, local.day).to_hijri()
    return _date(say, "time-hijri-date", there.day, Key(f"time-hijri-month-{there.month}"), there.year)


def _date(say: Say, key: str, number: int, month: Key, year: int) -> Sentence:
    return say(key, day=Sentence(number), month=month, year=Sentence(year))


def _local(moment: datetime, zone: tzinfo) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a time without a zone was about to be shown")
    return moment.astimezone(zone)
