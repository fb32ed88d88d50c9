"""Whoever does not write: a voice message or a picture begins it, the desk completes it, and nothing is lost on the way."""

import asyncio
from datetime import timedelta

import pytest

from models.reports import ReportIncomplete
from sandbox.faults import Fault
from sandbox.people import Person
from services import forgetting, report_desk, unfinished
from services.audit import Actor
from services.members import known_at
from tests.story.searching import plain, presses, says, town
from tests.story.test_reports_from_chat_to_neighbours import in_ghadir, picture
from tests.story.town import Town

__all__ = ["town"]

CRY = b"OggS a mother speaks"


async def speaks(town: Town, person: Person, voice: bytes = CRY, *, seconds: int = 7) -> None:
    await person.sends_voice(voice, seconds=seconds)
    await town.quiet()


async def shows(town: Town, person: Person, photo: bytes | None = None) -> None:
    await person.sends_photo(photo or picture())
    await town.quiet()


def heard_by(person: Person) -> list[bytes | None]:
    """What the bot put into their chat to listen to."""
    return [bubble.file for bubble in person.inbox if bubble.kind == "voice"]


async def test_a_voice_alone_becomes_a_report_and_only_its_place_is_asked_for(town: Town):
    hind, suad = town.citizen, town.coordinator
    await speaks(town, hind)
    assert "911" in plain(hind.last.text).splitlines()[0]
    await presses(town, hind, "menu-report")
    await hind.presses(town.ar.plain("place-send-mine"), location=await in_ghadir(town))
    await town.quiet()
    await presses(town, hind, "place-this")
    await presses(town, hind, "report-summary-send")
    assert await town.query("SELECT category, description FROM report") == [("", "")]

    assert "معه تسجيل واحد" in suad.last.text
    assert town.ar.plain("button-report-desk-accept") not in suad.last.labels
    await presses(town, suad, "button-report-desk-hear")
    assert heard_by(suad) == [CRY]
    assert suad.last.protected
    assert town.volunteer.inbox == []

    await presses(town, suad, "button-report-desk-kind")
    await suad.presses("تسرب مياه")
    await town.quiet()
    await presses(town, suad, "button-report-desk-words")
    await says(town, suad, "ماء يسيل في الشارع")
    await presses(town, suad, "button-report-desk-accept")
    assert await town.query("SELECT state, category FROM report") == [("accepted", "water")]
    assert "ماء يسيل" in town.volunteer.last.text

    await town.passes(hours=25)
    assert heard_by(suad) == []


async def test_a_sound_and_a_round_video_are_kept_like_a_voice_with_what_is_written_under_them(town: Town):
    hind, suad = town.citizen, town.coordinator
    await hind.sends_audio(b"ID3 a leak", "ماء يسيل أمام البيت")
    await town.quiet()
    assert "وصل تسجيلك وهو محفوظ" in hind.last.text
    await presses(town, hind, "menu-report")
    await hind.sends_video_note(b"ftyp a street")
    await town.quiet()
    await presses(town, hind, "draft-as-is")
    assert await town.query("SELECT description FROM report") == [("ماء يسيل أمام البيت",)]
    assert "معه تسجيلان" in suad.last.text
    await presses(town, suad, "button-report-desk-hear")
    heard = [bubble for bubble in suad.inbox if bubble.kind in {"audio", "video_note"}]
    assert [(bubble.file, bubble.protected) for bubble in heard] == [(b"ID3 a leak", True), (b"ftyp a street", True)]


async def test_a_sound_is_enough_for_a_missing_person_and_its_words_reach_the_desk(town: Town):
    hind, suad = town.citizen, town.coordinator
    await says(town, hind, "/menu")
    await presses(town, hind, "menu-missing")
    await hind.sends_audio(b"ID3 he is gone", "يرتدي ثوبًا أبيض")
    await town.quiet()
    await presses(town, hind, "notice-as-is")
    assert await town.query("SELECT kind FROM recording WHERE search_id IS NOT NULL") == [("audio",)]
    assert await town.query("SELECT marks FROM search") == [("يرتدي ثوبًا أبيض",)]
    assert "معه تسجيل واحد" in suad.last.text


