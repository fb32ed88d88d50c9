"""The picture of a group's week: what it counts, when it comes, and what it never shows; on both databases."""

from datetime import timedelta
from typing import Any

import pytest

from alerts.facts_of_digests import digest_facts
from alerts.letters import View
from alerts.letters_of_digests import Digests
from language.catalogues import load_catalogues
from language.text import visible, without_direction
from models.alerts import Delivery, DeliveryState, Digest, DigestKind
from models.groups import Group, GroupSound, WeekNeedsReports
from models.pictures import Picture
from services import group_desk, group_leaving, group_manners, group_weeks, groups, pictures
from services.audit import Actor
from services.group_subscriptions import Wanted
from services.groups import Chat
from services.house import House
from services.subscriptions import Wish
from tests.contract.digest_town import BOT, ELSEWHERE, GROUP, REGION, RIVER, ROSES, Town, town_of

LATER = timedelta(days=6)
BY = Actor.member(1)


@pytest.fixture
async def town(house: House, now: object) -> Town:
    return await town_of(house, now)  # type: ignore[arg-type]


async def hears(town: Town, *kinds: str) -> tuple[Group, int]:
    """A group that hears of these kinds in the whole region; with its recipient."""
    group = await town.adds_bot()
    wanted = Wanted((REGION,), Wish.of_kinds(kinds or ("searches", "reports")))
    about: dict[str, Any] = {"group_id": group.id or 0, "now": town.now}
    asked = await groups.propose(town.house, wanted=wanted, member_id=town.suad.id, **about)
    await group_desk.accept(town.house, asked_at=group_desk.stamp(asked.group), member_id=town.amal.id, **about)
    [(recipient,)] = await town.query("SELECT id FROM recipient WHERE group_id = :group", group=group.id)
    return group, recipient


async def wants_pictures(town: Town, *kinds: str) -> int:
    group, recipient = await hears(town, *kinds)
    await group_manners.set_weekly(town.house, group_id=group.id or 0, on=True, by=BY, now=town.now)
    return recipient


async def weeks(town: Town, recipient: int) -> list[tuple[Delivery, Digest]]:
    pairs = [(each, await town.digest(each)) for each in await town.digests_of(recipient)]
    return [(each, digest) for each, digest in pairs if digest.kind is DigestKind.WEEK]


async def words(town: Town, digest: Digest) -> tuple[str, str | None]:
    async with town.house.db.reading() as tx:
        facts = await digest_facts(tx, digest)
    letter = Digests(town.house.rules).write(facts, load_catalogues().voice("ar"), View("ar"))
    return without_direction(visible(letter.text)), letter.picture


async def test_it_comes_once_a_week_with_a_picture_and_only_figures(town: Town) -> None:
    recipient = await wants_pictures(town)
    for _ in range(6):
        await town.report()
    await town.report(RIVER)
    await town.search()
    assert await group_weeks.write_weeks(town.house, now=town.now) == 0
    assert [await group_weeks.write_weeks(town.house, now=town.now + LATER) for _ in range(2)] == [1, 0]
    [(delivery, digest)] = await weeks(town, recipient)
    text, picture = await words(town, digest)
    assert "ما زالت 7 بلاغات قائمة." in text
    assert "ريم" not in text
    assert picture == f"picture-{digest.picture_id}"
    assert delivery.state == DeliveryState.DUE


async def test_what_ends_changes_the_words_and_the_picture_stays(town: Town) -> None:
    recipient = await wants_pictures(town)
    lamp, *_ = [await town.report() for _ in range(6)]
    await group_weeks.write_weeks(town.house, now=town.now + LATER)
    await town.sent()
    await town.execute("UPDATE report SET state = 'fixed' WHERE id = :id", id=lamp.report_id)
    await town.ends(lamp)
    [(delivery, digest)] = await weeks(town, recipient)
    assert (delivery.state, delivery.want_revision) == (DeliveryState.DUE, 2)
    text, picture = await words(town, digest)
    assert "ما زالت 5 بلاغات قائمة." in text
    assert "أُصلح أقل من 5 بلاغات." in text, "one to four are never told in figures"
    assert picture is not None


