"""The bot says goodbye in a chat and leaves it, once everything it showed there is covered."""

from datetime import datetime

import structlog
from telegram import Bot
from telegram.constants import ParseMode
from telegram.error import BadRequest, Forbidden, InvalidToken, TelegramError

from alerts.telegram import AiohttpRequest
from bot.config import Config
from bot.tokens import Token
from language.catalogues import Catalogues
from services import group_leaving
from services.group_leaving import Departure
from services.groups import Chat
from services.house import House

log = structlog.get_logger()


class Departures:
    """Leaves chats with this deployment's bot; one that cannot be left is tried again."""

    def __init__(self, config: Config, catalogues: Catalogues, token: Token) -> None:
        self._telegram, self._catalogues, self._token = config.telegram, catalogues, token

    async def leave_ready(self, house: House, *, now: datetime) -> None:
        """Every chat that may be left now."""
        ready = [each for each in await group_leaving.ready(house, now=now) if each.bot_id == self._telegram.bot_id]
        if not ready or not await self._token.is_good():
            return
        async with AiohttpRequest(connections=2) as request:
            token = self._token.value
            base = f"{self._telegram.api_url}/bot"
            bot = Bot(token, base_url=base, request=request, get_updates_request=request)
            for departure in ready:
                if await self._leave(bot, departure):
                    chat = Chat(departure.bot_id, departure.chat_id)
                    await group_leaving.gone(house, chat=chat, now=now)

    async def _leave(self, bot: Bot, departure: Departure) -> bool:
        """False where it is worth another attempt; a chat the bot is not in any more was left already."""
        goodbye = self._catalogues.voice(departure.language)("group-goodbye")
        try:
            await bot.send_message(departure.chat_id, goodbye, parse_mode=ParseMode.HTML, disable_notification=True)
        except InvalidToken:
            self._token.refused(bot.token)
            return False
        except TelegramError as error:
            log.warning("goodbye-not-sent", error=type(error).__name__)
        try:
            await bot.leave_chat(departure.chat_id)
        except (BadRequest, Forbidden):
            return True
        except TelegramError as error:
            log.warning("group-not-left", error=type(error).__name__)
            return False
        return True
