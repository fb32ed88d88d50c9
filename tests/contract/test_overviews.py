"""What operators look at is the same on SQLite and on PostgreSQL: the clock's list, groups, an alert area by area."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from models.alerts import Alert, Audience, Delivery, DeliveryState, Wording
from models.areas import Area, AreaKind
from models.groups import Group, GroupKind, GroupState
from models.members import Member, Recipient
from models.organisations import Organisation
from models.searches import Objection, Search, SearchState
from models.subscriptions import Subscription
from services.group_list import group_list
from services.house import House
from services.progress import counts_by_area
from services.upcoming import upcoming


@pytest.fixture
async def town(house: House, now: datetime) -> House:
    """Two areas, a search out in one of them, three members and a group who heard or will hear of it."""
    circle: dict[str, Any] = {"lat": 24.0, "lon": 46.0, "radius_m": 500.0}
    box: dict[str, Any] = {"min_lat": 23.9, "max_lat": 24.1, "min_lon": 45.9, "max_lon": 46.1}
    tonight = now + timedelta(hours=4)
    rows = [
        Area(id=1, code="north", kind=AreaKind.REGION, name_ar="الشمال", lat=24.8, lon=46.7, radius_m=30_000),
        Area(id=2, code="south", kind=AreaKind.REGION, name_ar="الجنوب", lat=24.0, lon=46.0, radius_m=30_000),
        Organisation(id=1, code="rescue", name_ar="إنقاذ", next_summary_at=now + timedelta(hours=15)),
        Search(id=7, state=SearchState.OPEN, approved_as_operator=True, expires_at=now, created_at=now, changed_at=now),
        Objection(search_id=7, at=now, ask_at=now + timedelta(minutes=5)),
        *(Member(id=number, created_at=now) for number in (1, 2, 3)),
        *(Recipient(id=n, bot_id=1, address=str(n), member_id=n, changed_at=now) for n in (1, 2, 3)),
        Group(id=1, bot_id=1, chat_id=-1, kind=GroupKind.GROUP, state=GroupState.ACCEPTED, organisation_id=1,
              set_up_key="a", changed_at=now),
        Recipient(id=4, bot_id=1, address="-1", group_id=1, changed_at=now),
        Subscription(id=1, recipient_id=1, area_id=1, created_at=now, instant=False, next_digest_at=tonight),
        Subscription(id=2, recipient_id=2, area_id=1, created_at=now, instant=False, next_digest_at=tonight),
        Subscription(id=3, recipient_id=3, created_at=now, **circle, **box),
        Subscription(id=4, recipient_id=4, area_id=1, created_at=now),
        Alert(id=1, search_id=7, audience=Audience.SUBSCRIBERS, wording=Wording.SEARCH_OPEN, created_at=now,
              changed_at=now),
        Delivery(alert_id=1, recipient_id=1, bot_id=1, priority=0, subscription_id=1, state=DeliveryState.DONE,
                 shown_revision=1),
        Delivery(alert_id=1, recipient_id=2, bot_id=1, priority=0, subscription_id=2, state=DeliveryState.FAILED),
        Delivery(alert_id=1, recipient_id=3, bot_id=1, priority=0, subscription_id=3, state=DeliveryState.HELD,
                 not_before=tonight),
        Delivery(alert_id=1, recipient_id=4, bot_id=1, priority=0, state=DeliveryState.CANCELLED),
    ]  # fmt: skip
    async with house.db.transaction() as tx:
        for row in rows:
            tx.add(row)
            await tx.flush()
    return house


async def test_what_the_clock_will_do_comes_soonest_first(town: House):
    assert [(one.what, one.thing, one.n) for one in await upcoming(town)] == [
        ("end a search", "search 7", 1),
        ("ask about an objection again", "search 7", 1),
        ("digests", "", 2),
        ("send what was held", "", 1),
        ("staff summary", "rescue", 1),
    ]
    assert len(await upcoming(town, limit=2)) == 2


async def test_groups_come_with_their_areas(town: House):
    (group,) = await group_list(town)
    assert (group["state"], group["organisation"], group["areas"], group["subscriptions"]) == (
        "accepted", "rescue", ["north"], 1,
    )  # fmt: skip


async def test_an_alert_is_counted_area_by_area(town: House):
    counted = {
        area.code: (area.recipients, area.sent, area.waiting, area.failed, area.withdrawn)
        for area in await counts_by_area(town, 1)
    }
    assert counted == {"north": (2, 1, 0, 1, 0), "south": (1, 0, 1, 0, 0), "": (1, 0, 0, 0, 1)}


async def test_an_alert_for_nobody_has_no_areas(town: House):
    assert await counts_by_area(town, 99) == []
