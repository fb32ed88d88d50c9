"""What load balancers and Prometheus are told."""

import asyncio
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from prometheus_client import CollectorRegistry, Counter, Gauge

from web.app import create_app
from web.health import Health, recent

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


async def well() -> None:
    return None


async def behind() -> str:
    return "migrations-missing"


async def breaks() -> None:
    raise OSError("a password was here")


async def hangs() -> None:
    await asyncio.sleep(60)


async def get(health: Health, path: str) -> httpx.Response:
    transport = httpx.ASGITransport(create_app(health))
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        return await client.get(path)


async def test_alive_is_not_ready():
    health = Health({"database": breaks})
    assert (await get(health, "/healthz")).status_code == 200
    assert (await get(health, "/readyz")).status_code == 503


async def test_ready_when_every_check_is_well():
    answer = await get(Health({"database": well, "intake": well}), "/readyz")
    assert answer.status_code == 200
    assert answer.json() == {"ready": True, "checks": {"database": "ok", "intake": "ok"}}


@pytest.mark.parametrize(
    ("check", "reason"), [(behind, "migrations-missing"), (breaks, "failed"), (hangs, "no-answer")]
)
async def test_one_check_that_is_not_well_is_named_and_nothing_else_told(check, reason):
    answer = await get(Health({"database": well, "other": check}, patience_s=0.05), "/readyz")
    assert answer.status_code == 503
    assert answer.json() == {"ready": False, "checks": {"database": "ok", "other": reason}}


@pytest.mark.parametrize(
    ("beat", "verdict"),
    [(None, "not-started"), (NOON - timedelta(seconds=61), "no-heartbeat"), (NOON - timedelta(seconds=60), None)],
)
async def test_a_heart_that_has_not_beaten_lately_is_said(beat, verdict):
    assert await recent(lambda: beat, lambda: NOON, timedelta(seconds=60))() == verdict


async def test_metrics_are_those_of_the_registry_brought_up_to_date():
    registry = CollectorRegistry()
    Counter("mizalla_sent", "Copies sent.", registry=registry).inc(3)
    waiting = Gauge("mizalla_waiting", "Deliveries waiting.", registry=registry)

    async def refresh() -> None:
        waiting.set(12)

    answer = await get(Health(registry=registry, before_metrics=refresh), "/metrics")
    assert "mizalla_sent_total 3.0" in answer.text
    assert "mizalla_waiting 12.0" in answer.text
    assert answer.headers["content-type"].startswith("text/plain")


async def test_no_page_of_the_framework_is_left_open():
    for path in ("/docs", "/redoc", "/openapi.json"):
        assert (await get(Health(), path)).status_code == 404