async def test_a_picture_is_sent_as_it_is_and_the_desk_sets_its_place(town: Town):
    hind, suad = town.citizen, town.coordinator
    await shows(town, hind)
    await presses(town, hind, "menu-report")
    await presses(town, hind, "draft-as-is")
    assert await town.query("SELECT lat, area_id, place FROM report") == [(None, None, "")]
    card = await suad.hears("يُستكمل قبل القبول", kind="photo")
    assert town.ar.plain("button-report-desk-accept") not in card.labels

    await presses(town, suad, "button-report-desk-place")
    await says(town, suad, "الغدير، الظلال")
    await presses(town, suad, "place-this")
    await presses(town, suad, "button-report-desk-kind")
    await suad.presses("إنارة")
    await town.quiet()
    await presses(town, suad, "button-report-desk-accept")
    assert await town.query("SELECT state FROM report") == [("accepted",)]
    assert town.volunteer.inbox != []


async def test_a_spoken_report_is_taken_back_and_sent_again_with_its_voice(town: Town):
    hind = town.citizen
    await speaks(town, hind)
    await presses(town, hind, "menu-report")
    await presses(town, hind, "draft-as-is")
    await presses(town, hind, "button-report-mine-undo")
    await presses(town, hind, "button-report-mine-again")
    await says(town, hind, "الغدير، الظلال")
    await presses(town, hind, "place-this")
    await presses(town, hind, "report-summary-send")
    assert await town.query("SELECT state, category, area_id IS NULL FROM report") == [("received", "", False)]
    assert await town.query("SELECT count(*) FROM recording WHERE report_id IS NOT NULL") == [(1,)]


async def test_an_old_accept_button_does_not_let_an_incomplete_report_out(town: Town):
    hind, suad = town.citizen, town.coordinator
    await speaks(town, hind)
    await presses(town, hind, "menu-report")
    await presses(town, hind, "draft-as-is")
    [(number,)] = await town.query("SELECT id FROM report")
    who = await known_at(town.house, bot_id=town.telegram.bot.id, address=str(suad.id))
    assert who is not None
    with pytest.raises(ReportIncomplete):
        await report_desk.accept(town.house, report_id=number, by=who, made_by=None, now=town.clock())
    assert await town.query("SELECT state FROM report") == [("received",)]


async def test_the_desk_asks_and_the_answer_is_a_voice_then_a_place(town: Town):
    hind, suad = town.citizen, town.coordinator
    await speaks(town, hind)
    await presses(town, hind, "menu-report")
    await presses(town, hind, "draft-as-is")
    await presses(town, suad, "button-report-desk-ask")
    await says(town, suad, "أين المكان؟")
    assert "أين المكان؟" in hind.last.text
    await presses(town, hind, "button-report-mine-answer")
    await speaks(town, hind, b"OggS by the garden")
    assert "معه تسجيلان" in suad.last.text
    await presses(town, hind, "button-report-mine-add")
    await hind.sends_location(*await in_ghadir(town))
    await town.quiet()
    await presses(town, hind, "place-this")
    assert "الغدير" in suad.last.text
    assert await town.query("SELECT question, area_id IS NULL FROM report") == [("", False)]


async def test_a_voice_is_enough_for_a_missing_person_and_nothing_goes_out(town: Town):
    hind, suad = town.citizen, town.coordinator
    await speaks(town, hind)
    await presses(town, hind, "menu-missing")
    assert "الشرطة أولًا: 911" in plain(hind.inbox[-2].text)
    await presses(town, hind, "notice-as-is")
    await hind.shares_contact("0501234567")
    await town.quiet()
    card = await suad.hears("رسالة عن شخص مفقود وصلت كما هي")
    assert town.ar.plain("button-search-submit") not in card.labels
    await presses(town, suad, "button-search-hear")
    assert heard_by(suad) == [CRY]
    assert await town.query("SELECT state, told, reporter_phone FROM search") == [("draft", "as-is", "0501234567")]
    assert town.volunteer.inbox == []
    assert town.neighbour.inbox == []

    await presses(town, suad, "button-search-ask")
    await says(town, suad, "ما اسمها؟")
    assert "ما اسمها؟" in hind.last.text
    await presses(town, hind, "notice-add-done")
    await presses(town, hind, "button-notice-answer")
    await says(town, hind, "اسمها ريم")
    assert "أضاف من أبلغ: اسمها ريم" in plain(suad.last.text)

    await presses(town, suad, "button-search-refuse")
    await presses(town, suad, "search-reason-found-before")
    await town.passes(minutes=1)
    assert heard_by(suad) == []
    await town.passes(hours=25)
    assert await town.query("SELECT count(*) FROM recording") == [(0,)]


