"""Searches for missing people: states, gates, and who answered for what."""

import enum
import secrets
from datetime import datetime

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from models.lost_people import LostAs, Terrain
from models.refusals import Refusal
from models.types import UtcDateTime, enum_type

_READABLE = "23456789abcdefghjkmnpqrstuvwxyz"
"""Letters and digits that are not taken for each other."""


class SearchState(enum.StrEnum):
    DRAFT = "draft"
    """A notice, or a coordinator's unfinished case; nothing goes out."""
    APPROVED = "approved"
    """Two people have agreed; waiting for the broadcast to be let out."""
    OPEN = "open"
    PAUSED = "paused"
    """Somebody said that the person is not missing, or is in danger because of this: under review."""
    CLOSED = "closed"
    STOPPED = "stopped"
    """Stopped at a gate, or refused; never went out."""


SEARCH_TRANSITIONS: dict[SearchState, frozenset[SearchState]] = {
    SearchState.DRAFT: frozenset({SearchState.APPROVED, SearchState.STOPPED}),
    SearchState.APPROVED: frozenset({SearchState.OPEN, SearchState.STOPPED}),
    SearchState.OPEN: frozenset({SearchState.PAUSED, SearchState.CLOSED}),
    SearchState.PAUSED: frozenset({SearchState.OPEN, SearchState.CLOSED}),
    SearchState.CLOSED: frozenset(),
    SearchState.STOPPED: frozenset(),
}
"""From a state to those that may follow it."""


class SubjectKind(enum.StrEnum):
    CHILD = "child"
    ELDER = "elder"
    ADULT = "adult"


class Sex(enum.StrEnum):
    """As in PFIF 1.4; `other` also where it was not said."""

    FEMALE = "female"
    MALE = "male"
    OTHER = "other"


class Outcome(enum.StrEnum):
    """How a search ended; for staff and the audit only, never announced."""

    FOUND_SAFE = "found-safe"
    FOUND_HURT = "found-hurt"
    FOUND_DEAD = "found-dead"
    NOT_FOUND = "not-found"
    FALSE_CASE = "false-case"
    EXPIRED = "expired"


class Told(enum.StrEnum):
    """How much the person who told us was asked."""

    COMPLETE = "complete"
    AS_IS = "as-is"
    """A recording, a picture or a few words, sent as they were."""
    LEFT = "left"
    """Begun, left, and handed over unfinished after the reminder."""


class StopReason(enum.StrEnum):
    """Why a case never went out; the first four are gates."""

    CUSTODY = "custody"
    PROTECTION_ORDER = "protection-order"
    LEFT_BY_CHOICE = "left-by-choice"
    ADULT_BY_CHOICE = "adult-by-choice"
    """An adult who can decide for themselves."""
    WITHDRAWN = "withdrawn"
    """Taken back by the person who told us."""
    FOUND_BEFORE = "found-before"
    NOT_ENOUGH_KNOWN = "not-enough-known"
    NOT_FOR_US = "not-for-us"
    SUPPRESSED = "suppressed"
    """The case had been deleted for good."""
    LAPSED = "lapsed"
    """Nobody touched the draft until its time was over."""
    JOINED = "joined"
    """About the subject of another case, to which staff joined it."""


def new_page_key() -> str:
    """79 bits nobody guesses, in letters and digits that may be read out."""
    return "".join(secrets.choice(_READABLE) for _ in range(16))


