"""Names of people: what of a name is shown, and one form for its spellings."""

import re

from language.normaliser import normalised

_JOINED = ("عبد", "abd", "abdul", "abdel", "abdal")
"""First halves of one given name: عبد الله, Abdul Rahman."""

_KUNYA = ("ابو", "ابا", "ابي", "ام", "abu", "umm", "um", "om")
_BETWEEN = ("بن", "ابن", "بنت", "ال", "bin", "ibn", "bint", "al", "el")
_TITLE = re.compile(r"^(?:الطفلة?|السيدة?|mr|mrs|ms|dr|د|أ)[.\s]\s*", re.IGNORECASE)
_ARTICLE = re.compile(r"^(?:ال(?=\w{2})|(?:al|el)[-\s])", re.IGNORECASE)


def given_name(name: str) -> str:
    """The first name alone: «ريم» of «ريم بنت فهد العتيبي», «عبد الله» whole; a kunya is kept as it is."""
    words = _words(name)
    return " ".join(words[: 2 if _first_takes_two(words) else 1])


def initials(name: str) -> str:
    """First letters of the given and the family name, for public places: «ر. ع.»; «ر.» where there is one name."""
    words = _words(name)
    first = given_name(name).split()
    family = [word for word in words[len(first) :] if normalised(word) not in _BETWEEN]
    return " ".join(_initial(word) for word in [*first[:1], *family[-1:]])


def is_kunya(name: str) -> bool:
    """Whether it is «أبو مشعل» or "Umm Khalid": whose parent, not who."""
    words = [normalised(word) for word in name.split()]
    return len(words) > 1 and words[0] in _KUNYA


def matching_name(name: str) -> str:
    """One form for the spellings of a name: عبدالله and عبد الله, بن and ابن, with the article and without."""
    text = normalised(name)
    text = re.sub(r"\b(عبد) (?=ال)", r"\1", text)
    text = re.sub(r"\babd ?(?:al|el|ul)? ?(?=\w)", "abdul", text)
    words = [_ARTICLE.sub("", word) for word in text.split()]
    return " ".join(word for word in words if word not in _BETWEEN)


def _words(name: str) -> list[str]:
    return _TITLE.sub("", " ".join(name.split())).split()


def _first_takes_two(words: list[str]) -> bool:
    return len(words) > 1 and normalised(words[0]) in _JOINED + _KUNYA


def _initial(word: str) -> str:
    letter = _ARTICLE.sub("", word)[:1].upper()
    return "هـ." if letter == "ه" else f"{letter}."
