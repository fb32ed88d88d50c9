"""How fast one core dispatches without a cap, ledger included, beside bare aiohttp posting the same bodies."""

from statistics import median

from benchmarks import posting, volunteers
from benchmarks.figures import Figure, Limit, not_measured
from benchmarks.scale import Scale
from benchmarks.stages import NoServer, Watch, database, delivering, house_at, settings, settle_down, settled, until
from bot.app import keep_what_is_loaded
from clock.clocks import system_now
from sandbox.fast import Running, running
from services.house import House

LIMIT = Limit(0.4, "× raw aiohttp", at_least=True)


async def measure(scale: Scale) -> list[Figure]:
    return [await _on(kind, scale) for kind in scale.databases]


async def _on(kind: str, scale: Scale) -> Figure:
    what = f"dispatch without a cap, ledger on {kind}"
    try:
        async with running() as telegram, database(kind) as url, house_at(url) as house:
            await volunteers.settle(house.db, scale.messages, system_now())
            await settle_down(house)
            keep_what_is_loaded()  # for the reference too
            rounds = [await _round(house, telegram, url, scale.messages) for _ in range(scale.runs)]
    except NoServer as error:
        return not_measured(what, LIMIT, str(error))
    return Figure(what, [raw.seconds / ours.seconds for raw, ours in rounds], LIMIT, _beside(rounds, scale.messages))


def _beside(rounds: list[tuple[Watch, Watch]], count: int) -> str:
    """Messages a second, and microseconds on the core for each: the latter depend less on who else is at work."""
    raw, ours = (
        (count / median(w.seconds for w in watches), 1e6 * median(w.on_core for w in watches) / count)
        for watches in zip(*rounds, strict=True)
    )
    return (
        f"{ours[0]:,.0f}/s against {raw[0]:,.0f}/s; on the core {ours[1]:.0f} µs a message against {raw[1]:.0f}"
        f" ({raw[1] / ours[1]:.2f})"
    )


async def _round(house: House, telegram: Running, url: str, count: int) -> tuple[Watch, Watch]:
    """(raw, ours), one after the other against the same server."""
    alert_id = await volunteers.accept_report(house, system_now())
    prepared = await posting.bodies(house, alert_id, count)
    before = await posting.post(telegram, prepared)
    await telegram.reset()
    ours = await _dispatched(telegram, url, count)
    after = await posting.post(telegram, prepared)
    raw = Watch((before.seconds + after.seconds) / 2, (before.on_core + after.on_core) / 2)
    return raw, ours


async def _dispatched(telegram: Running, url: str, count: int) -> Watch:
    """From the first request to the last delivery written down."""
    async with delivering(settings(url, telegram), capped=False) as mizalla:
        with Watch() as watch:
            await until(lambda: settled(mizalla), look=0.02)
    counts = await telegram.counts()
    assert counts["sends"] == count
    return watch
