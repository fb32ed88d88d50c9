"""Areas from files, and the emergency line of a place; on SQLite and on PostgreSQL."""

import json
from pathlib import Path

import pytest
from sqlmodel import func, select

from models.areas import Area
from models.audit import Audit
from models.rules import AlertRules, AreaRules, EmergencyRule, Rules
from places.grounds import Circle
from places.imports import read_areas
from places.points import Point
from services import areas, members, preferences, subscriptions
from services.areas import AreasImported
from services.audit import Actor
from services.subscriptions import Wish

CSV = """id,parent,kind,name_ar,name_en,lat,lon,radius_m
north,,region,الشمال,North,24.9,46.7,30000
city,north,city,المدينة,City,24.8,46.7,9000
garden,city,district,حي الحديقة,Garden,24.8,46.7,1500
"""


@pytest.fixture
def file(tmp_path: Path):
    def written(text: str) -> Path:
        path = tmp_path / "areas.csv"
        path.write_text(text, "utf-8")
        return path

    return written


async def run(house, now, path, columns=None, **options) -> AreasImported:
    known, aliases = await areas.known_areas(house), await areas.known_aliases(house)
    read = read_areas(path, columns, known=known, aliases=aliases)
    assert read.bad == []
    return await areas.import_areas(house, read.drafts, by=Actor.operator(), now=now, **options)


async def test_the_same_file_again_changes_nothing(house, file, now):
    assert await run(house, now, file(CSV)) == AreasImported(added=3)
    assert await run(house, now, file(CSV)) == AreasImported(unchanged=3)
    async with house.db.reading() as tx:
        assert (await tx.exec(select(func.count()).select_from(Audit))).one() == 1


async def test_a_changed_name_is_changed_and_what_the_file_does_not_say_stays(house, file, now):
    await run(house, now, file(CSV))
    thinner = "id,kind,name_ar\ngarden,district,حي البستان\n"
    assert await run(house, now, file(thinner)) == AreasImported(changed=1)
    async with house.db.reading() as tx:
        garden = (await tx.exec(select(Area).where(Area.code == "garden"))).one()
    assert (garden.name_ar, garden.name_en, garden.radius_m) == ("حي البستان", "Garden", 1500)
    assert garden.parent_id is not None


async def test_the_map_in_memory_is_the_new_one_at_once(house, file, now):
    await run(house, now, file(CSV))
    assert [area.code for area in await areas.areas_at(house, Point(24.8, 46.7))] == ["garden", "city", "north"]
    await run(house, now, file(CSV.replace("24.8,46.7,1500", "25.3,46.7,1500")))
    assert [area.code for area in await areas.areas_at(house, Point(24.8, 46.7))] == ["city", "north"]


async def test_another_id_of_an_area_leads_to_it(house, file, now):
    await run(house, now, file(CSV), aliases={"SA-99": "north", "XX": "nowhere"})
    assert await areas.known_aliases(house) == {"SA-99": "north"}
    assert await areas.by_code(house, "SA-99") == await areas.by_code(house, "north")


async def test_an_area_is_found_by_each_of_its_names_and_again_is_unchanged(house, file, now):
    named = CSV.replace("حي الحديقة", "حي الحديقة|البستان").replace("Garden", "Garden;Orchard")
    assert await run(house, now, file(named)) == AreasImported(added=3)
    assert await run(house, now, file(named)) == AreasImported(unchanged=3)
    garden = await areas.by_code(house, "garden")
    found = [(await house.areas()).named(name) for name in ("البستان", "orchard", "الحديقه")]
    assert [[area.id for area in each] for each in found] == [[garden]] * 3
    assert await run(house, now, file(named.replace("البستان", "الروضة"))) == AreasImported(changed=1, unchanged=2)


async def test_a_row_by_another_id_gives_an_area_names_to_be_found_by_and_takes_none(house, file, now):
    await run(house, now, file(CSV))
    other = "id,kind,name_ar,lat,lon,radius_m\nSA-99,region,المنطقة الشمالية,24.9,46.7,31000\n"
    again = {"aliases": {"SA-99": "north"}}
    await run(house, now, file(CSV), **again)
    assert await run(house, now, file(other)) == AreasImported(changed=1)
    assert await run(house, now, file(other)) == AreasImported(unchanged=1)
    (north,) = (await house.areas()).named("الشمالية")
    assert (north.code, north.name_ar, north.radius_m) == ("north", "الشمال", 31_000)


async def test_what_holds_a_point_is_the_same_without_reading_names_only(house, file, now):
    names = "".join(f"d{number},city,district,حي {number},,,,\n" for number in range(2_500))
    heard: list[int] = []
    assert await run(house, now, file(CSV + names), watch=heard.append) == AreasImported(added=2_503)
    assert heard[-1] == 2_503
    assert heard == sorted(heard)
    point = Point(24.8, 46.7)
    assert await areas.areas_at_once(house, point) == await areas.areas_at(house, point)


async def test_an_area_moves_to_another_parent_and_from_a_circle_to_an_outline(house, file, now, tmp_path):
    await run(house, now, file(CSV))
    ring = [[46.6, 24.7], [46.8, 24.7], [46.8, 24.9], [46.6, 24.9], [46.6, 24.7]]
    outlined = {
        "type": "Feature",
        "properties": {"id": "garden", "kind": "district", "parent": "north", "name_ar": "حي الحديقة"},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }
    path = tmp_path / "garden.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [outlined]}), "utf-8")
    assert await run(house, now, path) == AreasImported(changed=1)
    assert await run(house, now, path) == AreasImported(unchanged=1)
    async with house.db.reading() as tx:
        garden = (await tx.exec(select(Area).where(Area.code == "garden"))).one()
    assert (garden.radius_m, garden.parent_id) == (None, await areas.by_code(house, "north"))
    assert garden.shape is not None


async def test_the_emergency_line_is_that_of_the_place(house, file, now):
    await run(house, now, file(CSV))
    lines = (EmergencyRule(number="999"), EmergencyRule(area="city", number="911"))
    house.rules = Rules(areas=AreaRules(emergency=lines), alerts=AlertRules())
    assert await areas.emergency(house, point=Point(24.8, 46.7)) == "911"
    assert await areas.emergency(house, point=Point(24.65, 46.7)) == "999"
    assert await areas.emergency(house, area_id=await areas.by_code(house, "garden")) == "911"
    assert await areas.emergency(house) == "999"
    suad = await members.meet(house, bot_id=42, address="1", name="سعاد", language="ar", now=now)
    assert await areas.emergency(house, member_id=suad.id) == "999"
    await preferences.confirm_adult(house, member_id=suad.id, now=now)
    near = Circle(Point(24.8, 46.7), 2000)
    await subscriptions.subscribe(house, recipient_id=suad.recipient_id, ground=near, wish=Wish(), now=now)
    assert await areas.emergency(house, member_id=suad.id) == "911"
