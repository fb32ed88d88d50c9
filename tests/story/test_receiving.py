"""Updates come in: each has one effect, whatever happens to the process, the network or the update itself."""

import asyncio
from contextlib import suppress
from dataclasses import replace
from typing import Any

import httpx
import orjson
import pytest
from aiogram import Router
from aiogram.filters import Command
from fastapi import FastAPI
from sqlmodel import func, select
from structlog.testing import capture_logs

from bot.intake import Intake
from bot.updates import lane_of
from bot.webhook import PATH, SECRET_HEADER, webhook_routes
from handlers.routes import dispatcher
from handlers.talking import Talk
from models.audit import Audit
from models.intake import Conversation, InboxUpdate
from models.subscriptions import Subscription
from places.grounds import Circle
from places.points import Point
from sandbox.faults import Fault
from services import preferences, subscriptions
from services.subscriptions import Wish

HOME = Circle(Point(24.7, 46.7), 5000)


def message(number: int, text: str, *, user: int = 100001, name: str = "سعاد") -> dict[str, Any]:
    person = {"id": user, "is_bot": False, "first_name": name, "language_code": "ar"}
    chat = {"id": user, "type": "private", "first_name": name}
    entities = [{"type": "bot_command", "offset": 0, "length": len(text)}] if text.startswith("/") else []
    inner = {"message_id": number, "date": 1780000000, "chat": chat, "from": person, "text": text, "entities": entities}
    return {"update_id": number, "message": inner}


def intake_with(reception, **commands) -> Intake:
    """Another process over the same database, with conversations of the story's own."""
    asked = dispatcher()
    router = Router(name="story")
    for command, handler in commands.items():
        router.message.register(handler, Command(command))
    asked.include_router(router)
    asked.sub_routers.insert(0, asked.sub_routers.pop())
    return Intake(reception.bot, asked, reception.house, reception.catalogues, reception.intake.now, pauses=(0.001,))


class Running:
    """An intake at work, until the block ends."""

    def __init__(self, intake: Intake) -> None:
        self.intake = intake

    async def __aenter__(self) -> Intake:
        self.task = asyncio.create_task(self.intake.run())
        return self.intake

    async def __aexit__(self, *_: object) -> None:
        self.task.cancel()
        with suppress(asyncio.CancelledError):
            await self.task


@pytest.fixture
async def caller(reception):
    """Somebody known, so that answers reach a phone."""
    someone = reception.telegram.person("سعاد", language="ar", id=100001)
    await someone.starts()
    await someone.hears(reception.words("menu"))
    await reception.intake.idle()
    return someone


@pytest.fixture
async def person(reception, caller):
    """The same, after the reception has closed: the story has an intake of its own."""
    await reception.closes()
    return caller


async def states(house) -> dict[int, str]:
    async with house.db.reading() as tx:
        rows = await tx.exec(select(InboxUpdate.update_id, InboxUpdate.state).where(InboxUpdate.update_id < 1000))
        return {number: str(state) for number, state in rows.all()}


async def test_an_update_killed_after_its_effect_is_done_again_without_a_second_effect(reception, person, clock):
    steps: list[str | None] = []
    killed = asyncio.Event()

    async def subscribe(_, house, who, once, talk: Talk, raw_state) -> None:
        steps.append(raw_state)
        await preferences.confirm_adult(house, member_id=who.id, now=clock())
        await subscriptions.subscribe(
            house, recipient_id=who.recipient_id, ground=HOME, wish=Wish(), made_by=once, now=clock()
        )
        await talk.state.set_state("after")
        if not killed.is_set():
            killed.set()
            await asyncio.Event().wait()

    first = intake_with(reception, sub=subscribe)
    task = asyncio.create_task(first.run())
    await first.keep([message(1, "/sub")])
    await killed.wait()
    for each in [*first._tasks, task]:
        each.cancel()
    async with Running(intake_with(reception, sub=subscribe)) as second:
        await second.keep([message(1, "/sub")])
        await second.idle()
    assert steps == [None, None]
    assert await states(reception.house) == {1: "done"}
    async with reception.house.db.reading() as tx:
        assert (await tx.exec(select(func.count()).select_from(Subscription))).one() == 1


async def test_what_waited_before_the_start_is_done_first_and_in_order(reception, person):
    heard: list[str] = []

    async def note(event, talk: Talk) -> None:
        heard.append(event.text)

    intake = intake_with(reception, note=note)
    await intake.keep([message(number, f"/note {number}") for number in range(1, 9)])
    async with Running(intake):
        await intake.idle()
    assert heard == [f"/note {number}" for number in range(1, 9)]


