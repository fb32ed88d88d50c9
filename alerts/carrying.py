"""One request: its letter, a last look at its alert, and what became of it."""

import asyncio
from collections.abc import Callable

from alerts.channels import Channel
from alerts.deciding import Act, Decision
from alerts.ledger import Work
from alerts.letters import Letter, Press, View
from alerts.live import Live
from alerts.outcomes import Anew, Settled
from alerts.results import Results
from models.alerts import Shape
from models.database import Database


class Carrier:
    """Carries decisions out over one channel. `decide`: what is to be done for a work at this moment."""

    def __init__(
        self,
        db: Database,
        channel: Channel,
        press: Press,
        live: Live,
        results: Results,
        decide: Callable[[Work], Decision],
    ) -> None:
        self._db = db
        self._channel = channel
        self._press = press
        self._live = live
        self._results = results
        self._decide = decide

    async def outcome_of(self, work: Work, decision: Decision) -> Settled:
        """What is to be written down; never raises."""
        try:
            outcome = await self._request(work, decision)
        except Exception as error:  # noqa: BLE001 - classified there; what is not ours is logged and retried
            at = asyncio.get_running_loop().time()
            return await self._results.of_failure(work, decision, error, self._channel, at)
        self._results.note_success(decision, left=not isinstance(outcome, Anew))
        return outcome

    async def _request(self, work: Work, decision: Decision) -> Settled:
        if decision.act is Act.REMOVE:
            await self._channel.delete(work.address, work.leftover_message_id or 0)
            return self._results.removed(work)
        looks = self._live.looks
        letter, revision = await self._letter(work, decision)
        if self._live.looks != looks and self._is_stale(work, decision.act, revision):
            return Anew(work)
        looks = self._live.looks

        def stale() -> bool:
            return self._live.looks != looks and self._is_stale(work, decision.act, revision)

        if decision.act is Act.EDIT:
            await self._channel.edit(work, letter, stale=stale)
            return self._results.edited(work, letter, revision)
        message_id = await self._channel.send(work, letter, silent=decision.silent, stale=stale)
        replaced = work.copy_id if decision.act is Act.SOUND else None
        return self._results.sent(work, letter, revision, message_id, replaced)

    async def _letter(self, work: Work, decision: Decision) -> tuple[Letter, int]:
        thing = self._live[work.thing]
        shape = Shape(work.copy_shape) if decision.act is Act.EDIT and work.copy_shape else None
        view = View(work.language, work.band, work.octant, work.via_area_id, shape, work.leaving)
        revision = thing.revision
        return await self._press.letter(self._db.reading, thing, view), revision

    def _is_stale(self, work: Work, act: Act, revision: int) -> bool:
        """Whether the alert changed while its letter was written, or while that waited for its picture."""
        return self._live[work.thing].revision != revision or self._decide(work).act is not act
