"""How old the missing person is, in digits, in words or by decades; a range where a decade is all that is said."""

import re
from dataclasses import dataclass
from datetime import date

from language.ages import number_words, small_number, years
from reading.pages import NOT_INSIDE, Found, Page, phrases

OLDEST = 120


@dataclass(frozen=True, slots=True)
class Age:
    """Whole years; `to` is the upper end where only a range is said."""

    least: int
    to: int


_WORD = phrases(*number_words()).replace(NOT_INSIDE, rf"{NOT_INSIDE}و?", 1)
_COUNT = rf"(?:\d{{1,3}}|{_WORD}(?: {_WORD}){{0,3}})"
_YEARS = phrases("سنة/سنوات/سنين/سنه/عام/عاما/عاماً/اعوام/عامًا/years/year/yrs/yr/yo/y o/years old/year old")
_MONTHS = phrases("شهر/شهور/اشهر/شهرا/أشهر/شهرين/اسابيع/اسبوعين/months/month/weeks")
_ORDINALS = {
    "الثاني": 10, "الثالث": 20, "الرابع": 30, "الخامس": 40, "السادس": 50, "السابع": 60, "الثامن": 70, "التاسع": 80,
    "العاشر": 90,
    "second": 10, "third": 20, "fourth": 30, "fifth": 40, "sixth": 50, "seventh": 60, "eighth": 70, "ninth": 80,
}  # fmt: skip
_TENS = {
    "العشرينات": 20, "الثلاثينات": 30, "الاربعينات": 40, "الخمسينات": 50, "الستينات": 60, "السبعينات": 70,
    "الثمانينات": 80, "التسعينات": 90,
    "العشرينيات": 20, "الثلاثينيات": 30, "الاربعينيات": 40, "الخمسينيات": 50, "الستينيات": 60, "السبعينيات": 70,
    "الثمانينيات": 80, "التسعينيات": 90,
    "سبعيني": 70, "سبعينيه": 70, "ثمانيني": 80, "ثمانينيه": 80, "ستيني": 60, "ستينيه": 60, "تسعيني": 90,
    "تسعينيه": 90, "خمسيني": 50, "خمسينيه": 50,
    "twenties": 20, "thirties": 30, "forties": 40, "fifties": 50, "sixties": 60, "seventies": 70, "eighties": 80,
    "nineties": 90,
    "60s": 60, "70s": 70, "80s": 80, "90s": 90, "50s": 50, "40s": 40, "30s": 30, "20s": 20,
}  # fmt: skip
_DECADE = re.compile(
    rf"(?:العقد ({phrases(*_ORDINALS)})|({phrases(*_ORDINALS)}) decade"
    rf"|(?:(?:في|in (?:his|her|the|their)(?: early| mid| late)?) )?({phrases(*_TENS)}))"
)
_ROUND = re.compile(r"(?:في|بال|فوق) ?(?:ال)?(عشرين|ثلاثين|اربعين|خمسين|ستين|سبعين|ثمانين|تسعين)(?!\w)(?! ?و)")
_RANGE = re.compile(rf"(?:بين )?(\d{{1,3}}) ?(?:-|الي|لـ|to|و) ?(\d{{1,3}}) {_YEARS}")
_OF_MONTHS = re.compile(rf"(?:(?:{_COUNT}) )?{_MONTHS}")
_SAID = re.compile(
    rf"(?:{phrases('عمره/عمرها/العمر/بعمر/وعمره/وعمرها/يبلغ/تبلغ/السن/age/aged/age is')})"
    rf"[\s:=|]*(?:من العمر |هو |حوالي |قرابه |تقريبا |about |around )*"
    rf"({_COUNT}|{phrases('سنة/سنتين/عام/عامين')})(?: ?{_YEARS})?(?: ونص(?:ف)?)?"
)
_COUNTED = re.compile(
    rf"({_COUNT})[ -]?{_YEARS}(?:[ -]old)?(?: ونص(?:ف)?)?|(?:{phrases('سنتين/عامين')})(?: ونص(?:ف)?)?"
)
_AFTER_NAME = re.compile(r"[a-z]{2,}[,(] ?(\d{1,3})(?=[,.)|\n]|$| ?(?:m|f|male|female)(?!\w))")
_BORN = re.compile(
    rf"{phrases('مواليد/من مواليد/مواليد عام/مواليد سنة/ولد عام/born in/born')} (?:عام |سنه )?((?:19|20)\d\d)(?!\d)"
)
_TIME_AROUND = re.compile(r"(?:منذ|قبل|من|خلال|مده|since|for|ago|last)\s*$")


