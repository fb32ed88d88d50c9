"""What a dispatcher still has to write in the ledger, and writing it: one transaction for everything there is.

Nothing is dropped before it is written. When the answer to a commit is lost, all of it is written again, which changes
nothing; and what the ledger says was taken and never came is given back.
"""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import structlog

from alerts import ledger
from alerts.ledger import Work
from alerts.outcomes import Failed, Settled, settled
from alerts.pens import BadRow, Statement, pen_for
from models.database import Database

log = structlog.get_logger()

LEASE = timedelta(seconds=45)
"""Longer than a request's time-out of 15 s."""
MOST_AT_ONCE = 500
NOT_WRITTEN = "not-written"
"""The named reason of a delivery whose outcome the database refuses."""


class Books:
    """One bot's side of the ledger. `in_hand`: the numbers of all work taken and not settled."""

    def __init__(
        self, db: Database, *, bot_id: int, now: Callable[[], datetime], in_hand: Callable[[], list[int]]
    ) -> None:
        self._now = now
        self._in_hand = in_hand
        self._pen = pen_for(db)
        self._as: dict[str, Any] = {"sqlite": db.is_sqlite, "owner": uuid4().hex}
        self._bot_id = bot_id
        self._unsure = False
        self.outcomes: list[Settled] = []
        self.to_begin: list[Work] = []
        """Digests whose request may leave once that is written down."""
        self.back: list[Work] = []
        """What was taken and is not wanted now."""

    @property
    def is_blank(self) -> bool:
        return not (self.outcomes or self.to_begin or self.back)

    def unsettled(self) -> list[int]:
        """Work that these books speak of."""
        return [*(outcome.work.id for outcome in self.outcomes), *(work.id for work in (*self.to_begin, *self.back))]

    async def recover(self) -> int:
        """What a dead dispatcher of this bot left is due again; how many."""
        return len((await self._pen.write(ledger.recovered(bot_id=self._bot_id)))[-1])

    async def write(self, *, want: int, wake: bool) -> tuple[list[Work], list[Work]]:
        """Write down what there is; then wake what was held, and lease up to `want`. Gives (begun, taken).

        Raises whatever the database has; then nothing is lost, and taken work that did not arrive is due again.
        """
        outcomes, begin, back = self.outcomes[:MOST_AT_ONCE], self.to_begin[:], self.back[:]
        statements = [*self._settling(outcomes), *self._moving(begin, back)]
        if self._unsure:
            statements.append(ledger.reclaimed(**self._as, bot_id=self._bot_id, in_hand=self._in_hand()))
        if wake:
            statements.append(ledger.woken(bot_id=self._bot_id, now=self._now()))
        place = len(statements)
        if want:
            statements += ledger.due_leased(**self._as, bot_id=self._bot_id, until=self._now() + LEASE, most=want)
        if not statements:
            return [], []
        self._unsure = True
        try:
            answers = await self._pen.write(statements)
        except BadRow:
            await self._write_singly(outcomes)
            return [], []
        taken = ledger.works(answers[place], sqlite=self._as["sqlite"]) if want else []
        self._unsure = False
        del self.outcomes[: len(outcomes)], self.to_begin[: len(begin)], self.back[: len(back)]
        return begin, taken

    def doubt(self) -> None:
        """What was taken did not get as far as memory: it is due again with the next commit."""
        self._unsure = True

    async def close(self, rest: Iterable[Work]) -> None:
        """Write everything down and give the rest back."""
        self.back += rest
        while not self.is_blank:
            await self.write(want=0, wake=False)
        await self._pen.close()

    async def _write_singly(self, outcomes: list[Settled]) -> None:
        """The database refuses something of a commit: find out what, so that it does not stop the others."""
        if not outcomes:
            raise BadRow("nothing that was settled")
        for outcome in outcomes:
            try:
                await self._pen.write(self._settling([outcome]))
            except BadRow:
                log.error("outcome-refused", kind=type(outcome).__name__)
                await self._pen.write(self._settling([Failed(outcome.work, NOT_WRITTEN)]))
            del self.outcomes[0]

    def _settling(self, outcomes: list[Settled]) -> list[Statement]:
        return settled(outcomes, **self._as, bot_id=self._bot_id)

    def _moving(self, begin: list[Work], back: list[Work]) -> list[Statement]:
        moving = []
        if begin:
            moving.append(ledger.begun(**self._as, ids=[work.id for work in begin]))
        if back:
            moving.append(ledger.given_back(**self._as, ids=[work.id for work in back]))
        return moving
