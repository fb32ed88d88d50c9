"""How far a search is told, as its desk reads it: the ring, how sure anybody can be of it, and what comes next.

Rings are foreign statistics (`places.rings`): nothing of the kind is published for Arab cities or deserts, and every
sentence that shows one says so.
"""

from zoneinfo import ZoneInfo

from alerts.distances import path_words
from alerts.facts_of_searches import CardFacts
from alerts.fitting import Lines
from alerts.search_words import when_seen
from language.digits import decimal
from language.text import Sentence
from language.voices import Voice
from models.rules import Rules
from models.searches import SearchState
from places.rings import chosen_for, next_step, radius_m, steps_for


def ring_lines(facts: CardFacts, voice: Voice, rules: Rules) -> Lines:
    """Whom it reaches: an area, a distance somebody chose, or a ring, with the next one and when."""
    if facts.audience_path:
        return [voice("search-card-audience-area", area=path_words(voice, facts.audience_path))]
    if facts.aim.lkp_lat is None:
        return []
    return [_how_far(facts, voice, rules), _little(facts, voice, rules), _next(facts, voice, rules)]


def ring_acts(facts: CardFacts, rules: Rules) -> tuple[tuple[str, ...], ...]:
    """What the desk may do about it: see whom each ring reaches, tell the next one now, or stop the clock."""
    if facts.search.drill or facts.aim.lkp_lat is None:
        return ()
    acts = ["rings"] if facts.search.state in {SearchState.DRAFT, SearchState.OPEN} else []
    if facts.search.state is SearchState.OPEN and next_step(facts.aim, rules.searches) is not None:
        acts += ["widen", *(["stop-widening"] if facts.aim.widen_at else [])]
    return tuple((act,) for act in acts)


def _how_far(facts: CardFacts, voice: Voice, rules: Rules) -> Sentence:
    reach = radius_m(facts.aim, rules.searches)
    steps = () if facts.aim.audience_radius_m else steps_for(facts.aim, rules.searches)
    percent = next((each.percent for each in steps if each.radius_m == reach), None)
    if percent is None:
        return voice("search-card-audience-circle", km=decimal(reach / 1000, 1))
    return voice("search-card-audience-ring", km=decimal(reach / 1000, 1), percent=percent)


def _little(facts: CardFacts, voice: Voice, rules: Rules) -> Sentence | None:
    chosen = chosen_for(facts.aim, rules.searches)
    return voice("search-rings-little") if chosen is not None and chosen.little else None


def _next(facts: CardFacts, voice: Voice, rules: Rules) -> Sentence | None:
    following = next_step(facts.aim, rules.searches)
    if facts.search.state is not SearchState.OPEN or following is None or facts.search.drill:
        return None
    km = decimal(following.radius_m / 1000, 1)
    if facts.aim.widen_at is None:
        return voice("search-card-widens-by-hand", km=km)
    when = when_seen(voice, facts.aim.widen_at, facts.search.told_at, ZoneInfo(rules.areas.zone))
    return voice("search-card-widens", km=km, when=when)
