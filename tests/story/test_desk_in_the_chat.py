"""The desk: what waits, deciding, correcting, holding everything back, and who may do so."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from sandbox.people import Person
from tests.story.test_reports_from_chat_to_neighbours import listening, plain, presses, reports, says
from tests.story.town import Town


@pytest.fixture
async def hind(the_town: Town) -> Person:
    return (await listening(the_town)).citizen


@pytest.fixture
async def suad(the_town: Town) -> Person:
    """At the desk, coordinator and admin."""
    return (await listening(the_town)).coordinator


async def at_the_desk(town: Town, person: Person) -> str:
    await says(town, person, "/desk")
    return plain(person.last.text)


async def test_the_desk_is_for_staff_only(the_town: Town, hind: Person):
    town = the_town
    assert await at_the_desk(town, hind) == town.ar.plain("refusal-not-allowed")
    await says(town, hind, "/menu")
    assert hind.last.button(town.ar.plain("menu-desk")) is None


async def test_what_waits_is_counted_with_how_long_it_has_waited(the_town: Town, hind: Person, suad: Person):
    town = the_town
    assert town.ar.plain("desk-nothing-waits") in await at_the_desk(town, suad)
    for _ in range(3):
        await reports(town, hind)
    town.clock.move(timedelta(hours=2))
    assert "3 بلاغات تنتظر النظر فيها، أقدمها منذ ساعتين." in await at_the_desk(town, suad)


async def test_a_card_is_opened_again_from_the_list_as_one_new_message(the_town: Town, hind: Person, suad: Person):
    town = the_town
    number = await reports(town, hind)
    before = suad.last.id
    await at_the_desk(town, suad)
    await presses(town, suad, "desk-show-report")
    label = next(label for label in suad.last.labels if plain(label).startswith(f"{number} · إنارة"))
    await suad.presses(label)
    await town.quiet()
    await presses(town, suad, "desk-item-card")
    cards = [bubble for bubble in suad.inbox if plain(bubble.text).startswith(f"بلاغ رقم {number}")]
    assert [bubble.id > before for bubble in cards] == [True]


async def test_a_refusal_that_was_left_does_not_take_what_is_typed_later_for_its_reason(
    the_town: Town, hind: Person, suad: Person
):
    town = the_town
    number = await reports(town, hind)
    await presses(town, suad, "button-report-desk-refuse")
    await at_the_desk(town, suad)
    await says(town, suad, "ريم السالم")
    assert (await town.query("SELECT state FROM report WHERE id = :id", id=number))[0][0] == "received"
    assert not [bubble for bubble in hind.inbox if "ريم" in (bubble.text or "")]


async def test_a_refusal_opened_by_mistake_has_a_way_out(the_town: Town, hind: Person, suad: Person):
    town = the_town
    number = await reports(town, hind)
    await presses(town, suad, "button-report-desk-refuse")
    await presses(town, suad, "menu-leave")
    assert plain(suad.last.text) == town.ar.plain("step-left")
    assert (await town.query("SELECT state FROM report WHERE id = :id", id=number))[0][0] == "received"


async def test_a_reason_from_the_list_reaches_the_reporter_in_their_language(
    the_town: Town, hind: Person, suad: Person
):
    town = the_town
    await says(town, hind, "/language")
    await hind.presses("English")
    await town.quiet()
    await reports_in_english(town, hind)
    await presses(town, suad, "button-report-desk-refuse")
    await presses(town, suad, "report-reason-repeated")
    assert "It was reported before and is being worked on" in plain(hind.last.text)
    card = next(bubble for bubble in suad.inbox if plain(bubble.text).startswith("بلاغ رقم"))
    assert town.ar.plain("report-reason-repeated") in card.text


async def test_a_reason_in_ones_own_words_reaches_the_reporter(the_town: Town, hind: Person, suad: Person):
    town = the_town
    await reports(town, hind)
    await presses(town, suad, "button-report-desk-refuse")
    await says(town, suad, "المصباح ضمن مشروع يبدأ الأسبوع القادم")
    assert "المصباح ضمن مشروع" in hind.last.text


async def test_a_correction_is_read_by_everyone_who_was_told(the_town: Town, hind: Person, suad: Person):
    town = the_town
    number = await reports(town, hind)
    await presses(town, suad, "button-report-desk-accept")
    await presses(town, suad, "button-report-desk-correct")
    await presses(town, suad, "report-correct-words")
    await says(town, suad, "ثلاثة مصابيح مطفأة")
    await presses(town, suad, "button-report-desk-correct")
    await presses(town, suad, "report-correct-kind")
    await suad.presses("غير ذلك")
    await town.quiet()
    told = [town.volunteer.last, hind.last, next(b for b in suad.inbox if f"بلاغ رقم {number}" in plain(b.text))]
    assert all("ثلاثة مصابيح مطفأة" in bubble.text and "غير ذلك" in bubble.text for bubble in told)
    assert len(town.volunteer.inbox) == 1


async def test_what_is_held_back_arrives_once_it_goes_on(the_town: Town, hind: Person, suad: Person):
    town = the_town
    assert plain(town.ar.plain("desk-hold-does")) in await at_the_desk(town, suad)
    await presses(town, suad, "desk-hold")
    assert plain(town.ar.plain("desk-hold-does")) not in plain(suad.last.text)
    assert town.ar.plain("desk-paused") in plain(suad.last.text)
    await reports(town, hind)
    await presses(town, suad, "button-report-desk-accept")
    assert town.volunteer.inbox == []
    assert "قُبل بلاغك" in hind.last.text
    await presses(town, suad, "desk-broadcasts")
    assert "وصل إلى 0 من 1، وينتظر 1" in _shown(suad)
    await presses(town, suad, "desk-back")
    await presses(town, suad, "desk-let-go")
    assert "بلاغ في نطاقك" in town.volunteer.last.text


async def test_what_was_given_up_waits_at_the_desk_and_is_tried_again(the_town: Town, hind: Person, suad: Person):
    town = the_town
    await at_the_desk(town, suad)
    await presses(town, suad, "desk-hold")
    number = await reports(town, hind)
    await presses(town, suad, "button-report-desk-accept")
    async with town.house.db.transaction() as tx:
        await tx.exec(text("UPDATE delivery SET state = 'failed', error = 'unknown-outcome' WHERE state = 'held'"))  # type: ignore[call-overload]
    await presses(town, suad, "desk-let-go")
    assert town.volunteer.inbox == []
    assert "تنبيه واحد تعذّر إيصاله إلى بعض أصحابه، صدر قبل لحظات." in await at_the_desk(town, suad)
    await presses(town, suad, "desk-show-undelivered")
    await suad.presses(next(label for label in suad.last.labels if plain(label).startswith("تنبيه")))
    await town.quiet()
    assert plain(suad.last.text).startswith(f"البلاغ {number}\nتعذّر إيصاله إلى محادثة واحدة")
    assert plain(town.ar.plain("desk-undelivered-unsure")) in plain(suad.last.text)
    await presses(town, suad, "desk-try-again")
    assert "بلاغ في نطاقك" in town.volunteer.last.text
    assert await town.query("SELECT count(*) FROM audit WHERE act = 'alert.try-again'") == [(1,)]
    assert "تعذّر إيصاله" not in await at_the_desk(town, suad)


async def test_how_a_broadcast_goes_is_shown_area_by_area(the_town: Town, hind: Person, suad: Person):
    town = the_town
    number = await reports(town, hind)
    await presses(town, suad, "button-report-desk-accept")
    await at_the_desk(town, suad)
    await presses(town, suad, "desk-broadcasts")
    assert "وصل إلى 1 من 1" in _shown(suad)
    await presses(town, suad, "desk-title-report", number=number)
    assert "الغدير: 1 من 1" in _shown(suad)


async def test_a_role_is_granted_by_a_forwarded_message_and_taken_back(the_town: Town, suad: Person):
    town = the_town
    muna = town.neighbour
    await says(town, muna, "/menu")
    await at_the_desk(town, suad)
    await presses(town, suad, "desk-people")
    await presses(town, suad, "desk-name")
    await suad.says("أنا هنا", forwarded_from=muna)
    await town.quiet()
    role = town.ar("role-desk")
    await presses(town, suad, "desk-grant", role=role)
    assert "مكتب الجمعية" in await at_the_desk(town, muna)

    await at_the_desk(town, suad)
    await presses(town, suad, "desk-people")
    await presses(town, suad, "desk-revoke", name="منى", role=role)
    await presses(town, suad, "desk-revoke-sure")
    assert await at_the_desk(town, muna) == town.ar.plain("refusal-not-allowed")


async def test_a_hidden_account_is_named_by_the_number_it_is_told(the_town: Town, suad: Person):
    town = the_town
    muna = town.neighbour
    await says(town, muna, "/id")
    number = "".join(filter(str.isdigit, muna.last.text.splitlines()[0]))
    await at_the_desk(town, suad)
    await presses(town, suad, "desk-people")
    await presses(town, suad, "desk-name")
    await suad.says("أنا هنا", forwarded_from="مجهولة")
    await town.quiet()
    assert plain(suad.last.text) == town.ar.plain("desk-account-hidden")
    await says(town, suad, number)
    await presses(town, suad, "desk-vet")
    assert await town.query("SELECT vetted_at IS NOT NULL FROM member WHERE id = :id", id=int(number)) == [(1,)]


@pytest.mark.parametrize("typed", ["999999", "99999999999999", "منى"])
async def test_who_is_not_a_member_cannot_be_named(the_town: Town, suad: Person, typed: str):
    town = the_town
    await at_the_desk(town, suad)
    await presses(town, suad, "desk-people")
    await presses(town, suad, "desk-name")
    await says(town, suad, typed)
    assert plain(suad.last.text) == town.ar.plain("refusal-member-not-found")


async def test_approvers_see_what_waits_but_name_nobody(the_town: Town):
    town = await listening(the_town)
    await at_the_desk(town, town.approver)
    assert town.approver.last.button(town.ar.plain("desk-people")) is None
    assert town.approver.last.button(town.ar.plain("desk-hold")) is not None


async def reports_in_english(town: Town, person: Person) -> None:
    await says(town, person, "/report")
    await person.presses("Go on without a picture")
    await town.quiet()
    await says(town, person, "الغدير، الظلال")
    await person.presses("This is the place")
    await town.quiet()
    await person.presses("Street lighting")
    await town.quiet()
    await says(town, person, "It is dark")
    await person.presses("Send the report")
    await town.quiet()


def _shown(person: Person) -> str:
    """Everything on the screen."""
    return "\n".join(plain(bubble.text) for bubble in person.inbox)
