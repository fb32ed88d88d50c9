"""Groups come, ask, are answered, change, move and go; on SQLite and on PostgreSQL.

Noura coordinates and Badr is at the desk of Harbour; Faris heads the team of Far, which serves nothing.
"""

from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import col, select

from models.alerts import Alert, Audience, Delivery, Priority, Wording
from models.audit import Audit
from models.groups import Group, GroupKind, GroupNotFound, GroupNotWaiting, GroupState
from models.members import Recipient, RecipientState
from models.refusals import NotAllowed, TooLong
from models.reports import ReasonMissing, Report
from models.rows import id_of
from models.subscriptions import ReportKinds, Subscription
from places.grounds import Circle
from services import alerts, group_chats, group_desk, groups
from services.audit import Actor
from services.group_desk import stamp
from services.group_subscriptions import Wanted
from services.groups import Chat
from services.subscriptions import Wish
from tests.contract.report_town import BLUE, BOT, FAR, HARBOUR, IN_RED, RED, Town, town_of

CHAT = Chat(BOT, -500)
REPORTS = Wish.of_kinds(["reports"])
ALL_OF_RED = Wanted((RED,), Wish.of_kinds(["searches", "reports"]))


@pytest.fixture
async def harbour(house, now) -> Town:
    return await town_of(house, now)


async def enters(town: Town, chat: Chat = CHAT, kind: GroupKind = GroupKind.GROUP) -> Group:
    return await group_chats.entered(
        town.house, chat=chat, kind=kind, title="متطوعو الورد", language="ar", by=town.suad.id, now=town.now
    )


async def asks(town: Town, wanted: Wanted = ALL_OF_RED, chat: Chat = CHAT) -> Group:
    group = await enters(town, chat)
    return await wants(town, group, wanted)


async def wants(town: Town, group: Group, wanted: Wanted) -> Group:
    asked = await groups.propose(town.house, group_id=id_of(group), wanted=wanted, member_id=town.suad.id, now=town.now)
    return asked.group


async def is_accepted(town: Town, group: Group, by: str = "noura") -> tuple[Group, int]:
    return await group_desk.accept(
        town.house, group_id=id_of(group), asked_at=stamp(group), member_id=town.people[by].id, now=town.now
    )


async def hears(town: Town, wanted: Wanted = ALL_OF_RED) -> Group:
    return (await is_accepted(town, await asks(town, wanted)))[0]


async def something_happens(town: Town, audience: Audience = Audience.SUBSCRIBERS) -> None:
    """A report in Red, told to whoever subscribed."""
    areas = await town.house.areas()
    async with town.house.db.transaction() as tx:
        report = Report(category="lighting", lat=IN_RED.lat, lon=IN_RED.lon, created_at=town.now, changed_at=town.now)
        tx.add(report)
        await tx.flush()
        alert = Alert(
            report_id=report.id, audience=audience, wording=Wording.REPORT_OPEN, priority=Priority.NORMAL,
            created_at=town.now, changed_at=town.now,
        )  # fmt: skip
        await alerts.tell_subscribers(tx, town.house, areas, alert, ground=Circle(IN_RED, 200), category="lighting")


async def rows(town: Town, table: Any) -> list[Any]:
    async with town.house.db.reading() as tx:
        return list((await tx.exec(select(table).order_by(col(table.id)))).all())


async def promised(town: Town) -> int:
    return len(await rows(town, Delivery))


async def state(town: Town) -> GroupState:
    (group,) = await rows(town, Group)
    return GroupState(group.state)


async def test_a_bot_that_enters_twice_keeps_one_group_and_its_link(harbour):
    first, again = await enters(harbour), await enters(harbour)
    assert (first.id, first.set_up_key) == (again.id, again.set_up_key)
    assert (await groups.by_key(harbour.house, first.set_up_key)).id == first.id


async def test_a_key_of_no_group_is_refused(harbour):
    await enters(harbour)
    with pytest.raises(GroupNotFound):
        await groups.by_key(harbour.house, "")


async def test_a_group_hears_nothing_before_it_is_accepted(harbour):
    await asks(harbour)
    await something_happens(harbour)
    assert await promised(harbour) == 0


