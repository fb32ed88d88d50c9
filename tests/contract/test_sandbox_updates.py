"""Updates: what bots hear, in both libraries' types, by long polling."""

import asyncio
from typing import Any

import aiogram
import aiohttp
import pytest
import telegram

from sandbox import Impossible, Person, Sandbox
from tests.contract.sandbox_libraries import REFUSALS, AiogramBot, Library, png

pytest_plugins = ["tests.contract.sandbox_fixtures"]


def leaves(value: Any, path: str = "") -> set[str]:
    """Every field of a JSON value, as dotted paths."""
    if isinstance(value, dict):
        return {leaf for key, inner in value.items() for leaf in leaves(inner, f"{path}.{key}")}
    if isinstance(value, list):
        return {leaf for index, inner in enumerate(value) for leaf in leaves(inner, f"{path}.{index}")}
    return {path}


def everything_people_do(phones: Sandbox, alice: Person, bob: Person) -> None:
    """Every kind of update this sandbox makes."""
    alice.starts("case-7")
    alice.says("نص #وسم https://example.org @someone", forwarded_from="مجهول")
    photo = alice.sends_photo(png(), "صورة /start")
    alice.sends_album([png(), (png(shade=1), "اثنتان")])
    alice.sends_document(b"%PDF", "a.pdf", "ملف")
    alice.sends_voice()
    alice.sends_video()
    alice.sends_audio(caption="صوت")
    alice.sends_video_note()
    alice.sends_sticker()
    alice.sends_location(24.7, 46.67, 12.5)
    alice.sends_venue(24.7, 46.67, "حديقة", "شارع")
    alice.shares_contact()
    alice.shares_live_location(24.7, 46.67)
    alice.moves_to(24.71, 46.68)
    alice.stops_sharing()
    alice.edits(photo, "صورة أخرى")
    alice.says("رد", reply_to=photo)
    alice.reacts(photo)
    bob.forwards(photo)
    alice.blocks()
    alice.unblocks()
    group = phones.group("الحي", bob, admins=[alice])
    group.adds_bot(start="area-3")
    group.promotes_bot()
    group.renames("الحي القديم")
    bob.says("في المجموعة", to=group)
    bob.leaves(group)
    group.migrates()
    forum = phones.forum("المنتدى", admins=[alice])
    forum.adds_bot(rights=["can_manage_topics"])
    topic = forum.opens_topic("بحث")
    alice.says("في الموضوع", to=forum, topic=topic)
    forum.closes_topic(topic)
    channel = phones.channel("القناة", admins=[alice])
    channel.adds_bot()
    post = alice.says("خبر", to=channel)
    alice.edits(post, "خبر آخر")
    bob.forwards(post)


async def test_every_update_is_read_by_both_libraries_and_keeps_its_fields(phones: Sandbox, alice: Person, bob: Person):
    queue = phones.world.queue(phones.bot)
    queue.allow(["message_reaction", "chat_member", *telegram.Update.ALL_TYPES])
    everything_people_do(phones, alice, bob)
    kinds = set()
    for update in queue.pending.values():
        payload = update.as_json()
        kinds.add(update.kind)
        parsed = aiogram.types.Update.model_validate(payload)
        kept = parsed.model_dump(mode="json", by_alias=True, exclude_none=True)
        assert leaves(payload) <= leaves(kept)
        assert parsed.event_type == update.kind
        back = telegram.Update.de_json(payload, None).to_dict()
        assert leaves(payload) <= leaves(back)
    assert kinds == {
        *("message", "edited_message", "channel_post", "edited_channel_post"),
        *("my_chat_member", "chat_member", "message_reaction"),
    }


async def test_a_waiting_poll_ends_with_the_first_update(library: Library, alice: Person):
    poll = asyncio.ensure_future(library.bot.get_updates(timeout=10))
    await asyncio.sleep(0.05)
    alice.says("مرحبا")
    updates = await asyncio.wait_for(poll, 2)
    assert [update.message.text for update in updates] == ["مرحبا"]


async def test_updates_stay_until_they_are_confirmed(library: Library, alice: Person):
    for word in ("أ", "ب", "ج"):
        alice.says(word)
    first = await library.bot.get_updates(limit=2)
    again = await library.bot.get_updates(limit=2)
    assert [update.update_id for update in first] == [update.update_id for update in again]
    rest = await library.bot.get_updates(offset=first[-1].update_id + 1)
    assert [update.message.text for update in rest] == ["ج"]
    assert [update.message.text for update in await library.bot.get_updates(offset=-1)] == ["ج"]


async def test_only_what_is_wanted_comes_and_the_wish_is_remembered(library: Library, alice: Person):
    await library.bot.get_updates(allowed_updates=["callback_query", "edited_message"])
    said = alice.says("لن تسمع")
    alice.edits(said, "ستسمع")
    updates = await library.bot.get_updates()
    assert [update.edited_message.text for update in updates] == ["ستسمع"]


