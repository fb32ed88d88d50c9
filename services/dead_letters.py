"""Dead letters: what was given up after many attempts, counted by alert, and tried once more at the word of staff."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func
from sqlmodel import col, select

from alerts import revisions
from alerts.failures import UnknownOutcome
from models.alerts import Alert, Delivery
from models.claims import NothingToTake
from models.database import Tx
from models.rows import changed
from services.audit import Actor, record
from services.desk import scope_of
from services.desk_piles import Pile, statements
from services.house import House


@dataclass(frozen=True, slots=True)
class Undelivered:
    """An alert, what it is about, and how many it was given up for; `unsure` where it may have reached some of them."""

    alert_id: int
    search_id: int | None
    report_id: int | None
    count: int
    unsure: bool


async def of_alert(house: House, *, alert_id: int, member_id: int) -> Undelivered:
    """The dead letters of one alert on this member's desk; refuses with NothingToTake where there are none (any more),
    and who acts for nobody with NotAllowed."""
    async with house.db.reading() as tx:
        return await _undelivered(tx, alert_id, member_id)


async def try_again(house: House, *, alert_id: int, member_id: int, now: datetime) -> int:
    """Send them once more, with all their attempts before them; how many. Refuses as `of_alert`."""
    async with house.db.transaction() as tx:
        await _undelivered(tx, alert_id, member_id)
        due = await changed(tx, revisions.tried_again(alert_id))
        by = Actor.member(member_id, next(iter((await scope_of(tx, member_id)).organisations)))
        await record(tx, act="alert.try-again", thing="alert", thing_id=alert_id, by=by, now=now, deliveries=due)
        await house.db.announce(tx)
        return due


async def _undelivered(tx: Tx, alert_id: int, member_id: int) -> Undelivered:
    theirs: Any = statements(await scope_of(tx, member_id))[Pile.UNDELIVERED].where(Alert.id == alert_id)
    if (await tx.exec(theirs)).first() is None:
        raise NothingToTake()
    alert = await tx.get_one(Alert, alert_id)
    dead = select(func.count(col(Delivery.id))).where(col(Delivery.alert_id) == alert_id, revisions.dead_letter())
    unsure = int((await tx.exec(dead.where(Delivery.error == UnknownOutcome.reason))).one()) > 0
    return Undelivered(alert_id, alert.search_id, alert.report_id, int((await tx.exec(dead)).one()), unsure)
