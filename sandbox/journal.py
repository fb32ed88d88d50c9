"""What bots asked of Telegram, request by request, for tests and for the page."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

JSON = dict[str, Any]


@dataclass
class Request:
    """One request. `began` and `ended` in seconds of the monotonic clock; `status` 0 while (or if never) answered."""

    bot_id: int
    method: str
    params: JSON
    began: float
    ended: float = 0.0
    status: int = 0
    description: str = ""
    took_effect: bool = False

    @property
    def chat_id(self) -> str:
        return str(self.params.get("chat_id", ""))


@dataclass
class Journal:
    """The last requests, oldest first."""

    requests: deque[Request] = field(default_factory=lambda: deque(maxlen=200_000))

    def add(self, request: Request) -> Request:
        self.requests.append(request)
        return request

    def of(self, *methods: str) -> list[Request]:
        """Requests of these methods, or all but getUpdates when none is named."""
        wanted = {method.lower() for method in methods}
        return [one for one in self if (one.method.lower() in wanted if wanted else one.method != "getUpdates")]

    def clear(self) -> None:
        self.requests.clear()

    def __iter__(self) -> Iterator[Request]:
        return iter(list(self.requests))

    def __len__(self) -> int:
        return len(self.requests)
