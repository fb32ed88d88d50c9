"""What is kept with a conversation while it asks for a place."""

from dataclasses import dataclass
from typing import Any, Self

from handlers.place_questions import ThisPlace, only_words
from services.places import Place


@dataclass(frozen=True)
class Sought:
    """What is kept while a place is asked for: for which conversation, and what may be chosen."""

    purpose: str
    words_do: bool = False
    asked: str = ""
    choices: tuple[Place, ...] = ()
    guess: bool = False
    """Whether what may be chosen was only a guess at what they meant."""
    live: int = 0
    """The message of the live location that is asked about."""
    pin: int | None = None
    """The message that shows it on a map."""
    chosen: int | None = None
    """Which of them it is, while its district is asked."""
    part: str = ""
    """What was typed of the district's name."""

    @property
    def said(self) -> Place | None:
        """What was written or sent already: one place, or at least the words for it."""
        places = {(each.lat, each.lon) for each in self.choices if each.point}
        written = [each for each in self.choices if each.point is None]
        if not written:
            return self.choices[0] if len(places) == 1 and not self.guess else None
        named = [each for each in written if each.area_id is not None]
        if len(named) == 1 and not self.guess:
            return named[0]
        return Place(words=written[-1].words) if written[-1].words else None

    @property
    def without_district(self) -> Place | None:
        """The place that was chosen, while its district is asked."""
        return self.choices[self.chosen] if self.chosen is not None else None

    def is_of(self, call: ThisPlace) -> bool:
        """Whether a button belongs to what is asked now, and may be pressed."""
        if self.asked != call.asked or call.at >= len(self.choices):
            return False
        return self.words_do or not only_words(self.choices[call.at])

    def as_json(self) -> dict[str, Any]:
        return {**vars(self), "choices": [each.as_json() for each in self.choices]}

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> Self:
        return cls(**{**kept, "choices": tuple(Place.from_json(each) for each in kept["choices"])})
