"""What is asked about a missing person, one thing at a time: its buttons, and what an answer means.

The person who tells us and the staff who complete a case are asked the same questions; nothing is kept here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from aiogram.filters.callback_data import CallbackData

from clock.parts_of_day import hours_around
from clock.prayers import Spot
from clock.typed import ClockMissing, moments_of
from handlers.answer_words import choice_of, only_yes
from handlers.buttons import AnyButton, Button, Named, Rows, in_rows
from language.ages import years
from language.lengths import kilometres
from language.text import visible
from language.times import when
from language.voices import Say
from models.lost_people import LostAs, Terrain
from models.refusals import NotUnderstood
from models.rules import SearchRules
from models.searches import AgeOutOfRange, Sex
from services.search_entries import LIMITS, OLDEST, Entry, line

COLUMNS = {
    "name": "subject_name",
    "age": "subject_age",
    "clothing": "clothing",
    "marks": "marks",
    "vehicle": "vehicle",
    "picture": "picture_id",
    "police": "police_number",
    "station": "police_station",
    "checked": "how_checked",
    "reporter": "reporter_name",
    "relation": "reporter_relation",
    "phone": "reporter_phone",
    "consent": "consent_by",
}
"""Fields whose answer is one column."""
GATES = {"custody": "custody", "protection-order": "protection_order", "left-by-choice": "left_by_choice"}

CHOICES: Mapping[str, tuple[str, ...]] = {
    "name": ("unknown",),
    "age": ("unknown",),
    "sex": ("female", "male"),
    "custody": ("no", "yes"),
    "protection-order": ("no", "yes"),
    "left-by-choice": ("no", "yes"),
    "vulnerable": ("cared-for", "decides"),
    "when": ("30", "60", "120", "360"),
    "clothing": ("none",),
    "marks": ("none",),
    "vehicle": ("none",),
    "picture": ("none",),
    "police": ("none",),
    "station": ("none",),
    "relation": ("mother", "father", "sibling", "relative", "other"),
    "phone": ("none",),
    "consent": ("agree", "not-guardian"),
    "radius": ("2", "5", "10", "20"),
    "terrain": ("urban", "dry", "dry-mountain", "mountain", "flat"),
    "lost-as": ("dementia", "autism", "neither"),
    "ride": ("no", "yes"),
}
"""Answers that are buttons; their words are `search-answer-…`."""
NOTHING = frozenset({"unknown", "none", "not-guardian"})


class Answer(CallbackData, prefix="sf"):
    """An answer by button; a moment is its seconds since 1970."""

    field: str
    value: str


@dataclass(frozen=True)
class Asker:
    """Who is asked, and when."""

    say: Say
    zone: ZoneInfo
    now: datetime
    member_id: int
    name: str
    rules: SearchRules


def choices(field: str, say: Say, *, without: Sequence[str] = ()) -> Rows:
    """The buttons under a question, long ones one below the other."""
    values = [value for value in CHOICES.get(field, ()) if value not in without]
    buttons: list[AnyButton] = [
        Button(f"search-answer-{field}-{value}", Answer(field=field, value=value)) for value in values
    ]
    widest = max((len(say.plain(f"search-answer-{field}-{value}")) for value in values), default=0)
    return in_rows(buttons, 2 if widest <= 16 else 1)


def chosen(field: str, value: str, asker: Asker) -> Entry:
    """What a button means; refuses one that is not among the answers with NotUnderstood."""
    if field == "when":
        return Entry(lkp_at=_moment(value, asker.now))
    if value not in CHOICES.get(field, ()):
        raise NotUnderstood()
    if field in GATES:
        return _entry({GATES[field]: value == "yes"})
    match field:
        case "vulnerable":
            return Entry(vulnerable=value == "cared-for")
        case "sex":
            return Entry(subject_sex=Sex(value))
        case "radius":
            return Entry(audience_radius_km=float(value))
        case "terrain" | "lost-as" | "ride":
            return _of_rings(field, value)
        case "relation":
            return Entry(reporter_relation=asker.say.plain(f"search-answer-relation-{value}"))
        case "consent" if value == "agree":
            return consent(asker.name, asker)
        case "age" | "picture":
            return _entry({COLUMNS[field]: None})
        case _:
            return _entry({COLUMNS[field]: ""})


def _of_rings(field: str, value: str) -> Entry:
    """What decides the rings, by the staff's word."""
    if field == "ride":
        return Entry(may_ride=value == "yes")
    return Entry(terrain=Terrain(value)) if field == "terrain" else Entry(lost_as=LostAs(value))


def typed(field: str, text: str, asker: Asker) -> Entry:
    """What a text means as an answer; refuses with NotUnderstood and TooLong. `when` is read by `moments`."""
    meant = choice_of(field, text, CHOICES.get(field, ()))
    if meant is not None:
        return chosen(field, meant, asker)
    match field:
        case "police" if not any(map(str.isdigit, text)):
            raise NotUnderstood()
        case "consent" if only_yes(text):
            raise NotUnderstood()
        case "age":
            return Entry(subject_age=_age(text))
        case "radius":
            return Entry(audience_radius_km=_length(text))
        case "consent":
            return consent(line(text, LIMITS["consent_by"]), asker)
        case _ if COLUMNS.get(field) in LIMITS:
            return _entry({COLUMNS[field]: line(text, LIMITS[COLUMNS[field]])})
        case _:
            raise NotUnderstood()


def when_meant(text: str, asker: Asker, spot: Spot | None = None) -> tuple[str, Rows]:
    """What is asked about a time that was typed, and a button for each moment it may mean.

    A part of the day («العصر») is answered with hours around it, at `spot`. Refuses with ClockMissing what is neither.
    """
    now, zone = asker.now, asker.zone
    found = moments_of(text, now=now, zone=zone)
    around = [] if found else hours_around(text, now=now, zone=zone, spot=spot)
    if not found and not around:
        raise ClockMissing()
    buttons: list[AnyButton] = [
        Named(visible(when(asker.say, each, zone, now)), Answer(field="when", value=str(int(each.timestamp()))))
        for each in found or around
    ]
    return ("search-when-meant", in_rows(buttons, 1)) if found else ("search-when-around", in_rows(buttons))


def consent(name: str, asker: Asker) -> Entry:
    """A guardian agrees: who, when, to which text and which version of it."""
    text = asker.say.plain("search-consent-text")
    return Entry(consent_by=name, consent_at=asker.now, consent_text=text, consent_version=asker.rules.consent_version)


def _entry(values: dict[str, Any]) -> Entry:
    entry: Any = values
    return entry  # type: ignore[no-any-return]


def _moment(value: str, now: datetime) -> datetime:
    """Minutes ago, as the buttons of the question have them, or seconds since 1970, as those of a typed time do."""
    if not value.isdecimal() or len(value) > 11:
        raise NotUnderstood()
    return now - timedelta(minutes=int(value)) if value in CHOICES["when"] else datetime.fromtimestamp(int(value), UTC)


def _age(text: str) -> int:
    """The first number in it: «6 سنوات», «عمره ٧٤», «سبع سنين»."""
    found = years(text)
    if found is None:
        raise NotUnderstood()
    if found > OLDEST:
        raise AgeOutOfRange()
    return found


def _length(text: str) -> float:
    found = kilometres(text)
    if found is None:
        raise NotUnderstood()
    return found
