"""Areas from files: what is understood is kept, what is not is listed, on invented files and on the real geography."""

import csv
import json
import os
from pathlib import Path

import pytest
import shapely

from models.areas import Area, AreaKind
from places.aliases import read_aliases
from places.areas import AreaIndex
from places.columns import AreaColumns, BadKinds, BadSource, Source
from places.faults import Fault
from places.files import NotGeoJson, NotInEncoding, NotUtf8, UnknownColumn, UnknownFile
from places.imports import AreaDraft, read_areas
from places.joining import renamed, same_by_name
from places.listed_names import listed_names
from places.points import Point, distance_m
from places.populations import radius_of_town_m
from places.typed import FoundAreas, read_place

SQUARE = {"type": "Polygon", "coordinates": [[[46, 24], [47, 24], [47, 25], [46, 25], [46, 24]]]}
BOW = {"type": "Polygon", "coordinates": [[[46, 24], [47, 25], [47, 24], [46, 25], [46, 24]]]}
SLIP = {
    "type": "Polygon",
    "coordinates": [[[46, 24], [47, 24], [46.9, 25], [46.95, 25.02], [46.98, 24.9], [46, 25], [46, 24]]],
}

PROJECT = Path(__file__).parents[2]

pytestmark = pytest.mark.xdist_group("geography")  # one process reads the whole country, not four


@pytest.fixture
def csv_file(tmp_path):
    def write(text, name="areas.csv", encoding="utf-8"):
        path = tmp_path / name
        path.write_bytes(text.encode(encoding))
        return path

    return write


@pytest.fixture
def geojson_file(tmp_path):
    def write(*features, **outside):
        path = tmp_path / "areas.geojson"
        path.write_text(
            json.dumps({"type": "FeatureCollection", **outside, "features": list(features)}), encoding="utf-8"
        )
        return path

    return write


def feature(geometry=SQUARE, **properties):
    return {
        "type": "Feature",
        "properties": {"id": "r1", "kind": "region", "name_ar": "الظلال", **properties},
        "geometry": geometry,
    }


def ground(draft):
    shape = shapely.from_wkb(draft.shape)
    assert shape is not None
    return shape


def faults(read):
    return [(row.number, row.fault) for row in read.bad]


# Sources


VALUES = {"city_id": 7, "region": "القصيم ", "empty": "", "half": 7.0, "nothing": None, "list": [1]}


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("city_id", "7"),
        ("city-{city_id}", "city-7"),
        ("{region}/{city_id}", "القصيم/7"),
        ("=region", "region"),
        ("={as it is}", "{as it is}"),
        ("region", "القصيم"),
        ("half", "7"),
        ("empty", ""),
        ("x-{empty}", ""),
        ("x-{nothing}", ""),
        ("list", ""),
        ("missing", ""),
        ("=", ""),
    ],
)
def test_a_value_comes_from_a_property_a_template_or_is_fixed(source, value):
    assert Source(source).of(VALUES) == value


@pytest.mark.parametrize("source", ["", "city-{city_id", "city-}", "{}", "a{b{c}}"])
def test_a_template_that_does_not_close_is_refused(source):
    with pytest.raises(BadSource):
        Source(source)


# CSV


def test_a_csv_gives_a_draft_for_each_line(csv_file):
    file = csv_file("id,kind,parent,name_ar,name_en\nr1,region,,القصيم,Al Qassim\nc1,city,r1,بريدة,Buraydah\n")
    assert read_areas(file).drafts == [
        AreaDraft(2, "r1", None, AreaKind.REGION, "القصيم", "Al Qassim"),
        AreaDraft(3, "c1", "r1", AreaKind.CITY, "بريدة", "Buraydah"),
    ]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("comma", [",", ";", "\t"])
def test_any_newline_byte_order_mark_and_usual_comma_will_do(csv_file, newline, encoding, comma):
    lines = ["id,kind,name_ar", "r1,region,القصيم", "", ",,", "r2,region,حائل", ""]
    read = read_areas(csv_file(newline.join(lines).replace(",", comma), encoding=encoding))
    assert [(draft.number, draft.code, draft.name_ar) for draft in read.drafts] == [
        (2, "r1", "القصيم"),
        (5, "r2", "حائل"),
    ]
    assert read.bad == []


