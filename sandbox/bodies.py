"""JSON in and out of the control API."""

from typing import Any

import orjson
from aiohttp import web

JSON = dict[str, Any]


async def body_of(request: web.Request) -> JSON:
    """A JSON object; other content types are refused, so that no foreign page can act here."""
    if request.content_type != "application/json":
        raise web.HTTPUnsupportedMediaType(text="send JSON")
    try:
        body = orjson.loads(await request.read())
    except orjson.JSONDecodeError:
        raise web.HTTPBadRequest(text="this is no JSON") from None
    if not isinstance(body, dict):
        raise web.HTTPBadRequest(text="send a JSON object")
    return body


def answered(body: JSON, status: int = 200) -> web.Response:
    return web.Response(status=status, body=orjson.dumps(body, default=str), content_type="application/json")
