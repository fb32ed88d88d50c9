"""The control API, as the page of phones uses it."""

import asyncio
import base64
from collections.abc import AsyncIterator
from typing import Any

import aiogram
import aiohttp
import orjson
import pytest

from sandbox import Person, Sandbox
from tests.contract.sandbox_libraries import AiogramBot, Hands, png

pytest_plugins = ["tests.contract.sandbox_fixtures"]


@pytest.fixture
async def page(phones: Sandbox) -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(f"{phones.url}/sandbox/") as session:
        yield session


async def state(page: aiohttp.ClientSession, **query: str) -> dict[str, Any]:
    async with page.get("state", params=query) as answer:
        told: dict[str, Any] = await answer.json()
    return told


async def act(page: aiohttp.ClientSession, person: Person | None, do: str, **more: Any) -> dict[str, Any]:
    body = {"do": do, **({"person": person.id} if person else {}), **more}
    async with page.post("act", json=body) as answer:
        told: dict[str, Any] = await answer.json()
    return {"status": answer.status} | told


async def test_the_state_shows_phones_and_chats(
    page: aiohttp.ClientSession, receiving: AiogramBot, phones: Sandbox, alice: Person, bob: Person
):
    group = phones.group("الحي", admins=[alice])
    group.adds_bot()
    keyboard = aiogram.types.InlineKeyboardMarkup(
        inline_keyboard=[[aiogram.types.InlineKeyboardButton(text="نعم", callback_data="y")]]
    )
    await receiving.send_message(alice.id, "مرحبا", reply_markup=keyboard, disable_notification=True)
    told = await state(page)
    phone = told["people"][0]
    assert (phone["name"], phone["blocked"]) == ("سعاد", False)
    private, shared = (told["chats"][key] for key in phone["chats"])
    assert private["messages"][0]["reply_markup"]["inline_keyboard"][0][0]["text"] == "نعم"
    assert private["messages"][0]["silent"]
    assert (shared["id"], shared["bot_status"]) == (group.id, "member")
    assert [person["id"] for person in (await state(page, people=str(bob.id)))["people"]] == [bob.id]


async def test_a_person_acts_over_http(page: aiohttp.ClientSession, receiving: AiogramBot, alice: Person):
    photo = base64.b64encode(png()).decode()
    for do, more in (
        ("starts", {"deep_link": "x"}),
        ("says", {"text": "مرحبا"}),
        ("photo", {"data": photo, "caption": "حفرة"}),
        ("album", {"photos": [{"data": photo}, {"data": photo, "caption": "ب"}]}),
        ("document", {"data": photo, "name": "a.png"}),
        ("voice", {}),
        ("video", {}),
        ("sticker", {}),
        ("location", {"lat": 24.7, "lon": 46.67, "accuracy": 9}),
        ("venue", {"lat": 24.7, "lon": 46.67, "title": "حديقة", "address": "شارع"}),
        ("live", {"lat": 24.7, "lon": 46.67}),
        ("moves", {"lat": 24.8, "lon": 46.67}),
        ("stops", {}),
        ("contact", {}),
        ("blocks", {}),
        ("unblocks", {}),
    ):
        assert (await act(page, alice, do, **more))["status"] == 200, do
    assert len(await receiving.get_updates()) == 17


async def test_a_tap_waits_for_its_answer(page: aiohttp.ClientSession, receiving: AiogramBot, alice: Person):
    button = aiogram.types.InlineKeyboardButton(text="نعم", callback_data="y")
    markup = aiogram.types.InlineKeyboardMarkup(inline_keyboard=[[button]])
    sent = await receiving.send_message(alice.id, "قادم؟", reply_markup=markup)

    async def answer() -> None:
        (update,) = await receiving.get_updates(timeout=5)
        await receiving.answer_callback_query(update.callback_query.id, text="تم", show_alert=True)

    answering = asyncio.ensure_future(answer())
    told = await act(page, alice, "presses", button="y", message=sent.message_id)
    await answering
    assert told["answer"] == {"text": "تم", "alert": True, "url": None}


async def test_groups_are_made_and_moved_over_http(page: aiohttp.ClientSession, phones: Sandbox, alice: Person):
    newcomer = (await act(page, None, "new_person", name="ليلى", language="ar"))["person"]
    made = await act(page, alice, "new_group", title="الحي", members=[newcomer])
    for do in ("adds_bot", "promotes_bot", "demotes_bot"):
        assert (await act(page, alice, do, chat=made["chat"]))["status"] == 200
    moved = await act(page, alice, "migrates", chat=made["chat"])
    assert (await act(page, alice, "says", text="هنا", chat=moved["chat"]))["status"] == 200
    assert (await act(page, alice, "removes_bot", chat=moved["chat"]))["status"] == 200