def test_a_line_with_a_break_in_quotes_counts_where_it_begins(csv_file):
    read = read_areas(csv_file('id,kind,name_ar\nr1,region,"حي\nالنسيم"\nr2,region,\n'))
    assert read.drafts[0].name_ar == "حي النسيم"
    assert faults(read) == [(4, Fault.NO_NAME)]


def test_parents_come_before_what_lies_in_them_whatever_the_order_of_the_file(csv_file):
    file = csv_file("id,kind,parent,name_en\nd,district,c,D\nc,city,r,C\nr,region,,R\n")
    assert [draft.code for draft in read_areas(file).drafts] == ["r", "c", "d"]


def test_bad_lines_are_listed_and_good_ones_kept(csv_file):
    lines = [
        "id,kind,parent,name_ar,name_en,lat,lon,radius_m",
        "r1,region,,القصيم,,,,",
        ",region,,بلا رقم,,,,",
        "r2,region,,,,,,",
        "r3,planet,,زحل,,,,",
        "r1,region,,مكرر,,,,",
        "c1,city,nowhere,تائهة,,,,",
        "d1,district,c1,حي في تائهة,,,,",
        "c2,city,c3,مدينة في مدينة,,,,",
        "c3,city,r1,بريدة,,26.33,43.97,5000",
        "c4,city,r1,خط العرض,,126.33,43.97,5000",
        "c5,city,r1,بلا طول,,26.33,,",
        "c6,city,r1,نصف قطر,,26.33,43.97,0",
        "c7,city,r1,كلام,,26.33,43.97,بعيد",
        "c8,city,r1,ناقص",
        "x" * 101 + ",city,r1,طويل,,,,",
    ]
    read = read_areas(csv_file("\n".join(lines)))
    assert [draft.code for draft in read.drafts] == ["r1", "c3"]
    assert faults(read) == [
        (3, Fault.NO_ID),
        (4, Fault.NO_NAME),
        (5, Fault.UNKNOWN_KIND),
        (6, Fault.DUPLICATE),
        (7, Fault.UNKNOWN_PARENT),
        (8, Fault.UNKNOWN_PARENT),
        (9, Fault.PARENT_NOT_ABOVE),
        (11, Fault.BAD_COORDINATES),
        (12, Fault.BAD_COORDINATES),
        (13, Fault.BAD_RADIUS),
        (14, Fault.BAD_RADIUS),
        (15, Fault.WRONG_COLUMNS),
        (16, Fault.TOO_LONG),
    ]


def test_a_bad_line_carries_the_facts_of_its_sentence(csv_file):
    read = read_areas(
        csv_file("id,kind,parent,name_ar\nr1,region,,القصيم\nr1,region,,القصيم\nc1,city,r9,تائهة\nr2,planet,,زحل\n")
    )
    assert [dict(row.facts) for row in read.bad] == [
        {"id": "r1", "first": 2},
        {"id": "c1", "parent": "r9"},
        {"kind": "planet"},
    ]


def test_latitude_longitude_and_radius_make_a_circle(csv_file):
    file = csv_file(
        "id,kind,name_ar,lat,lon,radius_m,radius_km\na,city,بريدة,26.33,43.97,5000,\nb,city,عنيزة,26.09,43.99,,2.5\nc,city,الرس,25.87,43.50,,\n"
    )
    assert [(draft.lat, draft.lon, draft.radius_m) for draft in read_areas(file).drafts] == [
        (26.33, 43.97, 5_000),
        (26.09, 43.99, 2_500),
        (25.87, 43.50, None),
    ]


def test_a_parent_may_be_stored_already(csv_file):
    file = csv_file("id,kind,parent,name_ar\nc1,city,r1,بريدة\n")
    assert faults(read_areas(file)) == [(2, Fault.UNKNOWN_PARENT)]
    assert read_areas(file, known={"r1": AreaKind.REGION}).drafts[0].parent == "r1"
    assert faults(read_areas(file, known={"r1": AreaKind.DISTRICT})) == [(2, Fault.PARENT_NOT_ABOVE)]


