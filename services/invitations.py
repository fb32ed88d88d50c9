"""Links that give a role: made by the operator, opened once, by whoever was given the link."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import update
from sqlmodel import col, select

from models.organisations import InvitationOver, Organisation, OrganisationNotFound, Role, StaffGrant, StaffInvitation
from models.rows import changed, id_of
from services.audit import Actor, record
from services.house import House
from services.organisations import appoint

LASTS = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Appointed:
    """The role somebody has now, and where."""

    role: Role
    organisation: Organisation


async def invite(house: House, *, role: Role, code: str, by: Actor, now: datetime) -> str:
    """The code of a link to a role in an organisation, told this once. Refuses with OrganisationNotFound."""
    word = secrets.token_urlsafe(24)
    async with house.db.transaction() as tx:
        organisation = (await tx.exec(select(Organisation).where(Organisation.code == code))).first()
        if organisation is None:
            raise OrganisationNotFound(code=code)
        number = id_of(organisation)
        ends = now + LASTS
        tx.add(StaffInvitation(code_hash=_hash(word), organisation_id=number, role=role, made_at=now, ends_at=ends))
        await record(tx, act="staff.invite", thing="organisation", thing_id=number, by=by, now=now, role=role)
    return word


async def accept(house: House, *, word: str, member_id: int, now: datetime) -> Appointed:
    """Take the role of a link; opened again by the same member it says the same. Refuses with InvitationOver."""
    async with house.db.transaction() as tx:
        its = col(StaffInvitation.code_hash) == _hash(word)
        open_still = its, col(StaffInvitation.used_at).is_(None), col(StaffInvitation.ends_at) > now
        taken = await changed(tx, update(StaffInvitation).where(*open_still).values(used_at=now, used_by=member_id))
        invitation = (await tx.exec(select(StaffInvitation).where(its))).first()
        if invitation is None or invitation.used_by != member_id:
            raise InvitationOver()
        organisation = await tx.get_one(Organisation, invitation.organisation_id)
        if taken:
            by = Actor.operator()
            place = id_of(organisation)
            await appoint(tx, member_id=member_id, role=invitation.role, organisation_id=place, by=by, now=now)
        return Appointed(invitation.role, organisation)


async def has_admin(house: House, code: str) -> bool:
    """Whether somebody leads this organisation already."""
    leads = (
        select(StaffGrant.id)
        .join(Organisation, col(Organisation.id) == StaffGrant.organisation_id)
        .where(Organisation.code == code, StaffGrant.role == Role.ADMIN, col(StaffGrant.revoked_at).is_(None))
    )
    async with house.db.reading() as tx:
        return (await tx.exec(leads)).first() is not None


def _hash(word: str) -> str:
    """Unkeyed: the word itself is 192 random bits."""
    return hashlib.blake2b(word.encode(), digest_size=32).hexdigest()
