"""Several names of one place in one cell: «جدة|جده|جدّة»; the first usable one is what it is called."""

import re
from collections import Counter

from language.normaliser import normalised

_BETWEEN = re.compile(r"[|;؛]")
_NOT_ARABIC = re.compile("[\u0610-\u061a\u064b-\u065f\u0670\u0640\u0671-\u06d3]")
"""Vowel marks, tatweel, and the letters that other languages added to the Arabic ones."""
_UYGHUR = re.compile(r"\bئ")
"""No Arabic word begins so."""
_KIND_FIRST = re.compile(r"^(مدينة|مدينه|إمارة|امارة|محافظة|محافظه|بلدية|ولاية|والاية|منطقة|حي|قرية)\s")


def listed_names(cell: str) -> list[str]:
    """The names in a cell, each once, the usable ones first; they stand between |, ; or ؛.

    Usable is what is written with Arabic letters alone, without vowel marks and without a word for its kind before it;
    of two such names, the one of which there are more spellings: عمّان and عَمّان speak for عمان, nothing for امان. Of
    two spellings that differ in their last letter only, the one with ي goes before the one with ى, as people here write
    it.
    """
    names = list(dict.fromkeys(" ".join(name.split()) for name in _BETWEEN.split(cell)))
    names = sorted((name for name in names if name), key=_hardly_usable)
    plain = {normalised(name) for name in names if name.endswith("ي")}
    spellings = Counter(normalised(name, without_article=True) for name in names)
    return sorted(
        names,
        key=lambda name: (
            _hardly_usable(name),
            -spellings[normalised(name, without_article=True)],
            name.endswith("ى") and normalised(name) in plain,
        ),
    )


def _hardly_usable(name: str) -> bool:
    return bool(_NOT_ARABIC.search(name) or _UYGHUR.search(name) or _KIND_FIRST.match(name))
