"""The provinces of the Gulf and thirteen capitals, read where they are; nothing of them is copied into the project."""

import csv
import os
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from places.columns import AreaColumns
from places.imports import read_areas
from places.points import Point
from services import areas, members, report_desk, reports
from services.audit import Actor
from services.places import Place
from tests.story import wide_town
from tests.story.town import Town

DATA = Path(os.environ.get("MIZALLA_TEST_DATA", Path(__file__).parents[3] / "shared" / "data"))
PROVINCES = DATA / "natural-earth" / "gcc_admin1_ne10m.geojson"
CITIES = DATA / "geonames" / "gcc_cities.csv"
COLUMNS = AreaColumns(id="iso_3166_2", parent="=", kind="=region", name_ar="name_ar", name_en="name")
RIYADH, JEDDAH = (24.6877, 46.7219), (21.4901, 39.1862)
CAPITALS = {
    "riyadh": "SA-01", "makkah": "SA-02", "madinah": "SA-03", "dammam": "SA-04", "buraydah": "SA-05", "hail": "SA-06",
    "tabuk": "SA-07", "arar": "SA-08", "jizan": "SA-09", "najran": "SA-10", "al bahah": "SA-11", "sakakah": "SA-12",
    "abha": "SA-14",
}  # fmt: skip
"""Each regional capital and the ISO 3166-2 code of its region."""

pytest_plugins = ["tests.story.command_lines"]
pytestmark = pytest.mark.geography


@pytest.fixture
def provinces() -> Path:
    if not PROVINCES.exists():
        say = f"The real geography is not at {DATA}; MIZALLA_TEST_DATA names another folder."
        pytest.fail(say) if os.environ.get("CI") else pytest.skip(say)
    return PROVINCES


async def _imported(town: Town, file: Path) -> areas.AreasImported:
    read = read_areas(file, COLUMNS, known=await areas.known_areas(town.house))
    assert read.bad == []
    return await areas.import_areas(town.house, read.drafts, by=Actor.operator(), now=town.clock())


async def test_the_provinces_come_in_once(the_town: Town, provinces: Path) -> None:
    first = await _imported(the_town, provinces)
    again = await _imported(the_town, provinces)
    assert (first.added, again.added, again.changed, again.unchanged) == (52, 0, 0, 52)


async def test_each_regional_capital_lies_in_its_region(the_town: Town, provinces: Path) -> None:
    await _imported(the_town, provinces)
    places = _places()
    found = {name: [area.code for area in await areas.areas_at(the_town.house, places[name])] for name in CAPITALS}
    assert found == {name: [code] for name, code in CAPITALS.items()}


def _places() -> dict[str, Point]:
    with CITIES.open(encoding="utf-8") as file:
        return {_plain(row["name"]): Point(float(row["lat"]), float(row["lon"])) for row in csv.DictReader(file)}


def _plain(name: str) -> str:
    """Without marks above and below letters, nor signs for hamza and ain."""
    letters = unicodedata.normalize("NFD", name.lower())
    return "".join(letter for letter in letters if letter.isascii() and (letter.isalnum() or letter == " "))


async def test_a_search_in_jeddah_reaches_its_region_and_circles_and_nobody_else(
    the_town: Town, provinces: Path
) -> None:
    await _imported(the_town, provinces)
    makkah, riyadh, near, far, everything = the_town.telegram.crowd(5)
    rows = [
        wide_town.by_area(makkah, "SA-02"),
        wide_town.by_area(riyadh, "SA-01"),
        wide_town.by_circle(near, (21.55, 39.20), 15),
        wide_town.by_circle(far, (21.42, 39.83), 15),
        wide_town.by_circle(everything, RIYADH, 100),
    ]
    await wide_town.members(the_town, rows)
    await wide_town.publish(the_town, JEDDAH)
    await the_town.quiet()
    assert [len(person.inbox) for person in (makkah, riyadh, near, far, everything)] == [1, 0, 1, 0, 0]


