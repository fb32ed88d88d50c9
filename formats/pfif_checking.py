"""What is wrong with a PFIF 1.4 document: what its schema asks for, and what the schema cannot say.

Source: People Finder Interchange Format 1.4, its RELAX NG schema and its rules on expiry (zesty.ca/pfif/1.4).
"""

import enum
import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from formats.pfif_writing import NAMESPACE


class PfifFault(enum.StrEnum):
    """What is wrong, by name."""

    NOT_XML = "not-xml"
    NOT_PFIF = "not-pfif"
    UNKNOWN_FIELD = "unknown-field"
    FIELD_TWICE = "field-twice"
    REQUIRED_FIELD = "required-field"
    BAD_ID = "bad-id"
    BAD_TIME = "bad-time"
    BAD_VALUE = "bad-value"
    NOT_OF_ITS_PERSON = "not-of-its-person"
    HALF_A_PLACEHOLDER = "half-a-placeholder"
    """An empty name beside anything that says more, or dates that differ."""
    ID_TWICE = "id-twice"


PERSON = frozenset(
    (
        "person_record_id", "entry_date", "expiry_date", "author_name", "author_email", "author_phone", "source_name",
        "source_date", "source_url", "full_name", "given_name", "family_name", "alternate_names", "description",
        "sex", "date_of_birth", "age", "home_street", "home_neighborhood", "home_city", "home_state",
        "home_postal_code", "home_country", "photo_url", "profile_urls",
    )
)  # fmt: skip
NOTE = frozenset(
    (
        "note_record_id", "person_record_id", "linked_person_record_id", "entry_date", "author_name", "author_email",
        "author_phone", "source_date", "author_made_contact", "status", "email_of_found_person",
        "phone_of_found_person", "last_known_location", "text", "photo_url",
    )
)  # fmt: skip
REQUIRED = {
    "person": ("person_record_id", "source_date", "full_name"),
    "note": ("note_record_id", "author_name", "source_date", "text"),
}
MAY_BE_EMPTY = frozenset({"full_name"})
PLACEHOLDER = frozenset({"person_record_id", "entry_date", "expiry_date", "source_date", "full_name"})

_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z", re.ASCII)
_ID = re.compile(r"[a-zA-Z0-9-]+(\.[a-zA-Z0-9-]+)*/[^\s]+", re.ASCII)
_DAY = re.compile(r"\d{4}(-\d\d(-\d\d)?)?", re.ASCII)
_STATUS = "|".join(("information_sought", "is_note_author", "believed_alive", "believed_missing", "believed_dead"))
VALUES = {
    "person_record_id": (PfifFault.BAD_ID, _ID),
    "note_record_id": (PfifFault.BAD_ID, _ID),
    "linked_person_record_id": (PfifFault.BAD_ID, _ID),
    "entry_date": (PfifFault.BAD_TIME, _TIME),
    "expiry_date": (PfifFault.BAD_TIME, _TIME),
    "source_date": (PfifFault.BAD_TIME, _TIME),
    "sex": (PfifFault.BAD_VALUE, re.compile("female|male|other")),
    "age": (PfifFault.BAD_VALUE, re.compile(r"\d+(-\d+)?", re.ASCII)),
    "date_of_birth": (PfifFault.BAD_VALUE, _DAY),
    "status": (PfifFault.BAD_VALUE, re.compile(_STATUS)),
    "author_made_contact": (PfifFault.BAD_VALUE, re.compile("true|false")),
}


def faults_of_pfif(raw: bytes) -> tuple[str, ...]:
    """Every fault as `fault: where`; empty when a receiver has nothing to complain of."""
    try:
        root = fromstring(raw, forbid_dtd=True)
    except (ParseError, DefusedXmlException, LookupError, ValueError):
        return (PfifFault.NOT_XML.value,)
    if root.tag != f"{{{NAMESPACE}}}pfif":
        return (f"{PfifFault.NOT_PFIF}: {root.tag}",)
    ids = [field.text or "" for field in root.iter() if field.tag == f"{{{NAMESPACE}}}note_record_id"]
    ids += [person.findtext(f"{{{NAMESPACE}}}person_record_id") or "" for person in root if _name(person) == "person"]
    twice = (f"{PfifFault.ID_TWICE}: {each}" for each in sorted({each for each in ids if ids.count(each) > 1}))
    return tuple(fault for record in root for fault in _record(record)) + tuple(twice)


def _record(record: Element) -> Iterator[str]:
    kind = _name(record)
    if kind not in REQUIRED:
        yield f"{PfifFault.UNKNOWN_FIELD}: {record.tag}"
        return
    fields = [field for field in record if not (kind == "person" and _name(field) == "note")]
    values = {_name(field): (field.text or "").strip() for field in fields}
    yield from _fields(kind, fields, values)
    if kind == "person":
        yield from _placeholder(values, len(record) > len(fields))
        for note in (each for each in record if each not in fields):
            yield from _record(note)
            if note.findtext(f"{{{NAMESPACE}}}person_record_id", values.get("person_record_id")) != values.get(
                "person_record_id"
            ):
                yield f"{PfifFault.NOT_OF_ITS_PERSON}: {values.get('person_record_id')}"


def _fields(kind: str, fields: list[Element], values: dict[str, str]) -> Iterator[str]:
    names = [_name(field) for field in fields]
    known = PERSON if kind == "person" else NOTE
    yield from (f"{PfifFault.UNKNOWN_FIELD}: {kind} {name}" for name in values if name not in known)
    yield from (f"{PfifFault.FIELD_TWICE}: {kind} {name}" for name in values if names.count(name) > 1)
    for name in REQUIRED[kind]:
        if name not in values or (not values[name] and name not in MAY_BE_EMPTY):
            yield f"{PfifFault.REQUIRED_FIELD}: {kind} {name}"
    for name, (fault, form) in VALUES.items():
        if values.get(name) and not form.fullmatch(values[name]):
            yield f"{fault}: {kind} {name}"
    ages = [int(part) for part in values.get("age", "").split("-") if part.isdecimal()]
    if ages != sorted(ages):
        yield f"{PfifFault.BAD_VALUE}: {kind} age"


def _placeholder(values: dict[str, str], has_notes: bool) -> Iterator[str]:
    """An empty name says that the record is gone: nothing but its id and dates may stay, and the dates are one."""
    if values.get("full_name") != "":
        return
    said = {name for name, value in values.items() if value} - PLACEHOLDER
    if said or has_notes or not values.get("expiry_date") or values.get("source_date") != values.get("entry_date"):
        yield f"{PfifFault.HALF_A_PLACEHOLDER}: {values.get('person_record_id')}"


def _name(element: Element) -> str:
    return element.tag.removeprefix(f"{{{NAMESPACE}}}")
