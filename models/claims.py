"""Who has taken what waits on the desk, so that two do not work on the same thing."""

import enum
from datetime import datetime

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from models.refusals import Refusal
from models.types import UtcDateTime, enum_type


class Claimed(enum.StrEnum):
    """What can be taken; a draft, a request for approval and an objection are their search's."""

    REPORT = "report"
    SEARCH = "search"
    GROUP = "group"


class Claim(SQLModel, table=True):
    """One member of staff has one thing of the desk, from taking it until it leaves the desk or their hands."""

    __table_args__ = (
        Index(
            "uq_claim_live",
            "thing",
            "thing_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    thing: Claimed = Field(sa_type=enum_type(Claimed))
    thing_id: int
    member_id: int = Field(foreign_key="member.id", index=True)
    organisation_id: int = Field(foreign_key="organisation.id")
    at: datetime = Field(sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class HeldByAnother(Refusal):
    """Somebody else has taken it, not long ago; facts: name, since, after."""


class JustTaken(Refusal):
    """Somebody else took it at the same moment."""


class NothingToTake(Refusal):
    """It does not wait on this desk (any more)."""
