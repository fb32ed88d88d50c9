"""The map: areas imported, asked what lies where, and the emergency line people there are shown first."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import or_
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col, select

from models.areas import Area, AreaAlias, AreaKind
from models.audit import Switch
from models.database import Tx
from models.members import Recipient
from models.refusals import NotFound
from models.rows import changed
from models.subscriptions import Subscription
from places.areas import AreaIndex
from places.imports import AreaDraft
from places.points import Point
from services import area_rows
from services.area_rows import Watch
from services.audit import Actor, record
from services.house import MAP_CHANGED, House

_AT_ONCE = 1_000
"""Rows of one statement."""


@dataclass(frozen=True, slots=True)
class AreasImported:
    """What an import changed."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0


async def known_areas(house: House) -> dict[str, AreaKind]:
    """Every area by its id, for reading a file that names them as parents."""
    async with house.db.reading() as tx:
        return {code: AreaKind(kind) for code, kind in (await tx.exec(select(Area.code, Area.kind))).all()}


async def known_aliases(house: House) -> dict[str, str]:
    """Other ids of areas, each with the one it is known by."""
    async with house.db.reading() as tx:
        pairs = select(AreaAlias.code, Area.code).join(Area, col(Area.id) == AreaAlias.area_id)
        return dict((await tx.exec(pairs)).all())


async def import_areas(
    house: House,
    drafts: Sequence[AreaDraft],
    *,
    aliases: Mapping[str, str] | None = None,
    by: Actor,
    now: datetime,
    watch: Watch = lambda _: None,
) -> AreasImported:
    """Add and change areas by their ids; what a file does not say stays as it is, and the same file changes nothing.

    `drafts` come parents first, as `places.imports.read_areas` gives them; `aliases`: another id and the known one.
    """
    async with house.db.transaction() as tx:
        stored = await area_rows.stored_for(tx, drafts)
        new = [draft for draft in drafts if draft.code not in stored.rows]
        there = [draft for draft in drafts if draft.code in stored.rows]
        await area_rows.add(tx, new, stored, watch)
        different = await area_rows.change(tx, there, stored) | await area_rows.call(tx, drafts, stored)
        changes = len(different & {draft.code for draft in there})
        joined = await _join(house, tx, aliases or {}, {code: row["id"] for code, row in stored.rows.items()})
        count = AreasImported(len(new), changes, len(there) - changes)
        if count.added or count.changed or joined:
            await redraw(house, tx, now)
            facts = {"added": count.added, "changed": count.changed, "aliases": joined}
            await record(tx, act="area.import", thing="area", thing_id=None, by=by, now=now, **facts)
    return count


async def _join(house: House, tx: Tx, aliases: Mapping[str, str], numbers: Mapping[str, int]) -> int:
    rows = [{"code": other, "area_id": numbers[code]} for other, code in aliases.items() if code in numbers]
    joined = 0
    for start in range(0, len(rows), _AT_ONCE):
        some = _insert(house, AreaAlias).values(rows[start : start + _AT_ONCE])
        joined += await changed(tx, some.on_conflict_do_nothing())
    return joined


async def redraw(house: House, tx: Tx, now: datetime) -> None:
    """Tell every process that the map in its memory is old; two imports in one moment are told apart."""
    before = (await tx.exec(select(Switch.at).where(Switch.name == MAP_CHANGED))).first()
    at = max(now, before + timedelta(microseconds=1)) if before else now
    row = _insert(house, Switch).values(name=MAP_CHANGED, on=True, at=at)
    await tx.exec(row.on_conflict_do_update(index_elements=["name"], set_={"at": at}))


async def by_code(house: House, code: str) -> int:
    """The number of the area of this id, or of another id it is known by; refuses with NotFound."""
    async with house.db.reading() as tx:
        alias = select(AreaAlias.area_id).where(AreaAlias.code == code)
        found = (await tx.exec(select(Area.id).where(Area.code == code))).first() or (await tx.exec(alias)).first()
    if found is None:
        raise NotFound()
    return found


async def areas_at(house: House, point: Point) -> list[Area]:
    """The areas that hold a point, smallest first."""
    return (await house.areas()).holding(point)


async def areas_at_once(house: House, point: Point) -> list[Area]:
    """The same for who asks only this: of tens of thousands of areas, those without a ground are not even read."""
    async with house.db.reading() as tx:
        drawn = or_(col(Area.shape).is_not(None), col(Area.radius_m).is_not(None))
        found = {area.id: area for area in (await tx.exec(select(Area).where(drawn))).all()}
        while above := {area.parent_id for area in found.values() if area.parent_id} - found.keys():
            found |= {area.id: area for area in (await tx.exec(select(Area).where(col(Area.id).in_(above)))).all()}
    return AreaIndex(found.values()).holding(point)


async def children(house: House, area_id: int | None) -> list[Area]:
    """What lies directly in an area, by name; in None lies what is in nothing."""
    return (await house.areas()).children(area_id)


async def emergency(
    house: House, *, member_id: int | None = None, point: Point | None = None, area_id: int | None = None
) -> str:
    """The number to call first: by the place in question, or where a member subscribed; else the general one."""
    lines = {rule.area: rule.number for rule in house.rules.areas.emergency}
    if set(lines) == {""}:
        return lines[""]
    if member_id is not None and point is None and area_id is None:
        point, area_id = await _place_of(house, member_id)
    for code in await _codes(house, point, area_id):
        if code in lines:
            return lines[code]
    return lines.get("") or house.rules.areas.emergency[0].number


async def likely_spot(
    house: House, *, member_id: int, point: Point | None = None, area_id: int | None = None
) -> Point | None:
    """Where somebody's sun rises, roughly: the place in question, else where they subscribed, else the only region."""
    if point is None and area_id is None:
        point, area_id = await _place_of(house, member_id)
    if point is not None:
        return point
    index = await house.areas()
    tops = index.children(None)
    area_id = tops[0].id if area_id is None and len(tops) == 1 else area_id
    return index.point_of(area_id) if area_id is not None else None


async def _codes(house: House, point: Point | None, area_id: int | None) -> Iterable[str]:
    """Ids of the areas that hold a place, smallest first."""
    index = await house.areas()
    if point is not None:
        return [area.code for area in index.holding(point)]
    return [area.code for area in reversed(index.path(area_id))] if area_id is not None else []


async def _place_of(house: House, member_id: int) -> tuple[Point | None, int | None]:
    """Where a member wants to hear what happens: their first subscription's place."""
    theirs = (
        select(Subscription)
        .join(Recipient, col(Recipient.id) == Subscription.recipient_id)
        .where(Recipient.member_id == member_id)
        .order_by(col(Subscription.id))
    )
    async with house.db.reading() as tx:
        row = (await tx.exec(theirs)).first()
    if row is None:
        return None, None
    return (Point(row.lat, row.lon) if row.lat is not None and row.lon is not None else None), row.area_id


def _insert(house: House, table: type[Any]) -> Any:
    return sqlite.insert(table) if house.db.is_sqlite else postgresql.insert(table)
