"""Telegram's HTML: its tags, its four named entities, and its refusals with byte offsets (td, parse_html)."""

import html
import re
from dataclasses import dataclass, field
from typing import Any

from sandbox.refusals import Refused, bad_request
from sandbox.text import units

JSON = dict[str, Any]

_TYPES = {
    "b": "bold", "strong": "bold",
    "i": "italic", "em": "italic",
    "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough",
    "tg-spoiler": "spoiler", "span": "spoiler",
    "tg-emoji": "custom_emoji",
    "a": "text_link", "code": "code", "pre": "pre", "blockquote": "blockquote",
}  # fmt: skip
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_REFERENCE = re.compile(r"&(?:#(?:x([0-9a-fA-F]{1,8})|([0-9]{1,8}))|([a-zA-Z]+));?")
_ATTRIBUTE = re.compile(r"""\s*([^\s=>]*)\s*(=?)\s*(?:"([^"]*)("?)|'([^']*)('?)|([A-Za-z0-9.-]*))""")
_NAME_END = re.compile(r"[\s>]")
_END_TAG = re.compile(r"</([^\s>]*)\s*>")
_MENTION_LINK = re.compile(r"tg://user\?id=(\d+)$")


@dataclass
class _Open:
    tag: str
    argument: str
    offset: int
    begins: int
    expandable: bool = False


@dataclass
class _Parser:
    source: str
    at: int = 0
    pieces: list[str] = field(default_factory=list)
    length: int = 0
    nested: list[_Open] = field(default_factory=list)
    entities: list[JSON] = field(default_factory=list)

    def run(self) -> tuple[str, list[JSON]]:
        while self.at < len(self.source):
            bracket = self.source.find("<", self.at)
            end = len(self.source) if bracket < 0 else bracket
            self._add(decoded(self.source[self.at : end]))
            self.at = end
            if bracket >= 0:
                self._tag()
        if self.nested:
            raise broken(f'Can\'t find end tag corresponding to start tag "{self.nested[-1].tag}"')
        return "".join(self.pieces), sorted(self.entities, key=lambda one: (one["offset"], -one["length"]))

    def _add(self, text: str) -> None:
        self.pieces.append(text)
        self.length += units(text)

    def _tag(self) -> None:
        begins = self.at
        if self.source.startswith("</", begins):
            self._end_tag(begins)
        else:
            self._start_tag(begins)

    def _bytes(self, position: int) -> int:
        return len(self.source[:position].encode())

    def _start_tag(self, begins: int) -> None:
        ends = _NAME_END.search(self.source, begins)
        if ends is None:
            raise broken(f"Unclosed start tag at byte offset {self._bytes(begins)}")
        tag = self.source[begins + 1 : ends.start()].lower()
        if tag not in _TYPES:
            raise broken(f'Unsupported start tag "{tag}" at byte offset {self._bytes(begins)}')
        self.at = ends.start()
        attributes = self._attributes(tag, begins)
        if tag == "span" and attributes.get("class") != "tg-spoiler":
            raise broken(f'Tag "span" must have class "tg-spoiler" at byte offset {self._bytes(begins)}')
        opened = _Open(tag, _argument(tag, attributes), self.length, len(self.pieces), "expandable" in attributes)
        self.nested.append(opened)

    def _attributes(self, tag: str, begins: int) -> dict[str, str]:
        found: dict[str, str] = {}
        while True:
            while self.at < len(self.source) and self.source[self.at].isspace():
                self.at += 1
            if self.at >= len(self.source):
                raise broken(f"Unclosed start tag at byte offset {self._bytes(begins)}")
            if self.source[self.at] == ">":
                self.at += 1
                return found
            name, value = self._attribute(tag, begins)
            found[name] = value

    def _attribute(self, tag: str, begins: int) -> tuple[str, str]:
        match = _ATTRIBUTE.match(self.source, self.at)
        where = self._bytes(begins)
        if match is None or not match[1]:
            raise broken(f'Empty attribute name in the tag "{tag}" at byte offset {where}')
        self.at = match.end()
        if not match[2] and tag == "blockquote" and match[1].lower() == "expandable":
            return "expandable", ""
        if not match[2]:
            raise broken(
                f'Expected equal sign in declaration of an attribute of the tag "{tag}" at byte offset {where}'
            )
        if self.at >= len(self.source):
            raise broken(f"Unclosed start tag at byte offset {where}")
        if match[7] is not None and not (self.source[self.at].isspace() or self.source[self.at] == ">"):
            raise broken(f"Unexpected end of name token at byte offset {self._bytes(match.start(7))}")
        quoted = match[3] if match[3] is not None else match[5]
        return match[1].lower(), match[7].lower() if quoted is None else decoded(quoted)

    def _end_tag(self, begins: int) -> None:
        where = self._bytes(begins)
        if not self.nested:
            raise broken(f"Unexpected end tag at byte offset {where}")
        match = _END_TAG.match(self.source, begins)
        if match is None:
            raise broken(f"Unclosed end tag at byte offset {where}")
        opened, name = self.nested.pop(), match[1].lower()
        if name and name != opened.tag:
            raise broken(f'Unmatched end tag at byte offset {where}, expected "</{opened.tag}>", found "</{name}>"')
        self.at = match.end()
        self._close(opened)

    def _close(self, opened: _Open) -> None:
        length = self.length - opened.offset
        if not length:
            return
        entity = _entity(opened, length, "".join(self.pieces[opened.begins :]))
        last = self.entities[-1] if self.entities else None
        if entity is None:
            return
        if last is not None and _same_code(last, entity):
            last["type"] = "pre"
            last.update({"language": opened.argument} if opened.argument and opened.tag == "code" else {})
            return
        self.entities.append(entity)