def test_columns_have_the_names_the_options_give_them(csv_file):
    file = csv_file("city_id,region_id,ar\n7,1,بريدة\n")
    columns = AreaColumns(id="city-{city_id}", parent="region-{region_id}", kind="=city", name_ar="ar")
    draft = read_areas(file, columns, known={"region-1": AreaKind.REGION}).drafts[0]
    assert (draft.code, draft.parent, draft.kind, draft.name_ar) == ("city-7", "region-1", AreaKind.CITY, "بريدة")


@pytest.mark.parametrize(
    "columns", [AreaColumns(id="code"), AreaColumns(name_en="name-{lang}"), AreaColumns(parent="above")]
)
def test_a_column_that_is_not_there_is_refused_before_anything_is_read(csv_file, columns):
    with pytest.raises(UnknownColumn):
        read_areas(csv_file("id,kind,name_ar\nr1,region,القصيم\n"), columns)


def test_a_file_without_kinds_is_refused_unless_the_kind_is_given(csv_file):
    file = csv_file("id,name_ar\nr1,القصيم\n")
    with pytest.raises(UnknownColumn) as refusal:
        read_areas(file)
    assert refusal.value.facts == {"column": "kind", "columns": "id, name_ar"}
    assert read_areas(file, AreaColumns(kind="=region")).drafts[0].kind is AreaKind.REGION


def test_an_empty_file_and_one_with_only_a_header_are_told_apart(csv_file):
    assert read_areas(csv_file("id,kind\n")).drafts == []
    with pytest.raises(UnknownColumn):
        read_areas(csv_file(""))


def test_what_is_no_text_in_utf8_is_refused_unless_its_encoding_is_named(csv_file):
    file = csv_file("id,kind,name_ar\nr1,region,القصيم\n", encoding="windows-1256")
    with pytest.raises(NotUtf8):
        read_areas(file)
    assert read_areas(file, encoding="windows-1256").drafts[0].name_ar == "القصيم"


def test_utf16_is_known_by_its_mark(csv_file):
    assert (
        read_areas(csv_file("id\tkind\tname_ar\nr1\tregion\tالقصيم\n", encoding="utf-16")).drafts[0].name_ar == "القصيم"
    )


@pytest.mark.parametrize("encoding", ["klingon", "base64", "ascii"])
def test_an_encoding_that_is_none_or_not_this_one_is_refused(csv_file, encoding):
    with pytest.raises(NotInEncoding):
        read_areas(csv_file("id,kind,name_ar\nr1,region,القصيم\n"), encoding=encoding)


def test_what_ends_otherwise_is_refused(csv_file):
    with pytest.raises(UnknownFile):
        read_areas(csv_file("", name="areas.xlsx"))


# GeoJSON


def test_a_polygon_is_kept_with_a_point_inside_it(geojson_file):
    draft = read_areas(geojson_file(feature())).drafts[0]
    polygon = ground(draft)
    assert polygon.equals(shapely.box(46, 24, 47, 25))
    assert polygon.contains(shapely.Point(draft.lon or 0.0, draft.lat or 0.0))
    assert not draft.mended


def test_the_same_file_gives_the_same_bytes(geojson_file):
    file = geojson_file(feature(), feature(SLIP, id="r2"))
    assert read_areas(file) == read_areas(file)


def test_a_polygon_that_crosses_itself_a_little_is_mended_and_said_to_be(geojson_file):
    draft = read_areas(geojson_file(feature(SLIP))).drafts[0]
    assert ground(draft).is_valid
    assert ground(draft).area == pytest.approx(shapely.geometry.shape(SLIP).area, rel=0.1)
    assert draft.mended


def test_parts_that_overlap_are_one_ground(geojson_file):
    twice = {"type": "MultiPolygon", "coordinates": [SQUARE["coordinates"]] * 2}
    draft = read_areas(geojson_file(feature(twice))).drafts[0]
    assert ground(draft).equals(shapely.box(46, 24, 47, 25))
    assert draft.mended


def test_a_bow_whose_ground_nobody_knows_is_refused_with_how_much_is_uncertain(geojson_file):
    read = read_areas(geojson_file(feature(BOW), feature(id="r2")))
    assert faults(read) == [(1, Fault.CROSSES_ITSELF)]
    assert dict(read.bad[0].facts) == {"id": "r1", "percent": 100, "most": 10}


