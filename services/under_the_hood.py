"""What is going on inside, in counts, for whoever learns how it works: no texts, no names, no entries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import case, func
from sqlmodel import col, select

from models.alerts import Alert, AlertState, Delivery, DeliveryState, Wording
from models.database import Tx
from models.intake import Conversation, InboxState, InboxUpdate
from services.house import House

LATEST = 12
"""How many conversations and alerts are shown."""


@dataclass(frozen=True, slots=True)
class Talk:
    """Somebody in the middle of something: who, at which step, since when."""

    user_id: int
    step: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Told:
    """An alert, what it is about, and how many of its deliveries are in which state."""

    id: int
    wording: Wording
    search_id: int | None
    report_id: int | None
    state: AlertState
    revision: int
    deliveries: dict[DeliveryState, int]


@dataclass(frozen=True, slots=True)
class Inside:
    """One look at everything that moves."""

    inbox: dict[InboxState, int]
    talks: Sequence[Talk]
    alerts: Sequence[Told]


async def inside(house: House, *, latest: int = LATEST) -> Inside:
    """All of it as committed at one moment."""
    async with house.db.reading() as tx:
        inbox = dict((await tx.exec(updates_by_state())).all())
        talks = [Talk(*row) for row in (await tx.exec(open_conversations(latest))).all()]
        alerts = (await tx.exec(latest_alerts(latest))).all()
        deliveries = await _deliveries(tx, [alert.id for alert in alerts])
    return Inside(inbox, talks, [_told(alert, deliveries) for alert in alerts])


def updates_by_state() -> Any:
    """How many updates of the inbox are in which state."""
    return select(InboxUpdate.state, func.count()).group_by(col(InboxUpdate.state))


def open_conversations(latest: int) -> Any:
    """Who is asked something at the moment, the latest first; nothing of what they entered."""
    asked = select(Conversation.user_id, Conversation.step, Conversation.changed_at).where(
        col(Conversation.step).is_not(None)
    )
    return asked.order_by(col(Conversation.changed_at).desc()).limit(latest)


def latest_alerts(latest: int) -> Any:
    """Those that are not over first, the newest first."""
    over = case((col(Alert.state) == AlertState.ENDED, 1), else_=0)
    return select(Alert).order_by(over, col(Alert.id).desc()).limit(latest)


def deliveries_by_state(alert_ids: Sequence[int | None]) -> Any:
    """How many deliveries of these alerts are in which state."""
    counted = select(Delivery.alert_id, Delivery.state, func.count()).where(col(Delivery.alert_id).in_(alert_ids))
    return counted.group_by(col(Delivery.alert_id), col(Delivery.state))


async def _deliveries(tx: Tx, alert_ids: Sequence[int | None]) -> dict[int, dict[DeliveryState, int]]:
    found: dict[int, dict[DeliveryState, int]] = {}
    for alert_id, state, n in (await tx.exec(deliveries_by_state(alert_ids))).all():
        found.setdefault(alert_id, {})[state] = n
    return found


def _told(alert: Alert, deliveries: dict[int, dict[DeliveryState, int]]) -> Told:
    number = alert.id or 0
    return Told(
        number,
        alert.wording,
        alert.search_id,
        alert.report_id,
        alert.state,
        alert.revision,
        deliveries.get(number, {}),
    )
