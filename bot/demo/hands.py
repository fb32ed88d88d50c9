"""Hands for each phone of a story, and the stage they act on."""

import asyncio
import contextlib
import re
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from language.templates import Value
from language.voices import Voice
from sandbox.acts import Impossible, NotAnswered, NotHeard
from sandbox.gatherings import Gathering
from sandbox.people import Person
from sandbox.phone import Bubble

JSON = dict[str, Any]
PATIENCE_SECONDS = 30.0
"""How long a phone waits for what must appear: the network may have been made slow on purpose."""


class WaitedInVain(AssertionError):
    """What must come did not come: on whose phone, and the words that were waited for, "" for a picture or anything."""

    def __init__(self, person: int, words: str) -> None:
        super().__init__(words)
        self.person, self.words = person, words


@dataclass
class Pace:
    """How long things rest before the eyes of who watches; while `gate` is closed they rest longer."""

    seconds: float
    gate: asyncio.Event = field(default_factory=asyncio.Event)

    async def beat(self, share: float = 1.0) -> None:
        await self.gate.wait()
        await asyncio.sleep(self.seconds * share)
        await self.gate.wait()


@dataclass
class Hands:
    """One phone in the story's hands: it presses what it sees and waits for what must come, in its owner's language."""

    person: Person
    voice: Voice
    pace: Pace

    async def starts(self) -> None:
        await self.pace.beat()
        await self.person.starts()

    async def writes(self, text: str) -> None:
        await self.pace.beat(1.4)
        await self.person.says(text)

    async def follows(self, url: str) -> None:
        """Press a link into the bot, such as the one that a group was shown."""
        await self.pace.beat()
        await self.person.starts(url.rpartition("=")[2])

    async def says(self, key: str, **facts: Value) -> None:
        """Write a sentence of the story."""
        await self.writes(self.voice.plain(key, **facts))

    async def shows(self, photo: bytes) -> None:
        await self.pace.beat(1.2)
        await self.person.sends_photo(photo)

    async def points(self, lat: float, lon: float) -> None:
        await self.pace.beat(1.2)
        await self.person.sends_location(lat, lon)

    async def presses(self, key: str, **facts: Value) -> None:
        """Press the button with these words once it has come."""
        await self.taps(self.voice.plain(key, **facts))

    async def taps(self, label: str) -> None:
        """Press the button with this label, such as a name from the settings, once it has come."""
        await self.pace.beat(0.2)
        with self._waiting_for(label):
            bubble = await self.person.hears(button=label, within=PATIENCE_SECONDS)
            await self.pace.beat()
            await self.person.presses(label, on=bubble, within=PATIENCE_SECONDS)

    async def sees(self, contains: str = "", **what: Any) -> Bubble:
        """Wait for a message or a change; see `Person.hears`."""
        with self._waiting_for(what.get("button") or contains):
            return await self.person.hears(contains, within=PATIENCE_SECONDS, **what)

    async def asked(self, key: str) -> Bubble:
        """Wait for a question that has no values in it."""
        return await self.sees(self.voice.plain(key))

    async def sees_end(self, bubble: Bubble, key: str) -> None:
        """Wait until a message they have says this sentence, which holds nothing but a number."""
        words = self.voice.plain(key, number="№")
        said = re.escape(words).replace("№", r"\d+")
        if not await bubble.message.chat.changed.until(lambda: re.search(said, bubble.text), PATIENCE_SECONDS):
            raise WaitedInVain(self.person.id, words.replace("№", "…"))

    async def finds(self, key: str, **where: Any) -> Bubble:
        """Wait for a message with this button."""
        return await self.sees(button=self.voice.plain(key), **where)

    @contextlib.contextmanager
    def _waiting_for(self, words: str) -> Iterator[None]:
        try:
            yield
        except (Impossible, NotAnswered, NotHeard) as error:
            raise WaitedInVain(self.person.id, words) from error


@dataclass
class Stage:
    """Everything the steps of a story may touch: the hands of the cast by key, the group, the town, the pace."""

    hands: Mapping[str, Hands]
    pace: Pace
    group: Gathering
    moves_in: Callable[[int, str], Awaitable[list[Hands]]]
    """So many more people, who follow the district with this code."""
    kept: JSON = field(default_factory=dict)
    """What an earlier step saw and a later one looks at again."""
    began: int = 0
    """The moment at which the story did."""

    def begins(self) -> None:
        """What is on the phones already is not what this story waits for."""
        self.kept.clear()
        for hands in self.hands.values():
            self.began = hands.person.since = hands.person.telegram.world.moment

    def used_by_hand(self) -> list[int]:
        """Ids of those whose phones somebody has used themselves since the story began."""
        return [hands.person.id for hands in self.hands.values() if hands.person.by_hand > self.began]

    async def gone(self, name: str, photo: bytes) -> None:
        """Wait until nothing the bot has said to anybody shows this name or this picture any more."""
        telegram = next(iter(self.hands.values())).person.telegram
        async with asyncio.timeout(PATIENCE_SECONDS):
            while telegram.showing(name) or telegram.showing(photo=photo):
                await asyncio.sleep(0.05)

    def __getitem__(self, key: str) -> Hands:
        return self.hands[key]
