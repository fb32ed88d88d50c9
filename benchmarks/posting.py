"""The reference of what sends: bare aiohttp that posts the same bodies to the same server."""

import asyncio
from collections.abc import Sequence
from typing import Any, cast

import aiohttp
import orjson
from telegram import Bot
from yarl import URL

from alerts.ledger import Work
from alerts.letters import Press, View
from alerts.telegram import TelegramChannel
from alerts.writers import forms
from benchmarks.stages import TOKEN, Watch
from language.catalogues import load_catalogues
from models.alerts import Alert
from sandbox.fast import Running
from services.house import House

IN_FLIGHT = 128
"""More does not make it quicker."""


class _Kept:
    """Stands where python-telegram-bot's `Bot` would: keeps the body and sends nothing."""

    base_url = ""

    def __init__(self) -> None:
        self.request = self
        self.body = b""

    async def post(self, _url: str, data: Any) -> dict[str, int]:
        self.body = data.body
        return {"message_id": 1}


async def bodies(house: House, alert_id: int, count: int) -> list[bytes]:
    """What is posted for an alert, for `count` chats."""
    kept = _Kept()
    channel = TelegramChannel(cast(Bot, kept), pictures=_no_picture, keep_upload=_forget)
    press = Press(forms(house.rules), load_catalogues().voices)
    async with house.db.reading() as tx:
        alert = await tx.get_one(Alert, alert_id)
        letter = await press.letter(house.db.reading, alert, View("ar"))
    await channel.send(cast(Work, _Chat()), letter, silent=False, stale=lambda: False)
    rest = kept.body.partition(b",")[2]
    return [orjson.dumps({"chat_id": 1_000_001 + n})[:-1] + b"," + rest for n in range(count)]


async def beginning(house: House, alert_id: int) -> str:
    """How an alert's letter begins, as the server's journal keeps it."""
    [body] = await bodies(house, alert_id, 1)
    return str(orjson.loads(body)["text"])[:40]


class _Chat:
    address = "1"
    thread_id = 0


async def _no_picture(_name: str) -> bytes | None:
    return None


async def _forget(_name: str, _file_id: str) -> None:
    return None


async def post(telegram: Running, prepared: Sequence[bytes]) -> Watch:
    """Post every body; how long that took."""
    url = URL(f"{telegram.url}/bot{TOKEN}/sendMessage", encoded=True)
    headers = {"Content-Type": "application/json"}
    waiting = iter(prepared)
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=IN_FLIGHT)) as session:

        async def one_after_another() -> None:
            for body in waiting:
                async with session.post(url, data=body, headers=headers) as answer:
                    await answer.read()

        with Watch() as watch:
            await asyncio.gather(*(one_after_another() for _ in range(IN_FLIGHT)))
    return watch
