"""Civic reports: their states, who moved them and what was said."""

import enum
from datetime import datetime

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel

from models.refusals import Refusal
from models.types import UtcDateTime, enum_type


class ReportState(enum.StrEnum):
    RECEIVED = "received"
    ACCEPTED = "accepted"
    IN_PROGRESS = "in_progress"
    FIXED = "fixed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    """Taken back by the person who sent it."""


REPORT_TRANSITIONS: dict[ReportState, frozenset[ReportState]] = {
    ReportState.RECEIVED: frozenset({ReportState.ACCEPTED, ReportState.REFUSED, ReportState.WITHDRAWN}),
    ReportState.ACCEPTED: frozenset(
        {ReportState.IN_PROGRESS, ReportState.FIXED, ReportState.REFUSED, ReportState.WITHDRAWN}
    ),
    ReportState.IN_PROGRESS: frozenset({ReportState.FIXED, ReportState.REFUSED, ReportState.WITHDRAWN}),
    ReportState.FIXED: frozenset({ReportState.ACCEPTED}),
    ReportState.REFUSED: frozenset({ReportState.ACCEPTED}),
    ReportState.WITHDRAWN: frozenset({ReportState.RECEIVED}),
}
"""From a state to those that may follow it."""

DANGER = "danger"
"""The category that is about somebody's safety: no limit is applied to it, and it is first everywhere."""

REPORT_OPEN = frozenset({ReportState.RECEIVED, ReportState.ACCEPTED, ReportState.IN_PROGRESS})


class Report(SQLModel, table=True):
    """A civic problem a citizen tells us about (Open311: service request). Its id is the number people follow."""

    __table_args__ = (
        CheckConstraint("(lat IS NULL) = (lon IS NULL)", name="point"),
        CheckConstraint("lat IS NULL OR (lat BETWEEN -90 AND 90 AND lon BETWEEN -180 AND 180)", name="on_earth"),
    )

    id: int | None = Field(default=None, primary_key=True)
    state: ReportState = Field(default=ReportState.RECEIVED, sa_type=enum_type(ReportState), index=True)
    category: str = Field(max_length=60)
    """Empty until the desk has said what kind it is, where the report was sent as it is."""
    description: str = Field(default="", max_length=4000)
    lat: float | None = None
    lon: float | None = None
    area_id: int | None = Field(default=None, foreign_key="area.id", index=True)
    """The smallest area that holds it, or the one the reporter named."""
    place: str = Field(default="", max_length=300)
    """The place in the reporter's own words."""
    picture_id: int | None = Field(default=None, foreign_key="picture.id")
    organisation_id: int | None = Field(default=None, foreign_key="organisation.id", index=True)
    """Whose desk serves the place; empty: nobody's, shown to every admin."""
    reporter_id: int | None = Field(default=None, foreign_key="member.id", index=True)
    reason: str = Field(default="", max_length=500)
    """Why it was refused, in the desk's words."""
    question: str = Field(default="", max_length=300)
    """What the desk asks its reporter and has no answer to yet."""
    created_at: datetime = Field(sa_type=UtcDateTime)
    changed_at: datetime = Field(sa_type=UtcDateTime)
    made_by: str | None = Field(default=None, max_length=120, unique=True)
    """The update it came from, so that it is made once however often that comes."""


def lacking(report: Report) -> tuple[str, ...]:
    """What its desk must complete before it goes out: place, kind, words (a picture speaks for itself)."""
    there = {
        "place": report.area_id is not None or report.lat is not None or bool(report.place),
        "kind": bool(report.category),
        "words": bool(report.description) or report.picture_id is not None,
    }
    return tuple(what for what, known in there.items() if not known)


class ReportUpdate(SQLModel, table=True):
    """Something said about a report, or a step it took; shown to whoever follows it."""

    __tablename__ = "report_update"

    id: int | None = Field(default=None, primary_key=True)
    report_id: int = Field(foreign_key="report.id", index=True)
    state: ReportState | None = Field(default=None, sa_type=enum_type(ReportState))
    text: str = Field(default="", max_length=2000)
    picture_id: int | None = Field(default=None, foreign_key="picture.id")
    by_member_id: int | None = Field(default=None, foreign_key="member.id")
    by_staff: bool = False
    at: datetime = Field(sa_type=UtcDateTime)
    made_by: str | None = Field(default=None, max_length=120, unique=True)


class ReportNotFound(Refusal):
    """No report of this number that this person may see."""


class ReportMoved(Refusal):
    """The report is no longer in the state this button was made for; facts: report_id, state."""


class ReportNeedsPlace(Refusal):
    """A report without a place cannot be sent to anybody."""


class ReportIncomplete(Refusal):
    """A report goes out when its desk has completed place, kind and words."""


class TooManyReports(Refusal):
    """More reports in an hour than one person may send; facts: limit, after."""


class UnknownCategory(Refusal):
    """No such kind of report; facts: category."""


class ReportSaysNothing(Refusal):
    """Neither a picture nor a word: nobody could tell what it is about."""


class ReasonMissing(Refusal):
    """A report is refused with a reason, so that who sent it knows what to do."""
