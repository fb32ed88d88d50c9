"""Waiting for something to happen, without looking again and again."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

Found = TypeVar("Found")


@dataclass(eq=False)
class Signal:
    """Wakes everybody who waits each time it fires; a waiter looks for itself whether that was it."""

    waiting: set[asyncio.Future[None]] = field(default_factory=set)

    def fire(self) -> None:
        woken, self.waiting = self.waiting, set()
        for future in woken:
            if not future.done():
                future.set_result(None)

    async def wait(self) -> None:
        """Until the next time it fires."""
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.waiting.add(future)
        try:
            await future
        finally:
            self.waiting.discard(future)

    async def until(self, look: Callable[[], Found | None], within: float) -> Found | None:
        """What `look` finds now or after any firing, as soon as it finds something; None after `within` seconds."""
        try:
            async with asyncio.timeout(within):
                while not (found := look()):
                    await self.wait()
        except TimeoutError:
            return look()
        return found
