"""What members say of themselves: their language, their clock, when to be left alone, that they are adults."""

import re
from datetime import UTC, datetime, time, timedelta, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import select

from clock.schedules import Schedule
from clock.zones import parse_zone
from language.digits import latin_digits
from models.database import Tx
from models.members import Member, MemberNotFound, Recipient
from models.refusals import NotUnderstood
from services import readers
from services.audit import Actor, record
from services.house import House
from services.members import change
from services.subscriptions import reschedule

_AFTERNOON = ("م", "pm", "مساء")
_DAYS = ("يوم", "ايام", "أيام", "day", "days")
_LENGTH = re.compile(rf"(?P<n>\d{{1,3}})\s*(?P<unit>ساعة|ساعه|ساعات|hours?|h|{'|'.join(_DAYS)})")
LONGEST_PAUSE = timedelta(days=60)
_CLOCK = re.compile(r"(?<![\d:])(\d{1,2})(?::(\d{2}))?(?![\d:])\s*(صباح|مساء|ص|م|am|pm)?")


async def profile(house: House, member_id: int) -> Member:
    """The member's own settings; refuses with MemberNotFound."""
    async with house.db.reading() as tx:
        member = await tx.get(Member, member_id)
    if member is None:
        raise MemberNotFound(member_id=member_id)
    return member


def read_hours(text: str) -> tuple[time, time]:
    """Two times of the clock as people write them: `22:30-5:30`, `10 pm to 6 am`, «من 10:30 م إلى 5 ص»."""
    found = _CLOCK.findall(latin_digits(text).lower())
    if len(found) != 2:
        raise NotUnderstood()
    start, end = (_time(*each) for each in found)
    return start, end


def _time(hour: str, minute: str, half: str) -> time:
    number = int(hour)
    if half:
        if not 1 <= number <= 12:
            raise NotUnderstood()
        number = number % 12 + (12 if half in _AFTERNOON else 0)
    if number > 23 or int(minute or 0) > 59:
        raise NotUnderstood()
    return time(number, int(minute or 0))


async def change_language(house: House, *, member_id: int, language: str, now: datetime) -> None:
    """Speak this language with the member from now on; the catalogues know which there are."""
    await _change(house, member_id, now, act="member.language", language=language)


async def set_quiet_hours(house: House, *, member_id: int, text: str, now: datetime) -> tuple[time, time]:
    """Do not disturb between two times on the member's clock, such as `22:30-05:30`; the same twice: never quiet.

    Refuses with NotUnderstood.
    """
    start, end = read_hours(text)
    async with house.db.transaction() as tx:
        await change(tx, member_id, quiet_from=start, quiet_to=end)
        by = Actor.member(member_id)
        await record(tx, act="member.quiet-hours", thing="member", thing_id=member_id, by=by, now=now)
        await readers.look_again(tx, house, member_id)
    return start, end


async def set_zone(house: House, *, member_id: int, text: str, now: datetime) -> str:
    """Read the member's clock in this zone, by its IANA name; refuses with BadZone. Returns the name."""
    zone = parse_zone(text).key
    await _change_times(house, member_id, now, act="member.zone", zone=zone)
    return zone


async def set_usual_times(house: House, *, member_id: int, text: str | None, now: datetime) -> str | None:
    """When this member's digests come where a subscription does not say; None: as the area or deployment says.

    Returns the one way of writing it; refuses with BadSchedule.
    """
    written = Schedule.parse(text).text if text is not None else None
    await _change_times(house, member_id, now, act="member.usual-times", broadcast_cron=written)
    return written


async def set_hijri(house: House, *, member_id: int, shown: bool, now: datetime) -> None:
    """Show Hijri dates (Umm al-Qura) beside Gregorian ones, or not."""
    await _change(house, member_id, now, act="member.hijri", hijri=shown)


async def confirm_adult(house: House, *, member_id: int, now: datetime) -> None:
    """Record that this member says that they are an adult."""
    await _change(house, member_id, now, act="member.adult", adult_at=now)


async def set_wake(house: House, *, member_id: int, wake: bool, now: datetime) -> None:
    """Whether an urgent alert near this member sounds in their quiet hours."""
    await _change(house, member_id, now, act="member.wake", wake_for_urgent=wake)


async def pause_for(house: House, *, member_id: int, length: timedelta, now: datetime) -> datetime:
    """Hold back what is not about this member's own affairs; nothing held back is lost. Returns until when."""
    return await _pause(house, member_id, now + length, now)


