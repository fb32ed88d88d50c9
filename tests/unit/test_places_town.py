"""The invented town of the demo is a town: whole, without gaps, and where nobody lives."""

import json
from pathlib import Path

import pytest
import shapely

from models.areas import Area, AreaKind
from places.areas import AreaIndex
from places.grounds import AreaGround
from places.imports import read_areas
from places.points import Point, box, distance_m

DEMO = Path(__file__).parents[2] / "bot" / "demo"


@pytest.fixture(scope="module")
def drafts():
    read = read_areas(DEMO / "town.geojson")
    assert read.bad == []
    assert not any(draft.mended for draft in read.drafts)
    return read.drafts


@pytest.fixture(scope="module")
def shapes(drafts):
    return {draft.code: shapely.from_wkb(draft.shape) for draft in drafts}


@pytest.fixture(scope="module")
def town(drafts):
    numbers = {draft.code: number for number, draft in enumerate(drafts, start=1)}
    return AreaIndex(
        Area(
            id=numbers[draft.code],
            code=draft.code,
            parent_id=numbers.get(draft.parent),
            kind=draft.kind,
            name_ar=draft.name_ar,
            name_en=draft.name_en,
            shape=draft.shape,
        )
        for draft in drafts
    )


@pytest.fixture(scope="module")
def landmarks():
    return json.loads((DEMO / "landmarks.json").read_text(encoding="utf-8"))


def of_kind(drafts, kind):
    return [draft for draft in drafts if draft.kind is kind]


def test_the_town_is_one_region_one_city_and_eight_districts(drafts):
    (region,) = of_kind(drafts, AreaKind.REGION)
    (city,) = of_kind(drafts, AreaKind.CITY)
    districts = of_kind(drafts, AreaKind.DISTRICT)
    assert city.parent == region.code
    assert [district.parent for district in districts] == [city.code] * 8


def test_every_place_of_the_town_has_a_name_of_its_own_in_both_languages(drafts):
    assert len({draft.name_ar for draft in drafts}) == len({draft.name_en for draft in drafts}) == 10
    assert all(draft.name_ar and draft.name_en for draft in drafts)


def test_districts_fill_the_city_without_gap_or_overlap(drafts, shapes):
    districts = [shapes[draft.code] for draft in of_kind(drafts, AreaKind.DISTRICT)]
    city = shapes[of_kind(drafts, AreaKind.CITY)[0].code]
    assert shapely.union_all(districts).equals(city)
    assert sum(district.area for district in districts) == pytest.approx(city.area, rel=1e-9)
    assert shapes[of_kind(drafts, AreaKind.REGION)[0].code].contains_properly(city)


def test_districts_are_two_to_four_kilometres_wide(drafts, town):
    for area in (area for area in map(town.area, range(1, 11)) if area.kind is AreaKind.DISTRICT):
        south, north, west, east = town.bounds(area.id)
        assert 2_000 < distance_m(Point(south, west), Point(south, east)) < 4_000
        assert 2_000 < distance_m(Point(south, west), Point(north, west)) < 4_000


def test_neighbours_do_not_hear_of_each_other(town):
    districts = [area for area in map(town.area, range(1, 11)) if area.kind is AreaKind.DISTRICT]
    for district in districts:
        assert town.meeting(AreaGround(district.id)).area_ids == {area.id for area in town.path(district.id)}


def test_landmarks_lie_in_the_district_they_are_said_to_be_in(town, landmarks):
    assert "حديقة السلام" in {landmark["name_ar"] for landmark in landmarks}
    for landmark in landmarks:
        assert town.holding(Point(landmark["lat"], landmark["lon"]))[0].code == landmark["area"]


def test_no_landmark_is_on_a_border(town, landmarks):
    for landmark in landmarks:
        assert town.near_border(Point(landmark["lat"], landmark["lon"]), 300, AreaKind.DISTRICT) == []


def test_the_town_lies_in_the_empty_quarter(town):
    south, north, west, east = town.bounds(1)
    around = box(Point((south + north) / 2, (west + east) / 2), 20_000)
    assert around.min_lat > 20
    assert around.max_lat < 21
    assert around.min_lon > 50
    assert around.max_lon < 50.7
