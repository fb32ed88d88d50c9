"""Members from a file: one row is one subscription, and the same file twice changes nothing."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import insert, text, update
from sqlmodel import col, select

from formats.bad_rows import BadRow, Reason
from formats.members_csv import MemberRow
from models.areas import Area, AreaAlias
from models.database import Tx
from models.members import Member, Recipient
from models.subscriptions import Subscription, SubscriptionCategory
from places.areas import AreaIndex
from places.points import Point
from services import alerts
from services.audit import Actor, record
from services.digest_times import Owner, due
from services.house import House
from services.subscriptions import Wish, circle_columns
from services.suppressions import member_key, suppressed

CHUNK = 5_000
"""Rows of one transaction: so long the people who talk with the bot meanwhile wait for it."""

VETTED = "vetted"


@dataclass
class MembersImported:
    """What an import changed; `forgotten` rows are about people who asked to be forgotten, and were left out."""

    members: int = 0
    subscriptions: int = 0
    changed: int = 0
    unchanged: int = 0
    forgotten: int = 0
    bad: list[BadRow] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Line:
    """A row with what its ids name, and the natural key of its subscription: whose, of what, on which ground."""

    row: MemberRow
    wish: Wish
    ground: dict[str, Any]
    key: str

    @property
    def whose(self) -> tuple[str, str]:
        return self.row.channel, self.row.address


async def import_members(
    house: House, rows: Iterable[MemberRow], *, bot_id: int, by: Actor, now: datetime, check_only: bool = False
) -> MembersImported:
    """Make members and subscriptions of rows; homes are kept coarse.

    A row already imported changes only how often; what members have said of themselves since is theirs, and a
    subscription they removed stays removed. Rows naming an area that is not there are listed in `bad`. With
    `check_only` the same is counted and nothing is kept.
    """
    report = MembersImported()
    areas = await house.areas()
    codes = await _area_codes(house)
    waiting = iter(rows)
    while some := list(islice(waiting, CHUNK)):
        lines = list(_lines(some, codes, report))
        async with house.db.transaction() as tx:
            lines = await _without_forgotten(tx, house, lines, report)
            recipients = await _recipients(tx, lines, bot_id, report, now)
            await _subscriptions(tx, house, areas, lines, recipients, report, now)
            if check_only:
                await tx.rollback()
    if check_only:
        return report
    async with house.db.transaction() as tx:
        if report.subscriptions:
            await alerts.reconcile_all(tx, house, areas)
        facts = {"members": report.members, "subscriptions": report.subscriptions, "changed": report.changed}
        await record(tx, act="member.import", thing="member", thing_id=None, by=by, now=now, **facts)
    return report


async def _area_codes(house: House) -> dict[str, int]:
    async with house.db.reading() as tx:
        aliases = (await tx.exec(select(AreaAlias.code, AreaAlias.area_id))).all()
        return dict(aliases) | {code: number or 0 for code, number in (await tx.exec(select(Area.code, Area.id))).all()}


def _lines(rows: Sequence[MemberRow], codes: dict[str, int], report: MembersImported) -> Iterator[_Line]:
    for row in rows:
        ground = _ground(row, codes)
        if ground is None:
            facts = {"value": row.area_id or ""}
            report.bad.append(BadRow(row.line, Reason.AREA_UNKNOWN, "area_id", facts))
            continue
        wish = Wish.of_kinds(row.kinds, frequency=row.frequency)
        yield _Line(row, wish, ground, _natural_key(row, wish, ground))


def _ground(row: MemberRow, codes: dict[str, int]) -> dict[str, Any] | None:
    if row.subscription == "area":
        return {"area_id": codes[row.area_id]} if row.area_id in codes else None
    return circle_columns(Point(row.lat or 0.0, row.lon or 0.0), (row.radius_km or 0.0) * 1000, home=True)


def _natural_key(row: MemberRow, wish: Wish, ground: dict[str, Any]) -> str:
    place = [str(ground[name]) for name in ("area_id", "lat", "lon", "radius_m") if name in ground]
    parts = [row.channel, row.address, *place, str(wish.searches), wish.reports, *wish.categories]
    return "import:" + hashlib.blake2b("\x1f".join(parts).encode(), digest_size=20).hexdigest()


async def _without_forgotten(tx: Tx, house: House, lines: list[_Line], report: MembersImported) -> list[_Line]:
    hashes = {line.whose: member_key(house, *line.whose) for line in lines}
    gone = await suppressed(tx, hashes.values())
    kept = [line for line in lines if hashes[line.whose] not in gone]
    report.forgotten += len(lines) - len(kept)
    return kept


async def _recipients(
    tx: Tx, lines: list[_Line], bot_id: int, report: MembersImported, now: datetime
) -> dict[tuple[str, str], int]:
    """The recipient of each address, made where there was none; roles and empty settings of known ones filled in."""
    theirs: dict[tuple[str, str], list[MemberRow]] = {}
    for line in lines:
        theirs.setdefault(line.whose, []).append(line.row)
    known = await _known(tx, theirs, bot_id)
    await _fill_in(tx, {known[who][1]: rows for who, rows in theirs.items() if who in known}, now)
    new = [who for who in theirs if who not in known]
    members = await _insert(tx, Member, [_member(theirs[who], now) for who in new])
    rows = [
        {"bot_id": bot_id, "channel": who[0], "address": who[1], "thread_id": 0, "member_id": number}
        | {"state": "active", "changed_at": now}
        for who, number in zip(new, members, strict=True)
    ]
    report.members += len(new)
    numbers = await _insert(tx, Recipient, rows)
    return {who: found[0] for who, found in known.items()} | dict(zip(new, numbers, strict=True))


async def _known(tx: Tx, whose: Iterable[tuple[str, str]], bot_id: int) -> dict[tuple[str, str], tuple[int, int]]:
    """(recipient, member) of each of these addresses that has one."""
    addresses = [address for _, address in whose]
    found = select(Recipient.channel, Recipient.address, Recipient.id, Recipient.member_id).where(
        Recipient.bot_id == bot_id, col(Recipient.address).in_(addresses), col(Recipient.member_id).is_not(None)
    )
    rows = (await tx.exec(found)).all()
    return {(channel, address): (number or 0, member or 0) for channel, address, number, member in rows}


def _member(rows: list[MemberRow], now: datetime) -> dict[str, Any]:
    """What the rows say of one person: the first name, and whatever any of them says beside it."""
    first = rows[0]
    quiet = next((row for row in rows if row.quiet_from is not None), first)
    return {
        "name": first.name,
        "language": first.language,
        "adult_at": now if any(row.roles for row in rows) else None,
        "vetted_at": now if any(VETTED in row.roles for row in rows) else None,
        "quiet_from": quiet.quiet_from,
        "quiet_to": quiet.quiet_to,
        "wake_for_urgent": False,
        "hijri": False,
        "groups_suffice": False,
        "created_at": now,
    }


async def _fill_in(tx: Tx, theirs: dict[int, list[MemberRow]], now: datetime) -> None:
    """The operator's word on roles, where it is new; nothing members have said of themselves."""
    for column, members in (
        (col(Member.adult_at), [number for number, rows in theirs.items() if any(row.roles for row in rows)]),
        (
            col(Member.vetted_at),
            [number for number, rows in theirs.items() if any(VETTED in row.roles for row in rows)],
        ),
    ):
        if members:
            said = update(Member).where(col(Member.id).in_(members), column.is_(None))
            await tx.exec(said.values({column: now}))


