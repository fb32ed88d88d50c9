"""Chats, members, topics, pins, reactions, commands, profile and files, by both libraries."""

import pytest

from sandbox import Person, Sandbox
from tests.contract.sandbox_libraries import Library, png

pytest_plugins = ["tests.contract.sandbox_fixtures"]


async def test_a_chat_describes_itself(library: Library, phones: Sandbox, alice: Person):
    group = phones.supergroup("الحي", alice, username="the_street")
    group.adds_bot()
    private, public = await library.bot.get_chat(alice.id), await library.bot.get_chat("@the_street")
    assert (private.type, private.first_name) == ("private", "سعاد")
    assert (public.id, public.title, public.permissions.can_send_messages) == (group.id, "الحي", True)


async def test_members_and_their_rights_are_told(library: Library, phones: Sandbox, alice: Person, bob: Person):
    group = phones.supergroup("الحي", bob, admins=[alice])
    group.adds_bot(rights=["can_delete_messages", "can_pin_messages"])
    me = await library.bot.get_chat_member(group.id, phones.bot.id)
    assert (me.status, me.can_delete_messages, me.can_manage_topics) == ("administrator", True, False)
    assert (await library.bot.get_chat_member(group.id, alice.id)).status == "creator"
    assert (await library.bot.get_chat_member(group.id, bob.id)).status == "member"
    bob.leaves(group)
    assert (await library.bot.get_chat_member(group.id, bob.id)).status == "left"
    admins = await library.bot.get_chat_administrators(group.id)
    assert {admin.user.id for admin in admins} == {alice.id, phones.bot.id}
    assert await library.bot.get_chat_member_count(group.id) == 2


async def test_nobody_administers_a_private_chat(library: Library, alice: Person):
    with library.refuses("bad request", "there are no administrators in the private chat"):
        await library.bot.get_chat_administrators(alice.id)
    with library.refuses("bad request", "chat member status can't be changed in private chats"):
        await library.bot.leave_chat(alice.id)


async def test_topics_are_opened_written_in_and_closed(library: Library, phones: Sandbox, alice: Person):
    forum = phones.forum("المنتدى", admins=[alice])
    forum.adds_bot()
    with library.refuses("bad request", "not enough rights to manage topics"):
        await library.bot.create_forum_topic(forum.id, "بحث")
    forum.promotes_bot(rights=["can_manage_topics"])
    topic = await library.bot.create_forum_topic(forum.id, "بحث")
    sent = await library.bot.send_message(forum.id, "بدأنا", message_thread_id=topic.message_thread_id)
    assert (sent.message_thread_id, sent.is_topic_message) == (topic.message_thread_id, True)
    assert forum.said_by_bots(forum.chat.topics[topic.message_thread_id])[0].text == "بدأنا"
    with library.refuses("bad request", "message thread not found"):
        await library.bot.send_message(forum.id, "أين؟", message_thread_id=99)
    await library.bot.close_forum_topic(forum.id, topic.message_thread_id)
    await library.bot.send_message(forum.id, "للمشرفين", message_thread_id=topic.message_thread_id)
    forum.demotes_bot()
    with library.refuses("bad request", "TOPIC_CLOSED"):
        await library.bot.send_message(forum.id, "مغلق", message_thread_id=topic.message_thread_id)


async def test_a_topic_is_renamed_reopened_and_deleted(library: Library, phones: Sandbox):
    forum = phones.forum("المنتدى")
    forum.adds_bot(rights=["can_manage_topics"])
    thread = (await library.bot.create_forum_topic(forum.id, "بحث")).message_thread_id
    assert await library.bot.edit_forum_topic(forum.id, thread, name="بحث شمالي")
    assert await library.bot.close_forum_topic(forum.id, thread)
    assert await library.bot.reopen_forum_topic(forum.id, thread)
    assert await library.bot.delete_forum_topic(forum.id, thread)
    with library.refuses("bad request", "message thread not found"):
        await library.bot.send_message(forum.id, "أين؟", message_thread_id=thread)


async def test_where_there_are_no_topics_there_is_no_thread(library: Library, phones: Sandbox, alice: Person):
    group = phones.supergroup("الحي")
    group.adds_bot()
    with library.refuses("bad request", "message thread not found"):
        await library.bot.send_message(group.id, "أين؟", message_thread_id=5)
    with library.refuses("bad request", "the chat is not a forum"):
        await library.bot.create_forum_topic(group.id, "بحث")


