"""Digests: what waited for somebody's hour, gathered into one message that all who missed the same share.

Hours are claimed, and what they bring is written, in one transaction: a restart or a second process neither skips nor
doubles.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import structlog
from sqlalchemy import select
from sqlmodel import col

from models.alerts import DigestKind, Priority
from models.refusals import Refusal
from models.subscriptions import Subscription
from places.areas import AreaIndex
from services.bulk import Bulk
from services.digest_times import Owner, due, due_after
from services.house import House

log = structlog.get_logger()

BATCH = 5_000
"""Recipients written in one transaction."""

Gathered = Mapping[int, Mapping[int, int]]
"""Alerts by recipient, each with the area through which it concerns them; 0: directly."""

Lines = list[tuple[int, int, int]]
"""(alert, recipient, digest): what is shown to whom in what."""


@dataclass(frozen=True, slots=True)
class Due:
    """What decides when a subscription that is due is due again."""

    instant: bool
    cron: str | None
    area_id: int | None
    lat: float | None
    lon: float | None
    owner_cron: str | None
    owner_zone: str | None


async def write_due(house: House, *, now: datetime) -> int:
    """Write the digest of everyone whose hour has come, and set their next; how many digests are on their way.

    What was missed while nothing ran comes once. Nobody for whom nothing waits gets a message.
    """
    written = 0
    while recipients := await _recipients_due(house, now):
        areas = await house.areas()
        async with house.db.transaction() as tx:
            bulk = Bulk(tx, house)
            claimed = await _claimed(bulk, recipients, now)
            numbers = [number for of_them in claimed.values() for number in of_them]
            promised = await _write(bulk, await _news(bulk, numbers), DigestKind.NEWS, now)
            promised += await _write(bulk, await _open_searches(bulk, numbers), DigestKind.OPEN_SEARCHES, now)
            await _set_next(bulk, house, areas, claimed, now)
            if promised:
                await house.db.announce(tx)
        written += promised
    return written


async def write_now(house: House, *, subscription_id: int, now: datetime) -> int:
    """Show a new subscriber at once what is open there, without waiting for their hour; how many alerts."""
    async with house.db.transaction() as tx:
        bulk = Bulk(tx, house)
        found = await _news(bulk, [subscription_id])
        if await _write(bulk, found, DigestKind.NEWS, now):
            await house.db.announce(tx)
        return sum(map(len, found.values()))


async def _recipients_due(house: House, now: datetime) -> list[int]:
    """Some of those with a subscription that is due; one look at an index where there are none."""
    s = Subscription
    some = select(s.recipient_id).where(col(s.next_digest_at) <= now, col(s.active))  # type: ignore[call-overload]
    async with house.db.reading() as tx:
        rows: Any = await tx.exec(some.order_by(col(s.next_digest_at)).limit(BATCH))
        return list(dict.fromkeys(rows.scalars()))


async def _claimed(bulk: Bulk, recipients: list[int], now: datetime) -> dict[Due, list[int]]:
    """Their subscriptions that are due, those alike together; another process waits for these."""
    rows = await bulk.all(
        "SELECT s.id, s.instant, s.cron, s.area_id, s.lat, s.lon,"  # noqa: S608
        " COALESCE(m.broadcast_cron, g.broadcast_cron), COALESCE(m.zone, g.zone)"
        " FROM subscription s JOIN recipient r ON r.id = s.recipient_id"
        " LEFT JOIN member m ON m.id = r.member_id LEFT JOIN volunteer_group g ON g.id = r.group_id"
        f" WHERE {bulk.among('s.recipient_id', 'recipients')} AND s.next_digest_at <= :now AND s.active"
        f" ORDER BY s.id{bulk.locked('FOR UPDATE OF s')}",
        recipients=recipients,
        now=now,
    )
    alike: dict[Due, list[int]] = {}
    for number, *said in rows:
        alike.setdefault(Due(*said), []).append(number)
    return alike


async def _set_next(
    bulk: Bulk, house: House, areas: AreaIndex, claimed: Mapping[Due, list[int]], now: datetime
) -> None:
    """Those that were due are due again later: a guarded write for each moment."""
    moments: dict[datetime, list[int]] = {}
    for said, numbers in claimed.items():
        moments.setdefault(_next(said, house, areas, now), []).extend(numbers)
    for moment, numbers in moments.items():
        await bulk.run(
            "UPDATE subscription SET next_digest_at = :next"  # noqa: S608
            f" WHERE next_digest_at <= :now AND {bulk.among('id', 'numbers')}",
            next=moment,
            now=now,
            numbers=numbers,
        )


def _next(said: Due, house: House, areas: AreaIndex, now: datetime) -> datetime:
    """When this subscription is due again; one whose words mean nothing (any more) follows the deployment's."""
    rules = house.rules
    try:
        return due(said, Owner(said.owner_cron, said.owner_zone), rules, areas, now) or now + timedelta(days=1)
    except (Refusal, ZoneInfoNotFoundError) as error:
        log.warning("digest-schedule-unreadable", error=type(error).__name__)
    try:
        return due_after(now, wishes=[rules.schedule.digest], zone=ZoneInfo(rules.areas.zone), point=None)
    except Refusal:
        return now + timedelta(days=1)


