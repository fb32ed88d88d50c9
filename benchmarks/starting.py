"""How long a process takes until it is ready, and what it then holds in memory."""

import asyncio
import contextlib
import os
import socket
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import aiohttp
import orjson

from benchmarks import volunteers
from benchmarks.figures import Figure, Limit
from benchmarks.scale import Scale
from benchmarks.stages import TOKEN, database, house_at
from clock.clocks import system_now
from sandbox.fast import running

ALL = Limit(8, "s"), Limit(400, "MB")
DELIVER = Limit(3, "s"), Limit(150, "MB")
SETTLED_SECONDS = 2.0
"""When memory is looked at: after what a start still does once it is ready."""


async def measure(scale: Scale) -> list[Figure]:
    async with running() as telegram, database("sqlite") as url:
        async with house_at(url) as house:
            await volunteers.settle(house.db, scale.recipients, system_now())
        port = _free_port()
        settings = {
            "MIZALLA_TELEGRAM__TOKEN": TOKEN,
            "MIZALLA_TELEGRAM__API_URL": telegram.url,
            "MIZALLA_DATABASE__URL": url,
            "MIZALLA_WEB__PORT": str(port),
            "MIZALLA_LOGGING__FORMAT": "json",
        }
        everything = [await _start([], settings, lambda _: _answers(port)) for _ in range(scale.runs)]
        deliver = [await _start(["--role", "deliver"], settings, _dispatches) for _ in range(scale.runs)]
    beside = f"{scale.recipients:,} members"
    return [
        Figure("start to ready, everything in one process", [s for s, _ in everything], ALL[0], f"/readyz; {beside}"),
        Figure("its memory", [m for _, m in everything], ALL[1], f"resident; {beside}"),
        Figure("start to ready, deliver alone", [s for s, _ in deliver], DELIVER[0], f"dispatching; {beside}"),
        Figure("its memory, deliver alone", [m for _, m in deliver], DELIVER[1], f"resident; {beside}"),
    ]


Ready = Callable[[asyncio.StreamReader], Awaitable[None]]


async def _start(options: list[str], settings: dict[str, str], ready: Ready) -> tuple[float, float]:
    """(seconds from the command to ready, megabytes resident)."""
    begun = time.perf_counter()
    async with _process(options, settings) as process:
        async with asyncio.timeout(120):
            await ready(process.stderr)
        seconds = time.perf_counter() - begun
        drained = asyncio.create_task(process.stderr.read())
        await asyncio.sleep(SETTLED_SECONDS)
        megabytes = _resident_mb(process.pid)
    await drained
    return seconds, megabytes


@contextlib.asynccontextmanager
async def _process(options: list[str], settings: dict[str, str]) -> AsyncIterator[Any]:
    program = str(Path(sys.executable).parent / "mizalla")
    process = await asyncio.create_subprocess_exec(
        program, "run", *options, env=os.environ | settings, stderr=asyncio.subprocess.PIPE
    )
    try:
        yield process
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.terminate()
        await process.wait()


async def _answers(port: int) -> None:
    async with aiohttp.ClientSession() as session:
        while True:
            with contextlib.suppress(aiohttp.ClientError):
                async with session.get(f"http://127.0.0.1:{port}/readyz") as answer:
                    if answer.status == 200:
                        return
            await asyncio.sleep(0.02)


async def _dispatches(log: asyncio.StreamReader) -> None:
    while line := await log.readline():
        if line.startswith(b"{") and orjson.loads(line)["event"] == "dispatcher-started":
            return
    raise RuntimeError("the process ended before it dispatched")


def _resident_mb(pid: int) -> float:
    pages = int(Path(f"/proc/{pid}/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
