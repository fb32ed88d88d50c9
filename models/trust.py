"""How far an organisation trusts somebody who reports to it."""

import enum
from datetime import datetime

from sqlmodel import Field, SQLModel

from models.refusals import Refusal
from models.types import UtcDateTime, enum_type


class TrustLevel(enum.StrEnum):
    NEW = "new"
    """Nobody has said anything about them; kept only where something else was said before."""
    KNOWN = "known"
    TRUSTED = "trusted"
    """Their reports are accepted at once, where the deployment says so."""
    LIMITED = "limited"
    """Fewer reports in an hour than others."""
    BANNED = "banned"
    """No reports but of danger; what they tell of a missing person always arrives, and says so to staff."""


class MemberTrust(SQLModel, table=True):
    """What one organisation says of one member, since when and why; the last word counts."""

    __tablename__ = "member_trust"

    member_id: int = Field(foreign_key="member.id", primary_key=True)
    organisation_id: int = Field(foreign_key="organisation.id", primary_key=True, index=True)
    level: TrustLevel = Field(sa_type=enum_type(TrustLevel))
    reason: str = Field(default="", max_length=300)
    since: datetime = Field(sa_type=UtcDateTime)
    until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When a limit or a ban ends by itself."""
    by_member_id: int | None = Field(default=None, foreign_key="member.id")
    objected_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When they objected, once for each word."""


class Banned(Refusal):
    """An organisation takes no reports from them; facts: organisation, reason, until."""


class BannedForGood(Refusal):
    """The same without an end; facts: organisation, reason."""


class NotOfOneself(Refusal):
    """Nobody says of themselves, or of a colleague at the desk, how far they are trusted."""


class AlreadyObjected(Refusal):
    """One objection to a limit or a ban was heard; facts: none."""
