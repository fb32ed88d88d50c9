"""Who speaks for the missing person: their relation, and how they call themselves."""

import enum
import re

from reading.cues import CONTACT
from reading.pages import NOT_INSIDE, Found, Page, led, phrases


class Relation(enum.StrEnum):
    """Of the one who tells us to the one who is missing."""

    MOTHER = "mother"
    FATHER = "father"
    PARENT = "parent"
    CHILD = "child"
    GRANDCHILD = "grandchild"
    SIBLING = "sibling"
    SPOUSE = "spouse"
    RELATIVE = "relative"
    NEIGHBOUR = "neighbour"
    FRIEND = "friend"


_OWN = {
    Relation.PARENT: (
        "ابني/ابنتي/بنتي/ولدي/ابننا/ابنتنا/بنتنا/ولدنا/طفلي/طفلتي/my son/my daughter/our son/our daughter/"
        "my child/my boy/my girl"
    ),
    Relation.CHILD: (
        "ابوي/أبي/والدي/والدتي/أمي/امي/ابونا/امنا/والدنا/والدتنا/my father/my mother/my dad/my mom/my mum/"
        "our father/our mother"
    ),
    Relation.GRANDCHILD: "جدي/جدتي/جدنا/جدتنا/my grandfather/my grandmother/my grandpa/my grandma",
    Relation.SIBLING: "اخوي/أخي/اختي/أختي/اخونا/شقيقي/شقيقتي/my brother/my sister/our brother/our sister",
    Relation.SPOUSE: "زوجي/زوجتي/my husband/my wife",
    Relation.RELATIVE: (
        "عمي/عمتي/خالي/خالتي/ابن عمي/بنت عمي/ابن خالي/ولد عمي/ولد خالي/ولد خالتي/بنت خالتي/بنت خالي/"
        "ابن خالتي/ابن عمتي/ولد عمتي/بنت عمتي/ابن اخوي/ابن اختي/ولد اخوي/ولد اختي/بنت اخوي/بنت اختي/ابن أخي/"
        "ابن أختي/بنت أخي/قريبنا/قريبي/قريبتي/my uncle/my aunt/my cousin/my nephew/my niece"
    ),
    Relation.NEIGHBOUR: (
        "جارنا/جارتنا/جاري/جارتي/ولد جيراننا/بنت جيراننا/our neighbour/my neighbour/our neighbor/my neighbor"
    ),
    Relation.FRIEND: "صديقي/صديقنا/خويي/زميلي/my friend/my colleague",
}  # fmt: skip
_THEIRS = {
    Relation.FATHER: (
        "أبوه/أبوها/ابوه/ابوها/والده/والدها/أبو الطفل/والد الطفل/والد الطفلة/والد البنت/والد الولد/الأب/الاب/"
        "his father/her father/his dad/her dad/father"
    ),
    Relation.MOTHER: (
        "أمه/أمها/امه/امها/والدته/والدتها/ام الطفل/والدة الطفل/والدة الطفلة/والدة البنت/الأم/الام/his mother/"
        "her mother/his mom/her mom/his mum/her mum/mother/mum"
    ),
    Relation.SIBLING: (
        "أخوه/أخوها/اخوه/اخوها/شقيقه/شقيقها/أخته/أختها/اخته/اختها/شقيقته/شقيقتها/أخيه/اخيها/his brother/"
        "her brother/his sister/her sister/brother/sister"
    ),
    Relation.CHILD: (
        "ابنه/ابنها/ولده/ولدها/ابنته/بنته/بنتها/ابنتها/his son/her son/his daughter/her daughter/son/daughter"
    ),
    Relation.SPOUSE: "زوجها/زوجته/her husband/his wife/husband/wife",
    Relation.GRANDCHILD: (
        "حفيده/حفيدها/حفيدته/his grandson/her grandson/his granddaughter/her granddaughter/grandson/"
        "granddaughter"
    ),
    Relation.RELATIVE: (
        "عمه/عمها/عمته/خاله/خالها/خالته/خالتها/ابن عمه/ولد عمه/ابن اخوه/ابن اخيها/ابن اخيه/ابن اختها/"
        "ابن اخته/ابن عمها/ولد اخوها/ولد اخته/ابن اخيه/ولد اخوه/قريبه/قريبها/أحد أقاربه/his uncle/her uncle/"
        "his aunt/her aunt/his cousin/her cousin/uncle/aunt/cousin/nephew"
    ),
    Relation.NEIGHBOUR: "جاره/جارهم/جارها/his neighbour/neighbour/neighbor",
    Relation.FRIEND: "صديقه/صديقتها/زميله/his friend/friend",
}  # fmt: skip
_I_AM = phrases("انا/أنا/اني/معكم/المتحدث/معك/i am/i'm/im/this is/من/رقم/جوال/والمبلغ/المبلغ/صاحب البلاغ/مقدم البلاغ")


def _any(table: dict[Relation, str]) -> str:
    return "|".join(f"(?P<{relation}>{phrases(words)})" for relation, words in table.items())


_MINE = re.compile(_any(_OWN))
_CONTACTED = re.compile(
    rf"(?:{CONTACT}|{_I_AM})[\s:,|-]*"
    rf"(?:(?:مع|ب|على|علي|عن طريق|the|with|رقم|جوال|هاتف|now|please) ?)*"
    rf"[\s:|]*(?:{_any(_THEIRS).replace(NOT_INSIDE, '')})"
)
_BESIDE_PHONE = re.compile(
    rf"(?:{_any(_THEIRS)})[\s:,()-]*\|{{6,}}|\|{{6,}}[\s:,(-]*(?:{_any(_THEIRS).replace('(?P<', '(?P<x')})"
)
_CALLED = re.compile(
    rf"(?:{led('للتواصل/التواصل/تواصل/الاتصال/اتصال/contact/call/reporter/المبلغ/مقدم البلاغ/انا/أنا/معكم')})"
    rf"[\s:,]*(?:مع |ب |على |علي |with )?"
    r"[\s:]*((?:ابو|ام|abu|umm|um|om) [^\W\d_]{2,}|[^\W\d_]{3,} (?:ال)[^\W\d_]{3,})(?=[\s:,|(]*\|{6,}|[\s,.|]*$)"
)


def relation_of(page: Page) -> Found[Relation] | None:
    """«ابني», "call his father": a relation is read only where it is of who speaks or is to be called."""
    own = _MINE.search(page.plain)
    called = _CONTACTED.search(page.plain) or _BESIDE_PHONE.search(page.plain)
    chosen = called or own
    if chosen is None:
        return None
    name = next(key for key, words in chosen.groupdict().items() if words is not None)
    return page.found(Relation(name.removeprefix("x")), *chosen.span(name))


def reporter_of(page: Page) -> Found[str] | None:
    """How the one to call is called, a kunya included: «للتواصل: أبو محمد»."""
    match = _CALLED.search(page.plain)
    if match is None:
        return None
    found = page.found("", *match.span(1))
    return Found(" ".join(found.words.split()), found.words, found.start, found.end)
