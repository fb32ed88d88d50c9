"""Telegram: python-telegram-bot sends, over our own request class on aiohttp with orjson.

A letter's body is prepared once; for each address only the chat's number is put in front, and no object is built from
the answer (DELIVERY.md, senders).
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, cast

import aiohttp
import orjson
from telegram import Bot, InlineKeyboardMarkup, InputFile, InputMediaDocument, InputMediaPhoto
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.request import BaseRequest, RequestData
from yarl import URL

from alerts import failures
from alerts.channels import Stale
from alerts.ledger import Work
from alerts.letters import NEUTRAL, Letter
from alerts.telegram_refusals import NotModified, about_token, meaning_of
from models.alerts import Shape

REQUEST_SECONDS = 15.0


class PreparedBody:
    """A finished JSON body, where the library would make one from parameters."""

    __slots__ = ("body",)
    contains_files = False

    def __init__(self, body: bytes) -> None:
        self.body = body


class AiohttpRequest(BaseRequest):
    """python-telegram-bot's way out, on one aiohttp session.

    Raises TimedOut when the request may have arrived, NetworkError when it did not leave.
    """

    def __init__(self, *, connections: int = 256, seconds: float = REQUEST_SECONDS) -> None:
        self._connections = connections
        self._timeout = aiohttp.ClientTimeout(total=seconds, sock_connect=5)
        self._session: aiohttp.ClientSession | None = None
        self._urls: dict[str, URL] = {}

    @property
    def read_timeout(self) -> float | None:
        return self._timeout.total

    async def initialize(self) -> None:
        if self._session is None:
            connector = aiohttp.TCPConnector(limit=self._connections, keepalive_timeout=30)
            self._session = aiohttp.ClientSession(connector=connector, timeout=self._timeout, auto_decompress=False)

    async def shutdown(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    @staticmethod
    def parse_json_payload(payload: bytes) -> Any:
        try:
            return orjson.loads(payload)
        except orjson.JSONDecodeError as error:
            raise TelegramError("the answer is not JSON") from error

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *_: Any, **__: Any
    ) -> tuple[int, bytes]:
        assert self._session is not None, "initialize() comes first"  # noqa: S101
        data, headers = _encoded(request_data)
        try:
            async with self._session.request(method, self._url(url), data=data, headers=headers) as answer:
                return answer.status, await answer.read()
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            raise NetworkError("no connection") from error
        except (TimeoutError, aiohttp.ClientError, OSError) as error:
            raise TimedOut("no answer") from error

    def _url(self, url: str) -> URL:
        known = self._urls.get(url)
        if known is None:
            known = self._urls[url] = URL(url, encoded=True)
        return known


def _encoded(request_data: Any) -> tuple[Any, dict[str, str]]:
    if request_data is None:
        return None, {}
    if isinstance(request_data, PreparedBody):
        return request_data.body, {"Content-Type": "application/json"}
    if not request_data.contains_files:
        return orjson.dumps(request_data.parameters), {"Content-Type": "application/json"}
    form = aiohttp.FormData()
    for name, value in request_data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, mime) in request_data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=mime)
    return form, {}


PictureSource = Callable[[str], Awaitable[bytes | None]]
"""Gives the JPEG of a picture by its name; None when it is gone."""
KeepUpload = Callable[[str, str], Awaitable[None]]
"""Writes down the file id a picture got, by its name."""


class TelegramChannel:
    """One bot's copies. Pictures are uploaded once, by whoever needs them first, and sent by file id afterwards."""

    def __init__(self, bot: Bot, *, pictures: PictureSource, keep_upload: KeepUpload, paid: bool = False) -> None:
        self._bot = bot
        self._url = f"{bot.base_url}/"
        self._pictures = pictures
        self._keep_upload = keep_upload
        self._paid = paid
        self._file_ids: dict[str, str] = {}
        self._uploads: dict[str, asyncio.Lock] = {}

    def knows(self, file_ids: dict[str, str]) -> None:
        """File ids of pictures this bot uploaded before."""
        self._file_ids.update(file_ids)

    def forget(self, name: str) -> None:
        self._file_ids.pop(name, None)

    async def send(self, work: Work, letter: Letter, *, silent: bool, stale: Stale) -> int:
        body: dict[str, Any] = {"disable_notification": True} if silent else {}
        if letter.protect:
            body["protect_content"] = True
        if self._paid:
            body["allow_paid_broadcast"] = True
        if letter.picture and (letter.picture in self._file_ids or await self._first_upload(letter.picture)):
            return await self._send_picture(work, letter, body, silent=silent, stale=stale)
        body |= {"text": letter.text, "parse_mode": "HTML", "link_preview_options": {"is_disabled": True}}
        answer = await self._call("sendMessage", work, letter, body, kind=f"send-{silent}", stale=stale)
        return int(answer["message_id"])

    async def edit(self, work: Work, letter: Letter, *, stale: Stale) -> None:
        if work.copy_shape in {Shape.PICTURE, Shape.DOCUMENT}:
            await self._edit_picture(work, letter, stale)
            return
        body = {"text": letter.text, "parse_mode": "HTML", "link_preview_options": {"is_disabled": True}}
        await self._edit("editMessageText", work, letter, body, stale)

    async def delete(self, address: str, message_id: int) -> None:
        body = orjson.dumps({"chat_id": _chat_id(address), "message_id": message_id})
        try:
            await self._post("deleteMessage", body)
        except failures.CopyLost:
            return

    async def _send_picture(
        self, work: Work, letter: Letter, body: dict[str, Any], *, silent: bool, stale: Stale
    ) -> int:
        name = cast(str, letter.picture)
        body |= {"caption": letter.text, "parse_mode": "HTML"}
        async with self._uploads.setdefault(name, asyncio.Lock()) if name not in self._file_ids else _OPEN:
            if name not in self._file_ids:
                return await self._upload(work, letter, body, name, stale)
        method, field = ("sendDocument", "document") if letter.document else ("sendPhoto", "photo")
        body[field] = self._file_ids[name]
        answer = await self._call(method, work, letter, body, kind=f"send-{silent}-{name}", stale=stale)
        return int(answer["message_id"])

    async def _upload(self, work: Work, letter: Letter, body: dict[str, Any], name: str, stale: Stale) -> int:
        """The first copy of a picture carries it; the answer tells the file id all others are sent with."""
        content = await self._pictures(name)
        _unless(stale)
        send = self._bot.send_document if letter.document else self._bot.send_photo
        request = send(
            _chat_id(work.address),
            InputFile(content or b"", filename=letter.document or "picture.jpg"),
            caption=letter.text,
            parse_mode="HTML",
            reply_markup=_markup(letter),
            message_thread_id=work.thread_id or None,
            protect_content=letter.protect or None,
            disable_notification=body.get("disable_notification"),
            allow_paid_broadcast=self._paid or None,
        )
        message = await _classified(request)
        await self._remember(name, _file_id(message))
        return int(message.message_id)

    async def _first_upload(self, name: str) -> bool:
        """Whether the picture is still there to be uploaded; without it the words go alone."""
        return await self._pictures(name) is not None

    async def _edit_picture(self, work: Work, letter: Letter, stale: Stale) -> None:
        name = letter.picture or NEUTRAL
        kind = "document" if letter.document else "photo"
        media: dict[str, Any] = {"type": kind, "caption": letter.text, "parse_mode": "HTML"}
        async with self._uploads.setdefault(name, asyncio.Lock()) if name not in self._file_ids else _OPEN:
            if name not in self._file_ids:
                await self._upload_by_edit(work, letter, media, name, stale)
                return
        await self._edit("editMessageMedia", work, letter, {"media": media | {"media": self._file_ids[name]}}, stale)

    async def _upload_by_edit(self, work: Work, letter: Letter, media: dict[str, Any], name: str, stale: Stale) -> None:
        content = await self._pictures(name)
        if content is None:
            await self._edit("editMessageCaption", work, letter, {"caption": letter.text, "parse_mode": "HTML"}, stale)
            return
        _unless(stale)
        file = InputFile(content, filename=letter.document or "picture.jpg", attach=True)
        kind = InputMediaDocument if letter.document else InputMediaPhoto
        request = self._bot.edit_message_media(
            kind(file, caption=letter.text, parse_mode="HTML"),
            chat_id=_chat_id(work.address),
            message_id=work.copy_message_id,
            reply_markup=_markup(letter),
        )
        message = await _classified(request)
        await self._remember(name, _file_id(message))

    async def _remember(self, name: str, file_id: str) -> None:
        self._file_ids[name] = file_id
        await self._keep_upload(name, file_id)

    async def _edit(self, method: str, work: Work, letter: Letter, body: dict[str, Any], stale: Stale) -> None:
        try:
            await self._call(method, work, letter, body, kind=method, stale=stale)
        except NotModified:
            return

    async def _call(
        self, method: str, work: Work, letter: Letter, body: dict[str, Any], *, kind: str, stale: Stale
    ) -> Any:
        """Post the letter's body, made once per letter, with this copy's address in front of it."""
        rest = letter.prepared.get(kind)
        if rest is None:
            rest = letter.prepared[kind] = orjson.dumps(body | _keyboard(letter))[1:]
        where = _edited(work) if method.startswith("edit") else _addressed(work)
        _unless(stale)
        return await self._post(method, orjson.dumps(where)[:-1] + b"," + rest)

    async def _post(self, method: str, body: bytes) -> Any:
        data = cast(RequestData, PreparedBody(body))
        return await _classified(self._bot.request.post(self._url + method, data))


