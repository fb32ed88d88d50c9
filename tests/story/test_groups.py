"""A group of volunteers asks for alerts: from the moment the bot is brought in until it is removed."""

from dataclasses import dataclass

import pytest

from sandbox.chats import Topic
from sandbox.gatherings import Gathering
from sandbox.people import Person
from sandbox.phone import Bubble
from tests.story.test_reports_from_chat_to_neighbours import plain, presses, reports, says
from tests.story.town import Town


@dataclass
class Scene:
    """The town, a group in it, and Salma who manages the group."""

    town: Town
    group: Gathering
    salma: Person

    @property
    def heard(self) -> list[Bubble]:
        return self.group.said_by_bots()

    def words(self, key: str, **facts: str) -> str:
        return plain(self.town.ar.plain(key, **facts))

    async def brings_the_bot(self) -> None:
        self.group.adds_bot(self.salma)
        await self.town.quiet()

    async def follows_the_link(self, who: Person, topic: Topic | None = None) -> None:
        button = self.group.said_by_bots(topic)[-1].button(self.town.ar.plain("group-set-up"))
        assert button is not None
        who.starts(button["url"].rpartition("=")[2])
        await self.town.quiet()

    async def taps(self, who: Person, label: str) -> None:
        await who.presses(label)
        await self.town.quiet()

    async def asks(self, topic: Topic | None = None) -> None:
        """Everything in Ghadir, at once, in Arabic."""
        await self.follows_the_link(self.salma, topic)
        await self.answers()

    async def answers(self) -> None:
        for label in ("الرمال", "مدينة الظلال", "الغدير"):
            await self.taps(self.salma, label)
        await presses(self.town, self.salma, "group-areas-done")
        await self.taps(self.salma, "كل البلاغات")
        await presses(self.town, self.salma, "group-kinds-done")
        await presses(self.town, self.salma, "group-often-instant")
        await self.taps(self.salma, "العربية")
        await presses(self.town, self.salma, "group-send")

    async def is_accepted(self) -> None:
        await presses(self.town, self.town.coordinator, "group-show")
        await presses(self.town, self.town.coordinator, "group-accept")

    async def a_light_is_out(self) -> int:
        number = await reports(self.town, self.town.citizen)
        await presses(self.town, self.town.coordinator, "button-report-desk-accept")
        return number


@pytest.fixture
async def scene(the_town: Town) -> Scene:
    salma = the_town.telegram.person("سلمى", language="ar", started=True)
    group = the_town.telegram.group("متطوعو الغدير", the_town.volunteer, admins=[salma])
    return Scene(the_town, group, salma)


async def test_a_group_hears_what_staff_accepted_and_nothing_before(scene: Scene):
    await scene.brings_the_bot()
    assert [bubble.text for bubble in scene.heard] == [scene.town.ar.plain("group-entered")]
    await scene.asks()
    assert plain(scene.salma.last.text) == scene.words("group-sent", title="متطوعو الغدير")
    await scene.a_light_is_out()
    assert len(scene.heard) == 1

    await scene.is_accepted()
    later = sorted(plain(bubble.text).splitlines()[0] for bubble in scene.heard[1:])
    assert later == ["بلاغ في نطاقك: إنارة (رقم 1)", "من الآن تصل هنا تنبيهات مِظَلّة."]
    assert plain(scene.salma.last.text) == scene.words("group-was-accepted", title="متطوعو الغدير")


async def test_every_copy_in_a_group_says_when_it_is_over(scene: Scene):
    await scene.brings_the_bot()
    await scene.asks()
    await scene.is_accepted()
    number = await scene.a_light_is_out()
    alert = scene.heard[-1]
    assert "إنارة" in alert.text
    await presses(scene.town, scene.town.coordinator, "button-report-desk-fixed")
    assert plain(alert.text) == plain(scene.town.ar.plain("report-over-fixed", number=number))


