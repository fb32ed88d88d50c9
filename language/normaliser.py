"""Arabic brought to one spelling, for matching and never for display."""

import re
import unicodedata

from language.digits import latin_digits

_MARKS = re.compile("[\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0640]")
"""Tashkeel, Quranic marks and tatweel."""

_LETTERS = str.maketrans(
    {
        "آ": "ا", "أ": "ا", "إ": "ا", "ٱ": "ا",
        "ى": "ي", "ی": "ي", "ئ": "ي", "ې": "ي",
        "ؤ": "و",
        "ة": "ه", "ۀ": "ه", "ہ": "ه", "ھ": "ه",
        "ک": "ك", "ڪ": "ك", "گ": "ك",
        "ء": "",
    }
)  # fmt: skip

_ARTICLE = re.compile(r"\b(ال)(?=\w{2})")
_NOT_WORD = re.compile(r"[^\w]+")


def normalised(text: str, *, without_article: bool = False) -> str:
    """One spelling for many: no marks, one alef, ya, ha and kaf, no hamza; Latin folded, its accents and digits too.

    Punctuation becomes a blank; `without_article` drops ال before two letters or more.
    """
    text = unicodedata.normalize("NFKC", text)
    text = _without_accents(_MARKS.sub("", text).translate(_LETTERS))
    text = _NOT_WORD.sub(" ", latin_digits(text.casefold())).replace("_", " ")
    text = " ".join(text.split())
    return _ARTICLE.sub("", text) if without_article else text


def letter(char: str) -> str:
    """One character in the same spelling: nothing for marks, several for ligatures; punctuation stays."""
    plain = unicodedata.normalize("NFKC", char)
    return _without_accents(latin_digits(_MARKS.sub("", plain).translate(_LETTERS).casefold()))


def _without_accents(text: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFD", text) if not unicodedata.combining(char))
