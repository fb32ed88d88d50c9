"""Organisations under the umbrella, the areas they serve, and who acts for them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, update
from sqlmodel import col, select

from models.areas import Area, AreaAlias
from models.database import Tx
from models.members import Member, Recipient, RecipientState
from models.organisations import (
    ActsForAnother,
    LastAdmin,
    Organisation,
    OrganisationNotFound,
    Role,
    ServedArea,
    StaffGrant,
)
from models.refusals import NotAllowed
from models.rows import changed, id_of
from services import claims
from services.audit import Actor, record
from services.house import House


@dataclass(frozen=True, slots=True)
class Charter:
    """An organisation as config.yaml has it; `areas` are codes."""

    code: str
    name_ar: str
    name_en: str = ""
    areas: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StaffRole:
    """One role of one member in one organisation."""

    organisation_id: int
    role: Role


async def sync(house: House, charters: Iterable[Charter], *, now: datetime) -> list[str]:
    """Make the organisations those of config.yaml; one no longer there keeps its staff and history but serves nothing.

    Returns the codes of areas that are not known (yet); they are served once they are imported and this runs again.
    """
    wanted = {charter.code: charter for charter in charters}
    unknown: list[str] = []
    async with house.db.transaction() as tx:
        stored = {row.code: row for row in (await tx.exec(select(Organisation))).all()}
        areas = await _areas_by_code(tx)
        for code, charter in wanted.items():
            organisation = await _named(tx, stored.get(code), charter)
            unknown += [area for area in charter.areas if area not in areas]
            await _serve(tx, organisation, {areas[area] for area in charter.areas if area in areas}, now)
        for code in stored.keys() - wanted.keys():
            await _serve(tx, stored[code], set(), now)
    return unknown


async def _named(tx: Tx, organisation: Organisation | None, charter: Charter) -> Organisation:
    organisation = organisation or Organisation(code=charter.code, name_ar=charter.name_ar)
    organisation.name_ar, organisation.name_en = charter.name_ar, charter.name_en
    tx.add(organisation)
    await tx.flush()
    return organisation


async def _serve(tx: Tx, organisation: Organisation, area_ids: set[int], now: datetime) -> None:
    organisation_id = id_of(organisation)
    served = select(ServedArea.area_id).where(ServedArea.organisation_id == organisation_id)
    before = set((await tx.exec(served)).all())
    if before == area_ids:
        return
    await tx.exec(delete(ServedArea).where(col(ServedArea.organisation_id) == organisation_id))
    tx.add_all(ServedArea(organisation_id=organisation_id, area_id=area_id) for area_id in sorted(area_ids))
    await record(
        tx,
        act="organisation.serve",
        thing="organisation",
        thing_id=organisation_id,
        by=Actor.operator(),
        now=now,
        areas=len(area_ids),
    )


async def _areas_by_code(tx: Tx) -> dict[str, int]:
    codes: dict[str, int] = {code: number or 0 for code, number in (await tx.exec(select(Area.code, Area.id))).all()}
    return dict((await tx.exec(select(AreaAlias.code, AreaAlias.area_id))).all()) | codes


async def grant(house: House, *, member_id: int, role: Role, code: str, by: Actor, now: datetime) -> StaffGrant:
    """Give a member a role in an organisation; one they have already stays. An admin may, and the operator."""
    async with house.db.transaction() as tx:
        organisation_id = await _allowed_to_grant(tx, code, by)
        return await appoint(tx, member_id=member_id, role=role, organisation_id=organisation_id, by=by, now=now)


async def appoint(tx: Tx, *, member_id: int, role: Role, organisation_id: int, by: Actor, now: datetime) -> StaffGrant:
    """Give a role in the caller's transaction, who has seen that it may be given; one they have already stays."""
    held: StaffGrant | None = (await tx.exec(_live_grants(member_id, role, organisation_id))).first()
    if held is not None:
        return held
    granted = StaffGrant(
        member_id=member_id, organisation_id=organisation_id, role=role, granted_by=by.member_id, granted_at=now
    )
    tx.add(granted)
    code = (await tx.get_one(Organisation, organisation_id)).code
    await record(tx, act="staff.grant", thing="member", thing_id=member_id, by=by, now=now, role=role, code=code)
    return granted


async def revoke(house: House, *, member_id: int, role: Role, code: str, by: Actor, now: datetime) -> bool:
    """Take a role back; whether there was one."""
    async with house.db.transaction() as tx:
        organisation_id = await _allowed_to_grant(tx, code, by)
        held = (await tx.exec(_live_grants(member_id, role, organisation_id))).first()
        if held is None:
            return False
        if role is Role.ADMIN:
            await _refuse_last_admin(tx, member_id, organisation_id, by)
        held.revoked_at = now
        tx.add(held)
        await tx.flush()
        if organisation_id not in {each.organisation_id for each in await roles_of(tx, member_id)}:
            await claims.drop_all(tx, house, member_id=member_id, organisation_ids={organisation_id}, now=now)
        await record(tx, act="staff.revoke", thing="member", thing_id=member_id, by=by, now=now, role=role, code=code)
        return True


async def revoke_all(
    tx: Tx, house: House, *, member_id: int, now: datetime, organisation_ids: Collection[int] | None = None
) -> int:
    """Take back every role, or every role in these organisations, and what they had taken; how many roles."""
    live = [col(StaffGrant.member_id) == member_id, col(StaffGrant.revoked_at).is_(None)]
    if organisation_ids is not None:
        live.append(col(StaffGrant.organisation_id).in_(organisation_ids))
    await claims.drop_all(tx, house, member_id=member_id, organisation_ids=organisation_ids, now=now)
    return await changed(tx, update(StaffGrant).where(*live).values(revoked_at=now))


