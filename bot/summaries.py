"""The daily summary leaves the house: a few messages to staff, none of which shows a subject."""

import structlog
from telegram import Bot
from telegram.constants import ParseMode
from telegram.error import InvalidToken, TelegramError

from alerts.telegram import AiohttpRequest
from bot.config import Config
from bot.tokens import Token
from language.catalogues import Catalogues
from services.staff_summaries import StaffSummary, summary_words

log = structlog.get_logger()


class Summaries:
    """Sends summaries with this deployment's bot; one that does not get through is not repeated."""

    def __init__(self, config: Config, catalogues: Catalogues, token: Token) -> None:
        self._telegram, self._catalogues, self._token = config.telegram, catalogues, token

    async def tell(self, summary: StaffSummary) -> None:
        """Each member of staff in their language; who blocked the bot stops nobody."""
        await self._token.is_good()
        async with AiohttpRequest(connections=2) as request:
            token = self._token.value
            base = f"{self._telegram.api_url}/bot"
            bot = Bot(token, base_url=base, request=request, get_updates_request=request)
            for reader in summary.readers:
                if reader.bot_id == self._telegram.bot_id:
                    words = summary_words(self._catalogues.voice(reader.language), summary)
                    await self._send(bot, int(reader.address), words)

    async def _send(self, bot: Bot, chat_id: int, words: str) -> None:
        try:
            await bot.send_message(chat_id, words, parse_mode=ParseMode.HTML)
        except TelegramError as error:
            log.warning("summary-not-sent", error=type(error).__name__)
            if isinstance(error, InvalidToken):
                self._token.refused(bot.token)