_REPEATED = "(a.search_id IS NOT NULL AND COALESCE(g.while_search_open, FALSE))"
"""An open search that is told again and again, whether it was shown before or not."""

_NOT_TOLD_AT_ONCE = (
    "NOT EXISTS (SELECT 1 FROM delivery d WHERE d.alert_id = e.alert_id AND d.recipient_id = e.recipient_id)"
)


async def _news(bulk: Bulk, subscriptions: list[int]) -> Gathered:
    """What waits for these subscriptions and has not reached its recipient by another of theirs."""
    return await _gathered(bulk, subscriptions, f"NOT {_REPEATED} AND e.digest_id IS NULL AND {_NOT_TOLD_AT_ONCE}")


async def _open_searches(bulk: Bulk, subscriptions: list[int]) -> Gathered:
    return await _gathered(bulk, subscriptions, _REPEATED)


async def _gathered(bulk: Bulk, subscriptions: list[int], wanted: str) -> Gathered:
    """The entries wanted of open alerts; what is for the vetted only to those who still are."""
    rows = await bulk.all(
        f"SELECT e.recipient_id, {bulk.joined(_ENTRY)}"  # noqa: S608
        " FROM subscription s JOIN digest_entry e ON e.subscription_id = s.id"
        " JOIN alert a ON a.id = e.alert_id JOIN recipient r ON r.id = e.recipient_id"
        " LEFT JOIN member m ON m.id = r.member_id LEFT JOIN volunteer_group g ON g.id = r.group_id"
        f" WHERE {bulk.among('s.id', 'subscriptions')} AND s.active AND {wanted}"
        " AND a.state = 'open' AND r.state = 'active' AND (a.audience <> 'vetted' OR m.vetted_at IS NOT NULL)"
        " GROUP BY e.recipient_id",
        subscriptions=subscriptions,
    )
    return {recipient: _read(entries) for recipient, entries in rows}


_ENTRY = "e.alert_id || ':' || COALESCE(e.via_area_id, 0)"


def _read(entries: str) -> dict[int, int]:
    pairs = (entry.split(":") for entry in entries.split(","))
    return {int(alert): int(via) for alert, via in pairs}


async def _write(bulk: Bulk, gathered: Gathered, kind: DigestKind, now: datetime) -> int:
    """Promise each recipient the digest of their alerts; how many."""
    gathered = await _still_open(bulk, gathered)
    if not gathered:
        return 0
    names = {recipient: _contents(kind, alerts, recipient, now) for recipient, alerts in gathered.items()}
    sizes = {name: len(gathered[recipient]) for recipient, name in names.items()}
    digests = await _digests(bulk, sizes, kind, now)
    theirs = [(recipient, digests[name]) for recipient, name in names.items()]
    lines = [(alert, recipient, digest) for recipient, digest in theirs for alert in gathered[recipient]]
    before = await _shown_before(bulk, lines) if kind is DigestKind.OPEN_SEARCHES else []
    await _link(bulk, lines)
    await _leave(bulk, before)
    return await _promise(bulk, theirs)


async def _still_open(bulk: Bulk, gathered: Gathered) -> Gathered:
    """Without what closed meanwhile; what is left cannot close before this is committed."""
    every = sorted(set().union(*gathered.values()))
    if not every:
        return {}
    rows = await bulk.all(
        f"SELECT id FROM alert WHERE state = 'open' AND {bulk.among('id', 'every')} ORDER BY id"  # noqa: S608
        f"{bulk.locked('FOR SHARE')}",
        every=every,
    )
    still = {number for (number,) in rows}
    kept = (
        (recipient, {alert: via for alert, via in alerts.items() if alert in still})
        for recipient, alerts in gathered.items()
    )
    return {recipient: alerts for recipient, alerts in kept if alerts}


