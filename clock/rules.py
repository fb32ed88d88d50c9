"""The forms of a schedule: each has one way of writing and names its next moment."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from cronsim import CronSim

from clock.prayers import Prayer, Spot, prayer_time
from models.refusals import Refusal

DAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
"""As cron counts them: Sunday is 0."""

EVERY_DAY = frozenset(range(7))

HOURS = (1, 2, 3, 4, 6, 8, 12)
"""Intervals that divide a day, so that they fall on the same hours every day."""

FURTHEST_FROM_PRAYER = 180
"""Minutes; further away it is the next prayer's."""

_DAYS_AHEAD = 366


class ScheduleNeedsPlace(Refusal):
    """Prayer times differ from place to place, and none is known here."""


@dataclass(frozen=True, slots=True)
class Cron:
    """Five fields of cron."""

    expression: str

    @property
    def text(self) -> str:
        return self.expression


@dataclass(frozen=True, slots=True)
class Weekly:
    """At a time of the clock, or several, on some days of the week or on all."""

    days: frozenset[int]
    at: time
    more: tuple[time, ...] = ()
    """Further times of the same days, later than `at`."""

    @classmethod
    def of(cls, days: frozenset[int], times: Iterable[time]) -> "Weekly":
        """At these times in any order; at least one."""
        at, *more = sorted(set(times))
        return cls(days, at, tuple(more))

    @property
    def times(self) -> tuple[time, ...]:
        return (self.at, *self.more)

    @property
    def text(self) -> str:
        clocks = ",".join(f"{each:%H:%M}" for each in self.times)
        return f"daily {clocks}" if self.days == EVERY_DAY else f"weekly {_days_text(self.days)} {clocks}"

    @property
    def expressions(self) -> tuple[str, ...]:
        """One of cron for each time."""
        days = ",".join(map(str, sorted(self.days)))
        return tuple(f"{each.minute} {each.hour} * * {days}" for each in self.times)


@dataclass(frozen=True, slots=True)
class Every:
    """Each so many hours, counted from midnight."""

    hours: int

    @property
    def text(self) -> str:
        return f"every {self.hours}h"

    @property
    def expression(self) -> str:
        return f"0 */{self.hours} * * *"


@dataclass(frozen=True, slots=True)
class ByPrayer:
    """So many minutes after a prayer's time (before it, when negative), on the days of that prayer."""

    prayer: Prayer
    minutes: int
    days: frozenset[int] = EVERY_DAY

    @property
    def text(self) -> str:
        offset = f"{self.minutes:+d}" if self.minutes else ""
        return f"{self.prayer}{offset}" + ("" if self.days == EVERY_DAY else f" {_days_text(self.days)}")

    def next_after(self, moment: datetime, zone: ZoneInfo, point: Spot | None) -> datetime | None:
        if point is None:
            raise ScheduleNeedsPlace()
        yesterday = moment.astimezone(zone).date() - timedelta(days=1)
        days = (yesterday + timedelta(days=ahead) for ahead in range(_DAYS_AHEAD))
        moments = (self._on(day, point) for day in days if day.isoweekday() % 7 in self.days)
        return next((found for found in moments if found and found > moment), None)

    def _on(self, day: date, point: Spot) -> datetime | None:
        """To the whole minute at or after the prayer's time, as calendars print it."""
        prayer = prayer_time(self.prayer, day, point)
        return prayer and _minute_from(prayer) + timedelta(minutes=self.minutes)


Rule = Cron | Weekly | Every | ByPrayer


def next_of_rule(rule: Rule, moment: datetime, zone: ZoneInfo, point: Spot | None) -> datetime | None:
    """The first moment in UTC after this one; None when none ever comes; refuses with ScheduleNeedsPlace."""
    if isinstance(rule, ByPrayer):
        return rule.next_after(moment, zone, point)
    if isinstance(rule, Weekly):
        moments = [next_of_cron(each, moment, zone) for each in rule.expressions]
        return min((each for each in moments if each is not None), default=None)
    return next_of_cron(rule.expression, moment, zone)


def next_of_cron(expression: str, moment: datetime, zone: ZoneInfo) -> datetime | None:
    """The first moment in UTC after this one; None when none comes within fifty years.

    Where the clock is changed, cronsim follows Debian's cron: a fixed hour that is left out is made up for at the end
    of the gap, one that comes twice counts the first time; an interval (`*`, `*/2`) follows the hours as they come.
    """
    try:
        return next(CronSim(expression, moment.astimezone(zone))).astimezone(UTC)
    except StopIteration:
        return None


def _days_text(days: frozenset[int]) -> str:
    return ",".join(DAYS[day] for day in sorted(days))


def _minute_from(moment: datetime) -> datetime:
    whole = moment.replace(second=0, microsecond=0)
    return whole if whole == moment else whole + timedelta(minutes=1)
