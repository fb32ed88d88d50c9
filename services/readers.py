"""What a reader's act means for what waits for them: the end of a pause, coming back, muting, a group gone silent."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import col, select

from alerts import revisions
from models.database import Tx
from models.groups import GroupReader
from models.members import Recipient
from models.rows import changed
from places.areas import AreaIndex
from services import alerts
from services.house import House


async def look_again(tx: Tx, house: House, member_id: int) -> int:
    """What waited for this member's hour or the end of their pause is decided anew; how much there is."""
    recipients = (await tx.exec(alerts.active_recipients_of([member_id]))).all()
    waited = await changed(tx, revisions.held_by_their_reader(recipients))
    await house.db.announce(tx)
    return waited


async def back_again(tx: Tx, house: House, areas: AreaIndex, recipient_id: int) -> None:
    """Somebody can be reached again: what is open is promised, and every copy left behind in their chat made right."""
    await tx.exec(revisions.given_up_open(recipient_id))
    await tx.exec(revisions.given_up_copies(recipient_id))
    await alerts.reconcile(tx, house, areas, recipient_id)


async def mute(tx: Tx, delivery_id: int, *, since: datetime | None) -> None:
    """Nothing more is heard of this one alert: its copy is edited from now on, without a sound; None: as before."""
    await tx.exec(revisions.muted(delivery_id, since))


async def tell_anew(tx: Tx, house: House, areas: AreaIndex, member_ids: Sequence[int]) -> None:
    """What is open and concerns them is promised to them, and what does not any more, and is unsent, taken back."""
    await tx.flush()
    for recipient_id in (await tx.exec(alerts.active_recipients_of(member_ids))).all():
        await alerts.reconcile(tx, house, areas, recipient_id)


async def group_silent(tx: Tx, house: House, areas: AreaIndex, recipient_id: int) -> None:
    """A group at this address hears nothing any more: its readers are told in private again."""
    readers = select(GroupReader.member_id).join(Recipient, col(Recipient.group_id) == GroupReader.group_id)
    await tell_anew(tx, house, areas, (await tx.exec(readers.where(Recipient.id == recipient_id))).all())
