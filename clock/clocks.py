"""Where `now` comes from: the machine's clock, one that stands still until it is moved, or one that is ahead."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

Now = Callable[[], datetime]
"""Answers the present moment, aware, in UTC."""


def system_now() -> datetime:
    """The machine's clock; given to the house by `bot.app.build` and read nowhere else."""
    return datetime.now(UTC)


class SteppingClock:
    """A clock for the sandbox and for stories: calling it answers its moment, which changes only when it is told to."""

    def __init__(self, moment: datetime) -> None:
        self._moment = _in_utc(moment)

    def __call__(self) -> datetime:
        return self._moment

    def set(self, moment: datetime) -> None:
        """Stand at this moment, earlier or later; ValueError when it has no zone."""
        self._moment = _in_utc(moment)

    def move(self, by: timedelta) -> datetime:
        """Go on by so much (or back), and answer the new moment."""
        self._moment += by
        return self._moment


class OffsetClock:
    """A clock for the page of phones: it goes on with the machine's, from whatever moment it was put to."""

    def __init__(self, moment: datetime, source: Now = system_now) -> None:
        self._source = source
        self._ahead = _in_utc(moment) - source()

    def __call__(self) -> datetime:
        return self._source() + self._ahead

    def set(self, moment: datetime) -> None:
        """Go on from this moment; ValueError when it is past, since what happened cannot happen later."""
        ahead = _in_utc(moment) - self._source()
        if ahead < self._ahead:
            raise ValueError("this clock goes forward only")
        self._ahead = ahead


def _in_utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a clock was given a time without a zone")
    return moment.astimezone(UTC)
