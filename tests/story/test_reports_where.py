"""Where is it? A pin, a live location, a venue, a name: each is read back, and what is unclear is asked."""

import json

import pytest

from places.points import Point
from sandbox.people import Person
from tests.story.test_reports_from_chat_to_neighbours import in_ghadir, listening, plain, presses, says
from tests.story.town import Town


@pytest.fixture
async def hind(the_town: Town) -> Person:
    """Asked where it is."""
    person = (await listening(the_town)).citizen
    await says(the_town, person, "/report")
    await presses(the_town, person, "report-without-picture")
    return person


def taken(person: Person) -> str:
    """The place as it was taken in the end."""
    return next(plain(bubble.text) for bubble in person.inbox[::-1] if plain(bubble.text).startswith("المكان: "))


async def border(town: Town) -> tuple[float, float]:
    """A point between two districts, a few metres from both."""
    index = await town.house.areas()
    lat, lon = await in_ghadir(town)
    steps = (lon - step * 1e-4 for step in range(600))
    found = next(at for at in steps if index.holding(Point(lat, at))[0].code != "zilal-ghadir")
    return lat, found


async def test_the_key_under_the_field_sends_where_one_is(the_town: Town, hind: Person):
    await hind.presses(the_town.ar.plain("place-send-mine"), location=await in_ghadir(the_town))
    await the_town.quiet()
    assert plain(hind.last.text).startswith("هذا الموقع في الغدير، مدينة الظلال، الرمال.")
    await presses(the_town, hind, "place-this")
    assert taken(hind) == "المكان: الغدير، مدينة الظلال، الرمال"
    assert hind.keyboard == []


async def test_near_a_border_the_side_is_asked_and_kept(the_town: Town, hind: Person):
    await hind.sends_location(*await border(the_town))
    await the_town.quiet()
    sides = [label for label in hind.last.labels if label != the_town.ar.plain("place-other")]
    assert plain(hind.last.text) == the_town.ar.plain("place-side")
    assert len(sides) == 2
    await hind.presses(sides[1])
    await the_town.quiet()
    assert plain(sides[1]) in taken(hind)


async def kept(town: Town) -> tuple[float, float]:
    """The point of the conversation's draft, as the database has it."""
    [(entered,)] = await town.query("SELECT entered FROM conversation WHERE entered LIKE '%place%'")
    place = (json.loads(entered) if isinstance(entered, str) else entered)["report"]["place"]
    return place["lat"], place["lon"]


async def test_a_live_location_is_followed_quietly_until_it_is_taken(the_town: Town, hind: Person):
    lat, lon = await in_ghadir(the_town)
    await hind.shares_live_location(lat, lon)
    await the_town.quiet()
    assert plain(hind.inbox[-2].text) == the_town.ar.plain("place-live")
    asked = len(hind.inbox)
    hind.moves_to(lat + 0.001, lon)
    await the_town.quiet()
    assert len(hind.inbox) == asked
    await presses(the_town, hind, "place-this")
    assert "الغدير" in taken(hind)
    assert await kept(the_town) == pytest.approx((lat + 0.001, lon), abs=1e-5)
    hind.moves_to(lat + 0.002, lon)
    await the_town.quiet()
    assert await kept(the_town) == pytest.approx((lat + 0.001, lon), abs=1e-5)


async def test_a_live_location_that_leaves_its_district_is_asked_about_anew(the_town: Town, hind: Person):
    await hind.shares_live_location(*await in_ghadir(the_town))
    await the_town.quiet()
    first = hind.last
    [(lat, lon)] = await the_town.query("SELECT lat, lon FROM area WHERE code = 'zilal-manarah'")
    hind.moves_to(lat, lon)
    await the_town.quiet()
    assert "المنارة" in plain(hind.last.text)
    assert hind.last is not first


async def test_what_is_read_back_is_shown_on_a_map_once(the_town: Town, hind: Person):
    lat, lon = await in_ghadir(the_town)
    await says(the_town, hind, f"{lat:.5f}، {lon:.5f}")
    shown = hind.inbox[-2]
    assert shown.kind == "venue"
    assert "الغدير" in shown.message.content["venue"]["title"]
    assert shown.message.content["venue"]["location"]["latitude"] == pytest.approx(lat, abs=1e-4)
    assert the_town.ar.plain("place-this") in hind.last.labels
    await says(the_town, hind, "المنارة، الظلال")
    await hind.sends_location(lat, lon)
    await the_town.quiet()
    assert len([bubble for bubble in hind.inbox if bubble.kind == "venue"]) == 1


