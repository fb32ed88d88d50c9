"""The words that all letters about a search share: who, how old, where and when, which number to call."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from alerts.distances import path_words
from alerts.facts_of_searches import SearchFacts
from alerts.fitting import clipped
from language import times
from language.normaliser import normalised
from language.text import Key, Sentence, escaped, isolated
from language.voices import Voice
from models.rules import Rules


def emergency_line(rules: Rules, facts: SearchFacts) -> str:
    """The number to call at the last known point; the general one where no other is set."""
    lines = {rule.area: rule.number for rule in rules.areas.emergency}
    numbers = (lines[code] for code in (*facts.area_codes, "") if code in lines)
    return next(numbers, rules.areas.emergency[0].number)


def drill_line(voice: Voice, facts: SearchFacts) -> Sentence | None:
    """The first line of everything a drill says."""
    return voice("search-drill") if facts.drill else None


def age_words(voice: Voice, facts: SearchFacts) -> Sentence:
    """«6 سنوات»; below one year, and where it is not known, it is said so."""
    if facts.age is None:
        return voice("search-age-unknown")
    return voice("search-age", n=facts.age) if facts.age else voice("search-age-infant")


def who_is_missing(facts: SearchFacts) -> Key:
    """«طفلة», «مسنّ», «شخص»: one word for who is looked for."""
    return Key(f"search-kind-{facts.kind}-{facts.sex}")


def when_seen(voice: Voice, moment: datetime, told_at: datetime, zone: ZoneInfo) -> Sentence:
    """«الساعة 4:40 م»; with its day where the message came on another one: «اليوم» would be wrong tomorrow."""
    clock = times.clock(voice, moment, zone)
    local = moment.astimezone(zone)
    if local.date() == told_at.astimezone(zone).date():
        return voice("search-when-clock", clock=clock)
    weekday, date = times.weekday(voice, local.weekday()), times.day(voice, moment, zone)
    return voice("time-on-day", weekday=weekday, date=date, clock=clock)


_SAYS_HOW = frozenset({"عند", "في", "قرب", "بقرب", "بجانب", "بجوار", "امام", "خلف", "near", "at", "by", "in", "behind"})
"""Words with which people begin a place; no other is put before them."""


_KINDS = frozenset({"في", "حي", "بحي", "in", "district", "neighbourhood", "hay"})
"""Words beside the name of a district that say no more of where it is."""


def place_phrase(voice: Voice, facts: SearchFacts, cap: int) -> Sentence | None:
    """«عند حديقة السلام، الغدير», «في الغدير»: the place as a sentence goes on with it."""
    place = place_of(voice, facts, cap)
    if place is None:
        return None
    if not facts.place or _names_the_area(voice, facts):
        return voice("search-in-place", place=place)
    first = normalised(facts.place).partition(" ")[0]
    return place if first in _SAYS_HOW else voice("search-by-place", place=place)


def place_of(voice: Voice, facts: SearchFacts, cap: int) -> Sentence | None:
    """The place in somebody's words and the areas around it, or what there is of them."""
    said = facts.place and not _names_the_area(voice, facts)
    words = Sentence(isolated(escaped(clipped(facts.place, cap)))) if said else None
    path = path_words(voice, facts.path) if facts.path else None
    if words and path:
        return voice("place-in", smaller=words, larger=path)
    return words or path


def _names_the_area(voice: Voice, facts: SearchFacts) -> bool:
    """Whether somebody's words say no more than the smallest area's name: «حي الغدير» in «الغدير»."""
    if not facts.path:
        return False
    area = facts.path[0].in_language(voice.language)
    return _bare(facts.place) in {_bare(area), _bare(facts.path[0].in_language("ar"))}


def _bare(name: str) -> str:
    """Without «في», «حي» and «district»."""
    return " ".join(word for word in normalised(name).split() if word not in _KINDS)


def joined_lines(lines: Sequence[Sentence | None]) -> Sentence:
    return Sentence("\n".join(line for line in lines if line))
