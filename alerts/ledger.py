"""The ledger of deliveries: taking what is due, in batches; `alerts.outcomes` says what became of it.

Every write of a dispatcher is fenced by its lease: one that lost it changes nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from functools import lru_cache
from typing import Any

import orjson

from alerts.pens import Row, Statement

Key = tuple[int, int, int]


@dataclass(slots=True)
class Work:
    """One delivery taken from the ledger, with what is needed to decide and send without asking again."""

    id: int
    alert_id: int | None
    digest_id: int | None
    recipient_id: int
    priority: int
    rank: int
    band: int | None
    octant: int | None
    via_area_id: int | None
    want_revision: int
    shown_revision: int | None
    attempts: int
    channel: str
    address: str
    thread_id: int
    recipient_state: str
    member_id: int | None
    language: str
    zone: str | None
    quiet_from: time | None
    quiet_to: time | None
    wake_for_urgent: bool
    on_duty_until: datetime | None
    paused_until: datetime | None
    copy_id: int | None
    copy_message_id: int | None
    copy_shape: str | None
    leftover_id: int | None
    leftover_message_id: int | None
    muted: bool = False
    """Its reader wants to hear no more of this one."""
    sound: str = "all"
    """What may be heard in a group (`models.groups.GroupSound`)."""
    leaving: bool = False
    """The bot is on its way out of this group."""
    duty_from: time | None = None
    duty_to: time | None = None
    reach_until: datetime | None = None
    """Within these hours, or until then, what is urgent is heard in quiet hours too."""

    @property
    def thing(self) -> tuple[str, int]:
        """The alert or digest it is of, by kind and id."""
        return ("Alert", self.alert_id) if self.alert_id is not None else ("Digest", self.digest_id or 0)

    @property
    def key(self) -> Key:
        """Most urgent and nearest first."""
        return self.priority, self.rank, self.id


_DETAILS = (
    "d.id, d.alert_id, d.digest_id, d.recipient_id, d.priority, d.rank, d.band, d.octant, d.via_area_id,"
    " d.want_revision, d.shown_revision, d.attempts, r.channel, r.address, r.thread_id, r.state, r.member_id,"
    " coalesce(m.language, g.language, 'ar'), coalesce(m.zone, g.zone), coalesce(m.quiet_from, g.quiet_from),"
    " coalesce(m.quiet_to, g.quiet_to),"
    " coalesce(m.wake_for_urgent, FALSE), m.on_duty_until, m.paused_until, shown.id, shown.message_id, shown.shape,"
    " leftover.id, leftover.message_id, d.muted_at IS NOT NULL,"
    " coalesce(g.sound, 'all'), g.leaving_at IS NOT NULL, m.duty_from, m.duty_to, m.reach_until"
)
"""The fields of `Work`, in their order."""
_TIMES = (19, 20, 32, 33)
_MOMENTS = (22, 23, 34)

_JOINED = (
    " JOIN recipient r ON r.id = d.recipient_id"
    " LEFT JOIN member m ON m.id = r.member_id LEFT JOIN volunteer_group g ON g.id = r.group_id"
    " LEFT JOIN copy shown ON shown.delivery_id = d.id AND shown.state = 'shown'"
    " LEFT JOIN copy leftover ON leftover.id ="
    " (SELECT min(c.id) FROM copy c WHERE c.delivery_id = d.id AND c.state = 'leaving')"
)
_DUE = "SELECT id FROM delivery WHERE bot_id = :bot AND state = 'due' ORDER BY priority, rank, id LIMIT :most"
_LEASE = "UPDATE delivery SET state = 'leased', lease_owner = :owner, lease_until = :until"


def due_leased(*, sqlite: bool, bot_id: int, owner: str, until: datetime, most: int) -> list[Statement]:
    """Lease up to `most` due deliveries of a bot, most urgent and nearest first; `works` reads what the first gives."""
    values = {"bot": bot_id, "most": most}
    lease = {"owner": owner, "until": until}
    if not sqlite:
        sql = (
            f"WITH due AS ({_DUE} FOR UPDATE SKIP LOCKED), d AS ({_LEASE} FROM due"  # noqa: S608
            f" WHERE delivery.id = due.id RETURNING delivery.*) SELECT {_DETAILS} FROM d{_JOINED}"
        )
        return [Statement(sql, values | lease)]
    details = f"SELECT json_group_array(json_array({_DETAILS})) FROM delivery d{_JOINED} WHERE d.id IN ({_DUE})"  # noqa: S608
    return [Statement(details, values), Statement(f"{_LEASE} WHERE id IN ({_DUE})", values | lease)]


def works(rows: Sequence[Row], *, sqlite: bool) -> list[Work]:
    """What was leased."""
    if not sqlite:
        return [Work(*row) for row in rows]
    return [Work(*_with_times(row)) for row in orjson.loads(rows[0][0])]


def _with_times(row: list[Any]) -> list[Any]:
    for at in _TIMES:
        if row[at] is not None:
            row[at] = _time(row[at])
    for at in _MOMENTS:
        if row[at] is not None:
            row[at] = datetime.fromisoformat(row[at]).replace(tzinfo=UTC)
    row[21] = bool(row[21])
    return row


@lru_cache(maxsize=2880)
def _time(text: str) -> time:
    return time.fromisoformat(text)


def listed(ids: str, *, sqlite: bool) -> str:
    """A subquery of the numbers in the JSON list of this name."""
    if sqlite:
        return f"(SELECT value FROM json_each(:{ids}))"  # noqa: S608
    return f"(SELECT CAST(j AS BIGINT) FROM json_array_elements_text(CAST(CAST(:{ids} AS TEXT) AS JSON)) AS t(j))"  # noqa: S608


def given_back(*, sqlite: bool, owner: str, ids: list[int]) -> Statement:
    """What was taken and not begun is due again."""
    sql = (
        "UPDATE delivery SET state = 'due', lease_owner = NULL, lease_until = NULL"  # noqa: S608
        f" WHERE id IN {listed('ids', sqlite=sqlite)} AND lease_owner = :owner"
    )
    return Statement(sql, {"ids": ids, "owner": owner})


def begun(*, sqlite: bool, owner: str, ids: list[int]) -> Statement:
    """A digest's request may leave: after a crash it counts as an unknown outcome, not repeated."""
    where = f"id IN {listed('ids', sqlite=sqlite)} AND lease_owner = :owner"
    return Statement(f"UPDATE delivery SET state = 'begun' WHERE {where}", {"ids": ids, "owner": owner})  # noqa: S608


