"""What the clock will do next, when, and why: read from the same due times that its jobs claim."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, literal_column
from sqlmodel import col, select

from models.alerts import Delivery, DeliveryState
from models.database import Tx
from models.groups import Group
from models.intake import Conversation
from models.members import Member, Recipient
from models.organisations import Organisation
from models.responders import OUT_THERE, Responder
from models.rules import Rules
from models.searches import Objection, Search, SearchState
from models.subscriptions import Subscription
from services.house import House

LIMIT = 50
CHECKS = ("ask a volunteer whether they are well", "ask their partner, or tell coordinators", "tell coordinators")
"""What comes after each `models.responders.CheckStep`; the last for all that follow."""


@dataclass(frozen=True, slots=True)
class Upcoming:
    """One thing the clock will do; `at` may be past where nothing runs; `n`: for how many."""

    at: datetime
    what: str
    why: str
    thing: str = ""
    n: int = 1


async def upcoming(house: House, *, limit: int = LIMIT) -> list[Upcoming]:
    """The next things, soonest first."""
    sources = (_digests, _weeks, _summaries, _searches, _check_ins, _objections, _held, _forgetting, _left)
    async with house.db.reading() as tx:
        found = [one for source in sources async for one in source(tx, house.rules, limit)]
    return sorted(found, key=lambda one: (one.at, one.what, one.thing))[:limit]


async def _rows(tx: Tx, statement: Any) -> Any:
    return (await tx.exec(statement)).all()


async def _digests(tx: Tx, rules: Rules, limit: int) -> AsyncIterator[Upcoming]:
    """By moment and by whose wish it is; the area's and the deployment's are told together."""
    at = col(Subscription.next_digest_at)
    wish = func.coalesce(Subscription.cron, Member.broadcast_cron, Group.broadcast_cron, literal_column("''"))
    due = (
        select(at, wish, func.count())
        .join(Recipient, col(Recipient.id) == Subscription.recipient_id)
        .join(Member, col(Member.id) == Recipient.member_id, isouter=True)
        .join(Group, col(Group.id) == Recipient.group_id, isouter=True)
        .where(at.is_not(None), Subscription.active)
        .group_by(at, wish)
        .order_by(at)
        .limit(limit)
    )
    for moment, said, n in await _rows(tx, due):
        why = (
            f"their own time: {said}"
            if said
            else f"the usual time, unless an area has its own: {rules.schedule.digest}"
        )
        yield Upcoming(moment, "digests", why, n=n)


async def _weeks(tx: Tx, rules: Rules, limit: int) -> AsyncIterator[Upcoming]:
    at = col(Group.next_picture_at)
    due = select(at, func.count()).where(at.is_not(None)).group_by(at).order_by(at).limit(limit)
    for moment, n in await _rows(tx, due):
        yield Upcoming(moment, "weekly picture", f"schedule.weekly_picture: {rules.schedule.weekly_picture}", n=n)


async def _summaries(tx: Tx, rules: Rules, limit: int) -> AsyncIterator[Upcoming]:
    at = col(Organisation.next_summary_at)
    due = select(at, Organisation.code).where(at.is_not(None)).order_by(at).limit(limit)
    for moment, code in await _rows(tx, due):
        yield Upcoming(moment, "staff summary", f"schedule.staff_summary: {rules.schedule.staff_summary}", code)


async def _searches(tx: Tx, rules: Rules, limit: int) -> AsyncIterator[Upcoming]:
    out = col(Search.state).in_([SearchState.OPEN, SearchState.PAUSED])
    kept = col(Search.purged_at).is_(None)
    steps = (
        ("ask the next approver", col(Search.approver_ask_at), Search.state == SearchState.DRAFT,
         f"nobody answered in {rules.searches.approver_minutes} minutes"),
        ("widen a search", col(Search.widen_at), Search.state == SearchState.OPEN,
         f"{rules.searches.widen_minutes} minutes from one ring to the next"),
        ("call in before dark", col(Search.come_in_at), out,
         f"{rules.searches.dark_minutes} minutes before sunset"),
        ("end a search", col(Search.expires_at), out,
         f"{rules.searches.expire_hours} hours without being extended"),
        ("remove picture and contacts", col(Search.contacts_purge_at), kept,
         f"{rules.privacy.contacts_hours} hours after its end"),
        ("remove the case", col(Search.purge_at), kept, f"{rules.privacy.case_days} days after its end"),
    )  # fmt: skip
    for what, at, where, why in steps:
        due = select(at, Search.id).where(where, at.is_not(None)).order_by(at).limit(limit)
        for moment, number in await _rows(tx, due):
            yield Upcoming(moment, what, why, f"search {number}")


async def _check_ins(tx: Tx, rules: Rules, limit: int) -> AsyncIterator[Upcoming]:
    """Volunteers of whom nothing is heard: by search and by the step that comes next."""
    at, step = col(Responder.check_at), col(Responder.check_step)
    out = at.is_not(None), col(Responder.state).in_(OUT_THERE)
    due = select(at, Responder.search_id, step, func.count()).where(*out).group_by(at, col(Responder.search_id), step)
    silent = f"nothing heard for {rules.searches.checkin_minutes} minutes, or when they said"
    unanswered = f"no answer in {rules.searches.overdue_minutes} minutes"
    for moment, number, climbed, n in await _rows(tx, due.order_by(at).limit(limit)):
        what = CHECKS[min(climbed, len(CHECKS) - 1)]
        yield Upcoming(moment, what, unanswered if climbed else silent, f"search {number}", n=n)


async def _objections(tx: Tx, _rules: Rules, limit: int) -> AsyncIterator[Upcoming]:
    at = col(Objection.ask_at)
    waiting = select(at, Objection.search_id).where(at.is_not(None), col(Objection.decided_at).is_(None))
    for moment, number in await _rows(tx, waiting.order_by(at).limit(limit)):
        yield Upcoming(moment, "ask about an objection again", "nobody has decided", f"search {number}")


async def _held(tx: Tx, _rules: Rules, limit: int) -> AsyncIterator[Upcoming]:
    """What waits for the end of quiet hours, a pause or the next attempt."""
    at = col(Delivery.not_before)
    held = select(at, Delivery.error, func.count()).where(Delivery.state == DeliveryState.HELD, at.is_not(None))
    for moment, error, n in await _rows(tx, held.group_by(at, col(Delivery.error)).order_by(at).limit(limit)):
        yield Upcoming(moment, "send what was held", error or "quiet hours or a pause", n=n)


async def _forgetting(tx: Tx, rules: Rules, limit: int) -> AsyncIterator[Upcoming]:
    at = col(Member.forget_at)
    asked = select(at, func.count()).where(at.is_not(None)).group_by(at).order_by(at).limit(limit)
    for moment, n in await _rows(tx, asked):
        within = timedelta(hours=rules.privacy.forget_hours)
        yield Upcoming(moment + within, "forget members", "they asked for it", n=n)


async def _left(tx: Tx, rules: Rules, limit: int) -> AsyncIterator[Upcoming]:
    """Drafts whose people stopped: by moment, and by whether they were reminded."""
    at = col(Conversation.remind_at)
    told = func.coalesce(Conversation.reminded, literal_column("''")) == col(Conversation.draft)
    due = select(at, told, func.count()).where(at.is_not(None)).group_by(at, told).order_by(at).limit(limit)
    for moment, was, n in await _rows(tx, due):
        what = "hand over or delete unfinished drafts" if was else "remind of unfinished drafts"
        why = f"reminded already; kept {rules.privacy.draft_hours} hours" if was else "nothing written for ten minutes"
        yield Upcoming(moment, what, why, n=n)
