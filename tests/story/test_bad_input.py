"""What people send where something else was asked for gets one clear sentence, and loses nothing."""

import io

import pytest
from aiogram import F, Router
from aiogram.filters import Command
from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup
from PIL import Image

from handlers.buttons import Button
from handlers.talking import Talk
from handlers.words import WORDS


def picture() -> bytes:
    held = io.BytesIO()
    Image.new("RGB", (8, 8), "white").save(held, "JPEG")
    return held.getvalue()


class Telling(StatesGroup):
    """A conversation of two steps, for these stories only."""

    name = State()
    sure = State()


class Yes(CallbackData, prefix="test-yes"):
    pass


async def ask_name(_, talk: Talk) -> None:
    await talk.ask(
        Telling.name,
        "language-question",
        rows=[[Button("menu-home", "nothing-listens"), Button("settings-back", "explain")]],
    )


async def take_name(message, talk: Talk, state) -> None:
    await state.update_data(name=message.text)
    await talk.ask(Telling.sure, "help", rows=[[Button("forget-do", Yes())]], emergency="911")


async def explain(_, talk: Talk) -> None:
    await talk.notice("help", alert=True, emergency="911")


async def say_yes(_, talk: Talk, state) -> None:
    name = (await state.get_data())["name"]
    await talk.thank("settings-zone", zone=name)


def telling() -> Router:
    router = Router(name="telling")
    router.message.register(ask_name, Command("tell"))
    router.message.register(take_name, Telling.name, WORDS)
    router.callback_query.register(say_yes, Telling.sure, Yes.filter())
    router.callback_query.register(explain, F.data == "explain")
    return router


@pytest.fixture
async def suad(reception):
    """Somebody in the middle of a conversation: her name is asked for."""
    dispatcher = reception.intake.dispatcher
    router = telling()
    dispatcher.include_router(router)
    dispatcher.sub_routers.insert(1, dispatcher.sub_routers.pop())
    person = reception.telegram.person("سعاد", language="ar")
    await person.starts()
    await person.hears(reception.words("menu"))
    await person.says("/tell")
    await person.hears(reception.words("language-question"))
    return person


PIXEL = picture()

SENDS = {
    "a sticker": lambda person: person.sends_sticker(),
    "a voice message": lambda person: person.sends_voice(),
    "a photo": lambda person: person.sends_photo(PIXEL),
    "a document": lambda person: person.sends_document(b"%PDF-1.7"),
    "a place": lambda person: person.sends_location(24.7, 46.7),
    "a contact": lambda person: person.shares_contact("+966500000009"),
    "an unknown command": lambda person: person.says("/nonsense"),
}


@pytest.mark.parametrize("sent", SENDS)
async def test_in_a_step_its_question_comes_again(reception, suad, sent):
    await SENDS[sent](suad)
    await suad.hears(reception.words("refusal-not-understood"))
    again = await suad.hears(reception.words("language-question"))
    assert again.labels == [reception.words("menu-home"), reception.words("settings-back")]
    await suad.says("سعاد")
    await suad.hears("911")


async def test_what_is_too_long_for_a_pop_up_comes_as_a_message(reception, suad):
    answer = await suad.presses(reception.words("settings-back"))
    assert answer.text == ""
    await suad.hears("هكذا تعمل")


async def test_a_button_nobody_knows_is_answered(reception, suad):
    answer = await suad.presses(reception.words("menu-home"))
    assert answer.text == reception.words("button-stale")


async def test_an_album_is_answered_once(reception, suad):
    for sent in suad.sends_album([PIXEL] * 3):
        await sent
    await suad.hears(reception.words("language-question"))
    await reception.telegram.settles()
    await reception.intake.idle()
    refused = [each for each in suad.inbox if reception.words("refusal-not-understood") in (each.text or "")]
    assert len(refused) == 1


async def test_html_and_direction_marks_are_said_back_as_they_are_written(reception, suad):
    await suad.says("<b>\u202eدعاس\u202c & co</b>")
    await suad.hears("911")
    await suad.presses(reception.words("forget-do"))
    said = await suad.hears("co</b>")
    assert "<b>دعاس & co</b>" in said.text.replace("\u2068", "").replace("\u2069", "").replace("\u200f", "")


async def test_two_taps_at_once_act_once_and_both_are_answered(reception, suad):
    await suad.says("سعاد")
    await suad.hears("911")
    first, second = suad.taps(reception.words("forget-do")), suad.taps(reception.words("forget-do"))
    answers = [await first, await second]
    assert reception.words("button-stale") in {answer.text for answer in answers}
    thanked = [each for each in suad.inbox if "المنطقة الزمنية" in (each.text or "")]
    assert len(thanked) == 1


async def test_a_button_of_a_step_that_is_over_says_so(reception, suad):
    await suad.says("سعاد")
    question = await suad.hears("911")
    await suad.says("/cancel")
    await suad.hears(reception.words("cancelled"))
    answer = await suad.presses(reception.words("forget-do"), on=question)
    assert (answer.text, answer.alert) == (reception.words("button-stale"), True)


async def test_an_edited_message_is_told_that_it_changes_nothing(reception, suad):
    sent = suad.says("سعاد")
    await sent
    await suad.hears("911")
    await suad.edits(sent, "سعاد بنت محمد")
    await suad.hears(reception.words("edited-too-late"))


async def test_start_in_the_middle_of_a_step_offers_to_go_on(reception, suad):
    await suad.says("سعاد")
    await suad.hears("911")
    await suad.starts()
    menu = await suad.hears(reception.words("menu"))
    assert menu.labels[0] == reception.words("menu-go-on")
    await suad.presses(reception.words("menu-go-on"))
    await suad.hears("هكذا تعمل")
    await suad.presses(reception.words("forget-do"))
    await suad.hears("سعاد")


async def test_a_link_that_leads_nowhere_is_an_ordinary_start(reception):
    badr = reception.telegram.person("Badr", language="en")
    await badr.starts("zzz-1")
    await badr.hears("911")


async def test_in_a_group_nobody_becomes_a_member_by_tapping(reception, suad):
    stranger = reception.telegram.person("غريب", language="ar")
    group = reception.telegram.group("متطوعو الحي", stranger, admins=[suad])
    group.adds_bot(by=suad)
    buttons = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="رأيتها", callback_data="x")]])
    await reception.bot.send_message(group.id, "…", reply_markup=buttons)
    answer = await stranger.presses("رأيتها", where=group)
    assert answer.alert
    assert answer.text == reception.words("refusal-not-met-yet")
    assert reception.words("refusal-not-met-yet") not in {each.text for each in group.said_by_bots()}
