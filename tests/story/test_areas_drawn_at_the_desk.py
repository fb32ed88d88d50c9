"""A coordinator draws an area on the telephone: a name, a pin, how far; people follow it; and it is taken away again."""

import pytest
from sqlalchemy import text

from sandbox.people import Person
from tests.story.test_reports_from_chat_to_neighbours import in_ghadir, listening, plain, presses, says
from tests.story.town import Town

CAMP = "مخيم الغدير\nGhadir camp"


@pytest.fixture
async def suad(the_town: Town) -> Person:
    """At the desk, coordinator and admin."""
    return (await listening(the_town)).coordinator


async def to_the_list(town: Town, person: Person) -> None:
    await says(town, person, "/desk")
    await presses(town, person, "drawn-show")


async def to_the_question(town: Town, person: Person, *, at: tuple[float, float], name: str = CAMP) -> None:
    """Everything up to what was drawn is read back."""
    await to_the_list(town, person)
    await presses(town, person, "draw-area")
    await says(town, person, name)
    await person.sends_location(*at)
    await town.quiet()
    await presses(town, person, "place-this")


async def draws(town: Town, person: Person, *, at: tuple[float, float], name: str = CAMP, km: str = "١٫٥ كم") -> None:
    await to_the_question(town, person, at=at, name=name)
    await says(town, person, km)
    [city] = await town.query("SELECT name_ar FROM area WHERE code = 'zilal'")
    await presses(town, person, "draw-keep-in", area=city.name_ar)


async def areas_drawn(town: Town) -> list[tuple[str, str, float, str]]:
    drawn = "SELECT a.name_ar, a.name_en, a.radius_m, p.code FROM area a JOIN area p ON p.id = a.parent_id"
    return [tuple(row) for row in await town.query(f"{drawn} WHERE a.organisation_id IS NOT NULL")]


async def test_an_area_is_drawn_read_back_on_the_map_and_found_by_its_name(the_town: Town, suad: Person) -> None:
    town = the_town
    await draws(town, suad, at=await in_ghadir(town))
    assert await areas_drawn(town) == [("مخيم الغدير", "Ghadir camp", 1500.0, "zilal")]
    assert "venue" in [bubble.kind for bubble in suad.inbox]
    assert await town.query("SELECT act FROM audit WHERE act = 'area.draw'") == [("area.draw",)]
    await says(town, town.citizen, "/report")
    await presses(town, town.citizen, "report-without-picture")
    await says(town, town.citizen, "مخيم الغدير")
    assert "مخيم الغدير" in plain(town.citizen.last.text)


async def test_what_was_just_drawn_is_taken_back_with_one_tap(the_town: Town, suad: Person) -> None:
    town = the_town
    await draws(town, suad, at=await in_ghadir(town))
    await presses(town, suad, "draw-undo")
    assert await areas_drawn(town) == []
    await presses(town, suad, "draw-area")
    assert plain(suad.last.text) == town.ar.plain("draw-name")


async def test_an_area_that_is_followed_goes_only_with_its_followers_to_what_it_lies_in(
    the_town: Town, suad: Person
) -> None:
    town = the_town
    await draws(town, suad, at=await in_ghadir(town))
    moved = "UPDATE subscription SET area_id = (SELECT id FROM area WHERE organisation_id IS NOT NULL)"
    async with town.house.db.transaction() as tx:
        await tx.exec(text(moved + " WHERE id = (SELECT min(id) FROM subscription)"))  # type: ignore[call-overload]
    await presses(town, suad, "draw-undo")
    assert "متابع واحد" in plain(suad.last.text)
    assert len(await areas_drawn(town)) == 1
    await presses(town, suad, "drawn-move", parent="مدينة الظلال")
    assert await areas_drawn(town) == []
    [(code,)] = await town.query(
        "SELECT code FROM area WHERE id = (SELECT area_id FROM subscription ORDER BY id LIMIT 1)"
    )
    assert code == "zilal"


async def test_a_place_the_organisation_does_not_serve_is_refused_and_another_asked(
    the_town: Town, suad: Person
) -> None:
    town = the_town
    await to_the_question(town, suad, at=(51.5, -0.12))
    assert plain(suad.last.text) == town.ar.plain("draw-elsewhere")
    await suad.sends_location(*await in_ghadir(town))
    await town.quiet()
    await presses(town, suad, "place-this")
    assert plain(suad.last.text) == town.ar.plain("draw-radius")


@pytest.mark.parametrize("km", ["بعيد", "400", "0"])
async def test_a_distance_that_cannot_be_is_asked_again(the_town: Town, suad: Person, km: str) -> None:
    town = the_town
    await to_the_question(town, suad, at=await in_ghadir(town))
    await says(town, suad, km)
    assert await areas_drawn(town) == []
    await says(town, suad, "كيلو ونص")
    assert "1.5 كم" in plain(suad.last.text)


async def test_a_second_area_of_the_same_name_is_refused(the_town: Town, suad: Person) -> None:
    town = the_town
    await draws(town, suad, at=await in_ghadir(town))
    await to_the_question(town, suad, at=await in_ghadir(town))
    await says(town, suad, "2")
    [city] = await town.query("SELECT name_ar FROM area WHERE code = 'zilal'")
    answer = await suad.presses(town.ar.plain("draw-keep-in", area=city.name_ar))
    await town.quiet()
    assert plain(answer.text or "") == plain(town.ar("refusal-area-name-taken", name="مخيم الغدير"))
    assert len(await areas_drawn(town)) == 1


async def test_drawing_is_for_who_coordinates(the_town: Town) -> None:
    town = await listening(the_town)
    await says(town, town.approver, "/desk")
    assert town.approver.last.button(town.ar.plain("drawn-show")) is None
