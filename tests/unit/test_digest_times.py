"""When a digest is due: the nearest word counts."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from clock.rules import ScheduleNeedsPlace
from models.areas import Area, AreaKind
from models.rules import Rules
from models.subscriptions import Subscription
from places.areas import AreaIndex
from places.points import Point
from services.digest_times import Owner, due, due_after

NOON = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
RIYADH = ZoneInfo("Asia/Riyadh")
AREAS = AreaIndex(
    [
        Area(id=1, code="r", kind=AreaKind.REGION, name_ar="منطقة", broadcast_cron="daily 07:00"),
        Area(id=2, code="c", kind=AreaKind.CITY, name_ar="مدينة", parent_id=1, lat=24.7, lon=46.7, radius_m=9000),
        Area(id=3, code="d", kind=AreaKind.DISTRICT, name_ar="حي", parent_id=2, broadcast_cron="daily 18:00"),
    ]
)


def subscription(**facts) -> Subscription:
    return Subscription(recipient_id=1, created_at=NOON, instant=False, **facts)


def hour(row: Subscription, owner: Owner = Owner()) -> str:  # noqa: B008
    moment = due(row, owner, Rules(), AREAS, NOON)
    assert moment is not None
    return f"{moment.astimezone(RIYADH):%d %H:%M}"


def test_the_subscription_goes_before_its_owner():
    assert hour(subscription(area_id=3, cron="daily 13:00"), Owner("daily 14:00")) == "22 13:00"


def test_the_owner_goes_before_the_area():
    assert hour(subscription(area_id=3), Owner("daily 14:00")) == "22 14:00"


def test_the_area_goes_before_what_is_around_it():
    assert hour(subscription(area_id=3)) == "22 18:00"


def test_what_is_around_speaks_where_the_area_says_nothing():
    assert hour(subscription(area_id=2)) == "23 07:00"


def test_a_circle_is_told_as_the_areas_that_hold_it():
    assert hour(subscription(lat=24.7, lon=46.7, radius_m=500.0)) == "23 07:00"


def test_the_deployment_speaks_last():
    assert hour(subscription(lat=21.5, lon=39.2, radius_m=500.0)) == "22 20:00"


def test_the_owners_clock_counts():
    assert due(subscription(area_id=3), Owner(zone="Africa/Cairo"), Rules(), AREAS, NOON) == datetime(
        2026, 11, 22, 16, 0, tzinfo=UTC
    )


def test_instant_ones_have_no_digest():
    assert due(Subscription(recipient_id=1, created_at=NOON, area_id=3), Owner(), Rules(), AREAS, NOON) is None


def test_what_follows_the_sun_is_passed_over_where_no_place_is_known():
    wishes = ("isha+30", None, "daily 20:00")
    assert due_after(NOON, wishes=wishes, zone=RIYADH, point=None).astimezone(RIYADH).hour == 20
    there = due_after(NOON, wishes=wishes, zone=RIYADH, point=Point(24.7, 46.7)).astimezone(RIYADH)
    assert there.hour == 19


def test_a_place_is_asked_for_when_nothing_else_was_said():
    with pytest.raises(ScheduleNeedsPlace):
        due_after(NOON, wishes=("isha+30",), zone=RIYADH, point=None)
