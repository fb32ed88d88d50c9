"""What was told in the Common Alerting Protocol: each message has to name those before it."""

import enum
from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from models.refusals import Refusal
from models.types import UtcDateTime, enum_type


class CapKind(enum.StrEnum):
    """CAP 1.2, `msgType`."""

    ALERT = "Alert"
    UPDATE = "Update"
    CANCEL = "Cancel"


class CapMessage(SQLModel, table=True):
    """One message about one search, by what it is referred to; its words go when a later one takes its place."""

    __tablename__ = "cap_message"
    __table_args__ = (UniqueConstraint("identifier"),)

    id: int | None = Field(default=None, primary_key=True)
    search_id: int = Field(foreign_key="search.id", index=True)
    sender: str = Field(max_length=255)
    identifier: str = Field(max_length=80)
    sent: datetime = Field(sa_type=UtcDateTime)
    """In whole seconds, as it is written."""
    kind: CapKind = Field(sa_type=enum_type(CapKind))
    public: bool
    """False: for vetted volunteers or for a drill, and never in a feed."""
    xml: str = Field(default="", max_length=20_000)
    """The message; emptied when it is superseded, and with the rest of the case."""


class SearchNotPublic(Refusal):
    """Only what police has confirmed, is no drill and was told to everybody leaves the house as a record."""


class CapMessageGone(Refusal):
    """A later message took the place of this one, or its case is over for good."""
