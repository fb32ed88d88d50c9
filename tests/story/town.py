"""The demo town with everything running: what stories are told with.

A story acts through phones (`sandbox.people.Person`), waits with `town.quiet()`, and looks at phones and at what the
database committed.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from alerts.pacing import Turns
from bot.app import Mizalla, build
from bot.config import Config, DatabaseConfig, OrganisationConfig, TelegramConfig
from bot.demo import settling
from clock.clocks import SteppingClock
from language.catalogues import load_catalogues
from language.voices import Voice
from sandbox.limits import Limits
from sandbox.people import Person
from sandbox.phone import Bubble
from sandbox.telegram import Sandbox
from services.house import House

WAITING = "SELECT count(*) FROM delivery WHERE state IN ('due', 'leased', 'begun')"


@dataclass
class Town:
    """The cast by name, the phones of all, the clock; Arabic sentences through `ar`."""

    telegram: Sandbox
    mizalla: Mizalla
    clock: SteppingClock
    citizen: Person
    volunteer: Person
    neighbour: Person
    coordinator: Person
    approver: Person
    ids: dict[str, Any] = field(default_factory=dict)
    ar: Voice = field(default_factory=lambda: load_catalogues().voice("ar"))

    @property
    def house(self) -> House:
        return self.mizalla.house

    async def quiet(self, within: float = 60.0) -> None:
        """Until every update is handled and every delivery that may go out has gone."""
        async with asyncio.timeout(within):
            while True:
                await self.telegram.settles(still=0.05, within=within)
                await self.mizalla.parts["intake"].intake.idle()  # type: ignore[attr-defined]
                if not await self._waiting():
                    return

    async def passes(self, **time: float) -> None:
        """Let time go by, do what the clock's list has due, and wait until it is quiet."""
        self.clock.move(timedelta(**time))
        await self.mizalla.parts["schedule"].run_due()  # type: ignore[attr-defined]
        await self.quiet()

    async def _waiting(self) -> int:
        async with self.house.db.reading() as tx:
            return int((await tx.exec(text(WAITING))).scalar_one())  # type: ignore[call-overload]

    async def query(self, sql: str, **values: Any) -> list[Any]:
        """What the database committed."""
        async with self.house.db.reading() as tx:
            return list((await tx.exec(text(sql).bindparams(**values))).all())  # type: ignore[call-overload]

    def copies(self, contains: str = "", *, photo: bytes | None = None) -> list[Bubble]:
        """Every message of the bot, on any phone, that shows these words or this picture."""
        return self.telegram.showing(contains, photo=photo)


@contextlib.asynccontextmanager
async def town(
    database_url: str,
    clock: SteppingClock,
    *,
    limits: Limits | None = None,
    per_second: float = 1000,
    token_file: Path | None = None,
) -> AsyncIterator[Town]:
    """The demo town against a sandbox, everything in this process; chats may be written to as often as one likes."""
    async with await Sandbox.start(limits=limits or Limits.none(), clock=clock) as telegram:
        config = config_for(telegram, database_url, per_second=per_second)
        roles = ("intake", "deliver", "schedule")
        mizalla = build(config, roles=roles, now=clock, token_file=token_file, turns=Turns(0, 0))
        cast: dict[str, Any] = {}
        await mizalla.prepare(clock)
        await settling.build_town(mizalla.house, now=clock())
        for persona in settling.CAST:
            person = cast[persona.key] = telegram.person(persona.name_ar, language="ar", started=True)
            await settling.move_in(
                mizalla.house, persona, bot_id=telegram.bot.id, address=str(person.id), language="ar", now=clock()
            )
        task = asyncio.create_task(mizalla.run())
        try:
            async with asyncio.timeout(60):
                while not telegram.world.desk(telegram.bot).queue.listened:
                    await asyncio.sleep(0.02)
            yield Town(telegram, mizalla, clock, **cast)
        finally:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError, SQLAlchemyError):
                await task


def config_for(telegram: Sandbox, database_url: str, *, per_second: float = 1000, **sections: Any) -> Config:
    """The settings of a deployment whose Telegram is the sandbox."""
    charter = settling.ORGANISATION
    return Config(
        telegram=TelegramConfig(token=telegram.token, api_url=telegram.api_url, messages_per_second=per_second),
        database=DatabaseConfig(url=database_url),
        organisations=(
            OrganisationConfig(code=charter.code, ar=charter.name_ar, en=charter.name_en, areas=charter.areas),
        ),
        **sections,
    )
