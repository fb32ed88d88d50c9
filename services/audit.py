"""The append-only record: who did what to what, and who looked."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from sqlmodel import col, select

from models.audit import Audit
from models.database import Tx
from services.house import House

BACKED_UP = "database.backup"
"""The act of writing the database into a file."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a member (for an organisation, where it is staff who acts), the operator, or the clock."""

    kind: str
    member_id: int | None = None
    organisation_id: int | None = None

    @classmethod
    def member(cls, member_id: int, organisation_id: int | None = None) -> Self:
        return cls("member", member_id, organisation_id)

    @classmethod
    def operator(cls) -> Self:
        """Whoever sits at the command line."""
        return cls("operator")

    @classmethod
    def clock(cls) -> Self:
        """A job of the schedule."""
        return cls("clock")


async def record(
    tx: Tx, *, act: str, thing: str, thing_id: int | None, by: Actor, now: datetime, **facts: str | int | bool | None
) -> None:
    """Write one act in the caller's transaction; `facts` are states, counts and reasons, never a person's data."""
    tx.add(
        Audit(
            at=now,
            actor=by.kind,
            member_id=by.member_id,
            organisation_id=by.organisation_id,
            act=act,
            thing=thing,
            thing_id=thing_id,
            facts=facts,
        )
    )


async def looked(house: House, *, what: str, thing: str, thing_id: int, by: Actor, now: datetime) -> None:
    """Write that somebody saw what is not for everybody, such as a contact; `what` names it."""
    async with house.db.transaction() as tx:
        await record(tx, act=f"see.{what}", thing=thing, thing_id=thing_id, by=by, now=now)


async def who_looked(house: House, *, thing: str, thing_id: int) -> list[Audit]:
    """Every look at the contacts of one thing, oldest first."""
    async with house.db.reading() as tx:
        return list((await tx.exec(_acts_on(thing, thing_id).where(col(Audit.act).startswith("see.")))).all())


async def history(house: House, *, thing: str, thing_id: int) -> list[Audit]:
    """Everything done to one thing, looks included, oldest first."""
    async with house.db.reading() as tx:
        return list((await tx.exec(_acts_on(thing, thing_id))).all())


def _acts_on(thing: str, thing_id: int) -> Any:
    """The acts on one thing, oldest first."""
    return select(Audit).where(Audit.thing == thing, Audit.thing_id == thing_id).order_by(col(Audit.id))
