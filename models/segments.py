"""Ground that is searched on foot: segments, the pairs that search them, and where a pair went."""

import enum
from datetime import datetime

from sqlalchemy import CheckConstraint, Index, LargeBinary, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from models.refusals import Refusal
from models.types import UtcDateTime, enum_type


class Footing(enum.StrEnum):
    """What a pair walks on: along streets, or across open ground."""

    STREETS = "streets"
    OPEN = "open"


class SegmentState(enum.StrEnum):
    FREE = "free"
    TAKEN = "taken"
    SEARCHED = "searched"
    """A pair has been there; coverage says how well. Never «cleared»."""
    BARRED = "barred"
    """Not to be searched on foot: fenced, dangerous, somebody else's."""
    FROZEN = "frozen"
    """The search is over."""


SEGMENT_TRANSITIONS: dict[SegmentState, frozenset[SegmentState]] = {
    SegmentState.FREE: frozenset({SegmentState.TAKEN, SegmentState.BARRED, SegmentState.FROZEN}),
    SegmentState.TAKEN: frozenset({SegmentState.SEARCHED, SegmentState.FREE, SegmentState.FROZEN}),
    SegmentState.SEARCHED: frozenset({SegmentState.FREE, SegmentState.BARRED, SegmentState.FROZEN}),
    SegmentState.BARRED: frozenset({SegmentState.FREE, SegmentState.FROZEN}),
    SegmentState.FROZEN: frozenset(),
}
"""From a state to those that may follow it; searched ground is freed again for another team."""


class SearchGround(SQLModel, table=True):
    """How the ground of one search was cut, and how likely the subject is in none of it."""

    __tablename__ = "search_ground"
    __table_args__ = (
        CheckConstraint("lat BETWEEN -90 AND 90 AND lon BETWEEN -180 AND 180", name="on_earth"),
        CheckConstraint("rest_poa BETWEEN 0 AND 1", name="rest_poa"),
    )

    search_id: int = Field(primary_key=True, foreign_key="search.id")
    footing: Footing = Field(sa_type=enum_type(Footing))
    lat: float
    lon: float
    radius_m: float = Field(gt=0)
    sweep_width_m: float = Field(gt=0)
    rest_poa: float
    """POA of the rest of the world."""
    made_at: datetime = Field(sa_type=UtcDateTime)


class Segment(SQLModel, table=True):
    """A piece of ground one pair can search in one to two hours."""

    __table_args__ = (
        UniqueConstraint("search_id", "number"),
        CheckConstraint("poa BETWEEN 0 AND 1", name="poa"),
        CheckConstraint("area_m2 > 0", name="area"),
        CheckConstraint("coverage >= 0", name="coverage"),
    )

    id: int | None = Field(default=None, primary_key=True)
    search_id: int = Field(foreign_key="search.id", index=True)
    number: int
    """As people call it: «رقعة 7»."""
    state: SegmentState = Field(default=SegmentState.FREE, sa_type=enum_type(SegmentState))
    outline: bytes = Field(sa_type=LargeBinary)
    """WKB in degrees, longitude first, unbroken at the antimeridian."""
    lat: float
    lon: float
    """A point within it."""
    area_m2: float
    poa: float
    """Probability of area now: every empty search has changed it."""
    coverage: float = 0.0
    """Of all searches of it together."""
    searches: int = 0
    """How many pairs came back from it."""
    changed_at: datetime = Field(sa_type=UtcDateTime)


class PairState(enum.StrEnum):
    WAITING = "waiting"
    """One volunteer waits for a second adult."""
    TOGETHER = "together"
    OVER = "over"


PAIR_TRANSITIONS: dict[PairState, frozenset[PairState]] = {
    PairState.WAITING: frozenset({PairState.TOGETHER, PairState.OVER}),
    PairState.TOGETHER: frozenset({PairState.OVER}),
    PairState.OVER: frozenset(),
}
"""From a state to those that may follow it."""


