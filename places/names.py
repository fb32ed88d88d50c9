"""Finding areas by what they are called, exactly but for spelling; and what a misspelt name may have meant."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, takewhile

from language.normaliser import normalised
from models.areas import Area, AreaKind

_KINDS = {
    AreaKind.DISTRICT: "حي الحي بحي حاره ضاحيه فريج district neighbourhood neighborhood hayy hay",
    AreaKind.CITY: "مدينه بمدينه محافظه بمحافظه قريه بلده ولايه هجره city town village governorate wilayat madinat",
    AreaKind.REGION: "منطقه المنطقه بمنطقه اماره بلديه region province emirate mintaqat",
}
_KIND_WORDS = {word: kind for kind, words in _KINDS.items() for word in words.split()}
"""Words people put before or after a name, or leave out, whatever the name itself has."""

_LATIN = dict.fromkeys(("al", "el", "an", "ar", "as", "ash", "ad", "at", "az", "adh", "ath", "the", "of"), "")
"""How ال is written in Latin letters, before the letters it takes the sound of too; and English's own."""

_HONOURS = frozenset(
    ["المكرمه", "المنوره", "مكرمه", "منوره", "mukarramah", "mukarrama", "munawwarah", "munawarah", "munawwara"]
)
"""Of Makkah and Madinah, said or not."""

_EXONYMS = {"mecca": "makkah", "mekka": "makkah", "medina": "madinah", "muscate": "muscat", "masqat": "muscat"}
"""What English calls a place, and its own name in Latin letters."""

_SOUNDS = tuple(
    (re.compile(spelt), sound)
    for spelt, sound in (
        (r"([^aeo])\1+", r"\1"), ("ou|oo", "u"), ("ee|ai|ay|ei|ey|ae|ie|iy", "i"), ("e", "i"), ("o", "u"),
        ("[dt]h", lambda both: both[0][0]), ("kh|q|c", "k"), ("gh", "g"), (r"(.)\1+", r"\1"), (r"(?<=..)h$", ""),
    )
)  # fmt: skip
"""Spellings of one Arabic sound in Latin letters, in this order: Jeddah, Jiddah and Jedda; Olaya and Ulayyah."""

_ALIKE = str.maketrans("غكضثصزذتهعئ", "ققظسسظظطحاا")
"""Arabic letters that are taken for one another by ear, or from one dialect to the next: القدير for الغدير."""

_JOINED = re.compile(r"\b(عبد|ابو|ابي) (?=\w)")
_APOSTROPHE = re.compile(r"(?<=[A-Za-z])['’‘`ʿʾ](?=[A-Za-z])")
_RANK = {AreaKind.REGION: 0, AreaKind.CITY: 1, AreaKind.DISTRICT: 2}
_GUESSABLE, _MOST_GUESSES = 4, 4
"""Letters of a name that may be taken for another; how many others are offered."""


@dataclass(frozen=True, slots=True)
class _Name:
    """A name without the word for its kind: as spelt; without its article; that as it sounds; and the kind."""

    spelt: str
    plain: str
    bare: str
    kind: AreaKind | None

    @property
    def key(self) -> str:
        """Blanks do not count: أبو ظبي, أبوظبي."""
        return self.bare.replace(" ", "")


class AreaNames:
    """Areas by their Arabic and English names, in one spelling, without article and kind."""

    def __init__(self, areas: Iterable[Area], further: Mapping[int, Sequence[str]] | None = None) -> None:
        """`further`: what else areas are called, by their numbers."""
        self._areas: dict[str, dict[int, Area]] = {}
        self._spelt: set[tuple[str, int]] = set()
        self._bare: dict[str, str] = {}
        self._whole: dict[str, dict[int, Area]] = {}
        read: dict[str, _Name] = {}  # one name in three is another's too
        for area in areas:
            others = (further or {}).get(area.id or 0, ())
            for written in filter(None, (area.name_ar, area.name_en, *others)):
                name = read.get(written) or read.setdefault(written, _name(written))
                self._areas.setdefault(name.key, {})[area.id or 0] = area
                self._spelt |= {(name.spelt, area.id or 0), (name.plain, area.id or 0)}
                self._bare[name.bare] = name.key
                if name.kind and area.kind is AreaKind.REGION is not name.kind:
                    self._whole.setdefault(normalised(written), {})[area.id or 0] = area
        self._in_order = sorted(self._bare)
        self._alike: dict[tuple[str, int], list[str]] = {}
        self._sounding: dict[str, set[str]] = {}
        for key in filter(None, self._areas):
            self._sounding.setdefault(key.translate(_ALIKE), set()).add(key)
            for part in _either_end(key):
                self._alike.setdefault((part, len(key)), []).append(key)

    def named(self, text: str) -> list[Area]:
        """Areas of this name, larger kinds first; a kind said beside it («حي العليا»), then ال, choose if they can.

        A region that is called exactly this, with the word for its kind, is meant: «محافظة مسقط», not the town.
        """
        name = _name(text)
        if name.kind and (whole := self._whole.get(normalised(text))):
            return _larger_first(whole)
        found = self._areas.get(name.key, {}) if name.key else {}
        of_kind = {number: area for number, area in found.items() if area.kind is name.kind} or _not_under_region(found)
        for written in (name.spelt, name.plain):
            if spelt := {number: area for number, area in of_kind.items() if (written, number) in self._spelt}:
                return _larger_first(spelt)
        return _larger_first(of_kind)

    def resembling(self, text: str) -> list[Area]:
        """A few areas whose name begins with these words, sounds like them, or is one slip of the finger away."""
        name = _name(text)
        if len(name.key) < _GUESSABLE - 1:
            return []
        longer = self._beginning_with(name.bare + " ")
        near = longer or self._sounding_like(name.key) or self._one_slip_from(name.key)
        ranks = {key: min(_RANK[area.kind] for area in self._areas[key].values()) for key in near}
        best = [key for key in near if longer or ranks[key] == min(ranks.values())]
        found = {number: area for key in best for number, area in self._areas[key].items()}
        of_kind = {number: area for number, area in found.items() if area.kind is name.kind} or found
        return _larger_first(of_kind) if len(of_kind) <= _MOST_GUESSES else []

    def _beginning_with(self, words: str) -> set[str]:
        """Names that begin so, as they are kept."""
        first = bisect_left(self._in_order, words)
        longer = takewhile(lambda bare: bare.startswith(words), islice(self._in_order, first, None))
        return {self._bare[bare] for bare in longer}

    def _sounding_like(self, typed: str) -> set[str]:
        """Names that differ only in letters taken for one another; the first letter may be one of them."""
        return self._sounding.get(typed.translate(_ALIKE), set()) if len(typed) >= _GUESSABLE else set()

    def _one_slip_from(self, typed: str) -> set[str]:
        """Names one slip of the finger away; such a name is about as long and has the same letters at one end."""
        ends = [(part, length) for part in _either_end(typed) for length in range(len(typed) - 1, len(typed) + 2)]
        return {key for end in ends for key in self._alike.get(end, ()) if _one_slip(key, typed)}


