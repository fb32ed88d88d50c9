"""Why did I get this, and for staff: why did she not."""

import pytest

from language.catalogues import load_catalogues
from sandbox.people import Person
from services import whys
from tests.story.test_reports_from_chat_to_neighbours import in_ghadir, plain, presses, says
from tests.story.test_subscriptions import a_light_is_out, heard, switches_on
from tests.story.town import Town
from tests.story.wide_town import publish


@pytest.fixture
async def salma(the_town: Town) -> Person:
    person = the_town.telegram.person("سلمى", language="ar", started=True)
    await says(the_town, person, "/menu")
    return person


async def number_of(town: Town, person: Person) -> int:
    found = "SELECT m.id FROM member m JOIN recipient r ON r.member_id = m.id WHERE r.address = :address"
    [(number,)] = await town.query(found, address=str(person.id))
    return int(number)


async def names(town: Town, person: Person) -> None:
    """The coordinator names her at the desk, and asks why not."""
    await says(town, town.coordinator, "/desk")
    await presses(town, town.coordinator, "desk-people")
    await presses(town, town.coordinator, "desk-name")
    await says(town, town.coordinator, str(await number_of(town, person)))
    await presses(town, town.coordinator, "why-not-ask")


async def why_not(town: Town, person: Person, report: int) -> str:
    """The reason, below whom and what it is about."""
    await names(town, person)
    await presses(town, town.coordinator, "why-not-of-report", number=report)
    about, _, reason = plain(town.coordinator.last.text).partition("\n")
    [(name,)] = await town.query("SELECT name FROM member WHERE id = :id", id=await number_of(town, person))
    assert about == plain(town.ar.plain("why-not-about-report", name=name, number=report))
    return reason


async def test_the_button_under_an_alert_names_the_alerts_that_brought_it_and_mutes_this_one(
    the_town: Town, salma: Person
):
    await switches_on(the_town, salma)
    await a_light_is_out(the_town)
    await presses(the_town, salma, "button-why")
    assert plain(salma.last.text) == "وصل هذا لأن مكانه ضمن تنبيهات الغدير، مدينة الظلال، الرمال."
    assert the_town.ar.plain("why-change") in salma.last.labels
    await presses(the_town, salma, "why-mute")
    assert plain(salma.last.text) == plain(the_town.ar.plain("why-muted"))
    assert await the_town.query("SELECT count(*) FROM delivery WHERE muted_at IS NOT NULL") == [(1,)]


async def test_why_answers_for_a_circle_with_the_distance_in_steps(the_town: Town):
    lat, lon = await in_ghadir(the_town)
    person = the_town.telegram.person("بدر", language="ar", started=True)
    await says(the_town, person, "/alerts")
    await presses(the_town, person, "alerts-near")
    await person.sends_location(lat, lon)
    await the_town.quiet()
    await presses(the_town, person, "place-this")
    await presses(the_town, person, "alerts-adult")
    await publish(the_town, (lat + 0.02, lon))
    await the_town.quiet()
    await says(the_town, person, "/why")
    assert "ضمن تنبيهات 5 كم حول مكان في الغدير" in plain(person.last.text)
    assert "كيلومترين تقريبًا" in plain(person.last.text)


async def test_nothing_to_explain_is_said_to_be_so(the_town: Town, salma: Person):
    await says(the_town, salma, "/why")
    assert plain(salma.last.text) == plain(the_town.ar.plain("refusal-nothing-to-explain"))


async def test_a_reporter_reads_that_it_is_their_own_and_hears_no_alert_of_it(the_town: Town, salma: Person):
    await switches_on(the_town, the_town.citizen)
    await a_light_is_out(the_town)
    assert heard(the_town.citizen, "بلاغ في نطاقك") == []
    await says(the_town, the_town.citizen, "/why")
    assert plain(the_town.citizen.last.text) == plain(the_town.ar.plain("why-reporter"))


async def test_staff_hear_one_named_reason_and_their_look_is_recorded(the_town: Town, salma: Person):
    report = await a_light_is_out(the_town)
    assert await why_not(the_town, salma, report) == plain(the_town.ar.plain("why-not-nothing-on"))
    await switches_on(the_town, salma, "السوق القديم")
    assert await why_not(the_town, salma, report) == plain(the_town.ar.plain("why-not-elsewhere"))
    await switches_on(the_town, salma)
    assert "وصل التنبيه اليوم الساعة 4:40 م" in await why_not(the_town, salma, report)
    assert "تحديثاته لا تنبيهه" in await why_not(the_town, the_town.citizen, report)
    looks = await the_town.query("SELECT thing_id FROM audit WHERE act = 'see.why-not' ORDER BY id")
    assert [number for (number,) in looks][:3] == [await number_of(the_town, salma)] * 3