def _contents(kind: DigestKind, alerts: Mapping[int, int], recipient: int, now: datetime) -> str:
    """The name of a digest: the same for all who are shown the same, through the same areas, at the same moment.

    But what is told again and again is each recipient's own, because its lines move on to their next.
    """
    whose = recipient if kind is DigestKind.OPEN_SEARCHES else ""
    return sha256(f"{kind}/{whose}/{now.isoformat()}/{sorted(alerts.items())}".encode()).hexdigest()


async def _digests(bulk: Bulk, sizes: Mapping[str, int], kind: DigestKind, now: datetime) -> dict[str, int]:
    """The digests of these names, made where they are not there with so many lines; their numbers by name."""
    for size in sorted(set(sizes.values())):
        await bulk.run(
            "INSERT INTO digest (kind, contents, open_lines, revision, created_at, until)"  # noqa: S608
            f" SELECT :kind, x.value, :size, 1, :now, :until FROM {bulk.words('names')} x WHERE TRUE"
            " ON CONFLICT (contents) DO NOTHING",
            kind=kind.value,
            size=size,
            names=sorted(name for name, lines in sizes.items() if lines == size),
            now=now,
            until=now,
        )
    rows = await bulk.all(
        f"SELECT g.contents, g.id FROM {bulk.words('names')} x JOIN digest g ON g.contents = x.value",  # noqa: S608
        names=sorted(sizes),
    )
    return dict(tuple(row) for row in rows)


async def _shown_before(bulk: Bulk, lines: Lines) -> list[tuple[int, int]]:
    """Earlier digests in which these recipients were shown these alerts, as (digest, recipient)."""
    rows = await bulk.all(
        f"SELECT DISTINCT e.digest_id, e.recipient_id FROM {bulk.rows('lines')} t"  # noqa: S608
        " JOIN digest_entry e ON e.alert_id = t.a AND e.recipient_id = t.b WHERE e.digest_id <> t.c",
        lines=lines,
    )
    return [(digest, recipient) for digest, recipient in rows]


async def _link(bulk: Bulk, lines: Lines) -> None:
    """Each entry remembers the digest that shows it; an upsert, which finds its rows by their key on both databases."""
    await bulk.run(
        "INSERT INTO digest_entry (alert_id, recipient_id, digest_id) SELECT t.a, t.b, t.c"  # noqa: S608
        f" FROM {bulk.rows('lines')} t WHERE TRUE"
        " ON CONFLICT (alert_id, recipient_id) DO UPDATE SET digest_id = excluded.digest_id",
        lines=lines,
    )


async def _leave(bulk: Bulk, before: list[tuple[int, int]]) -> None:
    """Earlier digests whose lines moved on say so; those not sent yet that have none left are not sent."""
    for digest, recipient in before:
        await bulk.run(
            "UPDATE digest SET revision = revision + 1, open_lines = (SELECT count(DISTINCT e.alert_id)"
            " FROM digest_entry e JOIN alert a ON a.id = e.alert_id"
            " WHERE e.digest_id = digest.id AND a.state <> 'ended') WHERE id = :digest",
            digest=digest,
        )
        await bulk.run(
            "UPDATE delivery SET want_revision = (SELECT revision FROM digest WHERE id = :digest), state = CASE"
            " WHEN state IN ('done', 'failed') AND shown_revision IS NOT NULL THEN 'due'"
            " WHEN state IN ('due', 'held') AND shown_revision IS NULL"
            " AND (SELECT open_lines FROM digest WHERE id = :digest) = 0 THEN 'cancelled' ELSE state END"
            " WHERE digest_id = :digest AND recipient_id = :recipient AND state <> 'cancelled'",
            digest=digest,
            recipient=recipient,
        )


async def _promise(bulk: Bulk, theirs: list[tuple[int, int]]) -> int:
    """A delivery of each recipient's digest."""
    return await bulk.run(
        "INSERT INTO delivery (digest_id, recipient_id, bot_id, priority, rank, state, want_revision, attempts)"  # noqa: S608
        " SELECT g.id, r.id, r.bot_id, :priority, 0, 'due', g.revision, 0"
        f" FROM {bulk.rows('theirs')} t JOIN recipient r ON r.id = t.a JOIN digest g ON g.id = t.b"
        " WHERE TRUE ORDER BY r.id ON CONFLICT DO NOTHING",
        theirs=theirs,
        priority=int(Priority.DIGEST),
    )
