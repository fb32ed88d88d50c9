"""A scribe in the demo town: people act on their phones, and all that any phone shows is written down in order.

Isolates are left out for reading, and random links are shortened, so that the same play is written the same way.
"""

import asyncio
import contextlib
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from clock.clocks import SteppingClock
from language.text import without_direction
from models.organisations import Role
from sandbox.chats import Chat, Topic
from sandbox.gatherings import Gathering
from sandbox.people import Person
from sandbox.phone import Bubble, screen_of
from services import organisations
from services.audit import Actor
from tests.story.town import Town, town

AFTERNOON = datetime(2026, 11, 22, 13, 40, tzinfo=UTC)
"""A Sunday, twenty to five in Riyadh."""
SAID_BY = "مِظَلّة"
_SENT = {
    "photo": "(صورة)", "voice": "(رسالة صوتية)", "sticker": "(ملصق)", "document": "(ملف)", "video": "(مقطع مرئي)",
    "contact": "(جهة اتصال)", "location": "(موقع)",
}  # fmt: skip
_LINK = re.compile(r"(start(?:group)?[= ][a-z]-?)\S+")
_LONG, _SHORT = 1500, 40
"""Characters: what is longer is shown as short."""
_BUILDING = asyncio.Lock()
"""Alembic migrates one database at a time in a process."""


@dataclass
class Scribe:
    """Acts for people, waits until the bot is done, and notes what has changed on every phone."""

    town: Town
    people: dict[str, Person]
    groups: list[Gathering] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    _seen: dict[tuple[int, int], str] = field(default_factory=dict)
    _keys: dict[int, str] = field(default_factory=dict)

    def scene(self, title: str) -> None:
        self.lines += [f"## {title}", ""]

    async def says(self, who: Person, text: str, *, to: Gathering | None = None, topic: Topic | None = None) -> None:
        who.says(text, to=to, topic=topic)
        await self.note()

    async def shows(self, who: Person, photo: bytes, caption: str = "") -> None:
        who.sends_photo(photo, caption)
        await self.note()

    async def speaks(self, who: Person, *, seconds: int = 7) -> None:
        who.sends_voice(b"OggS a voice", seconds=seconds)
        await self.note()

    async def points(self, who: Person, lat: float, lon: float) -> None:
        who.sends_location(lat, lon)
        await self.note()

    async def follows(self, who: Person, link: str | None) -> None:
        """Press a link into the bot."""
        who.starts((link or "").rpartition("=")[2])
        await self.note()

    async def presses(self, who: Person, *keys: str, on: Bubble | None = None, **facts: str | int) -> None:
        """Press the buttons with these words, one after the other."""
        for key in keys:
            await self.taps(who, self.town.ar.plain(key, **facts), on=on)

    async def taps(self, who: Person, *labels: str, on: Bubble | None = None) -> None:
        """Press the buttons with these labels or with this callback data, one after the other."""
        for label in labels:
            pressed = on or next(b for b in reversed(list(self._within_reach(who))) if self._named(b, label))
            shown = self._named(pressed, label)
            self.lines += [f"*{who.user.full_name}: [{without_direction(str(shown))}]*", ""]
            answer = await who.presses(label, on=pressed)
            if answer.text:
                self.lines += [f"**{SAID_BY}** (نافذة لدى {who.user.full_name})", *_quoted(answer.text), ""]
            await self.note()

    async def passes(self, words: str, **time: float) -> None:
        """Let time go by; in words for who reads."""
        self.lines += [f"*({words})*", ""]
        await self.town.passes(**time)
        await self.note()

    async def note(self) -> None:
        """Wait until the bot is done, and write down what is new, changed or gone."""
        await self.town.quiet()
        for by_bot in (False, True):
            for name, chat in self._chats():
                for bubble in screen_of(self.town.telegram.world, chat):
                    if bubble.from_bot is by_bot:
                        self._note_one(name, chat, bubble)
        for name, chat in self._chats():
            self._note_gone(name, chat)
        for who in self.people.values():
            self._note_keys(who)

    async def silently(self, doing: Awaitable[object]) -> None:
        """Let something happen that nobody reads here."""
        kept = len(self.lines)
        await doing
        await self.note()
        del self.lines[kept:]

    async def grants(self, who: Person, role: Role) -> None:
        """As the operator would at the command line."""
        found = "SELECT member_id FROM recipient WHERE address = :at"
        [(number,)] = await self.town.query(found, at=str(who.id))
        by, now = Actor.operator(), self.town.clock()
        await organisations.grant(self.town.house, member_id=number, role=role, code="zilal", by=by, now=now)

    def person(self, name: str) -> Person:
        """Somebody new."""
        self.people[name] = made = self.town.telegram.person(name, language="ar", started=True)
        return made

    def _chats(self) -> Iterator[tuple[str, Chat]]:
        for name, who in self.people.items():
            yield name, who.chat()
        for group in self.groups:
            yield f"مجموعة {group.title}", group.chat

    def _within_reach(self, who: Person) -> Iterator[Bubble]:
        for group in self.groups:
            yield from group.screen
        yield from who.inbox

    def _named(self, bubble: Bubble, label: str) -> str | None:
        button = bubble.button(label)
        return str(button["text"]) if button else None

    def _note_one(self, name: str, chat: Chat, bubble: Bubble) -> None:
        if bubble.kind == "service":
            return
        shown, before = _shown(bubble), self._seen.get((chat.id, bubble.id))
        if shown == before:
            return
        self._seen[chat.id, bubble.id] = shown
        sender = SAID_BY if bubble.from_bot else bubble.sender
        to = "" if sender == name else f" ← {name}"
        changed = "" if before is None else " (عُدّلت)"
        self.lines += [f"**{sender}{to}**{changed}", *_quoted(shown), ""]

    def _note_gone(self, name: str, chat: Chat) -> None:
        there = {message.id for message in chat.messages.values()}
        for of_chat, number in list(self._seen):
            if of_chat == chat.id and number not in there:
                first = self._seen.pop((of_chat, number)).splitlines()[0]
                self.lines += [f"*(حُذفت من هاتف {name}: {first})*", ""]

    def _note_keys(self, who: Person) -> None:
        keys = " ".join(f"[{label}]" for row in who.keyboard for label in row)
        if keys != self._keys.get(who.id, ""):
            self._keys[who.id] = keys
            self.lines += [f"*(مفاتيح {who.user.full_name}: {keys or 'لا شيء'})*", ""]


