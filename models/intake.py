"""What came in from Telegram, and how far each conversation has come."""

import enum
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Index, LargeBinary, text
from sqlmodel import Field, SQLModel

from models.types import UtcDateTime, enum_type


class InboxState(enum.StrEnum):
    WAITING = "waiting"
    DONE = "done"
    FAILED = "failed"


class InboxUpdate(SQLModel, table=True):
    """A raw update, committed before it is acknowledged; processed in order per chat, with one effect always."""

    __tablename__ = "inbox"
    __table_args__ = (
        Index(
            "ix_inbox_waiting",
            "bot_id",
            "update_id",
            sqlite_where=text("state = 'waiting'"),
            postgresql_where=text("state = 'waiting'"),
        ),
    )

    bot_id: int = Field(primary_key=True, sa_type=BigInteger)
    update_id: int = Field(primary_key=True, sa_type=BigInteger)
    lane: str = Field(max_length=40)
    """Updates of one lane (a chat) are processed in order."""
    payload: bytes | None = Field(default=None, sa_type=LargeBinary)
    """Emptied when it is done: it holds what people wrote."""
    received_at: datetime = Field(sa_type=UtcDateTime)
    state: InboxState = Field(default=InboxState.WAITING, sa_type=enum_type(InboxState))
    attempts: int = 0
    error: str | None = Field(default=None, max_length=120)


class Conversation(SQLModel, table=True):
    """The step one person is at in one chat, and what they entered so far."""

    __table_args__ = (
        Index(
            "ix_conversation_remind",
            "remind_at",
            sqlite_where=text("remind_at IS NOT NULL"),
            postgresql_where=text("remind_at IS NOT NULL"),
        ),
    )

    bot_id: int = Field(primary_key=True, sa_type=BigInteger)
    chat_id: int = Field(primary_key=True, sa_type=BigInteger)
    user_id: int = Field(primary_key=True, sa_type=BigInteger)
    thread_id: int = Field(default=0, primary_key=True, sa_type=BigInteger)
    step: str | None = Field(default=None, max_length=100)
    entered: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    changed_at: datetime = Field(sa_type=UtcDateTime)
    draft: str | None = Field(default=None, max_length=60)
    """What is being entered and could be lost: its kind and the update it began with, «report:412»."""
    remind_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When the clock looks at it: to remind, to hand it over, or to let it go."""
    reminded: str | None = Field(default=None, max_length=60)
    """The draft its person was reminded of: one reminder each."""
