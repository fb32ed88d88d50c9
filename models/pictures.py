"""Pictures people sent, made safe, and where each bot has them already."""

from datetime import datetime

from sqlalchemy import BigInteger, LargeBinary
from sqlmodel import Field, SQLModel

from models.types import UtcDateTime


class Picture(SQLModel, table=True):
    """A re-encoded JPEG without metadata, kept in the database so that deleting it deletes it."""

    id: int | None = Field(default=None, primary_key=True)
    jpeg: bytes = Field(sa_type=LargeBinary)
    width: int
    height: int
    sha256: str = Field(max_length=64, index=True)
    marks: bytes | None = Field(default=None, sa_type=LargeBinary)
    """What it is known by when it is sent again (`pictures.likeness.marks_of`); gone with the picture."""
    created_at: datetime = Field(sa_type=UtcDateTime)


class UploadedPicture(SQLModel, table=True):
    """Telegram's id of a picture a bot uploaded once, then sends by id; `name` is `picture-ID` or `neutral`."""

    __tablename__ = "uploaded_picture"

    bot_id: int = Field(primary_key=True, sa_type=BigInteger)
    name: str = Field(primary_key=True, max_length=40)
    file_id: str = Field(max_length=255)
    at: datetime = Field(sa_type=UtcDateTime)
