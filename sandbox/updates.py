"""What waits for a bot: updates in order until it confirms them, by long polling or through its webhook."""

import asyncio
from dataclasses import dataclass, field
from typing import Any

from sandbox.refusals import OTHER_POLLER, WEBHOOK_ACTIVE, Refused, conflict
from sandbox.signals import Signal

JSON = dict[str, Any]

KINDS = (
    "message", "edited_message", "channel_post", "edited_channel_post", "business_connection", "business_message",
    "edited_business_message", "deleted_business_messages", "guest_message", "message_reaction",
    "message_reaction_count", "inline_query", "chosen_inline_result", "callback_query", "shipping_query",
    "pre_checkout_query", "purchased_paid_media", "poll", "poll_answer", "my_chat_member", "chat_member",
    "chat_join_request", "chat_boost", "removed_chat_boost",
)  # fmt: skip
ON_REQUEST = frozenset({"chat_member", "message_reaction", "message_reaction_count"})


@dataclass(frozen=True)
class Update:
    """One update: its kind, its payload as it was when it happened, and the chat whose order it belongs to."""

    id: int
    kind: str
    payload: JSON
    chat_id: int

    def as_json(self) -> JSON:
        return {"update_id": self.id, self.kind: self.payload}


@dataclass
class Webhook:
    """Where updates are posted."""

    url: str
    secret_token: str = ""
    max_connections: int = 40
    ip_address: str | None = None
    last_error_at: int | None = None
    last_error: str = ""


@dataclass(eq=False)
class UpdateQueue:
    """One bot's updates. `pending` in order of id; those confirmed are gone."""

    next_id: int
    pending: dict[int, Update] = field(default_factory=dict)
    allowed: frozenset[str] | None = None
    webhook: Webhook | None = None
    listened: bool = False
    added: Signal = field(default_factory=Signal)
    confirmed: Signal = field(default_factory=Signal)
    poll: "asyncio.Future[Refused] | None" = None

    def wants(self, kind: str) -> bool:
        """By default everything but what has to be asked for by name."""
        return kind in self.allowed if self.allowed else kind not in ON_REQUEST

    def allow(self, kinds: Any) -> None:
        """Remember what the bot wants from now on; an empty list is the default, None changes nothing."""
        if isinstance(kinds, list):
            self.allowed = frozenset(kinds) & frozenset(KINDS) or None

    def add(self, kind: str, payload: JSON, chat_id: int) -> Update | None:
        """Queue an update, unless the bot has not asked for this kind."""
        if not self.wants(kind):
            return None
        update = Update(self.next_id, kind, payload, chat_id)
        self.next_id += 1
        self.pending[update.id] = update
        self.added.fire()
        return update

    def drop(self, update_id: int) -> None:
        """One update was taken."""
        self.pending.pop(update_id, None)
        self.confirmed.fire()

    def drop_before(self, update_id: int) -> None:
        for earlier in [one for one in self.pending if one < update_id]:
            del self.pending[earlier]
        self.confirmed.fire()

    def drop_all(self) -> None:
        self.pending.clear()
        self.confirmed.fire()

    def interrupt(self, refusal: Refused) -> None:
        """End a long poll that is under way."""
        if self.poll is not None and not self.poll.done():
            self.poll.set_result(refusal)

    async def wait_for(self, offset: int, limit: int, seconds: float) -> list[Update]:
        """What getUpdates answers: at most `limit` updates from `offset` on, after at most `seconds`."""
        if self.webhook is not None:
            raise conflict(WEBHOOK_ACTIVE)
        self.listened = True
        self.interrupt(conflict(OTHER_POLLER))
        if offset < 0:
            self.drop_before(max(self.pending, default=0) + 1 + offset)
        else:
            self.drop_before(offset)
        found = self._first(limit)
        return found if found or seconds <= 0 else await self._poll(limit, seconds)

    def _first(self, limit: int) -> list[Update]:
        return [update for update, _ in zip(self.pending.values(), range(limit), strict=False)]

    async def _poll(self, limit: int, seconds: float) -> list[Update]:
        interrupted: asyncio.Future[Refused] = asyncio.get_running_loop().create_future()
        self.poll = interrupted
        waiting = asyncio.ensure_future(self.added.until(lambda: self._first(limit), seconds))
        try:
            both: set[asyncio.Future[Any]] = {interrupted, waiting}
            await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
            if interrupted.done():
                raise interrupted.result()
            return waiting.result() or []
        finally:
            waiting.cancel()
            if self.poll is interrupted:
                self.poll = None
