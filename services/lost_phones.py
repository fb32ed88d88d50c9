"""A phone is lost or stolen: whoever has it acts for nobody any more, and what staff alone may see leaves it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, or_
from sqlmodel import col, select

from models.alerts import Alert, Audience
from models.database import Tx
from models.members import Recipient
from models.organisations import NothingToRevoke, Role
from models.refusals import NotAllowed
from models.reports import Report
from models.searches import Search
from services import copies, intake, recordings
from services.audit import Actor, record
from services.house import House
from services.members import change
from services.organisations import require, revoke_all, roles_of, staff_of
from services.readers import tell_anew
from services.staff import Reader, readers_of


@dataclass(frozen=True, slots=True)
class Suspended:
    """What was taken back and away."""

    roles: int
    copies: int
    too_late: int
    """Of the copies, those Telegram deletes no more."""
    elsewhere: bool
    """They act for other organisations still, whose admins have to do the same."""
    phones: tuple[Reader, ...]
    """Where the suspended member reads."""
    told: tuple[Reader, ...]
    """The other admins of these organisations, who are to hear of it."""


async def suspend(house: House, *, member_id: int, by: Actor, now: datetime) -> Suspended:
    """Take back at once every role a member has where this admin leads (the operator: every role).

    What they were in the middle of ends, what they had taken is put back on the desk, nobody vouches for them any
    more, and what staff and the vetted alone may see and hear leaves their chat as far as Telegram does it. Refuses
    with NothingToRevoke, and with NotAllowed oneself.
    """
    if by.member_id == member_id:
        raise NotAllowed()
    areas = await house.areas()
    async with house.db.transaction() as tx:
        held = {each.organisation_id for each in await roles_of(tx, member_id)}
        concerned = held if by.kind == "operator" else {each for each in held if await _leads(tx, by, each)}
        if not concerned:
            raise NothingToRevoke()
        told = await _admins(tx, concerned, besides={member_id, by.member_id})
        roles = await revoke_all(tx, house, member_id=member_id, organisation_ids=concerned, now=now)
        await change(tx, member_id, vetted_at=None)
        await tell_anew(tx, house, areas, [member_id])
        recipients = (await tx.exec(select(Recipient).where(Recipient.member_id == member_id))).all()
        addresses = [int(each.address) for each in recipients if each.address.isdecimal()]
        await intake.end_conversations(tx, addresses)
        numbers = [each.id for each in recipients if each.id is not None]
        await recordings.leave_chats(tx, addresses, now=now)
        gone, late = await copies.take_away(tx, house, _not_for_everybody(concerned), numbers, now=now)
        facts = {"roles": roles, "copies": gone, "too_late": late}
        await record(tx, act="staff.suspend", thing="member", thing_id=member_id, by=by, now=now, **facts)
        phones = tuple(await readers_of(tx, numbers))
        return Suspended(roles, gone, late, held != concerned, phones, told)


async def _leads(tx: Tx, by: Actor, organisation_id: int) -> bool:
    try:
        await require(tx, member_id=by.member_id, role=Role.ADMIN, organisation_id=organisation_id)
    except NotAllowed:
        return False
    return True


async def _admins(tx: Tx, organisations: set[int], *, besides: set[int | None]) -> tuple[Reader, ...]:
    numbers = [
        number
        for each in sorted(organisations)
        for number in await staff_of(tx, organisation_id=each, roles=(Role.ADMIN,))
    ]
    others = select(Recipient.id).where(
        col(Recipient.id).in_(numbers), col(Recipient.member_id).not_in(besides - {None})
    )
    return tuple(await readers_of(tx, (await tx.exec(others)).all()))


def _not_for_everybody(organisations: set[int]) -> Select[Any]:
    """What police has not confirmed; and the cards staff of these organisations have, or of what nobody serves."""
    mine: Any = or_(
        col(Search.organisation_id).in_(organisations),
        col(Report.organisation_id).in_(organisations),
        col(Search.organisation_id).is_(None) & col(Report.organisation_id).is_(None),
    )
    return (
        select(Alert.id)
        .outerjoin(Search, col(Search.id) == Alert.search_id)
        .outerjoin(Report, col(Report.id) == Alert.report_id)
        .where(or_(col(Alert.audience) == Audience.VETTED, and_(col(Alert.audience) == Audience.STAFF, mine)))
    )
