"""When somebody was last seen: a day and a clock, or a prayer of that day; what is not said is left open."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from clock.clock_words import EVENING, MORNING, clocks_of
from clock.prayers import Prayer, Spot, prayer_time
from clock.typed import moments_of, spelt
from language.ages import number_words, small_number
from reading.cues import CONTACT
from reading.days import Day, days_in
from reading.pages import Found, Page, led, phrases

AHEAD = timedelta(minutes=10)
"""How far ahead of ours the clock of somebody who writes may be."""
TOGETHER = 60
"""Characters between a day and a clock that still belong to one statement."""

_HOURS = "الواحدة/الثانية/الثالثة/الرابعة/الخامسة/السادسة/السابعة/الثامنة/التاسعة/العاشرة/الحادية عشرة/الثانية عشرة"
_HOUR = rf"(?:\d{{1,2}}|{phrases(_HOURS)}|{phrases(*number_words())})"
_PART = rf"(?: (?:{phrases('والنصف/ونصف/ونص/والربع/وربع/والثلث/وثلث/الا ربع/الا ثلث')}))?"
_OF_DAY = (
    "الضحى/بعد الظهر/بعد العصر/بعد المغرب/بعد العشاء/بعد الفجر/قبل الفجر/قبل الظهر/قبل العصر/قبل المغرب/مغربا/"
    "عشاء/العشية/ديال العشية/ديال الصباح/a.m/p.m/a.m./p.m."
)
_DAYTIME = rf"(?:{phrases(*MORNING, *EVENING, _OF_DAY)})"
_HALF = rf"(?:\s*(?:من |في |in the |of )?{_DAYTIME})"
_AT = phrases("الساعة/الساعه/ساعة/حوالي الساعة/تمام الساعة/at/around/about/@/the time")
_CLOCK = re.compile(
    rf"(?:(?:{_AT})[ :]*(?:حوالي |around |about )?{_HOUR}(?:[:.][0-5]\d)?{_PART}{_HALF}?"
    rf"|(?<![\d:/.])\d{{1,2}}[:.][0-5]\d(?![\d/]){_HALF}?|(?<![\d:/.]){_HOUR}{_PART}{_HALF})"
)
_NIGHT = re.compile(phrases("ليلا/بالليل/الليل/في الليل/at night/night"))
_PRAYERS = {
    Prayer.FAJR: "الفجر/فجر/الفجرية/fajr", Prayer.DHUHR: (
        "الظهر/ظهر/الضهر/ضهر/عالظهر/الظهرية/dhuhr/zuhr/duhr"
    ), Prayer.ASR: (
        "العصر/عصر/عالعصر/عصرا/العصرية/عصرية/asr"
    ),
    Prayer.MAGHRIB: "المغرب/مغرب/عالمغرب/المغربية/maghrib/maghreb", Prayer.ISHA: "العشاء/العشا/عشاء/isha",
}  # fmt: skip
_PRAYED = re.compile(
    rf"(?:(?P<side>{led('بعد/قبل/after/before')}) )?"
    rf"(?:{led('وقت/أذان/اذان/صلاة/صلاه/مع أذان/مع/من/في/عند/the')} ){{0,4}}"
    rf"(?:{'|'.join(f'(?P<{prayer}>{phrases(words)})' for prayer, words in _PRAYERS.items())})(?: prayers?)?"
    rf"(?: ب(?P<by>نص(?:ف)? ساعه|ساعه ونص(?:ف)?|ساعه|ساعتين|ربع ساعه|\d+ دقيقه))?"
)
_BY = {"نص ساعه": 30, "نصف ساعه": 30, "ساعه ونص": 90, "ساعه ونصف": 90, "ساعه": 60, "ساعتين": 120, "ربع ساعه": 15}
_UNIT = phrases(
    "ساعة/ساعات/ساعتين/دقيقة/دقايق/دقائق/دقيقتين/نص ساعة/نصف ساعة/hours/hour/an hour/half an hour/minutes/minute"
)
_AGO = re.compile(
    rf"{led('قبل/منذ/من/since/for/صار له/صار لها/له/لها')} (?:حوالي |تقريبا )?(?:(\d{{1,2}}|\w{{1,15}}) )?({_UNIT})"
    rf"|(\d{{1,2}}|\w{{1,15}})? ?({_UNIT}) ago"
)
_LATE = re.compile(
    led("مساء/ليلة/ليل/الليلة/عصر/ظهر/مغرب/tonight/last night/evening/afternoon/this afternoon/this evening")
)
_EARLY = re.compile(led("صباح/الصباح/الصبح/فجر/this morning/morning"))
_ASKED = re.compile(rf"(?:{CONTACT})[^\n|.!?;,]{{0,25}}$")


@dataclass(frozen=True, slots=True)
class When:
    """What a post says of when; `at` only where it leaves no doubt, `about` where it is a prayer's, not a clock's."""

    at: Found[datetime] | None = None
    day: Found[date] | None = None
    moments: tuple[datetime, ...] = ()
    """The moments the words may mean, the latest first, where they leave a doubt."""
    about: bool = False
    ahead: bool = False
    """Whether the words mean a moment still to come."""
    words: Found[None] | None = None
    """What is said of it, where `at` is not certain."""


@dataclass(frozen=True, slots=True)
class _Clock:
    start: int
    end: int
    on: Callable[[date], list[datetime]]
    about: bool = False


def when_of(page: Page, *, written: datetime, zone: tzinfo, spot: Spot | None) -> When:
    """The last sighting as a post tells it; `written`: when it was, `spot`: where its prayers are; None: nowhere."""
    ago = _ago(page, written, zone)
    if ago is not None:
        return ago
    today = written.astimezone(zone).date()
    days = days_in(page.plain, today)
    clocks = _clocks(page.plain, days, zone, spot)
    day = _day_of(days, clocks)
    if not clocks:
        return When(day=_found_day(page, day), words=_words(page, day) if day else None)
    clock = min(clocks, key=lambda each: _gap(each, day)) if day is not None else clocks[0]
    if day is None or day.day is None or not day.exact:
        return When(day=_found_day(page, day), words=_words(page, clock, *([day] if day else [])), about=clock.about)
    possible = _in_that_half(clock.on(day.day), page.plain[max(0, day.start - 6) : day.end], zone)
    moments = sorted((each for each in possible if each <= written + AHEAD), reverse=True)
    words, ahead = _words(page, clock, day), not moments
    if len(moments) != 1:
        return When(None, _found_day(page, day), tuple(moments), clock.about, ahead, words)
    return When(Found(moments[0], words.words, words.start, words.end), _found_day(page, day), about=clock.about)


def _in_that_half(moments: list[datetime], words: str, zone: tzinfo) -> list[datetime]:
    """Of two moments the one in the half of the day that was said with the day: «مساء السبت», "last night"."""
    late, early = _LATE.search(words), _EARLY.search(words)
    if len(moments) < 2 or bool(late) == bool(early):
        return moments
    return [each for each in moments if (each.astimezone(zone).hour >= 12) == bool(late)]


def _ago(page: Page, written: datetime, zone: tzinfo) -> When | None:
    """«قبل ساعتين», "2 hours ago"."""
    for match in _AGO.finditer(page.plain):
        count, unit = match[1] or match[3], match[2] or match[4]
        number = "" if count is None else count if count.isdecimal() else str(small_number(count) or "")
        if count is not None and not number and match[4] is None:
            continue
        found = moments_of(f"{number} {unit}".strip().replace("نص ", "نصف "), now=written, zone=zone)
        if found:
            return When(page.found(found[0], *match.span()), about=True)
    return None


def _clocks(plain: str, days: list[Day], zone: tzinfo, spot: Spot | None) -> list[_Clock]:
    clocks = []
    for match in _CLOCK.finditer(plain):
        inside = any(day.start <= match.start() < day.end and day.end >= match.end() for day in days)
        if inside or _ASKED.search(plain[: match.start()]):
            continue
        times = _times(match[0])
        if times:
            clocks.append(_Clock(*match.span(), on=_on(times, zone)))
    taken = [(each.start, each.end) for each in clocks]
    for match in _PRAYED.finditer(plain):
        prayer = next((each for each in Prayer if match[each]), None)
        within = any(start < match.end() and match.start() < end for start, end in taken)
        if prayer is not None and spot is not None and not within and not _ASKED.search(plain[: match.start()]):
            clocks.append(_Clock(*match.span(), on=_prayed(prayer, _shift(match), spot), about=True))
    return sorted(clocks, key=lambda each: each.start)


def _times(words: str) -> list[time]:
    """One time, or two where the half of the day is open; none where it is no clock."""
    plain = re.sub(rf"^(?:{_AT}|[\s:]|حوالي |around |about )+", "", words)
    plain = re.sub(phrases("بعد/قبل/من/في/of/in the"), " ", plain)
    plain = plain.replace("ونص ", "ونصف ").removesuffix("ونص") + ("ونصف" if plain.endswith("ونص") else "")
    plain = (
        re.sub(r"(?<=\d)\.(?=[0-5]\d)", ":", plain)
        .replace("p.m", "pm")
        .replace("a.m", "am")
        .replace("الضحي", "صباحا")
        .replace("مغربا", "المغرب")
        .replace("ديال ", "")
        .replace("العشيه", "مساء")
    )
    plain = re.sub(r"^[^\W\d]+", lambda word: str(small_number(word[0]) or word[0]), plain.strip())
    night = _NIGHT.search(plain) is not None
    found = clocks_of(spelt(plain))
    if found.times and not found.unclear:
        at = found.times[0]
        return [] if night and at.hour in {12, 13, 14, 15, 16} else [at]
    hour = re.match(r"(\d{1,2})(?::(\d\d))?", plain)
    if hour is None:
        named = [clocks_of(spelt(f"{plain} {half}")) for half in ("صباحا", "مساء")]
        return [each.times[0] for each in named if each.times]
    if not 1 <= int(hour[1]) <= 12:
        return []
    both = [clocks_of(spelt(f"{plain} {half}")) for half in ("صباحا", "مساء")]
    return [each.times[0] for each in both if each.times]


def _on(times: list[time], zone: tzinfo) -> Callable[[date], list[datetime]]:
    return lambda day: [datetime.combine(day, each, zone) for each in times]


def _prayed(prayer: Prayer, shift: timedelta, spot: Spot) -> Callable[[date], list[datetime]]:
    def on(day: date) -> list[datetime]:
        moment = prayer_time(prayer, day, spot)
        return [moment + shift] if moment is not None else []

    return on


def _shift(match: re.Match[str]) -> timedelta:
    by = match["by"] or ""
    minutes = _BY.get(by) or int("".join(filter(str.isdigit, by)) or 0)
    before = (match["side"] or "").endswith(("قبل", "before"))
    return timedelta(minutes=-minutes if before else minutes)


def _day_of(days: list[Day], clocks: list[_Clock]) -> Day | None:
    """The day nearest to a clock; without one the first."""
    if not days:
        return None
    if not clocks:
        return days[0]
    return min(days, key=lambda day: min(_gap(clock, day) for clock in clocks))


def _gap(clock: _Clock, day: Day | None) -> int:
    return 0 if day is None else max(clock.start - day.end, day.start - clock.end, 0)


def _found_day(page: Page, day: Day | None) -> Found[date] | None:
    return page.found(day.day, day.start, day.end) if day is not None and day.day is not None else None


def _words(page: Page, *parts: _Clock | Day) -> Found[None]:
    """The span of what is said; of two statements far apart the first."""
    start, end = min(each.start for each in parts), max(each.end for each in parts)
    if len(parts) > 1 and _gap(parts[0], parts[1]) > TOGETHER:  # type: ignore[arg-type]
        start, end = parts[0].start, parts[0].end
    return page.found(None, start, end)