async def test_staff_read_of_a_pause_and_of_quiet_hours_and_when_they_end(the_town: Town, salma: Person):
    await switches_on(the_town, salma)
    await says(the_town, salma, "/settings")
    await presses(the_town, salma, "settings-pause")
    await presses(the_town, salma, "settings-pause-1")
    report = await a_light_is_out(the_town)
    assert "تُستأنف اليوم الساعة 5:40 م" in await why_not(the_town, salma, report)
    salma.blocks()
    await the_town.quiet()
    assert "حظر البوت" in await why_not(the_town, salma, report)


async def test_staff_may_not_look_for_a_home_by_asking_of_many_alerts(the_town: Town, salma: Person):
    first, *others = [await a_light_is_out(the_town) for _ in range(whys.MOST_ALERTS + 1)]
    nothing = plain(the_town.ar.plain("why-not-nothing-on"))
    for report in (first, *others[:-1], first):
        assert await why_not(the_town, salma, report) == nothing
    await names(the_town, salma)
    answer = await the_town.coordinator.presses(the_town.ar.plain("why-not-of-report", number=others[-1]))
    refused = plain(the_town.ar.plain("refusal-asked-too-often", limit=whys.MOST_ALERTS))
    assert plain(answer.text or "") == refused
    await the_town.passes(hours=25)
    assert await why_not(the_town, salma, others[-1]) == nothing


async def test_nobody_but_staff_may_ask(the_town: Town, salma: Person):
    await a_light_is_out(the_town)
    await names(the_town, salma)
    asked = the_town.coordinator.last
    answer = await salma.presses(the_town.ar.plain("why-not-of-report", number=1), on=asked)
    assert plain(answer.text) == plain(the_town.ar.plain("refusal-not-allowed"))


async def test_what_a_pause_held_back_comes_when_it_is_ended(the_town: Town, salma: Person):
    await switches_on(the_town, salma)
    await says(the_town, salma, "/settings")
    await presses(the_town, salma, "settings-pause")
    await presses(the_town, salma, "settings-pause-24")
    paused = salma.last
    await a_light_is_out(the_town)
    assert heard(salma, "بلاغ في نطاقك") == []
    await salma.presses(the_town.ar.plain("settings-pause-0"), on=paused)
    await the_town.quiet()
    assert len(heard(salma, "ينتظر منها تنبيه واحد")) == 1
    assert len(heard(salma, "بلاغ في نطاقك: إنارة")) == 1


async def test_who_comes_back_finds_what_is_open_and_stale_copies_made_right(the_town: Town, salma: Person):
    await switches_on(the_town, salma)
    await a_light_is_out(the_town)
    salma.blocks()
    await the_town.quiet()
    await presses(the_town, the_town.coordinator, "button-report-desk-fixed")
    await a_light_is_out(the_town)
    assert len(heard(salma, "بلاغ في نطاقك: إنارة (رقم 1)")) == 1
    assert heard(salma, "بلاغ في نطاقك: إنارة (رقم 2)") == []
    salma.unblocks()
    await says(the_town, salma, "/menu")
    assert heard(salma, "بلاغ في نطاقك: إنارة (رقم 1)") == []
    assert len(heard(salma, "بلاغ في نطاقك: إنارة (رقم 2)")) == 1


async def test_a_change_of_language_reaches_old_copies_and_the_list_of_commands(the_town: Town, salma: Person):
    en = load_catalogues().voice("en")
    await switches_on(the_town, salma)
    await a_light_is_out(the_town)
    copy = next(bubble for bubble in salma.inbox if "بلاغ في نطاقك: إنارة" in plain(bubble.text))
    await says(the_town, salma, "/language")
    await salma.presses("English")
    await the_town.quiet()
    await presses(the_town, the_town.coordinator, "button-report-desk-fixed")
    [again] = [bubble for bubble in salma.inbox if bubble.id == copy.id]
    assert plain(again.text) == plain(en.plain("report-over-fixed", number=1))
    desk = the_town.telegram.world.desk(the_town.telegram.bot)
    [listed] = [each for (scope, _), each in desk.commands.items() if scope == f"chat/{salma.id}"]
    assert en.plain("command-menu") in [each["description"] for each in listed]
