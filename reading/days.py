"""Which day a post speaks of, seen from the day it was written; a night between two days is asked about."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from hijridate import Hijri

from language.ages import small_number
from language.normaliser import normalised
from reading.pages import led, phrases

_RELATIVE = {
    "اول امس": -2, "اول من امس": -2, "قبل امس": -2, "اول البارحه": -2, "قبل البارحه": -2, "day before yesterday": -2,
    "امس": -1, "البارحه": -1, "البارح": -1, "امبارح": -1, "مبارح": -1, "بالامس": -1, "ليله امس": -1, "مسا امس": -1,
    "الليله الماضيه": -1, "yesterday": -1, "last night": -1,
    "اليوم": 0, "هاليوم": 0, "الليله": 0, "هذا الصباح": 0, "صباح اليوم": 0, "النهارده": 0,
    "من الصبح": 0, "من الظهر": 0, "من العصر": 0, "من المغرب": 0, "من الفجر": 0, "من العشا": 0,
    "today": 0, "tonight": 0, "this morning": 0, "this afternoon": 0, "this evening": 0,
}  # fmt: skip
_WEEKDAYS = {
    "الاثنين": 0, "الاتنين": 0, "الثلاثا": 1, "الثلاثاء": 1, "الاربعا": 2, "الربوع": 2, "الخميس": 3, "الجمعه": 4,
    "السبت": 5, "الاحد": 6,
    "monday": 0, "tuesday": 1, "wednesday": 2, "thursday": 3, "friday": 4, "saturday": 5, "sunday": 6,
}  # fmt: skip
_MONTHS = {
    "يناير": 1, "فبراير": 2, "مارس": 3, "ابريل": 4, "مايو": 5, "يونيو": 6, "يوليو": 7, "اغسطس": 8, "سبتمبر": 9,
    "اكتوبر": 10, "نوفمبر": 11, "ديسمبر": 12,
    "january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6, "july": 7, "august": 8,
    "september": 9, "october": 10, "november": 11, "december": 12,
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "sept": 9, "oct": 10, "nov": 11,
    "dec": 12,
}  # fmt: skip
_HIJRI = {
    "محرم": 1, "صفر": 2, "ربيع الاول": 3, "ربيع الثاني": 4, "ربيع الاخر": 4, "جمادي الاولي": 5, "جمادي الاخره": 6,
    "جمادي الثانيه": 6, "رجب": 7, "شعبان": 8, "رمضان": 9,
    "شوال": 10, "ذو القعده": 11, "ذي القعده": 11, "ذو الحجه": 12, "ذي الحجه": 12,
}  # fmt: skip
_NUMERIC = re.compile(r"(?<![\d/.-])(\d{1,4})[/.-](\d{1,2})(?:[/.-](\d{1,4}))?(?![\d/-]|\.\d)")
_NAMED = re.compile(
    rf"(?<!\d)(\d{{1,2}})(?: ?(?:st|nd|rd|th))? (?:من |of )?(?:شهر )?"
    rf"({phrases(*_MONTHS, *_HIJRI)})(?:,? ?(?:عام |سنه )?(\d{{4}}))?"
)
_NAMED_FIRST = re.compile(
    rf"({phrases(*[each for each in _MONTHS if each.isascii()])}) (\d{{1,2}})"
    rf"(?: ?(?:st|nd|rd|th)(?!\w))?(?!\d)(?:,? ?(\d{{4}}))?"
)
_RELATIVES = re.compile(led(*_RELATIVE))
_NIGHT = re.compile(rf"ليله (?:يوم )?({phrases(*_WEEKDAYS)})")
_WEEKDAY = re.compile(
    rf"(?:(?:يوم|مسا|صباح|عصر|ظهر|فجر|مغرب|on|last|since) ){{0,3}}"
    rf"({led(*_WEEKDAYS)})(?: (?:الماضي|الماضيه|الفايت|الفائت))?"
)
_LENGTHS = {
    "يوم": 1, "ايام": 1, "يومين": 2, "اسبوع": 7, "اسبوعين": 14, "اسابيع": 7, "شهر": 30, "شهرين": 60, "اشهر": 30,
    "شهور": 30, "سنه": 365, "سنتين": 730, "سنوات": 365,
    "days": 1, "day": 1, "weeks": 7, "week": 7, "months": 30, "month": 30, "years": 365, "year": 365,
}  # fmt: skip
_DAYS_AGO = re.compile(
    rf"(?:{phrases('قبل/منذ/من/له/لها/صار له/صار لها/for/since')} )(?:(\d{{1,2}}|\w{{1,15}}) )?({phrases(*_LENGTHS)})"
    rf"|(\d{{1,2}}|\w{{1,15}}) ({phrases('days/day/weeks/week/months/month/years/year')}) ago"
)
_BORN = re.compile(phrases("مواليد/تاريخ الميلاد/ولد في/born/dob/date of birth") + r"[\s:]*$")


BESIDE = 12
"""Characters between a weekday and the date or «اليوم» that it belongs to: it says no other day."""


@dataclass(frozen=True, slots=True)
class Day:
    """A day with the span of `plain` it was read from; None where the words leave open which day is meant."""

    day: date | None
    start: int
    end: int
    exact: bool = True
    """Whether the day itself is said, not only a length of time such as three months."""


def days_in(plain: str, written: date) -> list[Day]:
    """Every day a post names, in its order; `written` is the day it was written on."""
    found = [*_dates(plain, written), *_ago(plain, written), *_nights(plain)]
    taken = [(each.start, each.end) for each in found]
    for match in _RELATIVES.finditer(plain):
        found.append(Day(written + timedelta(days=_offset(match[0])), *match.span()))
    taken += [(each.start, each.end) for each in found]
    for match in _WEEKDAY.finditer(plain):
        if not any(start - BESIDE <= match.start(1) < end + BESIDE for start, end in taken):
            found.append(Day(_last(written, _weekday(match[1])), *match.span()))
    return sorted(found, key=lambda each: each.start)


def _offset(words: str) -> int:
    return _RELATIVE.get(words, _RELATIVE.get(words[1:], 0))


def _weekday(word: str) -> int:
    return _WEEKDAYS.get(word, _WEEKDAYS.get(word[1:], 0))


def _last(written: date, weekday: int) -> date:
    return written - timedelta(days=(written.weekday() - weekday) % 7)


def _nights(plain: str) -> list[Day]:
    """«ليلة الجمعة» is the night that Friday begins with to some, and the one it ends with to others."""
    return [Day(None, *match.span()) for match in _NIGHT.finditer(plain)]


def _ago(plain: str, written: date) -> list[Day]:
    found = []
    for match in _DAYS_AGO.finditer(plain):
        count, unit = match[1] or match[3], match[2] or match[4]
        many = 1 if count is None else int(count) if count.isdecimal() else small_number(count)
        if many is not None:
            length = timedelta(days=many * _LENGTHS[unit])
            found.append(Day(written - length, *match.span(), exact=_LENGTHS[unit] <= 2))
    return found


def _dates(plain: str, written: date) -> list[Day]:
    found = []
    for match in _NUMERIC.finditer(plain):
        day = _numeric(int(match[1]), int(match[2]), int(match[3] or 0), written)
        if day is not None and not _BORN.search(plain[: match.start()]):
            found.append(Day(day, *match.span()))
    for match in _NAMED.finditer(plain):
        day = _named(int(match[1]), match[2], int(match[3] or 0), written)
        if day is not None:
            found.append(Day(day, *match.span()))
    for match in _NAMED_FIRST.finditer(plain):
        day = _named(int(match[2]), match[1], int(match[3] or 0), written)
        if day is not None:
            found.append(Day(day, *match.span()))
    return found


def _numeric(first: int, month: int, last: int, written: date) -> date | None:
    """Day before month, as it is written here; the year may lead, and be one of the Hijri calendar."""
    year, day = (first, last) if first > 31 else (last, first)
    if first <= 31 and not last and not (1 <= month <= 12):
        return None
    return _dated(year + 2000 if 0 < year < 100 else year, month, day, written, hijri=1300 < year < 1600)


def _named(day: int, month: str, year: int, written: date) -> date | None:
    plain = normalised(month)
    if plain in _HIJRI:
        return _dated(year, _HIJRI[plain], day, written, hijri=True)
    return _dated(year, _MONTHS[plain], day, written, hijri=False)


def _dated(year: int, month: int, day: int, written: date, *, hijri: bool) -> date | None:
    """A day of the calendar; without a year the last one before the post, in this year or the one before."""
    try:
        if hijri:
            return _hijri(year, month, day, written)
        said = date(year or written.year, month, day)
        return said.replace(year=said.year - 1) if not year and said > written else said
    except (ValueError, OverflowError):
        return None


def _hijri(year: int, month: int, day: int, written: date) -> date | None:
    from hijridate import Gregorian

    this_year = Gregorian(written.year, written.month, written.day).to_hijri().year
    for each in (year,) if year else (this_year, this_year - 1):
        there = Hijri(each, month, day).to_gregorian()
        said = date(there.year, there.month, there.day)
        if year or said <= written:
            return said
    return None