def _unless(stale: Stale) -> None:
    if stale():
        raise failures.Overtaken(failures.Overtaken.reason)


class _Open:
    async def __aenter__(self) -> None:
        return None

    async def __aexit__(self, *_: object) -> None:
        return None


_OPEN = _Open()


def _chat_id(address: str) -> int | str:
    return address if address.startswith("@") else int(address)


def _file_id(message: Any) -> str:
    """Of the file a message shows; of a picture the largest."""
    return str(message.document.file_id if message.document else message.photo[-1].file_id)


def _addressed(work: Work) -> dict[str, Any]:
    where: dict[str, Any] = {"chat_id": _chat_id(work.address)}
    return where | {"message_thread_id": work.thread_id} if work.thread_id else where


def _edited(work: Work) -> dict[str, Any]:
    return {"chat_id": _chat_id(work.address), "message_id": work.copy_message_id}


def _keyboard(letter: Letter) -> dict[str, Any]:
    rows = [
        [{"text": b.label} | ({"url": b.url} if b.url else {"callback_data": b.data}) for b in row]
        for row in letter.buttons
    ]
    return {"reply_markup": {"inline_keyboard": rows}}


def _markup(letter: Letter) -> InlineKeyboardMarkup | None:
    return InlineKeyboardMarkup.de_json(_keyboard(letter)["reply_markup"])


async def _classified(request: Awaitable[Any]) -> Any:
    """The answer, or the failure in our words: BadRequest and TimedOut are NetworkErrors too, so they come first."""
    try:
        return await request
    except RetryAfter as error:
        raise failures.MustWait(_seconds(error)) from error
    except ChatMigrated as error:
        raise failures.Moved(str(error.new_chat_id)) from error
    except Forbidden as error:
        raise failures.Blocked(failures.Blocked.reason) from error
    except BadRequest as error:
        raise meaning_of(error.message) from error
    except TimedOut as error:
        raise failures.UnknownOutcome(failures.UnknownOutcome.reason) from error
    except InvalidToken as error:
        raise about_token(error.message) from error
    except (Conflict, NetworkError) as error:
        raise failures.Transient(type(error).__name__) from error
    except TelegramError as error:
        raise failures.UnknownOutcome(type(error).__name__) from error


def _seconds(error: RetryAfter) -> float:
    wait = error.retry_after
    return float(wait if isinstance(wait, int | float) else wait.total_seconds())
