"""What came in and could not be handled, for the operator: reasons and counts, never the words."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func
from sqlmodel import col, select

from models.intake import InboxState, InboxUpdate
from services.house import House


@dataclass(frozen=True, slots=True)
class Failure:
    """How many updates failed for one named reason, how many of them can be tried again, and since when."""

    error: str
    n: int
    kept: int
    since: datetime


async def failures(house: House, *, bot_id: int) -> list[Failure]:
    """Of one bot, most frequent first."""
    reason = func.coalesce(InboxUpdate.error, "")
    rows = (
        select(reason, func.count(), func.count(col(InboxUpdate.payload)), func.min(InboxUpdate.received_at))
        .where(InboxUpdate.bot_id == bot_id, col(InboxUpdate.state) == InboxState.FAILED)
        .group_by(reason)
        .order_by(func.count().desc())
    )
    async with house.db.reading() as tx:
        return [Failure(*row) for row in (await tx.exec(rows)).all()]
