"""Drafts of searches from files: the JSON of `searches import` (DESIGN §6), and what any source must tell."""

import enum
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Annotated, Any

import orjson
from pydantic import AwareDatetime, BaseModel, BeforeValidator, ConfigDict, ValidationError, model_validator
from pydantic.functional_validators import AfterValidator
from pydantic_core import ErrorDetails

from formats.bad_rows import BadRecord, Fault, Reason, not_a_moment, on_land_or_sea, shown, tidy, within
from models.searches import Sex, SubjectKind

ADULT_FROM = 18
ELDER_FROM = 60
"""Years; the law of the rights of the elderly in Saudi Arabia, and the World Health Organization, count from 60."""
AUDIENCE_KM = (0.1, 500.0)

REQUIRED = (
    "subject.name", "subject.age", "subject.sex", "subject.kind",
    "last_seen.lat", "last_seen.lon", "last_seen.at",
    "reporter.name", "reporter.relation",
    "gates.custody", "gates.protection_order", "gates.left_by_choice",
)  # fmt: skip
"""What a search cannot do without."""
REQUIRED_WITH = ("police_report.number", "police_report.station", "consent.by", "consent.at")
"""What is needed where its parent is given."""


def _line(limit: int) -> BeforeValidator:
    """One tidy line of at most `limit` characters; an empty one is as good as none."""
    return BeforeValidator(lambda value: (tidy(value, limit) or None) if isinstance(value, str) else value)


def _moment(value: Any) -> Any:
    """RFC 3339 with a zone, in UTC; a bare date or a clock without a zone is asked for, never guessed."""
    if not isinstance(value, str):
        return value
    moment = moment_of(value)
    if moment is None:
        raise not_a_moment(value)
    return moment


def _one_of(kind: type[enum.StrEnum]) -> BeforeValidator:
    def read(value: Any) -> Any:
        if not isinstance(value, str):
            return value
        if value not in set(kind):
            raise Fault(Reason.VALUE_UNKNOWN, value=shown(value), allowed=", ".join(kind))
        return kind(value)

    return BeforeValidator(read)


def _between(least: float, most: float) -> AfterValidator:
    return AfterValidator(lambda value: value if value is None else within(value, least, most))


Name = Annotated[str | None, _line(100)]
Code = Annotated[str | None, _line(100)]
Number = Annotated[str | None, _line(60)]
Station = Annotated[str | None, _line(120)]
Place = Annotated[str | None, _line(300)]
Words = Annotated[str | None, _line(500)]
Vehicle = Annotated[str | None, _line(200)]
FilePath = Annotated[str | None, _line(1000)]
RecordId = Annotated[str | None, _line(200)]
Age = Annotated[int | None, _between(0, 120)]
Latitude = Annotated[float | None, _between(-90, 90)]
Longitude = Annotated[float | None, _between(-180, 180)]
Moment = Annotated[AwareDatetime | None, BeforeValidator(_moment)]
Kilometres = Annotated[float | None, _between(*AUDIENCE_KM)]


