"""What people send for a place, and what is asked before it counts."""

from datetime import datetime
from typing import Any

import pytest

from models.refusals import TooLong
from places.typed import PinReason
from services import places
from services.house import House
from services.places import Ask, Place
from tests.contract.report_town import BLUE, EAST, FAR, HARBOUR, IN_FAR, IN_RED, RED, Town, town_of


@pytest.fixture
async def house(sqlite_house: House, now: datetime) -> House:
    town: Town = await town_of(sqlite_house, now)
    return town.house


async def test_a_pin_well_inside_an_area_is_read_back(house: House):
    found = await places.from_pin(house, lat=IN_RED.lat, lon=IN_RED.lon)
    assert found == places.Understood(Ask.CONFIRM, (Place(IN_RED.lat, IN_RED.lon, RED),))


async def test_a_pin_near_a_border_is_asked_about_with_its_own_side_first(house: House):
    found = await places.from_pin(house, lat=24.05, lon=46.0997)
    assert found.ask is Ask.SIDE
    assert [place.area_id for place in found.places] == [RED, BLUE]


async def test_an_inexact_pin_is_asked_about_further_from_the_border(house: House):
    about: dict[str, Any] = {"lat": 24.05, "lon": 46.097}
    assert (await places.from_pin(house, **about)).ask is Ask.CONFIRM
    assert (await places.from_pin(house, **about, exact_to_m=400)).ask is Ask.SIDE


async def test_a_pin_as_vague_as_a_city_is_believed(house: House):
    found = await places.from_pin(house, lat=24.05, lon=46.05, exact_to_m=50_000)
    assert found.ask is Ask.CONFIRM


async def test_a_pin_outside_everything_is_taken_as_it_is(house: House):
    found = await places.from_pin(house, lat=0.0, lon=0.0)
    assert found == places.Understood(Ask.CONFIRM, (Place(0.0, 0.0),))


async def test_a_venue_brings_its_name(house: House):
    found = await places.from_pin(house, lat=IN_RED.lat, lon=IN_RED.lon, words="حديقة\u202e السلام")
    assert found.places[0].words == "حديقة السلام"


async def test_typed_coordinates_are_a_point(house: House):
    found = await places.from_text(house, "٢٤٫٠٥، ٤٦٫٠٥")
    assert found.places == (Place(24.05, 46.05, RED),)


async def test_a_name_is_its_area(house: House):
    found = await places.from_text(house, "حي الورد، الميناء")
    assert found == places.Understood(Ask.CONFIRM, (Place(area_id=RED),))


async def test_coordinates_the_wrong_way_round_are_asked_about(house: House):
    found = await places.from_text(house, "46.05, 24.05")
    assert found.ask is Ask.SWAPPED
    assert found.places[0] == Place(24.05, 46.05, RED)


async def test_a_short_link_needs_a_pin_and_says_why(house: House):
    found = await places.from_text(house, "https://maps.app.goo.gl/abc")
    assert (found.ask, found.reason) == (Ask.PIN, PinReason.SHORT_LINK)
    assert found.places == ()


async def test_words_beside_a_link_are_kept_and_a_link_alone_is_no_description(house: House):
    beside = await places.from_text(house, "https://maps.app.goo.gl/abc جنب مسجد النور")
    assert (beside.reason, beside.places) == (PinReason.SHORT_LINK, (Place(words="جنب مسجد النور"),))
    alone = await places.from_text(house, "https://example.org/abc")
    assert (alone.ask, alone.reason, alone.places) == (Ask.PIN, PinReason.LINK_WITHOUT_POINT, ())


async def test_words_on_no_map_are_kept_and_go_along_with_what_comes_next(house: House):
    words = await places.from_text(house, "خلف المسجد الكبير")
    assert (words.ask, words.reason) == (Ask.PIN, PinReason.LANDMARK)
    assert words.places == (Place(words="خلف المسجد الكبير"),)
    area = await places.from_text(house, "حي الورد، الميناء", said=words.places[0])
    assert area.places == (Place(area_id=RED, words="خلف المسجد الكبير"),)
    point = await places.from_pin(house, lat=IN_RED.lat, lon=IN_RED.lon, said=area.places[0])
    assert point.places == (Place(IN_RED.lat, IN_RED.lon, RED, "خلف المسجد الكبير"),)


async def test_a_pin_elsewhere_than_what_was_written_is_asked_about(house: House):
    found = await places.from_pin(house, lat=IN_FAR.lat, lon=IN_FAR.lon, said=Place(area_id=RED))
    assert found.ask is Ask.CONFLICT
    assert [place.area_id for place in found.places] == [RED, FAR]


@pytest.mark.parametrize("said", [RED, HARBOUR, EAST])
async def test_a_pin_in_what_was_written_makes_it_exact(house: House, said: int):
    found = await places.from_pin(house, lat=IN_RED.lat, lon=IN_RED.lon, said=Place(area_id=said))
    assert found.ask is Ask.CONFIRM


async def test_words_too_long_to_keep_are_refused(house: House):
    with pytest.raises(TooLong):
        await places.from_text(house, "خلف " * 100)


async def test_a_place_is_called_by_its_path_in_the_readers_language(house: House):
    assert await places.path(house, RED, "ar") == ["حي الورد", "الميناء", "منطقة الشرق"]
    assert await places.path(house, FAR, "en") == ["Far", "West"]
    assert await places.path(house, None, "ar") == []


async def test_a_chosen_side_comes_before_the_areas_that_hold_the_point(house: House):
    assert await places.areas_of(house, Place(24.05, 46.0997, BLUE)) == [BLUE, HARBOUR, EAST, RED]


async def test_a_place_survives_being_kept_with_a_conversation():
    place = Place(24.05, 46.05, 3, "خلف المسجد")
    assert Place.from_json(place.as_json()) == place
