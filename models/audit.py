"""The append-only record of who did what to what, reads of contacts included."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index
from sqlmodel import Field, SQLModel

from models.types import UtcDateTime


class Audit(SQLModel, table=True):
    """One act. `facts` holds states, counts and reasons by name, never a person's data."""

    __table_args__ = (Index("ix_audit_thing", "thing", "thing_id"),)

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(sa_type=UtcDateTime)
    actor: str = Field(max_length=20)
    """`member`, `operator` (the command line) or `clock`."""
    member_id: int | None = None
    organisation_id: int | None = None
    act: str = Field(max_length=40)
    thing: str = Field(max_length=30)
    thing_id: int | None = None
    facts: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)


class Switch(SQLModel, table=True):
    """A setting staff can turn while running, such as `broadcasts-paused`."""

    name: str = Field(primary_key=True, max_length=40)
    on: bool = False
    by_member_id: int | None = None
    at: datetime = Field(sa_type=UtcDateTime)
