"""What people said instead of writing it: voice notes, sound and film, kept as Telegram's ids and nothing more."""

import enum
from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from models.refusals import Refusal
from models.types import UtcDateTime, enum_type

MOST_SECONDS = 300
"""What a desk can be asked to listen to."""
MOST_MEGABYTES = 20
"""What a bot may download (Telegram Bot API, getFile): the desk can save what it hears."""


class RecordingKind(enum.StrEnum):
    """How Telegram sends it again: a file id keeps its kind."""

    VOICE = "voice"
    AUDIO = "audio"
    VIDEO = "video"
    VIDEO_NOTE = "video_note"


class Recording(SQLModel, table=True):
    """One thing somebody said, for a report or a search; for neither while it waits in a draft.

    Its sound stays with Telegram: removing the row is all that can be done here, and nobody can hear it again.
    """

    __table_args__ = (
        CheckConstraint("report_id IS NULL OR search_id IS NULL", name="of_one_thing"),
        UniqueConstraint("made_by"),
    )

    id: int | None = Field(default=None, primary_key=True)
    bot_id: int = Field(sa_type=BigInteger)
    """Whose file id it is: another bot cannot send it."""
    kind: RecordingKind = Field(sa_type=enum_type(RecordingKind))
    file_id: str = Field(max_length=255)
    unique_id: str = Field(max_length=64)
    seconds: int
    report_id: int | None = Field(default=None, foreign_key="report.id", index=True)
    search_id: int | None = Field(default=None, foreign_key="search.id", index=True)
    sighting_id: int | None = Field(default=None, foreign_key="sighting.id", index=True)
    """The sighting of that search it belongs to; for its coordinators only."""
    created_at: datetime = Field(sa_type=UtcDateTime)
    made_by: str | None = Field(default=None, max_length=120)
    """The update it came with."""


class StaffCopy(SQLModel, table=True):
    """A message with what staff alone may hear or see, in the chat of who asked for it, until `leave_at`.

    A recording, or with none what a report said or showed before the desk took it out.
    """

    __tablename__ = "staff_copy"

    bot_id: int = Field(primary_key=True, sa_type=BigInteger)
    chat_id: int = Field(primary_key=True, sa_type=BigInteger)
    message_id: int = Field(primary_key=True, sa_type=BigInteger)
    recording_id: int | None = Field(default=None, index=True)
    """No foreign key: the copy has to be taken away after its recording is gone."""
    leave_at: datetime = Field(sa_type=UtcDateTime, index=True)


class RecordingTooLong(Refusal):
    """It lasts longer than anybody at a desk can listen to; facts: minutes."""


class RecordingTooLarge(Refusal):
    """The file has more bytes than Telegram lets a bot fetch; facts: limit_megabytes."""


class NothingToHear(Refusal):
    """The recordings of this report or search are gone, or were sent to another bot."""
