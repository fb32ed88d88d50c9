"""How requests may come, and that what both libraries send is what the Bot API documents."""

from collections.abc import AsyncIterator
from typing import Any

import aiogram
import aiogram.methods
import aiohttp
import orjson
import pytest
import telegram

from sandbox import Person, Sandbox
from tests.contract.sandbox_libraries import AiogramBot, Library, png

pytest_plugins = ["tests.contract.sandbox_fixtures"]


@pytest.fixture
async def http(phones: Sandbox) -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(f"{phones.base_url}{phones.token}/") as session:
        yield session


async def called(response: aiohttp.client._RequestContextManager) -> Any:
    async with response as answer:
        return (await answer.json())["result"]


async def test_parameters_come_as_json_form_multipart_or_query(http: aiohttp.ClientSession, alice: Person):
    params = {"chat_id": str(alice.id), "text": "مرحبا", "disable_notification": "true"}
    await called(http.post("sendMessage", json={**params, "chat_id": alice.id, "disable_notification": True}))
    await called(http.post("sendMessage", data=params))
    with aiohttp.MultipartWriter("form-data") as writer:
        for name, value in params.items():
            writer.append(value).set_content_disposition("form-data", name=name)
    await called(http.post("sendMessage", data=writer))
    await called(http.get("sendMessage", params=params))
    await called(http.post("SENDMESSAGE", params=params))
    assert [(bubble.text, bubble.silent) for bubble in alice.inbox] == [("مرحبا", True)] * 5


async def test_a_keyboard_may_be_an_object_or_text(http: aiohttp.ClientSession, alice: Person):
    keyboard = {"inline_keyboard": [[{"text": "نعم", "callback_data": "y"}]]}
    for markup in (keyboard, orjson.dumps(keyboard).decode()):
        await called(http.post("sendMessage", json={"chat_id": alice.id, "text": "؟", "reply_markup": markup}))
    assert [bubble.labels for bubble in alice.inbox] == [["نعم"], ["نعم"]]


async def test_a_file_may_be_the_field_itself_or_attached(http: aiohttp.ClientSession, alice: Person):
    for name, params in (("photo", {}), ("x1", {"photo": "attach://x1"})):
        form = aiohttp.FormData({"chat_id": str(alice.id), **params})
        form.add_field(name, png(), filename="a.png", content_type="image/png")
        await called(http.post("sendPhoto", data=form))
    assert [bubble.photo for bubble in alice.inbox] == [png(), png()]


@pytest.mark.parametrize("body", [b"{", b"[1]", b'"x"'])
async def test_a_body_that_is_no_object_is_refused(http: aiohttp.ClientSession, body: bytes):
    async with http.post("sendMessage", data=body, headers={"Content-Type": "application/json"}) as answer:
        assert answer.status == 400
        assert (await answer.json())["ok"] is False


@pytest.mark.parametrize(
    ("params", "description"),
    [
        ({"text": "مرحبا"}, "Bad Request: chat_id is empty"),
        ({"chat_id": 100001}, "Bad Request: message text is empty"),
        ({"chat_id": 100001, "text": "x", "reply_markup": "{"}, "Bad Request: can't parse reply markup JSON object"),
        ({"chat_id": 100001, "text": "x", "reply_markup": "[]"}, "Bad Request: object expected as reply markup"),
        ({"chat_id": 100001, "text": "x", "parse_mode": "bbcode"}, "Bad Request: unsupported parse_mode"),
        ({"chat_id": 100001, "text": "x", "entities": [{"type": "huge", "offset": 0, "length": 1}]}, None),
        ({"chat_id": 100001, "text": "x", "reply_parameters": [1]}, None),
        ({"chat_id": [1], "text": "x"}, None),
    ],
)
async def test_nonsense_is_refused_not_crashed_over(
    http: aiohttp.ClientSession, alice: Person, params: dict[str, Any], description: str | None
):
    async with http.post("sendMessage", json=params) as answer:
        body = await answer.json()
    assert (answer.status, body["ok"], body["error_code"]) == (400, False, 400)
    assert description is None or body["description"] == description


