"""Ground cut into segments, measured on the ellipsoid, and tracks over it: against examples worked by hand."""

import math
from datetime import UTC, datetime, timedelta

import h3
import numpy as np
import pytest
import shapely
from geopy.distance import geodesic
from hypothesis import given, settings
from hypothesis import strategies as st

from models.segments import Footing
from places.equal_area import AUTHALIC_RADIUS_M, Plane
from places.points import Point
from places.segments import MOST, Choice, cut, in_order
from places.tracks import Fix, clean, stretches, swept

RIYADH = Point(24.7, 46.7)
RADII = (1000.0, 2000.0, 4000.0, 8000.0)
NOON = datetime(2026, 11, 22, 9, tzinfo=UTC)
STREETS_M2 = 240_000


def on_the_ellipsoid(south: float, north: float, width: float) -> float:
    """Square metres between two parallels: the integral of M · N · cos(lat), not by way of any projection."""
    a, e2 = 6_378_137.0, 0.00669437999014
    lat = np.radians(np.linspace(south, north, 20_001))
    strip = a**2 * (1 - e2) * np.cos(lat) / (1 - e2 * np.sin(lat) ** 2) ** 2
    return float(np.trapezoid(strip, lat)) * math.radians(width)


@pytest.mark.parametrize("lat", [0.0, 24.7, -33.9, 60.0, 85.0])
def test_areas_are_those_of_the_ellipsoid_to_one_in_a_million(lat):
    square = shapely.segmentize(shapely.box(46.0, lat, 46.1, lat + 0.1), 0.0005)
    area = Plane(Point(lat, 46.05)).flat(square).area
    assert area == pytest.approx(on_the_ellipsoid(lat, lat + 0.1, 0.1), rel=1e-6)


def test_the_sphere_of_equal_surface():
    # Snyder 1987, p. 16: R_q of WGS 84 is 6,371,007.18 m
    assert abs(AUTHALIC_RADIUS_M - 6_371_007.181) < 0.01


@given(st.floats(-90, 90), st.floats(-180, 180), st.floats(-20_000, 20_000), st.floats(-20_000, 20_000))
def test_every_place_on_the_map_comes_back(lat, lon, x, y):
    plane = Plane(Point(lat, lon))
    back = plane.xy(plane.point(x, y))
    assert math.hypot(back[0] - x, back[1] - y) < 0.02


@pytest.mark.parametrize("middle", [RIYADH, Point(0, 0), Point(70, 179.9), Point(-17, -180)])
def test_lengths_are_within_half_a_percent(middle):
    plane = Plane(middle)
    for x, y in ((0, 10_000), (10_000, 0), (-7_000, 7_000)):
        there = plane.point(x, y)
        true = geodesic((middle.lat, middle.lon), (there.lat, there.lon)).m
        assert true == pytest.approx(math.hypot(x, y), rel=0.005)


def test_streets_are_cut_into_blocks_of_an_hour_for_a_pair():
    pieces = cut(RIYADH, 1000, Footing.STREETS, RADII)
    # side sqrt(240,000) = 489.9 m; middles within 1,000 m: (0,0), 4 x (1,0), 4 x (1,1) at 693 m, 4 x (2,0) at 980 m
    assert len(pieces) == 13
    assert [piece.number for piece in pieces] == list(range(1, 14))
    assert all(piece.area_m2 == pytest.approx(STREETS_M2, rel=1e-9) for piece in pieces)
    assert (pieces[0].middle.lat, pieces[0].middle.lon) == pytest.approx((RIYADH.lat, RIYADH.lon), abs=1e-7)
    assert on_the_ellipsoid(*_sides(pieces[0].outline)) == pytest.approx(STREETS_M2, rel=1e-4)


def _sides(outline):
    west, south, east, north = outline.bounds
    return south, north, east - west


def test_poa_of_a_block_within_the_first_ring():
    # 25 % on pi km2: 0.0795775 per km2; times 0.24 km2 = 0.01909859 (a disc of 256 sides is 1e-4 smaller)
    first = cut(RIYADH, 1000, Footing.STREETS, RADII)[0]
    assert first.poa == pytest.approx(0.25 / math.pi * 0.24, rel=2e-4)


def test_poa_of_a_block_within_the_second_ring():
    # 25 % on pi (2^2 - 1^2) = 9.424778 km2: 0.0265258 per km2; times 0.24 = 0.00636620
    pieces = cut(RIYADH, 2000, Footing.STREETS, RADII)
    plane = Plane(RIYADH)
    second = [p for p in pieces if 1_400 < math.hypot(*plane.xy(p.middle)) < 1_600]
    assert second
    assert all(p.poa == pytest.approx(0.25 / (3 * math.pi) * 0.24, rel=2e-4) for p in second)


