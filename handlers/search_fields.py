"""What is asked about a missing person, one thing at a time: its buttons, and what an answer means.

The person who tells us and the staff who complete a case are asked the same questions; nothing is kept here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from aiogram.filters.callback_data import CallbackData

from clock.typed import ClockMissing, moments_of
from handlers.answer_words import choice_of, only_yes, years
from handlers.buttons import AnyButton, Button, Named, Rows, in_rows
from language.digits import number
from language.times import when
from language.voices import Say
from models.refusals import NotUnderstood
from models.rules import SearchRules
from models.searches import AgeOutOfRange, Sex
from services.search_entries import LIMITS, OLDEST, Entry, line

COLUMNS = {
    "name": "subject_name",
    "age": "subject_age",
    "clothing": "clothing",
    "marks": "marks",
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
    "picture": ("none",),
    "police": ("none",),
    "station": ("none",),
    "relation": ("mother", "father", "sibling", "relative", "other"),
    "phone": ("none",),
    "consent": ("agree", "not-guardian"),
    "radius": ("2", "5", "10", "20"),
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
        case "relation":
            return Entry(reporter_relation=asker.say.plain(f"search-answer-relation-{value}"))
        case "consent" if value == "agree":
            return consent(asker.name, asker)
        case "age" | "picture":
            return _entry({COLUMNS[field]: None})
        case _:
            return _entry({COLUMNS[field]: ""})


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
            return Entry(audience_radius_km=_number(text))
        case "consent":
            return consent(line(text, LIMITS["consent_by"]), asker)
        case _ if COLUMNS.get(field) in LIMITS:
            return _entry({COLUMNS[field]: line(text, LIMITS[COLUMNS[field]])})
        case _:
            raise NotUnderstood()


def moments(text: str, asker: Asker) -> Rows:
    """A button for each moment a text may mean, to be confirmed; refuses with ClockMissing where it means none."""
    found = moments_of(text, now=asker.now, zone=asker.zone)
    if not found:
        raise ClockMissing()
    labels = [str(when(asker.say, each, asker.zone, asker.now)) for each in found]
    return [
        [Named(label, Answer(field="when", value=str(int(each.timestamp()))))]
        for label, each in zip(labels, found, strict=True)
    ]


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


def _number(text: str) -> float:
    found = number(text[:20].replace("km", "").replace("كم", ""))
    if found is None:
        raise NotUnderstood()
    return found
