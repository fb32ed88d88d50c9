"""Addresses and descriptions in words: which areas are named in them, and what else they say."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from language.normaliser import normalised
from models.areas import Area
from places import landmarks as words_for
from places.areas import AreaIndex
from places.chat_spelling import plainly_spelt
from places.landmarks import BESIDE, BUILDINGS, FILLING, HONOURED, ONTO, ROADS, TELLING, TIMES
from places.leading_names import ARTICLES, is_direction, leading_name, without_article

_MOST_WORDS = 60
_TOKENS = re.compile(r"[,،;؛/|\n.:]+|[^\s,،;؛/|.:]+")
_KIN = re.compile(
    r"(?:جدت|ام|ابو|اخو|اخت|عمت?|خالت?|صديقت?|جار|جيران|ربع|اهل|ولد|بنت|زوجت?)(?:ه|ها|ي|نا|هم|ك)|جد(?:ها|ي|نا|هم)"
    r"|(?:grand)?(?:mother|father|mom|dad)|uncle|aunt|family|friends?|cousin"
)
"""Whose somebody is says nothing of where: «عند جدته»; not «جده», which is Jeddah."""
_PLACES = BUILDINGS | ROADS | ONTO | {"مكان", "موقع", "محل", "place"}
_LONGEST_PERSON = 4
"""Words of a person's name."""


@dataclass
class Address:
    """What a text says: the areas named in it, whether it speaks of buildings or roads, and what was left over."""

    mentions: list[list[Area]] = field(default_factory=list)
    landmark: bool = False
    """It is beside something, or a building."""
    road: bool = False
    """It is on a road, at an exit, at a kilometre."""
    sure: bool = False
    """An area was called one: «حي العليا»."""
    common: bool = False
    """All that was named has a name that is also a thing: السوق, الروضة."""
    pointed: bool = False
    """A preposition went before a name: «في الملز», «بالطائف»."""
    rest: list[str] = field(default_factory=list)
    """Words that name nothing we know."""
    told: int = 0
    """How many words are of a story."""
    announced: bool = False
    """The word before said that a place comes now: «في», «حي»."""
    denied: bool = False
    """The word before said that the next name is not the place."""
    unknown: int = 0
    """How many words just before name nothing we know: they may name a building."""
    named: str = ""
    """The first word of a name of areas that went just before."""

    @property
    def described(self) -> bool:
        return self.landmark or self.road

    @property
    def beside(self) -> int:
        """How many words say something else than where."""
        return len(self.rest) + self.told


def read_address(text: str, areas: AreaIndex) -> Address:
    """Word for word from the start: names of areas, and what is no area's name because of the word before it."""
    words = _TOKENS.findall(plainly_spelt(text))[:_MOST_WORDS]
    plain = [normalised(word) for word in words]
    read, at = Address(), 0
    while at < len(words):
        before = without_article(plain[at - 1]) if at else ""
        at += _take(read, before, words[at:], plain[at:], areas)
    return read


def agreeing(mentions: Sequence[list[Area]], areas: AreaIndex) -> tuple[list[Area], bool]:
    """The smallest areas that most names speak of, themselves or what they lie in most closely; and whether all do.

    Those come first whose name the fewest others have.
    """
    numbers = [{each.id for each in named} for named in mentions]
    support: dict[int, tuple[int, int]] = {}
    for area_id in {area.id or 0 for named in mentions for area in named}:
        line = [above.id for above in reversed(areas.path(area_id))]
        steps = [next((up for up, above in enumerate(line) if above in named), None) for named in numbers]
        spoken = [up for up in steps if up is not None]
        support[area_id] = len(spoken), -sum(spoken)
    most = max((names for names, _ in support.values()), default=0)
    best = {number: near for number, (names, near) in support.items() if names == most}
    if most > 1:
        holding = {above.id for number in best for above in areas.path(number)[:-1]}
        best = {number: near for number, near in best.items() if number not in holding}
        best = {number: near for number, near in best.items() if near == max(best.values())}
    sharing = {number: min((len(named) for named in numbers if number in named), default=0) for number in best}
    in_order = sorted(best, key=lambda number: (sharing[number], number))
    return [areas.area(number) for number in in_order], most == len(mentions)


def _take(read: Address, before: str, words: list[str], plain: list[str], areas: AreaIndex) -> int:
    """Reads from the first of these words; how many of them it took."""
    if taken := _passing(read, before, plain) or _beside(read, plain):
        read.unknown, read.named = 0, ""
        return taken
    if taken := _name(read, words, plain, areas):
        return taken
    first = plain[0]
    bare = without_article(first)
    read.announced = first in ONTO
    if bare in BUILDINGS | ROADS:
        return _built(read, words, plain, areas)
    if bare in BESIDE:
        read.landmark = True
    elif first not in ONTO:
        _else(read, words[0], first, bare)
    return 1


