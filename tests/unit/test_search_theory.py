"""Search theory against examples worked by hand, and what holds for every number."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from places.search_theory import (
    Shares,
    Visibility,
    Work,
    after_empty_search,
    by_density,
    coverage,
    cumulative_pod,
    density_per_km2,
    pod,
    pos,
    sweep_width_m,
)

PROBABILITIES = st.floats(0, 1)


@pytest.mark.parametrize(("covered", "percent"), [(0, 0), (0.25, 22), (0.5, 39), (1, 63), (1.5, 78), (2, 86), (3, 95)])
def test_pod_is_what_the_tables_print(covered, percent):
    assert round(100 * pod(covered)) == percent


def test_pod_to_six_places():
    # e^-1 = 0.367879441..., so 1 - e^-1 = 0.632120558...
    assert pod(1) == pytest.approx(0.632120559, abs=1e-9)


def test_two_people_in_streets_for_an_hour():
    # 20 m * 3,000 m/h * 1 h * 2 = 120,000 m2 swept; over 240,000 m2 of ground: 0.5
    assert coverage(sweep_width_m=20, speed_m_h=3000, hours=1, people=2, area_m2=240_000) == pytest.approx(0.5)
    assert Work(20, 3000, 1, 2, 0.5).area_m2 == pytest.approx(240_000)


def test_four_people_in_the_open_for_two_hours():
    # 20 m * 2,000 m/h * 2 h * 4 = 320,000 m2; once over: 0.32 km2
    assert Work(20, 2000, 2, 4, 1.0).area_m2 == pytest.approx(320_000)


def test_two_searches_of_the_same_ground():
    # half is missed, then 40 % of that half: 1 - 0.5 * 0.4 = 0.8
    assert cumulative_pod([0.5, 0.6]) == pytest.approx(0.8)
    assert cumulative_pod([]) == 0


def test_pos_and_density():
    assert pos(0.4, 0.5) == pytest.approx(0.2)
    # 12 % on 0.24 km2: 50 % per km2
    assert density_per_km2(0.12, 240_000) == pytest.approx(0.5)


def test_an_empty_search_moves_probability_everywhere_else():
    # POS = 0.4 * 0.5 = 0.2; 1 - POS = 0.8.
    # There: 0.4 * 0.5 / 0.8 = 0.25. Elsewhere: 0.3 / 0.8 = 0.375, 0.2 / 0.8 = 0.25; the rest: 0.1 / 0.8 = 0.125.
    after = after_empty_search(Shares((0.4, 0.3, 0.2), 0.1), 0, 0.5)
    assert after.segments == pytest.approx((0.25, 0.375, 0.25), abs=1e-12)
    assert after.rest == pytest.approx(0.125, abs=1e-12)


def test_searching_twice_is_searching_once_with_the_cumulative_pod():
    # 0.5 and 0.6 together 0.8: POS = 0.4 * 0.8 = 0.32; there 0.4 * 0.2 / 0.68 = 0.1176..., the rest 0.6 / 0.68
    shares = Shares((0.4,), 0.6)
    twice = after_empty_search(after_empty_search(shares, 0, 0.5), 0, 0.6)
    assert twice.segments[0] == pytest.approx(0.08 / 0.68, abs=1e-12)
    assert twice.rest == pytest.approx(after_empty_search(shares, 0, 0.8).rest, abs=1e-12)


def test_sweep_width_from_the_range_of_detection():
    # 30 m: 49.35 m where nothing is known of the visibility, 34.05 m in low
    assert sweep_width_m(30) == pytest.approx(49.35)
    assert sweep_width_m(30, Visibility.LOW) == pytest.approx(34.05)
    assert [sweep_width_m(100, each) for each in (Visibility.HIGH, Visibility.MEDIUM)] == pytest.approx([177.3, 155.6])


def test_the_next_is_where_an_hour_is_worth_most_and_equals_keep_their_order():
    # densities per km2: 0.1/0.5 = 0.2, 0.1/0.25 = 0.4, 0.2/1 = 0.2
    assert by_density([0.1, 0.1, 0.2], [500_000, 250_000, 1_000_000]) == [1, 0, 2]


@pytest.mark.parametrize(
    "nonsense",
    [
        lambda: pod(-0.1),
        lambda: pod(math.nan),
        lambda: pod(math.inf),
        lambda: pos(1.1, 0.5),
        lambda: coverage(sweep_width_m=20, speed_m_h=3000, hours=1, people=2, area_m2=0),
        lambda: coverage(sweep_width_m=-1, speed_m_h=3000, hours=1, people=2, area_m2=1),
        lambda: Work(20, 3000, 0, 2, 0.5),
        lambda: Shares((0.5, 0.6), 0.1),
        lambda: Shares((math.nan,), 1),
        lambda: after_empty_search(Shares((0.5,), 0.5), 1, 0.5),
        lambda: after_empty_search(Shares((0.5,), 0.5), -1, 0.5),
        lambda: after_empty_search(Shares((1.0,), 0.0), 0, 1.0),
        lambda: sweep_width_m(0),
        lambda: density_per_km2(0.1, -5),
        lambda: cumulative_pod([2]),
    ],
)
def test_nonsense_is_refused(nonsense):
    with pytest.raises(ValueError, match=r"."):
        nonsense()


@st.composite
def shares(draw):
    """POAs of some segments and the rest; somebody is surely somewhere."""
    weights = draw(st.lists(st.floats(0, 1), min_size=2, max_size=30).filter(lambda each: sum(each) > 0.01))
    total = math.fsum(weights)
    *segments, rest = (each / total for each in weights)
    return Shares(tuple(segments), rest)


@given(shares(), st.lists(st.tuples(st.integers(0, 28), st.floats(0, 0.999)), max_size=20))
def test_after_any_number_of_empty_searches_the_poas_come_to_one(start, done):
    for number, found in done:
        start = after_empty_search(start, number % len(start.segments), found)
    assert math.fsum([*start.segments, start.rest]) == pytest.approx(1, abs=1e-12)


@given(shares(), st.floats(0.01, 0.99))
def test_an_empty_search_never_makes_its_own_ground_likelier_nor_other_ground_less_likely(start, found):
    after = after_empty_search(start, 0, found)
    assert after.segments[0] <= start.segments[0] + 1e-12
    assert after.rest >= start.rest - 1e-12
    assert all(new >= old - 1e-12 for new, old in zip(after.segments[1:], start.segments[1:], strict=True))


@given(st.floats(0, 1e6), st.floats(0, 1e6))
def test_more_coverage_never_means_less_pod(one, other):
    assert pod(min(one, other)) <= pod(max(one, other)) <= 1


@given(st.lists(PROBABILITIES, max_size=10), PROBABILITIES)
def test_another_search_never_lowers_the_cumulative_pod(pods, another):
    assert cumulative_pod([*pods, another]) >= cumulative_pod(pods) - 1e-12
