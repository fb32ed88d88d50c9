"""Asking the operator's Nominatim for a place that is on none of our maps, as gently as its policy wants.

https://operations.osmfoundation.org/policies/nominatim/: one request a second, a name of one's own, attribution.
"""

import asyncio
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from typing import Any
from urllib.parse import urlsplit

from places.points import Box, Point

SECONDS_BETWEEN = 1.0
"""Between two requests of a process, its conversations all together (Nominatim's policy)."""
PATIENCE_S = 6.0
"""How long somebody who typed a place is kept waiting for an answer, the others' turns included."""


class Unanswered(Exception):
    """The geocoder could not be reached, took too long, or said something else; `error` names the kind."""

    def __init__(self, error: str) -> None:
        super().__init__(error)
        self.error = error


@dataclass(frozen=True, slots=True)
class Found:
    """A point, and what the map calls it."""

    point: Point
    name: str


class Geocoder:
    """One Nominatim server, its turns shared by whoever asks in this process."""

    def __init__(self, url: str, *, contact: str = "", patience_s: float = PATIENCE_S) -> None:
        """`contact`: an address of the deployment, told with each request."""
        self._patience_s = patience_s
        address = urlsplit(url if "://" in url else f"https://{url}")
        self._scheme = address.scheme
        self._domain = (address.netloc + address.path).rstrip("/").removesuffix("/search")
        self._name = f"mizalla/{_version()}" + (f" ({contact})" if contact else "")
        self._turn = asyncio.Lock()
        self._free_at = 0.0

    async def find(self, text: str, *, within: Box | None, language: str) -> Found | None:
        """The best place of this description inside the box; None when there is none. Raises Unanswered."""
        try:
            async with asyncio.timeout(self._patience_s):
                await self._wait_for_turn()
                return await self._ask(text, within, language)
        except TimeoutError:
            raise Unanswered("Timeout") from None

    async def _wait_for_turn(self) -> None:
        loop = asyncio.get_running_loop()
        async with self._turn:
            await asyncio.sleep(max(0.0, self._free_at - loop.time()))
            self._free_at = loop.time() + SECONDS_BETWEEN

    async def _ask(self, text: str, within: Box | None, language: str) -> Found | None:
        from geopy.adapters import AioHTTPAdapter  # with every geocoder there is: only who uses one waits for them
        from geopy.exc import GeopyError
        from geopy.geocoders import Nominatim

        bounds: dict[str, Any] = {}
        if within is not None:
            bounds = {
                "viewbox": [(within.min_lat, within.min_lon), (within.max_lat, within.max_lon)],
                "bounded": True,
            }
        try:
            async with Nominatim(
                scheme=self._scheme,
                domain=self._domain,
                user_agent=self._name,
                timeout=self._patience_s,
                adapter_factory=AioHTTPAdapter,
            ) as nominatim:
                place = await nominatim.geocode(text, language=language, **bounds)
        except (GeopyError, ValueError, KeyError, TypeError) as error:
            raise Unanswered(type(error).__name__) from None
        return _found(place, within)


def _found(place: Any, within: Box | None) -> Found | None:
    """What was answered, unless it lies outside what was asked for."""
    if place is None:
        return None
    lat, lon = float(place.latitude), float(place.longitude)
    inside = within is None or (within.min_lat <= lat <= within.max_lat and within.min_lon <= lon <= within.max_lon)
    return Found(Point(lat, lon), str(place.address or "")) if inside else None


def _version() -> str:
    try:
        return version("mizalla")
    except PackageNotFoundError:
        return "0"
