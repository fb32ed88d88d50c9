"""Sightings: somebody says they saw the subject; and the points at which the subject was last known."""

import enum
from datetime import datetime

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from models.refusals import Refusal
from models.types import UtcDateTime, enum_type


class SightingState(enum.StrEnum):
    NEW = "new"
    CONFIRMED = "confirmed"
    """Coordinators believe it: the last known point may move there."""
    DOUBTED = "doubted"
    MERGED = "merged"
    """The same moment as another one, which is kept."""
    DISMISSED = "dismissed"


SIGHTING_TRANSITIONS: dict[SightingState, frozenset[SightingState]] = {
    SightingState.NEW: frozenset(set(SightingState) - {SightingState.NEW}),
    SightingState.DOUBTED: frozenset({SightingState.CONFIRMED, SightingState.MERGED, SightingState.DISMISSED}),
    SightingState.CONFIRMED: frozenset({SightingState.DOUBTED, SightingState.DISMISSED}),
    SightingState.MERGED: frozenset(),
    SightingState.DISMISSED: frozenset(),
}
"""From a state to those that may follow it; what was confirmed by mistake moves the point back."""


class Sure(enum.StrEnum):
    """How sure the one who saw is."""

    CERTAIN = "certain"
    LIKELY = "likely"
    UNSURE = "unsure"


class Dismissal(enum.StrEnum):
    """Why a sighting is dismissed; told to whoever sent it."""

    OTHER_PERSON = "other-person"
    BEFORE = "before"
    """From before the person was missing."""
    SAME_POST = "same-post"
    """It was the post, not the person."""
    NOT_POSSIBLE = "not-possible"
    """So far in so short a time, or somebody was there and it was not them."""


class Sighting(SQLModel, table=True):
    """Somebody says they saw the subject; its place and picture are for coordinators only.

    Kept from the first answer on; it never changes the state of its search.
    """

    __table_args__ = (
        CheckConstraint("(lat IS NULL) = (lon IS NULL)", name="point"),
        UniqueConstraint("made_by"),
    )

    id: int | None = Field(default=None, primary_key=True)
    search_id: int = Field(foreign_key="search.id", index=True)
    member_id: int | None = Field(default=None, foreign_key="member.id", index=True)
    state: SightingState = Field(default=SightingState.NEW, sa_type=enum_type(SightingState))
    danger: bool = False
    """In danger now, by the word of who saw them; no limit stops it."""
    lat: float | None = None
    lon: float | None = None
    area_id: int | None = Field(default=None, foreign_key="area.id")
    place: str = Field(default="", max_length=300)
    seen_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    words: str = Field(default="", max_length=1000)
    picture_id: int | None = Field(default=None, foreign_key="picture.id")
    sure: Sure | None = Field(default=None, sa_type=enum_type(Sure))
    after_end: bool = False
    """Told when the search was over: kept for staff because the person is said to be in danger."""
    merged_into: int | None = Field(default=None, foreign_key="sighting.id")
    dismissed_for: Dismissal | None = Field(default=None, sa_type=enum_type(Dismissal))
    decided_by: int | None = Field(default=None, foreign_key="member.id")
    decided_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    created_at: datetime = Field(sa_type=UtcDateTime)
    changed_at: datetime = Field(sa_type=UtcDateTime)
    made_by: str | None = Field(default=None, max_length=120)


class LastKnownPoint(SQLModel, table=True):
    """Where the subject was known to be at a moment; the latest moment is the search's last known point.

    Written from the first confirmed sighting on: the first row is the point the search began with.
    """

    __tablename__ = "last_known_point"
    __table_args__ = (UniqueConstraint("sighting_id"),)

    id: int | None = Field(default=None, primary_key=True)
    search_id: int = Field(foreign_key="search.id", index=True)
    sighting_id: int | None = Field(default=None, foreign_key="sighting.id")
    """Empty for the point the search began with."""
    lat: float
    lon: float
    area_id: int | None = Field(default=None, foreign_key="area.id")
    place: str = Field(default="", max_length=300)
    at: datetime = Field(sa_type=UtcDateTime)
    known_at: datetime = Field(sa_type=UtcDateTime)
    """When staff agreed on it."""


class SightingNotFound(Refusal):
    """No sighting of this number that this person may see or add to."""


class SightingDecided(Refusal):
    """Somebody decided on this sighting before, perhaps at the same moment; facts: sighting_id, state."""


class TooManySightings(Refusal):
    """So many sightings of one search in an hour; one of a person in danger is always taken; facts: limit."""


class NothingWider(Refusal):
    """There is no wider ring: the last was told, the audience was chosen, or rings mean little here."""
