"""Pictures on their way out: their bytes from the database, and the file ids bots got for them."""

from collections.abc import Callable
from datetime import datetime

from sqlmodel import select

from alerts.letters import NEUTRAL
from models.database import Database
from models.pictures import Picture, UploadedPicture
from models.posters import Poster


def picture_name(picture_id: int) -> str:
    """How letters speak of a picture in the database."""
    return f"picture-{picture_id}"


def poster_name(poster: Poster) -> str:
    """How letters speak of a poster as it was made last; each time it is another file."""
    return f"poster-{poster.id}-{poster.revision}"


class Uploads:
    """What one bot needs to send pictures: bytes until it has uploaded them, file ids from then on."""

    def __init__(self, db: Database, *, bot_id: int, neutral: Callable[[], bytes], now: Callable[[], datetime]) -> None:
        self._db = db
        self._bot_id = bot_id
        self._neutral = neutral
        self._now = now

    async def bytes_of(self, name: str) -> bytes | None:
        """The JPEG, or the file of a poster; None when it has been deleted."""
        if name == NEUTRAL:
            return self._neutral()
        async with self._db.reading() as tx:
            if name.startswith("poster-"):
                poster = await tx.get(Poster, int(name.split("-")[1]))
                return poster.file if poster and poster_name(poster) == name else None
            picture = await tx.get(Picture, int(name.removeprefix("picture-")))
        return picture.jpeg if picture else None

    async def keep(self, name: str, file_id: str) -> None:
        async with self._db.transaction() as tx:
            await tx.merge(UploadedPicture(bot_id=self._bot_id, name=name, file_id=file_id, at=self._now()))

    async def known(self) -> dict[str, str]:
        """The file ids this bot has, by picture."""
        async with self._db.reading() as tx:
            rows = await tx.exec(select(UploadedPicture).where(UploadedPicture.bot_id == self._bot_id))
            return {row.name: row.file_id for row in rows.all()}