def test_islands_and_holes_are_kept(geojson_file):
    holed = [*SQUARE["coordinates"], [[46.4, 24.4], [46.6, 24.4], [46.6, 24.6], [46.4, 24.6], [46.4, 24.4]]]
    island = [[[48, 24], [48.1, 24], [48.1, 24.1], [48, 24.1], [48, 24]]]
    draft = read_areas(geojson_file(feature({"type": "MultiPolygon", "coordinates": [holed, island]}))).drafts[0]
    assert ground(draft).geom_type == "MultiPolygon"
    assert not ground(draft).contains(shapely.Point(46.5, 24.5))
    assert ground(draft).contains(shapely.Point(48.05, 24.05))
    assert not draft.mended


@pytest.mark.parametrize(
    "ring",
    [
        [[179, -17], [-179, -17], [-179, -16], [179, -16], [179, -17]],
        [[179, -17], [181, -17], [181, -16], [179, -16], [179, -17]],
        [[-181, -17], [-179, -17], [-179, -16], [-181, -16], [-181, -17]],
    ],
)
def test_what_runs_over_the_antimeridian_is_cut_there(geojson_file, ring):
    draft = read_areas(geojson_file(feature({"type": "Polygon", "coordinates": [ring]}))).drafts[0]
    area = ground(draft)
    assert area.area == pytest.approx(2.0)
    assert [area.contains(shapely.Point(lon, -16.5)) for lon in (179.5, -179.5, 0)] == [True, True, False]
    assert draft.lon is not None
    assert abs(draft.lon) >= 179


def test_the_whole_earth_is_not_taken_for_a_line(geojson_file):
    world = {"type": "Polygon", "coordinates": [[[-180, -90], [180, -90], [180, 90], [-180, 90], [-180, -90]]]}
    assert ground(read_areas(geojson_file(feature(world))).drafts[0]).area == 360 * 180


def test_heights_are_left_out(geojson_file):
    high = {"type": "Polygon", "coordinates": [[[46, 24, 600], [47, 24, 600], [47, 25, 600], [46, 24, 600]]]}
    assert not ground(read_areas(geojson_file(feature(high))).drafts[0]).has_z


def test_of_a_collection_only_polygons_are_kept(geojson_file):
    mixed = {
        "type": "GeometryCollection",
        "geometries": [SQUARE, {"type": "LineString", "coordinates": [[46, 24], [48, 26]]}],
    }
    draft = read_areas(geojson_file(feature(mixed))).drafts[0]
    assert ground(draft).geom_type == "Polygon"
    assert not draft.mended


def test_a_feature_without_geometry_is_a_name_only(geojson_file):
    draft = read_areas(geojson_file(feature(None))).drafts[0]
    assert (draft.shape, draft.lat, draft.radius_m) == (None, None, None)


def test_a_point_with_a_radius_is_a_circle(geojson_file):
    point = {"type": "Point", "coordinates": [46.5, 24.5]}
    assert read_areas(geojson_file(feature(point))).drafts[0].lat == 24.5
    draft = read_areas(geojson_file(feature(point, lat=24.5, lon=46.5, radius_m=800))).drafts[0]
    assert (draft.lat, draft.lon, draft.radius_m, draft.shape) == (24.5, 46.5, 800, None)


def test_the_id_may_stand_outside_the_properties(geojson_file):
    outside = feature() | {"id": "outside"}
    assert read_areas(geojson_file(outside)).drafts[0].code == "r1"
    del outside["properties"]["id"]
    assert read_areas(geojson_file(outside)).drafts[0].code == "outside"


