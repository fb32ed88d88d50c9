"""How a handler answers the person it is talking with: with texts that show no subject, already in their language."""

from contextlib import suppress
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from aiogram import Bot
from aiogram.enums import ParseMode
from aiogram.exceptions import TelegramBadRequest
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State
from aiogram.types import (
    CallbackQuery,
    LinkPreviewOptions,
    Message,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    ReplyParameters,
)

from handlers.buttons import Rows, asking_for_location, inline, no_keyboard
from handlers.questions import KEPT_AS, Question, question_from
from language.templates import Value
from language.text import Sentence, shortened, utf16_length, visible
from language.voices import Say

ALERT_LIMIT = 200
"""Characters of a pop-up (Bot API, answerCallbackQuery)."""

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


@dataclass
class Talk:
    """One update's conversation partner; `query` is there when they tapped a button."""

    bot: Bot
    say: Say
    chat_id: int
    zone: ZoneInfo
    state: FSMContext
    private: bool = True
    query: CallbackQuery | None = None
    thread_id: int | None = None
    """The topic of a forum."""
    answered: bool = False
    quotes: int | None = None
    """The message above which what is said refers to; Telegram shows it beside, as it is now."""

    async def tell(self, key: str, *, rows: Rows = (), **facts: Value) -> None:
        """Say one sentence, with buttons under it."""
        await self.send(self.say(key, **facts), rows=rows)

    async def send(
        self, text: Sentence, *, rows: Rows = (), keyboard: ReplyKeyboardMarkup | ReplyKeyboardRemove | None = None
    ) -> None:
        """Say what was put together already."""
        await self.bot.send_message(
            self.chat_id,
            shortened(text),
            parse_mode=ParseMode.HTML,
            reply_markup=keyboard or inline(self.say, rows),
            link_preview_options=NO_PREVIEW,
            message_thread_id=self.thread_id,
            reply_parameters=self._quoted(),
        )

    def _quoted(self) -> ReplyParameters | None:
        if self.quotes is None:
            return None
        return ReplyParameters(message_id=self.quotes, allow_sending_without_reply=True)

    async def ask(
        self, step: State | None, key: str, *, rows: Rows = (), location: str | None = None, **facts: Value
    ) -> None:
        """Go to a step and ask its question, which is kept so that it can be asked again.

        `location` is the key of a button that sends where the person is; buttons in `rows` then come under a second
        sentence, `question-or`.
        """
        question = Question(key, facts, rows, location)
        await self.state.set_state(step)
        await self.state.update_data({KEPT_AS: question.as_json()})
        await self._put(question)

    async def ask_again(self) -> bool:
        """Ask the step's question once more; False where the conversation has none."""
        question = question_from(await self.state.get_data())
        if question is not None:
            await self._put(question)
        return question is not None

    async def _put(self, question: Question) -> None:
        sentence = self.say(question.key, **question.facts)
        if question.location is None:
            await self.send(sentence, rows=question.rows)
            return
        await self.send(sentence, keyboard=asking_for_location(self.say, question.location))
        if question.rows:
            await self.send(self.say("question-or"), rows=question.rows)

    async def thank(self, key: str, *, rows: Rows = (), **facts: Value) -> None:
        """End the conversation with one sentence, its location keyboard taken away."""
        await self.state.clear()
        if rows:
            await self.tell(key, rows=rows, **facts)
        else:
            await self.send(self.say(key, **facts), keyboard=no_keyboard())

    async def replace(self, key: str, *, rows: Rows = (), **facts: Value) -> None:
        """Put another sentence where the tapped button was; a new message where that cannot be changed any more."""
        await self.replace_by(self.say(key, **facts), rows=rows)

    async def replace_by(self, text: Sentence, *, rows: Rows = ()) -> None:
        """The same with what was put together already."""
        tapped = self.query.message if self.query else None
        if not isinstance(tapped, Message) or tapped.text is None:
            await self.send(text, rows=rows)
            return
        try:
            await tapped.edit_text(
                shortened(text),
                parse_mode=ParseMode.HTML,
                reply_markup=inline(self.say, rows),
                link_preview_options=NO_PREVIEW,
            )
        except TelegramBadRequest as error:
            if "message is not modified" not in error.message:
                await self.send(text, rows=rows)

    async def change_buttons(self, rows: Rows) -> None:
        """Put other buttons under the message whose button was tapped; its words stay."""
        tapped = self.query.message if self.query else None
        if isinstance(tapped, Message):
            with suppress(TelegramBadRequest):  # they are so already, or the message is gone
                await tapped.edit_reply_markup(reply_markup=inline(self.say, rows))

    async def notice(self, key: str, *, alert: bool = False, **facts: Value) -> None:
        """A word over the chat for who tapped a button; a message for who wrote."""
        await self.notice_of(self.say(key, **facts), alert=alert)

    async def notice_of(self, sentence: Sentence, *, alert: bool = False) -> None:
        """The same of a sentence put together already; in a group only who tapped sees it."""
        words = visible(sentence)
        if self.query is not None and not self.answered and (utf16_length(words) <= ALERT_LIMIT or not self.private):
            heard = await self._answer(self.query, visible(shortened(words, ALERT_LIMIT)), alert)
            if heard:
                return
        if self.private:
            await self.send(sentence)

    async def finish(self) -> None:
        """Stop the tapped button's clock from turning."""
        if self.query is not None and not self.answered:
            await self._answer(self.query, None, alert=False)

    async def _answer(self, query: CallbackQuery, words: str | None, alert: bool) -> bool:
        """False when Telegram refuses it: after some seconds, as after a restart, a tap cannot be answered any more."""
        self.answered = True
        try:
            return await query.answer(words, show_alert=alert)
        except TelegramBadRequest:
            return False
