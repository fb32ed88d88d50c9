"""PFIF 1.4 records of missing people, read into drafts; the desk completes what the format has no place for.

Source: People Finder Interchange Format 1.4 (zesty.ca/pfif/1.4). Person Finder's own files are taken as they come:
with a slash after the namespace, notes inside or beside their person, elements in any order, inside a feed or not.
"""

import calendar
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from formats.bad_rows import BadRecord, Fault, Reason, not_a_moment, shown, tidy
from formats.search_drafts import DraftsFile, LastSeen, Reporter, SearchDraft, Subject, fits, moment_of
from language.digits import latin_digits
from language.text import cleaned
from models.searches import Sex, SubjectKind
from places.coordinates import read_coordinates
from places.points import Point

NAMESPACES = ("http://zesty.ca/pfif/1.4", "http://zesty.ca/pfif/1.4/")
NOT_MISSING = frozenset({"is_note_author", "believed_alive", "believed_dead"})
"""Statuses of a note after which nobody is looked for."""
_AGE = re.compile(r"(\d{1,3})(?:\s*[-–]\s*(\d{1,3}))?")
_DAY = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")
_ARABIC = re.compile("[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc]")
_FIRST, _LAST = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
_LONGEST = 10_000
"""Characters read of any field; more is cut."""


def read_pfif(raw: bytes, *, now: datetime) -> DraftsFile:
    """People still missing at `now`; records are counted from 1, and each one left out is named with its reason."""
    found = DraftsFile()
    try:
        root = fromstring(raw, forbid_dtd=True)
    except (ParseError, DefusedXmlException, LookupError, ValueError):
        found.bad.append(BadRecord(0, Reason.NOT_XML))
        return found
    records = list(_records(root))
    if not records:
        found.bad.append(BadRecord(0, Reason.NOT_PFIF))
    for number, record in enumerate(records, 1):
        _read_record(number, record, found, now)
    return found


class _Record:
    """One person with the notes about them, newest first; `get` reads a field in one line, empty where it is absent."""

    def __init__(self, person: Element, notes: list[Element]) -> None:
        self.person = person
        self.id = _text(person, "person_record_id")
        self.notes = sorted(notes, key=_written_at, reverse=True)

    def get(self, name: str) -> str:
        return _text(self.person, name)

    def newest(self, name: str) -> str:
        """What the newest note that says anything of it says."""
        return next(filter(None, (_text(note, name) for note in self.notes)), "")


def _read_record(number: int, record: _Record, found: DraftsFile, now: datetime) -> None:
    try:
        _refuse_if_over(record, now)
        found.keep(number, _draft(record, now))
    except Fault as fault:
        found.bad.append(BadRecord(number, fault.reason, facts=fault.facts))


def _records(root: Element) -> Iterator[_Record]:
    """Every person, wherever in the file, with the notes inside and those beside that name them."""
    beside: dict[str, list[Element]] = {}
    for note in _all(root, "note"):
        beside.setdefault(_text(note, "person_record_id"), []).append(note)
    for person in _all(root, "person"):
        inside = list(_all(person, "note"))
        others = beside.get(_text(person, "person_record_id"), [])
        yield _Record(person, inside + [note for note in others if note not in inside])


def _refuse_if_over(record: _Record, now: datetime) -> None:
    """Placeholders, expired records and people who are not missing any more are no drafts."""
    if not record.id:
        raise Fault(Reason.PFIF_NO_ID)
    if not _names(record):
        raise Fault(Reason.PFIF_WITHDRAWN, id=shown(record.id))
    if _has_expired(record.get("expiry_date"), now):
        raise Fault(Reason.PFIF_EXPIRED, id=shown(record.id))
    if record.newest("status") in NOT_MISSING:
        raise Fault(Reason.PFIF_FOUND, id=shown(record.id), status=record.newest("status"))


def _has_expired(expires: str, now: datetime) -> bool:
    moment = _moment(expires)
    if expires and moment is None:
        raise not_a_moment(expires)
    return moment is not None and moment <= now


def _draft(record: _Record, now: datetime) -> SearchDraft:
    """What PFIF can tell; its placeless, gateless rest is for the desk (`SearchDraft.missing`)."""
    return SearchDraft(
        id=tidy(record.id, 200),
        subject=_subject(record, now),
        last_seen=_last_seen(record.newest("last_known_location")),
        reporter=Reporter(name=_cut(record.get("author_name"), 100)),
    )


