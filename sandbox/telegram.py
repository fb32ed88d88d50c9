"""`Sandbox`: a whole Telegram, started in one line and stopped in another.

async with await Sandbox.start() as telegram:
    alice = telegram.person("سعاد", language="ar")
    await alice.starts()
    await alice.hears("أهلا")
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Self

from aiohttp import web

from sandbox.accounts import BotAccount, User
from sandbox.chats import Chat, ChatType
from sandbox.content import PageContent
from sandbox.control import Control
from sandbox.faults import Faults
from sandbox.gatherings import Gathering, seated
from sandbox.journal import Journal, Request
from sandbox.limits import Limits
from sandbox.pages import Pages
from sandbox.params import Params
from sandbox.people import Person
from sandbox.phone import Bubble, screen_of
from sandbox.refusals import Refused, conflict
from sandbox.server import BotApi, application
from sandbox.webhooks import Courier, Pauses
from sandbox.world import FIRST_GROUP, FIRST_PERSON, FIRST_SUPERGROUP, Event, World

TOKEN = "7000000001:AAF_sandbox_token_that_opens_nothing_"  # noqa: S105  # of a Telegram that exists in memory only


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(eq=False, repr=False)
class Sandbox:
    """A running Telegram: its people and chats, its switches, its address."""

    world: World
    api: BotApi
    bot: BotAccount
    host: str
    port: int
    pauses: Pauses
    runner: web.AppRunner
    people: dict[int, Person] = field(default_factory=dict)
    gatherings: dict[int, Gathering] = field(default_factory=dict)
    couriers: dict[int, Courier] = field(default_factory=dict)
    tasks: set[asyncio.Task[None]] = field(default_factory=set)
    stopping: asyncio.Event = field(default_factory=asyncio.Event)
    _page: PageContent | None = None

    @property
    def page(self) -> PageContent | None:
        """What the page of phones is told besides; handed over once everybody is there, which an open page is told."""
        return self._page

    @page.setter
    def page(self, content: PageContent) -> None:
        self._page = content
        self.world.tell(Event("page"))

    @classmethod
    async def start(
        cls,
        token: str = TOKEN,
        *,
        clock: Callable[[], datetime] = _now,
        limits: Limits | None = None,
        username: str = "sandbox_bot",
        name: str = "Sandbox",
        host: str = "127.0.0.1",
        port: int = 0,
        set_clock: Callable[[datetime], None] | None = None,
        meter_clock: Callable[[], float] = time.monotonic,
    ) -> Self:
        """A Telegram with one bot, listening; port 0 takes a free one. `clock` gives aware UTC times.

        `set_clock` is called when somebody moves time through the control API; without it that is refused.
        """
        world = World(clock=clock, limits=limits or Limits(), meter_clock=meter_clock)
        api, app = BotApi(world), application()
        api.routes(app)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
        sandbox = cls(world, api, _bot(token, username, name), host, port, Pauses(), runner)
        Control(sandbox, set_clock).routes(app)
        Pages(sandbox).routes(app)
        await runner.setup()
        await web.TCPSite(runner, host, port).start()
        sandbox.port = runner.addresses[0][1]
        sandbox.add_bot(sandbox.bot)
        return sandbox

    async def stop(self) -> None:
        """Close the door; what hung is dropped."""
        self.stopping.set()
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)
        self.faults.clear()
        for desk in self.world.desks.values():
            desk.queue.interrupt(conflict("terminated by the end of the sandbox"))
        await self.runner.cleanup()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    # ------------------------------------------------------------------ addresses and switches

    @property
    def url(self) -> str:
        return f"http://{self.host}:{self.port}"

    @property
    def api_url(self) -> str:
        """For aiogram's `TelegramAPIServer.from_base`."""
        return self.url

    @property
    def base_url(self) -> str:
        """For python-telegram-bot's `base_url`; its `base_file_url` is the next."""
        return f"{self.url}/bot"

    @property
    def base_file_url(self) -> str:
        return f"{self.url}/file/bot"

    @property
    def token(self) -> str:
        return self.bot.token

    def revokes_token(self, bot: BotAccount | None = None) -> str:
        """Its owner wrote /revoke to @BotFather: the same bot has another token, which is given; the old one is 401."""
        renewed = bot or self.bot
        token = f"{renewed.id}:AAF_sandbox_token_number_{self.world.count('token', 2)}_opens_nothing"
        self.world.renew_token(renewed, token)
        return token

    @property
    def faults(self) -> Faults:
        return self.api.faults

    @property
    def journal(self) -> Journal:
        return self.api.journal

    @property
    def limits(self) -> Limits:
        return self.world.limits

    # ------------------------------------------------------------------ who there is

    def add_bot(self, bot: BotAccount) -> BotAccount:
        """One more bot, with a webhook courier of its own."""
        known = self.world.add_bot(bot)
        if known.id not in self.couriers:
            courier = Courier(self.world.queue(known), self.faults, self._performer(known), self.pauses)
            self.couriers[known.id] = courier
            self.tasks.add(asyncio.create_task(courier.run()))
        return known

    def new_bot(self, token: str, username: str, name: str = "Sandbox") -> BotAccount:
        return self.add_bot(_bot(token, username, name))

    def _performer(self, bot: BotAccount) -> Callable[[str, Params], Any]:
        async def perform(method: str, params: Params) -> None:
            entry = self.journal.add(Request(bot.id, method, dict(params.values), time.monotonic()))
            with contextlib.suppress(Refused):
                await self.api.answer(bot, entry, params)

        return perform

    def person(
        self,
        name: str,
        *,
        language: str | None = "ar",
        id: int | None = None,
        username: str | None = None,
        phone: str | None = None,
        last_name: str | None = None,
        started: bool = False,
    ) -> Person:
        """Somebody new; `started` puts them where they have talked with the bot before, without any update."""
        number = id or self._next_person()
        user = self.world.add_user(User(number, name, last_name, username, language, phone))
        person = self.people[number] = Person(self, user)
        if started:
            self.world.dialog(self.bot, user).started = True
        return person

    def _next_person(self) -> int:
        number = self.world.count("person", FIRST_PERSON)
        return number if number not in self.world.users else self._next_person()

    def crowd(self, size: int, *, name: str = "عضو", language: str = "ar", started: bool = True) -> list[Person]:
        """Many people at once."""
        return [self.person(f"{name} {number}", language=language, started=started) for number in range(1, size + 1)]

    def group(self, title: str, *members: Person, admins: Iterable[Person] = ()) -> Gathering:
        """A basic group; the first administrator, else the first member, owns it."""
        return self._gather("group", title, members, list(admins))

    def supergroup(
        self, title: str, *members: Person, admins: Iterable[Person] = (), username: str | None = None
    ) -> Gathering:
        return self._gather("supergroup", title, members, list(admins), username)

    def forum(self, title: str, *members: Person, admins: Iterable[Person] = ()) -> Gathering:
        """A supergroup with topics; open them with `opens_topic`."""
        forum = self._gather("supergroup", title, members, list(admins))
        forum.becomes_forum()
        return forum

    def channel(
        self, title: str, *members: Person, admins: Iterable[Person] = (), username: str | None = None
    ) -> Gathering:
        return self._gather("channel", title, members, list(admins), username)

    def _gather(
        self, kind: ChatType, title: str, members: Iterable[Person], admins: list[Person], username: str | None = None
    ) -> Gathering:
        everybody = [*admins, *members] or [self.person("صاحب المجموعة")]
        row, first = ("group", FIRST_GROUP) if kind == "group" else ("supergroup", FIRST_SUPERGROUP)
        chat = self.world.add_chat(Chat(self.world.count(row, first, -1), kind, title, username))
        chat.members = seated(everybody[0], everybody, admins)
        gathering = self.gatherings[chat.id] = Gathering(self.world, chat, self.bot, everybody[0])
        return gathering

    # ------------------------------------------------------------------ looking at everything

    def everything_shown(self) -> list[Bubble]:
        """Every message of a bot that is still somewhere on a phone, notices left out."""
        chats = [*self.world.dialogs.values(), *self.world.chats.values()]
        every = [bubble for chat in chats for bubble in screen_of(self.world, chat)]
        return [bubble for bubble in every if _is_from_bot(bubble) and bubble.kind != "service"]

    def showing(self, contains: str = "", *, photo: bytes | None = None) -> list[Bubble]:
        """Copies that show these words, and this very picture if one is given."""
        fitting = [bubble for bubble in self.everything_shown() if contains in bubble.text]
        return fitting if photo is None else [bubble for bubble in fitting if bubble.photo == photo]

    async def settles(self, still: float = 0.1, within: float = 10.0) -> None:
        """Until no update waits for a listening bot, and no request was under way or came for `still` seconds."""
        async with asyncio.timeout(within):
            while not await self._is_still(still):
                pass

    async def _is_still(self, still: float) -> bool:
        before = self.world.moment, len(self.journal)
        await asyncio.sleep(still)
        queues = [desk.queue for desk in self.world.desks.values()]
        waiting = self.api.in_flight or any(queue.pending for queue in queues if queue.listened)
        return not waiting and before == (self.world.moment, len(self.journal))


def _is_from_bot(bubble: Bubble) -> bool:
    return bubble.from_bot or bubble.message.chat.type == "channel"


def _bot(token: str, username: str, name: str) -> BotAccount:
    number, _, secret = token.partition(":")
    if not number.isdecimal() or not secret:
        raise ValueError("a token looks like 123456:ABC-DEF")
    return BotAccount(int(number), name, None, username, token=token)
