"""Areas: places with a name, region > city > district, each a polygon, a circle, or a name only."""

import enum

from sqlalchemy import CheckConstraint, LargeBinary
from sqlmodel import Field, SQLModel

from models.refusals import Refusal
from models.types import enum_type


class AreaKind(enum.StrEnum):
    REGION = "region"
    CITY = "city"
    DISTRICT = "district"


class Area(SQLModel, table=True):
    """A place with a name. A polygon is kept as WKB in lon/lat degrees (WGS 84); a circle has a radius in metres.

    An area with neither is a name only: it is served through its nearest ancestor that has a shape.
    """

    __table_args__ = (
        CheckConstraint("lat IS NULL OR (lat BETWEEN -90 AND 90)", name="lat"),
        CheckConstraint("lon IS NULL OR (lon BETWEEN -180 AND 180)", name="lon"),
        CheckConstraint("radius_m IS NULL OR (radius_m > 0 AND lat IS NOT NULL AND lon IS NOT NULL)", name="circle"),
        CheckConstraint("name_ar <> '' OR name_en <> ''", name="named"),
    )

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True, max_length=100)
    """The id it was imported with, unique in a deployment."""
    parent_id: int | None = Field(default=None, foreign_key="area.id", index=True)
    kind: AreaKind = Field(sa_type=enum_type(AreaKind))
    name_ar: str = Field(default="", max_length=200)
    name_en: str = Field(default="", max_length=200)
    lat: float | None = None
    """A point to show for it: the circle's centre, or a point inside the polygon."""
    lon: float | None = None
    radius_m: float | None = None
    shape: bytes | None = Field(default=None, sa_type=LargeBinary)
    broadcast_cron: str | None = Field(default=None, max_length=120)
    """When digests of this area go out, unless the group or the member said otherwise."""
    organisation_id: int | None = Field(default=None, foreign_key="organisation.id", index=True)
    """Whose staff drew it in the chat; only they take it away again. Nobody's if it was imported."""
    made_by: str | None = Field(default=None, max_length=120, unique=True)
    """The update that drew it: repeated, it draws nothing."""


class AreaAlias(SQLModel, table=True):
    """Another id by which an area is known: two files that name the same region."""

    __tablename__ = "area_alias"

    code: str = Field(primary_key=True, max_length=100)
    area_id: int = Field(foreign_key="area.id", index=True)


class OtherAreaName(SQLModel, table=True):
    """What else an area is called: another spelling, an older name. The area is found by it, and never called so."""

    __tablename__ = "area_name"

    area_id: int = Field(foreign_key="area.id", primary_key=True)
    name: str = Field(primary_key=True, max_length=200)


class AreaNotServed(Refusal):
    """The place lies outside of what the organisation serves."""


class AreaNameTaken(Refusal):
    """An area of this name lies there already; facts: name."""
