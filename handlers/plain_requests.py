"""What people ask for in plain words with nothing begun: their data, help, the menu; no report of anything."""

from typing import Any

from aiogram import F, Router
from aiogram.enums import ChatType
from aiogram.filters import StateFilter
from aiogram.types import Message

from handlers import privacy, settings, start
from handlers.menus import main_menu
from handlers.talking import Talk
from handlers.unfinished import Offering
from handlers.words import WORDS
from language.normaliser import normalised
from services import areas, subscriptions
from services.house import House
from services.members import Known


def _spelt(*phrases: str) -> frozenset[str]:
    return frozenset(map(normalised, phrases))


ABOUT_DATA = _spelt("بياناتي", "ببياناتي", "لبياناتي", "وبياناتي", "خصوصية", "الخصوصية", "خصوصيتي", "privacy")
"""One of these words in a short text asks what is held about its writer."""
MY_DATA = "my data"
LONGEST = 8
"""Words of a text that asks for something; more tell of something."""

HELP = _spelt(
    "مساعدة", "المساعدة", "ساعدوني", "ساعدني", "محتاج مساعدة", "محتاجة مساعدة", "احتاج مساعدة", "أحتاج مساعدة",
    "أريد مساعدة", "ابي مساعدة", "أبغى مساعدة", "ممكن مساعدة", "النجدة", "كيف أستخدم هذا", "كيف الاستخدام",
    "وش أسوي", "ماذا أفعل", "help", "help me", "i need help", "please help", "how does this work",
)  # fmt: skip
MENU = _spelt("القائمة", "قائمة", "القائمة الرئيسية", "الرئيسية", "ابدأ", "البداية", "menu", "main menu", "start")
SETTINGS = _spelt("الإعدادات", "إعدادات", "settings")
LANGUAGE = _spelt("اللغة", "لغة", "تغيير اللغة", "العربية", "عربي", "الإنجليزية", "إنجليزي")
LANGUAGE |= _spelt("language", "english", "arabic", "change language")


async def help_first(_: Message, house: House, who: Known, talk: Talk) -> None:
    """Whoever writes nothing but «help» may be in danger: the number to call, then what can be done here."""
    number = await areas.emergency(house, member_id=who.id)
    newcomer = not await subscriptions.of_recipient(house, who.recipient_id)
    await talk.tell("help-first", emergency=number, rows=main_menu(who, newcomer=newcomer))


def asks_about_data(text: str) -> bool:
    """Whether a short text asks for privacy: «وش تسوون ببياناتي»."""
    plain = normalised(text[:200])
    words = plain.split()
    return len(words) <= LONGEST and (MY_DATA in plain or not ABOUT_DATA.isdisjoint(words))


def _is(phrases: frozenset[str]) -> Any:
    return F.text.func(lambda text: normalised(text[:200]) in phrases)


def routes() -> Router:
    """Asked before what comes out of the blue is offered as a report."""
    router = Router(name="plain-requests")
    router.message.filter(F.chat.type == ChatType.PRIVATE, StateFilter(None, Offering.asked))
    router.message.register(privacy.show, WORDS, F.text.func(asks_about_data))
    router.message.register(help_first, WORDS, _is(HELP))
    router.message.register(start.show_menu, WORDS, _is(MENU))
    router.message.register(settings.show, StateFilter(None), WORDS, _is(SETTINGS))
    router.message.register(start.ask_language, WORDS, _is(LANGUAGE))
    return router
