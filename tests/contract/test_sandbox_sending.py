"""Sends of every kind, made by both libraries, parsed by both, seen on a phone."""

from sandbox import Person, Sandbox
from tests.contract.sandbox_libraries import Library, png

pytest_plugins = ["tests.contract.sandbox_fixtures"]


async def test_getme_names_the_bot(library: Library):
    me = await library.bot.get_me()
    assert (me.id, me.is_bot, me.username) == (7000000001, True, "sandbox_bot")


async def test_a_text_arrives_as_written(library: Library, alice: Person):
    sent = await library.bot.send_message(alice.id, "صباح الخير", disable_notification=True, protect_content=True)
    assert sent.text == "صباح الخير"
    assert sent.chat.id == alice.id
    assert sent.from_user.is_bot
    assert sent.has_protected_content
    assert alice.last.text == "صباح الخير"
    assert alice.last.silent
    assert alice.last.protected


async def test_a_chat_id_may_be_a_string(library: Library, alice: Person):
    await library.bot.send_message(str(alice.id), "مرحبا")
    assert alice.last.text == "مرحبا"


async def test_a_public_channel_goes_by_its_name(library: Library, phones: Sandbox):
    channel = phones.channel("قناة المنطقة", username="region_news")
    channel.adds_bot()
    posted = await library.bot.send_message("@region_news", "خبر")
    assert posted.chat.id == channel.id
    assert posted.from_user is None
    assert posted.sender_chat.id == channel.id
    assert channel.last.text == "خبر"


async def test_a_photo_is_uploaded_once_and_sent_again_by_its_id(library: Library, alice: Person, bob: Person):
    picture = png()
    first = await library.bot.send_photo(alice.id, library.file(picture), caption="<b>علم</b>", parse_mode="HTML")
    again = await library.bot.send_photo(bob.id, first.photo[-1].file_id, caption="علم")
    assert (first.photo[-1].width, first.photo[-1].height) == (640, 480)
    assert again.photo[-1].file_unique_id == first.photo[-1].file_unique_id
    assert alice.last.photo == bob.last.photo == picture
    assert alice.last.entities == [{"type": "bold", "offset": 0, "length": 3}]


async def test_documents_voices_and_videos_keep_their_bytes(library: Library, alice: Person):
    document = await library.bot.send_document(alice.id, library.file(b"%PDF", "poster.pdf"))
    voice = await library.bot.send_voice(alice.id, library.file(b"OggS", "a.ogg"), duration=4)
    video = await library.bot.send_video(alice.id, library.file(b"ftyp", "a.mp4"))
    assert document.document.file_name == "poster.pdf"
    assert document.document.mime_type == "application/pdf"
    assert voice.voice.file_size == 4
    assert video.video.file_id
    assert [bubble.file for bubble in alice.inbox] == [b"%PDF", b"OggS", b"ftyp"]


async def test_sound_and_a_round_video_are_sent_again_by_their_ids(library: Library, alice: Person, bob: Person):
    audio = await library.bot.send_audio(alice.id, library.file(b"ID3", "a.mp3"), duration=4, title="صوت", caption="له")
    film = await library.bot.send_video_note(alice.id, library.file(b"ftyp", "a.mp4"), duration=5, length=240)
    assert (audio.audio.file_name, audio.audio.title, audio.audio.mime_type) == ("a.mp3", "صوت", "audio/mpeg")
    assert (audio.caption, film.video_note.length) == ("له", 240)
    await library.bot.send_audio(bob.id, audio.audio.file_id)
    await library.bot.send_video_note(bob.id, film.video_note.file_id)
    assert [bubble.file for bubble in bob.inbox] == [b"ID3", b"ftyp"]
    assert [bubble.kind for bubble in bob.inbox] == ["audio", "video_note"]


async def test_an_album_shares_one_group(library: Library, alice: Person):
    media = [library.photo(library.file(png(90 + shade, shade=shade)), f"{shade}") for shade in (1, 2, 3)]
    sent = await library.bot.send_media_group(alice.id, media)
    assert len({message.media_group_id for message in sent}) == 1
    assert [bubble.caption for bubble in alice.inbox] == ["1", "2", "3"]


async def test_a_place_is_a_pin_or_a_venue(library: Library, alice: Person):
    pin = await library.bot.send_location(alice.id, 24.7, 46.67, horizontal_accuracy=30)
    venue = await library.bot.send_venue(alice.id, latitude=24.7, longitude=46.67, title="الحديقة", address="حي الورود")
    assert (pin.location.latitude, pin.location.horizontal_accuracy) == (24.7, 30)
    assert (venue.venue.title, venue.venue.location.longitude) == ("الحديقة", 46.67)
    assert [bubble.kind for bubble in alice.inbox] == ["location", "venue"]


async def test_a_reply_carries_what_it_replies_to(library: Library, alice: Person):
    question = alice.says("كم؟")
    parameters = library.types.ReplyParameters(message_id=question.id)
    sent = await library.bot.send_message(alice.id, "ثلاثة", reply_parameters=parameters)
    assert sent.reply_to_message.text == "كم؟"


async def test_a_copy_is_new_and_a_forward_names_its_origin(library: Library, alice: Person, bob: Person):
    original = alice.sends_photo(png(), "عند الباب")
    copied = await library.bot.copy_message(bob.id, alice.id, original.id, caption="بلا اسم")
    assert bob.last.id == copied.message_id
    assert bob.last.caption == "بلا اسم"
    forwarded = await library.bot.forward_message(bob.id, alice.id, original.id)
    assert forwarded.caption == "عند الباب"
    assert forwarded.forward_origin.sender_user.id == alice.id


async def test_typing_is_shown_and_costs_nothing(library: Library, alice: Person):
    for _ in range(10):
        assert await library.bot.send_chat_action(alice.id, "typing")


async def test_keyboards_are_shown_and_removed(library: Library, alice: Person):
    await library.bot.send_message(alice.id, "اختر", reply_markup=library.keys("إبلاغ", "بحث"))
    assert alice.keyboard == [["إبلاغ", "بحث"]]
    await library.bot.send_message(alice.id, "شكرا", reply_markup=library.types.ReplyKeyboardRemove())
    assert alice.keyboard == []
    sent = await library.bot.send_message(alice.id, "أزرار", reply_markup=library.inline([("نعم", "y"), ("لا", "n")]))
    assert sent.reply_markup.inline_keyboard[0][1].callback_data == "n"
    assert alice.last.buttons == [["نعم", "لا"]]


async def test_a_link_preview_choice_is_kept(library: Library, alice: Person):
    off = library.types.LinkPreviewOptions(is_disabled=True)
    sent = await library.bot.send_message(alice.id, "https://example.org/a", link_preview_options=off)
    assert sent.link_preview_options.is_disabled
    assert sent.entities[0].type == "url"


async def test_two_bots_know_a_file_by_different_ids(phones: Sandbox, library: Library, alice: Person):
    other = phones.new_bot("7000000002:other", "other_bot")
    sent = await library.bot.send_photo(alice.id, library.file(png()))
    theirs = phones.world.files.file_id(other, sent.photo[-1].file_unique_id)
    assert theirs != sent.photo[-1].file_id
