"""Members, and the addresses at which they and groups can be told something."""

import enum
from datetime import datetime, time

from sqlalchemy import BigInteger, CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from models.refusals import Refusal
from models.types import UtcDateTime, enum_type


class Bot(SQLModel, table=True):
    """A bot of this deployment, by the number Telegram gave it (the part of its token before the colon)."""

    id: int = Field(primary_key=True, sa_type=BigInteger)
    username: str = Field(default="", max_length=64)
    seen_at: datetime = Field(sa_type=UtcDateTime)


class Member(SQLModel, table=True):
    """A person who talks with the bot; may be citizen, volunteer and staff at once."""

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(default="", max_length=100)
    language: str = Field(default="ar", max_length=8)
    zone: str | None = Field(default=None, max_length=64)
    """IANA name; the deployment's zone when empty."""
    adult_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When they said that they are an adult: volunteers are adults only, by their word."""
    vetted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When staff said that they know this volunteer; only the vetted hear what police has not confirmed."""
    quiet_from: time | None = None
    quiet_to: time | None = None
    wake_for_urgent: bool = False
    """An urgent alert sounds in quiet hours too."""
    duty_from: time | None = None
    duty_to: time | None = None
    """Every day between these on the member's clock what is urgent sounds, whatever their quiet hours."""
    reach_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """The same until this moment, once."""
    on_duty_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    paused_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    broadcast_cron: str | None = Field(default=None, max_length=120)
    """When this member's digests come, where a subscription does not say otherwise."""
    hijri: bool = False
    acting_for: int | None = Field(default=None, foreign_key="organisation.id")
    """For which of several organisations this member of staff acts now."""
    groups_suffice: bool = False
    """What a group of theirs hears at once is not told to them in private as well."""
    created_at: datetime = Field(sa_type=UtcDateTime)
    forget_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When they asked to be forgotten; the clock does it within a day."""


class RecipientState(enum.StrEnum):
    ACTIVE = "active"
    BLOCKED = "blocked"
    """The person blocked the bot or left; until they write again."""
    GONE = "gone"
    """The chat is no more, or the group was stopped."""


class Recipient(SQLModel, table=True):
    """One address at which copies may be put: a member on a channel, or a group's chat or topic."""

    __table_args__ = (
        UniqueConstraint("bot_id", "channel", "address", "thread_id"),
        CheckConstraint("(member_id IS NULL) <> (group_id IS NULL)", name="one_owner"),
    )

    id: int | None = Field(default=None, primary_key=True)
    bot_id: int = Field(sa_type=BigInteger)
    """0 until the deployment's first bot has a token; then that bot's."""
    channel: str = Field(default="telegram", max_length=20)
    address: str = Field(max_length=100)
    thread_id: int = Field(default=0, sa_type=BigInteger)
    """A forum topic; 0 for none."""
    member_id: int | None = Field(default=None, foreign_key="member.id", index=True)
    group_id: int | None = Field(default=None, foreign_key="volunteer_group.id", index=True)
    state: RecipientState = Field(default=RecipientState.ACTIVE, sa_type=enum_type(RecipientState))
    changed_at: datetime = Field(sa_type=UtcDateTime)


class MemberNotFound(Refusal):
    """No member at this address."""


class AdultsOnly(Refusal):
    """Volunteering is for adults, by their word."""


class NotMetYet(Refusal):
    """Somebody who never opened a private chat with the bot tapped a button in a group."""


class StillOutThere(Refusal):
    """Whoever is out in a search says "back safely" before being forgotten: they are told when it is over."""