def woken(*, bot_id: int, now: datetime) -> Statement:
    """What was held until now is due."""
    sql = (
        "UPDATE delivery SET state = 'due', not_before = NULL"
        " WHERE state = 'held' AND not_before <= :now AND bot_id = :bot"
    )
    return Statement(sql, {"now": now, "bot": bot_id})


def reclaimed(*, sqlite: bool, bot_id: int, owner: str, in_hand: list[int]) -> Statement:
    """What the ledger says we took and we do not have is due again: a commit's answer was lost on the way."""
    sql = (
        "UPDATE delivery SET state = 'due', lease_owner = NULL, lease_until = NULL"  # noqa: S608
        " WHERE bot_id = :bot AND state IN ('leased', 'begun') AND lease_owner = :owner"
        f" AND id NOT IN {listed('ids', sqlite=sqlite)}"
    )
    return Statement(sql, {"bot": bot_id, "owner": owner, "ids": in_hand})


def recovered(*, bot_id: int) -> list[Statement]:
    """After taking over a bot: what the dead one held is due again; a digest that may have left is not repeated."""
    values = {"bot": bot_id}
    free = "lease_owner = NULL, lease_until = NULL"
    return [
        Statement(
            f"UPDATE delivery SET state = 'failed', error = 'unknown-outcome', {free}"  # noqa: S608
            " WHERE bot_id = :bot AND state = 'begun' AND shown_revision IS NULL",
            values,
        ),
        Statement(
            f"UPDATE delivery SET state = 'due', {free}"  # noqa: S608
            " WHERE bot_id = :bot AND state IN ('leased', 'begun') RETURNING id",
            values,
        ),
    ]