async def test_chats_do_not_wait_for_each_other_and_one_chat_keeps_its_order(reception, person):
    order: list[str] = []
    gate = asyncio.Event()

    async def slow(event, **_) -> None:
        await gate.wait()
        order.append(event.text)

    async def quick(event, **_) -> None:
        order.append(event.text)
        if event.from_user.id != 100001:
            gate.set()

    async with Running(intake_with(reception, slow=slow, quick=quick)) as intake:
        await intake.keep([message(1, "/slow"), message(2, "/quick"), message(3, "/quick 2", user=5, name="x")])
        await intake.idle()
    assert order == ["/quick 2", "/slow", "/quick"]


async def test_ten_thousand_malformed_updates_do_not_stop_the_next(reception, person):
    odd: list[Any] = [
        {"update_id": 10_000 + number, "message": {"text": "سر", "chat": number % 7}} for number in range(9_990)
    ] + [
        {"update_id": "x"},
        {},
        "text",
        None,
        {"update_id": 30_000},
        {"update_id": 30_001, "newer": {"a": 1}},
    ]
    tally: list[str] = []
    intake = intake_with(reception)
    intake._tally = tally.append
    with capture_logs() as logs:
        async with Running(intake):
            await intake.keep(odd)
            await intake.keep([message(40_000, "/menu")])
            await intake.idle()
    await person.hears(reception.words("menu"))
    assert tally.count("unreadable") == 9_990
    assert "سر" not in repr(logs)


async def test_what_fails_three_times_is_kept_counted_and_said_once(reception, person):
    tries: list[int] = []

    async def broken(event, talk: Talk) -> None:
        tries.append(1)
        raise KeyError(f"a secret: {event.text}")

    tally: list[str] = []
    intake = intake_with(reception, broken=broken)
    intake._tally = tally.append
    with capture_logs() as logs:
        async with Running(intake):
            await intake.keep([message(1, "/broken سرّي"), message(2, "/menu")])
            await intake.idle()
    assert (len(tries), tally) == (3, ["failed", "handled"])
    assert await states(reception.house) == {1: "failed", 2: "done"}
    assert "سرّي" not in repr(logs)
    assert sum("حدث خلل عندنا" in (each.text or "") for each in person.inbox) == 1


async def test_what_fails_once_is_tried_again_and_nothing_is_said_of_it(reception, person):
    tries: list[int] = []

    async def shaky(event, talk: Talk) -> None:
        tries.append(1)
        if len(tries) == 1:
            raise RuntimeError
        await talk.tell("settings-kept")

    async with Running(intake_with(reception, shaky=shaky)) as intake:
        await intake.keep([message(1, "/shaky")])
        await intake.idle()
    await person.hears(reception.words("settings-kept"))
    assert await states(reception.house) == {1: "done"}


async def test_an_answer_that_does_not_get_through_is_given_when_the_network_is_back(reception, person):
    reception.telegram.faults.fail("sendMessage", times=3)
    async with Running(intake_with(reception)) as intake:
        await intake.keep([message(1, "/menu")])
        await intake.idle()
    await person.hears(reception.words("menu"))
    assert await states(reception.house) == {1: "done"}


async def test_an_answer_waits_as_long_as_telegram_asks(reception, person):
    reception.telegram.faults.add(Fault("flood", "sendMessage", times=1, seconds=1))
    async with Running(intake_with(reception)) as intake:
        await intake.keep([message(1, "/menu")])
        await intake.idle()
    await person.hears(reception.words("menu"))
    refused, sent = reception.telegram.journal.of("sendMessage")[-2:]
    assert (refused.status, sent.status) == (429, 200)
    assert sent.began - refused.began >= 1


async def test_who_blocked_the_bot_meanwhile_holds_nothing_up(reception, person):
    person.blocks()
    async with Running(intake_with(reception)) as intake:
        await intake.keep([message(1, "/menu")])
        await intake.idle()
    assert await states(reception.house) == {1: "done"}


async def test_a_refusal_leaves_the_conversation_where_it_was(reception, person, clock):
    async def refuse(_, house, who, talk: Talk, state) -> None:
        await state.set_state("further")
        await preferences.set_zone(house, member_id=who.id, text="Asia/Nowhere", now=clock())

    async with Running(intake_with(reception, refuse=refuse)) as intake:
        await intake.keep([message(1, "/refuse")])
        await intake.idle()
    await person.hears("Asia/Nowhere")
    async with reception.house.db.reading() as tx:
        assert (await tx.exec(select(Conversation))).all() == []
        assert "member.zone" not in (await tx.exec(select(Audit.act))).all()


