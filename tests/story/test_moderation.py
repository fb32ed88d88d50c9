"""The desk takes words or a picture out of a report: everybody reads the rest, an admin may read what it was."""

import pytest

from models.organisations import Role
from pictures.demo import dark_street_light
from sandbox.people import Person
from tests.story.test_claims_at_the_desk import grants
from tests.story.test_reports_from_chat_to_neighbours import listening, plain, presses, says, to_the_summary
from tests.story.town import Town


@pytest.fixture
async def suad(the_town: Town) -> Person:
    """At the desk, coordinator and admin."""
    return (await listening(the_town)).coordinator


async def out_with(town: Town, words: str, photo: bytes | None = None) -> int:
    """A report with these words, accepted by the desk, on the volunteer's phone."""
    hind = town.citizen
    await to_the_summary(town, hind, photo=photo)
    await presses(town, hind, "report-summary-words")
    await says(town, hind, words)
    await presses(town, hind, "report-summary-send")
    await presses(town, town.coordinator, "button-report-desk-accept")
    [(number,)] = await town.query("SELECT max(id) FROM report")
    return int(number)


async def test_a_telephone_number_is_covered_on_every_phone_and_the_reporter_reads_why(the_town: Town, suad: Person):
    town = the_town
    await out_with(town, "المصباح مطفأ، للتواصل 0551234567")
    assert "0551234567" in town.volunteer.last.text
    await presses(town, suad, "button-moderate")
    await presses(town, suad, "moderation-numbers")
    await presses(town, suad, "moderation-reason-phone")
    assert town.copies("0551234567") == []
    assert "المصباح مطفأ" in town.volunteer.last.text
    assert "غيّرنا كلمات من نص بلاغك كما يراه الناس، والسبب: فيه رقم هاتف." in plain(town.citizen.last.text)


async def test_words_are_written_anew_with_a_reason_of_ones_own(the_town: Town, suad: Person):
    town = the_town
    await out_with(town, "أبو فلان كسر المصباح")
    await presses(town, suad, "button-moderate")
    await presses(town, suad, "moderation-words")
    await says(town, suad, "المصباح مكسور")
    await says(town, suad, "لا نذكر أسماء الناس")
    assert town.copies("أبو فلان كسر") == [b for b in suad.inbox + town.citizen.inbox if "أبو فلان كسر" in b.text]
    assert "المصباح مكسور" in town.volunteer.last.text
    assert "لا نذكر أسماء الناس" in town.citizen.last.text


async def test_a_hidden_picture_leaves_every_copy(the_town: Town, suad: Person):
    town = the_town
    photo = dark_street_light()
    await out_with(town, "المصباح مطفأ", photo)
    before = town.volunteer.last.photo
    await presses(town, suad, "button-moderate")
    await presses(town, suad, "moderation-picture")
    await presses(town, suad, "moderation-reason-face")
    assert town.volunteer.last.photo != before
    assert "حجبنا صورة بلاغك عن الناس" in plain(town.citizen.last.text)


async def test_an_admin_reads_the_original_which_is_written_down_and_others_may_not(the_town: Town, suad: Person):
    town = the_town
    muna = town.neighbour
    await says(town, muna, "/menu")
    await grants(town, muna, Role.DESK, "zilal")
    number = await out_with(town, "للتواصل 0551234567")
    await presses(town, suad, "button-moderate")
    await presses(town, suad, "moderation-numbers")
    await presses(town, suad, "moderation-reason-phone")
    await says(town, muna, "/desk")
    await presses(town, muna, "desk-show-work")
    await muna.presses(muna.last.labels[0])
    await town.quiet()
    await presses(town, muna, "desk-item-card")
    await presses(town, muna, "button-moderate")
    await presses(town, muna, "moderation-original")
    assert town.copies("0551234567") == []
    await presses(town, suad, "button-moderate")
    await presses(town, suad, "moderation-original")
    assert "0551234567" in suad.last.text
    assert suad.last.protected
    looked = "SELECT thing_id FROM audit WHERE act = 'see.original'"
    assert await town.query(looked) == [(number,)]
    await town.passes(hours=25)
    assert town.copies("0551234567") == []


async def test_the_original_is_gone_after_a_month(the_town: Town, suad: Person):
    town = the_town
    await out_with(town, "للتواصل 0551234567", dark_street_light())
    await presses(town, suad, "button-moderate")
    await presses(town, suad, "moderation-numbers")
    await presses(town, suad, "moderation-reason-phone")
    await presses(town, suad, "button-moderate")
    await presses(town, suad, "moderation-picture")
    await presses(town, suad, "moderation-reason-face")
    await town.passes(days=31)
    assert await town.query("SELECT words, picture_id FROM report_original") == [(None, None), (None, None)]
    assert await town.query("SELECT count(*) FROM picture") == [(0,)]
    await presses(town, suad, "button-moderate")
    answer = await suad.presses(town.ar.plain("moderation-original"))
    assert plain(answer.text or "") == plain(town.ar.plain("refusal-no-original"))
