"""Receiving by webhook: the secret is checked, the update committed, and only then is Telegram told that it came."""

import hmac
from collections.abc import Mapping

import orjson
import structlog
from fastapi import APIRouter, Request, Response

from bot.intake import Intake
from bot.updates import has_number

log = structlog.get_logger()

PATH = "/telegram/webhook"
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of a header
MOST_BYTES = 1 << 20


def webhook_routes(intakes: Mapping[str, Intake]) -> APIRouter:
    """One address for every bot of the deployment: the secret in the header tells which, and that it is Telegram."""
    router = APIRouter()

    async def receive(request: Request) -> Response:
        intake = _of_secret(intakes, request.headers.get(SECRET_HEADER, ""))
        if intake is None:
            return Response(status_code=403)
        body = await _body(request)
        if body is None:
            return Response(status_code=413)
        try:
            update = orjson.loads(body)
        except orjson.JSONDecodeError:
            return Response(status_code=400)
        if has_number(update):
            await intake.keep([update])
        return Response(status_code=200)

    router.add_api_route(PATH, receive, methods=["POST"], include_in_schema=False)
    return router


def _of_secret(intakes: Mapping[str, Intake], given: str) -> Intake | None:
    """Compared in constant time with each; a deployment without a secret receives nothing."""
    found = [
        intake for secret, intake in intakes.items() if secret and hmac.compare_digest(secret.encode(), given.encode())
    ]
    return found[0] if found else None


async def _body(request: Request) -> bytes | None:
    """What was posted; None when it is more than an update can be."""
    held = bytearray()
    async for chunk in request.stream():
        held += chunk
        if len(held) > MOST_BYTES:
            return None
    return bytes(held)
