"""What the page of phones shows besides Telegram itself, handed over by whoever starts the sandbox (`content.py`).

GET  /sandbox/page               what `PageContent.as_json` says; null where nothing was handed over
GET  /sandbox/pictures/<id>      a picture to send, as bytes
POST /sandbox/story              {"do": "play", "pause" or "step"}, or {"do": "choose", "scenario": id}; answers the
                                 story's state. Its changes are events of kind "story" on /sandbox/events
GET  /sandbox/hood               what happens inside: {"traffic": see `traffic.py`, "crowd": {"people", "heard"},
                                 "tables": [Table], "agenda": [Due]}
POST /sandbox/anew               {"language": code}: everything begins again, with phones that speak this language
GET  /page/fonts/<name>.ttf      a font, where its wheel is installed: tajawal-700, ibm-plex-sans-arabic-400 …
"""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aiohttp import web

from sandbox.bodies import answered, body_of
from sandbox.chats import Chat
from sandbox.traffic import traffic

if TYPE_CHECKING:
    from sandbox.content import Story
    from sandbox.telegram import Sandbox

PAGE = Path(__file__).parent / "page"
POLICY = (
    "default-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; object-src 'none'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'"
)
"""Nothing comes from anywhere else, and nothing goes there."""


@dataclass(eq=False)
class Pages:
    """The page and what it asks for."""

    sandbox: Sandbox

    def routes(self, app: web.Application) -> None:
        app.router.add_get("/", self.index)
        app.router.add_get("/sandbox/page", self.content)
        app.router.add_get("/sandbox/pictures/{id}", self.picture)
        app.router.add_post("/sandbox/story", self.story)
        app.router.add_post("/sandbox/anew", self.anew)
        app.router.add_get("/sandbox/hood", self.hood)
        app.router.add_get("/page/fonts/{name}.ttf", self.font)
        app.router.add_static("/page/", PAGE)
        app.on_response_prepare.append(_guard)

    async def index(self, _: web.Request) -> web.StreamResponse:
        return web.FileResponse(PAGE / "index.html")

    async def content(self, _: web.Request) -> web.Response:
        page = self.sandbox.page
        return answered({"page": page.as_json() if page else None})

    async def picture(self, request: web.Request) -> web.Response:
        wanted = request.match_info["id"]
        offered = self.sandbox.page.pictures if self.sandbox.page else ()
        found = next((one for one in offered if one.id == wanted), None)
        if found is None:
            raise web.HTTPNotFound
        return web.Response(body=await asyncio.to_thread(found.read), content_type="image/jpeg")

    async def story(self, request: web.Request) -> web.Response:
        body, page = await body_of(request), self.sandbox.page
        if page is None or page.story is None:
            return answered({"ok": False, "why": "there is no story here"}, status=400)
        deed, wanted = body.get("do"), str(body.get("scenario"))
        if deed == "choose":
            return self._chosen(page.story, wanted)
        deeds = {"play": page.story.play, "pause": page.story.pause, "step": page.story.step}
        if deed not in deeds:
            return answered({"ok": False, "why": f"a story can {', '.join(deeds)}"}, status=400)
        deeds[deed]()
        return answered(page.story.state())

    def _chosen(self, story: Story, scenario: str) -> web.Response:
        try:
            story.choose(scenario)
        except KeyError:
            return answered({"ok": False, "why": "there is no such scenario"}, status=400)
        return answered(story.state())

    async def hood(self, _: web.Request) -> web.Response:
        page = self.sandbox.page
        crowd = page.crowd if page else set()
        tables = await page.inside() if page and page.inside else ()
        agenda = await page.agenda() if page and page.agenda else ()
        told: dict[str, Any] = {
            "traffic": traffic(self.sandbox.journal),
            "crowd": {"people": len(crowd), "heard": sum(map(self._has_heard, crowd))},
            "tables": [table.as_json() for table in tables],
            "agenda": [due.as_json() for due in agenda],
        }
        return answered(told)

    def _has_heard(self, person: int) -> bool:
        chat: Chat | None = self.sandbox.world.dialogs.get((self.sandbox.bot.id, person))
        return chat is not None and any(message.sender is self.sandbox.bot for message in chat.messages.values())

    async def anew(self, request: web.Request) -> web.Response:
        body, page = await body_of(request), self.sandbox.page
        if page is None or page.anew is None:
            return answered({"ok": False, "why": "this sandbox cannot begin again"}, status=400)
        page.anew(str(body.get("language") or page.language))
        return answered({"ok": True})

    async def font(self, request: web.Request) -> web.StreamResponse:
        file = font_file(request.match_info["name"])
        if file is None:
            raise web.HTTPNotFound
        return web.FileResponse(file, headers={"Content-Type": "font/ttf", "Cache-Control": "max-age=86400"})


def font_file(name: str) -> Path | None:
    """Where the wheel of a font keeps this weight of it, such as tajawal-700; None where there is no such wheel."""
    asked = re.fullmatch(r"([a-z-]+)-(\d{3})", name)
    if asked is None:
        return None
    try:
        import fontpkg
    except ImportError:
        return None
    try:
        return Path(fontpkg.path(asked[1], weight=int(asked[2])))
    except fontpkg.FontpkgError:
        return None


async def _guard(request: web.Request, response: web.StreamResponse) -> None:
    """Pages are asked for anew each time, and neither load nor tell anything elsewhere."""
    if request.path == "/" or request.path.startswith("/page/"):
        response.headers.setdefault("Cache-Control", "no-cache")
        response.headers["Content-Security-Policy"] = POLICY
        response.headers["Referrer-Policy"] = "no-referrer"
