"""A post in one spelling that still knows where each of its letters stood in the original."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from language.normaliser import letter, normalised

LONGEST = 4096
"""Characters read of a post: a message of Telegram has no more (Bot API, sendMessage)."""
BOUNDARY = "|"
"""Stands for what parts two statements and is no letter: an emoji, a bullet, a telephone number that was read."""
_SILENT = frozenset("*~`\u200d\ufe0f\u20e3")
_PUNCTUATION = {"،": ",", "؛": ";", "؟": "?", "_": " ", "#": " ", "’": "'", "‘": "'", "•": BOUNDARY, "…": ".", "–": "-"}
_BULLET = re.compile(r"(?<=\s)-(?=\s)|^-|(?<=\n)-")
_DRAWN_OUT = re.compile(r"([^\W\d_])\1{2,}")
_GLUED = re.compile(r"(?<!\w)\d{1,3}(?=[^\W\d_]{2})")
_QUOTES = frozenset('«»“”"')

NOT_INSIDE = r"(?<!\w)"
"""How a pattern of phrases begins: not within another word."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """A value with the words it was read from: `words` is the original between `start` and `end`."""

    value: T
    words: str
    start: int
    end: int


@dataclass(frozen=True)
class Page:
    """The original, the same in one spelling, and where in the original each character of that began and ended."""

    text: str
    plain: str
    begins: tuple[int, ...]
    ends: tuple[int, ...]

    def found(self, value: T, start: int, end: int) -> Found[T]:
        """A value read from `plain[start:end]`, with the original words."""
        while start < end and not self.plain[start].isalnum():
            start += 1
        while end > start and not self.plain[end - 1].isalnum():
            end -= 1
        first, last = self.begins[start], _to_the_end(self.text, self.ends[max(start, end - 1)])
        return Found(value, self.text[first:last], first, last)

    def apart(self) -> "Page":
        """The same with a blank between a number and the word it is glued to: «5pm», «٧سنوات»."""
        return self.respelt(_GLUED, lambda number: f"{number} ")

    def without(self, start: int, end: int) -> "Page":
        """The same with a boundary in place of these characters, so that nothing reads them again."""
        return replace(self, plain=self.plain[:start] + BOUNDARY * (end - start) + self.plain[end:])

    def respelt(self, pattern: re.Pattern[str], spell: Callable[[str], str]) -> "Page":
        """The same with each match spelt otherwise; every letter of the new spelling stands for the whole match."""
        plain: list[str] = []
        begins: list[int] = []
        ends: list[int] = []
        at = 0
        for match in pattern.finditer(self.plain):
            spelt = spell(match[0])
            if spelt == match[0]:
                continue
            plain += [self.plain[at : match.start()], spelt]
            begins += [*self.begins[at : match.start()], *([self.begins[match.start()]] * len(spelt))]
            ends += [*self.ends[at : match.start()], *([self.ends[match.end() - 1]] * len(spelt))]
            at = match.end()
        plain.append(self.plain[at:])
        return Page(self.text, "".join(plain), (*begins, *self.begins[at:]), (*ends, *self.ends[at:]))


def page_of(text: str) -> Page:
    """A post as it came, its first 4,096 characters in one spelling."""
    kept: list[str] = []
    begins: list[int] = []
    ends: list[int] = []
    for at, char in enumerate(text[:LONGEST]):
        for spelt in _spelt(char):
            if spelt in {" ", BOUNDARY} and kept[-1:] == [spelt]:
                ends[-1] = at + 1
                continue
            kept.append(spelt)
            begins.append(at)
            ends.append(at + 1)
    page = Page(text, "".join(kept), tuple(begins), tuple(ends))
    return page.respelt(_BULLET, lambda _: BOUNDARY).respelt(_DRAWN_OUT, lambda drawn: drawn[0])


def _spelt(char: str) -> str:
    if char == "\n":
        return char
    if char in _SILENT:
        return ""
    if char.isspace() or char in _QUOTES:
        return " "
    if char in _PUNCTUATION:
        return _PUNCTUATION[char]
    kind = unicodedata.category(char)
    if kind in {"So", "Sk", "Cs", "Co", "Cn"}:
        return BOUNDARY
    return "" if kind in {"Cc", "Cf"} else letter(char)


def _to_the_end(text: str, end: int) -> int:
    """Past the letters and marks of the last word that its spelling leaves out: the hamza of «مساء»."""
    while end < len(text) and (text[end].isalpha() or unicodedata.combining(text[end])) and not _spelt(text[end]):
        end += 1
    return end


def phrases(*of: str) -> str:
    """A pattern for any of these, parted by strokes, in one spelling, the longest first; not within another word."""
    plain = {normalised(each) for text in of for each in text.split("/")}
    each = sorted((re.escape(phrase).replace(r"\ ", "[ -]") for phrase in plain if phrase), key=len, reverse=True)
    return rf"{NOT_INSIDE}(?:{'|'.join(each)})(?!\w)"


def led(*of: str) -> str:
    """The same where «و», «ف», «ب» or «ل» may stand before it."""
    return phrases(*of).replace(NOT_INSIDE, rf"{NOT_INSIDE}[وفبل]?", 1)


def particle(word: str, *of: str) -> int:
    """1 where a word is one of these behind a particle, as «بثوب»; 0 for «بنطلون», whose first letter is its own."""
    return 1 if word[:1] in {"و", "ف", "ب", "ل"} and re.fullmatch(phrases(*of), word[1:]) else 0
