"""Digests are written at the right moment, once, with the right alerts, on both databases."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from alerts.facts_of_digests import digest_facts
from alerts.letters import View
from alerts.letters_of_digests import Digests
from language.catalogues import Catalogues
from language.text import visible, without_direction
from language.voices import Voice
from models.alerts import Audience, DeliveryState, Priority
from places.grounds import AreaGround, Circle
from places.points import Point
from services import digests, preferences, subscriptions
from services.house import House
from tests.contract.digest_town import ELSEWHERE, RIVER, ROSES, ROSES_POINT, Town, town_of

EVENING = datetime(2026, 11, 22, 17, 0, tzinfo=UTC)
"""20:00 in Riyadh."""
A_DAY = timedelta(days=1)


@pytest.fixture
async def town(house: House, now: datetime) -> Town:
    return await town_of(house, now)


async def test_what_waited_comes_at_the_hour_in_one_message(town: Town) -> None:
    await town.wants("suad")
    lamp, search = await town.report(), await town.search()
    assert await town.evening(at=EVENING - timedelta(seconds=1)) == 0
    assert await town.evening(at=EVENING) == 1
    [digest] = await town.digests("suad")
    assert (digest.priority, digest.state) == (Priority.DIGEST, DeliveryState.DUE)
    assert await town.shown(digest) == {lamp.id, search.id}
    assert await town.told_at_once("suad") == set()


async def test_nobody_with_nothing_gets_a_message_and_the_next_hour_is_set(town: Town) -> None:
    number = await town.wants("suad")
    assert await town.evening(at=EVENING) == 0
    assert (await town.subscription(number)).next_digest_at == EVENING + A_DAY


async def test_an_alert_is_gathered_once(town: Town) -> None:
    await town.wants("suad")
    first = await town.report()
    await town.evening(at=EVENING)
    second = await town.report()
    assert await town.evening(at=EVENING + A_DAY) == 1
    before, after = await town.digests("suad")
    assert (await town.shown(before), await town.shown(after)) == ({first.id}, {second.id})


async def test_the_same_moment_asked_again_writes_nothing_more(town: Town) -> None:
    await town.wants("suad")
    await town.report()
    assert [await town.evening(at=EVENING) for _ in range(3)] == [1, 0, 0]


async def test_two_processes_at_once_write_each_digest_once(town: Town) -> None:
    for name in ("suad", "badr", "amal"):
        await town.wants(name)
    await town.report()
    written = await asyncio.gather(*(digests.write_due(town.house, now=EVENING) for _ in range(4)))
    assert sum(written) == 3
    assert [len(await town.digests(name)) for name in ("suad", "badr", "amal")] == [1, 1, 1]


async def test_what_was_missed_while_nothing_ran_comes_once(town: Town) -> None:
    number = await town.wants("suad")
    await town.report()
    late = EVENING + 3 * A_DAY + timedelta(hours=3)
    assert await town.evening(at=late) == 1
    assert (await town.subscription(number)).next_digest_at == EVENING + 4 * A_DAY


async def test_a_digest_says_through_which_area_its_lines_came(town: Town, catalogues: Catalogues) -> None:
    """Suad follows a district known by name only, and the roses; Badr the roses; Amal the district alone."""
    await town.execute(
        "INSERT INTO area (id, code, kind, parent_id, name_ar, name_en) VALUES (9, 'a-9', 'district', 1, 'حي النخيل', '')"
    )
    town.house._map = None
    for name, areas in {"suad": (9, ROSES), "badr": (ROSES,), "amal": (9,)}.items():
        for number in areas:
            await town.wants(name, AreaGround(number))
    await town.report()
    await town.search(Circle(Point(24.2, ROSES_POINT.lon), 500))
    await town.evening(at=EVENING)
    voice = catalogues.voice("ar")
    last = [(await _digest_lines(town, name, voice))[-1] for name in ("suad", "badr", "amal")]
    assert last[0] == "يصلك بعض ما في هذا الملخّص عبر المنطقة، فحدود النطاق الذي اخترته ليست على خريطتنا."
    assert "عبر" not in last[1]
    assert last[2] == "يصلك هذا عبر المنطقة، فحدود النطاق الذي اخترته ليست على خريطتنا."


async def _digest_lines(town: Town, name: str, voice: Voice) -> list[str]:
    """What somebody's one digest says, line by line."""
    [delivery] = await town.digests(name)
    async with town.house.db.reading() as tx:
        facts = await digest_facts(tx, await town.digest(delivery))
    letter = Digests(town.house.rules).write(facts, voice, View("ar"))
    return [without_direction(line) for line in visible(letter.text).splitlines()]


async def test_those_who_are_shown_the_same_share_one_digest(town: Town) -> None:
    await town.wants("suad")
    await town.wants("badr", Circle(ROSES_POINT, 3_000))
    await town.wants("amal", AreaGround(RIVER))
    await town.report()
    await town.report(RIVER)
    await town.evening(at=EVENING)
    suad, badr, amal = [(await town.digests(name))[0].digest_id for name in ("suad", "badr", "amal")]
    assert suad == badr
    assert amal != suad


async def test_what_ended_before_the_hour_is_not_gathered(town: Town) -> None:
    await town.wants("suad")
    await town.ends(await town.search())
    assert await town.evening(at=EVENING) == 0


async def test_what_is_under_review_waits_for_the_next_digest(town: Town) -> None:
    await town.wants("suad")
    search = await town.search()
    await town.pauses(search)
    assert await town.evening(at=EVENING) == 0
    await town.pauses(search, on=False)
    assert await town.evening(at=EVENING + A_DAY) == 1


