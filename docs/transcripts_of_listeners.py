"""What volunteers and whole groups say and read: alerts, their settings, and why something came."""

from docs.transcribing import Scribe
from docs.transcripts_of_citizens import park, report_from
from sandbox.gatherings import Gathering
from sandbox.people import Person
from tests.story.wide_town import publish


async def volunteering(it: Scribe) -> None:
    salma, (lat, lon) = it.person("سلمى"), park()
    it.scene("التطوع")
    await it.says(salma, "/start")
    await it.presses(salma, "menu-volunteer")
    await it.points(salma, lat, lon)
    await it.presses(salma, "place-this", "alerts-adult")
    it.scene("تنبيه، ولماذا وصل، وكتمه")
    await publish(it.town, (lat + 0.01, lon))
    await it.note()
    await it.presses(salma, "button-why", "why-mute")
    it.scene("تنبيهاتي")
    await it.says(salma, "/alerts")
    await it.taps(salma, salma.last.labels[0])
    await it.presses(salma, "alerts-change-times")
    await it.says(salma, "كل حين")
    await it.says(salma, "weekly thu 17:00")
    await it.presses(salma, "alerts-summary-save", "menu-alerts", "alerts-try")
    await it.says(salma, "/alerts")
    await it.taps(salma, salma.last.labels[0])
    await it.presses(salma, "alerts-change-remove", "alerts-bring-back")
    it.scene("إضافة تنبيهات")
    await it.says(salma, "/alerts")
    await it.presses(salma, "alerts-add")
    await it.taps(salma, "كل البلاغات")
    await it.presses(salma, "alerts-kinds-done")
    await it.taps(salma, "الرمال", "مدينة الظلال", "الغدير")
    await it.presses(salma, "alerts-instant", "alerts-summary-send")
    it.scene("من هو أصغر")
    badr = it.person("بدر")
    await it.says(badr, "/alerts")
    await it.presses(badr, "alerts-near")
    await it.says(badr, "الغدير، الظلال")
    await it.presses(badr, "place-this", "alerts-minor")


async def settings(it: Scribe) -> None:
    khalid, hind = it.town.volunteer, it.town.citizen
    it.scene("الإعدادات")
    await it.says(khalid, "/settings")
    await it.presses(khalid, "settings-change-quiet")
    await it.says(khalid, "من ١١ م إلى ٦:١٥ ص")
    await it.presses(khalid, "settings-change-zone")
    await it.says(khalid, "Asia/Nowhere")
    await it.says(khalid, "Asia/Dubai")
    await it.presses(khalid, "settings-turn-wake-on", "settings-turn-hijri-on")
    it.scene("التوقف المؤقت")
    await it.presses(khalid, "settings-pause")
    await it.says(khalid, "ما أدري")
    await it.presses(khalid, "settings-pause-24")
    await report_from(it, hind)
    await it.presses(it.town.coordinator, "button-report-desk-accept")
    await it.presses(khalid, "settings-pause-0")
    it.scene("لماذا")
    await it.says(khalid, "/why")
    await it.says(it.town.neighbour, "/why")
    it.scene("الخصوصية والحذف")
    await it.says(khalid, "/privacy")
    await it.presses(khalid, "forget", "forget-do", "forget-undo")
    await it.says(hind, "/forget")
    await it.presses(hind, "forget-do")
    await it.passes("بعد يوم", hours=25)


async def group(it: Scribe) -> None:
    salma, suad = it.person("سلمى"), it.town.coordinator
    made = it.town.telegram.supergroup("جيران مدرسة الفجر", it.town.volunteer, admins=[salma])
    it.groups.append(made)
    it.scene("دخول المجموعة وإعدادها")
    made.adds_bot(salma)
    await it.note()
    link = _link(it, made)
    await it.follows(salma, link)
    await it.says(salma, "حي لا وجود له")
    await it.taps(salma, "الرمال", "مدينة الظلال", "الغدير")
    await it.presses(salma, "group-areas-done")
    await it.taps(salma, "كل البلاغات")
    await it.presses(salma, "group-kinds-done")
    await it.says(salma, "كل حين")
    await it.presses(salma, "group-often-instant")
    await it.taps(salma, "العربية")
    await it.presses(salma, "group-send")
    it.scene("الجمعية تقبل")
    await it.presses(suad, "group-show", "group-accept")
    it.scene("إعدادات المجموعة")
    await it.follows(salma, link)
    await it.presses(salma, "group-manners", "group-sound-urgent")
    await it.says(salma, "لا ترسلوا بين 11 و6")
    await it.says(salma, "لا ترسلوا بين 11 م و6 ص")
    await it.presses(salma, "group-weekly-on")
    it.scene("أسبوع")
    await it.silently(_accepted(it, it.town.citizen))
    await it.passes("بعد 6 أيام", days=6)
    it.scene("المغادرة")
    await it.follows(salma, link)
    await it.presses(salma, "group-stop", "group-leave-now")
    await it.passes("بعد لحظات", seconds=5)
    it.scene("من ليس مديرًا")
    await it.follows(it.town.neighbour, link)
    await it.follows(it.town.neighbour, "=g-nothing")


async def refused_group(it: Scribe) -> None:
    salma, suad = it.person("سلمى"), it.town.coordinator
    made = it.town.telegram.supergroup("جيران مدرسة الفجر", it.town.volunteer, admins=[salma])
    it.groups.append(made)
    made.adds_bot(salma)
    await it.note()
    await it.follows(salma, _link(it, made))
    await it.says(salma, "الغدير")
    await it.presses(salma, "group-areas-done", "group-kinds-done")
    await it.says(salma, "every 6h")
    await it.taps(salma, "العربية")
    await it.presses(salma, "group-send")
    await it.presses(suad, "group-show", "group-refuse", "group-reason-wide")
    await it.follows(salma, _link(it, made))


def _link(it: Scribe, made: Gathering) -> str | None:
    asked = it.town.ar.plain("group-set-up")
    button = next(bubble.button(asked) for bubble in made.said_by_bots() if bubble.button(asked))
    return str(button["url"]) if button else None


async def _accepted(it: Scribe, who: Person) -> None:
    """A light is out, and the desk has accepted that."""
    await report_from(it, who)
    await it.presses(it.town.coordinator, "button-report-desk-accept")
