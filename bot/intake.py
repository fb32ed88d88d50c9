"""From raw updates to handlers: committed before they are acknowledged, in order per lane, lanes side by side."""

import asyncio
import contextlib
from collections import deque
from collections.abc import Awaitable, Callable, Iterable, Mapping
from functools import partial
from itertools import count
from time import monotonic
from typing import Any

import orjson
import structlog
from aiogram import Bot, Dispatcher
from aiogram.dispatcher.middlewares.user_context import UserContextMiddleware
from aiogram.exceptions import (
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiogram.types import Update
from aiogram.types.update import UpdateTypeLookupError
from pydantic import ValidationError

from alerts.failures import Gone
from alerts.telegram_refusals import meaning_of
from bot.openings import Openings
from bot.settling import Settling
from bot.updates import fits, has_number, lane_of, named, written
from clock.clocks import Now
from handlers.conversations import Pages
from handlers.errors import apologise
from handlers.middleware import Albums
from language.catalogues import Catalogues
from services import intake
from services.house import House
from services.intake import Incoming, Place
from services.members import Known

log = structlog.get_logger()

LANES_AT_ONCE = 32
MOST_HELD = 2_000
"""Updates in memory; the rest waits in the inbox."""

READ_AT_ONCE = 100
"""Updates read before others get their turn: parsing them takes some milliseconds."""

LOOK_AGAIN_SECONDS = 2.0
"""How often the inbox is read for what another process kept."""

PAUSES = (0.5, 4.0, 15.0, 60.0)
"""Seconds before trying again; the last one repeats."""

NETWORK_TRIES = 20
"""How often an answer that Telegram cannot be reached for is tried before it counts as failed."""

_TROUBLE = (TelegramNetworkError, TelegramServerError, TelegramRetryAfter)


class Intake:
    """One bot's inbox: `keep` what came, `run` what waits. One process per bot runs; any number may keep."""

    def __init__(
        self,
        bot: Bot,
        dispatcher: Dispatcher,
        house: House,
        catalogues: Catalogues,
        now: Now,
        *,
        tally: Callable[[str], None] = lambda _: None,
        pauses: tuple[float, ...] = PAUSES,
        may_answer: Callable[[], Awaitable[object]] | None = None,
    ) -> None:
        """`may_answer` returns when Telegram takes answers: before that nothing is begun."""
        self.bot, self.dispatcher, self.house, self.now = bot, dispatcher, house, now
        self._catalogues = catalogues
        self._given: dict[str, Any] = {"house": house, "catalogues": catalogues, "now": now, "albums": Albums()}
        self._tally, self._pauses, self._may_answer = tally, pauses, may_answer
        self._wake = asyncio.Event()
        self._turns = asyncio.Semaphore(LANES_AT_ONCE)
        self._lanes: dict[str, deque[Update]] = {}
        self._held: set[int] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._speechless: set[asyncio.Task[Any]] = set()
        self._rest = asyncio.Event()
        self._openings, self._settling = Openings(house), Settling(house, bot.id, now)
        self._fresh: list[Incoming] = []
        self._caught_up = False
        self._missed = False
        self._last: int | None = None
        self._look_again_at = 0.0

    async def keep(self, updates: Iterable[Mapping[str, Any]]) -> int:
        """Commit updates, those that came before once only; returns how many are new."""
        kept = [Incoming(each["update_id"], lane_of(each), written(each)) for each in updates if has_number(each)]
        new = await intake.keep_updates(self.house, bot_id=self.bot.id, updates=kept, now=self.now())
        if self._caught_up:
            self._fresh += [each for each in kept if each.update_id in new]
        else:
            self._caught_up, self._missed = False, True
        self._rest.clear()
        self._wake.set()
        return len(new)

    async def run(self) -> None:
        """Do what waits, first of all what an earlier run left, until cancelled; what is under way is ended then."""
        try:
            while True:
                self._wake.clear()
                await self._take()
                self._rest_if_done()
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._wake.wait(), LOOK_AGAIN_SECONDS)
        finally:
            await self._come_to_rest()

    async def idle(self) -> None:
        """Return when nothing that was kept here is left to do."""
        await self._rest.wait()

    def _rest_if_done(self) -> None:
        if not self._tasks and not self._wake.is_set():
            self._rest.set()

    async def _come_to_rest(self) -> None:
        for queue in self._lanes.values():
            while len(queue) > 1:
                queue.pop()
        busy = self._tasks - self._speechless
        if busy:
            await asyncio.wait(busy, timeout=10)
        for task in self._tasks:
            task.cancel()

    async def _take(self) -> None:
        """Bring updates from the inbox into their lanes, as many as fit; now and then earlier numbers too."""
        if monotonic() >= self._look_again_at:
            self._last, self._look_again_at, self._caught_up = None, monotonic() + LOOK_AGAIN_SECONDS, False
        while len(self._held) < MOST_HELD:
            held = frozenset(self._held)
            found = await self._next()
            if not found:
                return
            self._last = max(each.update_id for each in found)
            read = {each: self._read(each) for each in found if each.update_id not in held}
            await self._set_aside([each.update_id for each, update in read.items() if update is None])
            for each, update in read.items():
                if update is not None:
                    self._line_up(each.lane, update)

    async def _next(self) -> list[Incoming]:
        """What came just now, where nothing older waits unread; else what the inbox has next.

        What is held while this reads may be done when it returns, and is not to be done twice.
        """
        if self._caught_up:
            fresh, self._fresh = self._fresh[:READ_AT_ONCE], self._fresh[READ_AT_ONCE:]
            return fresh
        self._fresh.clear()
        self._missed = False
        try:
            found = await intake.waiting(self.house, bot_id=self.bot.id, after=self._last, limit=READ_AT_ONCE)
        except Exception as error:  # noqa: BLE001 - a database that is away comes back; the loop must live on
            log.error("inbox cannot be read", **named(error))
            return []
        self._caught_up = not found and not self._missed
        return found

    def _read(self, incoming: Incoming) -> Update | None:
        try:
            update = orjson.loads(incoming.payload)
            return Update.model_validate(update, context={"bot": self.bot}) if fits(update) else None
        except (ValidationError, ValueError, RecursionError):
            return None

    def _line_up(self, lane: str, update: Update) -> None:
        self._held.add(update.update_id)
        queue = self._lanes.setdefault(lane, deque())
        queue.append(update)
        if len(queue) == 1:
            task = asyncio.create_task(self._work(lane, queue))
            self._tasks.add(task)
            task.add_done_callback(self._ended)

    async def _set_aside(self, numbers: list[int]) -> None:
        """What Telegram would never send is kept as failed."""
        if not numbers:
            return
        log.error("updates cannot be read", first=numbers[0], count=len(numbers))
        try:
            await intake.set_aside(self.house, bot_id=self.bot.id, update_ids=numbers, error="Unreadable")
        except Exception as error:  # noqa: BLE001 - they are still there, and read again
            log.error("updates cannot be set aside", **named(error))
            return
        for _ in numbers:
            self._tally("unreadable")

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        self._rest_if_done()

    async def _work(self, lane: str, queue: deque[Update]) -> None:
        while queue:
            async with self._turns:
                await self._do(queue[0])
            self._held.discard(queue.popleft().update_id)
            if len(self._held) == MOST_HELD - 1:
                self._wake.set()
        del self._lanes[lane]

    async def _do(self, update: Update) -> None:
        """Handle one update to its end, whatever happens to it."""
        for tried in count():
            await self._until_answers_are_taken()
            try:
                if await self._handled(update, tried):
                    return
            except Exception as error:  # noqa: BLE001 - one update must not stop the others; the row is still there
                log.error("update cannot be settled", update=update.update_id, **named(error))
            await asyncio.sleep(self._pauses[min(tried, len(self._pauses) - 1)])

    async def _until_answers_are_taken(self) -> None:
        task = asyncio.current_task()
        if self._may_answer is not None and task is not None:
            self._speechless.add(task)
            try:
                await self._may_answer()
            finally:
                self._speechless.discard(task)

    async def _handled(self, update: Update, tried: int) -> bool:
        """One attempt; True when there is nothing left to do for it."""
        pages = Pages(partial(intake.load_conversation, self.house))
        try:
            await self._feed(update, pages)
        except (TelegramForbiddenError, TelegramMigrateToChat):
            self._tally("unreachable")
        except TelegramUnauthorizedError:  # of all answers at once: it waits for another token, and nothing is counted
            return False
        except TelegramBadRequest as refused:
            if not isinstance(meaning_of(refused.message), Gone):
                return await self._failed(update, refused)
            self._tally("unreachable")
        except _TROUBLE as trouble:
            if tried < NETWORK_TRIES:
                log.warning("answer did not get through", update=update.update_id, error=type(trouble).__name__)
                return False
            return await self._failed(update, trouble)
        except Exception as error:  # noqa: BLE001 - what a handler did not expect is counted, logged and tried again
            return await self._failed(update, error)
        await self._settling.settle(update.update_id, pages.turned)
        self._tally("handled")
        return True

    async def _feed(self, update: Update, pages: Pages) -> None:
        try:
            update.event_type  # noqa: B018 - looks the kind up
        except UpdateTypeLookupError:
            log.info("update of a kind that is newer than this version", update=update.update_id)
            return
        who = await self._speaker(update, pages)
        await self.dispatcher.feed_update(self.bot, update, pages=pages, known=who, **self._given)

    async def _speaker(self, update: Update, pages: Pages) -> Known | None:
        """Who speaks, where they are known; their conversation is opened on the way."""
        context = UserContextMiddleware.resolve_event_context(update)
        if context.user_id is None:
            return None
        place = Place(self.bot.id, context.chat_id or context.user_id, context.user_id)
        opening = await self._openings.look(place)
        pages.open(place, opening.page)
        return opening.who

    async def _failed(self, update: Update, error: Exception) -> bool:
        log.error("update failed", update=update.update_id, **named(error))
        name = type(error).__name__
        given_up = await intake.fail(self.house, bot_id=self.bot.id, update_id=update.update_id, error=name)
        if given_up:
            self._tally("failed")
            await self._apologise(update)
        return given_up

    async def _apologise(self, update: Update) -> None:
        try:
            await apologise(update, self.bot, self.house, self._catalogues)
        except Exception as error:  # noqa: BLE001 - saying sorry is a courtesy; the failure is kept and counted already
            log.warning("could not say so", update=update.update_id, error=type(error).__name__)
