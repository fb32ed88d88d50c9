"""What a manager has said so far of what their group should hear; kept with the conversation."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field

from aiogram import Bot
from aiogram.enums import ChatMemberStatus
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError
from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.state import State, StatesGroup

from handlers.buttons import Rows
from handlers.group_words import kinds_of
from handlers.questions import KEPT_AS, Question
from handlers.talking import Talk
from language.templates import Value
from models.groups import Group, GroupNotFound, NotGroupAdministrator
from services import group_desk
from services.audit import Actor
from services.group_subscriptions import Wanted
from services.house import House
from services.members import Known
from services.subscriptions import SEARCHES, Wish

KEPT = "group"
"""Its place among what was entered."""


class SetUp(StatesGroup):
    settings = State()
    areas = State()
    kinds = State()
    times = State()
    language = State()
    summary = State()
    manners = State()


class Do(CallbackData, prefix="group-do"):
    """Go to a step, or do what it is all for."""

    act: str


@dataclass(frozen=True)
class GroupDraft:
    """The group, and what was said; `whole` once every step was answered, so that amending leads to the summary."""

    group_id: int
    chat_id: int
    title: str
    language: str
    areas: tuple[int, ...] = ()
    kinds: tuple[str, ...] = (SEARCHES,)
    frequency: str = ""
    while_search_open: bool = False
    whole: bool = field(default=False)
    quiet: str = ""
    """Hours that were typed with the times, as `quiet_text` writes them."""
    as_staff: bool = False
    """Who changes it acts for the organisation that accepted it."""

    @classmethod
    def of(cls, group: Group, wanted: Wanted | None, *, as_staff: bool = False) -> "GroupDraft":
        """From what the group asked for or hears already."""
        number = group.id or 0
        if wanted is None:
            return cls(number, group.chat_id, group.title, group.language, as_staff=as_staff)
        return cls(
            number,
            group.chat_id,
            group.title,
            wanted.language,
            wanted.area_ids,
            tuple(kinds_of(wanted)),
            wanted.wish.frequency,
            wanted.while_search_open,
            whole=True,
            as_staff=as_staff,
        )

    @property
    def wanted(self) -> Wanted:
        wish = Wish.of_kinds(self.kinds, frequency=self.frequency)
        return Wanted(self.areas, wish, self.while_search_open, self.language)


async def draft_of(talk: Talk) -> GroupDraft:
    kept = (await talk.state.get_data())[KEPT]
    return GroupDraft(**{**kept, "areas": tuple(kept["areas"]), "kinds": tuple(kept["kinds"])})


async def keep(talk: Talk, draft: GroupDraft) -> None:
    await talk.state.update_data({KEPT: asdict(draft)})


async def put(talk: Talk, step: State, key: str, rows: Rows, **facts: Value) -> None:
    """Go to a step and ask its question, where the tapped button was if there was one."""
    if talk.query is None:
        await talk.ask(step, key, rows=rows, location=None, **facts)
        return
    await talk.state.set_state(step)
    await talk.state.update_data({KEPT_AS: Question(key, facts, rows).as_json()})
    await talk.replace(key, rows=rows, **facts)


async def acting(bot: Bot, house: House, draft: GroupDraft, who: Known, user_id: int) -> Actor:
    """As whom somebody changes this group now; refuses who administers it no longer, or is not its staff."""
    if draft.as_staff:
        organisation_id = await group_desk.keeper(house, group_id=draft.group_id, member_id=who.id)
        return Actor.member(who.id, organisation_id)
    await refuse_others(bot, draft.chat_id, user_id)
    return Actor.member(who.id)


async def refuse_others(bot: Bot, chat_id: int, user_id: int) -> None:
    """Refuse with NotGroupAdministrator who does not administer this chat now; GroupNotFound where the bot is not."""
    try:
        seen = await bot.get_chat_member(chat_id, user_id)
    except TelegramForbiddenError as error:
        raise GroupNotFound() from error
    except TelegramBadRequest as error:
        raise NotGroupAdministrator() from error
    if seen.status not in {ChatMemberStatus.CREATOR, ChatMemberStatus.ADMINISTRATOR}:
        raise NotGroupAdministrator()


def toggled(chosen: Sequence[str], kind: str, every: str) -> tuple[str, ...]:
    """A kind chosen or no longer; `every` stands for all but searches, so it does not stand beside one of them."""
    if kind in chosen:
        return tuple(each for each in chosen if each != kind)
    if kind == every:
        return (*(each for each in chosen if each == SEARCHES), every)
    kept = chosen if kind == SEARCHES else [each for each in chosen if each != every]
    return (*kept, kind)