@pytest.mark.parametrize(
    ("geometry", "fault"),
    [
        ({"type": "LineString", "coordinates": [[46, 24], [47, 25]]}, Fault.NOT_A_GROUND),
        ({"type": "Polygon", "coordinates": [[[46, 24], [47, 25]]]}, Fault.NOT_A_GROUND),
        ({"type": "Polygon"}, Fault.NOT_A_GROUND),
        ({"type": "Star", "coordinates": []}, Fault.NOT_A_GROUND),
        ("a polygon", Fault.NOT_A_GROUND),
        ([1, 2], Fault.NOT_A_GROUND),
        ({"type": "Polygon", "coordinates": "46,24"}, Fault.NOT_A_GROUND),
        ({"type": "Polygon", "coordinates": []}, Fault.EMPTY_GROUND),
        ({"type": "Polygon", "coordinates": [[[46, 24], [47, 25], [48, 26], [46, 24]]]}, Fault.EMPTY_GROUND),
        (
            {
                "type": "Polygon",
                "coordinates": [[[671000, 2731000], [672000, 2731000], [672000, 2732000], [671000, 2731000]]],
            },
            Fault.PROJECTED,
        ),
        ({"type": "Point", "coordinates": [24, 96]}, Fault.SWAPPED),
        ({"type": "Polygon", "coordinates": [[[2, 101], [3, 101], [3, 102], [2, 101]]]}, Fault.SWAPPED),
        ({"type": "Point", "coordinates": [196, 46]}, Fault.BAD_COORDINATES),
        (
            {"type": "Polygon", "coordinates": [[[46, 24], [47, float("nan")], [47, 25], [46, 24]]]},
            Fault.BAD_COORDINATES,
        ),
    ],
)
def test_a_geometry_that_is_no_ground_is_listed(geojson_file, geometry, fault):
    read = read_areas(geojson_file(feature(geometry), feature(id="r2")))
    assert faults(read) == [(1, fault)]
    assert [draft.code for draft in read.drafts] == ["r2"]


@pytest.mark.parametrize("odd", [7, None, "feature", [], {"type": "Feature", "properties": None, "geometry": None}])
def test_an_odd_feature_is_listed_and_stops_nothing(geojson_file, odd):
    read = read_areas(geojson_file(odd, feature()))
    assert faults(read) == [(1, Fault.NO_ID)]
    assert len(read.drafts) == 1


@pytest.mark.parametrize(
    ("text", "unread"),
    [
        ("", 1),
        ("[]", 1),
        ('{"type": "Feature", "properties": {}}', 1),
        ('{"type": "FeatureCollection", "features": [{"type": "Feature"', 1),
        ('{"type": "FeatureCollection", "features": [{}, {}, {"a": ', 3),
        ('{"type": "FeatureCollection", "features": [{}, oops]}', 2),
    ],
)
def test_half_a_file_is_refused_whole(tmp_path, text, unread):
    path = tmp_path / "half.geojson"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(NotGeoJson) as refusal:
        read_areas(path)
    assert refusal.value.facts == {"feature": unread}


def test_a_file_much_larger_than_what_is_read_at_once_arrives_whole(geojson_file):
    many = [feature(id=f"r{number}", note="x" * 700) for number in range(3_000)]
    many[1_500]["properties"]["note"] = "y" * 3_000_000
    read = read_areas(geojson_file(*many, name="before", crs={"type": "name"}))
    assert len(read.drafts) == 3_000
    assert read.bad == []


@pytest.mark.parametrize("ending", ["ndjson", "geojsonl", "geojsons", "jsonl"])
def test_a_feature_a_line_is_read_line_by_line(csv_file, ending):
    lines = "\n\n".join("\x1e" * (ending == "geojsons") + json.dumps(feature(id=f"r{number}")) for number in range(3))
    read = read_areas(csv_file(lines + "\n", name=f"areas.{ending}"))
    assert [draft.code for draft in read.drafts] == ["r0", "r1", "r2"]
    with pytest.raises(NotGeoJson):
        read_areas(csv_file(lines + "\n{", name=f"half.{ending}"))


def test_other_words_for_kinds_are_said_once_for_the_file(csv_file):
    file = csv_file("id,kind,name_ar\na,Governorate,عمّان\nb,3,ماركا\nc,city,الزرقاء\n")
    read = read_areas(file, AreaColumns(kinds="governorate=region, 3=district"))
    assert {draft.code: str(draft.kind) for draft in read.drafts} == {"a": "region", "b": "district", "c": "city"}
    with pytest.raises(BadKinds):
        read_areas(file, AreaColumns(kinds="governorate=province"))


def test_who_watches_hears_how_much_was_read(geojson_file):
    file = geojson_file(*(feature(id=f"r{number}") for number in range(3)))
    heard: list[int] = []
    read_areas(file, watch=heard.append)
    assert heard[-1] == file.stat().st_size


