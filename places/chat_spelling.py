"""How people spell in chats, and the same in plain letters: «الرياااض», «7ay el 3olaya», «الرياض-الدمام»."""

import re

_DRAWN_OUT = re.compile(r"([^\W\d_])\1{2,}")
_BETWEEN_ARABIC = re.compile(r"(?<=[\u0621-\u064a])[-–](?=[\u0621-\u064a])")
_WORD = re.compile(r"(?<![^\s,،;؛/|(«-])[A-Za-z2356789'’]+(?![^\s,،;؛/|)».!?؟-])")
_MIXED = re.compile(r"(?=(?:[^a-z]*[a-z]){2})(?=\D*\d)(?!.*\d\d)", re.IGNORECASE)
"""Two letters and a digit, and no number: «7ay», not «exit15»."""
_COUNTED = re.compile(r"\d(?:st|nd|rd|th|km|cm|mm|kg|am|pm|min|mins|hr|hrs|yr|yrs|days?|years?)", re.IGNORECASE)
_LETTERS = (
    ("3['’]", "gh"), ("7['’]", "kh"), ("9['’]", "d"), ("6['’]", "z"), (r"3(?=[aeiouy])", ""), ("3", "a"), ("2", ""),
    ("5", "kh"), ("6", "t"), ("7", "h"), ("8", "q"), ("9", "s"),
)  # fmt: skip
"""Digits that stand for Arabic letters which Latin script lacks."""
_SOUNDS = [(re.compile(digit), sound) for digit, sound in _LETTERS]

_WORDS = {"7ay": "حي", "7ai": "حي", "shar3": "شارع", "share3": "شارع", "shari3": "شارع", "6ree8": "طريق"} | {
    "3nd": "عند", "3ind": "عند", "3end": "عند", "b3d": "بعد", "ba3d": "بعد", "8bl": "قبل", "gbl": "قبل",
}  # fmt: skip
"""Words around a name that are too short to be known by their sound."""


def plainly_spelt(text: str) -> str:
    """Without letters drawn out, digits for letters in Latin words, and hyphens between Arabic ones."""
    text = _BETWEEN_ARABIC.sub(" - ", _DRAWN_OUT.sub(r"\1", text))
    return _WORD.sub(lambda word: _without_digits(word[0]), text)


def _without_digits(word: str) -> str:
    if known := _WORDS.get(word.lower()):
        return known
    if not _MIXED.match(word) or _COUNTED.fullmatch(word):
        return word
    for digit, sound in _SOUNDS:
        word = digit.sub(sound, word)
    return word