async def test_who_leaves_is_reminded_once_by_whichever_clock_comes_first(town: Town):
    hind = town.citizen
    await shows(town, hind)
    await presses(town, hind, "menu-report")
    first = len(hind.inbox)
    await town.passes(minutes=9)
    assert len(hind.inbox) == first
    await town.passes(minutes=2)
    reminder = hind.last
    assert plain(reminder.text).startswith("لديك بلاغ لم يكتمل")
    assert reminder.labels == [town.ar.plain(key) for key in ("draft-go-on", "draft-as-is", "draft-drop")]
    bot_id = town.telegram.bot.id
    assert await unfinished.due_reminders(town.house, bot_id=bot_id, now=town.clock()) == []
    await town.passes(hours=20)
    assert len(hind.inbox) == first + 1
    assert await town.query("SELECT count(*) FROM report") == [(0,)]
    await presses(town, hind, "draft-go-on")
    await says(town, hind, "الغدير، الظلال")
    await presses(town, hind, "place-this")
    await town.passes(minutes=30)
    assert plain(hind.last.text) == town.ar.plain("report-kind")


async def test_a_reminder_is_claimed_by_one_of_two_clocks(town: Town):
    await shows(town, town.citizen)
    await presses(town, town.citizen, "menu-report")
    later, bot_id = town.clock() + timedelta(minutes=11), town.telegram.bot.id
    both = [unfinished.due_reminders(town.house, bot_id=bot_id, now=later) for _ in range(2)]
    assert sum(len(each) for each in await asyncio.gather(*both)) == 1


async def test_nothing_is_handed_over_before_its_reminder_got_through(town: Town):
    hind = town.citizen
    await speaks(town, hind)
    await presses(town, hind, "menu-missing")
    away = town.telegram.faults.fail("sendMessage")
    for _ in range(4):
        await town.passes(minutes=10)
    assert await town.query("SELECT count(*) FROM search") == [(0,)]
    away.times = 0
    await town.passes(minutes=11)
    assert "وصل إلى الفريق كما هو" in plain(hind.last.text)
    assert await town.query("SELECT count(*) FROM search") == [(0,)]
    await town.passes(minutes=11)
    assert await town.query("SELECT told FROM search") == [("left",)]


async def test_what_nobody_could_be_reminded_of_is_let_go_and_never_handed_over(town: Town):
    await speaks(town, town.citizen)
    await presses(town, town.citizen, "menu-missing")
    town.citizen.blocks()
    await town.passes(hours=1)
    await town.passes(hours=48)
    for table in ("conversation", "recording", "search"):
        assert await town.query(f"SELECT count(*) FROM {table}") == [(0,)], table


async def test_what_is_sent_as_it_is_from_the_reminder_reaches_the_desk(town: Town):
    await speaks(town, town.citizen)
    await presses(town, town.citizen, "menu-report")
    await town.passes(minutes=11)
    await presses(town, town.citizen, "draft-as-is")
    assert "معه تسجيل واحد" in town.coordinator.last.text


@pytest.mark.parametrize("way", ["dropped", "left"])
async def test_what_is_dropped_or_left_is_gone_with_its_picture_and_its_voice(town: Town, way: str):
    await shows(town, town.citizen)
    await speaks(town, town.citizen)
    await presses(town, town.citizen, "menu-report")
    await town.passes(minutes=11)
    if way == "dropped":
        await presses(town, town.citizen, "draft-drop")
    else:
        await town.passes(hours=48)
    for table in ("conversation", "picture", "recording", "report"):
        assert await town.query(f"SELECT count(*) FROM {table}") == [(0,)], table


async def test_a_missing_person_begun_and_left_reaches_the_desk_after_the_reminder_said_so(town: Town):
    hind, suad = town.citizen, town.coordinator
    await says(town, hind, "/missing")
    await says(town, hind, "6")
    await presses(town, hind, "search-answer-custody-no")
    await presses(town, hind, "search-answer-protection-order-no")
    await says(town, hind, "ريم")
    await town.passes(minutes=11)
    assert "عشر دقائق أخرى وصل إلى الفريق كما هو" in plain(hind.last.text)
    assert suad.inbox == []
    await town.passes(minutes=11)
    assert "بلاغ عن شخص مفقود لم يكتمل" in plain(suad.last.text)
    assert "ريم" in suad.last.text
    assert town.volunteer.inbox == []
    await town.passes(minutes=30)
    assert await town.query("SELECT told, subject_age FROM search") == [("left", 6)]
    await presses(town, hind, "button-notice-add")
    await says(town, hind, "فستان أزرق")
    assert "فستان أزرق" in suad.last.text


