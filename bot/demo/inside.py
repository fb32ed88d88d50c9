"""What happens under the hood, put into tables for the page: counts and states, nothing that anybody wrote."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from language.catalogues import Catalogues
from models.alerts import DeliveryState
from models.intake import InboxState
from sandbox.content import Cell, Due, Table
from services.house import House
from services.under_the_hood import Inside, Told, inside
from services.upcoming import Upcoming, upcoming

Words = dict[str, str]
SOONEST = 12
ON_THE_WAY = (DeliveryState.DUE, DeliveryState.LEASED, DeliveryState.BEGUN)


@dataclass(frozen=True)
class Hood:
    """Looks inside one house, and says what it sees in every language."""

    house: House
    catalogues: Catalogues

    async def tables(self) -> Sequence[Table]:
        seen = await inside(self.house)
        return [self._inbox(seen), self._talks(seen), self._alerts(seen), self._deliveries(seen)]

    async def agenda(self) -> Sequence[Due]:
        """What the clock will do next, and why."""
        return [self._due(one) for one in await upcoming(self.house, limit=SOONEST)]

    def _inbox(self, seen: Inside) -> Table:
        rows: list[list[Cell]] = [[self._said(f"hood-inbox-{state}"), seen.inbox.get(state, 0)] for state in InboxState]
        return self._table("inbox", ("state", "count"), rows)

    def _talks(self, seen: Inside) -> Table:
        rows: list[list[Cell]] = [
            [{"person": each.user_id}, {"code": each.step}, {"at": each.since.isoformat()}] for each in seen.talks
        ]
        return self._table("talks", ("who", "step", "since"), rows)

    def _alerts(self, seen: Inside) -> Table:
        rows: list[list[Cell]] = [
            [
                each.id,
                self._about(each),
                self._known(f"hood-letter-{each.wording}", each.wording),
                self._said(f"hood-alert-{each.state}"),
                each.revision,
            ]
            for each in seen.alerts
        ]
        return self._table("alerts", ("number", "about", "letter", "state", "revision"), rows)

    def _deliveries(self, seen: Inside) -> Table:
        rows = [[each.id, *counted(each)] for each in seen.alerts if each.deliveries]
        return self._table("deliveries", ("alert", "waiting", "held", "done", "failed"), rows)

    def _about(self, alert: Told) -> Words:
        if alert.search_id is not None:
            return self._said("hood-about-search", str(alert.search_id))
        return self._said("hood-about-report", str(alert.report_id))

    def _due(self, one: Upcoming) -> Due:
        name = f"hood-due-{one.what.replace(' ', '-')}"
        return Due(one.at, self._known(name, one.what), self._known(f"{name}-why", one.why), one.n)

    def _known(self, key: str, else_said: str) -> Words:
        """The sentence of this name; what the terminal says, in English, where the catalogues have none."""
        return {
            code: voice.plain(key) if voice.has(key) else else_said for code, voice in self.catalogues.voices.items()
        }

    def _table(self, name: str, columns: Sequence[str], rows: Sequence[Sequence[Cell]]) -> Table:
        heads = [self._said(f"hood-column-{column}") for column in columns]
        return Table(name, self._said(f"hood-{name}"), self._said(f"hood-{name}-note"), heads, rows)

    def _said(self, key: str, number: str | None = None) -> Words:
        facts = {} if number is None else {"number": number}
        return {code: voice.plain(key, **facts) for code, voice in self.catalogues.voices.items()}


def counted(alert: Told) -> list[int]:
    """Deliveries that wait or are on their way, that are held, done, and failed or withdrawn."""
    by: Callable[..., int] = lambda *states: sum(alert.deliveries.get(state, 0) for state in states)  # noqa: E731
    return [by(*ON_THE_WAY), by(DeliveryState.HELD), by(DeliveryState.DONE),
            by(DeliveryState.FAILED, DeliveryState.CANCELLED)]  # fmt: skip