async def test_what_cannot_be_done_is_told(page: aiohttp.ClientSession, alice: Person):
    for do, more in (("flies", {}), ("says", {}), ("presses", {"button": "؟"}), ("edits", {"message": 9, "text": "x"})):
        told = await act(page, alice, do, **more)
        assert (told["status"], told["ok"]) == (400, False)
        assert told["why"]
    async with page.post("act", json={"do": "says", "person": 5, "text": "x"}) as answer:
        assert (await answer.json())["why"] == "there is nobody with the id 5"


async def test_a_foreign_page_cannot_act(page: aiohttp.ClientSession, alice: Person):
    body = orjson.dumps({"person": alice.id, "do": "says", "text": "x"})
    async with page.post("act", data=body, headers={"Content-Type": "text/plain"}) as answer:
        assert answer.status == 415
    assert alice.screen == []


async def test_events_stream_as_they_happen(page: aiohttp.ClientSession, receiving: AiogramBot, alice: Person):
    async with page.get("events") as stream:
        assert stream.content_type == "text/event-stream"
        await stream.content.readuntil(b"\n\n")
        sent = await receiving.send_message(alice.id, "مرحبا")
        await receiving.edit_message_text("وداعا", chat_id=alice.id, message_id=sent.message_id)
        await receiving.delete_message(alice.id, sent.message_id)
        told = [orjson.loads((await stream.content.readuntil(b"\n\n"))[6:]) for _ in range(3)]
    assert [event["kind"] for event in told] == ["message", "edited", "deleted"]
    assert [event["message"]["text"] for event in told] == ["مرحبا", "وداعا", "وداعا"]
    assert told[0]["chat"] == f"{alice.telegram.bot.id}/{alice.id}"


async def test_faults_and_limits_are_switched_over_http(
    page: aiohttp.ClientSession, receiving: AiogramBot, phones: Sandbox, alice: Person
):
    wanted = {"faults": [{"kind": "error", "method": "sendMessage"}], "limits": {"per_second": 5}}
    async with page.post("faults", json=wanted) as answer:
        told = await answer.json()
    assert (told["faults"][0]["method"], told["limits"]["per_second"]) == ("sendMessage", 5)
    with pytest.raises(aiogram.exceptions.TelegramServerError):
        await receiving.send_message(alice.id, "مرحبا")
    async with page.post("faults", json={"clear": True}) as answer:
        assert (await answer.json())["faults"] == []
    await receiving.send_message(alice.id, "مرحبا")
    for wrong in ({"faults": [{"kind": "earthquake"}]}, {"faults": [{"x": 1}]}, {"limits": {"joy": 1}}):
        async with page.post("faults", json=wrong) as answer:
            assert answer.status == 400
    assert phones.faults.active == []


async def test_time_moves_only_where_somebody_lets_it(page: aiohttp.ClientSession, hands: Hands):
    before = hands.now
    async with page.post("clock", json={"ahead": 3600}) as answer:
        assert (await answer.json())["movable"]
    assert (hands.now - before).total_seconds() == 3600
    async with page.post("clock", json={"to": "2027-01-01T00:00:00"}) as answer:
        assert (await answer.json())["why"] == "a time needs its zone"
    async with await Sandbox.start() as fixed, aiohttp.ClientSession(fixed.url) as session:
        answer = await session.post("/sandbox/clock", json={"ahead": 1})
        assert answer.status == 400


async def test_files_and_requests_can_be_looked_at(page: aiohttp.ClientSession, receiving: AiogramBot, alice: Person):
    sent = await receiving.send_photo(alice.id, aiogram.types.BufferedInputFile(png(), "a.png"))
    async with page.get(f"files/{sent.photo[0].file_unique_id}") as answer:
        assert (await answer.read(), answer.content_type) == (png(), "image/jpeg")
    async with page.get("requests") as answer:
        (request,) = (await answer.json())["requests"]
    assert (request["method"], request["status"]) == ("sendPhoto", 200)


async def test_the_front_door_says_where_one_is(phones: Sandbox):
    async with aiohttp.ClientSession() as session, session.get(phones.url) as answer:
        assert answer.status == 200
