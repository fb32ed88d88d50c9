"""Quiet hours: when a member does not want to be woken."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From `start` up to but not including `end` on the clock of the zone, also across midnight; equal is never."""

    start: time
    end: time
    zone: ZoneInfo

    def covers(self, moment: datetime) -> bool:
        clock = moment.astimezone(self.zone).time()
        if self.start <= self.end:
            return self.start <= clock < self.end
        return clock >= self.start or clock < self.end

    def ends_after(self, moment: datetime) -> datetime:
        """The first minute in UTC that is not covered, from this moment on; the moment itself when it is not."""
        found = moment.astimezone(UTC)
        if not self.covers(found):
            return found
        found = max(self._next_end(moment), found.replace(second=0, microsecond=0))
        while self.covers(found):
            found += timedelta(minutes=1)
        return found

    def _next_end(self, moment: datetime) -> datetime:
        """The earlier reading of `end`: an hour may come twice in autumn, and not at all in spring."""
        local = moment.astimezone(self.zone)
        day = local.date() if local.time() < self.end else local.date() + timedelta(days=1)
        end = datetime.combine(day, self.end, self.zone)
        return min(end.replace(fold=fold).astimezone(UTC) for fold in (0, 1))
