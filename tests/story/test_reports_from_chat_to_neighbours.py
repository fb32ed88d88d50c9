"""A street light is out: from the first word of who saw it to "it is fixed" in every chat."""

import asyncio
import io

import pytest
from PIL import Image

from pictures.demo import dark_street_light, pothole
from sandbox.people import Person
from tests.story.town import Town


def picture(colour: str = "white") -> bytes:
    """Small and quick; every colour another picture."""
    held = io.BytesIO()
    Image.new("RGB", (40, 30), colour).save(held, "JPEG")
    return held.getvalue()


async def listening(town: Town) -> Town:
    """A town whose bot has begun to listen: from then on, what people do is waited for."""
    while not town.telegram.world.desk(town.telegram.bot).queue.listened:
        await asyncio.sleep(0.01)
    return town


@pytest.fixture
async def hind(the_town: Town) -> Person:
    return (await listening(the_town)).citizen


async def in_ghadir(town: Town) -> tuple[float, float]:
    [(lat, lon)] = await town.query("SELECT lat, lon FROM area WHERE code = 'zilal-ghadir'")
    return lat, lon


async def presses(town: Town, person: Person, key: str, **facts: object) -> None:
    """Press the button with these words, and wait until the bot is done with it."""
    await person.presses(town.ar.plain(key, **facts))  # type: ignore[arg-type]
    await town.quiet()


async def says(town: Town, person: Person, text: str) -> None:
    await person.says(text)
    await town.quiet()


async def reports(town: Town, person: Person, *, photo: bytes | None = None, kind: str = "إنارة") -> int:
    """The whole of it in the order it is asked; the number of the report."""
    await to_the_summary(town, person, photo=photo, kind=kind)
    await presses(town, person, "report-summary-send")
    [(number,)] = await town.query("SELECT max(id) FROM report")
    return int(number)


async def to_the_summary(town: Town, person: Person, *, photo: bytes | None = None, kind: str = "إنارة") -> None:
    await says(town, person, "/report")
    if photo is None:
        await presses(town, person, "report-without-picture")
    else:
        await person.sends_photo(photo)
        await town.quiet()
    await person.sends_location(*await in_ghadir(town))
    await town.quiet()
    await presses(town, person, "place-this")
    await person.presses(kind)
    await town.quiet()
    await says(town, person, "المصباح مطفأ منذ أسبوع، والشارع مظلم")


async def test_a_report_travels_from_a_chat_to_the_neighbours_and_back(the_town: Town, hind: Person):
    town = the_town
    number = await reports(town, hind, photo=dark_street_light())
    followed = await hind.hears(f"بلاغك رقم {number}", kind="photo")
    assert "جمعية الظلال" in followed.text

    card = await town.coordinator.hears(f"بلاغ رقم {number}: إنارة", kind="photo")
    assert "المصباح مطفأ" in card.text
    assert town.volunteer.inbox == []

    await presses(town, town.coordinator, "button-report-desk-accept")
    alert = await town.volunteer.hears("بلاغ في نطاقك: إنارة", kind="photo")
    assert alert.photo is not None
    assert town.neighbour.inbox == []
    assert "قُبل بلاغك" in hind.last.text

    await presses(town, town.coordinator, "button-report-desk-work")
    assert "بدأ العمل" in alert.text
    await presses(town, town.coordinator, "button-report-desk-fixed")
    assert plain(alert.text) == town.ar.plain("report-over-fixed", number=number)
    assert alert.photo != followed.photo
    assert "أُصلح ما جاء في بلاغك" in hind.last.text
    assert len([bubble for bubble in hind.inbox if f"بلاغك رقم {number}" in plain(bubble.text)]) == 1


async def test_the_emergency_line_comes_before_anything_is_asked(the_town: Town, hind: Person):
    await says(the_town, hind, "/report")
    assert "911" in hind.inbox[0].text


async def test_what_is_wrong_in_the_summary_is_amended_and_the_rest_stays(the_town: Town, hind: Person):
    town = the_town
    await says(town, hind, "/report")
    await presses(town, hind, "report-without-picture")
    await says(town, hind, "الغدير، الظلال")
    await presses(town, hind, "place-this")
    await hind.presses("إنارة")
    await town.quiet()
    await says(town, hind, "المصباح مطفأ")
    await presses(town, hind, "report-summary-kind")
    await hind.presses("تسرب مياه")
    await town.quiet()
    assert "النوع: تسرب مياه" in plain(hind.last.text)
    await presses(town, hind, "report-summary-words")
    await presses(town, hind, "report-unchanged")
    await presses(town, hind, "report-summary-words")
    await says(town, hind, "ماء في الشارع")
    assert "الوصف: ماء في الشارع" in plain(hind.last.text)
    await presses(town, hind, "report-summary-send")
    assert await town.query("SELECT category, description FROM report") == [("water", "ماء في الشارع")]


async def test_a_report_is_undone_amended_and_sent_again_under_its_number(the_town: Town, hind: Person):
    town = the_town
    number = await reports(town, hind)
    await presses(town, hind, "button-report-mine-undo")
    assert "سُحب بلاغك" in hind.last.text
    await presses(town, hind, "button-report-mine-again")
    await presses(town, hind, "report-summary-words")
    await says(town, hind, "المصباحان مطفآن")
    await presses(town, hind, "report-summary-send")
    assert await town.query("SELECT id, state, description FROM report") == [(number, "received", "المصباحان مطفآن")]
    assert "المصباحان" in town.coordinator.last.text


