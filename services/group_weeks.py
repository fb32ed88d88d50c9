"""The picture of a group's week: how many reports in its areas are open, and how many were fixed.

It shows figures alone: no search, no person, no exact place. When one of the reports is over the words under the
picture are written anew; the picture stays, for there is nobody in it.
"""

import asyncio
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from zoneinfo import ZoneInfo

from sqlalchemy import or_, update
from sqlmodel import col, select

from alerts.facts_of_digests import WEEK
from language import times
from language.catalogues import load_catalogues
from language.text import printed
from language.voices import Say
from models.alerts import (
    Alert,
    AlertState,
    Audience,
    Delivery,
    Digest,
    DigestArea,
    DigestFigure,
    DigestKind,
    Priority,
    Wording,
)
from models.areas import Area
from models.database import Tx
from models.groups import Group, GroupState
from models.members import Recipient, RecipientState
from models.pictures import Picture
from models.reports import Report, ReportState
from models.rows import changed, id_of
from models.subscriptions import ReportKinds
from pictures.fonts import can_shape_arabic
from pictures.safe import CleanPicture
from pictures.weeks import Piece, WeekWords, week_picture
from places.areas import AreaIndex
from places.drawn import outline
from services import group_subscriptions
from services.group_manners import next_picture
from services.group_subscriptions import Wanted
from services.groups import recipient_of
from services.house import House


@dataclass(frozen=True, slots=True)
class Figure:
    """One report that is counted."""

    alert_id: int
    area_id: int | None
    open: bool
    fixed: bool


@dataclass(frozen=True, slots=True)
class Week:
    """What a group's picture is made of."""

    group: Group
    recipient: Recipient
    area_ids: tuple[int, ...]
    figures: tuple[Figure, ...]


async def write_weeks(house: House, *, now: datetime) -> int:
    """Promise every group whose hour has come the picture of its week; nobody with nothing gets one. How many."""
    due = select(Group.id, Group.next_picture_at).where(col(Group.next_picture_at) <= now)
    async with house.db.reading() as tx:
        rows = (await tx.exec(due)).all()
    return sum([await _write(house, number, seen, now) for number, seen in rows if number is not None])


async def _write(house: House, group_id: int, seen: datetime | None, now: datetime) -> int:
    areas = await house.areas()
    async with house.db.reading() as tx:
        group = await tx.get_one(Group, group_id)
        week = await _week(tx, areas, group, now)
    picture = await asyncio.to_thread(_draw, house, areas, week, now) if week else None
    async with house.db.transaction() as tx:
        mine = col(Group.id) == group_id, col(Group.next_picture_at) == seen
        later = next_picture(house, group, now) if group.weekly_picture else None
        claimed = await changed(tx, update(Group).where(*mine).values(next_picture_at=later))
        if claimed != 1 or week is None:
            return 0
        await _promise(tx, week, picture, now)
        await house.db.announce(tx)
    return 1


async def _week(tx: Tx, areas: AreaIndex, group: Group, now: datetime) -> Week | None:
    """None for a group that hears nothing, cannot be reached, or in whose areas nothing happened."""
    recipient = await recipient_of(tx, group)
    if group.state not in {GroupState.ACCEPTED, GroupState.PROPOSED} or recipient is None:
        return None
    wanted = await group_subscriptions.heard(tx, group, id_of(recipient))
    if wanted is None or recipient.state is not RecipientState.ACTIVE:
        return None
    figures = await _figures(tx, areas, wanted, now)
    return Week(group, recipient, wanted.area_ids, tuple(figures)) if figures else None


async def _figures(tx: Tx, areas: AreaIndex, wanted: Wanted, now: datetime) -> list[Figure]:
    """Reports that were told, or fixed, in the week: in the areas and of the kinds this group hears of."""
    if wanted.wish.reports is ReportKinds.NONE:
        return []
    inside = {number for area_id in wanted.area_ids for number in areas.below(area_id)} | {*wanted.area_ids}
    fixed = col(Report.state) == ReportState.FIXED
    found = (
        select(Alert.id, Report.area_id, Alert.state, Report.state)
        .join(Report, col(Report.id) == Alert.report_id)
        .where(Alert.audience == Audience.SUBSCRIBERS)
        .where(col(Alert.wording).in_([Wording.REPORT_OPEN, Wording.REPORT_OVER]))
        .where(or_(col(Alert.created_at) > now - WEEK, fixed & (col(Report.changed_at) > now - WEEK)))
    )
    if wanted.wish.reports is ReportKinds.SOME:
        found = found.where(col(Report.category).in_(wanted.wish.categories))
    rows = (await tx.exec(found)).all()
    figures = [
        Figure(number or 0, area_id, state is AlertState.OPEN, report is ReportState.FIXED)
        for number, area_id, state, report in rows
        if area_id in inside
    ]
    return [each for each in figures if each.open or each.fixed]


