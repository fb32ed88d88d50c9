"""What lies where, on a small country of straight borders and names without a shape."""

import numpy as np
import pytest
import shapely
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from models.areas import Area, AreaKind
from models.refusals import NotFound
from places.areas import AreaIndex
from places.grounds import AreaGround, Circle
from places.points import Point, distance_m

calm = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])

REGION, CITY, DISTRICT = AreaKind.REGION, AreaKind.CITY, AreaKind.DISTRICT

EAST, WEST, HARBOUR, RED, BLUE, GREEN, OASIS, WELL, CAMP, NORTH, VILLAGE, ISLE, REEF = range(1, 14)


def wkb(west, south, east, north):
    return shapely.to_wkb(shapely.box(west, south, east, north))


def area(number, kind, parent=None, **more):
    return Area(
        id=number,
        code=f"a-{number}",
        kind=kind,
        parent_id=parent,
        name_ar=f"نطاق {number}",
        name_en=f"Area {number}",
        **more,
    )


COUNTRY = [
    area(EAST, REGION, shape=wkb(46, 24, 48, 26)),
    area(WEST, REGION, shape=wkb(44, 24, 46, 26)),
    area(HARBOUR, CITY, EAST, shape=wkb(46.0, 24.0, 46.4, 24.4)),
    area(RED, DISTRICT, HARBOUR, shape=wkb(46.0, 24.0, 46.1, 24.1)),
    area(BLUE, DISTRICT, HARBOUR, shape=wkb(46.1, 24.0, 46.2, 24.1)),
    area(GREEN, DISTRICT, HARBOUR),
    area(OASIS, CITY, EAST),
    area(WELL, DISTRICT, OASIS),
    area(CAMP, CITY, EAST, lat=25.5, lon=47.5, radius_m=3_000),
    area(NORTH, REGION),
    area(VILLAGE, CITY, NORTH),
    area(ISLE, DISTRICT, OASIS, shape=wkb(47.0, 25.0, 47.05, 25.05)),
    area(REEF, DISTRICT, EAST),
]


@pytest.fixture(scope="module")
def country():
    return AreaIndex(COUNTRY)


def ids(areas):
    return [area.id for area in areas]


def test_areas_hold_a_point_smallest_first(country):
    assert ids(country.holding(Point(24.05, 46.05))) == [RED, HARBOUR, EAST]


def test_a_name_only_comes_between_what_it_holds_and_what_holds_it(country):
    assert ids(country.holding(Point(25.02, 47.02))) == [ISLE, OASIS, EAST]


def test_a_point_on_a_border_is_in_both(country):
    assert set(ids(country.holding(Point(24.05, 46.1)))) == {RED, BLUE, HARBOUR, EAST}


def test_a_circle_holds_what_is_within_its_radius_and_not_the_corners_around_it(country):
    assert ids(country.holding(Point(25.5 + 2_990 / 111_195, 47.5))) == [CAMP, EAST]
    assert ids(country.holding(Point(25.5 + 3_010 / 111_195, 47.5))) == [EAST]


def test_nowhere_is_in_nothing(country):
    assert country.holding(Point(0, 0)) == []
    assert AreaIndex([]).holding(Point(0, 0)) == []


def test_a_point_near_a_border_could_be_on_the_other_side(country):
    just_red = Point(24.05, 46.0995)
    assert ids(country.near_border(just_red, 65, DISTRICT)) == [BLUE]
    assert country.near_border(just_red, 20, DISTRICT) == []
    assert country.near_border(just_red, 65, CITY) == []


def test_a_point_on_the_border_itself_asks_even_when_the_phone_is_sure(country):
    assert len(country.near_border(Point(24.05, 46.1), 0, DISTRICT)) == 1


def test_a_point_in_a_gap_lists_both_sides_nearest_first():
    gap = AreaIndex([area(1, DISTRICT, shape=wkb(0, 0, 1, 1)), area(2, DISTRICT, shape=wkb(1.001, 0, 2, 1))])
    assert ids(gap.near_border(Point(0.5, 1.0007), 200, DISTRICT)) == [2, 1]


