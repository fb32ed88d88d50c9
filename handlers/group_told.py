"""A group reads in one short line that its alerts changed and at whose wish: by role, never by name."""

from aiogram import Bot

from handlers.posting import post
from language.catalogues import Catalogues
from language.text import Key
from language.voices import Say
from models.groups import Group
from services.audit import Actor
from services.house import House
from services.organisations import organisation


async def tell_group(
    bot: Bot, house: House, catalogues: Catalogues, group: Group, key: str, *, by: Actor, **facts: str
) -> bool:
    """Say it in the group, in the group's language; False where the bot may not write there."""
    say = catalogues.voice(group.language)
    who = await _role(house, say, by)
    return await post(bot, say, group.chat_id, key, thread_id=group.thread_id, rows=(), who=who, **facts)


async def _role(house: House, say: Say, by: Actor) -> str:
    if by.organisation_id is None:
        return Key("group-by-manager")
    row = await organisation(house, by.organisation_id)
    return row.name_ar if say.language == "ar" else row.name_en or row.name_ar