async def test_a_second_poller_ends_the_first(library: Library, phones: Sandbox):
    first = asyncio.ensure_future(library.bot.get_updates(timeout=10))
    await asyncio.sleep(0.05)
    async with aiohttp.ClientSession() as session:
        await session.get(f"{phones.base_url}{phones.token}/getupdates?timeout=0")
    with library.refuses("conflict", "terminated by other getUpdates request"):
        await first


async def test_polling_is_refused_while_there_is_a_webhook(library: Library):
    await library.bot.set_webhook("http://127.0.0.1:1/hook")
    with library.refuses("conflict", "can't use getUpdates method while webhook is active"):
        await library.bot.get_updates()
    await library.bot.delete_webhook(drop_pending_updates=True)
    assert list(await library.bot.get_updates()) == []


async def test_awaiting_a_deed_waits_until_the_bot_has_confirmed_it(receiving: AiogramBot, alice: Person):
    await alice.says("قبل أن يسمع أحد")  # nobody has ever listened: nothing to wait for

    async def listen() -> None:
        offset = 0
        while True:
            for update in await receiving.get_updates(offset=offset, timeout=5):
                offset = update.update_id + 1

    listening = asyncio.ensure_future(listen())
    await asyncio.sleep(0.05)
    await alice.says("الآن")
    assert alice.telegram.world.queue(alice.telegram.bot).pending == {}
    listening.cancel()


async def test_a_deed_nobody_takes_is_noticed(receiving: AiogramBot, alice: Person):
    await receiving.get_updates()
    with pytest.raises(AssertionError, match="was not taken"):
        await alice.says("هل من أحد").waiting.taken(within=0.05)


async def test_a_group_is_heard_only_as_privacy_mode_allows(
    receiving: AiogramBot, phones: Sandbox, alice: Person, bob: Person
):
    group = phones.group("الحي", bob, admins=[alice])
    group.adds_bot()
    greeting = await receiving.send_message(group.id, "أهلا")
    bot_said = group.last
    await drained(receiving)
    bob.says("حديث بين الناس", to=group)
    bob.says("/help", to=group)
    bob.says("/help@other_bot", to=group)
    bob.says("رد عليه", to=group, reply_to=bot_said)
    heard = [update.message for update in await drained(receiving)]
    assert [message.text for message in heard] == ["/help", "رد عليه"]
    assert heard[1].reply_to_message.message_id == greeting.message_id
    group.promotes_bot()
    bob.says("حديث بين الناس", to=group)
    assert (await drained(receiving))[-1].message.text == "حديث بين الناس"


async def drained(bot: AiogramBot) -> list[Any]:
    """Everything that waits, confirmed."""
    updates: list[Any] = await bot.get_updates()
    await bot.get_updates(offset=updates[-1].update_id + 1 if updates else None)
    return updates


async def test_a_bot_is_told_when_it_comes_and_goes(receiving: AiogramBot, phones: Sandbox, alice: Person):
    group = phones.group("الحي", admins=[alice])
    group.adds_bot(by=alice, start="areas-9")
    added, greeted, command = await drained(receiving)
    assert added.my_chat_member.new_chat_member.status == "member"
    assert added.my_chat_member.from_user.id == alice.id
    assert greeted.message.new_chat_members[0].id == phones.bot.id
    assert command.message.text == "/start@sandbox_bot areas-9"
    group.removes_bot(by=alice)
    (removed,) = await drained(receiving)
    assert removed.my_chat_member.new_chat_member.status == "kicked"
    alice.blocks()
    alice.starts("again")
    blocked, unblocked, said = await drained(receiving)
    assert blocked.my_chat_member.new_chat_member.status == "kicked"
    assert unblocked.my_chat_member.new_chat_member.status == "member"
    assert said.message.text == "/start again"


async def test_a_migration_is_told_from_both_sides(receiving: AiogramBot, phones: Sandbox):
    group = phones.group("الحي")
    group.adds_bot()
    await drained(receiving)
    old, new = group.id, group.migrates()
    before, after = [update.message for update in await drained(receiving)]
    assert (before.chat.id, before.migrate_to_chat_id) == (old, new)
    assert (after.chat.id, after.migrate_from_chat_id) == (new, old)
    assert after.chat.type == "supergroup"


async def test_who_blocked_or_left_cannot_write(phones: Sandbox, alice: Person, bob: Person):
    alice.blocks()
    with pytest.raises(Impossible):
        alice.says("مرحبا")
    group = phones.group("الحي", admins=[alice])
    with pytest.raises(Impossible):
        bob.says("مرحبا", to=group)


async def test_two_bots_hear_only_their_own(receiving: AiogramBot, phones: Sandbox, alice: Person):
    other = phones.new_bot("7000000002:other", "other_bot")
    alice.says("لك")
    alice.starts(bot=other)
    assert [update.message.text for update in await drained(receiving)] == ["لك"]
    async with telegram.Bot(other.token, base_url=phones.base_url) as theirs:
        heard: Any = await theirs.get_updates()
        assert [update.message.text for update in heard] == ["/start"]
    with pytest.raises(REFUSALS["aiogram"]["bad request"], match="chat not found"):
        await receiving.send_message(phones.person("غريب").id, "مرحبا")
