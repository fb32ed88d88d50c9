"""Putting what is told already in front of one person again: a card from the desk's list, one's own report."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, Update, case, update
from sqlmodel import col, select

from models.alerts import Alert, Copy, CopyState, Delivery, DeliveryState, Priority
from models.database import Tx
from services.alerts import tell_people
from services.house import House

DELETABLE = timedelta(hours=48)
"""So long Telegram lets a bot delete a message (Bot API, deleteMessage)."""
UNDER_WAY = (DeliveryState.LEASED, DeliveryState.BEGUN)


async def show_again(tx: Tx, house: House, alert: Alert, recipient_id: int) -> None:
    """A new copy of this alert for this person alone, the old one deleted; who never had it is promised it."""
    await tell_people(tx, house, alert, [recipient_id])
    await tx.exec(_as_never_seen(alert, recipient_id))
    await house.db.announce(tx)


async def take_away(
    tx: Tx, house: House, alert_ids: Select[Any], recipient_ids: Sequence[int], *, now: datetime
) -> tuple[int, int]:
    """Delete the copies of these alerts that these recipients have, and send no more; how many, and how many too late.

    What is just being sent for the first time arrives.
    """
    theirs = col(Delivery.alert_id).in_(alert_ids), col(Delivery.recipient_id).in_(recipient_ids)
    there = col(Copy.delivery_id).in_(select(Delivery.id).where(*theirs)), col(Copy.state) == CopyState.SHOWN
    sent = (await tx.exec(select(Copy.sent_at).where(*there))).all()
    await tx.exec(update(Copy).where(*there).values(state=CopyState.LEAVING))
    seen, busy = col(Delivery.shown_revision).is_not(None), col(Delivery.state).in_(UNDER_WAY)
    due = {"state": DeliveryState.DUE, "priority": int(Priority.URGENT), "not_before": None, "attempts": 0}
    await tx.exec(update(Delivery).where(*theirs, seen, ~busy).values(**due))
    # What is being edited comes back when it settles, because it finds itself behind.
    behind = {"want_revision": col(Delivery.want_revision) + 1}
    await tx.exec(update(Delivery).where(*theirs, seen, busy).values(**behind))
    unsent = update(Delivery).where(*theirs, ~seen, ~busy)
    await tx.exec(unsent.values(state=DeliveryState.CANCELLED, not_before=None))
    await house.db.announce(tx)
    return len(sent), sum(at < now - DELETABLE for at in sent)


def _as_never_seen(alert: Alert, recipient_id: int) -> Update:
    """Its copy counts as older than anything that sounds, so that the dispatcher replaces it; what is under way stays.

    Revision 0, not nothing, where there is a copy: an alert that ends meanwhile still edits it.
    """
    d = Delivery
    has_copy = select(Copy.id).where(Copy.delivery_id == d.id, Copy.state == CopyState.SHOWN).exists()
    return (
        update(Delivery)
        .where(col(d.alert_id) == alert.id, col(d.recipient_id) == recipient_id)
        .where(col(d.state).not_in(UNDER_WAY))
        .values(
            state=DeliveryState.DUE,
            shown_revision=case((has_copy, 0), else_=None),
            want_revision=alert.revision,
            priority=int(Priority.URGENT),
            attempts=0,
            not_before=None,
            error=None,
        )
    )
