"""One word of a name against another, in Arabic or in Latin letters: the same, close, or another name.

Given names are short and near each other (عمر and عمرو, حسن and حسين, سارة and سمارة), so one letter makes another
name; in families, which are long, one letter is more likely a slip.
"""

import enum
import re
from functools import cache

from rapidfuzz.distance import OSA, Indel

from language.latin_names import SPELLINGS
from language.normaliser import normalised


class Word(enum.Enum):
    SAME = "same"
    CLOSE = "close"
    """A slip of one letter, or Latin letters that may well stand for it."""
    OTHER = "other"


_ARABIC = re.compile(r"[\u0600-\u06ff]")
_FOLDS = str.maketrans({"ظ": "ض", "پ": "ب", "ڤ": "ف", "چ": "ج", "ڨ": "ق"})
_VARIANTS = {"ابرهيم": "ابراهيم", "اسمعيل": "اسماعيل", "طاها": "طه", "يس": "ياسين", "عبدالرحمان": "عبدالرحمن"}
_PET_NAMES = {
    "عبود": ("عبد",), "عبودي": ("عبد",), "عزوز": ("عبدالعزيز",), "دحوم": ("عبدالرحمن",), "دحيم": ("عبدالرحمن",),
    "حمودي": ("محمد", "احمد", "حمد", "محمود"), "حموده": ("محمد", "احمد", "حمد", "محمود"), "علاوي": ("علي",),
    "حسون": ("حسن", "حسين"), "حسوني": ("حسن", "حسين"), "سلوم": ("سالم", "سلمان"), "جسوم": ("جاسم",),
    "فطوم": ("فاطمه",), "فطومه": ("فاطمه",), "مريوم": ("مريم",), "نوير": ("نوره",), "عيوش": ("عايشه",),
}  # fmt: skip
"""What children are called at home, and how the names begin that are meant."""
_SLIPS = ("بتثني", "جحخ", "دذض", "رز", "سشص", "طضت", "عغ", "فق", "قك", "ذز", "اوي")
"""Letters that are confused: written alike but for their dots, or spoken alike."""
LONG_GIVEN, LONG_FAMILY = 6, 5
"""From so many letters on, one that differs is more likely a slip than another name."""


def is_arabic(word: str) -> bool:
    return _ARABIC.search(word) is not None


def key(word: str) -> str:
    """One form for the spellings of one word of a name; the article is the caller's."""
    text = normalised(word).translate(_FOLDS).replace("وو", "و").replace("يي", "ي").replace(" ", "")
    text = _VARIANTS.get(text, text)
    return text[:-1] + "ه" if text.endswith("ا") and len(text) > 2 else text


@cache
def _names_of() -> dict[str, frozenset[str]]:
    """The Arabic names a Latin spelling may stand for."""
    found: dict[str, set[str]] = {}
    for name, spellings in SPELLINGS.items():
        for spelling in spellings.split():
            found.setdefault(spelling, set()).add(key(name))
    return {spelling: frozenset(names) for spelling, names in found.items()}


def names_of(word: str) -> frozenset[str]:
    """The keys of the Arabic names a word in Latin letters is known to stand for."""
    return _names_of().get(normalised(word), frozenset())


def compared(one: str, other: str, *, family: bool = False) -> Word:
    """Of two words of names, without their articles; a `family` bears a slip that makes another given name."""
    if is_arabic(one) and is_arabic(other):
        return _arabic(one, other, LONG_FAMILY if family else LONG_GIVEN)
    if is_arabic(one) or is_arabic(other):
        arabic, latin = (one, other) if is_arabic(one) else (other, one)
        return _across(key(arabic), normalised(latin).replace(" ", ""), family=family)
    return _latin(normalised(one).replace(" ", ""), normalised(other).replace(" ", ""))


def _arabic(one: str, other: str, long: int) -> Word:
    mine, theirs = key(one), key(other)
    if mine == theirs:
        return Word.SAME
    if mine.startswith(_PET_NAMES.get(theirs, ())) or theirs.startswith(_PET_NAMES.get(mine, ())):
        return Word.CLOSE
    if _alef_for_ya(one) == theirs or _alef_for_ya(other) == mine:
        return Word.CLOSE
    stem = [each.removeprefix("عبدال") for each in (mine, theirs)]
    slip = min(map(len, stem)) >= long and _is_slip(*sorted(stem, key=len))
    return Word.CLOSE if slip else Word.OTHER