async def test_an_alert_that_came_at_once_is_not_told_again(town: Town) -> None:
    await town.wants("suad")
    await town.wants("suad", Circle(ROSES_POINT, 5_000), frequency="instant", kinds=("searches",))
    search, lamp = await town.search(), await town.report()
    assert await town.told_at_once("suad") == {search.id}
    await town.evening(at=EVENING)
    [digest] = await town.digests("suad")
    assert await town.shown(digest) == {lamp.id}


async def test_who_is_no_longer_vetted_is_not_shown_what_police_has_not_confirmed(town: Town) -> None:
    await town.execute("UPDATE member SET vetted_at = created_at WHERE id IN (:a, :b)", a=town.suad.id, b=town.badr.id)
    await town.wants("suad")
    await town.wants("badr")
    await town.search(audience=Audience.VETTED)
    await town.execute("UPDATE member SET vetted_at = NULL WHERE id = :id", id=town.badr.id)
    assert await town.evening(at=EVENING) == 1
    assert await town.digests("badr") == []


async def test_who_blocked_the_bot_is_promised_nothing(town: Town) -> None:
    await town.wants("suad")
    await town.report()
    await town.execute("UPDATE recipient SET state = 'blocked' WHERE id = :id", id=town.suad.recipient_id)
    assert await town.evening(at=EVENING) == 0


async def test_a_subscription_removed_brings_nothing(town: Town) -> None:
    number, suad = await town.wants("suad"), town.suad.recipient_id
    await town.report()
    await subscriptions.remove(town.house, recipient_id=suad, subscription_id=number, now=town.now)
    assert await town.evening(at=EVENING) == 0
    await subscriptions.bring_back(town.house, recipient_id=suad, subscription_id=number, now=EVENING)
    assert await town.evening(at=EVENING + A_DAY) == 1


async def test_a_subscriptions_own_times_come_before_its_owners_and_the_areas(town: Town) -> None:
    await town.execute("UPDATE area SET broadcast_cron = 'daily 18:00' WHERE id = :id", id=ROSES)
    town.house._map = None
    by_area = await town.wants("suad")
    await preferences.set_usual_times(town.house, member_id=town.badr.id, text="daily 19:00", now=town.now)
    by_member = await town.wants("badr")
    own = await town.wants("badr", AreaGround(RIVER), frequency="daily 17:00")
    usual = await town.wants("suad", AreaGround(RIVER))
    hours = [(await town.subscription(number)).next_digest_at for number in (by_area, by_member, own, usual)]
    assert [moment and moment.hour for moment in hours] == [15, 16, 14, 17]
    await town.evening(at=EVENING)
    hours = [(await town.subscription(number)).next_digest_at for number in (by_area, by_member, own, usual)]
    assert [moment and moment.hour for moment in hours] == [15, 16, 14, 17]


async def test_the_clock_is_the_members_own(town: Town) -> None:
    await preferences.set_zone(town.house, member_id=town.suad.id, text="Asia/Dubai", now=town.now)
    number = await town.wants("suad")
    assert (await town.subscription(number)).next_digest_at == EVENING - timedelta(hours=1)


async def test_a_schedule_by_prayer_follows_the_subscriptions_place(town: Town) -> None:
    number = await town.wants("suad", Circle(ROSES_POINT, 3_000), frequency="isha+30")
    await town.report()
    due = (await town.subscription(number)).next_digest_at
    assert due is not None
    assert timedelta(hours=1) < due - town.now < timedelta(hours=5)
    assert await town.evening(at=due) == 1
    after = (await town.subscription(number)).next_digest_at
    assert after is not None
    assert abs(after - due - A_DAY) < timedelta(minutes=5)


async def test_a_schedule_nobody_can_read_any_more_stops_nobody(town: Town) -> None:
    broken, sound = await town.wants("suad"), await town.wants("badr")
    await town.execute("UPDATE subscription SET cron = 'whenever' WHERE id = :id", id=broken)
    await town.report()
    assert await town.evening(at=EVENING) == 2
    assert [(await town.subscription(number)).next_digest_at for number in (broken, sound)] == [EVENING + A_DAY] * 2


async def test_a_digest_of_another_place_waits_for_its_own_hour(town: Town) -> None:
    await town.wants("suad")
    await town.wants("suad", AreaGround(RIVER), frequency="weekly thu 17:00")
    here, there = await town.report(), await town.report(RIVER)
    await town.evening(at=EVENING)
    await town.evening(at=datetime(2026, 11, 26, 14, 0, tzinfo=UTC))
    first, second = await town.digests("suad")
    assert (await town.shown(first), await town.shown(second)) == ({here.id}, {there.id})


async def test_what_is_open_is_shown_to_a_new_subscriber_without_waiting_for_the_hour(town: Town) -> None:
    search, lamp = await town.search(), await town.report()
    await town.report(ELSEWHERE)
    number = await town.wants("suad")
    assert await digests.write_now(town.house, subscription_id=number, now=town.now) == 2
    [digest] = await town.digests("suad")
    assert await town.shown(digest) == {search.id, lamp.id}
    assert await town.evening(at=EVENING) == 0


async def test_a_crowd_is_written_in_batches_and_all_of_it(
    sqlite_house: House, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(digests, "BATCH", 7)
    town = await town_of(sqlite_house, now)
    for number in range(30):
        await town.meets(f"volunteer-{number}")
        await town.wants(f"volunteer-{number}")
    await town.report()
    assert await town.evening(at=EVENING) == 30
    shared = await town.query("SELECT DISTINCT digest_id FROM delivery WHERE digest_id IS NOT NULL")
    assert len(shared) == 1
