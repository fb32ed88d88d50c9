"""The operator's geocoder: asked last, gently, once for each description; without it everything goes on as before."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import pytest
from aiohttp import web
from sqlalchemy import text
from sqlmodel import select

from models.geocoding import Geocoded
from places.geocoding import Geocoder
from places.typed import PinReason
from services import geocoding, places
from services.house import House
from services.places import Ask
from tests.contract.report_town import IN_RED, RED, Town, town_of

UNKNOWN = "واحة النخيل القديمة"
"""No area of the town, and nothing in it says what it is beside."""


@dataclass
class Nominatim:
    """Speaks as much of Nominatim's search as geopy asks for."""

    url: str = ""
    asked: list[web.Request] = field(default_factory=list)
    at: list[float] = field(default_factory=list)
    knows: dict[str, tuple[float, float, str]] = field(default_factory=dict)
    slow: float = 0.0
    broken: bool = False

    async def search(self, request: web.Request) -> web.Response:
        self.asked.append(request)
        self.at.append(asyncio.get_running_loop().time())
        await asyncio.sleep(self.slow)
        if self.broken:
            return web.Response(status=503, text="<html>busy</html>")
        found = self.knows.get(request.query["q"])
        if found is None:
            return web.json_response([])
        lat, lon, name = found
        return web.json_response([{"place_id": 1, "lat": str(lat), "lon": str(lon), "display_name": name}])


@pytest.fixture
async def nominatim() -> AsyncIterator[Nominatim]:
    known = Nominatim()
    app = web.Application()
    app.router.add_get("/nominatim/search", known.search)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    known.url = f"http://127.0.0.1:{runner.addresses[0][1]}/nominatim"
    yield known
    await runner.cleanup()


@pytest.fixture
async def house(house: House, now: datetime, nominatim: Nominatim) -> House:
    town: Town = await town_of(house, now)
    nominatim.knows[UNKNOWN] = (IN_RED.lat, IN_RED.lon, "واحة النخيل، شارع الورد")
    return replace(town.house, geocoder=Geocoder(nominatim.url, contact="https://mizalla.example"))


async def test_what_no_map_of_ours_has_is_asked_and_read_back_with_its_source(
    house: House, nominatim: Nominatim, now: datetime
):
    found = await places.understand(house, UNKNOWN, now=now)
    assert (found.ask, found.found_as) == (Ask.CONFIRM, "واحة النخيل، شارع الورد")
    assert found.places == (places.Place(IN_RED.lat, IN_RED.lon, RED, UNKNOWN),)
    [request] = nominatim.asked
    assert request.headers["User-Agent"].startswith("mizalla/")
    assert "https://mizalla.example" in request.headers["User-Agent"]
    assert request.query["bounded"] == "1"
    assert request.query["accept-language"] == "ar"


async def test_it_is_asked_within_the_rectangle_of_the_areas(house: House, nominatim: Nominatim, now: datetime):
    await places.understand(house, UNKNOWN, now=now)
    west, south, east, north = sorted(map(float, nominatim.asked[0].query["viewbox"].split(",")))[:4]
    extent = (await house.areas()).extent()
    assert extent is not None
    assert sorted([west, south, east, north]) == pytest.approx(sorted(extent), abs=1e-4)


async def test_a_second_time_it_is_remembered_however_it_is_spelt(house: House, nominatim: Nominatim, now: datetime):
    first = await places.understand(house, UNKNOWN, now=now)
    again = await places.understand(house, "واحه النخيل القديمه", now=now + timedelta(days=29))
    assert len(nominatim.asked) == 1
    assert again.places[0].point == first.places[0].point


async def test_that_there_is_nothing_is_remembered_too(house: House, nominatim: Nominatim, now: datetime):
    for _ in range(2):
        assert (await places.understand(house, "لا شيء هناك", now=now)).ask is Ask.WORDS
    assert len(nominatim.asked) == 1


async def test_after_a_month_it_is_gone(house: House, nominatim: Nominatim, now: datetime):
    await places.understand(house, UNKNOWN, now=now)
    assert await geocoding.forget_old(house, now=now + timedelta(days=29)) == 0
    assert await geocoding.forget_old(house, now=now + timedelta(days=30)) == 1
    await places.understand(house, UNKNOWN, now=now + timedelta(days=30))
    assert len(nominatim.asked) == 2


