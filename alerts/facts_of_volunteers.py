"""What letters to volunteers on the ground say, and the list of those overdue, read once per revision."""

from dataclasses import dataclass

from sqlmodel import col, func, or_, select

from alerts.distances import Path, path_of
from alerts.facts_of_searches import SearchFacts, search_facts
from models.alerts import Alert, AlertState, Digest
from models.database import Tx
from models.responders import OUT_THERE, CheckStep, MeetingPoint, Responder
from models.searches import SearchState
from models.segments import SearchPair


@dataclass(frozen=True, slots=True)
class CheckFacts:
    """A volunteer of whom nothing is heard: by whose number they answer, and the number of their team."""

    search: SearchFacts
    over: bool
    responder_id: int
    team: int | None

    @property
    def search_over(self) -> bool:
        return self.search.state is SearchState.CLOSED


@dataclass(frozen=True, slots=True)
class OverdueFacts:
    """How many volunteers are overdue, and how many more are being asked."""

    search: SearchFacts
    over: bool
    overdue: int
    asked: int


@dataclass(frozen=True, slots=True)
class MeetingFacts:
    """Where the volunteers of a search gather; no place: nobody has said, or it is gone."""

    search: SearchFacts
    over: bool
    lat: float | None
    lon: float | None
    words: str
    path: Path


async def check_facts(tx: Tx, alert: Alert | Digest) -> CheckFacts:
    """The volunteer whom this asks about, as they are now."""
    assert isinstance(alert, Alert)  # noqa: S101 - digests have their own form
    row = await tx.get(Responder, alert.responder_id) if alert.responder_id is not None else None
    team = None
    if row is not None:
        mine = or_(col(SearchPair.first_id) == row.member_id, col(SearchPair.second_id) == row.member_id)
        last = select(SearchPair.number).where(SearchPair.search_id == row.search_id, mine)
        team = (await tx.exec(last.order_by(col(SearchPair.id).desc()))).first()
    over = alert.state is AlertState.ENDED or row is None
    return CheckFacts(await search_facts(tx, alert), over, alert.responder_id or 0, team)


async def overdue_facts(tx: Tx, alert: Alert | Digest) -> OverdueFacts:
    """Counts as they are now."""
    assert isinstance(alert, Alert)  # noqa: S101
    out = Responder.search_id == alert.search_id, col(Responder.state).in_(OUT_THERE)
    steps = (await tx.exec(select(Responder.check_step, func.count(col(Responder.id))).where(*out).group_by(
        col(Responder.check_step)
    ))).all()  # fmt: skip
    told = sum(n for step, n in steps if step >= CheckStep.COORDINATOR_TOLD)
    asked = sum(n for step, n in steps if CheckStep.NOBODY_ASKED < step < CheckStep.COORDINATOR_TOLD)
    return OverdueFacts(await search_facts(tx, alert), alert.state is AlertState.ENDED, told, asked)


async def meeting_facts(tx: Tx, alert: Alert | Digest) -> MeetingFacts:
    """The meeting point as it is now."""
    assert isinstance(alert, Alert)  # noqa: S101
    at, search = await tx.get(MeetingPoint, alert.search_id), await search_facts(tx, alert)
    over = alert.state is AlertState.ENDED
    if at is None:
        return MeetingFacts(search, over, None, None, "", ())
    return MeetingFacts(search, over, at.lat, at.lon, at.words, await path_of(tx, at.area_id))
