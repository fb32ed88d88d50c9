"""A group's manager, and the staff that accepted it, change how it is spoken to: the group reads who wished it."""

import asyncio

import pytest

from tests.story.test_groups import Scene, scene
from tests.story.test_reports_from_chat_to_neighbours import plain, presses, says
from tests.story.town import Town

__all__ = ["scene"]


@pytest.fixture
async def heard(scene: Scene) -> Scene:
    """The group hears everything of Ghadir at once."""
    await scene.brings_the_bot()
    await scene.asks()
    await scene.is_accepted()
    return scene


async def opens_settings(scene: Scene) -> None:
    scene.salma.starts((await scene.town.query("SELECT 'g-' || set_up_key FROM volunteer_group"))[0][0])
    await scene.town.quiet()


async def group_row(scene: Scene, columns: str) -> tuple[object, ...]:
    [row] = await scene.town.query(f"SELECT {columns} FROM volunteer_group")
    return tuple(row)


async def test_silent_means_no_sound_for_anything_and_urgent_means_none_for_reports(heard: Scene):
    for mode, silent in (("none", True), ("all", False), ("urgent", True)):
        await opens_settings(heard)
        await presses(heard.town, heard.salma, "group-manners")
        await presses(heard.town, heard.salma, f"group-sound-{mode}")
        manager = heard.words("group-by-manager")
        assert plain(heard.heard[-1].text) == heard.words(f"group-told-sound-{mode}", who=manager)
        await heard.a_light_is_out()
        assert "إنارة" in heard.heard[-1].text
        assert heard.heard[-1].silent is silent
        await says(heard.town, heard.salma, "/cancel")


async def test_quiet_hours_are_typed_and_what_is_not_urgent_waits_for_their_end(heard: Scene):
    await opens_settings(heard)
    await presses(heard.town, heard.salma, "group-manners")
    await says(heard.town, heard.salma, "لا ترسلوا بين 2 م و6 م")
    assert "من الساعة 2:00 م إلى الساعة 6:00 م" in plain(heard.salma.last.text)
    assert "من الساعة 2:00 م إلى الساعة 6:00 م" in plain(heard.heard[-1].text)
    before = len(heard.heard)
    await heard.a_light_is_out()
    assert len(heard.heard) == before
    await heard.town.passes(hours=4)
    async with asyncio.timeout(30):
        while len(heard.heard) == before:
            await asyncio.sleep(0.1)
    assert "إنارة" in heard.heard[-1].text


async def test_hours_that_are_not_understood_are_asked_again_and_change_nothing(heard: Scene):
    await opens_settings(heard)
    await presses(heard.town, heard.salma, "group-manners")
    await says(heard.town, heard.salma, "لا ترسلوا بين 11 و6")
    assert plain(heard.salma.inbox[-2].text).startswith("«11 و6»: صباحًا أم مساءً؟")
    assert await group_row(heard, "quiet_from") == (None,)


async def test_several_changes_within_a_minute_are_one_message_in_the_group(heard: Scene):
    await opens_settings(heard)
    await presses(heard.town, heard.salma, "group-manners")
    before = len(heard.heard)
    await presses(heard.town, heard.salma, "group-sound-none")
    await presses(heard.town, heard.salma, "group-sound-urgent")
    manager = heard.words("group-by-manager")
    assert plain(heard.heard[-1].text) == heard.words("group-told-sound-urgent", who=manager)
    await says(heard.town, heard.salma, "لا ترسلوا بين 11 م و6 ص")
    await presses(heard.town, heard.salma, "group-weekly-on")
    assert len(heard.heard) == before + 1
    assert plain(heard.heard[-1].text).splitlines() == [
        "تغيّرت تنبيهات مِظَلّة هنا بطلب من مدير المجموعة، وهي الآن:",
        "الصوت: للتنبيهات العاجلة وحدها",
        "وقت عدم الإزعاج: من الساعة 11:00 م إلى الساعة 6:00 ص، والعاجل يصل فيه صامتًا",
        "ملخّص أسبوعي مصوّر: يوم الخميس من كل أسبوع الساعة 5:00 م",
    ]
    await heard.town.passes(minutes=2)
    await presses(heard.town, heard.salma, "group-weekly-off")
    assert len(heard.heard) == before + 2
    assert plain(heard.heard[-1].text) == heard.words("group-told-weekly-off", who=manager)


