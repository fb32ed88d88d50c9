"""The web application: health, and whatever routers it is given."""

from collections.abc import Iterable

from fastapi import APIRouter, FastAPI

from web import health


def create_app(state: health.Health, routers: Iterable[APIRouter] = ()) -> FastAPI:
    """A FastAPI application with `/healthz`, `/readyz`, `/metrics` and the routers given; no pages that call others."""
    app = FastAPI(title="Mizalla", docs_url=None, redoc_url=None, openapi_url=None)
    app.include_router(health.routes(state))
    for router in routers:
        app.include_router(router)
    return app
