"""`mizalla searches`: cases from files, let out, updated and closed by the operator."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.commands.acting import AsJson, InputFile, Yes, in_house, sure
from bot.commands.printing import bare, english, note, say_json, say_line, sentence_of
from bot.failures import NotDone

if TYPE_CHECKING:
    from bot.config import Config
    from formats.search_drafts import DraftsFile
    from services.house import House
    from services.search_imports import ImportedDraft

MAPS = ("gpx", "geojson")
FORMATS = (*MAPS, "pfif", "cap")
OUTCOMES = ("found-safe", "found-hurt", "found-dead", "not-found", "false-case")

Number = Annotated[int, typer.Argument(metavar="ID", help="The search's number.")]

app = typer.Typer(no_args_is_help=True, help="Searches for missing people.")


@app.command("import")
def import_file(
    context: typer.Context,
    file: InputFile,
    organisation: Annotated[
        str | None, typer.Option(metavar="CODE", help="Whose desk they go to; otherwise the one that serves the place.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Make drafts from PFIF 1.4 XML or JSON and print their ids; nothing goes out by this."""
    raw = file.read_bytes()

    async def work(house: House, _config: Config, now: datetime) -> dict[str, Any]:
        from services.search_imports import import_drafts

        read = _read(raw, now)
        photos = _photos(file.parent, read)
        done = await import_drafts(house, read.drafts, organisation_code=organisation, photos=photos, now=now)
        return _imported(read, done)

    done = in_house(context, work, make=True)
    say_json(done) if as_json else _tell(done)
    if not done["ids"]:
        raise NotDone(f"No search of {file.name} could be taken.")


def _read(raw: bytes, now: datetime) -> DraftsFile:
    """XML begins with a bracket, JSON never does."""
    from formats.pfif import read_pfif
    from formats.search_drafts import read_search_drafts

    is_xml = raw.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<")
    return read_pfif(raw, now=now) if is_xml else read_search_drafts(raw)


def _photos(folder: Path, read: DraftsFile) -> dict[str, bytes]:
    """The pictures that drafts name and that are there, by the path the file says."""
    named = {draft.subject.photo for draft in read.drafts if draft.subject.photo}
    return {path: (folder / path).read_bytes() for path in named if (folder / path).is_file()}


def _imported(read: DraftsFile, done: list[ImportedDraft]) -> dict[str, Any]:
    voice = english()
    return {
        "ids": [one.search_id for one in done if one.search_id is not None],
        "drafts": [
            {
                "id": one.external_id,
                "search": one.search_id,
                "new": one.new,
                "refused": sentence_of(one.refused) if one.refused else None,
                "picture_refused": sentence_of(one.picture_refused) if one.picture_refused else None,
            }
            for one in done
        ],
        "bad": [
            {"record": row.line, "field": row.field, "reason": str(row.reason), "sentence": bare(row.plain(voice))}
            for row in read.bad
        ],
    }


def _tell(done: dict[str, Any]) -> None:
    """Ids on standard output, one a line; everything else beside it."""
    for draft in done["drafts"]:
        if draft["search"] is not None:
            say_line(str(draft["search"]))
        for said in (draft["refused"], draft["picture_refused"]):
            if said:
                note(f"{draft['id'] or draft['search'] or 'a record'}: {said}")
    for bad in done["bad"]:
        note(bad["sentence"])


@app.command()
def publish(context: typer.Context, search: Number, yes: Yes = False, as_json: AsJson = False) -> None:
    """Let a draft out as the operator, by the rules an approver has; print its alert's id and whom it is for."""
    sure(f"Search {search} will be told to everybody whom it concerns.", yes=yes)

    async def work(house: House, _config: Config, now: datetime) -> dict[str, Any]:
        from services.search_operator import publish_as_operator

        done = await publish_as_operator(house, search_id=search, now=now)
        return {"search": search, "alert": done.alert_id, "recipients": done.recipients}

    done = in_house(context, work)
    if as_json:
        say_json(done)
    elif done["alert"] is not None:
        say_line(f"alert {done['alert']}: {done['recipients']} recipients")
    if done["alert"] is None:
        note("It is approved; it goes out when staff let broadcasts go again.")


