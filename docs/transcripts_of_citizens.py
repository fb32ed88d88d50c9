"""What people say who report a trouble or somebody missing, and what they read."""

from bot.demo.landmarks import landmark
from docs.transcribing import Scribe
from pictures.demo import child_in_blue_dress, dark_street_light, pothole
from sandbox.people import Person

NAME = "ريم بنت فهد العتيبي"


def park() -> tuple[float, float]:
    place = landmark("park")
    return place["lat"], place["lon"]


async def first_words(it: Scribe) -> None:
    it.scene("البداية")
    noura = it.person("نورة")
    await it.says(noura, "/start")
    await it.says(noura, "/help")
    await it.says(noura, "مساء الخير")
    await it.says(noura, "/cancel")
    await it.says(noura, "/reports")
    await it.says(noura, "/id")
    await it.says(noura, "/language")
    await it.taps(noura, "English")
    await it.says(noura, "/language")
    await it.taps(noura, "العربية")


async def report_from(it: Scribe, who: Person, *, kind: str = "إنارة", photo: bytes | None = None) -> None:
    """From the first word until it is sent."""
    await it.says(who, "/report")
    if photo is None:
        await it.presses(who, "report-without-picture")
    else:
        await it.shows(who, photo)
    await it.points(who, *park())
    await it.presses(who, "place-this")
    await it.taps(who, kind)
    await it.says(who, "المصباح مطفأ منذ أسبوع، والشارع مظلم")
    await it.presses(who, "report-summary-send")


async def reporting(it: Scribe) -> None:
    hind = it.town.citizen
    it.scene("بلاغ بصورة")
    await report_from(it, hind, photo=dark_street_light())
    it.scene("سحب، وإعادة، وإضافة")
    await it.presses(hind, "button-report-mine-undo", "button-report-mine-again", "report-summary-words")
    await it.says(hind, "المصباحان مطفآن")
    await it.presses(hind, "report-summary-send", "button-report-mine-add")
    await it.says(hind, "والمصباح الذي بجانبه أيضًا")
    await it.says(hind, "/reports")
    it.scene("خطر على المارة")
    await report_from(it, hind, kind="خطر على المارة")
    it.scene("رسالة صوتية وحدها")
    await it.speaks(hind)
    await it.presses(hind, "menu-report", "draft-as-is")
    it.scene("صورة وحدها، ثم انقطاع")
    await it.shows(hind, pothole())
    await it.presses(hind, "menu-report")
    await it.passes("بعد 11 دقيقة", minutes=11)
    await it.says(hind, "/report")
    await it.presses(hind, "report-anew")
    await it.says(hind, "/cancel")


async def places(it: Scribe) -> None:
    hind, (lat, lon) = it.town.citizen, park()
    await it.says(hind, "/report")
    await it.presses(hind, "report-without-picture")
    it.scene("معلم")
    await it.says(hind, "جنب مسجد النور في حي الغدير، الظلال")
    it.scene("اسم قريب من اسم")
    await it.says(hind, "المنارره")
    it.scene("ما لا يكفي")
    for typed in ("https://maps.app.goo.gl/x1y2", "RRRD2929", "24, 46", "124.5, 246.7", "كيلو 14", "مكان لا يعرفه أحد"):
        await it.says(hind, typed)
    it.scene("تناقض")
    await it.says(hind, "المنارة، الظلال")
    await it.points(hind, lat, lon)
    await it.taps(hind, hind.last.labels[1])
    it.scene("على الحدّ")
    await it.says(hind, "/cancel")
    await it.says(hind, "/report")
    await it.presses(hind, "report-without-picture")
    await it.points(hind, *await _border(it))
    await it.taps(hind, hind.last.labels[0])
    it.scene("موقع مباشر")
    await it.says(hind, "/cancel")
    await it.says(hind, "/report")
    await it.presses(hind, "report-without-picture")
    hind.shares_live_location(lat, lon)
    await it.note()
    await it.presses(hind, "place-other")
    it.scene("إحداثيات")
    await it.says(hind, f"{lat:.5f}، {lon:.5f}")


async def _border(it: Scribe) -> tuple[float, float]:
    """A point between two districts, a few metres from both."""
    from places.points import Point

    index = await it.town.house.areas()
    [(lat, lon)] = await it.town.query("SELECT lat, lon FROM area WHERE code = 'zilal-ghadir'")
    steps = (lon - step * 1e-4 for step in range(600))
    return lat, next(at for at in steps if index.holding(Point(lat, at))[0].code != "zilal-ghadir")


async def notice_from(it: Scribe, mother: Person, *, name: str = NAME, photo: bytes | None = None) -> None:
    """From the first word until it is sent."""
    await it.says(mother, "/missing")
    await it.says(mother, "6")
    await it.presses(mother, "search-answer-custody-no", "search-answer-protection-order-no")
    await it.says(mother, name)
    await it.presses(mother, "search-answer-sex-female", "search-answer-when-30")
    await it.points(mother, *park())
    await it.presses(mother, "place-this")
    await it.says(mother, "فستان أزرق")
    if photo is None:
        await it.presses(mother, "search-answer-picture-none")
    else:
        await it.shows(mother, photo)
    await it.says(mother, "1/22")
    await it.presses(mother, "search-answer-relation-mother")
    await it.says(mother, "0500000000")
    await it.presses(mother, "search-answer-consent-agree", "notice-send")


async def missing(it: Scribe) -> None:
    hind = it.town.citizen
    it.scene("طفلة مفقودة")
    await notice_from(it, hind, photo=child_in_blue_dress())
    await it.presses(hind, "button-notice-withdraw")
    await it.taps(hind, "notice:withdraw-now:1")
    it.scene("جواب يوقف البحث")
    await it.says(hind, "/missing")
    await it.says(hind, "8")
    await it.presses(hind, "search-answer-custody-yes")
    it.scene("بالغ")
    await it.says(hind, "/missing")
    await it.says(hind, "30")
    await it.presses(hind, "search-answer-custody-no", "search-answer-protection-order-no")
    await it.presses(hind, "search-answer-left-by-choice-no", "search-answer-vulnerable-decides")
    it.scene("ساعة مكتوبة، ثم انقطاع")
    await it.says(hind, "/missing")
    await it.says(hind, "6")
    await it.presses(hind, "search-answer-custody-no", "search-answer-protection-order-no")
    await it.says(hind, "ريم")
    await it.presses(hind, "search-answer-sex-female")
    await it.says(hind, "العصر")
    await it.says(hind, "4:20")
    await it.passes("بعد 11 دقيقة", minutes=11)
    await it.passes("بعد 11 دقيقة أخرى", minutes=11)
    it.scene("رسالة صوتية وحدها")
    await it.speaks(hind)
    await it.presses(hind, "menu-missing", "notice-as-is")
    hind.shares_contact("0501234567")
    await it.note()
    await it.presses(hind, "notice-add-done")
    suad = it.town.coordinator
    await it.presses(suad, "button-search-ask")
    await it.says(suad, "ما اسمها؟")
    await it.presses(hind, "button-notice-answer")
    await it.says(hind, "اسمها ريم")
    await it.presses(suad, "button-search-hear")