def _passing(read: Address, before: str, plain: list[str]) -> int:
    """How many of these words say nothing of where, nor what comes next."""
    first = plain[0]
    alone = first if first in FILLING | ONTO | TELLING else first.removeprefix("و")
    if not first:
        read.denied = False
        return 1
    if (first in words_for.GREETING and plain[1:2] == ["عليكم"]) or plain[:2] == ["بارك", "الله"]:
        return 2
    if first in words_for.LOTS:
        return 2 if plain[1:] and plain[1][:1].isdigit() else 1
    if alone in words_for.NOT:
        read.denied = True
        return 1
    if alone in words_for.FROM and (home := _home(plain)):
        return home
    if alone in words_for.CALLED:
        return 1 if before in _PLACES else _person(alone, plain)
    if alone in words_for.CHILD_OF and before:
        return _person(alone, plain)
    bringing = without_article(alone) in words_for.BROUGHT
    if bringing or alone in TELLING or _KIN.fullmatch(first) or _KIN.fullmatch(alone):
        read.told += 1
        next_too = bringing and not _ends_a_name(plain[1:]) and without_article(plain[1]) not in words_for.BROUGHT
        return 1 + next_too
    if alone in words_for.DAYS and not _ends_a_name(plain[1:]):
        return 2
    return int(alone in FILLING or without_article(alone) in TIMES or (first in ONTO and len(plain) == 1))


def _home(plain: list[str]) -> int:
    """«من البيت», from the house: how many words."""
    at = 2 if plain[1:2] and plain[1] in ARTICLES else 1
    return at + 1 if plain[at : at + 1] and plain[at] in words_for.HOMES else 0


def _person(first: str, plain: list[str]) -> int:
    """How many words say what a person is called, this one among them."""
    longest = _LONGEST_PERSON + 1 if first in words_for.CALLED else 2
    ends = (at for at in range(1, min(longest, len(plain))) if _ends_a_name(plain[at:]))
    return next(ends, min(longest, len(plain)))


def _ends_a_name(plain: list[str]) -> bool:
    """Whether a name that was said before does not go on here."""
    first = plain[0] if plain else ""
    known = ONTO | BESIDE | TELLING | FILLING
    return not first or first in known or first.removeprefix("و") in known or first.startswith(("بال", "لل"))


def _beside(read: Address, plain: list[str]) -> int:
    """Behind, opposite, after: beside something; but not when a time or a person comes next, or a road."""
    first, after = plain[0], plain[1] if plain[1:] else ""
    if first not in BESIDE and first.removeprefix("و") not in BESIDE:
        return 0
    bare = without_article(after)
    other = after[:1].isdigit() or bare in TIMES | ROADS or after in TELLING or _KIN.fullmatch(after)
    read.landmark = read.landmark or not other
    return 1


def _name(read: Address, words: list[str], plain: list[str], areas: AreaIndex) -> int:
    """How many words name areas; the name is kept, unless it was said that it is not there."""
    first, bare = plain[0], without_article(plain[0])
    if first in BUILDINGS or bare in ROADS:
        return 0
    named = leading_name(words, plain, areas, announced=read.announced)
    if named is None:
        return 0
    found, length, joined = named
    if read.denied:
        read.denied = False
        return length
    thing = length == 1 and bare in BUILDINGS
    read.common = thing and (read.common or not read.mentions)
    read.mentions.append(found)
    read.sure = read.sure or (length > 1 and first in ONTO)
    read.pointed = read.pointed or read.announced or joined
    read.unknown, read.named = 0, bare
    return length


def _built(read: Address, words: list[str], plain: list[str], areas: AreaIndex) -> int:
    """A building or a road, with its name: what follows, or what went before («الرد سي مول»)."""
    first, bare = plain[0], without_article(plain[0])
    read.landmark, read.road = read.landmark or bare in BUILDINGS, read.road or bare in ROADS
    unknown, named = read.unknown, read.named
    read.unknown, read.named, read.denied = 0, "", False
    if first not in words_for.AFTER_ITS_NAME or not (unknown or named):
        return 1 + _its_name(words[1:], plain[1:], areas, road=bare in ROADS)
    if unknown:
        del read.rest[-unknown:]
    elif named in HONOURED:
        read.mentions.pop()
    return 1


def _else(read: Address, word: str, first: str, bare: str) -> None:
    """A word that names nothing we know; a direction, a number, a country and «ياخوي» are no such word."""
    read.denied, read.named = False, ""
    of_road = read.road and bare in words_for.ENDS_OF_ROADS
    called = first.startswith("يا") and len(first) > 3
    if first[:1].isdigit() or is_direction(first) or of_road or called or first in words_for.COUNTRIES:
        read.unknown = 0
        return
    read.rest.append(word)
    read.unknown += 1


def _its_name(words: list[str], plain: list[str], areas: AreaIndex, *, road: bool) -> int:
    """How many words the name of a building or a road has: as long as an area's name, two after a title, else one."""
    if not plain or not plain[0] or plain[0] in ONTO | BESIDE:
        return 0
    bare = without_article(plain[0])
    if bare in BUILDINGS | ROADS or (bare != plain[0] and not plain[0].startswith("ال")):
        return 0
    if bare in HONOURED:
        return min(2, len(plain))
    named = leading_name(words, plain, areas)
    if named is None:
        return 1
    return 0 if named[2] else named[1] + (_other_end(words[named[1] :], plain[named[1] :], areas) if road else 0)


def _other_end(words: list[str], plain: list[str], areas: AreaIndex) -> int:
    """How many words name where a road goes, after where it comes from: «الدمام - الرياض», «الدمام الرياض السريع»."""
    dash = int(words[:1] in (["-"], ["–"]))
    named = leading_name(words[dash:], plain[dash:], areas) if plain[dash:] and plain[dash] else None
    if named is None:
        return 0
    after = plain[dash + named[1] : dash + named[1] + 1]
    return dash + named[1] if dash or (after and without_article(after[0]) in words_for.ENDS_OF_ROADS) else 0