def test_poas_of_all_ground_to_a_ring_come_to_its_share():
    # blocks overlap the edge of the 75 % ring (4 km) both ways: within a hundredth of three quarters
    pieces = cut(RIYADH, 3200, Footing.STREETS, (800, 1600, 3200, 6400))
    assert math.fsum(piece.poa for piece in pieces) == pytest.approx(0.75, abs=0.01)
    assert shapely.union_all([Plane(RIYADH).flat(p.outline) for p in pieces]).area == pytest.approx(
        sum(p.area_m2 for p in pieces), rel=1e-6
    ), "no ground twice"


def test_open_ground_is_cut_into_cells():
    pieces = cut(RIYADH, 1000, Footing.OPEN, RADII)
    assert 20 < len(pieces) < 40
    home = h3.latlng_to_cell(RIYADH.lat, RIYADH.lon, 9)
    # h3 measures on a sphere with the geographic latitude: the ellipsoid's area differs by at most 0.7 %
    assert pieces[0].area_m2 == pytest.approx(h3.cell_area(home, unit="m^2"), rel=0.007)
    assert all(0.05e6 < p.area_m2 <= 0.16e6 for p in pieces)
    assert shapely.union_all([Plane(RIYADH).flat(p.outline) for p in pieces]).area == pytest.approx(
        sum(p.area_m2 for p in pieces), rel=1e-5
    )


def test_small_cells_are_grouped_with_neighbours():
    # near 60 south, 150 west cells have some 0.07 km2: two make up 0.16 km2 for a pair in two hours
    at = next(p for p in (Point(lat, lon) for lat in range(-60, 61, 7) for lon in range(-180, 180, 9)) if _small(p))
    pieces = cut(at, 1000, Footing.OPEN, RADII)
    cell = h3.cell_area(h3.latlng_to_cell(at.lat, at.lon, 9), unit="m^2")
    assert pieces[0].area_m2 == pytest.approx(2 * cell, rel=0.02)
    assert all(isinstance(p.outline, shapely.Polygon) for p in pieces)


def _small(point):
    return h3.cell_area(h3.latlng_to_cell(point.lat, point.lon, 9), unit="m^2") < 0.079e6


def test_water_and_what_is_not_imported_is_left_out():
    # land ends 100 m east of the point: a block whose land is a tenth or less goes, others are cut at the shore
    shore = Plane(RIYADH).point(100, 0).lon
    pieces = cut(RIYADH, 1000, Footing.STREETS, RADII, land=shapely.box(46.0, 24.0, shore, 25.0))
    plane = Plane(RIYADH)
    assert max(plane.flat(p.outline).bounds[2] for p in pieces) == pytest.approx(100, abs=1)
    # half a side is 244.95 m: (244.95 + 100) * 489.9 m = 168,990 m2
    assert pieces[0].area_m2 == pytest.approx(344.95 * 489.9, rel=1e-3)
    assert cut(RIYADH, 1000, Footing.STREETS, RADII, land=shapely.box(0, 0, 1, 1)) == []


@pytest.mark.parametrize("middle", [Point(-16.8, 180.0), Point(65, -179.999), Point(90, 0), Point(-89.999, 20)])
@pytest.mark.parametrize("footing", list(Footing))
def test_poles_and_the_antimeridian_are_ground_as_any_other(middle, footing):
    pieces = cut(middle, 1000, footing, RADII)
    here = cut(RIYADH, 1000, Footing.STREETS, RADII)
    plane = Plane(middle)
    assert sum(p.area_m2 for p in pieces) == pytest.approx(math.pi * 1e6, rel=0.25)
    if footing is Footing.STREETS:
        assert [p.area_m2 for p in pieces] == pytest.approx([p.area_m2 for p in here])
        assert [p.poa for p in pieces] == pytest.approx([p.poa for p in here])
    assert all(plane.flat(p.outline).area == pytest.approx(p.area_m2, rel=1e-6) for p in pieces)


def test_wide_ground_stops_at_the_most_segments_nearest_first():
    pieces = cut(RIYADH, 6000, Footing.STREETS, RADII)
    plane = Plane(RIYADH)
    away = [math.hypot(*plane.xy(p.middle)) for p in pieces]
    assert len(pieces) == MOST
    assert away == pytest.approx(sorted(away), abs=1)


@pytest.mark.parametrize("radii", [(1, 2, 3), (1, 1, 2, 3), (0, 1, 2, 3), (4, 3, 2, 1), (1, 2, 3, math.nan)])
def test_rings_that_are_none_are_refused(radii):
    with pytest.raises(ValueError, match="growing"):
        cut(RIYADH, 1000, Footing.STREETS, radii)