# Towns


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("جدة|جده|جدّة", ["جدة", "جده", "جدّة"]),
        ("إمارة الشارقة|الشارقة|شارجه", ["الشارقة", "شارجه", "إمارة الشارقة"]),
        ("دبى|دبي", ["دبي", "دبى"]),
        ("القرى", ["القرى"]),
        ("تهران|تهران|طهران", ["تهران", "طهران"]),
        (" ; الدوحة ؛اَلدَّوْحَة", ["الدوحة", "اَلدَّوْحَة"]),
        ("", []),
    ],
)
def test_of_several_names_the_first_usable_one_is_what_a_place_is_called(cell, names):
    assert listed_names(cell) == names


def test_the_name_with_the_most_spellings_is_what_a_place_is_called():
    """Amman and Salalah in GeoNames: Uyghur, Persian and a slip stand before them."""
    assert listed_names("ئاممان|امان|عمان|عمان شہر|عمّان|عَمّان|عەممان")[0] == "عمان"
    assert listed_names("سلالة|صلالة|صلاله")[0] == "صلالة"


@pytest.mark.parametrize(
    ("inhabitants", "metres"), [(0, 1_000), (500, 1_000), (50_000, 3_257), (1_000_000, 14_567), (9_000_000, 25_000)]
)
def test_a_town_is_drawn_as_wide_as_its_inhabitants_need(inhabitants, metres):
    assert radius_of_town_m(inhabitants) == metres


@pytest.mark.parametrize("word", ["many", "-3", "nan", "inf"])
def test_inhabitants_that_are_no_number_are_listed(csv_file, word):
    read = read_areas(csv_file(f"id,kind,name_ar,lat,lon,population\na,city,بريدة,26.33,43.97,{word}\n"))
    assert faults(read) == [(2, Fault.BAD_POPULATION)]


def test_a_town_has_its_circle_its_names_and_what_holds_its_point(csv_file):
    file = csv_file("id,kind,names,latin,lat,lon,population\n7,city,جدة|جده,Jeddah,21.49,39.19,50000\n")
    columns = AreaColumns(id="town-{id}", name_ar="names", name_en="latin", also=("{latin} city",))
    found = read_areas(file, columns, known={"SA-02": AreaKind.REGION}, above=lambda _, __: "SA-02").drafts
    assert found == [
        AreaDraft(
            2, "town-7", "SA-02", AreaKind.CITY, "جدة", "Jeddah", 21.49, 39.19, 3_257.0, names=("جده", "Jeddah city")
        )
    ]


def gulf_of_two_cities():
    region = Area(
        id=1,
        code="SA-02",
        kind=AreaKind.REGION,
        name_ar="مكة المكرمة",
        shape=shapely.to_wkb(shapely.box(38, 20, 42, 23)),
    )
    cities = [("city-1", "جدّه"), ("city-2", "الطائف"), ("city-3", "الطايف")]
    rows = [
        Area(id=at, code=code, kind=AreaKind.CITY, parent_id=1, name_ar=name)
        for at, (code, name) in enumerate(cities, 2)
    ]
    return AreaIndex([region, *rows])


def test_a_town_that_is_here_by_name_is_that_city_unless_two_are_called_so():
    towns = [
        AreaDraft(2, "town-1", "SA-02", AreaKind.CITY, "جدة"),
        AreaDraft(3, "town-2", "SA-02", AreaKind.CITY, "الطائف"),
        AreaDraft(4, "town-3", None, AreaKind.CITY, "جدة"),
        AreaDraft(5, "town-4", "SA-02", AreaKind.CITY, "رابغ"),
    ]
    joins = same_by_name(towns, gulf_of_two_cities(), known={"SA-02", "city-1", "city-2", "city-3"})
    assert joins == {"town-1": "city-1"}
    assert [(draft.code, draft.joined) for draft in renamed(towns, joins)][:2] == [("city-1", True), ("town-2", False)]


def test_two_towns_of_one_name_are_not_one_city():
    towns = [AreaDraft(number, f"town-{number}", "SA-02", AreaKind.CITY, "جدة") for number in (2, 3)]
    assert same_by_name(towns, gulf_of_two_cities(), known=()) == {}


# Aliases


