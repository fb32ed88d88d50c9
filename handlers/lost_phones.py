"""An admin takes everything back from a colleague whose phone is lost; the other admins hear of it."""

from aiogram import Bot, F, Router
from aiogram.enums import ChatType
from aiogram.types import CallbackQuery

from clock.clocks import Now
from handlers.buttons import Button, Rows
from handlers.commands import hide_staff_commands
from handlers.desk_people import LostPhone, People
from handlers.posting import tell_each
from handlers.talking import Talk
from language.catalogues import Catalogues
from language.text import Sentence
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
    await talk.state.clear()
    key = "lost-phone-done-elsewhere" if done.elsewhere else "lost-phone-done"
    words = [talk.say(key, name=person.name, copies=done.copies)]
    words += [talk.say("lost-phone-late", late=done.too_late)] if done.too_late else []
    await talk.replace_by(Sentence("\n".join(words)))
    for reader in done.phones:
        await hide_staff_commands(bot, int(reader.address))
    await tell_each(bot, catalogues, done.told, "lost-phone-told", name=person.name, by=who.name)


def routes() -> Router:
    router = Router(name="lost-phones")
    router.message.filter(F.chat.type == ChatType.PRIVATE)
    router.callback_query.register(ask, LostPhone.filter(~F.sure))
    router.callback_query.register(suspend, LostPhone.filter(F.sure))
    return router
