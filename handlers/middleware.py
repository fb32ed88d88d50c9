"""What every handler is given with an update: who it is, how to speak to them, and where the conversation stands.

With each update come `house`, `catalogues`, `now` (answers the moment), `albums`, `pages`, and `known` where it was
looked up with others'. From here: `who`, `say`, `talk`, `once`, `zone`, `state`, `raw_state`, `album_rest`.
"""

from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import Any
from zoneinfo import ZoneInfo

from aiogram import BaseMiddleware
from aiogram.dispatcher.event.bases import UNHANDLED
from aiogram.dispatcher.middlewares.user_context import EVENT_CONTEXT_KEY, EventContext
from aiogram.enums import ChatType
from aiogram.fsm.context import FSMContext
from aiogram.fsm.storage.base import StorageKey
from aiogram.types import Message, TelegramObject, Update

from handlers.conversations import Pages
from handlers.talking import Talk
from language.catalogues import Catalogues
from models.members import NotMetYet
from services.house import House
from services.members import Known, known_at, meet

Handler = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]

ALBUMS_REMEMBERED = 1000


class Albums:
    """The albums one bot was sent last, by chat; a restart may forget them."""

    def __init__(self) -> None:
        self._last: OrderedDict[int, str] = OrderedDict()

    def continues(self, message: Message | None) -> bool:
        """Whether this picture belongs to an album whose first one was handled."""
        if message is None or message.media_group_id is None:
            return False
        seen = self._last.get(message.chat.id) == message.media_group_id
        self._last[message.chat.id] = message.media_group_id
        self._last.move_to_end(message.chat.id)
        if len(self._last) > ALBUMS_REMEMBERED:
            self._last.popitem(last=False)
        return seen


class Introduction(BaseMiddleware):
    """Makes the member known and opens the conversation; the dispatcher's own storage is not used.

    Who writes in private is met. In a group nobody becomes a member by tapping: strangers are refused with NotMetYet.
    """

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        if not isinstance(event, Update):
            raise TypeError("introductions are made once per update")
        context: EventContext = data[EVENT_CONTEXT_KEY]
        house: House = data["house"]
        who = data["who"] = await _who(house, event, context, data)
        data["once"] = f"{data['bot'].id}:{event.update_id}"
        data["say"] = data["catalogues"].voice(who.language if who else _language(data, context))
        data["zone"] = ZoneInfo((who.zone if who else None) or house.rules.areas.zone)
        data["album_rest"] = data["albums"].continues(event.message)
        data["raw_state"] = await _open_conversation(event, context, data)
        if who is None and _alone_with_us(context):
            return UNHANDLED
        if event.callback_query is not None and who is None:
            raise NotMetYet()
        answer = await handler(event, data)
        if event.callback_query is not None:
            await data["talk"].finish()
        return answer


def _alone_with_us(context: EventContext) -> bool:
    """In a private chat: what comes from nobody there, or from another bot, is for nobody."""
    return context.chat is not None and context.chat.type == ChatType.PRIVATE


async def _who(house: House, event: Update, context: EventContext, data: dict[str, Any]) -> Known | None:
    user, chat, bot = context.user, context.chat, data["bot"]
    known: Known | None = data.get("known")
    if user is None or user.is_bot or known is not None:
        return known
    if event.my_chat_member is not None or chat is None or chat.type != ChatType.PRIVATE:
        return await known_at(house, bot_id=bot.id, address=str(user.id))
    language = _language(data, context)
    return await meet(
        house, bot_id=bot.id, address=str(user.id), name=user.full_name, language=language, now=data["now"]()
    )


def _language(data: dict[str, Any], context: EventContext) -> str:
    """A stranger's language as Telegram tells it, where we speak it; else the deployment's."""
    catalogues: Catalogues = data["catalogues"]
    house: House = data["house"]
    theirs = ((context.user.language_code if context.user else None) or "").partition("-")[0].lower()
    return theirs if theirs in catalogues.languages else house.rules.languages.default


async def _open_conversation(event: Update, context: EventContext, data: dict[str, Any]) -> str | None:
    """Sets `state` and `talk`; returns the step."""
    user_id = context.user_id or 0
    chat_id = context.chat_id or user_id
    pages: Pages = data["pages"]
    state = FSMContext(pages, StorageKey(data["bot"].id, chat_id, user_id))
    private = context.chat is not None and context.chat.type == ChatType.PRIVATE
    data["state"] = state
    data["talk"] = Talk(
        data["bot"], data["say"], chat_id, data["zone"], state, private, event.callback_query, context.thread_id
    )
    return await state.get_state()
