"""Somebody says they saw the subject: kept from the first answer on, for coordinators only, and no limit stops danger.

A sighting never changes the state of its search, and nobody but its coordinators hears of it.
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, update
from sqlmodel import col, select

from language.text import cleaned
from models.alerts import Alert, Audience, Wording
from models.database import Tx
from models.organisations import Role
from models.refusals import TooLong
from models.rows import id_of
from models.searches import Search, SearchNotOpen, SearchState, SeenInFuture
from models.sightings import Sighting, SightingDecided, SightingNotFound, SightingState, Sure, TooManySightings
from places.areas import AreaIndex
from services import alerts, pictures, recordings
from services import search_cards as cards
from services.audit import Actor, record
from services.house import House
from services.organisations import staff_of
from services.places import Place
from services.search_entries import CLOCKS_DIFFER, line
from services.search_states import the_search

COORDINATING = (Role.COORDINATOR, Role.ADMIN)
OUT = (SearchState.OPEN, SearchState.PAUSED)
WAITING = (SightingState.NEW, SightingState.DOUBTED)
WORDS_LIMIT, PLACE_LIMIT = 1000, 300


async def is_over(house: House, *, search_id: int) -> bool:
    """Whether the search has ended; refuses with SearchNotOpen one that never went out, or of which nothing is left."""
    async with house.db.reading() as tx:
        return _over(await the_search(tx, search_id))


def _over(search: Search) -> bool:
    if search.state in OUT:
        return False
    if search.state is not SearchState.CLOSED or search.purged_at is not None:
        raise SearchNotOpen(search_id=search.id)
    return True


async def saw(
    house: House, *, search_id: int, member_id: int, made_by: str | None, danger: bool | None = None, now: datetime
) -> Sighting | None:
    """Somebody saw the person and not the post: kept at once, and coordinators see it. The same update changes nothing.

    None: they told of so many that only one of a person in `danger` is taken, which is to be asked; where it was not
    so, refuses with TooManySightings. Of a search that is over only danger is kept; else refuses with SearchNotOpen.
    """
    async with house.db.transaction() as tx:
        search = await the_search(tx, search_id)
        known = select(Sighting).where(Sighting.made_by == made_by)
        if made_by is not None and (before := (await tx.exec(known)).first()) is not None:
            return before
        over = _over(search)
        if over and not danger:
            raise SearchNotOpen(search_id=search_id)
        if not danger and await _too_many(tx, house, search_id, member_id, now):
            if danger is None:
                return None
            raise TooManySightings(limit=house.rules.searches.sightings_per_hour)
        quiet = await _waiting(tx, search_id) == 0
        new = Sighting(
            search_id=search_id, member_id=member_id, danger=bool(danger), after_end=over,
            created_at=now, changed_at=now, made_by=made_by,
        )  # fmt: skip
        tx.add(new)
        await tx.flush()
        by, facts = Actor.member(member_id), {"danger": bool(danger), "over": over}
        await record(tx, act="sighting.tell", thing="sighting", thing_id=id_of(new), by=by, now=now, **facts)
        await show_list(tx, house, search, now=now, sound=quiet or bool(danger))
        return new


async def add(
    house: House,
    *,
    sighting_id: int,
    member_id: int,
    now: datetime,
    danger: bool | None = None,
    place: Place | None = None,
    seen_at: datetime | None = None,
    words: str = "",
    picture_id: int | None = None,
    heard: Collection[int] = (),
    sure: Sure | None = None,
) -> Sighting:
    """Whoever saw them says more of it, in any order.

    Refuses with SightingNotFound, SeenInFuture, TooLong, and SightingDecided; that somebody is in danger is always
    taken.
    """
    areas = await house.areas()
    if seen_at is not None and seen_at > now + CLOCKS_DIFFER:
        raise SeenInFuture()
    async with house.db.transaction() as tx:
        sighting, search = await _own(tx, sighting_id, member_id)
        if sighting.state not in WAITING and not danger:
            raise SightingDecided(sighting_id=sighting_id, state=sighting.state.value)
        sounds = bool(danger) and not sighting.danger
        said: dict[str, Any] = {"danger": danger, "seen_at": seen_at, "sure": sure}
        values = {name: value for name, value in said.items() if value is not None} | _where(place, areas)
        values |= {"words": _more(sighting.words, words)} if words else {}
        for name, value in values.items():
            setattr(sighting, name, value)
        await _show_picture(tx, sighting, picture_id)
        await recordings.attach(tx, heard, search_id=sighting.search_id, sighting_id=sighting_id)
        sighting.changed_at = now
        tx.add(sighting)
        await tx.flush()
        by, fields = Actor.member(member_id), ",".join(sorted(values))
        await record(tx, act="sighting.add", thing="sighting", thing_id=sighting_id, by=by, now=now, fields=fields)
        await show_list(tx, house, search, now=now, sound=sounds)
        await show_card(tx, house, sighting, now=now, anew=picture_id is not None)
        return sighting


async def _own(tx: Tx, sighting_id: int, member_id: int) -> tuple[Sighting, Search]:
    found = await tx.get(Sighting, sighting_id)
    if found is None or found.member_id != member_id:
        raise SightingNotFound()
    search = await the_search(tx, found.search_id)
    await tx.refresh(found)
    return found, search


def _where(place: Place | None, areas: AreaIndex) -> dict[str, Any]:
    """A place as columns; without an area it lies outside of all we know, which its card says."""
    if place is None:
        return {}
    area_id = place.area_id
    if area_id is None and place.point is not None:
        area_id = next((area.id for area in areas.holding(place.point)), None)
    words = line(place.words, PLACE_LIMIT) if place.words else ""
    return {"lat": place.lat, "lon": place.lon, "area_id": area_id, "place": words}


def _more(had: str, words: str) -> str:
    said = cleaned("\n".join(filter(None, (had, words))), limit=WORDS_LIMIT)
    if said.cut:
        raise TooLong(limit=WORDS_LIMIT, length=said.length)
    return said.text


async def _show_picture(tx: Tx, sighting: Sighting, picture_id: int | None) -> None:
    """Of several the last one is kept."""
    old, new = sighting.picture_id, await pictures.kept(tx, picture_id)
    if new is not None:
        sighting.picture_id = new
        tx.add(sighting)
        await tx.flush()
        if old is not None and old != new:
            await pictures.remove(tx, old)


async def _too_many(tx: Tx, house: House, search_id: int, member_id: int, now: datetime) -> bool:
    theirs = Sighting.search_id == search_id, Sighting.member_id == member_id
    lately = col(Sighting.created_at) > now - timedelta(hours=1)
    count = (await tx.exec(select(func.count()).select_from(Sighting).where(*theirs, lately))).one()
    return int(count) >= house.rules.searches.sightings_per_hour


async def _waiting(tx: Tx, search_id: int) -> int:
    new = Sighting.search_id == search_id, Sighting.state == SightingState.NEW
    return int((await tx.exec(select(func.count()).select_from(Sighting).where(*new))).one())


async def show_list(tx: Tx, house: House, search: Search, *, now: datetime, sound: bool = False) -> None:
    """The coordinators' one list of a search's sightings, however many come in a minute; edited, rarely heard."""
    await gone_within_a_day(tx, house, search, now=now)
    people = await staff_of(tx, organisation_id=search.organisation_id, roles=COORDINATING)
    people = people or await staff_of(tx, organisation_id=None, roles=COORDINATING)
    live = (await tx.exec(alerts.live_alerts(search_id=search.id, wordings=[Wording.SIGHTINGS]))).first()
    if live is not None:
        await alerts.revise(tx, house, live, now=now, sound=sound)
    await alerts.tell_people(tx, house, live or cards.new_alert(search, Wording.SIGHTINGS, Audience.STAFF, now), people)


async def gone_within_a_day(tx: Tx, house: House, search: Search, *, now: datetime) -> None:
    """What is shown of a search that is over, and what was told of it since, leaves with the next purge of contacts."""
    if search.state is SearchState.CLOSED and search.contacts_purge_at is None:
        search.contacts_purge_at = now + timedelta(hours=house.rules.privacy.contacts_hours)
        tx.add(search)
        await tx.flush()


async def show_card(tx: Tx, house: House, sighting: Sighting, *, now: datetime, anew: bool = False) -> None:
    """Bring the cards of a sighting to what it is now; `anew`: a text cannot become a picture."""
    for card in await cards_of(tx, sighting):
        await alerts.revise(tx, house, card, now=now, sound=anew)


async def cards_of(tx: Tx, sighting: Sighting) -> Sequence[Alert]:
    """The live card of a sighting, where somebody has opened it."""
    found = alerts.live_alerts(search_id=sighting.search_id, wordings=[Wording.SIGHTING_CARD])
    rows: Sequence[Alert] = (await tx.exec(found.where(Alert.sighting_id == sighting.id))).all()
    return rows


async def purge(tx: Tx, house: House, search_id: int, *, everything: bool, now: datetime) -> None:
    """Forget pictures, words and senders of a search's sightings; with `everything` also where and when.

    In the caller's transaction; that there were so many, and what became of them, stays.
    """
    for alert in (await tx.exec(alerts.live_alerts(search_id=search_id, wordings=cards.OF_SIGHTINGS))).all():
        await alerts.end(tx, house, alert, wording=Wording(alert.wording), now=now)
    shown = select(Sighting.picture_id).where(Sighting.search_id == search_id, col(Sighting.picture_id).is_not(None))
    numbers = [number for number in (await tx.exec(shown)).all() if number is not None]
    empty: dict[str, Any] = {"picture_id": None, "words": "", "member_id": None}
    empty |= {"lat": None, "lon": None, "place": "", "seen_at": None} if everything else {}
    await tx.exec(update(Sighting).where(col(Sighting.search_id) == search_id).values(**empty))
    for number in numbers:
        await pictures.remove(tx, number)


async def forget_member(tx: Tx, *, member_id: int) -> None:
    """Remove who saw it, in the caller's transaction; what they saw goes with the case."""
    await tx.exec(update(Sighting).where(col(Sighting.member_id) == member_id).values(member_id=None))
