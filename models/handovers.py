"""The end of a shift: what somebody has is handed to a colleague."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field, SQLModel

from models.refusals import Refusal
from models.types import UtcDateTime


class Handover(SQLModel, table=True):
    """One member of staff offers what they have to a colleague, who takes it, or it goes back to the desk."""

    __table_args__ = (
        CheckConstraint("from_member_id <> to_member_id", name="two_people"),
        Index(
            "uq_handover_live",
            "from_member_id",
            "organisation_id",
            unique=True,
            sqlite_where=text("answered_at IS NULL"),
            postgresql_where=text("answered_at IS NULL"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    organisation_id: int = Field(foreign_key="organisation.id")
    from_member_id: int = Field(foreign_key="member.id")
    to_member_id: int = Field(foreign_key="member.id", index=True)
    note: str = Field(default="", max_length=500)
    """What the colleague should know; emptied once it is answered."""
    at: datetime = Field(sa_type=UtcDateTime)
    back_at: datetime = Field(sa_type=UtcDateTime, index=True)
    """When what was not taken goes back to the desk."""
    answered_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    accepted: bool = False


class NothingToHandOver(Refusal):
    """They have nothing of this organisation's desk."""


class HandoverOver(Refusal):
    """It was answered, or went back to the desk meanwhile."""


class NoColleague(Refusal):
    """Handed over is to a colleague of the same organisation."""
