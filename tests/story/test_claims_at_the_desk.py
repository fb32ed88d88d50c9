"""Two at one desk: who takes what, how the other sees it, and for which of several organisations somebody acts."""

from datetime import timedelta

import pytest

from handlers.commands import PRIVATE, STAFF
from models.organisations import Role
from sandbox.people import Person
from sandbox.phone import Bubble
from services import organisations
from services.audit import Actor
from services.organisations import Charter
from tests.story.test_reports_from_chat_to_neighbours import listening, plain, presses, reports, says
from tests.story.town import Town


@pytest.fixture
async def suad(the_town: Town) -> Person:
    """At the desk, coordinator and admin."""
    return (await listening(the_town)).coordinator


@pytest.fixture
async def muna(the_town: Town, suad: Person) -> Person:
    """A colleague at the same desk, who leads nothing."""
    town = the_town
    await says(town, town.neighbour, "/menu")
    await grants(town, town.neighbour, Role.DESK, "zilal")
    return town.neighbour


async def grants(town: Town, person: Person, role: Role, code: str) -> None:
    [(number,)] = await town.query("SELECT member_id FROM recipient WHERE address = :at", at=str(person.id))
    await organisations.grant(town.house, member_id=number, role=role, code=code, by=Actor.operator(), now=town.clock())


async def opens(town: Town, person: Person, number: int, name: str = "") -> None:
    """From the desk to the one report that waits."""
    await says(town, person, "/desk")
    await presses(town, person, "desk-show-report")
    label = next(label for label in person.last.labels if plain(label).startswith(f"{number} · إنارة"))
    assert name in plain(label)
    await person.presses(label)
    await town.quiet()


def card(person: Person, number: int) -> Bubble:
    return next(b for b in person.inbox if plain(b.text).startswith(f"بلاغ رقم {number}"))


async def test_what_one_takes_the_other_sees_at_the_desk_and_on_the_card(the_town: Town, suad: Person, muna: Person):
    town = the_town
    number = await reports(town, town.citizen)
    await opens(town, muna, number)
    assert town.ar.plain("desk-holder-nobody") in plain(muna.last.text)
    await presses(town, muna, "button-claim-take")
    assert "عندك منذ الساعة" in plain(muna.last.text)
    assert "عند منى منذ الساعة" in plain(card(suad, number).text)
    await opens(town, suad, number, name="عند منى")
    assert "عند منى منذ الساعة" in plain(suad.last.text)


async def test_who_decides_on_what_another_took_is_told_with_whom_it_is(the_town: Town, suad: Person, muna: Person):
    town = the_town
    number = await reports(town, town.citizen)
    await presses(town, suad, "button-claim-take")
    await opens(town, muna, number)
    await presses(town, muna, "desk-item-card")
    await muna.presses(town.ar.plain("button-report-desk-accept"))
    await town.quiet()
    assert await town.query("SELECT state FROM report") == [("received",)]
    town.clock.move(timedelta(minutes=61))
    await presses(town, muna, "button-report-desk-accept")
    assert await town.query("SELECT state FROM report") == [("accepted",)]


async def test_it_is_put_back_from_the_card(the_town: Town, suad: Person):
    town = the_town
    number = await reports(town, town.citizen)
    await presses(town, suad, "button-claim-take")
    assert "عند سعاد" in plain(card(suad, number).text)
    await presses(town, suad, "button-claim-back")
    assert "عند سعاد" not in plain(card(suad, number).text)
    assert await town.query("SELECT count(*) FROM claim WHERE ended_at IS NULL") == [(0,)]


async def test_the_desk_is_refreshed_where_it_stands(the_town: Town, suad: Person):
    town = the_town
    await says(town, suad, "/desk")
    desk = suad.last
    await reports(town, town.citizen)
    await suad.presses(town.ar.plain("desk-refresh"), on=desk)
    await town.quiet()
    assert "بلاغ واحد ينتظر النظر فيه" in plain(desk.text)


async def test_danger_stands_before_the_rest(the_town: Town, suad: Person):
    town = the_town
    await reports(town, town.citizen)
    await reports(town, town.citizen, kind="خطر على المارة")
    await says(town, suad, "/desk")
    lines = plain(suad.last.text).splitlines()
    first = next(line for line in lines if "بلاغ" in line)
    assert "بلاغ خطر واحد ينتظر" in first


async def test_the_desk_stands_in_the_commands_of_staff_only(the_town: Town, suad: Person):
    town = the_town
    await says(town, suad, "/desk")
    assert [each["command"] for each in suad.commands] == list(STAFF)
    assert [each["command"] for each in town.citizen.commands] == list(PRIVATE)


async def test_who_acts_for_two_chooses_one_and_it_is_said(the_town: Town, suad: Person, muna: Person):
    town = the_town
    await organisations.sync(
        town.house,
        [Charter("zilal", "جمعية الظلال التطوعية", areas=("rimal",)), Charter("nour", "فريق النور")],
        now=town.clock(),
    )
    await grants(town, muna, Role.COORDINATOR, "nour")
    await reports(town, town.citizen)
    await says(town, muna, "/desk")
    assert "العمل باسم: جمعية الظلال التطوعية" in plain(muna.last.text)
    assert "بلاغ واحد ينتظر" in plain(muna.last.text)
    await presses(town, muna, "desk-act-for", organisation="فريق النور")
    assert "العمل باسم: فريق النور" in plain(muna.last.text)
    assert town.ar.plain("desk-nothing-waits") in plain(muna.last.text)


async def test_the_number_of_a_member_comes_with_how_it_is_written(the_town: Town, suad: Person):
    town = the_town
    await says(town, suad, "/id")
    [(number,)] = await town.query("SELECT member_id FROM recipient WHERE address = :at", at=str(suad.id))
    assert f"mizalla staff grant member:{number}" in plain(suad.last.text)
