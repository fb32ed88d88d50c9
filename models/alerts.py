"""Alerts, deliveries, copies and digests: what should be seen where, and how far that has come."""

import enum
from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from models.refusals import Refusal
from models.types import UtcDateTime, enum_type


class Priority(enum.IntEnum):
    """The order of what waits (DESIGN §3.5), kept as a number; lower goes first."""

    URGENT = 0
    CLOSING = 1
    NORMAL = 2
    DIGEST = 3


class Audience(enum.StrEnum):
    """Whom an alert is for."""

    SUBSCRIBERS = "subscribers"
    VETTED = "vetted"
    """Subscribed members who are vetted; never groups (CAP scope Restricted)."""
    STAFF = "staff"
    """Staff of the organisation; who exactly is written with the alert."""
    PEOPLE = "people"
    """The people written with the alert: a reporter, those on their way."""


class Wording(enum.StrEnum):
    """Which letter an alert is told with."""

    SEARCH_OPEN = "search-open"
    SEARCH_CLOSED = "search-closed"
    SEARCH_CARD = "search-card"
    """The desk's live card of a search, with its buttons and progress."""
    SEARCH_ASK = "search-ask"
    """What approvers are asked to decide: open a search, or what an objection means for it."""
    NOTICE_CARD = "notice-card"
    """What the person who told us of a missing person sees of it."""
    COME_BACK = "come-back"
    COME_IN = "come-in"
    """It will be dark soon: those out there stop for today, and the search goes on."""
    MEETING = "meeting"
    """Where volunteers gather, or that it has changed."""
    CHECK_IN = "check-in"
    """A volunteer is asked whether they are well."""
    CHECK_PARTNER = "check-partner"
    """The same of their partner, who did not answer."""
    OVERDUE = "overdue"
    """The coordinators' list of volunteers who are overdue: one message however many they are."""
    POSTER = "poster"
    """A poster of a search as a file, for staff who asked for it."""
    SIGHTINGS = "sightings"
    """The coordinators' list of a search's sightings: one message however many come."""
    SIGHTING_CARD = "sighting-card"
    """One sighting, for a coordinator who opened it."""
    SIGHTING_TOLD = "sighting-told"
    """Why a sighting was dismissed, to whoever sent it."""
    REPORT_OPEN = "report-open"
    REPORT_OVER = "report-over"
    REPORT_CARD = "report-card"
    """The desk's live card of a report."""
    REPORT_FOLLOWED = "report-followed"
    """What the reporter sees of it."""


class AlertState(enum.StrEnum):
    OPEN = "open"
    PAUSED = "paused"
    """Nothing more goes out; copies already sent wait unchanged."""
    ENDED = "ended"
    """Copies are being edited to say so; nothing new goes out."""
    HALTED = "halted"
    """Telegram refuses its letter; staff has been told."""


class Alert(SQLModel, table=True):
    """One thing to tell an audience about exactly one search or one report, with a priority and a revision."""

    __table_args__ = (
        CheckConstraint("(search_id IS NULL) <> (report_id IS NULL)", name="about_one_thing"),
        CheckConstraint("area_id IS NULL OR lat IS NULL", name="one_ground"),
        CheckConstraint("(lat IS NULL) = (lon IS NULL) AND (lat IS NULL) = (radius_m IS NULL)", name="circle"),
        Index("ix_alert_changed", "changed_at"),
        Index("ix_alert_unwritten", "id", sqlite_where=text("unwritten > 0"), postgresql_where=text("unwritten > 0")),
    )

    id: int | None = Field(default=None, primary_key=True)
    search_id: int | None = Field(default=None, foreign_key="search.id", index=True)
    report_id: int | None = Field(default=None, foreign_key="report.id", index=True)
    sighting_id: int | None = None
    """Which sighting of the search; no foreign key: the alert is kept as a count when the sighting is gone."""
    responder_id: int | None = None
    """Which volunteer of the search it asks about; no foreign key, for the same reason."""
    audience: Audience = Field(sa_type=enum_type(Audience))
    wording: Wording = Field(sa_type=enum_type(Wording))
    state: AlertState = Field(default=AlertState.OPEN, sa_type=enum_type(AlertState))
    priority: int = Priority.NORMAL
    revision: int = 1
    sound_revision: int = 1
    """A copy older than this is replaced by a new one, so that it sounds."""
    area_id: int | None = Field(default=None, foreign_key="area.id")
    lat: float | None = None
    lon: float | None = None
    radius_m: float | None = None
    nowhere: bool = False
    """Its place is not known: it goes to the whole region, and says so."""
    protect: bool = False
    """Sent with protect_content: it is about a minor."""
    unwritten: int = 0
    """Of a large audience the nearest are promised it when it is published; so many are still to be, moments later."""
    created_at: datetime = Field(sa_type=UtcDateTime)
    changed_at: datetime = Field(sa_type=UtcDateTime)


