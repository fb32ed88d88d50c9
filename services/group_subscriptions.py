"""What groups subscribe to: asked for by an administrator, heard once staff of an organisation has accepted it.

Rows that are asked for are inactive; no audience and no digest finds them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, text, update
from sqlmodel import col, select

from alerts import revisions
from clock.schedules import Schedule
from models.database import Tx
from models.groups import Group
from models.rows import id_of
from models.subscriptions import ReportKinds, Subscription, SubscriptionCategory
from places.areas import AreaIndex
from services import alerts, readers
from services.digest_times import Owner, due
from services.house import House
from services.subscriptions import INSTANT, Wish


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an administrator wants their group to hear, and how it is spoken to.

    `wish.frequency` is `instant` or a schedule; with `while_search_open` every open search is told again at these times
    for as long as one is open, and reports come with the deployment's digests.
    """

    area_ids: tuple[int, ...]
    wish: Wish
    while_search_open: bool = False
    language: str = "ar"

    def rows(self, usual: str) -> list[Wish]:
        """The wishes to be written for each area."""
        wish, frequency = self.wish, INSTANT if self.wish.frequency == INSTANT else ""
        if not self.while_search_open:
            return [Wish(wish.searches, wish.reports, wish.categories, frequency)]
        searches = [Wish(searches=True, frequency="")]
        reports = [Wish(False, wish.reports, wish.categories, usual)] if wish.reports is not ReportKinds.NONE else []
        return searches + reports


async def ask(
    tx: Tx, house: House, areas: AreaIndex, *, group: Group, recipient_id: int, wanted: Wanted, now: datetime
) -> None:
    """Write down what a group asks for, in place of what it asked for before; it hears nothing of it yet.

    Refuses with ScheduleNeedsPlace, and with NotFound an area that is not there.
    """
    await _drop(tx, recipient_id, active=False)
    usual = Schedule.parse(house.rules.schedule.digest).text
    for area_id in dict.fromkeys(wanted.area_ids):
        areas.area(area_id)
        for wish in wanted.rows(usual):
            row = Subscription(recipient_id=recipient_id, area_id=area_id, active=False, created_at=now, **wish.columns)
            due(row, _owner(group), house.rules, areas, now)
            tx.add(row)
            await tx.flush()
            tx.add_all(SubscriptionCategory(subscription_id=id_of(row), category=each) for each in wish.categories)
    await tx.flush()


async def grant(tx: Tx, house: House, areas: AreaIndex, *, group: Group, recipient_id: int, now: datetime) -> int:
    """What was asked for takes the place of what was heard; how many open alerts are promised at once."""
    await tx.exec(revisions.unwanted(recipient_id))
    await _drop(tx, recipient_id, active=True)
    asked = await _rows(tx, recipient_id, active=False)
    for row in asked:
        row.active = True
        row.next_digest_at = due(row, _owner(group), house.rules, areas, now)
        tx.add(row)
    await tx.flush()
    await _go_on_telling(tx, recipient_id, asked)
    return await alerts.reconcile(tx, house, areas, recipient_id)


async def stop(tx: Tx, house: House, areas: AreaIndex, *, recipient_id: int) -> None:
    """Nothing more is heard; what was heard last is remembered for the next time somebody asks."""
    await _drop(tx, recipient_id, active=False)
    theirs = col(Subscription.recipient_id) == recipient_id
    await tx.exec(update(Subscription).where(theirs).values(active=False, next_digest_at=None))
    await alerts.reconcile(tx, house, areas, recipient_id)
    await readers.group_silent(tx, house, areas, recipient_id)


async def forget_asked(tx: Tx, recipient_id: int) -> None:
    """What was asked for is not granted; what is heard stays."""
    await _drop(tx, recipient_id, active=False)


async def asked_for(tx: Tx, group: Group, recipient_id: int) -> Wanted | None:
    """What a group asks for, or what it heard last; None where nobody has said."""
    return await _wanted(tx, group, recipient_id, active=False)


async def heard(tx: Tx, group: Group, recipient_id: int) -> Wanted | None:
    """What a group hears now; None where it hears nothing."""
    return await _wanted(tx, group, recipient_id, active=True)


def is_within(areas: AreaIndex, new: Wanted, old: Wanted) -> bool:
    """Whether all that is wanted was heard before: no other ground, no other kinds. When it comes does not matter."""
    grounds = set(old.area_ids)
    inside = all(grounds & {area.id for area in areas.path(number)} for number in new.area_ids)
    return inside and (old.wish.searches or not new.wish.searches) and _reports_within(new.wish, old.wish)


def _reports_within(new: Wish, old: Wish) -> bool:
    if new.reports is ReportKinds.NONE or old.reports is ReportKinds.ALL:
        return True
    return new.reports is ReportKinds.SOME and set(new.categories) <= set(old.categories)


async def _wanted(tx: Tx, group: Group, recipient_id: int, *, active: bool) -> Wanted | None:
    """The rows put together again as they were wanted."""
    rows = await _rows(tx, recipient_id, active=active)
    if not rows:
        return None
    numbers = [id_of(row) for row in rows]
    chosen = select(SubscriptionCategory.category).where(col(SubscriptionCategory.subscription_id).in_(numbers))
    categories = tuple(sorted(set((await tx.exec(chosen)).all())))
    kinds = {row.reports for row in rows} - {ReportKinds.NONE}
    reports = ReportKinds.ALL if ReportKinds.ALL in kinds else next(iter(kinds), ReportKinds.NONE)
    frequency = INSTANT if any(row.instant for row in rows) else group.broadcast_cron or ""
    wish = Wish(any(row.searches for row in rows), reports, categories, frequency)
    area_ids = tuple(dict.fromkeys(row.area_id for row in rows if row.area_id is not None))
    return Wanted(area_ids, wish, group.while_search_open, group.language)


async def _go_on_telling(tx: Tx, recipient_id: int, rows: Sequence[Subscription]) -> None:
    """What was shown in digests of rows that are gone belongs to one that hears of searches now."""
    heir = next((id_of(row) for row in rows if row.searches), None)
    if heir is not None:
        adopted = "UPDATE digest_entry SET subscription_id = :heir WHERE recipient_id = :recipient"
        shown = " AND subscription_id IS NULL AND digest_id IS NOT NULL"
        await tx.exec(text(adopted + shown).bindparams(heir=heir, recipient=recipient_id))  # type: ignore[call-overload]


async def _rows(tx: Tx, recipient_id: int, *, active: bool) -> Sequence[Subscription]:
    theirs = select(Subscription).where(Subscription.recipient_id == recipient_id, col(Subscription.active).is_(active))
    return (await tx.exec(theirs.order_by(col(Subscription.id)))).all()


async def _drop(tx: Tx, recipient_id: int, *, active: bool) -> None:
    theirs = col(Subscription.recipient_id) == recipient_id, col(Subscription.active).is_(active)
    await tx.exec(delete(Subscription).where(*theirs))


def _owner(group: Group) -> Owner:
    return Owner(group.broadcast_cron, group.zone)