async def test_a_message_is_pinned_and_unpinned(library: Library, phones: Sandbox, alice: Person):
    sent = await library.bot.send_message(alice.id, "مهم")
    assert await library.bot.pin_chat_message(alice.id, sent.message_id)
    assert (await library.bot.get_chat(alice.id)).pinned_message.text == "مهم"
    assert await library.bot.unpin_chat_message(alice.id)
    with library.refuses("bad request", "message to unpin not found"):
        await library.bot.unpin_chat_message(alice.id)
    group = phones.supergroup("الحي")
    group.adds_bot()
    said = await library.bot.send_message(group.id, "مهم")
    with library.refuses("bad request", "not enough rights to manage pinned messages in the chat"):
        await library.bot.pin_chat_message(group.id, said.message_id)


async def test_a_bot_reacts(library: Library, alice: Person):
    hers = alice.says("وجدته")
    reaction = [library.types.ReactionTypeEmoji(emoji="👍")]
    assert await library.bot.set_message_reaction(alice.id, hers.id, reaction)
    assert hers.reactions == ["👍"]


async def test_commands_are_kept_by_scope_and_language(library: Library, phones: Sandbox, alice: Person, bob: Person):
    types, bot = library.types, library.bot
    private = types.BotCommandScopeAllPrivateChats()
    await bot.set_my_commands([types.BotCommand(command="start", description="Start")])
    await bot.set_my_commands(
        [types.BotCommand(command="start", description="ابدأ")], scope=private, language_code="ar"
    )
    only_hers = types.BotCommandScopeChat(chat_id=alice.id)
    await bot.set_my_commands([types.BotCommand(command="desk", description="المكتب")], scope=only_hers)
    assert [command["command"] for command in alice.commands] == ["desk"]
    assert [command["description"] for command in bob.commands] == ["Start"]
    await bot.delete_my_commands(scope=only_hers)
    assert [command["description"] for command in alice.commands] == ["ابدأ"]
    assert (await bot.get_my_commands(scope=private, language_code="ar"))[0].description == "ابدأ"
    assert list(await bot.get_my_commands(scope=private)) == []


async def test_a_command_has_latin_letters_only(library: Library):
    with library.refuses("bad request", "BOT_COMMAND_INVALID"):
        await library.bot.set_my_commands([library.types.BotCommand(command="ابدأ", description="وصف")])


async def test_the_bot_describes_itself_by_language(library: Library):
    bot = library.bot
    await bot.set_my_name("Umbrella")
    await bot.set_my_name("مظلة", language_code="ar")
    await bot.set_my_description("وصف", language_code="ar")
    await bot.set_my_short_description("قصير", language_code="ar")
    assert (await bot.get_my_name()).name == "Umbrella"
    assert (await bot.get_my_name(language_code="ar")).name == "مظلة"
    assert (await bot.get_my_description(language_code="ar")).description == "وصف"
    assert (await bot.get_my_short_description()).short_description == ""
    with library.refuses("bad request", "too long"):
        await bot.set_my_short_description("ا" * 121)


async def test_the_menu_button_is_kept(library: Library, alice: Person):
    button = library.types.MenuButtonCommands()
    assert await library.bot.set_chat_menu_button(chat_id=alice.id, menu_button=button)
    assert (await library.bot.get_chat_menu_button(chat_id=alice.id)).type == "commands"


async def test_what_people_send_can_be_fetched(library: Library, alice: Person):
    picture = png(1500, 900)
    alice.sends_photo(picture, "الحفرة")
    (update,) = await library.bot.get_updates()
    sizes = update.message.photo
    assert [(size.width, size.height) for size in sizes] == [(90, 54), (320, 192), (800, 480), (1280, 768), (1500, 900)]
    assert await library.download(sizes[-1].file_id) == picture


async def test_a_file_over_20_megabytes_cannot_be_fetched(library: Library, phones: Sandbox, alice: Person):
    alice.sends_document(b"x" * (20 * 1024 * 1024 + 1), "film.mp4")
    (update,) = await library.bot.get_updates()
    with library.refuses("bad request", "file is too big"):
        await library.bot.get_file(update.message.document.file_id)
    with library.refuses("bad request", "invalid file_id"):
        await library.bot.get_file("nonsense")


async def test_it_may_log_out_and_asks_for_pictures_of_people(library: Library, alice: Person):
    assert (await library.bot.get_user_profile_photos(alice.id)).total_count == 0
    assert await library.bot.log_out()


@pytest.mark.parametrize("kind", ["group", "supergroup", "channel"])
async def test_each_kind_of_chat_has_its_own_ids(library: Library, phones: Sandbox, kind: str):
    chat = getattr(phones, kind)("الحي")
    chat.adds_bot()
    sent = await library.bot.send_message(chat.id, "مرحبا")
    assert sent.chat.type == kind
    assert str(chat.id).startswith("-100") == (kind != "group")