class _Part(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class Subject(_Part):
    """Who is looked for. Where only a range of ages is known, `age` is its lower end and `age_to` its upper."""

    name: Name = None
    latin_name: Name = None
    """The same name in Latin letters, where the source has both."""
    age: Age = None
    age_to: Age = None
    sex: Annotated[Sex | None, _one_of(Sex)] = None
    kind: Annotated[SubjectKind | None, _one_of(SubjectKind)] = None
    clothing: Words = None
    marks: Words = None
    vehicle: Vehicle = None
    photo: FilePath = None
    """Where the picture lies, as the file says it: relative to the file."""

    @model_validator(mode="after")
    def _of_one_age(self) -> "Subject":
        """A grown person who can decide is never published: so "child" is not a matter of opinion."""
        if self.age is None:
            return self
        if self.age_to is not None and self.age_to < self.age:
            raise Fault(Reason.AGES_REVERSED, least=self.age, most=self.age_to)
        if self.kind is not None and not fits(self.kind, self.age):
            raise Fault(Reason.AGE_OF_KIND, age=self.age, kind=self.kind.value, adult=ADULT_FROM, elder=ELDER_FROM)
        return self


class LastSeen(_Part):
    """The last known point, degrees WGS 84, with its time."""

    lat: Latitude = None
    lon: Longitude = None
    at: Moment = None
    place: Place = None

    @model_validator(mode="after")
    def _somewhere(self) -> "LastSeen":
        if (self.lat is None) != (self.lon is None):
            raise Fault(Reason.PLACE_HALF)
        if self.lat is not None and self.lon is not None:
            on_land_or_sea(self.lat, self.lon)
        return self


class PoliceReport(_Part):
    number: Number = None
    station: Station = None


class Reporter(_Part):
    name: Name = None
    relation: Name = None


class Gates(_Part):
    """The gate questions (SAFETY 3); None is not asked yet, and any yes stops the case."""

    custody: bool | None = None
    protection_order: bool | None = None
    left_by_choice: bool | None = None


class Consent(_Part):
    """A guardian's consent: who gave it, and when."""

    by: Name = None
    at: Moment = None


class Audience(_Part):
    """Whom to tell first: a circle round the last known point, or an area by its code."""

    radius_km: Kilometres = None
    area_id: Code = None

    @model_validator(mode="after")
    def _one_of_them(self) -> "Audience":
        if (self.radius_km is None) == (self.area_id is None):
            raise Fault(Reason.AUDIENCE_BOTH)
        return self


class SearchDraft(_Part):
    """What is known of a case before anybody has approved it; anything may be missing, and `missing` says what is."""

    id: RecordId = None
    subject: Subject = Subject()
    last_seen: LastSeen = LastSeen()
    police_report: PoliceReport | None = None
    vulnerable: bool = False
    reporter: Reporter = Reporter()
    gates: Gates = Gates()
    consent: Consent | None = None
    audience: Audience | None = None

    def missing(self) -> list[str]:
        """Dotted paths of what the desk must still find out before the draft can be a search."""
        return missing_from(self.model_dump())


@dataclass(slots=True)
class DraftsFile:
    """What a file gave: drafts, and what is wrong with the other records (several faults may be on one)."""

    drafts: list[SearchDraft] = field(default_factory=list)
    bad: list[BadRecord] = field(default_factory=list)
    ids: dict[str, int] = field(default_factory=dict)
    """In which record each id stood first."""

    def keep(self, number: int, draft: SearchDraft) -> None:
        """Add a record's draft, unless an earlier record had the same id."""
        first = self.ids.setdefault(draft.id, number) if draft.id else number
        if first == number:
            self.drafts.append(draft)
        else:
            self.bad.append(BadRecord(number, Reason.ID_TWICE, "id", {"first": str(first)}))


def read_search_drafts(raw: bytes) -> DraftsFile:
    """Read JSON, one object or a list of them; records are counted from 1, and only whole ones become drafts."""
    found = DraftsFile()
    try:
        given = orjson.loads(raw.removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError:
        found.bad.append(BadRecord(0, Reason.NOT_JSON))
        return found
    records = given if isinstance(given, list) else [given]
    for number, record in enumerate(records, 1):
        _read_record(number, record, found)
    if not records:
        found.bad.append(BadRecord(0, Reason.FILE_EMPTY))
    return found


def missing_from(record: Mapping[str, Any]) -> list[str]:
    """Which of the required paths a record, as a mapping of mappings, has no value for."""
    given = [path for path in REQUIRED_WITH if record.get(path.partition(".")[0]) is not None]
    return [path for path in (*REQUIRED, *given) if _at(record, path) is None]


def moment_of(text: str) -> datetime | None:
    """A moment in UTC, or None where it is not written as one, or without a zone."""
    try:
        moment = datetime.fromisoformat(text.strip())
        return moment.astimezone(UTC) if moment.tzinfo is not None else None
    except (ValueError, OverflowError):
        return None


def fits(kind: SubjectKind, age: int) -> bool:
    """Whether somebody of this age, in years, is of this kind."""
    return {
        SubjectKind.CHILD: age < ADULT_FROM,
        SubjectKind.ADULT: age >= ADULT_FROM,
        SubjectKind.ELDER: age >= ELDER_FROM,
    }[kind]


def _read_record(number: int, record: Any, found: DraftsFile) -> None:
    if not isinstance(record, dict):
        found.bad.append(BadRecord(number, Reason.NOT_AN_OBJECT))
        return
    try:
        draft = SearchDraft.model_validate(record)
    except ValidationError as invalid:
        found.bad.extend(_bad_fields(number, record, invalid))
        return
    missing = draft.missing()
    found.bad.extend(BadRecord(number, Reason.FIELD_MISSING, path) for path in missing)
    if not missing:
        found.keep(number, draft)


def _bad_fields(number: int, record: Mapping[str, Any], invalid: ValidationError) -> Iterator[BadRecord]:
    """What is wrong, and what is missing besides."""
    wrong = {".".join(map(str, error["loc"])): _fault(error) for error in invalid.errors(include_url=False)}
    for path, fault in wrong.items():
        yield BadRecord(number, fault.reason, path, fault.facts)
    for path in missing_from(record):
        if path not in wrong and path.partition(".")[0] not in wrong:
            yield BadRecord(number, Reason.FIELD_MISSING, path)


def _at(record: Any, path: str) -> Any:
    """The value at a dotted path, None where there is none."""
    for name in path.split("."):
        record = record.get(name) if isinstance(record, Mapping) else None
    return record


_REASONS = {
    "extra_forbidden": Reason.FIELD_UNKNOWN,
    "string_type": Reason.NOT_TEXT,
    "bool_type": Reason.NOT_TRUE_FALSE,
    "int_type": Reason.NOT_A_NUMBER,
    "float_type": Reason.NOT_A_NUMBER,
    "is_instance_of": Reason.NOT_TEXT,
    "model_type": Reason.NOT_AN_OBJECT,
}
"""What pydantic calls it, and what we do."""


def _fault(error: ErrorDetails) -> Fault:
    own = error.get("ctx", {}).get("error")
    if isinstance(own, Fault):
        return own
    if error["type"] == "datetime_type":
        return not_a_moment(error["input"])
    return Fault(_REASONS[error["type"]], value=shown(error["input"]))