async def _promise(tx: Tx, week: Week, picture: CleanPicture | None, now: datetime) -> None:
    """The digest with what it counts, and its delivery."""
    drawn = None
    if picture is not None:
        drawn = Picture(
            jpeg=picture.jpeg, width=picture.width, height=picture.height, sha256=picture.sha256, created_at=now
        )
        tx.add(drawn)
        await tx.flush()
    name = sha256(f"week/{week.recipient.id}/{now.isoformat()}".encode()).hexdigest()
    digest = Digest(
        kind=DigestKind.WEEK,
        contents=name,
        open_lines=len(week.figures) + 1,  # it says something even when all of it is over
        picture_id=drawn.id if drawn else None,
        created_at=now,
        until=now,
    )
    tx.add(digest)
    await tx.flush()
    tx.add_all(DigestArea(digest_id=id_of(digest), area_id=each) for each in week.area_ids)
    tx.add_all(DigestFigure(digest_id=id_of(digest), alert_id=each.alert_id) for each in week.figures)
    tx.add(
        Delivery(
            digest_id=digest.id,
            recipient_id=id_of(week.recipient),
            bot_id=week.recipient.bot_id,
            priority=int(Priority.DIGEST),
        )
    )
    await tx.flush()


# --- the picture ---


def _draw(house: House, areas: AreaIndex, week: Week, now: datetime) -> CleanPicture | None:
    """None where no area has a shape, or where letters cannot be joined here: the words go alone then."""
    drawn = [number for each in week.area_ids for number in _pieces(areas, each)]
    if not drawn or not can_shape_arabic():
        return None
    say = load_catalogues().voice(week.group.language)
    counted = _counted(areas, set(drawn), week.figures)
    pieces = [_piece(areas, number, say.language, counted) for number in dict.fromkeys(drawn)]
    around = [ring for each in week.area_ids for ring in _rings(areas, each)]
    return week_picture(pieces, around, _words(house, say, areas, week, now))


def _pieces(areas: AreaIndex, area_id: int) -> list[int]:
    """The areas below this one that have an outline of their own; itself where none has."""
    below = [id_of(each) for each in areas.children(area_id) if areas.outline(id_of(each)) is not None]
    return below or ([area_id] if areas.outline(area_id) is not None else [])


def _rings(areas: AreaIndex, area_id: int) -> Sequence[Sequence[tuple[float, float]]]:
    ground = areas.outline(area_id)
    return outline(ground).rings if ground is not None else ()


def _counted(areas: AreaIndex, drawn: set[int], figures: Iterable[Figure]) -> Counter[tuple[int, str]]:
    """How many are open and fixed in each piece."""
    counted: Counter[tuple[int, str]] = Counter()
    for figure in figures:
        line = areas.path(figure.area_id) if figure.area_id is not None else []
        piece = next((area.id for area in reversed(line) if area.id in drawn), None)
        if piece is not None:
            counted[piece, "open" if figure.open else "fixed"] += 1
    return counted


def _piece(areas: AreaIndex, area_id: int, language: str, counted: Counter[tuple[int, str]]) -> Piece:
    ground = areas.outline(area_id)
    assert ground is not None  # noqa: S101 - only areas with an outline are drawn
    shape = outline(ground)
    name = _name(areas.area(area_id), language)
    return Piece(name, shape.rings, shape.middle, counted[area_id, "open"], counted[area_id, "fixed"])


def _name(area: Area, language: str) -> str:
    first, second = (area.name_ar, area.name_en) if language == "ar" else (area.name_en, area.name_ar)
    return first or second


def _words(house: House, say: Say, areas: AreaIndex, week: Week, now: datetime) -> WeekWords:
    zone = ZoneInfo(week.group.zone or house.rules.areas.zone)
    first, *rest = [_name(areas.area(each), say.language) for each in week.area_ids]
    title = say("week-title", area=first) if not rest else say("week-title-more", area=first)
    dates = say("week-dates", start=times.day(say, now - WEEK + timedelta(days=1), zone), end=times.day(say, now, zone))
    return WeekWords(
        title=printed(title),
        dates=printed(dates),
        open=printed(say("week-open")),
        fixed=printed(say("week-fixed")),
        few=printed(say("week-few")),
        credit=printed(say("week-credit")),
        rtl=say.language == "ar",
    )