async def test_an_accepted_group_hears_what_is_open_and_what_comes(harbour):
    group = await asks(harbour)
    await something_happens(harbour)
    accepted, at_once = await is_accepted(harbour, group)
    assert (accepted.state, at_once) == (GroupState.ACCEPTED, 1)
    await something_happens(harbour)
    assert await promised(harbour) == 2


async def test_what_is_only_for_the_vetted_never_reaches_a_group(harbour):
    await hears(harbour)
    await something_happens(harbour, Audience.VETTED)
    assert await promised(harbour) == 0


@pytest.mark.parametrize("who", ["suad", "charlie", "faris"])
async def test_nobody_answers_for_areas_their_organisation_does_not_serve(harbour, who):
    group = await asks(harbour)
    with pytest.raises(NotAllowed):
        await is_accepted(harbour, group, by=who)
    with pytest.raises(NotAllowed):
        await group_desk.card(harbour.house, group_id=id_of(group), member_id=harbour.people[who].id)


@pytest.mark.parametrize("who", ["badr", "noura", "amal"])
async def test_staff_of_the_organisation_that_serves_one_of_the_areas_accept(harbour, who):
    accepted, _ = await is_accepted(harbour, await asks(harbour, Wanted((RED, FAR), REPORTS)), by=who)
    assert accepted.organisation_id is not None


async def test_for_areas_nobody_serves_every_admin_may_answer_and_only_admins(harbour):
    group = await asks(harbour, Wanted((FAR,), REPORTS))
    with pytest.raises(NotAllowed):
        await is_accepted(harbour, group, by="noura")
    await is_accepted(harbour, group, by="faris")


async def test_staff_are_told_who_may_answer_and_nobody_else(harbour):
    readers = await group_desk.staff_to_tell(harbour.house, await asks(harbour))
    addresses = {row.address for row in await rows(harbour, Recipient) if row.member_id in
                 {harbour.badr.id, harbour.noura.id, harbour.amal.id}}  # fmt: skip
    assert {reader.address for reader in readers} == addresses


async def test_a_request_is_answered_once(harbour):
    group = await asks(harbour)
    await is_accepted(harbour, group)
    with pytest.raises(GroupNotWaiting):
        await is_accepted(harbour, group)


async def test_what_was_asked_differently_since_the_card_was_shown_is_not_accepted(harbour):
    shown = await asks(harbour)
    harbour.now = harbour.now.replace(hour=14)
    await wants(harbour, shown, Wanted((HARBOUR,), REPORTS))
    with pytest.raises(GroupNotWaiting):
        await is_accepted(harbour, shown)


async def test_a_refusal_needs_a_reason_that_can_be_kept(harbour):
    group = await asks(harbour)
    about = {"group_id": id_of(group), "asked_at": stamp(group), "member_id": harbour.noura.id, "now": harbour.now}
    with pytest.raises(ReasonMissing):
        await group_desk.refuse(harbour.house, reason=" ", **about)
    with pytest.raises(TooLong):
        await group_desk.refuse(harbour.house, reason="ط" * 301, **about)
    refused = await group_desk.refuse(harbour.house, reason="لا نعرفها", **about)
    assert (refused.state, refused.reason) == (GroupState.REFUSED, "لا نعرفها")


async def test_less_than_was_accepted_holds_at_once(harbour):
    group = await hears(harbour, Wanted((HARBOUR,), REPORTS))
    changed = await wants(harbour, group, Wanted((RED,), Wish.of_kinds(["lighting"], frequency="daily 20:00")))
    assert changed.state is GroupState.ACCEPTED
    (row,) = await rows(harbour, Subscription)
    assert (row.area_id, row.reports, row.instant, row.active) == (RED, ReportKinds.SOME, False, True)
    assert row.next_digest_at is not None


async def test_more_than_was_accepted_waits_while_the_old_goes_on(harbour):
    group = await hears(harbour, Wanted((RED,), REPORTS))
    changed = await wants(harbour, group, Wanted((RED, BLUE), REPORTS))
    assert changed.state is GroupState.PROPOSED
    await something_happens(harbour)
    assert await promised(harbour) == 1


