"""How near the dispatcher keeps to the rate it may have, against a server that refuses what is more."""

import asyncio
import time
from dataclasses import dataclass
from typing import Any

from alerts.pacing import RAMP_SECONDS
from benchmarks import volunteers
from benchmarks.figures import Figure, Limit
from benchmarks.scale import Scale
from benchmarks.stages import Watch, database, delivering, house_at, settings, settle_down
from clock.clocks import system_now
from sandbox.fast import running

SHARE = Limit(98, "% of the rate", at_least=True)
REFUSED = Limit(0, "refused")
CORE = Limit(60, "% of a core")
LATENCY_MS = 20
"""A server in the same building."""
FREE, PAID = 30, 1000


@dataclass(frozen=True)
class Pass:
    """One alert going out under a cap, watched after the ramp."""

    share: float
    refused: int
    core: float


async def measure(scale: Scale) -> list[Figure]:
    figures = []
    for rate in (FREE, PAID):
        passes = [await _pass(rate, scale) for _ in range(scale.runs)]
        beside = f"a server that enforces {rate:,}/s, one a second in a chat, and answers after {LATENCY_MS} ms"
        figures += [
            Figure(f"paced at {rate:,}/s, after the ramp", [one.share for one in passes], SHARE, beside),
            Figure(f"paced at {rate:,}/s, 429s", [float(one.refused) for one in passes], REFUSED, beside),
        ]
        if rate == PAID:
            figures.append(Figure(f"paced at {rate:,}/s, this process", [one.core for one in passes], CORE, beside))
    return figures


async def _pass(rate: int, scale: Scale) -> Pass:
    caps: dict[str, Any] = {"rate": FREE, "chat_rate": 1} | ({"paid_rate": rate} if rate > FREE else {})
    seconds = RAMP_SECONDS + scale.paced_seconds + 3
    async with running(latency_ms=LATENCY_MS, journal=True, **caps) as telegram, database("sqlite") as url:
        async with house_at(url) as house:
            await volunteers.settle(house.db, int(rate * seconds), system_now())
            await settle_down(house)
            await volunteers.accept_report(house, system_now())
        async with delivering(settings(url, telegram, per_second=rate, paid=rate > FREE)):
            await asyncio.sleep(RAMP_SECONDS + 1)
            begun = time.time()
            with Watch() as watch:
                await asyncio.sleep(scale.paced_seconds)
            journal = await telegram.journal()
    passed = sum(1 for at, *_, status in journal if status == 200 and begun <= at < begun + watch.seconds)
    refused = sum(1 for *_, status in journal if status != 200)
    return Pass(100 * passed / watch.seconds / rate, refused, 100 * watch.on_core / watch.seconds)
