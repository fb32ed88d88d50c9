"""A chat that has another address from now on, as a dispatcher finds out; see `services.group_chats.moved`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from alerts.outcomes import Settled, after

_NOBODY_THERE = (
    "NOT EXISTS (SELECT 1 FROM recipient o WHERE o.bot_id = :bot AND o.channel = r.channel AND o.address = r.address"
    " AND o.thread_id = recipient.thread_id)"
)
_NO_GROUP_THERE = (
    "NOT EXISTS (SELECT 1 FROM volunteer_group o WHERE o.bot_id = :bot AND o.chat_id = CAST(r.address AS BIGINT)"
    " AND o.thread_id = volunteer_group.thread_id)"
)
_ONLY_ENTERED_THERE = (
    "DELETE FROM volunteer_group WHERE bot_id = :bot AND state = 'added'"
    " AND NOT EXISTS (SELECT 1 FROM recipient o WHERE o.group_id = volunteer_group.id)"
    " AND EXISTS (SELECT 1 FROM r JOIN volunteer_group o ON o.bot_id = :bot AND o.chat_id = CAST(r.old AS BIGINT)"
    " WHERE volunteer_group.chat_id = CAST(r.address AS BIGINT) AND volunteer_group.thread_id = o.thread_id)"
)
"""A row that says no more than that the bot is there gives way, as in `services.group_chats.moved`."""
_THE_OLD = "recipient.bot_id = :bot AND recipient.channel = r.channel AND recipient.address = r.old"


@dataclass(slots=True)
class MovedTo(Settled):
    """The chat has a new address, where the work is due; one that we know already under that address is gone."""

    address: str
    at: datetime
    columns: ClassVar[Mapping[str, str]] = {
        "delivery": "BIGINT", "address": "TEXT", "channel": "TEXT", "old": "TEXT", "at": "TIMESTAMPTZ",
    }  # fmt: skip
    statements: ClassVar[tuple[str, ...]] = (
        f"UPDATE recipient SET address = r.address FROM r WHERE {_THE_OLD} AND {_NOBODY_THERE}",  # noqa: S608
        f"UPDATE recipient SET state = 'gone', changed_at = r.at FROM r WHERE {_THE_OLD}",  # noqa: S608
        _ONLY_ENTERED_THERE,
        "UPDATE volunteer_group SET chat_id = CAST(r.address AS BIGINT), kind = 'supergroup' FROM r WHERE"  # noqa: S608
        f" volunteer_group.bot_id = :bot AND volunteer_group.chat_id = CAST(r.old AS BIGINT) AND {_NO_GROUP_THERE}",
        "UPDATE copy SET address = r.address FROM r WHERE copy.bot_id = :bot AND copy.address = r.old"
        " AND copy.state IN ('shown', 'leaving')",
        after("'due'"),
    )

    def row(self) -> dict[str, Any]:
        work = self.work
        row = {"delivery": work.id, "address": self.address, "channel": work.channel, "old": work.address}
        return row | {"at": self.at}
