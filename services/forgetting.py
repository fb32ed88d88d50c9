"""What we hold about a member, and how it goes: within a day, but for the address of copies still showing a search.

The one module that writes in tables of others: it must not miss one. tests/habits checks its lists against the tables.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, or_, update
from sqlmodel import col, select

from models.alerts import Alert, AlertState, Copy, CopyState, Delivery, DeliveryState, DigestEntry
from models.database import Tx
from models.groups import Group, GroupReader
from models.intake import Conversation
from models.members import Member, MemberNotFound, Recipient, RecipientState, StillOutThere
from models.reports import Report, ReportUpdate
from models.responders import Responder, ResponderState
from models.rows import id_of
from models.searches import Objection, Search, SearchState
from models.segments import TrackPoint
from models.sightings import Sighting
from models.subscriptions import Subscription
from services import group_readers, intake, moderation, recordings, searches, sightings, tracks, trust, unfinished
from services.audit import Actor, record
from services.house import House
from services.organisations import revoke_all, roles_of
from services.subscriptions import drop_all
from services.suppressions import member_key, suppress

EMPTY_MEMBER: dict[str, Any] = {
    "name": "",
    "zone": None,
    "adult_at": None,
    "vetted_at": None,
    "quiet_from": None,
    "quiet_to": None,
    "wake_for_urgent": False,
    "on_duty_until": None,
    "paused_until": None,
    "duty_from": None,
    "duty_to": None,
    "reach_until": None,
    "broadcast_cron": None,
    "hijri": False,
    "acting_for": None,
    "groups_suffice": False,
}
"""What is left of a member: a number to which the audit and counts point."""

ONGOING = (SearchState.OPEN, SearchState.PAUSED)
NOT_OVER = (SearchState.DRAFT, SearchState.APPROVED, *ONGOING)


@dataclass(frozen=True, slots=True)
class Holdings:
    """What we hold about one member, in counts and plain words; `roles` are codes of roles with organisations."""

    name: str
    language: str
    since: datetime
    adult_since: datetime | None
    vetted: bool
    subscriptions: int
    circles: int
    """Of the subscriptions, those that hold a (coarse) place."""
    reports: int
    searches: int
    """Cases not over that they told us of."""
    copies: int
    """Messages about searches and reports in their chat."""
    updates: int
    """What they added to reports."""
    answers: int
    """Searches they went out for."""
    objections: int
    sightings: int
    places: int
    """Where they were while they searched, as their telephone said."""
    groups_set_up: int
    groups_in: int
    """Groups of which Telegram confirmed that they are in them, because they asked."""
    unfinished: bool
    """Something they began to write and did not send."""
    roles: list[str] = field(default_factory=list)
    forget_at: datetime | None = None
    """When it all goes, where they asked for it."""


async def what_we_hold(house: House, member_id: int) -> Holdings:
    """Everything, for the member's own eyes; refuses with MemberNotFound."""
    async with house.db.reading() as tx:
        member = await _member(tx, member_id)
        recipients = await _recipient_ids(tx, member_id)
        theirs = col(Subscription.recipient_id).in_(recipients), col(Subscription.active)
        mine = col(Search.reporter_id) == member_id, col(Search.state).in_(NOT_OVER)
        shown = col(Delivery.recipient_id).in_(recipients), col(Delivery.shown_revision).is_not(None)
        return Holdings(
            name=member.name,
            language=member.language,
            since=member.created_at,
            adult_since=member.adult_at,
            vetted=member.vetted_at is not None,
            subscriptions=await _count(tx, Subscription, *theirs),
            circles=await _count(tx, Subscription, *theirs, col(Subscription.radius_m).is_not(None)),
            reports=await _count(tx, Report, col(Report.reporter_id) == member_id),
            searches=await _count(tx, Search, *mine),
            copies=await _count(tx, Delivery, *shown),
            updates=await _count(tx, ReportUpdate, col(ReportUpdate.by_member_id) == member_id),
            answers=await _count(tx, Responder, col(Responder.member_id) == member_id),
            objections=await _count(tx, Objection, col(Objection.member_id) == member_id),
            sightings=await _count(tx, Sighting, col(Sighting.member_id) == member_id),
            places=await _count(tx, TrackPoint, col(TrackPoint.member_id) == member_id),
            groups_set_up=await _count(tx, Group, col(Group.set_up_by) == member_id),
            groups_in=await _count(tx, GroupReader, col(GroupReader.member_id) == member_id),
            unfinished=await _has_begun(tx, await _recipients(tx, member_id)),
            roles=[str(each.role) for each in await roles_of(tx, member_id)],
            forget_at=_due(house, member.forget_at),
        )


