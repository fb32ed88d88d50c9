"""What letters say of a search, read once per revision; no rows of the database in them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

import orjson
from sqlmodel import col, select

from alerts.distances import AreaName, Path, path_of, through
from alerts.facts_of_same_people import JoinedNotice, MaySame, joined_notices, may_be_same, recordings_of
from alerts.holding import Held, held
from language.names import matching_name
from language.names_alike import NameLikeness, NameReason, names_alike
from models.alerts import Alert, AlertState, Audience, Digest
from models.areas import Area
from models.claims import Claimed
from models.database import Tx
from models.members import Member
from models.organisations import Organisation
from models.pictures import Picture
from models.search_rules import GATES, missing
from models.searches import Objection, Search, SearchState, Sex, StopReason, SubjectKind, Told
from models.trust import MemberTrust, TrustLevel
from places.rings import Aim


@dataclass(frozen=True, slots=True)
class SearchFacts:
    """A search as volunteers may read of it; the writers decide how much of the name."""

    number: int
    state: SearchState
    drill: bool
    name: str
    age: int | None
    sex: Sex
    kind: SubjectKind
    clothing: str
    marks: str
    vehicle: str
    picture_id: int | None
    lat: float | None
    lon: float | None
    seen_at: datetime | None
    place: str
    """In somebody's own words."""
    path: Path
    area_codes: tuple[str, ...]
    """Ids of the areas the place lies in, smallest first; for the emergency line."""
    update: str
    organisation: AreaName | None
    told_at: datetime
    audience: Audience
    nowhere: bool
    protect: bool
    through: Mapping[int, AreaName]
    page_key: str = ""
    """What its live page is called."""


@dataclass(frozen=True, slots=True)
class CardFacts:
    """A search as its desk, its approvers and the person who told us see it."""

    search: SearchFacts
    over: bool
    """Nothing is to be decided here any more."""
    stopped_for: StopReason | None
    missing: tuple[str, ...]
    gates_asked: bool
    police_number: str
    police_station: str
    how_checked: str
    reporter_name: str
    reporter_relation: str
    consent_by: str
    audience_path: Path
    posted_by: str
    approved_by: str
    as_operator: bool
    submitted_at: datetime | None
    expires_at: datetime | None
    expiry_asked: bool
    progress: tuple[int, ...]
    """Sent, waiting, failed; on their way, on site, back; segments being searched and those searched before, who is
    overdue; sightings and objections that wait for a decision."""
    objected: bool
    like_stopped: int | None
    """The number of a case like this that was stopped at a gate."""
    told: Told = Told.COMPLETE
    said: str = ""
    """What the person who told us added since; for staff only."""
    quoted: Mapping[str, str] = field(default_factory=dict)
    """The words of an announcement that fields were read from, by field."""
    question: str = ""
    """What the desk asked them and has no answer to yet."""
    recordings: int = 0
    can_ask: bool = False
    """Whoever told us is there to be asked."""
    banned: bool = False
    """Who told us may send no reports to the organisation; staff verify, and never wait."""
    held: Held | None = None
    """Who at the desk has taken it."""
    aim: Aim = field(default_factory=Aim)
    """What decides how far it is told."""
    same: tuple[MaySame, ...] = ()
    """Of a draft: the cases that may be about the same person."""
    joined: tuple[JoinedNotice, ...] = ()
    joined_to: int | None = None
    """The case to which this notice was joined."""


async def search_facts(tx: Tx, alert: Alert | Digest) -> SearchFacts:
    """The search of an alert as it is now."""
    assert isinstance(alert, Alert)  # noqa: S101 - digests have their own form
    search = await tx.get_one(Search, alert.search_id)
    serves = await tx.get(Organisation, search.organisation_id) if search.organisation_id is not None else None
    return SearchFacts(
        number=search.id or 0,
        state=search.state,
        drill=search.drill,
        name=search.subject_name,
        age=search.subject_age,
        sex=search.subject_sex or Sex.OTHER,
        kind=search.subject_kind or SubjectKind.ADULT,
        clothing=search.clothing,
        marks=search.marks,
        vehicle=search.vehicle,
        picture_id=await _there(tx, search.picture_id),
        lat=search.lkp_lat,
        lon=search.lkp_lon,
        seen_at=search.lkp_at,
        place=search.lkp_place,
        path=await path_of(tx, search.lkp_area_id),
        area_codes=await _codes(tx, search.lkp_area_id),
        update=search.update_text,
        organisation=AreaName(serves.name_ar, serves.name_en) if serves else None,
        told_at=alert.created_at,
        audience=alert.audience,
        nowhere=alert.nowhere,
        protect=alert.protect,
        through=await through(tx, alert.id),
        page_key=search.page_key,
    )


