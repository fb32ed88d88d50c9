"""Missing people: somebody tells us, a coordinator writes down what is known, and what staff may see of it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Unpack

from sqlalchemy import func, update
from sqlmodel import col, select

from models.alerts import Wording
from models.audit import Audit
from models.database import Tx
from models.rows import id_of
from models.searches import (
    CaseSuppressed,
    NoticeSuppressed,
    Objection,
    Search,
    SearchNotFound,
    SearchState,
    StopReason,
    Told,
    TooManyCases,
)
from services import recordings, responders, same_people
from services import search_cards as cards
from services.areas import emergency
from services.audit import Actor, record
from services.house import House
from services.organisations import require, serving
from services.places import Place
from services.search_entries import Entry, area_ids_of, columns_of, kind_of
from services.search_gates import gate_of
from services.search_states import (
    ANY_STAFF,
    COORDINATORS,
    EDITORS,
    amend,
    in_charge,
    refuse_unless,
    stop,
    the_search,
)
from services.search_suppressions import refuse_suppressed

STAFF_REFUSALS = frozenset({StopReason.FOUND_BEFORE, StopReason.NOT_ENOUGH_KNOWN, StopReason.NOT_FOR_US})


async def notice(
    house: House,
    *,
    member_id: int,
    made_by: str | None,
    now: datetime,
    told: Told = Told.COMPLETE,
    heard: Collection[int] = (),
    **entry: Unpack[Entry],
) -> Search:
    """Somebody tells us that a person is missing: a draft for the desk that serves the place, and no limit stops it.

    `heard`: recordings that belong to it, of which one is enough. A gate answered with yes stops it at once: the desk
    sees that, and the state says so. Refuses with NoticeSuppressed.
    """
    new = await _new(house, entry, now=now, reporter_id=member_id, made_by=made_by, told=told)
    new.organisation_id = await serving(house, area_ids_of(new, await house.areas()))
    try:
        return await _tell(house, new, heard, member_id=member_id, now=now, entry=entry)
    except CaseSuppressed:
        place: Any = entry.get("lkp") or Place()
        number = await emergency(house, member_id=member_id, point=place.point, area_id=place.area_id)
        raise NoticeSuppressed(emergency=number) from None


async def _tell(
    house: House, new: Search, heard: Collection[int], *, member_id: int, now: datetime, entry: Entry
) -> Search:
    """Keep a notice and put it before the desk, once."""
    async with house.db.transaction() as tx:
        if (known := await _made(tx, new.made_by)) is not None:
            return known
        await _write(tx, house, new, act="search.notice", by=Actor.member(member_id), now=now, entry=entry)
        await recordings.attach(tx, heard, search_id=id_of(new))
        await cards.tell_member(tx, house, new, Wording.NOTICE_CARD, member_id, now)
        return new


async def start(
    house: House,
    *,
    member_id: int,
    made_by: str | None,
    now: datetime,
    drill: bool = False,
    organisation_id: int | None = None,
    **entry: Unpack[Entry],
) -> Search:
    """A coordinator opens a case of their own, or a drill. Refuses with NotAllowed, TooManyCases and CaseSuppressed."""
    new = await _new(house, entry, now=now, posted_by=member_id, made_by=made_by, drill=drill)
    async with house.db.transaction() as tx:
        if (known := await _made(tx, made_by)) is not None:
            return known
        new.organisation_id = await require(tx, member_id=member_id, role=COORDINATORS, organisation_id=organisation_id)
        if not drill:
            await _refuse_too_many(tx, house, member_id, now)
        actor = Actor.member(member_id, new.organisation_id)
        await _write(tx, house, new, act="search.drill" if drill else "search.start", by=actor, now=now, entry=entry)
        return new


async def complete(house: House, *, search_id: int, member_id: int, now: datetime, **entry: Unpack[Entry]) -> Search:
    """Fill in or amend a draft; what was submitted must be submitted again.

    A yes at a gate stops the case for good, and its state says so: nobody takes it back. Refuses with NotAllowed,
    SearchMoved and what `search_entries.columns_of` refuses.
    """
    values = columns_of(entry, await house.areas(), now)
    async with house.db.transaction() as tx:
        search, by = await in_charge(tx, search_id=search_id, member_id=member_id, roles=EDITORS)
        refuse_unless(search, SearchState.DRAFT)
        await write_down(tx, house, search, values, by=by, now=now)
        await _stop_at_gate(tx, house, search, entry, by=by, now=now)
        await cards.show(tx, house, search, now=now)
        return search


async def write_down(tx: Tx, house: House, search: Search, values: dict[str, Any], *, by: Actor, now: datetime) -> None:
    """Amend a draft; approval that was asked for must be asked for again."""
    asked = {"submitted_at": None, "approver_asked": 0, "approver_ask_at": None}
    kind = kind_of(values.get("subject_age", search.subject_age), values.get("subject_kind", search.subject_kind))
    await amend(tx, search, values | {"subject_kind": kind} | asked, act="search.complete", by=by, now=now)
    await same_people.look_for(tx, house, search, now=now)
    await cards.end_ask(tx, house, search, now=now)


async def withdraw_notice(house: House, *, search_id: int, member_id: int, now: datetime) -> Search:
    """The person who told us takes it back before it went out; refuses with SearchMoved once staff have approved it."""
    async with house.db.transaction() as tx:
        search = await the_search(tx, search_id)
        if search.reporter_id != member_id:
            raise SearchNotFound(search_id=search_id)
        refuse_unless(search, SearchState.DRAFT)
        await stop(tx, house, search, StopReason.WITHDRAWN, by=Actor.member(member_id), now=now)
        await cards.end_all(tx, house, search, now=now)
        return search


async def refuse(house: House, *, search_id: int, member_id: int, reason: StopReason, now: datetime) -> Search:
    """Staff stop a case that has not gone out; whoever told us sees why. Refuses with NotAllowed and SearchMoved."""
    if reason not in STAFF_REFUSALS:
        raise ValueError(f"{reason} is no reason for staff to give")
    async with house.db.transaction() as tx:
        search, by = await in_charge(tx, search_id=search_id, member_id=member_id, roles=ANY_STAFF)
        refuse_unless(search, SearchState.DRAFT, SearchState.APPROVED)
        await stop(tx, house, search, reason, by=by, now=now)
        await cards.end_all(tx, house, search, now=now)
        return search


@dataclass(frozen=True, slots=True)
class Contact:
    """How to reach the person who told us; for staff only."""

    name: str
    relation: str
    phone: str


async def see_contact(house: House, *, search_id: int, member_id: int, now: datetime) -> Contact:
    """How to reach the person who told us; each look is on record. Refuses with NotAllowed."""
    async with house.db.transaction() as tx:
        search, by = await in_charge(tx, search_id=search_id, member_id=member_id, roles=ANY_STAFF)
        await record(tx, act="see.contact", thing="search", thing_id=search_id, by=by, now=now)
        return Contact(search.reporter_name, search.reporter_relation, search.reporter_phone)


async def look(house: House, *, search_id: int, member_id: int) -> Search:
    """A search as staff of its organisation see it; refuses with SearchNotFound and NotAllowed."""
    async with house.db.reading() as tx:
        search, _ = await in_charge(tx, search_id=search_id, member_id=member_id, roles=ANY_STAFF, looking=True)
        return search


async def is_drill(house: House, *, search_id: int) -> bool:
    """Whether nobody is missing; refuses with SearchNotFound."""
    async with house.db.reading() as tx:
        return (await the_search(tx, search_id)).drill


async def forget_member(tx: Tx, *, member_id: int) -> None:
    """Remove who told us, who said they were coming and who objected, in the caller's transaction; cases stay."""
    told = update(Search).where(col(Search.reporter_id) == member_id)
    await tx.exec(told.values(reporter_id=None, reporter_name="", reporter_relation="", reporter_phone=""))
    await responders.forget_member(tx, member_id=member_id)
    await tx.exec(update(Objection).where(col(Objection.member_id) == member_id).values(member_id=None))