async def test_only_a_manager_of_the_group_sets_it_up(scene: Scene):
    await scene.brings_the_bot()
    for stranger in (scene.town.volunteer, scene.town.neighbour):
        await scene.follows_the_link(stranger)
        assert plain(stranger.last.text) == scene.words("refusal-not-group-administrator")


async def test_who_types_stop_in_private_reads_where_alerts_are_stopped(scene: Scene):
    volunteer = scene.town.volunteer
    await says(scene.town, volunteer, "/stop")
    assert plain(volunteer.last.text) == scene.words("stop-where")
    await presses(scene.town, volunteer, "menu-alerts")
    assert await scene.town.query("SELECT count(*) FROM report") == [(0,)]


async def test_a_link_of_no_group_is_refused(scene: Scene):
    scene.salma.starts("g-nothing")
    await scene.town.quiet()
    assert plain(scene.salma.last.text) == scene.words("refusal-group-not-found")


async def test_a_refused_group_reads_why_and_hears_nothing(scene: Scene):
    await scene.brings_the_bot()
    await scene.asks()
    await presses(scene.town, scene.town.coordinator, "group-show")
    await presses(scene.town, scene.town.coordinator, "group-refuse")
    await says(scene.town, scene.town.coordinator, "لا نعرف من يديرها")
    assert "لا نعرف من يديرها" in scene.salma.last.text
    await scene.a_light_is_out()
    assert len(scene.heard) == 1
    await scene.follows_the_link(scene.salma)
    assert scene.words("group-state-refused") in plain(scene.salma.last.text)


async def test_a_group_that_becomes_a_supergroup_keeps_what_it_heard_and_goes_on_hearing(scene: Scene):
    await scene.brings_the_bot()
    await scene.asks()
    await scene.is_accepted()
    scene.group.migrates()
    await scene.town.quiet()
    await scene.a_light_is_out()
    assert [bubble.text[:4] for bubble in scene.heard] == ["بلاغ"]
    assert await scene.town.query("SELECT chat_id, kind FROM volunteer_group") == [(scene.group.id, "supergroup")]
    assert await scene.town.query("SELECT address FROM recipient WHERE group_id IS NOT NULL") == [
        (str(scene.group.id),)
    ]


async def test_removing_the_bot_stops_it_and_staff_hear(scene: Scene):
    await scene.brings_the_bot()
    await scene.asks()
    await scene.is_accepted()
    scene.group.removes_bot(scene.salma)
    await scene.town.quiet()
    assert plain(scene.town.coordinator.last.text) == scene.words("group-left", title="متطوعو الغدير")
    await scene.a_light_is_out()
    assert "بلاغ في نطاقك" in scene.town.volunteer.last.text
    assert await scene.town.query("SELECT state FROM volunteer_group") == [("stopped",)]
    assert await scene.town.query("SELECT count(*) FROM delivery d JOIN recipient r ON r.id = d.recipient_id"
                                  " WHERE r.group_id IS NOT NULL") == [(0,)]  # fmt: skip


async def test_a_manager_stops_the_alerts_and_asks_for_them_again(scene: Scene):
    await scene.brings_the_bot()
    await scene.asks()
    await scene.is_accepted()
    scene.salma.starts((await scene.town.query("SELECT 'g-' || set_up_key FROM volunteer_group"))[0][0])
    await scene.town.quiet()
    await presses(scene.town, scene.salma, "group-stop")
    await presses(scene.town, scene.salma, "group-stop-now")
    heard = len(scene.heard)
    await scene.a_light_is_out()
    assert len(scene.heard) == heard
    scene.salma.starts((await scene.town.query("SELECT 'g-' || set_up_key FROM volunteer_group"))[0][0])
    await scene.town.quiet()
    await presses(scene.town, scene.salma, "group-change")
    await presses(scene.town, scene.salma, "group-send")
    assert await scene.town.query("SELECT state FROM volunteer_group") == [("proposed",)]


