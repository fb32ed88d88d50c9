"""What to do next for one delivery, and when."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any

from alerts.deciding import Act, Manners, decide
from alerts.ledger import Work
from alerts.timing import Reason
from models.alerts import Alert, AlertState, Audience, Priority, Wording

NOON = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
NIGHT = datetime(2026, 11, 22, 21, 0, tzinfo=UTC)
"""Midnight in Riyadh: quiet hours."""

WORK = Work(
    id=1, alert_id=1, digest_id=None, recipient_id=1, priority=Priority.NORMAL, rank=0, band=None, octant=None,
    via_area_id=None, want_revision=1, shown_revision=None, attempts=0, channel="telegram", address="1",
    thread_id=0, recipient_state="active", member_id=1, language="ar", zone=None, quiet_from=None, quiet_to=None,
    wake_for_urgent=False, on_duty_until=None, paused_until=None, copy_id=None, copy_message_id=None, copy_shape=None,
    leftover_id=None, leftover_message_id=None,
)  # fmt: skip
SHOWN = replace(WORK, copy_id=5, copy_message_id=50, copy_shape="text", shown_revision=1)
URGENT = replace(WORK, priority=Priority.URGENT)


def _alert(
    state: AlertState = AlertState.OPEN, revision: int = 1, sound: int = 1, audience: Audience = Audience.SUBSCRIBERS
) -> Alert:
    return Alert(
        id=1, search_id=1, audience=audience, wording=Wording.SEARCH_OPEN, state=state, revision=revision,
        sound_revision=sound, created_at=NOON, changed_at=NOON,
    )  # fmt: skip


def _act(work: Work, alert: Alert, now: datetime = NOON, *, paused: bool = False) -> Act:
    return decide(work, alert, now, manners=Manners(), everything_paused=paused).act


def test_what_was_never_sent_is_sent_and_what_shows_the_present_is_left() -> None:
    assert _act(WORK, _alert()) is Act.SEND
    assert _act(SHOWN, _alert()) is Act.NOTHING


def test_a_copy_that_is_behind_is_edited_and_one_that_must_be_heard_is_sent_anew() -> None:
    assert _act(SHOWN, _alert(revision=2)) is Act.EDIT
    assert _act(SHOWN, _alert(revision=2, sound=2)) is Act.SOUND


def test_what_its_reader_muted_is_edited_and_not_heard_again() -> None:
    assert _act(replace(SHOWN, muted=True), _alert(revision=2, sound=2)) is Act.EDIT


def test_what_is_over_is_not_sent_and_its_copies_are_edited_without_a_sound() -> None:
    assert _act(WORK, _alert(AlertState.ENDED, revision=2)) is Act.CANCEL
    assert _act(SHOWN, _alert(AlertState.ENDED, revision=2, sound=2)) is Act.EDIT


def test_within_the_hours_they_chose_urgent_alerts_sound_at_night_and_nothing_else_does() -> None:
    night: dict[str, Any] = {"quiet_from": time(22), "quiet_to": time(6), "zone": "Asia/Riyadh"}
    daily = replace(URGENT, **night, duty_from=time(18), duty_to=time(1))
    once = replace(URGENT, **night, reach_until=NIGHT + timedelta(hours=1))
    for work in (daily, once):
        assert not decide(work, _alert(), NIGHT, manners=Manners()).silent
        assert decide(work, _alert(), NIGHT + timedelta(hours=2), manners=Manners()).silent
        paused = replace(work, paused_until=NIGHT + timedelta(hours=5))
        assert decide(paused, _alert(), NIGHT, manners=Manners()).act is Act.HOLD
        normal = replace(work, priority=Priority.NORMAL)
        assert decide(normal, _alert(), NIGHT, manners=Manners()).act is Act.HOLD


def test_under_review_nothing_goes_out_and_copies_wait_unchanged() -> None:
    assert _act(WORK, _alert(AlertState.PAUSED)) is Act.HOLD
    assert _act(SHOWN, _alert(AlertState.PAUSED, revision=2)) is Act.HOLD


def test_pausing_everything_holds_the_public_and_neither_staff_nor_what_is_over() -> None:
    assert _act(WORK, _alert(), paused=True) is Act.HOLD
    assert _act(WORK, _alert(audience=Audience.STAFF), paused=True) is Act.SEND
    assert _act(SHOWN, _alert(AlertState.ENDED, revision=2), paused=True) is Act.EDIT


def test_who_blocked_the_bot_is_given_up() -> None:
    assert _act(replace(WORK, recipient_state="blocked"), _alert()) is Act.GIVE_UP


def test_a_replaced_copy_is_removed_once_the_new_one_shows_the_present() -> None:
    assert _act(replace(SHOWN, leftover_id=4, leftover_message_id=40), _alert()) is Act.REMOVE


def test_in_quiet_hours_the_ordinary_waits_until_they_end() -> None:
    decision = decide(WORK, _alert(), NIGHT, manners=Manners())
    assert (decision.act, decision.reason) == (Act.HOLD, Reason.QUIET_HOURS)
    assert decision.until == datetime(2026, 11, 23, 2, 30, tzinfo=UTC)


def test_in_quiet_hours_the_urgent_arrives_at_once_without_a_sound() -> None:
    decision = decide(URGENT, _alert(), NIGHT, manners=Manners())
    assert (decision.act, decision.silent) == (Act.SEND, True)


def test_those_on_duty_and_those_who_asked_to_be_woken_hear_it() -> None:
    on_duty = replace(URGENT, on_duty_until=NIGHT + timedelta(hours=1))
    awake = replace(URGENT, wake_for_urgent=True)
    assert not decide(on_duty, _alert(), NIGHT, manners=Manners()).silent
    assert not decide(awake, _alert(), NIGHT, manners=Manners()).silent


def test_ones_own_report_and_what_staff_must_decide_do_not_wait_for_the_morning() -> None:
    assert _act(WORK, _alert(audience=Audience.PEOPLE), NIGHT) is Act.SEND
    assert _act(WORK, _alert(audience=Audience.STAFF), NIGHT) is Act.SEND


def test_a_group_has_no_quiet_hours() -> None:
    assert _act(replace(WORK, member_id=None), _alert(), NIGHT) is Act.SEND
