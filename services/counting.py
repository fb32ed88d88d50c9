"""How far an alert has come: reached, waiting, failed, withdrawn."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func
from sqlmodel import col, select

from models.alerts import Alert, AlertNotFound, AlertState, Delivery, DeliveryState
from models.database import Tx
from services.house import House


@dataclass(frozen=True)
class Counts:
    """How far an alert has come; recipients = sent + waiting + failed + withdrawn."""

    alert: int
    state: AlertState
    recipients: int
    sent: int
    waiting: int
    failed: int
    withdrawn: int
    behind: int
    """Copies that do not show the present revision yet."""
    stuck: int
    """Copies that could be neither edited nor deleted."""


async def counts(house: House, alert_id: int) -> Counts:
    """How far an alert has come; refuses a number that is no alert with AlertNotFound."""
    async with house.db.reading() as tx:
        alert = await tx.get(Alert, alert_id)
        if alert is None:
            raise AlertNotFound(alert_id=alert_id)
        return await counts_of(tx, alert)


async def counts_of(tx: Tx, alert: Alert) -> Counts:
    d = Delivery
    shown = col(d.shown_revision).is_not(None)
    behind = shown & (col(d.shown_revision) < col(d.want_revision))
    stuck = shown & (col(d.state) == DeliveryState.FAILED)
    by_state: Any = select(  # type: ignore[call-overload]
        d.state, shown, behind, stuck, func.count()
    ).where(d.alert_id == alert.id)
    rows = (await tx.exec(by_state.group_by(d.state, shown, behind, stuck))).all()
    sent = sum(n for _, has, _, _, n in rows if has)
    failed = sum(n for state, has, _, _, n in rows if not has and state == DeliveryState.FAILED)
    withdrawn = sum(n for state, has, _, _, n in rows if not has and state == DeliveryState.CANCELLED)
    total = sum(n for *_, n in rows) + alert.unwritten
    if alert.state is AlertState.HALTED:
        failed += alert.unwritten
    if alert.state is AlertState.ENDED:
        withdrawn += alert.unwritten
    return Counts(
        alert=alert.id or 0,
        state=alert.state,
        recipients=total,
        sent=sent,
        waiting=total - sent - failed - withdrawn,
        failed=failed,
        withdrawn=withdrawn,
        behind=sum(n for _, _, late, _, n in rows if late),
        stuck=sum(n for _, _, _, lost, n in rows if lost),
    )
