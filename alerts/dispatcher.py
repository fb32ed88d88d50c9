"""The loop that brings every copy to what it should show, for one bot.

Tasks share a hand of at most a quarter second of work. The *ledger* settles what came back and leases what is due, in
one commit, as soon as the writer is free. The *pump* begins what is most urgent and nearest as fast as the budget
allows, and looks at the alert's state once more before each request. *Announcements* come from this process and others.
After kill -9 nothing is lost; what was in flight may arrive twice: at most one copy per request in flight.
"""

import asyncio
import math
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

import structlog
from sqlalchemy.exc import SQLAlchemyError

from alerts.announcements import Announcements
from alerts.books import Books
from alerts.budgets import Budget
from alerts.carrying import Carrier
from alerts.channels import Channel
from alerts.deciding import Act, Decision, Manners, decide
from alerts.hands import Hand
from alerts.ledger import Work
from alerts.letters import Press
from alerts.live import Live
from alerts.metrics import IN_FLIGHT, TAKEN, requests
from alerts.outcomes import Anew, Settled
from alerts.pens import GaveWay
from alerts.results import Results, without_request
from models.alerts import Priority
from models.database import Database

log = structlog.get_logger()

IDLE_TICKS = 10
"""After so many ticks without work nothing of a letter stays in memory."""
TICK_SECONDS = 0.5
"""How often what was held is asked whether its time has come."""
FINISH_SECONDS = 5.0
"""How long what is in flight is waited for at the end; the ledger calls the rest due again when somebody takes over."""
BREATH_SECONDS = 0.01
"""Between two commits, unless something was announced: at a thousand a second each then settles about ten."""
GRAIN_SECONDS = 0.004
"""At a high rate several requests begin together, so often; the pace makes up for up to 20 ms."""
MOST_PARKED = 1000
"""So much may wait for its chats before it counts as being in hand."""


