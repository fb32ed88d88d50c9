"""The first words, the main menu, the language, and leaving a conversation."""

from aiogram import F, Router
from aiogram.enums import ChatType
from aiogram.filters import Command, CommandStart
from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from clock.clocks import Now
from handlers.buttons import Named, Rows
from handlers.commands import show_own_commands
from handlers.menus import HOME, LANGUAGE, LEAVE, ON, Menu, home, main_menu
from handlers.talking import Talk
from language.catalogues import Catalogues
from services import areas, preferences, subscriptions
from services.house import House
from services.members import Known


class Speak(CallbackData, prefix="lang"):
    """Speak this language from now on."""

    language: str


async def start(
    _: Message, house: House, who: Known, talk: Talk, catalogues: Catalogues, raw_state: str | None
) -> None:
    """The emergency line first, what can be done here, and which languages are spoken."""
    number = await areas.emergency(house, member_id=who.id)
    await talk.tell("welcome", emergency=number, rows=_languages(catalogues, besides=talk.say.language))
    if who.returned and await subscriptions.of_recipient(house, who.recipient_id):
        await talk.tell("alerts-on-again")
    await talk.tell("menu", rows=await _menu(house, who, unfinished=raw_state is not None))


async def show_menu(_: Message, house: House, who: Known, talk: Talk, raw_state: str | None) -> None:
    await talk.tell("menu", rows=await _menu(house, who, unfinished=raw_state is not None))


async def go_home(_: CallbackQuery, house: House, who: Known, talk: Talk, raw_state: str | None) -> None:
    await talk.replace("menu", rows=await _menu(house, who, unfinished=raw_state is not None))


async def go_on(_: CallbackQuery, talk: Talk) -> None:
    """Ask again what was asked last."""
    if not await talk.ask_again():
        await talk.notice("button-stale", alert=True)


async def cancel(_: Message, house: House, who: Known, talk: Talk, state: FSMContext, raw_state: str | None) -> None:
    """Leave a conversation unfinished; nothing of it was sent to anybody."""
    await talk.thank("cancelled" if raw_state is not None else "nothing-to-cancel")
    await state.clear()
    await talk.tell("menu", rows=await _menu(house, who))


async def leave(_: CallbackQuery, talk: Talk, raw_state: str | None) -> None:
    """The same from a question's own button, without the menu: the card it was about is still there."""
    await talk.thank("step-left" if raw_state is not None else "nothing-to-cancel")


async def show_help(_: Message, house: House, who: Known, talk: Talk) -> None:
    number = await areas.emergency(house, member_id=who.id)
    await talk.tell("help", emergency=number, rows=home())


async def ask_language(_: Message | CallbackQuery, talk: Talk, catalogues: Catalogues) -> None:
    await talk.replace("language-question", rows=_languages(catalogues))


async def speak(
    _: CallbackQuery, callback_data: Speak, house: House, who: Known, talk: Talk, catalogues: Catalogues, now: Now
) -> None:
    """Change the language and answer in the new one."""
    talk.say = catalogues.voice(callback_data.language)
    await preferences.change_language(house, member_id=who.id, language=talk.say.language, now=now())
    await show_own_commands(talk.bot, talk.say, talk.chat_id, staff=who.staff)
    await talk.replace("language-changed", rows=home())


async def _menu(house: House, who: Known, *, unfinished: bool = False) -> Rows:
    newcomer = not await subscriptions.of_recipient(house, who.recipient_id)
    return main_menu(who, unfinished=unfinished, newcomer=newcomer)


def _languages(catalogues: Catalogues, besides: str = "") -> Rows:
    """A button for each language, in its own words."""
    others = (each for each in catalogues.languages if each != besides)
    return [[Named(catalogues.voice(each).plain("language-own-name"), Speak(language=each)) for each in others]]


def routes() -> Router:
    router = Router(name="start")
    router.message.filter(F.chat.type == ChatType.PRIVATE)
    router.message.register(start, CommandStart(magic=~F.args))
    router.message.register(show_menu, Command("menu"))
    router.message.register(cancel, Command("cancel"))
    router.message.register(show_help, Command("help"))
    router.message.register(ask_language, Command("language"))
    router.callback_query.register(go_home, Menu.filter(F.to == HOME))
    router.callback_query.register(go_on, Menu.filter(F.to == ON))
    router.callback_query.register(leave, Menu.filter(F.to == LEAVE))
    router.callback_query.register(ask_language, Menu.filter(F.to == LANGUAGE))
    router.callback_query.register(speak, Speak.filter())
    return router


def late_routes() -> Router:
    """A start by a link that no conversation knows (any more) is an ordinary start."""
    router = Router(name="late-start")
    router.message.register(start, CommandStart(), F.chat.type == ChatType.PRIVATE)
    return router
