"""The end of a shift: what one has goes to a colleague who takes it, or back to the desk."""

import pytest

from models.organisations import Role
from sandbox.people import Person
from tests.story.test_claims_at_the_desk import card, grants
from tests.story.test_reports_from_chat_to_neighbours import listening, plain, presses, reports, says
from tests.story.town import Town

LIVE = "SELECT m.name FROM claim c JOIN member m ON m.id = c.member_id WHERE c.ended_at IS NULL"


@pytest.fixture
async def suad(the_town: Town) -> Person:
    """At the desk, on duty, with a report she took."""
    town = await listening(the_town)
    await says(town, town.neighbour, "/menu")
    await grants(town, town.neighbour, Role.DESK, "zilal")
    suad = town.coordinator
    await says(town, suad, "/desk")
    await presses(town, suad, "shift-open")
    assert town.ar.plain("shift-off") in plain(suad.last.text)
    await presses(town, suad, "shift-begin-8")
    assert "المناوبة مستمرة حتى غدًا الساعة 12:40 ص" in plain(suad.last.text)
    await reports(town, town.citizen)
    await presses(town, suad, "button-claim-take")
    return suad


async def hands_over(town: Town, suad: Person, note: str) -> None:
    await says(town, suad, "/desk")
    await presses(town, suad, "shift-open")
    assert "عندك: البلاغ 1." in plain(suad.last.text)
    await presses(town, suad, "shift-to", name="منى")
    await says(town, suad, note)


async def test_a_colleague_takes_all_with_its_note(the_town: Town, suad: Person):
    town, muna = the_town, the_town.neighbour
    await hands_over(town, suad, "البلدية سترد غدًا")
    assert "تسليم من سعاد عند نهاية المناوبة: البلاغ 1." in plain(muna.last.text)
    assert "البلدية سترد غدًا" in muna.last.text
    assert await town.query(LIVE) == [("سعاد",)]
    await presses(town, muna, "shift-accept")
    assert await town.query(LIVE) == [("منى",)]
    assert "عند منى منذ" in plain(card(suad, 1).text)
    assert "الآن عند منى" in plain(suad.last.text)
    assert await town.query("SELECT count(*) FROM member WHERE on_duty_until IS NOT NULL") == [(0,)]
    assert await town.query("SELECT note, accepted FROM handover") == [("", 1)]


async def test_what_is_declined_is_back_on_the_desk(the_town: Town, suad: Person):
    town, muna = the_town, the_town.neighbour
    await hands_over(town, suad, "ملاحظة")
    await presses(town, muna, "shift-decline")
    assert await town.query(LIVE) == []
    assert "اعتذر الزميل" in plain(suad.last.text)


async def test_what_nobody_answers_is_back_on_the_desk_after_a_while(the_town: Town, suad: Person):
    town, muna = the_town, the_town.neighbour
    await hands_over(town, suad, "ملاحظة")
    await town.passes(minutes=61)
    assert await town.query(LIVE) == []
    answer = await muna.presses(town.ar.plain("shift-accept"))
    await town.quiet()
    assert plain(answer.text) == town.ar.plain("refusal-handover-over")


async def test_a_shift_ends_with_everything_back_on_the_desk(the_town: Town, suad: Person):
    town = the_town
    await says(town, suad, "/desk")
    await presses(town, suad, "shift-open")
    await presses(town, suad, "shift-leave")
    assert await town.query(LIVE) == []
    assert "عند سعاد" not in plain(card(suad, 1).text)


async def test_a_note_has_its_length(the_town: Town, suad: Person):
    town = the_town
    await hands_over(town, suad, "ا" * 501)
    assert "500" in suad.last.text
    assert await town.query("SELECT count(*) FROM handover") == [(0,)]
    await says(town, suad, "ملاحظة")
    assert await town.query("SELECT count(*) FROM handover") == [(1,)]
