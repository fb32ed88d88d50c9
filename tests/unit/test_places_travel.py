"""Whether somebody can have come from there to here in that time."""

from datetime import UTC, datetime, timedelta

import pytest

from places.points import Point
from places.travel import ROAD_KMH, WALKING_KMH, How, leg, worst

NOON = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
PARK = Point(24.0, 46.0)
KM_NORTH = 1 / 111.1949
"""Degrees of latitude in a kilometre on our sphere."""


@pytest.mark.parametrize(
    ("km", "minutes", "how"),
    [
        (0.4, 0, How.ON_FOOT),
        (5.6, 60, How.ON_FOOT),
        (5.8, 60, How.BY_VEHICLE),
        (60.0, 30, How.BY_VEHICLE),
        (61.0, 30, How.IMPOSSIBLE),
        (1.0, 0, How.IMPOSSIBLE),
    ],
)
def test_half_a_kilometre_is_not_counted_then_walking_and_a_motorway_are_the_limits(km, minutes, how):
    assert (WALKING_KMH, ROAD_KMH) == (5.2, 120.0)
    there = Point(24.0 + km * KM_NORTH, 46.0)
    found = leg(PARK, NOON, there, NOON + timedelta(minutes=minutes))
    assert found.how is how
    assert found.metres == pytest.approx(km * 1000, rel=1e-3)
    assert leg(there, NOON, PARK, NOON - timedelta(minutes=minutes)).how is how, "whichever came first"


def test_the_leg_hardest_to_believe_is_told():
    near, far = Point(24.001, 46.0), Point(25.0, 46.0)
    later = NOON + timedelta(minutes=10)
    legs = [leg(PARK, NOON, near, later), leg(PARK, NOON, far, later)]
    assert worst(legs) is legs[1]
    assert worst([]) is None
