"""The table of lost people row by row against the miles it was printed in, and which row is taken for whom."""

import pytest

from models.lost_people import LostAs, Terrain
from models.rules import SearchRules
from models.searches import Search, SubjectKind
from places.rings import TABLE, Chosen, Row, choose, next_step, radius_m, rings_of, steps, steps_for

URBAN, DRY, DRY_MOUNTAIN = Terrain.URBAN, Terrain.DRY, Terrain.DRY_MOUNTAIN
MOUNTAIN, FLAT = Terrain.MOUNTAIN, Terrain.FLAT
KM_PER_MILE = 1.609344

MILES = {
    (Row.CHILD_1_3, DRY): (0.4, 0.8, 2.4, 5.6),
    (Row.CHILD_1_3, URBAN): (0.1, 0.3, 0.5, 0.7),
    (Row.CHILD_1_3, MOUNTAIN): (0.1, 0.2, 0.6, 2.0),
    (Row.CHILD_4_6, DRY): (0.4, 1.2, 2.0, 5.1),
    (Row.CHILD_4_6, URBAN): (0.06, 0.3, 0.6, 2.1),
    (Row.CHILD_4_6, MOUNTAIN): (0.1, 0.5, 0.9, 2.3),
    (Row.CHILD_4_6, FLAT): (0.1, 0.4, 0.9, 4.1),
    (Row.CHILD_7_9, DRY): (0.3, 0.8, 2.0, 4.5),
    (Row.CHILD_7_9, URBAN): (0.1, 0.3, 0.9, 3.2),
    (Row.CHILD_7_9, MOUNTAIN): (0.5, 1, 2, 7),
    (Row.CHILD_7_9, FLAT): (0.1, 0.5, 1.3, 5),
    (Row.CHILD_10_12, DRY): (0.5, 1.3, 4.5, 10),
    (Row.CHILD_10_12, URBAN): (0.2, 0.9, 1.8, 3.6),
    (Row.CHILD_10_12, MOUNTAIN): (0.5, 1, 2, 5.6),
    (Row.CHILD_10_12, FLAT): (0.3, 1, 3, 6.2),
    (Row.CHILD_13_15, DRY): (1.5, 2, 3, 7.4),
    (Row.CHILD_13_15, MOUNTAIN): (0.5, 1.3, 3, 13.3),
    (Row.CHILD_13_15, FLAT): (0.4, 0.8, 2, 6.2),
    (Row.DEMENTIA, DRY_MOUNTAIN): (0.6, 1.2, 1.9, 3.8),
    (Row.DEMENTIA, DRY): (0.3, 1, 2.2, 7.3),
    (Row.DEMENTIA, URBAN): (0.2, 0.7, 2, 7.8),
    (Row.DEMENTIA, MOUNTAIN): (0.2, 0.5, 1.2, 5.1),
    (Row.DEMENTIA, FLAT): (0.2, 0.6, 1.5, 7.9),
}
"""As dferguso/IGT4SAR, IPP_EuclideanDistance2.py, prints them; autism we have in km only."""


def test_every_row_but_autism_is_checked():
    assert MILES.keys() == {(row, terrain) for row in TABLE for terrain in TABLE[row]} - {
        (Row.AUTISM, URBAN),
        (Row.AUTISM, FLAT),
    }


@pytest.mark.parametrize(("row", "terrain"), MILES)
def test_a_row_is_the_printed_miles_in_km(row, terrain):
    for km, miles in zip(TABLE[row][terrain], MILES[row, terrain], strict=True):
        exact = miles * KM_PER_MILE
        assert km == pytest.approx(exact, abs=0.005 if exact < 0.2 else 0.0501)


def test_autism_is_as_the_source_has_it_in_km_and_those_are_whole_tenths_of_miles():
    assert TABLE[Row.AUTISM] == {URBAN: (0.3, 1.0, 3.9, 8.0), FLAT: (0.6, 1.6, 3.7, 15.3)}
    for km in (*TABLE[Row.AUTISM][URBAN], *TABLE[Row.AUTISM][FLAT]):
        miles = round(km / KM_PER_MILE, 1)
        assert km == pytest.approx(miles * KM_PER_MILE, abs=0.0501)


def test_every_row_grows_outwards():
    assert all(list(rings) == sorted(rings) for columns in TABLE.values() for rings in columns.values())