async def test_a_week_in_which_everything_ended_before_it_was_sent_is_sent_all_the_same(town: Town) -> None:
    recipient = await wants_pictures(town)
    lamp = await town.report()
    await group_weeks.write_weeks(town.house, now=town.now + LATER)
    await town.execute("UPDATE report SET state = 'fixed' WHERE id = :id", id=lamp.report_id)
    await town.ends(lamp)
    [(delivery, _)] = await weeks(town, recipient)
    assert delivery.state == DeliveryState.DUE


async def test_a_group_with_nothing_in_its_areas_gets_none_and_is_asked_again_next_week(town: Town) -> None:
    recipient = await wants_pictures(town)
    await town.report(ELSEWHERE)
    await town.search()
    assert await group_weeks.write_weeks(town.house, now=town.now + LATER) == 0
    assert await weeks(town, recipient) == []
    [(due,)] = await town.query("SELECT count(*) FROM volunteer_group WHERE next_picture_at IS NOT NULL")
    assert due == 1


async def test_kinds_the_group_does_not_hear_of_are_not_counted(town: Town) -> None:
    recipient = await wants_pictures(town, "pothole")
    await town.report()
    assert await group_weeks.write_weeks(town.house, now=town.now + LATER) == 0
    assert await weeks(town, recipient) == []


async def test_a_group_without_reports_is_refused_the_picture(town: Town) -> None:
    group, _ = await hears(town, "searches")
    with pytest.raises(WeekNeedsReports):
        await group_manners.set_weekly(town.house, group_id=group.id or 0, on=True, by=BY, now=town.now)


async def test_areas_without_any_shape_are_told_in_words_alone(town: Town) -> None:
    recipient = await wants_pictures(town)
    await town.execute("UPDATE area SET radius_m = NULL, shape = NULL")
    town.house._map = None
    await town.report()
    assert await group_weeks.write_weeks(town.house, now=town.now + LATER) == 1
    [(_, digest)] = await weeks(town, recipient)
    assert digest.picture_id is None
    assert (await words(town, digest))[1] is None


async def test_the_picture_is_kept_while_its_week_is_there(town: Town) -> None:
    recipient = await wants_pictures(town)
    await town.report(ROSES)
    await group_weeks.write_weeks(town.house, now=town.now + LATER)
    await pictures.remove_unused(town.house, now=town.now + 10 * LATER)
    [(_, digest)] = await weeks(town, recipient)
    async with town.house.db.reading() as tx:
        assert await tx.get(Picture, digest.picture_id) is not None


async def test_leaving_covers_what_is_open_and_counts_it_as_done(town: Town) -> None:
    group, recipient = await hears(town)
    await group_manners.set_sound(town.house, group_id=group.id or 0, sound=GroupSound.NONE, by=BY, now=town.now)
    lamp, over = await town.report(), await town.report()
    await town.sent()
    await town.execute(
        "INSERT INTO copy (delivery_id, bot_id, address, thread_id, message_id, shape, revision, state, sent_at)"
        " SELECT d.id, d.bot_id, 'x', 0, d.id, 'text', 1, 'shown', d_now.at FROM delivery d,"
        " (SELECT created_at AS at FROM alert LIMIT 1) d_now WHERE d.recipient_id = :recipient",
        recipient=recipient,
    )
    await town.ends(over)
    await town.sent()
    await group_leaving.leave(town.house, group_id=group.id or 0, by=BY, now=town.now)
    due = await town.query("SELECT alert_id, shown_revision FROM delivery WHERE state = 'due'")
    assert [tuple(row) for row in due] == [(lamp.id, 0)]
    assert await group_leaving.ready(town.house, now=town.now) == []
    await town.sent()
    [departure] = await group_leaving.ready(town.house, now=town.now)
    assert (departure.bot_id, departure.chat_id) == (BOT, GROUP)
    await group_leaving.gone(town.house, chat=Chat(BOT, GROUP), now=town.now)
    await town.ends(lamp)
    assert await town.query("SELECT 1 FROM delivery WHERE state IN ('due', 'failed')") == []


async def test_a_chat_whose_copies_cannot_be_covered_is_left_after_ten_minutes(town: Town) -> None:
    group, _ = await hears(town)
    await town.report()
    await town.execute("UPDATE delivery SET shown_revision = 1")
    await group_leaving.leave(town.house, group_id=group.id or 0, by=BY, now=town.now)
    assert await group_leaving.ready(town.house, now=town.now + timedelta(minutes=9)) == []
    assert len(await group_leaving.ready(town.house, now=town.now + timedelta(minutes=10))) == 1
