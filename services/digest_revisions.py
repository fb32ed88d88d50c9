"""Digests that tell of an alert follow it: what waits is written anew, and copies that show it are edited."""

from sqlalchemy import text

from models.alerts import Alert, AlertState, Priority
from models.database import Tx

_SHOWN = (
    "SELECT digest_id FROM digest_entry WHERE alert_id = :alert AND digest_id IS NOT NULL"
    " UNION SELECT digest_id FROM digest_figure WHERE alert_id = :alert"
)
"""Digests that tell of this alert, or count it."""


async def fall_behind(tx: Tx, alert: Alert, *, over: bool = False) -> None:
    """Digests that show this alert are behind; entries that wait for a digest go when the alert is over."""
    if alert.state is AlertState.ENDED:
        await tx.exec(  # type: ignore[call-overload]
            text("DELETE FROM digest_entry WHERE alert_id = :alert AND digest_id IS NULL").bindparams(alert=alert.id)
        )
    await write_anew(tx, alert, over=over)
    urgency = Priority.CLOSING if alert.state is AlertState.ENDED else Priority.NORMAL
    await tx.exec(  # type: ignore[call-overload]
        text(
            "UPDATE delivery SET want_revision = (SELECT revision FROM digest WHERE digest.id = delivery.digest_id),"  # noqa: S608
            " priority = CASE WHEN shown_revision IS NULL THEN priority ELSE :priority END,"
            " state = CASE WHEN state IN ('done', 'failed') AND shown_revision IS NOT NULL THEN 'due' ELSE state END"
            f" WHERE digest_id IN ({_SHOWN}) AND state <> 'cancelled'"
        ).bindparams(alert=alert.id, priority=int(urgency))
    )
    if over:
        await _drop_empty_digests(tx, alert)


async def write_anew(tx: Tx, alert: Alert, *, over: bool = False) -> None:
    """What is still to be sent of them is written anew; copies that are there stay as they are."""
    rewritten = (
        "UPDATE digest SET revision = revision + 1, open_lines = open_lines - :over"  # noqa: S608
        f" WHERE id IN ({_SHOWN})"
    )
    await tx.exec(text(rewritten).bindparams(alert=alert.id, over=int(over)))  # type: ignore[call-overload]


async def _drop_empty_digests(tx: Tx, alert: Alert) -> None:
    """Digests not sent yet that show nothing open any more: nobody with nothing gets a message."""
    dropped = (
        "UPDATE delivery SET state = 'cancelled', not_before = NULL"  # noqa: S608
        f" WHERE digest_id IN (SELECT id FROM digest WHERE open_lines = 0 AND id IN ({_SHOWN}))"
        " AND shown_revision IS NULL AND state IN ('due', 'held')"
    )
    await tx.exec(text(dropped).bindparams(alert=alert.id))  # type: ignore[call-overload]
