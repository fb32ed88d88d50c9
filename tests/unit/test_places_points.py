"""Distances, directions, bands, coarse homes and boxes, on all of the earth."""

import math

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from places.grounds import BadRadius, Circle
from places.points import (
    BAND_ENDS_M,
    EARTH_RADIUS_M,
    BadCoordinates,
    Band,
    Octant,
    Point,
    bearing_deg,
    box,
    coarse,
    distance_m,
    octant,
)

calm = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

RIYADH = Point(24.68773, 46.72185)
JEDDAH = Point(21.49012, 39.18624)

lats = st.floats(-90, 90)
lons = st.floats(-180, 180)
points = st.builds(Point, lats, lons)


def haversine_m(a: Point, b: Point) -> float:
    """The formula that SQL uses."""
    lat_a, lat_b = math.radians(a.lat), math.radians(b.lat)
    half = math.sin((lat_b - lat_a) / 2) ** 2
    half += math.cos(lat_a) * math.cos(lat_b) * math.sin(math.radians(b.lon - a.lon) / 2) ** 2
    return 2 * EARTH_RADIUS_M * math.asin(min(1.0, math.sqrt(half)))


def ahead(start: Point, bearing: float, metres: float) -> Point:
    """Where one arrives from a point, going `metres` in one direction."""
    lat, reach, course = math.radians(start.lat), metres / EARTH_RADIUS_M, math.radians(bearing)
    sine = math.sin(lat) * math.cos(reach) + math.cos(lat) * math.sin(reach) * math.cos(course)
    new_lat = math.asin(max(-1.0, min(1.0, sine)))
    east = math.sin(course) * math.sin(reach) * math.cos(lat)
    lon = math.radians(start.lon) + math.atan2(east, math.cos(reach) - math.sin(lat) * math.sin(new_lat))
    return Point(math.degrees(new_lat), (math.degrees(lon) + 180) % 360 - 180)


@pytest.mark.parametrize(
    ("lat", "lon", "which"),
    [
        (90.01, 0, "lat"),
        (-91, 0, "lat"),
        (math.nan, 0, "lat"),
        (math.inf, 0, "lat"),
        (0, 180.1, "lon"),
        (0, -181, "lon"),
        (0, math.nan, "lon"),
    ],
)
def test_what_is_not_on_earth_is_refused_by_name_and_without_the_figure(lat, lon, which):
    with pytest.raises(BadCoordinates) as refusal:
        Point(lat, lon)
    assert refusal.value.facts == {"which": which}


@pytest.mark.parametrize("radius", [0, -1, math.nan, math.inf, 21_000_000])
def test_a_circle_without_a_sensible_radius_is_refused(radius):
    with pytest.raises(BadRadius):
        Circle(RIYADH, radius)


def test_riyadh_and_jeddah_are_about_850_km_apart():
    assert distance_m(RIYADH, JEDDAH) == pytest.approx(849_000, rel=0.01)


@calm
@given(points, points)
def test_the_distance_here_is_the_haversine_that_sql_uses(a, b):
    far = math.pi * EARTH_RADIUS_M
    nearly_opposite = distance_m(a, b) > 0.99 * far
    assert distance_m(a, b) == pytest.approx(haversine_m(a, b), rel=1e-7, abs=1.0 if nearly_opposite else 1e-3)


def test_two_circles_meet_when_their_radii_together_reach():
    apart = distance_m(RIYADH, JEDDAH)
    assert Circle(RIYADH, apart / 2 + 1).meets(Circle(JEDDAH, apart / 2))
    assert not Circle(RIYADH, apart / 2 - 1).meets(Circle(JEDDAH, apart / 2))


@pytest.mark.parametrize("which", list(Octant))
def test_each_direction_has_its_octant(which):
    assert octant(RIYADH, ahead(RIYADH, which * 45, 3_000)) is which
    assert octant(RIYADH, ahead(RIYADH, which * 45 + 22, 3_000)) is which
    assert octant(RIYADH, ahead(RIYADH, which * 45 - 22, 3_000)) is which


