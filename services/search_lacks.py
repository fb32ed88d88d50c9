"""An approver who sent a search back says what it lacks, to whoever asked."""

from dataclasses import dataclass
from datetime import datetime

from models.members import Member
from models.searches import SearchState
from services import alerts
from services.audit import record
from services.house import House
from services.search_states import APPROVERS, in_charge, refuse_unless
from services.staff import Reader, readers_of

LACKS = ("checked", "police", "place", "picture", "words")
"""What a request for approval lacks most often; each is the end of a key, and says nothing of anybody."""


@dataclass(frozen=True, slots=True)
class Lacking:
    """Who says so, and where the one who asked for approval reads."""

    by: str
    readers: tuple[Reader, ...]


async def say(house: House, *, search_id: int, what: str, member_id: int, now: datetime) -> Lacking:
    """Say that a draft lacks one of LACKS; refuses with NotAllowed, and with SearchMoved what is no draft any more."""
    async with house.db.transaction() as tx:
        search, by = await in_charge(tx, search_id=search_id, member_id=member_id, roles=APPROVERS)
        refuse_unless(search, SearchState.DRAFT)
        await record(tx, act="search.lacks", thing="search", thing_id=search_id, by=by, now=now, what=what)
        asked = [search.posted_by] if search.posted_by is not None else []
        recipients = (await tx.exec(alerts.active_recipients_of(asked))).all()
        approver = await tx.get_one(Member, member_id)
        return Lacking(approver.name, tuple(await readers_of(tx, recipients)))
