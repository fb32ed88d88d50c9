"""Tracks: where volunteers are while they hold a segment, as their telephones say; for coordinators only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, or_
from sqlmodel import col, select

from models.database import Tx
from models.members import Member, Recipient, RecipientState
from models.rows import id_of
from models.segments import SearchPair, Segment, SegmentSearch, TrackPoint
from places.points import Point
from places.tracks import Fix
from services import segments
from services.house import House

NEXT_AFTER = timedelta(seconds=10)
"""Places told sooner after the last are not kept: nobody on foot has turned a corner."""

QUIET_AFTER = timedelta(minutes=15)
"""So long without a word of where they are, and a pair is asked for it."""

STILL_THERE = timedelta(minutes=30)
"""A place older than this is not where somebody is."""

DECIMALS = 5


@dataclass(frozen=True, slots=True)
class Sharing:
    """Of which segment somebody shows where they are; `first`: it begins now."""

    search_id: int
    number: int
    first: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """Whom to ask for their live location."""

    address: str
    language: str
    search_id: int
    number: int
    segment_search_id: int


async def keep_place(
    house: House, *, member_id: int, lat: float, lon: float, accuracy_m: float, at: datetime, now: datetime
) -> Sharing | None:
    """Where somebody is becomes part of their track while they hold a segment; None when they hold none.

    Refuses with BadCoordinates. What comes sooner than `NEXT_AFTER`, or before the segment was taken, is not kept.
    """
    place = Point(lat, lon)
    async with house.db.transaction() as tx:
        found = await _open_search_of(tx, member_id)
        if found is None:
            return None
        begun, segment = found
        last = select(func.max(TrackPoint.at)).where(
            TrackPoint.segment_search_id == begun.id, TrackPoint.member_id == member_id
        )
        before: datetime | None = (await tx.exec(last)).one()
        at = min(at, now)
        if at >= begun.taken_at and (before is None or at - before >= NEXT_AFTER):
            tx.add(
                TrackPoint(
                    search_id=begun.search_id, segment_search_id=id_of(begun), member_id=member_id, at=at,
                    lat=round(place.lat, DECIMALS), lon=round(place.lon, DECIMALS), accuracy_m=accuracy_m,
                )
            )  # fmt: skip
        await segments.heard(tx, id_of(begun), now=now)
        return Sharing(begun.search_id, segment.number, first=before is None)


async def stop_sharing(house: House, *, member_id: int, now: datetime) -> Sharing | None:
    """Somebody who holds a segment turned their live location off: the coordinator sees it; None: nothing to note."""
    async with house.db.transaction() as tx:
        found = await _open_search_of(tx, member_id)
        if found is None or not await segments.went_quiet(tx, id_of(found[0]), asked=True, now=now):
            return None
        return Sharing(found[0].search_id, found[1].number, first=False)


async def who_is_quiet(house: House, *, bot_id: int, now: datetime) -> list[Asked]:
    """Those who hold a segment and of whom nothing was heard for long, each asked once for each silence."""
    silent = func.coalesce(SegmentSearch.heard_at, SegmentSearch.taken_at) <= now - QUIET_AFTER
    due = (
        select(Recipient.address, Member.language, Segment, SegmentSearch.id)
        .join(SegmentSearch, col(SegmentSearch.segment_id) == Segment.id)
        .join(SearchPair, col(SearchPair.id) == SegmentSearch.pair_id)
        .join(Member, or_(col(Member.id) == SearchPair.first_id, col(Member.id) == SearchPair.second_id))
        .join(Recipient, col(Recipient.member_id) == Member.id)
        .where(col(SegmentSearch.ended_at).is_(None), col(SegmentSearch.asked_at).is_(None), silent)
        .where(Recipient.bot_id == bot_id, Recipient.state == RecipientState.ACTIVE)
    )
    async with house.db.reading() as tx:
        rows = (await tx.exec(due)).all()
        return [
            Asked(address, language, segment.search_id, segment.number, number or 0)
            for address, language, segment, number in rows
        ]


async def asked(house: House, which: Asked, *, now: datetime) -> None:
    """They were asked, and the coordinator sees that nothing is heard of them."""
    async with house.db.transaction() as tx:
        if not await segments.went_quiet(tx, which.segment_search_id, asked=True, now=now):
            await segments.asked_for(tx, which.segment_search_id, now=now)


async def of_search_of_segment(tx: Tx, segment_search_id: int) -> list[list[Fix]]:
    """Where each of a pair went in one segment, in order of time."""
    return list((await tracks_of(tx, TrackPoint.segment_search_id == segment_search_id)).values())


async def tracks_of(tx: Tx, *which: Any) -> dict[tuple[int, int], list[Fix]]:
    """Tracks by the search of a segment they belong to and whose they are, as the telephones said them."""
    rows = (await tx.exec(select(TrackPoint).where(*which).order_by(col(TrackPoint.at)))).all()
    found: dict[tuple[int, int], list[Fix]] = {}
    for row in rows:
        fix = Fix(row.at, Point(row.lat, row.lon), row.accuracy_m)
        found.setdefault((row.segment_search_id, row.member_id), []).append(fix)
    return found


async def last_place(tx: Tx, search_id: int, member_ids: Sequence[int], *, now: datetime) -> Point | None:
    """Where one of these was lately; None where nobody said."""
    theirs = col(TrackPoint.search_id) == search_id, col(TrackPoint.member_id).in_(member_ids)
    lately = select(TrackPoint).where(*theirs, col(TrackPoint.at) >= now - STILL_THERE)
    found = (await tx.exec(lately.order_by(col(TrackPoint.at).desc()).limit(1))).first()
    return Point(found.lat, found.lon) if found is not None else None


async def remove(tx: Tx, *which: Any) -> None:
    """These places are not kept any more."""
    await tx.exec(delete(TrackPoint).where(*which))


async def _open_search_of(tx: Tx, member_id: int) -> tuple[SegmentSearch, Segment] | None:
    mine = or_(col(SearchPair.first_id) == member_id, col(SearchPair.second_id) == member_id)
    held = (
        select(SegmentSearch, Segment)
        .join(SearchPair, col(SearchPair.id) == SegmentSearch.pair_id)
        .join(Segment, col(Segment.id) == SegmentSearch.segment_id)
        .where(mine, col(SegmentSearch.ended_at).is_(None))
        .order_by(col(SegmentSearch.taken_at).desc())
    )
    return (await tx.exec(held.limit(1))).first()