async def pause_until(house: House, *, member_id: int, text: str, now: datetime) -> datetime:
    """The same until a time on the member's clock, today or (where it has passed) tomorrow, as `6 pm` or «18:00».

    A number of hours or days does too. Refuses with NotUnderstood.
    """
    member = await profile(house, member_id)
    zone = ZoneInfo(member.zone or house.rules.areas.zone)
    return await _pause(house, member_id, read_end(text, zone, now), now)


def read_end(text: str, zone: tzinfo, now: datetime) -> datetime:
    """When a pause ends, as people write it; refuses with NotUnderstood what is not within LONGEST_PAUSE."""
    plain = latin_digits(text).lower().strip()
    length = _LENGTH.fullmatch(plain)
    if length is not None:
        days = length["unit"] in _DAYS
        until = now + timedelta(hours=int(length["n"]) * (24 if days else 1))
    else:
        found = _CLOCK.findall(plain)
        if len(found) != 1:
            raise NotUnderstood()
        until = _next_time(_time(*found[0]), zone, now)
    if not now < until <= now + LONGEST_PAUSE:
        raise NotUnderstood()
    return until


async def _pause(house: House, member_id: int, until: datetime, now: datetime) -> datetime:
    await _change(house, member_id, now, act="member.pause", paused_until=until)
    return until


async def end_pause(house: House, *, member_id: int, now: datetime) -> int:
    """Tell this member things again, at once what waited and is still open; how much there is."""
    async with house.db.transaction() as tx:
        await change(tx, member_id, paused_until=None)
        by = Actor.member(member_id)
        await record(tx, act="member.pause-ended", thing="member", thing_id=member_id, by=by, now=now)
        return await readers.look_again(tx, house, member_id)


async def set_reach(house: House, *, member_id: int, text: str, now: datetime) -> None:
    """Let urgent alerts sound whatever the quiet hours: until a time of today, or every day between two times.

    `11 pm`, «حتى 23:00», «من 6 م إلى 11 م»; the one takes the place of the other. Refuses with NotUnderstood.
    """
    member = await profile(house, member_id)
    zone = ZoneInfo(member.zone or house.rules.areas.zone)
    times = _CLOCK.findall(latin_digits(text).lower())
    if len(times) == 2:
        start, end = read_hours(text)
        values: dict[str, Any] = {"duty_from": start, "duty_to": end, "reach_until": None}
    elif len(times) == 1:
        until = _next_time(_time(*times[0]), zone, now)
        values = {"duty_from": None, "duty_to": None, "reach_until": until}
    else:
        raise NotUnderstood()
    await _change_reach(house, member_id, now, values)


async def end_reach(house: House, *, member_id: int, now: datetime) -> None:
    """Urgent alerts are silent in quiet hours again."""
    await _change_reach(house, member_id, now, {"duty_from": None, "duty_to": None, "reach_until": None})


async def _change_reach(house: House, member_id: int, now: datetime, values: dict[str, Any]) -> None:
    await _change(house, member_id, now, act="member.reach", **values)


def _next_time(at: time, zone: tzinfo, now: datetime) -> datetime:
    """The next time it is so late on this clock, in UTC."""
    local = datetime.combine(now.astimezone(zone).date(), at, zone)
    return (local if local > now else local + timedelta(days=1)).astimezone(UTC)


async def duty_until(house: House, *, member_id: int, until: datetime, now: datetime) -> None:
    """On duty until then: alerts sound whatever the hour."""
    await _change(house, member_id, now, act="member.duty", on_duty_until=until)


async def end_duty(tx: Tx, *, member_id: int, by: Actor, now: datetime) -> None:
    """Off duty from now on, with what a shift ends by: in the caller's transaction."""
    await change(tx, member_id, on_duty_until=None)
    await record(tx, act="member.duty", thing="member", thing_id=member_id, by=by, now=now)


async def _change(house: House, member_id: int, now: datetime, *, act: str, **columns: Any) -> None:
    """Change what a member said of themselves, and that they did, in one transaction."""
    async with house.db.transaction() as tx:
        await change(tx, member_id, **columns)
        await record(tx, act=act, thing="member", thing_id=member_id, by=Actor.member(member_id), now=now)


async def _change_times(house: House, member_id: int, now: datetime, *, act: str, **columns: Any) -> None:
    """The same for what moves the moments at which their digests are due."""
    areas = await house.areas()
    async with house.db.transaction() as tx:
        await change(tx, member_id, **columns)
        theirs = select(Recipient.id).where(Recipient.member_id == member_id)
        for recipient_id in (await tx.exec(theirs)).all():
            await reschedule(tx, house, areas, recipient_id=recipient_id or 0, now=now)
        await readers.tell_anew(tx, house, areas, [member_id])
        await record(tx, act=act, thing="member", thing_id=member_id, by=Actor.member(member_id), now=now)
