"""What became of a piece of work, and the statements that write it down, by group commit.

Each kind names what its statements find in `r`, one row for each outcome of the kind. Writing an outcome twice changes
nothing: when the answer to a commit is lost, it is written again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, ClassVar

from alerts.ledger import Work
from alerts.pens import Statement
from models.alerts import CopyState


@dataclass(slots=True)
class Settled:
    """What became of one piece of work; each kind knows the statements that write it down."""

    work: Work
    columns: ClassVar[Mapping[str, str]] = {"delivery": "BIGINT"}
    """What `r` has, with PostgreSQL's types."""
    statements: ClassVar[tuple[str, ...]] = ()

    def row(self) -> dict[str, Any]:
        return {"delivery": self.work.id}


def after(state: str, extra: str = "") -> str:
    """The statement that gives a delivery back in this state, where the lease is still ours."""
    return (
        f"UPDATE delivery SET state = {state}, lease_owner = NULL, lease_until = NULL{extra} FROM r"  # noqa: S608
        " WHERE delivery.id = r.delivery AND delivery.lease_owner = :owner"
    )


_LEAVING = "EXISTS (SELECT 1 FROM copy c WHERE c.delivery_id = delivery.id AND c.state = 'leaving')"
_SHOWN_NOW = after(
    "CASE WHEN delivery.want_revision > r.shown OR r.leaves THEN 'due' ELSE 'done' END",
    ", shown_revision = r.shown, attempts = 0, error = NULL",
)


@dataclass(slots=True)
class Sent(Settled):
    """A new copy is there; `replaced` is the one that has to go."""

    revision: int
    message_id: int
    shape: str
    at: datetime
    replaced: int | None = None
    columns: ClassVar[Mapping[str, str]] = {
        "delivery": "BIGINT", "address": "TEXT", "thread": "BIGINT", "message": "BIGINT", "shape": "TEXT",
        "shown": "INTEGER", "at": "TIMESTAMPTZ", "replaced": "BIGINT", "leaves": "BOOLEAN",
    }  # fmt: skip
    statements: ClassVar[tuple[str, ...]] = (
        "UPDATE copy SET state = 'leaving' FROM r WHERE copy.id = r.replaced AND copy.state = 'shown'",
        "INSERT INTO copy (delivery_id, bot_id, address, thread_id, message_id, shape, revision, state, sent_at)"
        " SELECT r.delivery, CAST(:bot AS BIGINT), r.address, r.thread, r.message, r.shape, r.shown, 'shown', r.at"
        " FROM r JOIN delivery ON delivery.id = r.delivery WHERE NOT EXISTS (SELECT 1 FROM copy c"
        " WHERE c.delivery_id = r.delivery AND c.message_id = r.message AND c.address = r.address)",
        _SHOWN_NOW,
    )

    def row(self) -> dict[str, Any]:
        return {
            "delivery": self.work.id,
            "address": self.work.address,
            "thread": self.work.thread_id,
            "message": self.message_id,
            "shape": self.shape,
            "shown": self.revision,
            "at": self.at,
            "replaced": self.replaced,
            "leaves": self.replaced is not None,
        }


@dataclass(slots=True)
class Edited(Settled):
    """The copy shows this revision now."""

    revision: int
    shape: str
    columns: ClassVar[Mapping[str, str]] = {
        "delivery": "BIGINT", "copy": "BIGINT", "shown": "INTEGER", "shape": "TEXT", "leaves": "BOOLEAN",
    }  # fmt: skip
    statements: ClassVar[tuple[str, ...]] = (
        "UPDATE copy SET revision = r.shown, shape = r.shape FROM r WHERE copy.id = r.copy",
        _SHOWN_NOW,
    )

    def row(self) -> dict[str, Any]:
        leaves = self.work.leftover_id is not None
        return {
            "delivery": self.work.id,
            "copy": self.work.copy_id,
            "shown": self.revision,
            "shape": self.shape,
            "leaves": leaves,
        }


@dataclass(slots=True)
class Removed(Settled):
    """A copy is gone from its chat: a leftover, or (`final`) the one that could not be edited."""

    copy_id: int | None
    revision: int
    final: bool = False
    state: CopyState = CopyState.GONE
    columns: ClassVar[Mapping[str, str]] = {
        "delivery": "BIGINT", "copy": "BIGINT", "copy_state": "TEXT", "shown": "INTEGER", "final": "BOOLEAN",
    }  # fmt: skip
    statements: ClassVar[tuple[str, ...]] = (
        "UPDATE copy SET state = r.copy_state FROM r WHERE copy.id = r.copy",
        after(
            f"CASE WHEN (NOT r.final AND delivery.want_revision > r.shown) OR {_LEAVING} THEN 'due' ELSE 'done' END",
            ", attempts = 0, error = NULL,"
            " shown_revision = CASE WHEN r.final THEN delivery.want_revision ELSE delivery.shown_revision END",
        ),
    )

    def row(self) -> dict[str, Any]:
        return {
            "delivery": self.work.id,
            "copy": self.copy_id,
            "copy_state": self.state.value,
            "final": self.final,
            "shown": self.revision,
        }


_CHANGED_SINCE = "delivery.want_revision > r.want"
_NOTHING_HOLDS_IT = (
    "r.until IS NULL AND NOT EXISTS (SELECT 1 FROM alert a WHERE a.id = delivery.alert_id AND a.state = 'paused')"
    ' AND NOT EXISTS (SELECT 1 FROM switch s WHERE s.name = r.reason AND s."on")'
)