async def _new(house: House, entry: Entry, *, now: datetime, **more: Any) -> Search:
    values = columns_of(entry, await house.areas(), now)
    values["subject_kind"] = kind_of(values.get("subject_age"), values.get("subject_kind"))
    return Search(**values, **more, created_at=now, changed_at=now)


async def _write(tx: Tx, house: House, new: Search, *, act: str, by: Actor, now: datetime, entry: Entry) -> None:
    """Store a new case, tell its desk, and stop it where a gate says so."""
    await refuse_suppressed(tx, house, new)
    tx.add(new)
    await tx.flush()
    await record(tx, act=act, thing="search", thing_id=id_of(new), by=by, now=now, kind=new.subject_kind)
    await _stop_at_gate(tx, house, new, entry, by=by, now=now)
    await same_people.look_for(tx, house, new, now=now)
    await cards.tell_desk(tx, house, new, now=now)


async def _stop_at_gate(tx: Tx, house: House, search: Search, entry: Entry, *, by: Actor, now: datetime) -> None:
    gate = gate_of(search, decides=entry.get("vulnerable") is False)
    if gate is not None:
        await stop(tx, house, search, gate, by=by, now=now)
        await cards.end_all(tx, house, search, now=now)


async def _made(tx: Tx, made_by: str | None) -> Search | None:
    """The search this update made already."""
    if made_by is None:
        return None
    found: Search | None = (await tx.exec(select(Search).where(Search.made_by == made_by))).first()
    return found


async def _refuse_too_many(tx: Tx, house: House, member_id: int, now: datetime) -> None:
    limit = house.rules.searches.cases_per_day
    today = Audit.member_id == member_id, Audit.act == "search.start", col(Audit.at) > now - timedelta(days=1)
    started = (await tx.exec(select(func.count()).select_from(Audit).where(*today))).one()
    if started >= limit:
        raise TooManyCases(limit=limit)
