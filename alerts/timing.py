"""When a letter may reach somebody: now, silently, or at the first moment they allow."""

import enum
from dataclasses import dataclass
from datetime import datetime

from clock.quiet import QuietHours
from models.alerts import Priority


class Reason(enum.StrEnum):
    """Why a letter goes now or later; named in logs, tests and "why did I get this?"."""

    FREE = "free"
    URGENT = "urgent"
    ON_DUTY = "on-duty"
    WAKE = "wake"
    QUIET_HOURS = "quiet-hours"
    MEMBER_PAUSED = "member-paused"


@dataclass(frozen=True)
class Reader:
    """What a member or group has said about when they may be disturbed."""

    quiet: QuietHours | None = None
    wake_for_urgent: bool = False
    on_duty_until: datetime | None = None
    paused_until: datetime | None = None
    duty: QuietHours | None = None
    """Hours of every day in which what is urgent is heard, whatever their quiet hours."""
    reach_until: datetime | None = None
    """The same until this moment, once."""

    def hears(self, now: datetime) -> bool:
        """Whether they said that they want to hear it at this hour."""
        once = self.reach_until is not None and now < self.reach_until
        return once or (self.duty is not None and self.duty.covers(now))


@dataclass(frozen=True)
class Timing:
    at: datetime
    silent: bool
    reason: Reason


def when_to_send(priority: int, reader: Reader, now: datetime, *, personal: bool) -> Timing:
    """Now, or the first moment the reader allows; a life in danger does not wait, but does not wake either.

    In quiet hours an urgent alert arrives at once, with sound only for those on duty or who asked to be woken.
    `personal`: it is about the reader's own report, case or duty, which neither a pause nor quiet hours hold back.
    """
    if reader.on_duty_until and now < reader.on_duty_until:
        return Timing(now, silent=False, reason=Reason.ON_DUTY)
    if personal:
        return Timing(now, silent=False, reason=Reason.FREE)
    if reader.paused_until and now < reader.paused_until:
        return Timing(reader.paused_until, silent=False, reason=Reason.MEMBER_PAUSED)
    if reader.quiet is None or not reader.quiet.covers(now):
        return Timing(now, silent=False, reason=Reason.FREE)
    if priority != Priority.URGENT:
        return Timing(reader.quiet.ends_after(now), silent=False, reason=Reason.QUIET_HOURS)
    if reader.hears(now):
        return Timing(now, silent=False, reason=Reason.ON_DUTY)
    if reader.wake_for_urgent:
        return Timing(now, silent=False, reason=Reason.WAKE)
    return Timing(now, silent=True, reason=Reason.URGENT)
