"""Whether a girl or a boy, a woman or a man is missing, by nouns and by grammar; never by the name."""

import re

from models.searches import Sex
from reading.pages import Found, Page, led

_NOUNS = {
    Sex.FEMALE: (
        "طفلة/الطفلة/بنت/البنت/بنتي/بنتنا/ابنتي/ابنتنا/ابنة/فتاة/الفتاة/شابة/الشابة/امرأة/المرأة/سيدة/السيدة/"
        "مسنة/المسنة/رضيعة/الرضيعة/صبية/حرمة/الحاجة/جدتي/جدتنا/والدتي/والدتنا/أمي/امي/امنا/أختي/اختي/شقيقتي/"
        "خالتي/عمتي/زوجتي/مواطنة/المواطنة/مفقودة/المفقودة/طالبة/الطالبة/عجوزة/تائهة/تايهة/ضايعة/ضائعة/"
        "girl/woman/lady/daughter/mother/grandmother/grandma/sister/wife/aunt/niece/female/schoolgirl/mom/mum"
    ),
    Sex.MALE: (
        "طفل/الطفل/ولد/الولد/ولدي/ولدنا/ابني/ابننا/ابن/فتى/الفتى/شاب/الشاب/رجل/الرجل/رجال/مسن/المسن/رضيع/"
        "الرضيع/صبي/شايب/الشايب/الحاج/جدي/جدنا/والدي/والدنا/أبي/ابوي/ابونا/أخي/اخوي/اخونا/شقيقي/خالي/عمي/"
        "زوجي/مواطن/المواطن/مفقود/المفقود/طالب/الطالب/تائه/تايه/ضايع/ضائع/"
        "boy/man/son/father/grandfather/grandpa/brother/husband/uncle/nephew/male/gentleman/schoolboy/dad/guy"
    ),
}  # fmt: skip
_GRAMMAR = {
    Sex.FEMALE: (
        "اسمها/عمرها/ترتدي/لابسة/مرتدية/خرجت/طلعت/اختفت/فقدت/ضاعت/شوهدت/غادرت/تغيبت/تبلغ/تعاني/شافها/يشوفها/"
        "يجدها/وجدها/رآها/her/she"
    ),
    Sex.MALE: "اسمه/عمره/يرتدي/لابس/مرتديا/خرج/طلع/اختفى/شوهد/غادر/تغيب/يبلغ/يعاني/شافه/يشوفه/يجده/وجده/رآه/his/he/him",
}  # fmt: skip
_NOUN = {sex: re.compile(led(words)) for sex, words in _NOUNS.items()}
_FORM = {sex: re.compile(led(words)) for sex, words in _GRAMMAR.items()}
_SEX_SAID = re.compile(led("الجنس/النوع/sex/gender") + r"[\s:]*(ذكر|انثي|male|female|m|f)(?!\w)")
_OF_ANOTHER = re.compile(
    led(
        "ابن عمه/ابن عمها/مع امه/مع أمها/"
        "his mum/her mum/his mom/her mom/his dad/her dad/his parents/her parents/his family/her family/"
        "ام الطفل/والد الطفل/ابو الطفل/his mother/her mother/his father/her father/his brother/her brother/"
        "his sister/her sister/his wife/her husband/his son/her son/his daughter/her daughter/his uncle/"
        "her uncle/ابن اختي/ابن أختي/ولد اختي/بنت اخوي/بنت اختي/ابن اخوي/ولد اخوي/ولد عمي/ابن عمي/بنت عمي/"
        "إلى رجل/مع رجل/مع امرأة"
    )
)


def sex_of(page: Page) -> Found[Sex] | None:
    """By the first noun that says who is missing, else where all verbs and pronouns agree."""
    said = _SEX_SAID.search(page.plain)
    if said is not None:
        return page.found(Sex.FEMALE if said[1] in {"انثي", "female", "f"} else Sex.MALE, *said.span(1))
    plain = _OF_ANOTHER.sub(_by_head, page.plain)
    first = {sex: pattern.search(plain) for sex, pattern in _NOUN.items()}
    nouns = sorted(((match.start(), sex, match) for sex, match in first.items() if match), key=lambda each: each[0])
    forms = {sex: pattern.search(plain) for sex, pattern in _FORM.items()}
    nouns = [each for each in nouns if each[2][0] not in _HEADINGS or any(forms.values())]
    if nouns:
        _, sex, match = nouns[0]
        if not (match[0].lstrip("وفبل") in _BOTH and forms[_OTHER[sex]] is not None and forms[sex] is None):
            return page.found(sex, *match.span())
        sex = _OTHER[sex]
        return page.found(sex, *forms[sex].span()) if forms[sex] else None  # type: ignore[union-attr]
    agreeing = [(sex, match) for sex, match in forms.items() if match is not None]
    return page.found(agreeing[0][0], *agreeing[0][1].span()) if len(agreeing) == 1 else None


_OTHER = {Sex.FEMALE: Sex.MALE, Sex.MALE: Sex.FEMALE}
_HEADINGS = frozenset({"مفقود", "المفقود"})
"""A heading alone says nothing."""
_BOTH = frozenset({"مفقود", "المفقود", "طفل", "الطفل", "مسن"})
"""Headings that are written before a woman's name as before a man's."""


def _by_head(match: re.Match[str]) -> str:
    """«ابن أختي» is a boy, "his mother" says nothing: of another person's words only the head stays."""
    head = match[0].split()[0]
    kept = head if head in {"his", "her"} or head.lstrip("وفبل") in {"ابن", "بن", "لد", "ولد", "بنت", "نت"} else ""
    return kept + "#" * (len(match[0]) - len(kept))
