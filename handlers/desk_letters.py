"""What was given up on the way to some: how many, and trying once more."""

from aiogram import F, Router
from aiogram.enums import ChatType
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery

from clock.clocks import Now
from handlers.buttons import Button, Rows
from handlers.desk_items import ShowAreas, ShowPile, ShowUndelivered, back_to_desk
from handlers.talking import Talk
from language.text import Sentence
from services import dead_letters
from services.desk_piles import Pile
from services.house import House
from services.members import Known


class TryAgain(CallbackData, prefix="desk-again"):
    """Send what was given up of this alert once more."""

    alert_id: int


async def show(_: CallbackQuery, callback_data: ShowUndelivered, house: House, who: Known, talk: Talk) -> None:
    """How many it did not reach; where some may have been reached after all, that they may get it twice."""
    found = await dead_letters.of_alert(house, alert_id=callback_data.alert_id, member_id=who.id)
    of_search = found.search_id is not None
    rows: Rows = [
        [Button("desk-try-again", TryAgain(alert_id=found.alert_id))],
        [Button("desk-undelivered-areas", ShowAreas(alert_id=found.alert_id))],
        [Button("desk-pile-back", ShowPile(pile=Pile.UNDELIVERED))],
        back_to_desk(),
    ]
    key = "desk-undelivered-search" if of_search else "desk-undelivered-report"
    said = talk.say(key, number=found.search_id or found.report_id or 0, n=found.count)
    twice = f"\n{talk.say('desk-undelivered-unsure')}" if found.unsure else ""
    await talk.replace_by(Sentence(f"{said}{twice}"), rows=rows)


async def try_again(_: CallbackQuery, callback_data: TryAgain, house: House, who: Known, talk: Talk, now: Now) -> None:
    """They are due once more; how it goes is among what is going out."""
    due = await dead_letters.try_again(house, alert_id=callback_data.alert_id, member_id=who.id, now=now())
    await talk.replace("desk-tried-again", n=due, rows=[back_to_desk()])


def routes() -> Router:
    router = Router(name="desk-letters")
    router.callback_query.filter(F.message.chat.type == ChatType.PRIVATE)
    router.callback_query.register(show, ShowUndelivered.filter())
    router.callback_query.register(try_again, TryAgain.filter())
    return router
