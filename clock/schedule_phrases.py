"""Schedules as people say them: «كل خميس 5 العصر», «كل ساعتين ما دامت هناك عملية بحث», "half an hour after isha".

Everything that was typed is understood, or nothing is: a word left over, or an hour that could be before noon as well
as after, is asked again.
"""

import re
from dataclasses import dataclass, replace
from datetime import time

from clock.clock_words import clocks_of, ending, words
from clock.prayers import Prayer
from clock.rules import EVERY_DAY, FURTHEST_FROM_PRAYER, HOURS, ByPrayer, Every, Rule, Weekly
from clock.schedules import SHOWN, BadSchedule, Schedule
from clock.typed import spelt
from language.text import cleaned
from models.refusals import NotUnderstood

INSTANT = "instant"
WHILE_OPEN_HOURS = 2
"""How often an open search is told again where nobody says how often."""
MORNING, EVENING = time(8), time(20)
"""«صباحًا» and «مساءً» without a clock."""


class ScheduleNotUnderstood(BadSchedule, NotUnderstood):
    """The words name no time that comes again and again; facts: text."""


class HalfOfDayMissing(NotUnderstood):
    """The hour could be before noon as well as after; facts: text, the part that is asked about."""


@dataclass(frozen=True, slots=True)
class Said:
    """What was said: when (`instant`, a schedule as text, or nothing), only while a search is open, and when not."""

    frequency: str = ""
    while_search_open: bool = False
    quiet: tuple[time, time] | None = None


def weekend_of(zone: str) -> frozenset[int]:
    """The days of rest where this clock is kept, as cron counts days: Friday and Saturday, not so in the Emirates."""
    return frozenset({6, 0}) if zone == "Asia/Dubai" else frozenset({5, 6})


def said(text: str, *, weekend: frozenset[int] = frozenset({5, 6})) -> Said:
    """Read a written form or words; refuses with ScheduleNotUnderstood and HalfOfDayMissing. `weekend`: as in cron."""
    try:
        return Said(Schedule.parse(text).text)
    except BadSchedule:
        shown = cleaned(text, limit=SHOWN, lines=False).text
    plain = spelt(text).removesuffix(".")
    quiet, plain = _quiet(plain, shown)
    while_open, plain = _taken(_WHILE_OPEN, plain)
    bare = not _meaning(plain) and not _EVERY.search(plain)
    if quiet and bare and not while_open:
        return Said(quiet=quiet)
    if _INSTANT.fullmatch(_meaning(plain)):
        return Said(INSTANT, quiet=quiet)
    if while_open and bare:
        return Said(Every(WHILE_OPEN_HOURS).text, True, quiet)
    return replace(Said(_rule(plain, shown, weekend).text, while_open), quiet=quiet)


def _rule(plain: str, shown: str, weekend: frozenset[int]) -> Rule:
    every = _EVERY.search(plain)
    if every is not None:
        hours = _hours(every)
        if hours not in HOURS or _meaning(_cut(plain, every)):
            raise ScheduleNotUnderstood(text=shown)
        return Every(hours)
    days, rest = _days(plain, weekend)
    prayer = _PRAYER.search(rest)
    if prayer is not None and (prayer["side"] or not re.search(r"\d", _cut(rest, prayer))):
        return _by_prayer(prayer, days, _cut(rest, prayer), shown)
    clocks = clocks_of(rest)
    if clocks.unclear:
        raise HalfOfDayMissing(text=_as_typed(clocks.unclear, shown))
    times, left = list(clocks.times), clocks.rest
    if not times:
        for half, at in ((_MORNINGS, MORNING), (_EVENINGS, EVENING), (_TWICE, MORNING), (_TWICE, EVENING)):
            times += [at] if half.search(rest) else []
        left = _TWICE.sub(" ", _EVENINGS.sub(" ", _MORNINGS.sub(" ", rest)))
    if not times or _meaning(left) or (days is None and _A_WEEK.search(plain)):
        raise ScheduleNotUnderstood(text=shown)
    return Weekly.of(days or EVERY_DAY, times)


# --- how often, and on which days ---

_NUMBERS = {
    "ثلاث": 3, "ثلث": 3, "اربع": 4, "ست": 6, "ثمان": 8, "ثماني": 8, "اثنتي عشره": 12, "اثنا عشر": 12,
    "one": 1, "two": 2, "three": 3, "four": 4, "six": 6, "eight": 8, "twelve": 12,
}  # fmt: skip
_EVERY = re.compile(
    rf"(?<!\w)(?:(?:كل|every|each) (?:(?:(?P<n>\d{{1,2}})|(?P<word>{words(*_NUMBERS)})) )?"
    rf"(?P<unit>{words('ساعه', 'ساعتين', 'ساعات', 'hour', 'hours', 'h', 'hrs')})|(?P<once>hourly))(?!\w)"
)


