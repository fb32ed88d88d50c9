"""Edits and deletes by both libraries, and what Telegram refuses in them."""

import pytest

from sandbox import Person, Sandbox
from tests.contract.sandbox_libraries import Hands, Library, png

pytest_plugins = ["tests.contract.sandbox_fixtures"]

NOT_MODIFIED = "exactly the same as a current content and reply markup of the message"


async def test_a_text_is_edited_and_its_past_kept(library: Library, alice: Person):
    sent = await library.bot.send_message(alice.id, "مفقود")
    edited = await library.bot.edit_message_text(
        "<i>أغلق</i>", chat_id=alice.id, message_id=sent.message_id, parse_mode="HTML"
    )
    assert edited.text == "أغلق"
    assert edited.edit_date
    assert alice.last.history == ["مفقود"]
    assert alice.last.edited


async def test_the_same_text_again_is_not_modified(library: Library, alice: Person):
    sent = await library.bot.send_message(alice.id, "<b>كما</b> هو", parse_mode="HTML")
    with pytest.raises(library.refusal("bad request"), match=NOT_MODIFIED):
        await library.bot.edit_message_text(
            " <b>كما</b> هو", chat_id=alice.id, message_id=sent.message_id, parse_mode="HTML"
        )


async def test_the_same_text_with_other_buttons_is_an_edit(library: Library, alice: Person):
    sent = await library.bot.send_message(alice.id, "قادم؟", reply_markup=library.inline([("نعم", "y")]))
    await library.bot.edit_message_text("قادم؟", chat_id=alice.id, message_id=sent.message_id)
    assert alice.last.buttons == []


async def test_a_caption_is_edited_and_the_picture_stays(library: Library, alice: Person):
    picture = png()
    sent = await library.bot.send_photo(alice.id, library.file(picture), caption="قبل")
    edited = await library.bot.edit_message_caption(chat_id=alice.id, message_id=sent.message_id, caption="بعد")
    assert edited.caption == "بعد"
    assert edited.photo[-1].file_unique_id == sent.photo[-1].file_unique_id
    assert alice.last.photo == picture


async def test_a_picture_is_replaced_by_an_upload_or_by_an_id(library: Library, alice: Person):
    neutral = await library.bot.send_photo(alice.id, library.file(png(shade=10)))
    sent = await library.bot.send_photo(alice.id, library.file(png(shade=20)), caption="مفقود")
    by_id = library.photo(neutral.photo[-1].file_id, "شكرا")
    edited = await library.bot.edit_message_media(by_id, chat_id=alice.id, message_id=sent.message_id)
    assert edited.caption == "شكرا"
    assert alice.last.photo == png(shade=10)
    uploaded = library.photo(library.file(png(shade=30)), "أغلق")
    await library.bot.edit_message_media(uploaded, chat_id=alice.id, message_id=sent.message_id)
    assert alice.last.photo == png(shade=30)


async def test_the_same_picture_again_is_not_modified(library: Library, alice: Person):
    sent = await library.bot.send_photo(alice.id, library.file(png()), caption="مفقود")
    same = library.photo(sent.photo[-1].file_id, "مفقود")
    with pytest.raises(library.refusal("bad request"), match=NOT_MODIFIED):
        await library.bot.edit_message_media(same, chat_id=alice.id, message_id=sent.message_id)


async def test_a_picture_never_becomes_a_text_but_a_text_can_become_a_picture(library: Library, alice: Person):
    picture = await library.bot.send_photo(alice.id, library.file(png()))
    with library.refuses("bad request", "there is no text in the message to edit"):
        await library.bot.edit_message_text("نص", chat_id=alice.id, message_id=picture.message_id)
    text = await library.bot.send_message(alice.id, "نص")
    with library.refuses("bad request", "there is no caption in the message to edit"):
        await library.bot.edit_message_caption(chat_id=alice.id, message_id=text.message_id, caption="تعليق")
    shown = library.photo(picture.photo[-1].file_id, "صورة")
    edited = await library.bot.edit_message_media(shown, chat_id=alice.id, message_id=text.message_id)
    assert (edited.caption, edited.text) == ("صورة", None)


