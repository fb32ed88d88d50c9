"""People in a conversation with a real dispatcher: what they do, hear and see."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import aiogram
import pytest
from aiogram import Dispatcher, F, Router
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from sandbox import Impossible, NotHeard, Person, Sandbox
from tests.contract.sandbox_libraries import AiogramBot, png

pytest_plugins = ["tests.contract.sandbox_fixtures"]

YES = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="نعم", callback_data="yes")]])


async def greet(message: Any) -> None:
    await message.answer(f"أهلا \u2068{message.from_user.first_name}\u2069")


async def ask(message: Any) -> None:
    await message.answer_photo(message.photo[-1].file_id, caption="هل تؤكد؟", reply_markup=YES)


async def confirm(query: Any) -> None:
    await query.message.edit_caption(caption="سُجّل")
    await query.answer("شكرا لك")


@pytest.fixture
async def talking(receiving: AiogramBot) -> AsyncIterator[None]:
    """A small bot that listens."""
    router, dispatcher = Router(), Dispatcher()
    router.message.register(ask, F.photo)
    router.message.register(greet, F.text.startswith("/start"))
    router.callback_query.register(confirm, F.data == "yes")
    dispatcher.include_router(router)
    polling = asyncio.create_task(dispatcher.start_polling(receiving, handle_signals=False, close_bot_session=False))
    yield
    await dispatcher.stop_polling()
    await polling


@pytest.mark.usefixtures("talking")
async def test_a_conversation_goes_back_and_forth(phones: Sandbox):
    alice = phones.person("سعاد")
    await alice.starts()
    await alice.hears("أهلا سعاد")  # the isolates round her name don't count
    alice.sends_photo(png(), "حفرة")
    await alice.hears("هل تؤكد؟", kind="photo", button="نعم")
    answer = await alice.presses("نعم")
    assert answer.text == "شكرا لك"
    assert (alice.last.caption, alice.last.buttons, alice.last.photo) == ("سُجّل", [], png())
    assert [bubble.from_bot for bubble in alice.screen] == [False, True, False, True]


@pytest.mark.usefixtures("talking")
async def test_an_edit_is_heard_after_the_deed_that_caused_it(phones: Sandbox):
    alice = phones.person("سعاد")
    alice.sends_photo(png())
    await alice.hears("هل تؤكد؟")
    alice.taps("نعم")
    assert (await alice.hears("سُجّل")).edited


@pytest.mark.usefixtures("talking")
async def test_what_was_said_before_is_not_heard_again(phones: Sandbox):
    alice = phones.person("سعاد")
    await alice.starts()
    first = await alice.hears("أهلا")
    alice.says("لا يعرف هذا")
    with pytest.raises(NotHeard, match="أهلا"):
        await alice.hears("أهلا", within=0.1)
    await phones.settles()
    alice.starts()
    second = await alice.hears("أهلا", after=first)
    assert second.id > first.id


async def test_everybody_hears_their_own(receiving: AiogramBot, phones: Sandbox):
    crowd = phones.crowd(50)
    waiting = [asyncio.ensure_future(person.hears("تنبيه")) for person in crowd]
    await asyncio.gather(*(receiving.send_message(person.id, f"تنبيه {person.id}") for person in crowd))
    heard = await asyncio.gather(*waiting)
    assert [bubble.text for bubble in heard] == [f"تنبيه {person.id}" for person in crowd]
    assert len(phones.showing("تنبيه")) == 50


async def test_copies_of_a_picture_can_be_found_and_are_gone_after_an_edit(
    receiving: AiogramBot, phones: Sandbox, alice: Person, bob: Person
):
    file = aiogram.types.BufferedInputFile(png(), "a.png")
    first = await receiving.send_photo(alice.id, file, caption="مفقود")
    again = await receiving.send_photo(bob.id, first.photo[-1].file_id, caption="مفقود")
    assert len(phones.showing("مفقود", photo=png())) == 2
    neutral = aiogram.types.InputMediaPhoto(
        media=aiogram.types.BufferedInputFile(png(shade=1), "b.png"), caption="شكرا"
    )
    for message in (first, again):
        await receiving.edit_message_media(neutral, chat_id=message.chat.id, message_id=message.message_id)
    assert phones.showing(photo=png()) == []
    assert {bubble.caption for bubble in phones.showing("شكرا")} == {"شكرا"}


async def test_phones_keep_what_telegram_keeps(phones: Sandbox, alice: Person):
    said = alice.says("  مرحبا \u202eقلب\u202c \u2068عزل\u2069\r\n  ")
    assert said.text == "مرحبا قلب \u2068عزل\u2069"
    with pytest.raises(Impossible):
        alice.says("ا" * 4097)
    with pytest.raises(Impossible):
        alice.says("   ")


async def test_only_their_own_words_can_be_edited_and_protected_ones_not_forwarded(
    receiving: AiogramBot, alice: Person, bob: Person
):
    await receiving.send_message(alice.id, "سري", protect_content=True)
    with pytest.raises(Impossible):
        alice.edits(alice.last, "علني")
    with pytest.raises(Impossible):
        alice.forwards(alice.last)


async def test_a_live_location_moves_and_stops_by_edits(receiving: AiogramBot, alice: Person):
    alice.shares_live_location(24.7, 46.67, period=900)
    alice.moves_to(24.71, 46.68, accuracy=8)
    alice.stops_sharing()
    begun, moved, stopped = await receiving.get_updates()
    assert begun.message.location.live_period == 900
    assert moved.edited_message.location.latitude == 24.71
    assert moved.edited_message.location.live_period == 900
    assert stopped.edited_message.location.live_period is None
    assert {begun.message.message_id, moved.edited_message.message_id} == {stopped.edited_message.message_id}
    with pytest.raises(Impossible):
        alice.moves_to(24.8, 46.7)


async def test_an_album_comes_as_several_updates_of_one_group(receiving: AiogramBot, alice: Person):
    alice.sends_album([png(), (png(shade=1), "الثانية"), png(shade=2)])
    messages = [update.message for update in await receiving.get_updates()]
    assert len({message.media_group_id for message in messages}) == 1
    assert [message.caption for message in messages] == [None, "الثانية", None]


async def test_a_one_time_keyboard_goes_after_use(receiving: AiogramBot, alice: Person):
    key = aiogram.types.KeyboardButton(text="إبلاغ")
    markup = aiogram.types.ReplyKeyboardMarkup(keyboard=[[key]], one_time_keyboard=True)
    await receiving.send_message(alice.id, "اختر", reply_markup=markup)
    await alice.presses("إبلاغ")
    assert alice.keyboard == []


async def test_two_sandboxes_know_nothing_of_each_other(phones: Sandbox, alice: Person):
    async with await Sandbox.start() as other:
        assert other.port != phones.port
        assert other.people == {}


async def test_a_taken_id_and_a_broken_token_are_refused(phones: Sandbox, alice: Person):
    with pytest.raises(ValueError, match="already"):
        phones.person("أخرى", id=alice.id)
    with pytest.raises(ValueError, match="token"):
        phones.new_bot("no token", "x_bot")
