"""Answers in words where a button or a number was expected: «سبع سنين», «بنت», «لا», «ما أدري»."""

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
_FEMALE = _spelt("بنت بنتي طفلة فتاة امرأة سيدة انثى امي اختي جدتي زوجتي عجوز girl female woman daughter")
_MALE = _spelt("ولد ولدي طفل فتى رجل ذكر ابني ابوي ابي اخوي اخي جدي زوجي شايب boy male man son")
_YES = _spelt("نعم ايه ايوه ايوا اجل يوجد فيه yes")
_UNKNOWN = frozenset(
    map(
        normalised,
        ("ما أدري", "مدري", "لا أدري", "ما أعرف", "لا أعرف", "لا أعلم", "غير معروف", "I don't know", "unknown"),
    )
)
_NOTHING = frozenset(
    map(normalised, ("لا", "كلا", "لا يوجد", "لا توجد", "ما فيه", "ما في", "مافي", "ماعندي", "ما عندي", "no", "none"))
)


def years(text: str) -> int | None:
    """The age in it, in digits or in words, less than a year as 0; None where it names none."""
    plain = normalised(latin_digits(text[:100]))
    words = plain.split()
    if _MONTHS & set(words):
        return 0
    found = re.search(r"\d{1,9}", plain)
    if found is not None:
        return int(found[0])
    named = [_VALUES.get(word, _VALUES.get(_bare(word))) for word in words]
    values = [value for value in named if value is not None]
    return sum(values) if values else 1 if _ONE_YEAR & set(words) else None


def choice_of(field: str, text: str, among: tuple[str, ...]) -> str | None:
    """The button a text stands for, of those a question has; None where it may be any or none."""
    plain = normalised(text[:100])
    said = plain.split()
    if field == "sex":
        said += [_bare(word) for word in said]
        female, male = bool(_FEMALE & set(said)), bool(_MALE & set(said))
        return None if female == male else "female" if female else "male"
    denied = plain in _NOTHING or " ".join(said[:2]) in _NOTHING
    if among == ("no", "yes"):
        return "no" if denied else "yes" if said[:1] and said[0] in _YES else None
    if field == "consent":
        return "not-guardian" if denied else None
    if plain in _UNKNOWN or plain in _NOTHING:
        return next((each for each in ("unknown", "none") if each in among), None)
    return None


def _bare(word: str) -> str:
    """Without «و» and «ال»."""
    return word.removeprefix("و").removeprefix("ال")


def only_yes(text: str) -> bool:
    """Whether a text agrees without saying who does."""
    return normalised(text[:100]) in _YES
