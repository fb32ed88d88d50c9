"""One sentence of a catalogue with places for values: how it is read, and how it is filled."""

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from string import Formatter

from language.text import Sentence, directed, escaped, is_number, isolated, visible, without_direction

Value = str | int
"""What may be put into a sentence. Times, distances and decimals are made into words first, by who knows how exact."""

TAGS = frozenset({"a", "b", "blockquote", "code", "i", "s", "tg-spoiler", "u"})
_TAG = re.compile(r"<(/?)([a-z-]+)((?: href=\"[^\"<>]+\")?)>")
_NAME = re.compile(r"[a-z][a-z_]*")
_ENTITY = re.compile(r"&(?:amp|lt|gt|quot);")


class BadTemplate(ValueError):
    """A sentence whose braces or tags Telegram or we would not understand; the message says which."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Words, then the name of a value that follows them; `in_tag` says the value stands inside <a href="…">."""

    words: str
    name: str | None
    in_tag: bool


@dataclass(frozen=True, slots=True)
class Template:
    """A sentence in pieces; `mark` begins each line that would otherwise run against the sentence's direction."""

    pieces: tuple[Piece, ...]
    mark: str = ""

    @property
    def names(self) -> frozenset[str]:
        return frozenset(piece.name for piece in self.pieces if piece.name)

    def filled(self, values: Mapping[str, Value]) -> Sentence:
        """For Telegram's HTML: values escaped and isolated; raises KeyError or TypeError for a bad value."""
        text = "".join(piece.words + _in_html(piece, values) for piece in self.pieces)
        return Sentence(directed(text, self.mark) if self.mark else text)

    def filled_plain(self, values: Mapping[str, Value]) -> str:
        """Without tags and entities: values isolated unless they are bare numbers."""
        return visible("".join(piece.words + _in_plain(piece, values) for piece in self.pieces)).strip()


def _in_html(piece: Piece, values: Mapping[str, Value]) -> str:
    if piece.name is None:
        return ""
    value = values[piece.name]
    if isinstance(value, Sentence):
        return value
    text = written(value)
    return html.escape(without_direction(text)) if piece.in_tag else isolated(escaped(text))


def _in_plain(piece: Piece, values: Mapping[str, Value]) -> str:
    if piece.name is None or piece.in_tag:
        return ""
    value = values[piece.name]
    if isinstance(value, Sentence):
        return value
    text = written(value)
    return text if is_number(text) else isolated(escaped(text))


def written(value: Value) -> str:
    """A value as text: Latin digits, thousands set apart from 10,000 on; TypeError for anything but str and int."""
    if isinstance(value, str):
        return str(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value) if abs(value) < 10_000 else f"{value:,}"
    raise TypeError(f"{type(value).__name__} is not a word")


def parsed(text: str, mark: str = "") -> Template:
    """The sentence in pieces; raises BadTemplate. `mark` is U+200F where the sentence runs from right to left."""
    try:
        template = Template(tuple(_pieces(text)), mark)
    except ValueError as error:
        raise BadTemplate(str(error)) from error
    _check_tags(text)
    return template


def _pieces(text: str) -> list[Piece]:
    pieces, before = [], ""
    for words, name, form, conversion in Formatter().parse(text):
        if name is not None and (form or conversion or not _NAME.fullmatch(name)):
            raise BadTemplate(f"a value is written {{name}}, not {{{name}}}")
        before += words
        pieces.append(Piece(words, name, in_tag=before.rfind("<") > before.rfind(">")))
    return pieces


def _check_tags(text: str) -> None:
    """Tags are Telegram's, closed in the order they were opened; < > & of the text itself are entities."""
    open_tags: list[str] = []
    for closing, tag, link in _TAG.findall(text):
        if tag not in TAGS or (tag == "a") != bool(link or (closing and tag == "a")):
            raise BadTemplate(f"<{tag}> is not a tag we use")
        if not closing:
            open_tags.append(tag)
        elif not open_tags or open_tags.pop() != tag:
            raise BadTemplate(f"</{tag}> closes nothing")
    if open_tags:
        raise BadTemplate(f"<{open_tags[-1]}> is not closed")
    if re.search("[<>&]", _ENTITY.sub("", _TAG.sub("", text))):
        raise BadTemplate("< > & are written &lt; &gt; &amp;")
