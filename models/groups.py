"""Groups, channels and forum topics that receive alerts for their areas, once staff has accepted them."""

import enum
from datetime import datetime, time

from sqlalchemy import BigInteger, UniqueConstraint
from sqlmodel import Field, SQLModel

from models.refusals import Refusal
from models.types import UtcDateTime, enum_type


class GroupState(enum.StrEnum):
    ADDED = "added"
    """The bot is in it; nobody has set what it wants to hear."""
    PROPOSED = "proposed"
    """Its administrator has said what it wants; staff has not answered."""
    ACCEPTED = "accepted"
    REFUSED = "refused"
    STOPPED = "stopped"
    """The bot was removed, or staff or the group's administrator stopped it."""


GROUP_TRANSITIONS: dict[GroupState, frozenset[GroupState]] = {
    GroupState.ADDED: frozenset({GroupState.PROPOSED, GroupState.STOPPED}),
    GroupState.PROPOSED: frozenset({GroupState.ACCEPTED, GroupState.REFUSED, GroupState.STOPPED}),
    GroupState.ACCEPTED: frozenset({GroupState.PROPOSED, GroupState.STOPPED}),
    GroupState.REFUSED: frozenset({GroupState.PROPOSED, GroupState.STOPPED}),
    GroupState.STOPPED: frozenset({GroupState.ADDED, GroupState.PROPOSED}),
}


class GroupKind(enum.StrEnum):
    GROUP = "group"
    SUPERGROUP = "supergroup"
    CHANNEL = "channel"


class GroupSound(enum.StrEnum):
    """What may be heard in a group; everything arrives all the same."""

    ALL = "all"
    URGENT = "urgent"
    """Only what is about somebody in danger."""
    NONE = "none"


class Group(SQLModel, table=True):
    """One chat, or one topic of a forum; alerts reach it through its recipient and subscriptions."""

    __tablename__ = "volunteer_group"
    __table_args__ = (UniqueConstraint("bot_id", "chat_id", "thread_id"),)

    id: int | None = Field(default=None, primary_key=True)
    bot_id: int = Field(sa_type=BigInteger)
    chat_id: int = Field(sa_type=BigInteger)
    thread_id: int = Field(default=0, sa_type=BigInteger)
    kind: GroupKind = Field(sa_type=enum_type(GroupKind))
    title: str = Field(default="", max_length=255)
    state: GroupState = Field(default=GroupState.ADDED, sa_type=enum_type(GroupState))
    language: str = Field(default="ar", max_length=8)
    zone: str | None = Field(default=None, max_length=64)
    broadcast_cron: str | None = Field(default=None, max_length=120)
    while_search_open: bool = False
    """Its digests come only while a search is open in its areas."""
    sound: GroupSound = Field(default=GroupSound.ALL, sa_type=enum_type(GroupSound))
    quiet_from: time | None = None
    quiet_to: time | None = None
    """Between the two what is not urgent waits, and what is urgent arrives silently; empty: never."""
    weekly_picture: bool = False
    """It asked for a picture of its areas once a week."""
    next_picture_at: datetime | None = Field(default=None, sa_type=UtcDateTime, index=True)
    leaving_at: datetime | None = Field(default=None, sa_type=UtcDateTime, index=True)
    """Since when the bot is on its way out of this chat: it leaves once what it showed there is covered."""
    organisation_id: int | None = Field(default=None, foreign_key="organisation.id")
    """Whose staff accepted it."""
    set_up_by: int | None = Field(default=None, foreign_key="member.id")
    reason: str = Field(default="", max_length=300)
    """Why staff refused it, in their words."""
    set_up_key: str = Field(max_length=32, unique=True)
    """The unguessable part of the deep link by which an administrator sets it up."""
    changed_at: datetime = Field(sa_type=UtcDateTime)


class GroupReader(SQLModel, table=True):
    """A member who is in a group too, as Telegram confirmed when they said so."""

    __tablename__ = "group_reader"

    group_id: int = Field(foreign_key="volunteer_group.id", primary_key=True)
    member_id: int = Field(foreign_key="member.id", primary_key=True, index=True)
    confirmed_at: datetime = Field(sa_type=UtcDateTime)


class GroupNotFound(Refusal):
    """No group of this number, or it is not this person's to change."""


class NotGroupAdministrator(Refusal):
    """Only an administrator of the group may say what it hears."""


class GroupNotWaiting(Refusal):
    """Staff has already answered for this group, or it was stopped."""


class WeekNeedsReports(Refusal):
    """The picture of the week shows reports, and this group hears of none."""


class OnlyWithSearches(Refusal):
    """Only a group that hears of searches can hear something while one is open."""