async def test_a_group_that_hears_searches_at_their_own_times_reads_when_its_reports_come(heard: Scene):
    await opens_settings(heard)
    await presses(heard.town, heard.salma, "group-change")
    await presses(heard.town, heard.salma, "group-amend-times")
    await says(heard.town, heard.salma, "كل ساعتين ما دامت هناك عملية بحث")
    assert {
        "الموعد: كل ساعتين ما دامت عملية بحث مفتوحة",
        "البلاغات: ملخّص كل يوم الساعة 8:00 م",
    } <= set(plain(heard.salma.last.text).splitlines())


async def test_a_former_managers_old_buttons_refuse_politely(heard: Scene):
    await opens_settings(heard)
    await presses(heard.town, heard.salma, "group-manners")
    card = heard.salma.last
    heard.salma.leaves(heard.group)
    answer = await heard.salma.presses(heard.words("group-sound-none"), on=card)
    assert plain(answer.text) == heard.words("refusal-not-group-administrator")
    assert await group_row(heard, "sound") == ("all",)


async def test_staff_of_the_accepting_organisation_change_what_it_hears_at_once(heard: Scene):
    coordinator = heard.town.coordinator
    await presses(heard.town, coordinator, "group-change")
    await presses(heard.town, coordinator, "group-change")
    await presses(heard.town, coordinator, "group-amend-areas")
    await says(heard.town, coordinator, "السوق القديم")
    await presses(heard.town, coordinator, "group-areas-done")
    await presses(heard.town, coordinator, "group-send")
    assert await group_row(heard, "state") == ("accepted",)
    assert len(await heard.town.query("SELECT 1 FROM subscription s JOIN recipient r ON r.id = s.recipient_id"
                                      " WHERE r.group_id IS NOT NULL AND s.active")) == 2  # fmt: skip
    [(name,)] = await heard.town.query("SELECT name_ar FROM organisation")
    assert f"بطلب من {name}، وهي الآن:\nالنطاق: الغدير (مدينة الظلال) والسوق القديم (مدينة الظلال)" in plain(
        heard.heard[-1].text
    )
    [(by,)] = await heard.town.query("SELECT set_up_by FROM volunteer_group")
    assert (await heard.town.query("SELECT name FROM member WHERE id = :id", id=by))[0][0] == "سلمى"


async def test_the_desk_lists_the_groups_it_accepted_and_stops_one_from_there(heard: Scene):
    coordinator = heard.town.coordinator
    await heard.a_light_is_out()
    await says(heard.town, coordinator, "/desk")
    await presses(heard.town, coordinator, "desk-groups")
    assert "• متطوعو الغدير: الغدير (مدينة الظلال). عمليات البحث عن المفقودين وكل البلاغات. آخر ما وصلها" in plain(
        coordinator.last.text
    )
    await heard.taps(coordinator, "متطوعو الغدير")
    await presses(heard.town, coordinator, "desk-groups-back")
    await heard.taps(coordinator, "متطوعو الغدير")
    await presses(heard.town, coordinator, "group-stop")
    assert await group_row(heard, "state") == ("accepted",)
    await presses(heard.town, coordinator, "group-stop-not")
    await presses(heard.town, coordinator, "group-stop")
    await presses(heard.town, coordinator, "group-stop-now")
    assert await group_row(heard, "state") == ("stopped",)
    [(name,)] = await heard.town.query("SELECT name_ar FROM organisation")
    assert plain(heard.heard[-1].text) == heard.words("group-told-stopped", who=name)
    card = next(bubble for bubble in coordinator.inbox[::-1] if heard.words("desk-groups-back") in bubble.labels)
    await coordinator.presses(heard.words("desk-groups-back"), on=card)
    await heard.town.quiet()
    assert plain(card.text) == heard.words("desk-no-groups")