async def test_a_press_long_ago_is_harmless(reception, person):
    tap = {
        "id": "1", "from": {"id": 100001, "is_bot": False, "first_name": "سعاد"}, "chat_instance": "1", "data": "menu:home",
        "message": {"message_id": 9, "date": 0, "chat": {"id": 100001, "type": "private", "first_name": "سعاد"}},
    }  # fmt: skip
    async with Running(intake_with(reception)) as intake:
        await intake.keep([{"update_id": 1, "callback_query": tap}])
        await intake.idle()
    await person.hears(reception.words("menu"))
    assert await states(reception.house) == {1: "done"}


async def test_polling_acknowledges_only_what_is_committed(reception, caller):
    offsets = [each.params.get("offset") for each in reception.telegram.journal.of("getUpdates")]
    assert offsets[0] is None
    assert offsets[-1] is not None
    async with reception.house.db.reading() as tx:
        highest = (await tx.exec(select(func.max(InboxUpdate.update_id)))).one()
    assert int(offsets[-1]) == highest + 1


TROUBLES = {
    "5xx": Fault("error", "getUpdates", times=2),
    "a cut network": Fault("cut", "getUpdates", times=2),
    "a flood": Fault("flood", "getUpdates", times=1, seconds=1),
}


@pytest.mark.parametrize("trouble", TROUBLES)
async def test_polling_survives(reception, caller, trouble):
    reception.telegram.faults.add(replace(TROUBLES[trouble]))
    for _ in range(2):
        await caller.says("/menu")
        await caller.hears(reception.words("menu"))


async def test_a_webhook_in_the_way_of_polling_is_named_in_the_log(reception, caller):
    with capture_logs() as logs:
        await reception.bot.set_webhook("https://example.org/telegram/webhook")
        async with asyncio.timeout(30):
            while not logs:
                await asyncio.sleep(0.02)
        await reception.bot.delete_webhook()
        await caller.says("/menu")
        await caller.hears(reception.words("menu"))
    assert "webhook" in logs[0]["why"]


async def test_an_update_that_could_not_be_kept_is_asked_for_again(reception, caller):
    """The disk is full for a moment: nothing is acknowledged, nothing lost."""
    kept = reception.intake.keep
    tries: list[int] = []

    async def keep(updates):
        tries.append(1)
        if len(tries) == 1:
            raise OSError("the disk is full")
        return await kept(updates)

    reception.intake.keep = keep
    await caller.says("/menu")
    await caller.hears(reception.words("menu"))
    assert len(tries) >= 2


@pytest.mark.parametrize(
    ("update", "lane"),
    [
        ({"update_id": 1, "message": {"chat": {"id": -5}, "from": {"id": 7}}}, "chat:-5"),
        ({"update_id": 1, "callback_query": {"from": {"id": 7}, "message": {"chat": {"id": 9}}}}, "chat:9"),
        ({"update_id": 1, "callback_query": {"from": {"id": 7}}}, "chat:7"),
        ({"update_id": 1, "inline_query": {"from": {"id": 7}}}, "chat:7"),
        ({"update_id": 1, "poll": {"id": "5"}}, "alone:1"),
        ({"update_id": 1, "message": "garbage"}, "alone:1"),
    ],
)
def test_the_lane_is_the_chat_or_the_person(update, lane):
    assert lane_of(update) == lane


class TestWebhook:
    """The other way in."""

    async def post(self, reception, body: bytes, secret: str | None) -> int:
        app = FastAPI()
        app.include_router(webhook_routes({"right": reception.intake, "": reception.intake}))
        headers = {} if secret is None else {SECRET_HEADER: secret}
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://mizalla") as client:
            return (await client.post(PATH, content=body, headers=headers)).status_code

    async def test_an_update_is_committed_before_it_is_acknowledged(self, reception, caller):
        assert await self.post(reception, orjson.dumps(message(1, "/menu")), "right") == 200
        assert 1 in await states(reception.house)
        await caller.hears(reception.words("menu"))

    @pytest.mark.parametrize("secret", ["wrong", "", None])
    async def test_without_the_secret_nothing_is_kept(self, reception, caller, secret):
        assert await self.post(reception, orjson.dumps(message(1, "/menu")), secret) == 403
        assert await states(reception.house) == {}

    async def test_what_is_no_update_is_answered_and_not_kept(self, reception, caller):
        assert await self.post(reception, b"{", "right") == 400
        assert await self.post(reception, b"[]", "right") == 200
        assert await self.post(reception, b" " * 2_000_000, "right") == 413
        assert await states(reception.house) == {}
