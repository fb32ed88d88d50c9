"""What becomes known while a search is out: every copy says so, and a correction is the same thing."""

from datetime import datetime, timedelta
from typing import Any, Unpack

from alerts.nearing import measured
from models.alerts import Alert, Wording
from models.database import Tx
from models.refusals import NotAllowed
from models.searches import NotForThePoster, Search, SubjectKind
from places.areas import AreaIndex
from places.points import Point
from services import alerts, cap_messages, same_people
from services import search_cards as cards
from services.audit import Actor
from services.house import House
from services.organisations import require
from services.search_entries import Entry, columns_of, kind_of, line
from services.search_gates import refuse_gated
from services.search_grounds import audience_of, tell
from services.search_points import correct_point
from services.search_states import ANY_STAFF, APPROVERS, CLOSERS, COORDINATORS, amend, in_charge, refuse_unless_open

UPDATE_LIMIT = 500

IDENTITY = frozenset(
    {"subject_name", "subject_age", "subject_sex", "subject_kind", "picture_id", "police_number", "police_station"}
)
"""Who is looked for, and what lets a search out to everybody.

Two people agreed on these; a poster who could change them alone afterwards could show anybody's picture to a city. So
they are for an approver who did not post the search.
"""
AUDIENCE = frozenset(
    {
        "lkp",
        "audience_radius_km",
        "audience_area_id",
        "police_number",
        "police_station",
        "terrain",
        "lost_as",
        "may_ride",
    }
)
"""What changes whom a search is told."""
OF_THE_DRAFT = frozenset({"custody", "protection_order", "left_by_choice", "vulnerable"})
"""Settled before a search goes out; afterwards somebody objects, and approvers decide."""


async def update(
    house: House,
    *,
    search_id: int,
    member_id: int,
    text: str | None = None,
    important: bool = False,
    now: datetime,
    **entry: Unpack[Entry],
) -> Search:
    """Say what is new, or correct what was said: every copy is edited, or with `important` sent again with a sound.

    Whom it concerns now and did not before is told too. Refuses with SearchNotOpen, SearchUnderReview, NotAllowed,
    NotForThePoster, and what `search_entries.columns_of` refuses.
    """
    areas = await house.areas()
    values = values_of(entry, text, areas, now)
    async with house.db.transaction() as tx:
        search, by = await in_charge(tx, search_id=search_id, member_id=member_id, roles=CLOSERS)
        refuse_unless_open(search)
        if entry.keys() & IDENTITY:
            await _refuse_unless_second(tx, search, member_id)
        await change(tx, house, areas, search, values, entry=entry, important=important, by=by, now=now)
        return search


async def may_correct_identity(house: House, *, search_id: int, member_id: int) -> bool:
    """Whether this member is the second person by whom IDENTITY is corrected while the search is out."""
    async with house.db.reading() as tx:
        search, _ = await in_charge(tx, search_id=search_id, member_id=member_id, roles=ANY_STAFF, looking=True)
        try:
            await _refuse_unless_second(tx, search, member_id)
        except (NotForThePoster, NotAllowed):
            return False
        return True


async def _refuse_unless_second(tx: Tx, search: Search, member_id: int) -> None:
    if member_id == search.posted_by:
        raise NotForThePoster()
    await require(tx, member_id=member_id, role=APPROVERS, organisation_id=search.organisation_id)


async def change(
    tx: Tx,
    house: House,
    areas: AreaIndex,
    search: Search,
    values: dict[str, Any],
    *,
    entry: Entry,
    important: bool,
    by: Actor,
    now: datetime,
) -> None:
    """Write the columns, and bring every copy up to them."""
    if "subject_age" in values or "subject_kind" in values:
        said = values.get("subject_kind", search.subject_kind)
        values["subject_kind"] = kind_of(values.get("subject_age", search.subject_age), said)
    await amend(tx, search, values, act="search.update", by=by, now=now)
    await refuse_gated(house, search)
    if entry.keys() & {"lkp", "lkp_at", "lkp_place"}:
        await correct_point(tx, search)
    public: list[Alert] = list(
        (await tx.exec(alerts.live_alerts(search_id=search.id, wordings=[Wording.SEARCH_OPEN]))).all()
    )
    for alert in public:
        alert.protect = search.subject_kind is SubjectKind.CHILD
        if entry.keys() & AUDIENCE:
            alert.audience = audience_of(search)
            await tell(tx, house, areas, search, alert, now=now)
        await alerts.revise(tx, house, alert, now=now, sound=important)
        if "lkp" in entry and search.lkp_lat is not None and search.lkp_lon is not None:
            await tx.exec(measured(alert.id or 0, Point(search.lkp_lat, search.lkp_lon)))  # type: ignore[call-overload]
    await cap_messages.tell(tx, house, areas, search, now=now)
    await same_people.look_for(tx, house, search, now=now)
    await cards.show(tx, house, search, now=now)


async def extend(house: House, *, search_id: int, member_id: int, now: datetime) -> Search:
    """Go on searching for as long again, from now."""
    areas = await house.areas()
    async with house.db.transaction() as tx:
        search, by = await in_charge(tx, search_id=search_id, member_id=member_id, roles=COORDINATORS)
        refuse_unless_open(search)
        until = now + timedelta(hours=house.rules.searches.expire_hours)
        await amend(tx, search, {"expires_at": until, "expiry_asked_at": None}, act="search.extend", by=by, now=now)
        await cap_messages.tell(tx, house, areas, search, now=now)
        await cards.show(tx, house, search, now=now)
        return search


def values_of(entry: Entry, text: str | None, areas: AreaIndex, now: datetime) -> dict[str, Any]:
    """The columns, of what may still be said of an open search; an empty text takes the last update back."""
    still: Any = {name: value for name, value in entry.items() if name not in OF_THE_DRAFT}
    values = columns_of(still, areas, now)
    return values if text is None else values | {"update_text": line(text, UPDATE_LIMIT)}
