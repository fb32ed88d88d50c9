"""The switch by which staff hold back everything that goes to subscribers, and let it go again."""

from datetime import datetime

from sqlalchemy import text
from sqlmodel import select

from models.audit import Switch
from models.database import Tx
from services.audit import Actor, record
from services.house import House

BROADCASTS_PAUSED = "broadcasts-paused"
"""The name of the switch."""


async def pause_everything(house: House, *, by: Actor, now: datetime) -> None:
    """Hold back everything that goes to subscribers; what closes, and what staff and reporters hear, still goes."""
    await _turn(house, on=True, by=by, now=now)


async def let_everything_go(house: House, *, by: Actor, now: datetime) -> None:
    """Let out what was held back."""
    await _turn(house, on=False, by=by, now=now)


async def _turn(house: House, *, on: bool, by: Actor, now: datetime) -> None:
    async with house.db.transaction() as tx:
        await tx.merge(Switch(name=BROADCASTS_PAUSED, on=on, by_member_id=by.member_id, at=now))
        if not on:
            await tx.exec(  # type: ignore[call-overload]
                text(
                    "UPDATE delivery SET state = 'due' WHERE state = 'held' AND not_before IS NULL AND error = :why"
                ).bindparams(why=BROADCASTS_PAUSED)
            )
        await record(
            tx, act="broadcasts.pause" if on else "broadcasts.resume", thing="switch", thing_id=None, by=by, now=now
        )
        await house.db.announce(tx)


async def is_everything_paused(tx: Tx) -> bool:
    return bool((await tx.exec(select(Switch.on).where(Switch.name == BROADCASTS_PAUSED))).first())
