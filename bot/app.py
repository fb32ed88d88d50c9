"""Where everything is put together: a deployment's parts, by role, over one house."""

import asyncio
import contextlib
import gc
import signal
from collections.abc import Collection
from pathlib import Path
from typing import Any, Protocol

import structlog

from bot.config import Config
from bot.failures import NotDone
from bot.storage import bring_up_to_date, unlock
from bot.tokens import Token
from clock.clocks import Now, system_now
from language.catalogues import Catalogues, load_catalogues
from models.database import open_database
from places.geocoding import Geocoder
from services.house import House

log = structlog.get_logger()

ROLES = ("intake", "deliver", "schedule", "web")


class Part(Protocol):
    """One role of a process; `run` until cancelled."""

    async def run(self) -> None: ...


class Mizalla:
    """A deployment, or the part of it this process is."""

    def __init__(self, config: Config, house: House, parts: dict[str, Part]) -> None:
        self.config, self.house, self.parts = config, house, parts

    async def prepare(self, now: Now) -> list[str]:
        """Bring the database up to date; returns codes of areas that organisations name and nobody has imported."""
        missing = await bring_up_to_date(self.house, self.config, now=now())
        await unlock(self.house, now=now())
        return missing

    async def run(self) -> None:
        """All parts side by side, until cancelled; one that fails ends all, so that a supervisor starts anew."""
        log.info("mizalla-started", roles=sorted(self.parts))
        told: Exception | None = None
        try:
            async with asyncio.TaskGroup() as group:
                for name, part in self.parts.items():
                    group.create_task(part.run(), name=name)
        except* NotDone as refused:
            told = refused.exceptions[0]
        finally:
            await self.house.db.close()
        if told is not None:
            raise told


def build(
    config: Config,
    *,
    roles: Collection[str] = ROLES,
    now: Now = system_now,
    token_file: Path | None = None,
    **options: Any,
) -> Mizalla:
    """Put a process together; heavy libraries are imported by the role that needs them.

    `token_file`: where the token is read from, and looked for again when Telegram refuses it. `options` go to the
    deliver role: `turns`, how often one chat may be written to.
    """
    house = _house(config)
    catalogues = load_catalogues()
    token = Token(config.telegram, token_file)
    parts: dict[str, Any] = {}
    if "deliver" in roles:
        from bot.delivering import Delivering

        parts["deliver"] = Delivering(config, house, catalogues, now, token=token, **options)
    if "intake" in roles:
        from bot.receiving import Receiving

        spend = parts["deliver"].spend if "deliver" in parts else None
        parts["intake"] = Receiving(config, house, catalogues, now, token=token, spend=spend)
    if "schedule" in roles:
        parts["schedule"] = _clock(config, house, catalogues, now, token)
    if "web" in roles:
        from bot.serving import Serving

        parts["web"] = Serving(config, house, now, parts, token)
    return Mizalla(config, house, parts)


def _house(config: Config) -> House:
    """The database, the rules, the keys and the places of a deployment."""
    nominatim = config.areas.nominatim_url
    return House(
        open_database(config.database.url),
        config.rules,
        config.privacy.secret_key.get_secret_value().encode(),
        Geocoder(nominatim, contact=config.web.public_url) if nominatim else None,
    )


def _clock(config: Config, house: House, catalogues: Catalogues, now: Now, token: Token) -> Part:
    """The clock's list; what it does in chats is left out where there is no bot."""
    from bot.departures import Departures
    from bot.errands import Errands
    from bot.schedule import Keeping
    from bot.summaries import Summaries

    if not config.telegram.bot_id:
        return Keeping(house, now)
    tell = Summaries(config, catalogues, token).tell
    leave = Departures(config, catalogues, token).leave_ready
    return Keeping(house, now, tell, leave, errands=Errands(config, catalogues, token).jobs())


def run(config: Config, *, roles: Collection[str] = ROLES, token_file: Path | None = None) -> None:
    """What `mizalla run` does with a token: prepare, then work until told to stop."""
    if not config.telegram.bot_id and set(roles) & {"intake", "deliver"}:
        raise NotDone(
            "There is no bot token: set MIZALLA_TELEGRAM__TOKEN, or run `mizalla sandbox` to try it without one."
        )
    asyncio.run(until_stopped(_run(config, roles, token_file)))


def run_sandbox(config: Config, *, port: int | None = None) -> None:
    """What `mizalla sandbox` does, and `mizalla run` without a token: the demo town and a page of phones."""
    from bot.commands.printing import say_line
    from bot.sandboxing import PORT, serve

    asyncio.run(until_stopped(serve(config, say_line, port=PORT if port is None else port)))


async def _run(config: Config, roles: Collection[str], token_file: Path | None) -> None:
    mizalla = build(config, roles=roles, token_file=token_file)
    for code in await mizalla.prepare(system_now):
        log.warning("area-not-imported", code=code)
    keep_what_is_loaded()
    await mizalla.run()


def keep_what_is_loaded() -> None:
    """Modules, catalogues and routers stay until the end: looking for garbage in them takes a third of a core."""
    gc.collect()
    gc.freeze()


async def until_stopped(work: Any) -> None:
    """Run until it ends or the process is asked to stop (SIGTERM, Ctrl-C); then let it finish what is under way."""
    task = asyncio.ensure_future(work)
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, task.cancel)
    with contextlib.suppress(asyncio.CancelledError):
        await task