class Dispatcher:
    """One bot's only active dispatcher; `run` until cancelled, then what was taken is given back."""

    def __init__(
        self,
        db: Database,
        *,
        bot_id: int,
        channel: Channel,
        press: Press,
        budget: Budget,
        now: Callable[[], datetime],
        manners: Manners | None = None,
        on_halt: Callable[[int], Awaitable[None]],
        pause_switch: str = "broadcasts-paused",
        also: Sequence[Callable[[], Awaitable[None]]] = (),
    ) -> None:
        """`also`: who else is called after each announcement, beside the work."""
        self._bot_id = bot_id
        self._press = press
        self.budget = budget
        self._now = now
        self._manners = manners or Manners()
        self._live = Live(db, pause_switch)
        self._results = Results(budget, now, on_halt)
        self._carrier = Carrier(db, channel, press, self._live, self._results, self._decide)
        self._announcements = Announcements(db)
        self._also = also
        self._books = Books(db, bot_id=bot_id, now=now, in_hand=self._in_hand)
        self._hand = Hand()
        self._begun: set[int] = set()
        self._flying: dict[int, asyncio.Task[None]] = {}
        self._commit: asyncio.Task[None] | None = None
        self._turn_ledger, self._turn_pump = asyncio.Event(), asyncio.Event()
        self._woken = self._hungry = self._look_at_held = self._wants_answers = True
        self.beat: datetime | None = None
        """When the ledger was last written or looked at; `/readyz` asks."""

    async def run(self) -> None:
        """Recover what a dead dispatcher left, then work until cancelled; ends with TokenRefused once that is so."""
        left = await self._books.recover()
        log.info("dispatcher-started", bot_id=self._bot_id, count=left)
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self._announcements.listen(self._wake, *self._also))
                group.create_task(self._tick())
                group.create_task(self._keep_ledger())
                group.create_task(self._pump())
                group.create_task(self._results.until_token_refused())
        finally:
            await self._finish()

    def is_quiet(self) -> bool:
        """Nothing taken, in flight, or to be written down; there may be more in the database."""
        committing = self._commit is not None and not self._commit.done()
        busy = self._hand or self._hand.parked or self._flying or self._woken or committing
        return not busy and self._books.is_blank

    def _in_hand(self) -> list[int]:
        return [*(work.id for work in self._hand), *self._flying, *self._books.unsettled()]

    async def _wake(self) -> None:
        """Something was announced: look at what is in hand first, then at what is new."""
        await self._live.refresh()
        self._woken = True
        self._turn_pump.set()
        self._turn_ledger.set()

    async def _tick(self) -> None:
        idle = 0
        while True:
            await asyncio.sleep(TICK_SECONDS)
            try:
                await self._live.refresh()
            except (SQLAlchemyError, OSError) as error:
                log.error("alerts-not-read", error=type(error).__name__)
            idle = idle + 1 if self.is_quiet() else 0
            if idle == IDLE_TICKS:
                self._live.keep_only(set())
                self._press.forget(set())
            self._hungry = self._look_at_held = True
            self._turn_ledger.set()

    # --- the ledger ---

    async def _keep_ledger(self) -> None:
        trouble = 0
        while True:
            await self._turn_ledger.wait()
            if not self._woken:
                await asyncio.sleep(BREATH_SECONDS)
            self._turn_ledger.clear()
            self._commit = asyncio.create_task(self._commit_all())
            try:
                await asyncio.shield(self._commit)  # one that is half way is never left alone: see _finish
                trouble = 0
            except GaveWay:
                await asyncio.sleep(0.05)
                self._turn_ledger.set()
            except Exception as error:  # noqa: BLE001 - whatever the database has, deliveries go on when it is back
                trouble += 1
                log.error("ledger-not-written", error=type(error).__name__, attempts=trouble)
                await asyncio.sleep(min(5.0, 0.1 * 2**trouble))
                self._turn_ledger.set()

    async def _commit_all(self) -> None:
        """One transaction: settle, mark digests begun, give back the surplus, lease what is due."""
        surplus = self._hand.beyond(2 * self.budget.ahead, self._begun)
        self._hungry = self._hungry or bool(surplus)
        self._books.back += surplus
        want = self._appetite()
        woken, self._woken = self._woken, False
        wake, self._look_at_held = self._look_at_held, False
        try:
            begun, taken = await self._books.write(want=want, wake=wake)
            self._put_back(begun)
            await self._live.learn(work.thing for work in taken)
        except Exception:
            self._books.doubt()
            self._woken, self._look_at_held = self._woken or woken, self._look_at_held or wake
            raise
        for work in taken:
            self._hand.put(work)
        self._written(len(taken), want)

    def _put_back(self, begun: list[Work]) -> None:
        """Digests of which it is written that they may leave."""
        for work in begun:
            self._begun.add(work.id)
            self._hand.put(work)

    def _written(self, taken: int, want: int) -> None:
        self.beat = self._now()
        TAKEN.inc(taken)
        IN_FLIGHT.set(len(self._flying))
        if want:
            self._hungry = taken == want
        if not self._books.is_blank or self._woken:
            self._turn_ledger.set()
        self._turn_pump.set()

    def _appetite(self) -> int:
        """How much to take: a full helping when woken, so that the most urgent is among it; else what is missing."""
        ahead = self.budget.ahead
        if self._woken:
            return ahead
        missing = ahead - len(self._hand) - max(0, self._hand.parked - MOST_PARKED)
        return missing if self._hungry and missing > ahead // 2 else 0

    # --- the pump ---

    async def _pump(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            self._turn_pump.clear()
            delay = self._begin_what_may(loop.time())
            self._wants_answers = delay is None
            if not self._books.is_blank or (self._hungry and len(self._hand) <= self.budget.ahead // 2):
                self._turn_ledger.set()
            timer = loop.call_later(max(delay, GRAIN_SECONDS), self._turn_pump.set) if delay is not None else None
            await self._turn_pump.wait()
            if timer is not None:
                timer.cancel()

    def _begin_what_may(self, at: float) -> float | None:
        """Begin requests until the budget, the chats or the hand say stop; seconds until it may go on, if known."""
        self._hand.unpark(at)
        while self._hand and len(self._flying) < self.budget.in_flight:
            wait = self.budget.wait(at)
            if wait > 0:
                return self._when(wait, at)
            work = self._hand.first()
            decision = self._decide(work)
            if not decision.act.is_request:
                self._books.outcomes.append(without_request(self._hand.take_first(), decision))
                continue
            turn = self.budget.turns.wait(work.address, at)
            if turn > 0:
                self._hand.park_first(at + (0.05 if turn > 3600 else turn))
                continue
            wait = self._budget_wait(work, decision, at)
            if wait > 0:
                return self._when(wait, at)
            self._hand.take_first()
            if work.digest_id is not None and decision.act is Act.SEND and work.id not in self._begun:
                self._books.to_begin.append(work)
            else:
                self._begin(work, decision, at)
        return self._when(math.inf, at)

    def _when(self, wait: float, at: float) -> float | None:
        """In how many seconds the pump may go on: when the budget allows, or a chat; None when only an answer tells."""
        turn_at = self._hand.next_turn()
        soonest = wait if turn_at is None else min(wait, max(0.0, turn_at - at))
        return None if soonest == math.inf else soonest

    def _decide(self, work: Work) -> Decision:
        thing, paused = self._live[work.thing], self._live.everything_paused
        return decide(work, thing, self._now(), manners=self._manners, everything_paused=paused)

    def _budget_wait(self, work: Work, decision: Decision, at: float) -> float:
        wait = self.budget.pace(decision.act).wait(at)
        if work.priority == Priority.DIGEST and decision.act is Act.SEND:
            return max(wait, self.budget.digests.wait(at))
        return wait

    def _begin(self, work: Work, decision: Decision, at: float) -> None:
        self.budget.pace(decision.act).begin(at)
        if work.priority == Priority.DIGEST:
            self.budget.digests.take(at)
        self.budget.turns.take(work.address, at)
        self._flying[work.id] = asyncio.create_task(self._carry(work, decision, at))

    async def _carry(self, work: Work, decision: Decision, began: float) -> None:
        """One request, and what became of it."""
        outcome: Settled = Anew(work)
        try:
            outcome = await self._carrier.outcome_of(work, decision)
        finally:
            at = asyncio.get_running_loop().time()
            self.budget.pace(decision.act).end(began, at)
            self.budget.turns.done(work.address)
            requests(decision.act, type(outcome).__name__).inc()
            self._begun.discard(work.id)
            del self._flying[work.id]
            self._books.outcomes.append(outcome)
            self._turn_ledger.set()
            if self._wants_answers:
                self._turn_pump.set()

    async def _finish(self) -> None:
        """Wait for what is in flight, write it down, and give the rest back."""
        waited_for = [*self._flying.values(), *([self._commit] if self._commit else [])]
        if waited_for:
            await asyncio.wait(waited_for, timeout=FINISH_SECONDS)
        try:
            await self._books.close(self._hand)
        except Exception as error:  # noqa: BLE001 - who takes over asks the ledger
            log.error("ledger-not-written", error=type(error).__name__)
