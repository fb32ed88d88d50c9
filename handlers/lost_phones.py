"""An admin takes everything back from a colleague whose phone is lost; the other admins hear of it."""

from aiogram import Bot, F, Router
from aiogram.enums import ChatType
from aiogram.types import CallbackQuery

from clock.clocks import Now
from handlers.buttons import Button, Rows
from handlers.commands import hide_staff_commands
from handlers.desk_people import LostPhone, People
from handlers.posting import post
from handlers.talking import Talk
from language.catalogues import Catalogues
from services import lost_phones, staff
from services.audit import Actor
from services.house import House
from services.members import Known


async def ask(_: CallbackQuery, callback_data: LostPhone, house: House, who: Known, talk: Talk) -> None:
    """Once more, saying what happens."""
    person = await staff.person_numbered(house, by=who.id, member_id=callback_data.member_id)
    sure = callback_data.model_copy(update={"sure": True})
    rows: Rows = [[Button("lost-phone-sure", sure)], [Button("desk-people-back", People())]]
    await talk.tell("lost-phone-question", rows=rows, name=person.name)


async def suspend(
    _: CallbackQuery,
    callback_data: LostPhone,
    bot: Bot,
    house: House,
    who: Known,
    talk: Talk,
    catalogues: Catalogues,
    now: Now,
) -> None:
    person = await staff.person_numbered(house, by=who.id, member_id=callback_data.member_id)
    done = await lost_phones.suspend(house, member_id=person.member_id, by=Actor.member(who.id), now=now())
    key = "lost-phone-done-elsewhere" if done.elsewhere else "lost-phone-done"
    await talk.replace(key, name=person.name, copies=done.copies, late=done.too_late)
    for reader in done.phones:
        await hide_staff_commands(bot, int(reader.address))
    for reader in done.told:
        voice = catalogues.voice(reader.language)
        await post(bot, voice, reader.address, "lost-phone-told", name=person.name, by=who.name)


def routes() -> Router:
    router = Router(name="lost-phones")
    router.message.filter(F.chat.type == ChatType.PRIVATE)
    router.callback_query.register(ask, LostPhone.filter(~F.sure))
    router.callback_query.register(suspend, LostPhone.filter(F.sure))
    return router