def _shown(bubble: Bubble) -> str:
    """What one message shows: what it is, its words, its buttons."""
    text = without_direction(bubble.text)
    parts = [_SENT.get(bubble.kind, ""), text if len(text) < _LONG else f"{text[:_SHORT]}…"]
    if bubble.kind == "venue":
        venue = bubble.message.content["venue"]
        parts = [f"(على الخريطة: {without_direction(venue['title'])}، {without_direction(venue['address'])})"]
    rows = (" ".join(f"[{without_direction(label)}]" for label in row) for row in bubble.buttons)
    return _LINK.sub(r"\1…", "\n".join(part for part in (*parts, *rows) if part))


def _quoted(text: str) -> list[str]:
    """With a line's end kept, as Markdown has it."""
    lines = [
        line.replace("*", r"\*").replace("<", "&lt;").replace("#", r"\#")
        for line in without_direction(text).splitlines()
    ]
    return [f"> {line}\\" if line and n < len(lines) - 1 and lines[n + 1] else f"> {line}".rstrip()
            for n, line in enumerate(lines)]  # fmt: skip


Play = Callable[[Scribe], Awaitable[None]]


@contextlib.asynccontextmanager
async def scribe() -> AsyncIterator[Scribe]:
    """A scribe in a town of its own, on a database that is gone afterwards."""
    async with contextlib.AsyncExitStack() as until_read:
        folder = Path(until_read.enter_context(TemporaryDirectory()))
        async with _BUILDING:
            building = town(f"sqlite+aiosqlite:///{folder / 'town.db'}", SteppingClock(AFTERNOON))
            built = await until_read.enter_async_context(building)
        cast = (built.citizen, built.volunteer, built.neighbour, built.coordinator, built.approver)
        yield Scribe(built, {who.user.full_name: who for who in cast})


async def written(title: str, play: Play) -> str:
    """The transcript of one conversation, as a page."""
    async with scribe() as held:
        await held.note()
        held.lines.clear()
        await play(held)
        head = [f"# {title}", "", "كتبه `python -m docs.make_transcripts`، ليُقرأ كما تُقرأ المحادثة على الهاتف.", ""]
        return '<div dir="rtl">\n\n' + "\n".join([*head, *held.lines]) + "\n</div>\n"
