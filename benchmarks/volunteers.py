"""Many volunteers at once, written straight into the tables: what benchmarks need a crowd for."""

from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from models.alerts import Alert, Audience, Digest, Priority, Wording
from models.database import Database, Tx
from models.reports import Report, ReportState
from models.rows import id_of
from models.searches import Search, SearchState, Sex, SubjectKind
from places.grounds import AreaGround, Ground
from services import alerts
from services.house import House

BOT = 4242


async def settle(db: Database, count: int, now: datetime, *, subscribe: int | None = None) -> None:
    """One area and `count` members, addresses from 1,000,001 up, none of whom sleeps.

    So many of them as `subscribe` says, otherwise all, hear everything in the area at once.
    """
    values = {"count": count, "bot": BOT, "now": f"{now:%Y-%m-%d %H:%M:%S}"}
    async with db.ledger() as connection:
        if connection.dialect.name == "postgresql":
            await connection.execute(text("SET LOCAL TIME ZONE 'UTC'"))
        for statement in (_AREA, _MEMBERS, _RECIPIENTS):
            await write(connection, statement, values)
        await write(connection, _WISHES, values | {"count": count if subscribe is None else subscribe})
        if connection.dialect.name == "postgresql":
            for table in ("area", "member", "recipient"):
                await connection.execute(
                    text(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))")
                )


async def write(connection: AsyncConnection, statement: str, values: dict[str, Any]) -> None:
    """Run an INSERT … SELECT over `numbers` (n from 1 to `count`) with the values it names."""
    wanted = {name: value for name, value in values.items() if f"<{name}>" in statement}
    sql = statement.replace("<numbers>", _NUMBERS[connection.dialect.name].format(count=int(values["count"])))
    for name, value in wanted.items():
        sql = sql.replace(f"<{name}>", str(value))
    await connection.execute(text(sql))


_NUMBERS = {
    "sqlite": "(WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < {count}) SELECT n FROM c) c",
    "postgresql": "generate_series(1, CAST({count} AS BIGINT)) AS c(n)",
}
_AREA = "INSERT INTO area (id, code, kind, name_ar, name_en) VALUES (1, 'here', 'district', 'هنا', 'Here')"
_MEMBERS = (
    "INSERT INTO member (id, name, language, quiet_from, quiet_to, wake_for_urgent, hijri, groups_suffice,"
    " created_at) SELECT n, '', 'ar', '00:00:00.000000', '00:00:00.000000', FALSE, FALSE, FALSE, '<now>' FROM <numbers>"
)
_RECIPIENTS = (
    "INSERT INTO recipient (id, bot_id, channel, address, thread_id, member_id, state, changed_at)"
    " SELECT n, <bot>, 'telegram', CAST(1000000 + n AS VARCHAR), 0, n, 'active', '<now>' FROM <numbers>"
)
_WISHES = (
    "INSERT INTO subscription (recipient_id, searches, reports, area_id, instant, active, created_at)"
    " SELECT n, TRUE, 'all', 1, TRUE, TRUE, '<now>' FROM <numbers> WHERE n <= <count>"
)


async def open_search(house: House, now: datetime, *, ground: Ground | None = None) -> int:
    """An urgent search for everybody its ground meets, by default the area; the number of its alert."""
    areas = await house.areas()
    async with house.db.transaction() as tx:
        search = Search(
            state=SearchState.OPEN, approved_as_operator=True, subject_name="ريم", subject_age=6,
            subject_sex=Sex.FEMALE, subject_kind=SubjectKind.CHILD, lkp_at=now, created_at=now, changed_at=now,
        )  # fmt: skip
        tx.add(search)
        await tx.flush()
        alert = _alert(Wording.SEARCH_OPEN, Priority.URGENT, now, search_id=search.id)
        await alerts.tell_subscribers(tx, house, areas, alert, ground=ground or AreaGround(1))
        return id_of(alert)


async def accept_report(house: House, now: datetime) -> int:
    """A report for everybody here; the number of its alert."""
    areas = await house.areas()
    async with house.db.transaction() as tx:
        alert = _alert(Wording.REPORT_OPEN, Priority.NORMAL, now, report_id=await _report(tx, now))
        await alerts.tell_subscribers(tx, house, areas, alert, ground=AreaGround(1), category="lighting")
        return id_of(alert)


async def close(house: House, alert_id: int, now: datetime) -> None:
    """It is over: every copy is to say so."""
    async with house.db.transaction() as tx:
        alert = await tx.get_one(Alert, alert_id)
        wording = Wording.SEARCH_CLOSED if alert.search_id is not None else Wording.REPORT_OVER
        await alerts.end(tx, house, alert, wording=wording, now=now)


async def gather_digest(house: House, now: datetime, count: int) -> None:
    """One digest with one report in it, due to `count` members."""
    async with house.db.transaction() as tx:
        alert = _alert(Wording.REPORT_OPEN, Priority.NORMAL, now, report_id=await _report(tx, now), area_id=1)
        digest = Digest(contents=f"{now:%s}", created_at=now, until=now)
        tx.add_all([alert, digest])
        await tx.flush()
        values = {"count": count, "bot": BOT, "alert": alert.id, "digest": digest.id}
        for statement in (_ENTRIES, _GATHERED):
            await write(await tx.connection(), statement, values)
        await house.db.announce(tx)


_ENTRIES = "INSERT INTO digest_entry (alert_id, recipient_id, digest_id) SELECT <alert>, n, <digest> FROM <numbers>"
_GATHERED = (
    "INSERT INTO delivery (digest_id, recipient_id, bot_id, priority, rank, state, want_revision, attempts)"
    f" SELECT <digest>, n, <bot>, {int(Priority.DIGEST)}, 0, 'due', 1, 0 FROM <numbers>"
)


async def _report(tx: Tx, now: datetime) -> int:
    report = Report(state=ReportState.ACCEPTED, category="lighting", created_at=now, changed_at=now)
    tx.add(report)
    await tx.flush()
    return id_of(report)


def _alert(wording: Wording, priority: Priority, now: datetime, **about: Any) -> Alert:
    return Alert(
        audience=Audience.SUBSCRIBERS, wording=wording, priority=priority, created_at=now, changed_at=now, **about
    )
