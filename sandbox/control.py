"""The control API: everything a page of phones needs, over HTTP. Bodies are JSON (POST refuses anything else).

GET  /sandbox/state[?people=1,2]   the whole state, or the phones of some people (see `sandbox.state`); with ?crowd=0
                                   without those who are only counted (`PageContent.crowd`)
GET  /sandbox/events[?crowd=0]     server-sent events: `data:` is {"kind", "chat", "message", …}; kinds are message,
                                   edited, deleted, pressed, answer (tap, person, text, show_alert, url), action,
                                   member, commands, reaction, story, page; with ?requests=1 also request
                                   (method, status)
POST /sandbox/act                  a person does something: {"person": id, "do": deed, …} (see `sandbox.deeds`);
                                   answers {"ok": true, …} or 400 {"ok": false, "why": "…"}
GET  /sandbox/faults               {"faults": [Fault], "limits": Limits}
POST /sandbox/faults               {"clear": true} and/or {"faults": [Fault, …]} to add, {"limits": {field: value}}
GET  /sandbox/clock                {"now": ISO time, "movable": bool}
POST /sandbox/clock                {"to": ISO time} or {"ahead": seconds}: calls what the embedder gave as `set_clock`;
                                   answers what became due by it besides: "due": [Due] (`sandbox.content`)
POST /sandbox/token                {}: the bot's token is revoked (401 from now on); answers the new one, {"token": …}
GET  /sandbox/files/<id>           the bytes behind a `file_unique_id`
GET  /sandbox/requests[?last=100]  the last requests of bots
GET  /, /page/<file>, /sandbox/page … the page and what it asks for besides: see `sandbox.pages`
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson
from aiohttp import web

from sandbox.acts import Impossible, NotAnswered, NotTaken
from sandbox.bodies import answered, body_of
from sandbox.deeds import do
from sandbox.faults import KINDS, Fault
from sandbox.limits import Limits
from sandbox.state import event_state, state_of
from sandbox.world import Event

if TYPE_CHECKING:
    from sandbox.content import Due
    from sandbox.telegram import Sandbox

JSON = dict[str, Any]
TYPES = {".jpg": "image/jpeg", ".png": "image/png", ".oga": "audio/ogg", ".mp4": "video/mp4", ".webp": "image/webp"}
KEPT_EVENTS = 10_000


@dataclass(eq=False)
class Control:
    """The control API of one sandbox."""

    sandbox: Sandbox
    set_clock: Callable[[datetime], None] | None = None

    def routes(self, app: web.Application) -> None:
        app.router.add_get("/sandbox/state", self.state)
        app.router.add_get("/sandbox/events", self.events)
        app.router.add_post("/sandbox/act", self.act)
        app.router.add_get("/sandbox/faults", self.faults)
        app.router.add_post("/sandbox/faults", self.set_faults)
        app.router.add_get("/sandbox/clock", self.clock)
        app.router.add_post("/sandbox/clock", self.move_clock)
        app.router.add_post("/sandbox/token", self.revoke_token)
        app.router.add_get("/sandbox/files/{unique_id}", self.file)
        app.router.add_get("/sandbox/requests", self.requests)

    async def state(self, request: web.Request) -> web.Response:
        wanted = request.query.get("people")
        people = [int(number) for number in wanted.split(",") if number.isdecimal()] if wanted else None
        if people is None and request.query.get("crowd") == "0":
            people = [number for number in self.sandbox.world.users if number not in self._crowd()]
        told = state_of(self.sandbox.world, self.sandbox.bot, people)
        return answered(told | {"faults": self.sandbox.faults.as_json()})

    def _crowd(self) -> set[int]:
        return self.sandbox.page.crowd if self.sandbox.page else set()

    async def events(self, request: web.Request) -> web.StreamResponse:
        """Until the reader goes away or is too slow for the stream."""
        waiting: asyncio.Queue[bytes] = asyncio.Queue(KEPT_EVENTS)
        world, with_requests = self.sandbox.world, request.query.get("requests") == "1"
        with_crowd = request.query.get("crowd") != "0"

        def is_asked_for(event: Event) -> bool:
            counted = not with_crowd and event.about in self._crowd()
            return not counted and (event.kind != "request" or with_requests)

        def hear(event: Event) -> None:
            if is_asked_for(event):
                with contextlib.suppress(asyncio.QueueFull):
                    waiting.put_nowait(b"data: " + orjson.dumps(event_state(world, event), default=str) + b"\n\n")

        response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
        await response.prepare(request)
        await response.write(b": connected\n\n")
        world.listeners.append(hear)
        try:
            await self._stream(response, waiting)
        finally:
            world.listeners.remove(hear)
        return response

    async def _stream(self, response: web.StreamResponse, waiting: asyncio.Queue[bytes]) -> None:
        with contextlib.suppress(ConnectionResetError):
            while not self.sandbox.stopping.is_set():
                try:
                    async with asyncio.timeout(15):
                        line = await waiting.get()
                except TimeoutError:
                    line = b": still here\n\n"
                await response.write(line)

    async def act(self, request: web.Request) -> web.Response:
        body = await body_of(request)
        self._by_hand(body)
        try:
            return answered({"ok": True} | await do(self.sandbox, body))
        except (Impossible, NotAnswered, NotTaken, KeyError, TypeError, ValueError) as refusal:
            return answered({"ok": False, "why": str(refusal)}, status=400)

    def _by_hand(self, body: dict[str, Any]) -> None:
        """Remember whose phone somebody uses themselves: a story that plays on it may be behind it now."""
        person = self.sandbox.people.get(body["person"]) if isinstance(body.get("person"), int) else None
        if person is not None:
            person.by_hand = self.sandbox.world.moment + 1

    async def faults(self, _: web.Request) -> web.Response:
        return answered({"faults": self.sandbox.faults.as_json(), "limits": asdict(self.sandbox.limits)})

    async def set_faults(self, request: web.Request) -> web.Response:
        body = await body_of(request)
        try:
            made = [Fault(**one) for one in body.get("faults", [])]
            limits = {name: value for name, value in body.get("limits", {}).items() if _is_limit(name)}
        except TypeError as error:
            return answered({"ok": False, "why": str(error)}, status=400)
        if any(fault.kind not in KINDS for fault in made):
            return answered({"ok": False, "why": f"a fault is one of {', '.join(KINDS)}"}, status=400)
        if body.get("clear"):
            self.sandbox.faults.clear()
        for fault in made:
            self.sandbox.faults.add(fault)
        for name, value in limits.items():
            setattr(self.sandbox.limits, name, value)
        return await self.faults(request)

    async def clock(self, _: web.Request) -> web.Response:
        return answered({"now": self.sandbox.world.clock().isoformat(), "movable": self.set_clock is not None})

    async def move_clock(self, request: web.Request) -> web.Response:
        body = await body_of(request)
        if self.set_clock is None:
            return answered({"ok": False, "why": "this sandbox has the clock of the machine"}, status=400)
        now, agenda = self.sandbox.world.clock(), await self._agenda()
        try:
            to = datetime.fromisoformat(body["to"]) if "to" in body else now + timedelta(seconds=body["ahead"])
        except (KeyError, TypeError, ValueError) as error:
            return answered({"ok": False, "why": str(error)}, status=400)
        if to.tzinfo is None:
            return answered({"ok": False, "why": "a time needs its zone"}, status=400)
        try:
            self.set_clock(to)
        except ValueError as refusal:
            return answered({"ok": False, "why": str(refusal)}, status=400)
        due = [one.as_json() for one in agenda if now < one.at <= to]
        return answered({"now": self.sandbox.world.clock().isoformat(), "movable": True, "due": due})

    async def _agenda(self) -> Sequence[Due]:
        page = self.sandbox.page
        return await page.agenda() if page and page.agenda else ()

    async def revoke_token(self, request: web.Request) -> web.Response:
        await body_of(request)
        return answered({"token": self.sandbox.revokes_token()})

    async def file(self, request: web.Request) -> web.Response:
        unique_id = request.match_info["unique_id"].rsplit("~", 1)[0]
        stored = self.sandbox.world.files.by_unique_id.get(unique_id)
        if stored is None:
            raise web.HTTPNotFound
        kind = TYPES.get(Path(stored.path).suffix, "application/octet-stream")
        return web.Response(body=stored.content, content_type=kind, headers={"X-Content-Type-Options": "nosniff"})

    async def requests(self, request: web.Request) -> web.Response:
        last = int(request.query.get("last", "100"))
        return answered({"requests": [asdict(one) for one in list(self.sandbox.journal)[-last:]]})


def _is_limit(name: str) -> bool:
    if name not in {field.name for field in fields(Limits)}:
        raise TypeError(f"there is no limit named {name}")
    return True
