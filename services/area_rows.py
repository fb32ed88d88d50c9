"""Areas into their table, thousands at a time: what a file says is compared with what is stored first."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, cast

from sqlalchemy import Table, bindparam, insert, update
from sqlmodel import col, select

from models.areas import Area, OtherAreaName
from models.database import Tx
from places.imports import AreaDraft

_PLAIN = ("kind", "name_ar", "name_en", "lat", "lon", "radius_m")
_AT_ONCE = 1_000

Watch = Callable[[int], None]
"""Hears how many drafts were stored by now."""


@dataclass(frozen=True, slots=True)
class Stored:
    """What the table has: the row of each id, the outlines where they matter, and what else areas are called."""

    rows: dict[str, dict[str, Any]]
    shapes: Mapping[str, bytes | None] = field(default_factory=dict)
    names: set[tuple[int, str]] = field(default_factory=set)

    def number(self, code: str | None) -> int | None:
        return int(self.rows[code]["id"]) if code is not None else None


async def stored_for(tx: Tx, drafts: Sequence[AreaDraft]) -> Stored:
    """What must be known of the table to store these drafts."""
    columns = (getattr(Area, name) for name in ("id", "code", "parent_id", *_PLAIN))
    rows = {row.code: dict(row._mapping) for row in await tx.exec(select(*columns))}
    stored = Stored(rows)
    if any(draft.shape for draft in drafts):
        outlined = select(Area.code, Area.shape).where(col(Area.shape).is_not(None))
        stored = Stored(rows, dict((await tx.exec(outlined)).all()))
    stored.names.update((await tx.exec(select(OtherAreaName.area_id, OtherAreaName.name))).all())
    return stored


async def add(tx: Tx, drafts: Sequence[AreaDraft], stored: Stored, watch: Watch) -> None:
    """New areas, what stands above first: the numbers of parents are known before what lies in them."""
    table, connection, done = cast("Table", Area.__table__), await tx.connection(), 0  # type: ignore[attr-defined]
    for _, alike in groupby(drafts, key=lambda draft: draft.kind):
        for some in _pieces(list(alike)):
            rows = [_row(draft, stored) for draft in some]
            numbered = await connection.execute(insert(table).returning(table.c.id, table.c.code), rows)
            numbers = {code: number for number, code in numbered}
            stored.rows.update({row["code"]: {**row, "id": numbers[row["code"]]} for row in rows})
            watch(done := done + len(some))


def _row(draft: AreaDraft, stored: Stored) -> dict[str, Any]:
    plain = {name: getattr(draft, name) for name in _PLAIN}
    return {"code": draft.code, "parent_id": stored.number(draft.parent), **plain, "shape": draft.shape}


def _pieces(drafts: list[AreaDraft]) -> Iterator[list[AreaDraft]]:
    for start in range(0, len(drafts), _AT_ONCE):
        yield drafts[start : start + _AT_ONCE]


async def change(tx: Tx, drafts: Sequence[AreaDraft], stored: Stored) -> set[str]:
    """Write what the file says differently; the ids of areas of which anything was."""
    table, connection = cast("Table", Area.__table__), await tx.connection()  # type: ignore[attr-defined]
    different = {draft.code: _different(draft, stored) for draft in drafts}
    plain: list[dict[str, Any]] = []
    outlined: list[dict[str, Any]] = []
    for code in (code for code, said in different.items() if said):
        row = {**stored.rows[code], **different[code]}
        stored.rows[code] = {name: value for name, value in row.items() if name != "shape"}
        (outlined if "shape" in row else plain).append({f"new_{name}": value for name, value in row.items()})
    for rows, names in ((plain, _PLAIN), (outlined, (*_PLAIN, "shape"))):
        if rows:
            values: dict[str, Any] = {name: bindparam(f"new_{name}") for name in ("parent_id", *names)}
            wanted = [{f"new_{name}": row[f"new_{name}"] for name in ("id", *values)} for row in rows]
            await connection.execute(update(table).where(table.c.id == bindparam("new_id")).values(values), wanted)
    return {code for code, said in different.items() if said}


def _different(draft: AreaDraft, stored: Stored) -> dict[str, Any]:
    """What a file is silent about stays; and the name, where the file knows the area by another id."""
    row = stored.rows[draft.code]
    said = {name: value for name in _PLAIN if (value := getattr(draft, name)) not in {None, ""}}
    if draft.joined:
        said = {name: value for name, value in said.items() if not (name.startswith("name_") and row[name])}
    if draft.shape is not None:
        said["radius_m"] = None
    if draft.parent is not None:
        said["parent_id"] = stored.number(draft.parent)
    different = {name: value for name, value in said.items() if row[name] != value}
    if draft.shape is not None and stored.shapes.get(draft.code) != draft.shape:
        different["shape"] = draft.shape
    return different


async def call(tx: Tx, drafts: Sequence[AreaDraft], stored: Stored) -> set[str]:
    """Write what areas are called besides; the ids of areas that have a name more."""
    new: dict[tuple[int, str], str] = {}
    for draft in drafts:
        row = stored.rows[draft.code]
        called = (draft.name_ar, draft.name_en, *draft.names)
        further = ((row["id"], name) for name in called if name and name not in {row["name_ar"], row["name_en"]})
        new |= {pair: draft.code for pair in further if pair not in stored.names}
    if new:
        table = cast("Table", OtherAreaName.__table__)  # type: ignore[attr-defined]
        rows = [{"area_id": number, "name": name} for number, name in new]
        await (await tx.connection()).execute(insert(table), rows)
    return set(new.values())