async def test_a_topic_of_a_forum_hears_and_the_others_do_not(scene: Scene):
    forum = scene.group = scene.town.telegram.forum("مجلس الحي", scene.town.volunteer, admins=[scene.salma])
    await scene.brings_the_bot()
    topic = forum.opens_topic("تنبيهات", by=scene.salma)
    scene.salma.says("/setup", to=forum, topic=topic)
    await scene.town.quiet()
    await scene.asks(topic)
    await scene.is_accepted()
    before = len(forum.said_by_bots())
    await scene.a_light_is_out()
    assert "بلاغ في نطاقك" in forum.said_by_bots(topic)[-1].text
    assert len(forum.said_by_bots()) == before + 1
    assert await scene.town.query("SELECT state FROM volunteer_group ORDER BY thread_id") == [("added",), ("accepted",)]


async def test_who_brings_the_bot_into_a_channel_is_told_in_private(scene: Scene):
    channel = scene.group = scene.town.telegram.channel("قناة الغدير", scene.salma)
    await scene.brings_the_bot()
    assert channel.said_by_bots() == []
    assert scene.salma.last.text == scene.town.ar.plain("group-channel-entered", title="قناة الغدير")


async def test_a_channel_hears_once_it_is_accepted(scene: Scene):
    channel = scene.group = scene.town.telegram.channel("قناة الغدير", scene.salma)
    await scene.brings_the_bot()
    button = scene.salma.last.button(scene.town.ar.plain("group-set-up"))
    assert button is not None
    scene.salma.starts(button["url"].rpartition("=")[2])
    await scene.town.quiet()
    await scene.answers()
    await scene.is_accepted()
    await scene.a_light_is_out()
    assert "بلاغ في نطاقك" in channel.said_by_bots()[-1].text


async def test_a_move_that_only_sending_found_out_about_is_kept_too(scene: Scene):
    await scene.brings_the_bot()
    await scene.asks()
    await scene.is_accepted()
    old = scene.group.id
    scene.group.migrates()
    await scene.town.quiet()
    async with scene.town.house.db.transaction() as tx:
        connection = await tx.connection()
        await connection.exec_driver_sql(f"UPDATE volunteer_group SET chat_id = {old}, kind = 'group'")
        await connection.exec_driver_sql(f"UPDATE recipient SET address = '{old}' WHERE group_id IS NOT NULL")
    await scene.a_light_is_out()
    assert "بلاغ في نطاقك" in scene.heard[-1].text
    assert await scene.town.query("SELECT chat_id, kind FROM volunteer_group") == [(scene.group.id, "supergroup")]


async def test_areas_are_typed_and_the_schedule_too(scene: Scene):
    await scene.brings_the_bot()
    await scene.follows_the_link(scene.salma)
    await says(scene.town, scene.salma, "حي لا وجود له")
    await says(scene.town, scene.salma, "الغدير")
    await says(scene.town, scene.salma, "السوق القديم")
    await presses(scene.town, scene.salma, "group-areas-done")
    await presses(scene.town, scene.salma, "group-kinds-done")
    await says(scene.town, scene.salma, "كل حين")
    assert "كل حين" in scene.salma.inbox[-2].text
    assert scene.salma.last.button(scene.words("group-often-instant")), "the question stands under the refusal again"
    await says(scene.town, scene.salma, "every 6h")
    await scene.taps(scene.salma, "English")
    await presses(scene.town, scene.salma, "group-send")
    rows = await scene.town.query(
        "SELECT g.language, g.broadcast_cron, s.searches, s.active FROM volunteer_group g"
        " JOIN recipient r ON r.group_id = g.id JOIN subscription s ON s.recipient_id = r.id"
    )
    assert [tuple(row) for row in rows] == [("en", "every 6h", 1, 0)] * 2


