"""Posters of searches: files made for staff, to print and for official accounts."""

import enum
from datetime import datetime

from sqlalchemy import LargeBinary, UniqueConstraint
from sqlmodel import Field, SQLModel

from models.refusals import Refusal
from models.types import UtcDateTime, enum_type


class PosterSize(enum.StrEnum):
    CHAT = "chat"
    """1080 by 1350 pixels."""
    STORY = "story"
    """1080 by 1920 pixels."""
    PRINT = "print"
    """A4, 300 dots per inch, as PDF."""


class Poster(SQLModel, table=True):
    """A poster as it was made last, one for each size and language of a search; gone with the subject's picture."""

    __table_args__ = (UniqueConstraint("search_id", "size", "language"), UniqueConstraint("alert_id"))

    id: int | None = Field(default=None, primary_key=True)
    search_id: int = Field(foreign_key="search.id", index=True)
    alert_id: int = Field(foreign_key="alert.id")
    """The alert that shows it to staff."""
    size: PosterSize = Field(sa_type=enum_type(PosterSize))
    language: str = Field(max_length=5)
    revision: int = 1
    """How often it was made; each is a file of its own for the channels."""
    shows: str = Field(max_length=64)
    """A hash of all it says: another one than today's, and it is out of date."""
    file: bytes = Field(sa_type=LargeBinary)
    left_out: str = Field(default="", max_length=100)
    """Names of the fields that were not written on it, with commas between."""
    made_at: datetime = Field(sa_type=UtcDateTime)


class PosterNeedsPolice(Refusal):
    """Nothing that police has not confirmed goes on a poster."""


class PosterNeedsConsent(Refusal):
    """Nobody who may has agreed that the subject's data are published."""
