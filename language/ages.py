"""Ages and other small numbers in words: «سبع سنين», «اثنعش سنة», "thirty five"."""

import re

from language.digits import latin_digits
from language.normaliser import normalised


def _spelt(words: str) -> frozenset[str]:
    return frozenset(normalised(words).split())


_NUMBERS = {
    1: "واحد واحدة احدى احدا", 2: "اثنين اثنان اثنا اثنتي اثنتا تنتين سنتين سنتان عامين عامان",
    3: "ثلاث ثلاثة تلات تلاتة",
    4: "اربع اربعة", 5: "خمس خمسة", 6: "ست ستة", 7: "سبع سبعة", 8: "ثمان ثماني ثمانية تمان تمانية", 9: "تسع تسعة",
    10: "عشر عشرة", 11: "احدعش حدعش", 12: "اثنعش اتنعش طنعش", 13: "ثلاثعش ثلطعش تلتعش", 14: "اربعتعش اربعطعش",
    15: "خمستعش خمسطعش", 16: "ستعش سطعش", 17: "سبعتعش سبعطعش", 18: "ثمنتعش ثمنطعش تمنتعش", 19: "تسعتعش تسعطعش",
    20: "عشرين عشرون", 30: "ثلاثين ثلاثون تلاتين", 40: "اربعين اربعون", 50: "خمسين خمسون", 60: "ستين ستون",
    70: "سبعين سبعون", 80: "ثمانين ثمانون تمانين", 90: "تسعين تسعون", 100: "مئة مائة مية",
}  # fmt: skip
_VALUES = {word: value for value, words in _NUMBERS.items() for word in _spelt(words)}
_ENGLISH = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
_VALUES |= {word: value for value, word in enumerate(f"{_ENGLISH} eighteen nineteen".split(), start=1)}
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_VALUES |= {word: value * 10 for value, word in enumerate(_TENS, start=2)}
_ONE_YEAR = _spelt("سنة عام")
_MONTHS = _spelt("شهر شهرين شهور اشهر اسبوع اسبوعين اسابيع month months week weeks")


def years(text: str) -> int | None:
    """The age in it, in digits or in words, less than a year as 0; None where it names none."""
    plain = normalised(latin_digits(text[:100]))
    words = plain.split()
    if _MONTHS & set(words):
        return 0
    found = re.search(r"\d{1,9}", plain)
    if found is not None:
        return int(found[0])
    named = [small_number(word) for word in words]
    values = [value for value in named if value is not None]
    return sum(values) if values else 1 if _ONE_YEAR & set(words) else None


def small_number(word: str) -> int | None:
    """What one word counts: «سبع» and «السبع» are 7; None for other words."""
    plain = normalised(word)
    return _VALUES.get(plain, _VALUES.get(without_particles(plain)))


def number_words() -> frozenset[str]:
    """Every word that is a number, in one spelling."""
    return frozenset(_VALUES)


def without_particles(word: str) -> str:
    """A word in one spelling without «و» and «ال»."""
    return word.removeprefix("و").removeprefix("ال")
