"""Whether two names may be one person's: spellings, alphabets, parts of a name; a decision with its reason.

A kunya («أبو مشعل») is not a name, and محمد alone is no evidence: then the answer is that the names say nothing.
"""

import enum
import re
from collections.abc import Sequence
from dataclasses import dataclass

from language.latin_names import COMMON
from language.name_words import Word, compared, is_arabic, key, names_of
from language.normaliser import normalised


class NameLikeness(enum.StrEnum):
    SAME = "same"
    LIKELY = "likely"
    UNLIKE = "unlike"
    SILENT = "silent"
    """Too little is said to tell."""


class NameReason(enum.StrEnum):
    SPELLING = "spelling"
    """The same words, whatever their spelling."""
    LETTERS = "letters"
    """The same words, in two alphabets or two ways of writing Arabic in Latin letters."""
    PART = "part"
    """One says more; what both say agrees."""
    SLIP = "slip"
    """The same but for what looks like a slip."""
    GIVEN_ONLY = "given-only"
    """The given names agree, and nothing else can be compared."""
    COMMON_GIVEN = "common-given"
    """Nothing but a given name that very many have."""
    NO_NAME = "no-name"
    """One of them is empty, or only initials, a kunya or a family."""
    GIVEN_DIFFERS = "given-differs"
    FATHER_DIFFERS = "father-differs"
    FAMILY_DIFFERS = "family-differs"


@dataclass(frozen=True, slots=True)
class NamesCompared:
    likeness: NameLikeness
    reason: NameReason


@dataclass(frozen=True, slots=True)
class _Part:
    """A word of a name without its article; `family` where it had one, or ends as families do."""

    word: str
    family: bool


_TITLE_WORDS = """
الحاج الحاجه الشيخ الشيخه السيد السيده الطفل الطفله الاستاذ الاستاذه الدكتور الدكتوره المهندس الشاب الشابه الفتاه
الوالد الوالده العم العمه الجد الجده المواطن المواطنه حاج حاجه دكتور مهندس د م mr mrs ms miss dr sheikh haj hajj
"""
_TITLES = frozenset(_TITLE_WORDS.split())
_KUNYA = frozenset({"ابو", "ابا", "ابي", "ام", "abu", "abou", "umm", "um", "om", "oum"})
_NAMES_WITH_KUNYA = frozenset({"ابو بكر", "ام كلثوم", "abu bakr", "umm kulthum", "om kalthoum"})
_BETWEEN = frozenset({"بن", "ابن", "بنت", "ولد", "ال", "bin", "ibn", "ben", "bint", "bent", "ould"})
_JOINED_TO_THE_NEXT = frozenset({"عبد", "abd", "abdul", "abdel", "abdal", "abdu"})
_JOINED_TO_THE_LAST = frozenset({"الدين", "الله"})
_LATIN_ARTICLES = frozenset({"al", "el", "ul", "ar", "as", "ash", "ad", "az", "an"})
_LEAST_FAMILY = 5
"""Letters of a word that ends in ي, or i, before that makes it a family: عتيبي, not علي."""


def names_alike(one: str, other: str) -> NamesCompared:
    """Whether two names may be one person's, and what says so."""
    mine, theirs = _parts(one), _parts(other)
    if not mine or not theirs:
        return NamesCompared(NameLikeness.SILENT, NameReason.NO_NAME)
    given = compared(mine[0].word, theirs[0].word)
    if given is Word.OTHER:
        return NamesCompared(NameLikeness.UNLIKE, NameReason.GIVEN_DIFFERS)
    rest = _rests(mine[1:], theirs[1:])
    if isinstance(rest, NameReason):
        return NamesCompared(NameLikeness.UNLIKE, rest)
    if not rest:
        return _given_alone(mine[0].word, theirs[0].word, given)
    if Word.CLOSE in (given, *rest):
        return NamesCompared(NameLikeness.LIKELY, NameReason.SLIP)
    if len(mine) == len(theirs):
        letters = all(is_arabic(part.word) for part in (*mine, *theirs))
        return NamesCompared(NameLikeness.SAME, NameReason.SPELLING if letters else NameReason.LETTERS)
    return NamesCompared(NameLikeness.SAME if len(rest) > 1 else NameLikeness.LIKELY, NameReason.PART)


