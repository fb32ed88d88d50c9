"""Drafts of searches from files, brought in by the operator."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import col, select

from formats.search_drafts import SearchDraft
from models.areas import Area, AreaAlias
from models.organisations import Organisation, OrganisationNotFound
from models.refusals import NotFound, Refusal
from models.rows import id_of
from models.searches import Search, SearchState
from services import pictures, same_people
from services.audit import Actor, record
from services.house import House
from services.organisations import serving
from services.places import Place
from services.search_cards import tell_desk
from services.search_entries import Entry, area_ids_of, columns_of, kind_of
from services.search_gates import gate_of
from services.search_states import stop
from services.search_suppressions import refuse_suppressed

OUT = (SearchState.OPEN, SearchState.PAUSED)


@dataclass(frozen=True, slots=True)
class ImportedDraft:
    """What became of one draft: the search it is, whether it is new, and what could not be taken of it and why.

    A refused draft has no search; a refused picture leaves the search without one.
    """

    external_id: str | None
    search_id: int | None = None
    new: bool = False
    refused: Refusal | None = None
    picture_refused: Refusal | None = None


async def import_drafts(
    house: House,
    drafts: Sequence[SearchDraft],
    *,
    organisation_code: str | None = None,
    photos: Mapping[str, bytes] | None = None,
    now: datetime,
) -> list[ImportedDraft]:
    """Make drafts of searches; one whose id is there already changes nothing, so the same file may come twice.

    `photos`: the files that drafts name, by the path they name. Refuses with OrganisationNotFound; a draft that cannot
    be taken (CaseSuppressed, a bad picture or area) is told in its place, and the others are kept.
    """
    organisation_id = await _organisation(house, organisation_code) if organisation_code else None
    return [await _import(house, draft, organisation_id, photos or {}, now) for draft in drafts]


async def _import(
    house: House, draft: SearchDraft, organisation_id: int | None, photos: Mapping[str, bytes], now: datetime
) -> ImportedDraft:
    try:
        values = await _columns(house, draft, now)
        known = await _known(house, draft.id)
        if known is not None:
            return ImportedDraft(draft.id, known)
        picture_id, bad_picture = await _picture(house, draft.subject.photo, photos, now)
        new = Search(**values, external_id=draft.id, picture_id=picture_id, created_at=now, changed_at=now)
        new.organisation_id = organisation_id or await serving(house, area_ids_of(new, await house.areas()))
        return ImportedDraft(draft.id, await _keep(house, new, now), new=True, picture_refused=bad_picture)
    except Refusal as refusal:
        return ImportedDraft(draft.id, refused=refusal)


async def _keep(house: House, new: Search, now: datetime) -> int:
    async with house.db.transaction() as tx:
        await refuse_suppressed(tx, house, new)
        tx.add(new)
        await tx.flush()
        by = Actor.operator()
        await record(tx, act="search.import", thing="search", thing_id=id_of(new), by=by, now=now)
        gate = gate_of(new)
        if gate is not None:
            await stop(tx, house, new, gate, by=by, now=now)
        await same_people.look_for(tx, house, new, now=now)
        await tell_desk(tx, house, new, now=now)
        return id_of(new)


async def _columns(house: House, draft: SearchDraft, now: datetime) -> dict[str, Any]:
    """A draft as columns; its consent counts for the present version of the text."""
    seen, subject, gates = draft.last_seen, draft.subject, draft.gates
    entry = Entry(
        subject_name=subject.name or subject.latin_name or "",
        subject_age=subject.age,
        subject_sex=subject.sex,
        clothing=subject.clothing or "",
        marks=subject.marks or "",
        vehicle=subject.vehicle or "",
        vulnerable=draft.vulnerable,
        lkp=Place(lat=seen.lat, lon=seen.lon, words=seen.place or ""),
        lkp_at=seen.at,
        reporter_name=draft.reporter.name or "",
        reporter_relation=draft.reporter.relation or "",
    )
    if draft.police_report is not None:
        entry["police_number"] = draft.police_report.number or ""
        entry["police_station"] = draft.police_report.station or ""
    if draft.consent is not None:
        entry |= {"consent_by": draft.consent.by or "", "consent_at": draft.consent.at}
        entry["consent_version"] = house.rules.searches.consent_version
    if draft.audience is not None:
        entry |= await _audience(house, draft)
    values = columns_of(entry, await house.areas(), now)
    values["subject_kind"] = kind_of(subject.age, subject.kind)
    answers = {"custody": gates.custody, "protection_order": gates.protection_order}
    return values | answers | {"left_by_choice": gates.left_by_choice}


async def _audience(house: House, draft: SearchDraft) -> Entry:
    if draft.audience is None or draft.audience.area_id is None:
        return Entry(audience_radius_km=draft.audience.radius_km if draft.audience else None)
    code = draft.audience.area_id
    async with house.db.reading() as tx:
        by_code = (await tx.exec(select(Area.id).where(Area.code == code))).first()
        alias = (await tx.exec(select(AreaAlias.area_id).where(AreaAlias.code == code))).first()
    if by_code is None and alias is None:
        raise NotFound(code=code)
    return Entry(audience_area_id=by_code or alias)


async def _picture(
    house: House, path: str | None, photos: Mapping[str, bytes], now: datetime
) -> tuple[int | None, Refusal | None]:
    """Kept, or why not: a picture that cannot be read is left out rather than passed on."""
    if path is None:
        return None, None
    if path not in photos:
        return None, NotFound(photo=path)
    try:
        return await pictures.keep(house, photos[path], now=now), None
    except Refusal as refusal:
        return None, refusal


async def _known(house: House, external_id: str | None) -> int | None:
    if external_id is None:
        return None
    theirs, ours = Search.external_id == external_id, Search.page_key == external_id.rpartition("/")[2]
    async with house.db.reading() as tx:
        return (await tx.exec(select(Search.id).where(theirs | ours, col(Search.purged_at).is_(None)))).first()


async def _organisation(house: House, code: str) -> int:
    async with house.db.reading() as tx:
        found = (await tx.exec(select(Organisation.id).where(Organisation.code == code))).first()
    if found is None:
        raise OrganisationNotFound(code=code)
    return found
