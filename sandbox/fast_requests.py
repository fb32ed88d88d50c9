"""HTTP as far as the fast mode needs it: cutting bytes into requests, finding a few fields in their bodies."""

import re
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_CHUNKED = re.compile(rb"\r\ntransfer-encoding: *chunked", re.IGNORECASE)
_EXPECT = re.compile(rb"\r\nexpect: *100-continue", re.IGNORECASE)

# A field of JSON, of a form, or of a multipart body.
_BEFORE = rb'(?:"%b" ?: ?"?|(?:^|[&?])%b=|name="%b"\r\n(?:[^\r\n]+\r\n)*\r\n)'


def _field(name: bytes, value: bytes) -> re.Pattern[bytes]:
    return re.compile(_BEFORE.replace(b"%b", name) + value)


CHAT = _field(b"chat_id", rb"(-?\d+|@\w+|%40\w+)")
MESSAGE = _field(b"message_id", rb"(\d+)")
PAID = _field(b"allow_paid_broadcast", rb"(true|True|1)")
TIMEOUT = _field(b"timeout", rb"(\d+)")
_WORDS = re.compile(
    rb'"(?:text|caption)" ?: ?"((?:[^"\\]|\\.){0,400})'
    rb"|(?:^|[&?])(?:text|caption)=([^&]{0,600})"
    rb'|name="(?:text|caption)"\r\n(?:[^\r\n]+\r\n)*\r\n([^\r]{0,400})'
)


@dataclass(frozen=True, slots=True)
class Incoming:
    """One request: the last part of its path, and query and body together."""

    method: bytes
    body: bytes
    path: bytes


class BadHttp(Exception):
    """This is no HTTP/1.1 the fast mode understands."""


def cut(buffer: bytes) -> tuple[list[Incoming], bytes, bool]:
    """The whole requests at the front of a buffer, what is left of it, and whether the rest waits to be asked for."""
    found: list[Incoming] = []
    at = 0
    while True:
        head_end = buffer.find(b"\r\n\r\n", at)
        if head_end < 0:
            return found, buffer[at:], False
        head = buffer[at:head_end]
        body, after = _body(buffer, head, head_end + 4)
        if after < 0:
            return found, buffer[at:], after == -1 and _EXPECT.search(head) is not None
        found.append(_request(head, body))
        at = after


def _body(buffer: bytes, head: bytes, begins: int) -> tuple[bytes, int]:
    """The body that begins there and where it ends: -1 if nothing of it has come, -2 if it is not all there."""
    length = _LENGTH.search(head)
    if length is not None:
        ends = begins + int(length[1])
        if ends > len(buffer):
            return b"", -1 if len(buffer) == begins else -2
        return buffer[begins:ends], ends
    if _CHUNKED.search(head) is None:
        return b"", begins
    return _chunks(buffer, begins)


def _chunks(buffer: bytes, begins: int) -> tuple[bytes, int]:
    parts: list[bytes] = []
    at = begins
    while True:
        line_end = buffer.find(b"\r\n", at)
        if line_end < 0:
            return b"", -1 if len(buffer) == begins else -2
        size = int(buffer[at:line_end].split(b";")[0], 16)
        ends = line_end + 2 + size + 2
        if ends > len(buffer):
            return b"", -2
        if size == 0:
            return b"".join(parts), ends
        parts.append(buffer[line_end + 2 : ends - 2])
        at = ends


def _request(head: bytes, body: bytes) -> Incoming:
    line, _, _ = head.partition(b"\r\n")
    try:
        _, target, _ = line.split(b" ")
    except ValueError:
        raise BadHttp from None
    path, _, query = target.partition(b"?")
    return Incoming(path.rpartition(b"/")[2], query + b"&" + body if query else body, path)


def words(body: bytes) -> str:
    """How the text or caption in a body begins, at most 40 characters."""
    match = _WORDS.search(body)
    if match is None:
        return ""
    quoted, form, plain = match.groups()
    if form is not None:
        return unquote_to_bytes(form.replace(b"+", b" ")).decode(errors="ignore")[:40]
    if plain is not None:
        return plain.decode(errors="ignore")[:40]
    return _unescaped(quoted.decode(errors="ignore"))[:40]


def _unescaped(text: str) -> str:
    plain = {"n": "\n", "t": "\t", "r": "\r"}
    return re.sub(r"\\(?:u([0-9a-fA-F]{4})|(.))", lambda m: chr(int(m[1], 16)) if m[1] else plain.get(m[2], m[2]), text)
