"""The shortest answers of the Bot API that both libraries still read."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field

from sandbox.fast_requests import CHAT, MESSAGE

_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
_FLOOD_HEAD = (
    b"HTTP/1.1 429 Too Many Requests\r\nContent-Type: application/json\r\nRetry-After: %d\r\nContent-Length: %d\r\n\r\n"
)
_FROM = b'"from":{"id":7000000001,"is_bot":true,"first_name":"Sandbox","username":"sandbox_bot"}'
_PHOTO = (
    b',"photo":[{"file_id":"AgACAgQAAxFAST","file_unique_id":"AQADFAST","width":800,"height":600,"file_size":1000}]'
)
_FILES = {
    b"sendphoto": _PHOTO,
    b"editmessagemedia": _PHOTO,
    b"editmessagecaption": _PHOTO,
    b"senddocument": b',"document":{"file_id":"BQACAgQAAxFAST","file_unique_id":"AQADFAST"}',
    b"sendvoice": b',"voice":{"file_id":"AwACAgQAAxFAST","file_unique_id":"AQADFAST","duration":1}',
    b"sendlocation": b',"location":{"latitude":0,"longitude":0}',
}
_ME = (
    b'{"id":7000000001,"is_bot":true,"first_name":"Sandbox","username":"sandbox_bot","can_join_groups":true,'
    b'"can_read_all_group_messages":false,"supports_inline_queries":false,"can_connect_to_business":false,'
    b'"has_main_web_app":false}'
)


def whole(body: bytes) -> bytes:
    """An answer of status 200 with its head."""
    return _HEAD % len(body) + body


def flood(seconds: int) -> bytes:
    """The answer of status 429."""
    body = (
        b'{"ok":false,"error_code":429,"description":"Too Many Requests: retry after %d",'
        b'"parameters":{"retry_after":%d}}' % (seconds, seconds)
    )
    return _FLOOD_HEAD % (seconds, len(body)) + body


OK = whole(b'{"ok":true,"result":true}')
EMPTY = whole(b'{"ok":true,"result":[]}')
ME = whole(b'{"ok":true,"result":%b}' % _ME)
BAD = b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


@dataclass
class Answers:
    """Makes answers; message ids count up from 1."""

    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def to(self, method: bytes, body: bytes, now: float) -> bytes:
        """The answer to one method call of which nothing is refused."""
        lowered = method.lower()
        if lowered == b"copymessage":
            return whole(b'{"ok":true,"result":{"message_id":%d}}' % next(self.numbers))
        if lowered == b"sendmediagroup":
            return whole(b'{"ok":true,"result":[%b]}' % self._message(b"sendphoto", body, now))
        if lowered == b"sendchataction":
            return OK
        if lowered.startswith((b"send", b"editmessage", b"stopmessage", b"forwardmessage")):
            return whole(b'{"ok":true,"result":%b}' % self._message(lowered, body, now))
        return _FIXED.get(lowered, OK)

    def _message(self, method: bytes, body: bytes, now: float) -> bytes:
        chat = CHAT.search(body)
        number = chat[1] if chat is not None else b"0"
        if not number.lstrip(b"-").isdigit():
            number = b"-1002000000001"
        kind = b'"private","first_name":"x"' if number[0] != 45 else b'"supergroup","title":"x"'
        edited = MESSAGE.search(body) if method.startswith((b"edit", b"stop")) else None
        message_id = int(edited[1]) if edited is not None else next(self.numbers)
        edit_date = b',"edit_date":%d' % now if edited is not None else b""
        content = _FILES.get(method, b',"text":"x"')
        return b'{"message_id":%d,%b,"chat":{"id":%b,"type":%b},"date":%d%b%b}' % (
            message_id, _FROM, number, kind, now, edit_date, content,
        )  # fmt: skip


_FIXED: dict[bytes, bytes] = {b"getme": ME, b"getupdates": EMPTY}