async def everything_both_send(library: Library, phones: Sandbox, alice: Person) -> None:
    """A call of each method this product uses."""
    bot, types = library.bot, library.types
    keyboard = library.inline([("نعم", "y")])
    text = await bot.send_message(alice.id, "<b>نص</b>", parse_mode="HTML", reply_markup=keyboard, protect_content=True)
    photo = await bot.send_photo(alice.id, library.file(png()), caption="صورة", allow_paid_broadcast=True)
    await bot.send_media_group(alice.id, [library.photo(library.file(png())), library.photo(photo.photo[-1].file_id)])
    await bot.send_document(alice.id, library.file(b"%PDF", "a.pdf"))
    await bot.send_voice(alice.id, library.file(b"OggS", "a.ogg"))
    await bot.send_audio(alice.id, library.file(b"ID3", "a.mp3"), caption="صوت")
    await bot.send_video_note(alice.id, library.file(b"ftyp", "a.mp4"))
    live = await bot.send_location(alice.id, 24.7, 46.67, live_period=600)
    await bot.send_venue(alice.id, latitude=24.7, longitude=46.67, title="حديقة", address="شارع")
    await bot.edit_message_text("نص آخر", chat_id=alice.id, message_id=text.message_id)
    where = {"chat_id": alice.id, "message_id": photo.message_id}
    await bot.edit_message_caption(caption="أخرى", **where)
    await bot.edit_message_media(library.photo(library.file(png(shade=3))), **where)
    await bot.edit_message_reply_markup(reply_markup=keyboard, **where)
    where = {"chat_id": alice.id, "message_id": live.message_id}
    await bot.edit_message_live_location(latitude=24.8, longitude=46.7, **where)
    await bot.stop_message_live_location(**where)
    await bot.copy_message(alice.id, alice.id, photo.message_id)
    await bot.forward_message(alice.id, alice.id, photo.message_id)
    await bot.send_chat_action(alice.id, "typing")
    await bot.pin_chat_message(alice.id, photo.message_id)
    await bot.unpin_chat_message(alice.id, message_id=photo.message_id)
    await bot.set_message_reaction(alice.id, photo.message_id, [types.ReactionTypeEmoji(emoji="👍")])
    await bot.delete_message(alice.id, text.message_id)
    await bot.delete_messages(alice.id, [photo.message_id])
    alice.taps("نعم") if any(bubble.labels for bubble in alice.inbox) else None
    await bot.set_my_commands([types.BotCommand(command="start", description="ابدأ")])
    await bot.get_my_commands()
    await bot.delete_my_commands()
    await bot.set_my_name("مظلة")
    await bot.set_my_description("وصف")
    await bot.set_my_short_description("وصف")
    await bot.set_chat_menu_button(menu_button=types.MenuButtonCommands())
    await bot.get_chat(alice.id)
    await bot.get_file(photo.photo[-1].file_id)
    await bot.set_webhook("https://example.org/hook", secret_token="abc", allowed_updates=["message"])
    await bot.get_webhook_info()
    await bot.delete_webhook()
    await bot.get_updates(allowed_updates=["message", "callback_query"])
    await bot.get_me()
    forum = phones.forum("المنتدى")
    forum.adds_bot(rights=["can_manage_topics"])
    await bot.create_forum_topic(forum.id, "بحث")
    await bot.get_chat_member(forum.id, phones.bot.id)
    await bot.get_chat_administrators(forum.id)
    await bot.get_chat_member_count(forum.id)
    await bot.leave_chat(forum.id)
    await bot.log_out()
    if library.name == "aiogram":
        await bot(aiogram.methods.Close())


def decoded(params: dict[str, Any]) -> dict[str, Any]:
    """Form values as the JSON they stand for."""
    return {name: _decoded(name, value) for name, value in params.items()}


def _decoded(name: str, value: Any) -> Any:
    structured = {"reply_markup", "media", "commands", "scope", "allowed_updates", "reaction", "menu_button"}
    structured |= {"message_ids", "entities", "caption_entities", "reply_parameters", "link_preview_options"}
    return orjson.loads(value) if name in structured and isinstance(value, str) else value


async def test_every_request_of_both_libraries_is_one_the_bot_api_documents(
    library: Library, phones: Sandbox, alice: Person
):
    await everything_both_send(library, phones, alice)
    methods = {name.lower(): getattr(aiogram.methods, name) for name in aiogram.methods.__all__}
    seen = set()
    for request in phones.journal:
        assert request.status == 200
        uploads = {name for name in request.params if name not in methods[request.method.lower()].model_fields}
        params = {name: value for name, value in request.params.items() if name not in uploads}
        methods[request.method.lower()].model_validate(decoded(params))
        assert all(str(request.params[name]).endswith(" bytes)") for name in uploads)
        seen.add(request.method)
    assert len(seen) >= 41


async def test_a_method_of_the_future_is_unknown(phones: Sandbox, sending: telegram.Bot, http: aiohttp.ClientSession):
    async with http.post("sendCarrierPigeon") as answer:
        assert (answer.status, (await answer.json())["description"]) == (404, "Not Found")


async def test_a_deep_link_of_any_allowed_length_arrives(receiving: AiogramBot, alice: Person):
    payload = "a" * 64
    alice.starts(payload)
    (update,) = await receiving.get_updates()
    assert update.message.text == f"/start {payload}"
    assert update.message.entities[0].type == "bot_command"
