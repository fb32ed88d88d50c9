"""Telegram's refusals, in its words, as both libraries understand them."""

import aiogram
import pytest
import telegram
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer

from sandbox import Person, Sandbox
from tests.contract.sandbox_libraries import REFUSALS, Library, png

pytest_plugins = ["tests.contract.sandbox_fixtures"]


async def test_an_unknown_chat_is_not_found(library: Library):
    for nobody in (5, -5, "@nobody_at_all", "abc"):
        with library.refuses("bad request", "chat not found"):
            await library.bot.send_message(nobody, "؟")


async def test_somebody_who_never_started_cannot_be_written_to(library: Library, phones: Sandbox, alice: Person):
    stranger = phones.person("غريب")
    with library.refuses("bad request", "chat not found"):
        await library.bot.send_message(stranger.id, "مرحبا")
    group = phones.group("الحي", stranger, admins=[alice])
    group.adds_bot()
    with library.refuses("forbidden", "bot can't initiate conversation with a user"):
        await library.bot.send_message(stranger.id, "مرحبا")


async def test_blocking_stops_everything_until_the_person_starts_again(library: Library, alice: Person):
    sent = await library.bot.send_message(alice.id, "مرحبا")
    alice.blocks()
    with library.refuses("forbidden", "bot was blocked by the user"):
        await library.bot.send_message(alice.id, "أين أنت؟")
    with library.refuses("forbidden", "bot was blocked by the user"):
        await library.bot.edit_message_text("أين؟", chat_id=alice.id, message_id=sent.message_id)
    alice.starts()
    await library.bot.send_message(alice.id, "أهلا بعودتك")


async def test_a_deleted_account_is_deactivated(library: Library, alice: Person):
    alice.deletes_account()
    with library.refuses("forbidden", "user is deactivated"):
        await library.bot.send_message(alice.id, "مرحبا")


async def test_bots_do_not_write_to_bots(library: Library, phones: Sandbox):
    other = phones.new_bot("7000000002:other", "other_bot")
    with library.refuses("forbidden", "bot can't send messages to bots"):
        await library.bot.send_message(other.id, "مرحبا")


@pytest.mark.parametrize("kind", ["group", "supergroup", "channel"])
async def test_a_chat_that_removed_the_bot_says_so(library: Library, phones: Sandbox, kind: str):
    chat = getattr(phones, kind)("الحي")
    chat.adds_bot()
    await library.bot.send_message(chat.id, "مرحبا")
    chat.removes_bot()
    with library.refuses("forbidden", f"bot was kicked from the {kind} chat"):
        await library.bot.send_message(chat.id, "مرحبا")


async def test_a_chat_the_bot_left_says_so(library: Library, phones: Sandbox):
    group = phones.supergroup("الحي")
    group.adds_bot()
    assert await library.bot.leave_chat(group.id)
    with library.refuses("forbidden", "bot is not a member of the supergroup chat"):
        await library.bot.send_message(group.id, "مرحبا")


async def test_rights_are_needed_to_speak(library: Library, phones: Sandbox):
    channel, group = phones.channel("القناة"), phones.supergroup("الحي")
    channel.adds_bot(rights=["can_edit_messages"])
    with library.refuses("bad request", "need administrator rights in the channel chat"):
        await library.bot.send_message(channel.id, "خبر")
    group.adds_bot()
    group.mutes_bot()
    with library.refuses("bad request", "not enough rights to send text messages to the chat"):
        await library.bot.send_message(group.id, "خبر")
    with library.refuses("bad request", "not enough rights to send photos to the chat"):
        await library.bot.send_photo(group.id, library.file(png()))


async def test_a_moved_group_names_its_new_id(library: Library, phones: Sandbox):
    group = phones.group("الحي")
    group.adds_bot()
    old = group.id
    new = group.migrates()
    with pytest.raises(library.refusal("moved")) as told:
        await library.bot.send_message(old, "مرحبا")
    error = told.value
    assert new == getattr(error, "migrate_to_chat_id", None) or getattr(error, "new_chat_id", None)
    await library.bot.send_message(new, "مرحبا")
    assert phones.journal.of("sendMessage")[0].description == (
        "Bad Request: group chat was upgraded to a supergroup chat"
    )


async def test_lengths_are_counted_after_entities_in_utf16_units(library: Library, alice: Person):
    await library.bot.send_message(alice.id, "<b>" + "ا" * 4096 + "</b>", parse_mode="HTML")
    for long in ("ا" * 4097, "👶" * 2049):
        with library.refuses("bad request", "message is too long"):
            await library.bot.send_message(alice.id, long)
    picture = library.file(png())
    with library.refuses("bad request", "message caption is too long"):
        await library.bot.send_photo(alice.id, picture, caption="ا" * 1025)


