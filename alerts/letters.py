"""Letters: the words, picture and buttons of one copy, already in the reader's language.

A letter is written once per revision, language, distance band, direction and area it came through; never per recipient.
The writers of the single wordings register in `alerts.writers`.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from language.voices import Voice
from models.alerts import Alert, Digest, Shape, Wording
from models.database import Tx

NEUTRAL = "neutral"
"""Name of the picture that replaces a subject's picture when a search is over."""


@dataclass(frozen=True)
class Button:
    """A button under a letter: `data` (at most 64 bytes, ids only) comes back to the handlers, `url` opens."""

    label: str
    data: str | None = None
    url: str | None = None


@dataclass(frozen=True)
class Letter:
    """Text as Telegram's HTML (4,096 characters; 1,024 with a picture), the name of its picture, its buttons."""

    text: str
    picture: str | None = None
    buttons: tuple[tuple[Button, ...], ...] = ()
    protect: bool = False
    document: str | None = None
    """What its picture is called as a file, where it is sent as one and not as a picture."""
    prepared: dict[str, bytes] = field(default_factory=dict, compare=False, repr=False)
    """What a channel made of it for the wire, kept for the next address."""

    @property
    def shape(self) -> Shape:
        if self.document:
            return Shape.DOCUMENT
        return Shape.PICTURE if self.picture else Shape.TEXT


@dataclass(frozen=True)
class View:
    """What a letter depends on besides its alert: the reader's language, and where they stand towards it."""

    language: str
    band: int | None = None
    octant: int | None = None
    via_area_id: int | None = None
    shape: Shape | None = None
    """The shape of the copy that is to be edited; a picture stays a picture."""
    farewell: bool = False
    """The bot leaves this chat: the copy is to show nothing any more."""


Facts = Any
Loader = Callable[[Tx, Alert | Digest], Awaitable[Facts]]
Writer = Callable[[Facts, Voice, View], Letter]


@dataclass(frozen=True)
class Form:
    """How one wording is told: what it needs from the database, and the words made of it."""

    load: Loader
    write: Writer


class Press:
    """Writes letters, and keeps those of the revisions in use."""

    def __init__(self, forms: Mapping[Wording | str, Form], voices: Mapping[str, Voice]) -> None:
        self._forms = forms
        self._voices = voices
        self._facts: dict[tuple[str, int], tuple[int, Facts]] = {}
        self._letters: dict[tuple[str, int, View], tuple[int, Letter]] = {}
        self._asking: dict[tuple[str, int], asyncio.Lock] = {}

    async def letter(self, read: Callable[[], Any], thing: Alert | Digest, view: View) -> Letter:
        """The letter of this alert or digest at its present revision; `read` opens a look at the database."""
        kind = type(thing).__name__
        assert thing.id is not None  # noqa: S101 - it comes from the database
        known = self._letters.get((kind, thing.id, view))
        if known and known[0] == thing.revision:
            return known[1]
        if view.farewell:
            return _shaped(Letter(self._voices[view.language]("group-copy-left")), view)
        form = self._forms[thing.wording if isinstance(thing, Alert) else "digest"]
        facts = await self._facts_of(read, kind, thing, form)
        letter = _shaped(form.write(facts, self._voices[view.language], view), view)
        self._letters[kind, thing.id, view] = (thing.revision, letter)
        return letter

    async def _facts_of(self, read: Callable[[], Any], kind: str, thing: Alert | Digest, form: Form) -> Facts:
        """What the letters of this revision are made of, asked of the database once however many wait for it."""
        assert thing.id is not None  # noqa: S101
        async with self._asking.setdefault((kind, thing.id), asyncio.Lock()):
            known = self._facts.get((kind, thing.id))
            if known and known[0] == thing.revision:
                return known[1]
            revision = thing.revision
            async with read() as tx:
                facts = await form.load(tx, thing)
            self._facts[kind, thing.id] = (revision, facts)
            return facts

    def forget(self, keep: set[tuple[str, int]]) -> None:
        """Drop what is kept of all but these (kind, id): a subject's name does not stay in memory."""
        self._asking = {key: lock for key, lock in self._asking.items() if key in keep}
        self._facts = {key: value for key, value in self._facts.items() if key in keep}
        self._letters = {key: value for key, value in self._letters.items() if key[:2] in keep}


def _shaped(letter: Letter, view: View) -> Letter:
    """The letter for a copy that is there already: Telegram turns no picture into text, and no text into a picture."""
    if view.shape in {Shape.PICTURE, Shape.DOCUMENT} and letter.picture is None:
        return replace(letter, picture=NEUTRAL, prepared={})
    if view.shape is Shape.TEXT and letter.picture is not None:
        return replace(letter, picture=None, document=None, prepared={})
    return letter
