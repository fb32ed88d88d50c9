"""Telephone numbers in a post, as Google's library of numbering plans knows them, else as they are written."""

import re

from phonenumbers import Leniency, PhoneNumberFormat, PhoneNumberMatcher, format_number

from language.digits import latin_digits
from language.text import TELEPHONE
from reading.pages import Found, Page

MOST = 5
_DIGITS = (8, 15)
"""Least and most digits of a number that no plan of the country knows (most: ITU-T E.164)."""


def phones_of(page: Page, country: str) -> list[Found[str]]:
    """Numbers valid where they claim to be, internationally spelt; `country` is that of those without a code.

    Where there is none, those that look like numbers of another country keep their digits: its code is not guessed.
    """
    latin = "".join(latin_digits(char) or char for char in page.text)
    if len(latin) != len(page.text):
        return []
    found: list[Found[str]] = []
    for match in PhoneNumberMatcher(latin, country, leniency=Leniency.VALID):
        spelt = format_number(match.number, PhoneNumberFormat.E164)
        if spelt not in {each.value for each in found} and len(found) < MOST:
            found.append(Found(spelt, page.text[match.start : match.end], match.start, match.end))
    return found or _elsewhere(page, latin)


def _elsewhere(page: Page, latin: str) -> list[Found[str]]:
    found = []
    for match in TELEPHONE.finditer(latin):
        digits = re.sub(r"\D", "", match[0])
        if _DIGITS[0] <= len(digits) <= _DIGITS[1]:
            spelt = f"+{digits}" if match[0].startswith("+") else digits
            found.append(Found(spelt, page.text[match.start() : match.end()], match.start(), match.end()))
    return found[:MOST]
