"""A volunteer in a group that hears the same: twice, until they say that the group is enough."""

import pytest

from sandbox.people import Person
from tests.story.test_groups import Scene, scene
from tests.story.test_reports_from_chat_to_neighbours import plain, presses, says
from tests.story.test_subscriptions import heard, switches_on
from tests.story.town import Town

__all__ = ["scene"]


@pytest.fixture
async def badr(the_town: Town, scene: Scene) -> Person:
    """In the group, and subscribed to the same district."""
    person = the_town.telegram.person("بدر", language="ar", started=True)
    await scene.brings_the_bot()
    await scene.asks()
    await scene.is_accepted()
    await switches_on(the_town, person)
    return person


async def opens_his_groups(town: Town, person: Person) -> str:
    await says(town, person, "/settings")
    await presses(town, person, "settings-groups")
    return plain(person.last.text)


async def test_the_group_is_enough_for_who_says_so_and_private_copies_come_back(
    the_town: Town, scene: Scene, badr: Person
):
    assert await opens_his_groups(the_town, badr) == plain(the_town.ar.plain("groups-mine-none"))
    badr.joins(scene.group)
    await the_town.quiet()
    assert "متطوعو الغدير" in await opens_his_groups(the_town, badr)
    await scene.a_light_is_out()
    assert len(heard(badr, "بلاغ في نطاقك: إنارة")) == 1

    await opens_his_groups(the_town, badr)
    await presses(the_town, badr, "groups-suffice-on")
    assert plain(badr.last.text).startswith("تكفيك مجموعاتك")
    await scene.a_light_is_out()
    assert len(heard(badr, "بلاغ في نطاقك: إنارة")) == 1
    assert len([bubble for bubble in scene.heard if "بلاغ في نطاقك: إنارة" in plain(bubble.text)]) == 2

    badr.leaves(scene.group)
    await the_town.quiet()
    await opens_his_groups(the_town, badr)
    await the_town.quiet()
    assert len(heard(badr, "بلاغ في نطاقك: إنارة")) == 2


async def test_why_is_answered_in_a_group_to_who_asks_only(the_town: Town, scene: Scene, badr: Person):
    badr.joins(scene.group)
    await scene.a_light_is_out()
    [copy] = [bubble for bubble in scene.heard if "بلاغ في نطاقك: إنارة" in plain(bubble.text)]
    before = len(scene.heard)
    answer = await badr.presses(the_town.ar.plain("button-why"), on=copy)
    assert "لأن مديرها طلب تنبيهات الغدير" in plain(answer.text)
    assert len(scene.heard) == before