def test_a_circle_meets_what_it_reaches_and_what_that_lies_in(country):
    meeting = country.meeting(Circle(Point(24.05, 46.05), 500))
    assert {RED, HARBOUR, EAST} <= meeting.area_ids
    assert meeting.area_ids.isdisjoint({BLUE, WEST, CAMP, ISLE, NORTH, VILLAGE})


def test_names_without_a_shape_hear_through_the_nearest_area_that_has_one(country):
    meeting = country.meeting(Circle(Point(24.05, 46.05), 500))
    assert meeting.through == {GREEN: HARBOUR, OASIS: EAST, WELL: EAST, REEF: EAST}
    assert meeting.through.keys() <= meeting.area_ids


def test_what_is_met_itself_is_not_said_to_be_met_through_another(country):
    meeting = country.meeting(Circle(Point(25.02, 47.02), 500))
    assert {ISLE, OASIS, EAST} <= meeting.area_ids - meeting.through.keys()


def test_an_area_meets_all_it_holds_and_all_it_lies_in_but_no_neighbour(country):
    meeting = country.meeting(AreaGround(HARBOUR))
    assert meeting.area_ids - meeting.through.keys() == {EAST, HARBOUR, RED, BLUE, GREEN}
    assert country.meeting(AreaGround(RED)).area_ids.isdisjoint({BLUE, WEST})


def test_a_district_by_name_does_not_hear_of_another_district(country):
    assert GREEN not in country.meeting(AreaGround(RED)).area_ids
    assert RED not in country.meeting(AreaGround(GREEN)).area_ids
    assert WELL not in country.meeting(AreaGround(GREEN)).area_ids


def test_what_names_do_not_tell_apart_meets_through_the_shape_above(country):
    assert country.meeting(AreaGround(REEF)).through[HARBOUR] == EAST
    assert country.meeting(AreaGround(HARBOUR)).through[REEF] == EAST


def test_an_area_by_name_meets_what_it_holds_and_lies_in(country):
    meeting = country.meeting(AreaGround(OASIS))
    assert meeting.area_ids - meeting.through.keys() == {OASIS, WELL, ISLE, EAST}


def test_without_any_shape_names_still_meet_along_the_tree(country):
    assert country.meeting(AreaGround(VILLAGE)).area_ids == {VILLAGE, NORTH}
    assert country.meeting(AreaGround(NORTH)).area_ids == {VILLAGE, NORTH}
    assert country.shaped(VILLAGE) is None
    assert country.bounds(VILLAGE) is None
    assert country.point_of(VILLAGE) is None
    assert not country.circle_meets(VILLAGE, [25.0], [47.0], [5_000.0]).any()


def test_a_sliver_drawn_by_another_hand_is_no_meeting():
    drawn_twice = AreaIndex(
        [
            area(1, CITY, shape=wkb(0, 0, 1, 1)),
            area(2, CITY, shape=wkb(0.995, 0, 2, 1)),
            area(3, CITY, shape=wkb(0.9, 0.5, 1.2, 1)),
        ]
    )
    assert drawn_twice.meeting(AreaGround(1)).area_ids == {1, 3}


def test_a_region_meets_districts_that_belong_to_nothing():
    loose = AreaIndex([area(1, REGION, shape=wkb(0, 0, 2, 2)), area(2, DISTRICT, shape=wkb(0.1, 0.1, 0.2, 0.2))])
    assert loose.meeting(AreaGround(1)).area_ids == {1, 2}
    assert loose.meeting(AreaGround(2)).area_ids == {1, 2}


def test_a_path_leads_from_the_region_down(country):
    assert ids(country.path(WELL)) == [EAST, OASIS, WELL]


def test_children_are_those_directly_below(country):
    assert ids(country.children(HARBOUR)) == [RED, BLUE, GREEN]
    assert set(ids(country.children(None))) == {EAST, WEST, NORTH}
    assert country.children(RED) == []


def test_children_are_sorted_by_name():
    named = [
        Area(id=number, code=name, kind=REGION, name_ar=name) for number, name in enumerate(["نجران", "الباحة", "حائل"])
    ]
    assert [child.name_ar for child in AreaIndex(named).children(None)] == ["الباحة", "حائل", "نجران"]


def test_a_number_that_is_no_area_is_not_found(country):
    for ask in (country.area, country.path, country.shaped, country.bounds, country.point_of):
        with pytest.raises(NotFound):
            ask(999)
    with pytest.raises(NotFound):
        country.meeting(AreaGround(999))


