"""When it gets dark, and when the sun is too much: what volunteers are warned of before they set out."""

from datetime import datetime, time, timedelta, tzinfo

from clock.prayers import Prayer, Spot, prayer_time

BAN_FROM, BAN_TO = (6, 15), (9, 15)
BAN_HOURS = time(12), time(15)
"""Month and day, and hours, in which work in the sun is forbidden in Saudi Arabia (Ministry of Human Resources and
Social Development, midday work ban: 15 June to 15 September, 12:00 to 15:00)."""


def sunset(now: datetime, place: Spot, zone: tzinfo) -> datetime | None:
    """Today's sunset in UTC, on the calendar of `zone`; None where the sun does not set."""
    return prayer_time(Prayer.MAGHRIB, now.astimezone(zone).date(), place)


def next_sunset(now: datetime, place: Spot, zone: tzinfo, *, less: timedelta = timedelta()) -> datetime | None:
    """The first moment after `now` that is so much before a sunset, in UTC; None where the sun does not set."""
    today = now.astimezone(zone).date()
    moments = (prayer_time(Prayer.MAGHRIB, today + timedelta(days=days), place) for days in (0, 1, 2))
    return next((at - less for at in moments if at is not None and at - less > now), None)


def is_dark(now: datetime, place: Spot, zone: tzinfo) -> bool:
    """Between sunset and dawn (fajr) at that place."""
    today = now.astimezone(zone).date()
    setting, dawn = prayer_time(Prayer.MAGHRIB, today, place), prayer_time(Prayer.FAJR, today, place)
    if setting is None or dawn is None:
        return False
    return now >= setting or now < dawn


def is_hot(now: datetime, zone: tzinfo) -> bool:
    """In the season and the hours in which nobody is to work in the sun; nothing is said of degrees."""
    local = now.astimezone(zone)
    return BAN_FROM <= (local.month, local.day) <= BAN_TO and BAN_HOURS[0] <= local.time() < BAN_HOURS[1]
