"""What to do next for one piece of work: facts in, a named act out."""

import enum
from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo

from alerts.ledger import Work
from alerts.timing import Reader, Reason, when_to_send
from clock.quiet import QuietHours
from models.alerts import Alert, AlertState, Audience, Digest, Priority
from models.groups import GroupSound
from models.members import RecipientState

PUBLIC = (Audience.SUBSCRIBERS, Audience.VETTED)


class Act(enum.StrEnum):
    SEND = "send"
    EDIT = "edit"
    SOUND = "sound"
    """A new copy that is heard; the old one is deleted after it."""
    REMOVE = "remove"
    """A copy that was replaced is deleted."""
    HOLD = "hold"
    CANCEL = "cancel"
    GIVE_UP = "give-up"
    NOTHING = "nothing"

    @property
    def is_request(self) -> bool:
        return self in (Act.SEND, Act.EDIT, Act.SOUND, Act.REMOVE)


@dataclass(frozen=True, slots=True)
class Decision:
    act: Act
    reason: str = ""
    until: datetime | None = None
    silent: bool = False


@dataclass(frozen=True)
class Manners:
    """What the deployment says of disturbing people where they said nothing themselves."""

    zone: str = "Asia/Riyadh"
    quiet_from: time = time(22, 30)
    quiet_to: time = time(5, 30)

    def reader(self, work: Work) -> Reader:
        """What this work's reader allows; groups have no quiet hours but those they asked for."""
        start, end = work.quiet_from, work.quiet_to
        if work.member_id is not None:
            start, end = start or self.quiet_from, end or self.quiet_to
        zone = ZoneInfo(work.zone or self.zone)
        quiet = None if start is None or end is None else QuietHours(start, end, zone)
        on = work.duty_from, work.duty_to
        duty = None if on[0] is None or on[1] is None else QuietHours(on[0], on[1], zone)
        return Reader(quiet, work.wake_for_urgent, work.on_duty_until, work.paused_until, duty, work.reach_until)


def decide(
    work: Work, thing: Alert | Digest, now: datetime, *, manners: Manners, everything_paused: bool = False
) -> Decision:
    """The next act for this delivery, given its alert or digest as it is at this moment."""
    alert = thing if isinstance(thing, Alert) else None
    if work.recipient_state != RecipientState.ACTIVE:
        return Decision(Act.GIVE_UP, str(work.recipient_state))
    if work.leaving:
        return _covered(work, thing)
    if alert and alert.state is AlertState.PAUSED:
        return Decision(Act.HOLD, "under-review")
    over = alert is not None and alert.state in (AlertState.ENDED, AlertState.HALTED)
    if not over and everything_paused and (alert is None or alert.audience in PUBLIC):
        return Decision(Act.HOLD, "broadcasts-paused")
    if work.copy_id is None:
        if over or work.shown_revision is not None:
            return _without_copy(work)
        return _in_time(Act.SEND, work, alert, now, manners)
    if (work.shown_revision or 0) < thing.revision:
        heard = alert is not None and not over and not work.muted
        if alert and heard and (work.shown_revision or 0) < alert.sound_revision:
            return _in_time(Act.SOUND, work, alert, now, manners)
        return Decision(Act.EDIT)
    if work.leftover_id is not None:
        return Decision(Act.REMOVE)
    return Decision(Act.NOTHING)


def _without_copy(work: Work) -> Decision:
    """Nothing is sent; a copy that was taken from its reader is deleted."""
    if work.shown_revision is None:
        return Decision(Act.CANCEL)
    return Decision(Act.REMOVE if work.leftover_id is not None else Act.NOTHING)


def _in_time(act: Act, work: Work, alert: Alert | None, now: datetime, manners: Manners) -> Decision:
    """What is heard waits for the moment the reader allows."""
    personal = alert is not None and alert.audience not in PUBLIC
    timing = when_to_send(work.priority, manners.reader(work), now, personal=personal)
    if timing.at > now:
        return Decision(Act.HOLD, timing.reason, until=timing.at)
    return Decision(act, timing.reason, silent=timing.silent or not _may_be_heard(work))


def _may_be_heard(work: Work) -> bool:
    """Whether this group wants a sound for it."""
    return work.sound == GroupSound.ALL or (work.sound == GroupSound.URGENT and work.priority == Priority.URGENT)


def _covered(work: Work, thing: Alert | Digest) -> Decision:
    """Before the bot leaves a chat nothing new goes there, and what is there stops showing anything."""
    if work.copy_id is None:
        return Decision(Act.CANCEL if work.shown_revision is None else Act.NOTHING)
    if (work.shown_revision or 0) < thing.revision:
        return Decision(Act.EDIT)
    return Decision(Act.REMOVE if work.leftover_id is not None else Act.NOTHING)


__all__ = ["Act", "Decision", "Manners", "Reason", "decide"]
