"""What everybody may read of a search outside of any chat: on its page, in CAP and PFIF, in feeds.

It is the public alert without what must not stand where anybody looks: schools, houses, long numbers, diagnoses.
"""

from dataclasses import dataclass, replace
from datetime import timedelta

from alerts.distances import path_words
from alerts.facts_of_searches import SearchFacts
from alerts.letters import View
from alerts.letters_of_searches import Public
from alerts.poster_words import may_show_picture, printable
from alerts.search_words import emergency_line, who_is_missing
from language.names import given_name, initials
from language.text import Sentence, printed
from language.voices import Voice
from models.rules import Rules

MOST_WORDS = 500
"""Characters of one text of people; a case holds no more."""


@dataclass(frozen=True, slots=True)
class CaseWords:
    """A search in one language, as sentences for HTML."""

    headline: Sentence
    known: tuple[Sentence, ...]
    what_to_do: Sentence
    emergency: str
    """The number to call."""
    shows_picture: bool
    by: str
    """Who answers for it."""


def case_words(facts: SearchFacts, voice: Voice, rules: Rules) -> CaseWords:
    """The words of an open search that everybody was told of."""
    shown, ill = _shown(facts), any(printable(text)[2] for text in (facts.place, facts.clothing, facts.marks))
    public, emergency = Public(rules), emergency_line(rules, facts)
    known = [line for line in public.known(shown, voice, View(voice.language), MOST_WORDS) if line]
    if ill:
        known.append(Sentence(voice("poster-needs-help") + "."))
    return CaseWords(
        headline=public.headline(shown, voice, where_of(facts, voice), MOST_WORDS),
        known=tuple(known),
        what_to_do=voice(f"search-what-to-do-{facts.sex}", emergency=emergency),
        emergency=emergency,
        shows_picture=facts.picture_id is not None and may_show_picture(facts, rules),
        by=answers_for(facts, voice),
    )


def answers_for(facts: SearchFacts, voice: Voice) -> str:
    """The organisation, or the umbrella where there is none."""
    return facts.organisation.in_language(voice.language) if facts.organisation else voice.plain("live-nobody")


def where_of(facts: SearchFacts, voice: Voice) -> Sentence:
    """«في حي الورد»; whoever reads it may be anywhere, so never «بالقرب منك»."""
    if not facts.path:
        return voice("live-somewhere")
    return voice("search-in-area", area=facts.path[0].in_language(voice.language))


def area_of(facts: SearchFacts, voice: Voice) -> str:
    """The area and all it lies in, as plain text; that it is not known, where it is not."""
    return printed(path_words(voice, facts.path)) if facts.path else printed(voice("live-somewhere"))


def feed_title(facts: SearchFacts, voice: Voice) -> str:
    """«البحث عن طفلة في حي الورد»: no name, no age."""
    return printed(voice("feed-search", who=who_is_missing(facts), where=where_of(facts, voice)))


def name_shown(facts: SearchFacts, rules: Rules) -> str:
    """The given name or the initials, as the deployment has it."""
    return given_name(facts.name) if rules.searches.show_given_name else initials(facts.name)


def description_of(facts: SearchFacts, voice: Voice) -> str:
    """Clothes, marks and vehicle, a line each, as plain text."""
    shown = replace(_shown(facts), update="", seen_at=None)
    lines = Public(Rules()).known(shown, voice, View(voice.language), MOST_WORDS)
    return "\n".join(printed(line) for line in lines if line)


def _shown(facts: SearchFacts) -> SearchFacts:
    """Without what gives too much away; the moment is told with its day, for nobody knows when it is read."""
    long_ago = facts.seen_at - timedelta(days=2) if facts.seen_at else facts.told_at
    return replace(
        facts,
        told_at=long_ago,
        place=printable(facts.place)[0],
        clothing=printable(facts.clothing)[0],
        marks=printable(facts.marks)[0],
        update=printable(facts.update)[0],
    )
