"""Looking up who speaks and where their conversation stands: who asks while a look is under way shares the next one."""

import asyncio

from services import intake
from services.house import House
from services.intake import Opening, Place


class Openings:
    """One look for all updates that begin at the same time: a database is asked per look, not per place."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._waiting: dict[Place, asyncio.Future[Opening]] = {}
        self._reader: asyncio.Task[None] | None = None

    async def look(self, place: Place) -> Opening:
        """How this conversation stands, not before now; raises what the database raises."""
        found = self._waiting.setdefault(place, asyncio.get_running_loop().create_future())
        if self._reader is None:
            self._reader = asyncio.create_task(self._read())
        return await asyncio.shield(found)

    async def _read(self) -> None:
        try:
            while self._waiting:
                some, self._waiting = self._waiting, {}
                await self._answer(some)
        finally:
            self._reader = None

    async def _answer(self, asked: dict[Place, asyncio.Future[Opening]]) -> None:
        try:
            found = await intake.open_conversations(self._house, list(asked))
        except Exception as error:  # noqa: BLE001 - it is raised where it was asked
            for answer in asked.values():
                answer.set_exception(error)
                answer.exception()
            return
        for place, answer in asked.items():
            answer.set_result(found[place])
