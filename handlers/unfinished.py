"""A conversation that was begun is not dropped by a button of another one."""

from aiogram.filters import Filter
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, TelegramObject

from handlers.buttons import Button
from handlers.menus import ON, Menu
from handlers.talking import Talk


class Offering(StatesGroup):
    """Something was sent out of the blue, and what it is about was asked: any conversation may take it up."""

    asked = State()


class OneAnswer(StatesGroup):
    """A question with which a decision begins, such as why: whoever turns to something else has dropped it.

    Were it to wait, the next words typed for something else would be taken for its answer, and be sent to somebody.
    """


def is_dropped(raw_state: str | None) -> bool:
    """Whether turning to something else ends what is under way."""
    return raw_state is not None and any(raw_state in each for each in OneAnswer.__subclasses__())


class busy_besides(Filter):  # noqa: N801  # reads as the other filters do
    """Whether a conversation is under way, other than these."""

    def __init__(self, *own: type[StatesGroup]) -> None:
        self.free: tuple[type[StatesGroup], ...] = (Offering, *own)

    async def __call__(self, _: TelegramObject, raw_state: str | None = None) -> bool:
        busy = raw_state is not None and not any(raw_state in each for each in self.free)
        return busy and not is_dropped(raw_state)


async def finish_first(_: CallbackQuery, talk: Talk) -> None:
    """Say that something is unfinished; the button works when it is over."""
    await talk.tell("unfinished-first", rows=[[Button("menu-go-on", Menu(to=ON))]])
