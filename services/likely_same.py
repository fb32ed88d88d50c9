"""Whether two cases may be about one person: name, picture, whom to call, age, place and time, and what speaks for it.

The weights are this project's judgement and no study's. A suggestion costs staff one look; a missed one costs two
searches for one child. So a full name suffices, as does a picture; a common given name says nothing, and without a name
all of age, place and time must agree.
"""

import re
from dataclasses import dataclass
from datetime import timedelta

from language.digits import latin_digits
from language.names_alike import NameLikeness, NameReason, names_alike
from models.same_people import Alike
from models.searches import Search, Sex
from pictures.likeness import PictureLikeness, likeness
from places.points import Point, distance_m

ENOUGH, ENOUGH_WITHOUT_A_NAME = 4, 6
SAME_PLACE_M, NEAR_PLACE_M = 2_000.0, 20_000.0
SAME_TIME, NEAR_TIME, FAR_TIME = timedelta(hours=3), timedelta(hours=24), timedelta(days=7)
CHILD_YEARS_APART, GROWN_YEARS_APART = 3, 10
"""Beyond so many years the ages contradict each other; below 18 people guess better."""
CONTRADICTS = -3
TELLING_DIGITS = 8
"""At the end of a telephone number; what comes before is written in many ways."""


@dataclass(frozen=True, slots=True)
class Likely:
    """How much speaks for it, and what, the weightiest first."""

    weight: int
    reasons: tuple[Alike, ...]


WEIGHTS = {
    Alike.PICTURE_SAME: 6,
    Alike.NAME_SAME: 4,
    Alike.PICTURE_LIKELY: 3,
    Alike.NAME_LIKELY: 3,
    Alike.PHONE_SAME: 2,
    Alike.AGE_SAME: 2,
    Alike.PLACE_SAME: 2,
    Alike.TIME_SAME: 2,
    Alike.GIVEN_NAME: 1,
    Alike.AGE_NEAR: 1,
    Alike.PLACE_NEAR: 1,
    Alike.TIME_NEAR: 1,
}


def likely_same(one: Search, other: Search, *, marks: tuple[bytes, bytes] = (b"", b"")) -> Likely | None:
    """What speaks for two cases being about one person; None where it is too little.

    `marks`: of their pictures. Another name, or another sex, rules it out unless the picture is the same one.
    """
    picture = _picture(*marks)
    named = names_alike(one.subject_name, other.subject_name)
    ruled_out = named.likeness is NameLikeness.UNLIKE or _sexes_differ(one, other)
    if ruled_out and picture is not Alike.PICTURE_SAME:
        return None
    name = None if ruled_out else _name(named.likeness, named.reason)
    phone = _phone(one, other)
    rest = [_age(one, other), _place(one, other), _time(one, other)]
    found = [each for each in (picture, name, phone, *rest) if each is not None]
    weight = sum(WEIGHTS[each] for each in found) + CONTRADICTS * (_ages_differ(one, other) + _times_differ(one, other))
    enough = ENOUGH if picture or name or phone else ENOUGH_WITHOUT_A_NAME
    order = sorted(found, key=lambda each: -WEIGHTS[each])
    return Likely(weight, tuple(order)) if weight >= enough else None


def _picture(mine: bytes, theirs: bytes) -> Alike | None:
    match likeness(mine, theirs):
        case PictureLikeness.SAME:
            return Alike.PICTURE_SAME
        case PictureLikeness.LIKELY:
            return Alike.PICTURE_LIKELY
        case _:
            return None


def _name(likeness: NameLikeness, reason: NameReason) -> Alike | None:
    if likeness is NameLikeness.SAME:
        return Alike.NAME_SAME
    if likeness is not NameLikeness.LIKELY:
        return None
    return Alike.GIVEN_NAME if reason is NameReason.GIVEN_ONLY else Alike.NAME_LIKELY


def _phone(one: Search, other: Search) -> Alike | None:
    """The same number to call, whether it was written with the country or without."""
    mine, theirs = (re.sub(r"\D", "", latin_digits(each.reporter_phone))[-TELLING_DIGITS:] for each in (one, other))
    return Alike.PHONE_SAME if mine == theirs and len(mine) == TELLING_DIGITS else None


def _sexes_differ(one: Search, other: Search) -> bool:
    said = {one.subject_sex, other.subject_sex}
    return said == {Sex.FEMALE, Sex.MALE}


def _age(one: Search, other: Search) -> Alike | None:
    if one.subject_age is None or other.subject_age is None:
        return None
    apart = abs(one.subject_age - other.subject_age)
    if apart == 0:
        return Alike.AGE_SAME
    return Alike.AGE_NEAR if apart <= max(1, min(one.subject_age, other.subject_age) // 10) else None


def _ages_differ(one: Search, other: Search) -> bool:
    if one.subject_age is None or other.subject_age is None:
        return False
    child = min(one.subject_age, other.subject_age) < 18
    return abs(one.subject_age - other.subject_age) > (CHILD_YEARS_APART if child else GROWN_YEARS_APART)


def _place(one: Search, other: Search) -> Alike | None:
    """By the points; by the district where there is none."""
    mine, theirs = _point(one), _point(other)
    if mine is None or theirs is None:
        same = one.lkp_area_id is not None and one.lkp_area_id == other.lkp_area_id
        return Alike.PLACE_NEAR if same else None
    apart = distance_m(mine, theirs)
    if apart <= SAME_PLACE_M:
        return Alike.PLACE_SAME
    return Alike.PLACE_NEAR if apart <= NEAR_PLACE_M else None


def _point(search: Search) -> Point | None:
    return None if search.lkp_lat is None or search.lkp_lon is None else Point(search.lkp_lat, search.lkp_lon)


def _time(one: Search, other: Search) -> Alike | None:
    if one.lkp_at is None or other.lkp_at is None:
        return None
    apart = abs(one.lkp_at - other.lkp_at)
    if apart <= SAME_TIME:
        return Alike.TIME_SAME
    return Alike.TIME_NEAR if apart <= NEAR_TIME else None


def _times_differ(one: Search, other: Search) -> bool:
    return one.lkp_at is not None and other.lkp_at is not None and abs(one.lkp_at - other.lkp_at) > FAR_TIME
