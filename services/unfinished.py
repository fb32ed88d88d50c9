"""What people began to tell and left: reminded of once, a missing person handed over, the rest let go.

Nobody's words go to a desk by the clock but where a life may be at stake, and then the reminder has said so.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Self
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy import and_, case, delete, literal, or_, update
from sqlmodel import col, select

from models.database import Tx
from models.intake import Conversation
from models.pictures import Picture
from models.recordings import Recording
from models.refusals import Refusal
from models.rows import changed
from models.searches import SubjectKind, Told
from services import pictures, recordings, searches
from services.areas import emergency
from services.house import House
from services.intake import DRAFT, LEFT_AFTER
from services.members import Known, known_at
from services.search_entries import Entry, entry_from

log = structlog.get_logger()

REPORT, NOTICE, OFFER = "report", "notice", "offer"
MOST = 200
"""How many are looked at in one go; the rest a minute later."""
_REMINDED = col(Conversation.reminded) == col(Conversation.draft)
_REFUSED = col(Conversation.reminded) == literal("refused:") + col(Conversation.draft)
_UNREMINDED = or_(
    col(Conversation.reminded).is_(None),
    and_(col(Conversation.reminded) != col(Conversation.draft), ~_REFUSED),
)


@dataclass(frozen=True, slots=True)
class Kept:
    """What a page says of the draft in it, whatever conversation it belongs to."""

    kind: str
    began: str
    """The update it began with."""
    lacks: tuple[str, ...] = ()
    """What has not been asked or answered yet; names of fields."""
    something: bool = False
    """There is enough of it for a desk to begin with."""
    pictures: tuple[int, ...] = ()
    recordings: tuple[int, ...] = ()

    def as_json(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Self:
        lists = {name: tuple(kept[name]) for name in ("lacks", "pictures", "recordings")}
        return cls(kept["kind"], kept["began"], something=kept["something"], **lists)


@dataclass(frozen=True, slots=True)
class Reminder:
    """One reminder to one person; `hours` until what they began is deleted."""

    of: Conversation
    """The page as it was seen."""
    language: str
    draft: Kept
    emergency: str
    hours: int

    @property
    def hands_over(self) -> bool:
        """Whether the desk gets it in a while, finished or not."""
        return self.draft.kind == NOTICE and self.draft.something


@dataclass(frozen=True, slots=True)
class NotHandedOver:
    """What a reminder said the desk would get, and the desk was refused; `emergency`: the number to call first."""

    of: Conversation
    """The page as it was seen."""
    language: str
    refusal: Refusal
    zone: ZoneInfo
    emergency: str


async def due_reminders(house: House, *, bot_id: int, now: datetime) -> list[Reminder]:
    """A bot's reminders for those who left ten minutes ago, claimed: nobody else sends them in the next ten.

    Each comes again then, until `reminded` says that it was sent.
    """
    theirs = col(Conversation.bot_id) == bot_id, col(Conversation.changed_at) > now - _patience(house)
    found: list[Reminder] = []
    for row in await _due(house, and_(_UNREMINDED, *theirs), now):
        if await _claim(house, row, now):
            who = await known_at(house, bot_id=row.bot_id, address=str(row.user_id))
            if who is not None:
                found.append(await _reminder(house, row, who))
    return found


async def reminded(house: House, reminder: Reminder, *, now: datetime) -> None:
    """The reminder was sent: it does not come again, and what it said will happen happens in its time."""
    row, draft = reminder.of, reminder.draft
    waits = now + LEFT_AFTER if draft.kind == NOTICE and draft.something else _end_of(house, row)
    untouched = col(Conversation.remind_at) == row.remind_at
    said = update(Conversation).where(*_key(row), col(Conversation.draft) == row.draft)
    when: Any = col(Conversation.remind_at)
    next_look = case((untouched, literal(waits, when.type)), else_=when)
    async with house.db.transaction() as tx:
        await tx.exec(said.values(reminded=row.draft, remind_at=next_look))


async def settle_left(house: House, *, now: datetime) -> int:
    """What nobody went on with after the reminder: a missing person goes to the desk, the rest is let go in time.

    Whom no reminder reached was not told that the desk would get it: theirs is let go as well. What is refused at the
    desk is marked, for its person to be told.
    """
    too_old = col(Conversation.changed_at) <= now - _patience(house)
    rows = [row for row in await _due(house, or_(_REMINDED, too_old), now) if await _claim(house, row, now)]
    for row in rows:
        draft = _draft(row)
        told = row.reminded == row.draft and draft.kind == NOTICE and draft.something
        try:
            handed = told and await _hand_over(house, row, now)
        except Refusal as refused:
            log.warning("notice-not-handed-over", error=type(refused).__name__)
            await _mark(house, row, reminded=f"refused:{row.draft}", remind_at=now)
        else:
            if not handed:
                await _let_go_or_wait(house, row, now)
    return len(rows)


async def due_refusals(house: House, *, bot_id: int, now: datetime) -> list[NotHandedOver]:
    """Whose left notice a bot has to say was refused, claimed as reminders are; what is accepted by now is not."""
    found: list[NotHandedOver] = []
    theirs = col(Conversation.bot_id) == bot_id, col(Conversation.changed_at) > now - _patience(house)
    for row in await _due(house, and_(_REFUSED, *theirs), now):
        who = await known_at(house, bot_id=row.bot_id, address=str(row.user_id))
        if who is None or not await _claim(house, row, now):
            continue
        try:
            await _hand_over(house, row, now)
        except Refusal as refused:
            number = await emergency(house, member_id=who.id)
            zone = ZoneInfo(who.zone or house.rules.areas.zone)
            found.append(NotHandedOver(row, who.language, refused, zone, number))
    return found


async def told_refused(house: House, refused: NotHandedOver) -> None:
    """Its person knows: what they wrote stays theirs to amend until its time is over."""
    await _mark(house, refused.of, reminded=None, remind_at=_end_of(house, refused.of))


async def forget_drafts(tx: Tx, chat_ids: Sequence[int], *, now: datetime) -> None:
    """Remove the pictures and recordings of drafts in these private chats; the drafts themselves go next."""
    theirs = select(Conversation).where(col(Conversation.user_id).in_(chat_ids), col(Conversation.draft).is_not(None))
    for row in (await tx.exec(theirs)).all():
        await _remove(tx, _draft(row), now)


async def drop(house: House, draft: Kept, *, now: datetime) -> None:
    """Somebody dropped what they had begun: pictures and recordings that are nobody else's go at once."""
    async with house.db.transaction() as tx:
        await _remove(tx, draft, now)