def test_parents_in_a_circle_do_not_hang():
    loop = AreaIndex([area(1, CITY, 2), area(2, CITY, 1, shape=wkb(0, 0, 1, 1))])
    assert set(ids(loop.path(1))) == {1, 2}
    assert set(ids(loop.holding(Point(0.5, 0.5)))) == {1, 2}
    assert loop.meeting(AreaGround(1)).area_ids == {1, 2}


def test_an_area_shows_a_point_inside_itself_or_of_what_it_lies_in(country):
    assert RED in ids(country.holding(country.point_of(RED)))
    assert country.point_of(CAMP) == Point(25.5, 47.5)
    assert country.point_of(GREEN) == country.point_of(HARBOUR)


def test_bounds_are_those_of_the_shape(country):
    assert country.bounds(RED) == pytest.approx((24.0, 24.1, 46.0, 46.1))
    assert country.bounds(GREEN) == country.bounds(HARBOUR)
    south, north, west, east = country.bounds(CAMP)
    assert distance_m(Point(south, 47.5), Point(north, 47.5)) == pytest.approx(6_000, abs=2)
    assert distance_m(Point(25.5, west), Point(25.5, east)) == pytest.approx(6_000, abs=5)


def test_a_polygon_that_crosses_itself_is_mended_when_read():
    bow = shapely.to_wkb(shapely.Polygon([(0, 0), (1, 1), (1, 0), (0, 1)]))
    index = AreaIndex([area(1, CITY, shape=bow)])
    assert ids(index.holding(Point(0.5, 0.9))) == ids(index.holding(Point(0.5, 0.1))) == [1]
    assert index.holding(Point(0.9, 0.5)) == []


PENTAGON = shapely.Polygon([(46.1, 24.1), (48.9, 23.6), (49.7, 25.9), (47.6, 27.4), (46.8, 25.4)])
BORDER = shapely.get_coordinates(shapely.segmentize(PENTAGON, 0.0005).exterior)
PENTAGON_INDEX = AreaIndex(
    [area(1, REGION, shape=shapely.to_wkb(PENTAGON)), area(2, CITY, lat=25.0, lon=47.5, radius_m=9_000)]
)


def metres_by_walking_the_border(point):
    """An independent measure: the nearest of points every 50 m along the border."""
    lat, lon = np.radians(point.lat), np.radians(point.lon)
    lats, lons = np.radians(BORDER[:, 1]), np.radians(BORDER[:, 0])
    half = np.sin((lats - lat) / 2) ** 2 + np.cos(lat) * np.cos(lats) * np.sin((lons - lon) / 2) ** 2
    return (
        0.0
        if PENTAGON.contains(shapely.Point(point.lon, point.lat))
        else float((2 * 6_371_009 * np.arcsin(np.sqrt(half))).min())
    )


circles = st.builds(Circle, st.builds(Point, st.floats(22, 29), st.floats(44, 51)), st.floats(100, 300_000))


@calm
@given(circles, st.sampled_from([-3.0, 3.0]))
def test_a_circle_meets_a_polygon_within_three_metres_of_the_true_distance(circle, more):
    away = metres_by_walking_the_border(circle.point)
    if away > 10:
        meeting = PENTAGON_INDEX.meeting(Circle(circle.point, away + more))
        assert (1 in meeting.area_ids) is (more > 0)


@calm
@given(st.lists(circles, min_size=1, max_size=30))
@example([Circle(Point(26, 45.1), 150_000)])
def test_many_circles_at_once_are_judged_like_each_alone(many):
    lats, lons = [c.point.lat for c in many], [c.point.lon for c in many]
    radii = [c.radius_m for c in many]
    for number in (1, 2):
        together = PENTAGON_INDEX.circle_meets(number, lats, lons, radii)
        alone = [number in PENTAGON_INDEX.meeting(c).area_ids for c in many]
        assert together.tolist() == alone


