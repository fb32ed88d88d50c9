"""Whether a post is about more than one missing person: it says so, or gives the ages of two."""

import re

from language.ages import number_words
from reading.pages import Found, Page, led, phrases

_BOTH = re.compile(
    led(
        "مفقودان/مفقودين/مفقودتان/مفقودتين/المفقودان/المفقودين/المفقودتين/طفلان/طفلين/طفلتان/طفلتين/الطفلان/الطفلين/"
        "الطفلتان/الطفلتين/شقيقان/شقيقين/شقيقتان/شقيقتين/الشقيقان/الشقيقين/الشقيقتين/الشقيقتان/أخوين/أختين/الأختين/"
        "توأم/التوأم/توأمين",
        "two children/two kids/two boys/two girls/two brothers/two sisters/twins/siblings/both children/both boys/"
        "both girls/both kids",
    )
)
_NUMBER = rf"(?:\d{{1,3}}|{phrases(*number_words())}|{phrases('سنة/سنتين/عام/عامين')})"
_AGED = re.compile(
    rf"{led('عمره/عمرها/العمر/يبلغ من العمر/تبلغ من العمر/age/aged')}[\s:=|]*(?:حوالي |قرابه |about )?({_NUMBER})"
)


def several_of(page: Page) -> Found[bool] | None:
    """The words that say so; for a second age those of the second. None where one person is looked for."""
    both = _BOTH.search(page.plain)
    if both is not None:
        return page.found(True, *both.span())
    ages = list(_AGED.finditer(page.plain))
    other = next((each for each in ages[1:] if each[1] != ages[0][1]), None)
    return page.found(True, *other.span()) if other is not None else None
