"""The HTTP side of the Bot API: addresses, faults, answers.

`/bot<token>/<method>` by GET or POST, `/file/bot<token>/<path>` by GET.
"""

import asyncio
import inspect
import logging
import time
from dataclasses import dataclass, field
from typing import Any

import orjson
from aiohttp import web

from sandbox.accounts import BotAccount
from sandbox.call import Call
from sandbox.faults import Fault, Faults
from sandbox.incoming import BODY_LIMIT, read
from sandbox.journal import Journal, Request
from sandbox.methods import METHODS
from sandbox.params import Params
from sandbox.refusals import Refused, not_found, too_many
from sandbox.world import Event, World

JSON = dict[str, Any]
log = logging.getLogger("sandbox")

STATUS_WORDS = {500: "Internal Server Error", 502: "Bad Gateway", 503: "Service Unavailable", 504: "Gateway Timeout"}


class Severed(Exception):
    """The connection is to be dropped without an answer."""


@dataclass(eq=False)
class BotApi:
    """Answers bots' requests from a world, through the faults that are on."""

    world: World
    faults: Faults = field(default_factory=Faults)
    journal: Journal = field(default_factory=Journal)
    in_flight: int = 0
    """Requests begun and not answered, long polls left out."""

    def routes(self, app: web.Application) -> None:
        app.router.add_route("*", "/bot{token}/{method}", self.serve)
        app.router.add_get("/file/bot{token}/{path:.+}", self.download)

    async def serve(self, request: web.Request) -> web.Response:
        began = time.monotonic()
        try:
            bot = self.world.bot_of(request.match_info["token"])
            params = await read(request)
        except Refused as refusal:
            return _response(refusal.code, _refusal(refusal))
        entry = Request(bot.id, request.match_info["method"], _recorded(params), began)
        self.journal.add(entry)
        try:
            status, body = await self.answer(bot, entry, params)
        except Severed:
            _drop(request)
            return web.Response()
        return _response(status, body)

    async def answer(self, bot: BotAccount, entry: Request, params: Params) -> tuple[int, JSON]:
        """Status and body of the answer to one request, after the faults that strike it."""
        counted = entry.method.lower() != "getupdates"
        self.in_flight += counted
        try:
            return await self._answered(bot, entry, params)
        finally:
            self.in_flight -= counted

    async def _answered(self, bot: BotAccount, entry: Request, params: Params) -> tuple[int, JSON]:
        striking = self.faults.striking(entry.method, params.text("chat_id"))
        status = 200
        body: JSON
        try:
            await self._suffer(striking, after_effect=False)
            result = await self._perform(bot, entry.method, params)
            entry.took_effect = True
            await self._suffer(striking, after_effect=True)
            body = {"ok": True, "result": result}
        except Refused as refusal:
            status, body = refusal.code, _refusal(refusal)
        entry.ended, entry.status, entry.description = time.monotonic(), status, body.get("description", "")
        self.world.tell(Event("request", details={"method": entry.method, "status": status}))
        return status, body

    async def _perform(self, bot: BotAccount, method: str, params: Params) -> Any:
        handler = METHODS.get(method.lower())
        if handler is None:
            raise not_found()
        try:
            result = handler(Call(self.world, bot, method, params))
            return await result if inspect.isawaitable(result) else result
        except Refused:
            raise
        except Exception:
            log.exception("the sandbox itself failed in %s", method)
            raise Refused(500, STATUS_WORDS[500]) from None

    async def _suffer(self, striking: list[Fault], *, after_effect: bool) -> None:
        for fault in striking:
            if fault.kind == "slow" and not after_effect:
                await asyncio.sleep(fault.delay(self.faults.dice))
        for fault in striking:
            if fault.after_effect == after_effect and fault.kind != "slow":
                await self._strike(fault)

    async def _strike(self, fault: Fault) -> None:
        match fault.kind:
            case "error":
                raise Refused(fault.status, STATUS_WORDS.get(fault.status, "Bad Gateway"))
            case "flood":
                raise too_many(int(fault.seconds))
            case "hang":
                await self.faults.mended.wait()
                raise Severed
            case _:
                raise Severed

    async def download(self, request: web.Request) -> web.Response:
        """The bytes of a file, under the path getFile gave."""
        stored = self.world.files.by_path.get(request.match_info["path"])
        try:
            self.world.bot_of(request.match_info["token"])
        except Refused as refusal:
            return _response(refusal.code, _refusal(refusal))
        try:
            await self._suffer(self.faults.striking("download", ""), after_effect=False)
        except Severed:
            _drop(request)
            return web.Response()
        except Refused as refusal:
            return _response(refusal.code, _refusal(refusal))
        if stored is None or len(stored.content) > self.world.limits.download_bytes:
            return _response(404, _refusal(not_found()))
        return web.Response(body=stored.content, content_type="application/octet-stream")


def application() -> web.Application:
    """An empty web application that takes uploads as large as Telegram's."""
    return web.Application(client_max_size=BODY_LIMIT)


def _recorded(params: Params) -> JSON:
    uploads = {name: f"({len(upload.content)} bytes)" for name, upload in params.uploads.items()}
    return {**params.values, **uploads}


def _refusal(refusal: Refused) -> JSON:
    body: JSON = {"ok": False, "error_code": refusal.code, "description": refusal.description}
    return body | ({"parameters": refusal.parameters} if refusal.parameters else {})


def _response(status: int, body: JSON) -> web.Response:
    headers = {}
    retry_after = body.get("parameters", {}).get("retry_after")
    if retry_after is not None:
        headers["Retry-After"] = str(retry_after)
    return web.Response(status=status, body=orjson.dumps(body), content_type="application/json", headers=headers)


def _drop(request: web.Request) -> None:
    if request.transport is not None:
        request.transport.abort()
