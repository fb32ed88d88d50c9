"""Why did I get this, for members; and why did she not, for staff, who are seen looking."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import col, select

from alerts.audience import Match
from alerts.explaining import Absence, Answer, Because, Gathered, Standing, Wished, because, why_not
from models.alerts import Alert, AlertNotFound, Audience, Copy, CopyState, Delivery, DeliveryState, DigestEntry
from models.audit import Audit
from models.database import Tx
from models.groups import GroupReader
from models.members import Member, MemberNotFound, Recipient, RecipientState
from models.organisations import Role
from models.refusals import Refusal
from models.reports import Report
from models.rows import id_of
from models.subscriptions import ReportKinds, Subscription
from places.points import Point, distance_m
from services import alerts, desk, readers
from services.audit import Actor, record
from services.desk import Broadcast
from services.house import House
from services.organisations import require
from services.subscriptions import Subscribed, categories_of

MAY_ASK = (Role.ADMIN, Role.COORDINATOR)


MOST_ALERTS = 3
"""Of so many alerts in a day staff may learn why one member did not get them: more would give a home away."""
A_DAY = timedelta(days=1)
LOOK = "see.why-not"


@dataclass(frozen=True, slots=True)
class WhyNot:
    """Why an alert did not come, whom it is about, and the search or report it tells of."""

    name: str
    search_id: int | None
    report_id: int | None
    answer: Answer


class AskedTooOften(Refusal):
    """Enough was asked about this member today, whoever asked; facts: limit."""


class NothingToExplain(Refusal):
    """There is no copy here of which anything is known: it was deleted, or is no alert."""


@dataclass(frozen=True, slots=True)
class Why:
    """Why a copy is in a chat: by which alerts of its reader, through which area, how far in steps."""

    because: Because
    delivery_id: int
    wishes: tuple[Subscribed, ...] = ()
    via_area_id: int | None = None
    band: int | None = None
    vetted_only: bool = False
    about: str = ""
    """`search` or `report`, for what can be muted; empty for digests."""
    number: int = 0
    muted: bool = False


async def of_message(house: House, *, bot_id: int, address: str, message_id: int) -> Why:
    """Why this message is in this chat; refuses with NothingToExplain."""
    here = Copy.bot_id == bot_id, Copy.address == address, Copy.message_id == message_id
    return await _why(house, select(Delivery).join(Copy, col(Copy.delivery_id) == Delivery.id).where(*here))


async def of_last(house: House, *, recipient_id: int) -> Why:
    """Why the newest copy in their chat is there; refuses with NothingToExplain."""
    shown = Delivery.recipient_id == recipient_id, Copy.state == CopyState.SHOWN
    found = select(Delivery).join(Copy, col(Copy.delivery_id) == Delivery.id).where(*shown)
    return await _why(house, found.order_by(col(Copy.sent_at).desc(), col(Copy.id).desc()))


async def of_thing(house: House, *, bot_id: int, address: str, thread_id: int, about: str, number: int) -> Why:
    """Why what subscribers are told of a search or a report came to this chat; refuses with NothingToExplain."""
    thing = Alert.search_id if about == "search" else Alert.report_id
    there = Recipient.bot_id == bot_id, Recipient.address == address, Recipient.thread_id == thread_id
    public = col(Alert.audience).in_([Audience.SUBSCRIBERS, Audience.VETTED])
    found = (
        select(Delivery)
        .join(Alert, col(Alert.id) == Delivery.alert_id)
        .join(Recipient, col(Recipient.id) == Delivery.recipient_id)
        .where(*there, thing == number, public, col(Delivery.shown_revision).is_not(None))
    )
    return await _why(house, found.order_by(col(Delivery.id).desc()))


async def _why(house: House, found: Any) -> Why:
    async with house.db.reading() as tx:
        delivery = (await tx.exec(found.limit(1))).first()
        if delivery is None:
            raise NothingToExplain()
        if delivery.digest_id is not None:
            return Why(Because.DIGEST, id_of(delivery), await _of_digest(tx, delivery))
        return await _of_alert(tx, delivery)


async def _of_alert(tx: Tx, delivery: Delivery) -> Why:
    alert = await tx.get_one(Alert, delivery.alert_id)
    wish = await tx.get(Subscription, delivery.subscription_id) if delivery.subscription_id is not None else None
    wish = wish if wish is not None and wish.active else None
    return Why(
        because(alert, delivery, wish),
        id_of(delivery),
        (Subscribed(wish, await categories_of(tx, id_of(wish))),) if wish is not None else (),
        via_area_id=delivery.via_area_id,
        band=delivery.band,
        vetted_only=alert.audience is Audience.VETTED,
        about="search" if alert.search_id is not None else "report",
        number=alert.search_id or alert.report_id or 0,
        muted=delivery.muted_at is not None,
    )


async def _of_digest(tx: Tx, delivery: Delivery) -> tuple[Subscribed, ...]:
    """The subscriptions whose alerts this digest gathered."""
    brought = select(DigestEntry.subscription_id).where(
        DigestEntry.digest_id == delivery.digest_id, DigestEntry.recipient_id == delivery.recipient_id
    )
    wishes = select(Subscription).where(col(Subscription.id).in_(brought), Subscription.active)
    rows = (await tx.exec(wishes.order_by(col(Subscription.id)))).all()
    return tuple([Subscribed(row, await categories_of(tx, id_of(row))) for row in rows])


async def mute(house: House, *, recipient_id: int, delivery_id: int, now: datetime) -> None:
    """Hear no more of this one alert; its copy still says when it is over. Refuses with NothingToExplain."""
    await _mute(house, recipient_id, delivery_id, now)


async def unmute(house: House, *, recipient_id: int, delivery_id: int) -> None:
    """Hear of this one alert again; what changed meanwhile is in its copy. Refuses with NothingToExplain."""
    await _mute(house, recipient_id, delivery_id, None)


async def _mute(house: House, recipient_id: int, delivery_id: int, since: datetime | None) -> None:
    async with house.db.transaction() as tx:
        delivery = await tx.get(Delivery, delivery_id)
        if delivery is None or delivery.recipient_id != recipient_id or delivery.alert_id is None:
            raise NothingToExplain()
        await readers.mute(tx, delivery_id, since=since)


async def to_ask_about(house: House, *, by: int) -> list[Broadcast]:
    """The alerts of which staff can ask why somebody did not get them; refuses with NotAllowed."""
    async with house.db.reading() as tx:
        await require(tx, member_id=by, role=MAY_ASK, organisation_id=None)
    return await desk.broadcasts(house, member_id=by)


async def why_not_them(house: House, *, member_id: int, alert_id: int, by: int, now: datetime) -> WhyNot:
    """Why this member did not get this alert, as staff may know it; that they asked is recorded.

    Refuses with NotAllowed, MemberNotFound, AlertNotFound and AskedTooOften.
    """
    if alert_id not in {each.counts.alert for each in await to_ask_about(house, by=by)}:
        raise AlertNotFound(alert_id=alert_id)
    areas = await house.areas()
    async with house.db.transaction() as tx:
        organisation_id = await require(tx, member_id=by, role=MAY_ASK, organisation_id=None)
        member, alert = await tx.get(Member, member_id), await tx.get_one(Alert, alert_id)
        if member is None:
            raise MemberNotFound(member_id=member_id)
        await _refuse_searching(tx, member_id, alert_id, now)
        match = await alerts.match_of(tx, house, areas, alert)
        answer = why_not(alert, await _standing(tx, member, alert, match))
        actor = Actor.member(by, organisation_id)
        about: dict[str, str | int | bool | None] = {"alert": alert_id, "answer": str(answer.absence)}
        await record(tx, act=LOOK, thing="member", thing_id=member_id, by=actor, now=now, **about)
        return WhyNot(member.name, alert.search_id, alert.report_id, answer)


async def _refuse_searching(tx: Tx, member_id: int, alert_id: int, now: datetime) -> None:
    """Refuse with AskedTooOften another alert than those asked about today."""
    looks = Audit.thing == "member", Audit.thing_id == member_id, Audit.act == LOOK, col(Audit.at) > now - A_DAY
    asked = {facts.get("alert") for facts in (await tx.exec(select(Audit.facts).where(*looks))).all()}
    if alert_id not in asked and len(asked) >= MOST_ALERTS:
        raise AskedTooOften(limit=MOST_ALERTS)


async def _standing(tx: Tx, member: Member, alert: Alert, match: Match) -> Standing:
    recipient = (
        await tx.exec(select(Recipient).where(Recipient.member_id == member.id).order_by(col(Recipient.state)))
    ).first()
    if recipient is None:
        return Standing(RecipientState.GONE, adult=False, vetted=False)
    theirs = Delivery.recipient_id == recipient.id, Delivery.alert_id == alert.id
    delivery = (await tx.exec(select(Delivery).where(*theirs))).first()
    report = await tx.get(Report, alert.report_id) if alert.report_id is not None else None
    return Standing(
        recipient.state,
        adult=member.adult_at is not None,
        vetted=member.vetted_at is not None,
        own_report=report is not None and report.reporter_id == member.id,
        group_tells=member.groups_suffice and await _in_a_group(tx, member),
        delivery=delivery,
        sent_at=await _sent_at(tx, delivery),
        digest=await _gathered(tx, alert, recipient),
        wishes=await _wishes(tx, recipient, alert, match, report.category if report is not None else None),
    )


async def _in_a_group(tx: Tx, member: Member) -> bool:
    return (await tx.exec(select(GroupReader).where(GroupReader.member_id == member.id))).first() is not None


async def _sent_at(tx: Tx, delivery: Delivery | None) -> datetime | None:
    if delivery is None:
        return None
    sent = select(Copy.sent_at).where(Copy.delivery_id == delivery.id)
    return (await tx.exec(sent.order_by(col(Copy.id)))).first()


async def _gathered(tx: Tx, alert: Alert, recipient: Recipient) -> Gathered | None:
    """How far this alert has come in their digests."""
    entry = await tx.get(DigestEntry, (alert.id, recipient.id))
    if entry is None:
        return None
    if entry.digest_id is None:
        wish = await tx.get(Subscription, entry.subscription_id) if entry.subscription_id is not None else None
        return Gathered(due_at=wish.next_digest_at) if wish is not None else None
    theirs = Delivery.digest_id == entry.digest_id, Delivery.recipient_id == recipient.id
    digest = (await tx.exec(select(Delivery).where(*theirs))).first()
    shown = digest is not None and digest.state is not DeliveryState.FAILED and digest.shown_revision is not None
    return Gathered(shown_at=await _sent_at(tx, digest) if shown else None)


async def _wishes(tx: Tx, recipient: Recipient, alert: Alert, match: Match, category: str | None) -> tuple[Wished, ...]:
    rows = await tx.exec(select(Subscription).where(Subscription.recipient_id == recipient.id, Subscription.active))
    found = []
    for row in rows.all():
        kinds = await categories_of(tx, id_of(row))
        found.append(_wished(row, match, of_kind=_of_kind(row, alert, kinds, category)))
    return tuple(found)


def _of_kind(row: Subscription, alert: Alert, kinds: tuple[str, ...], category: str | None) -> bool:
    if alert.search_id is not None:
        return row.searches
    return row.reports is ReportKinds.ALL or (row.reports is ReportKinds.SOME and category in kinds)


def _wished(row: Subscription, match: Match, *, of_kind: bool) -> Wished:
    if row.lat is None or row.lon is None:
        return Wished(of_kind, row.area_id in match.area_ids)
    if match.point is None:
        return Wished(of_kind, row.id in match.circle_ids)
    gap = distance_m(match.point, Point(row.lat, row.lon)) - (row.radius_m or 0.0) - match.radius_m
    return Wished(of_kind, gap <= 0, max(gap, 0.0))


__all__ = ["Absence", "Answer", "Because", "Why"]
