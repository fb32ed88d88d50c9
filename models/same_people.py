"""Two cases that may be about one person: why it looks so, and what a person said of it."""

import enum
from datetime import datetime

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel

from models.refusals import Refusal
from models.types import UtcDateTime


class Alike(enum.StrEnum):
    """What two cases have in common; ids of reasons, never anybody's data."""

    NAME_SAME = "name-same"
    NAME_LIKELY = "name-likely"
    GIVEN_NAME = "given-name"
    PICTURE_SAME = "picture-same"
    PICTURE_LIKELY = "picture-likely"
    PHONE_SAME = "phone-same"
    AGE_SAME = "age-same"
    AGE_NEAR = "age-near"
    PLACE_SAME = "place-same"
    PLACE_NEAR = "place-near"
    TIME_SAME = "time-same"
    TIME_NEAR = "time-near"


class LikelySame(SQLModel, table=True):
    """A pair of cases, the lower number first. Once a person has said, nobody is asked again."""

    __tablename__ = "likely_same"
    __table_args__ = (CheckConstraint("low_id < high_id", name="in_order"),)

    low_id: int = Field(foreign_key="search.id", primary_key=True)
    high_id: int = Field(foreign_key="search.id", primary_key=True, index=True)
    weight: int
    """For the order in which they are shown; see `services.likely_same`."""
    reasons: str = Field(max_length=200)
    """Values of `Alike`, the weightiest first, with commas between."""
    same: bool | None = None
    """What a person said; empty while nobody has."""
    decided_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    decided_by: int | None = Field(default=None, foreign_key="member.id")


class PairDecided(Refusal):
    """Somebody said already whether these two cases are about one person; facts: number, other."""


class NothingAlike(Refusal):
    """Nothing says any more that these two cases may be about one person; facts: number, other."""
