"""A limit is told to whom it concerns, who may object once; what is about a life arrives all the same."""

import pytest

from sandbox.people import Person
from tests.story.searching import tells
from tests.story.test_reports_from_chat_to_neighbours import (
    listening,
    picture,
    plain,
    presses,
    reports,
    says,
    to_the_summary,
)
from tests.story.town import Town


@pytest.fixture
async def suad(the_town: Town) -> Person:
    """At the desk, coordinator and admin."""
    return (await listening(the_town)).coordinator


async def bans(town: Town, suad: Person) -> None:
    """From the card of a report to who sent it, for a week."""
    await reports(town, town.citizen)
    await presses(town, suad, "button-trust")
    await presses(town, suad, "trust-set-banned")
    await presses(town, suad, "trust-days-7")
    await says(town, suad, "بلاغات لا أصل لها")


async def test_who_is_banned_is_told_why_and_until_when_and_reads_it_again_at_the_next_report(
    the_town: Town, suad: Person
):
    town = the_town
    await bans(town, suad)
    told = next(b for b in town.citizen.inbox if "أُوقف استقبال البلاغات منك" in plain(b.text))
    assert "جمعية الظلال التطوعية" in told.text
    assert "بلاغات لا أصل لها" in told.text
    assert "29 نوفمبر 2026" in plain(told.text)
    await to_the_summary(town, town.citizen)
    await town.citizen.presses(town.ar.plain("report-summary-send"))
    await town.quiet()
    assert "استقبال البلاغات منك موقوف" in plain(town.citizen.last.text)
    assert await town.query("SELECT count(*) FROM report") == [(1,)]


async def test_the_card_leads_to_who_sent_it_also_when_the_report_was_refused(the_town: Town, suad: Person):
    town = the_town
    await reports(town, town.citizen)
    await presses(town, suad, "button-report-desk-refuse")
    await presses(town, suad, "report-reason-not-there")
    await presses(town, suad, "button-trust")
    assert "هند" in plain(suad.last.text)
    assert suad.last.button(town.ar.plain("trust-set-limited")) is not None


async def test_a_reason_typed_for_a_limit_is_not_that_of_hiding_something(the_town: Town, suad: Person):
    town = the_town
    await reports(town, town.citizen, photo=picture())
    await presses(town, suad, "button-moderate")
    await presses(town, suad, "moderation-picture")
    await presses(town, suad, "button-trust")
    await says(town, suad, "بلاغات مكررة")
    assert await town.query("SELECT count(*) FROM report_original") == [(0,)]
    assert not [bubble for bubble in town.citizen.inbox if "مكررة" in (bubble.text or bubble.caption or "")]


async def test_an_objection_reaches_an_admin_who_lifts_it(the_town: Town, suad: Person):
    town = the_town
    await bans(town, suad)
    await presses(town, town.citizen, "trust-object")
    assert "وصل اعتراض من هند" in plain(suad.last.text)
    answer = await town.citizen.presses(town.ar.plain("trust-object"))
    await town.quiet()
    assert "وصل اعتراض من قبل" in plain(answer.text)
    await presses(town, suad, "trust-open")
    await presses(town, suad, "trust-set-new")
    assert plain(suad.last.text) == "سُجّل: هند، شخص جديد."
    assert plain(town.citizen.last.text).startswith("عادت بلاغاتك تصل إلى جمعية الظلال")
    await reports(town, town.citizen)


async def test_a_notice_of_a_missing_person_passes_and_is_marked_for_staff(the_town: Town, suad: Person):
    town = the_town
    await bans(town, suad)
    await tells(town, town.citizen)
    assert any("أُوقف استقبال بلاغاته" in plain(bubble.text) for bubble in suad.inbox)
