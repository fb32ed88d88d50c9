"""Areas that staff draw in the chat: a circle with a name, where their organisation works; and take away again."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, update
from sqlmodel import col, func, select

from models.alerts import Alert, DigestArea
from models.areas import Area, AreaAlias, AreaKind, AreaNameTaken, AreaNotServed, OtherAreaName
from models.database import Tx
from models.organisations import Role, ServedArea
from models.refusals import NotFound
from models.reports import Report
from models.rows import changed, id_of
from models.searches import Search
from models.subscriptions import RadiusNotOffered, Subscription
from places.areas import AreaIndex
from places.grounds import Circle
from places.points import Point
from services.areas import redraw
from services.audit import Actor, record
from services.house import House
from services.organisations import require

LEAST_KM, MOST_KM = 0.1, 25.0
NAME_LIMIT = 60
MOST_PARENTS = 3
MAY_DRAW = (Role.COORDINATOR, Role.ADMIN)

_MOVED: tuple[Any, ...] = (
    Alert.area_id, Report.area_id, Search.lkp_area_id, Search.audience_area_id, Area.parent_id, ServedArea.area_id,
)  # fmt: skip
"""Where else an area is named, beside subscriptions and digests."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """What was drawn: its names (one of them may be empty), its circle, and what it lies in."""

    name_ar: str
    name_en: str
    ground: Circle
    parent_id: int | None


@dataclass(frozen=True, slots=True)
class Dependents:
    """What would be left without this area: alerts of people and groups, and everything else; and its parent."""

    area: Area
    subscriptions: int
    others: int
    parent: Area | None

    @property
    def free(self) -> bool:
        return not self.subscriptions and not self.others


def check_km(km: float) -> None:
    """Refuses with RadiusNotOffered."""
    if not LEAST_KM <= km <= MOST_KM:
        raise RadiusNotOffered(least_km=f"{LEAST_KM:g}", most_km=f"{MOST_KM:g}")


async def works_at(house: House, *, member_id: int, point: Point) -> bool:
    """Whether the organisation this member acts for serves a point; refuses with NotAllowed who coordinates nothing."""
    index = await house.areas()
    async with house.db.reading() as tx:
        try:
            await _works_at(tx, index, point, member_id)
        except AreaNotServed:
            return False
    return True


async def parents_at(house: House, point: Point) -> list[Area]:
    """In which areas a circle about this point can lie, smallest first; none where no map is."""
    found = (await house.areas()).holding(point)
    return [area for area in found if area.kind is not AreaKind.DISTRICT][:MOST_PARENTS]


async def draw(house: House, drawing: Drawing, *, member_id: int, made_by: str | None, now: datetime) -> Area:
    """Put a circle on the map, as a district.

    Refuses with NotAllowed, with AreaNotServed where the organisation does not work, and with AreaNameTaken a name used
    there.
    """
    check_km(drawing.ground.radius_m / 1000)
    index = await house.areas()
    async with house.db.transaction() as tx:
        organisation_id = await _works_at(tx, index, drawing.ground.point, member_id)
        made = select(Area).where(Area.made_by == made_by, col(Area.made_by).is_not(None))
        if (before := (await tx.exec(made)).first()) is not None:
            return before
        if any(_same_name(each, drawing) for each in index.children(drawing.parent_id)):
            raise AreaNameTaken(name=drawing.name_ar or drawing.name_en)
        area = _row(drawing, organisation_id, made_by)
        tx.add(area)
        await tx.flush()
        area.code = f"drawn-{area.id}"
        await redraw(house, tx, now)
        await _record(tx, "area.draw", area, Actor.member(member_id, organisation_id), now)
        return area


def _row(drawing: Drawing, organisation_id: int, made_by: str | None) -> Area:
    return Area(
        code=f"drawing-{made_by}",
        parent_id=drawing.parent_id,
        kind=AreaKind.DISTRICT,
        name_ar=drawing.name_ar,
        name_en=drawing.name_en,
        lat=drawing.ground.point.lat,
        lon=drawing.ground.point.lon,
        radius_m=drawing.ground.radius_m,
        organisation_id=organisation_id,
        made_by=made_by,
    )


def _same_name(area: Area, drawing: Drawing) -> bool:
    mine = {drawing.name_ar, drawing.name_en} - {""}
    return bool(mine & {area.name_ar, area.name_en})


async def drawn(house: House, *, member_id: int) -> list[Area]:
    """What staff of the organisation this member acts for have drawn, newest first; refuses with NotAllowed."""
    async with house.db.reading() as tx:
        organisation_id = await require(tx, member_id=member_id, role=MAY_DRAW, organisation_id=None)
        theirs = select(Area).where(Area.organisation_id == organisation_id).order_by(col(Area.id).desc())
        return list((await tx.exec(theirs)).all())


async def dependents(house: House, *, area_id: int, member_id: int) -> Dependents:
    """What hangs on an area of theirs; refuses with NotFound and NotAllowed."""
    async with house.db.reading() as tx:
        area, _ = await _theirs(tx, area_id, member_id)
        return await _dependents(tx, area)


async def remove(house: House, *, area_id: int, member_id: int, moving: bool, now: datetime) -> Dependents:
    """Take an area of theirs off the map.

    What hangs on it goes to what it lies in if `moving`; otherwise, or where it lies in nothing, nothing is done. The
    answer says how much hung on it: all of it moved, or the area is still there.
    """
    async with house.db.transaction() as tx:
        area, organisation_id = await _theirs(tx, area_id, member_id)
        found = await _dependents(tx, area)
        if not found.free:
            if not moving or found.parent is None:
                return found
            await _move(tx, area_id, id_of(found.parent))
        for table in (OtherAreaName, AreaAlias, DigestArea, ServedArea):
            await tx.exec(delete(table).where(col(table.area_id) == area_id))
        await tx.exec(delete(Area).where(col(Area.id) == area_id))
        await redraw(house, tx, now)
        await _record(tx, "area.remove", area, Actor.member(member_id, organisation_id), now)
        return found


async def _move(tx: Tx, area_id: int, parent_id: int) -> None:
    """Everything that names the area names its parent; where it names both, once."""
    for column in (Subscription.area_id, *_MOVED[:-1]):
        table = column.class_
        await changed(tx, update(table).where(column == area_id).values({column.key: parent_id}))
    for table, other in ((ServedArea, ServedArea.organisation_id), (DigestArea, DigestArea.digest_id)):
        there = select(other).where(table.area_id == parent_id)
        alone = col(table.area_id) == area_id, col(other).not_in(there)
        await changed(tx, update(table).where(*alone).values(area_id=parent_id))


async def _dependents(tx: Tx, area: Area) -> Dependents:
    counts = [await _count(tx, column, id_of(area)) for column in _MOVED]
    subscriptions = await _count(tx, Subscription.area_id, id_of(area), Subscription.active)
    removed = await _count(tx, Subscription.area_id, id_of(area)) - subscriptions
    parent = await tx.get(Area, area.parent_id) if area.parent_id is not None else None
    return Dependents(area, subscriptions, sum(counts) + removed, parent)


async def _count(tx: Tx, column: Any, area_id: int, *more: Any) -> int:
    return int((await tx.exec(select(func.count()).where(column == area_id, *more))).one())


async def _theirs(tx: Tx, area_id: int, member_id: int) -> tuple[Area, int]:
    organisation_id = await require(tx, member_id=member_id, role=MAY_DRAW, organisation_id=None)
    area = await tx.get(Area, area_id)
    if area is None or area.organisation_id != organisation_id:
        raise NotFound()
    return area, organisation_id


async def _works_at(tx: Tx, index: AreaIndex, point: Point, member_id: int) -> int:
    """The organisation they act for, if it serves the point; one that serves nothing yet may draw anywhere."""
    organisation_id = await require(tx, member_id=member_id, role=MAY_DRAW, organisation_id=None)
    served = (await tx.exec(select(ServedArea.area_id).where(ServedArea.organisation_id == organisation_id))).all()
    if served and not {area.id for area in index.holding(point)} & set(served):
        raise AreaNotServed()
    return organisation_id


async def _record(tx: Tx, act: str, area: Area, by: Actor, now: datetime) -> None:
    await record(tx, act=act, thing="area", thing_id=id_of(area), by=by, now=now, metres=int(area.radius_m or 0))