def _hours(found: re.Match[str]) -> int:
    if found["unit"] == "ساعتين":
        return 2
    return int(found["n"]) if found["n"] else _NUMBERS.get(found["word"] or "", 1)


_NAMES: tuple[tuple[str, ...], ...] = (
    ("الاحد", "احد", "sunday", "sundays", "sun"),
    ("الاثنين", "اثنين", "الاتنين", "monday", "mondays", "mon"),
    ("الثلاثا", "ثلاثا", "التلات", "tuesday", "tuesdays", "tue"),
    ("الاربعا", "اربعا", "الاربع", "wednesday", "wednesdays", "wed"),
    ("الخميس", "خميس", "thursday", "thursdays", "thu"),
    ("الجمعه", "جمعه", "friday", "fridays", "fri"),
    ("السبت", "سبت", "saturday", "saturdays", "sat"),
)
_DAY = re.compile(rf"(?<!\w)و?(?P<day>{ending(*(each for names in _NAMES for each in names))})")
_DAILY = re.compile(words(
    "يوميا", "كل يوم", "كل الايام", "جميع الايام", "في اليوم", "كل ليله", "كل مسا", "كل صباح",
    "daily", "every day", "each day", "every evening", "every night", "nightly", "every morning", "a day",
))  # fmt: skip
_WORKDAYS = re.compile(words("ايام الاسبوع", "ايام العمل", "ايام الدوام", "weekdays", "every weekday", "working days"))
_WEEKEND = re.compile(
    words(
        "نهايه الاسبوع", "نهايه كل اسبوع", "عطله نهايه الاسبوع", "weekend", "weekends", "every weekend", "the weekend"
    )
)
_A_WEEK = re.compile(words("اسبوع", "اسبوعيا", "الاسبوع", "week", "weekly"))


def _days(plain: str, weekend: frozenset[int]) -> tuple[frozenset[int] | None, str]:
    """The days that are named, and the rest; None where none is, «كل مساء» leaves its half of the day behind."""
    for pattern, days in ((_WEEKEND, weekend), (_WORKDAYS, EVERY_DAY - weekend)):
        if pattern.search(plain):
            return days, pattern.sub(" ", plain)
    named = [next(at for at, names in enumerate(_NAMES) if each["day"] in names) for each in _DAY.finditer(plain)]
    if named:
        return frozenset(named), _DAY.sub(" ", plain)
    found = _DAILY.search(plain)
    if found is None:
        return None, plain
    half = next((half for word, half in _HALF_OF.items() if word in found[0]), "")
    return EVERY_DAY, plain if re.search(r"\d", plain) is None and half else f"{_DAILY.sub(' ', plain)} {half}"


_HALF_OF = {"ليله": "مسا", "مسا": "مسا", "صباح": "صباحا", "evening": "pm", "night": "pm", "morning": "am"}
"""What «كل مساء» says of the clock."""
_MORNINGS = re.compile(
    words("صباحا", "و صباحا", "الصبح", "كل صباح", "في الصباح", "every morning", "morning", "in the morning")
)
_EVENINGS = re.compile(words(
    "مسا", "ومسا", "و مسا", "المسا", "ليلا", "كل مسا", "كل ليله", "في المسا",
    "evening", "every evening", "in the evening", "every night", "nightly", "at night",
))  # fmt: skip
_TWICE = re.compile(words("مرتين", "twice"))

# --- by prayer ---

_PRAYERS = {
    "فجر": Prayer.FAJR, "ظهر": Prayer.DHUHR, "عصر": Prayer.ASR, "مغرب": Prayer.MAGHRIB, "عشا": Prayer.ISHA,
    "fajr": Prayer.FAJR, "dhuhr": Prayer.DHUHR, "asr": Prayer.ASR, "maghrib": Prayer.MAGHRIB, "isha": Prayer.ISHA,
}  # fmt: skip
_LENGTHS = {
    "نصف ساعه": 30, "نص ساعه": 30, "ربع ساعه": 15, "ثلث ساعه": 20, "ساعه ونصف": 90, "خمس دقايق": 5,
    "عشر دقايق": 10, "عشرين دقيقه": 20, "ten minutes": 10, "ساعه": 60, "ساعتين": 120,
    "half an hour": 30, "a quarter of an hour": 15, "an hour": 60, "one hour": 60, "two hours": 120,
}  # fmt: skip
_LENGTH = rf"(?:(?:(?P<{{0}}n>\d{{{{1,3}}}}) )(?:دقيقه|دقايق|minutes?|min)|(?P<{{0}}words>{ending(*_LENGTHS)}))"
_PRAYER = re.compile(
    rf"(?P<before>(?:{_LENGTH.format('a')} )?)(?:(?P<side>بعد|قبل|عند|مع|after|before|at) )?"
    rf"(?:(?:صلاه|اذان|the) )*(?<!\w)(?:ال)?(?P<prayer>{'|'.join(_PRAYERS)})(?!\w)(?: prayer)?"
    rf"(?: (?:ب ?|by )?{_LENGTH.format('b')})?"
)


