"""Why a copy came and why one did not: each reason by its name, and never a figure."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from alerts.explaining import Absence, Answer, Because, Gathered, Standing, Wished, because, why_not
from models.alerts import Alert, AlertState, Audience, Delivery, DeliveryState, Wording
from models.members import RecipientState
from models.subscriptions import Subscription
from places.points import Band

NOW = datetime(2026, 11, 22, 13, 40, tzinfo=UTC)
LATER = NOW + timedelta(hours=3)
NEAR = Wished(kind=True, meets=True, gap_m=0.0)
HERE = Standing(RecipientState.ACTIVE, adult=True, vetted=False, wishes=(NEAR,))


def alert(audience: Audience = Audience.SUBSCRIBERS, state: AlertState = AlertState.OPEN, **more: Any) -> Alert:
    facts: dict[str, Any] = {"search_id": 1, "wording": Wording.SEARCH_OPEN} | more
    return Alert(id=1, audience=audience, state=state, created_at=NOW, changed_at=NOW, **facts)


def delivery(state: DeliveryState, **more: Any) -> Delivery:
    return Delivery(id=1, alert_id=1, recipient_id=1, bot_id=1, priority=0, state=state, **more)


SHOWN = delivery(DeliveryState.DONE, shown_revision=1)
HELD = DeliveryState.HELD
FAR = Wished(kind=True, meets=False, gap_m=3_000.0)


@pytest.mark.parametrize(
    ("standing", "answer"),
    [
        (replace(HERE, delivery=SHOWN, sent_at=NOW), Answer(Absence.GOT_IT, NOW)),
        (replace(HERE, digest=Gathered(shown_at=NOW)), Answer(Absence.IN_DIGEST, NOW)),
        (replace(HERE, digest=Gathered(due_at=LATER)), Answer(Absence.DIGEST_WAITS, LATER)),
        (replace(HERE, reach=RecipientState.BLOCKED), Answer(Absence.BLOCKED)),
        (replace(HERE, reach=RecipientState.GONE), Answer(Absence.GONE)),
        (replace(HERE, reach=RecipientState.BLOCKED, delivery=SHOWN, sent_at=NOW), Answer(Absence.GOT_IT, NOW)),
        (replace(HERE, delivery=delivery(DeliveryState.DUE)), Answer(Absence.ON_ITS_WAY)),
        (
            replace(HERE, delivery=delivery(HELD, error="quiet-hours", not_before=LATER)),
            Answer(Absence.QUIET_HOURS, LATER),
        ),
        (
            replace(HERE, delivery=delivery(HELD, error="member-paused", not_before=LATER)),
            Answer(Absence.PAUSED, LATER),
        ),
        (replace(HERE, delivery=delivery(HELD, error="broadcasts-paused")), Answer(Absence.HELD_BACK)),
        (
            replace(HERE, delivery=delivery(HELD, error="transient", not_before=LATER)),
            Answer(Absence.TRIED_AGAIN, LATER),
        ),
        (
            replace(HERE, delivery=delivery(DeliveryState.FAILED, error="letter-refused")),
            Answer(Absence.FAILED, failure="letter-refused"),
        ),
        (replace(HERE, delivery=delivery(DeliveryState.CANCELLED)), Answer(Absence.WITHDRAWN)),
        (replace(HERE, adult=False), Answer(Absence.NOT_ADULT)),
        (replace(HERE, wishes=()), Answer(Absence.NOTHING_ON)),
        (replace(HERE, wishes=(Wished(kind=False, meets=True),)), Answer(Absence.OTHER_KINDS)),
        (replace(HERE, wishes=(Wished(kind=True, meets=False),)), Answer(Absence.ELSEWHERE)),
        (replace(HERE, wishes=(FAR, replace(FAR, gap_m=20_000.0))), Answer(Absence.NEAR_MISS)),
        (replace(HERE, wishes=(replace(FAR, gap_m=20_000.0),)), Answer(Absence.TOO_FAR, band=Band.ABOUT_20_KM)),
        (replace(HERE, group_tells=True), Answer(Absence.GROUP_TELLS)),
        (HERE, Answer(Absence.ON_ITS_WAY)),
    ],
    ids=lambda each: str(each.absence) if isinstance(each, Answer) else "",
)
def test_each_absence_has_its_name(standing: Standing, answer: Answer) -> None:
    assert why_not(alert(), standing) == answer


def test_only_the_vetted_hear_what_is_for_them() -> None:
    assert why_not(alert(Audience.VETTED), HERE).absence is Absence.NOT_VETTED
    assert why_not(alert(Audience.VETTED), replace(HERE, vetted=True)).absence is Absence.ON_ITS_WAY


def test_what_is_under_review_waits_whatever_held_it() -> None:
    held = replace(HERE, delivery=delivery(HELD))
    assert why_not(alert(state=AlertState.PAUSED), held).absence is Absence.UNDER_REVIEW


def test_a_report_asks_for_no_age_and_its_reporter_gets_updates() -> None:
    about = alert(search_id=None, report_id=1, wording=Wording.REPORT_OPEN)
    assert why_not(about, replace(HERE, adult=False)).absence is Absence.ON_ITS_WAY
    assert why_not(about, replace(HERE, own_report=True)).absence is Absence.OWN_REPORT


AREA = Subscription(id=5, recipient_id=1, area_id=3, created_at=NOW)
CIRCLE = Subscription(id=5, recipient_id=1, lat=24.7, lon=46.7, radius_m=5000, created_at=NOW)


@pytest.mark.parametrize(
    ("told", "by", "reason"),
    [
        (delivery(DeliveryState.DONE, subscription_id=5), CIRCLE, Because.CIRCLE),
        (delivery(DeliveryState.DONE, subscription_id=5), AREA, Because.AREA),
        (delivery(DeliveryState.DONE, subscription_id=5, via_area_id=2), AREA, Because.THROUGH),
        (delivery(DeliveryState.DONE, subscription_id=5), None, Because.OFF),
        (delivery(DeliveryState.DONE), None, Because.NAMED),
    ],
)
def test_each_copy_has_the_name_of_what_brought_it(told: Delivery, by: Subscription | None, reason: Because) -> None:
    assert because(alert(), told, by) is reason


def test_what_is_ones_own_or_ones_work_is_said_to_be_so() -> None:
    told = delivery(DeliveryState.DONE)
    assert because(alert(Audience.PEOPLE, wording=Wording.COME_BACK), told, None) is Because.RESPONDER
    assert because(alert(Audience.PEOPLE, wording=Wording.NOTICE_CARD), told, None) is Because.REPORTER
    assert because(alert(Audience.STAFF, wording=Wording.SEARCH_CARD), told, None) is Because.STAFF
    assert because(alert(nowhere=True), delivery(DeliveryState.DONE, subscription_id=5), AREA) is Because.NOWHERE


@pytest.mark.parametrize("gap_m", [1.0, 600.0, 2_000.0, 5_000.0, 7_499.0])
def test_staff_never_read_how_near_a_home_is(gap_m: float) -> None:
    assert why_not(alert(), replace(HERE, wishes=(replace(FAR, gap_m=gap_m),))) == Answer(Absence.NEAR_MISS)
