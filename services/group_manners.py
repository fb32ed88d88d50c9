"""How a group is spoken to, beside what it hears: what may be heard, when not, and a picture of its week.

None of it widens what staff accepted, so it holds at once.
"""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from alerts import revisions
from clock.schedules import Schedule
from models.database import Tx
from models.groups import Group, GroupSound, WeekNeedsReports
from models.rows import id_of
from models.subscriptions import ReportKinds
from services.audit import Actor
from services.group_subscriptions import Wanted
from services.groups import note, recipient_of, the_group, wanted_of
from services.house import House

Quiet = tuple[time, time]


async def set_sound(house: House, *, group_id: int, sound: GroupSound, by: Actor, now: datetime) -> Group:
    """What may be heard in this group from now on; refuses with GroupNotFound.

    Who calls any of these has checked that they administer the chat, or act for the organisation that accepted it.
    """
    async with house.db.transaction() as tx:
        group = await the_group(tx, group_id)
        group.sound = sound
        await _keep(tx, group, "group.sound", by, now, sound=sound.value)
        return group


async def set_quiet(house: House, *, group_id: int, quiet: Quiet | None, by: Actor, now: datetime) -> Group:
    """Hours in which what is not urgent waits; what waited for hours that are over now is due."""
    async with house.db.transaction() as tx:
        group = await the_group(tx, group_id)
        group.quiet_from, group.quiet_to = quiet or (None, None)
        hours = "-".join(f"{each:%H:%M}" for each in quiet) if quiet else ""
        await _keep(tx, group, "group.quiet", by, now, hours=hours)
        recipient = await recipient_of(tx, group)
        if recipient is not None:
            await tx.exec(revisions.held_by_their_reader([id_of(recipient)]))
            await house.db.announce(tx)
        return group


async def set_weekly(house: House, *, group_id: int, on: bool, by: Actor, now: datetime) -> Group:
    """A picture of its areas once a week, or no longer; refuses a group that wants no reports with WeekNeedsReports."""
    async with house.db.transaction() as tx:
        group = await the_group(tx, group_id)
        if on and not shows_reports(await wanted_of(tx, group)):
            raise WeekNeedsReports()
        group.weekly_picture = on
        group.next_picture_at = next_picture(house, group, now) if on else None
        await _keep(tx, group, "group.weekly", by, now, on="yes" if on else "no")
        return group


def shows_reports(wanted: Wanted | None) -> bool:
    """Whether there is anything to draw for this group: no search is ever drawn."""
    return wanted is not None and wanted.wish.reports is not ReportKinds.NONE


def next_picture(house: House, group: Group, now: datetime) -> datetime:
    """When the next picture of its week is due."""
    zone = ZoneInfo(group.zone or house.rules.areas.zone)
    return Schedule.parse(house.rules.schedule.weekly_picture).next_after(now, zone)


async def _keep(tx: Tx, group: Group, act: str, by: Actor, now: datetime, **facts: str) -> None:
    tx.add(group)
    await tx.flush()
    await note(tx, group, act, by, now, **facts)
