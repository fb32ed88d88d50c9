"""Staff of an open search ask for its poster: for a chat, a story, or print, in Arabic or in English."""

from aiogram import F, Router
from aiogram.enums import ChatType
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery

from clock.clocks import Now
from handlers.buttons import Button, Rows
from handlers.searches import AtSearch
from handlers.talking import Talk
from models.posters import PosterSize
from services import posters
from services.house import House
from services.members import Known

LANGUAGES = ("ar", "en")


class MakePoster(CallbackData, prefix="poster"):
    """The poster of this search, of this size and language, as it is now."""

    search_id: int
    size: PosterSize
    language: str


async def ask_size(_: CallbackQuery, callback_data: AtSearch, talk: Talk) -> None:
    number = callback_data.search_id
    rows: Rows = [
        [
            Button(f"poster-make-{size}-{language}", MakePoster(search_id=number, size=size, language=language))
            for language in LANGUAGES
        ]
        for size in PosterSize
    ]
    await talk.tell("poster-which", number=number, rows=rows)


async def make(_: CallbackQuery, callback_data: MakePoster, house: House, who: Known, talk: Talk, now: Now) -> None:
    """It comes as a delivery, so that closing reaches it."""
    wanted, language = callback_data, callback_data.language if callback_data.language in LANGUAGES else LANGUAGES[0]
    await posters.make(
        house, search_id=wanted.search_id, member_id=who.id, size=wanted.size, language=language, now=now()
    )
    await talk.notice("poster-on-its-way")


def routes() -> Router:
    router = Router(name="posters")
    router.callback_query.filter(F.message.chat.type == ChatType.PRIVATE)
    router.callback_query.register(ask_size, AtSearch.filter(F.act == "poster"))
    router.callback_query.register(make, MakePoster.filter())
    return router
