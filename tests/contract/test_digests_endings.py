"""A digest remembers what it shows: closing reaches it, and a newer list takes the place of an older one."""

from datetime import UTC, datetime, timedelta

import pytest

from alerts.facts_of_digests import DigestFacts, digest_facts
from models.alerts import Delivery, DeliveryState, DigestKind
from models.groups import Group
from places.grounds import AreaGround
from services import group_desk, groups
from services.group_subscriptions import Wanted
from services.house import House
from services.subscriptions import Wish
from tests.contract.digest_town import RIVER, ROSES, Town, town_of

EVENING = datetime(2026, 11, 22, 17, 0, tzinfo=UTC)
TWO_HOURS = timedelta(hours=2)


@pytest.fixture
async def town(house: House, now: datetime) -> Town:
    return await town_of(house, now)


async def facts(town: Town, delivery: Delivery) -> DigestFacts:
    async with town.house.db.reading() as tx:
        found = await digest_facts(tx, await town.digest(delivery))
    assert isinstance(found, DigestFacts)
    return found


async def hears_open_searches(town: Town, *, kinds: tuple[str, ...] = ("searches",)) -> tuple[Group, int]:
    """A group that hears every two hours of the roses, while a search is open there; with its recipient."""
    group = await town.adds_bot()
    wish = Wish.of_kinds(kinds, frequency="every 2h")
    wanted = Wanted((ROSES,), wish, while_search_open=True)
    asked = await groups.propose(
        town.house, group_id=group.id or 0, wanted=wanted, member_id=town.suad.id, now=town.now
    )
    stamp = group_desk.stamp(asked.group)
    await group_desk.accept(town.house, group_id=group.id or 0, asked_at=stamp, member_id=town.amal.id, now=town.now)
    [(recipient,)] = await town.query("SELECT id FROM recipient WHERE group_id = :group", group=group.id)
    return group, recipient


async def test_closing_a_search_reaches_the_digests_that_show_it(town: Town) -> None:
    await town.wants("suad")
    search, lamp = await town.search(), await town.report()
    await town.evening(at=EVENING)
    await town.sent()
    await town.ends(search)
    [digest] = await town.digests("suad")
    assert (digest.state, digest.shown_revision, digest.want_revision) == (DeliveryState.DUE, 1, 2)
    told = await facts(town, digest)
    assert (told.searches, told.searches_over, len(told.reports)) == ((), 1, 1)
    assert lamp.report_id == told.reports[0].number


async def test_a_digest_that_waits_and_has_nothing_left_is_not_sent(town: Town) -> None:
    await town.wants("suad")
    search = await town.search()
    await town.evening(at=EVENING)
    await town.ends(search)
    [digest] = await town.digests("suad")
    assert digest.state == DeliveryState.CANCELLED


async def test_a_digest_that_waits_and_has_something_left_is_sent(town: Town) -> None:
    await town.wants("suad")
    search, _ = await town.search(), await town.report()
    await town.evening(at=EVENING)
    await town.ends(search)
    [digest] = await town.digests("suad")
    assert (digest.state, digest.want_revision) == (DeliveryState.DUE, 2)


async def test_a_search_under_review_is_not_in_digests_still_to_be_sent_and_those_sent_wait_unchanged(
    town: Town,
) -> None:
    await town.wants("suad")
    await town.wants("badr")
    search = await town.search()
    await town.report()
    await town.evening(at=EVENING)
    await town.sent()
    await town.execute(
        "UPDATE delivery SET state = 'due', shown_revision = NULL WHERE recipient_id = :id", id=town.badr.recipient_id
    )
    await town.pauses(search)
    [sent], [waits] = await town.digests("suad"), await town.digests("badr")
    assert (sent.state, waits.state) == (DeliveryState.DONE, DeliveryState.DUE)
    assert (await facts(town, waits)).searches == ()
    assert (await town.digest(waits)).revision == 2
    await town.pauses(search, on=False)
    [sent] = await town.digests("suad")
    assert (sent.state, sent.want_revision, len((await facts(town, sent)).searches)) == (DeliveryState.DUE, 3, 1)


