"""Why a row of an imported file was not taken."""

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


class Fault(enum.StrEnum):
    """Why a row was not taken; each is the key of its sentence."""

    WRONG_COLUMNS = "area-row-wrong-columns"
    NO_ID = "area-row-no-id"
    NO_NAME = "area-row-no-name"
    TOO_LONG = "area-row-too-long"
    UNKNOWN_KIND = "area-row-unknown-kind"
    UNKNOWN_PARENT = "area-row-unknown-parent"
    PARENT_NOT_ABOVE = "area-row-parent-not-above"
    DUPLICATE = "area-row-duplicate"
    BAD_COORDINATES = "area-row-bad-coordinates"
    BAD_RADIUS = "area-row-bad-radius"
    BAD_POPULATION = "area-row-bad-population"
    PROJECTED = "area-row-projected"
    SWAPPED = "area-row-swapped"
    CROSSES_ITSELF = "area-row-crosses-itself"
    NOT_A_GROUND = "area-row-not-a-ground"
    EMPTY_GROUND = "area-row-empty-ground"
    ALIAS_INCOMPLETE = "area-alias-incomplete"
    ALIAS_TWICE = "area-alias-twice"
    ALIAS_OF_TWO_AREAS = "area-alias-of-two-areas"
    ALIAS_OF_NOTHING = "area-alias-of-nothing"


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that was not taken: the line of a CSV or the number of a feature, why, and the facts of that sentence."""

    number: int
    fault: Fault
    facts: Mapping[str, Any] = field(default_factory=dict)
