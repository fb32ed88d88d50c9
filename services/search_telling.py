"""Between the person who told us and the desk, while a case is not over: what is added, asked and heard."""

from collections.abc import Collection
from datetime import datetime

from sqlmodel import select

from language.text import cleaned
from models.alerts import Wording
from models.database import Tx
from models.recordings import Recording
from models.refusals import NotUnderstood, TooLong
from models.searches import Search, SearchMoved, SearchNotFound, SearchState
from services import pictures, recordings
from services import search_cards as cards
from services.audit import Actor, record
from services.house import House
from services.organisations import serving
from services.search_entries import Entry, area_ids_of, columns_of, line
from services.search_states import ANY_STAFF, in_charge, refuse_unless, the_search
from services.searches import write_down

QUESTION_LIMIT = 300
SAID_LIMIT = 2000
NOT_OVER = (SearchState.DRAFT, SearchState.APPROVED, SearchState.OPEN, SearchState.PAUSED)


async def own_notice(house: House, *, search_id: int, member_id: int) -> Search:
    """The notice of the person who told us, while it is not over; refuses with SearchNotFound and SearchMoved."""
    async with house.db.reading() as tx:
        return await _own(tx, search_id, member_id)


async def add_to_notice(
    house: House,
    *,
    search_id: int,
    member_id: int,
    now: datetime,
    words: str = "",
    heard: Collection[int] = (),
    entry: Entry | None = None,
) -> Search:
    """The person who told us adds words or recordings, for staff only; to a draft also picture, place and number.

    It answers what the desk asked, and the desk hears it. Refuses with SearchNotFound, SearchMoved and TooLong.
    """
    areas = await house.areas()
    values = columns_of(entry or Entry(), areas, now)
    async with house.db.transaction() as tx:
        search = await _own(tx, search_id, member_id)
        by = Actor.member(member_id)
        if values:
            refuse_unless(search, SearchState.DRAFT)
            values |= {"picture_id": await pictures.kept(tx, values["picture_id"])} if "picture_id" in values else {}
            await write_down(tx, house, search, values, by=by, now=now)
            if search.organisation_id is None and "lkp_area_id" in values:
                search.organisation_id = await serving(house, area_ids_of(search, areas))
                await cards.tell_desk_again(tx, house, search)
        await recordings.attach(tx, heard, search_id=search_id)
        await _hear(tx, search, words, by, now)
        await cards.show(tx, house, search, now=now, sound=[Wording.SEARCH_CARD])
        return search


async def _hear(tx: Tx, search: Search, words: str, by: Actor, now: datetime) -> None:
    """Their words go below those they said before; what ends with them was told of this update already."""
    words = "" if f"\n{search.said}".endswith(f"\n{cleaned(words, limit=SAID_LIMIT).text}") else words
    said = cleaned("\n".join(filter(None, (search.said, words))), limit=SAID_LIMIT)
    if said.cut:
        raise TooLong(limit=SAID_LIMIT, length=said.length)
    search.said, search.question, search.changed_at = said.text, "", now
    tx.add(search)
    await tx.flush()
    await record(tx, act="search.tell-more", thing="search", thing_id=search.id, by=by, now=now)


async def ask_reporter(house: House, *, search_id: int, member_id: int, question: str, now: datetime) -> Search:
    """Put a question to the person who told us, in their card, with a sound.

    Refuses with NotAllowed, TooLong, NotUnderstood, and SearchMoved where it is over or nobody is there to answer.
    """
    words = line(question, QUESTION_LIMIT)
    if not words:
        raise NotUnderstood()
    async with house.db.transaction() as tx:
        search, by = await in_charge(tx, search_id=search_id, member_id=member_id, roles=ANY_STAFF)
        refuse_unless(search, *NOT_OVER)
        if search.reporter_id is None:
            raise SearchMoved(search_id=search_id, state=search.state.value)
        search.question = words
        await record(tx, act="search.ask", thing="search", thing_id=search_id, by=by, now=now)
        await cards.show(tx, house, search, now=now, sound=[Wording.NOTICE_CARD])
        return search


async def listen(house: House, *, search_id: int, member_id: int, bot_id: int, now: datetime) -> list[Recording]:
    """The recordings of a case, and of what was joined to it, for its staff; each look is on record.

    Refuses with NotAllowed and NothingToHear.
    """
    async with house.db.transaction() as tx:
        search, by = await in_charge(tx, search_id=search_id, member_id=member_id, roles=ANY_STAFF, looking=True)
        refuse_unless(search, *NOT_OVER)
        joined = (await tx.exec(select(Search.id).where(Search.joined_to == search_id))).all()
        found = await recordings.of(tx, bot_id=bot_id, search_id=[search_id, *filter(None, joined)])
        await record(tx, act="see.recording", thing="search", thing_id=search_id, by=by, now=now)
        return found


async def _own(tx: Tx, search_id: int, member_id: int) -> Search:
    search = await the_search(tx, search_id)
    if search.reporter_id != member_id:
        raise SearchNotFound(search_id=search_id)
    refuse_unless(search, *NOT_OVER)
    return search
