"""When broadcasts go out: a schedule written as text, read, and the next moment it names.

Forms: `daily 20:00`, `daily 08:00,20:00`, `weekly thu 17:00`, `weekly sun,tue 17:00`, `every 2h`, `isha+30`,
`maghrib-10 thu`, or five fields of cron. What people say instead: `clock.schedule_phrases`.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from cronsim import CronSim, CronSimError

from clock.prayers import Prayer, Spot
from clock.rules import (
    DAYS,
    EVERY_DAY,
    FURTHEST_FROM_PRAYER,
    HOURS,
    ByPrayer,
    Cron,
    Every,
    Rule,
    Weekly,
    next_of_cron,
    next_of_rule,
)
from language.digits import latin_digits
from language.text import cleaned
from models.refusals import Refusal

SHOWN = 60
"""Characters of what was typed that a refusal repeats."""

_CLOCK = r"(?:[01]?\d|2[0-3]):[0-5]\d"
_CLOCKS = rf"(?P<clocks>{_CLOCK}(?:,{_CLOCK}){{0,5}})"
_SOME_DAYS = rf"(?P<days>(?:{'|'.join(DAYS)})(?:,(?:{'|'.join(DAYS)}))*)"
_SOME_DAY = datetime(2026, 1, 1, tzinfo=UTC)


class BadSchedule(Refusal):
    """The text is no schedule, or names no moment that ever comes; facts: text."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """When broadcasts go out. `text` is its one way of writing, and parses back to the same schedule."""

    rule: Rule

    @classmethod
    def parse(cls, text: str) -> "Schedule":
        """Read any of the forms, in any case and with any digits; refuses with BadSchedule."""
        written = " ".join(latin_digits(text).lower().split())
        for form, read in _FORMS:
            found = form.fullmatch(written)
            if found:
                return cls(read(found))
        rule = _cron(written)
        if rule is None:
            raise BadSchedule(text=cleaned(text, limit=SHOWN, lines=False).text)
        return cls(rule)

    @property
    def text(self) -> str:
        return self.rule.text

    @property
    def needs_place(self) -> bool:
        return isinstance(self.rule, ByPrayer)

    def next_after(self, moment: datetime, zone: ZoneInfo, point: Spot | None = None) -> datetime:
        """The first moment in UTC after this one; refuses with ScheduleNeedsPlace, and BadSchedule if none comes."""
        found = next_of_rule(self.rule, moment, zone, point)
        if found is None:
            raise BadSchedule(text=self.text)
        return found


def _daily(found: re.Match[str]) -> Rule:
    return Weekly.of(EVERY_DAY, _clocks(found))


def _weekly(found: re.Match[str]) -> Rule:
    return Weekly.of(_days(found), _clocks(found))


def _every(found: re.Match[str]) -> Rule:
    return Every(int(found["hours"]))


def _by_prayer(found: re.Match[str]) -> Rule:
    offset = int((found["offset"] or "0").replace(" ", ""))
    if abs(offset) > FURTHEST_FROM_PRAYER:
        raise BadSchedule(text=found[0])
    return ByPrayer(Prayer(found["prayer"]), offset, _days(found))


_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Rule]], ...] = (
    (re.compile(rf"daily {_CLOCKS}"), _daily),
    (re.compile(rf"weekly {_SOME_DAYS} {_CLOCKS}"), _weekly),
    (re.compile(rf"every (?P<hours>{'|'.join(map(str, HOURS))}) ?h"), _every),
    (re.compile(rf"(?P<prayer>{'|'.join(Prayer)})(?P<offset> ?[+-] ?\d{{1,3}})?(?: {_SOME_DAYS})?"), _by_prayer),
)


def _clocks(found: re.Match[str]) -> list[time]:
    return [
        time(int(hour), int(minute)) for hour, _, minute in (each.partition(":") for each in found["clocks"].split(","))
    ]


def _days(found: re.Match[str]) -> frozenset[int]:
    if not found["days"]:
        return EVERY_DAY
    return frozenset(DAYS.index(day) for day in found["days"].split(","))


def _cron(written: str) -> Rule | None:
    """A cron expression, in the everyday form where it has one; None when it is not one or nothing ever comes of it."""
    if len(written.split()) != 5:
        return None
    try:
        cron = CronSim(written, _SOME_DAY)
    except CronSimError:
        return None
    if next_of_cron(written, _SOME_DAY, ZoneInfo("UTC")) is None:
        return None
    return _everyday(written, cron) or Cron(written)


def _everyday(written: str, cron: CronSim) -> Rule | None:
    every = re.fullmatch(rf"0 \*/({'|'.join(map(str, HOURS))}) \* \* \*", written)
    if every:
        return Every(int(every[1]))
    minute, hour, day, month, _ = written.split()
    if not (minute.isdecimal() and hour.isdecimal() and day == month == "*"):
        return None
    days = {item % 7 for item in cron.weekdays if isinstance(item, int)}
    simple = all(isinstance(item, int) for item in cron.weekdays)
    return Weekly(frozenset(days), time(int(hour), int(minute))) if simple else None
