"""Posting updates to webhooks.

Those of one chat go in order, other chats beside them; what is refused is offered again after growing pauses.
"""

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import orjson

from sandbox.faults import Faults
from sandbox.params import Params, Upload
from sandbox.updates import Update, UpdateQueue, Webhook

JSON = dict[str, Any]
Performer = Callable[[str, Params], Awaitable[Any]]
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105  # the name of a header


@dataclass
class Pauses:
    """Seconds before an update is offered again: the first pause, how it grows, the longest."""

    first: float = 1.0
    growth: float = 2.0
    longest: float = 3600.0
    answer_within: float = 60.0

    def after(self, failures: int) -> float:
        return float(min(self.first * self.growth ** min(failures - 1, 32), self.longest))


@dataclass(eq=False)
class Courier:
    """Brings one bot's updates to its webhook while it has one.

    `perform` carries out a method that the webhook's answer names, as Telegram allows.
    """

    queue: UpdateQueue
    faults: Faults
    perform: Performer
    pauses: Pauses = field(default_factory=Pauses)
    attempts: list[tuple[float, int, int]] = field(default_factory=list)
    """Each attempt: when it began (monotonic seconds), which update, the answer's status or 0."""

    async def run(self) -> None:
        """Until cancelled."""
        async with aiohttp.ClientSession() as session:
            while True:
                hook = self.queue.webhook
                if hook is None:
                    await self.queue.added.wait()
                else:
                    await self._serve(session, hook)

    async def _serve(self, session: aiohttp.ClientSession, hook: Webhook) -> None:
        """Deliver to one webhook until there is another, or none."""
        lanes: dict[int, deque[Update]] = {}
        connections = asyncio.Semaphore(hook.max_connections)
        seen = 0
        async with asyncio.TaskGroup() as group:
            tasks: set[asyncio.Task[None]] = set()
            while self.queue.webhook is hook:
                for update in self._newer_than(seen):
                    seen = update.id
                    if update.chat_id in lanes:
                        lanes[update.chat_id].append(update)
                        continue
                    lanes[update.chat_id] = deque([update])
                    task = group.create_task(self._lane(session, hook, lanes, update.chat_id, connections))
                    tasks.add(task)
                    task.add_done_callback(tasks.discard)
                await self.queue.added.wait()
            for task in tasks:
                task.cancel()

    def _newer_than(self, seen: int) -> list[Update]:
        newer: list[Update] = []
        for update in reversed(self.queue.pending.values()):
            if update.id <= seen:
                break
            newer.append(update)
        return newer[::-1]

    async def _lane(
        self,
        session: aiohttp.ClientSession,
        hook: Webhook,
        lanes: dict[int, deque[Update]],
        chat_id: int,
        connections: asyncio.Semaphore,
    ) -> None:
        """The updates of one chat, one after the other, each until it was taken."""
        waiting, failures = lanes[chat_id], 0
        while waiting:
            update = waiting[0]
            if update.id not in self.queue.pending:
                waiting.popleft()
                continue
            async with connections:
                taken = await self._offer(session, hook, update)
            failures = 0 if taken else failures + 1
            if taken:
                waiting.popleft()
                self.queue.drop(update.id)
            else:
                await asyncio.sleep(self.pauses.after(failures))
        del lanes[chat_id]

    async def _offer(self, session: aiohttp.ClientSession, hook: Webhook, update: Update) -> bool:
        began, status = time.monotonic(), 0
        headers = {"Content-Type": "application/json"}
        if hook.secret_token:
            headers[SECRET_HEADER] = hook.secret_token
        try:
            if any(fault.kind == "cut" for fault in self.faults.striking("webhook", str(update.chat_id))):
                raise aiohttp.ClientConnectionError("Connection timed out")
            limit = aiohttp.ClientTimeout(total=self.pauses.answer_within)
            body = orjson.dumps(update.as_json())
            async with session.post(hook.url, data=body, headers=headers, timeout=limit) as response:
                status = response.status
                await self._carry_out(response)
                hook.last_error = "" if response.ok else f"Wrong response from the webhook: {status} {response.reason}"
        except (aiohttp.ClientError, TimeoutError) as error:
            hook.last_error = str(error) or "Read timeout expired"
        self.attempts.append((began, update.id, status))
        if hook.last_error:
            hook.last_error_at = int(time.time())
        return not hook.last_error

    async def _carry_out(self, response: aiohttp.ClientResponse) -> None:
        """Perform the method an answer names, if it names one; its outcome interests nobody."""
        if not response.ok:
            return
        params = await _answered(response)
        method = params.text("method")
        if method:
            await self.perform(method, params)


async def _answered(response: aiohttp.ClientResponse) -> Params:
    if response.content_type == "multipart/form-data":
        return await _parts(response)
    try:
        decoded = orjson.loads(await response.read())
    except orjson.JSONDecodeError:
        return Params({})
    return Params(decoded if isinstance(decoded, dict) else {})


async def _parts(response: aiohttp.ClientResponse) -> Params:
    values: JSON = {}
    uploads: dict[str, Upload] = {}
    async for part in aiohttp.MultipartReader.from_response(response):
        if not isinstance(part, aiohttp.BodyPartReader) or part.name is None:
            continue
        content = bytes(await part.read(decode=True))
        if part.filename:
            uploads[part.name] = Upload(content, part.filename)
        else:
            values[part.name] = content.decode()
    return Params(values, uploads)
