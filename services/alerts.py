"""Alerts: writing them down with their deliveries, revising and ending them. Nobody sends from here."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import insert, text, update
from sqlmodel import col, select

from alerts import revisions
from alerts.audience import Match, Selection
from models.alerts import Alert, AlertState, Audience, Delivery, Priority, Wording
from models.areas import Area
from models.database import Tx
from models.groups import GroupReader
from models.members import Recipient, RecipientState
from models.reports import Report
from models.subscriptions import Subscription
from places.areas import AreaIndex
from places.grounds import AreaGround, Circle, Ground, together
from services import digest_revisions
from services.audit import Actor, record
from services.house import House

FIRST_ROWS, MORE_ROWS = 5_000, 50_000
"""So many people are promised an alert in the transaction that publishes it, and in each that follows (DELIVERY.md)."""
_OPEN_UNWRITTEN = col(Alert.unwritten) > 0, col(Alert.state) == AlertState.OPEN
_UNFINISHED = select(Alert.id).where(*_OPEN_UNWRITTEN)
_UNFINISHED_ROW = select(Alert).where(*_OPEN_UNWRITTEN)
_ANY_READER = select(GroupReader.group_id).limit(1)


async def tell_subscribers(
    tx: Tx, house: House, areas: AreaIndex, alert: Alert, *, ground: Ground | None, category: str | None = None
) -> int:
    """Write an alert and promise it to everyone whose subscription its ground meets; how many hear of it at once.

    `alert` is new, or goes to more people than before; without a ground it goes to the whole region, flagged. Digest
    subscribers get it with their next digest. Of many, the nearest are promised it now and `promise_rest` follows.
    """
    _lay(alert, ground)
    tx.add(alert)
    await tx.flush()
    selection = await _selection(tx, house, areas, alert, category)
    found, recipients = (await tx.exec(selection.size())).one()  # type: ignore[call-overload]
    most = FIRST_ROWS if found > FIRST_ROWS else None
    promised: Any = await tx.exec(selection.write_deliveries(most))  # type: ignore[call-overload]
    await _promised(tx, house, selection, still=recipients - promised.rowcount)
    return int(recipients)


async def promise_rest(house: House) -> None:
    """Promise what is open to those of its audience who are still to be; after a crash it goes on where it was."""
    async with house.db.reading() as tx:
        unfinished = (await tx.exec(_UNFINISHED)).all()
    if unfinished:
        areas = await house.areas()
        for alert_id in unfinished:
            while await _promise_more(house, areas, alert_id or 0):
                pass


async def _promise_more(house: House, areas: AreaIndex, alert_id: int) -> bool:
    """One helping of it, so that other writers get their turn; whether there is more to do."""
    async with house.db.transaction() as tx:
        alert = (await tx.exec(_UNFINISHED_ROW.where(Alert.id == alert_id).with_for_update())).first()
        if alert is None:
            return False
        selection = await _selection(tx, house, areas, alert, await _category(tx, alert))
        promised: Any = await tx.exec(selection.write_deliveries(MORE_ROWS))  # type: ignore[call-overload]
        await _promised(tx, house, selection, still=alert.unwritten - promised.rowcount if promised.rowcount else 0)
        return alert.unwritten > 0


async def _promised(tx: Tx, house: House, selection: Selection, *, still: int) -> None:
    """So many are still to be promised it; digests, which do not hurry, come last."""
    selection.alert.unwritten = max(0, still)
    tx.add(selection.alert)
    if not selection.alert.unwritten:
        await tx.exec(selection.write_digest_entries())  # type: ignore[call-overload]
    await house.db.announce(tx)


async def _selection(
    tx: Tx, house: House, areas: AreaIndex, alert: Alert, category: str | None, only: int | None = None
) -> Selection:
    match = await match_of(tx, house, areas, alert)
    selection = Selection(match, alert, category, house.db.is_sqlite, only_recipient=only)
    if (await tx.exec(_ANY_READER)).first() is None:
        return selection
    everyone = replace(selection, only_recipient=None)
    told = (await tx.exec(everyone.groups_told())).scalars().all()  # type: ignore[call-overload]
    return replace(selection, told_groups=tuple(told))


async def tell_people(tx: Tx, house: House, alert: Alert, recipient_ids: Sequence[int]) -> None:
    """Write an alert, unless it is there, and promise it to these recipients by name; those who have it keep theirs."""
    tx.add(alert)
    await tx.flush()
    had = set(
        (await tx.exec(select(Delivery.recipient_id).where(Delivery.alert_id == alert.id))).all()
    )  # short: staff, a reporter, those on their way
    new = [recipient for recipient in dict.fromkeys(recipient_ids) if recipient not in had]
    if new:
        bots = dict((await tx.exec(select(Recipient.id, Recipient.bot_id).where(col(Recipient.id).in_(new)))).all())
        common = {"alert_id": alert.id, "priority": int(alert.priority), "want_revision": alert.revision}
        rows = [common | {"recipient_id": number, "bot_id": bots[number]} for number in new if number in bots]
        await tx.exec(insert(Delivery), params=rows)
    await house.db.announce(tx)


async def match_of(tx: Tx, house: House, areas: AreaIndex, alert: Alert) -> Match:
    """What an alert's ground means to the subscriptions."""
    if alert.lat is not None and alert.lon is not None:
        circle = _circle(alert)
        meeting = areas.meeting(circle)
        return Match(meeting.area_ids, meeting.through, circle.point, circle.radius_m)
    grounds = [alert.area_id] if alert.area_id is not None else await _everywhere(tx, house, areas)
    meeting = together(areas.meeting(AreaGround(area_id)) for area_id in grounds)
    circles = [number for area_id in grounds for number in await _circles_meeting(tx, areas, area_id)]
    return Match(meeting.area_ids, meeting.through, circle_ids=tuple(dict.fromkeys(circles)))


