"""Members: met when they first write, told nothing while they block the bot, vouched for by staff."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import bindparam, update
from sqlalchemy import select as sql_select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select

from language.text import cleaned
from models.database import Tx
from models.members import Bot, Member, MemberNotFound, Recipient, RecipientState
from models.organisations import Role, StaffGrant
from models.rows import changed, id_of
from services import alerts, readers
from services.audit import Actor, record
from services.house import House
from services.organisations import require
from services.suppressions import lift, member_key

NAME_LIMIT = 100
TELEGRAM = "telegram"


@dataclass(frozen=True, slots=True)
class Known:
    """A member as one update sees them; `staff` says whether they act for any organisation."""

    id: int
    recipient_id: int
    name: str
    language: str
    zone: str | None
    hijri: bool
    adult: bool
    vetted: bool
    staff: bool
    returned: bool = False
    """They had blocked the bot, and this is the first they write since."""


async def meet(
    house: House, *, bot_id: int, channel: str = TELEGRAM, address: str, name: str, language: str, now: datetime
) -> Known:
    """The member at this address, made when they first write; who had blocked the bot is told things again."""
    known = await known_at(house, bot_id=bot_id, channel=channel, address=address)
    if known is not None:
        return known
    returned = None
    try:
        areas = await house.areas()
        async with house.db.transaction() as tx:
            returned = await _make_reachable(tx, house, bot_id, channel, address, name, language, now)
            if returned is not None:
                await readers.back_again(tx, house, areas, returned)
    except IntegrityError:  # somebody made the same member at the same moment
        pass
    known = await known_at(house, bot_id=bot_id, channel=channel, address=address)
    if known is None:
        raise MemberNotFound()
    return replace(known, returned=returned is not None)


async def known_at(house: House, *, bot_id: int, channel: str = TELEGRAM, address: str) -> Known | None:
    """The member who can be told things at this address; None for a stranger or one who blocked the bot."""
    async with house.db.reading() as tx:
        return (await known_among(tx, bot_id=bot_id, channel=channel, addresses={address})).get(address)


async def known_among(tx: Tx, *, bot_id: int, channel: str = TELEGRAM, addresses: Collection[str]) -> dict[str, Known]:
    """The same for many addresses at once, without those of strangers."""
    asked = {"bot": bot_id, "channel": channel, "addresses": list(addresses)}
    rows = await (await tx.connection()).execute(_reachable(), asked)
    return {row.address: Known(*row[1:]) for row in rows}


async def _make_reachable(
    tx: Tx, house: House, bot_id: int, channel: str, address: str, name: str, language: str, now: datetime
) -> int | None:
    """A member with an active recipient at this address; a person already known to another bot is the same member.

    Returns the recipient of who was away and came back.
    """
    here = (await tx.exec(_recipients(channel, address).where(Recipient.bot_id == bot_id))).first()
    if here is not None:
        here.state, here.changed_at = RecipientState.ACTIVE, now
        tx.add(here)
        await tx.flush()
        return id_of(here)
    await lift(tx, member_key(house, channel, address))
    elsewhere = (await tx.exec(_recipients(channel, address))).first()
    member_id = elsewhere.member_id if elsewhere is not None else await _new_member(tx, name, language, now)
    tx.add(Recipient(bot_id=bot_id, channel=channel, address=address, member_id=member_id, changed_at=now))
    return None


async def _new_member(tx: Tx, name: str, language: str, now: datetime) -> int:
    member = Member(name=cleaned(name, limit=NAME_LIMIT, lines=False).text, language=language, created_at=now)
    tx.add(member)
    await tx.flush()
    return id_of(member)


async def vet(house: House, *, member_id: int, by: Actor, now: datetime) -> None:
    """Say for an organisation that this volunteer is known: they hear what police has not confirmed."""
    await _vouch(house, member_id, by, now, act="member.vet", vetted_at=now)


async def unvet(house: House, *, member_id: int, by: Actor, now: datetime) -> None:
    """Take the word back."""
    await _vouch(house, member_id, by, now, act="member.unvet", vetted_at=None)


async def _vouch(
    house: House, member_id: int, by: Actor, now: datetime, *, act: str, vetted_at: datetime | None
) -> None:
    """Change whether a volunteer is vetted; what is open and for the vetted only reaches them from now, or does not."""
    areas = await house.areas()
    async with house.db.transaction() as tx:
        if by.kind == "member":
            await require(tx, member_id=by.member_id, role=Role.COORDINATOR, organisation_id=by.organisation_id)
        await change(tx, member_id, vetted_at=vetted_at)
        for recipient_id in (await tx.exec(alerts.active_recipients_of([member_id]))).all():
            await alerts.reconcile(tx, house, areas, recipient_id)
        await record(tx, act=act, thing="member", thing_id=member_id, by=by, now=now)


async def change(tx: Tx, member_id: int, **columns: Any) -> None:
    """Write columns of one member in the caller's transaction; refuses with MemberNotFound."""
    if await changed(tx, update(Member).where(col(Member.id) == member_id).values(**columns)) != 1:
        raise MemberNotFound(member_id=member_id)


