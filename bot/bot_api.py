"""Questions to a Bot API server, from the doctor and the wizard: without a library that takes seconds to load."""

from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any

import aiohttp

PATIENCE_S = 10.0


class NoAnswer(Exception):
    """The server does not answer; `why` is the kind of trouble, without the address, which holds the token."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class Answer:
    """What the Bot API said to one method; `at` is its own clock, where it told."""

    ok: bool
    result: dict[str, Any]
    code: int
    at: datetime | None


async def ask(api_url: str, token: str, *methods: str) -> list[Answer]:
    """The answer to each method, which may bring its parameters (`getUpdates?timeout=2`). Raises NoAnswer."""
    try:
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=PATIENCE_S)) as http:
            return [await _method(http, f"{api_url}/bot{token}/{method}") for method in methods]
    except (aiohttp.ClientError, TimeoutError) as error:
        raise NoAnswer(type(error).__name__) from None


async def _method(http: aiohttp.ClientSession, url: str) -> Answer:
    async with http.get(url) as answer:
        date = answer.headers.get("Date")
        at = parsedate_to_datetime(date) if date else None
        try:
            said = await answer.json(content_type=None)
        except ValueError:
            said = {}
        good = answer.status == 200 and isinstance(said, dict) and said.get("ok") is True
        result = said["result"] if good and isinstance(said["result"], dict) else {}
        return Answer(good, result, answer.status, at)
