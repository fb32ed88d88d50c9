"""Maps of searches as other programs read them: GeoJSON (RFC 7946) and GPX 1.1."""

from datetime import UTC, datetime, timedelta
from typing import Any

import gpxpy
import orjson
import pytest
import shapely

from formats.field_maps import FieldMap, Ground, Mark, Ring, Walk
from formats.geojson import write_geojson
from formats.gpx import write_gpx
from places.equal_area import Plane
from places.points import Point

NOON = datetime(2026, 11, 22, 9, tzinfo=UTC)


def field_map(middle: Point) -> FieldMap:
    plane = Plane(middle)
    block = plane.degrees(shapely.box(-245, -245, 245, 245))
    steps = tuple((plane.point(x, 0), NOON + timedelta(minutes=at)) for at, x in enumerate((-200, 0, 200)))
    later = tuple((plane.point(x, 50), NOON + timedelta(minutes=30 + at)) for at, x in enumerate((0, 60)))
    return FieldMap(
        name="البحث رقم 7",
        search_id=7,
        made_at=NOON,
        marks=(
            Mark("آخر مكان معروف", "last-known-point", middle, time=NOON),
            Mark("إفادة 1", "sighting", plane.point(300, 300), state="confirmed"),
        ),
        rings=(Ring(50, 1000.0),),
        grounds=(Ground("رقعة 1", 1, "searched", block, 240_100, 0.02, 0.5, 0.393),),
        walks=(Walk("الفريق 3", 3, 1, (steps, later)),),
    )


def features(written: bytes) -> dict[str, Any]:
    return {each["properties"]["kind"]: each for each in orjson.loads(written)["features"]}


def test_everything_is_in_the_geojson_and_it_names_nobody():
    found = features(write_geojson(field_map(Point(24.7, 46.7))))
    assert set(found) == {"ring", "segment", "track", "last-known-point", "sighting"}
    assert found["segment"]["properties"] == {
        "kind": "segment", "name": "رقعة 1", "number": 1, "state": "searched", "area_m2": 240_100, "poa": 0.02,
        "coverage": 0.5, "pod": 0.393,
    }  # fmt: skip
    assert found["last-known-point"]["geometry"] == {"type": "Point", "coordinates": [46.7, 24.7]}
    assert found["track"]["geometry"]["type"] == "MultiLineString"
    assert found["track"]["properties"]["times"][0][0] == "2026-11-22T09:00:00Z"


def test_rings_and_segments_are_wound_to_the_left():
    found = features(write_geojson(field_map(Point(24.7, 46.7))))
    for kind in ("ring", "segment"):
        [outer] = found[kind]["geometry"]["coordinates"]
        assert shapely.is_ccw(shapely.LinearRing(outer))
        assert outer[0] == outer[-1]


def test_a_ring_is_as_large_as_it_says():
    found = features(write_geojson(field_map(Point(24.7, 46.7))))
    [outer] = found["ring"]["geometry"]["coordinates"]
    # pi km2, less a thousandth for 128 corners
    assert Plane(Point(24.7, 46.7)).flat(shapely.Polygon(outer)).area == pytest.approx(3_141_593, rel=1e-3)


def test_what_crosses_the_antimeridian_is_cut_there():
    found = features(write_geojson(field_map(Point(-16.8, 180.0))))
    assert found["segment"]["geometry"]["type"] == "MultiPolygon"
    assert found["track"]["geometry"]["type"] == "MultiLineString"
    for each in found.values():
        lons = [corner[0] for corner in _corners(each["geometry"]["coordinates"])]
        assert all(-180 <= lon <= 180 for lon in lons)


def _corners(coordinates):
    if isinstance(coordinates[0], float):
        return [coordinates]
    return [corner for each in coordinates for corner in _corners(each)]


def test_other_programs_read_the_gpx():
    read = gpxpy.parse(write_gpx(field_map(Point(24.7, 46.7))).decode())
    assert [point.name for point in read.waypoints] == ["آخر مكان معروف", "إفادة 1"]
    [route] = read.routes
    assert (route.name, len(route.points)) == ("رقعة 1", 5)
    [track] = read.tracks
    assert [len(part.points) for part in track.segments] == [3, 2]
    assert track.segments[0].points[0].time == NOON
    assert read.tracks[0].length_2d() == pytest.approx(460, rel=0.01)


def test_a_search_without_ground_is_a_map_all_the_same():
    empty = FieldMap("البحث رقم 7", 7, NOON)
    assert orjson.loads(write_geojson(empty))["features"] == []
    assert gpxpy.parse(write_gpx(empty).decode()).name == "البحث رقم 7"