async def blocked(house: House, *, bot_id: int, address: str, channel: str = TELEGRAM, now: datetime) -> None:
    """The person at this address blocked the bot: nothing is sent there until they write again."""
    async with house.db.transaction() as tx:
        here = col(Recipient.bot_id) == bot_id, col(Recipient.channel) == channel, col(Recipient.address) == address
        theirs = col(Recipient.member_id).is_not(None), col(Recipient.state) == RecipientState.ACTIVE
        await tx.exec(update(Recipient).where(*here, *theirs).values(state=RecipientState.BLOCKED, changed_at=now))


async def adopt(house: House, *, bot_id: int, username: str, now: datetime) -> int:
    """Remember this bot, and let it speak for those who were imported before any bot had a token; returns how many."""
    async with house.db.transaction() as tx:
        insert = sqlite.insert if house.db.is_sqlite else postgresql.insert
        seen = insert(Bot).values(id=bot_id, username=username, seen_at=now)
        await tx.exec(seen.on_conflict_do_update(index_elements=["id"], set_={"username": username, "seen_at": now}))
        theirs = select(Recipient.address).where(Recipient.bot_id == bot_id)
        orphans = col(Recipient.bot_id) == 0, col(Recipient.address).not_in(theirs)
        adopted = await changed(tx, update(Recipient).where(*orphans).values(bot_id=bot_id, changed_at=now))
        await alerts.adopt(tx, house, bot_id)
        return adopted


def _recipients(channel: str, address: str) -> Any:
    """Where a person can be told things on a channel, over all bots, oldest first."""
    return (
        select(Recipient)
        .where(Recipient.channel == channel, Recipient.address == address, col(Recipient.member_id).is_not(None))
        .order_by(col(Recipient.id))
    )


@cache
def _reachable() -> Any:
    """Members who can be told things at some addresses, as `Known` has them."""
    live = col(StaffGrant.member_id) == Member.id, col(StaffGrant.revoked_at).is_(None)
    acts = sql_select(col(StaffGrant.id)).where(*live).exists().label("staff")
    about: Any = (
        col(Recipient.address), col(Member.id), col(Recipient.id).label("recipient_id"), col(Member.name),
        col(Member.language), col(Member.zone), col(Member.hijri), col(Member.adult_at).is_not(None).label("adult"),
        col(Member.vetted_at).is_not(None).label("vetted"), acts,
    )  # fmt: skip
    there = (
        col(Recipient.bot_id) == bindparam("bot"),
        col(Recipient.channel) == bindparam("channel"),
        col(Recipient.address).in_(bindparam("addresses", expanding=True)),
        col(Recipient.state) == RecipientState.ACTIVE,
    )
    return sql_select(*about).join_from(Recipient, Member, col(Recipient.member_id) == Member.id).where(*there)