def _given_alone(one: str, other: str, given: Word) -> NamesCompared:
    known = {key(word) for word in (one, other) if is_arabic(word)} | names_of(one) | names_of(other)
    if known & COMMON:
        return NamesCompared(NameLikeness.SILENT, NameReason.COMMON_GIVEN)
    likeness = NameLikeness.LIKELY if given is Word.SAME else NameLikeness.SILENT
    return NamesCompared(likeness, NameReason.GIVEN_ONLY)


def _rests(mine: Sequence[_Part], theirs: Sequence[_Part]) -> list[Word] | NameReason:
    """How the words after the given name agree, one for each that both have; or what contradicts."""
    short, long = sorted((mine, theirs), key=len)
    if not short:
        return []
    found = _within(short, long)
    if found is not None:
        return found
    if len(short) == 1:
        return _one_against(short[0], long)
    if _alike(short[0], long[0]) is Word.OTHER:
        return NameReason.FATHER_DIFFERS
    return NameReason.FAMILY_DIFFERS


def _within(short: Sequence[_Part], long: Sequence[_Part]) -> list[Word] | None:
    """How the words of one agree with those of the other in their order; None where one has no counterpart."""
    found, at = [], 0
    for part in short:
        alike = [_alike(part, other) for other in long[at:]]
        here = next((place for place, each in enumerate(alike) if each is not Word.OTHER), None)
        if here is None:
            return None
        found.append(alike[here])
        at += here + 1
    return found


def _one_against(part: _Part, long: Sequence[_Part]) -> list[Word] | NameReason:
    """A single word that the other name does not have: a father and a family cannot be compared."""
    if part.family:
        return NameReason.FAMILY_DIFFERS if long[-1].family else []
    return [] if long[0].family else NameReason.FATHER_DIFFERS


def _alike(one: _Part, other: _Part) -> Word:
    return compared(one.word, other.word, family=one.family or other.family)


def _parts(name: str) -> list[_Part]:
    """The given name first; without titles, kunya and lineage words, compound names as one word."""
    words = [word for word in re.split(r"[\s\-_.،,ـ]+", name) if normalised(word)]
    words = _joined(_without_kunya([word for word in words if normalised(word) not in _TITLES]))
    parts = [_part(word, first=at == 0, after=words[at - 1] if at else "") for at, word in enumerate(words)]
    kept = [part for part, word in zip(parts, words, strict=True) if not _is_between(word)]
    starts_with_family = bool(kept) and kept[0].family and len(kept) == 1
    initials = bool(kept) and len(normalised(kept[0].word)) == 1
    return [] if starts_with_family or initials else kept


def _without_kunya(words: list[str]) -> list[str]:
    """«أبو مشعل» goes where a name begins; after a given name it is a family's (محمد أبو زيد)."""
    plain = [normalised(word) for word in words]
    if len(words) > 1 and plain[0] in _KUNYA and " ".join(plain[:2]) not in _NAMES_WITH_KUNYA:
        return words[2:]
    return words


def _joined(words: list[str]) -> list[str]:
    found: list[str] = []
    joins = False
    for word in words:
        plain = normalised(word)
        if joins and plain in _LATIN_ARTICLES:
            continue
        if found and (joins or plain in _JOINED_TO_THE_LAST):
            found[-1] += word
        else:
            found.append(word)
        joins = plain in _JOINED_TO_THE_NEXT or plain in _KUNYA
    return found


def _is_between(word: str) -> bool:
    plain = normalised(word)
    return plain in _BETWEEN or plain in _LATIN_ARTICLES


def _part(word: str, *, first: bool, after: str) -> _Part:
    """Its article taken off, unless that leaves too little; a first word is a family only where it says so itself."""
    plain = normalised(word)
    arabic = is_arabic(word)
    article = r"^ال(?=\w{3})" if arabic else r"^(?:al|el)(?=\w{4})"
    bare = re.sub(article, "", plain) if arabic or not first else plain
    said = bare != plain or normalised(after) in {"ال", "al", "el"}
    nisba = len(bare) >= _LEAST_FAMILY and plain.endswith("ي" if arabic else ("i", "y"))
    return _Part(bare if said else word, family=said or (nisba and not first and not names_of(word)))
