"""What an import could not use, by row and field, with the reason that people are told."""

import dataclasses
import enum
from collections.abc import Mapping
from typing import ClassVar

from language.digits import decimal
from language.text import Sentence, cleaned
from language.voices import Say

Fact = str | int


class Reason(enum.StrEnum):
    """Why a row or one of its fields is not used; each is the key of its sentence (catalogue topic `imports`)."""

    NOT_UTF8 = "import-not-utf8"
    FILE_EMPTY = "import-file-empty"
    NOT_JSON = "import-not-json"
    NOT_XML = "import-not-xml"
    NOT_PFIF = "import-not-pfif"
    COLUMNS_MISSING = "import-columns-missing"
    COLUMN_UNKNOWN = "import-column-unknown"
    COLUMN_TWICE = "import-column-twice"
    CELL_COUNT = "import-cell-count"
    QUOTE_OPEN = "import-quote-open"
    ROW_TWICE = "import-row-twice"
    ID_TWICE = "import-id-twice"
    FIELD_MISSING = "import-field-missing"
    FIELD_UNKNOWN = "import-field-unknown"
    NOT_AN_OBJECT = "import-not-an-object"
    NOT_TEXT = "import-not-text"
    NOT_TRUE_FALSE = "import-not-true-false"
    NOT_A_NUMBER = "import-not-a-number"
    NOT_A_MOMENT = "import-not-a-moment"
    OUT_OF_RANGE = "import-out-of-range"
    TOO_LONG = "import-too-long"
    VALUE_UNKNOWN = "import-value-unknown"
    AREA_UNKNOWN = "import-area-unknown"
    ROLE_IS_GRANTED = "import-role-is-granted"
    BAD_ADDRESS = "import-bad-address"
    BAD_SCHEDULE = "import-bad-schedule"
    BAD_TIME = "import-bad-time"
    QUIET_HALF = "import-quiet-half"
    PLACE_HALF = "import-place-half"
    PLACE_ZERO = "import-place-zero"
    AUDIENCE_BOTH = "import-audience-both"
    AGE_OF_KIND = "import-age-of-kind"
    AGES_REVERSED = "import-ages-reversed"
    PFIF_NO_ID = "import-pfif-no-id"
    PFIF_EXPIRED = "import-pfif-expired"
    PFIF_WITHDRAWN = "import-pfif-withdrawn"
    PFIF_FOUND = "import-pfif-found"


@dataclasses.dataclass(frozen=True, slots=True)
class BadRow:
    """One thing wrong with one row; `line` is its line in the file, 0 for the whole file.

    `field` is a column or a dotted path, empty for the whole row. `facts` repeat what was in the file: for the
    operator's eyes, never for a log.
    """

    places: ClassVar[tuple[str, str]] = ("import-bad-line", "import-bad-line-field")
    line: int
    reason: Reason
    field: str = ""
    facts: Mapping[str, Fact] = dataclasses.field(default_factory=dict)

    def sentence(self, say: Say) -> Sentence:
        """Where, then why, for Telegram's HTML."""
        why = say(self.reason, **self.facts)
        return say(self._place(), line=str(self.line), field=self.field, why=why) if self.line else why

    def plain(self, say: Say) -> str:
        """The same without tags, for a terminal."""
        if not self.line:
            return say.plain(self.reason, **self.facts)
        return say.plain(self._place(), line=str(self.line), field=self.field, why=say(self.reason, **self.facts))

    def _place(self) -> str:
        return self.places[bool(self.field)]


class BadRecord(BadRow):
    """The same for a file without lines: `line` is the number of the record, counted from 1."""

    places = ("import-bad-record", "import-bad-record-field")


class Fault(ValueError):
    """A value cannot be used: the reason, and the facts its sentence needs."""

    def __init__(self, reason: Reason, **facts: Fact) -> None:
        super().__init__(reason.value)
        self.reason, self.facts = reason, facts


def shown(value: object) -> str:
    """What stood in the file, short enough to be put into a sentence."""
    return cleaned(str(value), limit=40, lines=False).text


def not_a_moment(value: object) -> Fault:
    """With an example of how one is written, put in as a value so that it is not turned around in Arabic."""
    return Fault(Reason.NOT_A_MOMENT, value=shown(value), example="2026-11-22T16:40+03:00")


def within(value: float, least: float, most: float) -> float:
    """The value, or a Fault when it lies outside (NaN does)."""
    if not least <= value <= most:
        raise Fault(Reason.OUT_OF_RANGE, value=decimal(value, 6), least=decimal(least), most=decimal(most))
    return value


def tidy(text: str, limit: int) -> str:
    """One line without control characters, empty when there is nothing else; a Fault when longer than `limit`."""
    found = cleaned(text, limit=limit, lines=False)
    if found.cut:
        raise Fault(Reason.TOO_LONG, limit=limit, length=found.length)
    return found.text


def on_land_or_sea(lat: float, lon: float) -> None:
    """Refuse 0, 0: a spreadsheet's empty cells, not a place where anybody lives."""
    if lat == 0 and lon == 0:
        raise Fault(Reason.PLACE_ZERO)
