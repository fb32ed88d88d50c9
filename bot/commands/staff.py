"""`mizalla staff`: who acts for an organisation."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.acting import in_house
from bot.commands.addresses import At, member_at, read_address
from bot.commands.printing import note, say_line
from bot.failures import NotDone

if TYPE_CHECKING:
    from bot.config import Config
    from services.house import House
    from services.lost_phones import Suspended

ROLES = {"desk": "desk", "reporter desk": "desk", "reporter-desk": "desk", "coordinator": "coordinator"} | {
    "approver": "approver", "admin": "admin",
}  # fmt: skip


def _role(written: str) -> str:
    role = ROLES.get(written.lower())
    if role is None:
        raise typer.BadParameter("a role is desk, coordinator, approver or admin")
    return role


Role = Annotated[str, typer.Argument(parser=_role, metavar="ROLE", help="desk, coordinator, approver or admin.")]
Organisation = Annotated[str, typer.Option("--organisation", metavar="CODE", help="The organisation's code.")]

app = typer.Typer(no_args_is_help=True, help="Staff roles, granted per organisation.")


@app.command()
def grant(context: typer.Context, address: At, role: Role, organisation: Organisation) -> None:
    """Give a person a role; somebody who has not written to the bot yet is made a member."""
    channel, number = read_address(address)

    async def work(house: House, config: Config, now: datetime) -> None:
        from bot.storage import sync_organisations
        from models.organisations import Role as StaffRole
        from services import organisations
        from services.audit import Actor

        if organisation in {one.code for one in config.organisations}:
            await sync_organisations(house, config, now=now)
        await _refuse_unknown(house, organisation)
        member_id = await member_at(house, config, channel, number, now, make=True)
        await organisations.grant(
            house, member_id=member_id, role=StaffRole(role), code=organisation, by=Actor.operator(), now=now
        )

    in_house(context, work, make=True)
    say_line(f"{address} is {role} of {organisation}.")


@app.command()
def invite(context: typer.Context, role: Role, organisation: Organisation) -> None:
    """Make a link that gives a role to whoever opens it first, within 24 hours: no numbers to type."""
    from bot.invitation_links import link_for
    from models.organisations import Role as StaffRole

    say_line(link_for(context, role=StaffRole(role), code=organisation))
    note(f"Give it to one person only: whoever opens it first becomes {role} of {organisation}. It works for 24 hours.")


async def _refuse_unknown(house: House, code: str) -> None:
    """Before anybody is made a member for an organisation that is not there."""
    from sqlmodel import select

    from models.organisations import Organisation, OrganisationNotFound

    async with house.db.reading() as tx:
        if (await tx.exec(select(Organisation.id).where(Organisation.code == code))).first() is None:
            raise OrganisationNotFound(code=code)


@app.command()
def revoke(context: typer.Context, address: At, role: Role, organisation: Organisation) -> None:
    """Take a role back; it ends at once."""
    channel, number = read_address(address)

    async def work(house: House, config: Config, now: datetime) -> bool:
        from models.organisations import Role as StaffRole
        from services import organisations
        from services.audit import Actor

        member_id = await member_at(house, config, channel, number, now)
        return await organisations.revoke(
            house, member_id=member_id, role=StaffRole(role), code=organisation, by=Actor.operator(), now=now
        )

    if not in_house(context, work):
        raise NotDone(f"{address} is not {role} of {organisation}.")
    say_line(f"{address} is no longer {role} of {organisation}.")


@app.command()
def suspend(context: typer.Context, address: At) -> None:
    """For a lost phone: take back every role of a person, and what staff alone may see out of their chat."""
    channel, number = read_address(address)

    async def work(house: House, config: Config, now: datetime) -> Suspended:
        from services import lost_phones
        from services.audit import Actor

        member_id = await member_at(house, config, channel, number, now)
        return await lost_phones.suspend(house, member_id=member_id, by=Actor.operator(), now=now)

    done = in_house(context, work)
    say_line(f"{address} acts for nobody any more: {done.roles} roles taken back.")
    say_line(
        f"{done.copies} cards leave their chat as soon as the bot runs; Telegram keeps {done.too_late} as too old."
    )
    say_line("Tell the other admins of their organisations: the command line sends nobody a message.")
