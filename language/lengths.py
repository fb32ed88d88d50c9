"""Lengths in words: «كيلو ونص», «نص كيلو», «٥٠٠ متر», "half a kilometre"."""

import re

from language.ages import small_number
from language.digits import latin_digits, number
from language.normaliser import normalised


def _spelt(words: str) -> frozenset[str]:
    return frozenset(normalised(words).split())


_UNITS = dict.fromkeys(
    _spelt("كم كلم كيلو كيلومتر كيلومترات كيلوات كيلومترا km kms kilo kilometre kilometres kilometer kilometers"), 1.0
)
_UNITS |= dict.fromkeys(_spelt("م متر امتار مترا m metre metres meter meters"), 0.001)
_PAIRS = dict.fromkeys(_spelt("كيلوين كيلومترين كيلومتران"), 2.0) | dict.fromkeys(_spelt("مترين متران"), 0.002)
_PARTS = dict.fromkeys(_spelt("نص نصف half"), 0.5) | dict.fromkeys(_spelt("ربع quarter"), 0.25)
_HUNDREDS = {
    word: 100 * many
    for many, stem in enumerate(("ثلاث", "اربع", "خمس", "ست", "سبع", "ثمان", "تسع"), start=3)
    for word in _spelt(" ".join(stem + end for end in ("مية", "مئة", "مائة")))
}
_HUNDREDS |= dict.fromkeys(_spelt("ميتين مئتين مئتان مائتين مائتان"), 200) | dict.fromkeys(_spelt("الف"), 1000)
_SAYS_NOTHING = _spelt("حوالي تقريبا نحو قرابة و a an and of about around")
_LESS = normalised("إلا")
_SHORT = 3
"""Letters of an abbreviation; without a number before it, «كم» asks how much."""
_WORD = re.compile(r"\d+(?:[.,]\d+)?|[^\W\d_]+")


def kilometres(text: str) -> float | None:
    """The one length a text is, in kilometres; a number alone counts those. None where it is anything else."""
    bare = number(text)
    if bare is not None:
        return bare
    plain = re.sub(r"كيلو\s+متر", "كيلومتر", latin_digits(text[:60]).lower())
    return _sum([each if each[0].isdigit() else normalised(each) for each in _WORD.findall(plain)])


def _sum(words: list[str]) -> float | None:
    """What the words come to: a part before its unit («نص كيلو») or after it («كيلو ونص», «كيلوين إلا ربع»)."""
    length, unit, count, sign = 0.0, None, None, 1
    for word in map(_known, words):
        if word in _SAYS_NOTHING:
            continue
        if word == _LESS:
            sign = -1
        elif word in _PARTS and count is None and unit is not None:
            length, sign = length + sign * _PARTS[word] * unit, 1
        elif (value := _PARTS.get(word, _count(word))) is not None:
            count, sign = (count or 0.0) + sign * value, 1
        elif word in _PAIRS and count is None:
            length, unit = length + _PAIRS[word], _PAIRS[word] / 2
        elif word in _UNITS and (count is not None or len(word) > _SHORT):
            length, unit, count = length + (1.0 if count is None else count) * _UNITS[word], _UNITS[word], None
        else:
            return None
    if unit is None:
        return count
    return round(length, 3) if count is None else None


def _known(word: str) -> str:
    """Without the «و» that joins it to the word before."""
    rest = word.removeprefix("و")
    return rest if rest in _PARTS or rest in _UNITS or rest in _HUNDREDS else word


def _count(word: str) -> float | None:
    return float(word.replace(",", ".")) if word[0].isdigit() else _HUNDREDS.get(word, small_number(word))