async def test_what_is_kept_says_neither_who_asked_nor_in_what_words(house: House, now: datetime):
    await places.understand(house, UNKNOWN, now=now)
    async with house.db.reading() as tx:
        [kept] = (await tx.exec(select(Geocoded))).all()
        columns = set((await tx.exec(text("SELECT * FROM geocoded"))).mappings().one())  # type: ignore[call-overload]
    assert columns == {"asked", "lat", "lon", "name", "at"}
    assert "النخيل" not in kept.asked


@pytest.mark.parametrize(
    "known", ["حي الورد، الميناء", "24.05, 46.05", "خلف المسجد الكبير", "https://maps.app.goo.gl/x"]
)
async def test_what_we_understand_ourselves_is_not_asked(house: House, nominatim: Nominatim, now: datetime, known: str):
    await places.understand(house, known, now=now)
    assert nominatim.asked == []


async def test_a_building_by_its_name_is_asked_and_else_needs_a_pin(house: House, nominatim: Nominatim, now: datetime):
    nominatim.knows["مستشفى الشفاء"] = (IN_RED.lat, IN_RED.lon, "مستشفى الشفاء")
    assert (await places.understand(house, "مستشفى الشفاء", now=now)).found_as == "مستشفى الشفاء"
    other = await places.understand(house, "مدرسة الأمل", now=now)
    assert (other.ask, other.reason) == (Ask.PIN, PinReason.LANDMARK)


async def test_an_answer_outside_our_areas_is_none(house: House, nominatim: Nominatim, now: datetime):
    nominatim.knows[UNKNOWN] = (48.2, 16.37, "Wien")
    assert (await places.understand(house, UNKNOWN, now=now)).ask is Ask.WORDS


async def test_a_server_that_fails_is_as_if_nothing_was_found_and_is_asked_again(
    house: House, nominatim: Nominatim, now: datetime, caplog: pytest.LogCaptureFixture
):
    nominatim.broken = True
    assert (await places.understand(house, UNKNOWN, now=now)).ask is Ask.WORDS
    nominatim.broken = False
    assert (await places.understand(house, UNKNOWN, now=now)).found_as
    assert "النخيل" not in caplog.text


async def test_a_server_that_does_not_answer_keeps_nobody_waiting(house: House, nominatim: Nominatim, now: datetime):
    nominatim.slow = 30.0
    hurried = replace(house, geocoder=Geocoder(nominatim.url, patience_s=0.2))
    begun = asyncio.get_running_loop().time()
    assert (await places.understand(hurried, UNKNOWN, now=now)).ask is Ask.WORDS
    assert asyncio.get_running_loop().time() - begun < 15


async def test_everybody_together_asks_once_a_second(house: House, nominatim: Nominatim, now: datetime):
    await asyncio.gather(*(places.understand(house, f"{UNKNOWN} {word}", now=now) for word in ("أ", "ب", "ج")))
    assert len(nominatim.at) == 3
    assert all(later - before >= 0.7 for before, later in zip(nominatim.at, nominatim.at[1:], strict=False))


async def test_without_a_geocoder_nothing_is_asked(house: House, nominatim: Nominatim, now: datetime):
    found = await places.understand(replace(house, geocoder=None), UNKNOWN, now=now)
    assert found.ask is Ask.WORDS
    assert nominatim.asked == []


async def test_neither_telephone_numbers_nor_stories_leave_the_house(house: House, nominatim: Nominatim, now: datetime):
    found = await places.understand(house, f"{UNKNOWN} ٠٥٥١٢٣٤٥٦٧", now=now)
    assert (found.ask, found.places[0].words) == (Ask.CONFIRM, f"{UNKNOWN} ٠٥٥١٢٣٤٥٦٧")
    assert [request.query["q"] for request in nominatim.asked] == [UNKNOWN]
    story = " ".join(["خرجت أختي من البيت بعد صلاة العصر ولم تعد وآخر من رآها جارنا"] * 3)
    await places.understand(house, story, now=now)
    assert len(story) > geocoding.LONGEST
    assert len(nominatim.asked) == 1
