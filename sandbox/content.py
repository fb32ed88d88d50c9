"""What the page of phones is handed by whoever starts the sandbox: names, phones, pictures, a map, scenarios."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol
from uuid import uuid4

JSON = dict[str, Any]
Words = Mapping[str, str]
"""The same words by language code."""
Cell = str | int | Words | JSON
"""A number, a code, words, {"at": ISO time} or {"person": id}."""


class Story(Protocol):
    """Scenarios that play themselves on the phones, one at a time; `state` is what the page shows of the chosen one.

    {"scenario": id, "state": "ready", "playing", "paused", "done" or "failed", "at": steps done, "who": [person ids],
    "steps": [Words], "waited": once failed, where that is known, {"person": whose phone something did not appear on,
    "for": its words, or "" for a picture or any message, "ahead": [ids of those whose phones somebody used meanwhile]}}
    """

    def state(self) -> JSON: ...

    def choose(self, scenario: str) -> None:
        """Put another scenario up; KeyError where there is none of this name. One that has begun stays."""

    def play(self) -> None: ...

    def pause(self) -> None: ...

    def step(self) -> None: ...


@dataclass(frozen=True)
class Scenario:
    """A story to choose: its name, what one learns of it, and how many steps it has."""

    id: str
    title: Words
    lesson: Words
    steps: int

    def as_json(self) -> JSON:
        return {"id": self.id, "title": dict(self.title), "lesson": dict(self.lesson), "steps": self.steps}


@dataclass(frozen=True)
class PhoneOnPage:
    """One phone: whose, what they are in this story, and the group whose chat is open (else the chat with the bot)."""

    person: int
    name: Words
    role: Words
    group: int | None = None

    def as_json(self) -> JSON:
        return {"person": self.person, "name": dict(self.name), "role": dict(self.role), "group": self.group}


@dataclass(frozen=True)
class PictureToSend:
    """A picture that a phone offers beside its owner's own; `read` may be slow."""

    id: str
    name: Words
    read: Callable[[], bytes]


@dataclass(frozen=True)
class Due:
    """One thing that will happen by itself, when, and why; `n`: how often or for how many."""

    at: datetime
    what: Words
    why: Words
    n: int = 1

    def as_json(self) -> JSON:
        return {"at": self.at.isoformat(), "what": dict(self.what), "why": dict(self.why), "n": self.n}


@dataclass(frozen=True)
class Table:
    """One table of what happens inside: its name, what it is in a sentence, its columns, and its rows."""

    id: str
    title: Words
    note: Words
    columns: Sequence[Words]
    rows: Sequence[Sequence[Cell]]

    def as_json(self) -> JSON:
        told = {"id": self.id, "title": dict(self.title), "note": dict(self.note)}
        return told | {"columns": [dict(each) for each in self.columns], "rows": [list(each) for each in self.rows]}


@dataclass
class PageContent:
    """What the page is told: names, phones, pictures, a map, scenarios.

    `outlines` is a GeoJSON FeatureCollection whose properties are {"kind", "name": Words}; `landmarks` are {"lat",
    "lon", "kind", "name": Words, "address": Words}; `zone` an IANA time zone; `language` what the phones speak; `anew`
    is called with a language code when everything is to begin again; `inside` tells what happens under the hood, and
    `agenda` what will happen by itself, soonest first.
    """

    title: Words
    tagline: Words
    zone: str
    language: str
    phones: Sequence[PhoneOnPage] = ()
    pictures: Sequence[PictureToSend] = ()
    outlines: JSON | None = None
    landmarks: Sequence[JSON] = ()
    story: Story | None = None
    scenarios: Sequence[Scenario] = ()
    anew: Callable[[str], None] | None = None
    inside: Callable[[], Awaitable[Sequence[Table]]] | None = None
    agenda: Callable[[], Awaitable[Sequence[Due]]] | None = None
    crowd: set[int] = field(default_factory=set)
    """People who are counted and whose phones are not drawn."""
    born: str = field(default_factory=lambda: uuid4().hex)
    """Another one after everything began again; the page then forgets what it knew."""

    def as_json(self) -> JSON:
        return {
            "title": dict(self.title),
            "tagline": dict(self.tagline),
            "zone": self.zone,
            "language": self.language,
            "phones": [phone.as_json() for phone in self.phones],
            "pictures": [{"id": one.id, "name": dict(one.name)} for one in self.pictures],
            "map": self.outlines,
            "landmarks": list(self.landmarks),
            "story": self.story.state() if self.story else None,
            "scenarios": [one.as_json() for one in self.scenarios],
            "anew": self.anew is not None,
            "hood": self.inside is not None,
            "born": self.born,
        }
