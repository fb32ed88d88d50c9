"""Subscriptions: who wants to hear what, where, how often."""

import enum
from datetime import datetime

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field, SQLModel

from models.refusals import Refusal
from models.types import UtcDateTime, enum_type


class ReportKinds(enum.StrEnum):
    """Which reports a subscription is about."""

    NONE = "none"
    ALL = "all"
    SOME = "some"
    """Those of the categories in `subscription_category`."""


class Subscription(SQLModel, table=True):
    """One recipient's wish: searches and kinds of reports, in an area or a circle, at once or in digests.

    A circle carries its bounding box in degrees, so that an index finds it (R*Tree on SQLite, GiST on PostgreSQL);
    one that crosses the antimeridian or holds a pole spans all longitudes. Members' circles are coarse.
    """

    __table_args__ = (
        CheckConstraint(
            "(area_id IS NOT NULL AND lat IS NULL AND lon IS NULL AND radius_m IS NULL)"
            " OR (area_id IS NULL AND lat IS NOT NULL AND lon IS NOT NULL AND radius_m > 0"
            " AND min_lat IS NOT NULL AND max_lat IS NOT NULL AND min_lon IS NOT NULL AND max_lon IS NOT NULL)",
            name="one_ground",
        ),
        CheckConstraint("lat IS NULL OR (lat BETWEEN -90 AND 90 AND lon BETWEEN -180 AND 180)", name="on_earth"),
        CheckConstraint("searches OR reports <> 'none'", name="about_something"),
        Index("ix_subscription_area", "area_id"),
        Index("ix_subscription_due", "next_digest_at"),
        {"sqlite_autoincrement": True},  # a number is never used again: deliveries remember it
    )

    id: int | None = Field(default=None, primary_key=True)
    recipient_id: int = Field(foreign_key="recipient.id", index=True)
    searches: bool = True
    reports: ReportKinds = Field(default=ReportKinds.NONE, sa_type=enum_type(ReportKinds))
    area_id: int | None = Field(default=None, foreign_key="area.id")
    lat: float | None = None
    lon: float | None = None
    radius_m: float | None = None
    min_lat: float | None = None
    max_lat: float | None = None
    min_lon: float | None = None
    max_lon: float | None = None
    instant: bool = True
    cron: str | None = Field(default=None, max_length=120)
    """When its digests come; empty: as the member, group, area or deployment says."""
    next_digest_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When its next digest is due; empty where it is instant."""
    active: bool = True
    created_at: datetime = Field(sa_type=UtcDateTime)
    made_by: str | None = Field(default=None, max_length=120, unique=True)
    """What made it (an update, a line of an import), so that it is made once."""


class SubscriptionCategory(SQLModel, table=True):
    """A category that a subscription with `reports = some` is about."""

    __tablename__ = "subscription_category"

    subscription_id: int = Field(foreign_key="subscription.id", primary_key=True, ondelete="CASCADE")
    category: str = Field(primary_key=True, max_length=60)


class SubscriptionNotFound(Refusal):
    """This subscription is not there any more, or belongs to somebody else."""


class TooManySubscriptions(Refusal):
    """One person keeps at most so many subscriptions; facts: limit."""


class RadiusNotOffered(Refusal):
    """The radius is not within what is offered; facts: least_km, most_km."""
