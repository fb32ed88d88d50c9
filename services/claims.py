"""Who has taken what waits: in the caller's transaction, and ended where a thing leaves the desk."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select

from models.alerts import Wording
from models.claims import Claim, Claimed, HeldByAnother, JustTaken
from models.database import Tx
from models.members import Member
from models.organisations import Role, StaffGrant
from models.rows import changed
from services import alerts
from services.audit import Actor, record
from services.house import House


@dataclass(frozen=True, slots=True)
class Holder:
    """Who has a thing, since when, and for which organisation."""

    member_id: int
    name: str
    since: datetime
    organisation_id: int


async def holders(tx: Tx, thing: Claimed, numbers: Collection[int]) -> dict[int, Holder]:
    """Who has which of these things; what nobody has is left out."""
    live = col(Claim.ended_at).is_(None), Claim.thing == thing, col(Claim.thing_id).in_(numbers)
    found = select(Claim, Member.name).join(Member, col(Member.id) == Claim.member_id).where(*live)
    rows = (await tx.exec(found)).all()
    return {row.thing_id: Holder(row.member_id, name, row.at, row.organisation_id) for row, name in rows}


async def holder(tx: Tx, thing: Claimed, number: int) -> Holder | None:
    """Who has it now."""
    return (await holders(tx, thing, [number])).get(number)


async def take(tx: Tx, house: House, thing: Claimed, number: int, by: Actor, now: datetime) -> Holder | None:
    """Give a thing to this member of staff; who had it before. Taking again what one has changes nothing.

    Refuses with HeldByAnother what somebody took not long ago, but for an admin of the organisation acted for.
    """
    before = await holder(tx, thing, number)
    if before is not None and before.member_id == by.member_id:
        return before
    if before is not None:
        await _refuse_fresh(tx, house, before, by, now)
        await end(tx, thing, number, now)
    whose: dict[str, Any] = {"member_id": by.member_id, "organisation_id": by.organisation_id}
    tx.add(Claim(thing=thing, thing_id=number, at=now, **whose))
    try:
        await tx.flush()
    except IntegrityError as error:  # somebody took it at the same moment
        raise JustTaken() from error
    over = before is not None
    await record(tx, act="claim.take", thing=thing.value, thing_id=number, by=by, now=now, over=over)
    return before


async def give_back(tx: Tx, house: House, thing: Claimed, number: int, by: Actor, now: datetime) -> None:
    """Put a thing back on the desk; refuses with HeldByAnother who does not have it, unless they may take it over."""
    had = await holder(tx, thing, number)
    if had is None:
        return
    if had.member_id != by.member_id:
        await _refuse_fresh(tx, house, had, by, now)
    await end(tx, thing, number, now)
    await record(tx, act="claim.give-back", thing=thing.value, thing_id=number, by=by, now=now)


async def refuse_held(tx: Tx, house: House, thing: Claimed, number: int, by: Actor, now: datetime) -> None:
    """Refuse with HeldByAnother to decide on what somebody else took not long ago; never call it where it is urgent."""
    had = await holder(tx, thing, number)
    if had is not None and had.member_id != by.member_id:
        await _refuse_fresh(tx, house, had, by, now)


async def end(tx: Tx, thing: Claimed, number: int, now: datetime) -> None:
    """It leaves the desk, or somebody's hands."""
    live = col(Claim.thing) == thing, col(Claim.thing_id) == number, col(Claim.ended_at).is_(None)
    await tx.exec(update(Claim).where(*live).values(ended_at=now))


async def drop_all(
    tx: Tx, house: House, *, member_id: int, now: datetime, organisation_ids: Collection[int] | None = None
) -> int:
    """Put back everything a member has, or has for these organisations; no card names them after. How many things."""
    live = [col(Claim.member_id) == member_id, col(Claim.ended_at).is_(None)]
    if organisation_ids is not None:
        live.append(col(Claim.organisation_id).in_(organisation_ids))
    had = (await tx.exec(select(Claim.thing, Claim.thing_id).where(*live))).all()
    dropped = await changed(tx, update(Claim).where(*live).values(ended_at=now))
    for thing, number in had:
        await show_holder(tx, house, Claimed(thing), number, now)
    return dropped


async def show_holder(tx: Tx, house: House, thing: Claimed, number: int, now: datetime) -> None:
    """Let the cards that are out say who has it, without a sound."""
    if thing is Claimed.GROUP:
        return
    about = {"report_id": number} if thing is Claimed.REPORT else {"search_id": number}
    wordings = [Wording.REPORT_CARD, Wording.SEARCH_CARD, Wording.SEARCH_ASK]
    for card in (await tx.exec(alerts.live_alerts(**about, wordings=wordings))).all():
        await alerts.revise(tx, house, card, now=now)


def patience(house: House) -> timedelta:
    """After so long anybody at the desk may take over what somebody took."""
    return timedelta(minutes=house.rules.schedule.claim_minutes)


async def _refuse_fresh(tx: Tx, house: House, had: Holder, by: Actor, now: datetime) -> None:
    after = had.since + patience(house)
    leads = select(StaffGrant.id).where(
        StaffGrant.member_id == by.member_id,
        StaffGrant.organisation_id == had.organisation_id,
        StaffGrant.role == Role.ADMIN,
        col(StaffGrant.revoked_at).is_(None),
    )
    if now < after and (await tx.exec(leads)).first() is None:
        raise HeldByAnother(name=had.name, since=had.since, after=after)
