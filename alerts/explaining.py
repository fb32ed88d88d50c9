"""Why a copy came, and why one did not: facts in, a named reason out; never how far away a home is."""

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from alerts.timing import Reason
from models.alerts import Alert, AlertState, Audience, Delivery, DeliveryState, Wording
from models.members import RecipientState
from models.subscriptions import Subscription
from places.points import Band

NEAR_M = 7_500.0
"""Metres below which staff are told no step of distance (SAFETY 8); where the band «about 5 km» ends."""
_IN_HAND = (DeliveryState.DUE, DeliveryState.LEASED, DeliveryState.BEGUN)


class Because(enum.StrEnum):
    """Why somebody was told something; each has its sentence, `why-…`."""

    CIRCLE = "circle"
    AREA = "area"
    THROUGH = "through"
    """Their area has no shape: it is served through one that holds it."""
    NOWHERE = "nowhere"
    """Its place is not known: it goes to the whole region."""
    OFF = "off"
    """By alerts that were on when it came and are off now."""
    RESPONDER = "responder"
    REPORTER = "reporter"
    STAFF = "staff"
    NAMED = "named"
    """It went to the people it is about."""
    DIGEST = "digest"


_OF_PEOPLE = {
    Wording.COME_BACK: Because.RESPONDER,
    Wording.COME_IN: Because.RESPONDER,
    Wording.MEETING: Because.RESPONDER,
    Wording.CHECK_IN: Because.RESPONDER,
    Wording.CHECK_PARTNER: Because.RESPONDER,
    Wording.REPORT_FOLLOWED: Because.REPORTER,
    Wording.NOTICE_CARD: Because.REPORTER,
}


def because(alert: Alert, delivery: Delivery, wish: Subscription | None) -> Because:
    """Why this delivery was promised; `wish` is the subscription that brought it, where it is still on."""
    if alert.wording in _OF_PEOPLE:
        return _OF_PEOPLE[alert.wording]
    if alert.audience is Audience.STAFF:
        return Because.STAFF
    if delivery.subscription_id is None:
        return Because.NAMED
    if wish is None:
        return Because.OFF
    if alert.nowhere:
        return Because.NOWHERE
    if wish.area_id is None:
        return Because.CIRCLE
    return Because.AREA if delivery.via_area_id is None else Because.THROUGH


class Absence(enum.StrEnum):
    """Why somebody was not told, or was after all; each has its sentence, `why-not-…`."""

    GOT_IT = "got-it"
    IN_DIGEST = "in-digest"
    ON_ITS_WAY = "on-its-way"
    DIGEST_WAITS = "digest-waits"
    QUIET_HOURS = "quiet-hours"
    PAUSED = "paused"
    HELD_BACK = "held-back"
    """Staff hold everything back."""
    UNDER_REVIEW = "under-review"
    TRIED_AGAIN = "tried-again"
    FAILED = "failed"
    WITHDRAWN = "withdrawn"
    BLOCKED = "blocked"
    GONE = "gone"
    OWN_REPORT = "own-report"
    GROUP_TELLS = "group-tells"
    NOT_ADULT = "not-adult"
    NOTHING_ON = "nothing-on"
    OTHER_KINDS = "other-kinds"
    NEAR_MISS = "near-miss"
    """Less than NEAR_M lacks: never how much less, because several alerts would give the home away."""
    TOO_FAR = "too-far"
    ELSEWHERE = "elsewhere"
    NOT_VETTED = "not-vetted"


@dataclass(frozen=True, slots=True)
class Wished:
    """One of somebody's subscriptions beside an alert: is it of this kind, do their grounds meet, how far apart."""

    kind: bool
    meets: bool
    gap_m: float | None = None
    """Metres between the edges of two circles; None where nothing is measured."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """An alert in somebody's digest: since when it is shown there, or when the digest is due."""

    shown_at: datetime | None = None
    due_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """How one member stands towards one alert."""

    reach: RecipientState
    adult: bool
    vetted: bool
    own_report: bool = False
    group_tells: bool = False
    """A group of theirs hears it at once, and they said that this is enough."""
    delivery: Delivery | None = None
    sent_at: datetime | None = None
    """When their copy was sent."""
    digest: Gathered | None = None
    wishes: Sequence[Wished] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """The reason, with the moment, the step of distance or the named failure that belongs to it."""

    absence: Absence
    at: datetime | None = None
    band: Band | None = None
    failure: str = ""


def why_not(alert: Alert, standing: Standing) -> Answer:
    """The first thing that stands between this member and this alert, or when they got it."""
    digest, delivery = standing.digest, standing.delivery
    if delivery is not None and delivery.shown_revision is not None:
        return Answer(Absence.GOT_IT, standing.sent_at)
    if digest is not None and digest.shown_at is not None:
        return Answer(Absence.IN_DIGEST, digest.shown_at)
    if standing.reach is not RecipientState.ACTIVE:
        return Answer(Absence.BLOCKED if standing.reach is RecipientState.BLOCKED else Absence.GONE)
    if delivery is not None:
        return _unsent(alert, delivery)
    if digest is not None:
        return Answer(Absence.DIGEST_WAITS, digest.due_at)
    return _never_promised(alert, standing)


_HELD = {
    str(Reason.QUIET_HOURS): Absence.QUIET_HOURS,
    str(Reason.MEMBER_PAUSED): Absence.PAUSED,
    "broadcasts-paused": Absence.HELD_BACK,
    "under-review": Absence.UNDER_REVIEW,
}


def _unsent(alert: Alert, delivery: Delivery) -> Answer:
    """It was promised and is not there yet, or never will be."""
    if delivery.state is DeliveryState.FAILED:
        return Answer(Absence.FAILED, failure=delivery.error or "")
    if delivery.state in (DeliveryState.CANCELLED, DeliveryState.DONE):
        return Answer(Absence.WITHDRAWN)
    if alert.state is AlertState.PAUSED:
        return Answer(Absence.UNDER_REVIEW)
    if delivery.state in _IN_HAND:
        return Answer(Absence.ON_ITS_WAY)
    return Answer(_HELD.get(delivery.error or "", Absence.TRIED_AGAIN), delivery.not_before)


def _apart(gap_m: float) -> Answer:
    return Answer(Absence.NEAR_MISS) if gap_m < NEAR_M else Answer(Absence.TOO_FAR, band=Band.of(gap_m))


def _never_promised(alert: Alert, standing: Standing) -> Answer:
    """No subscription of theirs brought it: how near the nearest came."""
    of_kind = [each for each in standing.wishes if each.kind]
    if standing.own_report:
        return Answer(Absence.OWN_REPORT)
    if alert.search_id is not None and not standing.adult:
        return Answer(Absence.NOT_ADULT)
    if not of_kind:
        return Answer(Absence.OTHER_KINDS if standing.wishes else Absence.NOTHING_ON)
    if not any(each.meets for each in of_kind):
        gaps = [each.gap_m for each in of_kind if each.gap_m is not None]
        return _apart(min(gaps)) if gaps else Answer(Absence.ELSEWHERE)
    if alert.audience is Audience.VETTED and not standing.vetted:
        return Answer(Absence.NOT_VETTED)
    return Answer(Absence.GROUP_TELLS if standing.group_tells else Absence.ON_ITS_WAY)
