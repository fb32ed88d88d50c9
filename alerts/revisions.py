"""What a change of an alert means for its deliveries: guarded writes, each one statement."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Delete, Update, and_, case, delete, select, text, update
from sqlmodel import col

from models.alerts import Alert, AlertState, Delivery, DeliveryState, Priority

LIVE = (AlertState.OPEN, AlertState.PAUSED)


def new_revision(alert_id: int, now: datetime, *, sound: bool, changes: dict[str, Any]) -> Update:
    """The alert says something new; with `sound`, copies are replaced by new ones that are heard."""
    revision = col(Alert.revision) + 1
    values: dict[str, Any] = {"revision": revision, "changed_at": now, **changes}
    if sound:
        values["sound_revision"] = revision
    return update(Alert).where(col(Alert.id) == alert_id).values(**values)


def copies_behind(alert_id: int, revision: int, priority: Priority) -> Update:
    """Copies that are there show too old a revision: they are due. What waits or is under way keeps its place."""
    d = col(Delivery.state)
    shown = col(Delivery.shown_revision).is_not(None)
    due = shown & d.in_([DeliveryState.DONE, DeliveryState.FAILED, DeliveryState.DUE])
    return (
        update(Delivery)
        .where(col(Delivery.alert_id) == alert_id, d != DeliveryState.CANCELLED)
        .values(
            want_revision=revision,
            state=case((due, DeliveryState.DUE.value), else_=d),
            priority=case((shown, int(priority)), else_=col(Delivery.priority)),
        )
    )


def withdrawn(alert_id: int, revision: int) -> Update:
    """It is over: what was not sent is cancelled; every copy is behind, whatever it waited for.

    What is under way comes back when it settles and finds itself behind; its dispatcher looks at the alert's state
    before each request.
    """
    d = col(Delivery.state)
    shown = col(Delivery.shown_revision).is_not(None)
    away = d.in_([DeliveryState.LEASED, DeliveryState.BEGUN])
    return (
        update(Delivery)
        .where(col(Delivery.alert_id) == alert_id, d != DeliveryState.CANCELLED, shown | (d != DeliveryState.FAILED))
        .values(
            want_revision=revision,
            priority=int(Priority.CLOSING),
            not_before=None,
            state=case((away, d), (shown, DeliveryState.DUE.value), else_=DeliveryState.CANCELLED.value),
        )
    )


def paused(alert_id: int) -> Update:
    """Nothing more of it goes out until it goes on."""
    return (
        update(Delivery)
        .where(col(Delivery.alert_id) == alert_id, col(Delivery.state) == DeliveryState.DUE)
        .values(state=DeliveryState.HELD, not_before=None)
    )


def goes_on(alert_id: int) -> Update:
    """What was held without a moment is due again."""
    return (
        update(Delivery)
        .where(
            col(Delivery.alert_id) == alert_id,
            col(Delivery.state) == DeliveryState.HELD,
            col(Delivery.not_before).is_(None),
        )
        .values(state=DeliveryState.DUE)
    )


def unwanted(recipient_id: int) -> Delete:
    """Somebody unsubscribed or muted: what was promised and not sent is taken back, unless it is theirs by name."""
    return delete(Delivery).where(
        col(Delivery.recipient_id) == recipient_id,
        col(Delivery.subscription_id).is_not(None),
        col(Delivery.shown_revision).is_(None),
        col(Delivery.state).in_([DeliveryState.DUE, DeliveryState.HELD]),
    )


_OF_THE_READER = ("quiet-hours", "member-paused")
"""Why something is held that its reader can let go."""
_OUT_OF_REACH = ("blocked", "gone")
"""Why something was given up that can be tried again when they are back."""


def held_by_their_reader(recipient_ids: Sequence[int]) -> Update:
    """What waits for the end of these people's quiet hours or pause is due, to be decided anew."""
    d = Delivery
    held = col(d.state) == DeliveryState.HELD, col(d.error).in_(_OF_THE_READER)
    there = col(d.recipient_id).in_(recipient_ids)
    return update(d).where(there, *held).values(state=DeliveryState.DUE, not_before=None, error=None)


def given_up_open(recipient_id: int) -> Update:
    """What never reached somebody because they had blocked the bot, and is still open, is due."""
    d = Delivery
    still_open = select(col(Alert.id)).where(col(Alert.id) == d.alert_id, col(Alert.state) == AlertState.OPEN)
    return _given_up(recipient_id).where(col(d.shown_revision).is_(None), still_open.exists())


def given_up_copies(recipient_id: int) -> Update:
    """Copies that could not be edited while somebody had blocked the bot are due."""
    return _given_up(recipient_id).where(col(Delivery.shown_revision).is_not(None))


def _given_up(recipient_id: int) -> Update:
    d = Delivery
    failed = col(d.state) == DeliveryState.FAILED, col(d.error).in_(_OUT_OF_REACH)
    anew = {"state": DeliveryState.DUE, "error": None, "attempts": 0, "not_before": None}
    return update(d).where(col(d.recipient_id) == recipient_id, *failed).values(**anew)


_WORTH_ANOTHER_TRY = ("transient", "must-wait", "unknown-outcome", "not-written")
"""Why something was given up that may well work now: the way was in trouble, not the address and not the letter."""


def dead_letter() -> ColumnElement[bool]:
    """A delivery of an alert that was given up after many attempts, and that somebody should see all the same."""
    d = Delivery
    still_open = select(col(Alert.id)).where(col(Alert.id) == d.alert_id, col(Alert.state) == AlertState.OPEN)
    wanted = col(d.shown_revision).is_not(None) | still_open.correlate(d).exists()
    return and_(text("delivery.state = 'failed'"), col(d.error).in_(_WORTH_ANOTHER_TRY), wanted)


def tried_again(alert_id: int) -> Update:
    """The dead letters of an alert are due, with all their attempts before them."""
    anew = {"state": DeliveryState.DUE, "error": None, "attempts": 0, "not_before": None}
    return update(Delivery).where(col(Delivery.alert_id) == alert_id, dead_letter()).values(**anew)


def muted(delivery_id: int, since: datetime | None) -> Update:
    """Nothing more of this one is heard by its reader; None: heard again."""
    return update(Delivery).where(col(Delivery.id) == delivery_id).values(muted_at=since)