@dataclass(slots=True)
class Held(Settled):
    """Not now: until a moment, or until somebody lets it go on; unless its alert has changed in the meantime."""

    until: datetime | None
    reason: str
    attempts: int = 0
    columns: ClassVar[Mapping[str, str]] = {
        "delivery": "BIGINT", "until": "TIMESTAMPTZ", "reason": "TEXT", "attempts": "INTEGER", "want": "INTEGER",
    }  # fmt: skip
    statements: ClassVar[tuple[str, ...]] = (
        after(
            f"CASE WHEN {_CHANGED_SINCE} OR ({_NOTHING_HOLDS_IT}) THEN 'due' ELSE 'held' END",
            ", not_before = r.until, error = r.reason, attempts = r.attempts",
        ),
    )

    def row(self) -> dict[str, Any]:
        row = {"delivery": self.work.id, "until": self.until, "reason": self.reason, "attempts": self.attempts}
        return row | {"want": self.work.want_revision}


@dataclass(slots=True)
class Anew(Settled):
    """Its alert changed before the request left: due at once, to be decided anew."""

    statements: ClassVar[tuple[str, ...]] = (after("'due'"),)


@dataclass(slots=True)
class Failed(Settled):
    """Given up, visible to staff; `stuck` is a copy that could be neither edited nor deleted.

    A copy whose alert has changed in the meantime is due again: what failed was an older letter.
    """

    reason: str
    stuck: int | None = None
    columns: ClassVar[Mapping[str, str]] = {
        "delivery": "BIGINT", "reason": "TEXT", "stuck": "BIGINT", "want": "INTEGER",
    }  # fmt: skip
    statements: ClassVar[tuple[str, ...]] = (
        "UPDATE copy SET state = 'stuck' FROM r WHERE copy.id = r.stuck",
        after(
            f"CASE WHEN {_CHANGED_SINCE} AND delivery.shown_revision IS NOT NULL AND r.stuck IS NULL"
            " THEN 'due' ELSE 'failed' END",
            ", error = r.reason",
        ),
    )

    def row(self) -> dict[str, Any]:
        row = {"delivery": self.work.id, "reason": self.reason, "stuck": self.stuck}
        return row | {"want": self.work.want_revision}


@dataclass(slots=True)
class Unreachable(Failed):
    """The address does not take anything any more, until its owner writes again or for good."""

    state: str = "blocked"
    at: datetime | None = None
    columns: ClassVar[Mapping[str, str]] = {
        **Failed.columns, "recipient": "BIGINT", "recipient_state": "TEXT", "at": "TIMESTAMPTZ",
    }  # fmt: skip
    statements: ClassVar[tuple[str, ...]] = (
        "UPDATE recipient SET state = r.recipient_state, changed_at = r.at FROM r WHERE recipient.id = r.recipient",
        *Failed.statements,
    )

    def row(self) -> dict[str, Any]:
        more = {"recipient": self.work.recipient_id, "recipient_state": self.state, "at": self.at}
        return Failed.row(self) | more


@dataclass(slots=True)
class Cancelled(Settled):
    """Withdrawn before it was sent."""

    statements: ClassVar[tuple[str, ...]] = (after("'cancelled'"),)


@dataclass(slots=True)
class Done(Settled):
    """Its copy shows what it should."""

    statements: ClassVar[tuple[str, ...]] = (
        after(
            "CASE WHEN delivery.want_revision > coalesce(delivery.shown_revision, 0) AND EXISTS (SELECT 1 FROM copy c"
            " WHERE c.delivery_id = delivery.id AND c.state = 'shown') THEN 'due' ELSE 'done' END"
        ),
    )


def settled(outcomes: Sequence[Settled], *, sqlite: bool, bot_id: int, owner: str) -> list[Statement]:
    """What writes these down, kind by kind."""
    kinds: dict[type[Settled], list[dict[str, Any]]] = {}
    for outcome in outcomes:
        kinds.setdefault(type(outcome), []).append(outcome.row())
    return [
        Statement(_with_rows(sql, tuple(kind.columns.items()), sqlite), {"rows": rows, "bot": bot_id, "owner": owner})
        for kind, rows in kinds.items()
        for sql in kind.statements
        if _concerns(sql, rows)
    ]


def _concerns(sql: str, rows: list[dict[str, Any]]) -> bool:
    """Whether a statement that is about another copy has one to be about."""
    return all(any(row[name] for row in rows) for name in ("replaced", "stuck") if f"copy.id = r.{name}" in sql)


@cache
def _with_rows(sql: str, columns: tuple[tuple[str, str], ...], sqlite: bool) -> str:
    """The statement with `r` in front of it, out of the JSON list `rows`."""
    if sqlite:
        taken = ", ".join(f"json_extract(value, '$.{name}') AS \"{name}\"" for name, _ in columns)
        rows = f"SELECT {taken} FROM json_each(:rows)"  # noqa: S608
    else:
        typed = ", ".join(f'"{name}" {kind}' for name, kind in columns)
        rows = f"SELECT * FROM json_to_recordset(CAST(CAST(:rows AS TEXT) AS JSON)) AS t({typed})"  # noqa: S608
    return f"WITH r AS ({rows}) {sql}"
