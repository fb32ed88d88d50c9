"""Where a conversation stands while one update is handled; turned in the database when the update is done."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Any

from aiogram.fsm.state import State
from aiogram.fsm.storage.base import BaseStorage, StateType, StorageKey

from services.intake import Page, Place


class Pages(BaseStorage):
    """aiogram's storage for the length of one update.

    Writes stay in `turned` until `services.intake.finish` commits them with the update: who is killed in between starts
    again from the same step.
    """

    def __init__(self, load: Callable[[Place], Awaitable[Page]]) -> None:
        self._load = load
        self._read: dict[Place, Page] = {}
        self.turned: dict[Place, Page] = {}

    def open(self, place: Place, page: Page) -> None:
        """Where this conversation stands was looked up already."""
        self._read[place] = page

    def turn_back(self) -> None:
        """Forget what was written: a refusal leaves the conversation where it was."""
        self.turned.clear()

    async def set_state(self, key: StorageKey, state: StateType = None) -> None:
        step = state.state if isinstance(state, State) else state
        self.turned[_place(key)] = replace(await self._page(key), step=step)

    async def get_state(self, key: StorageKey) -> str | None:
        return (await self._page(key)).step

    async def set_data(self, key: StorageKey, data: Mapping[str, Any]) -> None:
        self.turned[_place(key)] = replace(await self._page(key), entered=dict(data))

    async def get_data(self, key: StorageKey) -> dict[str, Any]:
        return dict((await self._page(key)).entered)

    async def close(self) -> None:
        """Nothing is held open."""

    async def _page(self, key: StorageKey) -> Page:
        place = _place(key)
        if place in self.turned:
            return self.turned[place]
        if place not in self._read:
            self._read[place] = await self._load(place)
        return self._read[place]


def _place(key: StorageKey) -> Place:
    return Place(key.bot_id, key.chat_id, key.user_id, key.thread_id or 0)
