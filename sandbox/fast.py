"""The bare fast mode: a Bot API that takes messages as quickly as one core can, for benchmarks.

    python -m sandbox.fast --port 8082                      no caps
    python -m sandbox.fast --rate 30 --latency 60           30 a second, answers after 60 ms
    python -m sandbox.fast --rate 30 --paid-rate 1000 --chat-rate 1 --group-rate 20 --journal

It keeps no state but numbers: every chat exists, every edit finds its message. Refusals are 429s only, by the same
windows as the sandbox's (`sandbox.limits`).

GET  /counts     {"sends", "edits", "deletes", "other", "refused", "early_retries", "connections", "most_connections",
                 "maximum_rate": {"sends", "edits", "both"},
                 "by_method": {name: {"passed", "refused", "first", "last"}}};
                 times are unix seconds, the maximum rate is over any one second
GET  /journal    [[time, method, chat id, first 40 characters of text or caption, status], …] if it is kept
POST /reset      counts and journal begin anew; the caps go on

From Python: `async with running(rate=30, latency_ms=60) as telegram`, which has url, counts(), journal(), reset().
"""

import argparse
import asyncio
import contextlib
import gc
import signal
import sys
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import orjson

from sandbox.fast_answers import BAD, EMPTY, Answers, flood, whole
from sandbox.fast_counts import Counts, kind_of
from sandbox.fast_requests import CHAT, PAID, TIMEOUT, BadHttp, Incoming, cut, words
from sandbox.limits import Limits, Meter
from sandbox.refusals import Refused

JSON = dict[str, Any]
READY = "Bot API "


@dataclass(eq=False)
class FastTelegram:
    """What all connections share."""

    meter: Meter
    latency: float = 0.0
    counts: Counts = field(default_factory=Counts)
    answers: Answers = field(default_factory=Answers)
    kinds: dict[bytes, str] = field(default_factory=dict)

    def answer(self, request: Incoming) -> bytes:
        """The answer to one request, counted."""
        if not request.path.startswith(b"/bot"):
            return self._control(request)
        method, now = request.method, time.time()
        kind = self.kinds.get(method)
        if kind is None:
            kind = self.kinds[method] = kind_of(method)
        refused = self._refused(kind, request.body) if self.meter.limits.enforced else 0
        if self.counts.journal_kept and kind != "other":
            self._note(request, now, 429 if refused else 200)
        if refused:
            self.counts.refused(method)
            return flood(refused)
        self.counts.passed(method, kind, now)
        return self.answers.to(method, request.body, now)

    def _refused(self, kind: str, body: bytes) -> int:
        """Seconds to wait, or 0 when it may pass."""
        if kind not in {"sends", "edits"}:
            return 0
        chat = CHAT.search(body)
        number = chat[1] if chat is not None else b""
        group = not number.isdigit()
        paid = kind == "sends" and PAID.search(body) is not None
        try:
            self.meter.spend(hash(number), group=group, paid=paid)
        except Refused as refusal:
            return refusal.parameters["retry_after"]
        return 0

    def _note(self, request: Incoming, now: float, status: int) -> None:
        chat = CHAT.search(request.body)
        name = chat[1].decode() if chat else ""
        self.counts.journal.append((now, request.method.decode(), name, words(request.body), status))

    def _control(self, request: Incoming) -> bytes:
        match request.path:
            case b"/counts":
                told = self.counts.as_json() | {"early_retries": self.meter.early_retries}
                return whole(orjson.dumps(told))
            case b"/journal":
                return whole(orjson.dumps(self.counts.journal))
            case b"/reset":
                self.counts.reset()
                return whole(b"true")
            case _:
                return BAD


