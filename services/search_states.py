"""One search, fetched with the right to act on it, and moved from state to state by guarded updates."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import update
from sqlmodel import col

from models.claims import Claimed
from models.database import Tx
from models.organisations import Role
from models.rows import changed, id_of
from models.searches import (
    SEARCH_TRANSITIONS,
    Search,
    SearchMoved,
    SearchNotFound,
    SearchNotOpen,
    SearchState,
    SearchUnderReview,
    StopReason,
)
from services import claims, pictures
from services.audit import Actor, record
from services.house import House
from services.organisations import require

EDITORS = (Role.DESK, Role.COORDINATOR)
"""Who may complete a draft."""
COORDINATORS = (Role.COORDINATOR,)
APPROVERS = (Role.APPROVER,)
ANY_STAFF = (*EDITORS, *APPROVERS)
CLOSERS = (*COORDINATORS, *APPROVERS)


async def the_search(tx: Tx, search_id: int) -> Search:
    """The search of this number, nobody else changing it until the transaction ends; refuses with SearchNotFound."""
    search = await tx.get(Search, search_id, with_for_update=True, populate_existing=True)
    if search is None:
        raise SearchNotFound(search_id=search_id)
    return search


async def in_charge(
    tx: Tx, *, search_id: int, member_id: int, roles: Collection[Role], looking: bool = False
) -> tuple[Search, Actor]:
    """A search and its staff member; refuses with SearchNotFound and NotAllowed.

    A case that nobody serves is an admin's to take up: it is their organisation's once they do more than `looking`.
    """
    search = await the_search(tx, search_id)
    if search.organisation_id is not None:
        await require(tx, member_id=member_id, role=roles, organisation_id=search.organisation_id)
        return search, Actor.member(member_id, search.organisation_id)
    theirs = await require(tx, member_id=member_id, role=Role.ADMIN, organisation_id=None)
    if not looking:
        search.organisation_id = theirs
    return search, Actor.member(member_id, theirs)


def refuse_unless(search: Search, *states: SearchState) -> None:
    """Refuse with SearchMoved a search that is in none of these states."""
    if search.state not in states:
        raise SearchMoved(search_id=search.id, state=search.state.value)


def refuse_unless_open(search: Search) -> None:
    """Refuse what is for open searches only, and say whether it is over or under review."""
    if search.state is SearchState.PAUSED:
        raise SearchUnderReview()
    if search.state is not SearchState.OPEN:
        raise SearchNotOpen(search_id=search.id)


async def move(
    tx: Tx, search: Search, to: SearchState, *, act: str, by: Actor, now: datetime, why: str = "", **values: Any
) -> None:
    """Bring a search from the state it was read in to another, and record it and `why`; refuses with SearchMoved."""
    was = search.state
    await tx.flush()
    here = col(Search.id) == search.id, col(Search.state) == was
    moved = update(Search).where(*here).values(state=to, changed_at=now, **values)
    if to not in SEARCH_TRANSITIONS[was] or await changed(tx, moved) != 1:
        raise SearchMoved(search_id=search.id, state=was.value)
    await tx.refresh(search)
    await claims.end(tx, Claimed.SEARCH, id_of(search), now)
    facts: dict[str, Any] = {"was": was.value, "becomes": to.value, "drill": search.drill, "why": why or None}
    await record(tx, act=act, thing="search", thing_id=id_of(search), by=by, now=now, **facts)


async def amend(tx: Tx, search: Search, values: dict[str, Any], *, act: str, by: Actor, now: datetime) -> None:
    """Write these columns, and that they were written; a picture that is replaced is gone."""
    old_picture = search.picture_id
    for name, value in values.items():
        setattr(search, name, value)
    search.changed_at = now
    tx.add(search)
    await tx.flush()
    if old_picture is not None and search.picture_id != old_picture:
        await pictures.remove(tx, old_picture)
    fields = ",".join(sorted(values))
    await record(tx, act=act, thing="search", thing_id=id_of(search), by=by, now=now, fields=fields)


async def stop(tx: Tx, house: House, search: Search, reason: StopReason, *, by: Actor, now: datetime) -> None:
    """A case that never went out ends here; its personal data goes on the usual clock."""
    times = clear_out_at(house, now)
    state = SearchState.STOPPED
    await move(tx, search, state, act="search.stop", by=by, now=now, why=reason.value, stopped_for=reason, **times)


def clear_out_at(house: House, now: datetime) -> dict[str, datetime | None]:
    """When contacts and picture go, and when the rest does, for a case that is over now."""
    privacy = house.rules.privacy
    return {
        "contacts_purge_at": now + timedelta(hours=privacy.contacts_hours),
        "purge_at": now + timedelta(days=privacy.case_days),
        "approver_ask_at": None,
    }
