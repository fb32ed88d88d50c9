"""How answers to people leave: as one JSON body, and with patience where Telegram or the way to it asks for some."""

import asyncio
from dataclasses import dataclass
from typing import Any, cast

import orjson
from aiogram import Bot
from aiogram.client.default import Default
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import (
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiogram.methods import TelegramMethod
from aiogram.methods.base import TelegramType
from aiohttp import ClientError

from bot.tokens import Token

PLAIN = frozenset({"sendMessage", "editMessageText", "editMessageReplyMarkup", "answerCallbackQuery", "deleteMessage"})
"""Methods without files; they are nearly all of what a conversation says."""

JSON = {"Content-Type": "application/json"}

PAUSES = (0.3, 1.0, 3.0)
"""Seconds before asking again when the server or the way to it is in trouble."""

LONGEST_WAIT = 20.0
"""A longer `retry_after` is not waited for here: the update is done again later."""


@dataclass(frozen=True)
class _Addresses(TelegramAPIServer):
    """Addresses with the token as it is now; the one an aiogram bot was made with may be refused by then."""

    present: Token | None = None

    def api_url(self, token: str, method: str) -> str:
        return super().api_url(self.present.value if self.present else token, method)

    def file_url(self, token: str, path: Any) -> str:
        return super().file_url(self.present.value if self.present else token, path)


class AnswerSession(AiohttpSession):
    """aiogram's session, but methods without files leave as JSON, not as a form of fields dumped one by one.

    Asks again where that may help: an answer that comes twice is better than none. With a `token` it speaks with that,
    and tells it when it is refused.
    """

    def __init__(self, api_url: str, token: Token | None = None) -> None:
        super().__init__(api=_Addresses.from_base(api_url, present=token), json_loads=orjson.loads)
        self._token = token

    async def make_request(
        self,
        bot: Bot,
        method: TelegramMethod[TelegramType],
        timeout: int | None = None,  # noqa: ASYNC109 - as aiogram calls it
    ) -> TelegramType:
        for pause in PAUSES:
            try:
                return await self._noticed(bot, method, timeout)
            except TelegramRetryAfter as refused:
                if refused.retry_after > LONGEST_WAIT:
                    raise
                await asyncio.sleep(refused.retry_after)
            except (TelegramNetworkError, TelegramServerError):
                await asyncio.sleep(pause)
        return await self._noticed(bot, method, timeout)

    async def _noticed(self, bot: Bot, method: TelegramMethod[TelegramType], within: int | None) -> TelegramType:
        used = self._token.value if self._token else ""
        try:
            return await self._ask(bot, method, within)
        except TelegramUnauthorizedError:
            if self._token:
                self._token.refused(used)
            raise

    async def _ask(self, bot: Bot, method: TelegramMethod[TelegramType], within: int | None) -> TelegramType:
        if method.__api_method__ not in PLAIN:
            return await super().make_request(bot, method, within)
        status, content = await self._post(bot, method, within)
        answer = self.check_response(bot, method, status, content)
        return cast("TelegramType", answer.result)

    async def _post(self, bot: Bot, method: TelegramMethod[Any], within: int | None) -> tuple[int, str]:
        session = await self.create_session()
        url = self.api.api_url(token=bot.token, method=method.__api_method__)
        body = orjson.dumps(_said(method.model_dump(warnings=False, exclude_none=True), bot))
        patience = self.timeout if within is None else within
        try:
            async with session.post(url, data=body, headers=JSON, timeout=patience) as response:  # type: ignore[arg-type]
                return response.status, await response.text()
        except TimeoutError as error:
            raise TelegramNetworkError(method=method, message="Request timeout error") from error
        except ClientError as error:
            raise TelegramNetworkError(method=method, message=type(error).__name__) from error


def _said(value: Any, bot: Bot) -> Any:
    """The value with the bot's defaults put in, and without what is left to Telegram."""
    if isinstance(value, dict):
        filled = {name: _said(each, bot) for name, each in value.items()}
        return {name: each for name, each in filled.items() if each is not None}
    if isinstance(value, list):
        return [_said(each, bot) for each in value]
    return bot.default[value.name] if isinstance(value, Default) else value
