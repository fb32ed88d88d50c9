"""Where the volunteers of a search gather: set by its coordinator, told to whoever is out or sets out."""

from datetime import datetime

from sqlalchemy import delete
from sqlmodel import col

from models.alerts import Audience, Priority, Wording
from models.database import Tx
from models.refusals import NotUnderstood
from models.responders import MeetingPoint
from models.searches import Search
from services import alerts
from services import search_cards as cards
from services.audit import record
from services.house import House
from services.places import Place
from services.search_states import COORDINATORS, in_charge, refuse_unless_open, the_search
from services.those_out import out_there


async def set_point(house: House, *, search_id: int, place: Place, member_id: int, now: datetime) -> None:
    """Volunteers gather there from now on; those who are out hear it.

    Refuses with NotAllowed, SearchNotOpen, SearchUnderReview, and NotUnderstood a place without a point.
    """
    if place.point is None:
        raise NotUnderstood()
    async with house.db.transaction() as tx:
        search, by = await in_charge(tx, search_id=search_id, member_id=member_id, roles=COORDINATORS)
        refuse_unless_open(search)
        kept = await tx.get(MeetingPoint, search_id)
        kept = kept or MeetingPoint(search_id=search_id, lat=0, lon=0, set_at=now)
        kept.lat, kept.lon, kept.area_id = place.point.lat, place.point.lon, place.area_id
        kept.words, kept.set_at = place.words[:300], now
        tx.add(kept)
        await tx.flush()
        await record(tx, act="search.meeting-point", thing="search", thing_id=search_id, by=by, now=now)
        await _tell_those_out(tx, house, search, now=now)
        await cards.show(tx, house, search, now=now)


async def _tell_those_out(tx: Tx, house: House, search: Search, *, now: datetime) -> None:
    """With a sound: who is on the way would go to the wrong place."""
    people = await out_there(tx, search.id or 0)
    told = (await tx.exec(alerts.live_alerts(search_id=search.id, wordings=[Wording.MEETING]))).first()
    if told is not None:
        await alerts.revise(tx, house, told, now=now, sound=True)
        await alerts.tell_people(tx, house, told, people)
    elif people:
        alert = cards.new_alert(search, Wording.MEETING, Audience.PEOPLE, now)
        alert.priority, alert.protect = Priority.URGENT, False
        await alerts.tell_people(tx, house, alert, people)


async def meeting_place(house: House, search_id: int) -> Place | None:
    """Where volunteers gather; None: nobody has said. Refuses with SearchNotFound."""
    async with house.db.reading() as tx:
        await the_search(tx, search_id)
        kept = await tx.get(MeetingPoint, search_id)
        return Place(kept.lat, kept.lon, kept.area_id, kept.words) if kept is not None else None


async def remove(tx: Tx, search_id: int) -> None:
    """Nobody meets there any more, in the caller's transaction."""
    await tx.exec(delete(MeetingPoint).where(col(MeetingPoint.search_id) == search_id))