async def _due(house: House, which: Any, now: datetime) -> list[Conversation]:
    due = select(Conversation).where(col(Conversation.remind_at) <= now, which).limit(MOST)
    async with house.db.reading() as tx:
        return list((await tx.exec(due.order_by(col(Conversation.remind_at)))).all())


async def _claim(house: House, row: Conversation, now: datetime) -> bool:
    """Whether this page is ours to see to, for the next ten minutes, and nobody wrote or tapped meanwhile."""
    async with house.db.transaction() as tx:
        claimed = await changed(tx, update(Conversation).where(*_this(row)).values(remind_at=now + LEFT_AFTER)) == 1
    row.remind_at = now + LEFT_AFTER
    return claimed


async def _reminder(house: House, row: Conversation, who: Known) -> Reminder:
    number = await emergency(house, member_id=who.id)
    hours = house.rules.privacy.draft_hours
    return Reminder(row, who.language, _draft(row), number, hours)


async def _hand_over(house: House, row: Conversation, now: datetime) -> bool:
    """Give the desk what was told of a missing person, once; False where nobody is there any more.

    Refuses as `searches.notice` does.
    """
    who = await known_at(house, bot_id=row.bot_id, address=str(row.user_id))
    if who is None:
        return False
    entry, draft = finished(entry_from(row.entered[NOTICE]["entry"])), _draft(row)
    about: Any = {"reporter_name": who.name} | entry
    made_by = f"left:{row.bot_id}:{draft.began}"
    await searches.notice(
        house, member_id=who.id, made_by=made_by, now=now, told=Told.LEFT, heard=draft.recordings, **about
    )
    async with house.db.transaction() as tx:
        await tx.exec(delete(Conversation).where(*_this(row)))
    return True


async def _mark(house: House, row: Conversation, **values: Any) -> None:
    """Unless its person went on meanwhile."""
    async with house.db.transaction() as tx:
        await tx.exec(update(Conversation).where(*_this(row)).values(**values))


async def _let_go_or_wait(house: House, row: Conversation, now: datetime) -> None:
    """Delete a draft whose time is over, with its pictures and recordings; else look again when it is."""
    end = _end_of(house, row)
    async with house.db.transaction() as tx:
        if end > now:
            await tx.exec(update(Conversation).where(*_this(row)).values(remind_at=end))
        elif await changed(tx, delete(Conversation).where(*_this(row))) == 1:
            await _remove(tx, _draft(row), now)


async def _remove(tx: Tx, draft: Kept, now: datetime) -> None:
    await _remove_pictures(tx, draft.pictures)
    free = col(Recording.report_id).is_(None), col(Recording.search_id).is_(None)
    await recordings.remove(tx, col(Recording.id).in_(draft.recordings), *free, now=now)


async def _remove_pictures(tx: Tx, numbers: Collection[int]) -> None:
    """Those to which nothing points; a report that is amended keeps its own."""
    for number in numbers:
        if (await tx.exec(select(Picture.id).where(Picture.id == number, *pictures.unpointed()))).first() is not None:
            await pictures.remove(tx, number)


def finished(entry: Entry) -> Entry:
    """For the service. Whoever was asked whether they decide for themselves is grown, whatever their age."""
    grown = "vulnerable" in entry and entry.get("subject_age") is None
    return entry | Entry(subject_kind=SubjectKind.ADULT) if grown else entry


def _this(row: Conversation) -> list[Any]:
    """This conversation as it was seen; whoever writes or taps meanwhile is not left."""
    return [*_key(row), col(Conversation.remind_at) == row.remind_at]


def _key(row: Conversation) -> list[Any]:
    names = "bot_id", "chat_id", "user_id", "thread_id"
    return [getattr(Conversation, name) == getattr(row, name) for name in names]


def _draft(row: Conversation) -> Kept:
    return Kept.from_json(row.entered[DRAFT])


def _end_of(house: House, row: Conversation) -> datetime:
    return row.changed_at + _patience(house)


def _patience(house: House) -> timedelta:
    """So long what was begun is kept."""
    return timedelta(hours=house.rules.privacy.draft_hours)
