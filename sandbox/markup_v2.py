"""A small part of MarkdownV2: bold, italic, underline, strikethrough, spoiler, code, blocks and links."""

from dataclasses import dataclass, field
from typing import Any

from sandbox.markup_html import broken
from sandbox.text import units

JSON = dict[str, Any]

_RESERVED = "_*[]()~`>#+-=|{}.!"
_MARKS = {
    "```": "pre", "||": "spoiler", "__": "underline",
    "*": "bold", "_": "italic", "~": "strikethrough", "`": "code", "[": "text_link",
}  # fmt: skip
_NAMES = {"pre": "PreCode", "text_link": "TextUrl"}


@dataclass
class _Parser:
    source: str
    at: int = 0
    pieces: list[str] = field(default_factory=list)
    length: int = 0
    nested: list[tuple[str, int, int]] = field(default_factory=list)
    entities: list[JSON] = field(default_factory=list)

    def run(self) -> tuple[str, list[JSON]]:
        while self.at < len(self.source):
            self._step(self.source[self.at])
        if self.nested:
            mark, _, begins = self.nested[-1]
            kind = _NAMES.get(_MARKS[mark], _MARKS[mark].capitalize())
            raise broken(f"Can't find end of {kind} entity at byte offset {self._bytes(begins)}")
        return "".join(self.pieces), sorted(self.entities, key=lambda one: (one["offset"], -one["length"]))

    def _bytes(self, position: int) -> int:
        return len(self.source[:position].encode())

    def _step(self, char: str) -> None:
        if char == "\\" and self.at + 1 < len(self.source):
            self._add(self.source[self.at + 1], 2)
        elif self._in_code() and not self.source.startswith(self.nested[-1][0], self.at):
            self._add(char, 1)
        elif char == "]" and self.nested and self.nested[-1][0] == "[":
            self._link()
        else:
            self._mark_or_text(char)

    def _mark_or_text(self, char: str) -> None:
        mark = next((one for one in _MARKS if self.source.startswith(one, self.at)), None)
        if mark is not None:
            self._mark(mark)
        elif char in _RESERVED:
            raise broken(f"Character '{char}' is reserved and must be escaped with the preceding '\\'")
        else:
            self._add(char, 1)

    def _in_code(self) -> bool:
        return bool(self.nested) and _MARKS[self.nested[-1][0]] in {"code", "pre"}

    def _add(self, text: str, consumed: int) -> None:
        self.pieces.append(text)
        self.length += units(text)
        self.at += consumed

    def _mark(self, mark: str) -> None:
        if self.nested and self.nested[-1][0] == mark:
            _, offset, _ = self.nested.pop()
            self._entity({"type": _MARKS[mark], "offset": offset, "length": self.length - offset})
        else:
            self.nested.append((mark, self.length, self.at))
        self.at += len(mark)

    def _link(self) -> None:
        _, offset, begins = self.nested.pop()
        end = self.source.find(")", self.at)
        if not self.source.startswith("](", self.at) or end < 0:
            raise broken(f"Can't find end of a URL at byte offset {self._bytes(begins)}")
        url = self.source[self.at + 2 : end].replace("\\", "")
        self.at = end + 1
        self._entity({"type": "text_link", "offset": offset, "length": self.length - offset, "url": url})

    def _entity(self, entity: JSON) -> None:
        if entity["length"]:
            self.entities.append(entity)


def parse_markdown_v2(source: str) -> tuple[str, list[JSON]]:
    """Plain text and its entities; refuses unescaped reserved characters and marks without an end."""
    return _Parser(source).run()
