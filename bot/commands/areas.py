"""`mizalla areas`: the map, filled from files and asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.commands.acting import AsJson, InputFile, in_house
from bot.commands.printing import fault_sentence, note, progress_of, say_json, say_line, say_table
from bot.failures import NotDone

if TYPE_CHECKING:
    from bot.config import Config
    from models.areas import AreaKind
    from places.points import Point
    from services.house import House

app = typer.Typer(no_args_is_help=True, help="The map: areas from files, and what lies where.")


def _column(what: str) -> Any:
    return typer.Option(metavar="P", help=f"{what}: a property or column, a template such as city-{{id}}, or =fixed.")


WordsForKinds = Annotated[str, typer.Option(help="The file's words for kinds: ADM1=region,ADM2=city.")]
ParentAtPoint = Annotated[
    bool, typer.Option("--parent-at-point", help="Lies in the area that holds its point, where the file is silent.")
]
SameNames = Annotated[
    bool, typer.Option("--same-names", help="A row with the name, kind and parent of one area here is that area.")
]
AliasFile = Annotated[
    Path | None, typer.Option(exists=True, dir_okay=False, help="A CSV of two columns: another id, the id.")
]
Encoding = Annotated[str, typer.Option(help="If it is not UTF-8 or UTF-16: windows-1256, for example.")]


@app.command("import")
def import_file(
    context: typer.Context,
    file: InputFile,
    id: Annotated[str, _column("The id of an area")] = "id",
    parent: Annotated[str, _column("The id of what it lies in")] = "parent",
    kind: Annotated[str, _column("region, city or district")] = "kind",
    name_ar: Annotated[str, _column("Its Arabic name")] = "name_ar",
    name_en: Annotated[str, _column("Its English name")] = "name_en",
    also: Annotated[list[str] | None, _column("Other names, to find it by; may be said several times")] = None,
    lat: Annotated[str, _column("Latitude of its middle")] = "lat",
    lon: Annotated[str, _column("Longitude of its middle")] = "lon",
    radius_m: Annotated[str, _column("Radius in metres, for a circle")] = "radius_m",
    radius_km: Annotated[str, _column("Radius in kilometres, for a circle")] = "radius_km",
    population: Annotated[str, _column("Inhabitants, for a circle in which they live at 1,500 per km²")] = "population",
    kinds: WordsForKinds = "",
    parent_at_point: ParentAtPoint = False,
    same_names: SameNames = False,
    alias: AliasFile = None,
    encoding: Encoding = "",
    as_json: AsJson = False,
) -> None:
    """Add and change areas from a GeoJSON or CSV file; the same file imported again changes nothing.

    Several names in one cell stand between |; the first usable one is shown, all are understood. Whoever imports
    towns from GeoNames (CC BY 4.0) says so where the map is seen: “Towns: GeoNames, geonames.org”.
    """
    columns: dict[str, Any] = {
        "id": id, "parent": parent, "kind": kind, "name_ar": name_ar, "name_en": name_en, "lat": lat, "lon": lon,
        "radius_m": radius_m, "radius_km": radius_km, "population": population, "also": tuple(also or ()),
        "kinds": kinds,
    }  # fmt: skip
    wish = Wish(file, columns, alias, encoding, parent_at_point, same_names)

    async def work(house: House, config: Config, now: datetime) -> dict[str, Any]:
        return await _import(house, config, wish, now)

    done = in_house(context, work, make=True)
    say_json(done) if as_json else _tell(done)
    if done["bad"] and not done["taken"]:
        raise NotDone(f"No area of {file.name} could be used.")


@dataclass(frozen=True)
class Wish:
    """What was typed."""

    file: Path
    columns: dict[str, Any]
    alias: Path | None
    encoding: str
    parent_at_point: bool
    same_names: bool


async def _import(house: House, config: Config, wish: Wish, now: datetime) -> dict[str, Any]:
    from bot.storage import sync_organisations
    from places.aliases import AliasesRead, read_aliases
    from places.columns import AreaColumns
    from places.imports import read_areas
    from places.joining import renamed, same_by_name
    from services.areas import import_areas, known_aliases, known_areas
    from services.audit import Actor

    known, joined = await known_areas(house), await known_aliases(house)
    aliases = read_aliases(wish.alias, known=known, joined=joined) if wish.alias else AliasesRead({}, {}, [])
    index = await house.areas() if wish.parent_at_point or wish.same_names else None

    def above(point: Point, kind: AreaKind) -> str | None:
        found = index.above(point, kind) if index is not None else None
        return found.code if found is not None else None

    with progress_of(f"Reading {wish.file.name}", wish.file.stat().st_size) as watch:
        read = read_areas(
            wish.file,
            AreaColumns(**wish.columns),
            known=known,
            aliases={**joined, **aliases.joins},
            above=above if wish.parent_at_point else None,
            encoding=wish.encoding,
            watch=watch,
        )
    namesakes = same_by_name(read.drafts, index, known) if index is not None and wish.same_names else {}
    drafts, joins = renamed(read.drafts, namesakes), {**aliases.joins, **namesakes}
    with progress_of("Storing areas", len(drafts)) as watch:
        count = await import_areas(house, drafts, aliases=joins, by=Actor.operator(), now=now, watch=watch)
    lost = aliases.bad + aliases.of_nothing(known.keys() | {draft.code for draft in drafts})
    return {
        "added": count.added,
        "changed": count.changed,
        "unchanged": count.unchanged,
        "taken": len(drafts),
        "mended": sum(draft.mended for draft in drafts),
        "joined_by_name": len(namesakes),
        "in_nothing": sum(draft.parent is None for draft in drafts) if wish.parent_at_point else 0,
        "bad": [_bad(wish.file, row) for row in read.bad] + [_bad(wish.alias, row) for row in lost],
        "not_imported_yet": await sync_organisations(house, config, now=now),
    }


def _bad(file: Path | None, row: Any) -> dict[str, Any]:
    said = fault_sentence(row.fault, row.facts)
    return {"file": file.name if file else "", "row": row.number, "reason": str(row.fault), "sentence": said}


def _tell(done: dict[str, Any]) -> None:
    say_line(f"{done['added']} added, {done['changed']} changed, {done['unchanged']} as they were.")
    if done["mended"]:
        say_line(f"{done['mended']} outlines crossed themselves and were mended.")
    if done["joined_by_name"]:
        say_line(f"{done['joined_by_name']} were here already by name, and were joined to it.")
    if done["in_nothing"]:
        say_line(f"{done['in_nothing']} lie in no area that is here.")
    for bad in done["bad"]:
        note(f"{bad['file']}, row {bad['row']}: {bad['sentence']}")
    if done["not_imported_yet"]:
        note("Organisations in the settings serve areas that are not here yet: " + ", ".join(done["not_imported_yet"]))


@app.command("at", context_settings={"ignore_unknown_options": True})
def at(
    context: typer.Context,
    lat: Annotated[float, typer.Argument(min=-90, max=90, help="Latitude in degrees.")],
    lon: Annotated[float, typer.Argument(min=-180, max=180, help="Longitude in degrees.")],
    as_json: AsJson = False,
) -> None:
    """The areas that hold a point, smallest first."""

    async def work(house: House, _config: Config, _now: datetime) -> list[dict[str, str]]:
        from places.points import Point
        from services.areas import areas_at_once

        found = await areas_at_once(house, Point(lat, lon))
        return [{"id": a.code, "kind": str(a.kind), "name_ar": a.name_ar, "name_en": a.name_en} for a in found]

    areas = in_house(context, work)
    if as_json:
        say_json(areas)
    else:
        say_table(
            ("Id", "Kind", "Arabic", "English"),
            [list(area.values()) for area in areas],
            empty="No area holds this point.",
        )
