"""A member changes how the bot speaks and when, sees what is held about them, and leaves."""

from datetime import timedelta

import pytest
from sqlmodel import select

from models.members import Member, Recipient
from services.forgetting import forget_due
from tests.story.test_reports_from_chat_to_neighbours import plain


@pytest.fixture
async def suad(reception):
    person = reception.telegram.person("سعاد", language="ar")
    await person.starts()
    await person.hears(reception.words("menu"))
    return person


async def member(reception) -> Member:
    async with reception.house.db.reading() as tx:
        found: Member = (await tx.exec(select(Member))).one()
        return found


async def test_the_language_changes_at_once_and_for_good(reception, suad):
    await suad.says("/language")
    await suad.hears(reception.words("language-question"))
    await suad.presses("English")
    await suad.hears(reception.words("language-changed", "en"))
    await suad.says("/menu")
    await suad.hears(reception.words("menu", "en"))
    await reception.intake.idle()
    assert (await member(reception)).language == "en"


async def test_quiet_hours_by_button_and_by_typing(reception, suad):
    await suad.says("/settings")
    await suad.hears(reception.words("settings"))
    await suad.presses(reception.words("settings-change-quiet"))
    await suad.hears(reception.words("settings-quiet-question"))
    await suad.says("من ١١ م إلى ٦:١٥ ص")
    shown = await suad.hears(reception.words("settings"))
    assert "11:00 م" in plain(shown.text)
    assert "6:15 ص" in plain(shown.text)
    kept = await member(reception)
    assert (f"{kept.quiet_from:%H:%M}", f"{kept.quiet_to:%H:%M}") == ("23:00", "06:15")


async def test_a_wrong_zone_is_refused_with_a_sentence_and_asked_again(reception, suad):
    await suad.says("/settings")
    await suad.hears(reception.words("settings"))
    await suad.presses(reception.words("settings-change-zone"))
    await suad.hears(reception.words("settings-zone-question"))
    await suad.says("Asia/Nowhere")
    await suad.hears("Asia/Nowhere")
    await suad.says("asia/dubai")
    await suad.hears(reception.words("zone-asia-dubai"))
    assert (await member(reception)).zone == "Asia/Dubai"


@pytest.mark.parametrize(
    ("button", "column", "value"),
    [("settings-turn-wake-on", "wake_for_urgent", True), ("settings-turn-hijri-on", "hijri", True)],
)
async def test_what_is_turned_on_is_on(reception, suad, button, column, value):
    await suad.says("/settings")
    await suad.hears(reception.words("settings"))
    await suad.presses(reception.words(button))
    await reception.intake.idle()
    assert getattr(await member(reception), column) is value


async def test_a_pause_holds_until_it_is_ended(reception, suad, clock):
    await suad.says("/settings")
    await suad.hears(reception.words("settings"))
    await suad.presses(reception.words("settings-pause"))
    await suad.hears("إلى متى")
    await suad.presses(reception.words("settings-pause-1"))
    told = await suad.hears("توقفت التنبيهات حتى")
    assert "5:40 م" in plain(told.text)
    assert "ولا التنبيه العاجل عن طفل قريب" in told.text
    assert (await member(reception)).paused_until == clock() + timedelta(hours=1)
    await suad.presses(reception.words("settings-pause-0"))
    await suad.hears("استؤنفت التنبيهات")
    assert (await member(reception)).paused_until is None


@pytest.mark.parametrize(
    ("typed", "until"), [("3 أيام", "2026-11-25T13:40"), ("١٠ م", "2026-11-22T19:00"), ("06:00", "2026-11-23T03:00")]
)
async def test_a_pause_lasts_until_what_was_typed(reception, suad, typed, until):
    await suad.says("/settings")
    await suad.hears(reception.words("settings"))
    await suad.presses(reception.words("settings-pause"))
    await suad.hears("إلى متى")
    await suad.says("ما أدري")
    await suad.hears(reception.words("refusal-not-understood"))
    await suad.says(typed)
    await suad.hears("توقفت التنبيهات حتى")
    assert f"{(await member(reception)).paused_until:%Y-%m-%dT%H:%M}" == until


async def test_who_asks_is_forgotten_within_a_day_and_may_come_back(reception, suad, clock):
    await suad.says("/privacy")
    held = await suad.hears("سعاد")
    assert reception.words("forget") in held.labels
    await suad.presses(reception.words("forget"))
    await suad.hears("24")
    await suad.presses(reception.words("forget-do"))
    await suad.hears("غدًا")
    await reception.intake.idle()
    assert await forget_due(reception.house, now=clock.move(timedelta(hours=24))) == 1
    async with reception.house.db.reading() as tx:
        assert (await tx.exec(select(Recipient.address))).one() == "forgotten-1"
        assert (await tx.exec(select(Member.name))).one() == ""
    await suad.starts()
    await suad.hears(reception.words("menu"))
    async with reception.house.db.reading() as tx:
        assert (await tx.exec(select(Member.name))).all() == ["", "سعاد"]


async def test_forgetting_can_be_taken_back(reception, suad, clock):
    await suad.says("/forget")
    await suad.hears("24")
    await suad.presses(reception.words("forget-do"))
    await suad.hears("غدًا")
    await suad.presses(reception.words("forget-undo"))
    await suad.hears(reception.words("forget-undone"))
    assert await forget_due(reception.house, now=clock.move(timedelta(hours=48))) == 0


async def test_who_blocks_the_bot_is_told_nothing_until_they_write_again(reception, suad):
    suad.blocks()
    await reception.intake.idle()
    await reception.telegram.settles()
    await reception.intake.idle()
    async with reception.house.db.reading() as tx:
        assert (await tx.exec(select(Recipient.state))).one() == "blocked"
    suad.unblocks()
    await suad.starts()
    await suad.hears(reception.words("menu"))
    async with reception.house.db.reading() as tx:
        assert (await tx.exec(select(Recipient.state))).one() == "active"