async def _has_begun(tx: Tx, recipients: Sequence[Recipient]) -> bool:
    chats = [int(each.address) for each in recipients if each.address.isdecimal()]
    return await _count(tx, Conversation, col(Conversation.user_id).in_(chats), col(Conversation.step).is_not(None)) > 0


async def ask_forgetting(house: House, *, member_id: int, now: datetime) -> datetime:
    """Ask to be forgotten; returns when it will have happened. Refuses who is out in a search with StillOutThere."""
    async with house.db.transaction() as tx:
        member = await _member(tx, member_id)
        if await _is_out(tx, member_id):
            raise StillOutThere()
        if member.forget_at is None:
            member.forget_at = now
            tx.add(member)
            await record(tx, act="member.ask-forgetting", thing="member", thing_id=member_id, by=_self(member), now=now)
        return _due(house, member.forget_at) or now


async def stay(house: House, *, member_id: int, now: datetime) -> None:
    """Take the wish back, as long as it has not happened."""
    async with house.db.transaction() as tx:
        member = await _member(tx, member_id)
        member.forget_at = None
        tx.add(member)
        await record(tx, act="member.stay", thing="member", thing_id=member_id, by=_self(member), now=now)


async def forget_due(house: House, *, now: datetime) -> int:
    """Forget everyone whose time has come, and finish with those whose last search is over; returns how many."""
    before = now - timedelta(hours=house.rules.privacy.forget_hours)
    async with house.db.reading() as tx:
        asked = (await tx.exec(select(Member.id).where(col(Member.forget_at) <= before))).all()
    for member_id in asked:
        await forget(house, member_id=member_id or 0, by=Actor.clock(), now=now)
    return len(asked)


async def forget(house: House, *, member_id: int, by: Actor, now: datetime) -> bool:
    """Remove what we hold about a member now. Their reports stay without them; what staff did stays in the audit.

    False where a search that is not over needs their address: its picture is to leave their chat, or they told us of
    it, or are out in it. The address goes with the next call after that.
    """
    async with house.db.transaction() as tx:
        member = await _member(tx, member_id)
        recipients = await _recipients(tx, member_id)
        numbers = [id_of(each) for each in recipients]
        first = member.name != "" or await _count(tx, Subscription, col(Subscription.recipient_id).in_(numbers)) > 0
        await _empty(tx, house, member, numbers, now)
        await _leave_conversations(tx, recipients, now)
        waiting = await _needed(tx, member_id, numbers)
        if not waiting:
            await searches.forget_member(tx, member_id=member_id)
            await _lose_address(tx, house, recipients, now)
        member.forget_at = (member.forget_at or now) if waiting else None
        tx.add(member)
        if first or not waiting:
            await record(
                tx, act="member.forget", thing="member", thing_id=member_id, by=by, now=now, complete=not waiting
            )
        return not waiting


async def _empty(tx: Tx, house: House, member: Member, recipient_ids: Sequence[int], now: datetime) -> None:
    """Everything but the address."""
    member_id = id_of(member)
    for name, value in EMPTY_MEMBER.items():
        setattr(member, name, value)
    await recordings.remove_of_member(tx, member_id=member_id, now=now)
    await sightings.forget_member(tx, member_id=member_id)
    await drop_all(tx, recipient_ids)
    await group_readers.forget_member(tx, member_id)
    await revoke_all(tx, house, member_id=member_id, now=now)
    unsent = col(Delivery.recipient_id).in_(recipient_ids), col(Delivery.shown_revision).is_(None)
    held = col(Delivery.state).in_([DeliveryState.DUE, DeliveryState.HELD])
    await tx.exec(update(Delivery).where(*unsent, held).values(state=DeliveryState.CANCELLED))
    undigested = col(DigestEntry.recipient_id).in_(recipient_ids), col(DigestEntry.digest_id).is_(None)
    await tx.exec(delete(DigestEntry).where(*undigested))
    await moderation.forget_reporter(tx, member_id=member_id)
    await trust.forget(tx, member_id=member_id)
    await tracks.remove(tx, TrackPoint.member_id == member_id)
    await tx.exec(update(Report).where(col(Report.reporter_id) == member_id).values(reporter_id=None))
    await tx.exec(update(ReportUpdate).where(col(ReportUpdate.by_member_id) == member_id).values(by_member_id=None))