class DigestKind(enum.StrEnum):
    """What a digest gathers."""

    NEWS = "news"
    """What is new since the last one."""
    OPEN_SEARCHES = "open-searches"
    """Every search that is open, told again and again while one is; a newer one takes the place of the last."""
    WEEK = "week"
    """A week of reports in a group's areas, in figures on a picture; it shows no search."""


class Digest(SQLModel, table=True):
    """One gathered message with the same contents for everyone it goes to; it remembers which alerts it shows."""

    id: int | None = Field(default=None, primary_key=True)
    kind: DigestKind = Field(default=DigestKind.NEWS, sa_type=enum_type(DigestKind))
    contents: str = Field(max_length=64)
    """A hash of the alerts it shows and the moment it was written: recipients with the same share it."""
    open_lines: int = 0
    """How many of the alerts it shows are not over; with none it is not sent to those who have not got it."""
    revision: int = 1
    picture_id: int | None = Field(default=None, foreign_key="picture.id", index=True)
    """The picture of a week; it shows figures and nobody."""
    created_at: datetime = Field(sa_type=UtcDateTime)
    until: datetime = Field(sa_type=UtcDateTime)

    __table_args__ = (UniqueConstraint("contents"),)


class DigestArea(SQLModel, table=True):
    """An area that the picture of a week is about."""

    __tablename__ = "digest_area"

    digest_id: int = Field(foreign_key="digest.id", primary_key=True)
    area_id: int = Field(foreign_key="area.id", primary_key=True)


class DigestFigure(SQLModel, table=True):
    """A report's alert that is counted in the figures of a week: when it ends the figures are written anew."""

    __tablename__ = "digest_figure"

    digest_id: int = Field(foreign_key="digest.id", primary_key=True)
    alert_id: int = Field(foreign_key="alert.id", primary_key=True, index=True)


class DigestEntry(SQLModel, table=True):
    """An alert that waits for, or is shown in, a recipient's digest; `digest_id` is empty while it waits."""

    __tablename__ = "digest_entry"
    __table_args__ = (
        Index("ix_digest_entry_waiting", "subscription_id", "digest_id"),
        Index("ix_digest_entry_digest", "digest_id", "alert_id"),
    )

    alert_id: int = Field(foreign_key="alert.id", primary_key=True)
    recipient_id: int = Field(foreign_key="recipient.id", primary_key=True)
    subscription_id: int | None = Field(default=None, foreign_key="subscription.id", ondelete="SET NULL")
    digest_id: int | None = Field(default=None, foreign_key="digest.id")
    via_area_id: int | None = None
    """The area through which it matched, as in a delivery."""


class DeliveryState(enum.StrEnum):
    DUE = "due"
    LEASED = "leased"
    BEGUN = "begun"
    """A digest whose request may have left: not repeated when its outcome is unknown."""
    HELD = "held"
    """Not before a moment: quiet hours, a pause, the next attempt."""
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"
    """Withdrawn before it was sent."""


