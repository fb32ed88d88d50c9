"""What waits for staff, who acts for an organisation, and the daily summary, on both databases."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import update
from sqlmodel import col, select

from models.alerts import Alert, AlertState, Audience, Delivery, DeliveryState, Priority, Wording
from models.audit import Audit
from models.claims import Claimed, NothingToTake
from models.groups import Group, GroupKind, GroupState
from models.members import MemberNotFound
from models.organisations import Role
from models.refusals import NotAllowed
from models.rows import id_of
from models.searches import Objection, Search, SearchState
from services import dead_letters, desk, desk_items, handovers, report_desk, staff, staff_summaries
from services.desk_piles import Pile
from services.house import House
from services.places import Place
from tests.contract.report_town import BOT, IN_FAR, IN_RED, Town, town_of


@pytest.fixture
async def town(house: House, now: datetime) -> Town:
    return await town_of(house, now)


async def piles(town: Town, name: str) -> dict[Pile, int]:
    found = await desk.desk_of(town.house, member_id=town.people[name].id)
    return {each.pile: each.count for each in found.waiting}


async def case(town: Town, **about: Any) -> Search:
    async with town.house.db.transaction() as tx:
        search = Search(**{"created_at": town.now, "changed_at": town.now} | about)
        tx.add(search)
        await tx.flush()
        return search


async def test_each_desk_sees_what_waits_at_its_own_and_admins_what_nobody_serves(town: Town):
    await town.reports()
    await town.reports(place=Place(IN_FAR.lat, IN_FAR.lon))
    assert await piles(town, "badr") == {Pile.REPORT: 1}
    assert await piles(town, "amal") == {Pile.REPORT: 2}
    assert await piles(town, "faris") == {Pile.REPORT: 1}


async def test_strangers_have_no_desk(town: Town):
    for look in (desk.desk_of, desk.broadcasts):
        with pytest.raises(NotAllowed):
            await look(town.house, member_id=town.suad.id)


async def test_piles_are_told_apart_and_the_oldest_comes_first(town: Town):
    first = await town.reports()
    harbour = first.organisation_id
    town.now += timedelta(hours=1)
    second = await town.reports()
    accepted = await town.reports()
    await report_desk.accept(town.house, report_id=id_of(accepted), by=town.badr, made_by=None, now=town.now)
    await case(town, organisation_id=harbour)
    await case(town, organisation_id=harbour, submitted_at=town.now)
    out = await case(town, organisation_id=harbour, state=SearchState.PAUSED)
    await objection(town, out)
    await objection(town, out)
    await group(town)
    assert await piles(town, "noura") == {
        Pile.OBJECTION: 1,
        Pile.APPROVAL: 1,
        Pile.DRAFT: 1,
        Pile.REPORT: 2,
        Pile.GROUP: 1,
        Pile.WORK: 1,
    }
    waits = await desk.pile_of(town.house, pile=Pile.REPORT, member_id=town.noura.id)
    assert waits is not None
    assert [each.number for each in waits.things] == [first.id, second.id]
    assert waits.since == first.created_at


async def test_groups_that_ask_are_for_who_may_answer_and_not_for_approvers(town: Town):
    await group(town)
    await town.staff("hamad", Role.APPROVER, "harbour")
    assert await piles(town, "hamad") == {}
    for name in ("badr", "noura", "amal"):
        assert await piles(town, name) == {Pile.GROUP: 1}


async def test_nothing_waits_where_nothing_does(town: Town):
    assert await desk.pile_of(town.house, pile=Pile.REPORT, member_id=town.badr.id) is None


async def test_broadcasts_are_those_of_ones_organisation_with_their_counts(town: Town):
    await town.follows("omar", IN_RED)
    report = await town.reports()
    await report_desk.accept(town.house, report_id=id_of(report), by=town.badr, made_by=None, now=town.now)
    [broadcast] = await desk.broadcasts(town.house, member_id=town.badr.id)
    assert (broadcast.report_id, broadcast.search_id) == (report.id, None)
    assert (broadcast.counts.recipients, broadcast.counts.sent, broadcast.counts.waiting) == (1, 0, 1)
    assert await desk.broadcasts(town.house, member_id=town.faris.id) == []
    alert_id = broadcast.counts.alert
    assert [each.waiting for each in await desk.by_area(town.house, alert_id=alert_id, member_id=town.badr.id)] == [1]
    with pytest.raises(NotAllowed):
        await desk.by_area(town.house, alert_id=alert_id, member_id=town.faris.id)


async def test_what_is_over_is_listed_until_its_copies_say_so(town: Town):
    report = await town.reports()
    await report_desk.accept(town.house, report_id=id_of(report), by=town.badr, made_by=None, now=town.now)
    await report_desk.mark_fixed(town.house, report_id=id_of(report), by=town.badr, made_by=None, now=town.now)
    assert await desk.broadcasts(town.house, member_id=town.badr.id) == []


async def test_everything_is_held_back_and_let_go_by_those_who_may(town: Town):
    with pytest.raises(NotAllowed):
        await desk.hold_everything(town.house, member_id=town.badr.id, now=town.now)
    await desk.hold_everything(town.house, member_id=town.noura.id, now=town.now)
    seen = await desk.desk_of(town.house, member_id=town.badr.id)
    assert (seen.paused, seen.may_hold_back, seen.knows_people) == (True, False, False)
    await desk.let_everything_go(town.house, member_id=town.amal.id, now=town.now)
    assert not (await desk.desk_of(town.house, member_id=town.amal.id)).paused


async def test_an_admin_sees_and_changes_the_roles_of_their_own_organisation_only(town: Town):
    people = await staff.granted(town.house, by=town.amal.id)
    assert [(each.person.name, each.role) for each in people] == [
        ("badr", Role.DESK),
        ("noura", Role.COORDINATOR),
        ("amal", Role.ADMIN),
    ]
    harbour = id_of(people[0].organisation)
    about: dict[str, Any] = {"member_id": town.suad.id, "role": Role.DESK, "organisation_id": harbour, "now": town.now}
    with pytest.raises(NotAllowed):
        await staff.grant(town.house, **about, by=town.faris.id)
    await staff.grant(town.house, **about, by=town.amal.id)
    assert await piles(town, "suad") == {}
    await staff.revoke(town.house, **about, by=town.amal.id)
    with pytest.raises(NotAllowed):
        await piles(town, "suad")


async def test_who_leads_nothing_sees_no_list(town: Town):
    with pytest.raises(NotAllowed):
        await staff.granted(town.house, by=town.badr.id)


async def test_people_are_found_by_account_and_by_number(town: Town):
    at: dict[str, Any] = {"by": town.amal.id, "bot_id": BOT}
    found = await staff.person_at(town.house, **at, address="1004")
    assert (found.member_id, found.name, found.vetted) == (town.suad.id, "suad", False)
    assert await staff.person_numbered(town.house, by=town.amal.id, member_id=town.suad.id) == found
    with pytest.raises(MemberNotFound):
        await staff.person_at(town.house, **at, address="1")
    with pytest.raises(NotAllowed):
        await staff.person_numbered(town.house, by=town.badr.id, member_id=town.suad.id)


async def test_a_coordinator_vouches_for_a_volunteer_and_the_desk_does_not(town: Town):
    about: dict[str, Any] = {"member_id": town.suad.id, "vetted": True, "now": town.now}
    with pytest.raises(NotAllowed):
        await staff.vouch(town.house, **about, by=town.badr.id)
    await staff.vouch(town.house, **about, by=town.noura.id)
    assert (await staff.person_numbered(town.house, by=town.noura.id, member_id=town.suad.id)).vetted


async def test_the_summary_comes_once_a_day_to_those_for_whom_something_waits(town: Town, catalogues):
    assert await staff_summaries.staff_summary(town.house, now=town.now) == []
    await town.reports()
    tomorrow = town.now + timedelta(days=1)
    [summary] = await staff_summaries.staff_summary(town.house, now=tomorrow)
    assert {reader.address for reader in summary.readers} == {"1000", "1001", "1002"}
    words = staff_summaries.summary_words(catalogues.voice("ar"), summary)
    assert "بلاغ واحد ينتظر النظر فيه، وصل منذ يوم." in words.replace("\u200f", "")
    assert catalogues.voice("ar")("desk-summary-nobody-on-duty") in words
    assert await staff_summaries.staff_summary(town.house, now=tomorrow) == []


async def test_the_summary_says_nothing_of_shifts_while_somebody_is_on_duty(town: Town):
    assert await staff_summaries.staff_summary(town.house, now=town.now) == []
    await town.reports()
    tomorrow = town.now + timedelta(days=1)
    until = tomorrow + timedelta(hours=1)
    await handovers.begin(town.house, member_id=town.badr.id, until=until, now=town.now)
    [summary] = await staff_summaries.staff_summary(town.house, now=tomorrow)
    assert summary.on_duty


async def test_whoever_takes_over_ends_the_shift_with_it(town: Town):
    badr, noura = town.badr.id, town.people["noura"].id
    report = await town.reports()
    await handovers.begin(town.house, member_id=badr, until=town.now + timedelta(hours=8), now=town.now)
    await desk_items.take(town.house, thing=Claimed.REPORT, number=id_of(report), member_id=badr, now=town.now)
    made = await handovers.offer(town.house, member_id=badr, to=noura, note="", now=town.now)
    await handovers.answer(town.house, handover_id=made.id, member_id=noura, accept=True, now=town.now)
    assert (await handovers.shift(town.house, member_id=badr)).until is None
    async with town.house.db.reading() as tx:
        acts = select(Audit.act, Audit.member_id, Audit.thing_id).where(Audit.act == "member.duty")
        assert (await tx.exec(acts.order_by(col(Audit.id)))).all()[1:] == [("member.duty", noura, badr)]


async def test_what_was_given_up_is_counted_tried_again_once_and_not_for_other_desks(town: Town):
    report = await town.reports()
    await report_desk.accept(town.house, report_id=id_of(report), by=town.badr, made_by=None, now=town.now)
    async with town.house.db.transaction() as tx:
        alert = (await tx.exec(select(Alert).where(Alert.wording == Wording.REPORT_CARD))).one()
        mine = col(Delivery.alert_id) == alert.id
        [first, second, *_] = (await tx.exec(select(Delivery.id).where(mine))).all()
        for number, why in ((first, "transient"), (second, "blocked")):
            lost = {"state": DeliveryState.FAILED, "error": why, "attempts": 17}
            await tx.exec(update(Delivery).where(col(Delivery.id) == number).values(**lost))
    assert (await piles(town, "badr"))[Pile.UNDELIVERED] == 1
    assert Pile.UNDELIVERED not in await piles(town, "faris")
    about = {"alert_id": id_of(alert), "member_id": town.badr.id}
    assert (await dead_letters.of_alert(town.house, **about)).count == 1
    with pytest.raises(NothingToTake):
        await dead_letters.try_again(town.house, **about | {"member_id": town.people["faris"].id}, now=town.now)
    assert await dead_letters.try_again(town.house, **about, now=town.now) == 1
    with pytest.raises(NothingToTake):
        await dead_letters.try_again(town.house, **about, now=town.now)
    async with town.house.db.reading() as tx:
        rows = select(Delivery.state, Delivery.attempts).where(col(Delivery.id).in_([first, second]))
        assert (await tx.exec(rows.order_by(col(Delivery.id)))).all() == [
            (DeliveryState.DUE, 0),
            (DeliveryState.FAILED, 17),
        ]
        assert (await tx.exec(select(Audit.facts).where(Audit.act == "alert.try-again"))).all() == [{"deliveries": 1}]


async def test_a_search_that_is_out_shows_up_among_the_broadcasts(town: Town):
    report = await town.reports()
    search = await case(town, organisation_id=report.organisation_id, state=SearchState.OPEN, approved_as_operator=True)
    async with town.house.db.transaction() as tx:
        about = {"audience": Audience.SUBSCRIBERS, "wording": Wording.SEARCH_OPEN, "state": AlertState.PAUSED}
        when = {"created_at": town.now, "changed_at": town.now}
        tx.add(Alert(search_id=search.id, priority=Priority.URGENT, **about, **when))  # type: ignore[arg-type]
    [broadcast] = await desk.broadcasts(town.house, member_id=town.badr.id)
    assert (broadcast.search_id, broadcast.counts.state) == (search.id, AlertState.PAUSED)


async def objection(town: Town, search: Search) -> None:
    async with town.house.db.transaction() as tx:
        tx.add(Objection(search_id=id_of(search), member_id=town.charlie.id, at=town.now))


async def group(town: Town) -> None:
    async with town.house.db.transaction() as tx:
        about = {"kind": GroupKind.SUPERGROUP, "state": GroupState.PROPOSED, "set_up_key": "key"}
        tx.add(Group(bot_id=BOT, chat_id=-100, changed_at=town.now, **about))  # type: ignore[arg-type]
