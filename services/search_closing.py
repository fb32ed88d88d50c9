"""The end of a search: come back, thank you, and the name and picture out of every chat they reached."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import update
from sqlmodel import col, select

from models.alerts import Alert, AlertState, Audience, Copy, CopyState, Delivery, DigestEntry, Priority, Wording
from models.database import Tx
from models.groups import Group, GroupKind
from models.members import Recipient
from models.rows import id_of
from models.searches import EvidenceMissing, Objection, Outcome, Search, SearchState
from services import alerts, cap_messages, search_figures, segment_searches
from services import search_cards as cards
from services.audit import Actor, record
from services.counting import counts_of
from services.house import House
from services.search_entries import line
from services.search_states import ANY_STAFF, CLOSERS, clear_out_at, in_charge, move, refuse_unless
from services.search_suppressions import suppress_case
from services.those_out import out_there

EVIDENCE_LIMIT = 500
ASK_BEFORE = timedelta(hours=6)
"""How long before a search ends by itself its desk is asked whether to go on."""
OUT = (SearchState.OPEN, SearchState.PAUSED)


@dataclass(frozen=True, slots=True)
class ClosingPreview:
    """What closing will do: copies to change, by what they are in, those still waiting, and who is called back."""

    copies: int
    groups: tuple[str, ...]
    channels: tuple[str, ...]
    digests: int
    waiting: int
    out_there: int


async def closing_preview(house: House, *, search_id: int, member_id: int) -> ClosingPreview:
    """The second look before a search is closed; refuses with NotAllowed and SearchMoved."""
    async with house.db.reading() as tx:
        search, _ = await in_charge(tx, search_id=search_id, member_id=member_id, roles=CLOSERS, looking=True)
        refuse_unless(search, *OUT)
        return await preview_of(tx, search)


async def preview_of(tx: Tx, search: Search) -> ClosingPreview:
    public = [id_of(alert) for alert in (await tx.exec(_public(search))).all()]
    counts = [await counts_of(tx, await tx.get_one(Alert, number)) for number in public]
    shown = (
        select(Group.kind, Group.title)
        .join(Recipient, col(Recipient.group_id) == Group.id)
        .join(Delivery, col(Delivery.recipient_id) == Recipient.id)
        .join(Copy, col(Copy.delivery_id) == Delivery.id)
        .where(col(Delivery.alert_id).in_(public), Copy.state == CopyState.SHOWN)
        .order_by(Group.title)
    )
    groups = (await tx.exec(shown)).all()
    entries = select(DigestEntry.recipient_id).where(
        col(DigestEntry.alert_id).in_(public), col(DigestEntry.digest_id).is_not(None)
    )
    return ClosingPreview(
        copies=sum(count.sent for count in counts),
        groups=tuple(title for kind, title in groups if kind != GroupKind.CHANNEL),
        channels=tuple(title for kind, title in groups if kind == GroupKind.CHANNEL),
        digests=len((await tx.exec(entries)).all()),
        waiting=sum(count.waiting for count in counts),
        out_there=len(await out_there(tx, id_of(search))),
    )


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """How far a closed search has been taken out of chats: copies changed, to be changed, and beyond our reach.

    `out` is how many volunteers have not said that they are back.
    """

    done: int
    behind: int
    stuck: int
    out: int


async def withdrawal(house: House, *, search_id: int, member_id: int) -> Withdrawal:
    """How far closing has come; refuses with NotAllowed."""
    async with house.db.reading() as tx:
        search, _ = await in_charge(tx, search_id=search_id, member_id=member_id, roles=ANY_STAFF, looking=True)
        told = select(Alert).where(Alert.search_id == search.id, Alert.wording == Wording.SEARCH_CLOSED)
        counts = [await counts_of(tx, alert) for alert in (await tx.exec(told)).all()]
        out = len(await out_there(tx, search_id))
    behind, stuck = sum(count.behind for count in counts), sum(count.stuck for count in counts)
    return Withdrawal(sum(count.sent for count in counts) - behind, max(behind - stuck, 0), stuck, out)


async def close(
    house: House, *, search_id: int, outcome: Outcome, evidence: str, member_id: int, now: datetime
) -> Search:
    """End a search on evidence, and take its subject's picture and name out of every chat they reached.

    The outcome stays with staff. Refuses with EvidenceMissing, NotAllowed and SearchMoved.
    """
    words = line(evidence, EVIDENCE_LIMIT)
    if not words:
        raise EvidenceMissing()
    async with house.db.transaction() as tx:
        search, by = await in_charge(tx, search_id=search_id, member_id=member_id, roles=CLOSERS)
        refuse_unless(search, *OUT)
        await end_now(tx, house, search, outcome=outcome, evidence=words, by=by, now=now)
        return search


async def end_now(
    tx: Tx, house: House, search: Search, *, outcome: Outcome, evidence: str, by: Actor, now: datetime
) -> None:
    """Close it in the caller's transaction: nothing new goes out; who is out there is called; every copy is changed.

    A false case is frozen: nobody posts it again.
    """
    over = {"outcome": outcome, "evidence": evidence, "closed_at": now, "closed_by": by.member_id}
    times = clear_out_at(house, now)
    await move(tx, search, SearchState.CLOSED, act="search.close", by=by, now=now, why=outcome.value, **over, **times)
    await _call_back(tx, house, search, now=now)
    await _nothing_to_decide(tx, search, now=now)
    await search_figures.keep(tx, search, now=now)
    await segment_searches.freeze_all(tx, id_of(search), now=now)
    for alert in (await tx.exec(_public(search))).all():
        await alerts.end(tx, house, alert, wording=Wording.SEARCH_CLOSED, now=now)
    await cap_messages.cancel(tx, house, search, now=now)
    await cards.end_all(tx, house, search, now=now)
    if outcome is Outcome.FALSE_CASE:
        await suppress_case(tx, house, search, now=now)
        await record(tx, act="search.freeze", thing="search", thing_id=id_of(search), by=by, now=now)


async def _call_back(tx: Tx, house: House, search: Search, *, now: datetime) -> None:
    """A real message to those on their way or there: edits notify nobody."""
    people = await out_there(tx, id_of(search))
    if people:
        alert = cards.new_alert(search, Wording.COME_BACK, Audience.PEOPLE, now)
        alert.priority, alert.protect = Priority.URGENT, False
        await alerts.tell_people(tx, house, alert, people)


async def _nothing_to_decide(tx: Tx, search: Search, *, now: datetime) -> None:
    """Objections that wait are neither upheld nor rejected: what they were about is over."""
    waiting = col(Objection.search_id) == search.id, col(Objection.decided_at).is_(None)
    await tx.exec(update(Objection).where(*waiting).values(decided_at=now, ask_at=None))


async def expire_searches(house: House, *, now: datetime) -> list[int]:
    """Close what nobody extended; the numbers of those searches."""
    async with house.db.reading() as tx:
        late = select(Search.id).where(col(Search.state).in_(OUT), col(Search.expires_at) <= now)
        due = [number for number in (await tx.exec(late)).all() if number is not None]
    return [number for number in due if await _expire(house, number, now)]


async def _expire(house: House, search_id: int, now: datetime) -> bool:
    async with house.db.transaction() as tx:
        search = await tx.get_one(Search, search_id, with_for_update=True)
        if search.state not in OUT or search.expires_at is None or search.expires_at > now:
            return False
        await end_now(tx, house, search, outcome=Outcome.EXPIRED, evidence="", by=Actor.clock(), now=now)
        return True


async def ask_about_expiry(house: House, *, now: datetime) -> list[int]:
    """Ask the desk, once and with a sound, about searches that will soon end by themselves; their numbers."""
    soon = Search.state == SearchState.OPEN, col(Search.expires_at) <= now + ASK_BEFORE
    async with house.db.transaction() as tx:
        unasked = select(Search).where(*soon, col(Search.expiry_asked_at).is_(None)).with_for_update()
        found = (await tx.exec(unasked)).all()
        for search in found:
            search.expiry_asked_at = now
            await cards.show(tx, house, search, now=now, sound=[Wording.SEARCH_CARD])
        return [id_of(search) for search in found]


def _public(search: Search) -> Any:
    """The alerts by which a search was told to volunteers and that are not over."""
    over = col(Alert.state) == AlertState.ENDED
    return select(Alert).where(Alert.search_id == search.id, Alert.wording == Wording.SEARCH_OPEN, ~over)