async def test_an_accepted_group_that_is_refused_more_keeps_what_it_had(harbour):
    group = await hears(harbour, Wanted((RED,), REPORTS))
    changed = await wants(harbour, group, Wanted((RED, BLUE), REPORTS))
    refused = await group_desk.refuse(
        harbour.house, group_id=id_of(group), asked_at=stamp(changed), reason="لا",
        member_id=harbour.noura.id, now=harbour.now,
    )  # fmt: skip
    assert refused.state is GroupState.ACCEPTED
    assert [(row.area_id, row.active) for row in await rows(harbour, Subscription)] == [(RED, True)]


async def test_a_group_that_is_removed_hears_nothing_and_begins_anew(harbour):
    await hears(harbour)
    left = await group_chats.left(harbour.house, chat=CHAT, by=None, now=harbour.now)
    assert [group.title for group in left] == ["متطوعو الورد"]
    await something_happens(harbour)
    assert await promised(harbour) == 0
    assert await group_chats.left(harbour.house, chat=CHAT, by=None, now=harbour.now) == []
    again = await enters(harbour)
    assert again.state is GroupState.ADDED
    await something_happens(harbour)
    assert await promised(harbour) == 0
    assert await groups.settings_of(harbour.house, id_of(again)) == ALL_OF_RED


async def test_what_was_promised_and_not_sent_is_taken_back_when_the_group_stops(harbour):
    group = await hears(harbour)
    await something_happens(harbour)
    await groups.stop(harbour.house, group_id=id_of(group), by=Actor.member(harbour.suad.id), now=harbour.now)
    assert await promised(harbour) == 0
    assert await state(harbour) is GroupState.STOPPED
    (recipient,) = [row for row in await rows(harbour, Recipient) if row.group_id]
    assert recipient.state is RecipientState.ACTIVE, "copies that are there are still edited"


async def test_topics_of_one_chat_hear_for_themselves_and_leave_together(harbour):
    topic = Chat(BOT, CHAT.chat_id, 17)
    await hears(harbour, Wanted((BLUE,), REPORTS))
    await is_accepted(harbour, await asks(harbour, chat=topic))
    await something_happens(harbour)
    (delivery,) = await rows(harbour, Delivery)
    (there,) = [row for row in await rows(harbour, Recipient) if row.id == delivery.recipient_id]
    assert there.thread_id == 17
    assert len(await group_chats.left(harbour.house, chat=CHAT, by=None, now=harbour.now)) == 2


async def test_a_group_that_moves_takes_everything_along_and_doubles_nothing(harbour):
    await hears(harbour)
    await enters(harbour, Chat(BOT, -100900), GroupKind.SUPERGROUP)
    for _ in range(2):
        await group_chats.moved(harbour.house, chat=CHAT, new_chat_id=-100900)
    (group,) = await rows(harbour, Group)
    assert (group.chat_id, group.kind, group.state) == (-100900, GroupKind.SUPERGROUP, GroupState.ACCEPTED)
    assert [row.address for row in await rows(harbour, Recipient) if row.group_id] == ["-100900"]
    await something_happens(harbour)
    assert await promised(harbour) == 1


async def test_an_accepted_group_that_could_not_be_reached_hears_again_what_is_open(harbour):
    await hears(harbour)
    async with harbour.house.db.transaction() as tx:
        await tx.exec(text("UPDATE recipient SET state = 'gone' WHERE group_id IS NOT NULL"))
    await something_happens(harbour)
    assert await promised(harbour) == 0
    await group_chats.may_write_again(harbour.house, chat=CHAT, now=harbour.now)
    assert await promised(harbour) == 1


async def test_while_a_search_is_open_searches_wait_for_its_hours_and_reports_for_the_usual(harbour):
    wish = Wish.of_kinds(["searches", "lighting"], frequency="every 2h")
    await hears(harbour, Wanted((RED,), wish, while_search_open=True))
    found = {(row.searches, row.instant, row.cron) for row in await rows(harbour, Subscription)}
    assert found == {(True, False, None), (False, False, "daily 20:00")}


async def test_the_audit_says_who_let_a_group_in(harbour):
    group = await hears(harbour)
    acts = [(row.act, row.member_id) for row in await rows(harbour, Audit) if row.thing == "group"]
    assert acts == [
        ("group.enter", harbour.suad.id),
        ("group.propose", harbour.suad.id),
        ("group.accept", harbour.noura.id),
    ]
    assert group.organisation_id is not None
