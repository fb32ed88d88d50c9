"""What a channel must do to carry copies; one module per channel."""

from collections.abc import Callable
from typing import Protocol

from alerts.ledger import Work
from alerts.letters import Letter

Stale = Callable[[], bool]


class Channel(Protocol):
    """Puts letters at addresses. Raises the failures of `alerts.failures`, nothing else.

    `stale` is asked immediately before a request leaves; when it says yes, Overtaken is raised and nothing is sent.
    """

    async def send(self, work: Work, letter: Letter, *, silent: bool, stale: Stale) -> int:
        """A new message at the address; its id there."""

    async def edit(self, work: Work, letter: Letter, *, stale: Stale) -> None:
        """The copy that is shown says what the letter says; a copy that says so already is success."""

    async def delete(self, address: str, message_id: int) -> None:
        """The message is not there any more; one that was gone already is success."""