async def _subscriptions(
    tx: Tx,
    house: House,
    areas: AreaIndex,
    lines: list[_Line],
    recipients: dict[tuple[str, str], int],
    report: MembersImported,
    now: datetime,
) -> None:
    stored = await _stored(tx, [line.key for line in lines])
    owners = await _owners(tx, recipients.values())
    new: list[tuple[_Line, dict[str, Any]]] = []
    for line in {line.key: line for line in lines}.values():
        recipient_id = recipients[line.whose]
        columns = _columns(line, recipient_id, now)
        if not columns["instant"]:
            owner = owners.get(recipient_id, Owner())
            columns["next_digest_at"] = due(Subscription(**columns), owner, house.rules, areas, now)
        row = stored.get(line.key)
        if row is None:
            new.append((line, columns))
        elif (row.instant, row.cron) != (columns["instant"], columns["cron"]):
            row.instant, row.cron, row.next_digest_at = columns["instant"], columns["cron"], columns["next_digest_at"]
            tx.add(row)
            report.changed += 1
        else:
            report.unchanged += 1
    report.subscriptions += len(new)
    await _add(tx, new)


def _columns(line: _Line, recipient_id: int, now: datetime) -> dict[str, Any]:
    empty = dict.fromkeys(("area_id", "lat", "lon", "radius_m", "min_lat", "max_lat", "min_lon", "max_lon"))
    about: dict[str, Any] = {"recipient_id": recipient_id, "made_by": line.key, "created_at": now, "active": True}
    about["next_digest_at"] = None
    return empty | line.ground | line.wish.columns | about


async def _stored(tx: Tx, keys: Sequence[str]) -> dict[str, Subscription]:
    rows = (await tx.exec(select(Subscription).where(col(Subscription.made_by).in_(keys)))).all()
    return {row.made_by or "": row for row in rows}


async def _owners(tx: Tx, recipient_ids: Iterable[int]) -> dict[int, Owner]:
    """Those who have said anything about their times."""
    said = col(Member.broadcast_cron).is_not(None) | col(Member.zone).is_not(None)
    found = select(Recipient.id, Member.broadcast_cron, Member.zone).join(Member, col(Member.id) == Recipient.member_id)
    rows = (await tx.exec(found.where(said, col(Recipient.id).in_(list(recipient_ids))))).all()
    return {number or 0: Owner(cron, zone) for number, cron, zone in rows}


async def _add(tx: Tx, new: list[tuple[_Line, dict[str, Any]]]) -> None:
    numbers = await _insert(tx, Subscription, [columns for _, columns in new])
    categories = [
        {"subscription_id": number, "category": each}
        for number, (line, _) in zip(numbers, new, strict=True)
        for each in line.wish.categories
    ]
    if categories:
        await (await tx.connection()).execute(insert(SubscriptionCategory), categories)


async def _insert(tx: Tx, kind: Any, rows: list[dict[str, Any]]) -> list[int]:
    """Insert rows in bulk, as a table and not as objects; their new numbers, in the same order."""
    if not rows:
        return []
    numbers = await _next_numbers(tx, kind.__tablename__, len(rows))
    numbered = [{"id": number} | row for number, row in zip(numbers, rows, strict=True)]
    await (await tx.connection()).execute(insert(kind.__table__), numbered)
    return numbers


async def _next_numbers(tx: Tx, table: str, count: int) -> list[int]:
    """Numbers nobody else will use: of the sequence, or, on SQLite, where no other writes meanwhile, the next ones.

    Neither database gives back the numbers of many rows at once in order and fast.
    """
    connection = await tx.connection()
    if connection.dialect.name == "sqlite":
        last = (await connection.execute(text(f"SELECT coalesce(max(id), 0) FROM {table}"))).scalar_one()  # noqa: S608
        return list(range(last + 1, last + 1 + count))
    sequence = text("SELECT nextval(pg_get_serial_sequence(:name, 'id')) FROM generate_series(1, :count)")
    return list((await connection.execute(sequence, {"name": table, "count": count})).scalars().all())