def containing(areas: Iterable[Area], text: str) -> list[Area]:
    """Those of these areas that have these words or letters in a name; as they stand."""
    wanted = _name(text).bare
    return [area for area in areas if wanted and any(wanted in name for name in _names_of(area))]


def beginning(areas: Iterable[Area], text: str) -> list[Area]:
    """Those of these areas whose name goes on after these words: «النسيم» begins «النسيم الشرقي»."""
    wanted = _name(text).bare + " "
    return [area for area in areas if any(name.startswith(" " + wanted) for name in _names_of(area))]


def _names_of(area: Area) -> list[str]:
    return [_after_blank(written) for written in (area.name_ar, area.name_en) if written]


@lru_cache(maxsize=20_000)
def _after_blank(written: str) -> str:
    return f" {_name(written).bare}"


def _not_under_region(areas: dict[int, Area]) -> dict[int, Area]:
    """Who says the name of a region means it or its capital, not a district in another city that has the name too."""
    if not any(area.kind is AreaKind.REGION for area in areas.values()):
        return areas
    return {number: area for number, area in areas.items() if area.kind is not AreaKind.DISTRICT}


def _larger_first(areas: dict[int, Area]) -> list[Area]:
    return sorted(areas.values(), key=lambda area: (_RANK[area.kind], area.id))


def _either_end(key: str) -> tuple[str, str]:
    """The first letter with the last one, and with the second: a slip spares one of the two."""
    return key[0] + key[-1] + "…", key[:2]


def _one_slip(name: str, typed: str) -> bool:
    """One letter more, less or other, or two neighbours changed round; the first letter stays."""
    if abs(len(name) - len(typed)) > 1 or max(len(name), len(typed)) < _GUESSABLE or name[0] != typed[0]:
        return False
    begun = next((at for at, (one, other) in enumerate(zip(name, typed, strict=False)) if one != other), None)
    if begun is None:
        return len(name) != len(typed)
    rest, other = name[begun:], typed[begun:]
    same_after = (rest[1:], other[1:]), (rest[1:], other), (rest, other[1:]), (rest[1::-1] + rest[2:], other)
    return any(one == two for one, two in same_after)


def _name(text: str) -> _Name:
    words, kind = _without_kind(normalised(_APOSTROPHE.sub("", text)).split())
    words = [word for word in words if word not in _HONOURS] or words
    plain = list(filter(None, map(_without_article, _JOINED.sub(r"\1", " ".join(words)).split()))) or words
    return _Name(" ".join(words), "=" + " ".join(plain), " ".join(map(_heard, plain)), kind)


def _without_article(word: str) -> str:
    if not word.isascii():
        return word.removeprefix("ال") if len(word) > 3 else word
    return _EXONYMS.get(word, _LATIN.get(word, word))


@lru_cache(maxsize=100_000)
def _heard(word: str) -> str:
    """A word as it sounds, however its letters are written."""
    if not word.isascii():
        return word[:-1] + "ا" if len(word) > 3 and word.endswith("ه") else word
    if len(word) > 5 and word.startswith(("al", "el")):
        word = word[2:]
    for spelt, sound in _SOUNDS:
        word = spelt.sub(sound, word)
    return word


def _without_kind(words: list[str]) -> tuple[list[str], AreaKind | None]:
    for at, rest in ((0, slice(1, None)), (-1, slice(None, -1))):
        if len(words) > 1 and (kind := _KIND_WORDS.get(words[at])):
            return words[rest], kind
    return words, None
