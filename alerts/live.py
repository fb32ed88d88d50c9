"""The alerts and digests a dispatcher has work of, as the database has them now; looked at before each request."""

from collections.abc import Iterable

from sqlmodel import col, select

from models.alerts import Alert, Digest
from models.audit import Switch
from models.database import Database, Tx

Thing = tuple[str, int]


class Live:
    """Kept true by `refresh`, which the dispatcher calls whenever something was announced."""

    def __init__(self, db: Database, pause_switch: str) -> None:
        self._db = db
        self._pause_switch = pause_switch
        self._things: dict[Thing, Alert | Digest] = {}
        self.everything_paused = False
        self.looks = 0
        """Counts up with each refresh: while it stays the same, so does every decision."""

    def __getitem__(self, thing: Thing) -> Alert | Digest:
        return self._things[thing]

    def __contains__(self, thing: Thing) -> bool:
        return thing in self._things

    def known(self) -> set[Thing]:
        return set(self._things)

    def keep_only(self, things: set[Thing]) -> None:
        self._things = {thing: row for thing, row in self._things.items() if thing in things}

    async def learn(self, things: Iterable[Thing]) -> None:
        """Read those that are not known yet."""
        new = {thing for thing in things if thing not in self._things}
        if new:
            async with self._db.reading() as tx:
                await self._read(tx, new)

    async def refresh(self) -> None:
        """Read all that are known again, and the switch that holds everything back."""
        async with self._db.reading() as tx:
            paused = await tx.exec(select(Switch.on).where(Switch.name == self._pause_switch))
            self.everything_paused = bool(paused.first())
            await self._read(tx, set(self._things))
        self.looks += 1

    async def _read(self, tx: Tx, things: set[Thing]) -> None:
        alerts = [number for kind, number in things if kind == "Alert"]
        if alerts:
            for alert in (await tx.exec(select(Alert).where(col(Alert.id).in_(alerts)))).all():
                self._things["Alert", alert.id or 0] = alert
        digests = [number for kind, number in things if kind == "Digest"]
        if digests:
            for digest in (await tx.exec(select(Digest).where(col(Digest.id).in_(digests)))).all():
                self._things["Digest", digest.id or 0] = digest