@pytest.mark.parametrize(
    ("row", "terrain", "of"),
    [
        (Row.CHILD_13_15, URBAN, FLAT),
        (Row.AUTISM, DRY, FLAT),
        (Row.AUTISM, MOUNTAIN, FLAT),
        (Row.CHILD_1_3, FLAT, MOUNTAIN),
        (Row.CHILD_4_6, DRY_MOUNTAIN, DRY),
        (Row.DEMENTIA, DRY_MOUNTAIN, DRY_MOUNTAIN),
        (Row.AUTISM, DRY_MOUNTAIN, FLAT),
    ],
)
def test_where_a_row_has_no_terrain_the_table_says_which_to_use(row, terrain, of):
    assert rings_of(row, terrain) == (TABLE[row][of], of)


def of(age=None, kind=None, lost_as=None, terrain=URBAN, may_ride=False) -> Chosen:
    found = choose(age=age, kind=kind, lost_as=lost_as, terrain=terrain, may_ride=may_ride)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("age", "row", "nearest"),
    [
        (0, Row.CHILD_1_3, True), (1, Row.CHILD_1_3, False), (3, Row.CHILD_1_3, False), (4, Row.CHILD_4_6, False),
        (6, Row.CHILD_4_6, False), (7, Row.CHILD_7_9, False), (10, Row.CHILD_10_12, False),
        (12, Row.CHILD_10_12, False), (13, Row.CHILD_13_15, False), (15, Row.CHILD_13_15, False),
        (16, Row.CHILD_13_15, True), (17, Row.CHILD_13_15, True),
    ],
)  # fmt: skip
def test_a_child_has_the_row_of_its_age_or_the_nearest_and_that_is_said(age, row, nearest):
    found = of(age, SubjectKind.CHILD)
    assert (found.row, found.nearest) == (row, nearest)
    assert found.little == (age >= 13), "from 13 on rings mean little"


def test_an_elder_has_the_row_of_dementia_and_only_where_staff_say_so_is_it_their_own():
    assert (of(74, SubjectKind.ELDER).row, of(74, SubjectKind.ELDER).nearest) == (Row.DEMENTIA, True)
    assert not of(74, SubjectKind.ELDER, LostAs.DEMENTIA).nearest
    assert of(74, SubjectKind.ELDER, LostAs.NEITHER).nearest
    assert of(74, SubjectKind.ELDER, may_ride=True).little, "who may have taken a bus"


def test_autism_is_a_row_of_its_own():
    found = of(8, SubjectKind.CHILD, LostAs.AUTISM, DRY)
    assert (found.row, found.terrain, found.nearest, found.other_terrain) == (Row.AUTISM, FLAT, False, True)


def test_nobody_knows_how_old_a_child_is():
    assert choose(age=None, kind=SubjectKind.CHILD, lost_as=None, terrain=URBAN, may_ride=False) is None


def test_the_rings_begin_at_the_half_are_never_too_small_and_each_is_wider():
    told = [(each.radius_m, each.percent) for each in steps(TABLE[Row.CHILD_4_6][URBAN], 1000)]
    assert told == [(1000, 75), (3400, 95)], "0.5 and 1.0 km are both told as the least, 1 km"
    told = [(each.radius_m, each.percent) for each in steps(TABLE[Row.CHILD_4_6][DRY], 1000)]
    assert told == [(1900, 50), (3200, 75), (8200, 95)]
    assert [each.radius_m for each in steps(TABLE[Row.CHILD_1_3][URBAN], 2000)] == [2000]


def search(**what) -> Search:
    return Search(subject_kind=SubjectKind.CHILD, lkp_lat=24.0, lkp_lon=46.0, **{"subject_age": 6} | what)


def test_a_case_is_told_in_its_first_ring_then_in_the_next_up_to_the_last():
    rules = SearchRules()
    assert radius_m(search(), rules) == 1000
    following = next_step(search(), rules)
    assert following is not None
    assert following.radius_m == 3400
    assert next_step(search(ring_m=3400), rules) is None
    assert radius_m(search(terrain=DRY), rules) == 1900, "the case's own terrain"
    assert radius_m(search(), SearchRules(terrain="dry")) == 1900, "the deployment's"


def test_what_was_chosen_stays_and_where_rings_mean_little_the_usual_distance_is_told():
    rules = SearchRules()
    assert radius_m(search(audience_radius_m=5000), rules) == 5000
    assert next_step(search(audience_radius_m=5000), rules) is None, "wider than the last ring already"
    assert next_step(search(audience_area_id=3), rules) is None
    assert (radius_m(search(subject_age=14), rules), steps_for(search(subject_age=14), rules)) == (10_000, ())
    assert next_step(search(subject_age=14), rules) is None
