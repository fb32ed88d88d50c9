"""The map is filled from the command line, and asked."""

import json
import subprocess
import sys
from typing import Any

import pytest

pytest_plugins = ["tests.story.command_lines"]
pytestmark = pytest.mark.usefixtures("migrated")

SQUARES = "id,parent,kind,name_ar,name_en,lat,lon,radius_km\n"
TOWN = SQUARES + "north,,region,الشمال,North,24.8,46.7,30\nold,north,district,القديمة,Old town,24.8,46.7,2\n"


def outline(code: str, west: float, south: float, side: float):
    ring = [[west, south], [west + side, south], [west + side, south + side], [west, south + side], [west, south]]
    return {
        "type": "Feature",
        "properties": {"num": code, "arabic": f"حي {code}", "english": f"Quarter {code}"},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


def test_areas_are_imported_once_and_found_smallest_first(terminal):
    terminal.write("town.csv", TOWN)
    first, again = terminal("areas import town.csv --json"), terminal("areas import town.csv --json")
    assert (first.json["added"], first.json["unchanged"]) == (2, 0)
    assert (again.json["added"], again.json["changed"], again.json["unchanged"]) == (0, 0, 2)
    assert terminal("areas at 24.8 46.7 --json").json == [
        {"id": "old", "kind": "district", "name_ar": "القديمة", "name_en": "Old town"},
        {"id": "north", "kind": "region", "name_ar": "الشمال", "name_en": "North"},
    ]


def test_a_file_with_other_names_is_read_by_columns_templates_and_fixed_values(terminal):
    features = {"type": "FeatureCollection", "features": [outline("7", 46.0, 24.0, 0.2), outline("8", 46.2, 24.0, 0.2)]}
    terminal.write("quarters.geojson", json.dumps(features))
    line = "areas import quarters.geojson --id q-{num} --kind =district --name-ar arabic --name-en english --json"
    assert terminal(line).json["added"] == 2
    assert [area["id"] for area in terminal("areas at 24.1 46.1 --json").json] == ["q-7"]


def test_an_alias_joins_two_ids_of_one_area(terminal):
    terminal.write("town.csv", TOWN)
    terminal.write("more.csv", SQUARES + "new,SA-N,district,الجديدة,New town,24.9,46.7,2\n")
    terminal.write("aliases.csv", "alias,id\nSA-N,north\n")
    terminal("areas import town.csv")
    assert terminal("areas import more.csv --alias aliases.csv --json").json["added"] == 1
    assert [area["id"] for area in terminal("areas at 24.9 46.7 --json").json] == ["new", "north"]


def test_bad_rows_are_listed_and_good_ones_kept(terminal):
    terminal.write("town.csv", TOWN + "x,nowhere,district,س,X,24.8,46.7,1\ny,north,galaxy,س,Y,24.8,46.7,1\n")
    answer = terminal("areas import town.csv")
    assert answer.code == 0
    assert answer.out.startswith("2 added")
    assert answer.err.splitlines() == [
        "town.csv, row 4: Area x lies in nowhere, which is neither in this file nor imported before.",
        "town.csv, row 5: galaxy is not a kind of area; the kinds are region, city and district.",
    ]


def test_a_file_of_which_nothing_can_be_used_is_a_failure(terminal):
    terminal.write("town.csv", SQUARES + "y,north,galaxy,س,Y,24.8,46.7,1\n")
    answer = terminal("areas import town.csv --json")
    assert answer.code == 1
    assert len(answer.json["bad"]) == 1


def test_a_file_that_is_not_there_is_a_usage_error(terminal):
    assert terminal("areas import gone.csv").code == 2


def test_a_point_south_and_west_is_not_taken_for_an_option(terminal):
    terminal("db upgrade")
    assert terminal("areas at -33.9 -18.4 --json").json == []
    assert terminal("areas at 91 0").code == 2


def test_what_an_organisation_serves_follows_when_its_area_comes(terminal):
    terminal.write("config.yaml", "organisations: [{code: rescue, ar: إنقاذ, areas: [north, south]}]")
    terminal.write("town.csv", TOWN)
    assert terminal("db upgrade").err.endswith("not imported yet: north, south\n")
    assert terminal("areas import town.csv --json").json["not_imported_yet"] == ["south"]


# Files of other countries


def collection(*features, **outside):
    return json.dumps({"type": "FeatureCollection", **outside, "features": list(features)}, ensure_ascii=False)


def drawn(west: float, south: float, side: float, *, nested: bool = False, **properties: object):
    ring = [[west, south], [west + side, south], [west + side, south + side], [west, south + side], [west, south]]
    geometry = (
        {"type": "MultiPolygon", "coordinates": [[ring]]} if nested else {"type": "Polygon", "coordinates": [ring]}
    )
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def named(arabic: str) -> Any:
    """As OpenStreetMap calls the property."""
    return {"name:ar": arabic}


CRS84 = {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}
GOVERNORATES = collection(
    drawn(35.5, 31.5, 1, nested=True, ADM1_PCODE="JO11", ADM1_EN="Amman", ADM1_AR="عمّان", ADM0_EN="Jordan"),
    drawn(36.5, 31.5, 1, nested=True, ADM1_PCODE="JO13", ADM1_EN="Zarqa", ADM1_AR="الزرقاء", ADM0_EN="Jordan"),
    drawn(34.5, 31.5, 1, nested=True, ADM1_PCODE="JO12", ADM1_EN="Balqa", ADM1_AR=None, ADM0_EN="Jordan"),
    crs=CRS84,
    name="jor_admbnda_adm1",
)
"""As the United Nations publish them (COD-AB): P-codes, a column a language, some names in English only."""

LEVELS = "\n".join(
    json.dumps(each, ensure_ascii=False)
    for each in (
        drawn(35.5, 31.5, 1, GID=1001, LEVEL="ADM1", ABOVE=None, NAME_1="Amman", **named("عمّان")),
        drawn(35.9, 31.9, 0.1, GID=1002, LEVEL="ADM2", ABOVE=1001, NAME_1="Marka", **named("ماركا|ماركة")),
        drawn(36.0, 31.9, 0.1, GID=1003, LEVEL="ADM2", ABOVE=1001, NAME_1="Quwaysimah", **named("القويسمة")),
    )
)
"""A feature a line, numbers for ids, all levels in one file."""


def test_governorates_by_p_code_with_some_names_in_english_only(terminal):
    terminal.write("jor_adm1.geojson", GOVERNORATES)
    line = "areas import jor_adm1.geojson --id ADM1_PCODE --parent = --kind =region --name-ar ADM1_AR --name-en ADM1_EN"
    assert terminal(line).out == "3 added, 0 changed, 0 as they were.\n"
    assert terminal(line).out == "0 added, 0 changed, 3 as they were.\n"
    assert terminal("areas at 31.95 35.93 --json").json == [
        {"id": "JO11", "kind": "region", "name_ar": "عمّان", "name_en": "Amman"}
    ]
    assert [area["name_en"] for area in terminal("areas at 32 35 --json").json] == ["Balqa"]


def test_all_levels_in_one_file_a_feature_a_line_with_the_files_words_for_kinds(terminal):
    terminal.write("levels.ndjson", LEVELS)
    line = (
        "areas import levels.ndjson --id jo-{GID} --parent jo-{ABOVE} --kind LEVEL --kinds ADM1=region,ADM2=district"
        " --name-ar name:ar --name-en NAME_1 --json"
    )
    assert terminal(line).json["added"] == 3
    assert [area["id"] for area in terminal("areas at 31.95 35.95 --json").json] == ["jo-1002", "jo-1001"]


def test_a_table_of_a_windows_spreadsheet_with_semicolons(terminal):
    table = "رمز;الاسم;عرض;طول\n1;إربد;32,55;35,85\n"
    (terminal.folder / "cities.csv").write_bytes(table.encode("windows-1256"))
    line = "areas import cities.csv --id 'c-{رمز}' --parent = --kind =city --name-ar الاسم --lat عرض --lon طول --radius-km =4"
    refused = terminal(line)
    assert refused.code == 1
    assert "--encoding windows-1256" in refused.err
    assert terminal(line + " --encoding windows-1256 --json").json["added"] == 1
    assert [area["name_ar"] for area in terminal("areas at 32.55 35.86 --json").json] == ["إربد"]


def test_a_map_in_metres_is_refused_row_by_row_with_what_to_do(terminal):
    terminal.write("utm.geojson", collection(drawn(671_000, 2_731_000, 900, id="a", kind="city", name_ar="أ")))
    answer = terminal("areas import utm.geojson")
    assert answer.code == 1
    assert "is in metres, not in degrees" in answer.err
    assert "EPSG:4326" in answer.err


TOWNS = "geonameid,names_ar,name,lat,lon,population\n7,عمان|عمّان,Amman,31.95,35.93,50000\n8,,Marka,31.98,35.99,0\n"


def test_towns_become_circles_in_the_region_that_holds_them_and_join_those_known_by_name(terminal):
    terminal.write("jor_adm1.geojson", GOVERNORATES)
    terminal.write("cities.csv", "id,parent,kind,name_ar\ncity-1,JO11,city,عمّان\n")
    terminal.write("towns.csv", TOWNS)
    terminal(
        "areas import jor_adm1.geojson --id ADM1_PCODE --parent = --kind =region --name-ar ADM1_AR --name-en ADM1_EN"
    )
    terminal("areas import cities.csv")
    line = (
        "areas import towns.csv --id town-{geonameid} --kind =city --name-ar names_ar --name-en name"
        " --parent-at-point --same-names --json"
    )
    first, again = terminal(line).json, terminal(line).json
    assert (first["added"], first["changed"], first["joined_by_name"], first["in_nothing"]) == (1, 1, 1, 0)
    assert (again["added"], again["changed"], again["unchanged"]) == (0, 0, 2)
    assert [area["id"] for area in terminal("areas at 31.95 35.93 --json").json] == ["city-1", "JO11"]
    assert [area["id"] for area in terminal("areas at 31.985 35.99 --json").json] == ["town-8", "JO11"]


def test_asking_what_lies_where_is_quick_to_begin(terminal):
    code = (
        "import sys\nfrom bot.command_line import main\ntry: main(['areas', 'at', '24.7', '46.7'])\nexcept SystemExit: pass\n"
        "print(sorted({'aiohttp', 'aiogram', 'telegram', 'rich.progress'} & set(sys.modules)))"
    )
    terminal("db upgrade")
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.splitlines()[-1] == "[]"
