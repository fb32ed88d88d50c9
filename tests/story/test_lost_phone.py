"""A colleague's phone is lost: an admin takes everything back from it at once."""

from datetime import timedelta

import pytest

from handlers.commands import PRIVATE
from models.organisations import Role
from sandbox.people import Person
from tests.story.test_claims_at_the_desk import grants
from tests.story.test_reports_from_chat_to_neighbours import listening, plain, presses, reports, says
from tests.story.town import Town


@pytest.fixture
async def suad(the_town: Town) -> Person:
    """At the desk, coordinator and admin."""
    return (await listening(the_town)).coordinator


@pytest.fixture
async def muna(the_town: Town, suad: Person) -> Person:
    """A colleague whose phone will be lost, in the middle of refusing a report she has taken."""
    town = the_town
    muna = town.neighbour
    await says(town, muna, "/menu")
    await grants(town, muna, Role.DESK, "zilal")
    await grants(town, muna, Role.COORDINATOR, "zilal")
    await says(town, muna, "/desk")
    await reports(town, town.citizen)
    await presses(town, muna, "button-claim-take")
    await presses(town, muna, "button-report-desk-refuse")
    return muna


async def loses(town: Town, person: Person, by: Person) -> str:
    """What is heard over the chat, if anything."""
    [(number,)] = await town.query("SELECT member_id FROM recipient WHERE address = :at", at=str(person.id))
    await says(town, by, "/desk")
    await presses(town, by, "desk-people")
    await presses(town, by, "desk-name")
    await says(town, by, str(number))
    await presses(town, by, "lost-phone")
    answer = await by.presses(town.ar.plain("lost-phone-sure"))
    await town.quiet()
    return plain(answer.text or "")


async def test_nothing_is_left_unfinished_for_who_took_it_back(the_town: Town, suad: Person, muna: Person):
    town = the_town
    await loses(town, muna, suad)
    assert (
        await town.query("SELECT step FROM conversation WHERE user_id = :who AND step IS NOT NULL", who=suad.id) == []
    )


def cards(person: Person) -> list[str]:
    return [plain(b.text) for b in person.inbox if plain(b.text).startswith("بلاغ رقم")]


async def test_roles_steps_claims_and_cards_are_gone_at_once(the_town: Town, suad: Person, muna: Person):
    town = the_town
    assert cards(muna) != []
    await loses(town, muna, suad)
    assert cards(muna) == []
    assert cards(suad) != []
    live = "SELECT count(*) FROM staff_grant g JOIN recipient r ON r.member_id = g.member_id"
    assert await town.query(f"{live} WHERE g.revoked_at IS NULL AND r.address = :at", at=str(muna.id)) == [(0,)]
    assert await town.query("SELECT count(*) FROM claim WHERE ended_at IS NULL") == [(0,)]
    assert await town.query("SELECT count(*) FROM conversation WHERE user_id = :id", id=muna.id) == [(0,)]
    assert await town.query("SELECT count(*) FROM audit WHERE act = 'staff.suspend'") == [(1,)]
    assert [each["command"] for each in muna.commands] == list(PRIVATE)
    assert "البطاقات التي تُحذف من الهاتف: 1" in plain(suad.last.text)


async def test_what_is_still_on_the_phone_does_nothing_any_more(the_town: Town, suad: Person, muna: Person):
    town = the_town
    await loses(town, muna, suad)
    await says(town, muna, "بلا سبب")
    await presses(town, muna, "report-reason-repeated")
    assert await town.query("SELECT state FROM report") == [("received",)]
    await says(town, muna, "/desk")
    assert plain(muna.last.text) == town.ar.plain("refusal-not-allowed")


async def test_no_card_comes_back_when_it_changes(the_town: Town, suad: Person, muna: Person):
    town = the_town
    await loses(town, muna, suad)
    await presses(town, suad, "button-report-desk-accept")
    await reports(town, town.citizen)
    assert cards(muna) == []
    assert len(cards(suad)) == 2


async def test_the_other_admins_are_told_and_what_is_too_old_is_said(the_town: Town, suad: Person, muna: Person):
    town = the_town
    await grants(town, town.approver, Role.ADMIN, "zilal")
    town.clock.move(timedelta(hours=49))
    await loses(town, muna, suad)
    assert "سُحبت التكليفات كلها من منى" in plain(town.approver.last.text)
    assert "فلا يحذفه تيليجرام: 1" in plain(suad.last.text)


async def test_who_has_no_role_here_loses_none(the_town: Town, suad: Person):
    town = the_town
    assert "لا تكليف لهذا الشخص" in await loses(town, town.citizen, suad)


async def test_the_last_admin_cannot_leave_the_organisation_without_one(the_town: Town, suad: Person):
    town = the_town
    await says(town, suad, "/desk")
    await presses(town, suad, "desk-people")
    await presses(town, suad, "desk-revoke", name="سعاد", role=town.ar("role-admin"))
    answer = await suad.presses(town.ar.plain("desk-revoke-sure"))
    await town.quiet()
    assert "لا مدير غيرك للجمعية" in plain(answer.text)
    await grants(town, town.approver, Role.ADMIN, "zilal")
    await presses(town, suad, "desk-revoke-sure")
    live = "SELECT count(*) FROM staff_grant WHERE revoked_at IS NULL AND role = 'admin'"
    assert await town.query(live) == [(1,)]