def test_an_alias_gives_an_area_its_other_id(csv_file):
    aliases = read_aliases(csv_file("alias,id\nregion-4,SA-05\n", "alias.csv"), known={"SA-05"})
    regions = csv_file("id,kind,parent,name_ar\nregion-4,region,,القصيم\nc1,city,region-4,بريدة\n")
    read = read_areas(regions, known={"SA-05": AreaKind.REGION}, aliases=aliases.joins)
    assert [(draft.code, draft.parent) for draft in read.drafts] == [("SA-05", None), ("c1", "SA-05")]


def test_aliases_need_no_header_and_may_come_in_either_order(csv_file):
    file = csv_file("SA-05,region-4\nregion-1,SA-01\n")
    assert read_aliases(file, known={"SA-05", "SA-01"}).joins == {"region-4": "SA-05", "region-1": "SA-01"}


def test_aliases_that_join_nothing_are_listed(csv_file):
    file = csv_file("a,b\nc\nd,SA-01\nd,SA-05\nSA-01,SA-05\nSA-01,SA-01\nold,SA-05\n,SA-05\n")
    read = read_aliases(file, known={"SA-01", "SA-05"}, joined={"old": "SA-01"})
    assert read.joins == {"a": "b", "d": "SA-01"}
    assert faults(read) == [
        (2, Fault.ALIAS_INCOMPLETE),
        (4, Fault.ALIAS_TWICE),
        (5, Fault.ALIAS_OF_TWO_AREAS),
        (7, Fault.ALIAS_TWICE),
        (8, Fault.ALIAS_INCOMPLETE),
    ]
    assert [(row.number, row.fault) for row in read.of_nothing({"SA-01", "SA-05"})] == [(1, Fault.ALIAS_OF_NOTHING)]


def test_the_same_aliases_again_change_nothing(csv_file):
    file = csv_file("alias,id\nregion-4,SA-05\n")
    again = read_aliases(file, known={"SA-05"}, joined={"region-4": "SA-05"})
    assert again.joins == {"region-4": "SA-05"}
    assert again.bad == []


# The real geography


@pytest.fixture(scope="module")
def geography():
    folder = Path(os.environ.get("MIZALLA_TEST_DATA") or PROJECT.parent / "shared" / "data")
    if not folder.is_dir():
        reason = "no real geography here: name its folder in MIZALLA_TEST_DATA"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    return folder


@pytest.fixture(scope="module")
def provinces(geography):
    columns = AreaColumns(id="iso_3166_2", kind="=region", name_en="name")
    return read_areas(geography / "natural-earth" / "gcc_admin1_ne10m.geojson", columns)


@pytest.fixture(scope="module")
def municipal(geography):
    """Regions, cities and districts of the Saudi municipal coding, each file knowing the one before."""
    folder = geography / "saudi-municipal-coding"
    regions = read_areas(folder / "regions.csv", AreaColumns(id="region-{region_id}", kind="=region"))
    known = {draft.code: draft.kind for draft in regions.drafts}
    cities = read_areas(
        folder / "cities.csv", AreaColumns(id="city-{city_id}", parent="region-{region_id}", kind="=city"), known=known
    )
    known |= {draft.code: draft.kind for draft in cities.drafts}
    districts = read_areas(
        folder / "districts.csv",
        AreaColumns(id="district-{district_id}", parent="city-{city_id}", kind="=district"),
        known=known,
    )
    return regions, cities, districts


def stored(drafts):
    """Rows as a database would give them back."""
    numbers = {draft.code: number for number, draft in enumerate(drafts, start=1)}
    return [
        Area(
            id=numbers[draft.code],
            code=draft.code,
            parent_id=numbers.get(draft.parent),
            kind=draft.kind,
            name_ar=draft.name_ar,
            name_en=draft.name_en,
            lat=draft.lat,
            lon=draft.lon,
            radius_m=draft.radius_m,
            shape=draft.shape,
        )
        for draft in drafts
    ]


@pytest.mark.geography
def test_the_52_provinces_of_the_gulf_are_read_with_their_shapes(provinces):
    assert provinces.bad == []
    assert len(provinces.drafts) == 52
    assert all(draft.shape and draft.name_en for draft in provinces.drafts)
    assert sum(bool(draft.name_ar) for draft in provinces.drafts) == 13