async def test_who_goes_on_or_deletes_after_the_reminder_is_not_handed_over(town: Town):
    hind = town.citizen
    await speaks(town, hind)
    await presses(town, hind, "menu-missing")
    await town.passes(minutes=11)
    await presses(town, hind, "draft-drop")
    await says(town, hind, "/missing")
    await town.passes(minutes=11)
    await town.passes(minutes=11)
    assert await town.query("SELECT count(*) FROM search") == [(0,)]
    assert await town.query("SELECT count(*) FROM recording") == [(0,)]


async def test_nothing_is_lost_when_the_network_goes_and_updates_come_late_and_twice(town: Town):
    hind = town.citizen
    town.telegram.faults.add(Fault("cut", "send*", times=2))
    await shows(town, hind)
    await presses(town, hind, "menu-report")
    intake = town.mizalla.parts["intake"].intake  # type: ignore[attr-defined]
    [(last,)] = await town.query("SELECT max(update_id) FROM inbox")
    again = {"update_id": last, "message": {"message_id": 1, "date": 1, "chat": {"id": hind.id, "type": "private"}}}
    assert await intake.keep([again]) == 0
    await town.passes(hours=20)
    await says(town, hind, "/report")
    assert plain(hind.last.text) == town.ar.plain("report-unfinished")
    assert len(hind.last.labels) == 3
    await presses(town, hind, "menu-go-on")
    await says(town, hind, "الغدير، الظلال")
    await presses(town, hind, "place-this")
    await hind.presses("إنارة")
    await town.quiet()
    await presses(town, hind, "report-without-words")
    await presses(town, hind, "report-summary-send")
    assert await town.query("SELECT count(*) FROM report WHERE picture_id IS NOT NULL") == [(1,)]


async def test_an_album_and_a_voice_out_of_the_blue_are_one_beginning(town: Town):
    hind = town.citizen
    for sent in hind.sends_album([picture("red"), picture("blue")]):
        await sent
    await town.quiet()
    await speaks(town, hind)
    await presses(town, hind, "menu-report")
    await presses(town, hind, "draft-as-is")
    assert await town.query("SELECT count(*) FROM report WHERE picture_id IS NOT NULL") == [(1,)]
    assert await town.query("SELECT count(*) FROM recording WHERE report_id IS NOT NULL") == [(1,)]


@pytest.mark.parametrize("begun", [False, True])
async def test_what_is_too_long_or_too_large_gets_one_sentence_and_costs_nothing(town: Town, begun: bool):
    hind = town.citizen
    await shows(town, hind)
    if begun:
        await presses(town, hind, "menu-report")
    asked = len(hind.inbox)
    await speaks(town, hind, seconds=301)
    assert "5 دقائق" in plain(hind.last.text)
    await hind.sends_video(b"f" * (20 * 2**20 + 1))
    await town.quiet()
    assert "20 ميغابايت" in plain(hind.last.text)
    assert len(hind.inbox) == asked + 2
    if not begun:
        await presses(town, hind, "menu-report")
    await presses(town, hind, "draft-as-is")
    assert await town.query("SELECT count(*) FROM report WHERE picture_id IS NOT NULL") == [(1,)]


BAD = {
    "a PDF": (b"%PDF-1.4", "plan.pdf"),
    "a HEIC": (b"\0\0\0\x18ftypheic", "IMG_1.heic"),
    "twenty megabytes": (b"\xff\xd8" + b"0" * (20 * 2**20 + 1), "photo.jpg"),
    "nothing": (b"", "photo.jpg"),
}


@pytest.mark.parametrize("what", BAD)
async def test_a_bad_picture_gets_one_sentence_and_costs_nothing(town: Town, what: str):
    hind = town.citizen
    await speaks(town, hind)
    await presses(town, hind, "menu-report")
    before = len(hind.inbox)
    await hind.sends_document(*BAD[what])
    await town.quiet()
    said = [plain(bubble.text) for bubble in hind.inbox[before:]]
    assert "محفوظ" in said[0] or "صورة" in said[0]
    await presses(town, hind, "draft-as-is")
    assert await town.query("SELECT count(*) FROM recording WHERE report_id IS NOT NULL") == [(1,)]


async def test_whoever_is_forgotten_is_not_heard_any_more(town: Town):
    hind = town.citizen
    await speaks(town, hind)
    await presses(town, hind, "menu-report")
    await presses(town, hind, "draft-as-is")
    await speaks(town, hind, b"OggS of a draft")
    who = await known_at(town.house, bot_id=town.telegram.bot.id, address=str(hind.id))
    assert who is not None
    await forgetting.forget(town.house, member_id=who.id, by=Actor.operator(), now=town.clock())
    assert await town.query("SELECT count(*) FROM recording") == [(0,)]
