"""A search is closed while it goes out: how long after the commit the last stale copy was begun.

As a program, `python -m benchmarks.closing URL ALERT`, it closes an alert from a process of its own and prints when.
"""

import asyncio
import sys
import time
from collections.abc import Awaitable, Callable

from benchmarks import posting, volunteers
from benchmarks.figures import Figure, Limit, not_measured
from benchmarks.scale import Scale
from benchmarks.stages import NoServer, database, delivering, house_at, settings, settle_down
from clock.clocks import system_now
from sandbox.fast import Running, running
from services.house import House

LIMIT = Limit(50, "ms")
RATE = 1000
LATENCY_MS = 20
Close = Callable[[House, str, int], Awaitable[float]]


async def measure(scale: Scale) -> list[Figure]:
    ways: dict[str, Close] = {"this process": close_here, "another process": close_elsewhere}
    return [await _on(kind, where, close, scale) for kind in scale.databases for where, close in ways.items()]


async def _on(kind: str, where: str, close: Close, scale: Scale) -> Figure:
    what = f"search closed by {where}, last stale copy, {kind}"
    try:
        async with running(journal=True, latency_ms=LATENCY_MS) as telegram, database(kind) as url:
            async with house_at(url) as house:
                await volunteers.settle(house.db, scale.digest, system_now())
                await settle_down(house)
            async with delivering(settings(url, telegram, per_second=RATE)) as mizalla:
                late = [await _closed(mizalla.house, url, telegram, close) for _ in range(scale.runs)]
    except NoServer as error:
        return not_measured(what, LIMIT, str(error))
    return Figure(what, late, LIMIT, f"at {RATE:,}/s, seen by a server that answers after {LATENCY_MS} ms")


async def _closed(house: House, url: str, telegram: Running, close: Close) -> float:
    """Milliseconds from the commit to the arrival of the last copy that still speaks of an open search."""
    await telegram.reset()
    alert_id = await volunteers.open_search(house, system_now())
    words = await posting.beginning(house, alert_id)
    await asyncio.sleep(1.0)
    committed = await close(house, url, alert_id)
    await asyncio.sleep(1.5)  # long enough for the next to begin with nothing of this one waiting for its chat
    stale = [float(at) for at, _, _, text, _ in await telegram.journal() if text == words]
    return max(0.0, 1000 * (max(stale) - committed))


async def close_here(house: House, _url: str, alert_id: int) -> float:
    await volunteers.close(house, alert_id, system_now())
    return time.time()


async def close_elsewhere(_house: House, url: str, alert_id: int) -> float:
    program = [sys.executable, "-m", "benchmarks.closing", url, str(alert_id)]
    process = await asyncio.create_subprocess_exec(*program, stdout=asyncio.subprocess.PIPE)
    told, _ = await process.communicate()
    return float(told)


async def _close(url: str, alert_id: int) -> None:
    async with house_at(url) as house:
        sys.stdout.write(str(await close_here(house, url, alert_id)))


if __name__ == "__main__":
    asyncio.run(_close(sys.argv[1], int(sys.argv[2])))