async def _everywhere(tx: Tx, house: House, areas: AreaIndex) -> list[int]:
    """Where an alert goes whose place is not known: the area the operator named, or all of them."""
    code = house.rules.alerts.nowhere_area
    if code:
        named = (await tx.exec(select(Area.id).where(Area.code == code))).first()
        if named is not None:
            return [named]
    return [area.id for area in areas.children(None) if area.id is not None]


async def _circles_meeting(tx: Tx, areas: AreaIndex, area_id: int) -> list[int]:
    bounds = areas.bounds(area_id)
    if bounds is None:
        return []
    s = Subscription
    near = (
        select(s.id, s.lat, s.lon, s.radius_m)
        .where(col(s.radius_m).is_not(None), s.active)
        .where(col(s.min_lat) <= bounds.max_lat, col(s.max_lat) >= bounds.min_lat)
        .where(col(s.min_lon) <= bounds.max_lon, col(s.max_lon) >= bounds.min_lon)
    )
    rows = (await tx.exec(near)).all()
    if not rows:
        return []
    ids, lats, lons, radii = zip(*rows, strict=True)
    met = areas.circle_meets(area_id, lats, lons, radii)
    return [number for number, meets in zip(ids, met, strict=True) if meets]


def _circle(alert: Alert) -> Circle:
    from places.points import Point

    return Circle(Point(alert.lat or 0.0, alert.lon or 0.0), alert.radius_m or 1.0)


def _lay(alert: Alert, ground: Ground | None) -> None:
    match ground:
        case Circle(point, radius_m):
            alert.lat, alert.lon, alert.radius_m = point.lat, point.lon, radius_m
        case AreaGround(area_id):
            alert.area_id = area_id
        case None:
            alert.nowhere = True


def live_alerts(*, search_id: int | None = None, report_id: int | None = None, wordings: Sequence[Wording] = ()) -> Any:
    """The alerts about a search or a report that are not over."""
    about = Alert.search_id == search_id if search_id is not None else Alert.report_id == report_id
    found = select(Alert).where(about, col(Alert.state).in_(revisions.LIVE))
    return found.where(col(Alert.wording).in_(wordings)) if wordings else found


async def revise(
    tx: Tx, house: House, alert: Alert, *, now: datetime, sound: bool = False, wording: Wording | None = None
) -> None:
    """The alert says something new: every copy is edited, or with `sound` replaced by one that is heard."""
    assert alert.id is not None  # noqa: S101 - it comes from the database
    changes = {"wording": wording} if wording else {}
    await tx.exec(revisions.new_revision(alert.id, now, sound=sound, changes=changes))
    await tx.refresh(alert)
    urgency = Priority(alert.priority) if sound else Priority.NORMAL
    await tx.exec(revisions.copies_behind(alert.id, alert.revision, urgency))
    await digest_revisions.fall_behind(tx, alert)
    await house.db.announce(tx)


async def end(tx: Tx, house: House, alert: Alert, *, wording: Wording, now: datetime) -> None:
    """It is over: what waits is cancelled, and every copy is to be edited to `wording`, nearest first."""
    assert alert.id is not None  # noqa: S101
    first = alert.state is not AlertState.ENDED
    changes = {"wording": wording, "state": AlertState.ENDED}
    await tx.exec(revisions.new_revision(alert.id, now, sound=False, changes=changes))
    await tx.refresh(alert)
    await tx.exec(revisions.withdrawn(alert.id, alert.revision))
    await digest_revisions.fall_behind(tx, alert, over=first)
    await house.db.announce(tx)