async def test_only_the_keyboard_changes(library: Library, alice: Person):
    sent = await library.bot.send_message(alice.id, "قادم؟", reply_markup=library.inline([("نعم", "y")]))
    other = library.inline([("لا", "n")])
    await library.bot.edit_message_reply_markup(chat_id=alice.id, message_id=sent.message_id, reply_markup=other)
    assert alice.last.buttons == [["لا"]]
    with pytest.raises(library.refusal("bad request"), match=NOT_MODIFIED):
        await library.bot.edit_message_reply_markup(chat_id=alice.id, message_id=sent.message_id, reply_markup=other)


async def test_what_is_gone_or_not_ones_own_cannot_be_edited(library: Library, alice: Person):
    hers = alice.says("كلامي")
    with library.refuses("bad request", "message can't be edited"):
        await library.bot.edit_message_text("كلامه", chat_id=alice.id, message_id=hers.id)
    with library.refuses("bad request", "message to edit not found"):
        await library.bot.edit_message_text("كلامه", chat_id=alice.id, message_id=hers.id + 1000)


async def test_an_old_message_can_still_be_edited(library: Library, alice: Person, hands: Hands):
    sent = await library.bot.send_message(alice.id, "مفقود")
    hands.ahead(days=400)
    await library.bot.edit_message_text("أغلق", chat_id=alice.id, message_id=sent.message_id)
    assert alice.last.text == "أغلق"


async def test_a_live_location_moves_and_stops(library: Library, alice: Person):
    sent = await library.bot.send_location(alice.id, 24.7, 46.67, live_period=600)
    where = {"chat_id": alice.id, "message_id": sent.message_id}
    moved = await library.bot.edit_message_live_location(latitude=24.8, longitude=46.7, **where)
    assert moved.location.latitude == 24.8
    assert moved.location.live_period
    stopped = await library.bot.stop_message_live_location(**where)
    assert stopped.location.live_period is None
    with library.refuses("bad request", "message can't be edited"):
        await library.bot.edit_message_live_location(latitude=24.9, longitude=46.7, **where)


async def test_a_live_location_ends_by_itself(library: Library, alice: Person, hands: Hands):
    sent = await library.bot.send_location(alice.id, 24.7, 46.67, live_period=600)
    hands.ahead(seconds=601)
    with library.refuses("bad request", "message can't be edited"):
        await library.bot.edit_message_live_location(
            latitude=24.9, longitude=46.7, chat_id=alice.id, message_id=sent.message_id
        )


async def test_a_message_is_deleted_for_everyone_within_48_hours(library: Library, alice: Person, hands: Hands):
    young = await library.bot.send_message(alice.id, "أولى")
    hands.ahead(hours=47)
    assert await library.bot.delete_message(alice.id, young.message_id)
    assert alice.inbox == []
    old = await library.bot.send_message(alice.id, "ثانية")
    hands.ahead(hours=49)
    with library.refuses("bad request", "message can't be deleted for everyone"):
        await library.bot.delete_message(alice.id, old.message_id)
    assert alice.last.text == "ثانية"


async def test_a_message_deleted_twice_is_not_found(library: Library, alice: Person):
    sent = await library.bot.send_message(alice.id, "أولى")
    await library.bot.delete_message(alice.id, sent.message_id)
    with library.refuses("bad request", "message to delete not found"):
        await library.bot.delete_message(alice.id, sent.message_id)


async def test_several_are_deleted_and_those_gone_passed_over(library: Library, alice: Person):
    sent = [await library.bot.send_message(alice.id, str(number)) for number in range(3)]
    numbers = [message.message_id for message in sent]
    assert await library.bot.delete_messages(alice.id, [*numbers[:2], 999999])
    assert [bubble.text for bubble in alice.inbox] == ["2"]


async def test_in_a_group_only_an_administrator_deletes_what_others_say(
    library: Library, phones: Sandbox, alice: Person, bob: Person
):
    group = phones.supergroup("الحي", bob, admins=[alice])
    group.adds_bot()
    spam = bob.says("إعلان", to=group)
    with library.refuses("bad request", "message can't be deleted"):
        await library.bot.delete_message(group.id, spam.id)
    group.promotes_bot(rights=["can_delete_messages"])
    await library.bot.delete_message(group.id, spam.id)
    assert spam.deleted