async def test_open_searches_are_told_again_every_two_hours_while_one_is_open(town: Town) -> None:
    _, recipient = await hears_open_searches(town)
    first = await town.search()
    assert await town.evening(at=EVENING - timedelta(hours=1)) == 1
    second = await town.search()
    assert await town.evening(at=EVENING + timedelta(hours=1)) == 1
    assert await town.evening(at=EVENING + timedelta(hours=3)) == 1
    *_, last = await town.digests_of(recipient)
    assert await town.shown(last) == {first.id, second.id}
    assert (await town.digest(last)).kind == DigestKind.OPEN_SEARCHES


async def test_nothing_is_told_again_while_no_search_is_open(town: Town) -> None:
    await hears_open_searches(town)
    assert await town.evening(at=EVENING - timedelta(hours=1)) == 0
    search = await town.search()
    assert await town.evening(at=EVENING + timedelta(hours=1)) == 1
    await town.ends(search)
    assert await town.evening(at=EVENING + timedelta(hours=3)) == 0


async def test_a_newer_list_takes_the_place_of_the_older_one(town: Town) -> None:
    _, recipient = await hears_open_searches(town)
    search = await town.search()
    await town.evening(at=EVENING - timedelta(hours=1))
    await town.sent()
    await town.evening(at=EVENING + timedelta(hours=1))
    older, newer = await town.digests_of(recipient)
    assert (older.state, older.want_revision, newer.state) == (DeliveryState.DUE, 2, DeliveryState.DUE)
    assert (await facts(town, older)).searches == ()
    await town.sent()
    await town.ends(search)
    older, newer = await town.digests_of(recipient)
    assert (older.state, newer.state) == (DeliveryState.DONE, DeliveryState.DUE)


async def test_an_older_list_that_was_never_sent_gives_way(town: Town) -> None:
    _, recipient = await hears_open_searches(town)
    await town.search()
    await town.evening(at=EVENING - timedelta(hours=1))
    await town.evening(at=EVENING + timedelta(hours=1))
    older, newer = await town.digests_of(recipient)
    assert (older.state, newer.state) == (DeliveryState.CANCELLED, DeliveryState.DUE)


async def test_reports_of_such_a_group_come_with_the_usual_digest(town: Town) -> None:
    _, recipient = await hears_open_searches(town, kinds=("searches", "reports"))
    lamp, search = await town.report(), await town.search()
    await town.evening(at=EVENING - timedelta(hours=1))
    [again] = await town.digests_of(recipient)
    assert await town.shown(again) == {search.id}
    await town.evening(at=EVENING)
    _, *both = await town.digests_of(recipient)
    shown = {(await town.digest(each)).kind: await town.shown(each) for each in both}
    assert shown == {DigestKind.NEWS: {lamp.id}, DigestKind.OPEN_SEARCHES: {search.id}}


async def test_a_group_that_changes_its_ground_is_still_told_of_what_it_was_told(town: Town) -> None:
    group, recipient = await hears_open_searches(town)
    search = await town.search()
    await town.evening(at=EVENING - timedelta(hours=1))
    wish = Wish.of_kinds(("searches",), frequency="every 2h")
    both = Wanted((ROSES, RIVER), wish, while_search_open=True)
    asked = await groups.propose(town.house, group_id=group.id or 0, wanted=both, member_id=1, now=town.now)
    await group_desk.accept(
        town.house,
        group_id=group.id or 0,
        asked_at=group_desk.stamp(asked.group),
        member_id=town.amal.id,
        now=town.now,
    )
    await town.evening(at=EVENING + timedelta(hours=1))
    *_, last = await town.digests_of(recipient)
    assert await town.shown(last) == {search.id}


async def test_a_digest_of_a_member_is_not_touched_by_a_groups_list(town: Town) -> None:
    await town.wants("suad", AreaGround(ROSES), frequency="every 2h")
    _, recipient = await hears_open_searches(town)
    await town.search()
    await town.evening(at=EVENING - timedelta(hours=1))
    await town.sent()
    await town.evening(at=EVENING + timedelta(hours=1))
    [mine] = await town.digests("suad")
    assert (mine.state, mine.want_revision) == (DeliveryState.DONE, 1)
    assert len(await town.digests_of(recipient)) == 2