async def test_a_landmark_is_kept_and_the_district_beside_it_may_do(the_town: Town, hind: Person):
    await says(the_town, hind, "جنب مسجد النور في حي الغدير، الظلال")
    assert plain(hind.inbox[-2].text) == the_town.ar.plain("needs-pin-landmark")
    await hind.presses(next(label for label in hind.last.labels if "الغدير" in label))
    await the_town.quiet()
    assert "الغدير" in taken(hind)
    await hind.presses("إنارة")
    await the_town.quiet()
    await says(the_town, hind, "مطفأة")
    assert "جنب مسجد النور" in plain(hind.last.text)


async def test_words_before_a_pin_describe_it(the_town: Town, hind: Person):
    await says(the_town, hind, "خلف الدانوب")
    await hind.sends_location(*await in_ghadir(the_town))
    await the_town.quiet()
    await presses(the_town, hind, "place-this")
    await hind.presses("إنارة")
    await the_town.quiet()
    await says(the_town, hind, "مطفأة")
    assert "خلف الدانوب" in plain(hind.last.text)


async def test_a_name_close_to_a_district_is_offered_and_never_taken(the_town: Town, hind: Person):
    await says(the_town, hind, "المنارره")
    assert plain(hind.last.text).startswith("لم نجد «المنارره» كما كُتب. هل المقصود المنارة")
    assert the_town.ar.plain("place-words-only") in hind.last.labels
    await hind.presses(hind.last.labels[0])
    await the_town.quiet()
    assert "المنارة" in taken(hind)


async def test_a_name_after_a_pin_elsewhere_is_asked_about(the_town: Town, hind: Person):
    await hind.sends_location(*await in_ghadir(the_town))
    await the_town.quiet()
    await says(the_town, hind, "المنارة، الظلال")
    assert plain(hind.last.text).startswith("كُتب «المنارة")


async def test_the_side_is_asked_as_far_from_a_border_as_the_telephone_is_inexact(the_town: Town, hind: Person):
    lat, lon = await border(the_town)
    await hind.sends_location(lat, lon + 0.0025, 20.0)
    await the_town.quiet()
    assert plain(hind.last.text).startswith("هذا الموقع في")
    await hind.sends_location(lat, lon + 0.0025, 500.0)
    await the_town.quiet()
    assert plain(hind.last.text) in {the_town.ar.plain("place-side"), the_town.ar.plain("place-side-many")}


async def test_a_venue_brings_its_name(the_town: Town, hind: Person):
    await hind.sends_venue(*await in_ghadir(the_town), "حديقة السلام", "شارع 12")
    await the_town.quiet()
    await presses(the_town, hind, "place-this")
    await hind.presses("إنارة")
    await the_town.quiet()
    await says(the_town, hind, "مطفأة")
    assert "(حديقة السلام، شارع 12)" in plain(hind.last.text)


async def test_a_pin_elsewhere_than_what_was_written_is_asked_about(the_town: Town, hind: Person):
    await says(the_town, hind, "المنارة، الظلال")
    await hind.sends_location(*await in_ghadir(the_town))
    await the_town.quiet()
    assert plain(hind.last.text).startswith("كُتب «المنارة")
    written, sent, _ = hind.last.labels
    assert "المنارة" in written
    await hind.presses(sent)
    await the_town.quiet()
    assert "الغدير" in taken(hind)


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("https://maps.app.goo.gl/x1y2", "needs-pin-short-link"),
        ("RRRD2929", "needs-pin-national-address"),
        ("24, 46", "needs-pin-whole-degrees"),
        ("124.5, 246.7", "needs-pin-not-on-earth"),
    ],
)
async def test_what_cannot_be_found_is_asked_for_again_with_why(the_town: Town, hind: Person, typed: str, answer: str):
    await says(the_town, hind, typed)
    assert the_town.ar.plain(answer) in [plain(bubble.text) for bubble in hind.inbox[-2:]]
    await says(the_town, hind, "الغدير، الظلال")
    await presses(the_town, hind, "place-this")
    assert "الغدير" in taken(hind)


async def test_a_place_is_changed_before_it_counts(the_town: Town, hind: Person):
    await says(the_town, hind, "المنارة، الظلال")
    await presses(the_town, hind, "place-other")
    await says(the_town, hind, "20.63968, 50.37353")
    await presses(the_town, hind, "place-this")
    assert "الغدير" in taken(hind)
