"""A process that works for a deployment until it is killed, and is started again."""

import asyncio
import multiprocessing
from multiprocessing.process import BaseProcess
from typing import Any

PRELOADED = ["bot.app", "bot.delivering", "bot.receiving", "bot.schedule"]
ROLES = ("intake", "deliver", "schedule")


def _live(settings: dict[str, Any]) -> None:
    from bot.app import build
    from bot.config import Config
    from bot.logs import configure_logging
    from models.database import Database
    from services.keys import DELETED_CASES, stored_key

    config = Config(**settings)
    configure_logging(config.logging)

    async def work() -> None:
        from clock.clocks import system_now

        mizalla = build(config, roles=ROLES)
        db: Database = mizalla.house.db
        mizalla.house.secret = await stored_key(db, name=DELETED_CASES, now=system_now())
        await mizalla.run()

    asyncio.run(work())


class Lives:
    """As many lives as it takes; each is a process of its own, killed without warning."""

    def __init__(self, settings: dict[str, Any]) -> None:
        self._settings = settings
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload(PRELOADED)
        self._process: BaseProcess | None = None

    def begin(self) -> None:
        self._process = self._context.Process(target=_live, args=(self._settings,), daemon=True)
        self._process.start()

    def end(self) -> None:
        """kill -9."""
        if self._process is not None:
            self._process.kill()
            self._process.join()
            self._process.close()
            self._process = None