async def test_a_report_in_riyadh_reaches_its_region_and_circles_and_nobody_else(
    the_town: Town, provinces: Path
) -> None:
    await _imported(the_town, provinces)
    riyadh, makkah, near, far, lighting_elsewhere = the_town.telegram.crowd(5)
    rows = [
        wide_town.by_area(riyadh, "SA-01", kinds="lighting"),
        wide_town.by_area(makkah, "SA-02", kinds="lighting"),
        wide_town.by_circle(near, (24.72, 46.70), 10, kinds="lighting"),
        wide_town.by_circle(far, JEDDAH, 10, kinds="lighting"),
        wide_town.by_area(lighting_elsewhere, "SA-04", kinds="lighting"),
    ]
    await wide_town.members(the_town, rows)
    house, now, bot = the_town.house, the_town.clock(), the_town.telegram.bot.id
    citizen = await members.known_at(house, bot_id=bot, address=str(the_town.citizen.id))
    admin = await members.known_at(house, bot_id=bot, address=str(the_town.coordinator.id))
    assert citizen
    assert admin
    point = Point(*RIYADH)
    place = Place(point.lat, point.lon, (await areas.areas_at(house, point))[0].id)
    draft = reports.ReportDraft("lighting", place, "عمود مظلم")
    report = await reports.submit(house, draft=draft, reporter=citizen, made_by=None, now=now)
    await report_desk.accept(house, report_id=report.id or 0, by=admin, made_by=None, now=now)
    await the_town.quiet()
    heard = [len(person.inbox) for person in (riyadh, makkah, near, far, lighting_elsewhere)]
    assert heard == [1, 0, 1, 0, 0]


MUNICIPAL = DATA / "saudi-municipal-coding"
JOINED = {
    1: "SA-01", 2: "SA-02", 3: "SA-03", 4: "SA-05", 5: "SA-04", 6: "SA-14", 7: "SA-07", 8: "SA-06", 9: "SA-08",
    10: "SA-09", 11: "SA-10", 12: "SA-11", 13: "SA-12",
}  # fmt: skip
"""The regions of the municipal coding and of ISO 3166-2."""


@pytest.mark.usefixtures("migrated")
def test_the_whole_country_comes_in_by_the_documented_commands(terminal: Any, provinces: Path) -> None:
    """Provinces, 36,000 names, the towns as circles; again nothing changes."""
    terminal.write("join.csv", "".join(f"region-{number},{code}\n" for number, code in JOINED.items()))
    towns = f"areas import {CITIES} --id town-{{geonameid}} --kind =city --name-ar names_ar --name-en name"
    lines = (
        f"areas import {provinces} --id iso_3166_2 --parent = --kind =region --name-ar name_ar --name-en name",
        f"areas import {MUNICIPAL}/regions.csv --id region-{{region_id}} --parent = --kind =region --alias join.csv",
        f"areas import {MUNICIPAL}/cities.csv --id city-{{city_id}} --parent region-{{region_id}} --kind =city",
        f"areas import {MUNICIPAL}/districts.csv --id district-{{district_id}} --parent city-{{city_id}} --kind =district",
        f"{towns} --parent-at-point --same-names",
    )
    done = [terminal(f"{line} --json").json for line in lines]
    assert [each["bad"] for each in done] == [[]] * 5
    assert [each["added"] for each in done] == [52, 0, 15_513, 21_235, 313]
    assert done[-1]["joined_by_name"] == 73
    again = terminal(f"{lines[-1]} --json").json
    assert (again["added"], again["changed"], again["unchanged"]) == (0, 0, 386)
    riyadh = terminal("areas at 24.7 46.7 --json").json
    assert [(area["kind"], area["name_ar"]) for area in riyadh] == [("city", "الرياض"), ("region", "الرياض")]
    dubai = [area["name_en"] for area in terminal("areas at 25.2 55.27 --json").json]
    assert dubai[-2:] == ["Dubai", "Dubay"]
