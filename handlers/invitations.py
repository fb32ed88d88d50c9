"""Somebody opens the link to a role that the operator gave them."""

from dataclasses import replace

from aiogram import F, Router
from aiogram.enums import ChatType
from aiogram.filters import CommandObject, CommandStart
from aiogram.types import Message

from clock.clocks import Now
from handlers.desk_people import organisation_name
from handlers.menus import main_menu
from handlers.talking import Talk
from language.text import Key
from services import invitations
from services.house import House
from services.members import Known

STAFF = "staff-"
"""How the word of such a link begins; `bot.invitation_links` makes it."""


async def opened(_: Message, command: CommandObject, house: House, who: Known, talk: Talk, now: Now) -> None:
    """They have the role from now on, and see what it lets them do."""
    word = (command.args or "").removeprefix(STAFF)
    given = await invitations.accept(house, word=word, member_id=who.id, now=now())
    role = Key(f"role-{given.role}")
    await talk.tell("invitation-accepted", role=role, organisation=organisation_name(given.organisation, talk))
    await talk.tell("menu", rows=main_menu(replace(who, staff=True)))


def routes() -> Router:
    router = Router(name="invitations")
    router.message.filter(F.chat.type == ChatType.PRIVATE)
    router.message.register(opened, CommandStart(deep_link=True, magic=F.args.startswith(STAFF)))
    return router
