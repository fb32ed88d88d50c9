"""Stories happen in the demo town; those that need only the chat, at the reception."""

from collections.abc import AsyncIterator

import pytest

from clock.clocks import SteppingClock
from tests.reception import reception
from tests.story.town import Town, town

__all__ = ["reception", "the_town"]


@pytest.fixture
async def the_town(sqlite_url: str, clock: SteppingClock) -> AsyncIterator[Town]:
    """The demo town on SQLite, an afternoon in November."""
    async with town(sqlite_url, clock) as built:
        yield built
