"""An urgent alert in the middle of a digest: how long until its first copy reaches the server."""

import asyncio
import time

from benchmarks import posting, volunteers
from benchmarks.figures import Figure, Limit, not_measured
from benchmarks.scale import Scale
from benchmarks.stages import NoServer, database, delivering, house_at, settings, settle_down, until
from clock.clocks import system_now
from sandbox.fast import Running, running
from services.house import House

LIMIT = Limit(0.2, "s")
RATE = 30
"""The rate of a bot that does not pay: the longest wait for a turn."""
HEARS = 30
"""So few that all have it before the next is published."""


async def measure(scale: Scale) -> list[Figure]:
    return [await _on(kind, scale) for kind in scale.databases]


async def _on(kind: str, scale: Scale) -> Figure:
    what = f"urgent alert during a digest of {scale.digest:,}, first copy, {kind}"
    try:
        async with running(journal=True, rate=RATE) as telegram, database(kind) as url, house_at(url) as house:
            await volunteers.settle(house.db, scale.digest, system_now(), subscribe=HEARS)
            await settle_down(house)
            await volunteers.gather_digest(house, system_now(), scale.digest)
            async with delivering(settings(url, telegram, per_second=RATE)) as mizalla:
                await until(lambda: _sends(telegram, RATE))
                seconds = [await _first_copy(mizalla.house, telegram) for _ in range(scale.runs)]
    except NoServer as error:
        return not_measured(what, LIMIT, str(error))
    return Figure(what, seconds, LIMIT, f"from the call that publishes it, at {RATE}/s")


async def _first_copy(house: House, telegram: Running) -> float:
    """Seconds from publishing a search to the first request that carries it."""
    begun = time.time()
    alert_id = await volunteers.open_search(house, system_now())
    await asyncio.sleep(HEARS / RATE + 1)  # until all have it
    words = await posting.beginning(house, alert_id)
    found = [float(at) for at, _, _, text, _ in await telegram.journal() if text == words and at > begun]
    return min(found) - begun


async def _sends(telegram: Running, count: int) -> bool:
    return bool((await telegram.counts())["sends"] >= count)
