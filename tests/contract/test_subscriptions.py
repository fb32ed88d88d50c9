"""Who hears what, where and how often; on SQLite and on PostgreSQL."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import col, select

from clock.schedules import BadSchedule
from formats.members_csv import MemberRow
from models.alerts import Alert, Audience, Delivery, DeliveryState, DigestEntry, Priority, Wording
from models.areas import Area, AreaKind
from models.members import AdultsOnly
from models.reports import Report
from models.rows import id_of
from models.rules import AlertRules, Rules
from models.subscriptions import (
    RadiusNotOffered,
    ReportKinds,
    Subscription,
    SubscriptionNotFound,
    TooManySubscriptions,
)
from places.grounds import AreaGround, Circle
from places.points import Point, distance_m
from services import alerts, digests, members, preferences, subscriptions
from services.audit import Actor
from services.member_imports import import_members
from services.subscriptions import Wish

HOME = Point(24.71234, 46.67891)
AROUND = Circle(HOME, 5000)


@pytest.fixture
async def suad(house, now):
    async with house.db.transaction() as tx:
        tx.add(Area(code="city", kind=AreaKind.CITY, name_ar="مدينة", lat=24.7, lon=46.7, radius_m=9000))
    known = await members.meet(house, bot_id=42, address="1", name="سعاد", language="ar", now=now)
    await preferences.confirm_adult(house, member_id=known.id, now=now)
    return known


async def subscribe(house, who, now, *, ground=AROUND, wish=Wish(), made_by=None) -> int:  # noqa: B008
    return await subscriptions.subscribe(
        house, recipient_id=who.recipient_id, ground=ground, wish=wish, made_by=made_by, now=now
    )


async def rows(house) -> list[Subscription]:
    async with house.db.reading() as tx:
        return list((await tx.exec(select(Subscription).order_by(col(Subscription.id)))).all())


async def test_a_home_is_kept_coarse_and_all_of_the_circle_still_counts(house, suad, now):
    await subscribe(house, suad, now)
    (row,) = await rows(house)
    assert row.lat is not None
    assert row.lon is not None
    assert row.radius_m is not None
    assert (row.lat, row.lon) != (HOME.lat, HOME.lon)
    assert row.radius_m >= 5000 + distance_m(HOME, Point(row.lat, row.lon))
    assert row.radius_m < 6000


async def test_an_update_that_comes_again_subscribes_once(house, suad, now):
    first = await subscribe(house, suad, now, made_by="42:1")
    assert await subscribe(house, suad, now, made_by="42:1") == first
    assert len(await rows(house)) == 1


async def test_the_same_wish_for_the_same_place_changes_how_often(house, suad, now):
    city = AreaGround(1)
    first = await subscribe(house, suad, now, ground=city)
    assert await subscribe(house, suad, now, ground=city, wish=Wish(frequency="daily 20:00")) == first
    (row,) = await rows(house)
    assert (row.instant, row.cron) == (False, "daily 20:00")
    assert row.next_digest_at is not None
    assert row.next_digest_at.isoformat() == "2026-11-22T17:00:00+00:00"


async def test_searches_at_once_and_lighting_in_a_digest_are_two_wishes_for_one_place(house, suad, now):
    city = AreaGround(1)
    await subscribe(house, suad, now, ground=city)
    await subscribe(house, suad, now, ground=city, wish=Wish.of_kinds(["lighting"], frequency="daily 20:00"))
    listed = await subscriptions.of_recipient(house, suad.recipient_id)
    assert [(each.row.searches, each.row.reports, each.categories) for each in listed] == [
        (True, ReportKinds.NONE, ()),
        (False, ReportKinds.SOME, ("lighting",)),
    ]


async def test_who_is_no_adult_hears_of_reports_but_not_of_searches(house, suad, now):
    young = await members.meet(house, bot_id=42, address="2", name="x", language="ar", now=now)
    with pytest.raises(AdultsOnly):
        await subscribe(house, young, now)
    await subscribe(house, young, now, wish=Wish(searches=False, reports=ReportKinds.ALL))


@pytest.mark.parametrize("metres", [999, 100_001])
async def test_a_radius_that_is_not_offered_is_refused_with_what_is(house, suad, now, metres):
    with pytest.raises(RadiusNotOffered) as refused:
        await subscribe(house, suad, now, ground=Circle(HOME, metres))
    assert refused.value.facts == {"least_km": "1", "most_km": "100"}


async def test_one_person_keeps_so_many_and_no_more(house, suad, now):
    house.rules = Rules(alerts=AlertRules(subscriptions_per_member=2))
    for km in (1, 2):
        await subscribe(house, suad, now, ground=Circle(HOME, km * 1000))
    with pytest.raises(TooManySubscriptions):
        await subscribe(house, suad, now, ground=Circle(HOME, 3000))
    await subscribe(house, suad, now, ground=Circle(HOME, 1000), wish=Wish(frequency="every 2h"))


async def test_what_is_no_schedule_is_refused(house, suad, now):
    with pytest.raises(BadSchedule):
        Wish(frequency="sometimes")


async def test_a_removed_one_can_be_brought_back_and_is_nobody_elses(house, suad, now):
    other = await members.meet(house, bot_id=42, address="2", name="x", language="ar", now=now)
    number = await subscribe(house, suad, now)
    with pytest.raises(SubscriptionNotFound):
        await subscriptions.remove(house, recipient_id=other.recipient_id, subscription_id=number, now=now)
    await subscriptions.remove(house, recipient_id=suad.recipient_id, subscription_id=number, now=now)
    assert await subscriptions.of_recipient(house, suad.recipient_id) == []
    with pytest.raises(SubscriptionNotFound):
        await subscriptions.remove(house, recipient_id=suad.recipient_id, subscription_id=number, now=now)
    await subscriptions.bring_back(house, recipient_id=suad.recipient_id, subscription_id=number, now=now)
    assert [each.row.id for each in await subscriptions.of_recipient(house, suad.recipient_id)] == [number]


async def test_usual_times_and_the_clock_move_every_digest(house, suad, now):
    number = await subscribe(house, suad, now, ground=AreaGround(1), wish=Wish(frequency=""))
    assert await preferences.set_usual_times(house, member_id=suad.id, text="DAILY ٢١:٠٠", now=now) == "daily 21:00"
    await preferences.set_zone(house, member_id=suad.id, text="africa/cairo", now=now)
    mine = await subscriptions.get(house, recipient_id=suad.recipient_id, subscription_id=number)
    assert mine.row.next_digest_at is not None
    assert mine.row.next_digest_at.isoformat() == "2026-11-22T19:00:00+00:00"


async def test_kinds_can_be_changed(house, suad, now):
    number = await subscribe(house, suad, now)
    wish = Wish.of_kinds(["lighting", "road"])
    await subscriptions.change(house, recipient_id=suad.recipient_id, subscription_id=number, wish=wish, now=now)
    mine = await subscriptions.get(house, recipient_id=suad.recipient_id, subscription_id=number)
    assert (mine.row.searches, mine.categories) == (False, ("lighting", "road"))


async def opens(house, now, reporter_id: int | None = None) -> int:
    """Something opens near her home; its alert."""
    areas = await house.areas()
    async with house.db.transaction() as tx:
        report = Report(
            category="lighting", lat=24.71, lon=46.68, reporter_id=reporter_id, created_at=now, changed_at=now
        )
        tx.add(report)
        await tx.flush()
        alert = Alert(
            report_id=report.id, audience=Audience.SUBSCRIBERS, wording=Wording.REPORT_OPEN, priority=Priority.NORMAL,
            created_at=now, changed_at=now,
        )  # fmt: skip
        ground = Circle(Point(24.71, 46.68), 2000)
        await alerts.tell_subscribers(tx, house, areas, alert, ground=ground, category="lighting")
        return id_of(alert)


@pytest.fixture
async def open_alert(house, suad, now) -> int:
    return await opens(house, now)


async def deliveries(house) -> list[Delivery]:
    async with house.db.reading() as tx:
        return list((await tx.exec(select(Delivery))).all())


async def test_who_subscribes_hears_at_once_what_is_open_there(house, suad, open_alert, now):
    assert await deliveries(house) == []
    await subscribe(house, suad, now, wish=Wish.of_kinds(["lighting"]))
    (promised,) = await deliveries(house)
    assert (promised.alert_id, promised.state) == (open_alert, DeliveryState.DUE)


async def test_what_was_promised_and_is_unwished_before_it_left_does_not_leave(house, suad, open_alert, now):
    number = await subscribe(house, suad, now, wish=Wish.of_kinds(["lighting"]))
    later = now + timedelta(seconds=1)
    await subscriptions.remove(house, recipient_id=suad.recipient_id, subscription_id=number, now=later)
    assert [each for each in await deliveries(house) if each.state is not DeliveryState.CANCELLED] == []


async def test_who_comes_back_hears_what_was_opened_while_they_were_away(house, suad, now):
    await subscribe(house, suad, now, wish=Wish.of_kinds(["lighting"]))
    await members.blocked(house, bot_id=42, address="1", now=now)
    opened = await opens(house, now)
    assert await deliveries(house) == []
    await members.meet(house, bot_id=42, address="1", name="سعاد", language="ar", now=now)
    assert [each.alert_id for each in await deliveries(house)] == [opened]


async def test_those_who_are_imported_hear_what_is_open(house, suad, open_alert, now):
    row = MemberRow(
        line=2, channel="telegram", address="100002", name="بدر", language="ar", roles=(), subscription="circle",
        lat=24.7, lon=46.67, radius_km=10, kinds=("lighting",), frequency="instant",
    )  # fmt: skip
    await import_members(house, [row], bot_id=42, by=Actor.operator(), now=now)
    assert [each.alert_id for each in await deliveries(house)] == [open_alert]


async def entries(house) -> list[DigestEntry]:
    async with house.db.reading() as tx:
        return list((await tx.exec(select(DigestEntry))).all())


async def test_of_two_digests_the_sooner_brings_it_whichever_is_nearer(house, suad, now):
    wish = Wish.of_kinds(["lighting"], frequency="weekly thu 17:00")
    await subscribe(house, suad, now, ground=Circle(HOME, 2000), wish=wish)
    sooner = await subscribe(house, suad, now, ground=AreaGround(1), wish=replace(wish, frequency="daily 20:00"))
    await opens(house, now)
    assert [each.subscription_id for each in await entries(house)] == [sooner]


async def test_when_the_usual_times_change_the_sooner_digest_brings_it_again(house, suad, now):
    wish = Wish.of_kinds(["lighting"], frequency="daily 20:00")
    fixed = await subscribe(house, suad, now, ground=Circle(HOME, 2000), wish=wish)
    usual = await subscribe(house, suad, now, ground=AreaGround(1), wish=replace(wish, frequency=""))
    await preferences.set_usual_times(house, member_id=suad.id, text="weekly thu 17:00", now=now)
    await opens(house, now)
    assert [each.subscription_id for each in await entries(house)] == [fixed]
    await preferences.set_usual_times(house, member_id=suad.id, text="daily 18:00", now=now)
    assert [each.subscription_id for each in await entries(house)] == [usual]


async def test_at_once_comes_before_any_digest(house, suad, now):
    wish = Wish.of_kinds(["lighting"], frequency="daily 20:00")
    await subscribe(house, suad, now, ground=Circle(HOME, 2000), wish=wish)
    await subscribe(house, suad, now, ground=AreaGround(1), wish=Wish.of_kinds(["lighting", "road"]))
    await opens(house, now)
    assert len(await deliveries(house)) == 1
    assert await digests.write_due(house, now=now + timedelta(days=1)) == 0


async def test_who_reported_it_gets_updates_and_not_the_alert(house, suad, now):
    other = await members.meet(house, bot_id=42, address="2", name="x", language="ar", now=now)
    for who in (suad, other):
        await subscribe(house, who, now, wish=Wish.of_kinds(["lighting"]))
    await subscribe(house, suad, now, ground=AreaGround(1), wish=Wish.of_kinds(["lighting"], frequency="daily 20:00"))
    await opens(house, now, reporter_id=suad.id)
    assert [each.recipient_id for each in await deliveries(house)] == [other.recipient_id]
    assert await entries(house) == []
    assert await preferences.set_usual_times(house, member_id=suad.id, text="daily 21:00", now=now)
    assert [each.recipient_id for each in await deliveries(house)] == [other.recipient_id]


async def test_what_failed_while_the_bot_was_blocked_is_tried_again_when_they_are_back(house, suad, now):
    await subscribe(house, suad, now, wish=Wish.of_kinds(["lighting"]))
    await opens(house, now)
    async with house.db.transaction() as tx:
        (given_up,) = (await tx.exec(select(Delivery))).all()
        given_up.state, given_up.error, given_up.attempts = DeliveryState.FAILED, "blocked", 3
        tx.add(given_up)
    await members.blocked(house, bot_id=42, address="1", now=now)
    await members.meet(house, bot_id=42, address="1", name="سعاد", language="ar", now=now)
    assert [(each.state, each.error, each.attempts) for each in await deliveries(house)] == [
        (DeliveryState.DUE, None, 0)
    ]


@pytest.mark.parametrize("reason", ["member-paused", "quiet-hours"])
async def test_what_its_reader_held_back_is_decided_anew_when_they_change_their_mind(house, suad, now, reason):
    await subscribe(house, suad, now, wish=Wish.of_kinds(["lighting"]))
    await opens(house, now)
    async with house.db.transaction() as tx:
        (held,) = (await tx.exec(select(Delivery))).all()
        held.state, held.error, held.not_before = DeliveryState.HELD, reason, now + timedelta(hours=9)
        tx.add(held)
    if reason == "member-paused":
        assert await preferences.end_pause(house, member_id=suad.id, now=now) == 1
    else:
        await preferences.set_quiet_hours(house, member_id=suad.id, text="0:00-0:00", now=now)
    assert [(each.state, each.not_before) for each in await deliveries(house)] == [(DeliveryState.DUE, None)]
