"""A pin in a city whose districts nobody has drawn: the reporter says in which it is, and its people hear of it."""

from pathlib import Path

import pytest

from places.imports import read_areas
from sandbox.people import Person
from services import areas, members, report_desk
from services.audit import Actor
from tests.story import wide_town
from tests.story.searching import FIRST, answers
from tests.story.test_reports_from_chat_to_neighbours import listening, plain, presses, says
from tests.story.test_reports_where import taken
from tests.story.town import Town

CITY = """{"type": "FeatureCollection", "features": [{"type": "Feature",
    "properties": {"id": "bahr", "kind": "city", "name_ar": "البحر", "name_en": "Bahr"},
    "geometry": {"type": "Polygon", "coordinates": [[[51, 22], [51.2, 22], [51.2, 22.2], [51, 22.2], [51, 22]]]}}]}"""
DISTRICTS = "id,parent,kind,name_ar,name_en\n" + "".join(
    f"bahr-{at},bahr,district,{name},\n" for at, name in enumerate(("النخيل الشرقي", "النخيل الغربي", "المرسى"))
)
MIDDLE = (22.1, 51.1)


async def imported(town: Town, *files: Path) -> None:
    for file in files:
        read = read_areas(file, known=await areas.known_areas(town.house))
        assert read.bad == []
        await areas.import_areas(town.house, read.drafts, by=Actor.operator(), now=town.clock())


@pytest.fixture
async def bahr(the_town: Town, tmp_path: Path) -> Town:
    """The city has an outline, its three districts have names."""
    (tmp_path / "city.geojson").write_text(CITY, encoding="utf-8")
    (tmp_path / "districts.csv").write_text(DISTRICTS, encoding="utf-8")
    await imported(the_town, tmp_path / "city.geojson", tmp_path / "districts.csv")
    return await listening(the_town)


async def pins(town: Town, person: Person) -> None:
    """A report as far as the pin that is confirmed."""
    await says(town, person, "/report")
    await presses(town, person, "report-without-picture")
    await person.sends_location(*MIDDLE)
    await town.quiet()
    await presses(town, person, "place-this")


async def sends(town: Town, person: Person) -> None:
    await person.presses("إنارة")
    await town.quiet()
    await says(town, person, "مطفأة")
    await presses(town, person, "report-summary-send")


async def placed(town: Town) -> tuple[str, float]:
    [row] = await town.query("SELECT a.code, r.lat FROM report r JOIN area a ON a.id = r.area_id ORDER BY r.id DESC")
    return row.code, row.lat


async def test_the_district_is_asked_after_the_pin_and_read_back(bahr: Town) -> None:
    hind = bahr.citizen
    await pins(bahr, hind)
    assert plain(hind.last.text).startswith("الموقع في البحر. في أي حي هو؟")
    assert list(map(plain, hind.last.labels)) == ["المرسى", "النخيل الشرقي", "النخيل الغربي", "لا أعلم"]
    await hind.presses("النخيل الغربي")
    await bahr.quiet()
    assert taken(hind) == "المكان: النخيل الغربي، البحر"
    await sends(bahr, hind)
    code, lat = await placed(bahr)
    assert code == "bahr-1"
    assert lat == pytest.approx(22.1)


async def test_a_part_of_the_name_finds_it(bahr: Town) -> None:
    hind = bahr.citizen
    await pins(bahr, hind)
    await says(bahr, hind, "نخيل")
    assert list(map(plain, hind.last.labels)) == ["النخيل الشرقي", "النخيل الغربي", "لا أعلم"]
    await says(bahr, hind, "حي المرسي")
    assert list(map(plain, hind.last.labels)) == ["المرسى", "لا أعلم"]
    await hind.presses("المرسى")
    await bahr.quiet()
    assert taken(hind) == "المكان: المرسى، البحر"


async def test_who_does_not_know_goes_on_with_the_city(bahr: Town) -> None:
    hind = bahr.citizen
    await pins(bahr, hind)
    await presses(bahr, hind, "place-district-unknown")
    assert taken(hind) == "المكان: البحر"
    await sends(bahr, hind)
    assert (await placed(bahr))[0] == "bahr"


