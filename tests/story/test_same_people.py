"""Two people tell of one child: the desk sees it, staff alone join the two or keep them apart, and who told hears."""

from datetime import timedelta

from models.searches import Sex
from sandbox.people import Person
from services import searches
from services.members import known_at
from services.places import Place
from tests.story.searching import NAME, fills_in, in_ghadir, plain, presses, says, town
from tests.story.town import Town

__all__ = ["town"]


async def has_told(town: Town, person: Person, name: str) -> int:
    """What a relative told of a child before the story begins."""
    who = await known_at(town.house, bot_id=town.telegram.bot.id, address=str(person.id))
    assert who is not None
    lat, lon = await in_ghadir(town)
    made = await searches.notice(
        town.house, member_id=who.id, made_by=None, now=town.clock(), subject_name=name, subject_age=6,
        subject_sex=Sex.FEMALE, lkp=Place(lat=lat, lon=lon), lkp_at=town.clock() - timedelta(hours=1),
        reporter_name="عمة", reporter_relation="العمة", custody=False, protection_order=False,
    )  # fmt: skip
    await town.quiet()
    return made.id or 0


async def test_a_second_notice_is_shown_beside_the_first_and_joined_by_staff_alone(town: Town):
    suad, aunt, mother = town.coordinator, town.neighbour, town.citizen
    first = await has_told(town, aunt, "ريم العتيبى")
    second = await has_told(town, mother, NAME)
    card = plain(suad.last.text)
    assert f"قد يكون هذا البحث عن الشخص نفسه: رقم {first}: الاسم قريب منه والعمر نفسه" in card
    assert await town.query("SELECT DISTINCT state FROM search") == [("draft",)]

    await says(town, mother, "/start")
    await presses(town, suad, "button-same-join", number=first)
    assert f"رقم {first}" in plain(suad.last.text)
    await presses(town, suad, "same-join-now")
    joined = [("draft", None, None), ("stopped", "joined", first)]
    assert await town.query("SELECT state, stopped_for, joined_to FROM search ORDER BY id") == joined
    assert plain(mother.last.text).startswith("شكرًا لك")
    assert NAME not in plain(mother.last.text)
    assert f"ضُمّ إليه البحث رقم {second}" in plain((await suad.hears(f"رقم {first}: مسودة")).text)


async def test_two_people_are_kept_apart_once_and_for_all(town: Town):
    suad = town.coordinator
    first = await has_told(town, town.neighbour, "ريم العتيبي")
    second = await has_told(town, town.citizen, NAME)
    await presses(town, suad, "button-same-join", number=first)
    await presses(town, suad, "button-same-apart", number=first)
    assert await town.query("SELECT low_id, high_id, same FROM likely_same") == [(first, second, 0)]
    assert town.copies("قد يكون هذا البحث") == []

    late = await presses(town, suad, "same-join-now")
    assert plain(late) == plain(town.ar.plain("refusal-pair-decided", number=second, other=first))
    assert await town.query("SELECT DISTINCT state FROM search") == [("draft",)]
    await fills_in(town, "name", NAME)
    assert town.copies("قد يكون هذا البحث") == []
    assert await town.query("SELECT same FROM likely_same") == [(0,)]
