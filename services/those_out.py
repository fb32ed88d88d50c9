"""Who is out in a search now, as those who must be told something."""

from sqlmodel import col, select

from models.database import Tx
from models.members import Recipient, RecipientState
from models.responders import OUT_THERE, Responder


async def out_there(tx: Tx, search_id: int) -> list[int]:
    """Recipients of the volunteers who are on their way or there.

    Those who blocked the bot too: what is for them waits, and reaches them when they come back to it.
    """
    people = (
        select(Recipient.id)
        .join(Responder, col(Responder.member_id) == Recipient.member_id)
        .where(Responder.search_id == search_id, col(Responder.state).in_(OUT_THERE))
        .where(Recipient.state != RecipientState.GONE)
        .order_by(col(Recipient.id))
    )
    return [number for number in (await tx.exec(people)).all() if number is not None]


async def addresses_of(tx: Tx, member_id: int) -> list[int]:
    """Recipients of one member who can be told something now, or when they unblock the bot."""
    theirs = select(Recipient.id).where(Recipient.member_id == member_id, Recipient.state != RecipientState.GONE)
    return [number for number in (await tx.exec(theirs)).all() if number is not None]
