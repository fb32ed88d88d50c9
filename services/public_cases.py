"""What leaves the house of searches that everybody was told of: their pages, and the records others keep of them.

Never a search that police has not confirmed, a drill, or one under review; of one that is over, only that it is.
"""

import enum
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import and_, or_
from sqlmodel import col, select

from alerts.facts_of_searches import SearchFacts, search_facts
from alerts.poster_words import may_show_picture
from models.alerts import Audience, Wording
from models.areas import Area
from models.cap_messages import CapMessage, CapMessageGone
from models.database import Tx
from models.pictures import Picture
from models.refusals import NotFound
from models.rows import id_of
from models.searches import Search, SearchNotFound, SearchState
from services import cap_messages
from services.audit import Actor, record
from services.house import House
from services.search_cards import new_alert
from services.search_grounds import audience_of
from services.search_states import the_search

LINGERS = timedelta(hours=48)
"""So long the index of CAP messages still says of a search that it is over: receivers that slept must hear it."""


class Standing(enum.StrEnum):
    """What the page of a search says."""

    OPEN = "open"
    HIDDEN = "hidden"
    """Under review: nothing of it is shown, nor that it is over."""
    OVER = "over"


@dataclass(frozen=True, slots=True)
class LiveCase:
    """A search as its page has it; facts only while it is open."""

    standing: Standing
    facts: SearchFacts | None = None


@dataclass(frozen=True, slots=True)
class OpenSearches:
    """The open searches of an area and all that lies in it."""

    area: Area
    cases: tuple[SearchFacts, ...]


async def live_case(house: House, *, page_key: str, now: datetime) -> LiveCase:
    """The page of a search; refuses with SearchNotFound whatever was never told to everybody, whether it exists."""
    async with house.db.reading() as tx:
        search = await _by_key(tx, page_key)
        if is_open_to_all(search):
            return LiveCase(Standing.OPEN, await facts_of(tx, search, now))
        if search.state not in {SearchState.PAUSED, SearchState.CLOSED} or search.drill:
            raise SearchNotFound()
        if not await cap_messages.was_public(tx, id_of(search)):
            raise SearchNotFound()
        return LiveCase(Standing.HIDDEN if search.state is SearchState.PAUSED else Standing.OVER)


async def live_picture(house: House, *, page_key: str, now: datetime) -> bytes:
    """The picture on the page of an open search, as JPEG; refuses with SearchNotFound where none may be shown."""
    async with house.db.reading() as tx:
        search = await _by_key(tx, page_key)
        facts = await facts_of(tx, search, now) if is_open_to_all(search) else None
        if facts is None or facts.picture_id is None or not may_show_picture(facts, house.rules):
            raise SearchNotFound()
        return (await tx.get_one(Picture, facts.picture_id)).jpeg


async def open_searches(house: House, *, area_code: str, now: datetime) -> OpenSearches:
    """Those whose last known place lies in this area, newest first; refuses with NotFound."""
    index = await house.areas()
    async with house.db.reading() as tx:
        area = (await tx.exec(select(Area).where(Area.code == area_code))).first()
        if area is None:
            raise NotFound(code=area_code)
        inside = {id_of(area), *index.below(id_of(area))}
        found = [search for search in await all_open(tx) if search.lkp_area_id in inside]
        return OpenSearches(area, tuple([await facts_of(tx, search, now) for search in found]))


async def cap_index(house: House, *, now: datetime) -> list[CapMessage]:
    """The messages that stand, newest first: of every open search, and those that lately took one back."""
    async with house.db.reading() as tx:
        lately = and_(col(Search.state) == SearchState.CLOSED, col(CapMessage.sent) >= now - LINGERS)
        stand = (
            select(CapMessage)
            .join(Search, col(Search.id) == CapMessage.search_id)
            .where(col(CapMessage.public).is_(True), CapMessage.xml != "")
            .where(or_(col(Search.state) == SearchState.OPEN, lately))
        )
        return list((await tx.exec(stand.order_by(col(CapMessage.sent).desc(), col(CapMessage.id).desc()))).all())


async def cap_message(house: House, *, identifier: str) -> bytes:
    """One message as it was sent; refuses with SearchNotFound, and with CapMessageGone when it stands no more."""
    async with house.db.reading() as tx:
        found = (await tx.exec(select(CapMessage).where(CapMessage.identifier == identifier))).first()
        if found is None or not found.public:
            raise SearchNotFound()
        search = await tx.get_one(Search, found.search_id)
        if search.state is SearchState.PAUSED:
            raise SearchNotFound()
        if not found.xml:
            raise CapMessageGone()
        return found.xml.encode()


async def cap_as_operator(house: House, *, search_id: int, now: datetime) -> bytes:
    """The message that stands, restricted ones and drills too; refuses with SearchNotFound and CapMessageGone."""
    async with house.db.transaction() as tx:
        await the_search(tx, search_id)
        found = await cap_messages.newest(tx, search_id)
        if found is None or not found.xml:
            raise CapMessageGone()
        await record(tx, act="see.cap", thing="search", thing_id=search_id, by=Actor.operator(), now=now)
        return found.xml.encode()


def is_open_to_all(search: Search) -> bool:
    """Whether everybody is told of it now."""
    return search.state is SearchState.OPEN and audience_of(search) is Audience.SUBSCRIBERS


async def all_open(tx: Tx) -> list[Search]:
    """Every search that everybody is told of now, newest first."""
    found = select(Search).where(Search.state == SearchState.OPEN).order_by(col(Search.opened_at).desc())
    return [search for search in (await tx.exec(found)).all() if is_open_to_all(search)]


async def facts_of(tx: Tx, search: Search, now: datetime) -> SearchFacts:
    """As the public alert has it, told now."""
    alert = new_alert(search, Wording.SEARCH_OPEN, Audience.SUBSCRIBERS, now)
    return replace(await search_facts(tx, alert), told_at=search.changed_at)


async def _by_key(tx: Tx, page_key: str) -> Search:
    found = (await tx.exec(select(Search).where(Search.page_key == page_key))).first()
    if found is None:
        raise SearchNotFound()
    return found
