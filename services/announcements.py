"""From a post to a case: what a circulating announcement says, and the draft that staff make of it."""

from datetime import UTC, datetime
from functools import partial
from zoneinfo import ZoneInfo

import orjson
from sqlmodel import col, select

from language.names import matching_name
from language.text import cleaned
from models.organisations import Role
from models.rows import id_of
from models.searches import GateClosed, Search, SearchState
from places.areas import AreaIndex
from reading.announcements import Announcement, read_announcement
from reading.kinds import Kind
from services import areas, places, searches
from services.house import House
from services.organisations import acting_roles, require
from services.places import WORDS_LIMIT, Ask, Place
from services.search_entries import LIMITS, Entry
from services.search_states import COORDINATORS, in_charge, refuse_unless

QUOTE_LIMIT = 200
"""Characters kept of the words behind one value."""
MOST_OFFERED = 5
"""Open cases offered when an update names nobody we know."""
TELLING = ("name", "age", "clothing", "marks", "phone", "place", "vehicle")
GOING_ON = (SearchState.DRAFT, SearchState.APPROVED, SearchState.OPEN, SearchState.PAUSED)


async def read(
    house: House, text: str, *, member_id: int, zone: ZoneInfo, now: datetime, forwarded_at: datetime | None = None
) -> Announcement:
    """What a post says; prayers are counted where the member is. Nothing of it is kept."""
    index = await house.areas_by_name()
    return read_announcement(
        text,
        now=now,
        zone=zone,
        spot=await areas.likely_spot(house, member_id=member_id),
        country=house.rules.areas.country,
        forwarded_at=forwarded_at,
        known=partial(_is_area, index),
    )


def is_announcement(found: Announcement) -> bool:
    """Whether a post that nobody asked for is one: it says what it is, and something of a person."""
    says_something = any(getattr(found, name) is not None for name in TELLING)
    return says_something and (found.kind.value is not Kind.NONE or found.gate is not None)


async def may_open(house: House, *, member_id: int) -> bool:
    """Whether this member opens cases in the organisation they act for."""
    async with house.db.reading() as tx:
        roles = {Role.ADMIN, *COORDINATORS}
        return any(each.role in roles for each in await acting_roles(tx, member_id))


async def refuse_others(house: House, *, member_id: int) -> None:
    """Refuse with NotAllowed who opens no cases."""
    async with house.db.reading() as tx:
        await require(tx, member_id=member_id, role=COORDINATORS, organisation_id=None)


async def open_case(
    house: House,
    *,
    found: Announcement,
    relation: str,
    picture_id: int | None,
    member_id: int,
    made_by: str | None,
    now: datetime,
) -> Search:
    """Open a draft with what a post says, each value beside its words.

    `relation` is the reporter's, in words. Refuses with GateClosed what stops at a gate, and as `searches.start`.
    """
    if found.gate is not None:
        raise GateClosed(gate=found.gate.value, emergency=await areas.emergency(house, member_id=member_id))
    entry = await entry_of(house, found, relation=relation)
    entry["picture_id"] = picture_id
    entry["quoted"] = _quoted(found)
    return await searches.start(house, member_id=member_id, made_by=made_by, now=now, **entry)


async def open_for_another(
    house: House, *, search_id: int, member_id: int, made_by: str | None, now: datetime
) -> Search:
    """Open a draft for another person of the same post, with the place, the time and the reporter of the first.

    Refuses with NotAllowed, SearchMoved of a first that is over, and as `searches.start`.
    """
    async with house.db.reading() as tx:
        first, _ = await in_charge(tx, search_id=search_id, member_id=member_id, roles=COORDINATORS, looking=True)
        refuse_unless(first, *GOING_ON)
    entry = Entry(
        lkp=Place(first.lkp_lat, first.lkp_lon, first.lkp_area_id, first.lkp_place),
        lkp_at=first.lkp_at,
        reporter_name=first.reporter_name,
        reporter_phone=first.reporter_phone,
    )
    return await searches.start(house, member_id=member_id, made_by=made_by, now=now, **entry)


async def entry_of(house: House, found: Announcement, *, relation: str) -> Entry:
    """What a post says as a case keeps it; what it does not say is not in it."""
    entry = Entry()
    if found.name is not None:
        entry["subject_name"] = _line(found.name.value, LIMITS["subject_name"])
    if found.age is not None:
        entry["subject_age"] = found.age.value.least
    if found.sex is not None:
        entry["subject_sex"] = found.sex.value
    if found.clothing is not None:
        entry["clothing"] = _line(found.clothing.value, LIMITS["clothing"])
    if found.marks is not None:
        entry["marks"] = _line(found.marks.value, LIMITS["marks"])
    if found.vehicle is not None:
        entry["vehicle"] = _line(found.vehicle.value, LIMITS["vehicle"])
    if found.place is not None:
        entry["lkp"] = await _place(house, found.place.value)
    if found.when.at is not None:
        entry["lkp_at"] = found.when.at.value.astimezone(UTC)
    return entry | _reporter(found, relation)


def _reporter(found: Announcement, relation: str) -> Entry:
    said = Entry()
    if found.reporter is not None:
        said["reporter_name"] = _line(found.reporter.value, LIMITS["reporter_name"])
    if found.relation is not None:
        said["reporter_relation"] = relation
    if found.phone is not None:
        said["reporter_phone"] = found.phone.value
    return said


async def _place(house: House, words: str) -> Place:
    """The area that the words leave no doubt about; else the words alone, to be completed."""
    kept = _line(words, WORDS_LIMIT)
    understood = await places.from_text(house, kept)
    sure = understood.ask in {Ask.CONFIRM, Ask.PIN} and len({each.area_id for each in understood.places} - {None}) == 1
    area_id = next((each.area_id for each in understood.places if each.area_id is not None), None) if sure else None
    return Place(area_id=area_id, words=kept)


async def cases_about(house: House, *, found: Announcement, member_id: int) -> list[int]:
    """Numbers of the cases an update seems to be about: those of its name, else the latest that are going on."""
    async with house.db.reading() as tx:
        acting = {each.organisation_id for each in await acting_roles(tx, member_id)}
        going_on = select(Search).where(
            col(Search.state).in_(GOING_ON), col(Search.organisation_id).in_(acting), col(Search.drill).is_(False)
        )
        rows = list((await tx.exec(going_on.order_by(col(Search.id).desc()))).all())
    named = [each for each in rows if found.name is not None and _same_name(found.name.value, each.subject_name)]
    return [id_of(each) for each in (named or rows)[:MOST_OFFERED]]


def _same_name(said: str, name: str) -> bool:
    """Whether one has the words of the other, as «ريم» of «ريم بنت فهد»."""
    mine, theirs = matching_name(said).split(), matching_name(name).split()
    return bool(mine and theirs) and (set(mine) <= set(theirs) or set(theirs) <= set(mine)) and mine[0] == theirs[0]


def _quoted(found: Announcement) -> str:
    """The words by field, as JSON that fits its column."""
    quotes = {name: _line(words, QUOTE_LIMIT) for name, words in found.quotes().items()}
    return orjson.dumps(quotes).decode()


def _is_area(index: AreaIndex, words: str) -> bool:
    return bool(index.named(words))


def _line(text: str, limit: int) -> str:
    return cleaned(text, limit=limit, lines=False).text