@pytest.mark.geography
def test_the_municipal_coding_is_read_whole_with_templates(municipal):
    assert [len(read.drafts) for read in municipal] == [13, 15_513, 21_235]
    assert [read.bad for read in municipal] == [[], [], []]


CAPITALS = {
    "Riyadh": "SA-01",
    "Makkah": "SA-02",
    "Madinah": "SA-03",
    "Dammam": "SA-04",
    "Buraydah": "SA-05",
    "Ha'il": "SA-06",
    "Tabuk": "SA-07",
    "Arar": "SA-08",
    "Jizan": "SA-09",
    "Najrān": "SA-10",
    "Al Bahah": "SA-11",
    "Sakakah": "SA-12",
    "Abha": "SA-14",
}


def places_named(geography, names):
    with (geography / "geonames" / "gcc_cities.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["country"] == "SA" and row["name"] in names]
    return {row["name"]: Point(float(row["lat"]), float(row["lon"])) for row in reversed(rows)}


@pytest.mark.geography
def test_each_of_the_13_regional_capitals_lies_in_its_region(geography, provinces):
    index = AreaIndex(stored(provinces.drafts))
    points = places_named(geography, CAPITALS.keys())
    assert {name: [area.code for area in index.holding(point)] for name, point in points.items()} == {
        name: [region] for name, region in CAPITALS.items()
    }


@pytest.mark.geography
def test_cities_by_name_hear_through_the_region_whose_shape_an_alias_gives_them(
    geography, provinces, municipal, csv_file
):
    regions, cities, _ = municipal
    aliases = read_aliases(csv_file("alias,id\nregion-1,SA-01\n"), known={draft.code for draft in provinces.drafts})
    riyadh = read_areas(
        geography / "saudi-municipal-coding" / "cities.csv",
        AreaColumns(id="city-{city_id}", parent="region-{region_id}", kind="=city"),
        known={draft.code: draft.kind for draft in provinces.drafts}
        | {draft.code: draft.kind for draft in regions.drafts},
        aliases=aliases.joins,
    )
    in_riyadh = [draft for draft in riyadh.drafts if draft.parent == "SA-01"]
    index = AreaIndex(stored(provinces.drafts + in_riyadh))
    assert len(in_riyadh) == sum(draft.parent == "region-1" for draft in cities.drafts)
    assert index.shaped(len(provinces.drafts) + 1) == next(
        n for n, draft in enumerate(provinces.drafts, 1) if draft.code == "SA-01"
    )


@pytest.mark.geography
def test_riyadh_and_jeddah_are_as_far_apart_as_on_the_map(geography):
    points = places_named(geography, {"Riyadh", "Jeddah"})
    assert distance_m(points["Riyadh"], points["Jeddah"]) == pytest.approx(848_000, rel=0.01)


@pytest.mark.geography
@pytest.mark.parametrize("typed", ["النسيم، الرياض", "حي النسيم الرياض", "النسيم في الرياض", "الرياض، النسيم"])
def test_a_name_in_a_named_city_means_its_districts_that_begin_with_it_before_others_of_the_region(riyadh, typed):
    found = read_place(typed, riyadh)
    assert isinstance(found, FoundAreas)
    first, second, *others = [riyadh.path(area.id)[-2:] for area in found.areas]
    assert found.guessed
    assert {city.code for city, _ in (first, second)} == {"city-21282"}
    assert {first[1].name_ar, second[1].name_ar} == {"النسيم الشرقي", "النسيم الغربي"}
    assert {district.name_ar for _, district in others} == {"النسيم"}


@pytest.mark.geography
def test_a_district_the_named_city_has_is_no_guess(riyadh):
    found = read_place("النسيم الغربي، الرياض", riyadh)
    assert isinstance(found, FoundAreas)
    assert not found.guessed
    assert [area.name_ar for area in found.areas] == ["النسيم الغربي"]


@pytest.fixture(scope="module")
def riyadh(municipal):
    """The region of Riyadh with its cities and districts, by name."""
    regions, cities, districts = municipal
    inside = {"region-1"}
    inside |= {draft.code for draft in cities.drafts if draft.parent in inside}
    every = [*regions.drafts, *cities.drafts, *districts.drafts]
    return AreaIndex(stored([draft for draft in every if draft.code in inside or draft.parent in inside]))
