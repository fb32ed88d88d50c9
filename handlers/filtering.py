"""How filters are asked: where they are, not in threads."""

from collections.abc import Awaitable, Callable, Iterator
from itertools import chain
from typing import Any

from aiogram import Router
from aiogram.dispatcher.event.handler import FilterObject
from aiogram.dispatcher.event.telegram import TelegramEventObserver


def ask_in_place(router: Router) -> None:
    """Let every `F…` filter of these routes answer at once.

    aiogram sends what is no coroutine to a thread: 100 µs for each of the dozens of filters an update passes, where
    looking at a field takes one.
    """
    for each in router.chain_tail:
        for observer in each.observers.values():
            for found in _filters(observer):
                if found.magic is not None and not found.awaitable:
                    found.callback, found.awaitable = _awaited(found.callback), True


def _filters(observer: TelegramEventObserver) -> Iterator[FilterObject]:
    """Those of the handlers, and those of the whole router."""
    handlers = (observer._handler, *observer.handlers)
    return chain.from_iterable(handler.filters or () for handler in handlers)


def _awaited(resolve: Callable[..., Any]) -> Callable[..., Awaitable[Any]]:
    async def answer(*event: Any, **facts: Any) -> Any:
        return resolve(*event, **facts)

    return answer