def test_circles_reach_across_the_antimeridian():
    islands = AreaIndex(
        [
            area(1, REGION, shape=wkb(179.0, -18.0, 180.0, -16.0)),
            area(2, REGION, lat=-20.0, lon=-179.99, radius_m=2_000),
        ]
    )
    assert islands.meeting(Circle(Point(-17.0, -179.99), 2_000)).area_ids == {1}
    assert islands.meeting(Circle(Point(-17.0, -179.90), 2_000)).area_ids == frozenset()
    assert islands.circle_meets(1, [-17.0, -17.0], [-179.99, -179.9], [2_000.0, 2_000.0]).tolist() == [True, False]
    assert islands.circle_meets(2, [-20.0, -20.0], [179.99, 179.9], [2_000.0, 2_000.0]).tolist() == [True, False]
    assert ids(islands.holding(Point(-20.0, 179.995))) == [2]


def test_an_area_that_was_never_stored_is_not_indexed():
    with pytest.raises(ValueError, match="never stored"):
        AreaIndex([Area(code="x", kind=REGION, name_ar="س")])


TWO_EMIRATES = [
    area(1, REGION, shape=wkb(0, 0, 1, 1)),
    area(2, REGION, shape=wkb(1, 0, 2, 1)),
    area(3, CITY, 1, lat=0.5, lon=0.95, radius_m=20_000),
    area(4, CITY, 2, lat=0.5, lon=1.05, radius_m=25_000),
    area(5, DISTRICT, 4),
    area(6, DISTRICT, 4),
]


def test_a_circle_ends_where_the_neighbours_outline_begins():
    index = AreaIndex(TWO_EMIRATES)
    assert [each.id for each in index.holding(Point(0.5, 1.01))] == [4, 2]
    assert [each.id for each in index.holding(Point(0.5, 0.99))] == [3, 1]


def test_on_a_coast_that_is_drawn_roughly_a_circle_goes_on_over_the_water():
    assert [each.id for each in AreaIndex([TWO_EMIRATES[0], TWO_EMIRATES[2]]).holding(Point(0.5, 1.01))] == [3, 1]


def test_what_a_place_lies_in_is_the_smallest_larger_area_or_the_nearest_coast():
    index = AreaIndex(TWO_EMIRATES)
    found = [index.above(Point(0.5, lon), kind) for lon, kind in ((1.01, CITY), (1.01, DISTRICT), (2.05, CITY))]
    assert [each.id if each else None for each in found] == [2, 4, 2]
    assert index.above(Point(0.5, 2.2), CITY) is None
    assert index.above(Point(0.5, 1.01), REGION) is None


def test_districts_known_by_name_only_are_those_of_the_city_the_point_is_in():
    index = AreaIndex(TWO_EMIRATES)
    assert [each.id for each in index.names_only_at(Point(0.5, 1.1))] == [5, 6]
    assert index.names_only_at(Point(0.5, 0.9)) == []
    outlined = AreaIndex([*TWO_EMIRATES, area(7, DISTRICT, 4, shape=wkb(1.05, 0.45, 1.15, 0.55))])
    assert outlined.names_only_at(Point(0.5, 1.1)) == []


def test_an_area_is_found_by_what_else_it_is_called():
    named = Area(id=1, code="1", kind=CITY, name_ar="مكة المكرمة", name_en="Makkah")
    index = AreaIndex([named], [(1, "بكة"), (1, "Mecca")])
    assert [each.id for name in ("بكه", "mecca", "مدينة بكة") for each in index.named(name)] == [1, 1, 1]


def test_the_edge_of_a_circle_is_no_border_to_ask_about():
    camp = area(8, DISTRICT, 1, lat=0.5, lon=0.5, radius_m=1_000)
    quarters = [
        area(9, DISTRICT, 1, shape=wkb(0.4, 0.4, 0.6, 0.6)),
        area(10, DISTRICT, 1, shape=wkb(0.6, 0.4, 0.7, 0.6)),
    ]
    index = AreaIndex([TWO_EMIRATES[0], camp, *quarters])
    assert index.near_border(Point(0.5, 0.5), 100, DISTRICT) == []
    assert index.near_border(Point(0.5, 0.5092), 100, DISTRICT) == []
    assert [each.id for each in index.near_border(Point(0.5, 0.5999), 100, DISTRICT)] == [10]
    assert [each.id for each in AreaIndex([camp]).near_border(Point(0.5, 0.5092), 100, DISTRICT)] == [8]