@app.command()
def update(
    context: typer.Context,
    search: Number,
    text: Annotated[str | None, typer.Option(help="What is new, as volunteers read it.")] = None,
    important: Annotated[bool, typer.Option("--important", help="Send it anew, with a sound.")] = False,
    name: Annotated[str | None, typer.Option(help="Correct the subject's name.")] = None,
    age: Annotated[int | None, typer.Option(min=0, max=120, help="Correct the subject's age.")] = None,
    clothing: Annotated[str | None, typer.Option(help="Correct what the subject wears.")] = None,
    marks: Annotated[str | None, typer.Option(help="Correct what the subject is known by.")] = None,
    vehicle: Annotated[str | None, typer.Option(help="Correct the vehicle: make, colour, plate.")] = None,
    place: Annotated[str | None, typer.Option(metavar="LAT,LON", help="Correct the last known point.")] = None,
    radius_km: Annotated[float | None, typer.Option(help="Tell it this far from there.")] = None,
    as_json: AsJson = False,
) -> None:
    """Say what is new, or correct what was said: every copy is changed."""
    point = _point(place)
    said = {"subject_name": name, "subject_age": age, "clothing": clothing, "marks": marks, "vehicle": vehicle}
    entry: dict[str, Any] = {key: value for key, value in said.items() if value is not None}
    entry |= {"audience_radius_km": radius_km} if radius_km is not None else {}
    if not entry and text is None and point is None:
        raise typer.BadParameter("say what is new: --text, or a correction")

    async def work(house: House, _config: Config, now: datetime) -> str:
        from services.places import Place
        from services.search_operator import update_as_operator

        if point is not None:
            entry["lkp"] = Place(lat=point[0], lon=point[1])
        done = await update_as_operator(house, search_id=search, text=text, important=important, now=now, **entry)
        return str(done.state)

    state = in_house(context, work)
    say_json({"search": search, "state": state}) if as_json else say_line(f"Search {search}: every copy will say so.")


def _point(written: str | None) -> tuple[float, float] | None:
    if written is None:
        return None
    lat, _, lon = written.partition(",")
    try:
        return float(lat), float(lon)
    except ValueError:
        raise typer.BadParameter("a place is LAT,LON in degrees, such as 24.7,46.7") from None


@app.command()
def export(
    context: typer.Context,
    form: Annotated[
        str,
        typer.Option(
            "--format", metavar="|".join(FORMATS), help="Its map for a receiver or a map program, or its public record."
        ),
    ],
    search: Annotated[int | None, typer.Argument(metavar="ID", help="The search's number.")] = None,
    every: Annotated[
        bool, typer.Option("--open", help="With pfif: every search told to everybody, and placeholders of ended ones.")
    ] = False,
) -> None:
    """Write it to standard output: its map (no name is in it), its PFIF 1.4 record, or its newest CAP 1.2 message."""
    if form not in FORMATS:
        raise typer.BadParameter(f"a format is one of {', '.join(FORMATS)}")
    if (search is None) != every or (every and form != "pfif"):
        raise typer.BadParameter("name one search, or ask for --open --format pfif")

    async def work(house: House, _config: Config, now: datetime) -> bytes:
        from bot.commands.exporting import exported_map, exported_record

        if form in MAPS:
            return await exported_map(house, search or 0, form, now)
        return await exported_record(house, search, form, now)

    typer.echo(in_house(context, work).decode())


@app.command()
def close(
    context: typer.Context,
    search: Number,
    outcome: Annotated[str, typer.Option(metavar="|".join(OUTCOMES), help="How it ended; for staff only.")],
    evidence: Annotated[str, typer.Option(help="How that is known.")] = "",
    yes: Yes = False,
    as_json: AsJson = False,
) -> None:
    """End a search: who is out there is called back, and name and picture leave every copy."""
    if outcome not in OUTCOMES:
        raise typer.BadParameter(f"an outcome is one of {', '.join(OUTCOMES)}")

    async def look(house: House, _config: Config, _now: datetime) -> dict[str, int]:
        from services.search_operator import closing_preview_as_operator

        seen = await closing_preview_as_operator(house, search_id=search)
        return {"copies": seen.copies, "waiting": seen.waiting, "out_there": seen.out_there}

    async def end(house: House, _config: Config, now: datetime) -> None:
        from models.searches import Outcome
        from services.search_operator import close_as_operator

        await close_as_operator(house, search_id=search, outcome=Outcome(outcome), evidence=evidence, now=now)

    seen = in_house(context, look)
    what = f"{seen['copies']} copies will be changed, {seen['waiting']} withdrawn, {seen['out_there']} called back"
    sure(f"Search {search} will end: {what}.", yes=yes)
    in_house(context, end)
    say_json({"search": search, "state": "closed", **seen}) if as_json else say_line(
        f"Search {search} is over: {what}."
    )