@pytest.mark.parametrize("empty", [" ", "\n", "<b> </b>", "\u202e"])
async def test_an_empty_text_is_refused(library: Library, alice: Person, empty: str):
    with library.refuses("bad request", "message text is empty"):
        await library.bot.send_message(alice.id, empty, parse_mode="HTML")


async def test_broken_html_is_refused_with_the_place(library: Library, alice: Person):
    with library.refuses("bad request", 'Unsupported start tag "مفقود" at byte offset 0'):
        await library.bot.send_message(alice.id, "<مفقود>", parse_mode="HTML")
    with library.refuses("bad request", "can't parse entities: Can't find end tag"):
        await library.bot.send_message(alice.id, "<b>غامق", parse_mode="HTML")


async def test_callback_data_is_at_most_64_bytes(library: Library, alice: Person):
    # A letter of Arabic is two bytes. python-telegram-bot lets the server judge, as aiogram does.
    await library.bot.send_message(alice.id, "؟", reply_markup=library.inline([("نعم", "ن" * 32)]))
    with library.refuses("bad request", "BUTTON_DATA_INVALID"):
        await library.bot.send_message(alice.id, "؟", reply_markup=library.inline([("نعم", "ن" * 33)]))


async def test_a_button_must_do_something(library: Library, alice: Person):
    idle = library.types.InlineKeyboardMarkup(inline_keyboard=[[library.types.InlineKeyboardButton(text="لا شيء")]])
    with library.refuses("bad request", "Text buttons are unallowed in the inline keyboard"):
        await library.bot.send_message(alice.id, "؟", reply_markup=idle)


async def test_a_reply_to_nothing_is_refused_unless_forgiven(library: Library, alice: Person):
    gone = library.types.ReplyParameters(message_id=999)
    with library.refuses("bad request", "message to be replied not found"):
        await library.bot.send_message(alice.id, "رد", reply_parameters=gone)
    forgiven = library.types.ReplyParameters(message_id=999, allow_sending_without_reply=True)
    await library.bot.send_message(alice.id, "رد", reply_parameters=forgiven)


async def test_what_is_protected_can_be_neither_copied_nor_forwarded(library: Library, alice: Person, bob: Person):
    sent = await library.bot.send_message(alice.id, "سري", protect_content=True)
    with library.refuses("bad request", "message can't be copied"):
        await library.bot.copy_message(bob.id, alice.id, sent.message_id)
    with library.refuses("bad request", "message can't be forwarded"):
        await library.bot.forward_message(bob.id, alice.id, sent.message_id)


async def test_nonsense_and_foreign_file_ids_are_refused(library: Library, phones: Sandbox, alice: Person):
    sent = await library.bot.send_photo(alice.id, library.file(png()))
    other = phones.new_bot("7000000002:other", "other_bot")
    foreign = phones.world.files.file_id(other, sent.photo[-1].file_unique_id)
    for wrong in ("nonsense", foreign):
        with library.refuses("bad request", "wrong file identifier/HTTP URL specified"):
            await library.bot.send_photo(alice.id, wrong)


async def test_a_picture_must_be_one_and_not_too_big(library: Library, phones: Sandbox, alice: Person):
    with library.refuses("bad request", "IMAGE_PROCESS_FAILED"):
        await library.bot.send_photo(alice.id, library.file(b"no picture at all"))
    with library.refuses("bad request", "PHOTO_INVALID_DIMENSIONS"):
        await library.bot.send_photo(alice.id, library.file(png(2100, 100)))
    phones.limits.photo_bytes = 100
    with library.refuses("bad request", "too big for a photo; the maximum size is 100 bytes"):
        await library.bot.send_photo(alice.id, library.file(png()))


async def test_too_large_an_upload_is_413(library: Library, phones: Sandbox, alice: Person):
    phones.limits.upload_bytes = 10
    with library.refuses("too large"):
        await library.bot.send_document(alice.id, library.file(b"x" * 11, "a.bin"))


async def test_a_wrong_token_is_unauthorized(phones: Sandbox):
    session = AiohttpSession(api=TelegramAPIServer.from_base(phones.api_url))
    async with aiogram.Bot("7000000009:nobody", session=session) as stranger:
        with pytest.raises(REFUSALS["aiogram"]["unauthorized"], match="Unauthorized"):
            await stranger.get_me()
    unknown = telegram.Bot("7000000009:nobody", base_url=phones.base_url)
    async with unknown.request:
        with pytest.raises(telegram.error.InvalidToken):
            await unknown.get_me()


async def test_an_unknown_method_is_not_found(sending: telegram.Bot):
    # python-telegram-bot explains a 404 for a known token as an unknown method.
    with pytest.raises(telegram.error.EndPointNotFound):
        await sending.do_api_request("sendCarrierPigeon")