class Delivery(SQLModel, table=True):
    """What one recipient should be shown of one alert or digest, and how far that has come.

    Its alert, digest and subscription are no foreign keys: PostgreSQL would look them up again for every one of a
    hundred thousand rows that one statement writes (docs/decisions/0021).
    """

    __table_args__ = (
        CheckConstraint("(alert_id IS NULL) <> (digest_id IS NULL)", name="of_one_thing"),
        UniqueConstraint("alert_id", "recipient_id"),
        Index(
            "uq_delivery_digest",
            "digest_id",
            "recipient_id",
            unique=True,
            sqlite_where=text("digest_id IS NOT NULL"),
            postgresql_where=text("digest_id IS NOT NULL"),
        ),
        Index(
            "ix_delivery_due",
            "bot_id",
            "priority",
            "rank",
            "id",
            sqlite_where=text("state = 'due'"),
            postgresql_where=text("state = 'due'"),
        ),
        Index(
            "ix_delivery_held",
            "not_before",
            sqlite_where=text("state = 'held'"),
            postgresql_where=text("state = 'held'"),
        ),
        Index(
            "ix_delivery_leased",
            "bot_id",
            "lease_until",
            sqlite_where=text("state IN ('leased', 'begun')"),
            postgresql_where=text("state IN ('leased', 'begun')"),
        ),
        Index(
            "ix_delivery_failed",
            "alert_id",
            sqlite_where=text("state = 'failed'"),
            postgresql_where=text("state = 'failed'"),
        ),
        Index("ix_delivery_recipient", "recipient_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    alert_id: int | None = None
    digest_id: int | None = None
    recipient_id: int = Field(foreign_key="recipient.id")
    bot_id: int = Field(sa_type=BigInteger)
    subscription_id: int | None = None
    """Which wish brought it here, which may be gone by now; empty for staff and people."""
    via_area_id: int | None = None
    """The area through which it matched, where that is an ancestor of the one subscribed to."""
    priority: int
    rank: int = 0
    """Metres from the subscriber's place to the alert's; nearest first."""
    band: int | None = None
    octant: int | None = None
    """Distance band and direction (0 north, clockwise) for the reader; empty where there is nothing to measure from."""
    state: DeliveryState = Field(default=DeliveryState.DUE, sa_type=enum_type(DeliveryState))
    want_revision: int = 1
    shown_revision: int | None = None
    """The revision its current copy shows; empty while there is none."""
    attempts: int = 0
    not_before: datetime | None = Field(default=None, sa_type=UtcDateTime)
    lease_owner: str | None = Field(default=None, max_length=40)
    lease_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    error: str | None = Field(default=None, max_length=60)
    """The named reason of the last failure; never Telegram's text."""
    muted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When its reader asked to hear no more of this one: its copy is still edited, without a sound."""


class Shape(enum.StrEnum):
    TEXT = "text"
    PICTURE = "picture"
    DOCUMENT = "document"
    """A file with words under it; it becomes a picture when it is over."""


class CopyState(enum.StrEnum):
    SHOWN = "shown"
    LEAVING = "leaving"
    """Replaced by a newer copy, to be deleted."""
    GONE = "gone"
    STUCK = "stuck"
    """Could neither be edited nor deleted; counted by the alert."""


class Copy(SQLModel, table=True):
    """One message at one address: its id, bot, thread, shape, and the revision it shows."""

    __table_args__ = (Index("ix_copy_delivery", "delivery_id", "state"),)

    id: int | None = Field(default=None, primary_key=True)
    delivery_id: int = Field(foreign_key="delivery.id")
    bot_id: int = Field(sa_type=BigInteger)
    address: str = Field(max_length=100)
    thread_id: int = Field(default=0, sa_type=BigInteger)
    message_id: int = Field(sa_type=BigInteger)
    shape: Shape = Field(sa_type=enum_type(Shape))
    revision: int
    state: CopyState = Field(default=CopyState.SHOWN, sa_type=enum_type(CopyState))
    sent_at: datetime = Field(sa_type=UtcDateTime)


class AlertNotFound(Refusal):
    """No alert of this number; facts: alert_id."""


class BroadcastsPaused(Refusal):
    """Staff has paused everything that goes out."""