@calm
@given(points, points)
@example(Point(0, 0), Point(-5e-324, 0))
@example(Point(10, 10), Point(10, 10))
def test_a_bearing_is_never_360(a, b):
    assert 0 <= bearing_deg(a, b) < 360
    assert octant(a, b) in Octant


@pytest.mark.parametrize(
    ("metres", "band"),
    [
        (0, Band.UNDER_500_M),
        (499, Band.UNDER_500_M),
        (500, Band.ABOUT_1_KM),
        (1_400, Band.ABOUT_1_KM),
        (2_100, Band.ABOUT_2_KM),
        (3_300, Band.ABOUT_3_KM),
        (5_000, Band.ABOUT_5_KM),
        (10_000, Band.ABOUT_10_KM),
        (20_000, Band.ABOUT_20_KM),
        (50_000, Band.ABOUT_50_KM),
        (70_000, Band.FURTHER),
        (math.inf, Band.FURTHER),
    ],
)
def test_people_are_told_a_band(metres, band):
    assert Band.of(metres) is band


def test_bands_grow_with_distance_and_every_end_begins_the_next():
    assert list(BAND_ENDS_M) == sorted(BAND_ENDS_M)
    assert [int(Band.of(end)) for end in BAND_ENDS_M] == list(range(1, len(Band)))


@calm
@given(points)
@example(Point(90, 180))
@example(Point(-90, -180))
@example(Point(89.9999, 12))
def test_a_coarse_home_is_within_its_stated_error(home):
    kept = coarse(home)
    assert distance_m(home, kept.point) <= kept.error_m <= 500


@calm
@given(st.builds(Point, st.floats(-60, 60), lons))
def test_a_coarse_home_is_off_by_no_more_than_360_m_where_people_live(home):
    assert 350 <= coarse(home).error_m <= 360


@calm
@given(points)
def test_a_coarse_home_says_the_same_when_made_coarse_again(home):
    kept = coarse(home)
    assert coarse(kept.point) == kept


@calm
@given(points, st.floats(0, 359), st.floats(0, 1))
def test_homes_of_one_cell_cannot_be_told_apart_by_point_or_error(home, bearing, part):
    kept = coarse(home)
    other = coarse(ahead(kept.point, bearing, part * 200))
    assert other == kept


@calm
@given(points, st.floats(1, 19_000_000), st.floats(0, 360), st.floats(0, 1))
@example(Point(0, 179.999), 5_000, 90, 1.0)
@example(Point(89.99, 0), 5_000, 0, 1.0)
@example(Point(60, 0), 3_335_000, 90, 1.0)
def test_a_box_never_misses_a_point_of_its_circle(middle, radius, bearing, part):
    around = box(middle, radius)
    somewhere = ahead(middle, bearing, radius * part)
    if haversine_m(middle, somewhere) <= radius:
        assert around.min_lat <= somewhere.lat <= around.max_lat
        on_the_antimeridian = abs(abs(somewhere.lon) - 180) < 1e-9
        assert around.min_lon <= somewhere.lon <= around.max_lon or on_the_antimeridian


@calm
@given(points, points, st.floats(1, 19_000_000))
def test_what_lies_outside_the_box_is_outside_the_circle(middle, other, radius):
    around = box(middle, radius)
    inside = around.min_lat <= other.lat <= around.max_lat and around.min_lon <= other.lon <= around.max_lon
    assert inside or haversine_m(middle, other) > radius


def test_a_box_is_as_wide_as_the_earth_when_it_crosses_the_antimeridian_or_reaches_a_pole():
    assert box(Point(10, 179.99), 5_000)[2:] == (-180, 180)
    assert box(Point(-10, -179.99), 5_000)[2:] == (-180, 180)
    assert box(Point(89.99, 20), 5_000)[1:] == (90, -180, 180)
    assert box(Point(-89.99, 20), 5_000).min_lat == -90


def test_a_box_in_riyadh_is_hardly_larger_than_its_circle():
    around = box(RIYADH, 10_000)
    assert distance_m(RIYADH, Point(around.max_lat, RIYADH.lon)) == pytest.approx(10_000, abs=1)
    assert distance_m(RIYADH, Point(RIYADH.lat, around.max_lon)) == pytest.approx(10_000, abs=20)
