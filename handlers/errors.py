"""How a "no" is said, and what answers when nothing else does."""

from typing import Any, cast

from aiogram import Bot, F, Router
from aiogram.enums import ChatType, ContentType, ParseMode
from aiogram.filters import ExceptionTypeFilter
from aiogram.types import CallbackQuery, ErrorEvent, Message, Update

from clock.clocks import Now
from handlers import start
from handlers.conversations import Pages
from handlers.menus import main_menu
from handlers.talking import Talk
from language.catalogues import Catalogues
from language.refusals import refusal_sentence
from models.refusals import NotUnderstood, Refusal
from services.areas import emergency
from services.forgetting import what_we_hold
from services.house import House
from services.members import Known, known_at

SPOKEN = frozenset(
    {
        ContentType.TEXT,
        ContentType.ANIMATION,
        ContentType.AUDIO,
        ContentType.DOCUMENT,
        ContentType.LIVE_PHOTO,
        ContentType.PAID_MEDIA,
        ContentType.PHOTO,
        ContentType.STICKER,
        ContentType.STORY,
        ContentType.VIDEO,
        ContentType.VIDEO_NOTE,
        ContentType.VOICE,
        ContentType.CHECKLIST,
        ContentType.CONTACT,
        ContentType.DICE,
        ContentType.GAME,
        ContentType.POLL,
        ContentType.VENUE,
        ContentType.LOCATION,
    }
)
"""What people say; the rest (a pinned message, a changed title) is Telegram's own."""


async def speak_refusal(event: ErrorEvent, talk: Talk, pages: Pages, now: Now) -> None:
    """Say the refusal; what the conversation wrote on its way to it is taken back, what was entered before stays."""
    refusal = cast("Refusal", event.exception)
    pages.turn_back()
    words = refusal_sentence(talk.say, refusal, zone=talk.zone, now=now())
    if refusal.in_full and talk.private:
        await talk.send(words)
    else:
        await talk.notice_of(words, alert=True)
    await talk.finish()
    if isinstance(refusal, NotUnderstood):
        await talk.ask_again()


async def not_understood(
    message: Message,
    house: House,
    talk: Talk,
    who: Known,
    raw_state: str | None,
    album_rest: bool,
    catalogues: Catalogues,
) -> None:
    """Nothing listened: in a step its question comes again, otherwise the menu; the rest of an album is one thing.

    Who has told us nothing yet hears the first words: «السلام عليكم» is how people begin.
    """
    if album_rest:
        return
    if raw_state is not None:
        raise NotUnderstood()
    held = await what_we_hold(house, who.id)
    if held.subscriptions or held.reports or held.searches or who.staff:
        await talk.tell("not-understood-menu", rows=main_menu(who, newcomer=not held.subscriptions))
    else:
        await start.start(message, house, who, talk, catalogues, raw_state)


async def edited(message: Message, talk: Talk) -> None:
    """Changing what was sent before changes nothing here; a live location edits itself all the time."""
    if message.location is None:
        await talk.tell("edited-too-late")


async def stale_button(_: CallbackQuery, talk: Talk) -> None:
    """A button of a step that is over, or of an older version of this bot."""
    await talk.notice("button-stale", alert=True)


async def apologise(update: Update, bot: Bot, house: House, catalogues: Catalogues) -> None:
    """Say that a step failed for good, to whoever took it in private; a group is not bothered."""
    event = update.event
    user, message = getattr(event, "from_user", None), getattr(event, "message", event)
    if user is None or not isinstance(message, Message) or message.chat.type != ChatType.PRIVATE:
        return
    who = await known_at(house, bot_id=bot.id, address=str(user.id))
    number = await emergency(house, member_id=who.id if who else None)
    say = catalogues.voice(who.language if who else user.language_code)
    await bot.send_message(message.chat.id, say("went-wrong", emergency=number), parse_mode=ParseMode.HTML)


def refusal_routes() -> Router:
    """Speaks every refusal, wherever it was raised."""
    router = Router(name="refusals")
    router.errors.register(speak_refusal, ExceptionTypeFilter(Refusal))
    return router


def last_routes() -> Router:
    """What nobody before it wanted; included last."""
    router = Router(name="last")
    private: Any = F.chat.type == ChatType.PRIVATE
    router.message.register(not_understood, private, F.content_type.in_(SPOKEN))
    router.edited_message.register(edited, private)
    router.callback_query.register(stale_button)
    return router