class Search(SQLModel, table=True):
    """One missing-person case; its subject is the person looked for.

    What names or shows the subject is emptied when it is purged; state, times and counts stay.
    """

    __table_args__ = (
        CheckConstraint("(lkp_lat IS NULL) = (lkp_lon IS NULL)", name="lkp"),
        CheckConstraint(
            "lkp_lat IS NULL OR (lkp_lat BETWEEN -90 AND 90 AND lkp_lon BETWEEN -180 AND 180)", name="on_earth"
        ),
        CheckConstraint("subject_age IS NULL OR subject_age BETWEEN 0 AND 120", name="age"),
        CheckConstraint("audience_radius_m IS NULL OR audience_radius_m > 0", name="radius"),
        CheckConstraint(
            "state NOT IN ('approved', 'open') OR approved_by IS NOT NULL OR approved_as_operator",
            name="approved_by_somebody",
        ),
        CheckConstraint("approved_by IS NULL OR posted_by IS NULL OR approved_by <> posted_by", name="two_people"),
        CheckConstraint("joined_to IS NULL OR stopped_for = 'joined'", name="joined"),
        UniqueConstraint("external_id"),
        UniqueConstraint("page_key"),
    )

    id: int | None = Field(default=None, primary_key=True)
    external_id: str | None = Field(default=None, max_length=200)
    """The id of an imported record."""
    page_key: str = Field(default_factory=new_page_key, max_length=20)
    """What its page, its PFIF record and its CAP messages are called outside; nobody guesses it."""
    state: SearchState = Field(default=SearchState.DRAFT, sa_type=enum_type(SearchState), index=True)
    drill: bool = False
    organisation_id: int | None = Field(default=None, foreign_key="organisation.id", index=True)

    subject_name: str = Field(default="", max_length=100)
    subject_age: int | None = None
    subject_sex: Sex | None = Field(default=None, sa_type=enum_type(Sex))
    subject_kind: SubjectKind | None = Field(default=None, sa_type=enum_type(SubjectKind))
    clothing: str = Field(default="", max_length=500)
    marks: str = Field(default="", max_length=500)
    vehicle: str = Field(default="", max_length=200)
    """Make, colour and plate, where they went by one."""
    vulnerable: bool = False
    """An adult who cannot decide for themselves; an adult who is not is never published."""
    picture_id: int | None = Field(default=None, foreign_key="picture.id")

    lkp_lat: float | None = None
    lkp_lon: float | None = None
    lkp_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    lkp_place: str = Field(default="", max_length=300)
    lkp_area_id: int | None = Field(default=None, foreign_key="area.id")

    police_number: str = Field(default="", max_length=60)
    police_station: str = Field(default="", max_length=120)
    how_checked: str = Field(default="", max_length=500)
    reporter_id: int | None = Field(default=None, foreign_key="member.id")
    reporter_name: str = Field(default="", max_length=100)
    reporter_relation: str = Field(default="", max_length=100)
    reporter_phone: str = Field(default="", max_length=40)
    """For staff only; each look at it is audited."""

    told: Told = Field(default=Told.COMPLETE, sa_type=enum_type(Told))
    question: str = Field(default="", max_length=300)
    """What the desk asks the person who told us and has no answer to yet."""
    said: str = Field(default="", max_length=2000)
    """What the person who told us added since, in their words; for staff only."""
    quoted: str = Field(default="", max_length=4000)
    """The words of an announcement that each field was read from, as JSON by field; for staff only."""

    custody: bool | None = None
    protection_order: bool | None = None
    left_by_choice: bool | None = None
    """The gate questions; None: not asked yet. Any yes stops the case."""

    consent_by: str = Field(default="", max_length=100)
    consent_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    consent_text: str = Field(default="", max_length=500)
    consent_version: str = Field(default="", max_length=20)

    audience_radius_m: float | None = None
    audience_area_id: int | None = Field(default=None, foreign_key="area.id")
    terrain: Terrain | None = Field(default=None, sa_type=enum_type(Terrain))
    """Where it differs from the deployment's."""
    lost_as: LostAs | None = Field(default=None, sa_type=enum_type(LostAs))
    may_ride: bool = False
    """May have taken a bus or a car: rings mean little."""
    ring_m: float | None = None
    """How far it has been widened, where rings decide."""
    widen_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When the next ring is told; empty: by hand only."""
    update_text: str = Field(default="", max_length=500)
    """The latest update, as volunteers read it."""
    progress_shown: str = Field(default="", max_length=60)
    """The counts the desk's card shows: it is revised when they change."""
    stopped_for: StopReason | None = Field(default=None, sa_type=enum_type(StopReason))
    joined_to: int | None = Field(default=None, foreign_key="search.id", index=True)
    """The case about the same person to which this notice was joined; it is kept, and emptied, with that one."""

    posted_by: int | None = Field(default=None, foreign_key="member.id")
    submitted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When a coordinator asked for approval."""
    approver_asked: int = 0
    """How many steps the ladder of approvers has been climbed."""
    approver_ask_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When the next approver is asked."""
    approved_by: int | None = Field(default=None, foreign_key="member.id")
    approved_as_operator: bool = False
    approved_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    opened_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    expires_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    expiry_asked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When the desk was asked whether to go on."""
    come_in_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When those out there are told to come in because it will be dark; empty while nobody is out."""
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    closed_by: int | None = Field(default=None, foreign_key="member.id")
    outcome: Outcome | None = Field(default=None, sa_type=enum_type(Outcome))
    evidence: str = Field(default="", max_length=500)
    """How it is known that it is over."""
    contacts_purge_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When picture and contacts go: within 24 hours of closing."""
    purge_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When the rest goes: within 30 days of closing."""
    purged_at: datetime | None = Field(default=None, sa_type=UtcDateTime)

    created_at: datetime = Field(sa_type=UtcDateTime)
    changed_at: datetime = Field(sa_type=UtcDateTime)
    made_by: str | None = Field(default=None, max_length=120, unique=True)