def _alef_for_ya(word: str) -> str | None:
    """منى is written منا too; على, though, is more often علي."""
    return key(word[:-1] + "ا") if word.endswith("ى") else None


def _is_slip(short: str, long: str) -> bool:
    """One letter left out, two in the wrong order, or one for another that is confused with it; ماجدة is not ماجد."""
    if long == short + "ه" or OSA.distance(short, long, score_cutoff=1) > 1:
        return False
    differing = [pair for pair in zip(short, long, strict=False) if pair[0] != pair[1]]
    if len(short) != len(long) or len(differing) == 2:
        return True
    return any(set(differing[0]) <= set(group) for group in _SLIPS)


def _across(arabic: str, latin: str, *, family: bool) -> Word:
    known = _names_of().get(latin)
    if known is not None:
        return Word.SAME if arabic in known else Word.OTHER
    if re.fullmatch(_pattern(arabic), latin):
        return Word.SAME if family else Word.CLOSE
    return Word.OTHER


def _latin(one: str, other: str) -> Word:
    mine, theirs = _names_of().get(one), _names_of().get(other)
    if one == other or (mine and theirs and mine & theirs):
        return Word.SAME
    if (mine and theirs) or _ends(one) != _ends(other) or _consonants(one) != _consonants(other):
        return Word.OTHER
    return Word.CLOSE if Indel.normalized_similarity(one, other) >= ALIKE_IN_LATIN else Word.OTHER


ALIKE_IN_LATIN = 0.8
"""Share of letters two Latin spellings have in common: Otaibi and Oteibi are 0.83, Rana and Rina 0.75."""


def _consonants(latin: str) -> str:
    """With one letter for the spellings of a sound, without vowels and doubling."""
    for pair, letter in (("ph", "f"), ("ck", "k"), ("q", "k"), ("c", "k"), ("3", ""), ("7", "h"), ("6", "t")):
        latin = latin.replace(pair, letter)
    bare = re.sub(r"[aeiouy]+|(?<=.)h$", "", latin)
    return re.sub(r"(.)\1", r"\1", bare)


def _ends(latin: str) -> bool:
    """Whether it ends as women's names do."""
    return latin.endswith(("a", "ah", "eh"))


_LETTERS = {
    "ا": "(?:aa?|e|i|o|u)", "ب": "(?:bb?|pp?)", "ت": "tt?", "ث": "(?:th|t|s)", "ج": "(?:jj?|gg?|dj)", "ح": "(?:hh?|7)",
    "خ": "(?:kh|5|ch)", "د": "dd?", "ذ": "(?:th|dh|z|d)", "ر": "rr?", "ز": "zz?", "س": "(?:ss?|c)", "ش": "(?:s?ch|sh)",
    "ص": "(?:ss?|9)", "ض": "(?:dh|dd?|th|z)", "ط": "(?:tt?|6)", "ظ": "(?:dh|z|th)", "ع": "(?:3|aa?|e|i|o|u|)",
    "غ": "(?:gh|g)", "ف": "(?:ff?|ph|v)", "ق": "(?:q|k|g|c|9|gh)", "ك": "(?:kk?|c|ck)", "ل": "ll?", "م": "mm?",
    "ن": "nn?", "ه": "h", "و": "(?:w|u|oo|ou|o|aw|au|v)", "ي": "(?:yy?|i|ee|ei|ai|ay|ey|ie|e|iy)",
}  # fmt: skip
_LAST = {"ه": "(?:ah?|eh?|h|t)?", "ي": "(?:i|y|ee?|ie|ey|iy|a)", "ا": "(?:aa?h?)"}
_SHORT = "[aeiou]?"
"""A vowel that Arabic does not write."""


@cache
def _pattern(arabic: str) -> str:
    """How this word may be spelled in Latin letters, article and all left aside."""
    parts = [_LETTERS.get(letter, re.escape(letter)) for letter in arabic[:-1]]
    last = arabic[-1:]
    parts.append(_LAST.get(last, _LETTERS.get(last, re.escape(last))))
    return _SHORT.join(parts) + "e?"
