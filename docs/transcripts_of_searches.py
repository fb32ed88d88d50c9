"""A search as everybody reads it: who told us, coordinator, approver, volunteer, group."""

from docs.transcribing import Scribe
from docs.transcripts_of_citizens import notice_from
from pictures.demo import child_in_blue_dress


async def search(it: Scribe) -> None:
    hind, suad, nasser, khalid = it.town.citizen, it.town.coordinator, it.town.approver, it.town.volunteer
    await it.silently(notice_from(it, hind, photo=child_in_blue_dress()))
    it.scene("استكمال")
    await it.says(suad, "/desk")
    await it.presses(suad, "desk-show-draft")
    await it.taps(suad, suad.last.labels[0])
    await it.presses(suad, "desk-item-card")
    for name, text in (("station", "شرطة الظلال"), ("checked", "اتصال بالمركز وبالأم")):
        await it.presses(suad, "button-search-complete", f"search-field-{name}")
        await it.says(suad, text)
    it.scene("الاعتماد")
    await it.presses(suad, "button-search-submit")
    await it.presses(nasser, "button-approval-approve", "approval-now")
    it.scene("متطوع في الطريق")
    await it.presses(khalid, "button-find-coming", "find-arrived")
    it.scene("تحديث")
    await it.presses(suad, "button-search-update")
    await it.says(suad, "شوهدت قرب المسجد")
    await it.presses(suad, "search-update-quietly")
    it.scene("النهاية")
    await it.presses(suad, "button-search-close", "search-outcome-found-safe")
    await it.says(suad, "اتصلت الشرطة وأكدت الأم")
    await it.presses(suad, "search-end-now")
    await it.presses(khalid, "button-find-back")


async def objections(it: Scribe) -> None:
    hind, suad, nasser, muna = it.town.citizen, it.town.coordinator, it.town.approver, it.town.neighbour
    await it.silently(_out(it))
    it.scene("اعتراض يُرفض")
    await it.presses(it.town.volunteer, "button-find-object-female", "find-object-now")
    await it.presses(muna, "button-find-coming")
    await it.presses(nasser, "button-objection-reject")
    await it.taps(nasser, "objection:reject-now:1")
    it.scene("اعتراض يُقبل")
    await it.presses(it.town.volunteer, "button-find-object-female", "find-object-now")
    await it.presses(nasser, "button-objection-uphold")
    await it.taps(nasser, "objection:uphold-now:1")
    it.scene("إبلاغ لا يُنشر")
    await it.silently(notice_from(it, hind, name="سارة بنت خالد"))
    await it.presses(suad, "button-search-refuse", "search-reason-found-before")
    it.scene("بحث حُذف من قبل")
    await notice_from(it, hind)
    it.scene("تمرين")
    await it.says(suad, "/search")
    await it.presses(suad, "search-start-drill")


async def _out(it: Scribe) -> None:
    suad, nasser = it.town.coordinator, it.town.approver
    await notice_from(it, it.town.citizen)
    for name, text in (("station", "شرطة الظلال"), ("checked", "اتصال بالمركز وبالأم"), ("radius", "10")):
        await it.presses(suad, "button-search-complete", f"search-field-{name}")
        await it.says(suad, text)
    await it.presses(suad, "button-search-submit")
    await it.presses(nasser, "button-approval-approve", "approval-now")


async def refusals(it: Scribe) -> None:
    """Bad input in every conversation."""
    hind, suad = it.town.citizen, it.town.coordinator
    it.scene("إبلاغ عن شخص مفقود")
    await it.says(hind, "/missing")
    hind.sends_sticker()
    await it.note()
    await it.says(hind, "130")
    await it.says(hind, "6")
    await it.says(hind, "لا")
    hind.sends_document(b"%PDF-1.4", "plan.pdf")
    await it.note()
    await it.says(hind, "/report")
    await it.says(hind, "/cancel")
    it.scene("بلاغ")
    await it.says(hind, "/report")
    await it.speaks(hind, seconds=301)
    hind.sends_video(b"f" * (20 * 2**20 + 1))
    await it.note()
    await it.presses(hind, "report-without-picture")
    await it.says(hind, "الغدير، الظلال")
    await it.presses(hind, "place-this")
    await it.taps(hind, "إنارة")
    await it.says(hind, "ا" * 4096)
    await it.says(hind, "/alerts")
    await it.says(suad, "/search")
    await it.says(suad, "/claim")
