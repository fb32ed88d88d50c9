"""From what a request gave back to what is written down: one place where failures become outcomes."""

import asyncio
import random
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import NoReturn

import structlog

from alerts import failures
from alerts.budgets import Budget
from alerts.channels import Channel
from alerts.deciding import Act, Decision
from alerts.ledger import Work
from alerts.letters import Letter
from alerts.metrics import FAILURES
from alerts.moving import MovedTo
from alerts.outcomes import Anew, Cancelled, Done, Edited, Failed, Held, Removed, Sent, Settled, Unreachable
from models.alerts import CopyState

log = structlog.get_logger()

LETTERS_REFUSED = 3
"""After so many refusals of one alert's letter it stops, rather than burning its audience."""
UNKNOWN_WAIT = timedelta(seconds=15)
"""Better twice than never: what may not have arrived is sent again after this; a digest is not."""
MOST_ATTEMPTS = 14
"""With waits that double up to five minutes, about 45 minutes of trouble; then a dead letter that staff see."""
LONGEST_WAIT_SECONDS = 300.0


def without_request(work: Work, decision: Decision) -> Settled:
    """What is written down when no request is needed."""
    match decision.act:
        case Act.HOLD:
            return Held(work, decision.until, decision.reason, work.attempts)
        case Act.CANCEL:
            return Cancelled(work)
        case Act.GIVE_UP:
            return Failed(work, decision.reason)
        case _:
            return Done(work)


class Results:
    """Turns what a channel said of one piece of work into what the ledger keeps."""

    def __init__(self, budget: Budget, now: Callable[[], datetime], on_halt: Callable[[int], Awaitable[None]]) -> None:
        self._budget = budget
        self._now = now
        self._on_halt = on_halt
        self._refused: Counter[int] = Counter()
        self._token_refused = asyncio.Event()

    async def until_token_refused(self) -> NoReturn:
        """Raises TokenRefused once a request was answered so: then no other has to try."""
        await self._token_refused.wait()
        raise failures.TokenRefused(failures.TokenRefused.reason)

    def sent(self, work: Work, letter: Letter, revision: int, message_id: int, replaced: int | None) -> Settled:
        return Sent(work, revision, message_id, letter.shape.value, self._now(), replaced)

    def edited(self, work: Work, letter: Letter, revision: int) -> Settled:
        return Edited(work, revision, work.copy_shape or letter.shape.value)

    def removed(self, work: Work) -> Settled:
        return Removed(work, work.leftover_id, work.shown_revision or 0)

    async def of_failure(
        self, work: Work, decision: Decision, error: Exception, channel: Channel, at: float
    ) -> Settled:
        """The outcome of a request that failed; what is no delivery failure is logged by its type and tried again."""
        if not isinstance(error, failures.DeliveryFailure):
            log.error("request-failed-unexpectedly", error=type(error).__name__, act=decision.act)
            error = failures.Transient(type(error).__name__)
        FAILURES.labels(reason=error.reason).inc()
        self._note(error, decision, work, at)
        match error:
            case failures.Overtaken():
                return Anew(work)
            case failures.TokenRefused():
                return self._without_token(work)
            case failures.MustWait():
                return Held(work, self._now() + timedelta(seconds=error.seconds), error.reason, work.attempts)
            case failures.Moved():
                return MovedTo(work, error.address, self._now())
            case failures.Blocked() | failures.Gone():
                return self._unreachable(work, error)
            case failures.UnknownOutcome():
                return self._unknown(work, decision)
            case failures.CopyLost():
                return self._lost(work, decision)
            case failures.CannotEdit():
                return await self._take_away(work, channel)
            case failures.LetterRefused():
                return await self._letter_refused(work)
            case _:
                return self._again(work, error.reason)

    def note_success(self, decision: Decision, *, left: bool) -> None:
        """A request was answered as it should be; or (`left` False) there was no need for it any more."""
        pace = self._budget.pace(decision.act)
        pace.succeeded() if left else pace.unused()

    def _note(self, error: failures.DeliveryFailure, decision: Decision, work: Work, at: float) -> None:
        """What a failure says of the pace: any answer about a message means that the server is there."""
        pace = self._budget.pace(decision.act)
        match error:
            case failures.Overtaken():
                pace.unused()
            case failures.MustWait():
                pace.refused(work.address, error.seconds, at)
                self._budget.turns.not_before(work.address, at + error.seconds)
            case failures.Transient() | failures.UnknownOutcome():
                pace.troubled(at)
            case _:
                pace.succeeded()

    def _without_token(self, work: Work) -> Settled:
        """Nothing arrived and nothing is counted: due again for whoever has a token that is good."""
        self._token_refused.set()
        return Anew(work)

    def _unreachable(self, work: Work, error: failures.DeliveryFailure) -> Settled:
        gone = isinstance(error, failures.Gone) or work.member_id is None
        return Unreachable(work, error.reason, state="gone" if gone else "blocked", at=self._now())

    def _unknown(self, work: Work, decision: Decision) -> Settled:
        if work.digest_id is not None and decision.act is Act.SEND:
            return Failed(work, failures.UnknownOutcome.reason)
        if work.attempts + 1 >= MOST_ATTEMPTS:
            return Failed(work, failures.UnknownOutcome.reason)
        return Held(work, self._now() + UNKNOWN_WAIT, failures.UnknownOutcome.reason, work.attempts + 1)

    def _lost(self, work: Work, decision: Decision) -> Settled:
        """The reader deleted it: there is nothing left to edit."""
        if decision.act is Act.REMOVE:
            return self.removed(work)
        return Removed(work, work.copy_id, work.shown_revision or 0, final=True)

    async def _take_away(self, work: Work, channel: Channel) -> Settled:
        """Where a copy cannot be edited it is deleted; where neither works, it is counted."""
        if work.leftover_id is not None and work.copy_id is None:
            return Removed(work, work.leftover_id, work.shown_revision or 0, state=CopyState.STUCK)
        try:
            await channel.delete(work.address, work.copy_message_id or 0)
        except failures.TokenRefused:
            return self._without_token(work)
        except failures.DeliveryFailure as error:
            if isinstance(error, failures.Transient | failures.UnknownOutcome | failures.MustWait):
                return self._again(work, error.reason)
            return Failed(work, failures.CannotEdit.reason, stuck=work.copy_id)
        return Removed(work, work.copy_id, work.shown_revision or 0, final=True)

    async def _letter_refused(self, work: Work) -> Settled:
        if work.alert_id is not None:
            self._refused[work.alert_id] += 1
            if self._refused[work.alert_id] == LETTERS_REFUSED:
                log.error("letter-refused", alert_id=work.alert_id)
                await self._halt(work.alert_id)
        return Failed(work, failures.LetterRefused.reason)

    async def _halt(self, alert_id: int) -> None:
        try:
            await self._on_halt(alert_id)
        except Exception as error:  # noqa: BLE001 - the next refusal halts it
            log.error("alert-not-halted", alert_id=alert_id, error=type(error).__name__)
            self._refused[alert_id] -= 1

    def _again(self, work: Work, reason: str) -> Settled:
        """Later each time, up to five minutes, with jitter so that not all come back at once."""
        if work.attempts + 1 >= MOST_ATTEMPTS:
            return Failed(work, reason)
        wait = min(LONGEST_WAIT_SECONDS, 2.0**work.attempts) * random.uniform(0.5, 1.0)
        return Held(work, self._now() + timedelta(seconds=wait), reason, work.attempts + 1)
