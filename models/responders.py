"""Volunteers on the ground: who is coming, there or back, when they are asked after, where they meet."""

import enum
from datetime import datetime

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from models.refusals import Refusal
from models.types import UtcDateTime, enum_type


class ResponderState(enum.StrEnum):
    COMING = "coming"
    ON_SITE = "on_site"
    BACK = "back"


OUT_THERE = (ResponderState.COMING, ResponderState.ON_SITE)
"""On their way or there: called back when it is over, asked after when they are overdue."""


class CheckStep(enum.IntEnum):
    """How far the ladder of an overdue check has been climbed."""

    NOBODY_ASKED = 0
    VOLUNTEER_ASKED = 1
    PARTNER_ASKED = 2
    COORDINATOR_TOLD = 3
    """And told again with each number above it."""


class Responder(SQLModel, table=True):
    """A volunteer who said "on my way"; told by a real message when it is over, asked after until they are back."""

    __table_args__ = (UniqueConstraint("search_id", "member_id"),)

    id: int | None = Field(default=None, primary_key=True)
    search_id: int = Field(foreign_key="search.id", index=True)
    member_id: int = Field(foreign_key="member.id", index=True)
    state: ResponderState = Field(sa_type=enum_type(ResponderState))
    arrives_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When they said that they would be there; empty: not said."""
    has_car: bool = False
    skills: str = Field(default="", max_length=300)
    """Codes of `searches.skills`, with commas between them."""
    check_at: datetime | None = Field(default=None, sa_type=UtcDateTime, index=True)
    """When the next step of the overdue check is due; empty: they are back."""
    check_step: int = CheckStep.NOBODY_ASKED
    changed_at: datetime = Field(sa_type=UtcDateTime)


class MeetingPoint(SQLModel, table=True):
    """Where the volunteers of a search gather, as its coordinator says; never where the subject was seen."""

    __tablename__ = "meeting_point"
    __table_args__ = (CheckConstraint("lat BETWEEN -90 AND 90 AND lon BETWEEN -180 AND 180", name="on_earth"),)

    search_id: int = Field(primary_key=True, foreign_key="search.id")
    lat: float
    lon: float
    area_id: int | None = Field(default=None, foreign_key="area.id")
    words: str = Field(default="", max_length=300)
    set_at: datetime = Field(sa_type=UtcDateTime)


class SearchFigure(SQLModel, table=True):
    """What one search teaches, kept when the case is gone: nobody and no place is in it."""

    __tablename__ = "search_figure"

    search_id: int = Field(primary_key=True, foreign_key="search.id")
    outcome: str = Field(max_length=40)
    hours: float
    """From its opening to its end."""
    moved_m: float | None = None
    """From the first to the last known point; empty: no sighting was confirmed."""
    ring_m: float | None = None
    """How far it had been told, in metres; empty: no ring decided."""
    volunteers: int = 0
    segments_searched: int = 0
    kept_at: datetime = Field(sa_type=UtcDateTime)


class NotOut(Refusal):
    """Only who said "on my way", and is not back, can say more about it."""


class NotTheirPartner(Refusal):
    """Whoever answers for a volunteer is in one team with them."""