def _by_prayer(found: re.Match[str], days: frozenset[int] | None, rest: str, shown: str) -> Rule:
    minutes = next(
        (int(found[f"{each}n"]) if found[f"{each}n"] else _LENGTHS[found[f"{each}words"]]
         for each in "ab" if found[f"{each}n"] or found[f"{each}words"]), 0,
    )  # fmt: skip
    aside = found["side"] in {"بعد", "قبل", "after", "before"}
    if _meaning(rest) or (minutes and not aside) or minutes > FURTHEST_FROM_PRAYER:
        raise ScheduleNotUnderstood(text=shown)
    sign = -1 if found["side"] in {"قبل", "before"} else 1
    return ByPrayer(_PRAYERS[found["prayer"]], sign * minutes, days or EVERY_DAY)


# --- only while a search is open, at once, and not between two hours ---

_WHILE_OPEN = re.compile(
    r"(?<!\w)(?:ما ?دامت?|طالما|طول ما|اثنا|خلال|عند|اذا|while|as long as|during|when)(?!\w)[^\d]*"
    r"(?:عمليه بحث|عمليات بحث|عمليه البحث|عمليات البحث|البحث|بحث|search|searches|missing)"
    r"(?: (?:مفتوحه?ا?|قايمه?ا?|جاريه?ا?|جار|is|are|open|on|running|going|person))*(?!\w)"
)
_INSTANT = re.compile(
    "(?:فورا|فوري|علي الفور|في الحال|حالا|مباشره|اول باول|فور صدورها|فور الصدور|لحظه بلحظه"
    "|كل تنبيه فورا|كل تنبيه فور صدوره|instant|instantly|immediately|at once|right away|straight away"
    "|as it happens|as they happen)"
)
_QUIET = re.compile(
    r"(?:و?لا ترسلوا?|و?لا ترسل|و?لا تزعجونا|و?لا تزعجوا|و?بدون ازعاج|و?(?:وقت )?عدم الازعاج|و?هدو|quiet(?: hours)?"
    r"|do not disturb|don t send|do not send|no messages|not)"
    r"(?: (?:شي|شييا|anything|us))? (?:من|بين|from|between) (?P<from>.+?) (?:و|الي|حتي|and|to|until|till) (?P<to>.+)"
)


def _quiet(plain: str, shown: str) -> tuple[tuple[time, time] | None, str]:
    found = _QUIET.search(plain)
    if found is None:
        return None, plain
    start, end = clocks_of(found["from"]), clocks_of(found["to"])
    if start.unclear and end.unclear:
        raise HalfOfDayMissing(text=_as_typed(plain[found.start("from") : found.end("to")], shown))
    if start.unclear or end.unclear:
        raise HalfOfDayMissing(text=_as_typed(start.unclear or end.unclear, shown))
    if len(start.times) != 1 or len(end.times) != 1 or start.times == end.times or _meaning(start.rest + end.rest):
        raise ScheduleNotUnderstood(text=shown)
    return (start.times[0], end.times[0]), _cut(plain, found)


_EMPTY = re.compile(words(
    "كل", "الساعه", "ساعه", "في", "يوم", "ايام", "من", "اسبوع", "الاسبوع", "اسبوعيا", "و", "تمام", "ارسلوا", "ملخص",
    "الملخص", "واحد", "واحده", "فقط", "at", "on", "every", "each", "the", "of", "in", "o clock", "and", "week",
    "weekly", "please", "send", "digest", "a", "only",
))  # fmt: skip


def _meaning(plain: str) -> str:
    """What is left without words that say nothing by themselves."""
    return " ".join(_EMPTY.sub(" ", plain).split())


def _taken(pattern: re.Pattern[str], plain: str) -> tuple[bool, str]:
    found = pattern.search(plain)
    return (False, plain) if found is None else (True, _cut(plain, found))


def _as_typed(part: str, shown: str) -> str:
    """The words that were read so, as they were typed; the part itself where they do not stand together."""
    typed = shown.split()
    runs = (" ".join(typed[a:b]) for a in range(len(typed)) for b in range(a + 1, len(typed) + 1))
    return next((run for run in runs if spelt(run).strip(" .،؛,") == part), part)


def _cut(plain: str, found: re.Match[str]) -> str:
    return " ".join(f"{plain[: found.start()]} {plain[found.end() :]}".split())
