"""Who acts for an organisation, as its admins see it: the list, finding a person, granting, revoking, vouching."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select

from models.database import Tx
from models.members import Member, MemberNotFound, Recipient
from models.organisations import Organisation, Role, StaffGrant
from services import members, organisations
from services.audit import Actor
from services.house import House
from services.organisations import require

MOST_LISTED = 60


@dataclass(frozen=True, slots=True)
class Person:
    """A member as an admin may see them: the number people are known by here, their name, whether they are vetted."""

    member_id: int
    name: str
    vetted: bool


@dataclass(frozen=True, slots=True)
class Granted:
    """One role of one person in an organisation this admin leads."""

    person: Person
    role: Role
    organisation: Organisation
    since: datetime


@dataclass(frozen=True, slots=True)
class Reader:
    """Where one person reads, with which bot and in which language."""

    bot_id: int
    address: str
    language: str


async def readers_of(tx: Tx, recipient_ids: Collection[int | None]) -> list[Reader]:
    """Where these recipients read, in their order, each once."""
    found = (
        select(Recipient.id, Recipient.bot_id, Recipient.address, Member.language)
        .join(Member, col(Member.id) == Recipient.member_id)
        .where(col(Recipient.id).in_(recipient_ids))
    )
    rows = {row[0]: Reader(row[1], row[2], row[3]) for row in (await tx.exec(found)).all()}
    return [rows[number] for number in dict.fromkeys(recipient_ids) if number in rows]


async def led_by(house: House, *, member_id: int) -> list[Organisation]:
    """The organisations this member is an admin of."""
    admin = StaffGrant.member_id == member_id, StaffGrant.role == Role.ADMIN, col(StaffGrant.revoked_at).is_(None)
    led = select(Organisation).join(StaffGrant, col(StaffGrant.organisation_id) == Organisation.id).where(*admin)
    async with house.db.reading() as tx:
        return list((await tx.exec(led.order_by(col(Organisation.id)))).all())


async def granted(house: House, *, by: int) -> list[Granted]:
    """Everyone who has a role where this member is an admin; refuses who is none with NotAllowed."""
    led = {each.id: each for each in await led_by(house, member_id=by)}
    async with house.db.reading() as tx:
        await require(tx, member_id=by, role=Role.ADMIN, organisation_id=None)
        live = col(StaffGrant.organisation_id).in_(led), col(StaffGrant.revoked_at).is_(None)
        found = select(StaffGrant, Member).join(Member, col(Member.id) == StaffGrant.member_id).where(*live)
        ordered = found.order_by(col(StaffGrant.organisation_id), col(StaffGrant.id)).limit(MOST_LISTED)
        rows = (await tx.exec(ordered)).all()
    return [Granted(_person(member), row.role, led[row.organisation_id], row.granted_at) for row, member in rows]


async def person_at(house: House, *, by: int, bot_id: int, address: str) -> Person:
    """The member with this Telegram account; refuses with MemberNotFound, and with NotAllowed who leads nothing."""
    here = Recipient.bot_id == bot_id, Recipient.channel == members.TELEGRAM, Recipient.address == address
    found = select(Member).join(Recipient, col(Recipient.member_id) == Member.id).where(*here)
    async with house.db.reading() as tx:
        await require(tx, member_id=by, role=(Role.ADMIN, Role.COORDINATOR), organisation_id=None)
        member = (await tx.exec(found)).first()
    if member is None:
        raise MemberNotFound(member_id=None)
    return _person(member)


async def person_numbered(house: House, *, by: int, member_id: int) -> Person:
    """The member of this number; refuses as `person_at`."""
    async with house.db.reading() as tx:
        await require(tx, member_id=by, role=(Role.ADMIN, Role.COORDINATOR), organisation_id=None)
        member = await tx.get(Member, member_id)
    if member is None:
        raise MemberNotFound(member_id=member_id)
    return _person(member)


async def grant(
    house: House, *, member_id: int, role: Role, organisation_id: int, by: int, now: datetime
) -> Organisation:
    """Give a member a role in an organisation this member leads; refuses with NotAllowed."""
    organisation = await organisations.organisation(house, organisation_id)
    by_admin = Actor.member(by, organisation_id)
    await organisations.grant(house, member_id=member_id, role=role, code=organisation.code, by=by_admin, now=now)
    return organisation


async def revoke(
    house: House, *, member_id: int, role: Role, organisation_id: int, by: int, now: datetime
) -> Organisation:
    """Take a role back; refuses with NotAllowed."""
    organisation = await organisations.organisation(house, organisation_id)
    by_admin = Actor.member(by, organisation_id)
    await organisations.revoke(house, member_id=member_id, role=role, code=organisation.code, by=by_admin, now=now)
    return organisation


async def vouch(house: House, *, member_id: int, vetted: bool, by: int, now: datetime) -> None:
    """Say that this volunteer is known, or take the word back; refuses with NotAllowed who coordinates nothing."""
    async with house.db.reading() as tx:
        organisation_id = await require(tx, member_id=by, role=Role.COORDINATOR, organisation_id=None)
    act = members.vet if vetted else members.unvet
    await act(house, member_id=member_id, by=Actor.member(by, organisation_id), now=now)


def _person(member: Member) -> Person:
    return Person(member.id or 0, member.name, member.vetted_at is not None)
