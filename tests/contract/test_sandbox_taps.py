"""Inline buttons: pressed by a person, answered by a bot."""

import asyncio

import aiogram
import pytest

from sandbox import Answer, Impossible, NoSuchButton, NotAnswered, Person, Sandbox
from tests.contract.sandbox_libraries import AiogramBot, Hands, Library

pytest_plugins = ["tests.contract.sandbox_fixtures"]

OLD = "query is too old and response timeout expired or query ID is invalid"


async def tap_in(library: Library, alice: Person, label: str = "نعم"):
    await library.bot.send_message(alice.id, "قادم؟", reply_markup=library.inline([("نعم", "y:1"), ("لا", "n:1")]))
    tapped = alice.taps(label)
    updates = await library.bot.get_updates()
    return tapped, updates[-1].callback_query


async def test_a_tap_reaches_the_bot_and_its_answer_the_person(library: Library, alice: Person):
    tapped, query = await tap_in(library, alice)
    assert (query.data, query.from_user.id, query.message.text) == ("y:1", alice.id, "قادم؟")
    assert not tapped.is_answered
    assert await library.bot.answer_callback_query(query.id, text="نراك هناك", show_alert=True)
    assert await tapped == Answer("نراك هناك", alert=True)


async def test_a_button_is_found_by_its_data_too(library: Library, alice: Person):
    _, query = await tap_in(library, alice, "n:1")
    assert query.data == "n:1"


async def test_a_tap_is_answered_once(library: Library, alice: Person):
    _, query = await tap_in(library, alice)
    await library.bot.answer_callback_query(query.id)
    with library.refuses("bad request", f"{OLD}"):
        await library.bot.answer_callback_query(query.id)


async def test_a_late_answer_and_an_invented_one_are_refused(library: Library, alice: Person, hands: Hands):
    _, query = await tap_in(library, alice)
    hands.ahead(minutes=20)
    for number in (query.id, "12345"):
        with library.refuses("bad request", f"{OLD}"):
            await library.bot.answer_callback_query(number)


async def test_an_answer_is_at_most_200_characters(library: Library, alice: Person):
    _, query = await tap_in(library, alice)
    with library.refuses("bad request", "MESSAGE_TOO_LONG"):
        await library.bot.answer_callback_query(query.id, text="ا" * 201)


async def test_two_taps_at_once_are_two_queries(receiving: AiogramBot, library: Library, alice: Person):
    await library.bot.send_message(alice.id, "قادم؟", reply_markup=library.inline([("نعم", "y")]))
    first, second = alice.taps("نعم"), alice.taps("نعم")
    for update in await receiving.get_updates():
        await receiving.answer_callback_query(update.callback_query.id, text="تم")
    assert [answer.text for answer in await asyncio.gather(first._answered(), second._answered())] == ["تم", "تم"]


async def test_an_old_button_can_still_be_pressed(library: Library, alice: Person, hands: Hands):
    await library.bot.send_message(alice.id, "قديم", reply_markup=library.inline([("نعم", "old")]))
    old = alice.last
    hands.ahead(days=366)
    await library.bot.send_message(alice.id, "جديد", reply_markup=library.inline([("نعم", "new")]))
    alice.taps("نعم", on=old)
    alice.taps("نعم")
    updates = await library.bot.get_updates()
    assert [update.callback_query.data for update in updates] == ["old", "new"]


async def test_an_unanswered_tap_is_noticed(library: Library, alice: Person):
    await library.bot.send_message(alice.id, "قادم؟", reply_markup=library.inline([("نعم", "y")]))
    with pytest.raises(NotAnswered):
        await alice.presses("نعم", within=0.05)


async def test_what_is_not_on_the_screen_cannot_be_pressed(library: Library, alice: Person):
    await library.bot.send_message(alice.id, "قادم؟", reply_markup=library.inline([("نعم", "y")]))
    with pytest.raises(NoSuchButton, match="نعم"):
        alice.taps("ربما")
    alice.blocks()
    with pytest.raises(Impossible):
        alice.taps("نعم")


async def test_keys_say_their_label_or_share_what_they_ask_for(receiving: AiogramBot, alice: Person):
    key = aiogram.types.KeyboardButton
    rows = [[key(text="إبلاغ"), key(text="موقعي", request_location=True), key(text="رقمي", request_contact=True)]]
    await receiving.send_message(alice.id, "اختر", reply_markup=aiogram.types.ReplyKeyboardMarkup(keyboard=rows))
    await alice.presses("إبلاغ")
    await alice.presses("موقعي", location=(24.7, 46.67))
    await alice.presses("رقمي")
    texts, places, contacts = [update.message for update in await receiving.get_updates()]
    assert texts.text == "إبلاغ"
    assert places.location.latitude == 24.7
    assert (contacts.contact.user_id, contacts.contact.phone_number) == (alice.id, "+966500000001")


async def test_a_link_to_the_bot_starts_it(receiving: AiogramBot, phones: Sandbox, alice: Person):
    link = aiogram.types.InlineKeyboardButton(text="الحالة", url="https://t.me/sandbox_bot?start=case-7")
    elsewhere = aiogram.types.InlineKeyboardButton(text="خريطة", url="https://example.org/map")
    markup = aiogram.types.InlineKeyboardMarkup(inline_keyboard=[[link, elsewhere]])
    await receiving.send_message(alice.id, "انظر", reply_markup=markup)
    assert (await alice.presses("خريطة")).url == "https://example.org/map"
    await alice.presses("الحالة")
    assert (await receiving.get_updates())[-1].message.text == "/start case-7"
    assert phones.world.queue(phones.bot).listened