async def card_facts(tx: Tx, alert: Alert | Digest) -> CardFacts:
    """The search of a card as it is now."""
    assert isinstance(alert, Alert)  # noqa: S101
    search = await tx.get_one(Search, alert.search_id)
    return CardFacts(
        search=await search_facts(tx, alert),
        over=alert.state is AlertState.ENDED,
        stopped_for=search.stopped_for,
        missing=tuple(missing(search)),
        gates_asked=not set(missing(search)) & set(GATES),
        police_number=search.police_number,
        police_station=search.police_station,
        how_checked=search.how_checked,
        reporter_name=search.reporter_name,
        reporter_relation=search.reporter_relation,
        consent_by=search.consent_by,
        audience_path=await path_of(tx, search.audience_area_id),
        posted_by=await _name(tx, search.posted_by),
        approved_by=await _name(tx, search.approved_by),
        as_operator=search.approved_as_operator,
        submitted_at=search.submitted_at,
        expires_at=search.expires_at,
        expiry_asked=search.expiry_asked_at is not None,
        progress=tuple(int(count) for count in search.progress_shown.split("/") if count),
        objected=await _objected(tx, search),
        like_stopped=await _like_stopped(tx, search),
        told=search.told,
        said=search.said,
        quoted=orjson.loads(search.quoted or "{}"),
        question=search.question,
        recordings=await recordings_of(tx, search),
        can_ask=search.reporter_id is not None,
        banned=await _banned(tx, search),
        held=await held(tx, Claimed.SEARCH, search.id),
        aim=Aim.of(search),
        same=await may_be_same(tx, search),
        joined=await joined_notices(tx, search),
        joined_to=search.joined_to,
    )


async def _there(tx: Tx, picture_id: int | None) -> int | None:
    if picture_id is None:
        return None
    return (await tx.exec(select(Picture.id).where(Picture.id == picture_id))).first()


async def _codes(tx: Tx, area_id: int | None) -> tuple[str, ...]:
    codes: list[str] = []
    while area_id is not None and (area := await tx.get(Area, area_id)) is not None and area.code not in codes:
        codes.append(area.code)
        area_id = area.parent_id
    return tuple(codes)


async def _name(tx: Tx, member_id: int | None) -> str:
    member = await tx.get(Member, member_id) if member_id is not None else None
    return member.name if member else ""


async def _banned(tx: Tx, search: Search) -> bool:
    """Whether they were, when they told us."""
    theirs = await tx.get(MemberTrust, (search.reporter_id or 0, search.organisation_id or 0))
    if theirs is None or theirs.level is not TrustLevel.BANNED:
        return False
    return theirs.until is None or theirs.until > search.created_at


async def _objected(tx: Tx, search: Search) -> bool:
    waiting = select(Objection.id).where(Objection.search_id == search.id, col(Objection.decided_at).is_(None))
    return (await tx.exec(waiting)).first() is not None


async def _like_stopped(tx: Tx, search: Search) -> int | None:
    """A case of a name like this that stopped at a gate: whoever told us may have come again with other answers."""
    if not search.subject_name:
        return None
    gates = [StopReason.CUSTODY, StopReason.PROTECTION_ORDER, StopReason.LEFT_BY_CHOICE, StopReason.ADULT_BY_CHOICE]
    stopped = select(Search.id, Search.subject_name).where(
        col(Search.stopped_for).in_(gates), Search.id != search.id, Search.subject_name != ""
    )
    rows = (await tx.exec(stopped)).all()
    return next((number for number, theirs in rows if _one_name(search.subject_name, theirs)), None)


def _one_name(one: str, other: str) -> bool:
    """Spelled alike to the letter, be it a given name alone; or likely one person's, where more is said."""
    found = names_alike(one, other)
    more = found.likeness in {NameLikeness.SAME, NameLikeness.LIKELY} and found.reason is not NameReason.GIVEN_ONLY
    return more or matching_name(one) == matching_name(other)