async def test_a_volunteer_cannot_change_a_group_by_a_staff_button(heard: Scene):
    card = await heard.town.coordinator.hears("التنبيهات تصل")
    answer = await heard.town.volunteer.taps("group-own:1", on=card)
    assert plain(answer.text) == heard.words("refusal-not-allowed")


async def test_leaving_covers_what_is_open_says_goodbye_and_staff_hear_of_it(heard: Scene):
    await heard.a_light_is_out()
    alert = heard.heard[-1]
    assert "إنارة" in alert.text
    await opens_settings(heard)
    await presses(heard.town, heard.salma, "group-stop")
    await presses(heard.town, heard.salma, "group-leave-now")
    assert plain(alert.text) == heard.words("group-copy-left")
    await heard.town.passes(seconds=5)
    assert plain(heard.heard[-1].text) == heard.words("group-goodbye")
    assert heard.group.bots == []
    assert await group_row(heard, "state, leaving_at") == ("stopped", None)
    assert plain(heard.town.coordinator.last.text) == heard.words("group-left", title="متطوعو الغدير")


async def test_a_group_that_comes_back_hears_again_what_is_still_open(heard: Scene):
    await heard.a_light_is_out()
    await opens_settings(heard)
    await presses(heard.town, heard.salma, "group-stop")
    await presses(heard.town, heard.salma, "group-leave-now")
    await heard.town.passes(seconds=5)
    await heard.brings_the_bot()
    await heard.follows_the_link(heard.salma)
    await presses(heard.town, heard.salma, "group-change")
    await presses(heard.town, heard.salma, "group-send")
    before = len(heard.heard)
    await heard.is_accepted()
    assert any("إنارة" in each.text for each in heard.heard[before:])


async def test_the_picture_of_the_week_comes_on_thursday_and_its_words_follow_what_is_fixed(heard: Scene):
    number = await heard.a_light_is_out()
    await opens_settings(heard)
    await presses(heard.town, heard.salma, "group-manners")
    await presses(heard.town, heard.salma, "group-weekly-on")
    [(due,)] = await heard.town.query("SELECT next_picture_at FROM volunteer_group")
    await heard.town.passes(days=6)
    week = heard.heard[-1]
    assert due is not None
    assert week.photo is not None
    assert "ما زال أقل من 5 بلاغات قائمًا" in plain(week.text)
    assert number
    await presses(heard.town, heard.town.coordinator, "button-report-desk-fixed")
    assert "أُصلح أقل من 5 بلاغات" in plain(week.text)
    assert week.photo is not None


async def test_two_topics_of_one_forum_hear_different_kinds_and_the_link_names_the_topic(the_town: Town):
    salma = the_town.telegram.person("سلمى", language="ar", started=True)
    forum = the_town.telegram.forum("مجلس الحي", the_town.volunteer, admins=[salma])
    scene = Scene(the_town, forum, salma)
    await scene.brings_the_bot()
    lights, searches = (forum.opens_topic(name, by=salma) for name in ("الإنارة", "المفقودون"))
    for topic, kind, name in ((lights, "كل البلاغات", "الإنارة"), (searches, "", "المفقودون")):
        salma.says("/setup", to=forum, topic=topic)
        await the_town.quiet()
        await scene.follows_the_link(salma, topic)
        assert f"مجلس الحي · {name}" in plain(salma.last.text)
        for label in ("الرمال", "مدينة الظلال", "الغدير"):
            await scene.taps(salma, label)
        await says(the_town, salma, "السوق القديم")
        await presses(the_town, salma, "group-areas-done")
        if kind:
            await presses(the_town, salma, "chosen", name="عمليات البحث عن المفقودين")
            await scene.taps(salma, kind)
        await presses(the_town, salma, "group-kinds-done")
        await says(the_town, salma, "فورًا")
        await scene.taps(salma, "العربية")
        await presses(the_town, salma, "group-send")
        await scene.is_accepted()
    before = len(forum.said_by_bots(searches))
    await scene.a_light_is_out()
    assert "إنارة" in forum.said_by_bots(lights)[-1].text
    assert len(forum.said_by_bots(searches)) == before