@dataclass(eq=False)
class Connection(asyncio.Protocol):
    """One client: requests in, answers out, in the order in which they came."""

    telegram: FastTelegram
    loop: asyncio.AbstractEventLoop
    buffer: bytes = b""
    transport: asyncio.WriteTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport  # type: ignore[assignment]  # a protocol over TCP gets one that writes
        counts = self.telegram.counts
        counts.connections += 1
        counts.most_connections = max(counts.most_connections, counts.connections)

    def connection_lost(self, exc: Exception | None) -> None:
        self.telegram.counts.connections -= 1
        self.transport = None

    def data_received(self, data: bytes) -> None:
        try:
            requests, self.buffer, waits = cut(self.buffer + data if self.buffer else data)
        except (BadHttp, ValueError):
            self._write(BAD)
            return
        if waits:
            self._write(b"HTTP/1.1 100 Continue\r\n\r\n")
        if not requests:
            return
        if requests[-1].method.lower() == b"getupdates":
            self._poll(requests.pop())
        if requests:
            self._send(b"".join(map(self.telegram.answer, requests)))

    def _poll(self, request: Incoming) -> None:
        """There are never any updates: hold the poll as long as it wants."""
        seconds = TIMEOUT.search(request.body)
        self.loop.call_later(float(seconds[1]) if seconds else 0.0, self._write, EMPTY)

    def _send(self, answers: bytes) -> None:
        if self.telegram.latency:
            self.loop.call_later(self.telegram.latency, self._write, answers)
        else:
            self._write(answers)

    def _write(self, answers: bytes) -> None:
        if self.transport is not None:
            self.transport.write(answers)


def limits_of(asked: argparse.Namespace) -> Limits:
    """The caps that were asked for; none at all when none was."""
    caps = (asked.rate, asked.paid_rate, asked.chat_rate, asked.group_rate)
    return Limits(
        per_second=asked.rate,
        paid_per_second=asked.paid_rate,
        chat_per_second=asked.chat_rate,
        chat_burst=asked.chat_burst,
        group_per_minute=asked.group_rate,
        enforced=any(cap is not None for cap in caps),
    )


def arguments(given: list[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m sandbox.fast", description="A bare Bot API for benchmarks.")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8082, help="0 takes a free one")
    parser.add_argument("--latency", type=float, default=0.0, help="milliseconds before each answer")
    parser.add_argument("--rate", type=int, help="sends and edits a second, for the bot")
    parser.add_argument("--paid-rate", type=int, help="paid sends a second")
    parser.add_argument("--chat-rate", type=float, help="messages a second to one person")
    parser.add_argument("--chat-burst", type=int, default=1, help="so many at once to one person")
    parser.add_argument("--group-rate", type=int, help="messages a minute to one group")
    parser.add_argument("--journal", action="store_true", help="keep (time, method, chat, text, status) of each")
    return parser.parse_args(given)


async def serve(asked: argparse.Namespace) -> None:
    """Until SIGTERM or SIGINT; the first line printed says where."""
    loop, ended = asyncio.get_running_loop(), asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, ended.set)
    counts = Counts(journal_kept=asked.journal)
    telegram = FastTelegram(Meter(limits_of(asked)), asked.latency / 1000, counts)
    server = await loop.create_server(lambda: Connection(telegram, loop), asked.host, asked.port, backlog=4096)
    port = server.sockets[0].getsockname()[1]
    sys.stdout.write(f"{READY}http://{asked.host}:{port}\n")
    sys.stdout.flush()
    gc.freeze()
    await ended.wait()
    server.close()


@dataclass(frozen=True)
class Running:
    """A fast Telegram in a process of its own."""

    url: str
    session: aiohttp.ClientSession
    pid: int

    async def counts(self) -> JSON:
        async with self.session.get(f"{self.url}/counts") as answer:
            counts: JSON = orjson.loads(await answer.read())
        return counts

    async def journal(self) -> list[list[Any]]:
        """What was sent: time, method, chat id, how its text begins, status."""
        async with self.session.get(f"{self.url}/journal") as answer:
            entries: list[list[Any]] = orjson.loads(await answer.read())
        return entries

    async def reset(self) -> None:
        await (await self.session.post(f"{self.url}/reset")).read()


@contextlib.asynccontextmanager
async def running(*, latency_ms: float = 0.0, journal: bool = False, **caps: float) -> AsyncIterator[Running]:
    """Start one on a free port, for as long as the block lasts; caps as on the command line: rate=, paid_rate= …"""
    options = [f"--{name.replace('_', '-')}={value}" for name, value in caps.items()]
    options += ["--journal"] if journal else []
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "sandbox.fast", "--port=0", f"--latency={latency_ms}", *options,
        stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    assert process.stdout is not None  # noqa: S101  # it was asked for above
    try:
        line = (await process.stdout.readline()).decode()
        if not line.startswith(READY):
            raise RuntimeError("the fast sandbox did not start")
        async with aiohttp.ClientSession() as session:
            yield Running(line.removeprefix(READY).strip(), session, process.pid)
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.terminate()
        await process.wait()


if __name__ == "__main__":
    asyncio.run(serve(arguments()))