def age_of(page: Page, today: date) -> Found[Age] | None:
    """The first age a post names, or the one that follows from a year of birth."""
    for read in (_range, _decade, _said, _months, _counted, _after_name):
        found = read(page)
        if found is not None:
            return found
    return _born(page, today)


def _born(page: Page, today: date) -> Found[Age] | None:
    """«من مواليد 1948»: of two ages, as the birthday was or is to come."""
    match = _BORN.search(page.plain)
    age = today.year - int(match[1]) if match else -1
    return page.found(Age(max(age - 1, 0), age), *match.span()) if match and 0 <= age <= OLDEST else None


def _range(page: Page) -> Found[Age] | None:
    for match in _RANGE.finditer(page.plain):
        least, most = sorted((int(match[1]), int(match[2])))
        if 0 < most <= OLDEST:
            return page.found(Age(least, most), match.start(), match.end())
    return None


def _decade(page: Page) -> Found[Age] | None:
    match = _DECADE.search(page.plain)
    if match is None:
        rounded = _ROUND.search(page.plain)
        value = small_number(rounded[1]) if rounded else None
        return page.found(Age(value, value + 9), *rounded.span()) if rounded and value else None
    least = _ORDINALS.get(match[1] or match[2] or "") or _TENS[match[3]]
    return page.found(Age(least, least + 9), match.start(), match.end())


def _said(page: Page) -> Found[Age] | None:
    for match in _SAID.finditer(page.plain):
        if _OF_MONTHS.match(page.plain, match.start(1)):
            return _months(page)
        if (found := _whole(page, match, match[1])) is not None:
            return found
    return None


def _months(page: Page) -> Found[Age] | None:
    """A baby of months is less than a year old, unless the months are many."""
    for match in _OF_MONTHS.finditer(page.plain):
        if _TIME_AROUND.search(page.plain[: match.start()]) or not _about_a_person(page.plain, match.start()):
            continue
        count = re.match(r"\d+", match[0])
        months = int(count[0]) if count else 1
        return page.found(Age(months // 12, months // 12), match.start(), match.end())
    return None


def _about_a_person(plain: str, at: int) -> bool:
    before = plain[max(0, at - 25) : at]
    return (
        re.search(
            phrases("عمره/عمرها/العمر/بعمر/رضيع/رضيعة/الرضيع/الرضيعة/طفل/طفلة/الطفل/الطفلة/age/aged/baby"), before
        )
        is not None
    )


def _counted(page: Page) -> Found[Age] | None:
    for match in _COUNTED.finditer(page.plain):
        if not _TIME_AROUND.search(page.plain[: match.start()]):
            found = _whole(page, match, match[1] or match[0])
            if found is not None:
                return found
    return None


def _after_name(page: Page) -> Found[Age] | None:
    match = _AFTER_NAME.search(page.plain)
    return page.found(Age(int(match[1]), int(match[1])), *match.span(1)) if match and int(match[1]) <= OLDEST else None


def _whole(page: Page, match: re.Match[str], words: str) -> Found[Age] | None:
    value = years(words)
    return page.found(Age(value, value), match.start(), match.end()) if value is not None and value <= OLDEST else None
