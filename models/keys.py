"""Keys a deployment made for itself because its operator gave none."""

from datetime import datetime

from sqlalchemy import LargeBinary
from sqlmodel import Field, SQLModel

from models.types import UtcDateTime


class StoredKey(SQLModel, table=True):
    """A random key, made once and kept with the data it belongs to, so that a restored backup still has it."""

    __tablename__ = "stored_key"

    name: str = Field(primary_key=True, max_length=40)
    key: bytes = Field(sa_type=LargeBinary)
    made_at: datetime = Field(sa_type=UtcDateTime)
