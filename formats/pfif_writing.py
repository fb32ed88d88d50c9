"""Searches as PFIF 1.4 records: people looked for, notes about them, and the placeholder that stays of either.

Source: People Finder Interchange Format 1.4 (zesty.ca/pfif/1.4). Moments are in UTC with a Z, in whole seconds.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.etree.ElementTree import Element, SubElement

from formats.xml_writing import add, written
from language.text import cleaned, without_direction
from models.searches import Sex

NAMESPACE = "http://zesty.ca/pfif/1.4"


@dataclass(frozen=True, slots=True)
class PfifNote:
    """Something said about a person; without `status` it says nothing of how they are."""

    note_record_id: str
    person_record_id: str
    entry_date: datetime
    author_name: str
    source_date: datetime
    text: str
    status: str = ""
    last_known_location: str = ""
    linked_person_record_id: str = ""


@dataclass(frozen=True, slots=True)
class PfifPerson:
    """Somebody looked for; only what everybody may read. Names: Arabic first, Latin second."""

    person_record_id: str
    entry_date: datetime
    source_date: datetime
    names: tuple[str, ...]
    expiry_date: datetime | None = None
    author_name: str = ""
    source_name: str = ""
    source_url: str = ""
    description: str = ""
    sex: Sex | None = None
    age: int | None = None
    age_to: int | None = None
    photo_url: str = ""
    notes: tuple[PfifNote, ...] = ()


@dataclass(frozen=True, slots=True)
class PfifPlaceholder:
    """What stays of a person when it is over: that there was a record, and since when there is none."""

    person_record_id: str
    at: datetime


def record_id(domain: str, *local: object) -> str:
    """`domain/local`: the domain of the repository that alone may change the record, then its name there."""
    return f"{domain}/{'.'.join(map(str, local))}"


def pfif_time(moment: datetime) -> str:
    """RFC 3339 with `Z` only; CAP wants the opposite."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def write_pfif(records: Iterable[PfifPerson | PfifPlaceholder], notes: Iterable[PfifNote] = ()) -> bytes:
    """A PFIF 1.4 document; `notes` are those about records of other repositories."""
    root = Element("pfif:pfif", {"xmlns:pfif": NAMESPACE})
    for record in records:
        person = SubElement(root, "pfif:person")
        if isinstance(record, PfifPlaceholder):
            _fill(person, _placeholder(record))
        else:
            _fill(person, _person(record))
            for note in record.notes:
                _fill(SubElement(person, "pfif:note"), _note(note))
    for note in notes:
        _fill(SubElement(root, "pfif:note"), _note(note))
    return written(root)


def _fill(parent: Element, fields: Iterable[tuple[str, str]]) -> None:
    """Fields that say something, and the name: a placeholder without its empty name is not valid."""
    for name, value in fields:
        if value or name == "full_name":
            add(parent, f"pfif:{name}", value)


def _placeholder(gone: PfifPlaceholder) -> list[tuple[str, str]]:
    at = pfif_time(gone.at)
    return [
        ("person_record_id", gone.person_record_id),
        ("entry_date", at),
        ("expiry_date", at),
        ("source_date", at),
        ("full_name", ""),
    ]


def _person(person: PfifPerson) -> list[tuple[str, str]]:
    return [
        ("person_record_id", person.person_record_id),
        ("entry_date", pfif_time(person.entry_date)),
        ("expiry_date", pfif_time(person.expiry_date) if person.expiry_date else ""),
        ("author_name", _line(person.author_name)),
        ("source_name", _line(person.source_name)),
        ("source_date", pfif_time(person.source_date)),
        ("source_url", person.source_url),
        ("full_name", "\n".join(map(_line, person.names))),
        ("description", _lines(person.description)),
        ("sex", person.sex.value if person.sex else ""),
        ("age", _age(person.age, person.age_to)),
        ("photo_url", person.photo_url),
    ]


def _note(note: PfifNote) -> list[tuple[str, str]]:
    return [
        ("note_record_id", note.note_record_id),
        ("person_record_id", note.person_record_id),
        ("linked_person_record_id", note.linked_person_record_id),
        ("entry_date", pfif_time(note.entry_date)),
        ("author_name", _line(note.author_name)),
        ("source_date", pfif_time(note.source_date)),
        ("status", note.status),
        ("last_known_location", _line(note.last_known_location)),
        ("text", _lines(note.text)),
    ]


def _age(least: int | None, most: int | None) -> str:
    """`n`, or `n-m` where only a range is known."""
    if least is None:
        return ""
    return f"{least}-{most}" if most is not None and most > least else str(least)


def _line(text: str) -> str:
    return cleaned(without_direction(text), limit=1000, lines=False).text


def _lines(text: str) -> str:
    return cleaned(without_direction(text), limit=5000).text