async def test_a_district_no_map_knows_is_kept_in_words(bahr: Town) -> None:
    hind = bahr.citizen
    await pins(bahr, hind)
    await says(bahr, hind, "حي الصدف")
    assert plain(hind.last.text).startswith("لا نعرف حيًا في البحر اسمه «حي الصدف»")
    assert len(hind.last.labels) == 4
    await presses(bahr, hind, "place-district-unknown")
    await hind.presses("إنارة")
    await bahr.quiet()
    await says(bahr, hind, "مطفأة")
    assert "البحر (حي الصدف)" in plain(hind.last.text)


async def test_another_pin_or_point_instead_of_a_district_is_read_back(bahr: Town) -> None:
    hind = bahr.citizen
    await pins(bahr, hind)
    await says(bahr, hind, "20.63968, 50.37353")
    assert plain(hind.last.text).startswith("هذا الموقع في الغدير")
    await presses(bahr, hind, "place-this")
    assert "الغدير" in taken(hind)


async def test_a_district_that_was_written_before_the_pin_is_not_asked_again(bahr: Town) -> None:
    hind = bahr.citizen
    await says(bahr, hind, "/report")
    await presses(bahr, hind, "report-without-picture")
    await says(bahr, hind, "النخيل الشرقي، البحر")
    await hind.sends_location(*MIDDLE)
    await bahr.quiet()
    await presses(bahr, hind, "place-this")
    assert taken(hind) == "المكان: النخيل الشرقي، البحر"


async def test_a_button_of_a_question_that_was_answered_changes_nothing(bahr: Town) -> None:
    hind = bahr.citizen
    await pins(bahr, hind)
    asked = hind.last
    await hind.presses("المرسى")
    await bahr.quiet()
    await hind.presses("النخيل الغربي", on=asked)
    await sends(bahr, hind)
    assert (await placed(bahr))[0] == "bahr-2"


async def test_many_districts_come_page_by_page(bahr: Town, tmp_path: Path) -> None:
    more = "".join(f"more-{at},bahr,district,الواحة {at:02},\n" for at in range(20))
    (tmp_path / "more.csv").write_text("id,parent,kind,name_ar,name_en\n" + more, encoding="utf-8")
    await imported(bahr, tmp_path / "more.csv")
    hind = bahr.citizen
    await pins(bahr, hind)
    assert hind.last.button(bahr.ar.plain("place-districts-before")) is None
    await presses(bahr, hind, "place-districts-after")
    await hind.presses("الواحة 19")
    await bahr.quiet()
    assert taken(hind) == "المكان: الواحة 19، البحر"


async def test_its_people_hear_through_the_city_and_are_told_so(bahr: Town) -> None:
    near, far = bahr.telegram.crowd(2)
    await wide_town.members(bahr, [wide_town.by_area(near, "bahr-1", kinds="lighting")])
    await wide_town.members(bahr, [wide_town.by_area(far, "zilal", kinds="lighting")])
    hind = bahr.citizen
    await pins(bahr, hind)
    await hind.presses("النخيل الغربي")
    await bahr.quiet()
    await sends(bahr, hind)
    [(number,)] = await bahr.query("SELECT max(id) FROM report")
    bot, desk = bahr.telegram.bot.id, str(bahr.coordinator.id)
    by = await members.known_at(bahr.house, bot_id=bot, address=desk)
    assert by
    await report_desk.accept(bahr.house, report_id=number, by=by, made_by=None, now=bahr.clock())
    await bahr.quiet()
    assert "النخيل الغربي، البحر" in plain(near.last.text)
    assert "يصلك هذا عبر البحر" in plain(near.last.text)
    assert far.inbox == []


async def test_for_a_missing_person_it_is_asked_too(bahr: Town) -> None:
    mother = bahr.citizen
    await says(bahr, mother, "/missing")
    await answers(bahr, mother, FIRST)
    await mother.sends_location(*MIDDLE)
    await bahr.quiet()
    await presses(bahr, mother, "place-this")
    assert plain(mother.last.text).startswith("الموقع في البحر. في أي حي هو؟")
    await says(bahr, mother, "مرسى")
    await mother.presses("المرسى")
    await bahr.quiet()
    assert taken(mother) == "المكان: المرسى، البحر"


async def test_for_alerts_around_a_place_no_district_is_asked(bahr: Town) -> None:
    [salma] = bahr.telegram.crowd(1)
    await says(bahr, salma, "/start")
    await presses(bahr, salma, "menu-volunteer")
    await salma.sends_location(*MIDDLE)
    await bahr.quiet()
    await presses(bahr, salma, "place-this")
    assert "في أي حي" not in plain(salma.last.text)
    assert taken(salma) == "المكان: البحر"
