"""How long an operator waits for a short command, from the shell and back."""

import asyncio
import os
import statistics
import sys
import time
from pathlib import Path

from benchmarks import volunteers
from benchmarks.figures import Figure, Limit
from benchmarks.locating import district
from benchmarks.scale import Scale
from benchmarks.stages import database, house_at
from clock.clocks import system_now
from models.audit import Switch
from services.house import MAP_CHANGED, House

LIMIT = Limit(1.5, "s")


async def measure(scale: Scale) -> list[Figure]:
    async with database("sqlite") as url:
        async with house_at(url) as house:
            alert_id = await _furnish(house, scale)
        bare = statistics.median([await _seconds(url, [sys.executable, "-c", "pass"]) for _ in range(scale.runs)])
        figures = []
        for command in (["areas", "at", "20.3", "40.3"], ["alerts", "show", str(alert_id)]):
            program = [str(Path(sys.executable).parent / "mizalla"), *command, "--json"]
            runs = [await _seconds(url, program) for _ in range(scale.runs + 1)][1:]  # the first reads the disk
            beside = f"{scale.polygons:,} areas, {scale.digest:,} recipients; Python alone takes {bare:.2f} s"
            figures.append(Figure(f"mizalla {' '.join(command[:2])}", runs, LIMIT, beside))
    return figures


async def _furnish(house: House, scale: Scale) -> int:
    """A map and an alert to ask about; the alert's number."""
    await volunteers.settle(house.db, scale.digest, system_now())
    async with house.db.transaction() as tx:
        tx.add_all(district(number, 71) for number in range(2, scale.polygons))
        tx.add(Switch(name=MAP_CHANGED, at=system_now()))
    return await volunteers.open_search(house, system_now())


async def _seconds(url: str, program: list[str]) -> float:
    """Until it has ended; refuses one that fails with RuntimeError."""
    surroundings = os.environ | {"MIZALLA_DATABASE__URL": url}
    begun = time.perf_counter()
    process = await asyncio.create_subprocess_exec(
        *program, env=surroundings, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE
    )
    _, said = await process.communicate()
    if process.returncode:
        raise RuntimeError(said.decode())
    return time.perf_counter() - begun
