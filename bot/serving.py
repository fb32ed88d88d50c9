"""The web role: pages and health over HTTP, and the webhook where this process also takes in."""

import asyncio
import contextlib
import socket
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import uvicorn
from fastapi import APIRouter
from prometheus_client import REGISTRY
from sqlmodel import select

from bot.config import Config
from bot.failures import NotDone
from bot.storage import Standing, standing
from bot.tokens import Token
from clock.clocks import Now
from language.catalogues import load_catalogues
from services.house import House
from web.app import create_app
from web.feeds import feed_routes
from web.health import Check, Health, recent
from web.live_cases import live_case_routes

LATEST_BEAT = timedelta(seconds=15)
LATEST_JOB = timedelta(minutes=2)


class Serving:
    """Serves until cancelled."""

    def __init__(self, config: Config, house: House, now: Now, parts: dict[str, Any], token: Token) -> None:
        self._config, self._house, self._now, self._token = config, house, now, token
        self.app = create_app(Health(self._checks(parts), REGISTRY), self._routers(parts))

    async def run(self) -> None:
        web = self._config.web
        server = _Server(uvicorn.Config(self.app, log_config=None, access_log=False, lifespan="off"))
        with listening(web.host, web.port) as door:
            try:
                await server.serve(sockets=[door])
            except asyncio.CancelledError:
                await server.leave(door)
                raise

    def _routers(self, parts: dict[str, Any]) -> list[APIRouter]:
        telegram, catalogues = self._config.telegram, load_catalogues()
        pages = [live_case_routes(self._house, catalogues, self._now), feed_routes(self._house, catalogues, self._now)]
        if telegram.mode != "webhook" or "intake" not in parts:
            return pages
        from bot.webhook import webhook_routes

        return [*pages, webhook_routes({telegram.webhook_secret.get_secret_value(): parts["intake"].intake})]

    def _checks(self, parts: dict[str, Any]) -> dict[str, Check]:
        checks: dict[str, Check] = {"database": self._database}
        if {"deliver", "intake"} & parts.keys():
            checks["telegram"] = self._telegram
        if "deliver" in parts:
            delivering = parts["deliver"]
            checks["dispatcher"] = _unless_standing_by(
                delivering, recent(lambda: _beat(delivering), self._now, LATEST_BEAT)
            )
        if "schedule" in parts:
            checks["schedule"] = recent(lambda: parts["schedule"].beat, self._now, LATEST_JOB)
        return checks

    async def _telegram(self) -> str | None:
        return "token-refused" if self._token.is_refused else None

    async def _database(self) -> str | None:
        found = await standing(self._house.db, self._config)
        if found is not Standing.CURRENT:
            return f"database-{found}"
        async with self._house.db.reading() as tx:
            (await tx.exec(select(1))).one()
        return None


def _beat(delivering: Any) -> datetime | None:
    return delivering.dispatcher.beat if delivering.dispatcher else None


def _unless_standing_by(delivering: Any, check: Check) -> Check:
    """A standby is well without a beat: it waits for the active one to go; so is one that waits for a token."""

    async def checked() -> str | None:
        return None if delivering.dispatcher is None else await check()

    return checked


def listening(host: str, port: int) -> socket.socket:
    """A bound socket, to be closed by whoever asked; `NotDone` where the address is not to be had.

    uvicorn, given a port that is taken, leaves the process by `sys.exit` past everybody who would finish their work.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        return _bound(socket.socket(family, kind, protocol), address)
    except OSError as error:
        raise NotDone(
            f"Cannot listen on {host}, port {port}: {error.strerror}. Choose others with `web.host` and `web.port`."
        ) from error


def _bound(door: socket.socket, address: Any) -> socket.socket:
    try:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        door.bind(address)
    except OSError:
        door.close()
        raise
    return door


class _Server(uvicorn.Server):
    """Leaves signals to whoever runs all parts."""

    async def leave(self, door: socket.socket) -> None:
        """Give the port back: uvicorn does so by itself only where it has the signals."""
        if self.started:
            await self.shutdown([door])

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield
