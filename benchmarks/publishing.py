"""A search for very many is published: how long until its first copy reaches the server, and until all are promised."""

import time

from benchmarks import volunteers
from benchmarks.figures import Figure, Limit, not_measured
from benchmarks.scale import Scale
from benchmarks.stages import NoServer, database, delivering, house_at, settings, settle_down, until
from clock.clocks import system_now
from models.alerts import Alert
from sandbox.fast import Running, running
from services import alerts
from services.house import House

FIRST = Limit(0.3, "s")
ALL = {"sqlite": Limit(0.5, "s"), "postgresql": Limit(1.5, "s")}


async def measure(scale: Scale) -> list[Figure]:
    return [figure for kind in scale.databases for figure in await _on(kind, scale)]


async def _on(kind: str, scale: Scale) -> list[Figure]:
    first, rows = f"{scale.recipients:,} recipients, first copy, {kind}", f"{scale.recipients:,} rows written, {kind}"
    try:
        async with running() as telegram, database(kind) as url, house_at(url) as house:
            await volunteers.settle(house.db, scale.recipients, system_now())
            await settle_down(house)
            written = [await _written(house) for _ in range(scale.runs)]
            seconds = [await _first_copy(url, telegram) for _ in range(scale.runs)]
    except NoServer as error:
        return [not_measured(first, FIRST, str(error)), not_measured(rows, ALL[kind], str(error))]
    beside = f"the nearest {alerts.FIRST_ROWS:,} go first, in the transaction that publishes"
    return [
        Figure(first, seconds, FIRST, f"from the call that publishes; {beside}"),
        Figure(rows, written, ALL[kind], beside),
    ]


async def _written(house: House) -> float:
    begun = time.perf_counter()
    alert_id = await volunteers.open_search(house, system_now())
    await alerts.promise_rest(house)
    seconds = time.perf_counter() - begun
    await volunteers.close(house, alert_id, system_now())
    return seconds


async def _first_copy(url: str, telegram: Running) -> float:
    await telegram.reset()
    async with delivering(settings(url, telegram)) as mizalla:
        begun = time.time()
        alert_id = await volunteers.open_search(mizalla.house, system_now())
        await until(lambda: _all_written(mizalla.house, alert_id), look=0.1)
        counts = await telegram.counts()
        await volunteers.close(mizalla.house, alert_id, system_now())
    return float(counts["by_method"]["sendMessage"]["first"]) - begun


async def _all_written(house: House, alert_id: int) -> bool:
    async with house.db.reading() as tx:
        return (await tx.get_one(Alert, alert_id)).unwritten == 0
