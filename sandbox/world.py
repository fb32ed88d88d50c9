"""The state of one Telegram, held in memory: who there is, where they talk, what waits for whom.

It is looked up and written by `happenings` (what people and bots do) and by the Bot API methods; every change ends in
`tell`, which wakes those who wait and feeds the event stream.
"""

import itertools
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sandbox.accounts import Account, BotAccount, User
from sandbox.chats import Chat
from sandbox.files import FileStore
from sandbox.limits import Limits, Meter
from sandbox.messages import Message
from sandbox.refusals import unauthorized
from sandbox.updates import UpdateQueue

JSON = dict[str, Any]
FIRST_PERSON = 100001
FIRST_GROUP = -4000001
FIRST_SUPERGROUP = -1002000000001
FIRST_UPDATE = 700000001


@dataclass(frozen=True)
class Event:
    """Something changed: `kind` is message, edited, deleted, answer, member, action, commands, page, story, request."""

    kind: str
    chat: Chat | None = None
    message: Message | None = None
    details: JSON = field(default_factory=dict)

    @property
    def about(self) -> int | None:
        """Whose phone alone it concerns; None where it is a group's, or everybody's."""
        if self.chat is not None:
            return self.chat.user.id if self.chat.user else None
        person = self.details.get("person")
        return person if isinstance(person, int) else None


@dataclass(eq=False, repr=False)
class Tap:
    """Somebody pressed an inline button; `answer` is what the bot said to it, once it has."""

    id: str
    user: User
    message: Message
    at: datetime
    bot: BotAccount
    answer: JSON | None = None


@dataclass(eq=False)
class BotDesk:
    """What belongs to one bot: its updates, its meter, its commands by scope and language."""

    queue: UpdateQueue
    meter: Meter
    commands: dict[tuple[str, str], list[JSON]] = field(default_factory=dict)


@dataclass(eq=False, repr=False)
class World:
    """One Telegram. `clock` gives aware UTC times; `meter_clock` gives seconds for the limits and never goes back."""

    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    limits: Limits = field(default_factory=Limits)
    meter_clock: Callable[[], float] = time.monotonic
    files: FileStore = field(default_factory=FileStore)
    users: dict[int, User] = field(default_factory=dict)
    bots: dict[str, BotAccount] = field(default_factory=dict)
    desks: dict[int, BotDesk] = field(default_factory=dict)
    chats: dict[int, Chat] = field(default_factory=dict)
    dialogs: dict[tuple[int, int], Chat] = field(default_factory=dict)
    taps: dict[str, Tap] = field(default_factory=dict)
    listeners: list[Callable[[Event], None]] = field(default_factory=list)
    moment: int = 0
    counters: dict[str, Iterator[int]] = field(default_factory=dict)

    def count(self, what: str, start: int = 1, step: int = 1) -> int:
        """The next number of a row of numbers, such as the ids of people."""
        return next(self.counters.setdefault(what, itertools.count(start, step)))

    def add_user(self, user: User) -> User:
        if user.id in self.users:
            raise ValueError(f"there is a person with the id {user.id} already")
        self.users[user.id] = user
        return user

    def add_bot(self, bot: BotAccount) -> BotAccount:
        """A bot known by its token; again the same token is the same bot."""
        if bot.token in self.bots:
            return self.bots[bot.token]
        queue = UpdateQueue(FIRST_UPDATE + 1000000 * len(self.bots))
        self.desks[bot.id] = BotDesk(queue, Meter(self.limits, self.meter_clock))
        self.bots[bot.token] = bot
        return bot

    def renew_token(self, bot: BotAccount, token: str) -> None:
        """The bot has another token from now on; the old one is 401, and so is a poll that is under way with it."""
        del self.bots[bot.token]
        bot.token = token
        self.bots[token] = bot
        self.queue(bot).interrupt(unauthorized())

    def add_chat(self, chat: Chat) -> Chat:
        self.chats[chat.id] = chat
        return chat

    def bot_of(self, token: str) -> BotAccount:
        """The bot with this token; 401 when there is none."""
        bot = self.bots.get(token)
        if bot is None:
            raise unauthorized()
        return bot

    def desk(self, bot: BotAccount) -> BotDesk:
        return self.desks[bot.id]

    def queue(self, bot: BotAccount) -> UpdateQueue:
        return self.desks[bot.id].queue

    def dialog(self, bot: BotAccount, user: User) -> Chat:
        """The private chat of a bot and a person, empty and not started at first."""
        known = self.dialogs.get((bot.id, user.id))
        if known is None:
            known = self.dialogs[bot.id, user.id] = Chat(user.id, "private", user=user, bot=bot)
        return known

    def account(self, account_id: int) -> Account | None:
        found = self.users.get(account_id)
        return found or next((bot for bot in self.bots.values() if bot.id == account_id), None)

    def chat_named(self, username: str) -> Chat | None:
        wanted = username.lstrip("@").lower()
        return next((chat for chat in self.chats.values() if (chat.username or "").lower() == wanted), None)

    def chats_of(self, account: Account) -> list[Chat]:
        """Every chat an account is in, its private ones included."""
        dialogs = [chat for pair, chat in self.dialogs.items() if account.id in pair]
        return dialogs + [chat for chat in self.chats.values() if chat.member(account).inside]

    def next_message_id(self, chat: Chat) -> int:
        """Supergroups and channels count for themselves; private chats and groups share one row of numbers."""
        own = chat.type in {"supergroup", "channel"}
        return self.count(f"message/{chat.id}" if own else "message")

    def tell(self, event: Event) -> None:
        """Something changed: stamp the message, feed the listeners, wake who waits for this chat."""
        if event.kind != "request":
            self.moment += 1
        if event.message is not None and event.kind in {"message", "edited"}:
            event.message.moment = self.moment
        for listener in self.listeners:
            listener(event)
        if event.chat is not None:
            event.chat.changed.fire()
