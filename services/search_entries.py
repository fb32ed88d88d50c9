"""What may be said of a missing person, made fit to keep."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, TypedDict

from formats.search_drafts import ADULT_FROM, ELDER_FROM, fits
from language.text import cleaned
from models.lost_people import LostAs, Terrain
from models.refusals import TooLong
from models.searches import AgeOutOfRange, Search, SeenInFuture, Sex, SubjectKind
from places.areas import AreaIndex
from places.grounds import BadRadius
from places.points import Point
from services.places import Place

OLDEST = 120
CLOCKS_DIFFER = timedelta(minutes=10)
"""How far ahead of ours the clock of somebody who has just seen a person may be."""
MOST_RADIUS_KM = 500.0
_BY_HAND: dict[str, Any] = {"ring_m": None, "widen_at": None}
"""Whoever chooses how far it is told chooses that it is not widened by itself."""


class Entry(TypedDict, total=False):
    """What somebody says of a case; what is not named stays as it is."""

    subject_name: str
    subject_age: int | None
    subject_sex: Sex | None
    subject_kind: SubjectKind | None
    clothing: str
    marks: str
    vehicle: str
    vulnerable: bool
    """Cannot decide for themselves; False is an answer, and it stops an adult's case."""
    picture_id: int | None
    lkp: Place | None
    lkp_at: datetime | None
    lkp_place: str
    """The place in words, where they are said apart from it."""
    police_number: str
    police_station: str
    how_checked: str
    reporter_name: str
    reporter_relation: str
    reporter_phone: str
    custody: bool
    protection_order: bool
    left_by_choice: bool
    consent_by: str
    consent_at: datetime | None
    consent_text: str
    consent_version: str
    audience_radius_km: float | None
    audience_area_id: int | None
    quoted: str
    """The words of an announcement that fields were read from, as JSON by field."""
    terrain: Terrain | None
    lost_as: LostAs | None
    """Only where staff say so."""
    may_ride: bool


LIMITS = {
    "subject_name": 100,
    "clothing": 500,
    "marks": 500,
    "vehicle": 200,
    "lkp_place": 300,
    "police_number": 60,
    "police_station": 120,
    "how_checked": 500,
    "reporter_name": 100,
    "reporter_relation": 100,
    "reporter_phone": 40,
    "consent_by": 100,
    "consent_text": 500,
    "consent_version": 20,
    "quoted": 4000,
}
"""Characters kept of each text, as the columns have them."""


def as_json(entry: Entry) -> dict[str, Any]:
    """An entry as a conversation keeps it."""
    return {name: _kept(value) for name, value in entry.items()}


def entry_from(kept: Mapping[str, Any]) -> Entry:
    """The entry a conversation kept."""
    values = dict(kept)
    for name in ("lkp_at", "consent_at"):
        if values.get(name):
            values[name] = datetime.fromisoformat(values[name])
    if values.get("subject_sex"):
        values["subject_sex"] = Sex(values["subject_sex"])
    if values.get("lkp"):
        values["lkp"] = Place.from_json(values["lkp"])
    entry: Any = values
    return entry  # type: ignore[no-any-return]


def _kept(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return value.as_json() if isinstance(value, Place) else value


def columns_of(entry: Entry, areas: AreaIndex, now: datetime) -> dict[str, Any]:
    """The columns an entry changes; refuses what is too long, an age nobody has, and a moment still to come."""
    values: dict[str, Any] = dict(entry)
    for name in values.keys() & LIMITS.keys():
        values[name] = line(values[name], LIMITS[name])
    if values.get("subject_age") is not None and not 0 <= values["subject_age"] <= OLDEST:
        raise AgeOutOfRange()
    if values.get("lkp_at") is not None and values["lkp_at"] > now + CLOCKS_DIFFER:
        raise SeenInFuture()
    return _placed(values, areas)


def line(text: str, limit: int) -> str:
    """One tidy line; refuses with TooLong rather than cutting what somebody meant."""
    found = cleaned(text, limit=limit, lines=False)
    if found.cut:
        raise TooLong(limit=limit, length=found.length)
    return found.text


def _placed(values: dict[str, Any], areas: AreaIndex) -> dict[str, Any]:
    """A place as columns, with the smallest area that holds it; of two ways to say a ground the one said last stays."""
    if "lkp" in values:
        place: Place = values.pop("lkp") or Place()
        area_id = place.area_id
        if area_id is None and place.point is not None:
            area_id = next((area.id for area in areas.holding(place.point)), None)
        values |= {"lkp_lat": place.lat, "lkp_lon": place.lon, "lkp_area_id": area_id}
        if place.words:
            values["lkp_place"] = line(place.words, LIMITS["lkp_place"])
    if "audience_radius_km" in values:
        values |= {"audience_radius_m": _metres(values.pop("audience_radius_km")), "audience_area_id": None, **_BY_HAND}
    elif values.get("audience_area_id") is not None:
        values |= {"audience_area_id": areas.area(values["audience_area_id"]).id, "audience_radius_m": None}
        values |= _BY_HAND
    return values


def _metres(kilometres: float | None) -> float | None:
    if kilometres is None:
        return None
    if not 0 < kilometres <= MOST_RADIUS_KM:
        raise BadRadius()
    return kilometres * 1000


def kind_of(age: int | None, said: SubjectKind | None) -> SubjectKind | None:
    """Child, adult or elder: a matter of age, and of what was said only where the age leaves it open."""
    if age is None or (said is not None and fits(said, age)):
        return said
    if age < ADULT_FROM:
        return SubjectKind.CHILD
    return SubjectKind.ELDER if age >= ELDER_FROM and said is None else SubjectKind.ADULT


def area_ids_of(search: Search, areas: AreaIndex) -> list[int]:
    """The areas that hold the last known point, smallest first; for finding out who serves it."""
    if search.lkp_lat is not None and search.lkp_lon is not None:
        holding = areas.holding(Point(search.lkp_lat, search.lkp_lon))
        return [area.id for area in holding if area.id is not None]
    if search.lkp_area_id is not None:
        return [area.id for area in reversed(areas.path(search.lkp_area_id)) if area.id is not None]
    return []