class SearchPair(SQLModel, table=True):
    """Two adults who search together; nobody goes alone."""

    __tablename__ = "search_pair"
    __table_args__ = (
        UniqueConstraint("search_id", "number"),
        CheckConstraint("second_id IS NULL OR second_id <> first_id", name="two_people"),
        CheckConstraint("state <> 'together' OR second_id IS NOT NULL", name="not_alone"),
    )

    id: int | None = Field(default=None, primary_key=True)
    search_id: int = Field(foreign_key="search.id", index=True)
    number: int
    """As people call it: «الفريق 3»."""
    state: PairState = Field(default=PairState.WAITING, sa_type=enum_type(PairState))
    first_id: int = Field(foreign_key="member.id", index=True)
    second_id: int | None = Field(default=None, foreign_key="member.id", index=True)
    code: str | None = Field(default=None, max_length=8)
    """What a partner who stands beside them types; None: any other volunteer will do."""
    changed_at: datetime = Field(sa_type=UtcDateTime)


class SegmentSearch(SQLModel, table=True):
    """One pair's search of one segment, from taking it to coming back from it."""

    __tablename__ = "segment_search"
    __table_args__ = (
        Index(
            "uq_segment_search_open_segment",
            "segment_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index(
            "uq_segment_search_open_pair",
            "pair_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        CheckConstraint("coverage IS NULL OR coverage >= 0", name="coverage"),
    )

    id: int | None = Field(default=None, primary_key=True)
    search_id: int = Field(foreign_key="search.id", index=True)
    segment_id: int = Field(foreign_key="segment.id", index=True)
    pair_id: int = Field(foreign_key="search_pair.id", index=True)
    taken_at: datetime = Field(sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    length_m: float = 0.0
    coverage: float | None = None
    """Computed from the tracks; None: nobody shared where they went."""
    heard_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When a telephone last said where it was."""
    quiet_since: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """Sharing was turned off, or nothing came for long; None: it goes on, or never began."""
    asked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When they were asked for it."""


class TrackPoint(SQLModel, table=True):
    """Where a volunteer was while they held a segment; for the coordinators, gone with the contacts of the case."""

    __tablename__ = "track_point"
    __table_args__ = (
        UniqueConstraint("segment_search_id", "member_id", "at"),
        CheckConstraint("lat BETWEEN -90 AND 90 AND lon BETWEEN -180 AND 180", name="on_earth"),
    )

    id: int | None = Field(default=None, primary_key=True)
    search_id: int = Field(foreign_key="search.id", index=True)
    segment_search_id: int = Field(foreign_key="segment_search.id")
    member_id: int = Field(foreign_key="member.id", index=True)
    at: datetime = Field(sa_type=UtcDateTime)
    lat: float
    lon: float
    """To five decimals, about a metre: finer says nothing more of a street."""
    accuracy_m: float = 0.0


class NoGround(Refusal):
    """The ground of this search was not divided."""


class NoPoint(Refusal):
    """Nobody knows where the subject was last: there is no ground to divide."""


class NothingToSearch(Refusal):
    """Nothing round the last known point can be walked."""


class GroundInUse(Refusal):
    """Segments of this search were given out; it is not cut anew under the feet of who is there."""


class SegmentNotFound(Refusal):
    """No segment of this number."""


class SegmentMoved(Refusal):
    """The segment is no longer what this button was made for; facts: number."""


class NoSegmentFree(Refusal):
    """Everything is being searched, or was searched by these two; the coordinator decides what comes again."""


class SegmentHeld(Refusal):
    """This pair has a segment already; facts: number."""


class NoSegmentHeld(Refusal):
    """This volunteer has no segment at present."""


class NotOnSite(Refusal):
    """Segments are for volunteers who said that they have arrived."""


class PartnerNeeded(Refusal):
    """Nobody searches alone: a second adult is needed first."""


class HasPartner(Refusal):
    """This volunteer has a partner already; facts: number."""


class WrongCode(Refusal):
    """No pair of this search waits with this code."""
