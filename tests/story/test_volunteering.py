"""A newcomer volunteers by one answer; everything else may be said later, or never."""

import pytest

from sandbox.people import Person
from tests.story.test_reports_from_chat_to_neighbours import in_ghadir, plain, presses, says
from tests.story.test_subscriptions import a_light_is_out, heard, rows, taps
from tests.story.town import Town
from tests.story.wide_town import publish


@pytest.fixture
def salma(the_town: Town) -> Person:
    """A newcomer."""
    return the_town.telegram.person("سلمى", language="ar", started=True)


async def answers_where(town: Town, person: Person) -> tuple[float, float]:
    """Start, volunteer, one pin."""
    lat, lon = await in_ghadir(town)
    await says(town, person, "/start")
    await presses(town, person, "menu-volunteer")
    await person.sends_location(lat, lon)
    await town.quiet()
    await presses(town, person, "place-this")
    return lat, lon


async def test_after_the_place_alerts_are_on_and_searches_after_one_word_more(the_town: Town, salma: Person):
    lat, lon = await answers_where(the_town, salma)
    assert len(heard(salma, "فُعّلت تنبيهات 5 كم حول مكان في الغدير")) == 1
    [row] = await rows(the_town, salma)
    assert (row["searches"], row["reports"], row["instant"]) == (0, "some", 1)
    await publish(the_town, (lat + 0.01, lon))
    await the_town.quiet()
    assert heard(salma, "طفلة مفقودة") == []
    await presses(the_town, salma, "alerts-adult")
    [row] = await rows(the_town, salma)
    assert (row["searches"], row["reports"]) == (1, "some")
    assert len(heard(salma, "المفتوح هناك الآن تنبيه واحد")) == 1
    assert len(heard(salma, "طفلة مفقودة")) == 1


async def test_who_leaves_after_the_place_has_lost_nothing_and_may_answer_days_later(the_town: Town, salma: Person):
    await answers_where(the_town, salma)
    asked = next(bubble for bubble in salma.inbox[::-1] if the_town.ar.plain("alerts-adult") in bubble.labels)
    await the_town.passes(hours=50)
    await says(the_town, salma, "/report")
    await salma.presses(the_town.ar.plain("alerts-adult"), on=asked)
    await the_town.quiet()
    [row] = await rows(the_town, salma)
    assert row["searches"] == 1


async def test_who_is_younger_goes_on_hearing_of_danger_and_of_no_search(the_town: Town, salma: Person):
    lat, lon = await answers_where(the_town, salma)
    await presses(the_town, salma, "alerts-minor")
    await publish(the_town, (lat + 0.01, lon))
    await the_town.quiet()
    assert heard(salma, "طفلة مفقودة") == []
    [row] = await rows(the_town, salma)
    assert row["searches"] == 0


async def test_a_district_by_its_button_is_an_answer_too_and_the_rest_is_offered(the_town: Town, salma: Person):
    await says(the_town, salma, "/alerts")
    await presses(the_town, salma, "alerts-near")
    await taps(the_town, salma, "الرمال", "مدينة الظلال", "الغدير")
    assert len(heard(salma, "فُعّلت تنبيهات الغدير")) == 1
    await presses(the_town, salma, "alerts-adult")
    offered = ["alerts-change-kinds", "alerts-change-times", "settings-change-quiet", "menu-alerts"]
    assert [the_town.ar.plain(key) for key in offered] == salma.last.labels
    await presses(the_town, salma, "menu-alerts")
    assert "1. تنبيهات الغدير" in plain(salma.last.text)
    await presses(the_town, salma, "settings-pause")
    await presses(the_town, salma, "settings-pause-1")
    await says(the_town, salma, "/alerts")
    assert "موقوفة مؤقتًا حتى اليوم الساعة 5:40 م" in plain(salma.last.text)


async def test_the_menu_asks_a_newcomer_once_and_then_shows_the_card(the_town: Town, salma: Person):
    await answers_where(the_town, salma)
    await says(the_town, salma, "/menu")
    await presses(the_town, salma, "menu-alerts")
    assert plain(salma.last.text).startswith(the_town.ar.plain("alerts-mine"))


async def test_words_that_are_no_place_are_asked_about_again(the_town: Town, salma: Person):
    await says(the_town, salma, "/start")
    await presses(the_town, salma, "menu-volunteer")
    await says(the_town, salma, "مكان ما لا يعرفه أحد")
    assert await rows(the_town, salma) == []
    await says(the_town, salma, "الغدير، الظلال")
    await presses(the_town, salma, "place-this")
    assert len(await rows(the_town, salma)) == 1
    assert await a_light_is_out(the_town)
