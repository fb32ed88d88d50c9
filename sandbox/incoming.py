"""Reading a request as Telegram does: query string, then JSON, form or multipart."""

import orjson
from aiohttp import web

from sandbox.params import Params, Upload
from sandbox.refusals import bad_request, too_large

BODY_LIMIT = 64 * 1024 * 1024


async def read(request: web.Request) -> Params:
    """The parameters of a request; the body wins over the query string. Refuses bodies that can't be read."""
    values = dict(request.query)
    if request.method != "POST" or not request.can_read_body:
        return Params(values)
    if request.content_type == "application/json":
        return Params(values | await _json(request))
    return await _form(request, values)


async def _json(request: web.Request) -> dict[str, object]:
    body = await _whole(request)
    if not body:
        return {}
    try:
        decoded = orjson.loads(body)
    except orjson.JSONDecodeError:
        raise bad_request("can't parse JSON object") from None
    if not isinstance(decoded, dict):
        raise bad_request("object expected")
    return decoded


async def _whole(request: web.Request) -> bytes:
    try:
        return await request.read()
    except web.HTTPRequestEntityTooLarge:
        raise too_large() from None


async def _form(request: web.Request, values: dict[str, str]) -> Params:
    try:
        fields = await request.post()
    except web.HTTPRequestEntityTooLarge:
        raise too_large() from None
    except ValueError:
        raise bad_request("can't parse form data") from None
    uploads: dict[str, Upload] = {}
    for name, value in fields.items():
        if isinstance(value, web.FileField):
            uploads[name] = Upload(value.file.read(), value.filename, value.content_type)
            value.file.close()
        else:
            values[name] = value if isinstance(value, str) else bytes(value).decode()
    return Params(values, uploads)
