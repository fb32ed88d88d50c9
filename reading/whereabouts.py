"""The place of the last sighting, in the words of the post; `places` understands them afterwards."""

import re
from collections.abc import Callable

from reading.cues import CONTACT, LEAVING, PLACE, after_cue, statement, through_commas
from reading.pages import NOT_INSIDE, Found, Page, led, phrases
from reading.place_words import HOMES, KINDS, TOWNS

MOST_PARTS = 3
MOST_TRIED = 40
"""Prepositions of a post that are looked at."""
LONGEST_NAME = 60

Known = Callable[[str], bool]
"""Whether these words are the name of an area."""
_KIND = re.compile(led(*KINDS))
_TOWN = re.compile(led(*TOWNS))
_SAID = re.compile(rf"{PLACE}|(?:{phrases('last seen/آخر مرة شوهد فيها/آخر مرة شوهد/اخر مره شوهدت')}) ?:")
_LEFT = re.compile(LEAVING)
_BY = re.compile(
    led(
        "من أمام/من امام/من عند/من قدام/من جنب/بالقرب من/قريب من/قرب/بجانب/بجوار/جنب/عند/قدام/أمام/امام/خلف/"
        "مقابل/في/من/داخل/بين/ناحية/جهة/باتجاه/نحو/الى/إلى/لـ/near/out of/at/in/from/outside/inside/behind/"
        "opposite/around/next to/by/close to/beside"
    )
)
_NOT_A_PLACE = re.compile(
    led(
        "من العمر/في العقد/في حال/في حالة/من يجد/من وجد/من يجده/من يجدها/من شاف/من شافه/من لديه/من عنده/"
        "من يعرف/من قبل/من أهل/من أهله/في الستين/في السبعين/في الثمانين/من الله/في صحة/من مواليد/من جنسية/"
        "عند رؤيته/عند رؤيتها/في أمان/من أمس/من اليوم/من الصبح/من العصر/من المغرب/من الظهر/في تمام/في الساعة/"
        "من الساعة/من ساعة/من ساعتين/من يوم/من يومين/في يده/في وجهه/في وجهها/من نوع/من ذوي/من عائلة/"
        "عند العثور/في السن/في يدها/من شهر/من سكان/في هذا/من هذا/في الصورة/من صباح/من مساء/من شوي/من شافها/"
        "من رآه/من رآها/من راه/في الخمسين/من خلال/من بعد/من الليل/في الليل/من أبو/من ام/من البارح/من البارحة/"
        "من اهله/من اهلها/من ابوه/من والده/من أصحابه/في وقت/في حدود/من قبيلة/من سيارة/في سيارة/من ابناء/"
        "من الجنسية/من فئة/من امه/من أمها",
        "in his/in her/from his family/in a/in the photo/in good/at around/at about/around the/"
        "from yesterday/in case/by car/in my/in advance/from today/in the morning/in the evening/"
        "in the afternoon/at night/by the name/in blue/in white/in black/in red/by god/in front of his/"
        "from saudi/in touch/by his/by her/around his/at this/in any/at all/from the family/in green/"
        "in good health/in need/in dark",
    )
)
_LIVES = re.compile(led("من سكان/يسكن/تسكن/ساكن/ساكنة/سكان/lives in/resident of/living in/from") + r"\s*$")
_GLUED = re.compile(
    rf"(?<!\w)(?:[بفل](?={phrases(*KINDS, *TOWNS)[len(NOT_INSIDE) :]})|لل(?={phrases(*KINDS)[len(NOT_INSIDE) :]}))"
)
"""«بحي النسيم», «بالرياض», «للبر»: a preposition that is one letter long."""
_HOME = re.compile(
    rf"(?:{phrases(*HOMES)})(?:,? (?:في|الكائن في|in|at|on|near) "
    rf"| (?=[بف]{phrases(*KINDS, *TOWNS)[len(NOT_INSIDE) :]})|(?=\s*[,.]?\s*$))"
)
_DIGITS = re.compile(r"\d+")


def place_of(page: Page, known: Known) -> Found[str] | None:
    """Where somebody was last seen, as the post says it; `known` knows the areas of the deployment by name."""
    for cue in _SAID.finditer(page.plain):
        found = _value(page, _past_by(page.plain, after_cue(page.plain, cue.end())), known, announced=True)
        if found is not None:
            return found
    places = [each for each in _by(page.plain) if not _lives(page.plain, each)]
    after_leaving = [each for each in places if _just_left(page.plain, each.start())]
    for each in [*after_leaving, *(other for other in places if other not in after_leaving)]:
        found = _value(page, each.end() + (page.plain[each.end()] == " "), known, announced=False)
        if found is not None:
            return found
    return _named_alone(page, known)


def _by(plain: str) -> list[re.Match[str]]:
    """Prepositions that may lead to a place, whole words or one letter."""
    spaced = (each for each in _BY.finditer(plain) if plain[each.end() : each.end() + 1] == " ")
    found = (each for each in spaced if not _NOT_A_PLACE.match(plain, each.start()))
    return sorted([*found, *_GLUED.finditer(plain)], key=lambda each: each.start())[:MOST_TRIED]


def _lives(plain: str, preposition: re.Match[str]) -> bool:
    return _LIVES.search(plain[: preposition.start()]) is not None


def _just_left(plain: str, at: int) -> bool:
    """Whether the clause before is one of leaving or being seen."""
    clause = re.split(r"[\n.!?;|]", plain[max(0, at - 60) : at])[-1]
    return _LEFT.search(clause) is not None and re.search(CONTACT, clause) is None


def _past_by(plain: str, start: int) -> int:
    """«آخر مرة شوهد في»: the preposition is not part of the name, «عند» and "near" are no loss either."""
    found = re.compile(rf"(?:{phrases('في/من/in/at/من عند')}) ").match(plain, start)
    return found.end() if found else start


def _value(page: Page, start: int, known: Known, *, announced: bool) -> Found[str] | None:
    plain = page.plain
    end = through_commas("place", plain, start, lambda part: _is_place(part, known), MOST_PARTS)
    home = _HOME.match(plain, start, end)
    start = home.end() if home else start
    start += 1 if _GLUED.match(plain, start) else 0
    words = plain[start:end].strip(" ,:-")
    if not words or _DIGITS.fullmatch(words) or not (announced or _is_place(words, known)):
        return None
    if announced and not any(char.isalpha() for char in words):
        return None
    return statement(page, start, end)


def _is_place(words: str, known: Known) -> bool:
    """Whether its words are a place's: a kind of place, a town, or an area the deployment knows."""
    if _KIND.search(words) or _TOWN.search(words):
        return True
    return len(words) <= LONGEST_NAME and known(words.strip())


def _named_alone(page: Page, known: Known) -> Found[str] | None:
    """«مفقود - حي النسيم - الرياض»: a kind of place or a town that begins a statement."""
    for match in re.finditer(r"(?:^|[\n|,.(])\s*", page.plain):
        start = match.end()
        kind = _KIND.match(page.plain, start) or _TOWN.match(page.plain, start)
        if kind is not None and not page.plain.startswith(("home", "house"), start):
            return _value(page, start, known, announced=False)
    return None
