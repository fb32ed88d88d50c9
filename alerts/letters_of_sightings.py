"""Sightings as coordinators read them: one list however many come, and a card for each that is opened."""

from collections.abc import Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from alerts.distances import map_link, path_words
from alerts.facts_of_sightings import ListFacts, SightingFacts, list_facts, sighting_facts
from alerts.fitting import Lines, clipped, fitted
from alerts.letters import Button, Form, Letter, View
from alerts.search_words import joined_lines, when_seen
from alerts.uploads import picture_name
from language.digits import decimal
from language.text import Key, Sentence, escaped, isolated
from language.voices import Voice
from models.alerts import Wording
from models.rules import Rules
from models.sightings import SightingState
from places.travel import How

SHORT = 60
"""Characters of a place in the list."""
ACTS: dict[SightingState, tuple[tuple[str, ...], ...]] = {
    SightingState.NEW: (("confirm", "doubt"), ("merge", "dismiss")),
    SightingState.DOUBTED: (("confirm",), ("merge", "dismiss")),
    SightingState.CONFIRMED: (("doubt", "dismiss"),),
    SightingState.MERGED: (),
    SightingState.DISMISSED: (),
}
"""What a coordinator may do with a sighting, in rows of buttons; as `models.sightings.SIGHTING_TRANSITIONS` allows."""


def forms(rules: Rules) -> Mapping[Wording | str, Form]:
    """The letters of sightings, on the deployment's clock."""
    desk = Desk(rules)
    return {
        Wording.SIGHTINGS: Form(list_facts, desk.write_list),
        Wording.SIGHTING_CARD: Form(sighting_facts, desk.write_card),
        Wording.SIGHTING_TOLD: Form(sighting_facts, write_told),
    }


def write_told(facts: SightingFacts, voice: Voice, _: View) -> Letter:
    """Why a sighting is dismissed; nothing of who it was about."""
    why = "over" if facts.over or facts.dismissed_for is None else facts.dismissed_for
    drill = voice("search-drill") if facts.drill else None
    return Letter(joined_lines([drill, voice(f"sighting-told-{why}", number=facts.number)]))


@dataclass(frozen=True)
class Desk:
    """The coordinators' side."""

    rules: Rules

    def write_list(self, facts: ListFacts, voice: Voice, _: View) -> Letter:
        """Counts, and a line with a button for each that waits, those in danger first."""
        if facts.over:
            return Letter(voice("sightings-over", number=facts.search))
        counts = facts.counts
        gone = counts.get(SightingState.DISMISSED, 0) + counts.get(SightingState.MERGED, 0)
        new, confirmed = counts.get(SightingState.NEW, 0), counts.get(SightingState.CONFIRMED, 0)
        doubted = counts.get(SightingState.DOUBTED, 0)
        more = new - len(facts.waiting)
        lines: Lines = [
            voice("search-drill") if facts.drill else None,
            voice("sightings-title", number=facts.search),
            voice("sightings-counts", new=new, confirmed=confirmed, doubted=doubted, gone=gone),
            *[self._line(each, voice) for each in facts.waiting],
            voice("sightings-more", more=more) if more > 0 else None,
            voice("sightings-private") if facts.waiting else None,
        ]
        buttons = [
            Button(voice.plain("button-sighting-show", number=each.number), f"sighting:show:{each.number}")
            for each in facts.waiting
        ]
        rows = tuple(tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2))
        return Letter(joined_lines(lines), buttons=rows, protect=facts.protect)

    def write_card(self, facts: SightingFacts, voice: Voice, _: View) -> Letter:
        """Everything there is to decide on; when the search is over nothing of it."""
        if facts.over:
            return Letter(voice("sighting-card-over", number=facts.number))
        picture = picture_name(facts.picture_id) if facts.picture_id is not None else None
        text = fitted(lambda cap: self._lines(facts, voice, cap))
        return Letter(text, picture, self._rows(facts, voice), protect=facts.protect)

    def _line(self, facts: SightingFacts, voice: Voice) -> Sentence:
        key = "sightings-line-danger" if facts.danger else "sightings-line"
        return voice(key, number=facts.number, when=self._when(facts, voice), place=_place(facts, voice, SHORT))

    def _lines(self, facts: SightingFacts, voice: Voice, cap: int) -> Lines:
        state = Key(f"sighting-state-{facts.state}")
        return [
            voice("search-drill") if facts.drill else None,
            voice("sighting-card-title", number=facts.number, search=facts.search, state=state),
            voice("sighting-card-danger") if facts.danger else None,
            voice("sighting-card-after-end") if facts.after_end else None,
            voice("sighting-card-where", place=_place(facts, voice, cap), when=self._when(facts, voice)),
            voice("sighting-card-outside") if facts.outside else None,
            voice("sighting-card-away", km=decimal(facts.away_m / 1000, 1)) if facts.away_m else None,
            travel_words(facts, voice),
            voice(f"sighting-card-sure-{facts.sure}") if facts.sure else voice("sighting-card-sure-unsaid"),
            voice("sighting-card-words", words=clipped(facts.words, cap)) if facts.words else None,
            voice("search-card-recordings", n=facts.recordings) if facts.recordings else None,
            voice("sighting-card-merged", number=facts.merged_into) if facts.merged_into else None,
            voice(f"sighting-dismissed-{facts.dismissed_for}") if facts.dismissed_for else None,
            voice("sighting-card-by", name=facts.decided_by) if facts.decided_by else None,
            voice("sightings-private"),
        ]

    def _when(self, facts: SightingFacts, voice: Voice) -> Sentence:
        if facts.seen_at is None:
            return voice("sighting-when-unsaid")
        return when_seen(voice, facts.seen_at, facts.told_at, ZoneInfo(self.rules.areas.zone))

    def _rows(self, facts: SightingFacts, voice: Voice) -> tuple[tuple[Button, ...], ...]:
        here = facts.lat is not None and facts.lon is not None
        link = map_link(facts.lat or 0.0, facts.lon or 0.0)
        return (
            *(((Button(voice.plain("button-open-map"), url=link),),) if here else ()),
            *(((_button(voice, "hear", facts.number),),) if facts.recordings else ()),
            *(tuple(_button(voice, act, facts.number) for act in row) for row in ACTS[facts.state]),
        )


def travel_words(facts: SightingFacts, voice: Voice) -> Sentence | None:
    """A way that cannot be walked, or not even be driven, in the time there was; None where nothing is odd."""
    if facts.leg is None or facts.leg.how is How.ON_FOOT:
        return None
    km, minutes = decimal(facts.leg.metres / 1000, 1), round(facts.leg.minutes)
    return voice(f"sighting-travel-{facts.leg.how}", km=km, minutes=minutes)


def _place(facts: SightingFacts, voice: Voice, cap: int) -> Sentence:
    """The words and the areas around them, or what there is of them; a pin in no area is its coordinates."""
    words = Sentence(isolated(escaped(clipped(facts.place, cap)))) if facts.place else None
    path = path_words(voice, facts.path) if facts.path else None
    if words and path:
        return voice("place-in", smaller=words, larger=path)
    if words or path:
        return words or path or Sentence("")
    if facts.lat is None or facts.lon is None:
        return voice("sighting-place-unsaid")
    return Sentence(isolated(f"{facts.lat:.4f}, {facts.lon:.4f}"))


def _button(voice: Voice, act: str, number: int) -> Button:
    return Button(voice.plain(f"button-sighting-{act}"), f"sighting:{act}:{number}")
