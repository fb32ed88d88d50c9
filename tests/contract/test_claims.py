"""Who has taken what waits on the desk, on both databases."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from models.claims import Claimed, HeldByAnother, NothingToTake
from models.organisations import ActsForAnother, Role
from models.refusals import NotAllowed
from models.reports import DANGER
from models.rows import id_of
from services import desk, desk_items, organisations, report_desk
from services.audit import Actor, history
from services.claims import Holder
from services.desk_piles import Pile
from services.house import House
from tests.contract.report_town import Town, town_of
from tests.contract.test_desk_and_staff import case, group


@pytest.fixture
async def town(house: House, now: datetime) -> Town:
    return await town_of(house, now)


async def takes(town: Town, name: str, number: int | None, thing: Claimed = Claimed.REPORT) -> desk_items.Taken:
    about: dict[str, Any] = {"thing": thing, "number": number or 0, "member_id": town.people[name].id}
    return await desk_items.take(town.house, **about, now=town.now)


async def holder(town: Town, pile: Pile = Pile.REPORT, by: str = "badr") -> Holder | None:
    found = await desk.pile_of(town.house, pile=pile, member_id=town.people[by].id)
    assert found is not None
    return found.things[0].holder


async def test_what_one_takes_the_others_see_with_whom_it_is_and_since_when(town: Town):
    report = await town.reports()
    await takes(town, "noura", report.id)
    seen = await holder(town)
    assert seen is not None
    assert (seen.name, seen.since, seen.member_id) == ("noura", town.now, town.noura.id)


async def test_a_colleague_cannot_take_or_decide_what_was_just_taken(town: Town):
    report = await town.reports()
    await takes(town, "noura", report.id)
    town.now += timedelta(minutes=5)
    about: dict[str, Any] = {"report_id": id_of(report), "by": town.badr, "made_by": None, "now": town.now}
    with pytest.raises(HeldByAnother) as refused:
        await report_desk.accept(town.house, **about)
    assert refused.value.facts["name"] == "noura"
    with pytest.raises(HeldByAnother):
        await takes(town, "badr", report.id)
    await report_desk.accept(town.house, **about | {"by": town.noura})


async def test_a_colleague_takes_over_after_a_while_and_an_admin_at_once(town: Town):
    report = await town.reports()
    await takes(town, "noura", report.id)
    taken = await takes(town, "amal", report.id)
    assert taken.before is not None
    assert taken.before.name == "noura"
    town.now += timedelta(minutes=61)
    await takes(town, "badr", report.id)
    acts = [row.facts.get("over") for row in await history(town.house, thing="report", thing_id=id_of(report))]
    assert acts.count(True) == 2


async def test_danger_is_decided_by_whoever_is_there(town: Town):
    report = await town.reports(category=DANGER)
    await takes(town, "noura", report.id)
    await report_desk.accept(town.house, report_id=id_of(report), by=town.badr, made_by=None, now=town.now)


async def test_taking_again_what_one_has_changes_nothing(town: Town):
    report = await town.reports()
    first = town.now
    await takes(town, "noura", report.id)
    town.now += timedelta(minutes=5)
    assert (await takes(town, "noura", report.id)).again
    seen = await holder(town)
    assert seen is not None
    assert seen.since == first


async def test_what_is_put_back_is_anybodys_and_only_its_holder_puts_it_back(town: Town):
    report = await town.reports()
    await takes(town, "noura", report.id)
    about: dict[str, Any] = {"thing": Claimed.REPORT, "number": id_of(report), "now": town.now}
    with pytest.raises(HeldByAnother):
        await desk_items.give_back(town.house, **about, member_id=town.badr.id)
    await desk_items.give_back(town.house, **about, member_id=town.noura.id)
    assert await holder(town) is None
    await takes(town, "badr", report.id)


async def test_it_is_over_when_the_thing_leaves_the_desk(town: Town):
    report = await town.reports()
    await takes(town, "noura", report.id)
    done: dict[str, Any] = {"report_id": id_of(report), "by": town.noura, "made_by": None, "now": town.now}
    await report_desk.accept(town.house, **done)
    assert await holder(town, Pile.WORK) is not None
    await report_desk.mark_fixed(town.house, **done)
    with pytest.raises(NothingToTake):
        await takes(town, "noura", report.id)
    await report_desk.reopen(town.house, **done)
    assert await holder(town, Pile.WORK) is None


async def test_it_is_over_with_the_last_role_there(town: Town):
    report = await town.reports()
    await takes(town, "noura", report.id)
    by = Actor.operator()
    await organisations.revoke(
        town.house, member_id=town.noura.id, role=Role.COORDINATOR, code="harbour", by=by, now=town.now
    )
    assert await holder(town) is None


async def test_strangers_and_other_desks_take_nothing(town: Town):
    report = await town.reports()
    for name in ("suad", "faris"):
        with pytest.raises(NotAllowed):
            await takes(town, name, report.id)


async def test_drafts_and_groups_are_taken_too(town: Town):
    report = await town.reports()
    search = await case(town, organisation_id=report.organisation_id)
    await group(town)
    await takes(town, "noura", search.id, Claimed.SEARCH)
    await takes(town, "badr", 1, Claimed.GROUP)
    for pile, name in ((Pile.DRAFT, "noura"), (Pile.GROUP, "badr")):
        seen = await holder(town, pile)
        assert seen is not None
        assert seen.name == name


async def of_two(town: Town) -> None:
    """Noura coordinates at the harbour, and sits at the desk of the far team."""
    await organisations.grant(
        town.house, member_id=town.noura.id, role=Role.DESK, code="far", by=Actor.operator(), now=town.now
    )


async def test_who_acts_for_several_sees_the_desk_of_one_at_a_time(town: Town):
    await of_two(town)
    await town.reports()
    seen = await desk.desk_of(town.house, member_id=town.noura.id)
    assert (seen.organisation.code, [each.code for each in seen.others]) == ("harbour", ["far"])
    assert [each.pile for each in seen.waiting] == [Pile.REPORT]
    far = id_of(seen.others[0])
    await organisations.act_for(town.house, member_id=town.noura.id, organisation_id=far, now=town.now)
    seen = await desk.desk_of(town.house, member_id=town.noura.id)
    assert (seen.organisation.code, seen.waiting) == ("far", ())


async def test_a_coordinator_of_one_is_none_of_the_other(town: Town):
    await of_two(town)
    about: dict[str, Any] = {"member_id": town.noura.id, "now": town.now}
    await desk.hold_everything(town.house, **about)
    seen = await desk.desk_of(town.house, member_id=town.noura.id)
    harbour, far = seen.organisation, seen.others[0]
    await organisations.act_for(town.house, **about, organisation_id=id_of(far))
    with pytest.raises(ActsForAnother):
        await desk.let_everything_go(town.house, **about)
    await organisations.act_for(town.house, **about, organisation_id=id_of(harbour))
    await desk.let_everything_go(town.house, **about)
    acts = [row.organisation_id for row in await history(town.house, thing="member", thing_id=town.noura.id)]
    assert acts[-2:] == [far.id, harbour.id]


async def test_nobody_acts_for_an_organisation_in_which_they_have_no_role(town: Town):
    others = (await desk.desk_of(town.house, member_id=town.faris.id)).organisation
    with pytest.raises(NotAllowed):
        await organisations.act_for(town.house, member_id=town.noura.id, organisation_id=id_of(others), now=town.now)


async def test_a_role_that_was_taken_back_is_not_acted_for_any_more(town: Town):
    await of_two(town)
    far = id_of((await desk.desk_of(town.house, member_id=town.noura.id)).others[0])
    await organisations.act_for(town.house, member_id=town.noura.id, organisation_id=far, now=town.now)
    await organisations.revoke(
        town.house, member_id=town.noura.id, role=Role.DESK, code="far", by=Actor.operator(), now=town.now
    )
    assert (await desk.desk_of(town.house, member_id=town.noura.id)).organisation.code == "harbour"
