"""Whether this process is alive, whether it can do its work, and its figures."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog
from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest

log = structlog.get_logger("web.health")

Check = Callable[[], Awaitable[str | None]]
"""Answers None when all is well, else the name of what is wrong, such as `no-heartbeat`."""


@dataclass(frozen=True)
class Health:
    """What `/readyz` asks and `/metrics` shows; put together by `bot.app` for the roles this process has."""

    checks: Mapping[str, Check] = field(default_factory=dict)
    registry: CollectorRegistry = field(default_factory=CollectorRegistry)
    before_metrics: Callable[[], Awaitable[None]] | None = None
    """Brings gauges that are read from the database up to date before they are shown."""
    patience_s: float = 2.0
    """How long one check may take before it counts as `no-answer`."""


def recent(last: Callable[[], datetime | None], now: Callable[[], datetime], within: timedelta) -> Check:
    """A check that something has beaten lately; `not-started` before its first beat, then `no-heartbeat`."""

    async def check() -> str | None:
        beat = last()
        if beat is None:
            return "not-started"
        return None if now() - beat <= within else "no-heartbeat"

    return check


async def verdicts(health: Health) -> dict[str, str]:
    """What each check says now, `ok` or a reason; all of them at once."""
    answers = await asyncio.gather(*(_answer(name, check, health) for name, check in health.checks.items()))
    return dict(zip(health.checks, answers, strict=True))


async def _answer(name: str, check: Check, health: Health) -> str:
    try:
        async with asyncio.timeout(health.patience_s):
            return await check() or "ok"
    except TimeoutError:
        return "no-answer"
    except Exception:
        log.exception("readiness-check-failed", check=name)
        return "failed"


def routes(health: Health) -> APIRouter:
    """`/healthz`: the process answers. `/readyz`: 200 when every check is ok, else 503 with the reasons. `/metrics`."""
    router = APIRouter()

    @router.get("/healthz")
    async def healthz() -> dict[str, str]:
        return {"status": "alive"}

    @router.get("/readyz")
    async def readyz() -> JSONResponse:
        checks = await verdicts(health)
        ready = all(verdict == "ok" for verdict in checks.values())
        return JSONResponse({"ready": ready, "checks": checks}, 200 if ready else 503, {"Cache-Control": "no-store"})

    @router.get("/metrics")
    async def metrics() -> Response:
        if health.before_metrics is not None:
            await health.before_metrics()
        return Response(generate_latest(health.registry), media_type=CONTENT_TYPE_LATEST)

    return router