class Objection(SQLModel, table=True):
    """Somebody said that the subject is not missing, or is in danger because of the alert."""

    id: int | None = Field(default=None, primary_key=True)
    search_id: int = Field(foreign_key="search.id", index=True)
    member_id: int | None = Field(default=None, foreign_key="member.id")
    at: datetime = Field(sa_type=UtcDateTime)
    decided_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    decided_by: int | None = Field(default=None, foreign_key="member.id")
    upheld: bool | None = None
    ask_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When approvers are asked again if nobody has decided."""
    asked: int = 0


class Suppression(SQLModel, table=True):
    """What must not come back after deletion: a keyed hash of who it was about; wins every race with an import."""

    key_hash: str = Field(primary_key=True, max_length=64)
    at: datetime = Field(sa_type=UtcDateTime)


class SearchNotFound(Refusal):
    """No search of this number that this person may see."""


class SearchNotOpen(Refusal):
    """The search was closed, paused or never published."""


class SearchUnderReview(Refusal):
    """Somebody objected to the search: nothing goes out until approvers have decided."""


class SearchMoved(Refusal):
    """The search is no longer in the state this button was made for; facts: search_id, state."""


class SamePerson(Refusal):
    """Whoever posts a search does not approve it."""


class SearchIncomplete(Refusal):
    """Something that must be known before a search goes out is missing; facts: missing (names of fields)."""


class GateClosed(Refusal):
    """A gate question was answered with yes: the case stops here; facts: gate, emergency."""


class AdultByChoice(Refusal):
    """An adult who can decide for themselves is never published."""


class TooManyCases(Refusal):
    """More cases opened in a day than this person may; facts: limit."""


class CaseSuppressed(Refusal):
    """This case was deleted for good and does not come back by import or a second post."""


class NoticeSuppressed(CaseSuppressed):
    """The same, to the person who tells us of it and may be in fear for somebody; facts: emergency."""

    in_full = True


class NobodyToApprove(Refusal):
    """The organisation has no approver but the person who posts."""


class SecondPersonNeeded(Refusal):
    """The operator has asked for approval; a second person publishes; facts: search_id."""


class NotForThePoster(Refusal):
    """Who is looked for is corrected by an approver who did not post the search."""


class AgeOutOfRange(Refusal):
    """An age is a whole number of years from 0 to 120."""


class SeenInFuture(Refusal):
    """The moment is still to come."""


class EvidenceMissing(Refusal):
    """A search is closed on evidence: how is it known that it is over?"""