async def _leave_conversations(tx: Tx, recipients: Sequence[Recipient], now: datetime) -> None:
    chats = [int(each.address) for each in recipients if each.address.isdecimal()]
    await unfinished.forget_drafts(tx, chats, now=now)
    await intake.forget_chats(tx, chats)


async def _lose_address(tx: Tx, house: House, recipients: Sequence[Recipient], now: datetime) -> None:
    """The last thing by which somebody could be found; an import does not bring it back."""
    deliveries = select(Delivery.id).where(col(Delivery.recipient_id).in_([id_of(each) for each in recipients]))
    await tx.exec(update(Copy).where(col(Copy.delivery_id).in_(deliveries)).values(address=""))
    for each in recipients:
        if each.state is not RecipientState.GONE:
            await suppress(tx, member_key(house, each.channel, each.address), now=now)
        each.address, each.state, each.changed_at = f"forgotten-{each.id}", RecipientState.GONE, now
        tx.add(each)


async def _needed(tx: Tx, member_id: int, recipient_ids: Sequence[int]) -> bool:
    """Whether a search that is not over needs their address."""
    told = col(Search.reporter_id) == member_id, col(Search.state).in_(NOT_OVER)
    if await _is_out(tx, member_id) or await _count(tx, Search, *told):
        return True
    return await _shows_a_search(tx, recipient_ids)


async def _shows_a_search(tx: Tx, recipient_ids: Sequence[int]) -> bool:
    """Whether a copy in their chat is about a search that is not over, or does not say yet that it is."""
    there = col(Copy.state).in_([CopyState.SHOWN, CopyState.LEAVING])
    behind = col(Delivery.shown_revision) < col(Delivery.want_revision)
    still = col(Delivery.state) != DeliveryState.FAILED
    searches = select(Alert.id).where(col(Alert.search_id).is_not(None))
    open_ones = searches.where(col(Alert.state).in_([AlertState.OPEN, AlertState.PAUSED]))
    digests = select(DigestEntry.digest_id).where(col(DigestEntry.alert_id).in_(open_ones))
    late = col(Delivery.alert_id).in_(searches) & behind & still
    unfinished = or_(col(Delivery.alert_id).in_(open_ones), col(Delivery.digest_id).in_(digests), late)
    found = (
        select(Copy.id)
        .join(Delivery, col(Delivery.id) == Copy.delivery_id)
        .join(Recipient, col(Recipient.id) == Delivery.recipient_id)
        .where(
            col(Delivery.recipient_id).in_(recipient_ids), Recipient.state == RecipientState.ACTIVE, there, unfinished
        )
    )
    return (await tx.exec(found.limit(1))).first() is not None


async def _is_out(tx: Tx, member_id: int) -> bool:
    out = (
        select(Responder.id)
        .join(Search, col(Search.id) == Responder.search_id)
        .where(Responder.member_id == member_id, Responder.state != ResponderState.BACK)
        .where(col(Search.state).in_(ONGOING))
    )
    return (await tx.exec(out)).first() is not None


async def _member(tx: Tx, member_id: int) -> Member:
    member = await tx.get(Member, member_id)
    if member is None:
        raise MemberNotFound(member_id=member_id)
    return member


async def _recipients(tx: Tx, member_id: int) -> Sequence[Recipient]:
    return (await tx.exec(select(Recipient).where(Recipient.member_id == member_id))).all()


async def _recipient_ids(tx: Tx, member_id: int) -> list[int]:
    return [id_of(each) for each in await _recipients(tx, member_id)]


async def _count(tx: Tx, table: Any, *where: Any) -> int:
    return int((await tx.exec(select(func.count()).select_from(table).where(*where))).one())


def _due(house: House, asked: datetime | None) -> datetime | None:
    return asked + timedelta(hours=house.rules.privacy.forget_hours) if asked is not None else None


def _self(member: Member) -> Actor:
    return Actor.member(id_of(member))
