"""Pictures people sent: made safe before they are kept, and gone when nothing needs them."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import Delete, Select, delete
from sqlmodel import col, select

from alerts.uploads import picture_name
from models.alerts import Digest
from models.database import Tx
from models.moderation import ReportOriginal
from models.pictures import Picture, UploadedPicture
from models.reports import Report, ReportUpdate
from models.rows import changed, id_of
from models.searches import Search
from models.sightings import Sighting
from pictures.likeness import marks_of
from pictures.safe import CleanPicture, clean_picture
from services.house import House


async def keep(house: House, raw: bytes, *, now: datetime) -> int:
    """Keep what somebody sent, without metadata; its number. Refuses with NotAPicture and PictureTooLarge."""
    clean, marks = await asyncio.get_running_loop().run_in_executor(_darkroom(), _developed, raw)
    size = {"width": clean.width, "height": clean.height}
    picture = Picture(jpeg=clean.jpeg, **size, sha256=clean.sha256, marks=marks, created_at=now)
    async with house.db.transaction() as tx:
        tx.add(picture)
    return id_of(picture)


def _developed(raw: bytes) -> tuple[CleanPicture, bytes]:
    """Made safe, and what it is known by."""
    clean = clean_picture(raw)
    return clean, marks_of(clean.jpeg)


@lru_cache(maxsize=1)
def _darkroom() -> ThreadPoolExecutor:
    """Two at a time: the largest picture takes 250 MB while it is decoded."""
    return ThreadPoolExecutor(max_workers=2, thread_name_prefix="pictures")


async def kept(tx: Tx, picture_id: int | None) -> int | None:
    """The picture a draft speaks of, or None where it is gone: a draft that waited for days loses no more than that."""
    if picture_id is None:
        return None
    return (await tx.exec(select(Picture.id).where(Picture.id == picture_id))).first()


async def remove(tx: Tx, picture_id: int) -> None:
    """Forget a picture and where it was uploaded, in the caller's transaction; nothing may point at it any more."""
    await tx.exec(delete(UploadedPicture).where(col(UploadedPicture.name) == picture_name(picture_id)))
    await tx.exec(delete(Picture).where(col(Picture.id) == picture_id))


async def remove_unused(house: House, *, now: datetime) -> int:
    """Forget pictures of drafts that were never sent; how many.

    Those the clock drops lose theirs at once; this finds what was left by people who changed their minds.
    """
    kept = timedelta(hours=2 * house.rules.privacy.draft_hours)
    async with house.db.transaction() as tx:
        return await changed(tx, _unused(now - kept))


def unpointed() -> list[Any]:
    """Conditions of a picture to which nothing points."""
    used: list[Select[Any]] = [
        select(column).where(column == Picture.id)
        for column in (
            col(Report.picture_id),
            col(ReportUpdate.picture_id),
            col(ReportOriginal.picture_id),
            col(Search.picture_id),
            col(Digest.picture_id),
            col(Sighting.picture_id),
        )
    ]
    return [~query.exists() for query in used]


def _unused(before: datetime) -> Delete:
    """Pictures kept before then to which nothing points."""
    return delete(Picture).where(col(Picture.created_at) < before, *unpointed())
