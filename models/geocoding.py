"""What a geocoder answered, so that it is not asked again: places, and nothing of who asked."""

from datetime import datetime

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel

from models.types import UtcDateTime


class Geocoded(SQLModel, table=True):
    """One answer; without a point nothing was found. The words that were asked are kept as a keyed hash only."""

    __table_args__ = (
        CheckConstraint("lat IS NULL OR (lat BETWEEN -90 AND 90)", name="lat"),
        CheckConstraint("lon IS NULL OR (lon BETWEEN -180 AND 180)", name="lon"),
        CheckConstraint("(lat IS NULL) = (lon IS NULL)", name="point"),
    )

    asked: str = Field(primary_key=True, max_length=64)
    lat: float | None = None
    lon: float | None = None
    name: str = Field(default="", max_length=200)
    at: datetime = Field(sa_type=UtcDateTime, index=True)