def _last_seen(place: str) -> LastSeen:
    """PFIF has words for a place only; Person Finder's map writes coordinates into them."""
    written = read_coordinates(place)
    point = written.point() if written and not written.coarse else None
    if point is None or point == Point(0, 0):
        return LastSeen(place=_cut(place, 300))
    words = place if any(char.isalpha() for char in place) else ""
    return LastSeen(lat=point.lat, lon=point.lon, place=_cut(words, 300))


def _subject(record: _Record, now: datetime) -> Subject:
    names = _names(record)
    arabic = next((name for name in names if _is_arabic(name)), None)
    latin = next((name for name in names if not _is_arabic(name)), None)
    least, most = _ages(record, now)
    return Subject(
        name=_cut(arabic or names[0], 100),
        latin_name=_cut(latin or "", 100) if arabic else None,
        age=least,
        age_to=most,
        sex=Sex(record.get("sex")) if record.get("sex") in set(Sex) else None,
        kind=_kind(least, most),
        marks=_cut(record.get("description"), 500),
    )


def _names(record: _Record) -> list[str]:
    """One per line; the alternatives only beside a full name, without which the record is a placeholder."""
    full = _lines(record.person, "full_name")
    if full:
        return full + _lines(record.person, "alternate_names")
    return list(filter(None, [f"{record.get('given_name')} {record.get('family_name')}".strip()]))


def _is_arabic(name: str) -> bool:
    return _ARABIC.search(name) is not None


def _ages(record: _Record, now: datetime) -> tuple[int | None, int | None]:
    """The age in years, or its lower and upper end; from the day of birth where no age is given."""
    written = _AGE.fullmatch(latin_digits(record.get("age")))
    if written:
        return _range(int(written[1]), int(written[2] or written[1]))
    born = _DAY.fullmatch(latin_digits(record.get("date_of_birth")))
    days = _first_and_last_day(born) if born else None
    return _range(_years(days[1], now.date()), _years(days[0], now.date())) if days else (None, None)


def _range(least: int, most: int) -> tuple[int | None, int | None]:
    if not 0 <= least <= most <= 120:
        return None, None
    return least, most if most > least else None


def _first_and_last_day(born: re.Match[str]) -> tuple[date, date] | None:
    """Of the day, month or year of birth; None where the calendar has no such day."""
    year, month, day = int(born[1]), int(born[2] or 0), int(born[3] or 0)
    try:
        last_month = month or 12
        last_day = day or calendar.monthrange(year, last_month)[1]
        return date(year, month or 1, day or 1), date(year, last_month, last_day)
    except ValueError:
        return None


def _years(born: date, today: date) -> int:
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def _kind(least: int | None, most: int | None) -> SubjectKind | None:
    """The kind of somebody of this age; None where the range reaches into two."""
    if least is None:
        return None
    for kind in (SubjectKind.CHILD, SubjectKind.ELDER, SubjectKind.ADULT):
        if fits(kind, least):
            return kind if most is None or _kind(most, None) is kind else None
    return None


def _written_at(note: Element) -> datetime:
    """An undated note that ends the search counts as the newest, any other undated one as the oldest."""
    moment = _moment(_text(note, "source_date")) or _moment(_text(note, "entry_date"))
    return moment or (_LAST if _text(note, "status") in NOT_MISSING else _FIRST)


def _moment(text: str) -> datetime | None:
    """PFIF's times are in UTC, whether or not the record remembered the Z."""
    written = latin_digits(text)
    return moment_of(written) or moment_of(f"{written}Z")


def _all(element: Element, name: str) -> Iterator[Element]:
    tags = {f"{{{namespace}}}{name}" for namespace in NAMESPACES}
    return (found for found in element.iter() if found.tag in tags)


def _lines(element: Element, name: str) -> list[str]:
    """The lines of a field that hold something, each tidied."""
    found = (element.findtext(f"{{{namespace}}}{name}") for namespace in NAMESPACES)
    written = next(filter(None, found), "")
    return [line for text in written.splitlines() if (line := cleaned(text, limit=_LONGEST, lines=False).text)]


def _text(element: Element, name: str) -> str:
    return " ".join(_lines(element, name))


def _cut(text: str, limit: int) -> str | None:
    """What a draft has room for, an ellipsis where there was more; None for nothing."""
    whole = cleaned(text, limit=limit, lines=False)
    return f"{cleaned(whole.text, limit=limit - 1, lines=False).text}…" if whole.cut else whole.text or None