def _same_code(last: JSON, entity: JSON) -> bool:
    """Whether `<pre><code class=…>` (either way round) covers the same text, which makes one block with a language."""
    together = {last["type"], entity["type"]} == {"pre", "code"}
    return together and (last["offset"], last["length"]) == (entity["offset"], entity["length"])


def _argument(tag: str, attributes: dict[str, str]) -> str:
    if tag == "a":
        return attributes.get("href", "")
    if tag == "tg-emoji":
        return attributes.get("emoji-id", "")
    if tag == "code" and attributes.get("class", "").startswith("language-"):
        return attributes["class"].removeprefix("language-")
    return ""


def _entity(opened: _Open, length: int, inside: str) -> JSON | None:
    entity: JSON = {"type": _TYPES[opened.tag], "offset": opened.offset, "length": length}
    if opened.tag == "a":
        return _link(entity, opened.argument or inside)
    if opened.tag == "tg-emoji":
        if not opened.argument.isdigit():
            raise bad_request("invalid custom emoji identifier specified")
        entity["custom_emoji_id"] = opened.argument
    if opened.tag == "code" and opened.argument:
        entity["language"] = opened.argument
    if opened.expandable:
        entity["type"] = "expandable_blockquote"
    return entity


def _link(entity: JSON, url: str) -> JSON | None:
    mention = _MENTION_LINK.match(url)
    if mention:
        return entity | {"type": "text_mention", "user": int(mention[1])}
    if "." not in url and "://" not in url:
        return None  # an address Telegram can't use leaves plain text
    return entity | {"url": url if "://" in url else f"http://{url}/"}


def decoded(text: str) -> str:
    """Numeric references and `&lt; &gt; &amp; &quot;` replaced; every other ampersand stays as it is."""
    return _REFERENCE.sub(_character, text) if "&" in text else text


def _character(match: re.Match[str]) -> str:
    if match[3]:
        return _NAMED.get(match[3], match[0])
    code = int(match[1], 16) if match[1] else int(match[2])
    return html.unescape(f"&#{code};") if 0 < code < 0x10FFFF else match[0]


def broken(what: str) -> Refused:
    return bad_request(f"can't parse entities: {what}")


def parse_html(source: str) -> tuple[str, list[JSON]]:
    """Plain text and its entities (offsets in UTF-16 units); refuses what Telegram can't parse."""
    text, entities = _Parser(source).run()
    for entity in entities:
        if entity["type"] == "code":
            entity.pop("language", None)
    return text, entities