async def pause(tx: Tx, house: House, alert: Alert, *, now: datetime) -> None:
    """Nothing more of it goes out; copies already sent wait unchanged."""
    await _set_state(tx, alert, AlertState.PAUSED, now)
    await tx.exec(revisions.paused(alert.id or 0))
    await digest_revisions.write_anew(tx, alert)
    await house.db.announce(tx)


async def go_on(tx: Tx, house: House, alert: Alert, *, now: datetime) -> None:
    """A paused alert goes out again to those whom it did not reach."""
    await _set_state(tx, alert, AlertState.OPEN, now)
    await tx.exec(revisions.goes_on(alert.id or 0))
    await digest_revisions.fall_behind(tx, alert)
    await house.db.announce(tx)


async def _set_state(tx: Tx, alert: Alert, state: AlertState, now: datetime) -> None:
    alert.state, alert.changed_at = state, now
    tx.add(alert)
    await tx.flush()


async def reconcile(tx: Tx, house: House, areas: AreaIndex, recipient_id: int) -> int:
    """Somebody subscribed, moved or muted: promise them what is open and concerns them; how many alerts are new."""
    await tx.exec(revisions.unwanted(recipient_id))
    await tx.exec(  # type: ignore[call-overload]
        text("DELETE FROM digest_entry WHERE recipient_id = :recipient AND digest_id IS NULL").bindparams(
            recipient=recipient_id
        )
    )
    return await _promise_what_is_open(tx, house, areas, only=recipient_id)


async def reconcile_all(tx: Tx, house: House, areas: AreaIndex) -> int:
    """Many subscribed at once, as by an import: each is promised what is open and concerns them; how many are new."""
    return await _promise_what_is_open(tx, house, areas, only=None)


async def _promise_what_is_open(tx: Tx, house: House, areas: AreaIndex, *, only: int | None) -> int:
    public = [Audience.SUBSCRIBERS, Audience.VETTED]
    found = select(Alert).where(col(Alert.state) == AlertState.OPEN, col(Alert.audience).in_(public))
    new = 0
    for alert in (await tx.exec(found)).all():
        selection = await _selection(tx, house, areas, alert, await _category(tx, alert), only)
        promised: Any = await tx.exec(selection.write_deliveries())  # type: ignore[call-overload]
        await tx.exec(selection.write_digest_entries())  # type: ignore[call-overload]
        new += promised.rowcount
    await house.db.announce(tx)
    return new


async def _category(tx: Tx, alert: Alert) -> str | None:
    if alert.report_id is None:
        return None
    return (await tx.exec(select(Report.category).where(Report.id == alert.report_id))).first()


async def would_reach(
    tx: Tx, house: House, areas: AreaIndex, alert: Alert, *, ground: Ground | None, category: str | None = None
) -> int:
    """How many an alert would reach at once, for the person who is about to let it go; nothing is written."""
    _lay(alert, ground)
    selection = await _selection(tx, house, areas, alert, category)
    return int((await tx.exec(selection.size())).one()[1])  # type: ignore[call-overload]


async def halted(house: House, *, alert_id: int, now: datetime) -> None:
    """Telegram refuses an alert's letter: it stops, what was not sent is marked, and staff see why on their card."""
    async with house.db.transaction() as tx:
        alert = await tx.get(Alert, alert_id)
        if alert is None or alert.state is not AlertState.OPEN:
            return
        await _set_state(tx, alert, AlertState.HALTED, now)
        await tx.exec(  # type: ignore[call-overload]
            text(
                "UPDATE delivery SET state = 'failed', error = 'letter-refused' WHERE alert_id = :alert"
                " AND shown_revision IS NULL AND state IN ('due', 'held')"
            ).bindparams(alert=alert_id)
        )
        await record(tx, act="alert.halt", thing="alert", thing_id=alert_id, by=Actor.clock(), now=now)
        cards = live_alerts(
            search_id=alert.search_id, report_id=alert.report_id, wordings=[Wording.SEARCH_CARD, Wording.REPORT_CARD]
        )
        for card in (await tx.exec(cards)).all():
            await revise(tx, house, card, now=now, sound=True)


async def adopt(tx: Tx, house: House, bot_id: int) -> None:
    """Let a bot carry what was promised before any bot had a token."""
    await tx.exec(update(Delivery).where(col(Delivery.bot_id) == 0).values(bot_id=bot_id))
    await house.db.announce(tx)


async def forget_place(tx: Tx, *, search_id: int) -> None:
    """The alerts of a search no longer say where it was; in the caller's transaction."""
    of_search = update(Alert).where(col(Alert.search_id) == search_id)
    await tx.exec(of_search.values(lat=None, lon=None, radius_m=None))


def active_recipients_of(member_ids: Sequence[int]) -> Any:
    """The addresses at which these members can be told something now."""
    return select(Recipient.id).where(
        col(Recipient.member_id).in_(member_ids), col(Recipient.state) == RecipientState.ACTIVE
    )