async def test_an_area_that_is_only_a_guess_is_asked_about_and_not_taken(scene: Scene):
    await scene.brings_the_bot()
    await scene.follows_the_link(scene.salma)
    await says(scene.town, scene.salma, "الغديرر")
    assert plain(scene.salma.last.text).startswith("لم نجد «الغديرر» كما كُتب. هل المقصود الغدير")
    [label] = scene.salma.last.labels
    await scene.salma.presses(label)
    await scene.town.quiet()
    assert "الغدير" in plain(scene.salma.last.text)
    assert scene.salma.last.button(scene.words("group-areas-done"))


async def test_less_holds_at_once_and_more_waits_for_staff(scene: Scene):
    await scene.brings_the_bot()
    await scene.asks()
    await scene.is_accepted()
    link = (await scene.town.query("SELECT 'g-' || set_up_key FROM volunteer_group"))[0][0]
    scene.salma.starts(link)
    await scene.town.quiet()
    await presses(scene.town, scene.salma, "group-change")
    await presses(scene.town, scene.salma, "group-amend-kinds")
    await presses(scene.town, scene.salma, "chosen", name="كل البلاغات")
    await presses(scene.town, scene.salma, "group-kinds-done")
    await presses(scene.town, scene.salma, "group-send")
    assert await scene.town.query("SELECT state FROM volunteer_group") == [("accepted",)]
    scene.salma.starts(link)
    await scene.town.quiet()
    await presses(scene.town, scene.salma, "group-change")
    await presses(scene.town, scene.salma, "group-amend-areas")
    await says(scene.town, scene.salma, "السوق القديم")
    await presses(scene.town, scene.salma, "group-areas-done")
    await presses(scene.town, scene.salma, "group-send")
    assert await scene.town.query("SELECT state FROM volunteer_group") == [("proposed",)]
    assert await scene.town.query("SELECT count(*) FROM subscription s JOIN recipient r ON r.id = s.recipient_id"
                                  " WHERE r.group_id IS NOT NULL AND s.active") == [(1,)]  # fmt: skip


async def test_a_stranger_cannot_answer_for_a_group(scene: Scene):
    await scene.brings_the_bot()
    await scene.asks()
    [(number,)] = await scene.town.query("SELECT id FROM volunteer_group")
    card = await scene.town.coordinator.hears("تطلب التنبيهات")
    answer = await scene.town.volunteer.taps(f"group-card:{number}:", on=card)
    assert plain(answer.text) == scene.words("refusal-not-allowed")


async def test_a_request_is_answered_once_and_as_it_was_shown(scene: Scene):
    await scene.brings_the_bot()
    await scene.asks()
    await presses(scene.town, scene.town.coordinator, "group-show")
    shown = scene.town.coordinator.last
    accept = shown.button(scene.town.ar.plain("group-accept"))
    assert accept is not None
    await presses(scene.town, scene.town.coordinator, "group-refuse")
    await presses(scene.town, scene.town.coordinator, "group-reason-wide")
    assert "أوسع من عمل المجموعة" in scene.salma.last.text
    answer = await scene.town.coordinator.presses(scene.town.ar.plain("group-accept"), on=shown)
    assert plain(answer.text) == scene.words("refusal-group-not-waiting")


async def test_what_waits_is_on_the_desk_too(scene: Scene):
    await scene.brings_the_bot()
    await scene.asks()
    await says(scene.town, scene.town.coordinator, "/desk")
    await presses(scene.town, scene.town.coordinator, "desk-show-group")
    suad = scene.town.coordinator
    await suad.presses(suad.last.labels[0])
    await scene.town.quiet()
    await presses(scene.town, suad, "desk-item-card")
    assert "الغدير" in scene.town.coordinator.last.text


async def test_a_group_link_waits_for_what_was_begun_before(scene: Scene):
    await scene.brings_the_bot()
    await says(scene.town, scene.salma, "/report")
    await scene.follows_the_link(scene.salma)
    assert plain(scene.salma.last.text) == scene.words("unfinished-first")
