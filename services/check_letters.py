"""What is written to whom while a volunteer is overdue: to them, to their partner, to the coordinators; and its end."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlmodel import col, func, select

from models.alerts import Alert, Audience, Priority, Wording
from models.database import Tx
from models.organisations import Role
from models.responders import OUT_THERE, CheckStep, Responder
from models.searches import Search
from services import alerts
from services import search_cards as cards
from services.house import House
from services.organisations import staff_of

ASKS = (Wording.CHECK_IN, Wording.CHECK_PARTNER)


async def ask(
    tx: Tx, house: House, search: Search, row: Responder, wording: Wording, people: Sequence[int], *, now: datetime
) -> None:
    """Ask these recipients about this volunteer; what was asked of them before is over."""
    await _end_asks(tx, house, search, row, [wording], now=now)
    alert = cards.new_alert(search, wording, Audience.PEOPLE, now)
    alert.priority, alert.protect, alert.responder_id = Priority.URGENT, False, row.id
    await alerts.tell_people(tx, house, alert, people)


async def tell_coordinators(tx: Tx, house: House, search: Search, *, again: bool = False, now: datetime) -> None:
    """The list of those overdue; to every admin where no coordinator can be reached.

    Whoever is new on it is heard; of the same people `again`, once in `searches.overdue_minutes` however many they are.
    """
    people = await staff_of(tx, organisation_id=search.organisation_id, roles=[Role.COORDINATOR])
    people = people or await staff_of(tx, organisation_id=None, roles=[Role.ADMIN])
    told = (await tx.exec(alerts.live_alerts(search_id=search.id, wordings=[Wording.OVERDUE]))).first()
    if told is None:
        told = cards.new_alert(search, Wording.OVERDUE, Audience.STAFF, now)
        told.protect = False
    else:
        lately = now - told.changed_at < timedelta(minutes=house.rules.searches.overdue_minutes)
        await alerts.revise(tx, house, told, now=now, sound=not (again and lately))
    await alerts.tell_people(tx, house, told, people)


async def over_for(tx: Tx, house: House, search: Search, row: Responder, *, now: datetime) -> None:
    """Nobody is asked about this volunteer any more; the coordinators' list is without them."""
    await _end_asks(tx, house, search, row, ASKS, now=now)
    for told in (await tx.exec(alerts.live_alerts(search_id=search.id, wordings=[Wording.OVERDUE]))).all():
        if await overdue(tx, search.id or 0):
            await alerts.revise(tx, house, told, now=now)
        else:
            await alerts.end(tx, house, told, wording=Wording.OVERDUE, now=now)


async def overdue(tx: Tx, search_id: int) -> int:
    """How many volunteers of a search coordinators were told of who are not known to be safe."""
    late = col(Responder.state).in_(OUT_THERE), col(Responder.check_step) >= CheckStep.COORDINATOR_TOLD
    return (await tx.exec(select(func.count(col(Responder.id))).where(Responder.search_id == search_id, *late))).one()


async def _end_asks(
    tx: Tx, house: House, search: Search, row: Responder, wordings: Sequence[Wording], *, now: datetime
) -> None:
    asked = alerts.live_alerts(search_id=search.id, wordings=wordings).where(col(Alert.responder_id) == row.id)
    for alert in (await tx.exec(asked)).all():
        await alerts.end(tx, house, alert, wording=alert.wording, now=now)