async def _refuse_last_admin(tx: Tx, member_id: int, organisation_id: int, by: Actor) -> None:
    """Nobody leaves an organisation without an admin by their own hand: no other could grant anything in it."""
    leads = StaffGrant.organisation_id == organisation_id, StaffGrant.role == Role.ADMIN
    others = select(StaffGrant.id).where(
        *leads, col(StaffGrant.revoked_at).is_(None), col(StaffGrant.member_id) != member_id
    )
    if by.kind == "member" and (await tx.exec(others)).first() is None:
        raise LastAdmin()


async def _allowed_to_grant(tx: Tx, code: str, by: Actor) -> int:
    organisation = (await tx.exec(select(Organisation).where(Organisation.code == code))).first()
    if organisation is None or organisation.id is None:
        raise OrganisationNotFound(code=code)
    if by.kind == "member":
        await require(tx, member_id=by.member_id, role=Role.ADMIN, organisation_id=organisation.id)
    return organisation.id


async def staff_roles(house: House, member_id: int) -> list[StaffRole]:
    """Every role this member has now."""
    async with house.db.reading() as tx:
        return await roles_of(tx, member_id)


async def roles_of(tx: Tx, member_id: int) -> list[StaffRole]:
    """Every role this member has now, in the caller's transaction."""
    live = StaffGrant.member_id == member_id, col(StaffGrant.revoked_at).is_(None)
    grants = (await tx.exec(select(StaffGrant).where(*live).order_by(col(StaffGrant.id)))).all()
    return [StaffRole(granted.organisation_id, granted.role) for granted in grants]


async def acting_roles(tx: Tx, member_id: int) -> list[StaffRole]:
    """The roles in the organisation this member acts for now: the one they chose, else the first that took them on."""
    held = await roles_of(tx, member_id)
    chosen = (await tx.exec(select(Member.acting_for).where(Member.id == member_id))).first()
    theirs = {each.organisation_id for each in held}
    acting = chosen if chosen in theirs else next((each.organisation_id for each in held), None)
    return [each for each in held if each.organisation_id == acting]


async def act_for(house: House, *, member_id: int, organisation_id: int, now: datetime) -> None:
    """Act for this one of one's organisations from now on; refuses with NotAllowed."""
    async with house.db.transaction() as tx:
        await require(tx, member_id=member_id, role=tuple(Role), organisation_id=organisation_id)
        await tx.exec(update(Member).where(col(Member.id) == member_id).values(acting_for=organisation_id))
        by = Actor.member(member_id, organisation_id)
        await record(tx, act="staff.act-for", thing="member", thing_id=member_id, by=by, now=now)


async def require(tx: Tx, *, member_id: int | None, role: Role | Collection[Role], organisation_id: int | None) -> int:
    """Refuse with NotAllowed who has none of these roles there; an admin has every role of the organisation.

    Without an organisation it is asked of the one they act for now; who may do it for another only is refused with
    ActsForAnother. Returns the organisation the member acts for.
    """
    roles = {Role.ADMIN, *([role] if isinstance(role, Role) else role)}
    held = await roles_of(tx, member_id) if member_id is not None else []
    allowed = [each.organisation_id for each in held if each.role in roles]
    if organisation_id is not None:
        if organisation_id in allowed:
            return organisation_id
        raise NotAllowed()
    acting = next((each.organisation_id for each in await acting_roles(tx, member_id or 0)), None)
    if acting in allowed:
        return acting
    raise ActsForAnother() if allowed else NotAllowed()


async def serving(house: House, area_ids: Iterable[int]) -> int | None:
    """The organisation whose desk serves a place, given the areas that hold it, smallest first; None: nobody's.

    Its served area nearest to the place wins; of two that serve the same area, the one that was there first.
    """
    ordered = list(area_ids)
    async with house.db.reading() as tx:
        served = (await tx.exec(select(ServedArea).where(col(ServedArea.area_id).in_(ordered)))).all()
    nearest = sorted(served, key=lambda row: (ordered.index(row.area_id), row.organisation_id))
    return nearest[0].organisation_id if nearest else None


async def staff_of(tx: Tx, *, organisation_id: int | None, roles: Collection[Role]) -> list[int]:
    """Recipients of the staff who have one of these roles, longest in office first.

    For a place nobody serves (None), the admins of every organisation.
    """
    wanted = {Role.ADMIN} if organisation_id is None else set(roles)
    theirs: list[Any] = [col(StaffGrant.role).in_(wanted), col(StaffGrant.revoked_at).is_(None)]
    if organisation_id is not None:
        theirs.append(col(StaffGrant.organisation_id) == organisation_id)
    rows = await tx.exec(
        select(Recipient.id)
        .join(StaffGrant, col(StaffGrant.member_id) == Recipient.member_id)
        .where(*theirs, Recipient.state == RecipientState.ACTIVE)
        .order_by(col(StaffGrant.granted_at), col(StaffGrant.id))
    )
    return list(dict.fromkeys(number for number in rows.all() if number is not None))


async def organisation(house: House, organisation_id: int) -> Organisation:
    """Refuses with OrganisationNotFound."""
    async with house.db.reading() as tx:
        found = await tx.get(Organisation, organisation_id)
    if found is None:
        raise OrganisationNotFound(code=str(organisation_id))
    return found


def _live_grants(member_id: int, role: Role, organisation_id: int) -> Any:
    """This role of this member there, not revoked; at most one."""
    return select(StaffGrant).where(
        StaffGrant.member_id == member_id,
        StaffGrant.organisation_id == organisation_id,
        StaffGrant.role == role,
        col(StaffGrant.revoked_at).is_(None),
    )
