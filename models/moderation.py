"""What people wrote or showed before the desk took something out of it."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from models.refusals import Refusal
from models.types import UtcDateTime


class ReportOriginal(SQLModel, table=True):
    """What a report said or showed before words were replaced or its picture hidden; for admins' eyes, for a month."""

    __tablename__ = "report_original"

    id: int | None = Field(default=None, primary_key=True)
    report_id: int = Field(foreign_key="report.id", index=True)
    words: str | None = Field(default=None, max_length=4000)
    """Empty where the picture was hidden, or the words are gone."""
    picture_id: int | None = Field(default=None, foreign_key="picture.id")
    hid_picture: bool = False
    reason: str = Field(max_length=300)
    """Why, in words, or as the key of a sentence."""
    by_member_id: int | None = Field(default=None, foreign_key="member.id")
    at: datetime = Field(sa_type=UtcDateTime)
    purge_at: datetime | None = Field(default=None, sa_type=UtcDateTime, index=True)
    """When what it keeps goes; empty once it is gone."""
    made_by: str | None = Field(default=None, max_length=120, unique=True)


class NothingChanged(Refusal):
    """The words that were to replace others are the same, or there is no picture to hide."""


class NoOriginal(Refusal):
    """Nothing was taken out of this report, or what it said before is gone by now."""
