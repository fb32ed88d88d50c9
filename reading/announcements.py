"""A circulating announcement read into a draft: each value with the words it came from, none that is not there."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, tzinfo

from clock.prayers import Spot
from models.searches import Sex
from reading.ages import Age, age_of
from reading.chat_letters import in_arabic_letters
from reading.gates import OF_PEOPLE, Gate, gate_of
from reading.kinds import Kind, kind_of
from reading.looks import clothing_of, marks_of, needs_care
from reading.names import name_of
from reading.pages import Found, Page, page_of
from reading.phones import phones_of
from reading.relations import Relation, relation_of, reporter_of
from reading.several import several_of
from reading.sexes import sex_of
from reading.times import When, when_of
from reading.vehicles import vehicle_of
from reading.whereabouts import place_of

QUOTED = ("name", "age", "sex", "when", "place", "clothing", "marks", "vehicle", "care", "reporter", "relation")


@dataclass(frozen=True, slots=True)
class Announcement:
    """What a post says; a field is None where it says nothing of it, and is asked."""

    kind: Found[Kind]
    gate: Found[Gate] | None
    name: Found[str] | None
    sex: Found[Sex] | None
    age: Found[Age] | None
    clothing: Found[str] | None
    marks: Found[str] | None
    care: Found[bool] | None
    """Words that say that somebody may not find home alone."""
    vehicle: Found[str] | None
    place: Found[str] | None
    when: When
    phone: Found[str] | None
    reporter: Found[str] | None
    relation: Found[Relation] | None
    several: Found[bool] | None
    """Words that say that more than one person is missing; everything else is the first one's."""

    def quotes(self) -> dict[str, str]:
        """The words of each field that was read, by field; no telephone number: a family's goes into no chat."""
        when = self.when.at or self.when.words or self.when.day
        named = {name: getattr(self, name) for name in QUOTED if name != "when"} | {"when": when}
        return {name: " ".join(named[name].words.split()) for name in QUOTED if named[name] is not None}


def read_announcement(
    text: str,
    *,
    now: datetime,
    zone: tzinfo,
    spot: Spot | None,
    country: str,
    forwarded_at: datetime | None = None,
    known: Callable[[str], bool] = lambda _: False,
) -> Announcement:
    """Read a post: `forwarded_at` is when it was first sent, from which «أمس» counts; `spot` is where prayers are.

    `country` (ISO 3166, two letters) is that of telephone numbers without a code; `known` knows areas by name.
    """
    written = min(forwarded_at, now) if forwarded_at is not None else now
    page = in_arabic_letters(page_of(text))
    phones = phones_of(page, country)
    page = _without(page, phones)
    age, name = age_of(page, written.astimezone(zone).date()), name_of(page)
    kind = kind_of(page, named=name is not None)
    news = kind.value is Kind.UPDATE
    gate = gate_of(page, age=age.value.to if age else None, written=written, now=now, zone=zone)
    if kind.value is Kind.NONE and gate is not None and gate.value not in OF_PEOPLE:
        gate = None
    return Announcement(
        kind=kind,
        gate=gate,
        name=name,
        sex=sex_of(page),
        age=age,
        clothing=clothing_of(page),
        marks=marks_of(page),
        care=needs_care(page),
        vehicle=vehicle_of(page),
        place=place_of(page, known),
        when=When() if news else when_of(page, written=written, zone=zone, spot=spot),
        phone=phones[0] if phones else None,
        reporter=reporter_of(page),
        relation=relation_of(page),
        several=several_of(page),
    )


def _without(page: Page, phones: list[Found[str]]) -> Page:
    """The page without its telephone numbers: a boundary stands where each of them was."""
    for phone in phones:
        inside = [at for at, begin in enumerate(page.begins) if phone.start <= begin < phone.end]
        if inside:
            page = page.without(inside[0], inside[-1] + 1)
    return page
