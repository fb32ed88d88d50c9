"""Organisations under the umbrella, the areas they serve, and who acts for them."""

import enum
from datetime import datetime

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from models.refusals import Refusal
from models.types import UtcDateTime, enum_type


class Role(enum.StrEnum):
    """What staff may do, granted per organisation, never typed by oneself."""

    DESK = "desk"
    COORDINATOR = "coordinator"
    APPROVER = "approver"
    ADMIN = "admin"


class Organisation(SQLModel, table=True):
    """An association, municipality or team; its desk serves its areas."""

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True, max_length=60)
    name_ar: str = Field(max_length=200)
    name_en: str = Field(default="", max_length=200)
    next_summary_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When its staff hear the daily summary next."""


class ServedArea(SQLModel, table=True):
    """An organisation serves an area and everything inside it."""

    __tablename__ = "served_area"

    organisation_id: int = Field(foreign_key="organisation.id", primary_key=True)
    area_id: int = Field(foreign_key="area.id", primary_key=True, index=True)


class StaffGrant(SQLModel, table=True):
    """One role of one member in one organisation, from its grant to its revocation."""

    __tablename__ = "staff_grant"
    __table_args__ = (
        Index(
            "uq_staff_grant_live",
            "member_id",
            "organisation_id",
            "role",
            unique=True,
            sqlite_where=text("revoked_at IS NULL"),
            postgresql_where=text("revoked_at IS NULL"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    member_id: int = Field(foreign_key="member.id", index=True)
    organisation_id: int = Field(foreign_key="organisation.id", index=True)
    role: Role = Field(sa_type=enum_type(Role))
    granted_by: int | None = Field(default=None, foreign_key="member.id")
    """Empty: by the operator at the command line."""
    granted_at: datetime = Field(sa_type=UtcDateTime)
    revoked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class ActsForAnother(Refusal):
    """They may do this, but not for the organisation they act for now."""


class StaffInvitation(SQLModel, table=True):
    """A link that gives a role to the one person who opens it first; its code is kept as a hash only."""

    __tablename__ = "staff_invitation"

    id: int | None = Field(default=None, primary_key=True)
    code_hash: str = Field(unique=True, max_length=64)
    organisation_id: int = Field(foreign_key="organisation.id")
    role: Role = Field(sa_type=enum_type(Role))
    made_at: datetime = Field(sa_type=UtcDateTime)
    ends_at: datetime = Field(sa_type=UtcDateTime)
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    used_by: int | None = Field(default=None, foreign_key="member.id")


class InvitationOver(Refusal):
    """The link to a role was used already, is too old, or was never made."""


class LastAdmin(Refusal):
    """The last admin of an organisation gives the role up only after another has it."""


class NothingToRevoke(Refusal):
    """This member has no role in an organisation of whoever asks."""


class OrganisationNotFound(Refusal):
    """No organisation of this name; facts: code."""
