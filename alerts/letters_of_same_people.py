"""On the desk's card: who may be the same person, and which notices were joined."""

from alerts.facts_of_searches import CardFacts
from alerts.fitting import Lines, clipped
from alerts.letters import Button
from language.lists import listed
from language.text import Sentence
from language.voices import Voice
from models.searches import SearchState


def joined_card(facts: CardFacts) -> bool:
    """Whether it is the card of a notice joined to a case that is not over: it still shows what was told."""
    return facts.search.state is SearchState.STOPPED and facts.joined_to is not None and not facts.over


def joined_title(facts: CardFacts, voice: Voice) -> Sentence:
    return voice("search-card-joined-to", number=facts.search.number, into=facts.joined_to or 0)


def same_lines(facts: CardFacts, voice: Voice, cap: int) -> Lines:
    """«قد يكون هذا البحث عن الشخص نفسه: رقم 12 — الاسم نفسه والعمر نفسه», and what was joined."""
    may = [
        voice("search-card-same", number=each.number, reasons=listed(voice, [voice(f"same-{r}") for r in each.reasons]))
        for each in facts.same
    ]
    joined = [
        voice("search-card-joined-said", number=each.number, words=clipped(each.said, cap))
        if each.said
        else voice("search-card-joined", number=each.number)
        for each in facts.joined
    ]
    return [*may, *joined]


def same_rows(facts: CardFacts, voice: Voice) -> tuple[tuple[Button, ...], ...]:
    """To look at the other case, to join this draft to it, or to say that they are two people."""
    number = facts.search.number
    rows: list[tuple[Button, ...]] = []
    for each in facts.same:
        other = each.number
        join = Button(voice.plain("button-same-join", number=other), f"same:join:{number}:{other}")
        apart = Button(voice.plain("button-same-apart", number=other), f"same:apart:{number}:{other}")
        rows += [(_look(voice, other),), (join,), (apart,)]
    into = (facts.joined_to,) if joined_card(facts) else ()
    return (*rows, *((_look(voice, other or 0),) for other in (*into, *(each.number for each in facts.joined))))


def _look(voice: Voice, number: int) -> Button:
    return Button(voice.plain("button-same-look", number=number), f"desk-open:search:{number}")
