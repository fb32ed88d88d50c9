"""The catalogues: every sentence in every language, read from .po files at start and refused when one is wrong.

CatalogueError
├── UnreadableFile        not gettext, or a header that is not ours
├── DuplicateKey          one key stands twice
├── MissingSentence       a key one language has and another has not
├── UnfinishedSentence    fuzzy or empty
├── WrongPlurals          not six forms in Arabic, two in English; or plural in one language only
├── DifferentPlaceholders values differ between languages or plural forms
└── BadSentence           braces or tags nobody would understand
"""

import gettext
import io
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, PoFileParser

from language.templates import BadTemplate, parsed
from language.voices import Voice

FOLDER = Path(__file__).parent / "catalogues"

PLURAL_FORMS: Mapping[str, str] = {
    "ar": (
        "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2"
        " : n%100>=3 && n%100<=10 ? 3 : n%100>=11 && n%100<=99 ? 4 : 5);"
    ),
    "en": "nplurals=2; plural=(n != 1);",
}
"""Zero, one, two, few, many, other (Unicode CLDR 47, plural rules); Babel's own Arabic rule swaps the last two."""

_KEY = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")


class CatalogueError(Exception):
    """A catalogue that may not be used; says which file and which key."""

    def __init__(self, file: Path, key: str, what: str = "") -> None:
        self.file, self.key = file, key
        self.what = what or (type(self).__doc__ or "")
        super().__init__(f"{file.parent.name}/{file.name}: {key}: {self.what}")


class UnreadableFile(CatalogueError):
    """not a gettext catalogue with our header"""


class DuplicateKey(CatalogueError):
    """the key stands twice"""


class MissingSentence(CatalogueError):
    """the key is missing in this language"""


class UnfinishedSentence(CatalogueError):
    """the sentence is fuzzy or empty"""


class WrongPlurals(CatalogueError):
    """not the plural forms of this language"""


class DifferentPlaceholders(CatalogueError):
    """the values differ from those of the original or of another plural form"""


class BadSentence(CatalogueError):
    """braces or tags that nobody would understand"""


class _Book(Catalog):
    """All topics of one language; a key may stand in it once. `origin` remembers the file of each key."""

    def __init__(self, language: str) -> None:
        super().__init__(locale=language)
        self.language = language
        self.reading = Path()
        self.origin: dict[str, Path] = {}

    def __setitem__(self, id: Any, message: Message) -> None:
        key = id[0] if isinstance(id, (tuple, list)) else id
        if key:
            if key in self.origin:
                raise DuplicateKey(self.reading, key, f"stands in {self.origin[key].name} already")
            self.origin[key] = self.reading
        super().__setitem__(id, message)

    def read(self, file: Path) -> None:
        """Add a file's sentences; raises UnreadableFile and DuplicateKey."""
        self.reading = file
        try:
            PoFileParser(self, abort_invalid=True).parse(file.read_text("utf-8").splitlines())
        except (PoFileError, ValueError, IndexError) as error:
            raise UnreadableFile(file, "", str(error)) from error
        if self.plural_forms != PLURAL_FORMS[self.language]:
            raise UnreadableFile(file, "Plural-Forms", f"must be {PLURAL_FORMS[self.language]}")

    def sentences(self) -> dict[str, Message]:
        return {key: self[key] for key in self.origin}


class Catalogues:
    """Every language we speak; `voice` is how to speak one, `voices` are all, the original first."""

    def __init__(self, voices: Mapping[str, Voice]) -> None:
        self.voices = voices

    @property
    def languages(self) -> tuple[str, ...]:
        return tuple(self.voices)

    def voice(self, language: str | None) -> Voice:
        """The voice of a language such as `ar` or `en-GB`; the first one where we do not speak it."""
        wanted = (language or "").partition("-")[0].lower()
        return self.voices.get(wanted) or self.voices[self.languages[0]]


@cache
def load_catalogues(folder: Path = FOLDER) -> Catalogues:
    """Read every .po file of every language, once in a process; raises a CatalogueError, with the others as notes."""
    books = [_book(folder, language) for language in PLURAL_FORMS]
    problems = list(_problems(books))
    if problems:
        for other in problems[1:]:
            problems[0].add_note(str(other))
        raise problems[0]
    return Catalogues({book.language: _voice(book) for book in books})


def _book(folder: Path, language: str) -> _Book:
    book = _Book(language)
    for file in sorted((folder / language).glob("*.po")):
        book.read(file)
    return book


def _voice(book: _Book) -> Voice:
    compiled = io.BytesIO()
    write_mo(compiled, book)
    compiled.seek(0)
    plural = frozenset(key for key, message in book.sentences().items() if message.pluralizable)
    return Voice(book.language, gettext.GNUTranslations(compiled), keys=frozenset(book.origin), plural=plural)


def _problems(books: list[_Book]) -> Iterator[CatalogueError]:
    original = books[0]
    for book in books:
        yield from _missing(book, books)
        for key, message in book.sentences().items():
            problem = _problem(book.origin[key], key, message, book.num_plurals)
            if problem is not None:
                yield problem
    for book in books[1:]:
        yield from _differences(original, book)


def _missing(book: _Book, books: list[_Book]) -> Iterator[CatalogueError]:
    for other in books:
        for key in sorted(other.origin.keys() - book.origin.keys()):
            yield MissingSentence(other.origin[key].parent.parent / book.language / other.origin[key].name, key)


def _problem(file: Path, key: str, message: Message, forms: int) -> CatalogueError | None:
    """What is wrong with one sentence by itself."""
    texts = _texts(message)
    if not _KEY.fullmatch(key) or (message.pluralizable and message.id != (key, key)):
        return BadSentence(file, key, "a key is in kebab case, and a plural repeats it")
    if message.fuzzy or not any(texts):
        return UnfinishedSentence(file, key)
    if message.pluralizable and (len(texts) != forms or not all(texts)):
        return WrongPlurals(file, key, f"needs {forms} forms")
    try:
        names = {parsed(text).names - _counted(message) for text in texts}
    except BadTemplate as error:
        return BadSentence(file, key, str(error))
    return DifferentPlaceholders(file, key) if len(names) > 1 else None


def _differences(original: _Book, book: _Book) -> Iterator[CatalogueError]:
    """Where a language needs other values than the original, or counts where the original does not."""
    theirs = original.sentences()
    for key, message in book.sentences().items():
        if key not in theirs:
            continue
        if message.pluralizable != theirs[key].pluralizable:
            yield WrongPlurals(book.origin[key], key, "plural in one language only")
        elif _names(message) != _names(theirs[key]):
            yield DifferentPlaceholders(book.origin[key], key)


def _texts(message: Message) -> tuple[str, ...]:
    string = message.string
    return tuple(map(str, string)) if isinstance(string, (list, tuple)) else (str(string or ""),)


def _counted(message: Message) -> frozenset[str]:
    """A plural form may leave the number out: no digit with one and two."""
    return frozenset({"n"}) if message.pluralizable else frozenset()


def _names(message: Message) -> frozenset[str]:
    try:
        return parsed(_texts(message)[-1]).names - _counted(message)
    except BadTemplate:
        return frozenset()
