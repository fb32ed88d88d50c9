"""The token of this process's bot as it is now: when Telegram refuses it, everybody waits here until one is good.

@BotFather's /revoke gives the same bot another token. Where the token is read from a file, the file is read again while
we wait, and what it holds is taken without a restart; a token of another bot never is.
"""

import asyncio
from contextlib import suppress
from pathlib import Path
from time import monotonic

import structlog

from alerts.metrics import TOKEN_REFUSED
from bot.bot_api import NoAnswer, ask
from bot.config import TelegramConfig

log = structlog.get_logger()

LOOK_SECONDS = 1.0
"""How often the file is read while the token is refused."""
FIRST_PAUSE, LONGEST_PAUSE = 2.0, 30.0
"""Seconds between questions to Telegram about one and the same token: doubled each time, up to the longest."""
HEARTBEAT_SECONDS = 60.0
"""How often Telegram is asked by who would not notice otherwise."""


class Token:
    """One for all parts of a process. `file`: where it is read from, None where only a restart brings another."""

    def __init__(self, telegram: TelegramConfig, file: Path | None = None) -> None:
        self._api_url, self._bot_id, self._file = telegram.api_url, telegram.bot_id, file
        self.value = telegram.token.get_secret_value()
        self._refused = asyncio.Event()
        self._looking = asyncio.Lock()
        self._asked, self._ask_at, self._pause = "", 0.0, FIRST_PAUSE
        self._of_another = ""

    @property
    def is_refused(self) -> bool:
        return self._refused.is_set()

    def refused(self, value: str) -> None:
        """Telegram refused this one; that says nothing when another has been taken since."""
        if value != self.value or self.is_refused:
            return
        self._ask_next_about(value)
        self._refused.set()
        TOKEN_REFUSED.set(1)
        if self._file is None:
            log.error("Telegram refuses the token, everything waits, start again with the new one", bot_id=self._bot_id)
        else:
            log.error("Telegram refuses the token, everything waits for the new one in its file", bot_id=self._bot_id)

    async def refusal(self) -> None:
        """Ends when the token is refused."""
        await self._refused.wait()

    async def good(self) -> str:
        """The token; while it is refused, waits for one that is not."""
        while self.is_refused:
            await asyncio.sleep(LOOK_SECONDS)
            await self.is_good()
        return self.value

    async def is_good(self) -> bool:
        """Whether it may be used; a refused one is looked at once more."""
        async with self._looking:
            if self.is_refused:
                await self._look()
        return not self.is_refused

    async def beats(self) -> None:
        """Ask Telegram now and then, until the token is refused: for who only listens."""
        while not self.is_refused:
            value = self.value
            if await self._answer_to(value) == 401:
                self.refused(value)
            with suppress(TimeoutError):
                await asyncio.wait_for(self.refusal(), HEARTBEAT_SECONDS)

    async def _look(self) -> None:
        """One look at the file; and a question to Telegram, if it holds something new or it is time again."""
        there = self._there()
        if there == self._asked and monotonic() < self._ask_at:
            return
        self._ask_next_about(there)
        if await self._answer_to(there) == 200:
            self._take(there)

    def _ask_next_about(self, value: str) -> None:
        self._pause = min(self._pause * 2, LONGEST_PAUSE) if value == self._asked else FIRST_PAUSE
        self._asked, self._ask_at = value, monotonic() + self._pause

    def _take(self, value: str) -> None:
        self.value = value
        self._refused.clear()
        TOKEN_REFUSED.set(0)
        log.info("Telegram takes the token, the work goes on", bot_id=self._bot_id)

    def _there(self) -> str:
        """What the file holds, where that is a token of this bot; else the one we have."""
        try:
            found = self._file.read_text("utf-8").strip() if self._file is not None else ""
        except (OSError, UnicodeDecodeError):
            return self.value
        number, _, key = found.partition(":")
        if number == str(self._bot_id) and key:
            return found
        if number.isdecimal() and key and found != self._of_another:
            self._of_another = found
            log.error("the token in the file is of another bot, a running one never changes", bot_id=self._bot_id)
        return self.value

    async def _answer_to(self, value: str) -> int:
        """What Telegram says to this token: 200, 401, or 0 without an answer."""
        try:
            (me,) = await ask(self._api_url, value, "getMe")
        except NoAnswer:
            return 0
        return me.code