async def test_what_comes_first_is_kept_whichever_it_is(the_town: Town, hind: Person):
    town = the_town
    await hind.sends_photo(picture())
    await town.quiet()
    await hind.sends_location(*await in_ghadir(town))
    await town.quiet()
    await says(town, hind, "حفرة كبيرة أمام المدرسة")
    await presses(town, hind, "menu-report")
    await presses(town, hind, "place-this")
    await hind.presses("طريق أو رصيف")
    await town.quiet()
    await presses(town, hind, "report-summary-send")
    [(words, picture_id, lat)] = await town.query("SELECT description, picture_id, lat FROM report")
    assert words == "حفرة كبيرة أمام المدرسة"
    assert picture_id is not None
    assert lat is not None


async def test_answers_in_another_order_are_understood(the_town: Town, hind: Person):
    town = the_town
    await says(town, hind, "/report")
    await says(town, hind, "حفرة أمام المدرسة")
    await hind.sends_location(*await in_ghadir(town))
    await town.quiet()
    await presses(town, hind, "place-this")
    await presses(town, hind, "report-without-picture")
    await hind.sends_photo(picture())
    await town.quiet()
    await says(town, hind, "طريق أو رصيف")
    text = plain(hind.last.text)
    assert "الصورة: صورة واحدة مرفقة" in text
    assert "الوصف: حفرة أمام المدرسة" in text


async def test_of_an_album_the_first_picture_is_kept_and_said_once(the_town: Town, hind: Person):
    town = the_town
    await says(town, hind, "/report")
    hind.sends_album([picture("red"), picture("green"), picture("blue")])
    await town.quiet()
    said = [bubble for bubble in hind.inbox if bubble.text == town.ar.plain("album-first-kept")]
    assert len(said) == 1
    assert await town.query("SELECT count(*) FROM picture") == [(1,)]


async def test_two_taps_on_send_make_one_report(the_town: Town, hind: Person):
    town = the_town
    await says(town, hind, "/report")
    await presses(town, hind, "report-without-picture")
    await says(town, hind, "الغدير، الظلال")
    await presses(town, hind, "place-this")
    await hind.presses("إنارة")
    await town.quiet()
    await says(town, hind, "المصباح مطفأ")
    send = town.ar.plain("report-summary-send")
    first, second = hind.taps(send), hind.taps(send)
    await first
    await second
    await town.quiet()
    assert await town.query("SELECT count(*) FROM report") == [(1,)]


async def test_a_limit_is_said_kindly_and_the_report_waits_at_its_summary(the_town: Town, hind: Person):
    town = the_town
    for _ in range(5):
        await reports(town, hind)
    await to_the_summary(town, hind)
    answer = await hind.presses(town.ar.plain("report-summary-send"))
    assert "وما كتبته محفوظ" in answer.text
    assert await town.query("SELECT count(*) FROM report") == [(5,)]
    await town.passes(minutes=61)
    await presses(town, hind, "report-summary-send")
    assert await town.query("SELECT count(*) FROM report") == [(6,)]


async def test_danger_names_whom_to_call_and_has_no_limit(the_town: Town, hind: Person):
    town = the_town
    for _ in range(5):
        await reports(town, hind)
    await reports(town, hind, kind="خطر على المارة")
    assert await town.query("SELECT count(*) FROM report WHERE category = 'danger'") == [(1,)]
    summary = next(bubble for bubble in hind.inbox[::-1] if "911" in bubble.text)
    assert summary is not None


async def test_ones_reports_are_listed_and_each_opens_again(the_town: Town, hind: Person):
    town = the_town
    number = await reports(town, hind)
    before = hind.last.id
    await says(town, hind, "/reports")
    assert "ينتظر النظر فيه" in hind.last.text
    await presses(town, hind, "report-label", number=number, category="إنارة")
    shown = [bubble for bubble in hind.inbox if f"بلاغك رقم {number}" in plain(bubble.text)]
    assert len(shown) == 1
    assert shown[0].id > before


async def test_words_and_pictures_are_added_and_the_desk_hears(the_town: Town, hind: Person):
    town = the_town
    await reports(town, hind, photo=picture("red"))
    await presses(town, hind, "button-report-mine-add")
    await says(town, hind, "والمصباح الذي بجانبه أيضًا")
    assert "أُضيف إليه: والمصباح" in plain(town.coordinator.last.text)
    await presses(town, hind, "button-report-mine-add")
    await hind.sends_photo(pothole(), caption="صورة أوضح")
    await town.quiet()
    assert "صورة أوضح" in town.coordinator.last.text
    assert "هذه الصورة أُضيفت" in town.coordinator.last.text


async def test_another_conversations_button_does_not_drop_what_was_begun(the_town: Town, hind: Person):
    town = the_town
    await reports(town, hind)
    await says(town, hind, "/report")
    await says(town, hind, "حفرة أمام المدرسة")
    await presses(town, hind, "button-report-mine-add")
    assert plain(hind.last.text) == town.ar.plain("unfinished-first")
    await says(town, hind, "/report")
    assert hind.last.text == town.ar.plain("report-unfinished")
    await presses(town, hind, "menu-go-on")
    await presses(town, hind, "report-without-picture")
    assert plain(hind.inbox[-2].text) == town.ar.plain("report-where")


def plain(text: str) -> str:
    """Without marks of direction, every space as one types it."""
    return "".join(char for char in text if char not in "\u2066\u2067\u2068\u2069\u200e\u200f").replace("\u00a0", " ")