@pytest.mark.parametrize("radius", [0, -1, math.nan, 1e7])
def test_a_radius_nobody_walks_is_refused(radius):
    with pytest.raises(ValueError, match="no pair"):
        cut(RIYADH, radius, Footing.STREETS, RADII)


@settings(max_examples=15)
@given(st.floats(-89, 89), st.floats(-180, 180), st.sampled_from(Footing))
def test_anywhere_the_poas_are_shares_of_one(lat, lon, footing):
    pieces = cut(Point(lat, lon), 600, footing, RADII)
    assert pieces
    assert all(piece.poa > 0 for piece in pieces)
    assert math.fsum(piece.poa for piece in pieces) < 0.5


def test_what_is_next_is_where_an_hour_is_worth_most_or_nearly_so_and_near():
    best = Choice(1, 0.02, STREETS_M2, Point(24.70, 46.70))
    good = Choice(2, 0.015, STREETS_M2, Point(24.71, 46.70))
    poor = Choice(3, 0.005, STREETS_M2, Point(24.73, 46.70))
    assert [each.number for each in in_order([poor, good, best])] == [1, 2, 3]
    assert [each.number for each in in_order([poor, good, best], Point(24.73, 46.70))] == [2, 1, 3]
    assert in_order([]) == []


# --- tracks ---

PLANE = Plane(RIYADH)
BLOCK = PLANE.degrees(shapely.box(-245, -245, 245, 245))
"""490 m by 490 m: 240,100 m2."""


def walk(*places, every_s=60, start=NOON):
    """Places in metres east and north of the point, one after the other."""
    return [Fix(start + timedelta(seconds=every_s * at), PLANE.point(*place)) for at, place in enumerate(places)]


def straight(x0, y0, x1, y1, steps=9):
    return [(x0 + (x1 - x0) * at / steps, y0 + (y1 - y0) * at / steps) for at in range(steps + 1)]


def test_one_straight_walk_through_a_block():
    # 490 m * 20 m = 9,800 m2 over 240,100 m2: C = 0.040816, POD = 1 - e^-0.040816 = 0.039995
    done = swept([walk(*straight(-300, 0, 300, 0))], BLOCK, 20)
    assert done.length_m == pytest.approx(490, rel=1e-4)
    assert done.coverage == pytest.approx(0.040816, rel=1e-3)
    assert done.pod == pytest.approx(0.039995, rel=1e-3)


def test_the_way_back_on_the_same_street_counts_as_walked_and_not_as_covered():
    there = walk(*straight(-300, 0, 300, 0), *straight(300, 0, -300, 0))
    done = swept([there], BLOCK, 20)
    assert done.length_m == pytest.approx(980, rel=1e-4)
    assert done.coverage == pytest.approx(0.040816, rel=1e-3)


def test_two_searchers_in_two_streets_cover_twice_as_much():
    both = [walk(*straight(-300, 0, 300, 0)), walk(*straight(-300, 100, 300, 100))]
    assert swept(both, BLOCK, 20).coverage == pytest.approx(0.081633, rel=1e-3)


def test_standing_still_or_outside_covers_nothing():
    assert swept([walk((0, 0), (0, 0), (0, 0))], BLOCK, 20).coverage == 0
    assert swept([walk(*straight(-300, 400, 300, 400))], BLOCK, 20).coverage == 0
    assert swept([], BLOCK, 20).coverage == 0


def test_a_jump_is_left_out_and_the_walk_goes_on():
    places = walk((0, 0), (60, 0), (5000, 5000), (120, 0), (180, 0))
    assert [each.point for each in clean(places)] == [places[at].point for at in (0, 1, 3, 4)]


def test_a_first_place_that_the_next_ones_contradict_is_left_out():
    places = walk((5000, 0), (0, 0), (60, 0), (120, 0))
    assert clean(places) == places[1:]


def test_inexact_places_and_the_same_moment_twice_are_left_out():
    [one, two, three] = walk((0, 0), (60, 0), (120, 0))
    vague = Fix(two.at, two.point, accuracy_m=150)
    assert clean([three, vague, one, Fix(one.at, one.point)]) == [one, three]


def test_where_the_telephone_was_silent_no_line_is_drawn():
    first, second = walk((0, 0), (60, 0)), walk((80, 0), (140, 0), start=NOON + timedelta(minutes=30))
    assert [len(part) for part in stretches([*first, *second])] == [2, 2]
    assert [len(part) for part in stretches(walk((0, 0), (60, 0), (900, 0), (960, 0), every_s=300))] == [2, 2]


def test_a_sweep_width_of_nothing_is_refused():
    with pytest.raises(ValueError, match="sweep width"):
        swept([], BLOCK, 0)
